"""Adds the rows of a file to those of a dataset's version: rejected rows that were mended, or more of the same."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.added_again import AddedAgain
from incidents.formulas import restored, sheet_row
from incidents.importers import CLAIMS_FILE, INCIDENTS, LISTED, REJECTED
from incidents.manifest import report_in
from incidents.readers.arrow import pc
from incidents.readers.ground import position_keys
from incidents.readers.limits import MAX_CELL
from incidents.readers.recognise import read_rows
from incidents.readers.report import ColumnSum, Flagged, ImportReport, Rejected
from incidents.readers.shaping import alike as of_both
from incidents.readers.sifting import LINE, MARK
from incidents.readers.tally import shared, sums_of
from incidents.unplaced_sheet import ID, known_by
from incidents.wording import counted

ROW: Final = "atlas_row"
_MARKS: Final = (MARK, "atlas_column", LINE, "atlas_reason")
_PART: Final = 65_536


@dataclass(frozen=True)
class _Told:
    """What a row of a file says of the row that it brings back: its number, its id where it was taken, what it is known by."""

    row: str
    record: str
    mark: tuple[str, ...]


@dataclass(frozen=True)
class _Returned:
    """Rejected rows that came back: those struck out, how many of them were rejected again, and how many are of no row here."""

    left: tuple[Rejected, ...]
    struck: int
    again: int
    strange: int


@dataclass
class _Measured:
    """What a report tells of the rows taken, counted over the finished files."""

    taken: int = 0
    on_map: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    native_levels: Counter[str] = field(default_factory=Counter)
    native_dates: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    positions: list[Any] = field(default_factory=list)


def append(file: Path, old: Path, new: Path, version: int) -> ImportReport:
    """Put a version's rows before those of a new folder, and return the report of both together.

    Parameters
    ----------
    file : Path
        The file that the new folder was made of; where it is a list of rejected rows that were mended, those rows are
        rejected no longer.
    old, new : Path
        The folder of the version and the new one, which is changed.
    version : int
        The number of the version that the new folder becomes: rows whose id is there already get it in theirs.
    """
    before, added = report_in(old), report_in(new)
    told = _told(file, new)
    replaced = _replaced(old, new, told)
    gone_ids = pa.array(sorted(replaced.values()), pa.string())
    pairs = zip(_column(new / INCIDENTS, "id"), _column(new / INCIDENTS, "level"), strict=True)
    located = sum(bool(level) for each, level in pairs if each in replaced)
    there = set(_column(old / INCIDENTS, "id"))
    measured, renamed, again, digests = _Measured(), dict[str, str](), 0, _digests(old, gone_ids)
    alike = AddedAgain.of(old, new, added)
    with _Both(old / INCIDENTS, new / INCIDENTS) as write:
        for table in _tables(old / INCIDENTS):
            kept = table.filter(pc.invert(pc.is_in(table.column("id"), gone_ids)))
            write(kept)
            _measure(kept, measured)
        for table in _tables(new / INCIDENTS):
            repeated = np.isin(table.column("digest").to_numpy(), digests)
            ids = table.column("id").to_pylist()
            table = alike.flagged(table, repeated | np.isin(ids, [*replaced]))
            for each, gone in zip(ids, repeated, strict=True):
                if gone or each in replaced:
                    renamed[each] = "" if gone else replaced[each]
                elif each in there:
                    renamed[each] = f"{each}-v{version}"
            kept = _renamed(table.filter(pa.array(~repeated)), "id", renamed)
            again += int(repeated.sum())
            write(kept)
            _measure(kept, measured)
    alike.found = [renamed.get(each, each) for each in alike.found]
    _append_claims(old / CLAIMS_FILE, new / CLAIMS_FILE, renamed, dict.fromkeys(replaced.values(), ""))
    rows = {number: each for number, each in told.items() if each.row and not each.record}
    returned = _append_rejected(old / REJECTED, new / REJECTED, rows)
    before = replace(before, rejects=returned.left)
    return _report(before, added, measured, returned, (len(replaced), located), again, alike, new)


def _replaced(old: Path, new: Path, told: Mapping[str, _Told]) -> dict[str, str]:
    """Return by the id of a new row the id of the one on no map whose place it takes: the very one of its sheet, not another of its id."""
    wanted = {number: each for number, each in told.items() if each.record}
    if not wanted:
        return {}
    columns = (_column(old / INCIDENTS, name) for name in ("id", "level", "digest"))
    lost = {each: known_by(digest) for each, level, digest in zip(*columns, strict=True) if not level}
    rows = zip(_column(new / INCIDENTS, "id"), _column(new / INCIDENTS, "row"), strict=True)
    brought = {each: wanted[str(row)] for each, row in rows if str(row) in wanted}
    found = {
        each: back.record
        for each, back in brought.items()
        if back.record in lost and (len(back.mark) > 1 or back.mark == (lost[back.record],))
    }
    return {each: record for record, each in {record: each for each, record in found.items()}.items()}  # each once


def _digests(old: Path, but: Any) -> Any:
    """Return the digests of a version's rows, less those of some ids."""
    with parquet.ParquetFile(old / INCIDENTS) as file:
        table = file.read(columns=["id", "digest"])
    return np.unique(table.filter(pc.invert(pc.is_in(table["id"], but)))["digest"].to_numpy())


