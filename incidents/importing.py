"""Makes a dataset of a sheet: each row an incident with its claims, or a problem; no row is lost, none is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.amounts import read_outcome
from incidents.dataset import Dataset, slug
from incidents.dates import NotADate, Order, is_loose, read_when, span
from incidents.errors import SheetError
from incidents.exchanged_days import both_readings, doubt
from incidents.meaning import lookup
from incidents.named import NAMED, named
from incidents.placing import AREA, Asked, Placer, Placing, Unplaced, area_of
from incidents.problem import LABEL, Problem, shorten
from incidents.readers.report import ColumnSum
from incidents.readers.tally import sum_words, sums_of
from incidents.readers.zones import Zones
from incidents.record import Claim, Evidence, Incident, Participant, Source, Target, When
from incidents.sheet import Row, Sheet, read_sheet
from incidents.sheet_report import Imported, Report, Spelling, flagged
from incidents.vocabulary import EVENT_TYPES
from incidents.wording import counted, place_words

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer import Gazetteer

_COUNTS: Final = {"killed": "killed", "wounded": "wounded"}
_NULLS: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "--", "?"})


@dataclass
class _Making:
    """What is gathered while the rows are read."""

    dataset: str
    sheet: Sheet
    placer: Placer
    order: Order
    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    rejected: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)
    placings: dict[tuple[str, str], Placing] = field(default_factory=dict)
    flags: dict[str, dict[int, None]] = field(default_factory=dict)

    def notice(self, row: Row, column: str, flag: str, reason: str, remedy: str) -> None:
        self.flags.setdefault(flag, {})[row.number] = None
        self.notices.append(
            Problem(self.dataset, f"row {row.number}", self.name_of(column), row[column], reason, remedy)
        )

    def reject(self, row: Row, column: str, value: str, reason: str, remedy: str) -> None:
        self.rejected.append(Problem(self.dataset, f"row {row.number}", self.name_of(column), value, reason, remedy))

    def name_of(self, column: str) -> str:
        """Return a column's name as the sheet writes it."""
        names = (cell for cell, each in zip(self.sheet.header, self.sheet.columns, strict=True) if each == column)
        return next(names, column).strip()

    def source(self, text: str) -> str:
        """Return the id of the source with this text, made once."""
        if text not in self.sources:
            url = text if re.match(r"https?://\S+$", text) else ""
            number = f"{self.dataset}.s{len(self.sources) + 1}"
            self.sources[text] = Source(id=number, title=text, url=url)
        return self.sources[text].id


def import_sheet(
    file: str | Path | bytes,
    gazetteer: Gazetteer,
    name: str = "",
    within: str = AREA,
    dataset: str = "",
) -> Imported:
    """Return the dataset that a sheet makes, with a report of every row that could not be used.

    Parameters
    ----------
    file : path or bytes
        A CSV file; ``place`` (or ``latitude`` and ``longitude``) and ``date`` are needed, see `sheet.COLUMNS`.
    gazetteer : Gazetteer
        Where places are looked up.
    name : str, optional
        The file's name, where `file` is its content.
    within : str, optional
        The area that decides between places of one name where the row names no area.
    dataset : str, optional
        The dataset's id; made of the name by default.

    Raises
    ------
    SheetError
        If the sheet as a whole cannot be read, or `within` is no area of the atlas.
    """
    area = _area(gazetteer, within)
    sheet = read_sheet(file, name)
    made = dataset or slug(re.sub(r"\.(csv|tsv|txt)$", "", sheet.name, flags=re.IGNORECASE))
    dates = Counter(row[column] for row in sheet.rows for column in ("date", "end_date"))
    order = Order.infer(dates)
    order = order if order.after_year else replace(order, doubt=doubt(order, dates))
    making = _Making(made, sheet, Placer(gazetteer, area), order)
    malformed = {problem.record for problem in sheet.problems}
    making.rejected += [_in_dataset(problem, made) for problem in sheet.problems]
    for row in sheet.rows:
        if f"row {row.number}" not in malformed:
            _read_row(row, making)
    report = _report(making, gazetteer)
    return Imported(_dataset(making, report), report, sheet)


def _area(gazetteer: Gazetteer, within: str) -> str:
    try:
        return area_of(gazetteer, within or AREA).id
    except Unplaced as error:
        raise SheetError(f"within {shorten(within, LABEL)!r}: {error.reason}: {error.remedy}") from None


def _in_dataset(problem: Problem, dataset: str) -> Problem:
    return Problem(dataset, problem.record, problem.field, problem.value, problem.reason, problem.remedy)


def _read_row(row: Row, making: _Making) -> None:
    """Make an incident of a row, or note every reason why it is none."""
    when, placing = _when(row, making), _placing(row, making)
    if when is None or placing is None:
        return
    sources = () if row["source"].casefold() in _NULLS else (making.source(row["source"]),)
    kind, attacks = _kind(row, making)
    actors = tuple(_participant(name) for name in _actor_names(row["actor"]))
    incident = Incident(
        id=f"{making.dataset}.r{row.number}",
        dataset=making.dataset,
        title=row.cells.get("title", "").strip() or _title(kind, row, placing),
        when=when,
        where=placing.where,
        event_type=kind,
        type_as_written=row["type"],
        attack_types=attacks,
        targets=tuple(_target(name) for name in _target_names(row["target"])),
        actors=actors,
        sources=sources,
        note=_note(row, making),
    )
    making.incidents.append(incident)
    making.claims += _claims(row, incident, making)


