"""The first rows of a file as they would be read, for a person to look at before it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.problem import shorten
from incidents.readers import mapped
from incidents.readers.carried_dates import carried
from incidents.readers.columns import Batch, DateReader
from incidents.readers.draft import FLAGS, Counted, Draft
from incidents.readers.ground import Ground, Grounded
from incidents.readers.recognise import is_ours
from incidents.readers.second_headers import BELOW, SecondHeaders
from incidents.readers.spool import JUDGED, coded, plain
from incidents.vocabulary import ACTORS, EVENT_TYPES
from incidents.wording import date_words

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.dates import Order
    from incidents.readers.recognise import Plan
    from incidents.readers.spool import Spool
    from incidents.sheet_report import Imported

FIRST: Final = 12  # rows that are shown


@dataclass(frozen=True)
class FirstRow:
    """One of the first rows, as it would be read; `problem` says why it would be rejected."""

    number: int
    date: str
    place: str
    read_as: str
    kind: str
    figures: str
    odd: str
    problem: str


def rows_as_read(spool: Spool, how: Plan, order: Order, gazetteer: Gazetteer) -> Iterator[FirstRow]:
    """Yield the first rows of a table."""
    part = spool.first(JUDGED if how.kind == "table" else FIRST) or (np.zeros(0), {})
    headers = SecondHeaders()
    ((numbers, columns),) = headers.moved(spool, how, carried(spool, how, iter([part])))
    native = {name: coded(plain(column).slice(0, FIRST)) for name, column in columns.items() if not is_ours(name)}
    batch, dates = Batch(numbers[:FIRST], native, how.rename), DateReader(order)
    draft = how.module.read(batch, dates) if how.module else mapped.read(batch, dates, how.dated)
    placed = Ground(gazetteer).knowing(Batch(*part, how.rename)).place(draft)
    below = headers.below(batch.numbers, np.ones(len(batch), dtype=bool))
    for row, number in enumerate(batch.numbers.tolist()):
        found = _first_row(draft, placed, row, gazetteer)
        problem = headers.found(number) or (BELOW if below[row] else "")
        yield replace(found, problem=problem) if problem else found


def _first_row(draft: Draft, placed: Grounded, row: int, gazetteer: Gazetteer) -> FirstRow:
    flags = [flag for flag, rows in {**draft.flags, **placed.flags}.items() if rows[row]]
    kind = str(draft.event_type[row] or "unknown")
    native = draft.native_type[row].as_py() or ""
    undated = bool(np.isnat(draft.dates.first[row]))
    names = [column[row].as_py() for column in draft.names.values()]
    return FirstRow(
        number=int(draft.batch.numbers[row]),
        date="" if undated else _date(draft, row),
        place=shorten(", ".join(name for name in reversed(names) if name), 80),
        read_as=_place(placed, row, gazetteer),
        kind=EVENT_TYPES[kind].label
        if kind in EVENT_TYPES and kind != "other"
        else shorten(native, 60) or "another kind",
        figures=", ".join(_figures(draft, row)),
        odd="; ".join(FLAGS[flag] for flag in flags),
        problem=str(draft.dates.reason[row] or "no date") if undated else "",
    )


def _date(draft: Draft, row: int) -> str:
    first, last = (ends[row].astype("datetime64[D]").item() for ends in (draft.dates.first, draft.dates.last))
    return date_words(first, last, str(draft.dates.precision[row] or "day"))


def _place(placed: Grounded, row: int, gazetteer: Gazetteer) -> str:
    place_id = placed.place_id[row].as_py()
    return f"{gazetteer.place(place_id).name} ({placed.level[row].as_py()})" if place_id else ""


def _figures(draft: Draft, row: int) -> Iterator[str]:
    for each in draft.counted:
        read = each.amounts
        if not read.stated[row]:
            continue
        ends = [number for number in (read.low[row], read.value[row], read.high[row]) if not np.isnan(number)]
        words = "not a number" if not ends else "–".join(f"{number:,.10g}" for number in sorted({min(ends), max(ends)}))
        counted = each.counted if isinstance(each.counted, str) else "people"
        yield f"{counted.replace('_', ' ')} {each.quantity.replace('_', ' ')}{_whose(each, draft)}: {words}"


def _whose(count: Counted, draft: Draft) -> str:
    """Return whose figure a column has, where several count the same people."""
    alike = [each for each in draft.counted if (each.quantity, each.counted) == (count.quantity, count.counted)]
    if len(alike) < 2 or not isinstance(count.claimant, str) or not isinstance(count.claimant_name, str):
        return ""
    return f" ({shorten(count.claimant_name, 60) or ACTORS[count.claimant].brief()})"


def sheet_rows_as_read(imported: Imported) -> Iterator[FirstRow]:
    """Yield the first rows of a plain sheet."""
    wrong = {problem.record: problem for problem in reversed(imported.report.rejected)}
    made = {incident.id: incident for incident in imported.dataset.incidents}
    labels = {spelling.place_id: f"{spelling.place} ({spelling.level})" for spelling in imported.report.spellings}
    claims: dict[str, list[str]] = {}
    for claim in imported.dataset.claims:
        claims.setdefault(claim.about, []).append(f"{claim.quantity}: {claim.as_written}")
    for row in imported.sheet.rows[:FIRST]:
        incident, problem = made.get(f"{imported.dataset.id}.r{row.number}"), wrong.get(f"row {row.number}")
        yield FirstRow(
            number=row.number,
            date=date_words(incident.when.first, incident.when.last, incident.when.precision) if incident else "",
            place=shorten(row["place"], 80),
            read_as=labels.get(incident.where.place_id, incident.where.place_id) if incident else "",
            kind=_kind(incident.event_type, row["type"]) if incident else "",
            figures=", ".join(claims.get(incident.id, ())) if incident else "",
            odd="",
            problem=f"{problem}" if problem else "",
        )


def _kind(event_type: str, written: str) -> str:
    return EVENT_TYPES[event_type].label if event_type != "other" else shorten(written, 60)
