"""Which sheets of a workbook are parts of one table: those with the same columns, in any order, or with a column or two less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from incidents.readers.column_names import NAMES
from incidents.readers.header import Header
from incidents.sheet import plain_name

_DATES: Final = frozenset(NAMES["date"]) | frozenset(NAMES["year"])
_LEAST: Final = 3  # columns that such sheets have in common

Order = tuple[int | None, ...]
"""Where in a sheet each column of the table stands; None for one that the sheet lacks."""


def alike(headers: Mapping[str, Header], chosen: str) -> dict[str, Order]:
    """Return the sheets that are parts of the table of the chosen one, with the order of their columns: first one that has all of them.

    Parameters
    ----------
    headers : mapping
        The headers of the sheets in the order of the workbook.
    chosen : str
        The sheet that holds the table.

    Examples
    --------
    >>> made = lambda *names: Header(names, names, 1, ())
    >>> headers = {"Jan": made("date", "town", "killed"), "Feb": made("date", "killed", "town"), "About": made("note")}
    >>> alike(headers | {"Mar": made("date", "town", "killed", "remarks")}, "Jan")
    {'Mar': (0, 1, 2, 3), 'Jan': (0, 1, 2, None), 'Feb': (0, 2, 1, None)}
    """
    near = {each: other for each, other in headers.items() if _is_part(other.names, headers[chosen].names)}
    first = max(near, key=lambda each: len(near[each].names))
    names = near[first].names
    parts = [first, *(each for each, other in near.items() if each != first and _is_part(other.names, names))]
    return {each: tuple(_places(near[each].names, names)) for each in parts}


def _is_part(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the columns of one table are those of the other, or all but some of them, and dates among them."""
    if tuple(one) == tuple(other):
        return True
    same, most = set(one) & set(other), max(len(one), len(other))
    nested = len(same) == min(len(one), len(other)) >= _LEAST
    return nested and most - len(same) <= max(1, most // 4) and any(plain_name(each) in _DATES for each in same)


def _places(names: Sequence[str], wanted: Sequence[str]) -> list[int | None]:
    return [names.index(each) if each in names else None for each in wanted]


def in_order(cells: Sequence[Any], order: Order) -> Sequence[Any]:
    """Return the cells of a row in the order of the table, with those behind its columns at the end.

    Examples
    --------
    >>> in_order(["2024-01-01", 3, "Pasni"], (0, 2, 1, None)), in_order(["2024-01-01"], (0, 1))
    (['2024-01-01', 'Pasni', 3, ''], ['2024-01-01'])
    """
    if order == tuple(range(len(order))):
        return cells
    beyond = cells[sum(at is not None for at in order) :]
    return [*("" if at is None or at >= len(cells) else cells[at] for at in order), *beyond]


def moved(order: Order) -> dict[int, int]:
    """Return which column of the table a column of the sheet is, of those that stand elsewhere in it.

    Examples
    --------
    >>> moved((0, 2, 1, None))
    {2: 1, 1: 2}
    """
    return {at: to for to, at in enumerate(order) if at is not None and at != to}


def notes(headers: Mapping[str, Header], parts: Mapping[str, Order], titles: Mapping[str, str]) -> list[str]:
    """Return what the report says of the sheets: that they are one table, and which lack columns.

    Parameters
    ----------
    headers, parts : mapping
        As for and of `alike`.
    titles : mapping
        The titles of the sheets.
    """
    if len(parts) < 2:
        return []
    whole = headers[next(iter(parts))]
    lacking: dict[str, list[str]] = {}
    for each, order in parts.items():
        if missing := [repr(heading) for heading, at in zip(whole.headings, order, strict=True) if at is None]:
            lacking.setdefault(" and ".join(missing), []).append(repr(titles[each]))
    told = "the sheets have the same columns and are read as one table; its rows are numbered on from sheet to sheet"
    without = [f"{column} in {', '.join(sheets[:12])}" for column, sheets in lacking.items()]
    return [told, *(f"sheets without a column that others have: {each}, where it is empty" for each in without)]
