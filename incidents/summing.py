"""Makes the summary of a selection: counts, spans, campaigns, headline and subline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from incidents.headline import headline, subline
from incidents.record import actors_of
from incidents.summary import CampaignView, Count, Span, Summary
from incidents.toll import NONE_GIVEN, NOT_ADDED
from incidents.vocabulary import DATE_PRECISIONS, EVENT_TYPES, TARGET_KINDS
from incidents.wording import date_words, listed

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.query import Query
    from incidents.record import Campaign
    from incidents.selection import Selection
    from incidents.table import Frame


def summarise(atlas: Atlas, query: Query, selection: Selection) -> Summary:
    """Return the summary of a selection."""
    rows = query.rows(selection)
    frame = query.table.frame.take(rows)
    campaigns = _campaigns(atlas, frame, selection)
    return Summary(
        count=len(frame),
        places=int(frame["place_id"].nunique()),
        start=_day(frame["start"].min()),
        end=_day(frame["end"].max()),
        headline=headline(atlas, frame),
        subline=subline(atlas, frame, [query.table.incidents[row] for row in rows], selection),
        by_type=_count(frame["event_type"], lambda value: EVENT_TYPES[value].label),
        by_place=_count(frame["place_id"], atlas.place_label),
        spans=(*_spans(frame), *_campaign_spans(campaigns, set(frame["campaign"].unique()))),
        campaigns=tuple(_view(atlas, campaign, selection) for campaign in campaigns),
    )


def _day(value: Any) -> dt.date | None:
    return None if value != value else value.date()  # NaT differs from itself


def _count(column: Any, label: Any) -> tuple[Count, ...]:
    counts = column.value_counts(sort=False)
    found = [Count(str(value), label(value), int(number)) for value, number in counts.items()]
    return tuple(sorted(found, key=lambda each: (-each.count, each.label)))


def _spans(frame: Frame) -> tuple[Span, ...]:
    """Return one span for all incidents with the same days, precision and type."""
    groups = frame.groupby(["start", "end", "date_precision", "event_type"], sort=True, observed=True).size()
    return tuple(
        Span(
            label=EVENT_TYPES[kind].noun(int(count)),
            start=start.date(),
            end=end.date(),
            precision=precision,
            event_type=kind,
            count=int(count),
            note=_span_note(start.date(), end.date(), precision),
        )
        for (start, end, precision, kind), count in groups.items()
    )


def _span_note(first: dt.date, last: dt.date, precision: str) -> str:
    if precision == "range":
        return f"day not given: drawn as a span of {date_words(first, last)}"
    return "" if precision == "day" else DATE_PRECISIONS[precision].label


def _campaign_spans(campaigns: list[Campaign], shown: set[str]) -> tuple[Span, ...]:
    """Return the spans of campaigns of which no incident is shown: they have only themselves to be drawn by."""
    return tuple(
        Span(
            label=campaign.title,
            start=campaign.when.first,
            end=campaign.when.last,
            precision=campaign.when.precision,
            event_type=campaign.event_type,
            count=0,
            note="whole campaign",
            campaign=campaign.id,
        )
        for campaign in campaigns
        if campaign.id not in shown
    )


def _campaigns(atlas: Atlas, frame: Frame, selection: Selection) -> list[Campaign]:
    """Return the campaigns of the incidents, and those whose area and days the selection touches."""
    present = set(frame["campaign"].unique())
    return [campaign for campaign in atlas.campaigns if campaign.id in present or _touches(atlas, campaign, selection)]


def _touches(atlas: Atlas, campaign: Campaign, selection: Selection) -> bool:
    if selection.datasets and campaign.dataset not in selection.datasets:
        return False
    if selection.start and campaign.when.last < selection.start:
        return False
    if selection.end and campaign.when.first > selection.end:
        return False
    return _in_places(atlas, campaign, selection) and _in_bounds(atlas, campaign, selection)


def _in_places(atlas: Atlas, campaign: Campaign, selection: Selection) -> bool:
    if not selection.places:
        return True
    known = [place for place in selection.places if atlas.has_place(place)]
    contains = atlas.gazetteer.contains
    return any(contains(one, other) or contains(other, one) for one in campaign.places for other in known)


def _in_bounds(atlas: Atlas, campaign: Campaign, selection: Selection) -> bool:
    if selection.bounds is None:
        return True
    west, south, east, north = selection.bounds
    box = shapely.box(west, south, east, north)
    areas = [atlas.gazetteer.place(place) for place in campaign.places]
    shapes = [area.geometry if area.geometry is not None else shapely.box(*area.bounds) for area in areas]
    return bool(np.any(shapely.intersects(np.array(shapes, dtype=object), box)))


def _view(atlas: Atlas, campaign: Campaign, selection: Selection) -> CampaignView:
    tolls = atlas.tolls_of(campaign.id, selection)
    places = listed([atlas.place_label(place) for place in campaign.places])
    when = date_words(campaign.when.first, campaign.when.last, campaign.when.precision)
    claimed = [each for each in campaign.actors if each.role == "claimed_responsibility"]
    others = [each for each in campaign.actors if each.role != "claimed_responsibility"]
    return CampaignView(
        campaign=campaign,
        title=f"{campaign.title}, whole campaign",
        scope=f"{places}, {when}",
        tolls=tolls,
        note=NOT_ADDED if tolls else NONE_GIVEN,
        claimed_by=tuple(atlas.actor_label(actor) for actor in actors_of(claimed)),
        involved=tuple(atlas.actor_label(actor) for actor in actors_of(others)),
        targets=tuple(TARGET_KINDS[target.kind].label for target in campaign.targets),
        context=campaign.context,
    )
