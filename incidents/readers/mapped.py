"""Reads any table by a mapping, and the atlas's own exports."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.amounts import is_of_both
from incidents.date_order import year_of
from incidents.meaning import lookup
from incidents.named import NAMED, named
from incidents.readers.arrow import pc
from incidents.readers.both_outcomes import in_words
from incidents.readers.brackets import below_parts, with_aside
from incidents.readers.claimants import word_of
from incidents.readers.columns import (
    Amounts,
    Batch,
    DateReader,
    Dates,
    Each,
    amounts,
    codes_of,
    degrees,
    joined,
    named_amounts,
    plain,
    spread,
)
from incidents.readers.count_columns import SEVERAL
from incidents.readers.doubtful_numbers import without_nines
from incidents.readers.draft import Counted, Draft, Part, in_order
from incidents.readers.mapping import CountColumn, Mapping
from incidents.readers.none_cells import NOBODY, none_cells, with_none
from incidents.readers.pairs import LATITUDE_FIRST, LONGITUDE_FIRST, read_pair
from incidents.readers.several import apart
from incidents.readers.spool import Array, Numbers
from incidents.readers.stated_years import in_stated_year
from incidents.readers.summing import added, largest
from incidents.readers.words import Words
from incidents.readers.yearless import with_years
from incidents.vocabulary import PLACE_LEVELS

_EVENT: Final = Each(lambda text: lookup("event", text) or "other")
_ATTACK: Final = Each(lambda text: lookup("attack", text))
_TARGET: Final = Each(lambda text: lookup("target", text) or "other")
_CLAIMED: Final = re.compile("claimedby|claimedresponsib|responsibilityclaimed|claimofresponsib")
_DOUBTED: Final = re.compile(r"\?|\b(un|dis|not |no |none )(yet )?claim|\bden(y|ied|ies)|suspect|alleged|likely|probabl|\b(not|unknown|unidentified|unclear|nobody|no one|no group)\b")  # fmt: skip
_CLAIMS: Final = Each(lambda text: not _DOUBTED.search(text.casefold()))
_LEVEL: Final = Each(lambda text: text.casefold() if text.casefold() in PLACE_LEVELS else "")


def read(batch: Batch, dates: DateReader, mapping: Mapping) -> Draft:
    """Return the rows of a table in our terms, as a mapping says."""
    latitude, longitude, bad = _coordinates(batch)
    levels, whole = _levels(batch, latitude, longitude)
    kind = Words.of(*_EVENT(batch.text("type")), "unknown")
    draft = Draft(
        batch=batch,
        native_id=batch.text("id"),
        dates=_dates(batch, dates, mapping),
        names={
            "country": _or(batch.text("country"), mapping.within),
            **{name: batch.text(name) for name in ("admin1", "admin2", "admin3")},
            "location": batch.text("place"),
        },
        latitude=latitude,
        longitude=longitude,
        bad_coordinates=bad,
        wanted_level=levels,
        whole_degrees=whole,
        event_type=kind,
        native_type=batch.text("type"),
        attack_types=[Words.of(*_ATTACK(batch.text("type")))],
        target_kinds=[Words.of(*_TARGET(batch.text("target")))],
        actors=[_actor(batch)],
        title=batch.text("title"),
        note=batch.text("note"),
        source=batch.first("source", "url"),
        source_scale=batch.text("url"),
        native_place_precision=batch.text("precision"),
    )
    draft.unknown.append(("type", batch.text("type"), kind.are("other")))
    draft.counted += _counts(batch, mapping, draft)
    for each in draft.counted:
        for _, amount in each.columns():
            draft.flag("fractional_number", np.isfinite(amount.value) & (amount.value % 1 != 0))
    return draft


def _or(column: Array, otherwise: str) -> Array:
    """Return a column with a word where it has none."""
    return pc.fill_null(plain(column), otherwise).dictionary_encode() if otherwise else column


def _coordinates(batch: Batch) -> tuple[Numbers, Numbers, Numbers]:
    column = next((each for each in (LATITUDE_FIRST, LONGITUDE_FIRST) if batch.has(each)), "")
    if not column:
        latitude, bad_latitude = degrees(batch.text("latitude"))
        longitude, bad_longitude = degrees(batch.text("longitude"))
        return latitude, longitude, bad_latitude | bad_longitude
    pairs, codes = _PAIR[column](batch.text(column))
    latitude = spread([each[0] for each in pairs], codes, float, np.nan)
    longitude = spread([each[1] for each in pairs], codes, float, np.nan)
    return latitude, longitude, np.isnan(latitude) & (codes >= 0)


_PAIR: Final = {
    LATITUDE_FIRST: Each(read_pair),
    LONGITUDE_FIRST: Each(partial(read_pair, longitude_first=True)),
}


def _dates(batch: Batch, dates: DateReader, mapping: Mapping) -> Dates:
    """Return the dates: of one column, of two, or of year, month and day."""
    whole = batch.has("date") and ("date" in mapping.columns or batch.column("date") != batch.column("day"))
    start = dates(with_years(batch, mapping.year) if whole else _joined(batch))
    if {"date", "year"} <= mapping.columns.keys():
        start = in_stated_year(start, codes_of(batch.text("year")))
    if not batch.has("end_date") and not batch.has("end_year"):
        return start
    end = dates(batch.text("end_date") if batch.has("end_date") else _joined(batch, "end_"))
    stated = ~np.isnat(end.last)
    last = np.where(stated, end.last, start.last)
    reversed_ = last < start.first
    precision = start.precision.put(stated & (last > start.first) & start.precision.are("day"), "range")
    first = np.where(reversed_, np.datetime64("NaT"), start.first)
    reason = start.reason.put(reversed_, "reversed dates (the last is before the first)")
    return Dates(first, last, precision, reason, start.remedy.put(reversed_, "swap or correct them"))


def _joined(batch: Batch, end: str = "") -> Array:
    """Return year, month and day, or those of the last day, as one text; what is 0 or missing is left out."""
    year = codes_of(batch.text(f"{end}year"))
    year = np.where((year > 9) & (year < 100), [year_of(f"{each % 100:02}") for each in year.tolist()], year)
    months, month_codes = _MONTH(batch.text(f"{end}month"))
    month = spread(months, month_codes, np.int64, 0)
    days = batch.text(f"{end}day")
    day = codes_of(days)
    day = np.where(day == _NO_DAY, 0, day)
    texts = [
        None if y < 0 else f"{y:04}-{m:02}-{d:02}" if m > 0 and d > 0 else f"{y:04}-{m:02}" if m > 0 else f"{y:04}"
        for y, m, d in zip(year.tolist(), month.tolist(), day.tolist(), strict=True)
    ]
    spans, codes = _SPAN(days)
    several = spread([bool(each) for each in spans], codes, bool, False) & (month > 0) & (year >= 0)
    for row in np.flatnonzero(several).tolist():
        texts[row] = f"{texts[row]}-{spans[codes[row]]}"
    return pa.array(texts, pa.string()).dictionary_encode()


def _month_number(text: str) -> int:
    from incidents.dates import MONTHS

    if text.casefold() in MONTHS:
        return MONTHS[text.casefold()]
    return int(float(text)) if re.fullmatch(r"\d{1,2}(\.0)?", text) else 0


_MONTH: Final = Each(_month_number)
_NO_DAY: Final = 99  # as datasets write one that is not known
_DAYS: Final = re.compile(r"(\d{1,2})\s*(?:[-–—/&]|to|and)\s*(\d{1,2})")
_SPAN: Final = Each(lambda text: "/".join(match.groups()) if (match := _DAYS.fullmatch(text)) else "")
"""Several days of a month, as a column of days has them: "14-15"."""


def _levels(batch: Batch, latitude: Numbers, longitude: Numbers) -> tuple[Words, Numbers]:
    """Return the level that the table states, and which rows state none and have coordinates in whole degrees.

    What states none is known to the town, or to the district where both coordinates are whole: some formats write 26.0 as 26.
    """
    stated = Words.of(*_LEVEL(batch.text("precision")), "")
    both = stated.are("") & np.isfinite(latitude) & np.isfinite(longitude)
    whole = both & (latitude % 1 == 0) & (longitude % 1 == 0)
    return stated.put(both, "town").put(whole, "district"), whole


def _actor(batch: Batch) -> Part:
    """Return who is named; below such as "Claimed by" they claimed responsibility, unless the cell doubts or denies that."""
    names, blank = batch.text("actor"), pa.nulls(len(batch), pa.string()).dictionary_encode()
    role = Words.same("named", len(batch))
    if _CLAIMED.match(re.sub(r"[\W_]", "", batch.column("actor").casefold())):
        results, codes = _CLAIMS(names)
        role = Words.either(spread(results, codes, bool, False), "claimed_responsibility", "named")
    return Part(names, role, blank, Words.same(None, len(batch)))


def _counts(batch: Batch, mapping: Mapping, draft: Draft) -> list[Counted]:
    """Return the claims: low, value and high of the same people are one claim."""
    groups: dict[tuple[str, str, str], list[CountColumn]] = {}
    for count in mapping.counts:
        groups.setdefault((count.quantity, count.counted, count.claimant), []).append(count)
    of_row = _claimant(batch, mapping)
    found: list[Counted] = []
    for (quantity, counted, said_by), columns in groups.items():
        cells = [_cells(batch, count, draft) for count in columns]
        read: list[Amounts] = []
        for count, each in zip(columns, cells, strict=True):
            figures = amounts(in_words(each, count.column), mapping.decimal, quantity)
            figures, nines = without_nines(figures, each)
            draft.flag("nines_unknown", nines)
            read.append(figures)
        bounds = {count.bound: each for count, each in zip(columns, read, strict=True) if count.bound not in SEVERAL}
        for bound, together in (("part", added), ("some", partial(largest, others=counted == "people"))):
            if several := [each for count, each in zip(columns, read, strict=True) if count.bound == bound]:
                bounds["value"] = together(several)
        figures, disordered = _together(bounds)
        claimant, claimant_name = _actor_named(said_by) if said_by else of_row
        draft.flag("disordered_figures", disordered)
        found.append(
            Counted(
                quantity,
                _main(columns),
                figures,
                counted=counted,
                claimant=claimant,
                claimant_name=claimant_name,
                word=word_of(quantity, columns[0].column),
                written=_written(columns, cells),
                parts=tuple((count.column, each) for count, each in zip(columns, read, strict=True)),
            )
        )
    return [one for each in (*found, *_beside(found)) for one in apart(each)]


def _cells(batch: Batch, count: CountColumn, draft: Draft) -> Array:
    """Return the cells of a column of people, and flag what "None" in it is taken for and what in it is not read."""
    name = f"count:{count.column}"
    none, rows = none_cells(batch.written(name))
    if none:
        draft.flag(f"none_is_{none}", rows)
    draft.flag("brackets_unread", with_aside(batch.text(name)))
    draft.flag("number_below_parts", below_parts(batch.text(name)))
    return with_none(batch.text(name), rows) if none == NOBODY else batch.text(name)


def _beside(claims: Sequence[Counted]) -> list[Counted]:
    """Return the killed or wounded that cells of the other's column name, such as "12 killed, 5 injured", where their own column has nothing.

    Of a column of some of the people only where its name is of both: else those may be others.
    """
    found: list[Counted] = []
    for quantity, other in (("killed", "wounded"), ("wounded", "killed")):
        for each in claims:
            everyone = each.counted == "people"
            if each.quantity != other or len(each.parts) > 1 or each.written is None:
                continue
            if not everyone and not is_of_both(each.column):
                continue
            own = [
                one.amounts.stated
                for one in claims
                if one.quantity == quantity and (everyone or one.counted == each.counted)
            ]
            read = named_amounts(in_words(each.written, each.column), quantity)
            read.stated &= ~np.any([*own, read.unreadable], axis=0)  # what cannot be read is told of its own column
            read.unreadable[:] = False
            if read.stated.any():
                found.append(replace(each, quantity=quantity, amounts=read, parts=()))
    return found


def _main(columns: Sequence[CountColumn]) -> str:
    """Return the column that a claim is known by: that of the one figure, or all that are added up to it."""
    ranked = sorted(columns, key=lambda count: _WRITTEN.index(count.bound))
    main = next((count for count in ranked if count.bound in ("value", *SEVERAL)), ranked[0])
    return _BETWEEN[main.bound].join(count.column for count in ranked if count.bound == main.bound)


_WRITTEN: Final = ("low", "value", *SEVERAL, "high")
_BETWEEN: Final = dict.fromkeys(_WRITTEN, " + ") | {"some": "; "}
"""What stands between what is written in several columns of a bound."""


def _together(read: MappingType[str, Amounts]) -> tuple[Amounts, Numbers]:
    """Return one claim of the low, the one and the high figure, and in which rows they are not in order."""
    if set(read) == {"value"}:
        return read["value"], np.zeros(len(read["value"].low), dtype=bool)
    value, low, high = (read.get(bound) for bound in ("value", "low", "high"))
    any_one = next(iter(read.values()))
    nothing = np.full(len(any_one.low), np.nan)
    bottom = low.low if low else value.low if value else nothing
    top = high.high if high else value.high if value else nothing
    bottom, top, disordered = in_order(bottom, value.value if value else nothing, top)
    middle = value.value if value else np.where(bottom == top, bottom, np.nan)
    open_, free = np.isnan(top), np.isnan(bottom)
    qualifier = Words.either(bottom == top, "exact", "range").put(open_, "at_least").put(free, "at_most")
    qualifier = qualifier.put(free & open_, "unknown")
    unreadable = np.any([each.unreadable for each in read.values()], axis=0)
    stated = np.any([each.stated for each in read.values()], axis=0)
    return Amounts(bottom, middle, top, qualifier, unreadable, stated), disordered


def _written(columns: Sequence[CountColumn], cells: Sequence[Array]) -> Array:
    """Return what stands in the columns of a claim: its ends with “to” between, its parts with a plus, some of the people with a semicolon."""
    of_bound = {
        bound: [each for count, each in zip(columns, cells, strict=True) if count.bound == bound] for bound in _WRITTEN
    }
    ends = [joined(each, _BETWEEN[bound]) for bound, each in of_bound.items() if each]
    return joined(ends, " to ").dictionary_encode()


def _claimant(batch: Batch, mapping: Mapping) -> tuple[Any, Any]:
    """Return who claims the figures: whom the row names, else the mapping, else whoever reported the row."""
    if mapping.claimant:
        return _actor_named(mapping.claimant)
    said, source = plain(batch.text("claimant")), plain(batch.first("source", "url"))
    ids, codes = _CLAIMANT(said.dictionary_encode())
    reported, source_codes = _REPORTED(source.dictionary_encode())
    has = codes >= 0
    either = np.where(has, codes, np.where(source_codes >= 0, source_codes + len(ids), -1))
    claimant = Words.of([*ids, *reported], either, "unknown")
    by = pc.if_else(
        pc.is_null(source),
        "",
        pc.binary_join_element_wise("as reported by", pc.utf8_slice_codeunits(source, 0, 200), " "),
    )
    name = pc.if_else(pa.array(has), said, by)
    return claimant.array(), name


def _actor_named(name: str) -> tuple[str, str]:
    """Return the id of a claimant, and the name where the vocabulary does not have it."""
    known = lookup("actor", name)
    return known or named(name), "" if known else name


_CLAIMANT: Final = Each(lambda text: lookup("actor", text) or named(text))
_REPORTED: Final = Each(lambda text: named(text).replace(NAMED, f"{NAMED}reported-", 1))