def _when(row: Row, making: _Making) -> When | None:
    column = "date"
    try:
        days = read_when(row["date"], making.order)
        if row["end_date"].casefold() not in _NULLS:
            column = "end_date"
            days = span(days, read_when(row["end_date"], making.order))
        return When(first=days.first, last=days.last, precision=days.precision)
    except NotADate as error:
        making.reject(row, column, row[column], error.reason, error.remedy)
    return None


def _note(row: Row, making: _Making) -> str:
    """Return the row's note, with the words of a date that says less than a month does but more than its reading."""
    note = row.cells.get("note", "")
    loose = [row[column] for column in ("date", "end_date") if is_loose(row[column])]
    for column in ("date", "end_date"):
        if row[column] in loose:
            making.notice(
                row, column, "date_coarse", "known to the month or year only", "its words are kept in the note"
            )
        if making.order.doubt and (days := both_readings(row[column])):
            note = f"{note} [day and month of {row[column]} may be exchanged]".strip()
            remedy = f"read as it stands; write {' or '.join(f'{day.day} {day:%B %Y}' for day in days)}"
            making.notice(row, column, "exchanged_date", "day and month may be exchanged", remedy)
    return f"{note} [date as written: {' to '.join(loose)}]".strip() if loose else note


def _placing(row: Row, making: _Making) -> Placing | None:
    within = ", ".join(dict.fromkeys(part for part in (row["within"], row["district"], row["province"]) if part))
    finest = row["within"] or row["district"] or row["province"]
    asked = Asked(row["place"], finest, row["latitude"], row["longitude"], row["precision"])
    try:
        placing = making.placer.place(asked)
    except Unplaced as error:
        making.reject(row, error.field, error.value, error.reason, error.remedy)
        return None
    making.spellings[row["place"], within] += 1
    if placing.where.how != "coordinates":
        making.placings.setdefault((row["place"], within), placing)
    for note in placing.notes:
        if placing.where.how == "coordinates" or "placed by" in note:
            flag = "unreadable_coordinates" if "placed by" in note else "far_from_named_area"
            making.notice(row, "latitude", flag, note, "")
    return placing


def _title(kind: str, row: Row, placing: Placing) -> str:
    noun = EVENT_TYPES[kind].noun() if kind != "other" else shorten(row["type"][:1].upper() + row["type"][1:], LABEL)
    where = shorten(row["place"], LABEL) or place_words(placing.where.place_id)
    return f"{noun}, {where}" if placing.where.how in ("relative", "area") else f"{noun} in {where}"


def _kind(row: Row, making: _Making) -> tuple[str, tuple[str, ...]]:
    """Return the event type and attack types that a word means; one that the vocabulary lacks is kept as written."""
    if row["type"].strip(" -_").casefold() in _NULLS:
        return "unknown", ()
    kind, attack = lookup("event", row["type"]), lookup("attack", row["type"])
    if kind is None:
        remedy = "it is kept as written, under “another kind”"
        making.notice(row, "type", "unknown_code", "type not in the vocabulary", remedy)
    return kind or "other", (attack,) if attack and attack != "unknown" else ()


def _actor_names(cell: str) -> list[str]:
    """Return the names in a cell: parted by semicolons where each is known, else the cell as written."""
    names = _parts(cell)
    return names if all(lookup("actor", name) for name in names) else [cell]


def _target_names(cell: str) -> list[str]:
    """Return the kinds in a cell: parted by semicolons where any is known, else the cell as written."""
    names = _parts(cell)
    return names if not names or any(lookup("target", name) for name in names) else [cell]


def _parts(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip().casefold() not in _NULLS]


def _participant(name: str) -> Participant:
    known = lookup("actor", name)
    return Participant(actor=known or named(name), name="" if known else name)


def _target(name: str) -> Target:
    known = lookup("target", name)
    return Target(kind=known or "other", note="" if known else name)


def _claims(row: Row, incident: Incident, making: _Making) -> Iterator[Claim]:
    claimant, claimant_name = _claimant(row)
    for column, quantity in _COUNTS.items():
        try:
            amount = read_outcome(row[column], quantity)
        except ValueError as error:
            remedy = "write 12, 6-8, at least 12, or leave it blank; it is kept as written"
            making.notice(row, column, "unreadable_number", str(error), remedy)
            low = value = high = None
            qualifier, written = "unknown", row[column]
        else:
            if amount is None:
                continue
            low, value, high, qualifier, written = amount.low, amount.value, amount.high, amount.qualifier, row[column]
        yield Claim(
            id=f"{incident.id}.{column}",
            about=incident.id,
            quantity=quantity,
            low=low,
            value=value,
            high=high,
            qualifier=qualifier,
            word=quantity,
            as_written=written,
            claimant=claimant,
            claimant_name=claimant_name,
            evidence=tuple(Evidence(source=source) for source in incident.sources),
        )


