"""The words of a figure in English; `maps.figures.urdu` has the same in Urdu."""

# ruff: noqa: ARG002 (methods have the arguments that some language needs)

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.units import in_kinds
from incidents.wording import counted, date_words, day_words, listed, number_words
from maps.claimants import line_words, said_tag
from maps.figures import alt
from maps.figures.numbered import kinds_of_records, table_of
from maps.figures.shade_words import ShadeWords
from maps.figures.urdu_words import TITLES
from maps.figures.words import FORESEEN, clean
from maps.symbols import family_label, lower, symbol_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from incidents import Atlas, CampaignView, ClaimLine, Source, Summary, TollView
    from incidents.summary import Span
    from maps.figures.frame import Projection
    from maps.figures.subject import Subject
    from maps.legends import LegendItem


@dataclass(frozen=True)
class Said:
    """The figures that claims give of a campaign or of one incident, with its title, where and when, and a note.

    The day of a single incident by itself too: it stands where there is no room to say where.
    """

    title: str
    scope: str
    tolls: tuple[TollView, ...]
    note: str
    when: str = ""


class Wording(ShadeWords):
    """Every word that a figure adds to the records' own, in one language."""

    code = "en"
    right_to_left = False
    who_says_what = "WHO SAYS WHAT"
    kilometres = "km"
    comma, semicolon, set_off = ", ", "; ", " · "
    north = "N"
    no_incidents = "no incidents"
    none_yet = "no claim about numbers was known by then"
    span_key = "on one or more of these days; it is not stated which"
    campaign_key = "whole campaign; no town or district given"
    reach_key = "the place may be anywhere in this circle"
    moved_key = "symbols moved aside to have room; the dot marks their place"
    wide_key = "only a larger area is known"
    reaching_in = "incidents whose dates reach beyond this time are included"
    place_key = "place"
    area_key = "area"
    credit = "Made with Incident Atlas"
    of_no_place = alt.OF_NO_PLACE

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas

    def number(self, value: float, digits: int = 2) -> str:
        """Return a number in figures: at most one place after the point, and for small ones so many that mean something.

        With more than two digits larger numbers have as many too.
        """
        if float(value).is_integer():
            return f"{int(value):,}"
        return f"{value:,.1f}" if abs(value) >= 1 and digits <= 2 else f"{value:,.{digits}g}"

    def kilometres_at(self, latitude: float) -> str:
        """Return the unit of a scale bar that is true at one latitude only."""
        if abs(latitude) < 0.5:
            return f"{self.kilometres} at the equator"
        return f"{self.kilometres} at {abs(latitude):.0f}° {'N' if latitude > 0 else 'S'}"

    def title(self, summary: Summary, records: pd.DataFrame) -> str:
        """Return what, where and when."""
        return clean(summary.headline) if len(records) else alt.NO_MATCH

    def subtitle(self, summary: Summary, records: pd.DataFrame, *, titled: bool = True) -> str:
        """Return claimed by whom, from which sources, and how many where a title of its own does not say it."""
        if titled or records.empty:
            return alt.said_below(summary)
        return alt.said_below(summary, in_kinds(kinds_of_records(self.atlas, records)))

    def filters(self, chosen: Sequence[tuple[str, Any, str]]) -> str:
        """Return the filters that are on, each given by field, value and label."""
        return "Filtered by: " + "  ·  ".join(self.chosen(field, clean(label)) for field, _, label in chosen)

    def chosen(self, field: str, label: str) -> str:
        """Return one filter: a dataset is quoted, for its title may have commas."""
        return f"dataset “{label}”" if field == "datasets" else label

    def known_on(self, day: dt.date) -> str:
        """Return on which day the records were known as they are drawn."""
        return f"As known on {day_words(day)}"

    def campaign(self, view: CampaignView) -> Said:
        """Return a campaign's figures with their heading."""
        return Said(clean(view.title), clean(view.scope), view.tolls, clean(view.note))

    def incident(self, record_id: str, title: str, place: str, when: str, tolls: tuple[TollView, ...]) -> Said:
        """Return the figures of one incident with their heading."""
        named, where = clean(title), clean(place)
        return Said(named, clean(when) if where in named else f"{where}, {clean(when)}", tolls, "", clean(when))

    def more_incidents(self, number: int) -> str:
        """Return that further incidents have figures of their own."""
        return f"Not shown: the figures of {counted(number, 'more incident')}."

    def highest(self, number: int, *, tied: bool = False) -> str:
        """Return that the figures of so many incidents are shown, the highest of more, and whether those of others are as high."""
        of_others = "; others have claims as high" if tied else ""
        return f"{number_words(number).capitalize()} of the incidents with the highest claims{of_others}"

    def more_claims(self, number: int, contested: int, *, shown: bool) -> str:
        """Return that so many claims have no room, some of them contested, beside those `shown` or at all."""
        more = f"and {counted(number, 'more claim')}" if shown else counted(number, "claim")
        some = "" if number == 1 else "all of them " if contested == number else f"{contested:,} of them "
        return f"{more}, {some}contested: see the caption." if contested else f"{more}."

    def toll(self, toll: TollView) -> tuple[str, str, str, str]:
        """Return the headline, what else is said of the outcome, tag and note of a group of people."""
        return clean(toll.heading), clean(toll.beside), clean(said_tag(toll)), clean(toll.told)

    def short_toll(self, toll: TollView) -> tuple[str, str]:
        """Return the headline of a group of people with its tag in one phrase; and what else is said of the outcome."""
        return ", ".join(filter(None, map(clean, (toll.heading, said_tag(toll))))), clean(toll.beside)

    def one_after_another(self, parts: Iterable[str]) -> str:
        """Return parts in one line, with commas between them."""
        return self.comma.join(parts)

    def claim(self, line: ClaimLine, toll: TollView) -> tuple[str, str]:
        """Return who says a figure, and the figure."""
        return clean(line_words(line)), clean(line.figure)

    def legend(self, item: LegendItem, *, coloured: bool = True, boxed: bool = True, of_all: bool = False) -> str:
        """Return a line of the legend, of a map that tells kinds apart by colour, and has counts in boxes, or not, or hatches of all kinds there."""
        return item.words(coloured=coloured, boxed=boxed, of_all=of_all)

    def symbols(self, known: str) -> str:
        """Return how closely is known what all symbols show."""
        return f"All symbols: {known}."

    def kind(self, event_type: str) -> str:
        """Return a kind of event."""
        return symbol_of(event_type).label

    def family(self, event_types: Sequence[str]) -> str:
        """Return kinds of event that have one colour."""
        return lower(family_label(self.kind(event_type) for event_type in event_types))

    def place(self, name: str, urdu: str) -> str:
        """Return a place's name in this language."""
        return name

    def level(self, name: str, level: str) -> str:
        """Return an area's Urdu name told apart from another place's by its level."""
        return f"{TITLES.get(level, '')} {name}".strip()

    def ground(self, name: str, urdu: str) -> str:
        """Return the name of a country or sea."""
        return name

    def town(self, name: str, urdu: str) -> str:
        """Return the Urdu name of a town that is there for orientation; empty where none is known."""
        return urdu

    def sources(self, sources: tuple[Source, ...], most: int = alt.NAMED_SOURCES) -> str:
        """Return the sources as a line of small print: so many by name, the others counted."""
        return alt.sources_sentence(sources, most)

    def claimants(self, said: Iterable[Said]) -> str:
        """Return whose claims the figures are that are said, each by name."""
        return alt.claimants_sentence(toll for each in said for toll in each.tolls)

    def boundaries(self, *, disputed: str, beyond: bool) -> str:
        """Return the credits of the ground and the note on boundaries, those `disputed` on the "map" or on the "inset" alone."""
        return alt.boundary_sentence(disputed=disputed, beyond=beyond)

    def made(
        self,
        records: pd.DataFrame,
        made: dt.date,
        projection: Projection | None,
        identifier: str,
        versions: Mapping[str, str],
    ) -> str:
        """Return when and from what the figure was made, every dataset by name, in which projection, and its id."""
        drawn = projection.name if projection else ""
        return alt.made_sentence(self.atlas, records, made, drawn, identifier, versions)

    def date(self, first: dt.date, last: dt.date, precision: str = "day") -> str:
        """Return a span of days."""
        return date_words(first, last, precision)

    def tick(self, day: dt.date, unit: str) -> str:
        """Return a mark on the axis of time: a day, a month or a year."""
        month = day_words(day).split()[1][:3]
        return {"year": f"{day.year}", "month": f"{month} {day.year}", "day": f"{day.day} {month}"}[unit]

    def span(self, span: Span) -> str:
        """Return what a bar of the timeline stands for."""
        return clean(span.label)

    def some(self, span: Span) -> str:
        """Return how many incidents of which kind a span stands for."""
        return (
            clean(span.label) if span.count == 1 else f"{span.count:,} {clean(span.label[:1].lower() + span.label[1:])}"
        )

    def span_note(self, span: Span) -> str:
        """Return how many incidents a bar stands for, and when they were."""
        when = date_words(span.start, span.end, span.precision)
        return f"{counted(span.count, 'incident')} · {when}" if span.count else f"whole campaign · {when}"

    def incidents(self, number: int) -> str:
        """Return how many incidents."""
        return counted(number, "incident")

    def panel_note(self, uncertain: int, unit: str) -> str:
        """Return how many incidents of a small map may belong to another period."""
        return f"{uncertain:,} may be of another {unit}" if uncertain else ""

    def several_panels(self, unit: str) -> str:
        """Return why small maps do not add up."""
        return f"An incident that may be of several {unit}s is shown on the map of each: the maps do not add up."

    def no_empty_maps(self, unit: str) -> str:
        """Return that periods between others in which nothing was have no map."""
        return f"A {unit} without incidents has no map."

    def alike(self, unit: str, *, all_of_them: bool) -> str:
        """Return why one small map shows neighbouring periods, or all."""
        if all_of_them:
            return f"No incident is dated to a single {unit}: a map of each {unit} would be the same."
        return f"Where no incident is dated to a single {unit}, one map shows all the {unit}s it may belong to."

    def shorter(self, period: str, years: int, of: int) -> str:
        """Return the heading of a small map whose period has fewer years than the others."""
        return f"{period} ({years:,} of {of:,} years)"

    def periods_differ(self) -> str:
        """Return that not all small maps show as long a period."""
        return "The periods are not all of the same length: compare the maps with care."

    def counts_left_out(self) -> str:
        """Return that not every count has room on a small map."""
        return "Counts and names without room are left out."

    def scale_of_all(self, length: str) -> str:
        """Return how long the bar is that has the one scale of all small maps."""
        return f"{length} on every map"

    def sizes(self, largest: int) -> str:
        """Return what the sizes of symbols mean."""
        return f"a larger symbol stands for more incidents, the largest for {largest} or more"

    def sizes_and_numbers(self) -> str:
        """Return what the sizes of symbols mean, and the numbers beside them."""
        return "larger symbol: several incidents of that kind at that place; the number says how many"

    def gathered(self, kilometres: int, beneath: int, brief: bool = False, level: str = "") -> str:
        """Return what a circle with a number is the total of: an area of a level; or a place and those near it, and areas' incidents."""
        if level:
            return f"circle: all incidents in a {level}, known to a town or to the {level} only"
        if brief:
            return "circle: number of incidents"
        near = f" and those within {kilometres:,} km of it in its district" if kilometres else ""
        words = f"circle: all incidents at a place{near}"
        return f"{words}; of {beneath:,} of them only the area is known" if beneath else words

    def discs(self, level: str, *counts: int) -> str:
        """Return what the circles of small maps are the totals of, and of how many incidents those in the key are."""
        circles, incidents = "circle" if len(counts) == 1 else "circles", "incident" if counts == (1,) else "incidents"
        numbers = " and ".join(f"{count:,}" for count in counts)
        return f"{circles}: {numbers} {incidents} of a {level}, known to a town or to the {level} only"

    def no_room(self, uncounted: int, names: int = FORESEEN) -> str:
        """Return of how many incidents the count, and how many names, have no room on a crowded map."""
        if not uncounted:
            return self.names_left_out(names)
        counts = "count" if uncounted == 1 else "counts"
        and_names = f" and for {counted(names, 'name')}" if names else ""
        return f"No room for the {counts} of {counted(uncounted, 'incident')}{and_names}."

    def dots(self, number: int) -> str:
        """Return what a locator's dots are, and how many."""
        return f"incident whose town or site is known: {counted(number, 'point')}"

    def outlines(self, number: int) -> str:
        """Return what a locator's outlined areas are, and how many."""
        return f"incident of which only the area is known: {counted(number, 'area')}"

    def several_a_place(self, places: int) -> str:
        """Return why there are more marks than places."""
        return f"Points near each other may belong to one place: {counted(places, 'place')} in all."

    def counted_with_areas(self, records: pd.DataFrame) -> str:
        """Return why there are more marks than the towns and areas that a title counts."""
        said = in_kinds(kinds_of_records(self.atlas, records))
        return f"Smaller places are counted with the area they lie in: {said} in all."

    def towns_alone(self) -> str:
        """Return that of many places only towns are named."""
        return "Only larger towns are named."

    def names_left_out(self, number: int = FORESEEN) -> str:
        """Return how many names have no room on a map."""
        return f"{counted(number, 'name')} without room {'is' if number == 1 else 'are'} left out."

    def other_kinds(self) -> str:
        """Return the heading of the last small map, for all kinds that have none of their own."""
        return "Other kinds"

    def binned(self, unit: str, spans: int) -> str:
        """Return what the bars of a timeline count, and what they leave out."""
        bars = f"Bars: incidents per {unit}."
        below = "is drawn below as a span" if spans == 1 else "are drawn below as spans"
        return (
            f"{bars} {counted(spans, 'incident')} dated to more than one {unit} {below}, in no bar." if spans else bars
        )

    def binned_alone(self, unit: str, spans: int, incidents: int) -> str:
        """Return what the bars of a timeline count where no span is drawn beside them."""
        held = f", with {counted(incidents, 'incident')}" if incidents else ""
        return f"Bars: incidents per {unit}. Not drawn, for want of room: {counted(spans, 'span')} of dates{held}."

    def bar_colours(self) -> str:
        """Return that bars need no legend of their own."""
        return "Bars have the colours of the symbols; kinds of one colour are counted together."

    def more_spans(self, spans: int, incidents: int) -> str:
        """Return how many spans are not drawn one by one."""
        held = f" with {counted(incidents, 'incident')}" if incidents else ""
        return f"and {counted(spans, 'more span')}{held}"

    def alt(self, subject: Subject) -> str:
        """Return the alt text."""
        return alt.alt_text(
            subject.summary, table_of(subject), subject.drawn_as, subject.incidents_said, subject.unsaid()
        )

    def listed(self, parts: Sequence[str]) -> str:
        """Return parts as a list in a sentence."""
        return listed(parts)
