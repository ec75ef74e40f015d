"""The columns of an export: what kind of value each holds, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Column:
    """What a column holds: ``text``, ``list`` (of texts), ``date``, ``count``, ``number`` or ``flag``; and what it means."""

    kind: str
    note: str = ""


def _columns(*rows: tuple[str, str, str]) -> Mapping[str, Column]:
    return {name: Column(kind, note) for name, kind, note in rows}


INCIDENTS: Final = _columns(
    ("id", "text", "stable id of the incident"),
    ("title", "text", ""),
    ("start", "date", "first day, inclusive, local date"),
    ("end", "date", "last day, inclusive"),
    ("date_precision", "text", "day: from start to end; range: on one or more of these days, not said which; month; year"),
    ("place_id", "text", "id of the place in the gazetteer: the area, where only an area is known; empty where none is"),
    ("place", "text", "name of the place"),
    ("place_ur", "text", "its name in Urdu"),
    ("level", "text", "what the place is known to: site, town, tehsil, district, division, province or country; unknown: place not found, and no coordinates"),
    ("toponym", "text", "the name as the source writes it"),
    ("how", "text", "how the name was matched to the place"),
    ("latitude", "number", "degrees; where a town or site is known, or coordinates outside the gazetteer's areas are given; else empty"),
    ("longitude", "number", "degrees; where a town or site is known, or coordinates outside the gazetteer's areas are given; else empty"),
    ("given_latitude", "number", "degrees as the imported file gives them; where level is an area, a point that stands for it"),
    ("given_longitude", "number", "degrees as the imported file gives them; where level is an area, a point that stands for it"),
    ("radius_km", "number", "how far from its point the place may reach"),
    ("admin1", "text", "province"),
    ("admin2", "text", "district"),
    ("event_type", "text", ""),
    ("event_label", "text", "the event type in words"),
    ("type_as_written", "text", "the type in the dataset's own words or code"),
    ("attack_types", "list", ""),
    ("target_kinds", "list", ""),
    ("actors", "list", "ids of who is named, in whatever role"),
    ("actor_labels", "list", "the same, by name"),
    ("campaign", "text", "id of the campaign that it belongs to; that campaign's claims are about the whole, not this place"),
    ("campaign_title", "text", ""),
    ("contested", "flag", "whether it or its campaign has contested claims"),
    ("fatalities_low", "count", "people killed in this one incident, by the rule; empty where no claim sets a lower end"),
    ("fatalities_best", "count", "empty where the claims do not agree on one number; alone in its row it is approximate (about 5)"),
    ("fatalities_high", "count", "empty where no claim sets an upper end"),
    ("sources", "list", "ids in the table of sources"),
    ("source_titles", "list", ""),
    ("external_ids", "list", "ids of the same event in other datasets"),
    ("dataset", "text", ""),
    ("dataset_title", "text", ""),
    ("dataset_version", "text", ""),
    ("dataset_licence", "text", ""),
    ("place_note", "text", "what to know about the match of the place"),
    ("note", "text", ""),
)  # fmt: skip

ADDED: Final = frozenset(
    ("actor_labels", "campaign_title", "source_titles", "dataset_title", "dataset_version", "dataset_licence")
)
"""Columns of these that `Atlas.incidents` has not."""

CLAIMS: Final = _columns(
    ("claim_id", "text", "stable id of the claim"),
    ("about", "text", "id of the incident or campaign"),
    ("about_kind", "text", "incident, or campaign: then the figure is that of the whole campaign and of no one place"),
    ("about_title", "text", ""),
    ("counted", "text", "who is counted"),
    ("counted_label", "text", ""),
    ("quantity", "text", "what is counted: killed, wounded, captured ..."),
    ("quantity_label", "text", ""),
    ("word", "text", "the source's own word for it"),
    ("figure", "text", "the figure in words, as exact as the claim and no more"),
    ("low", "count", "the least that the claim can mean; empty where open"),
    ("value", "count", "the number itself, where one is given"),
    ("high", "count", "the most that the claim can mean; empty where open"),
    ("qualifier", "text", "exact, at_least, about, dozens ...: how the source hedges the figure"),
    ("as_written", "text", "the figure in the source's words, where these are not just the number"),
    ("claimant", "text", "who says it"),
    ("claimant_label", "text", ""),
    ("relayed_by", "text", "who passed it on"),
    ("standing", "text", "how far the claim is vouched for"),
    ("standing_label", "text", "the same in words, or what other claims have said of it since"),
    ("contested", "flag", "whether the claims about the same people contest each other"),
    ("contests", "list", "ids of claims that give another figure for the same people"),
    ("superseded", "flag", "whether it is no longer its claimant's present figure"),
    ("state", "text", "why it is not: superseded, taken back, or counted in a later figure; and when"),
    ("supersedes", "list", "ids of claims that it replaces"),
    ("includes", "list", "ids of claims whose people it counts as well"),
    ("denies", "list", "ids of claims that its claimant says are not so"),
    ("corroborates", "list", "ids of claims that its claimant confirms"),
    ("withdraws", "list", "ids of claims that its claimant takes back"),
    ("stated", "text", "when it was stated, in words"),
    ("stated_on", "date", "when it was stated, where the day is known"),
    ("as_of", "date", "up to which day it counts"),
    ("scope_places", "list", "ids of the places that it covers"),
    ("scope_start", "date", "first day that it covers"),
    ("scope_end", "date", "last day that it covers"),
    ("scope_kind", "text", "cumulative: a running count; incremental: one part; or not stated"),
    ("sources", "list", "ids in the table of sources"),
    ("evidence", "list", "where in the source it stands"),
    ("origins", "text", "how many origins these sources have, where some repeat another"),
    ("note", "text", ""),
)

SOURCES: Final = _columns(
    ("id", "text", ""),
    ("title", "text", ""),
    ("publisher", "text", ""),
    ("author", "text", ""),
    ("date", "text", "when it was published, in words"),
    ("published", "date", ""),
    ("not_before", "date", "the earliest possible day of an undated source"),
    ("url", "text", ""),
    ("archive_url", "text", ""),
    ("language", "text", ""),
    ("accessed", "date", ""),
    ("derived_from", "text", "id of the source that it repeats: a repost is not a second source"),
    ("note", "text", ""),
)
