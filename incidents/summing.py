"""Makes the summary of a selection: counts, spans, campaigns, headline and subline."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from incidents.headline import headline, subline
from incidents.record import actors_of
from incidents.summary import LANES, MOST, CampaignView, Count, IncidentFigures, OwnFigures, Span, Summary
from incidents.toll import NONE_GIVEN, NOT_ADDED
from incidents.vocabulary import DATE_PRECISIONS, EVENT_TYPES, TARGET_KINDS
from incidents.wording import counted, date_words, listed, number_words, one_line

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
    spans = (*_spans(frame), *_campaign_spans(campaigns, set(frame["campaign"].unique())))
    return Summary(
        count=len(frame),
        places=int(frame["place_id"].nunique()),
        start=_day(frame["start"].min()),
        end=_day(frame["end"].max()),
        headline=headline(atlas, frame),
        subline=subline(atlas, frame, [query.table.incidents[row] for row in rows], selection),
        by_type=_count(frame["event_type"], lambda value: EVENT_TYPES[value].label),
        by_place=_count(frame["place_id"], atlas.place_label),
        spans=spans,
        campaigns=tuple(_view(atlas, campaign, selection) for campaign in campaigns),
        figures=_figures(atlas, query, selection, len(frame)),
        lanes=lanes(spans),
    )


def _figures(atlas: Atlas, query: Query, selection: Selection, selected: int) -> OwnFigures:
    """Return what the selected incidents carry in figures of their own; never added up."""
    carrying = query.carrying(selection)
    contested = query.contested_themselves(selection)
    shown = tuple(_figures_of(atlas, query, row, bool(contested[row]), selection) for row in carrying[:MOST])
    own = int(contested[query.rows(selection)].sum())
    return OwnFigures(len(carrying), own, shown, _figures_note(len(carrying), own, selected))


def _figures_of(atlas: Atlas, query: Query, row: int, contested: bool, selection: Selection) -> IncidentFigures:
    incident = query.table.incidents[row]
    return IncidentFigures(
        incident=incident.id,
        title=one_line(incident.title),
        when=date_words(incident.when.first, incident.when.last, incident.when.precision),
        place=atlas.place_label(incident.where.place_id),
        tolls=atlas.tolls_of(incident.id, selection),
        contested=contested,
    )


def _figures_note(carrying: int, contested: int, selected: int) -> str:
    if not carrying:
        return ""
    note = (
        f"{carrying:,} of {counted(selected, 'incident')} {'has' if carrying == 1 else 'have'} figures of "
        f"{'its' if carrying == 1 else 'their'} own; they are shown per incident and not added up."
    )
    note += (
        f" {counted(contested, 'incident')} {'has' if contested == 1 else 'have'} contested figures."
        if contested
        else ""
    )
    return note + (f" The {number_words(MOST)} with the largest figures are listed." if carrying > MOST else "")


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


def lanes(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans for a picture with little room: dated where several share a label, one a type beyond `LANES`.

    Campaigns keep a lane each.
    """
    campaigns = [span for span in spans if span.campaign]
    own = [span for span in spans if not span.campaign]
    if len(own) <= LANES:
        shared = Counter(span.label for span in own)
        return (*(_dated(span) if shared[span.label] > 1 else span for span in own), *campaigns)
    by_type: defaultdict[str, list[Span]] = defaultdict(list)
    for span in own:
        by_type[span.event_type].append(span)
    merged = sorted(map(_merged, by_type.values()), key=lambda span: (-span.count, span.label))
    kept = merged if len(merged) <= LANES else [*merged[: LANES - 1], _others(merged[LANES - 1 :])]
    return (*kept, *campaigns)


def _dated(span: Span) -> Span:
    return replace(span, label=f"{span.label}, {date_words(span.start, span.end, span.precision)}")


def _merged(spans: Sequence[Span]) -> Span:
    """Return one span for those of a type, from their first day to their last."""
    if len(spans) == 1:
        return spans[0]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    count = sum(span.count for span in spans)
    return Span(
        label=EVENT_TYPES[spans[0].event_type].noun(count),
        start=first,
        end=last,
        precision="range",
        event_type=spans[0].event_type,
        count=count,
        note=_different(spans),
    )


def _different(spans: Sequence[Span]) -> str:
    """Return on how many different days, or in how many longer spans, the incidents of some spans lie."""
    days = {span.start for span in spans if span.start == span.end}
    longer = {(span.start, span.end) for span in spans if span.start != span.end}
    parts = [counted(len(days), "different day")] if days else []
    parts += [counted(len(longer), "longer span")] if longer else []
    return listed(parts)


def _others(spans: Sequence[Span]) -> Span:
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    count = sum(span.count for span in spans)
    label = "Incidents of other kinds" if count > 1 else "Incident of another kind"
    return Span(label, first, last, "range", "other", count, counted(len(spans), "kind"))


def _span_note(first: dt.date, last: dt.date, precision: str) -> str:
    if precision == "range":
        return f"day not given: drawn as a span of {date_words(first, last)}"
    return "" if precision == "day" else DATE_PRECISIONS[precision].label


def _campaign_spans(campaigns: list[Campaign], shown: set[str]) -> tuple[Span, ...]:
    """Return the spans of campaigns of which no incident is shown: they have only themselves to be drawn by."""
    return tuple(
        Span(
            label=one_line(campaign.title),
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
        title=f"{one_line(campaign.title)}, whole campaign",
        scope=f"{places}, {when}",
        tolls=tolls,
        note=NOT_ADDED if tolls else NONE_GIVEN,
        claimed_by=tuple(atlas.actor_label(actor) for actor in actors_of(claimed)),
        involved=tuple(atlas.actor_label(actor) for actor in actors_of(others)),
        targets=tuple(TARGET_KINDS[target.kind].label for target in campaign.targets),
        context=campaign.context,
    )
