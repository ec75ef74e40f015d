"""Imports a file: reads it in parts, puts each row where it belongs, and writes the snapshot's files into a folder."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.dates import Order
from incidents.readers import mapped
from incidents.readers.arrow import pc
from incidents.readers.columns import Batch, DateReader, OrderSurvey, digest, plain
from incidents.readers.draft import FLAGS, Draft
from incidents.readers.errors import Ambiguous, Refused
from incidents.readers.ground import Ground, Grounded, position_keys
from incidents.readers.limits import check_size
from incidents.readers.recognise import Plan, is_atlas_toml, is_ours, plan, read_rows
from incidents.readers.report import (
    IMPORTER_VERSION,
    ColumnSum,
    Flagged,
    ImportReport,
    Rejected,
    UnknownValue,
)
from incidents.readers.scanning import marked_up
from incidents.readers.shaping import CLAIMS, claims, incidents, incidents_schema, local_ids
from incidents.readers.spool import Malformed, Numbers, Spool

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer import Gazetteer
    from incidents.readers.mapping import Mapping as ColumnMapping

INCIDENTS: Final = "incidents.parquet"
CLAIMS_FILE: Final = "claims.parquet"
REJECTED: Final = "rejected.csv"
REPORT: Final = "report.json"
MAPPING: Final = "mapping.toml"
LISTED: Final = 200
_OURS: Final = ("atlas_row", "atlas_column", "atlas_value", "atlas_reason", "atlas_remedy")
_TOTALS: Final = re.compile(r"\s*(grand\s+|sub-?)?totals?\b.*", re.IGNORECASE)
_MARKUP: Final = r"^\s*[=@]|^\s*[+-]\s*[A-Za-z(]|<\s*(script|img|iframe|svg|a|b|div)\b"

Progress = Callable[[str, int, int], None]


@dataclass
class _Tally:
    """What is counted over the parts of a file."""

    rows: int = 0
    taken: int = 0
    repeated: int = 0
    on_map: int = 0
    first: Any = None
    last: Any = None
    levels: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    native_levels: Counter[str] = field(default_factory=Counter)
    native_dates: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    flagged: dict[str, list[int]] = field(default_factory=dict)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    sums: dict[tuple[str, str, str], list[float]] = field(default_factory=dict)
    positions: list[Numbers] = field(default_factory=list)
    rejects: list[Rejected] = field(default_factory=list)
    rejected: int = 0

    def reject(self, row: Rejected) -> None:
        self.rejected += 1
        if len(self.rejects) < LISTED:
            self.rejects.append(row)


class _Seen:
    """Numbers that were there before, in order, so that new ones are found fast."""

    def __init__(self) -> None:
        self._sorted = np.zeros(0, dtype=np.uint64)

    def before(self, values: Numbers) -> Numbers:
        """Return which of the values were there before, in earlier parts or earlier in this one; and remember them."""
        found = np.zeros(len(values), dtype=bool)
        if len(self._sorted):
            at = np.minimum(np.searchsorted(self._sorted, values), len(self._sorted) - 1)
            found = self._sorted[at] == values
        unique, first = np.unique(values, return_index=True)
        here = np.ones(len(values), dtype=bool)
        here[first] = False
        self._sorted = np.sort(np.concatenate([self._sorted, unique]), kind="stable")
        return found | here


def import_file(
    path: Path,
    folder: Path,
    gazetteer: Gazetteer,
    *,
    name: str = "",
    dataset: str = "",
    kind: str = "",
    mapping: ColumnMapping | None = None,
    sha256: str = "",
    progress: Progress | None = None,
) -> ImportReport:
    """Write what a file holds into a folder and return the report.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path
        An empty folder; it gets incidents.parquet, claims.parquet, rejected.csv, mapping.toml and report.json.
    gazetteer : Gazetteer
        Where places are looked up.
    name : str, optional
        The file's name, for messages.
    dataset : str, optional
        The dataset's id.
    kind : str, optional
        acled, ucdp, gtd, atlas or table, where a person says it; else found out.
    mapping : Mapping, optional
        How columns are read, where a person says it.
    sha256 : str, optional
        The file's hash, where it is known.
    progress : callable, optional
        Told (stage, rows done, rows in all).

    Raises
    ------
    Refused
        If the file as a whole cannot be imported.
    """
    began = time.monotonic()
    progress = progress or _unheard
    name = name or path.name
    size = check_size(path)
    if is_atlas_toml(path):
        raise Refused("this is a dataset of this atlas (TOML): add it with: python -m incidents add FILE")
    work = folder / "work"
    work.mkdir()
    progress("reading", 0, 0)
    spool = read_rows(path, work, lambda done: progress("reading", done, size))
    spool.malformed.sort(key=lambda each: each.number)
    if not spool.rows and not spool.malformed:
        raise Refused("the table has a header but no rows")
    how = plan(spool, kind, mapping)
    order = _order(spool, how)
    tally = _convert(spool, how, order, folder, gazetteer, progress)
    if not tally.taken:
        why = Counter(each.reason for each in tally.rejects).most_common(1)
        raise Refused(f"no row could be used; most often: {why[0][0] if why else 'no rows'}")
    (folder / MAPPING).write_text(how.mapping.to_toml(name), encoding="utf-8")
    sha256 = sha256 or file_hash(path)
    report = _report(tally, how, spool, order, name, dataset, sha256, size, time.monotonic() - began)
    (folder / REPORT).write_text(json.dumps(report.to_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
    for each in sorted(work.iterdir()):
        each.unlink()
    work.rmdir()
    return report


def _unheard(_stage: str, _done: int, _whole: int) -> None:
    """Take progress that nobody asked for."""


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _order(spool: Spool, how: Plan) -> Order:
    """Return whether the day or the month comes first, as the whole of the date columns shows.

    Raises
    ------
    Ambiguous
        If no value shows it.
    """
    if how.mapping.date_order:
        spool.notes.append(f"dates are read {how.mapping.date_order}, as the mapping says")
        return Order(how.mapping.date_order == "day first", "the mapping")
    columns = [name for name in how.date_columns if name in spool.names]
    survey = OrderSurvey()
    for _, batch in spool.batches(columns):
        for column in batch.values():
            survey.add(column)
    order = survey.order()
    if not survey.any:
        return order
    if order.day_first is None and not order.conflict and _all_equal(survey):
        return order
    if order.day_first is None and not order.conflict:
        if how.kind == "ucdp":
            spool.notes.append("dates are read month first, as UCDP writes them; no value of the column shows it")
            return Order(False, "UCDP's habit")
        raise Ambiguous(
            f"the dates can be read day first or month first, such as {survey.example()!r}, and no value shows which: "
            'import with a mapping that has date_order = "day first" or "month first"'
        )
    if order.conflict:
        spool.notes.append(
            f"day and month stand in both orders: {order.shown_by}; dates that could be either are rejected"
        )
    else:
        which = "day" if order.day_first else "month"
        spool.notes.append(f"dates such as 03/04/2026 are read {which} first, as {order.shown_by!r} shows")
    return order


def _all_equal(survey: OrderSurvey) -> bool:
    """Return whether every date is the same both ways, such as 05/05/2020."""
    return all(one == other for one, other in re.findall(r"(\d{1,2})[/.-](\d{1,2})[/.-]", " ".join(survey.texts())))


def _convert(spool: Spool, how: Plan, order: Order, folder: Path, gazetteer: Gazetteer, progress: Progress) -> _Tally:
    """Read the spool part by part and write the snapshot's files."""
    native = [name for name in spool.names if not is_ours(name)]
    tally, ground, dates = _Tally(), Ground(gazetteer), DateReader(order)
    rows_seen, ids_seen = _Seen(), _Seen()
    ours = frozenset(name for name in spool.names if is_ours(name))
    with ExitStack() as stack:
        schema = incidents_schema(native)
        writer = stack.enter_context(
            parquet.ParquetWriter(folder / INCIDENTS, schema, compression="zstd", compression_level=1)
        )
        numbers = stack.enter_context(
            parquet.ParquetWriter(folder / CLAIMS_FILE, CLAIMS, compression="zstd", compression_level=1)
        )
        beside = stack.enter_context(ThreadPoolExecutor(1))  # one part is written while the next is made
        written = beside.submit(_write, (), ())
        file = stack.enter_context((folder / REJECTED).open("w", encoding="utf-8-sig", newline=""))
        rejected = csv.writer(file)
        rejected.writerow([*(heading for heading in spool.headings if not is_ours(heading)), *_OURS])
        for each in spool.malformed:
            _reject_malformed(each, spool, tally, rejected)
        for row_numbers, columns in spool.batches():
            batch = Batch(row_numbers, {name: columns[name] for name in native}, how.rename)
            digests = digest(batch, ours)
            draft = _draft(batch, how, dates)
            placed = ground.place(draft)
            for flag, rows in placed.flags.items():
                draft.flag(flag, rows)
            usable = _sift(draft, digests, rows_seen, tally, rejected, native)
            ids = _ids(draft, ids_seen, usable)
            _flag(draft)
            written.result()
            tables = incidents(draft, placed, ids, digests, usable, native), claims(draft.counted, ids, usable)
            written = beside.submit(_write, (writer, numbers), tables)
            _count(draft, placed, usable, tally)
            progress("converting", tally.rows, spool.rows)
        written.result()
    return tally


