"""Whether the day or the month comes first in a file's dates, as the whole of its date columns shows."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.dates import Order
from incidents.readers.columns import OrderSurvey
from incidents.readers.errors import Ambiguous
from incidents.readers.recognise import Plan
from incidents.readers.spool import Anew, Flow, Part, Spool


def order_of(spool: Spool, how: Plan, usual: str = "") -> Order:
    """Return whether the day or the month comes first, as the whole of the date columns shows.

    `usual` is the order of the rows that these are added to: it decides where no value shows one.

    Raises
    ------
    Ambiguous
        If no value shows it.
    """
    if how.mapping.date_order:
        spool.notes.append(f"dates are read {how.mapping.date_order}, as the mapping says")
        return Order(how.mapping.date_order == "day first", "the mapping")
    survey = OrderSurvey()
    for _, columns in spool.batches(_dates(spool, how)):
        for column in columns.values():
            survey.add(column)
    order = survey.order()
    example = survey.example()
    if not survey.any or (order.day_first is None and not order.conflict and not example):
        return order
    if order.day_first is None and not order.conflict:
        if usual:
            spool.notes.append(f"dates are read {usual}, as those of the dataset are; no value of the file shows it")
            return Order(usual == "day first", "the dataset")
        if how.kind == "ucdp":
            spool.notes.append("dates are read month first, as UCDP writes them; no value of the column shows it")
            return Order(False, "UCDP's habit")
        if survey.rare:
            spool.notes.append(
                f"dates such as {example!r} could be read day or month first: these few rows are rejected"
            )
            return order
        raise Ambiguous(
            f"the dates can be read day first or month first, such as {example!r}, and no value shows which: "
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


def found_in(order: Order) -> str:
    """Return an order in the words of a mapping; empty where it is not known.

    Examples
    --------
    >>> found_in(Order(True)), found_in(Order())
    ('day first', '')
    """
    return "" if order.day_first is None else "day first" if order.day_first else "month first"


def unordered(flow: Flow, how: Plan) -> Iterator[Part]:
    """Yield the parts of rows that flow, as long as no date can depend on the order of day and month; else raises `Anew`."""
    dates = _dates(flow, how)
    for numbers, columns in flow.batches():
        survey = OrderSurvey()
        for name in dates:
            survey.add(columns[name])
        if survey.any:
            raise Anew
        yield numbers, columns


def _dates(spool: Spool, how: Plan) -> list[str]:
    return [name for name in how.date_columns if name in spool.names]
