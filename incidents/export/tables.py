"""What is exported of a selection: its incidents, every claim about them and their campaigns, and the sources, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from incidents.coding import Coded
from incidents.export.cells import Row
from incidents.export.claims import Claims, columns_of
from incidents.export.columns import ADDED, CLAIMS, INCIDENTS, SOURCES, Column
from incidents.export.held import coded, held, piece_of, values_of
from incidents.pieces import PIECE
from incidents.vocabulary import UNKNOWN_PLACE
from incidents.wording import day_words

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.columns import Frame
    from incidents.dataset import DatasetInfo
    from incidents.export.held import Held, Piece
    from incidents.pieces import Pieces
    from incidents.record import Source
    from incidents.selection import Selection


@dataclass(frozen=True)
class Table:
    """One table of an export: its name, what each column is, how many rows it has, and its rows, a piece at a time."""

    name: str
    columns: Mapping[str, Column]
    size: int
    pieces: Callable[[], Iterator[Piece]]

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.size

    def rows_of(self, piece: Piece) -> Iterator[Row]:
        """Yield each row of a piece as a dict: text, numbers, dates, lists of text, None for what is missing."""
        values = [values_of(piece[name], column.kind) for name, column in self.columns.items()]
        return (dict(zip(self.columns, row, strict=True)) for row in zip(*values, strict=True))

    def rows(self) -> Iterator[Row]:
        """Yield each row."""
        return (row for piece in self.pieces() for row in self.rows_of(piece))


@dataclass(frozen=True)
class Tables:
    """The tables of an export; none is held whole but that of the campaigns' claims.

    Attributes
    ----------
    incidents : Table
        One row an incident, as on the screen; latitude and longitude only where geometry is a point. Its pieces have a
        column more, ``geometry``: the polygon of what is known to an area, the point of a town, a site or an area without
        polygon; None where there is neither.
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
    together: Callable[[], Iterator[tuple[Piece, Piece]]] = field(repr=False)
    selected: Pieces = field(repr=False)

    def __iter__(self) -> Iterator[Table]:
        """Yield the tables."""
        return iter((self.incidents, self.claims, self.sources))


def tables_of(atlas: Atlas, selection: Selection, versions: Mapping[str, str]) -> Tables:
    """Return the tables of a selection; `versions` are those of the datasets, by id."""
    selected = atlas.in_pieces(selection)
    claims = Claims(atlas, selection, selected)

    def incidents() -> Iterator[Piece]:
        return (_records(atlas, selected, frame, versions) for _, frame in selected.frames())

    def together() -> Iterator[tuple[Piece, Piece]]:
        for rows, frame in selected.frames():
            piece = _records(atlas, selected, frame, versions)
            yield piece, claims.about(rows, piece)

    named = dict.fromkeys([*selected.named_sources(), *claims.named_sources()])
    table = Table("claims", CLAIMS, len(claims), claims.pieces)
    return Tables(
        Table("incidents", _columns(next(selected.frames(1))[1]), len(selected), incidents),
        table,
        Table("sources", SOURCES, len(named), lambda: _sources(selected, list(named))),
        of_campaigns=list(table.rows_of(claims.of_campaigns())),
        together=together,
        selected=selected,
    )


def _columns(frame: Frame) -> Mapping[str, Column]:
    """Return what each column is: as described, and any other of the atlas by what it holds."""
    added = [name for name in INCIDENTS if name in ADDED]
    others = [str(name) for name in frame.columns if name != "geometry" and name not in INCIDENTS]
    known = [name for name in INCIDENTS if name in frame.columns or name in added]
    return {name: INCIDENTS.get(name) or Column(_kind(frame[name])) for name in (*known, *others)}


def _kind(values: Frame) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "list" if any(isinstance(each, tuple) for each in values) else "text"


def _records(atlas: Atlas, selected: Pieces, frame: Frame, versions: Mapping[str, str]) -> Piece:
    """Return incidents with a point only where one is known, and with what each row needs to be cited."""
    known = piece_of(frame)
    shapes = np.asarray(frame["geometry"].array, dtype=object)
    at_point = pd.Series(shapely.get_type_id(shapes) == shapely.GeometryType.POINT, frame.index)
    sources = selected.sources_of({each for ids in coded(known["sources"]).values for each in ids or ()})
    datasets = {info.id: info for info in atlas.datasets}
    titles = {campaign.id: campaign.title for campaign in atlas.campaigns}

    def of_dataset(told: Callable[[DatasetInfo], str]) -> Held:
        return _each(known["dataset"], lambda each: told(datasets[each]) if each in datasets else "")

    return known | {
        "place_id": held(frame["place_id"].where(frame["level"] != UNKNOWN_PLACE, "")),
        "latitude": held(frame["latitude"].where(at_point)),
        "longitude": held(frame["longitude"].where(at_point)),
        "actor_labels": _each(known["actors"], lambda ids: tuple(map(atlas.actor_label, ids))),
        "campaign_title": _each(known["campaign"], lambda each: titles.get(each, "")),
        "source_titles": _each(known["sources"], lambda ids: tuple(_title(sources, each) for each in ids)),
        "dataset_title": of_dataset(lambda info: info.title),
        "dataset_version": _each(known["dataset"], lambda each: versions.get(each, "")),
        "dataset_licence": of_dataset(lambda info: info.licence),
        "geometry": shapes,
    }


def _each(column: Held, function: Callable[[Any], Any]) -> Coded:
    """Return what a function makes of each value, made once of equal ones; nothing for nothing."""
    known = coded(column)
    return Coded(known.codes, [None if each is None else function(each) for each in known.values])


def _title(sources: Mapping[str, Source], source_id: str) -> str:
    return sources[source_id].title if source_id in sources else source_id


def _sources(selected: Pieces, ids: Sequence[str]) -> Iterator[Piece]:
    for start in range(0, max(len(ids), 1), PIECE):
        yield columns_of(map(_source_row, selected.sources_of(ids[start : start + PIECE]).values()), SOURCES)


def _source_row(source: Source) -> Row:
    row = {name: getattr(source, name) for name in SOURCES if name not in ("id", "date")}
    return {"id": source.id, "date": _date_words(source), **row}


def _date_words(source: Source) -> str:
    if source.published:
        return day_words(source.published)
    return f"undated, on or after {day_words(source.not_before)}" if source.not_before else "undated"
