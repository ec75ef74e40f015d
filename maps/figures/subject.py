"""What a figure shows: its recipe, and what the atlas answers."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from incidents.vocabulary import UNKNOWN_PLACE
from maps.figures.basemap import LAYERS
from maps.figures.counted_kinds import records_as_counted
from maps.figures.extent import extent_of
from maps.figures.marks import areas_of, points_of, spots_of, with_level
from maps.figures.numbered import have_places_apart
from maps.figures.periods import Cut, Times
from maps.figures.words import clean
from maps.legends import legend_of
from maps.shown import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd

    from incidents import Atlas, CampaignView, Selection, Summary
    from incidents.summary import IncidentFigures
    from maps.figures.frame import Bounds
    from maps.figures.marks import Area, Spot
    from maps.figures.style import House
    from maps.figures.wording import Said, Wording
    from maps.legends import LegendItem
    from maps.recipe import Recipe
    from maps.theme import Theme

MOST_FIGURES_OF_INCIDENTS = 3
"""How many incidents with figures of their own have these written out; the others are counted."""


@dataclass(frozen=True)
class Subject:
    """The recipe of a figure with its theme, words and day, and what the atlas answers.

    Small maps of which there would be one are drawn as a map: the recipe `asked` for says otherwise.
    """

    atlas: Atlas
    recipe: Recipe
    theme: Theme
    wording: Wording
    house: House
    made: dt.date
    given: Recipe | None = None
    is_plain: bool = False
    """Whether words on a slide are as large as on a page, for larger ones leave counts no room."""

    @property
    def asked(self) -> Recipe:
        """The recipe that was asked for, which its id and number are of."""
        return self.given or self.recipe

    @functools.cached_property
    def alike(self) -> str:
        """The step of time by which maps were asked for that would all be the same; empty where none were."""
        asked = self.asked.by
        return asked if self.given and asked != "event_type" and len(self.times.starts(Cut(asked))) > 1 else ""

    @functools.cached_property
    def selection(self) -> Selection:
        """Which incidents."""
        return self.recipe.selection

    @functools.cached_property
    def filters(self) -> tuple[tuple[str, Any, str], ...]:
        """The filters that are on, each as field, value and label; not the edges of the map where nothing lies outside them."""
        chosen = tuple(self.selection.active(self.atlas))
        if self.selection == self.recipe.asked or self.summary.count < self.atlas.summary(self.recipe.asked).count:
            return chosen
        return tuple(each for each in chosen if each[0] != "bounds" or self.recipe.asked.bounds)

    @functools.cached_property
    def records(self) -> gpd.GeoDataFrame:
        """The incidents, as far as they are counted and drawn."""
        return self.atlas.outline(self.selection)

    @functools.cached_property
    def reaches_in(self) -> bool:
        """Whether an incident is dated to days of which some lie outside those that were asked for."""
        start, end = self.selection.start, self.selection.end
        if self.records.empty:
            return False
        first, last = self.records["start"].min().date(), self.records["end"].max().date()
        return bool((start and first < start) or (end and last > end))

    @functools.cached_property
    def areas(self) -> tuple[Area, ...]:
        """What is known to an area."""
        return areas_of(self.records)

    @functools.cached_property
    def spots(self) -> tuple[Spot, ...]:
        """What is known to a town or site."""
        return spots_of(self.records, self.atlas.gazetteer)

    @functools.cached_property
    def points(self) -> tuple[Spot, ...]:
        """The same by point, whatever the kind, the busiest first."""
        return tuple(points_of(self.spots))

    @functools.cached_property
    def has_places_apart(self) -> bool:
        """Whether a map shows places under their own name that are counted with the area around them."""
        return have_places_apart(self.atlas, self.records)

    @functools.cached_property
    def times(self) -> Times:
        """The incidents by the time in which they lie."""
        return Times(self.records, self.atlas.gazetteer)

    @functools.cached_property
    def extent(self) -> tuple[Bounds, bool]:
        """What its map shows, and whether it shows exactly that."""
        return extent_of(self)

    @functools.cached_property
    def summary(self) -> Summary:
        """What they amount to."""
        return self.atlas.summary(self.selection)

    @functools.cached_property
    def title(self) -> str:
        """The recipe's title, else what, where and when; safe to draw."""
        given = self.recipe.title
        return clean(given) if given is not None else self.wording.title(self.summary, self.records)

    @functools.cached_property
    def subtitle(self) -> str:
        """The recipe's subtitle, else how many, claimed by whom, from which sources."""
        given = self.recipe.subtitle
        if given is not None:
            return clean(given)
        return self.wording.subtitle(self.summary, self.records, titled=self.recipe.title is None)

    @functools.cached_property
    def said(self) -> tuple[Said, ...]:
        """The figures that claims give: those of campaigns, then those of single incidents, in the order of the page."""
        campaigns = [self._of_campaign(view) for view in self.summary.campaigns if view.tolls]
        shown = (self.of_incident(one.incident) for one in self.incidents_said)
        return (*campaigns, *(said for said in shown if said.tolls))

    @property
    def incidents_said(self) -> Sequence[IncidentFigures]:
        """The single incidents whose figures are written out."""
        return self.summary.figures.incidents[:MOST_FIGURES_OF_INCIDENTS]

    def _of_campaign(self, view: CampaignView) -> Said:
        """Return what a campaign's figures say, without a word about a map where there is none."""
        said = self.wording.campaign(view)
        if self.recipe.kind != "timeline":
            return said
        return replace(said, note=said.note.replace(*self.wording.of_no_place))

    def unsaid(self, dropped: int = 0) -> str:
        """Return how many more incidents have figures of their own, some `dropped` for want of room, in words; empty where none has."""
        own = self.summary.figures
        more = own.count - min(len(own.incidents), MOST_FIGURES_OF_INCIDENTS) + dropped
        return self.wording.more_incidents(more) if own.incidents and more > 0 else ""

    def of_incident(self, record_id: str) -> Said:
        """Return the figures that claims give of one incident."""
        tolls, incident = self.atlas.tolls_of(record_id, self.selection), self.atlas.incident(record_id)
        place = self.atlas.gazetteer.place(incident.where.place_id)
        written = clean(incident.where.toponym) if incident.where.level == UNKNOWN_PLACE else ""
        names = clean(place.name), clean(place.name_ur or "")
        is_below = place.level in (
            "division",
            "district",
            "tehsil",
        )  # as on the page: else "Kalat" could be any of them, or the town
        names = with_level(*names, place.level, self.wording) if is_below else names
        named = written or self.wording.place(*names)
        when = self.wording.date(incident.when.first, incident.when.last, incident.when.precision)
        return self.wording.incident(record_id, incident.title, named, when, tolls)

    @functools.cached_property
    def legend(self) -> Sequence[LegendItem]:
        """The legend that the live map has too."""
        return legend_of(self.records)

    @functools.cached_property
    def legend_of_totals(self) -> Callable[[str], Sequence[LegendItem]]:
        """The legend of a map of totals of areas of a level, whose hatches are of all that these count."""
        return functools.cache(lambda level: legend_of(records_as_counted(self.atlas.gazetteer, self.records, level)))

    @functools.cached_property
    def versions(self) -> Mapping[str, str]:
        """A hash of the records shown, by dataset."""
        return shown(self.atlas, self.selection).datasets

    @property
    def view(self) -> Mapping[str, Any]:
        """Where the live map stands; empty where that is not given."""
        return self.recipe.view or {}

    @property
    def drawn_as(self) -> str:
        """The kind of figure, rates told apart from numbers."""
        rates = self.recipe.kind == "choropleth" and self.recipe.measure != "count"
        return "rates" if rates else self.recipe.kind

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that are on."""
        chosen = self.view.get("layers")
        return LAYERS if chosen is None else tuple(layer for layer in LAYERS if layer in chosen)

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts of names on the map, the leading one first."""
        order = ("urdu", "latin") if self.recipe.language == "ur" else ("latin", "urdu")
        wanted = {"both": order, "latin": ("latin",), "urdu": ("urdu",), "none": ()}[self.recipe.labels]
        on = self.recipe.language == "ur" or self.recipe.labels == "urdu" or "urdu" in self.layers
        return tuple(script for script in wanted if script == "latin" or on)