def _write(writers: Sequence[Any], tables: Sequence[Any]) -> None:
    for writer, table in zip(writers, tables, strict=True):
        writer.write_table(table)


def _draft(batch: Batch, how: Plan, dates: DateReader) -> Draft:
    if how.module is None:
        return mapped.read(batch, dates, how.mapping)
    return how.module.read(batch, dates)


def _sift(draft: Draft, digests: Numbers, seen: _Seen, tally: _Tally, rejected: Any, native: Sequence[str]) -> Numbers:
    """Return which rows are taken; the others are exact repeats or rejected."""
    bad = np.isnat(draft.dates.first)
    blank = _blank(draft.batch, native)
    repeated = np.zeros(len(bad), dtype=bool)
    repeated[~bad] = seen.before(digests[~bad])
    tally.rows += len(bad)
    tally.repeated += int(repeated.sum())
    for row in np.flatnonzero(bad):
        cells = [draft.batch.raw[name][int(row)].as_py() for name in native]
        told = _why(draft, int(row), cells, bool(blank[row]))
        tally.reject(told)
        rejected.writerow([*cells, told.row, told.column, told.value, told.reason, told.remedy])
    return ~bad & ~repeated


def _blank(batch: Batch, native: Sequence[str]) -> Numbers:
    empty = np.ones(len(batch), dtype=bool)
    for name in native:
        empty &= pc.equal(pc.utf8_trim_whitespace(batch.raw[name]), "").to_numpy(zero_copy_only=False)
        if not empty.any():
            break
    return empty


