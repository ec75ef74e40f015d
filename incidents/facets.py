"""The choices of each filter with their counts, in an order that the chosen datasets decide and no other filter changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from incidents.record import actors_of
from incidents.summary import Facet
from incidents.vocabulary import ATTACK_TYPES, EVENT_TYPES, PLACE_PRECISIONS, TARGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer import Place
    from incidents.atlas import Atlas

Counts = Mapping[str | bool, int]

_SHOWN: Final = ("province", "district", "town", "site")  # other levels only where a record names them
CONTESTED: Final = "Contested figures (of the incident or its campaign)"
CAMPAIGN_ONLY: Final = "named for a whole campaign, not for a place"


def facets(choices: Mapping[str, Sequence[Facet]], counts: Mapping[str, Counts]) -> dict[str, tuple[Facet, ...]]:
    """Return choices with their counts: by field, how many incidents each value would leave."""
    return {
        field: tuple(
            Facet(each.value, each.label, counts[field].get(each.value, 0), each.depth, each.note, each.total)
            for each in of_field
        )
        for field, of_field in choices.items()
    }


def choices_of(atlas: Atlas, totals: Mapping[str, Counts]) -> dict[str, tuple[Facet, ...]]:
    """Return all choices of each filter, those first that the chosen datasets have most of; the totals say how many."""
    everything = atlas.everything()
    campaigns = atlas.campaigns
    targets = [target.kind for campaign in campaigns for target in campaign.targets]
    actors = [actor for campaign in campaigns for actor in actors_of(campaign.actors)]
    attacks = [attack for campaign in campaigns for attack in campaign.attack_types]

    def choices(field: str, values: Iterable[str], labels: Mapping[str, str]) -> tuple[Facet, ...]:
        order = {value: position for position, value in enumerate(dict.fromkeys(values))}
        total, whole = totals[field], everything[field]
        ranked = sorted(order, key=lambda value: (-total.get(value, 0), -whole.get(value, 0), order[value]))
        return tuple(
            Facet(
                value,
                labels.get(value, value),
                total.get(value, 0),
                note="" if whole.get(value) or field in ("event_types", "precisions") else CAMPAIGN_ONLY,
                total=total.get(value, 0),
            )
            for value in ranked
        )

    def known(field: str) -> list[str]:
        return [str(value) for value in everything[field]]

    actor_ids = [*known("actors"), *actors]
    return {
        "event_types": choices("event_types", EVENT_TYPES, {term.id: term.label for term in EVENT_TYPES.values()}),
        "attack_types": choices(
            "attack_types", _vocabulary_order(ATTACK_TYPES, known("attack_types"), attacks), _labels(ATTACK_TYPES)
        ),
        "target_kinds": choices(
            "target_kinds", _vocabulary_order(TARGET_KINDS, known("target_kinds"), targets), _labels(TARGET_KINDS)
        ),
        "actors": choices("actors", actor_ids, {actor: atlas.actor_label(actor) for actor in actor_ids}),
        "places": _places(atlas, everything["places"], totals["places"]),
        "precisions": choices(
            "precisions", _vocabulary_order(PLACE_PRECISIONS, known("precisions")), _labels(PLACE_PRECISIONS)
        ),
        "contested": tuple(
            Facet(value, label, totals["contested"].get(value, 0), total=totals["contested"].get(value, 0))
            for value, label in ((True, CONTESTED), (False, "Not contested"))
        ),
        "datasets": choices(
            "datasets", [each.id for each in atlas.datasets], {d.id: atlas.dataset_label(d.id) for d in atlas.datasets}
        ),
    }


def _labels(terms: Mapping[str, object]) -> dict[str, str]:
    return {name: term.label for name, term in terms.items()}  # type: ignore[attr-defined]


def _vocabulary_order(terms: Iterable[str], *present: Sequence[str]) -> list[str]:
    carried = {value for values in present for value in values}
    return [value for value in terms if value in carried]


def _places(atlas: Atlas, whole: Counts, totals: Counts) -> tuple[Facet, ...]:
    """Return the places of the whole atlas with what lies inside them below them, those with most of the chosen datasets first."""
    places = [atlas.gazetteer.place(str(place_id)) for place_id in whole]
    countries = sum(place.level == "country" for place in places)
    own = atlas.parents()
    shown = {
        place.id: place
        for place in places
        if place.level in _SHOWN or place.id in own or (place.level == "country" and countries > 1)
    }
    below: dict[str, list[Place]] = {}
    for place in shown.values():
        above = next((parent for parent in own.get(place.id, place.parents) if parent in shown), "")
        below.setdefault(above, []).append(place)

    def walk(above: str, depth: int) -> Iterable[Facet]:
        for place in sorted(below.get(above, ()), key=lambda place: (-totals.get(place.id, 0), place.name, place.id)):
            total = totals.get(place.id, 0)
            yield Facet(place.id, atlas.place_label(place.id), total, depth, total=total)
            yield from walk(place.id, depth + 1)

    return tuple(walk("", 0))
