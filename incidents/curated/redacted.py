"""What readers, exports and pictures get of an entry: without what is marked as sensitive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from incidents.curated.entry import SITE, Curable, Entry
from incidents.record import Incident, Where

if TYPE_CHECKING:
    from gazetteer import Gazetteer

AREAS: Final = ("district", "division", "province", "country")
WITHHELD: Final = "The exact place is withheld."


def redacted(entry: Entry, gazetteer: Gazetteer) -> Curable:
    """Return the record of an entry without its sensitive fields; who contributed it is never part of it.

    A field that is marked is as if it had not been given. ``"site"`` makes an incident known to its district only.

    Raises
    ------
    UnknownPlace
        If an exact place is to be withheld, and the gazetteer does not have it.

    Examples
    --------
    >>> from gazetteer import Gazetteer
    >>> from incidents.curated.entry import made
    >>> from incidents.record import Source
    >>> entry = made(Source(id="s", title="Interview", author="A. Khan"), sensitive=("author",))
    >>> redacted(entry, Gazetteer.load()).author
    ''
    """
    record = entry.record
    fields = type(record).model_fields
    hidden: dict[str, Any] = {
        mark: fields[mark].get_default(call_default_factory=True) for mark in entry.sensitive if mark != SITE
    }
    if SITE in entry.sensitive and isinstance(record, Incident):
        hidden["where"] = _area(record.where, gazetteer)
    return record.model_copy(update=hidden)


def _area(where: Where, gazetteer: Gazetteer) -> Where:
    """Return the district that a place is in, or the next larger area that there is."""
    place = gazetteer.place(where.place_id)
    around = [place, *(gazetteer.place(parent) for parent in place.parents)]
    area = next((each for each in around if each.level in AREAS), around[-1])
    return Where(place_id=area.id, level=area.level, how="area", note=WITHHELD)
