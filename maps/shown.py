"""What a figure shows: its incidents, the claims with their words, the datasets; with a digest that changes when they do."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from incidents.record import CLAIM_LINKS, Incident
from incidents.toll import claimant_label, figure
from incidents.vocabulary import COUNTED
from incidents.wording import lower_first
from maps.claimants import account_of
from maps.credits import geodata_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents import Atlas, Campaign, Claim, Selection


@dataclass(frozen=True)
class Shown:
    """What a selection's figure shows.

    Attributes
    ----------
    incidents : tuple of str
        Ids; none where they are more than `MOST_NAMED`.
    claims : dict
        The claims known on the selection's day about these incidents and their campaigns: id and words.
    datasets : dict
        Those of the incidents, of adopted ones where they came from: id and digest of the records shown.
    digest : str
        Changes when anything shown does; not when a ledger adopts it.
    """

    incidents: tuple[str, ...]
    claims: dict[str, str]
    datasets: dict[str, str]
    digest: str


MOST_NAMED = 5_000
"""From more incidents on, a digest is that of their columns: a thousand times quicker than that of their records."""

COLUMNS = (
    *("start", "end", "date_precision", "place_id", "level", "latitude", "longitude", "radius_km", "toponym"),
    *("event_type", "attack_types", "actors", "campaign", "sources", "killed", "other"),
)
"""Of `Atlas.outline`: those that decide what a figure of very many incidents shows."""

_KEPT = re.compile(r"^curated(-\d+)?\.")
_KEPT_WITHIN = re.compile(r'(?<=")curated(-\d+)?\.(?=[a-z0-9])')
"""What a ledger's dataset puts before ids, alone and within JSON."""

_remembered: weakref.WeakKeyDictionary[Atlas, dict[str, Shown]] = weakref.WeakKeyDictionary()
_MOST = 16
"""How many selections of an atlas are remembered: a page asks for one several times."""


def shown(atlas: Atlas, selection: Selection) -> Shown:
    """Return what the figure of a selection shows."""
    known, query = _remembered.setdefault(atlas, {}), selection.to_query()
    if query not in known:
        while len(known) >= _MOST:
            known.pop(next(iter(known)), None)
        known[query] = _shown(atlas, selection)
    return known[query]


def _shown(atlas: Atlas, selection: Selection) -> Shown:
    if atlas.summary(selection).count > MOST_NAMED:
        return _many(atlas, selection)
    frame = atlas.incidents(selection)
    ids: list[str] = frame["id"].tolist()
    atlas.remember(ids)
    lines = claims_shown(atlas, selection, ids)
    found = {own_id(record_id): atlas.incident(record_id) for record_id in ids}
    about = {record_id: _origin(atlas, record) for record_id, record in found.items()}
    records = {record_id: _recorded(atlas, record) for record_id, record in found.items()}
    campaigns = _campaigns(atlas, selection)
    titles = {
        info.id: [info.title, info.licence, info.citation] for info in atlas.datasets if info.id in about.values()
    }
    of_datasets = {
        each: _digest([titles.get(each), [text for record_id, text in records.items() if about[record_id] == each]])
        for each in sorted(set(about.values()))
    }
    claims = {claim.id: claim_words(claim) for claim in lines}
    state = [_own_ids(claim.model_dump_json(exclude=_empty(claim))) for claim in lines]
    contested = frame["contested"].tolist()
    digest = _digest([records, campaigns, state, contested, of_datasets, _geodata()])
    return Shown(tuple(ids), claims, of_datasets, digest)


def named(atlas: Atlas, selection: Selection) -> list[str]:
    """Return the ids of the selected incidents; none where they are more than a file names."""
    if atlas.summary(selection).count > MOST_NAMED:
        return []
    ids: list[str] = atlas.incidents(selection)["id"].tolist()
    atlas.remember(ids)
    return ids


