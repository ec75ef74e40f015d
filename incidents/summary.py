"""What a selection amounts to: counts, spans of time, and the campaigns' figures with who claims them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.record import Campaign
    from incidents.toll import TollView


@dataclass(frozen=True)
class Facet:
    """One choice of a filter.

    Attributes
    ----------
    value : str or bool
        What goes into the selection's field.
    label : str
        For people.
    count : int
        Incidents that it would leave, under all other filters.
    depth : int
        How far it is indented under the choices above it: places only, else 0.
    note : str
        What to know about it, such as that only a whole campaign carries it.
    """

    value: str | bool
    label: str
    count: int
    depth: int = 0
    note: str = ""


@dataclass(frozen=True)
class Count:
    """How many incidents have a value: its id, its label, the count."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Span:
    """Incidents with the same days, precision and type, or (count 0) a campaign without incidents of its own."""

    label: str
    start: dt.date
    end: dt.date
    precision: str
    event_type: str
    count: int
    note: str = ""
    campaign: str = ""


@dataclass(frozen=True)
class CampaignView:
    """A campaign and its figures, which are those of the whole campaign whatever part of it is selected.

    `title` is "Coordinated attacks, whole campaign"; `scope` is where and when: "Balochistan, 29–30 January 2026".
    `claimed_by` and `involved` are labels of actors, `targets` labels of kinds of target, for the campaign as a whole.
    """

    campaign: Campaign
    title: str
    scope: str
    tolls: tuple[TollView, ...]
    note: str
    claimed_by: tuple[str, ...] = ()
    involved: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What a selection amounts to.

    Attributes
    ----------
    count, places : int
        How many incidents, at how many places.
    start, end : date or None
        First and last day, both inclusive; None for nothing.
    headline, subline : str
        What, where, when; and how many, claimed by whom, from which sources.
    by_type, by_place : tuple of Count
        Incidents by event type and by place, most first.
    spans : tuple of Span
        For a time strip: every span at its full length, never a spike on its first day.
    campaigns : tuple of CampaignView
        Campaigns that the incidents belong to, and those whose area and days the selection touches.
    """

    count: int
    places: int
    start: dt.date | None
    end: dt.date | None
    headline: str
    subline: str
    by_type: tuple[Count, ...] = ()
    by_place: tuple[Count, ...] = ()
    spans: tuple[Span, ...] = ()
    campaigns: tuple[CampaignView, ...] = field(default=())
