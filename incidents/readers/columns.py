"""Reads whole columns of text: each distinct value once, whatever it is, and never a row lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, Generic, TypeVar

import numpy as np
import pyarrow as pa

from incidents.amounts import THOUSANDS_OR_FRACTION, Amount, names, read_amount, read_outcome
from incidents.dates import Days, NotADate, Order, lacks_year, read_when
from incidents.degrees import read_degrees
from incidents.readers.arrow import pc
from incidents.readers.hashing import row_hashes
from incidents.readers.scanning import Bytes, untidy
from incidents.readers.spool import Array, Numbers, coded, codes_in, is_listed, listed_once, plain
from incidents.readers.words import Words
from incidents.readers.zones import Zones

NULLS: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "--", ".", "?", "#n/a", "nat", "<na>"})
_REMEMBERED: Final = 300_000
_COMMA: Final = re.compile(r"^(\d{1,6}),(\d{1,2})$")  # a decimal comma: thousands have three digits behind it
_THOUSANDS: Final = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")  # where decimals have a comma
_EITHER: Final = re.compile(THOUSANDS_OR_FRACTION)
_SERIAL: Final = re.compile(r"[2-7]\d{4}\.\d*")  # a day and a time of it, as a spreadsheet counts them
_DAY: Final = np.dtype("datetime64[D]")

Value = TypeVar("Value")


class Each(Generic[Value]):
    """Applies a function to the distinct values of columns, remembering them from one part to the next."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        self._read = read
        self._known: dict[str, Value] = {}

    def __call__(self, column: Array) -> tuple[list[Value], Numbers]:
        """Return (the results of the distinct values, which of them each row has; -1 for null)."""
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if encoded.dictionary.null_count:
            encoded = encoded.dictionary.dictionary_encode()  # it is listed once: an entry a row
        if len(self._known) > _REMEMBERED:
            self._known = {}  # another thread may be reading the old one
        known, read = self._known, self._read
        results: list[Value] = []
        for text in encoded.dictionary.to_pylist():
            if text not in known:
                known[text] = read(text)
            results.append(known[text])
        return results, codes_in(encoded)


def spread(results: Sequence[Any], codes: Numbers, dtype: Any, missing: Any) -> Numbers:
    """Return one value a row from distinct results and codes; `missing` for -1."""
    values = np.empty(len(results) + 1, dtype=dtype)
    if np.dtype(dtype) == object:
        for at, value in enumerate(results):
            values[at] = value
    else:
        values[:-1] = results
    values[-1] = missing
    return values[codes]


def _clean(text: str) -> str | None:
    plain = text.strip()
    if "\xa0" in plain or "\u200b" in plain:
        plain = plain.replace("\xa0", " ").replace("\u200b", "").strip()
    if "&" in plain and ";" in plain:
        plain = html.unescape(plain)
    return None if plain.casefold() in NULLS else plain


class Batch:
    """A part of a table: its row numbers, its columns as written, and the same cleaned.

    `rename` gives the column of the file for a name that a reader asks for.
    """

    def __init__(self, numbers: Numbers, raw: dict[str, Array], rename: dict[str, str] | None = None) -> None:
        self.numbers = numbers
        self.raw = raw
        self._rename = rename or {}
        self._encoded: dict[str, Array] = {}
        self._written: dict[str, Array] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)

    def column(self, name: str) -> str:
        """Return the file's name of a column."""
        return self._rename.get(name, name)

    def has(self, name: str) -> bool:
        """Return whether the file has a column."""
        return self.column(name) in self.raw

    def text(self, name: str) -> Array:
        """Return a column as a dictionary array without blanks and words for nothing; all null where it is missing."""
        source = self.column(name)
        if source not in self._encoded:
            self._encoded[source] = self._cleaned(source)
        return self._encoded[source]

    def written(self, name: str) -> Array:
        """Return a column as a dictionary array as it stands; all null where it is missing."""
        source = self.column(name)
        return self._as_written(source) if source in self.raw else self.text(name)

    def _cleaned(self, source: str) -> Array:
        if source not in self.raw:
            return pa.nulls(len(self), pa.string()).dictionary_encode()
        encoded = self._as_written(source)
        texts = encoded.dictionary
        at = np.flatnonzero(untidy(texts, Bytes(texts)))
        before = texts.take(pa.array(at)).to_pylist()
        after = [_clean(text) for text in before]
        if before == after:
            return encoded
        mask = np.zeros(len(texts), dtype=bool)
        mask[at] = True
        mended = pc.replace_with_mask(texts, pa.array(mask), pa.array(after, pa.string()))
        if is_listed(encoded):
            return listed_once(mended)
        mended = mended.dictionary_encode()
        return pa.DictionaryArray.from_arrays(mended.indices.take(encoded.indices), mended.dictionary)

    def _as_written(self, name: str) -> Array:
        if name not in self._written:
            self._written[name] = coded(self.raw[name])
        return self._written[name]

    def source_of(self, text: Array) -> str:
        """Return the file's column of which a text is the cleaned form; empty for none."""
        return next((name for name, cleaned in self._encoded.items() if cleaned is text), "")

    def encoded(self) -> Iterable[tuple[str, Array]]:
        """Yield every column of the file as dictionary array, as written."""
        for name in self.raw:
            yield name, self._as_written(name)

    def first(self, *names: str) -> Array:
        """Return the first of some columns that the file has."""
        return self.text(next((name for name in names if self.has(name)), names[0]))


