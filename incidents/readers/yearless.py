"""Gives days that are written without a year the one of a column, of a mapping or of the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from incidents.dates import is_loose, lacks_year, plain_date, read_when
from incidents.readers.columns import codes_of, plain

if TYPE_CHECKING:
    from incidents.readers.columns import Batch
    from incidents.readers.mapping import Mapping
    from incidents.readers.spool import Array, Numbers

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ONE_DIGIT: Final = re.compile(r"\D+-\d")
_TWO_DIGITS: Final = re.compile(r"[^\W\d_]+\.?-\d\d")
_HALF: Final = 183  # days between two that stand side by side in one year
_SLIPS: Final = 0.1  # of the steps from day to day, that go the other way
_MOST: Final = 0.5  # of the texts of a column of such days


def yearless(texts: Iterable[str | None], sure: bool = False) -> frozenset[str]:
    """Return which texts of a column are days without a year.

    Parameters
    ----------
    texts : iterable of str
        The column.
    sure : bool, optional
        Whether it is known to have days; else "Jan-12" may be the January of 2012 unless "Jan-4" stands in the column, too.

    Examples
    --------
    >>> sorted(yearless(["Jan-12", "Jan-4"])), yearless(["Jan-12", "Mar-14"]), yearless(["18-19 March", "18 March 2024"])
    (['Jan-12', 'Jan-4'], frozenset(), frozenset({'18-19 March'}))
    """
    distinct = {text for text in texts if text}
    lacking = {text for text in distinct if lacks_year(text)}
    if sure or any(_ONE_DIGIT.fullmatch(plain_date(text)) for text in lacking):
        lacking |= {text for text in distinct if is_loose(text) and _TWO_DIGITS.fullmatch(plain_date(text))}
    return frozenset(lacking)


def mostly_yearless(column: Array) -> bool:
    """Return whether most of the texts of a column with a figure are days without a year."""
    texts = [text for text in column.dictionary.to_pylist() if text and any(map(str.isdigit, text))]
    return len(yearless(texts)) > _MOST * len(texts)


def with_years(batch: Batch, stated: str) -> Array:
    """Return the column of dates; days without a year with that of the column of years, else with the stated one."""
    texts = batch.text("date")
    if not batch.has("year") and not stated:
        return texts
    lacking = yearless(texts.dictionary.to_pylist(), sure=bool(stated))
    if not lacking:
        return texts
    years: Numbers | list[int] = codes_of(batch.text("year")).tolist() if batch.has("year") else [0] * len(texts)
    pairs = zip(plain(texts).to_pylist(), years, strict=True)
    usual = int(stated or 0)
    whole = [
        f"{text} {max(year, 0) or usual:04}" if text in lacking and (year > 0 or usual) else text
        for text, year in pairs
    ]
    return pa.array(whole, pa.string()).dictionary_encode()


def year_in(name: str) -> str:
    """Return the one year that the name of a file has; empty for none, and for several.

    Examples
    --------
    >>> year_in("attacks_2021.csv"), year_in("attacks 2020-2021.csv"), year_in("attacks.csv")
    ('2021', '', '')
    """
    found = {*_YEAR.findall(name)}
    return found.pop() if len(found) == 1 else ""


def is_yearless(mapping: Mapping, headings: Sequence[str], sample: Batch) -> bool:
    """Return whether most dates of a table are days without a year, and no column has it."""
    if "year" in mapping.columns or "date" not in mapping.columns:
        return False
    name = _raw(mapping, headings, sample)
    return bool(name) and mostly_yearless(sample.text(name))


def _raw(mapping: Mapping, headings: Sequence[str], sample: Batch) -> str:
    return dict(zip(reversed(headings), reversed([*sample.raw]), strict=True)).get(mapping.columns["date"], "")


def runs_on(texts: Iterable[str | None]) -> bool:
    """Return whether days without a year stand in order and run on into another year.

    Examples
    --------
    >>> runs_on(["28 Dec", "30 Dec", "2 Jan"]), runs_on(["2 Jan", "28 Dec", "30 Dec"]), runs_on(["2 Jan", "1 Jan", "28 Dec"])
    (True, False, True)
    """
    days = [read_when(f"{plain_date(text)} 2024").first.toordinal() for text in texts if text and lacks_year(text)]
    steps = [after - before for before, after in pairwise(days) if after != before]
    far = [step for step in steps if abs(step) > _HALF]
    if not far:
        return False
    others = [step for step in steps if abs(step) <= _HALF]
    back = sum(step < 0 for step in others)
    ordered = min(back, len(others) - back) <= _SLIPS * len(others)
    rising = back * 2 < len(others)
    return ordered and bool(others) and any((step < 0) is rising for step in far)


def year_of_days(
    mapping: Mapping, headings: Sequence[str], sample: Batch, name: str, usual: str = ""
) -> tuple[str, str]:
    """Return the year of a table's days without one, and what is told of it; empty where nothing says it.

    The mapping says it, else the file's name, else it is the `usual` one, that of rows to which these are added. What the name of one
    file says is no part of the mapping, by which the next file may be read.
    """
    if not is_yearless(mapping, headings, sample):
        return mapping.year, ""
    named = year_in(name)
    sources = {
        "as the mapping says": mapping.year,
        "from the name of the file": named,
        "as for the dataset's other rows": usual,
    }
    whence, year = next(((whence, year) for whence, year in sources.items() if year), ("", ""))
    if not year or (not mapping.year and runs_on(plain(sample.text(_raw(mapping, headings, sample))).to_pylist())):
        return "", ""
    other = f", though the file's name says {named}" if named and named != year else ""
    note = f'the days in {mapping.columns["date"]!r} have no year: {year} is taken, {whence}{other}; if it is another, say so in a mapping (year = "2023")'
    return year, note


def asks_for_year(mapping: Mapping) -> str:
    """Return what is said of a table whose days lack a year that nothing tells."""
    return (
        f'the days in {mapping.columns["date"]!r} have no year: say which in a mapping (a line such as year = "2021"), write it into the name of '
        "the file (attacks-2021.csv), or, where they are of several, give each row its own in a column Year"
    )
