"""The one place where a selection meets the incidents: which rows it means, and how many each choice would leave."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from incidents.answer import Answer
from incidents.coding import objects
from incidents.columns import NO_FIGURE
from incidents.cubes import FRONTS, Cubes
from incidents.engine import Bits, Engine, Where
from incidents.errors import SelectionError
from incidents.imported import ImportedPart
from incidents.killed import Carried, Figures, Killed
from incidents.marks import gathered
from incidents.periods import day_number
from incidents.shelf import Shelf
from incidents.table import POINT_LEVELS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from gazetteer import Gazetteer
    from incidents.coding import Codes, Mask
    from incidents.columns import Frame
    from incidents.ledger import Ledger
    from incidents.selection import Bounds, Selection
    from incidents.table import Table

FACETS: Final = (
    "event_types",
    "attack_types",
    "target_kinds",
    "actors",
    "places",
    "precisions",
    "contested",
    "datasets",
)
ORDERS: Final = ("start", "end", "place", "level", "event_label", "title", "contested", "dataset")
"""Columns of `Atlas.incidents` by which `Atlas.page` can order rows."""

PIECE: Final = 20_000


class Query:
    """Answers selections: counts from the engine's codes, rows from where they lie.

    Parameters
    ----------
    table : Table
        The incidents that are records.
    imported : sequence of ImportedPart
        The imported datasets.
    ledger : Ledger
        The claims about the records.
    gazetteer : Gazetteer
        Where places are looked up.
    """

    def __init__(self, table: Table, imported: Sequence[ImportedPart], ledger: Ledger, gazetteer: Gazetteer) -> None:
        self.table = table
        self._ledger = ledger
        self.shelf = Shelf([table, *imported], gazetteer)
        self.engine = Engine(self.shelf.coded())
        self.cubes = Cubes(self.engine, self.shelf)
        self._killed = Killed(ledger, table)
        self._answer = lru_cache(maxsize=32)(self._ask)
        self._having = lru_cache(maxsize=32)(self._word)

    def answer(self, selection: Selection) -> Answer:
        """Return the counts of a selection; how figures are shown does not matter to them."""
        return self._answer(selection.meaning().replace(rule="range"))

    def _ask(self, selection: Selection) -> Answer:
        undated = self.where(selection.replace(start=None, end=None))  # the day of knowledge still holds
        return Answer(self.shelf, self.cubes, self.where(selection), undated)

    # Conditions

    def where(self, selection: Selection, but: str = "") -> Where:
        """Return the conditions that a selection sets; `but` leaves out those of one field."""
        clauses = [
            (Bits.of(facet.column, facet.tags.match(wanted)),)
            for field, facet in self.shelf.facets.items()
            if field != but and (wanted := getattr(selection, field))
        ]
        if selection.contested is not None and but != "contested":
            clauses += self._contested_clauses(selection)
        if selection.bounds:
            clauses.append((Bits.of("mark", self.shelf.within(selection.bounds)),))
        clauses += [self._having(word) for word in dict.fromkeys(selection.text.casefold().split())]
        return Where(tuple(clauses), *self._days(selection))

    def _days(self, selection: Selection) -> tuple[int | None, int | None]:
        """Return the days that rows have to touch, from and to; None where no row lies beyond."""
        since = day_number(selection.start) if selection.start else None
        until = day_number(min(ends)) if (ends := _ends(selection)) else None
        first_end, last_start = self.shelf.ends
        return (
            None if since is None or since <= first_end else since,
            None if until is None or until >= last_start else until,
        )

    def _contested_clauses(self, selection: Selection) -> list[tuple[Bits, ...]]:
        rows, profiles = np.zeros(self.shelf.size, dtype=bool), self._contested_profiles(selection.as_known_on)
        rows[: len(self.table)] = self._contested_records(selection.as_known_on)
        if selection.contested:
            return [(Bits.of("row", rows), Bits.of("profile", profiles))]
        return [(Bits.of("row", ~rows),), (Bits.of("profile", ~profiles),)]

    def _contested_records(self, on: dt.date | None) -> Mask:
        """Return which of the ledger's rows, the first of all, have own claims that contest each other or are denied on a day."""
        mask = np.zeros(len(self.table), dtype=bool)
        rows = self.table.rows
        mask[[rows[record] for record in self._ledger.contested_records(on) if record in rows]] = True
        return mask

    def _contested_among(self, rows: Codes, on: dt.date | None) -> Mask:
        own = rows < len(self.table)
        own[own] = self._contested_records(on)[rows[own]]
        return own

    def _contested_profiles(self, on: dt.date | None) -> Mask:
        return self.shelf.campaigns.match(self._ledger.contested_records(on))

    def _word(self, word: str) -> tuple[Bits, ...]:
        named = [Bits.of(column, mask) for column, mask in self.shelf.naming(word).items() if mask.any()]
        return (*named, Bits.of("row", self.shelf.having(word)))

    # Counts

    def counts(self, selection: Selection) -> Mapping[str, Mapping[str | bool, int]]:
        """Return, by facet, how many incidents each value would leave under all filters but that facet's own."""
        answer = self.answer(selection)
        counts: dict[str, Mapping[str | bool, int]] = {}
        for field in FACETS:
            if field == "contested":
                counts[field] = self._count_contested(selection)
                continue
            facet = self.shelf.facets[field]
            own = getattr(selection, field)
            found = answer.counted(facet.column, self.where(selection, field)) if own else answer.by(facet.column)
            counts[field] = {**facet.tags.count(found)}
        return counts

    def _count_contested(self, selection: Selection) -> Mapping[str | bool, int]:
        whole = selection.replace(contested=None)
        total = self.answer(whole).count
        contested = self.contested_count(whole)
        return {True: contested, False: total - contested}

    def contested_count(self, selection: Selection) -> int:
        """Return how many of the selected incidents are contested, themselves or by their campaign."""
        profiles = self._contested_profiles(selection.as_known_on)
        by_campaign = int(self.answer(selection).by("profile")[profiles].sum())
        themselves = self._contested_themselves(selection) & ~profiles[self.shelf.records["profile"]]
        return by_campaign + int(themselves.sum())

    def contested_themselves(self, selection: Selection) -> int:
        """Return how many of the selected incidents have claims of their own that contest each other or are denied."""
        return int(self._contested_themselves(selection).sum())

    def _contested_themselves(self, selection: Selection) -> Mask:
        return self._contested_records(selection.as_known_on) & self._own(selection)

    def _own(self, selection: Selection) -> Mask:
        """Return which of the ledger's rows, the first of all, are selected."""
        return self.answer(selection).where.meant(self.shelf.records)

    def marks(self, selection: Selection, bounds: Bounds | None, cells: float | None) -> Frame:
        """Return the incidents at known places counted by spot and type, or gathered in a grid."""
        spots = self.answer(selection).spots
        spots = spots[~self.shelf.nowhere[spots["mark"].to_numpy()]]
        if bounds is not None:
            spots = spots[self.shelf.within(bounds)[spots["mark"].to_numpy()]]
        return gathered(spots.drop(columns="mark"), cells)

    # Rows

    def page(
        self, selection: Selection, order: str, ascending: bool, offset: int, limit: int, columns: Collection[str] = ()
    ) -> Frame:
        """Return some rows in an order, without geometry: all columns, or these and what is contested and killed."""
        if order not in ORDERS:
            raise SelectionError(f"rows cannot be ordered by {order!r}; known: {', '.join(ORDERS)}")
        rows = self._ordered(selection, order, ascending, max(offset, 0), max(limit, 0))
        return self.taken(rows, selection, notes=False, columns={"start", "campaign", *columns} if columns else ())

    def _ordered(self, selection: Selection, order: str, ascending: bool, offset: int, limit: int) -> Codes:
        where = self.answer(selection).where
        if order == "start" and (
            first := self.cubes.first(where, "earliest" if ascending else "latest", offset + limit)
        ):
            return first["row"][offset:].astype(np.int64)
        if order in ("start", "end"):
            column = f'"{"first" if order == "start" else "last"}" {"" if ascending else "DESC"}, "row"'
            return self.engine.select(where, "row", order=column, limit=limit, offset=offset)[0].astype(np.int64)
        rows, keys = self._keys(selection, where, order)
        keys = keys if ascending else -keys.astype(np.int64)
        if offset + limit < len(rows):  # only what comes before the page's end has to be put in order
            near = np.flatnonzero(keys <= np.partition(keys, offset + limit)[offset + limit])
            rows, keys = rows[near], keys[near]
        return rows[np.lexsort((rows, keys))[offset : offset + limit]]

    def _keys(self, selection: Selection, where: Where, order: str) -> tuple[Codes, Codes]:
        """Return the rows of a selection and by what each stands in an order."""
        if order in self.shelf.ranks:
            column, ranks = self.shelf.ranks[order]
            rows, codes = self.engine.select(where, "row", column)
            return rows.astype(np.int64), ranks[codes]
        if order == "title":
            rows = self.answer(selection).rows
            return rows, self.shelf.title_ranks[rows]
        rows, profiles = self.engine.select(where, "row", "profile")
        on = selection.as_known_on
        return rows.astype(np.int64), (self._contested_among(rows, on) | self._contested_profiles(on)[profiles]).astype(
            int
        )

    def frame(self, selection: Selection) -> gpd.GeoDataFrame:
        """Return the rows that the selection means, with figures by its rule and geometry."""
        return self.located(self.answer(selection).rows, selection)

    def located(self, rows: Codes, selection: Selection) -> gpd.GeoDataFrame:
        """Return some rows in their order, as `frame` does."""
        return self._with_geometry(self.taken(rows, selection))

    def taken(self, rows: Codes, selection: Selection, notes: bool = True, columns: Collection[str] = ()) -> Frame:
        """Return some rows in their order, with what is contested of them and their figures by the selection's rule."""
        frame = self.shelf.take(rows, notes, columns)
        on = selection.as_known_on
        contested = self._ledger.contested_records(on)
        by = np.where(frame["campaign"].isin(contested), "campaign", "").astype(object)
        by[self._contested_among(rows, on)] = "incident"
        figures = self._figures(rows, selection, frame)
        names = ("fatalities_low", "fatalities_best", "fatalities_high")
        added = {"contested": by != "", "contested_by": by, **dict(zip(names, figures, strict=True))}
        return pd.concat([frame, pd.DataFrame(added)], axis=1)

    def _figures(self, rows: Codes, selection: Selection, frame: Frame) -> Figures:
        figures = Figures(*(np.full(len(rows), np.nan) for _ in range(3)))
        on, rule = selection.as_known_on, selection.rule
        first = frame["start"].to_numpy().astype("datetime64[D]").astype(np.int64)
        for _, part, at, local in self.shelf.split(rows):
            if isinstance(part, ImportedPart):
                found = part.figures_of(local, on, rule, first[at])
            else:
                found = Figures(*(column[local] for column in self._killed.figures(on, rule)))
            for whole, column in zip(figures, found, strict=True):
                whole[at] = column
        return figures

    def shapes(self, selection: Selection) -> Iterator[Codes]:
        """Yield the geometry of the same rows a piece at a time."""
        rows = self.answer(selection).rows
        return (self._shapes(self.shelf.located(rows[at : at + PIECE])) for at in range(0, len(rows), PIECE))

    def _with_geometry(self, frame: Frame) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(self._shapes(frame), crs="EPSG:4326"), crs="EPSG:4326")

    def _shapes(self, located: Frame) -> Codes:
        """Return for each row the polygon of what is known to an area, the point of a town or site, or of an area without polygon."""
        place = self.shelf.gazetteer.place
        codes, ids = pd.factorize(located["place_id"])
        shapes = objects(place(each).geometry for each in ids)[codes] if len(ids) else objects(())
        at_point = located["level"].isin(POINT_LEVELS).to_numpy() | shapely.is_missing(shapes)
        at_point &= np.isfinite(located["latitude"].to_numpy())
        shapes[at_point] = shapely.points(
            located["longitude"].to_numpy()[at_point], located["latitude"].to_numpy()[at_point]
        )
        return shapes

    # Figures of their own

    @cached_property
    def _carried(self) -> Carried:
        return Carried(self._ledger, self.table)

    def carrying(self, selection: Selection, most: int) -> tuple[int, list[int]]:
        """Return how many of the selected rows carry figures of their own on the selection's day, and the largest few."""
        on = selection.as_known_on
        answer = self.answer(selection)
        count = answer.carrying
        rows, killed, other = self._largest(answer.where, most) if count else (np.zeros(0, dtype=np.int64),) * 3
        own = self._own_carrying(selection)
        its_killed, its_other = self._carried.most(own, on)
        every = np.concatenate([own, rows]), np.concatenate([its_killed, killed]), np.concatenate([its_other, other])
        order = np.lexsort((every[0], -every[2], -every[1]))[:most]
        return count + len(own), every[0][order].tolist()

    def _largest(self, where: Where, most: int) -> tuple[Codes, ...]:
        """Return row, killed and other of the few rows with the largest figures that no ledger knows of."""
        names = ("row", "killed", "other")
        first = self.cubes.first(where, "largest", most)
        found = (
            [first[name] for name in names]
            if first
            else self.engine.select(where, *names, order=FRONTS["largest"], limit=most)
        )
        return tuple(column[found[1] > NO_FIGURE] for column in found)

    def read_ahead(self, most: int) -> None:
        """Read the records of each type with the largest figures: whatever types are chosen, those with the largest are among them."""
        front = self.cubes.front("largest")
        types = pd.Series(self.shelf.profile_type[front["profile"]])
        first = (types.groupby(types).cumcount() < most).to_numpy() & (front["killed"] > NO_FIGURE)
        self.ids(front["row"][first].tolist())

    def _own_carrying(self, selection: Selection) -> Codes:
        """Return the rows of the ledger's incidents that are selected and carry a figure."""
        return np.flatnonzero(self._own(selection) & self._carried.rows(selection.as_known_on))

    def ids(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of a few rows."""
        wanted = np.array(rows, dtype=np.int64)
        found = objects([""] * len(wanted))
        for _, part, at, local in self.shelf.split(wanted):
            ids = part.ids(local) if isinstance(part, ImportedPart) else [self.table.incidents[row].id for row in local]
            found[at] = objects(ids)
        return found.tolist()

    def campaigns(self, selection: Selection) -> frozenset[str]:
        """Return the ids of the campaigns that the selected incidents belong to."""
        counts = self.shelf.campaigns.count(self.answer(selection).by("profile"))
        return frozenset(campaign for campaign, count in counts.items() if count)

    def claimants(self, selection: Selection) -> Mapping[tuple[str, ...], int]:
        """Return how many incidents which actors claimed responsibility for."""
        claimants = self.shelf.claimants
        counts = np.bincount(claimants.codes, self.answer(selection).by("actors"), minlength=len(claimants.values))
        return {claimants.values[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()}

    def toponym(self, selection: Selection) -> tuple[str, str] | None:
        """Return the name as written of the selected incidents and how it was matched, where all have the same."""
        where = self.answer(selection).where
        ends = self.engine.ends(where, ["toponym"])
        if not ends or ends["toponym"][0] != ends["toponym"][1]:
            return None
        first = self.engine.select(where, "row", order='"row"', limit=1)[0].astype(np.int64)
        frame = self.shelf.take(first)
        return str(frame["toponym"].iloc[0]), str(frame["how"].iloc[0])


def _ends(selection: Selection) -> list[dt.date]:
    """Return the days after which no incident can begin: the last that is asked for, and the day of knowledge."""
    return [day for day in (selection.end, selection.as_known_on) if day]
