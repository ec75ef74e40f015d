"""An axis of days, named where days, months or years begin, as far as their words have room."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from pages.elements import Element, el

#: A letter's share of an axis, and what is left free for it at the end, where the axis may be narrow.
LETTER, LAST_LETTER = 0.012, 0.018
#: Dates that an axis names at most.
NAMED = 9
#: Days between two named dates, while days are named; then months.
DAYS = (1, 2, 7, 14)
MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000)


def part(day: date, first: date, last: date) -> float:
    """Where on an axis a day stands, 0 to 1."""
    return (day - first).days / (last - first).days


def axis(first: date, last: date) -> Element:
    """Dates along an axis, at most `NAMED`, each to the right of where it stands: not where its words would be cut."""
    spans, end = [], -1.0
    for day, words in _named(first, last):
        at = part(day, first, last)
        if at >= end and at + len(words) * LAST_LETTER <= 1:
            spans.append(el("span", words, vars={"--at": at}))
            end = at + len(words) * LETTER
    return el("div", *spans, class_="axis")


def _named(first: date, last: date) -> Iterator[tuple[date, str]]:
    days, previous = (last - first).days, None
    for step in DAYS:
        if days / step <= NAMED:
            for day in (first + timedelta(days=step * n) for n in range(-(-days // step))):
                yield day, _day(day, previous)
                previous = day
            return
    step = next(step for step in MONTHS if days / (30.44 * step) <= NAMED)
    for day in takewhile(lambda each: each < last, _months(first, step)):
        yield (
            day,
            str(day.year) if step >= 12 else f"{day:%b}" if previous and previous.year == day.year else f"{day:%b %Y}",
        )
        previous = day


def _months(first: date, step: int) -> Iterator[date]:
    """Yield the first days of every so many months, from a day on."""
    month = -(-(first.year * 12 + first.month - (first.day == 1)) // step) * step
    while month // 12 < date.max.year:
        yield date(month // 12, month % 12 + 1, 1)
        month += step


def _day(day: date, previous: date | None) -> str:
    if previous is None or previous.year != day.year:
        return f"{day.day} {day:%b %Y}"
    return f"{day.day} {day:%b}" if previous.month != day.month else str(day.day)