def _column(path: Path, name: str) -> list[Any]:
    with parquet.ParquetFile(path) as file:
        return [value for batch in file.iter_batches(_PART, columns=[name]) for value in batch.column(0).to_pylist()]


def _tables(path: Path) -> Iterator[Any]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(_PART):
            yield pa.Table.from_batches([batch])


class _Both:
    """Writes a file anew with the columns of two; use it in a with statement."""

    def __init__(self, old: Path, new: Path) -> None:
        self._new, self._made = new, new.with_name(f"both-{new.name}")
        schemas = [parquet.read_schema(path) for path in (old, new)]
        self.schema = of_both(*(schema.remove_metadata() for schema in schemas))
        self.schema = self.schema.with_metadata(
            {key: value for key, value in (schemas[1].metadata or {}).items() if key == b"geo"}
        )
        self._writer = parquet.ParquetWriter(self._made, self.schema, compression="zstd", compression_level=1)

    def __enter__(self) -> Callable[[Any], None]:
        return self._write

    def _write(self, table: Any) -> None:
        columns = [
            table.column(each.name).cast(each.type)
            if each.name in table.column_names
            else pa.nulls(len(table), each.type)
            for each in self.schema
        ]
        self._writer.write_table(pa.table(columns, schema=self.schema))

    def __exit__(self, kind: Any, error: Any, at: Any) -> None:
        self._writer.close()
        if kind is None:
            self._made.replace(self._new)


def _renamed(table: Any, column: str, names: dict[str, str]) -> Any:
    """Return a table with other ids, without the rows whose new id is empty."""
    if not names:
        return table
    changed = [names.get(each, each) for each in table.column(column).to_pylist()]
    at = table.column_names.index(column)
    table = table.set_column(at, column, pa.array(changed, pa.string()))
    return table.filter(pc.not_equal(table.column(column), ""))


def _append_claims(old: Path, new: Path, renamed: dict[str, str], gone: dict[str, str]) -> None:
    with _Both(old, new) as write:
        for table in _tables(old):
            write(_renamed(table, "about", gone))
        for table in _tables(new):
            write(_renamed(table, "about", renamed))


def _told(file: Path, folder: Path) -> dict[str, _Told]:
    """Return by the number of each row of a file which row it says that it brings back."""
    work = folder / "mended"
    work.mkdir()
    try:
        spool = read_rows(file, work, lambda _done: None)
        names = [name for name in (ROW, ID, *_MARKS) if name in spool.names]
        if not {ROW, ID} & {*names}:
            return {}
        return {
            str(number): _Told(cells.get(ROW, "").strip(), cells.get(ID, "").strip(), _mark(cells))
            for numbers, columns in spool.batches(names)
            for number, *found in zip(numbers.tolist(), *(columns[name].to_pylist() for name in names), strict=True)
            for cells in [{name: str(cell or "") for name, cell in zip(names, found, strict=True)}]
        }
    finally:
        shutil.rmtree(work)


