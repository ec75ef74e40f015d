"""The headline and the subline of a selection: what, where, when; how many, claimed by whom, from what source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from incidents.names_in_text import listed_names
from incidents.outside import NAMELESS
from incidents.periods import to_date
from incidents.units import in_kinds, kinds_of, places_counted
from incidents.vocabulary import ATTACK_TYPES, EVENT_TYPES
from incidents.wording import counted, date_words, day_words, listed, number_words, one_line, span_words, upper_first

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

UNSPECIFIED = "unspecified parts"
"""Where what is known only to the area is that holds all places."""

TAKE_OFF = "Take a filter off to see more"
"""What somebody in front of a page can do about that; on paper nobody can."""


def headline(atlas: Atlas, query: Query, selection: Selection) -> str:
    """Return what, where and when: "Coordinated attacks in two towns, one tehsil and six districts of Balochistan, 29–30 January 2026"."""
    answer = query.answer(selection)
    if not answer.count:
        return NOTHING
    return f"{_what(answer)} {_where(atlas, query, selection)}, {_when(answer.cells)}"


def _what(answer: Answer) -> str:
    """Return the kind of thing that happened: one noun where all are of a kind, else their number."""
    if _is_counted(answer):
        return counted(answer.count, "incident")
    attacks = set(answer.shelf.profiles["attacks"].to_numpy()[answer.by("profile") > 0].tolist())
    if len(attacks) == 1 and len(only := next(iter(attacks))) == 1:
        return ATTACK_TYPES[only[0]].noun(answer.count)
    return EVENT_TYPES[next(iter(answer.types))].noun(answer.count)


def _is_counted(answer: Answer) -> bool:
    """Return whether the headline says how many incidents there are: where they are of several kinds."""
    return len(answer.types) > 1


def _where(atlas: Atlas, query: Query, selection: Selection) -> str:
    answer = query.answer(selection)
    places = list(answer.places)
    if not places:
        return lost_words(answer.unplaced)
    others = f" and {lost_words(answer.unplaced)}" if answer.unplaced else ""
    if len(places) == 1:
        return f"in {_name(atlas, query, selection, places[0])}{others}"
    whole = around(atlas, places)
    kinds = kinds_of(level for each, level in answer.levels.items() if each not in whole)
    some = in_kinds(kinds, spelt=len(answer.types) <= 1, also=UNSPECIFIED if set(whole).intersection(places) else "")
    area = listed([atlas.place_label(each) for each in whole])
    return f"in {some}{f' of {area}' if area else ''}{',' if others and ' and ' in some else ''}{others}"


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
    """Return what the headline does not say: how many, where it only names their kind, claimed by whom, from which sources."""
    answer = query.answer(selection)
    if not answer.count:
        return _why_nothing(atlas, selection)
    number = "" if _is_counted(answer) or answer.count == 1 else counted(answer.count, "incident")
    if answer.unplaced and answer.places:
        placed = f"{answer.count - answer.unplaced:,} in {places_counted(answer)}"
        number = f"{counted(answer.count, 'incident')}, {placed} and {answer.unplaced:,} {lost_words(answer.unplaced)}"
    sources = _sources(atlas, answer)
    if _is_later(atlas, answer, selection.as_known_on):
        parts = [number, f"{LATER} {sources}"]
    else:
        parts = [number, claimed(atlas, query.claimants(selection), answer.count), sources]
    return upper_first(" · ".join(filter(None, parts)))


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


def claimed(atlas: Atlas, claimants: Mapping[tuple[str, ...], int], count: int) -> str:
    """Return by whom incidents are claimed, given how many by which actors, and how many where not all of them are."""
    actors = sorted({actor for each in claimants for actor in each})
    if not actors:
        return ""
    every = all(set(each) == set(actors) for each in claimants)
    number = sum(many for each, many in claimants.items() if each)
    some = "claimed" if every else f"{number:,} of the {counted(count, 'incident')} claimed"
    if len(actors) > 3:
        return f"{some} by {number_words(len(actors))} actors"
    return f"{some} by {listed_names(list(map(atlas.actor_label, actors)))}"


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