def _claimant(row: Row) -> tuple[str, str]:
    """Return who claims a row's figures: the claimant it names, else whoever reported it."""
    name = row["claimant"]
    if name.casefold() not in _NULLS:
        known = lookup("actor", name)
        return (known, "") if known else (named(name), name)
    source = row["source"]
    if source.casefold() in _NULLS:
        return "unknown", ""
    return named(source).replace(NAMED, f"{NAMED}reported-", 1), f"as reported by {source}"


def _report(making: _Making, gazetteer: Gazetteer) -> Report:
    order, notes = making.order, list(making.sheet.notes)
    if order.day_first is not None:
        which = "day" if order.day_first else "month"
        notes.append(f"dates such as 03/04/2026 are read {which} first, as {order.shown_by!r} shows")
    elif order.conflict:
        notes.append(f"day and month stand in both orders: {order.shown_by}")
    if order.after_year == "day":
        notes.append(f"dates such as 2021-03-04 are read year-day-month, as {order.after_shown!r} shows")
    elif order.doubt:
        notes.append(order.doubt)
    elif order.after_year == "both":
        notes.append(f"day and month stand behind the year in both orders: {order.after_shown}")
    zones = Zones()
    for row in making.sheet.rows:
        zones.look_at(row["date"])
    notes += [*zones.notes(), *_repeats(making.sheet.rows)]
    return Report(
        dataset=making.dataset,
        file=making.sheet.name,
        sha256=making.sheet.sha256,
        rows=len(making.sheet.rows),
        placed=len(making.incidents),
        rejected=tuple(making.rejected),
        notices=tuple(_gathered(making.notices)),
        notes=tuple(notes),
        spellings=tuple(_spellings(making, gazetteer)),
        first=min((each.when.first.isoformat() for each in making.incidents), default=""),
        last=max((each.when.last.isoformat() for each in making.incidents), default=""),
        sums=tuple(_sums(making)),
        blank=making.sheet.blank,
        flagged=tuple(flagged(making.flags, {int(each.id.rpartition(".r")[2]) for each in making.incidents})),
    )


def _repeats(rows: Sequence[Row]) -> list[str]:
    """Return what is told of rows that are the same as an earlier one; nothing where none is."""
    first: dict[tuple[str, ...], int] = {}
    again = [(row.number, before) for row in rows if (before := first.setdefault(row.raw, row.number)) != row.number]
    if not again:
        return []
    (number, before), *_ = again
    told = f"{counted(len(again), 'row')} {'is' if len(again) == 1 else 'are'} the same as an earlier one (row {number:,}: row {before:,})"
    return [
        f"{told}: each is an incident of its own, and its figures count once more; if it is listed twice, take it out"
    ]


def _sums(making: _Making) -> Iterator[ColumnSum]:
    """Yield the sum of each column of people over the rows placed."""
    for column, quantity in _COUNTS.items():
        claims = [claim for claim in making.claims if claim.quantity == quantity]
        ends = ((claim.low, claim.value, claim.high) for claim in claims)
        figures = np.array([[np.nan if end is None else end for end in each] for each in ends], dtype=float).reshape(
            -1, 3
        )
        stated = int((~np.isnan(figures).all(axis=1)).sum())
        if claims:
            total, low, high, open_ = sums_of(*figures.T)
            name, unknown = making.name_of(column), len(making.incidents) - stated
            label = sum_words(name, quantity, "people")
            yield ColumnSum(name, label, quantity, "people", total, low, high, stated, unknown, open_)


def _gathered(notices: Sequence[Problem]) -> Iterator[Problem]:
    """Yield notices, one for rows with the same value and reason."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for notice in notices:
        groups.setdefault((notice.field, notice.value, notice.reason), []).append(notice)
    for same in groups.values():
        first = same[0]
        more = f" and {len(same) - 1:,} more" if len(same) > 1 else ""
        yield Problem(first.dataset, first.record + more, first.field, first.value, first.reason, first.remedy)


def _spellings(making: _Making, gazetteer: Gazetteer) -> Iterator[Spelling]:
    for (written, within), placing in making.placings.items():
        place = gazetteer.place(placing.where.place_id)
        yield Spelling(
            written=shorten(written),
            within=shorten(within),
            place_id=place.id,
            place=place.name,
            level=placing.where.level,
            how=placing.where.how,
            score=round(placing.score, 3),
            note=placing.where.note,
            rows=making.spellings[written, within],
        )


def _dataset(making: _Making, report: Report) -> Dataset:
    return Dataset(
        id=making.dataset,
        title=making.sheet.name,
        licence="not stated",
        citation=f"{making.sheet.name}, a sheet added by hand",
        sources=tuple(making.sources.values()),
        incidents=tuple(making.incidents),
        claims=tuple(making.claims),
        problems=report.rejected,
        rejected=report.rejected_rows,
    )
