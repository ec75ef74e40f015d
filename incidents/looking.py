"""Looks at a file before it is imported: what it is and why, how its columns would be read, and its first rows so read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from incidents.dataset_file import read_toml
from incidents.dataset_folder import REJECTED
from incidents.dates import Order
from incidents.first_rows import FirstRow, rows_as_read, sheet_rows_as_read
from incidents.importing import import_sheet
from incidents.likeness import ids_of
from incidents.plain_sheet import is_plain_sheet
from incidents.readers.alike import Alike, digests, id_columns
from incidents.readers.columns import Batch, digest
from incidents.readers.count_columns import doubled
from incidents.readers.known import Seen
from incidents.readers.layouts import is_aggregate, kind_of
from incidents.readers.limits import check_size
from incidents.readers.mapping import PLACED
from incidents.readers.mapping import Mapping as ColumnMapping
from incidents.readers.ordering import survey_of
from incidents.readers.proposing import propose
from incidents.readers.recognise import Plan, is_atlas_toml, is_ours, lacks_year, plan, read_rows, without_rows
from incidents.readers.returned import marks_in
from incidents.readers.shapes import Column, columns_of
from incidents.readers.spool import JUDGED, Spool
from incidents.readers.yearless import year_of_days
from incidents.sheet_report import Imported, rejected_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer import Gazetteer

#: What a file can be, in words.
KINDS: Final[Mapping[str, str]] = {
    "acled": "an ACLED export",
    "ucdp": "UCDP GED",
    "gtd": "GTD",
    "atlas": "an export of this atlas",
    "sheet": "a plain sheet",
    "table": "a table of its own kind",
    "toml": "a dataset file of this atlas",
}
SAMPLE: Final = 4 * 1024 * 1024  # bytes of a large text that are looked at
LISTED: Final = 500
_BINARY: Final = (b"PK\x03\x04", b"PAR1", b"SQLite format 3\x00", b"{", b"[", b"\xef\xbb\xbf{", b"\xef\xbb\xbf[")


@dataclass(frozen=True)
class Look:
    """What a file looks like.

    Attributes
    ----------
    kind, shown_by : str
        A key of `KINDS`, and what shows it.
    size, rows : int
        Bytes of the file, and rows looked at.
    whole : bool
        Whether these are all of its rows.
    notes : tuple of str
        How it was read: encoding, delimiter, header.
    columns : tuple of Column
        Its columns and what stands in them.
    mapping : mapping
        How they would be read, as `readers.Mapping.to_dict`.
    first : tuple of FirstRow
        The first rows so read.
    order : str
        "day first", "month first", "year-day-month", "ambiguous", "both" or empty: what the dates show.
    order_example : str
        A date that shows it, or one that can be read both ways.
    missing : str
        What has to be said before it can be imported; empty for nothing.
    may_be : tuple of str
        Kinds as which it can be read.
    sheet : mapping or None
        What would become of a plain sheet, as `sheet_report.Report.to_dict`, its lists cut.
    ids, marks : tuple of str
        Some of its event ids, and the marks of rows that were rejected and come back.
    digests : tuple of int
        What the first rows are known by, cell for cell.
    """

    kind: str
    shown_by: str
    size: int
    rows: int
    whole: bool
    notes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    mapping: Mapping[str, Any] | None = None
    first: tuple[FirstRow, ...] = ()
    order: str = ""
    order_example: str = ""
    missing: str = ""
    may_be: tuple[str, ...] = ()
    sheet: Mapping[str, Any] | None = None
    ids: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    digests: tuple[int, ...] = ()

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Look:
        """Return the look that `dataclasses.asdict` made a dict of."""
        parts: dict[str, Any] = dict(content)
        parts["columns"] = tuple(Column.from_dict(each) for each in parts["columns"])
        parts["first"] = tuple(FirstRow(**each) for each in parts["first"])
        parts |= {name: tuple(parts[name]) for name in ("notes", "may_be", "ids", "marks", "digests")}
        return cls(**parts)


def look(
    path: Path,
    folder: Path,
    gazetteer: Gazetteer,
    *,
    name: str = "",
    kind: str = "",
    mapping: ColumnMapping | None = None,
    progress: Callable[[str, int, int], None],
) -> Look:
    """Return what a file is and how it would be read.

    Parameters
    ----------
    path, folder : Path
        The file, and where parts of it may be written.
    gazetteer : Gazetteer
        Where places are looked up.
    name : str, optional
        The file's name, for messages.
    kind, mapping : str and Mapping, optional
        As what, and how, a person wants it read.
    progress : callable
        Told (stage, done, whole).

    Raises
    ------
    Refused
        If it cannot be imported at all.
    """
    size = check_size(path)
    if is_atlas_toml(path):
        return _look_at_toml(path, size, gazetteer)
    work = folder / "look"
    work.mkdir()
    try:
        sample, whole = _sample(path, work, size)
        encoding = mapping.encoding if mapping else ""
        spool = read_rows(sample, work, lambda done: progress("looking", done, min(size, SAMPLE)), encoding=encoding)
        return _look_at_rows(path, folder, spool, gazetteer, size, whole, name or path.name, kind, mapping)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _look_at_toml(path: Path, size: int, gazetteer: Gazetteer) -> Look:
    dataset = read_toml(path, gazetteer)
    notes = (
        [f"{len(dataset.problems):,} of its records have mistakes: {dataset.problems[0]}"] if dataset.problems else []
    )
    shown = "it has [[incident]], [[campaign]] or [[source]] tables"
    return Look("toml", shown, size, len(dataset.incidents), True, tuple(notes), may_be=("toml",))


def _sample(path: Path, work: Path, size: int) -> tuple[Path, bool]:
    """Return the file, or of a large text only the beginning; and whether that is all."""
    with path.open("rb") as file:
        head = file.read(512)
        if size <= 2 * SAMPLE or head.lstrip().startswith(_BINARY):
            return path, True
        part = head + file.read(SAMPLE - len(head))
    sample = work / re.sub(r"[^\w. -]", "_", path.name)
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    sample.write_bytes(part if wide else part[: part.rfind(b"\n") + 1] or part)
    return sample, False


def _look_at_rows(
    path: Path,
    folder: Path,
    spool: Spool,
    gazetteer: Gazetteer,
    size: int,
    whole: bool,
    name: str,
    kind: str,
    mapping: ColumnMapping | None,
) -> Look:
    if not spool.rows:
        raise without_rows(spool)
    batch = _first_batch(spool)
    how, missing, sheet = _how(path, spool, batch, name, kind, mapping)
    order, state, example = _order(spool, how)
    if state == "ambiguous" and not missing and how.kind != "ucdp":
        missing = "say whether the day or the month comes first"
    chosen = "sheet" if sheet and kind in ("", "sheet") and mapping is None else how.kind
    proposed = propose([each for each in spool.headings if not is_ours(each)], batch) if how.kind == "table" else None
    if chosen == "sheet":
        imported = import_sheet(path.read_bytes(), gazetteer, name)
        whole_report = imported.report.to_dict().items()
        report = {key: value[:LISTED] if isinstance(value, list) else value for key, value in whole_report}
        if imported.report.rejected:
            (folder / REJECTED).write_bytes(rejected_csv(imported).encode("utf-8-sig"))
        shown_by = f"it has the columns of the atlas's own sheet and no others: {', '.join(_known(imported))}"
        first = tuple(sheet_rows_as_read(imported))
        state, missing = "", "" if imported.report.placed else "no row of it can be placed and dated"
    else:
        report = None
        shown_by = how.shown_by
        first = () if missing.startswith("say which") else tuple(rows_as_read(spool, how, order, gazetteer))
    return Look(
        kind=chosen,
        shown_by=shown_by,
        size=size,
        rows=spool.rows + len(spool.malformed),
        whole=whole,
        notes=(*spool.warnings, *spool.notes, *how.mapping.notes, *_alike(spool, how)),
        columns=tuple(columns_of(spool, batch, how, proposed)),
        mapping=how.mapping.to_dict(),
        first=first,
        order=state,
        order_example=example,
        missing=missing,
        may_be=tuple(
            dict.fromkeys((*(["sheet"] if sheet else []), *([how.kind] if how.kind != "table" else []), "table"))
        ),
        sheet=report,
        ids=ids_of(spool, how),
        marks=marks_in(spool),
        digests=tuple(digest(batch).tolist()),
    )


def _alike(spool: Spool, how: Plan) -> list[str]:
    """Return what is told of rows that repeat others in every column but those of ids."""
    ids, seen = id_columns(spool, how), Seen()
    alike = Alike([spool.headings[spool.names.index(name)] for name in ids], spool.sections)
    for numbers, columns in spool.batches() if ids or spool.sections else ():
        batch = Batch(numbers, {name: column for name, column in columns.items() if not is_ours(name)}, how.rename)
        whole, others = digests(batch, ids)
        merged = seen.before(whole)
        alike.look_at(numbers, others, ~merged, merged)
    return alike.notes()


def _first_batch(spool: Spool) -> Batch:
    numbers, columns = spool.first(JUDGED) or (np.zeros(0), {})
    return Batch(numbers, {name: column for name, column in columns.items() if not is_ours(name)})


def _how(
    path: Path, spool: Spool, batch: Batch, name: str, kind: str, mapping: ColumnMapping | None
) -> tuple[Plan, str, bool]:
    """Return how the rows would be read, what has to be said first, and whether they are a plain sheet."""
    found, _ = kind_of(spool.names)
    if mapping is not None or is_aggregate(spool.names):
        how = plan(spool, "" if kind == "sheet" else kind, mapping, name)
        return how, _missing(spool, how), False
    if found != "table" and kind in ("", found):
        return plan(spool, kind), "", False
    proposed = propose([each for each in spool.headings if not is_ours(each)], batch)
    if kind in ("", "table", "sheet"):
        year, told = year_of_days(proposed, [each for each in spool.headings if not is_ours(each)], batch, name)
        spool.notes += [told] if told else []
        how = Plan(spool, "table", "no known dataset has such columns", proposed, year)
        return how, _missing(spool, how), is_plain_sheet(path, name)
    return plan(spool, kind), "", False


def _missing(spool: Spool, how: Plan) -> str:
    """Return what a mapping still has to say."""
    if how.kind != "table":
        return ""
    columns = how.mapping.columns
    if not columns.keys() & {"date", "year"}:
        return "say which column has the date"
    if lacks_year(spool, how):
        return f"say which year the days in {columns['date']!r} are of, for they have none"
    if not columns.keys() & PLACED and not how.mapping.within:
        return "say which column has the place or the coordinates"
    if ("latitude" in columns) != ("longitude" in columns):
        return "say which column has the other half of the coordinates"
    count = doubled(how.mapping.counts)
    return f"say what {count.column!r} counts that no other column counts" if count else ""


def _order(spool: Spool, how: Plan) -> tuple[Order, str, str]:
    """Return the order of day and month, what shows it, and an example."""
    if how.mapping.date_order:
        return Order.of(how.mapping.date_order, "the mapping"), how.mapping.date_order, ""
    survey = survey_of(spool, how)
    order = survey.order()
    if order.after_year == "day" and order.day_first is None:
        return order, "year-day-month", str(order.after_shown)
    if not survey.any:
        return order, "", ""
    if order.conflict:
        return order, "both", str(order.shown_by)
    if order.year_first or (order.day_first is None and (not survey.example() or survey.rare)):
        return order, "", ""
    if order.day_first is None:
        return order, "ambiguous", survey.example()
    if order.doubt:
        return order, "exchanged", survey.either_way()
    return order, "day first" if order.day_first else "month first", str(order.shown_by)


def _known(imported: Imported) -> list[str]:
    sheet = imported.sheet
    return [cell.strip()[:40] for cell, column in zip(sheet.header, sheet.columns, strict=True) if column]
