"""Makes the summary of a selection: counts, spans, campaigns, headline and subline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from incidents.headline import headline, subline
from incidents.periods import to_date
from incidents.record import actors_of
from incidents.selection import Selection
from incidents.summary import LANES, MOST, MOST_SPANS, CampaignView, Count, IncidentFigures, OwnFigures, Span, Summary
from incidents.toll import NONE_GIVEN, NONE_YET, campaign_note
from incidents.vocabulary import DATE_PRECISIONS, EVENT_TYPES, TARGET_KINDS
from incidents.wording import counted, date_words, listed, number_words, one_line

if TYPE_CHECKING:
    import datetime as dt

    from incidents.atlas import Atlas
    from incidents.cells import Cells
    from incidents.query import Query
    from incidents.record import Campaign
    from incidents.toll_view import TollView


def summarise(atlas: Atlas, query: Query, selection: Selection) -> Summary:
    """Return the summary of a selection."""
    answer = query.answer(selection)
    cells, present = answer.cells, query.campaigns(selection)
    campaigns = [each for each in atlas.campaigns if each.id in present or _touches(atlas, each, selection)]
    beside = _campaign_spans(campaigns, present)
    return Summary(
        count=answer.count,
        places=len(answer.places),
        unplaced=answer.unplaced,
        start=to_date(cells.first.min()) if len(cells) else None,
        end=to_date(cells.last.max()) if len(cells) else None,
        headline=headline(atlas, query, selection),
        subline=subline(atlas, query, selection),
        by_type=_count(answer.types, lambda value: EVENT_TYPES[value].label),
        campaigns=_views(atlas, campaigns, selection),
        figures=_figures(atlas, query, selection, answer.count),
        beside=beside,
        dated=_dated_days(cells),
        groups=len(cells),
        # asked again when they are wanted, else a summary would keep the answer
        make_by_place=lambda: _count(query.answer(selection).at_places, atlas.place_label),
        make_spans=lambda: (*spans_of(query.answer(selection).cells), *beside),
        make_lanes=lambda: (*lanes(query.answer(selection).cells), *beside),
    )


def _dated_days(cells: Cells) -> tuple[dt.date, dt.date] | None:
    days = cells.first[cells.first == cells.last]
    return (to_date(days.min()), to_date(days.max())) if len(days) else None


def _figures(atlas: Atlas, query: Query, selection: Selection, selected: int) -> OwnFigures:
    """Return what the selected incidents carry in figures of their own; never added up."""
    carrying, largest = query.carrying(selection, MOST)
    by = Selection(as_known_on=selection.as_known_on, rule=selection.rule)  # all of it that figures depend on
    found = (atlas.figures_of(record, by) for record in query.ids(largest))
    shown = tuple(each for each in found if not _only_zeros(each))
    own = query.contested_themselves(selection)
    return OwnFigures(carrying, own, shown, _figures_note(carrying, own, selected, len(shown)))


def _only_zeros(figures: IncidentFigures) -> bool:
    """Whether every claim gives a number and each number is 0, undisputed."""
    ends = [(line.low, line.value, line.high) for toll in figures.tolls for line in toll.lines]
    return not figures.contested and bool(ends) and all({*each} - {None} == {0} for each in ends)


def figures_of(atlas: Atlas, record: str, selection: Selection) -> IncidentFigures:
    """Return the figures of an incident as the panel of claims shows them, by the selection's rule and day."""
    incident = atlas.incident(record)
    tolls = atlas.tolls_of(record, selection)
    return IncidentFigures(
        incident=record,
        title=one_line(incident.title),
        when=date_words(incident.when.first, incident.when.last, incident.when.precision),
        place=atlas.place_label(incident.where.place_id),
        tolls=tolls,
        contested=any(toll.contested for toll in tolls),
    )


def _figures_note(carrying: int, contested: int, selected: int, shown: int) -> str:
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
    if not shown:
        return f"{note} None is above 0."
    zeros = "" if shown == min(carrying, MOST) else "; figures of 0 are not"
    if shown == carrying:
        return note
    return f"{note} The {number_words(shown)} with the largest figures {'is' if shown == 1 else 'are'} listed{zeros}."


def _count(counts: Mapping[str, int], label: Callable[[str], str]) -> tuple[Count, ...]:
    found = [Count(value, label(value), number) for value, number in counts.items()]
    return tuple(sorted(found, key=lambda each: (-each.count, each.label)))


def spans_of(cells: Cells) -> tuple[Span, ...]:
    """Return a span for all incidents with the same days, precision and type; beyond `MOST_SPANS` those with most of them.

    The others are then one span a type, from their first day to their last.
    """
    if len(cells) <= MOST_SPANS:
        return tuple(_span(*row) for row in cells.rows())
    kept = np.zeros(len(cells), dtype=bool)
    kept[np.argsort(-cells.count, kind="stable")[:MOST_SPANS]] = True
    return (*spans_of(cells.take(kept)), *_merged(cells.take(~kept)))


