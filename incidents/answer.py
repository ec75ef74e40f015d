"""What the engine says of one selection, asked once and remembered: how many rows have which codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from incidents.cells import Cells
from incidents.cube import Lines
from incidents.unplaced import UNPLACED

if TYPE_CHECKING:
    from incidents.coding import Codes
    from incidents.columns import Frame
    from incidents.cubes import Cubes
    from incidents.engine import Where
    from incidents.shelf import Shelf

_SIZES = {"profile": "profiles", "known": "places", "actors": "actors"}


class Answer:
    """The counts of one selection.

    Parameters
    ----------
    shelf : Shelf
        What codes mean.
    cubes : Cubes
        Where they are counted.
    where : Where
        All conditions of the selection.
    undated : Where
        The same without its dates.
    """

    def __init__(self, shelf: Shelf, cubes: Cubes, where: Where, undated: Where) -> None:
        self.shelf, self.where = shelf, where
        self._cubes, self._undated = cubes, undated

    def by(self, column: str) -> Codes:
        """Return how many rows have each code of profile, known or actors."""
        if column == "profile":
            return self._profiles[0]
        return self._known if column == "known" else self._actors

    @cached_property
    def _profiles(self) -> tuple[Codes, Codes]:
        """How many rows have each profile, and how many of these carry a figure."""
        codes, *counted = self._cubes.count_carrying(self.where, "profile")
        rows, carrying = (self._whole("profile", codes, each) for each in counted)
        return rows, carrying

    @cached_property
    def _known(self) -> Codes:
        mark, _, count = self._marks
        return self._whole("known", *_summed(self.shelf.mark_known[mark], count))

    @cached_property
    def _actors(self) -> Codes:
        return self.counted("actors", self.where)

    @cached_property
    def _marks(self) -> tuple[Codes, ...]:
        """Marks and types that occur together, and how many rows have them."""
        return self._cubes.count(self.where, "mark", "type")

    @property
    def carrying(self) -> int:
        """How many incidents carry a figure that is not the ledger's."""
        return int(self._profiles[1].sum())

    def counted(self, column: str, where: Where) -> Codes:
        """Return how many rows have each code of profile, known or actors, under conditions."""
        return self._whole(column, *self._cubes.count(where, column))

    def _whole(self, column: str, codes: Codes, rows: Codes) -> Codes:
        """Return how many rows have each code of a column, 0 for those that do not occur."""
        counts = np.zeros(len(getattr(self.shelf, _SIZES[column])), dtype=np.int64)
        counts[codes] = rows
        return counts

    @cached_property
    def count(self) -> int:
        """How many incidents there are."""
        return int(self.by("profile").sum())

    @cached_property
    def places(self) -> dict[str, int]:
        """How many incidents are at each place that is known."""
        return {each: count for each, count in self.at_places.items() if each != UNPLACED.id}

    @property
    def unplaced(self) -> int:
        """How many incidents are at no place that is known."""
        return self.at_places.get(UNPLACED.id, 0)

    @cached_property
    def at_places(self) -> dict[str, int]:
        """How many incidents are at each place, `UNPLACED` included."""
        shelf, counts = self.shelf, self.by("known")
        found: dict[str, int] = {}
        for code in np.flatnonzero(counts).tolist():
            place_id = shelf.places[code].id
            found[place_id] = found.get(place_id, 0) + int(counts[code])
        return found

    @property
    def levels(self) -> dict[str, str]:
        """The level of each place that is known."""
        found = (self.shelf.places[code] for code in np.flatnonzero(self.by("known")).tolist())
        return {place.id: place.level for place in found if place.id != UNPLACED.id}

    @cached_property
    def types(self) -> dict[str, int]:
        """How many incidents are of each event type."""
        return self.cells.types()

    @cached_property
    def undated_cells(self) -> Cells:
        """Incidents by span and type, whatever the dates that are asked for."""
        span, kind, count = self._cubes.count(self._undated, "span", "type")
        shelf = self.shelf
        return Cells(
            first=shelf.span_first[span],
            last=shelf.span_last[span],
            precision=shelf.span_precision[span],
            kind=kind,
            count=count,
            precisions=shelf.precisions,
            kinds=shelf.types,
        )

    @cached_property
    def cells(self) -> Cells:
        """Incidents by span and type."""
        cells = self.undated_cells
        if self.where.since is not None:
            cells = cells.take(cells.last >= self.where.since)
        if self.where.until is not None:
            cells = cells.take(cells.first <= self.where.until)
        return cells

    @cached_property
    def spots(self) -> Frame:
        """Incidents by spot (``place_id, level, lat, lon``; ``mark`` its code) and ``event_type``, with their ``count``."""
        mark, kind, count = self._marks
        return self._located(mark).assign(event_type=self.shelf.type_names.take(kind), count=count, mark=mark)

    def lines(self) -> Lines:
        """Return incidents at known places by spot, days and type: as many lines as there are incidents at worst."""
        shelf, found = self.shelf, self._cubes.count(self.where, "mark", "span", "type")
        there = ~shelf.nowhere[found[0]]
        mark, span, kind, count = found if there.all() else (column[there] for column in found)
        marks = np.unique(mark)
        return Lines(
            spots=self._located(marks),
            types=tuple(shelf.types),
            spot=np.searchsorted(marks, mark),
            type=kind,
            first=shelf.span_first[span],
            last=shelf.span_last[span],
            count=count,
        )

    def _located(self, mark: Codes) -> Frame:
        shelf = self.shelf
        known = shelf.mark_known[mark]
        columns: Mapping[str, Any] = {
            "place_id": shelf.known_place.take(known),
            "level": shelf.known_level.take(known),
            "lat": shelf.mark_latitude[mark],
            "lon": shelf.mark_longitude[mark],
        }
        return pd.DataFrame(columns)

    @cached_property
    def source_codes(self) -> Codes:
        """Which sources the incidents name, as codes."""
        return self._cubes.count(self.where, "sources")[0].astype(np.int64)

    @cached_property
    def rows(self) -> Codes:
        """The rows, in the order of the parts."""
        return np.sort(self._cubes.engine.select(self.where, "row")[0]).astype(np.int64)


def _summed(codes: Codes, counts: Codes) -> tuple[Codes, Codes]:
    """Return the codes that occur, each once, and the sum of their counts."""
    sums = np.bincount(codes, counts).astype(np.int64)
    found = np.flatnonzero(sums)
    return found, sums[found]