def _many(atlas: Atlas, selection: Selection) -> Shown:
    """Return the same of very many incidents: their columns stand for them, and no file names each."""
    frame, own = atlas.outline(selection), atlas.summary(selection).figures
    lines = claims_shown(atlas, selection, ())
    campaigns = _campaigns(atlas, selection)
    titles = {info.id: [info.title, info.licence, info.citation] for info in atlas.datasets}
    of_datasets = {
        str(dataset): _digest([titles.get(str(dataset)), [_column(part[name]) for name in COLUMNS]])
        for dataset, part in frame.groupby("dataset", sort=True)
    }
    claims = {claim.id: claim_words(claim) for claim in lines}
    state = [_own_ids(claim.model_dump_json(exclude=_empty(claim))) for claim in lines]
    return Shown((), claims, of_datasets, _digest([campaigns, state, of_datasets, repr(own), _geodata()]))


def _column(values: Any) -> str:
    """Return the digest of a column: of its different values, and of where each stands."""
    codes, different = pd.factorize(values)
    held = hashlib.sha256(codes.astype("<i8").tobytes())
    held.update("\x1f".join(map(str, different)).encode("utf-8", "surrogatepass"))
    return held.hexdigest()


def own_id(record_id: str) -> str:
    """Return the id of a record whether or not a ledger keeps it now: what was adopted is the same record.

    Examples
    --------
    >>> own_id("curated.balochistan-2026.pasni"), own_id("balochistan-2026.pasni")
    ('balochistan-2026.pasni', 'balochistan-2026.pasni')
    """
    return _KEPT.sub("", record_id)


def _own_ids(text: str) -> str:
    return _KEPT_WITHIN.sub("", text)


def _origin(atlas: Atlas, record: Incident | Campaign) -> str:
    return atlas.datasets_of(record)[-1]


def _recorded(atlas: Atlas, record: Incident | Campaign) -> str:
    """Return what a record says, in the same words whether or not a ledger adopted it."""
    origin = _origin(atlas, record)
    if origin == record.dataset:
        return _own_ids(record.model_dump_json())
    changes: dict[str, Any] = {"dataset": origin}
    if isinstance(record, Incident):
        own = own_id(record.id)
        changes["external_ids"] = tuple(each for each in record.external_ids if each.id != own)
    return _own_ids(record.model_copy(update=changes).model_dump_json())


def _campaigns(atlas: Atlas, selection: Selection) -> dict[str, str]:
    views = atlas.summary(selection).campaigns
    return {own_id(view.campaign.id): _recorded(atlas, view.campaign) for view in views}


def _empty(claim: Claim) -> set[str]:
    """Return the links of a claim that name nothing and came later than the first figures, whose digests stay."""
    return {link for link in CLAIM_LINKS if link not in ("contests", "supersedes") and not getattr(claim, link)}


def claims_shown(atlas: Atlas, selection: Selection, incidents: Iterable[str]) -> tuple[Claim, ...]:
    """Return the claims about incidents and their campaigns that were known on the selection's day, none twice."""
    campaigns = (view.campaign.id for view in atlas.summary(selection).campaigns)
    found: dict[str, Claim] = {}
    for record_id in dict.fromkeys((*campaigns, *incidents)):
        claims = atlas.claims_of(record_id)
        if not claims:
            continue
        known = {line.claim_id for toll in atlas.tolls_of(record_id, selection) for line in toll.lines}
        found |= {claim.id: claim for claim in claims if claim.id in known}
    return tuple(found.values())


def claim_words(claim: Claim) -> str:
    """Return a claim in words: figure, whom it counts, what happened to them, and who says it."""
    outcome = claim.word or claim.quantity
    counted = lower_first(COUNTED[claim.counted].label)
    return f"{figure(claim)} {counted} {outcome}, {account_of(claimant_label(claim))}"


WORLD = "maps/data/world.geojson"
"""What lies around the basemap of the live map: no figure draws it, so none has changed with it."""


@functools.cache
def _geodata() -> dict[str, Any]:
    """Return the digests of the embedded places and basemap."""
    drawn = (source for source in geodata_sources() if source.file != WORLD)
    return {f"{source.file} {source.key}": source.sha256 for source in drawn}


def _digest(parts: Any) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
