"""The list behind a mark: its records in short, the first few, and the rest when they are asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from incidents.wording import date_words, where_words
from maps.marks import DIGITS, overlap
from maps.naming import short
from maps.symbols import AREA_LEVELS, POINT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from incidents import Atlas, Selection
    from maps.marks import Bounds

    Json = dict[str, Any]

LISTED = 20
"""Records that are listed at a time."""


def listing(
    atlas: Atlas, selection: Selection, *, place: str = "", level: str = "", cell: Bounds | None = None, offset: int = 0
) -> Json:
    """Return the records of a mark, `LISTED` of them from `offset` on.

    Parameters
    ----------
    place, level : str
        Id and level of an area: what is known to it and no better; or
    cell : tuple of float, optional
        Bounds (west, south, east, north) of a spot or of the cell of a bin: what is known to a town or site in them.

    Returns
    -------
    dict
        ``incidents``: id, title, when, level, type, and where they are filled where, claimed_by, contested, killed, toponym;
        ``offset``.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> listed = listing(Atlas.open(), Selection(), place="district:gwadar", level="district")
    >>> [record["title"] for record in listed["incidents"]]
    ['Coordinated attack in Gwadar']
    """
    narrowed = _of_area(selection, place, level) if cell is None else _of_cell(selection, cell)
    records = [] if narrowed is None else described(atlas, atlas.page(narrowed, offset=offset, limit=LISTED))
    return {"incidents": [_without_mark(record) for record in records], "offset": offset}


def _of_area(selection: Selection, place: str, level: str) -> Selection | None:
    if level not in AREA_LEVELS or (selection.precisions and level not in selection.precisions):
        return None
    return selection.replace(places=(place,), precisions=(level,))


def _of_cell(selection: Selection, cell: Bounds) -> Selection | None:
    levels = [level for level in POINT_LEVELS if level in (selection.precisions or POINT_LEVELS)]
    bounds = overlap(selection.bounds, cell)
    return selection.replace(bounds=bounds, precisions=tuple(levels)) if levels and bounds else None


def described(atlas: Atlas, rows: pd.DataFrame) -> list[Json]:
    """Return rows of `Atlas.page` in short; ``at`` is a record's area or its spot, (latitude, longitude)."""
    atlas.remember(rows["id"])
    return [_described(atlas, row) for row in rows.to_dict("records")]


def spot_of(row: dict[Any, Any]) -> tuple[float, float]:
    """Return the spot of a row of `Atlas.page`: latitude and longitude as `Atlas.marks` rounds them."""
    return round(row["latitude"], DIGITS), round(row["longitude"], DIGITS)


def _described(atlas: Atlas, row: dict[Any, Any]) -> Json:
    written, level = str(row["toponym"] or ""), row["level"]
    where = where_words(row["place"], row["place_id"], level, written, row["how"])
    said = {
        "claimed_by": short(_claimed_by(atlas, row["id"])),
        "contested": row["contested_by"],
        "killed": killed_words(row),
        "where": short(where),
        "toponym": "" if written in (row["place"], where) or where != row["place"] else short(written),
    }
    return {
        "id": row["id"],
        "title": short(row["title"]),
        "when": _when(row),
        "level": level,
        "type": row["event_type"],
        "place_id": row["place_id"],
        "at": spot_of(row) if level in POINT_LEVELS else row["place_id"],
        **{name: words for name, words in said.items() if words},
    }


def killed_words(row: Mapping[Any, Any]) -> str:
    """Return how many people were killed in one incident, as far as its claims say by the selection's rule.

    Parameters
    ----------
    row : mapping
        A row of `Atlas.incidents`, of which it takes ``fatalities_low, fatalities_best, fatalities_high``.

    Examples
    --------
    >>> def words(*figures):
    ...     return killed_words(dict(zip(("fatalities_low", "fatalities_best", "fatalities_high"), figures)))
    >>> none = float("nan")
    >>> words(3, 3, 3), words(3, none, 5), words(3, none, none), words(none, none, 3), words(none, 3, none), words(none, none, none)
    ('3', '3–5', 'at least 3', 'at most 3', 'about 3', '')
    """
    ends = (row[f"fatalities_{end}"] for end in ("low", "best", "high"))
    least, best, most = (None if math.isnan(end) else f"{end:.0f}" for end in ends)
    if least and most:
        return least if least == most else f"{least}–{most}"
    return f"at least {least}" if least else f"at most {most}" if most else f"about {best}" if best else ""


def _without_mark(record: Json) -> Json:
    return {key: value for key, value in record.items() if key not in ("at", "place_id")}


def _claimed_by(atlas: Atlas, incident_id: str) -> str:
    participants = atlas.incident(incident_id).actors
    claimed = [person for person in participants if person.role == "claimed_responsibility"]
    return ", ".join(person.name or atlas.actor_label(person.actor) for person in claimed)


def _when(row: dict[Any, Any]) -> str:
    words = date_words(row["start"], row["end"], row["date_precision"])
    return f"{words}, day not stated" if row["date_precision"] == "range" and row["start"] != row["end"] else words