def joined(columns: Sequence[Array], separator: str) -> Array:
    """Return columns joined row by row, without those that are null; null where all are.

    Arrow's own join, told to skip nulls, leaves out rows in which all are null.

    Examples
    --------
    >>> joined([pa.array(["a", None, None]), pa.array(["b", "c", None])], " > ").to_pylist()
    ['a > b', 'c', None]
    """
    result, *others = [plain(column).cast(pa.string()) for column in columns]
    for other in others:
        both = pc.binary_join_element_wise(result, other, separator)
        result = pc.if_else(pc.is_null(result), other, pc.if_else(pc.is_null(other), result, both))
    return result


def nulls(column: Array) -> Numbers:
    """Return which rows have nothing."""
    return column.is_null().to_numpy(zero_copy_only=False)


# Numbers


@dataclass
class Amounts:
    """Numbers of people, one a row: NaN where unknown, with the qualifier and which rows could not be read."""

    low: Numbers
    value: Numbers
    high: Numbers
    qualifier: Words
    unreadable: Numbers
    stated: Numbers


_Figures = tuple[float, float, float, str, bool]
_UNREADABLE: Final[_Figures] = (np.nan, np.nan, np.nan, "unknown", True)


def _amount(text: str, read: Callable[[str], Amount | None] = read_amount) -> _Figures:
    try:
        decimal = float(_COMMA.sub(r"\1.\2", text)) if len(text) < 30 else float("nan")
    except ValueError:
        decimal = float("nan")
    if 0 < decimal < 1e7 and not decimal.is_integer() and ("." in text or "," in text):
        return np.floor(decimal), decimal, np.ceil(decimal), "about", False
    whole = str(int(decimal)) if decimal.is_integer() and (_COMMA.match(text) or _EITHER.fullmatch(text)) else text
    try:
        amount = read(whole) or Amount(None, None, None, "unknown", text)
    except ValueError:
        return _UNREADABLE
    low, value, high = (np.nan if each is None else float(each) for each in (amount.low, amount.value, amount.high))
    return low, value, high, amount.qualifier, False


@cache
def _amounts(decimal: str, outcome: str) -> Each[_Figures]:
    """Return what reads the numbers of a column; of one outcome, where one is given."""
    read = partial(read_outcome, outcome=outcome) if outcome else read_amount
    if decimal == "comma":
        return Each(lambda text: _amount(_THOUSANDS.sub(lambda match: match[0].replace(".", ""), text), read))
    if decimal == "point":
        return Each(lambda text: _amount(text, read))
    return Each(lambda text: _UNREADABLE if _EITHER.search(text) else _amount(text, read))


def amounts(column: Array, decimal: str = "point", outcome: str = "") -> Amounts:
    """Return a column read as numbers of people; -9 and -99 are unknown, as are words that are no number.

    Where decimals have a comma ("comma"), 1.234 is a thousand and more; where nothing shows what they have (""), it is unknown. A cell that
    names another outcome than "killed" or "wounded", where one is given, is unknown; of one that names both its own part is read.

    Examples
    --------
    >>> read = amounts(pa.array(["12", "6-8", "-99", "a URL", None]))
    >>> read.low.tolist(), read.unreadable.tolist()
    ([12.0, 6.0, nan, nan, nan], [False, False, False, True, False])
    >>> amounts(pa.array(["2 injured", "3 killed, 2 injured"]), outcome="killed").value.tolist()
    [nan, 3.0]
    >>> [amounts(pa.array(["2.000"]), decimal).value.tolist() for decimal in ("point", "comma", "")]
    [[2.0], [2000.0], [nan]]
    """
    return _read(column, _amounts(decimal, outcome))


def named_amounts(column: Array, outcome: str) -> Amounts:
    """Return the numbers of an outcome that cells of another's column name; the others state none.

    Examples
    --------
    >>> read = named_amounts(pa.array(["2 injured", "3 killed, 4 injured", "5"]), "wounded")
    >>> read.value.tolist(), read.stated.tolist()
    ([2.0, 4.0, nan], [True, True, False])
    """
    texts = coded(column)
    silent = [text is None or not names(text, outcome) for text in texts.dictionary.to_pylist()]
    codes = codes_in(texts)
    there = (codes >= 0) & ~np.array([*silent, True])[codes]
    return _read(pc.if_else(pa.array(there), plain(texts), None), _amounts("point", outcome))


