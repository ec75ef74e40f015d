"""Carries dates down that stand only in the first row of a group, where the table shows that it is laid out so; else rows without a date stay so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from incidents.dates import NotADate, Order, read_when
from incidents.readers.captions import caption
from incidents.readers.column_names import words_for
from incidents.readers.columns import NULLS
from incidents.readers.spool import JUDGED, Part, Spool, plain
from incidents.readers.totals import TOTAL
from incidents.sheet import plain_name
from incidents.wording import counted

if TYPE_CHECKING:
    from incidents.readers.recognise import Plan

FLAG: Final = "date_from_above"
_PLACES: Final = ("place", "admin2", "admin3", "latitude", "coordinates", "longitude_latitude")
_OTHER_DATES: Final = frozenset(
    word for field in ("date", "end_date", "year", "month", "day") for word in words_for(field)
)
_DATED: Final = re.compile(r"date|تاریخ", re.IGNORECASE)
_FEWEST: Final = 3  # rows without a date
_SHARE: Final = 0.15  # of all rows: fewer are dates that nobody knew
_AGAIN: Final = 0.1  # of those: rows that repeat the date above all the same
_IN_ORDER: Final = 0.9  # of the dates, from one to the next
_ORDERS: Final = (Order(day_first=True), Order(day_first=False))


@dataclass(frozen=True)
class _Rows:
    """Some rows of a table: the dates as written, how many other cells each row has, and which may be given the date above them."""

    dates: list[str]
    filled: list[int]
    open: list[bool]


def carried(spool: Spool, how: Plan, parts: Iterator[Part]) -> Iterator[Part]:
    """Yield parts of a file; where its first rows show that dates stand in the first row of each group alone, with the dates carried down.

    They do if rows with a place and as many other cells as those with a date lack one, at least one in seven, some of them below each other;
    if hardly two rows below each other have the same date, and the dates are in order; and if no other column tells one.
    """
    name = how.rename.get("date", "date")
    if how.kind != "table" or name not in spool.names or _tells_dates_elsewhere(spool, how, name):
        yield from parts
        return
    grouped: bool | None = None
    last, least, given = "", 0, 0
    for numbers, columns in parts:
        if grouped is None:
            first = {each: plain(column)[:JUDGED] for each, column in columns.items()}
            rows = _rows(spool, how, name, (numbers[:JUDGED], first)) if not all(_texts(first[name])) else None
            grouped, least = rows is not None and _is_grouped(rows), _usual(rows) // 2 if rows else 0
        if not grouped:
            yield numbers, columns
            continue
        rows = _rows(spool, how, name, (numbers, columns))
        texts = list(rows.dates)
        for at, text in enumerate(rows.dates):
            if text:
                last = text if _day(text, _ORDERS[0]) or _day(text, _ORDERS[1]) else ""
            elif rows.open[at] and rows.filled[at] >= least:
                texts[at] = last
        below = [at for at, text in enumerate(texts) if text and not rows.dates[at]]
        given += len(below)
        spool.marked = {**spool.marked, FLAG: spool.marked.get(FLAG, set()) | {int(numbers[at]) for at in below}}
        yield numbers, {**columns, name: pa.array(texts, pa.string()).dictionary_encode()}
    if given:
        heading = spool.headings[spool.names.index(name)]
        spool.notes.append(
            f"{heading!r} is filled in the first row of each group only: {counted(given, 'row')} below "
            f"{'has' if given == 1 else 'have'} the date of the row above"
        )


def _tells_dates_elsewhere(spool: Spool, how: Plan, name: str) -> bool:
    """Return whether a column besides that of dates tells one."""
    others = [each for each in spool.names if each != name]
    return any(plain_name(each) in _OTHER_DATES or _DATED.search(each) for each in others) or "end_date" in how.rename


def _rows(spool: Spool, how: Plan, name: str, part: Part) -> _Rows:
    numbers, columns = part
    texts = {each: _texts(column) for each, column in columns.items()}
    unread = {number for each in spool.unread.values() for number in each.get(name, ())}
    placed = [texts[each] for each in (how.rename.get(place, place) for place in _PLACES) if each in texts]
    dates = texts.pop(name)
    cells = list(zip(*texts.values(), strict=True))
    opened = [
        not text
        and any(column[at] for column in placed)
        and int(numbers[at]) not in unread
        and not caption(cells[at])
        and not any(TOTAL.fullmatch(cell) for cell in cells[at])
        for at, text in enumerate(dates)
    ]
    return _Rows(dates, [sum(map(bool, row)) for row in cells], opened)


def _texts(column: pa.Array) -> list[str]:
    """Return the cells of a column; empty for nothing and for words that mean nothing."""
    cells = ((text or "").strip() for text in plain(column).to_pylist())
    return ["" if text.casefold() in NULLS else text for text in cells]


def _usual(rows: _Rows) -> int:
    """Return how many other cells a row with a date usually has."""
    return int(np.median([filled for filled, text in zip(rows.filled, rows.dates, strict=True) if text] or [0]))


def stand_for_groups(dates: list[str], filled: list[int], placed: list[bool]) -> bool:
    """Return whether dates stand in the first row of each group alone: of rows their dates, how many other cells, and whether they name a place.

    Examples
    --------
    >>> stand_for_groups(["2024-01-03", "", "", "2024-01-05", ""], [2] * 5, [True] * 5), stand_for_groups(["", "2024-01-03"], [2] * 2, [True] * 2)
    (True, False)
    """
    return _is_grouped(_Rows(dates, filled, [place and not text for place, text in zip(placed, dates, strict=True)]))


def _is_grouped(rows: _Rows) -> bool:
    """Return whether dates stand in the first row of each group alone."""
    least = _usual(rows) // 2
    below = [is_open and filled >= least for is_open, filled in zip(rows.open, rows.filled, strict=True)]
    written = [text for text in rows.dates if text]
    first = next((text for text, is_below in zip(rows.dates, below, strict=True) if text or is_below), "")
    if not first or sum(below) < _FEWEST or sum(below) < _SHARE * (sum(below) + len(written)):
        return False
    longest = max((len(list(run)) for is_below, run in groupby(below) if is_below), default=0)
    again = sum(one == other != "" for one, other in pairwise(rows.dates))
    return longest > 1 and again <= sum(below) * _AGAIN and any(_in_order(written, order) for order in _ORDERS)


def _in_order(texts: list[str], order: Order) -> bool:
    """Return whether nearly all dates are in order, earliest or latest first."""
    days = [day for text in texts if (day := _day(text, order))]
    steps = [(other > one) - (other < one) for one, other in pairwise(days)]
    return bool(steps) and max(sum(step >= 0 for step in steps), sum(step <= 0 for step in steps)) >= _IN_ORDER * len(
        steps
    )


def _day(text: str, order: Order) -> str:
    """Return the first day of a date in a form that sorts; empty for none."""
    try:
        return read_when(text, order).first.isoformat()
    except NotADate:
        return ""
