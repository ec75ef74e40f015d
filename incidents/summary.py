"""What a selection amounts to: counts, spans of time, and the campaigns' figures with who claims them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from incidents.record import Campaign
    from incidents.toll import TollView


MOST: Final = 8  # incidents whose own figures a summary lists
MOST_SPANS: Final = 500  # spans of a summary; beyond, those with fewest incidents are one a type
LANES: Final = 8  # spans that are told apart in a picture with little room


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
    total : int
        Incidents of the chosen datasets that have it, whatever the other filters: choices stand in the order of it.
    """

    value: str | bool
    label: str
    count: int
    depth: int = 0
    note: str = ""
    total: int = 0


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
class IncidentFigures:
    """The figures that one incident carries itself: its id, title, when, where, and a view a group of people.

    `title`, `when` and `place` are words on one line; claimant and standing are in the lines of `tolls`.
    """

    incident: str
    title: str
    when: str
    place: str
    tolls: tuple[TollView, ...]
    contested: bool = False


@dataclass(frozen=True)
class OwnFigures:
    """What the selected incidents carry in figures of their own; these are never added up.

    Attributes
    ----------
    count : int
        How many of the selected incidents carry a figure of their own.
    contested : int
        How many of the selected incidents have claims of their own that contest each other or are denied.
    incidents : tuple of IncidentFigures
        At most `MOST` of them, by the largest number that any one claim gives: of people killed first; none whose every number is 0.
    note : str
        How many of how many, and that they are not added up; empty where none carries any.
    """

    count: int = 0
    contested: int = 0
    incidents: tuple[IncidentFigures, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Summary:
    """What a selection amounts to.

    Attributes
    ----------
    count, places, unplaced : int
        How many incidents, at how many places, and how many at none that is known: these are on no map.
    start, end : date or None
        First and last day, both inclusive; None for nothing.
    headline, subline : str
        What, where, when; and how many, claimed by whom, from which sources.
    by_type, by_place : tuple of Count
        Incidents by event type and by place, most first; by place made when first asked for.
    spans : tuple of Span
        Made when first asked for. For a time strip: every span at its full length, never a spike on its first day. Beyond `MOST_SPANS` those with
        most incidents, and one a type for all others: their counts add up to `count` always.
    campaigns : tuple of CampaignView
        Campaigns that the incidents belong to, and those whose area and days the selection touches.
    figures : OwnFigures
        The figures that incidents of the selection carry themselves.
    lanes : tuple of Span
        Made when first asked for. The spans for a picture with little room: at most `LANES` with their dates where labels repeat, else one a type.
    beside : tuple of Span
        The campaigns that have only themselves to be drawn by.
    dated : tuple of two dates or None
        The first and last day of the incidents that are known to the day.
    groups : int
        How many different days or spans, precisions and types the incidents have; where more than `LANES`, bars by
        period say more than lanes.
    """

    count: int
    places: int
    start: dt.date | None
    end: dt.date | None
    headline: str
    subline: str
    by_type: tuple[Count, ...] = ()
    make_by_place: Callable[[], tuple[Count, ...]] = field(
        default=tuple, repr=False, compare=False, metadata={"plain": "by_place"}
    )
    campaigns: tuple[CampaignView, ...] = field(default=())
    figures: OwnFigures = OwnFigures()
    unplaced: int = 0
    beside: tuple[Span, ...] = ()
    dated: tuple[dt.date, dt.date] | None = None
    groups: int = 0
    make_spans: Callable[[], tuple[Span, ...]] = field(
        default=tuple, repr=False, compare=False, metadata={"plain": "spans"}
    )
    make_lanes: Callable[[], tuple[Span, ...]] = field(
        default=tuple, repr=False, compare=False, metadata={"plain": "lanes"}
    )

    @cached_property
    def by_place(self) -> tuple[Count, ...]:
        """How many incidents are at each place, most first."""
        return self.make_by_place()

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The spans of all incidents, and of campaigns that have only themselves to be drawn by."""
        return self.make_spans()

    @cached_property
    def lanes(self) -> tuple[Span, ...]:
        """The spans for a picture with little room."""
        return self.make_lanes()
