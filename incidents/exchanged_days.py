"""Tells whether a spreadsheet program probably exchanged day and month of the dates that it took for dates of its own."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Final

from incidents.date_order import NUMERIC, YEAR_FIRST, Order, Reading, plain_date, read_numeric, readings_after_year

REMEDY: Final = (
    'a mapping with date_order = "year-day-month" exchanges them, one with "year-month-day" says that they are right'
)
_BY_CHANCE: Final = 0.05
_LATE: Final = 0.6  # of all days lie behind the 12th
_SLIPS: Final = 10  # one date in so many may be written otherwise
_NEAR: Final = dt.timedelta(days=31)


def both_readings(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the day of 2024-03-04 as it stands, and with day and month exchanged; None where only one of the two is a day.

    Examples
    --------
    >>> both_readings("2024-03-04")
    (datetime.date(2024, 3, 4), datetime.date(2024, 4, 3))
    >>> both_readings("2024-03-15"), both_readings("2024-03-03"), both_readings("15/03/2024")
    (None, None, None)
    """
    readings = _readings(text)
    if len(set(readings.values())) < 2:
        return None
    return readings["month"].when().first, readings["day"].when().first


def doubt(order: Order, texts: Mapping[str, int]) -> str:
    """Return why day and month of a column's dates that begin with their year may be exchanged; empty where nothing speaks for it.

    A program that is set to month first takes 03/04/2024 for 4 March, and 15/04/2024 for a text: what it took has no day above
    12 then, and what is left as text always has one.

    Parameters
    ----------
    order : Order
        What the dates with the year last show.
    texts : mapping of str to int
        The dates, and how often each is there.

    Examples
    --------
    >>> doubt(Order(True), {"2024-03-04": 2, "2024-05-01": 1, "2024-11-02": 1, "15/04/2024": 1}).partition(":")[0]
    "of 4 dates such as '2024-03-04' none has a day above 12, and of those such as '15/04/2024' every one has"
    >>> doubt(Order(True), {"2024-03-04": 2, "2024-05-31": 1, "15/04/2024": 1})
    ''
    """
    if order.day_first is None:
        return ""
    readings = {text: each for text in texts if (each := _readings(text))}
    either = {text: days for text in readings if (days := both_readings(text))}
    late = sum("day" not in each for each in readings.values())
    slashed = {text: match for text in texts if (match := NUMERIC.fullmatch(plain_date(text)))}
    sure = [text for text, match in slashed.items() if max(int(match[1]), int(match[2])) > 12]
    taken = len(slashed) - len(sure)
    if not either or not sure or late * _SLIPS > len(readings) or taken * _SLIPS > len(sure):
        return ""
    months = {
        (as_it_stands.year, as_it_stands.month) for as_it_stands, _ in either.values()
    }  # days of one month are no chance
    if (1 - _LATE) ** len(months) * _LATE ** len(sure) > _BY_CHANCE:
        return ""
    read = [read_numeric(slashed[text], order) for text in sure]
    known = [each.when().first for each in read if each.exists()]
    first, last = min(known) - _NEAR, max(known) + _NEAR
    as_it_stands, exchanged = (sum(first <= days[at] <= last for days in either.values()) for at in (0, 1))
    if as_it_stands > exchanged:
        return ""
    example, days = next(iter(either.items()))
    written, taken_for = ("day", "month") if order.day_first else ("month", "day")
    many = sum(texts[text] for text in readings)
    return (
        f"of {many:,} dates such as {example!r} {'hardly any' if late else 'none'} has a day above 12, and of those such as {sure[0]!r} "
        f"{'nearly ' if taken else ''}every one has: probably a spreadsheet program set to {taken_for} first took dates that were typed "
        f"{written} first, where it could, for {taken_for} first, so that {_words(days[1])} became {example}. They are read as they "
        f"stand, those that could be either are flagged; {REMEDY}"
    )


def _readings(text: str) -> dict[str, Reading]:
    match = YEAR_FIRST.fullmatch(plain_date(text))
    return readings_after_year(match) if match else {}


def _words(day: dt.date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
