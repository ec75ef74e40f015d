"""Proposes how a table's columns are read: by their names, and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.date_order import YEARS
from incidents.dates import Order
from incidents.problem import shorten
from incidents.readers.column_names import INSTEAD, NAMES, NOT_ITSELF, NOT_OF_THE_EVENT, SINGLE, words_for
from incidents.readers.columns import Batch, DateReader, codes_of, degrees, nulls
from incidents.readers.count_columns import proposed_counts, without_doubles
from incidents.readers.decimals import sign_of
from incidents.readers.hxl import name_of
from incidents.readers.mapping import Mapping
from incidents.readers.pairs import NONE, field_of, is_pair, read_pair
from incidents.readers.yearless import mostly_yearless
from incidents.sheet import plain_name


def propose(headings: Sequence[str], sample: Batch, decimal: str = "") -> Mapping:
    """Return a mapping for a table, by the names of its columns and by what stands in them.

    Parameters
    ----------
    headings : sequence of str
        The columns' names as the file writes them, in the order of the sample's columns.
    sample : Batch
        Some rows.
    decimal : str
        What decimals are written with, where that is known.

    Examples
    --------
    >>> import numpy as np
    >>> sample = Batch(np.arange(1), {"town": pa.array(["Pasni"]), "dead": pa.array(["2"])})
    >>> proposed = propose(["Town", "Dead"], sample)
    >>> dict(proposed.columns), proposed.counts[0].quantity
    ({'place': 'Town'}, 'killed')
    """
    names = dict(zip(sample.raw, headings, strict=True))
    called = {name: _called(name, heading) for name, heading in names.items()}
    columns: dict[str, str] = {}
    notes: list[str] = []
    counts = proposed_counts(names, sample, notes)
    free = [name for name in names if names[name] not in {count.column for count in counts.values()}]
    for target in NAMES:
        ranked = [name for word in words_for(target) for name in free if plain_name(called[name]) == word]
        ranked.sort(key=lambda name: bool(nulls(sample.text(name)).all()))  # rather one with values
        if chosen := next((name for name in ranked if _fits(target, sample.text(name))), None):
            columns[target] = names[chosen]
            free.remove(chosen)
    _by_word(columns, free, names, sample, notes)
    _points(columns, free, names, sample, notes)
    _by_shape(columns, free, names, sample, notes)
    instead = {part for whole in ("date", "end_date") if whole in columns for part in INSTEAD[whole]}
    if {"date", "year"} <= columns.keys() and (written := _of_typing(names, columns, sample)):
        instead.discard("year")
        notes.append(
            f"all dates in {columns['date']!r} are of {written}, as a spreadsheet program gives its own year to days written without one: "
            f"the year is taken from {columns['year']!r}"
        )
    columns = {key: value for key, value in columns.items() if key not in instead}
    if "year" in columns and (beside := _without_years(free, called, sample)):
        columns["date"] = names[beside]
        notes.append(f"the days in {names[beside]!r} have no year: it is taken from {columns['year']!r}")
    elif {"year", "month"} <= columns.keys() and "day" not in columns and (beside := _days_alone(free, called, sample)):
        columns["day"] = names[beside]
        notes.append(
            f"{names[beside]!r} has days alone: their month and year are taken from {columns['month']!r} and {columns['year']!r}"
        )
    elif not {"date", "year"} & columns.keys() and (beside := _without_years(free, called, sample)):
        columns["date"] = names[beside]
    kept = tuple(without_doubles(counts, sample, notes))
    read = {count.column for count in kept}
    decimal = decimal or sign_of(
        sample,
        [name for name in names if names[name] in columns.values()],
        {name: names[name] for name in names if names[name] in read},
        notes,
    )
    return Mapping(columns=columns, counts=kept, decimal=decimal, notes=tuple(notes))


def _of_typing(names: MappingType[str, str], columns: MappingType[str, str], sample: Batch) -> int:
    """Return the one year that all dates have where a column states earlier ones, so that it is only that of typing; 0 for none.

    Where each is the one before, the rows have to be of both halves of the year: else a financial year is stated.
    """
    column = {heading: name for name, heading in reversed([*names.items()])}
    dates, years = _DAYS(sample.text(column[columns["date"]])), codes_of(sample.text(column[columns["year"]]))
    known = ~np.isnat(dates.first)
    written = np.unique(dates.first[known].astype("datetime64[Y]").astype(np.int64) + 1970)
    behind = written[0] - years[known] if len(written) == 1 else np.zeros(0)
    if (
        len(behind) < _DATED_ROWS
        or behind.min() < 0
        or written[0] - behind.max() not in YEARS
        or (behind > 0).mean() < 0.5
    ):
        return 0
    late = dates.first[known].astype("datetime64[M]").astype(np.int64) % 12 >= 6
    return int(written[0]) if behind.max() > 1 or (late & (behind > 0)).any() else 0


def _without_years(free: Sequence[str], called: MappingType[str, str], sample: Batch) -> str:
    """Return the column that is called one of dates and has days without a year; empty where there is none."""
    ranked = [name for word in words_for("date") for name in free if plain_name(called[name]) == word]
    return next((name for name in ranked if mostly_yearless(sample.text(name))), "")


def _days_alone(free: Sequence[str], called: MappingType[str, str], sample: Batch) -> str:
    """Return the column that is called one of dates and has days of a month alone; empty where there is none."""
    ranked = [name for word in words_for("date") for name in free if plain_name(called[name]) == word]
    return next((name for name in ranked if _share(sample.text(name), _DAY_OF_MONTH) > 0.9), "")


def _called(name: str, heading: str) -> str:
    """Return what a column is called: its name, or what its HXL tag means."""
    return name if (meant := name_of(heading)) == heading else meant


_CONTINENT: Final = r"(?i)(?:[a-z-]+ ){0,3}(?:africa|asia|europe|americas?|oceania)|middle east"
_DATES: Final = DateReader(Order(day_first=True, after_year="day"))
_DAYS: Final = DateReader(Order(day_first=True))
_DATED_ROWS: Final = 5  # that show of which year all dates are
_DAY_OF_MONTH: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:\.0+)?"
_FEW: Final = 50  # texts by which a column of dates in an unusual form is known


def _fits(target: str, column: Any) -> bool:
    """Return whether a column's values can be what its name says; an empty one may be anything."""
    some = int((~nulls(column)).sum())
    if some == 0:
        return True
    if target in ("latitude", "longitude"):
        return int((~degrees_of(column)).sum()) <= some / 2
    if target == "coordinates":
        return _part(lambda text: read_pair(text) is not NONE, _texts(column)) >= 0.5
    if target == "admin1":
        return _share(column, _CONTINENT) < 0.5
    if target == "place":
        return _part(is_pair, _texts(column)) < 0.5
    if target in ("date", "end_date"):
        return not mostly_yearless(column) and int(_DATES(column).reason.none.sum()) >= some / 4
    if target.removeprefix("end_") in ("year", "month", "day"):
        return _share(column, r"-?\d{1,4}(\.0)?|[A-Za-z]{3,9}") > 0.5
    return True


