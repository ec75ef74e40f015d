"""Whether the day or the month comes first in a file's dates, as the whole of its date columns shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.date_order import could_be_two, has_day_last
from incidents.dates import Order
from incidents.exchanged_days import both_readings, doubt
from incidents.readers.arrow import pc
from incidents.readers.errors import Ambiguous
from incidents.readers.recognise import Plan
from incidents.readers.sifting import MARK
from incidents.readers.spool import Anew, Array, Flow, Numbers, Part, Spool

_REMEMBERED: Final = 300_000
_RARE: Final = 100  # one date in so many
_YEAR_FIRST: Final = r"^\s*\d{4}[-/. ]?\d{1,2}[-/. ]?\d{1,2}(?:\d{6})?(?:[^\d]|$)"
_EXCHANGED: Final = r"^\s*\d{4}(?:[-/. ](?:1[3-9]|2\d|3[01])[-/. ](?:0?[1-9]|1[0-2])|(?:1[3-9]|2\d|3[01])(?:0[1-9]|1[0-2])(?:\d{6})?)(?:[^\d]|$)"


_DIGITS: Final = {
    ord(each): str(number) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for number, each in enumerate(digits)
}


def _figures(texts: Array) -> Array:
    """Return texts with Arabic and Urdu digits as Latin ones, which alone Arrow's patterns know."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    return pa.array([each and each.translate(_DIGITS) for each in texts.to_pylist()], pa.string())


@dataclass
class OrderSurvey:
    """Finds out, over a whole file, whether the day or the month comes first; `exchanged`: a day follows a year, as in 2021-17-04."""

    rows: int = 0
    slashed: int = 0
    exchanged: bool = False
    _others: int = 0
    _seen: set[str] = field(default_factory=set)
    _year_first: Counter[str] = field(default_factory=Counter[str])

    def add(self, column: Array) -> None:
        """Look at a part of a column."""
        written, texts = column.dictionary, _figures(column.dictionary)
        slashed = pc.match_substring_regex(texts, r"^\s*\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}\b")
        counts = np.bincount(column.indices.to_numpy(), minlength=len(texts))
        used = slashed.to_numpy(zero_copy_only=False) & (counts > 0)
        self.rows += len(column)
        self.slashed += int(counts[used].sum())
        self._keep(self._seen, written, used)
        years = pc.match_substring_regex(texts, _YEAR_FIRST).to_numpy(zero_copy_only=False) & (counts > 0)
        self._count(written, np.where(years, counts, 0))
        self._others += int(((counts > 0) & ~used & ~years).sum())
        self.exchanged = self.exchanged or bool(pc.any(pc.match_substring_regex(texts, _EXCHANGED)).as_py())

    @staticmethod
    def _keep(seen: set[str], texts: Array, which: Numbers) -> None:
        if which.any():
            seen.update(islice(texts.filter(pa.array(which)).to_pylist(), max(_REMEMBERED - len(seen), 0)))

    def _count(self, texts: Array, counts: Numbers) -> None:
        there = np.flatnonzero(counts)
        for text, times in zip(texts.take(pa.array(there)).to_pylist(), counts[there].tolist(), strict=True):
            if text in self._year_first or len(self._year_first) < _REMEMBERED:
                self._year_first[text] += times

    @property
    def years(self) -> bool:
        """Whether there are dates that begin with their year."""
        return bool(self._year_first)

    @property
    def any(self) -> bool:
        """Whether there are dates of which the order matters."""
        return bool(self._seen)

    def shows_months(self) -> str:
        """Return a date that begins with its year and has the day last, as it can have it nowhere else; empty for none."""
        return next((text for text in sorted(self._year_first) if has_day_last(text)), "")

    def order(self) -> Order:
        """Return what the values show together."""
        if self.exchanged:
            return Order.infer([*sorted(self._seen), *sorted(self._year_first)], self._others)
        order = Order.infer(sorted(self._seen))
        both = {**self._year_first, **dict.fromkeys(sorted(self._seen), 1)} if self._year_first and self._seen else {}
        return replace(order, doubt=doubt(order, both))

    def example(self) -> str:
        """Return one of the values that can be read both ways; empty where there is none."""
        return min((text for text in self._seen if could_be_two(text)), key=lambda text: (len(text), text), default="")

    def either_way(self) -> str:
        """Return one of the dates that begin with their year and are another day with day and month exchanged; empty for none."""
        return next((text for text in sorted(self._year_first) if both_readings(text)), "")

    @property
    def rare(self) -> bool:
        """Whether so few of the dates are written so that their rows can be rejected, and the others taken."""
        return self.slashed * _RARE < self.rows


def stated(spool: Spool, how: Plan) -> Order:
    """Return the order of dates that the mapping states, and tell it."""
    words = how.mapping.date_order
    if words:
        spool.notes.append(f"dates are read {words}, as the mapping says")
    return Order.of(words, "the mapping")