def _why(draft: Draft, row: int, cells: Sequence[str], blank: bool) -> Rejected:
    number = int(draft.batch.numbers[row])
    if blank:
        return Rejected(number, "", "", "blank row", "nothing to do")
    total = next((cell for cell in cells if _TOTALS.fullmatch(cell)), "")
    column = next(
        (name for name in ("event_date", "date_start", "date", "iyear", "start", "year") if draft.batch.has(name)),
        "date",
    )
    source = draft.batch.column(column)
    value = draft.batch.raw[source][row].as_py() if source in draft.batch.raw else ""
    if total:
        return Rejected(number, source, total, "a row of totals, not an incident", "nothing to do")
    reason = str(draft.dates.reason[row] or "no date")
    return Rejected(number, source, value[:200], reason, str(draft.dates.remedy[row] or ""))


def _reject_malformed(each: Malformed, spool: Spool, tally: _Tally, rejected: Any) -> None:
    tally.rows += 1
    told = Rejected(each.number, "", each.text[:200], each.reason, "correct the line and import it again")
    tally.reject(told)
    width = sum(not is_ours(heading) for heading in spool.headings)
    cells = next(csv.reader([each.text.replace("\n", " ").replace("\r", " ")], delimiter=spool.delimiter), [])
    padded = [*cells[:width], *[""] * (width - len(cells))]
    rejected.writerow([*padded, told.row, told.column, told.value, told.reason, told.remedy])


def _ids(draft: Draft, seen: _Seen, usable: Numbers) -> Any:
    """Return an id for each row; one that an earlier row has gets the row's number."""
    ids = local_ids(draft.native_id, draft.batch.numbers)
    hashes = digest(Batch(draft.batch.numbers, {"id": ids}))
    again = np.zeros(len(usable), dtype=bool)
    again[usable] = seen.before(hashes[usable])
    if not again.any():
        return ids
    draft.flag("repeated_id", again)
    numbered = pc.binary_join_element_wise(ids, pa.array(draft.batch.numbers).cast(pa.string()), "-r")
    return pc.if_else(pa.array(again), numbered, ids)


def _flag(draft: Draft) -> None:
    """Mark rows with unreadable numbers, coarse dates, unknown codes and markup."""
    for each in draft.counted:
        draft.flag("unreadable_number", each.amounts.unreadable)
    draft.flag("date_coarse", np.isin(draft.dates.precision.astype(object), ["month", "year"]))
    for _, _, rows in draft.unknown:
        draft.flag("unknown_code", rows)
    for column in (draft.note, draft.title, draft.names["location"], draft.source):
        if column is not None:
            results = np.append(marked_up(column.dictionary, _MARKUP), False)
            draft.flag("markup", results[pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)])