def undated(headings: Sequence[str], sample: Batch) -> str:
    """Return what keeps a column that is called one of dates from being read, and what to do; empty where none is called so."""
    names = dict(zip(sample.raw, headings, strict=True))
    for name in (name for word in words_for("date") for name in names if plain_name(name) == word):
        if why := _no_date(sample.text(name)):
            return f"{names[name]!r} has {'; '.join(why)}"
    return ""


def _no_date(column: Any) -> tuple[str, ...]:
    """Return the first value of a column that is no date, with why, and what to do; nothing for none."""
    read = _DATES(column)
    if (at := next(iter(np.flatnonzero(~nulls(column) & ~read.reason.none)), None)) is None:
        return ()
    return f"{shorten(str(column[int(at)].as_py()), 60)!r}, {read.reason[int(at)]}", str(read.remedy[int(at)])


def unplaced(headings: Sequence[str], sample: Batch) -> str:
    """Return what keeps a column that is called one of coordinates from being read; empty where none is called so."""
    names = dict(zip(sample.raw, headings, strict=True))
    words = (*words_for("latitude"), *words_for("longitude"))
    for name in (name for word in words for name in names if plain_name(name) == word):
        wrong = np.flatnonzero(~degrees_of(sample.text(name)))
        if len(wrong):
            value = shorten(str(sample.text(name)[int(wrong[0])].as_py()), 60)
            return f"{names[name]!r} has {value!r}, not a coordinate; write degrees such as 25.2631"
    return ""


def degrees_of(column: Any) -> Any:
    """Return which rows have readable degrees, or nothing."""
    return ~degrees(column)[1]


def _share(column: Any, pattern: str) -> float:
    return _part(lambda text: re.fullmatch(pattern, text) is not None, _texts(column))


def _texts(column: Any) -> list[str]:
    return [text for text in pa.array(column.dictionary).to_pylist() if text]


