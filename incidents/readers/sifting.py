"""Which rows of a part are taken, which are exact repeats or have an id that was there, which are rejected and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.formulas import sheet_row
from incidents.readers.arrow import pc
from incidents.readers.captions import REASON, bare_periods, caption
from incidents.readers.captions import REMEDY as CAPTION_REMEDY
from incidents.readers.columns import Batch, digest
from incidents.readers.draft import Draft
from incidents.readers.known import Seen
from incidents.readers.limits import MAX_CELL
from incidents.readers.recognise import is_ours
from incidents.readers.report import Rejected
from incidents.readers.second_headers import BELOW, OTHERS
from incidents.readers.second_headers import REMEDY as OTHERS_REMEDY
from incidents.readers.shaping import local_ids
from incidents.readers.spool import Numbers, Spool, plain
from incidents.readers.tally import LISTED, Tally
from incidents.readers.totals import REASON as TOTALS
from incidents.readers.totals import TOTAL, Totals
from incidents.readers.unread_cells import KINDS

NONE: Final[Mapping[str, Mapping[str, frozenset[int]]]] = {}
LINE: Final = "atlas_value"
"""The column of a sheet of rejected rows that holds the whole of a line that could not be split into cells."""

MARK: Final = "atlas_reject"
"""The column of such a sheet by which a row is known when it comes back, whatever of it was mended and whichever version it is of."""

_TO_MEND: Final = f"put what {LINE} holds into the columns, and import the sheet again"


def sift(
    draft: Draft,
    keys: Numbers,
    seen: Seen,
    totals: Totals,
    tally: Tally,
    rejected: Any,
    native: Sequence[str],
    lines: Any = None,
    unread: Mapping[str, Mapping[str, frozenset[int]]] = NONE,
) -> tuple[Numbers, Numbers]:
    """Return which rows are taken, and which are exact repeats; the others are rejected.

    Blank records are no rows. Repeats are rows whose key was there before. `lines` is the column `LINE` of a sheet that comes back: a row whose cells are empty stays what it was.
    `unread` are the rows of each column in which it has a cell without a value, by the kind of such cells.
    """
    bad = np.isnat(draft.dates.first)
    empty = _blank(draft.batch, native) if bad.any() else bad
    for rows in (each for columns in unread.values() for each in columns.values()):
        empty = empty & ~np.isin(draft.batch.numbers, [*rows])
    held = plain(lines).to_pylist() if lines is not None and empty.any() else []
    blank = empty & np.array([not line for line in held], dtype=bool) if held else empty
    repeated = np.zeros(len(bad), dtype=bool)
    repeated[~bad] = seen.before(keys[~bad])
    tally.blank += int(blank.sum())
    tally.rows += int((~blank).sum())
    tally.repeated += int(repeated.sum())
    usable = ~bad & ~repeated
    usable &= ~(below := tally.headers.below(draft.batch.numbers, usable))
    summed = totals.find(draft, usable)
    coarse = usable & (draft.dates.precision.are("month") | draft.dates.precision.are("year"))
    summed |= {row: (*_blamed(draft, row), REASON, CAPTION_REMEDY) for row in bare_periods(draft.batch, coarse, native)}
    usable[list(summed)] = False
    for row in sorted({*np.flatnonzero(below | (bad & ~blank)).tolist(), *summed}):
        cells = [draft.batch.raw[name][row].as_py() for name in native]
        line = str(held[row]) if held and empty[row] else ""
        if row in summed:
            told = Rejected(int(draft.batch.numbers[row]), *summed[row])
        elif below[row]:
            told = Rejected(int(draft.batch.numbers[row]), "", "", BELOW, OTHERS_REMEDY)
        else:
            told = (
                _unmended(draft, row, line) if line else _header(draft, row, tally) or _why(draft, row, cells, unread)
            )
        tally.reject(told)
        _write(rejected, cells, told, line or told.value)
    return usable, repeated


def _write(rejected: Any, cells: Sequence[str], told: Rejected, value: str) -> None:
    """Write a row of the sheet of rejected rows, with what it is known by when it comes back."""
    mark = "r" + hashlib.sha256("\x1f".join([str(told.row), *cells, value]).encode("utf-8", "replace")).hexdigest()[:16]
    rejected.writerow(sheet_row([*cells, told.row, told.column, value, told.reason, told.remedy, mark]))


def _blank(batch: Batch, native: Sequence[str]) -> Numbers:
    empty = np.ones(len(batch), dtype=bool)
    for name in native:
        column = batch.raw[name]
        blank = pc.equal(pc.utf8_trim_whitespace(column.dictionary), "").to_numpy(zero_copy_only=False)
        empty &= blank[column.indices.to_numpy()]
        if not empty.any():
            break
    return empty


def _unmended(draft: Draft, row: int, line: str) -> Rejected:
    return Rejected(int(draft.batch.numbers[row]), "", line[:200], "a line that is not split into cells yet", _TO_MEND)


def _header(draft: Draft, row: int, tally: Tally) -> Rejected | None:
    """Return why a row is rejected that is a line of column names; None for any other."""
    number = int(draft.batch.numbers[row])
    kind = tally.headers.found(number)
    remedy = OTHERS_REMEDY if kind == OTHERS else "nothing to do"
    return Rejected(number, *_blamed(draft, row), kind, remedy) if kind else None


def _why(draft: Draft, row: int, cells: Sequence[str], unread: Mapping[str, Mapping[str, frozenset[int]]]) -> Rejected:
    number = int(draft.batch.numbers[row])
    source, value = _blamed(draft, row)
    total = next((cell for cell in cells if TOTAL.fullmatch(cell)), "")
    if total:
        return Rejected(number, source, total, TOTALS, "nothing to do")
    if not any(number in rows for each in unread.values() for rows in each.values()) and (text := caption(cells)):
        return Rejected(number, "", text[:200], REASON, CAPTION_REMEDY)
    for kind in KINDS:
        if number in unread.get(kind.flag, {}).get(source, ()):
            return Rejected(number, source, value, kind.reason, kind.remedy)
    reason = str(draft.dates.reason[row] or "no date")
    return Rejected(number, source, value, reason, str(draft.dates.remedy[row] or ""))


def _blamed(draft: Draft, row: int) -> tuple[str, str]:
    """Return the column to blame for a row without a date, by its name in the file, and the cell."""
    dates = ("event_date", "date_start", "date", "iyear", "start", "year")
    usual = next((name for name in dates if draft.batch.has(name)), "date")
    told = None if draft.dates.column is None else draft.dates.column[row]
    source = draft.batch.column(told or usual)
    return source, draft.batch.raw[source][row].as_py()[:200] if source in draft.batch.raw else ""


def reject_malformed(spool: Spool, tally: Tally, rejected: Any) -> None:
    """Reject the rows that could not be split into cells, each as a whole: none passes for an incident before it is mended."""
    width = sum(not is_ours(heading) for heading in spool.headings)
    every: list[Rejected] = []
    for each in sorted(spool.malformed, key=lambda one: one.number):
        cut = (
            f"; the first {MAX_CELL:,} of its {len(each.text):,} characters are kept"
            if len(each.text) > MAX_CELL
            else ""
        )
        told = Rejected(each.number, "", each.text[:200], f"{each.reason}{cut}", _TO_MEND)
        every.append(told)
        line = each.text.rstrip("\r\n")[:MAX_CELL]
        _write(rejected, [""] * width, told, line)
    tally.rows += len(every)
    tally.rejected += len(every)
    tally.rejects[:] = [*every, *tally.rejects][:LISTED]


_SHORTENED: Final = r"^\d(?:[.,]\d{1,7})?[eE]\+(?:09|1\d)$"
"""An id such as 2.01601E+11, of more digits than a spreadsheet program shows of it."""


def ids_of(draft: Draft, seen: Seen, usable: Numbers) -> Any:
    """Return an id for each row; one that an earlier row has gets the row's number."""
    ids = local_ids(draft.native_id, draft.batch.numbers)
    draft.flag(
        "shortened_id",
        pc.fill_null(pc.match_substring_regex(plain(draft.native_id), _SHORTENED), False).to_numpy(
            zero_copy_only=False
        ),
    )
    hashes = digest(Batch(draft.batch.numbers, {"id": ids}))
    again = np.zeros(len(usable), dtype=bool)
    again[usable] = seen.before(hashes[usable])
    if not again.any():
        return ids
    draft.flag("repeated_id", again)
    numbered = pc.binary_join_element_wise(ids, pa.array(draft.batch.numbers).cast(pa.string()), "-r")
    return pc.if_else(pa.array(again), numbered, ids)
