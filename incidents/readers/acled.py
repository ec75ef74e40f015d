"""Reads ACLED exports: 31 columns, the layout until early 2023, 2015 Asia files, trimmed copies."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from incidents.crosswalk import ACLED_ATTACKS, ACLED_EVENTS, ACLED_INTER, ACLED_TYPES
from incidents.readers.by_actor import rows_beside
from incidents.readers.columns import (
    Batch,
    DateReader,
    Dates,
    Each,
    amounts,
    codes_of,
    degrees,
    nulls,
    outside_codebook,
    plain,
    spread,
)
from incidents.readers.draft import Counted, Draft, Part
from incidents.readers.scanning import either_case, matching, mentioning
from incidents.readers.spool import Array, Numbers
from incidents.readers.words import Words, combinations

TITLE: Final = "ACLED"
LICENCE: Final = (
    "ACLED terms of use: attribution required, redistribution of the data not permitted; keep this dataset to yourself"
)
CITATION: Final = (
    "ACLED (Armed Conflict Location & Event Data), acleddata.com; give the date on which you downloaded it"
)
DEATHS: Final = "fatalities"
CLAIMANT: Final = "named:acled-coders-estimate"
CLAIMANT_NAME: Final = "ACLED, coder’s estimate"

_SUB_EVENTS: Final = {name.casefold(): term.id for name, term in ACLED_EVENTS.items()}
_ATTACKS: Final = {name.casefold(): term.id for name, term in ACLED_ATTACKS.items()}
_INTER: Final = {key.casefold(): term for code, (words, term) in ACLED_INTER.items() for key in (code, words)}
#: What a place is known to: 1 the town, 2 near a town or part of a region, 3 a larger region coded to its capital.
LEVELS: Final = {1: "town", 2: "district", 3: "province"}
#: What a date is known to: 1 the day, 2 the week, 3 the month. As above, a code that is none of them is read as the last.
TIMES: Final = (1, 2, 3)


def read(batch: Batch, dates: DateReader) -> Draft:
    """Return ACLED rows in our terms."""
    kind, native, unknown = _types(batch)
    latitude, bad_latitude = degrees(batch.text("latitude"))
    longitude, bad_longitude = degrees(batch.text("longitude"))
    precision, accuracy = batch.text("geo_precision"), batch.text("time_precision")
    nowhere, never = outside_codebook(precision, LEVELS), outside_codebook(accuracy, TIMES)
    draft = Draft(
        batch=batch,
        native_id=batch.first("event_id_cnty", "data_id"),
        dates=widened(dates(batch.text("event_date")), np.where(never, TIMES[-1], codes_of(accuracy))),
        names={name: batch.text(name) for name in ("country", "admin1", "admin2", "admin3", "location")},
        latitude=latitude,
        longitude=longitude,
        bad_coordinates=bad_latitude | bad_longitude,
        wanted_level=_levels(np.where(nowhere, max(LEVELS), codes_of(precision))),
        event_type=kind,
        native_type=native,
        attack_types=[_attack(batch)],
        actors=_actors(batch),
        note=batch.text("notes"),
        source=batch.text("source"),
        source_scale=batch.text("source_scale"),
        native_place_precision=precision,
        native_date_precision=accuracy,
        updated=batch.text("timestamp"),
    )
    draft.unknown += [unknown, ("geo_precision", precision, nowhere), ("time_precision", accuracy, never)]
    _count(draft)
    return draft


def _levels(codes: Numbers) -> Words:
    return Words.of(tuple(LEVELS.values()), np.where(codes <= len(LEVELS), np.maximum(codes, 0), 0) - 1, "")


def widened(dates: Dates, codes: Numbers) -> Dates:
    """Return dates with ACLED's time precision: 2 is some day of that week, 3 some day of that month."""
    week, month = codes == 2, codes == 3
    known = ~np.isnat(dates.first)
    first, last = dates.first.copy(), dates.last.copy()
    precision = dates.precision.put(known & week, "range").put(known & month, "month")
    rows = known & week
    monday = first[rows] - ((first[rows].astype(np.int64) + 3) % 7).astype("timedelta64[D]")
    first[rows], last[rows] = monday, monday + np.timedelta64(6, "D")
    rows = known & month
    months = first[rows].astype("datetime64[M]")
    first[rows] = months.astype("datetime64[D]")
    last[rows] = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return Dates(first, last, precision, dates.reason, dates.remedy, (dates.first, dates.last))


