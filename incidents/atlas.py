"""The atlas: the embedded dataset and the person's own, asked by selection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gazetteer import Gazetteer
from incidents.catalogue import EMBEDDED, gathered, gazetteer_of, problems_in, with_outside
from incidents.claim_ladder import Ladder, ladder_of
from incidents.cube import Cube, cube_of
from incidents.dataset import Dataset, DatasetInfo
from incidents.errors import UnknownRecord
from incidents.facets import choices_of, facets
from incidents.imported import ImportedPart, read_imported
from incidents.ledger import Ledger
from incidents.names import Names
from incidents.outline import outline
from incidents.periods import Histogram, Stretches, bars_and_spans, histogram
from incidents.pieces import Pieces
from incidents.query import Query
from incidents.record import CLAIM_LINKS
from incidents.selection import Selection
from incidents.snapshot import Snapshots
from incidents.summary import MOST, Facet, Summary
from incidents.summing import figures_of, summarise
from incidents.table import Table
from incidents.toll import Tolls, TollView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    import geopandas as gpd

    from incidents.columns import Frame
    from incidents.engine import EngineFacts
    from incidents.problem import Problem
    from incidents.record import Campaign, Claim, Incident, Source
    from incidents.selection import Bounds

__all__ = ["EMBEDDED", "Atlas"]

T = TypeVar("T")

SUMMARIES: Final = 256
"""Summaries that are remembered: small, and asked for by every page."""

FACETS: Final = 4
"""Selections whose choices are remembered: a large dataset has a thousand of them, and the pages keep what they make of them."""


class Atlas(Names):
    """Incidents, campaigns, claims and sources of all datasets, asked by `Selection`.

    Examples
    --------
    >>> atlas = Atlas.of([])
    >>> atlas.summary(Selection()).headline
    'No incident matches'
    """

    def __init__(
        self,
        datasets: Iterable[Dataset | ImportedPart],
        gazetteer: Gazetteer,
        problems: Iterable[Problem] = (),
    ) -> None:
        given = tuple(datasets)
        self._datasets = tuple(each for each in given if isinstance(each, Dataset))
        self._imported = {each.id: each for each in given if isinstance(each, ImportedPart)}
        self._infos = tuple(each.info() for each in given)
        self._problems = tuple(problems)
        self._base, gazetteer = gazetteer, with_outside(gazetteer, given)
        self.gazetteer = gazetteer
        self._sources = _by_id(source for dataset in self._datasets for source in dataset.sources)
        self._campaigns = _by_id(campaign for dataset in self._datasets for campaign in dataset.campaigns)
        self._incidents = _by_id(incident for dataset in self._datasets for incident in dataset.incidents)
        claims = [claim for dataset in self._datasets for claim in dataset.claims]
        self._ledger = Ledger(claims, self._sources, {**self._incidents, **self._campaigns}, self.contains)
        shown = [incident for incident in self._incidents.values() if incident.status == "published"]
        self._origins = {record: origin for dataset in self._datasets for record, origin in dataset.origins.items()}
        table = Table(shown, self._campaigns, gazetteer, self._origins)
        self._query = Query(table, tuple(self._imported.values()), self._ledger, gazetteer)
        self._tolls = Tolls(self._ledger, self._sources)
        self.figures_of = lru_cache(maxsize=SUMMARIES)(lambda record, by: figures_of(self, record, by))
        self._summary = lru_cache(maxsize=SUMMARIES)(lambda selection: summarise(self, self._query, selection))
        count = self._query.counts
        self._choices = lru_cache(maxsize=FACETS)(lambda of: choices_of(self, count(Selection(datasets=of))))
        self._facets = lru_cache(maxsize=FACETS)(lambda asked: facets(self._choices(asked.datasets), count(asked)))

    @classmethod
    def open(cls, home: str | Path | None = None, earlier: Atlas | None = None, only: Collection[str] = ()) -> Atlas:
        """Return the atlas of the embedded dataset and the data folder's.

        A dataset with mistakes never keeps it from opening: see `problems`.

        Parameters
        ----------
        home : path, optional
            The data folder; by default ``ATLAS_HOME`` or the platform's.
        earlier : Atlas, optional
            An atlas of the same folder: what it has read of imported datasets that are still there is used again.
        only : collection of str, optional
            Ids of the imported datasets that are wanted; all by default.
        """
        gazetteer = gazetteer_of(home)
        ready = earlier._imported.values() if earlier and earlier._base is gazetteer else ()
        found, problems = gathered(
            home, gazetteer, lambda taken: read_imported(Snapshots(home), gazetteer, taken, ready, only)
        )
        return cls(found, gazetteer, problems)

    @classmethod
    def of(cls, datasets: Iterable[Dataset], gazetteer: Gazetteer | None = None) -> Atlas:
        """Return the atlas of some datasets, without looking at the data folder."""
        return cls(datasets, gazetteer or Gazetteer.load())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the datasets and in the person's gazetteer files, one problem a value.

        The good records are in the atlas.
        """
        return (*self._problems, *problems_in(self.gazetteer, self._datasets))

    @property
    def datasets(self) -> tuple[DatasetInfo, ...]:
        """The datasets, the embedded one first."""
        return self._infos

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The campaigns of all datasets."""
        return tuple(self._campaigns.values())

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all datasets; for large ones `source` gives those that are wanted."""
        return (*self._sources.values(), *(source for part in self._imported.values() for source in part.sources()))

    @property
    def engine_facts(self) -> EngineFacts:
        """What answers selections, how much it holds and what it may take."""
        return self._query.engine.facts()

    def incident(self, record_id: str) -> Incident:
        """Return an incident by its id; raises `UnknownRecord`."""
        if record_id not in self._incidents and (found := self._row_of(record_id)):
            part, row = found
            return part.incident(row)
        return _get(self._incidents, record_id, "incident")

    def _row_of(self, record_id: str) -> tuple[ImportedPart, int] | None:
        """Return the imported dataset that has an incident, and its row there."""
        for part in self._imported.values():
            if (row := part.row_of(record_id)) is not None:
                return part, row
        return None

    def remember(self, record_ids: Iterable[str]) -> None:
        """Read many imported incidents and their claims at once, before they are asked for one by one; 10,000 at a time."""
        wanted = list(record_ids)
        for part in self._imported.values():
            part.remember(wanted)

    def campaign(self, record_id: str) -> Campaign:
        """Return a campaign by its id; raises `UnknownRecord`."""
        return _get(self._campaigns, record_id, "campaign")

    def source(self, record_id: str) -> Source:
        """Return a source by its id; raises `UnknownRecord`."""
        if record_id not in self._sources:
            found = (part.source(record_id) for part in self._imported.values())
            if source := next(filter(None, found), None):
                return source
        return _get(self._sources, record_id, "source")

    def sources_of(self, record_ids: Iterable[str]) -> dict[str, Source]:
        """Return many sources by their ids, read together; unknown ones are left out."""
        return self.in_pieces(Selection()).sources_of(record_ids)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the ledger: all but those of large imported datasets."""
        return tuple(self._ledger.claims.values())

    @property
    def records(self) -> Mapping[str, Incident | Campaign]:
        """The incidents and campaigns that these claims can be about, by id."""
        return {**self._incidents, **self._campaigns}

    def claims_of(self, record_id: str, on: dt.date | None = None) -> tuple[Claim, ...]:
        """Return the claims about an incident or a campaign, those known on a day; none for an id without claims."""
        if found := self._imported_row(record_id):
            part, row = found
            return part.claims_of(row)
        return tuple(claim for claim in self._ledger.about(record_id) if self._ledger.knows(claim.id, on))

    def links_of(self, claim: Claim, on: dt.date | None) -> dict[str, tuple[str, ...]]:
        """Return the claims that one names, by how it names them: only those that were known on a day."""
        known = {link: getattr(claim, link) for link in CLAIM_LINKS}
        return {link: tuple(each for each in ids if self._ledger.knows(each, on)) for link, ids in known.items()}

    def _imported_row(self, record_id: str) -> tuple[ImportedPart, int] | None:
        known = record_id in self._incidents or record_id in self._campaigns
        return None if known else self._row_of(record_id)

    def tolls_of(self, record_id: str, selection: Selection | None = None) -> tuple[TollView, ...]:
        """Return the figures of an incident or a campaign as views, by the selection's rule and day."""
        chosen = selection or Selection()
        if found := self._imported_row(record_id):
            part, row = found
            tolls = Tolls(*part.ledger_of(row))
        else:
            tolls = self._tolls
        return tolls.views(record_id, chosen.as_known_on, chosen.rule)

    def ladder_of(self, record_id: str, selection: Selection | None = None) -> Ladder | None:
        """Return the claims about an incident or a campaign over time, as known on the selection's day; None for none."""
        chosen = selection or Selection()
        found = self._imported_row(record_id)
        ledger = found[0].ledger_of(found[1])[0] if found else self._ledger
        return ladder_of(ledger, self.tolls_of(record_id, chosen), chosen.as_known_on)

    def incidents(self, selection: Selection | None = None) -> gpd.GeoDataFrame:
        """Return the selected incidents, one a row, in EPSG:4326.

        Parameters
        ----------
        selection : Selection, optional
            Which; all by default.

        Returns
        -------
        GeoDataFrame
            ``id, title, start, end`` (datetime64, inclusive), ``date_precision, place_id, place, place_ur, level,
            toponym, how, latitude, longitude, given_latitude, given_longitude`` (degrees; the last two as an imported file gives them), ``radius_km, admin1, admin2, event_type, event_label,
            type_as_written, attack_types, target_kinds, actors`` (tuples of ids), ``campaign, dataset, sources`` (tuple
            of ids), ``external_ids`` (tuple of "SCHEME:id"), ``place_note, note, contested`` (bool), ``contested_by`` ("incident" where its own claims contest each
            other, "campaign" where only its campaign's do, else ""), ``fatalities_low, fatalities_best, fatalities_high`` (the people
            killed in this one incident, NaN where no claim says; of an approximate number there is only the best), ``geometry``: the polygon of what is known to an
            area, a point for a town, a site or an area without polygon; None where neither is known.

        Examples
        --------
        >>> Atlas.open().incidents(Selection(places=["town:pasni"]))["title"].tolist()
        ['Coordinated attack in Pasni']
        """
        return self._query.frame(selection or Selection())

    def outline(self, selection: Selection | None = None) -> gpd.GeoDataFrame:
        """Return the selected incidents without their own texts: made from codes, quick and small also for a million.

        Columns as in `incidents`: ``start, end, date_precision, place_id, place, place_ur, level, toponym, how, latitude,
        longitude, radius_km, event_type, attack_types, actors`` (tuples of id and role), ``campaign, dataset, sources,
        geometry``; and ``claimed`` (ids of who claimed responsibility), ``killed, other`` (the largest figure, coded).
        """
        return outline(self._query, selection or Selection())

    def in_pieces(self, selection: Selection) -> Pieces:
        """Return the selected incidents with claims and sources as something to go through, some thousands at a time."""
        return Pieces(self._query, selection, self._sources)

    def page(self, selection: Selection, order: str = "start", ascending: bool = True, offset: int = 0, limit: int = 50, columns: Collection[str] = ()) -> Frame:  # fmt: skip
        """Return some rows of `incidents` in an order, without geometry and notes.

        Parameters
        ----------
        selection : Selection
            Which.
        order : str, optional
            A column of `ORDERS`; equal ones stay in the order of `incidents`.
        ascending : bool, optional
            Smallest first.
        offset, limit : int, optional
            How many rows are passed over, and how many are given at most.
        columns : collection of str, optional
            The columns that are wanted, among others perhaps: each costs its time. By default all.

        Raises
        ------
        SelectionError
            If rows cannot be ordered by that column.
        """
        return self._query.page(selection, order, ascending, offset, limit, columns)

    def marks(self, selection: Selection, bounds: Bounds | None = None, cells: float | None = None) -> Frame:
        """Return where incidents are, as many lines as a screen can show.

        Parameters
        ----------
        selection : Selection
            Which.
        bounds : tuple of float, optional
            (west, south, east, north), degrees: only what meets this view of a map.
        cells : float, optional
            Gather points in a grid of this step, degrees.

        Returns
        -------
        DataFrame
            ``place_id, level, lat, lon, event_type, count, spots``: a line for each spot (a point, rounded to 4 decimals) and
            type, and one for each area and type (lat and lon NaN). With a grid, points are one line a cell and type, at
            their mean position. ``attrs["cells"]`` is the step of the grid, None for none: points that would be more than
            `MOST_MARKS` lines are gathered also where it was not asked for.
        """
        return self._query.marks(selection, bounds, cells)

    def periods(self, selection: Selection, period: str) -> tuple[Frame, Frame]:
        """Return incidents by day, week, month or year, and those that may lie in several as spans.

        Parameters
        ----------
        selection : Selection
            Which.
        period : str
            day, week, month or year.

        Returns
        -------
        bars, spans : DataFrame
            ``from``, ``to`` (datetime64, half-open), ``event_type``, ``count``; bounded, see `bars_and_spans`.
        """
        bars, spans = self.stretches(selection, period)
        return bars.frame(), spans.frame()

    def stretches(self, selection: Selection, period: str) -> tuple[Stretches, Stretches]:
        """Return what `periods` does, as arrays."""
        return bars_and_spans(self._query.answer(selection).cells, period)

    def histogram(self, selection: Selection, bars: int = 48) -> Histogram | None:
        """Return the selected incidents by stretches of days, whatever the selection's own dates; None for none."""
        return histogram(self._query.answer(selection).undated_cells, bars)

    def cube(self, selection: Selection, period: str | None = None, size: Callable[[Cube], int] | None = None) -> Cube:
        """Return how many incidents lie where and when, small enough to be played in a browser; see `Cube`.

        Parameters
        ----------
        selection : Selection
            Which.
        period : str, optional
            The finest period wanted; by default the finest that keeps it below 1 MB.
        size : callable, optional
            Gives the bytes that a cube takes, where it is written otherwise than by `Cube.to_dict`.
        """
        return cube_of(self._query.answer(selection).lines(), period, self.area_of, size=size)

    def facets(self, selection: Selection | None = None) -> dict[str, tuple[Facet, ...]]:
        """Return the choices of each filter, by field of `Selection`; counts ignore the facet's own filter."""
        return dict(self._facets((selection or Selection()).meaning()))

    def summary(self, selection: Selection | None = None) -> Summary:
        """Return what a selection amounts to: counts, headline, spans, campaigns with their figures."""
        return self._summary((selection or Selection()).meaning())

    def read_ahead(self) -> None:
        """Make ready what the first questions would wait for: choices, counts, and records that summaries of kinds of event show."""
        self.summary()
        self.facets()
        self.marks(Selection())
        self.page(Selection())
        self._query.read_ahead(MOST)

    def everything(self) -> Mapping[str, Mapping[str | bool, int]]:
        """Return, by facet, how many incidents of the whole atlas have each value."""
        return self._everything

    @cached_property
    def _everything(self) -> Mapping[str, Mapping[str | bool, int]]:
        return self._query.counts(Selection())

    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """Return the places that incidents are recorded at, each with the areas around it, nearest first."""
        return self._query.shelf.parents


def _by_id(records: Iterable[T]) -> dict[str, T]:
    return {record.id: record for record in records}  # type: ignore[attr-defined]


def _get(records: Mapping[str, Any], record_id: str, kind: str) -> Any:
    if record_id in records:
        return records[record_id]
    raise UnknownRecord(f"no {kind} has the id {record_id!r}; list the ids with: python -m incidents list")