def _count(draft: Draft, placed: Grounded, usable: Numbers, tally: _Tally) -> None:
    """Add what is told of the rows taken."""
    if not usable.any():
        return
    tally.taken += int(usable.sum())
    coded_first, coded_last = draft.dates.as_coded()
    first, last = coded_first[usable].min(), coded_last[usable].max()
    tally.first = first if tally.first is None else min(tally.first, first)
    tally.last = last if tally.last is None else max(tally.last, last)
    kept = pa.array(usable)
    tally.on_map += int(pc.sum(pc.not_equal(placed.place_id.filter(kept), "")).as_py() or 0)
    _add(tally.levels, pa.array(placed.level, pa.string()).filter(kept))
    _add(tally.dates, pa.array(draft.dates.precision, pa.string()).filter(kept))
    _add(tally.native_levels, plain(draft.or_null(draft.native_place_precision)).filter(kept))
    _add(tally.native_dates, plain(draft.or_null(draft.native_date_precision)).filter(kept))
    for flag, rows in draft.flags.items():
        chosen = np.flatnonzero(rows & usable)
        if len(chosen):
            tally.flags[flag] += len(chosen)
            known = tally.flagged.setdefault(flag, [])
            known += draft.batch.numbers[chosen[: LISTED - len(known)]].tolist()
    for column, values, rows in draft.unknown:
        for value, count in Counter(plain(values).filter(pa.array(rows & usable)).to_pylist()).items():
            tally.unknown[column, str(value or "")[:200]] += count
    _sum(draft, usable, tally)
    at = usable & np.isfinite(placed.latitude) & np.isfinite(placed.longitude)
    tally.positions.append(position_keys(placed.latitude[at], placed.longitude[at]))


def _add(counter: Counter[str], column: Any) -> None:
    for each in pc.value_counts(column).to_pylist():
        counter[str(each["values"] or "")[:80]] += each["counts"]


def _sum(draft: Draft, usable: Numbers, tally: _Tally) -> None:
    """Add up every column of numbers of the file by itself."""
    for each in draft.counted:
        counted = each.counted if isinstance(each.counted, str) else each.note
        for column, read in each.columns():
            sums = tally.sums.setdefault((column, each.quantity, counted), [0.0] * 5)
            known = usable & ~(np.isnan(read.low) & np.isnan(read.value) & np.isnan(read.high))
            for at, axis in enumerate((read.value, read.low, read.high)):
                sums[at] += float(np.nansum(axis[usable]))
            sums[3] += int(known.sum())
            sums[4] += int((usable & ~known).sum())


def _sums(tally: _Tally) -> Iterator[ColumnSum]:
    for (column, quantity, counted), (value, low, high, stated, unknown) in tally.sums.items():
        label = f"sum of the dataset's own column {column!r} ({quantity}; {counted}), not a toll"
        yield ColumnSum(column, label, quantity, counted, value, low, high, int(stated), int(unknown))


def _report(
    tally: _Tally,
    how: Plan,
    spool: Spool,
    order: Order,
    name: str,
    dataset: str,
    sha256: str,
    size: int,
    seconds: float,
) -> ImportReport:
    module, mapping = how.module, how.mapping
    title = mapping.title or (f"{module.TITLE}, {name}" if module else name)
    return ImportReport(
        dataset=dataset,
        title=title,
        file=name,
        sha256=sha256,
        size=size,
        kind=how.kind,
        recognised_by=how.shown_by,
        importer=f"incidents.readers.{how.kind} {IMPORTER_VERSION}",
        rows=tally.rows,
        taken=tally.taken,
        repeated=tally.repeated,
        rejected=tally.rejected,
        notes=(*spool.notes, *mapping.notes),
        first=str(tally.first),
        last=str(tally.last),
        sums=tuple(_sums(tally)),
        place_precision=dict(tally.levels.most_common()),
        date_precision=dict(tally.dates.most_common()),
        native_place_precision=dict(tally.native_levels.most_common(20)),
        native_date_precision=dict(tally.native_dates.most_common(20)),
        shared_coordinates=_shared(tally.positions),
        on_map=tally.on_map,
        flagged=tuple(
            Flagged(flag, FLAGS[flag], count, tuple(tally.flagged[flag])) for flag, count in tally.flags.most_common()
        ),
        unknown_values=tuple(UnknownValue(*key, count) for key, count in tally.unknown.most_common(LISTED)),
        rejects=tuple(tally.rejects),
        licence=mapping.licence or getattr(module, "LICENCE", ""),
        citation=mapping.citation or getattr(module, "CITATION", ""),
        mapping=_mapping_dict(how, order),
        seconds=round(seconds, 2),
    )


def _mapping_dict(how: Plan, order: Order) -> Mapping[str, Any]:
    found = "" if order.day_first is None else "day first" if order.day_first else "month first"
    return {**how.mapping.to_dict(), "date_order_found": found, "counts": [asdict(each) for each in how.mapping.counts]}


def _shared(positions: Sequence[Numbers]) -> float:
    """Return the share of rows with coordinates that another row has too."""
    every = np.concatenate(positions) if positions else np.zeros(0)
    if not len(every):
        return 0.0
    _, counts = np.unique(every, return_counts=True)
    return round(float(counts[counts > 1].sum() / len(every)), 4)