def _span(start: int, end: int, precision: str, kind: str, count: int) -> Span:
    first, last = to_date(start), to_date(end)
    return Span(
        label=EVENT_TYPES[kind].noun(count),
        start=first,
        end=last,
        precision=precision,
        event_type=kind,
        count=count,
        note=_span_note(first, last, precision),
    )


def lanes(cells: Cells) -> tuple[Span, ...]:
    """Return spans for a picture with little room: dated where several share a label, one a type beyond `LANES`."""
    if len(cells) <= LANES:
        own = spans_of(cells)
        shared = Counter(span.label for span in own)
        return tuple(_dated(span) if shared[span.label] > 1 else span for span in own)
    merged = sorted(_merged(cells), key=lambda span: (-span.count, span.label))
    return tuple(merged if len(merged) <= LANES else [*merged[: LANES - 1], _others(merged[LANES - 1 :])])


def _dated(span: Span) -> Span:
    return replace(span, label=f"{span.label}, {date_words(span.start, span.end, span.precision)}")


def _merged(cells: Cells) -> list[Span]:
    """Return one span a type, from its first day to its last, saying on how many days, in how many longer spans they lie."""
    return [spans_of(own)[0] if len(own) == 1 else _together(own) for own in cells.by_kind()]


def _together(cells: Cells) -> Span:
    """Return incidents of one type as one span."""
    single = cells.first == cells.last
    days = len(np.unique(cells.first[single]))
    longer = len(np.unique((cells.first[~single].astype(np.int64) << 32) + cells.last[~single]))
    parts = [counted(days, "different day")] if days else []
    parts += [counted(longer, "longer span")] if longer else []
    kind, count = cells.kinds[int(cells.kind[0])], int(cells.count.sum())
    return Span(
        label=EVENT_TYPES[kind].noun(count),
        start=to_date(cells.first.min()),
        end=to_date(cells.last.max()),
        precision="range",
        event_type=kind,
        count=count,
        note=listed(parts),
    )


def _others(spans: Sequence[Span]) -> Span:
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    count = sum(span.count for span in spans)
    label = "Incidents of other kinds" if count > 1 else "Incident of another kind"
    return Span(label, first, last, "range", "other", count, counted(len(spans), "kind"))


def _span_note(first: dt.date, last: dt.date, precision: str) -> str:
    if precision == "range":
        return f"day not given: drawn as a span of {date_words(first, last)}"
    return "" if precision == "day" else DATE_PRECISIONS[precision].label


def _campaign_spans(campaigns: Sequence[Campaign], shown: Collection[str]) -> tuple[Span, ...]:
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


def _touches(atlas: Atlas, campaign: Campaign, selection: Selection) -> bool:
    if selection.datasets and not {*atlas.datasets_of(campaign)} & {*selection.datasets}:
        return False
    if selection.start and campaign.when.last < selection.start:
        return False
    if any(day and campaign.when.first > day for day in (selection.end, selection.as_known_on)):
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


def _views(atlas: Atlas, campaigns: Sequence[Campaign], selection: Selection) -> tuple[CampaignView, ...]:
    """Return the campaigns with their figures, and one note on all of these: the same people may be in several."""
    tolls = [atlas.tolls_of(campaign.id, selection) for campaign in campaigns]
    note = campaign_note([toll for own in tolls for toll in own])
    none = NONE_YET if selection.as_known_on else NONE_GIVEN
    return tuple(_view(atlas, each, own, note if own else none) for each, own in zip(campaigns, tolls, strict=True))


def _view(atlas: Atlas, campaign: Campaign, tolls: tuple[TollView, ...], note: str) -> CampaignView:
    places = listed([atlas.place_label(place) for place in campaign.places])
    when = date_words(campaign.when.first, campaign.when.last, campaign.when.precision)
    claimed = [each for each in campaign.actors if each.role == "claimed_responsibility"]
    others = [each for each in campaign.actors if each.role != "claimed_responsibility"]
    return CampaignView(
        campaign=campaign,
        title=f"{one_line(campaign.title)}, whole campaign",
        scope=f"{places}, {when}",
        tolls=tolls,
        note=note,
        claimed_by=tuple(atlas.actor_label(actor) for actor in actors_of(claimed)),
        involved=tuple(atlas.actor_label(actor) for actor in actors_of(others)),
        targets=tuple(TARGET_KINDS[target.kind].label for target in campaign.targets),
        context=campaign.context,
    )
