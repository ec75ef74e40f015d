"""Reads what this atlas itself exports: its own columns, places and terms."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.named import is_actor, named
from incidents.readers.columns import Amounts, Batch, DateReader, Dates, Each, amounts, degrees
from incidents.readers.draft import Counted, Draft, Part
from incidents.readers.spool import Array
from incidents.readers.words import Words
from incidents.vocabulary import ATTACK_TYPES, DATE_PRECISIONS, EVENT_TYPES, PLACE_LEVELS, TARGET_KINDS

TITLE: Final = "Incident Atlas export"
DEATHS: Final = "fatalities_best"
CLAIMANT: Final = "named:as-exported"
CLAIMANT_NAME: Final = "range of all claims when it was exported"
_ITEM: Final = re.compile(r"[^\s,;()\[\]'\"]+")

_EVENTS: Final = Each(lambda text: text if text in EVENT_TYPES else "")
_LEVELS: Final = Each(lambda text: text if text in PLACE_LEVELS else "")
_PRECISIONS: Final = Each(lambda text: text if text in DATE_PRECISIONS else "range")
_ITEMS: Final = Each(lambda text: tuple(_ITEM.findall(text)))


def read(batch: Batch, dates: DateReader) -> Draft:
    """Return exported rows as they were."""
    start, end = dates(batch.text("start")), dates(batch.text("end"))
    last = np.where(np.isnat(end.last), start.last, end.last)
    reversed_ = last < start.first
    precision = Words.of(*_PRECISIONS(batch.text("date_precision")), "day")
    latitude, bad_latitude = degrees(batch.text("latitude"))
    longitude, bad_longitude = degrees(batch.text("longitude"))
    kind = Words.of(*_EVENTS(batch.text("event_type")), "unknown")
    unknown = kind.are("")
    draft = Draft(
        batch=batch,
        native_id=batch.text("id"),
        dates=Dates(
            np.where(reversed_, np.datetime64("NaT"), start.first),
            last,
            precision,
            start.reason.put(reversed_, "reversed dates (end is before start)"),
            start.remedy,
        ),
        names={
            "country": batch.text("country"),
            **{name: batch.text(name) for name in ("admin1", "admin2", "admin3")},
            "location": batch.first("toponym", "place"),
        },
        latitude=latitude,
        longitude=longitude,
        bad_coordinates=bad_latitude | bad_longitude,
        wanted_level=Words.of(*_LEVELS(batch.text("level")), ""),
        event_type=kind.put(unknown, "other"),
        native_type=batch.first("event_label", "event_type"),
        attack_types=_lists(batch.text("attack_types"), frozenset(ATTACK_TYPES)),
        target_kinds=_lists(batch.text("target_kinds"), frozenset(TARGET_KINDS)),
        actors=_actors(batch),
        title=batch.text("title"),
        note=batch.text("note"),
        source=batch.text("sources"),
        native_place_precision=batch.text("level"),
        native_date_precision=batch.text("date_precision"),
    )
    draft.unknown.append(("event_type", batch.text("event_type"), unknown))
    low, best, high = (amounts(batch.text(f"fatalities_{end}")) for end in ("low", "best", "high"))
    if batch.has("fatalities_best") or batch.has("fatalities_low"):
        stated = low.stated | best.stated | high.stated
        unreadable = low.unreadable | best.unreadable | high.unreadable
        open_, free = np.isnan(high.high), np.isnan(low.low)
        qualifier = Words.either(low.low < high.high, "range", "exact")
        qualifier = qualifier.put(open_ & ~free, "at_least").put(free & ~open_, "at_most")
        if batch.has("fatalities_low") and batch.has("fatalities_high"):
            qualifier = qualifier.put(open_ & free, "about")
        qualifier = qualifier.put(open_ & free & np.isnan(best.value), "unknown")
        together = Amounts(low.low, best.value, high.high, qualifier, unreadable, stated)
        written = batch.first("fatalities_best", "fatalities_low")
        draft.counted.append(
            Counted(
                "killed",
                DEATHS,
                together,
                claimant=CLAIMANT,
                claimant_name=CLAIMANT_NAME,
                word="killed",
                written=written,
                parts=tuple(
                    (f"fatalities_{end}", read)
                    for end, read in (("best", best), ("low", low), ("high", high))
                    if batch.has(f"fatalities_{end}")
                ),
            )
        )
    return draft


def _lists(column: Array, known: frozenset[str]) -> list[Words]:
    """Return up to four columns of the terms listed in each cell."""
    results, codes = _ITEMS(column)
    kept = [[each for each in items if each in known] for items in results]
    most = min(max(map(len, kept), default=0), 4)
    return [Words.of([items[at] if at < len(items) else None for items in kept], codes) for at in range(most)]


def _actors(batch: Batch) -> list[Part]:
    role, nothing = Words.same("named", len(batch)), Words.same(None, len(batch))
    blank = pa.nulls(len(batch), pa.string()).dictionary_encode()
    results, codes = _ITEMS(batch.text("actors"))
    most = min(max(map(len, results), default=0), 6)
    columns = [Words.of([each[at] if at < len(each) else None for each in results], codes) for at in range(most)]
    return [Part(column.array(), role, blank, nothing) for column in columns]


def as_actor(text: str) -> str:
    """Return the actor id that an exported id is, or one made of its name."""
    return text if is_actor(text) else named(text)
