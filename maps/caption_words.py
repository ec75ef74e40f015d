"""The words of captions and notes on methods in English; `maps.caption_urdu` has the same in Urdu."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.headline import LATER, claimed, lost_words
from incidents.names_in_text import in_a_sentence
from incidents.units import in_kinds
from incidents.vocabulary import PLACE_PRECISIONS, RULES, UNKNOWN_PLACE
from incidents.wording import counted, day_words, listed, lower_first
from maps.figures.alt import incident_sentence, sources_of, toll_words
from maps.figures.numbered import kinds_of_records
from maps.figures.words import clean
from maps.layers import CREDIT
from maps.population import PEOPLE
from maps.recipe import figure_id
from maps.symbols import POINT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from incidents import CampaignView
    from incidents.summary import IncidentFigures
    from maps.figures.subject import Subject

SOURCES = 12
"""How many sources a caption names; it says how many it leaves out."""

_SYMBOLS = (
    "Each symbol stands in a town or at a site; its shape and colour show the kind of event. "
    "Where symbols would run into each other, a circle with a number counts their incidents together."
)
_DRAWN = {
    "locator": "The map locates the places of the selected incidents.",
    "symbol": _SYMBOLS,
    "multiples": "Each small map shows a part of the selected incidents, cut by {by}, or more coarsely where these are too many. "
    "An incident dated to several periods stands in each of them: the maps do not add up.",
    "timeline": "Incidents are drawn along time, by kind of event. One whose day is not known is drawn from its first to its "
    "last possible day, not as a peak on one day.",
    "map_timeline": f"{_SYMBOLS} Beside or below the map the same incidents are drawn along time; one whose day is not known "
    "is drawn from its first to its last possible day.",
}
_CLASSES = {
    "quantiles": "quantiles, so that each class holds about as many districts",
    "equal": "equal intervals, so that each class is as wide as the others",
    "natural": "natural breaks, so that the values in a class differ little from each other",
}
_AREAS = (
    "What is known only to a district, a tehsil or a larger area is shown by hatching that area, with a count; "
    "nothing known only to an area is drawn as a point."
)
UNSTATED = "licence not stated"
_NOT_ADDED = "Figures of people are claims. Those that may count the same people are given side by side or as a range, and are not added up."


@dataclass(frozen=True)
class Phrases:
    """The sentences about one figure, each written from its data; empty where there is nothing to say."""

    subject: Subject

    def title(self) -> str:
        """Return what, where and when."""
        return self.sentence(self.subject.recipe.title or self.subject.summary.headline)

    def sentence(self, text: str) -> str:
        """Return words with a full stop."""
        words = clean(text)
        return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."

    def counts(self) -> list[str]:
        """Return how many incidents each dataset records; those of several datasets are not added up."""
        found: list[str] = []
        for dataset, part in self.subject.records.groupby("dataset", sort=True):
            title = clean(self.subject.atlas.dataset_label(str(dataset)))
            found.append(f"The dataset “{title}” records {counted(len(part), 'incident')}{self.in_places(part)}.")
        return found

    def responsibility(self) -> str:
        """Return who claimed responsibility, where the line below the figure's title says it."""
        records, subject = self.subject.records, self.subject
        said = claimed(subject.atlas, Counter(records["claimed"]), len(records))
        return f"Responsibility: {clean(said)}." if said and LATER not in subject.summary.subline else ""

    def in_places(self, records: pd.DataFrame) -> str:
        """Return in how many places incidents are, as far as the title above does not say it of the same incidents."""
        is_all = len(records) == len(self.subject.records) and self.subject.recipe.title is None
        return "" if is_all and not (records["level"] == UNKNOWN_PLACE).any() else self._in_places(records)

    def _in_places(self, records: pd.DataFrame) -> str:
        """Return in how many places incidents are, and how many are at none that is known and so on no map."""
        lost = int((records["level"] == UNKNOWN_PLACE).sum())
        places = in_kinds(kinds_of_records(self.subject.atlas, records))
        if not lost:
            return f" in {places}"
        placed = len(records) - lost
        where = f"{lost_words(lost)}, which {'is' if lost == 1 else 'are'} not on the map"
        return f", {placed:,} in {places} and {lost:,} {where}" if placed else f" {where}"

    @property
    def chosen(self) -> Sequence[tuple[str, Any, str]]:
        """The filters that are on but datasets, of which each is named with its count."""
        return [each for each in self.subject.filters if each[0] != "datasets" or self.subject.records.empty]

    def filters(self) -> str:
        """Return what was selected."""
        labels = [self.subject.wording.chosen(field, clean(label)) for field, _, label in self.chosen]
        return f"Selected: {listed(labels)}." if labels else ""

    def campaign(self, view: CampaignView) -> str:
        """Return the figures of a campaign, each with who claims it."""
        tolls = "; ".join(map(toll_words, view.tolls))
        return self.sentence(f"{clean(view.title)} ({clean(view.scope)}): {tolls}")

    def more_campaigns(self, number: int) -> str:
        """Return how many campaigns are not named."""
        return f"Not named here: {counted(number, 'more campaign')}."

    def incident(self, figures: IncidentFigures) -> str:
        """Return the figures of one incident, each with who claims it."""
        return incident_sentence(figures)

    def more_incidents(self, number: int) -> str:
        """Return how many incidents with figures are not named."""
        return f"Not named here: {counted(number, 'more incident')} with figures."

    def note(self, text: str) -> str:
        """Return a note on figures, such as why they are not added up."""
        return self.sentence(text)

    def sources(self) -> str:
        """Return the sources."""
        subject = self.subject
        sources = sources_of(subject.atlas, subject.records, subject.summary, subject.recipe.selection.as_known_on)
        return subject.wording.sources(sources, SOURCES)

    def credit(self) -> str:
        """Return the credits of the map's ground."""
        return CREDIT

    def number(self) -> str:
        """Return the figure's id."""
        return f"Figure {figure_id(self.subject.asked, self.subject.atlas)}, Incident Atlas."

    def drawn(self) -> str:
        """Return what is drawn how."""
        recipe = self.subject.recipe
        if recipe.kind == "choropleth":
            what = "the number of incidents recorded in it"
            what += self._for_each()
            from maps.figures.choropleth import shading_of

            shading = shading_of(self.subject)
            far, whole = shading.far, " wholly in view" if shading.cut else ""
            apart = f"; {self.subject.wording.far_above(far)}" if far else ""
            return (
                f"Each district{whole} is shaded by {what}, in classes by {_CLASSES[recipe.classes]}{apart}. "
                "Incidents known only to an area larger than a district are in no district’s count."
            )
        by = "kind of event" if recipe.by == "event_type" else recipe.by
        drawn = _DRAWN[recipe.kind].format(by=by)
        return drawn if recipe.kind == "timeline" else f"{drawn} {_AREAS}"

    def _for_each(self) -> str:
        """Return what the number of incidents is divided by, with the source of that."""
        recipe = self.subject.recipe
        if recipe.measure == "per_people" and recipe.population:
            return f" for each {PEOPLE:,} people (population: {clean(recipe.population['source'])})"
        return " for each 1,000 square kilometres" if recipe.measure == "per_area" else ""

    def precision(self) -> str:
        """Return to what level the places are known."""
        levels = self.subject.records["level"].value_counts()
        words = [f"{levels[level]:,} {_known(level)}" for level in sorted(levels.index, key=fineness)]
        if not words:
            return "No incident matches the selection."
        words[0] = words[0].replace(" ", " known ", 1)
        points = int(self.subject.records["level"].isin(POINT_LEVELS).sum())
        note = "" if points else " None is known to a town or site."
        total = counted(len(self.subject.records), "recorded incident")
        return f"Precision of place, of {total}: {listed(words)}.{note}"

    def days(self, vague: int) -> str:
        """Return how many incidents are dated to several days."""
        if len(self.subject.records) == 1:
            return "It is dated to a span of days, not to one day."
        return (
            f"{'One of them is' if vague == 1 else f'{vague:,} of them are'} dated to a span of days, not to one day."
        )

    def claimants(self) -> str:
        """Return whose claims the figures are, and that they are not added up."""
        names = self.subject.wording.claimants(self.subject.said)
        return f"{names} {_NOT_ADDED}" if names else ""

    def rule(self) -> str:
        """Return which of several claims headings show."""
        name, _, claimant = self.subject.selection.rule.partition(":")
        if name == "range":
            return ""
        actor = clean(self.subject.atlas.actor_label(claimant))
        label = f"those by {in_a_sentence(actor)}" if claimant else lower_first(RULES[name].label)
        return f"Figures in headings: {label}; the other claims stand beside them."

    def known_on(self) -> str:
        """Return from which day's knowledge the figure is drawn."""
        day = self.subject.selection.as_known_on
        return f"Only claims that could be known on {day_words(day)} are used." if day else ""

    def datasets(self) -> str:
        """Return the datasets with their licences."""
        used = set(self.subject.records["dataset"].unique())
        data = [
            f"“{clean(info.title)}” ({clean(info.licence) or UNSTATED})"
            for info in self.subject.atlas.datasets
            if info.id in used
        ]
        return f"{'Dataset' if len(data) == 1 else 'Datasets'}: {listed(data)}." if data else ""

    def silence(self) -> str:
        """Return what an empty area does not mean."""
        return "An area without incidents is one that no record names; it does not mean that nothing happened."

    def made(self) -> str:
        """Return when the figure was made, and its id."""
        recipe = self.subject.recipe
        day = f" on {day_words(recipe.made)}" if recipe.made else ""
        return f"Made{day} with Incident Atlas, figure {figure_id(self.subject.asked, self.subject.atlas)}."


def _known(level: str) -> str:
    return "not at all" if level == UNKNOWN_PLACE else f"to the {level}"


def fineness(level: str) -> int:
    """Return how coarse a level of places is: towns and sites come before districts."""
    return list(PLACE_PRECISIONS).index(level)
