"""What readers, exports and pictures get of an entry: without what is marked as sensitive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from incidents.curated.entry import SITE, Curable, Entry
from incidents.record import Campaign, Claim, Incident, Where

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


class _Site(NamedTuple):
    within: str  # places in here would tell where it was
    area: str  # what readers get instead


Sites = dict[str, list[_Site]]


def withheld_sites(pairs: Iterable[tuple[Entry, Curable]]) -> Sites:
    """Return the exact places that readers do not get, by the incident and the campaign that could give them away.

    Parameters
    ----------
    pairs : iterable of (Entry, record)
        Entries, each with its redacted record.
    """
    sites: Sites = {}
    for entry, record in pairs:
        if SITE in entry.sensitive and isinstance(entry.record, Incident) and isinstance(record, Incident):
            area = record.where.place_id
            sites.setdefault(record.id, []).append(_Site(area, area))
            sites.setdefault(entry.record.campaign, []).append(_Site(entry.record.where.place_id, area))
    return sites


def without_sites(record: Curable, sites: Sites, gazetteer: Gazetteer) -> Curable:
    """Return a claim or campaign that names the area where its places would tell an exact one that is withheld."""
    if isinstance(record, Claim) and record.about in sites:
        places = _coarser(record.scope.places, sites[record.about], gazetteer)
        return record.model_copy(update={"scope": record.scope.model_copy(update={"places": places})})
    if isinstance(record, Campaign) and record.id in sites:
        return record.model_copy(update={"places": _coarser(record.places, sites[record.id], gazetteer)})
    return record


def _coarser(places: Iterable[str], sites: Iterable[_Site], gazetteer: Gazetteer) -> tuple[str, ...]:
    areas = (next((site.area for site in sites if gazetteer.contains(site.within, place)), place) for place in places)
    return tuple(dict.fromkeys(areas))
