"""A frozen briefing: a copy that carries its data and its maps inside and never changes, whatever happens to the atlas."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import TYPE_CHECKING, Final

from briefing.board import boards
from briefing.errors import BadBriefing
from briefing.picture import Drawn, drawn
from briefing.scene import Frozen, Picture, Records
from briefing.sources import datasets_of, sources_of_briefing
from briefing.state import stated, today
from incidents import Atlas, Dataset, UnknownRecord
from maps.layers import ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.scene import Briefing, Scene
    from incidents import Campaign, Claim, Incident, Source

MAX_INCIDENTS: Final = 5_000
"""Incidents that a frozen briefing carries."""


def frozen(atlas: Atlas, briefing: Briefing, on: dt.date | None = None) -> Briefing:
    """Return the briefing with its records and pictures inside. Raises `BadBriefing` where these are too many.

    Examples
    --------
    >>> from briefing.scene import Briefing
    >>> frozen(Atlas.of([]), Briefing(id="x", title="X"), dt.date(2026, 3, 5)).frozen.on.isoformat()
    '2026-03-05'
    """
    if briefing.frozen:
        return briefing
    day = on or today()
    written = briefing.replace(scenes=tuple(stated(atlas, scene, day) for scene in briefing.scenes))
    maps = {scene.id: drawn(atlas, scene, day) for scene in written.scenes if scene.picture == "map"}
    held = Frozen(
        on=day,
        records=_records(atlas, written),
        boards=tuple(boards(atlas, written, day)),
        ground=json.dumps(ground(), ensure_ascii=False, separators=(",", ":")),
        pictures={scene: Picture(png=base64.b64encode(each.png), alt=each.alt) for scene, each in maps.items()},
        sources=sources_of_briefing(atlas, written),
        datasets=datasets_of(atlas, written),
    )
    return written.replace(frozen=held)


def picture_of(atlas: Atlas, briefing: Briefing, scene: Scene, day: dt.date) -> Drawn:
    """Return the map of a scene: of a frozen briefing the one that it carries, else drawn now."""
    held = briefing.frozen.pictures.get(scene.id) if briefing.frozen else None
    return Drawn(held.png, held.alt) if held else drawn(atlas, scene, day)


def rests_on(atlas: Atlas, briefing: Briefing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sources and the datasets of a briefing in sentences: of a frozen one those that it carries."""
    if briefing.frozen and briefing.frozen.sources:
        return briefing.frozen.sources, briefing.frozen.datasets
    return sources_of_briefing(atlas, briefing), datasets_of(atlas, briefing)


def atlas_of(briefing: Briefing, atlas: Atlas) -> Atlas:
    """Return the atlas that a briefing is shown from: its own records where it is frozen, else the one given."""
    if briefing.frozen is None:
        return atlas
    datasets = [
        Dataset(
            each.id,
            each.title,
            each.licence,
            each.citation,
            sources=each.sources,
            campaigns=each.campaigns,
            incidents=each.incidents,
            claims=each.claims,
            origins=each.origins,
        )
        for each in briefing.frozen.records
    ]
    return Atlas.of(datasets, atlas.gazetteer)


def _records(atlas: Atlas, briefing: Briefing) -> tuple[Records, ...]:
    """Return the records that the scenes show, by dataset."""
    incidents, campaigns = _shown(atlas, briefing)
    if len(incidents) > MAX_INCIDENTS:
        raise BadBriefing(
            f"the scenes show {len(incidents):,} incidents; a frozen briefing carries at most {MAX_INCIDENTS:,}: "
            "select fewer in its scenes"
        )
    used = {record.dataset for record in (*incidents, *campaigns)}
    return tuple(
        _of_dataset(atlas, info.id, info.title, info.licence, info.citation, incidents, campaigns)
        for info in atlas.datasets
        if info.id in used
    )


def _shown(atlas: Atlas, briefing: Briefing) -> tuple[list[Incident], list[Campaign]]:
    incidents: dict[str, Incident] = {}
    campaigns: dict[str, Campaign] = {}
    for scene in briefing.scenes:
        for record_id in atlas.incidents(scene.selection)["id"].tolist():
            incidents.setdefault(record_id, atlas.incident(record_id))
        for view in atlas.summary(scene.selection).campaigns:
            campaigns.setdefault(view.campaign.id, view.campaign)
    for incident in incidents.values():
        if incident.campaign and incident.campaign not in campaigns:
            campaigns[incident.campaign] = atlas.campaign(incident.campaign)
    return list(incidents.values()), list(campaigns.values())


def _of_dataset(
    atlas: Atlas, dataset: str, title: str, licence: str, citation: str, incidents: list[Incident], campaigns: list[Campaign]
) -> Records:  # fmt: skip
    own_incidents = tuple(each for each in incidents if each.dataset == dataset)
    own_campaigns = tuple(each for each in campaigns if each.dataset == dataset)
    records = (*own_campaigns, *own_incidents)
    claims = tuple(claim for record in records for claim in atlas.claims_of(record.id))
    named = [source for record in records for source in record.sources]
    named += [evidence.source for claim in claims for evidence in claim.evidence]
    return Records(
        id=dataset,
        title=title,
        licence=licence,
        citation=citation,
        sources=tuple(_sources(atlas, dict.fromkeys(named))),
        campaigns=own_campaigns,
        incidents=own_incidents,
        claims=_once(claims),
        origins={each.id: origin for each in records for origin in atlas.datasets_of(each) if origin != dataset},
    )


def _sources(atlas: Atlas, ids: Iterable[str]) -> Iterable[Source]:
    for source_id in ids:
        try:
            yield atlas.source(source_id)
        except UnknownRecord:
            continue


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple({claim.id: claim for claim in claims}.values())