def _types(batch: Batch) -> tuple[Words, Array, tuple[str, Array, Numbers]]:
    """Return our event types, the native ones as written, and which are in no codebook."""
    pairs, codes = combinations([batch.text("event_type"), batch.text("sub_event_type")])
    read = [_type(*pair) for pair in pairs]
    native = Words.of([" > ".join(filter(None, pair)) or None for pair in pairs], codes).array()
    unknown = spread([known is None or not sure for known, sure in read], codes, bool, False)
    kind = Words.of([known or "other" for known, _ in read], codes)
    return kind, native, ("sub_event_type", native, unknown)


def _type(main: str | None, sub: str | None) -> tuple[str | None, bool]:
    """Return our event type for ACLED's two, None where the codebook does not have it, and whether it has the first."""
    wide = "unknown" if main is None else ACLED_TYPES.get(main.casefold())
    known = wide if sub is None else _SUB_EVENTS.get(sub.casefold().replace("protestors", "protesters"))
    return known, wide is not None


_ATTACK: Final = Each(lambda text: _ATTACKS.get(text.casefold()))
_KIND: Final = Each(lambda text: _INTER.get(text.removesuffix(".0").casefold()))


def _attack(batch: Batch) -> Words:
    return Words.of(*_ATTACK(batch.text("sub_event_type")))


def _actors(batch: Batch) -> list[Part]:
    """Return the actors of each row, with those of the other rows of its event where a row has one, and their associates."""
    beside = [(1, rows) for rows in rows_beside(batch)]
    sides: list[tuple[int, Numbers | None]] = [(1, None), (2, None), *beside]
    return [_actor(batch, *side) for side in sides] + [
        _associate(batch, *side) for side in sides if batch.has(f"assoc_actor_{side[0]}")
    ]


def _of_rows(column: Array, rows: Numbers | None) -> Array:
    """Return what a column has in other rows, nothing for row -1; the column itself where none are given."""
    return column if rows is None else column.take(pa.array(rows, mask=rows < 0))


def _actor(batch: Batch, number: int, rows: Numbers | None) -> Part:
    """Return an actor; ACLED does not say which of the two began, so the role is only "named"."""
    kinds = _of_rows(batch.text(f"inter{number}"), rows)
    fallback = Words.of(*_KIND(kinds))
    targeted = ~nulls(batch.text("civilian_targeting"))
    role = Words.either(targeted & fallback.are("civilians"), "targeted", "named")
    return Part(_of_rows(batch.text(f"actor{number}"), rows), role, kinds, fallback)


def _associate(batch: Batch, number: int, rows: Numbers | None) -> Part:
    """Return whom an actor is associated with."""
    nothing, role = Words.same(None, len(batch)), Words.same("named", len(batch))
    blank = pa.nulls(len(batch), pa.string()).dictionary_encode()
    return Part(_of_rows(batch.text(f"assoc_actor_{number}"), rows), role, blank, nothing)


_CODED: Final = r"coded\s+a[st]"  # a first look for each: rare letters are found soon
_PARTED: Final = ("plit", "vided", "buted")  # in split, divided, distributed
_IMPUTED: Final = either_case(r"(fatalities|deaths)\s+(were\s+)?coded\s+(as|at)\b|coded as \d+ fatalit")
_SPLIT: Final = either_case(r"\b(split|divided|distributed)\s+(equally\s+)?(across|among|between|over)\b")


def _count(draft: Draft) -> None:
    """Add the deaths, with what the notes say of how they were set."""
    batch = draft.batch
    notes = plain(batch.text("notes"))
    coded, *parted = mentioning(notes, (_CODED, *_PARTED))
    draft.flag("imputed", matching(notes, _IMPUTED, coded))
    draft.flag("split_event", matching(notes, _SPLIT, np.any(parted, axis=0)))
    if batch.has(DEATHS):
        column = batch.text(DEATHS)
        draft.counted.append(
            Counted(
                "killed",
                batch.column(DEATHS),
                amounts(column),
                claimant=CLAIMANT,
                claimant_name=CLAIMANT_NAME,
                word="fatalities",
                note="the most conservative of the reported figures, as ACLED codes it",
                written=column,
            )
        )
