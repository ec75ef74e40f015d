"""Incidents by place, period and kind as the map's playback takes them: small enough to be sent once, all of it."""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from incidents.periods import period_index, period_start
from maps.naming import short
from maps.payload import type_json
from maps.symbols import LARGEST, radius_px

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from incidents import Atlas, Selection
    from incidents.cube import Cube

    Json = dict[str, Any]

LONGEST = (("day", 120), ("week", 800), ("month", 22_000))
"""Periods, and the most days that are played by them; longer times are played by years."""

PLACE_BYTES = 110
"""Bytes that a place of a cube takes as JSON, about."""

WHOLE = ("spot", "place")
"""What a place of a cube may be without being coarser than the still map's."""


def cube(atlas: Atlas, selection: Selection, days: Iterable[dt.date] = ()) -> Json:
    """Return how many incidents of which kind lie where and when, for the playback of the map document.

    Parameters
    ----------
    atlas, selection
        Which incidents.
    days : dates, optional
        Days that the time played reaches to as well, though no incident lies there.

    Returns
    -------
    dict
        ``period`` (day, week, month, year); ``starts``: the first day of each, and of the one after the last; ``kinds``;
        ``types`` as in `maps.payload`; ``sizes``: radius of a symbol for 1, 2, ... records; ``places``: id, level, name,
        lat, lon; ``certain`` and ``uncertain``: base64 of whole numbers as `packed` writes them; ``count``; ``note``:
        how it is coarser than the still map, a sentence or empty.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> made = cube(Atlas.open(), Selection())
    >>> made["period"], made["starts"], made["count"]
    ('day', ['2026-01-29', '2026-01-30', '2026-01-31'], 9)
    """
    summary = atlas.summary(selection)
    reach = [day for day in (summary.start, summary.end, *days) if day]
    wanted = fitting(min(reach, default=None), max(reach, default=None))
    made = atlas.cube(selection, wanted, _size)
    starts, later = _reaching(made, reach)
    certain, uncertain = made.certain, made.uncertain
    if later:
        certain = certain.assign(period=certain["period"] + later)
        uncertain = uncertain.assign(first=uncertain["first"] + later, last=uncertain["last"] + later)
    return {
        "period": made.period,
        "starts": [str(day) for day in starts],
        "kinds": list(made.types),
        "types": {kind: type_json(kind) for kind in made.types},
        "sizes": [round(radius_px(count), 1) for count in range(1, LARGEST + 1)],
        "places": [_place(atlas, row) for row in made.places.to_dict("records")],
        "certain": _text(certain_numbers(certain)),
        "uncertain": _text(uncertain_numbers(uncertain)),
        "count": made.count,
        "note": _note(made, wanted),
    }


def _reaching(made: Cube, days: Iterable[dt.date]) -> tuple[np.ndarray, int]:
    """Return the first day of each period, so that all of some days lie in one, and how many come before the cube's own."""
    numbers = (
        [(day - dt.date(1970, 1, 1)).days for day in days] + made.starts[[0, -2]].astype(np.int64).tolist()
        if len(made.starts) > 1
        else []
    )
    if not numbers:
        return made.starts, 0
    index = period_index(np.array(numbers, dtype=np.int64), made.period)
    first, last = int(index.min()), int(index.max())
    own = int(period_index(made.starts[:1].astype(np.int64), made.period)[0])
    return period_start(np.arange(first, last + 2), made.period).astype("datetime64[D]"), own - first


def fitting(first: dt.date | None, last: dt.date | None) -> str:
    """Return the period by which some days are neither too few nor too many steps.

    Examples
    --------
    >>> import datetime as dt
    >>> fitting(dt.date(2026, 1, 29), dt.date(2026, 2, 2)), fitting(dt.date(2010, 1, 1), dt.date(2025, 12, 31))
    ('day', 'month')
    """
    days = (last - first).days if first and last else 0
    return next((period for period, most in LONGEST if days <= most), "year")


def _size(made: Cube) -> int:
    """Return how many bytes a cube takes as it is sent; its places about."""
    lines = len(_text(certain_numbers(made.certain))) + len(_text(uncertain_numbers(made.uncertain)))
    return lines + PLACE_BYTES * len(made.places) + 13 * len(made.starts)


def _note(made: Cube, wanted: str) -> str:
    coarser = [f"by {made.period} instead of by {wanted}"] if made.period != wanted else []
    if made.gathered not in WHOLE:
        coarser.append(f"gathered by {made.gathered}")
    return f"Too many records to play them all one by one: {' and '.join(coarser)}." if coarser else ""


