"""The headline and the subline of a selection: what, where, when; how many, claimed by whom, from what source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incidents.vocabulary import ACTORS, ATTACK_TYPES, EVENT_TYPES
from incidents.wording import counted, date_words, day_words, listed, number_words, one_line, span_words

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.record import Incident, Source
    from incidents.selection import Selection
    from incidents.table import Frame

NOTHING = "No incident matches"


def headline(atlas: Atlas, frame: Frame) -> str:
    """Return what, where and when: "Coordinated attacks in nine places of Balochistan, 29–30 January 2026"."""
    if frame.empty:
        return NOTHING
    return f"{_what(frame)} {_where(atlas, frame)}, {_when(frame)}"


def _what(frame: Frame) -> str:
    """Return the kind of thing that happened: one noun where all are of a kind, else their number."""
    count = len(frame)
    attacks, types = set(frame["attack_types"]), set(frame["event_type"].unique())
    if len(attacks) == 1 and len(types) == 1 and len(only := next(iter(attacks))) == 1:
        return ATTACK_TYPES[only[0]].noun(count)
    if len(types) == 1:
        return EVENT_TYPES[types.pop()].noun(count)
    return counted(count, "incident")


def _where(atlas: Atlas, frame: Frame) -> str:
    places = list(frame["place_id"].unique())
    if len(places) == 1:
        return (
            f"in {atlas.place_label(places[0]) if frame['toponym'].nunique() > 1 else _name(atlas, frame, places[0])}"
        )
    mixed = frame["event_type"].nunique() > 1
    number = f"{len(places):,}" if mixed else number_words(len(places))
    area = _common_area(atlas, places)
    return f"in {number} places{f' of {area}' if area else ''}"


def _name(atlas: Atlas, frame: Frame, place_id: str) -> str:
    """Return the name of the one place, as its record wrote it where that is short."""
    written, how = frame["toponym"].iloc[0], frame["how"].iloc[0]
    fits = 0 < len(written) <= 40 and how not in ("area", "relative")
    return one_line(written) if fits else atlas.place_label(place_id)


def _common_area(atlas: Atlas, places: Sequence[str]) -> str:
    """Return the name of the smallest area below a country that holds all the places; empty where none does."""
    chains = [
        [place.id for place in (atlas.gazetteer.place(each), *atlas.gazetteer.ancestors(each))] for each in places
    ]
    shared = set(chains[0]).intersection(*chains[1:])
    smallest = next((area for area in chains[0] if area in shared), "")
    return "" if not smallest or smallest.startswith("country:") else atlas.place_label(smallest)


def _when(frame: Frame) -> str:
    first, last = frame["start"].min(), frame["end"].max()
    precisions = set(frame["date_precision"].unique())
    whole = len(frame[["start", "end"]].drop_duplicates()) == 1 and len(precisions) == 1
    return date_words(first, last, precisions.pop()) if whole else span_words(first, last)


def subline(atlas: Atlas, frame: Frame, incidents: Sequence[Incident], selection: Selection) -> str:
    """Return how many, claimed by whom, from which sources, parted by dots."""
    if frame.empty:
        return _why_nothing(atlas, selection)
    places = int(frame["place_id"].nunique())
    number = counted(len(frame), "incident") + (f" in {counted(places, 'place')}" if len(frame) > 1 else "")
    parts = [number, _claimed(atlas, incidents), _sources(atlas, frame)]
    return " · ".join(part for part in parts if part)


def _why_nothing(atlas: Atlas, selection: Selection) -> str:
    """Return what to do about an empty selection, and whether what it asks for is known of a whole campaign only."""
    chosen = {(field, value): label for field, value, label in selection.active(atlas)}
    for field, choices in atlas.facets(selection).items():
        for facet in choices:
            if facet.note and (field, facet.value) in chosen:
                return f"{chosen[field, facet.value]}: {facet.note}"
    return "Take a filter off to see more" if chosen else "The atlas holds no incidents"


def _claimed(atlas: Atlas, incidents: Sequence[Incident]) -> str:
    claimants = [
        {each.actor for each in incident.actors if each.role == "claimed_responsibility"} for incident in incidents
    ]
    actors = sorted(set().union(*claimants))
    if not actors:
        return ""
    every = all(each == set(actors) for each in claimants)
    number = sum(map(bool, claimants))
    some = "claimed" if every else f"{number:,} of the {counted(len(incidents), 'incident')} claimed"
    if len(actors) > 3:
        return f"{some} by {number_words(len(actors))} actors"
    names = listed(
        [f"the {atlas.actor_label(actor)}" if actor in ACTORS else atlas.actor_label(actor) for actor in actors]
    )
    return f"{some} by {names}"


def _sources(atlas: Atlas, frame: Frame) -> str:
    used = list(dict.fromkeys(source for sources in frame["sources"] for source in sources))
    if not used:
        return "source not stated"
    number = f"{number_words(len(used))} {'source' if len(used) == 1 else 'sources'}"
    return number + (_dated(atlas.source(used[0])) if len(used) == 1 else "")


def _dated(source: Source) -> str:
    if source.published:
        return f", published {day_words(source.published)}"
    return f", undated, on or after {day_words(source.not_before)}" if source.not_before else ", undated"
