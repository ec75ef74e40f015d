"""What is counted over the parts of a file: rows and their fate, days, precision, flags, sums of its own columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.readers.alike import ALIKE
from incidents.readers.arrow import pc
from incidents.readers.draft import Draft
from incidents.readers.ground import Grounded, position_keys
from incidents.readers.parts_and_whole import PartsAbove
from incidents.readers.report import ColumnSum, Rejected
from incidents.readers.running_totals import RunningTotals
from incidents.readers.second_headers import SecondHeaders
from incidents.readers.spool import Array, Numbers, codes_in

LISTED: Final = 200


@dataclass
class Tally:
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
    blank: int = 0
    last_start: Any = None
    warnings: list[str] = field(default_factory=list)
    headers: SecondHeaders = field(default_factory=SecondHeaders)
    running: RunningTotals = field(default_factory=RunningTotals)
    parts: PartsAbove = field(default_factory=PartsAbove)
    exact: tuple[Any, Any] | None = None
    covered: tuple[Any, Any] | None = None

    def reject(self, row: Rejected) -> None:
        self.rejected += 1
        if len(self.rejects) < LISTED:
            self.rejects.append(row)


def count(draft: Draft, placed: Grounded, usable: Numbers, tally: Tally) -> None:
    """Add what is told of the rows taken."""
    if not usable.any():
        return
    tally.taken += int(usable.sum())
    first, last = draft.dates.as_coded()
    _span(first[usable], last[usable], tally)
    tally.covered = _widest(tally.covered, draft.dates.first[usable], draft.dates.last[usable])
    before = tally.levels[""]
    _add(tally.levels, placed.level, usable)
    tally.on_map += int(usable.sum()) - (tally.levels[""] - before)
    _add(tally.dates, draft.dates.precision.array(), usable)
    _add(tally.native_levels, draft.or_null(draft.native_place_precision), usable)
    _add(tally.native_dates, draft.or_null(draft.native_date_precision), usable)
    for flag, rows in draft.flags.items():
        chosen = np.flatnonzero(rows & usable)
        if len(chosen):
            tally.flags[flag] += len(chosen)
            known = tally.flagged.setdefault(flag, [])
            known += draft.batch.numbers[chosen[: LISTED - len(known)]].tolist()
    for column, values, rows in draft.unknown:
        odd = np.flatnonzero(rows & usable)
        for value, count in Counter(values.take(pa.array(odd)).to_pylist()).items():
            tally.unknown[column, str(value or "")[:200]] += count
    _sum(draft, usable, tally)
    tally.running.look_at(draft, usable)
    tally.parts.look_at(draft, usable)
    at = usable & np.isfinite(placed.latitude) & np.isfinite(placed.longitude)
    tally.positions.append(position_keys(placed.latitude[at], placed.longitude[at]))


def _span(first: Numbers, last: Numbers, tally: Tally) -> None:
    """Widen the span of the rows' days, as the dataset writes them, and that of rows of a single day."""
    tally.first = first.min() if tally.first is None else min(tally.first, first.min())
    tally.last = last.max() if tally.last is None else max(tally.last, last.max())
    tally.last_start = first.max() if tally.last_start is None else max(tally.last_start, first.max())
    days = first[first == last]
    if len(days):
        tally.exact = _widest(tally.exact, days, days)


def _widest(known: tuple[Any, Any] | None, first: Numbers, last: Numbers) -> tuple[Any, Any]:
    """Return the first and last of all days, those known before among them."""
    begin, end = known or (first[0], last[0])
    return min(begin, first.min()), max(end, last.max())


def _add(counter: Counter[str], column: Array, usable: Numbers) -> None:
    """Count the texts of a dictionary array in some rows; null is empty."""
    for each in pc.value_counts(pa.array(codes_in(column)[usable])).to_pylist():
        text = "" if each["values"] < 0 else column.dictionary[each["values"]].as_py()
        counter[str(text or "")[:80]] += each["counts"]


def _sum(draft: Draft, usable: Numbers, tally: Tally) -> None:
    """Add up every column of numbers of the file by itself."""
    alike = usable & draft.flags.get(ALIKE, False)
    for each in draft.counted:
        counted = each.counted if isinstance(each.counted, str) else each.note
        for column, read in each.columns():
            sums = tally.sums.setdefault((column, each.quantity, counted), [0.0] * 7)
            known = usable & ~(np.isnan(read.low) & np.isnan(read.value) & np.isnan(read.high))
            added = sums_of(read.low[usable], read.value[usable], read.high[usable])
            again, *_ = sums_of(read.low[alike], read.value[alike], read.high[alike])
            for at, number in enumerate((*added, int(known.sum()), int((usable & ~known).sum()), again)):
                sums[at] += number


def sums_of(low: Numbers, value: Numbers, high: Numbers) -> tuple[float, float, float, int]:
    """Return the sums (best, low, high) of claims, low never above best nor best above high, and how many have no upper end.

    Examples
    --------
    >>> import numpy as np
    >>> nothing = np.nan
    >>> sums_of(np.array([12, 6, nothing]), np.array([nothing, nothing, 20]), np.array([nothing, 8, nothing]))
    (38.0, 38.0, 40.0, 1)
    """
    best = np.where(np.isnan(value), low, value)
    bottom = np.where(np.isnan(low), best, low)
    top = np.where(np.isnan(high), best, high)
    without = np.isnan(high) & np.isnan(value) & ~np.isnan(low)
    return float(np.nansum(best)), float(np.nansum(bottom)), float(np.nansum(top)), int(without.sum())


def column_sums(tally: Tally) -> Iterator[ColumnSum]:
    for (column, quantity, counted), (value, low, high, without, stated, unknown, again) in tally.sums.items():
        label = sum_words(column, quantity, counted)
        best, bottom, top = (round(each, 6) for each in (value, low, high))  # in whatever parts they were added up
        yield ColumnSum(
            column,
            label,
            quantity,
            counted,
            best,
            bottom,
            top,
            int(stated),
            int(unknown),
            int(without),
            round(again, 6),
        )


def sum_words(column: str, quantity: str, counted: str) -> str:
    """Return what the sum of a column is."""
    return f"sum of the dataset’s own column {column!r} ({quantity}; {counted}), not a toll"


def shared(positions: Sequence[Numbers]) -> float:
    """Return the share of rows with coordinates that another row has too."""
    every = np.concatenate(positions) if positions else np.zeros(0)
    if not len(every):
        return 0.0
    counts = pc.value_counts(pa.array(every)).field("counts").to_numpy()
    return round(float(counts[counts > 1].sum() / len(every)), 4)
