"""What is exported of a selection: its incidents, every claim about them and their campaigns, and the sources, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pandas as pd

from incidents.export.cells import plain
from incidents.export.columns import CLAIMS, INCIDENTS, SOURCES, Column
from incidents.table import POINT_LEVELS
from incidents.toll import claimant_label
from incidents.vocabulary import QUANTITIES
from incidents.wording import day_words

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.record import Claim, Evidence, Incident, Source
    from incidents.selection import Selection
    from incidents.toll import ClaimLine

Frame: TypeAlias = Any  # a pandas DataFrame: pandas has no types that a strict check can use
Row: TypeAlias = dict[str, Any]

PIECE: Final = 10_000


@dataclass(frozen=True)
class Table:
    """One table of an export: its name, what each column is, and its rows."""

    name: str
    columns: Mapping[str, Column]
    frame: Frame

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def values(self, name: str, piece: slice = slice(None)) -> list[Any]:
        """Return the values of a column: text, numbers, dates, lists of text, None for what is missing."""
        return plain(self.frame[name].iloc[piece], self.columns[name].kind)

    def rows(self) -> Iterator[Row]:
        """Yield each row as a dict of such values, a piece of the table at a time."""
        for first in range(0, len(self), PIECE):
            piece = [self.values(name, slice(first, first + PIECE)) for name in self.columns]
            yield from (dict(zip(self.columns, values, strict=True)) for values in zip(*piece, strict=True))


@dataclass(frozen=True)
class Tables:
    """The tables of an export.

    Attributes
    ----------
    incidents : Table
        One row an incident, as on the screen; latitude and longitude only where a town or site is known.
    shapes : array of shapely geometries
        The polygon of what is known to an area, the point of a town or site; None where there is neither.
    claims, sources : Table
        One row a claim, one row a source.
    """

    incidents: Table
    shapes: Any = field(repr=False)
    claims: Table
    sources: Table

    def __iter__(self) -> Iterator[Table]:
        """Yield the tables."""
        return iter((self.incidents, self.claims, self.sources))

    @cached_property
    def claims_by_record(self) -> Mapping[str, list[Row]]:
        """The rows of claims, by the incident or campaign that they are about."""
        found: dict[str, list[Row]] = {}
        for row in self.claims.rows():
            found.setdefault(row["about"], []).append(row)
        return found


def tables_of(atlas: Atlas, selection: Selection, versions: Mapping[str, str]) -> Tables:
    """Return the tables of a selection; `versions` are those of the datasets, by id."""
    frame = atlas.incidents(selection)
    claims = Table("claims", CLAIMS, _frame(_claims(atlas, selection, frame), CLAIMS))
    used = dict.fromkeys(each for named in (frame["sources"], claims.frame["sources"]) for ids in named for each in ids)
    sources = _frame(map(_source_row, _sources(atlas, used)), SOURCES)
    shapes = frame.geometry.to_numpy()
    records = _records(atlas, pd.DataFrame(frame.drop(columns="geometry")), versions)
    return Tables(Table("incidents", _columns(records), records), shapes, claims, Table("sources", SOURCES, sources))


def _columns(frame: Frame) -> Mapping[str, Column]:
    """Return what each column is: as described, and any other of the atlas by what it holds."""
    return {str(name): INCIDENTS.get(str(name)) or Column(_kind(frame[name])) for name in frame.columns}


def _kind(values: Frame) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "list" if any(isinstance(each, tuple) for each in values) else "text"


def _records(atlas: Atlas, frame: Frame, versions: Mapping[str, str]) -> Frame:
    """Return the incidents with a point only where one is known, and with what each row needs to be cited."""
    at_point = frame["level"].isin(POINT_LEVELS)
    titles = {campaign.id: campaign.title for campaign in atlas.campaigns}
    sources = {source.id: source.title for source in atlas.sources}
    datasets = {info.id: info for info in atlas.datasets}
    written = [(one.type_as_written, one.external_ids) for one in _incidents(atlas, frame["id"].tolist())]
    added = {
        "latitude": frame["latitude"].where(at_point),
        "longitude": frame["longitude"].where(at_point),
        "type_as_written": [written_as for written_as, _ in written],
        "actor_labels": [tuple(map(atlas.actor_label, ids)) for ids in frame["actors"]],
        "external_ids": [tuple(f"{each.scheme}:{each.id}" for each in external) for _, external in written],
        "campaign_title": [titles.get(each, "") for each in frame["campaign"]],
        "source_titles": [tuple(sources.get(each, each) for each in ids) for ids in frame["sources"]],
        "dataset_title": [datasets[each].title if each in datasets else "" for each in frame["dataset"]],
        "dataset_version": [versions.get(each, "") for each in frame["dataset"]],
        "dataset_licence": [datasets[each].licence if each in datasets else "" for each in frame["dataset"]],
    }
    made = frame.assign(**added)
    return made[[*(name for name in INCIDENTS if name in made), *(name for name in made if name not in INCIDENTS)]]


def _frame(rows: Iterable[Row], columns: Mapping[str, Column]) -> Frame:
    listed = list(rows)
    return pd.DataFrame({name: pd.Series([row[name] for row in listed], dtype=object) for name in columns})


def _claims(atlas: Atlas, selection: Selection, frame: Frame) -> Iterator[Row]:
    """Yield the campaigns' claims, which stand first because they belong to no one incident, then the incidents'."""
    for view in atlas.summary(selection).campaigns:
        yield from _about(atlas, selection, view.campaign.id, "campaign", view.campaign.title)
    for record, title in zip(_remembered(atlas, frame["id"].tolist()), frame["title"], strict=True):
        if atlas.claims_of(record):
            yield from _about(atlas, selection, record, "incident", title)


def _incidents(atlas: Atlas, ids: Sequence[str]) -> Iterator[Incident]:
    return map(atlas.incident, _remembered(atlas, ids))


def _remembered(atlas: Atlas, ids: Sequence[str]) -> Iterator[str]:
    """Yield the ids; those of a piece are read together."""
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        atlas.remember(piece)
        yield from piece


def _about(atlas: Atlas, selection: Selection, record: str, kind: str, title: str) -> Iterator[Row]:
    """Yield a row for each claim about a record that was known on the selection's day, in the order of the record."""
    shown = {line.claim_id: (line, toll) for toll in atlas.tolls_of(record, selection) for line in toll.lines}
    for claim in atlas.claims_of(record):
        if claim.id in shown:
            line, toll = shown[claim.id]
            head = {"claim_id": claim.id, "about": record, "about_kind": kind, "about_title": title}
            yield {**head, **_claim_row(claim, line), "contested": toll.contested and not line.superseded}