def _mark(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a rejected row is known by besides its number; in sheets of earlier versions of the atlas, why it was rejected."""
    mark = cells.get(MARK, "").strip()
    return (mark,) if mark else tuple(cells.get(name, "").strip() for name in _MARKS[1:])


def _append_rejected(old: Path, new: Path, brought: Mapping[str, _Told]) -> _Returned:
    """Put the rows that are still rejected before the new ones, and return what came of those brought back.

    A row is rejected no longer where a row brought back is that very one: a row of another version may have the same number.
    """
    csv.field_size_limit(MAX_CELL * 10)
    (head, earlier), (other, later) = _rows(old), _rows(new)
    back = Counter((each.row, each.mark) for each in brought.values())
    still: list[list[str]] = []
    left: list[Rejected] = []
    struck = Counter[tuple[str, tuple[str, ...]]]()
    for row in earlier:
        cells = dict(zip(head, row, strict=False))
        known = cells[ROW].strip(), _mark(cells)
        if struck[known] < back[known]:
            struck[known] += 1
        else:
            still.append(row)
            left.append(_rejected(cells))
    rejected_again = {row[other.index(ROW)] for row in later}
    again = sum(number in rejected_again and struck[each.row, each.mark] > 0 for number, each in brought.items())
    at, end = head.index(ROW), other.index(ROW)
    columns = list(dict.fromkeys([*head[:at], *other[:end], *head[at:], *other[end:]]))
    with new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet_row(columns if other != head else head))
        for names, rows in ((head, still), (other, later)):
            writer.writerows(sheet_row(row if other == head else _placed(columns, names, row)) for row in rows)
    return _Returned(tuple(left), struck.total(), again, len(brought) - struck.total())


def _rejected(cells: Mapping[str, str]) -> Rejected:
    value, reason = cells.get(LINE, "")[:200], cells.get("atlas_reason", "")
    return Rejected(int(cells[ROW]), cells.get("atlas_column", ""), value, reason, cells.get("atlas_remedy", ""))


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = ([restored(cell) for cell in row] for row in csv.reader(file))
    return head, rows


def _placed(columns: Sequence[str], names: Sequence[str], row: Sequence[str]) -> list[str]:
    cells = dict(zip(names, row, strict=False))
    return [cells.get(name, "") for name in columns]


def _measure(table: Any, found: _Measured) -> None:
    """Count what a part of the finished file holds."""
    if not len(table):
        return
    found.taken += len(table)
    found.on_map += int(pc.sum(pc.not_equal(table.column("level").cast(pa.string()), "")).as_py() or 0)
    for name, counter in (
        ("level", found.levels),
        ("date_precision", found.dates),
        ("native_place_precision", found.native_levels),
        ("native_date_precision", found.native_dates),
    ):
        for each in pc.value_counts(table.column(name).cast(pa.string())).to_pylist():
            counter[str(each["values"] or "")[:80]] += each["counts"]
    found.flags.update(pc.list_flatten(table.column("flags")).to_pylist())
    latitude, longitude = (table.column(name).to_numpy() for name in ("latitude", "longitude"))
    known = np.isfinite(latitude) & np.isfinite(longitude)
    found.positions.append(position_keys(latitude[known], longitude[known]))


def _report(
    before: ImportReport,
    added: ImportReport,
    found: _Measured,
    returned: _Returned,
    found_places: tuple[int, int],
    again: int,
    alike: AddedAgain,
    folder: Path,
) -> ImportReport:
    """Return the report of both files together; it adds up as each of them does."""
    mended, (placed, located) = returned.struck, found_places
    taken = before.taken - placed + added.taken - again
    more = added.taken - again - placed
    words = f"{counted(more, 'row')} of {added.file!r} {'was' if more == 1 else 'were'} added to the {before.taken:,} taken before"
    back = f"{counted(mended, 'rejected row')} came back: {mended - returned.again:,} mended"
    back += f", {returned.again:,} rejected again" if returned.again else ""
    strange = f"{counted(returned.strange, 'row')} of the sheet {'is' if returned.strange == 1 else 'are'} of no row rejected from the version before"
    strange += ": read as new; what is rejected there stays so"
    found_again = f"{counted(placed, 'row')} without a place came back and took the place of what was there: {located:,} on the map now"
    told = ((words, 1), (back, mended), (strange, returned.strange), (found_again, placed))
    notes = [each for each, rows in told if rows]
    flagged = {each.flag: each for each in (*added.flagged, *before.flagged)} | alike.flag()
    return replace(
        added,
        title=before.title,
        rows=before.rows - mended - placed + added.rows,
        taken=taken,
        repeated=before.repeated + added.repeated + again,
        rejected=before.rejected - mended + added.rejected,
        warnings=(*before.warnings, *added.warnings, *alike.warnings(added.taken)),
        notes=(*notes, *added.notes),
        blank=before.blank + added.blank,
        **_span(before, added),
        sums=tuple(
            _sums(
                folder / CLAIMS_FILE, (*before.sums, *(replace(each, alike=0.0) for each in added.sums)), taken, alike
            )
        ),
        place_precision=dict(found.levels.most_common()),
        date_precision=dict(found.dates.most_common()),
        native_place_precision=dict(found.native_levels.most_common(20)),
        native_date_precision=dict(found.native_dates.most_common(20)),
        shared_coordinates=shared(found.positions),
        on_map=found.on_map,
        flagged=tuple(
            Flagged(flag, flagged[flag].note, rows, flagged[flag].first)
            for flag, rows in found.flags.most_common()
            if flag in flagged
        ),
        unknown_values=tuple(dict.fromkeys((*before.unknown_values, *added.unknown_values)))[:LISTED],
        rejects=(*before.rejects, *added.rejects)[:LISTED],
    )


def _span(before: ImportReport, added: ImportReport) -> dict[str, str]:
    """Return from when to when the rows of both are; what an earlier version of the atlas did not tell stays untold."""
    span = {"first": min(before.first, added.first), "last": max(before.last, added.last)}
    if not before.last_start:
        untold = ("last_start", "first_exact", "last_exact", "first_covered", "last_covered")
        return {**span, **dict.fromkeys(untold, "")}
    exact = [each for each in (before, added) if each.first_exact]
    return {
        **span,
        "last_start": max(before.last_start, added.last_start),
        "first_exact": min((each.first_exact for each in exact), default=""),
        "last_exact": max((each.last_exact for each in exact), default=""),
        "first_covered": min(before.first_covered, added.first_covered),
        "last_covered": max(before.last_covered, added.last_covered) if before.last_covered else "",
    }


def _sums(path: Path, named: Sequence[ColumnSum], taken: int, alike: AddedAgain) -> Iterator[ColumnSum]:
    """Yield the sums of the columns over all claims of the finished file.

    A claim names the first of the columns that it was read from; of the others, such as a highest figure, the two reports are added.
    """
    table = parquet.read_table(path, columns=["about", "column", "quantity", "low", "value", "high"])
    again = alike.sums(table)
    first = set(pc.unique(table["column"].cast(pa.string())).to_pylist())
    for column, quantity in dict.fromkeys((one.column, one.quantity) for one in named):
        parts = [one for one in named if (one.column, one.quantity) == (column, quantity)]
        made = _claimed(table, parts[-1]) if column in first else reduce(_added, parts)
        yield replace(
            made,
            unknown=max(taken - made.stated, 0),
            alike=sum((one.alike for one in parts), again.get((column, quantity), 0.0)),
        )


def _claimed(table: pa.Table, named: ColumnSum) -> ColumnSum:
    """Return the sum of a column over the claims that name it."""
    kept = pc.and_(
        pc.equal(table["column"].cast(pa.string()), named.column),
        pc.equal(table["quantity"].cast(pa.string()), named.quantity),
    )
    rows = table.filter(kept)
    value, low, high, without = sums_of(*(rows[name].to_numpy() for name in ("low", "value", "high")))
    some = pc.coalesce(rows["low"], rows["value"], rows["high"])
    return replace(named, total=value, low=low, high=high, stated=len(some) - some.null_count, open=without)


def _added(one: ColumnSum, other: ColumnSum) -> ColumnSum:
    numbers = ("total", "low", "high", "stated", "open")
    return replace(other, **{name: getattr(one, name) + getattr(other, name) for name in numbers})
