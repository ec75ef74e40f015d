"""The headline and the subline of a selection: what, where, when; how many, claimed by whom, from what source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from incidents.outside import NAMELESS
from incidents.periods import to_date
from incidents.units import in_units, unit_counted
from incidents.vocabulary import ACTORS, ATTACK_TYPES, EVENT_TYPES
from incidents.wording import counted, date_words, day_words, listed, number_words, one_line, span_words

if TYPE_CHECKING:
    import datetime as dt

    from incidents.answer import Answer
    from incidents.atlas import Atlas
    from incidents.cells import Cells
    from incidents.query import Query
    from incidents.record import Source
    from incidents.selection import Selection

NOTHING = "No incident matches"
LATER = "recorded later, from"
"""What is said of incidents whose sources are all of after the day as known on."""

MOST_COUNTRIES = 3
"""So many countries are named where no smaller area holds all places."""

TAKE_OFF = "Take a filter off to see more"
"""What somebody in front of a page can do about that; on paper nobody can."""


def headline(atlas: Atlas, query: Query, selection: Selection) -> str:
    """Return what, where and when: "Coordinated attacks in nine places of Balochistan, 29–30 January 2026"."""
    answer = query.answer(selection)
    if not answer.count:
        return NOTHING
    return f"{_what(answer)} {_where(atlas, query, selection)}, {_when(answer.cells)}"


def _what(answer: Answer) -> str:
    """Return the kind of thing that happened: one noun where all are of a kind, else their number."""
    attacks = set(answer.shelf.profiles["attacks"].to_numpy()[answer.by("profile") > 0].tolist())
    types = set(answer.types)
    if len(attacks) == 1 and len(types) == 1 and len(only := next(iter(attacks))) == 1:
        return ATTACK_TYPES[only[0]].noun(answer.count)
    if len(types) == 1:
        return EVENT_TYPES[types.pop()].noun(answer.count)
    return counted(answer.count, "incident")


def _where(atlas: Atlas, query: Query, selection: Selection) -> str:
    answer = query.answer(selection)
    places = list(answer.places)
    if not places:
        return lost_words(answer.unplaced)
    others = f" and {lost_words(answer.unplaced)}" if answer.unplaced else ""
    if len(places) == 1:
        return f"in {_name(atlas, query, selection, places[0])}{others}"
    number = in_units(len(places), unit_counted(answer), spelt=len(answer.types) <= 1)
    area = listed([atlas.place_label(each) for each in around(atlas, places)])
    return f"in {number}{f' of {area}' if area else ''}{others}"


def lost_words(number: int) -> str:
    """Return where so many incidents are that no place is known of.

    Examples
    --------
    >>> lost_words(1), lost_words(2)
    ('at a place not known', 'at places not known')
    """
    return "at a place not known" if number == 1 else "at places not known"


def _name(atlas: Atlas, query: Query, selection: Selection, place_id: str) -> str:
    """Return the name of the one place, as its records write it where they agree and it is short."""
    written, how = query.toponym(selection) or ("", "")
    fits = 0 < len(written) <= 40 and how not in ("area", "relative")
    return one_line(written) if fits else atlas.place_label(place_id)


def around(atlas: Atlas, places: Sequence[str]) -> tuple[str, ...]:
    """Return the id of the smallest area that holds all the places, else of their countries; nothing where these are many."""
    chains = [(each, *atlas.gazetteer.place(each).parents) for each in places]
    shared = set(chains[0]).intersection(*chains[1:])
    smallest = next((area for area in chains[0] if area in shared), "")
    found = (smallest,) if smallest else tuple(dict.fromkeys(chain[-1] for chain in chains))
    nameless = any(atlas.gazetteer.place(each).name == NAMELESS for each in found)
    return () if nameless or len(found) > MOST_COUNTRIES else found


def _when(cells: Cells) -> str:
    first, last = to_date(cells.first.min()), to_date(cells.last.max())
    precisions = {cells.precisions[int(code)] for code in np.unique(cells.precision).tolist()}
    whole = first == to_date(cells.first.max()) and last == to_date(cells.last.min()) and len(precisions) == 1
    return date_words(first, last, precisions.pop()) if whole else span_words(first, last)


def subline(atlas: Atlas, query: Query, selection: Selection) -> str:
    """Return how many, claimed by whom, from which sources, parted by dots."""
    answer = query.answer(selection)
    if not answer.count:
        return _why_nothing(atlas, selection)
    number = counted(answer.count, "incident")
    places = in_units(len(answer.places), unit_counted(answer))
    if answer.unplaced and answer.places:
        number += (
            f", {answer.count - answer.unplaced:,} in {places} and {answer.unplaced:,} {lost_words(answer.unplaced)}"
        )
    elif answer.count > 1 and answer.places:
        number += f" in {places}"
    if _is_later(atlas, answer, selection.as_known_on):
        return f"{number} · {LATER} {_sources(atlas, answer)}"
    parts = [number, _claimed(atlas, query.claimants(selection), answer.count), _sources(atlas, answer)]
    return " · ".join(part for part in parts if part)


def _is_later(atlas: Atlas, answer: Answer, day: dt.date | None) -> bool:
    """Return whether every source is of after a day: what it says, as who claimed an attack, was not known then."""
    if day is None or not answer.shelf.source_count(answer.source_codes):
        return False
    used = map(atlas.source, answer.shelf.sources_of(answer.source_codes))
    return all((source.published or source.not_before or day) > day for source in used)


def _why_nothing(atlas: Atlas, selection: Selection) -> str:
    """Return what to do about an empty selection, and whether what it asks for is known of a whole campaign only."""
    chosen = {(field, value): label for field, value, label in selection.active(atlas)}
    for field, choices in atlas.facets(selection).items():
        for facet in choices:
            if facet.note and (field, facet.value) in chosen:
                return f"{chosen[field, facet.value]}: {facet.note}"
    return TAKE_OFF if chosen else "The atlas holds no incidents"


def _claimed(atlas: Atlas, claimants: Mapping[tuple[str, ...], int], count: int) -> str:
    actors = sorted({actor for each in claimants for actor in each})
    if not actors:
        return ""
    every = all(set(each) == set(actors) for each in claimants)
    number = sum(many for each, many in claimants.items() if each)
    some = "claimed" if every else f"{number:,} of the {counted(count, 'incident')} claimed"
    if len(actors) > 3:
        return f"{some} by {number_words(len(actors))} actors"
    names = listed(
        [f"the {atlas.actor_label(actor)}" if actor in ACTORS else atlas.actor_label(actor) for actor in actors]
    )
    return f"{some} by {names}"


def _sources(atlas: Atlas, answer: Answer) -> str:
    used = answer.shelf.source_count(answer.source_codes)
    if not used:
        return "source not stated"
    number = f"{number_words(used)} {'source' if used == 1 else 'sources'}"
    if used > 1:
        return number
    return number + _dated(atlas.source(answer.shelf.sources_of(answer.source_codes).pop()))


def _dated(source: Source) -> str:
    if source.published:
        return f", published {day_words(source.published)}"
    return f", undated, on or after {day_words(source.not_before)}" if source.not_before else ", undated"