def _points(
    columns: dict[str, str], free: list[str], names: MappingType[str, str], sample: Batch, notes: list[str]
) -> None:
    """Find the column of points, by its values where no name tells, and which of two numbers comes first in it.

    A table with a column for each is read by these.
    """
    heading = columns.pop("coordinates", "")
    if {"latitude", "longitude"} <= columns.keys():
        return
    texts = {
        name: _texts(sample.text(name)) for name in names if names[name] == heading or (not heading and name in free)
    }
    found = next((name for name in texts if heading or _part(is_pair, texts[name]) > 0.7), None)
    if found is None:
        return
    field, why = field_of(texts[found], names[found])
    columns[field] = names[found]
    notes.append(why)
    if found in free:
        free.remove(found)


def _by_word(
    columns: dict[str, str], free: list[str], names: MappingType[str, str], sample: Batch, notes: list[str]
) -> None:
    """Find by a word of their names the columns of places whose names say more."""
    words = {name: re.findall(r"[a-z]+", names[name].casefold()) for name in free}
    told = {name: each for name, each in words.items() if not NOT_ITSELF & set(each)}
    for target in [each for each in SINGLE if each not in columns]:
        ranked = [name for word in SINGLE[target] for name, each in told.items() if word in each and name in free]
        if chosen := next((name for name in ranked if _fits(target, sample.text(name))), None):
            columns[target] = names[chosen]
            free.remove(chosen)
            notes.append(f"{names[chosen]!r} was taken for the {target} by a word of its name")


def _part(is_one: Callable[[str], bool], texts: Sequence[str]) -> float:
    return sum(map(is_one, texts)) / len(texts) if texts else 0.0


def _by_shape(
    columns: dict[str, str], free: list[str], names: MappingType[str, str], sample: Batch, notes: list[str]
) -> None:
    """Find by their values the columns whose names say nothing."""
    shapes = {
        "date": r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}.*|[A-Za-z]+,? [A-Za-z]+ \d{1,2},? \d{4}",
        "url": r"https?://\S+",
    }
    for target, shape in shapes.items():
        if target in columns or (target == "date" and "year" in columns):
            continue
        shaped = [name for name in free if _share(sample.text(name), shape) > 0.7]
        shaped.sort(key=lambda name: target == "date" and NOT_OF_THE_EVENT.search(names[name].casefold()) is not None)
        fitting = [name for name in shaped if _fits(target, sample.text(name))]
        found = next(iter(fitting or shaped), None)
        if found is None and target == "date":
            found = next((name for name in free if _part(_is_date, _texts(sample.text(name))[:_FEW]) > 0.7), None)
        if found:
            columns[target] = names[found]
            free.remove(found)
            notes.append(f"{names[found]!r} was taken for the {target} by its values")
            if target == "date" and len(fitting) > 1:
                notes.append(f"{', '.join(repr(names[name]) for name in fitting[1:])} also with dates, not read")
            others = [name for name in shaped if name not in fitting and name != found]
            notes += [f"{names[name]!r} was not: it has {_no_date(sample.text(name))[0]}" for name in others]
    if not columns.keys() & {"latitude", "coordinates", "longitude_latitude"}:
        decimal = [name for name in free if _share(sample.text(name), r"-?\d{1,3}\.\d{2,}") > 0.7]
        for one, other in pairwise(decimal):
            pair = sorted((one, other), key=lambda name: abs(_middle(sample.text(name))))
            if _middle(sample.text(pair[0])) <= 90:
                for target, name in zip(("latitude", "longitude"), pair, strict=True):
                    columns[target] = names[name]
                    notes.append(f"{names[name]!r} was taken for the {target} by its values")
                return


def _is_date(text: str) -> bool:
    """Return whether a text is a date of any form that has more than figures."""
    return not text.replace(".", "").isdigit() and bool(_DATES(pa.array([text]).dictionary_encode()).reason.none[0])


def _middle(column: Any) -> float:
    values = degrees(column)[0]
    values = values[values == values]
    return float(sorted(values)[len(values) // 2]) if len(values) else 999.0


def completed(mapping: Mapping, headings: Sequence[str], sample: Batch) -> Mapping:
    """Return the mapping with the columns that it does not state as they are proposed."""
    proposed = propose(headings, sample, mapping.decimal)
    used = {*mapping.columns.values(), *(count.column for count in mapping.counts)}
    out = {other for one, others in INSTEAD.items() if mapping.columns.get(one) for other in others}
    found = {name: column for name, column in proposed.columns.items() if column not in used and name not in out}
    columns = {**found, **mapping.columns}
    known = {count.key() for count in mapping.counts}
    counts = [count for count in proposed.counts if count.column not in used and count.key() not in known]
    return replace(
        mapping,
        columns={name: column for name, column in columns.items() if column},
        counts=(*mapping.counts, *counts),
        notes=(*mapping.notes, *proposed.notes),
        decimal=proposed.decimal,
        complete=True,
    )