def _read(column: Array, each: Each[_Figures]) -> Amounts:
    results, codes = each(column)
    parts = list(zip(*results, strict=True)) or [(), (), (), (), ()]
    low, value, high = (spread(parts[at], codes, float, np.nan) for at in range(3))
    qualifier = Words.of(parts[3], codes)
    return Amounts(low, value, high, qualifier, spread(parts[4], codes, bool, False), codes >= 0)


def _degrees(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        try:
            number = read_degrees(text)
        except ValueError:
            return np.nan
    return number if np.isfinite(number) and "e" not in text.casefold()[1:-1] else np.nan


def degrees(column: Array) -> tuple[Numbers, Numbers]:
    """Return (degrees, which rows have something that is none).

    Examples
    --------
    >>> degrees(pa.array(["25,2631", "_71.456944", "29°33'N", "north", None]))[0].round(2).tolist()
    [25.26, 71.46, 29.55, nan, nan]
    """
    encoded = coded(column)
    simple = pc.match_substring_regex(encoded.dictionary, r"^[+-]?\d{1,3}(\.\d{1,17})?$")
    if pc.all(simple).as_py():
        values = np.append(encoded.dictionary.cast(pa.float64()).to_numpy(), np.nan)
        return values[codes_in(encoded)], np.zeros(len(column), dtype=bool)
    results, codes = _DEGREES(column)
    values = spread(results, codes, float, np.nan)
    return values, np.isnan(values) & (codes >= 0)


_DEGREES: Final = Each(_degrees)


def _code(text: str) -> int:
    try:
        number = float(text)
    except ValueError:
        return -1
    return int(number) if number.is_integer() and abs(number) < 1e9 else -1


_CODES: Final = Each(_code)


def codes_of(column: Array) -> Numbers:
    """Return a column of whole numbers, such as precision codes; -1 for what is none."""
    results, codes = _CODES(column)
    return spread(results, codes, np.int64, -1)


def outside_codebook(column: Array, known: Iterable[int]) -> Numbers:
    """Return which rows of a column state a code that is none of those known.

    Examples
    --------
    >>> outside_codebook(pa.array(["1", "7", "x", None]), (1, 2, 3)).tolist()
    [False, True, True, False]
    """
    results, codes = _CODES(column)
    return spread([each not in known for each in results], codes, bool, False)


# Dates


@dataclass
class Dates:
    """Dates, one a row: first and last day (NaT where there is none), precision, and why a row has none.

    `column` names the column to blame for that, where it is not the one of dates.
    """

    first: Numbers
    last: Numbers
    precision: Words
    reason: Words
    remedy: Words
    coded: tuple[Numbers, Numbers] | None = None
    column: Words | None = None

    def as_coded(self) -> tuple[Numbers, Numbers]:
        """Return first and last day as the dataset writes them, before a precision code widened them."""
        return self.coded or (self.first, self.last)


_NONE: Final = ("no date", "give at least the year")
_DAY_ALONE: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:\.0)?")
_ALONE: Final = ("a day without its month and year", "write them behind it, such as 4 January 2026")
_YEARLESS: Final = (
    "a day without a year",
    'write the year behind it, or say it in a mapping for all such days: year = "2021"',
)


class DateReader:
    """Reads the dates of a column by the order that the whole column shows."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._each = Each(self._read)
        self.zones = Zones()

    def _read(self, text: str) -> Days | tuple[str, str]:
        self.zones.look_at(text)
        try:
            serial = float(text) if _SERIAL.fullmatch(text) else 0.0
            return read_when(str(int(serial)) if serial else text, self.order)
        except NotADate as error:
            return (
                _YEARLESS
                if lacks_year(text)
                else _ALONE
                if _DAY_ALONE.fullmatch(text)
                else (error.reason, error.remedy)
            )
        except (ValueError, OverflowError):
            return "not a date", "write it as 2026-01-29"

    def __call__(self, column: Array) -> Dates:
        """Return the dates of a column."""
        results, codes = self._each(column)
        read = [each if isinstance(each, Days) else None for each in results]
        nat = np.datetime64("NaT")
        return Dates(
            spread([each.first if each else nat for each in read], codes, _DAY, nat),
            spread([each.last if each else nat for each in read], codes, _DAY, nat),
            Words.of([each.precision if each else None for each in read], codes),
            Words.of([None if isinstance(each, Days) else each[0] for each in results], codes, _NONE[0]),
            Words.of([None if isinstance(each, Days) else each[1] for each in results], codes, _NONE[1]),
        )


def digest(batch: Batch, skip: frozenset[str] = frozenset()) -> Numbers:
    """Return a 64-bit hash of each row's cells."""
    return row_hashes((column for name, column in batch.encoded() if name not in skip), len(batch))
