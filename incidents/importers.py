"""Imports a file: reads it in parts, puts each row where it belongs, and writes the snapshot's files into a folder."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from incidents.dates import Order
from incidents.formulas import sheet_row
from incidents.readers import mapped
from incidents.readers.alike import ALIKE, Alike, digests, id_columns, without_edges
from incidents.readers.by_actor import NOTE, event_keys, is_by_actor
from incidents.readers.carried_dates import carried
from incidents.readers.columns import Batch, DateReader
from incidents.readers.count_columns import doubled
from incidents.readers.doubtful_days import flag_days
from incidents.readers.doubtful_numbers import flag_numbers
from incidents.readers.draft import FLAGS, Draft
from incidents.readers.errors import Refused
from incidents.readers.ground import Ground, Grounded
from incidents.readers.known import Seen
from incidents.readers.left_out import BesideTable
from incidents.readers.limits import check_size
from incidents.readers.ordering import order_of, stated, unordered
from incidents.readers.packing import writer
from incidents.readers.recognise import Plan, is_atlas_toml, is_ours, lacks_year, plan, read_rows, without_rows
from incidents.readers.report import (
    IMPORTER_VERSION,
    Flagged,
    ImportReport,
    UnknownValue,
)
from incidents.readers.scanning import marked_up
from incidents.readers.shaping import CLAIMS, claims, incidents, incidents_schema
from incidents.readers.sifting import LINE, MARK, ids_of, reject_malformed, sift
from incidents.readers.spool import JUDGED, Anew, Flow, Numbers, Part, Spool, codes_in, is_listed
from incidents.readers.stated_years import StatedYears
from incidents.readers.tally import LISTED, Tally, column_sums, count, shared
from incidents.readers.totals import Totals
from incidents.readers.unsaid_counts import unread_casualties
from incidents.readers.yearless import asks_for_year

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer import Gazetteer
    from incidents.readers.mapping import Mapping as ColumnMapping

INCIDENTS: Final = "incidents.parquet"
CLAIMS_FILE: Final = "claims.parquet"
REJECTED: Final = "rejected.csv"
REPORT: Final = "report.json"
MAPPING: Final = "mapping.toml"
_OURS: Final = ("atlas_row", "atlas_column", LINE, "atlas_reason", "atlas_remedy", MARK)
_THREADS: Final = 2  # parts that are worked on at once
_SAMPLE: Final = 400  # rows by which it is judged whether texts repeat
_GROUP: Final = 50_000  # rows that are read together when one of them is looked at
_MARKUP: Final = r"(?i)^\s*[=@]|^\s*[+-]\s*[A-Za-z(]|<\s*(script|img|iframe|svg|a|b|div)\b"

Progress = Callable[[str, int, int], None]


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
    usual_order: str = "",
    usual_year: str = "",
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
    usual_order : str, optional
        The order (`Order.words`) of dates of which the file itself does not show it: that of rows these are added to.
    usual_year : str, optional
        The year of days that have none where neither mapping nor name tells it: that of rows these are added to.
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
    encoding = mapping.encoding if mapping else ""

    def read(ground: Future[Ground], flowing: bool) -> tuple[Spool, Plan, Order, Tally]:
        stage = "reading"
        spool = read_rows(path, work, lambda done: progress(stage, done, size), flowing=flowing, encoding=encoding)
        if spool.first(1) is None:
            raise without_rows(spool)
        how = plan(spool, kind, mapping, name, usual_year)
        if lacks_year(spool, how):
            raise Refused(asks_for_year(how.mapping))
        if double := doubled(how.mapping.counts):
            raise Refused(
                f"the mapping reads {double.column!r} as what another column is read as ({double.counted} {double.quantity}): say of whom "
                'it is (counted), whose figure (claimant) or which (bound: value, low, high; "part" of each that are to be added up, "some" of each that may share people)'
            )
        stage = "converting"
        progress(stage, 0, size)
        if how.rename.get("admin2", "admin2") in spool.names:
            first = Batch(*(spool.first(JUDGED) or (np.zeros(0), {})), how.rename)
            ground = beside.submit(lambda made: made.result().knowing(first), ground)
        order, parts = _begun(spool, how, usual_order)
        return spool, how, order, _convert(spool, parts, how, order, folder, ground, progress)

    with ThreadPoolExecutor(1) as beside:
        ground = beside.submit(Ground, gazetteer)
        try:
            spool, how, order, tally = read(ground, flowing=True)
        except Anew:
            spool, how, order, tally = read(ground, flowing=False)
    if not tally.taken:
        why = Counter(f"{each.reason}; {each.remedy}" for each in tally.rejects).most_common(1)
        raise Refused(f"no row could be used; most often: {why[0][0] if why else 'no rows'}")
    found = order.words or usual_order
    kept = replace(how.mapping, date_order=found)
    (folder / MAPPING).write_text(kept.to_toml(name), encoding="utf-8")
    sha256 = sha256 or file_hash(path)
    report = _report(tally, how, spool, found, name, dataset, sha256, size, time.monotonic() - began)
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


@dataclass
class _Part:
    """A part of the file in our terms, before it is known which of its rows are taken; with lines that are still to be mended."""

    draft: Draft
    digests: Numbers
    keys: Numbers
    others: Numbers
    placed: Grounded
    lines: Any


def _begun(spool: Spool, how: Plan, usual: str) -> tuple[Order, Iterator[Part]]:
    """Return the order of day and month, and the parts of a file; of rows that flow, as long as it does not matter."""
    if isinstance(spool, Flow):
        return stated(spool, how), carried(spool, how, unordered(spool, how, usual))
    return order_of(spool, how, usual), carried(spool, how, spool.batches())


def _convert(
    spool: Spool,
    parts: Iterator[Part],
    how: Plan,
    order: Order,
    folder: Path,
    ground: Future[Ground],
    progress: Progress,
) -> Tally:
    """Convert a file part by part and write the snapshot's files.

    Parts are read, placed and made tables of in threads; what depends on the rows before is done here, in order.
    """
    progress = _unheard if isinstance(spool, Flow) else progress  # it tells itself how far it is
    native = {name: once for name, once in _once(spool).items() if not is_ours(name)}
    tally, dates = Tally(), DateReader(order)
    rows_seen, ids_seen, totals = Seen(), Seen(), Totals(by_sums=how.kind == "table")
    by_actor, ids = is_by_actor(spool, how), id_columns(spool, how)
    years, beside_it = StatedYears(spool, how), BesideTable.of(spool, how)
    alike = Alike([spool.headings[spool.names.index(name)] for name in ids], spool.sections)

    def read(numbers: Numbers, columns: dict[str, Any]) -> _Part:
        batch = Batch(numbers, {name: columns[name] for name in native}, how.rename)
        draft = _draft(batch, how, dates)
        placed = ground.result().place(draft)
        for flag, rows in placed.flags.items():
            draft.flag(flag, rows)
        _flag(draft)
        flag_days(draft, dates.order, how.date_columns)
        for flag, unread in spool.unread.items():
            for rows in unread.values():
                draft.flag(flag, np.isin(numbers, [*rows]))
        for flag, rows in spool.marked.items():
            draft.flag(flag, np.isin(numbers, [*rows]))
        whole, others = digests(batch, ids)
        keys = event_keys(batch) if by_actor else whole if how.module else without_edges(batch, whole)
        return _Part(draft, whole, keys, others, placed, columns.get(LINE))

    with ExitStack() as stack:
        writers = [
            stack.enter_context(writer(folder / name, schema))
            for name, schema in ((INCIDENTS, incidents_schema(native)), (CLAIMS_FILE, CLAIMS))
        ]
        file = stack.enter_context((folder / REJECTED).open("w", encoding="utf-8-sig", newline=""))
        rejected = csv.writer(file)
        rejected.writerow(sheet_row([*(heading for heading in spool.headings if not is_ours(heading)), *_OURS]))
        beside, last = stack.enter_context(ThreadPoolExecutor(_THREADS)), stack.enter_context(ThreadPoolExecutor(1))
        written: deque[Future[None]] = deque()
        for part in _ahead(
            beside, (partial(read, *each) for each in _beforehand(tally.headers.moved(spool, how, parts)))
        ):
            draft = part.draft
            usable, merged = sift(
                draft, part.keys, rows_seen, totals, tally, rejected, tuple(native), part.lines, spool.unread
            )
            years.look_at(draft, usable)
            beside_it.look_at(draft)
            draft.flag(ALIKE, alike.look_at(draft.batch.numbers, part.others, usable, merged))
            made = beside.submit(_tables, part, ids_of(draft, ids_seen, usable), usable, native)
            written.append(last.submit(_write, writers, made))
            count(draft, part.placed, usable, tally)
            progress("converting", tally.rows, spool.rows)
            if len(written) >= _THREADS:
                written.popleft().result()
        for each in written:
            each.result()
        reject_malformed(spool, tally, rejected)
    tally.warnings += [
        *tally.headers.warnings(),
        *tally.running.warnings(),
        *tally.parts.warnings(),
        *alike.warnings(),
        *beside_it.warnings(),
    ]
    spool.notes += [*dates.zones.notes(), *years.notes(), *ground.result().notes, *([NOTE] if by_actor else [])]
    return tally


def _once(spool: Spool) -> dict[str, bool]:
    """Return of each column whether hardly a text in it is there twice."""
    _, columns = spool.first(_SAMPLE) or ((), {})
    return {name: is_listed(columns[name]) if name in columns else False for name in spool.names}


def _beforehand(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield parts, the next of which is read in a thread meanwhile."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = reader.submit(next, parts, None)
            yield part


def _ahead(pool: ThreadPoolExecutor, tasks: Iterator[Callable[[], _Part]]) -> Iterator[_Part]:
    """Yield what tasks return, in their order, a few of them under way at once."""
    waiting: deque[Future[_Part]] = deque()
    for task in tasks:
        waiting.append(pool.submit(task))
        if len(waiting) >= _THREADS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _tables(part: _Part, ids: Any, usable: Numbers, native: Mapping[str, bool]) -> tuple[Any, Any]:
    draft = part.draft
    return incidents(draft, part.placed, ids, part.digests, usable, native), claims(draft.counted, ids, usable)


def _write(writers: Sequence[Any], made: Future[tuple[Any, Any]]) -> None:
    for each, table in zip(writers, made.result(), strict=True):
        each.write_table(table, row_group_size=_GROUP)


def _draft(batch: Batch, how: Plan, dates: DateReader) -> Draft:
    if how.module is None:
        return mapped.read(batch, dates, how.dated)
    return how.module.read(batch, dates)


def _flag(draft: Draft) -> None:
    """Mark rows with unreadable numbers, unknown codes and markup."""
    flag_numbers(draft)
    for _, _, rows in draft.unknown:
        draft.flag("unknown_code", rows)
    draft.unknown += _unreadable(draft)
    for column in (draft.note, draft.title, draft.names["location"], draft.source):
        if column is not None:
            draft.flag("markup", np.append(marked_up(column.dictionary, _MARKUP), False)[codes_in(column)])


def _unreadable(draft: Draft) -> Iterator[tuple[str, Any, Numbers]]:
    """Yield the columns of numbers that hold something else, with their texts and the rows."""
    for each in draft.counted:
        for column, read in each.columns():
            if read.unreadable.any():
                known = f"count:{column}"
                yield column, draft.batch.text(known if draft.batch.has(known) else column), read.unreadable


def _report(
    tally: Tally,
    how: Plan,
    spool: Spool,
    order: str,
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
        warnings=(*spool.warnings, *tally.warnings, *unread_casualties(how.unused(spool.headings), mapping.notes)),
        notes=(*spool.notes, *mapping.notes),
        blank=tally.blank + spool.blank,
        first=str(tally.first),
        last=str(tally.last),
        last_start=str(tally.last_start),
        first_exact=str(tally.exact[0]) if tally.exact else "",
        last_exact=str(tally.exact[1]) if tally.exact else "",
        first_covered=str(tally.covered[0]) if tally.covered else "",
        last_covered=str(tally.covered[1]) if tally.covered else "",
        sums=tuple(column_sums(tally)),
        place_precision=dict(tally.levels.most_common()),
        date_precision=dict(tally.dates.most_common()),
        native_place_precision=dict(tally.native_levels.most_common(20)),
        native_date_precision=dict(tally.native_dates.most_common(20)),
        shared_coordinates=shared(tally.positions),
        on_map=tally.on_map,
        flagged=tuple(
            Flagged(flag, FLAGS[flag], count, tuple(tally.flagged[flag])) for flag, count in tally.flags.most_common()
        ),
        unknown_values=tuple(UnknownValue(*key, count) for key, count in tally.unknown.most_common(LISTED)),
        rejects=tuple(tally.rejects),
        licence=mapping.licence or getattr(module, "LICENCE", ""),
        citation=mapping.citation or getattr(module, "CITATION", ""),
        mapping={**mapping.to_dict(), "date_order_found": order},
        unused=how.unused(spool.headings),
        seconds=round(seconds, 2),
    )