def _claim_row(claim: Claim, line: ClaimLine) -> Row:
    return {
        "counted": claim.counted,
        "counted_label": line.counted_label,
        "quantity": claim.quantity,
        "quantity_label": QUANTITIES[claim.quantity].label,
        "word": claim.word,
        "figure": line.figure,
        "low": claim.low,
        "value": claim.value,
        "high": claim.high,
        "qualifier": claim.qualifier,
        "as_written": claim.as_written,
        "claimant": claim.claimant,
        "claimant_label": claimant_label(claim),
        "relayed_by": claim.relayed_by,
        "standing": claim.standing,
        "standing_label": line.standing_label,
        "contests": claim.contests,
        "superseded": line.superseded,
        "supersedes": claim.supersedes,
        "stated": line.stated,
        "stated_on": claim.stated_on,
        "as_of": claim.as_of,
        "scope_places": claim.scope.places,
        "scope_start": claim.scope.first,
        "scope_end": claim.scope.last,
        "scope_kind": claim.scope.kind,
        "sources": tuple(item.source for item in claim.evidence),
        "evidence": tuple(map(_evidence_words, claim.evidence)),
        "note": claim.note,
    }


def _evidence_words(item: Evidence) -> str:
    quote = f"“{item.quote}”" if item.quote else ""
    return ", ".join(part for part in (item.source, item.locator, quote) if part)


def _sources(atlas: Atlas, ids: Iterable[str]) -> Iterator[Source]:
    known = {source.id: source for source in atlas.sources}
    return (known[each] for each in ids if each in known)


def _source_row(source: Source) -> Row:
    row = {name: getattr(source, name) for name in SOURCES if name not in ("id", "date")}
    return {"id": source.id, "date": _date_words(source), **row}


def _date_words(source: Source) -> str:
    if source.published:
        return day_words(source.published)
    return f"undated, on or after {day_words(source.not_before)}" if source.not_before else "undated"