def _place(atlas: Atlas, row: dict[Any, Any]) -> Json:
    place = atlas.gazetteer.place(row["place_id"])
    known = row["lat"] == row["lat"]
    return {
        "id": place.id,
        "level": row["level"],
        "name": short(place.name),
        "lat": round(row["lat"] if known else place.latitude, 4),
        "lon": round(row["lon"] if known else place.longitude, 4),
    }


def certain_numbers(lines: pd.DataFrame) -> np.ndarray:
    """Return lines of ``place, type, period, count`` as whole numbers, those of a place and type together.

    Each group begins with three numbers: how much larger its place is than that of the group before, its type, how many
    periods follow. A period is twice its count where it follows at once upon the one before, else that plus one and then
    how many periods later it lies.

    Examples
    --------
    >>> import pandas as pd
    >>> lines = pd.DataFrame({"place": [3, 3], "type": [1, 1], "period": [0, 5], "count": [2, 9]})
    >>> certain_numbers(lines).tolist()
    [3, 1, 2, 4, 19, 5]
    """
    ordered = lines.sort_values(["place", "type", "period"])
    starts, heads = _groups(ordered)
    period = ordered["period"].to_numpy(np.int64)
    before = np.where(starts, -1, np.roll(period, 1))
    later = period - before
    columns = [*heads, 2 * ordered["count"].to_numpy(np.int64) + (later != 1), later]
    written = [*[starts] * 3, np.ones_like(starts), later != 1]
    return np.column_stack(columns)[np.column_stack(written)]


def uncertain_numbers(lines: pd.DataFrame) -> np.ndarray:
    """Return lines of ``place, type, first, last, count`` likewise: each is its first period (how many later than the one
    before), how many more it may lie in, its count.

    Examples
    --------
    >>> import pandas as pd
    >>> lines = pd.DataFrame({"place": [0], "type": [1], "first": [4], "last": [6], "count": [9]})
    >>> uncertain_numbers(lines).tolist()
    [0, 1, 1, 4, 2, 9]
    """
    ordered = lines.sort_values(["place", "type", "first", "last"])
    starts, heads = _groups(ordered)
    first, last, count = (ordered[name].to_numpy(np.int64) for name in ("first", "last", "count"))
    before = np.where(starts, 0, np.roll(first, 1))
    columns = [*heads, first - before, last - first, count]
    every = np.ones_like(starts)
    return np.column_stack(columns)[np.column_stack([*[starts] * 3, every, every, every])]


def _groups(ordered: pd.DataFrame) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return where a group begins, and the three numbers that it begins with (of use there only)."""
    place, kind = ordered["place"].to_numpy(np.int64), ordered["type"].to_numpy(np.int64)
    starts = np.ones(len(ordered), dtype=bool)
    starts[1:] = (place[1:] != place[:-1]) | (kind[1:] != kind[:-1])
    at = np.flatnonzero(starts)
    sizes, steps = np.zeros(len(ordered), dtype=np.int64), np.zeros(len(ordered), dtype=np.int64)
    sizes[at] = np.diff(np.append(at, len(ordered)))
    steps[at] = np.diff(place[at], prepend=0)
    return starts, [steps, kind, sizes]


def packed(numbers: np.ndarray) -> bytes:
    """Return whole numbers as bytes of seven bits each, the lowest first; the eighth bit says that more follow.

    Examples
    --------
    >>> packed(np.array([5, 300])).hex()
    '05ac02'
    """
    values = numbers.astype(np.uint64)
    length = np.maximum(1, -(-_bits(values) // 7))
    digits = np.arange(int(length.max(initial=1)), dtype=np.uint64)
    groups = (values[:, None] >> (7 * digits)) & np.uint64(127)
    more = digits[None, :] + 1 < length[:, None]
    return (
        (groups | (more.astype(np.uint64) << np.uint64(7)))
        .astype(np.uint8)[digits[None, :] < length[:, None]]
        .tobytes()
    )


def _bits(values: np.ndarray) -> np.ndarray:
    """Return how many bits each number takes."""
    return np.ceil(np.log2(values.astype(np.float64) + 1)).astype(np.int64)


def _text(numbers: np.ndarray) -> str:
    return base64.b64encode(packed(numbers)).decode("ascii")
