"""Compares the year that a row states by itself with that of its date: where they differ, one of the two is a slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.date_order import YEARS
from incidents.readers.column_names import words_for
from incidents.readers.columns import Dates, Each, spread
from incidents.readers.draft import Draft
from incidents.readers.spool import Numbers, Spool
from incidents.sheet import plain_name
from incidents.wording import counted

if TYPE_CHECKING:
    from incidents.readers.recognise import Plan

FLAG: Final = "year_differs"
_COLUMNS: Final = {"acled": ("year", "event_date"), "ucdp": ("year", "date_start"), "gtd": ("eventid", "iyear")}
_YEAR: Final = re.compile(r"(\d{4})(?:\d{8})?(?:\.0)?")  # by itself, or at the beginning of an id such as 202403010001


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text)
    return int(match[1]) if match and int(match[1]) in YEARS else 0


_STATED: Final = Each(_year)


def in_stated_year(dates: Dates, years: Numbers) -> Dates:
    """Return dates with the years that a column states for them, where these are others.

    Parameters
    ----------
    dates : Dates
        As the column of dates has them.
    years : array of int
        The years stated; what is none changes nothing.
    """
    first = dates.first.astype("datetime64[Y]").astype(np.int64) + 1970
    known = ~np.isnat(dates.first) & (years >= YEARS[0]) & (years <= YEARS[-1]) & ~dates.precision.are("year")
    other = known & (years != first)
    if not other.any():
        return dates
    moved = [np.where(other, _moved(each, years - first), each) for each in (dates.first, dates.last)]
    lost = other & np.isnat(moved[0])
    reason = dates.reason.put(lost, "not a date (its day is not in the year that the row states)")
    return Dates(moved[0], moved[1], dates.precision, reason, dates.remedy.put(lost, "correct the day or the year"))


def _moved(days: Numbers, years: Numbers) -> Numbers:
    """Return days so many years later; none where there is no such day."""
    months = days.astype("datetime64[M]")
    later = months + np.where(np.isnat(days), 0, years * 12).astype("timedelta64[M]")
    moved = later.astype("datetime64[D]") + (days - months.astype("datetime64[D]"))
    return np.where(moved.astype("datetime64[M]") == later, moved, np.datetime64("NaT"))


class StatedYears:
    """The years that a table states beside its dates, and in how many rows they are others."""

    def __init__(self, spool: Spool, how: Plan) -> None:
        stated, date = _COLUMNS.get(how.kind, ("", "date"))
        columns = (how.rename.get(name, name) for name in (stated or self._unread(spool, how), date))
        self._stated, self._date = (name if name in spool.names else "" for name in columns)
        self._headings = dict(zip(spool.names, spool.headings, strict=True))
        self._rows = 0
        self._example = ""

    @staticmethod
    def _unread(spool: Spool, how: Plan) -> str:
        """Return the column of years of a table that is read by another of dates."""
        used, known = {*how.rename.values()}, words_for("year")
        return next((name for name in spool.names if name not in used and plain_name(name) in known), "")

    def look_at(self, draft: Draft, usable: Numbers) -> None:
        """Mark the usable rows of which the year is none of those in which they were."""
        if not self._stated or not self._date:
            return
        years = spread(*_STATED(draft.batch.text(self._stated)), np.int64, 0)
        first, last = (each.astype("datetime64[Y]").astype(np.int64) + 1970 for each in draft.dates.as_coded())
        odd = usable & (years > 0) & ((years < first) | (years > last))
        draft.flag(FLAG, odd)
        rows = np.flatnonzero(odd)
        self._rows += len(rows)
        if len(rows) and not self._example:
            at = int(rows[0])
            cell = draft.batch.text(self._date)[at].as_py()
            self._example = f"row {draft.batch.numbers[at]:,}: {self._headings[self._stated]} says {years[at]}, {self._headings[self._date]} {cell}"

    def notes(self) -> list[str]:
        """Return what the report says; nothing where no year differs."""
        if not self._rows:
            return []
        return [
            f"in {counted(self._rows, 'row')} {self._headings[self._stated]!r} says another year than {self._headings[self._date]!r}, from which "
            f"the date is taken ({self._example}): correct the one that is wrong"
        ]