def order_of(spool: Spool, how: Plan, usual: str = "") -> Order:
    """Return whether the day or the month comes first, also behind a year, as the whole of the date columns shows.

    `usual` is the order of the rows that these are added to: it decides where no value shows one.

    Raises
    ------
    Ambiguous
        If no value shows it.
    """
    said = stated(spool, how)
    survey = survey_of(spool, how)
    found = survey.order()
    after = said if said.after_year else _after_year(spool, survey, found, Order.of(usual, "the dataset"))
    order = said if said.day_first is not None else _day_or_month(spool, how, survey, found, Order.of(usual))
    return replace(order, after_year=after.after_year, after_shown=after.after_shown, doubt=after.doubt)


def survey_of(spool: Spool, how: Plan) -> OrderSurvey:
    """Return what the whole of the date columns shows."""
    survey = OrderSurvey()
    for _, columns in spool.batches(_dates(spool, how)):
        for column in columns.values():
            survey.add(column)
    return survey


def _after_year(spool: Spool, survey: OrderSurvey, found: Order, usual: Order) -> Order:
    """Return what follows the year, and tell it where it is not always the month."""
    if usual.after_year == "day" and found.after_year in ("", "day"):
        if (example := survey.shows_months()) and MARK not in spool.names:  # mended rows follow the others
            shown = f"the dataset has the day behind the year, the file the month: {example!r}"
            found = replace(found, after_year="both", after_shown=shown)
        else:
            found = usual
            if survey.years:
                spool.notes.append("dates such as 2021-03-04 are read year-day-month, as those of the dataset are")
            return found
    if usual.after_year == "month":
        return replace(found, doubt="")
    shown = found.after_shown
    if found.doubt:
        spool.notes.append(found.doubt)
    elif found.after_year == "day":
        spool.notes.append(f"dates such as 2021-03-04 are read year-day-month, as {shown!r} shows")
    elif found.after_year == "month":
        impossible, _, usual_one = shown.partition(" and ")
        as_shown = f", as {usual_one!r} shows" if usual_one else ""
        spool.notes.append(
            f"dates are read year-month-day{as_shown}; in some there is no such month ({impossible}): their rows are rejected"
        )
    elif found.after_year == "both":
        spool.notes.append(
            f"day and month stand behind the year in both orders ({shown}): dates that could be either are rejected; "
            'a mapping with date_order = "year-day-month" or "year-month-day" decides'
        )
    return found


def _day_or_month(spool: Spool, how: Plan, survey: OrderSurvey, order: Order, usual: Order) -> Order:
    """Return whether the day or the month comes first where the year is last, and tell it."""
    example = survey.example()
    if not survey.any or (order.day_first is None and not order.conflict and not example):
        return order
    if order.year_first:
        spool.notes.append(f"dates such as {example!r} are read year first, as {order.shown_by!r} shows")
        return order
    if order.day_first is None and not order.conflict:
        if usual.day_first is not None:
            spool.notes.append(
                f"dates are read {Order(usual.day_first).words}, as those of the dataset are; no value of the file shows it"
            )
            return Order(usual.day_first, "the dataset")
        if how.kind == "ucdp":
            spool.notes.append("dates are read month first, as UCDP writes them; no value of the column shows it")
            return Order(False, "UCDP's habit")
        if survey.rare:
            spool.notes.append(
                f"dates such as {example!r} could be read day or month first: these few rows are rejected"
            )
            return order
        raise Ambiguous(_several(order, example))
    if order.conflict:
        spool.notes.append(
            f"day and month stand in both orders: {order.shown_by}; dates that could be either are rejected"
        )
    else:
        which = "day" if order.day_first else "month"
        spool.notes.append(f"dates such as 03/04/2026 are read {which} first, as {order.shown_by!r} shows")
    return order


def _several(order: Order, example: str) -> str:
    """Return what to say of dates that can be read in several orders."""
    names = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
    orders = [name for form, name in names.items() if form in order.left]
    stated = " or ".join(f'"{name}"' for name in orders if name != names["ymd"])
    full = ", or write years with four digits" if "ymd" in order.left else ""
    return (
        f"the dates can be read {', '.join(orders[:-1])} or {orders[-1]}, such as {example!r}, and no value shows which: "
        f"import with a mapping that has date_order = {stated}{full}"
    )


def unordered(flow: Flow, how: Plan, usual: str = "") -> Iterator[Part]:
    """Yield the parts of rows that flow, as long as no date can depend on an order that is not stated; else raises `Anew`."""
    dates, said = _dates(flow, how), Order.of(how.mapping.date_order)
    wary, slashed, years = Order.of(usual).after_year == "day", False, False
    for numbers, columns in flow.batches():
        survey = OrderSurvey()
        for name in dates:
            survey.add(columns[name])
        slashed, years = slashed or survey.any, years or survey.years
        if (slashed and said.day_first is None) or (
            not said.after_year and (survey.exchanged or (years and (wary or slashed)))
        ):
            raise Anew
        yield numbers, columns


def _dates(spool: Spool, how: Plan) -> list[str]:
    return [name for name in how.date_columns if name in spool.names]
