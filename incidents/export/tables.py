"""What is exported of a selection: its incidents, every claim about them and their campaigns, and the sources, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from incidents.export.cells import Row, plain
from incidents.export.claims import Claims, frame_of
from incidents.export.columns import CLAIMS, INCIDENTS, SOURCES, Column
from incidents.pieces import PIECE
from incidents.table import POINT_LEVELS
from incidents.vocabulary import UNKNOWN_PLACE
from incidents.wording import day_words

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.columns import Frame
    from incidents.pieces import Pieces
    from incidents.record import Source
    from incidents.selection import Selection


@dataclass(frozen=True)
class Table:
    """One table of an export: its name, what each column is, how many rows it has, and its rows, a piece at a time."""

    name: str
    columns: Mapping[str, Column]
    size: int
    pieces: Callable[[], Iterator[Frame]]

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.size

    def values(self, piece: Frame) -> dict[str, list[Any]]:
        """Return the columns of a piece: text, numbers, dates, lists of text, None for what is missing."""
        return {name: plain(piece[name], column.kind) for name, column in self.columns.items()}

    def rows_of(self, piece: Frame) -> Iterator[Row]:
        """Yield each row of a piece as a dict of such values."""
        return (dict(zip(self.columns, row, strict=True)) for row in zip(*self.values(piece).values(), strict=True))

    def rows(self) -> Iterator[Row]:
        """Yield each row."""
        return (row for piece in self.pieces() for row in self.rows_of(piece))


@dataclass(frozen=True)
class Tables:
    """The tables of an export; none is held whole but that of the campaigns' claims.

    Attributes
    ----------
    incidents : Table
        One row an incident, as on the screen; latitude and longitude only where a town or site is known. Its pieces have
        a column more, ``geometry``: the polygon of what is known to an area, the point of a town or site; None where
        there is neither.
    claims, sources : Table
        One row a claim, one row a source.
    of_campaigns : list of dict
        The rows of the claims about campaigns.
    together : callable
        Yields pieces of the incidents, each with the claims about them.
    selected : Pieces
        What is exported.
    """

    incidents: Table
    claims: Table
    sources: Table
    of_campaigns: list[Row]
    together: Callable[[], Iterator[tuple[Frame, Frame]]] = field(repr=False)
    selected: Pieces = field(repr=False)

    def __iter__(self) -> Iterator[Table]:
        """Yield the tables."""
        return iter((self.incidents, self.claims, self.sources))


def tables_of(atlas: Atlas, selection: Selection, versions: Mapping[str, str]) -> Tables:
    """Return the tables of a selection; `versions` are those of the datasets, by id."""
    selected = atlas.in_pieces(selection)
    claims = Claims(atlas, selection, selected)

    def incidents() -> Iterator[Frame]:
        return (_records(atlas, selected, frame, versions) for frame in selected.frames())

    def together() -> Iterator[tuple[Frame, Frame]]:
        return ((_records(atlas, selected, frame, versions), claims.about(frame)) for frame in selected.frames())

    named = dict.fromkeys([*selected.named_sources(), *claims.named_sources()])
    table = Table("claims", CLAIMS, len(claims), claims.pieces)
    return Tables(
        Table("incidents", _columns(next(incidents())), len(selected), incidents),
        table,
        Table("sources", SOURCES, len(named), lambda: _sources(selected, list(named))),
        of_campaigns=list(table.rows_of(claims.of_campaigns())),
        together=together,
        selected=selected,
    )


def _columns(frame: Frame) -> Mapping[str, Column]:
    """Return what each column is: as described, and any other of the atlas by what it holds."""
    names = [str(name) for name in frame.columns if name != "geometry"]
    return {name: INCIDENTS.get(name) or Column(_kind(frame[name])) for name in names}


def _kind(values: Frame) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "list" if any(isinstance(each, tuple) for each in values) else "text"


def _records(atlas: Atlas, selected: Pieces, frame: Frame, versions: Mapping[str, str]) -> Frame:
    """Return incidents with a point only where one is known, and with what each row needs to be cited."""
    at_point = frame["level"].isin(POINT_LEVELS)
    titles = {campaign.id: campaign.title for campaign in atlas.campaigns}
    sources = selected.sources_of({each for ids in set(frame["sources"]) for each in ids})
    datasets = {info.id: info for info in atlas.datasets}
    added = {
        "place_id": frame["place_id"].where(frame["level"] != UNKNOWN_PLACE, ""),
        "latitude": frame["latitude"].where(at_point),
        "longitude": frame["longitude"].where(at_point),
        "actor_labels": _each(frame["actors"], lambda ids: tuple(map(atlas.actor_label, ids))),
        "campaign_title": _each(frame["campaign"], lambda each: titles.get(each, "")),
        "source_titles": _each(frame["sources"], lambda ids: tuple(_title(sources, each) for each in ids)),
        "dataset_title": _each(frame["dataset"], lambda each: datasets[each].title if each in datasets else ""),
        "dataset_version": _each(frame["dataset"], lambda each: versions.get(each, "")),
        "dataset_licence": _each(frame["dataset"], lambda each: datasets[each].licence if each in datasets else ""),
    }
    made = pd.DataFrame(frame).assign(**added)
    return made[[*(name for name in INCIDENTS if name in made), *(name for name in made if name not in INCIDENTS)]]


def _each(values: Frame, function: Callable[[Any], Any]) -> list[Any]:
    """Return what a function makes of each value, made once of equal ones."""
    made = {each: function(each) for each in set(values)}
    return [made[each] for each in values]


def _title(sources: Mapping[str, Source], source_id: str) -> str:
    return sources[source_id].title if source_id in sources else source_id


def _sources(selected: Pieces, ids: Sequence[str]) -> Iterator[Frame]:
    for start in range(0, max(len(ids), 1), PIECE):
        yield frame_of(map(_source_row, selected.sources_of(ids[start : start + PIECE]).values()), SOURCES)


def _source_row(source: Source) -> Row:
    row = {name: getattr(source, name) for name in SOURCES if name not in ("id", "date")}
    return {"id": source.id, "date": _date_words(source), **row}


def _date_words(source: Source) -> str:
    if source.published:
        return day_words(source.published)
    return f"undated, on or after {day_words(source.not_before)}" if source.not_before else "undated"
