"""What the key of shaded districts says, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.headline import lost_words
from incidents.wording import counted, number_words
from maps.figures.words import clean
from maps.population import PEOPLE

if TYPE_CHECKING:
    from maps.figures.choropleth import Unshaded


class ShadeWords:
    """The words of the key of shaded districts."""

    unasked_districts = "not selected"

    def measured(self, measure: str, source: str = "") -> str:
        """Return what the shades of a choropleth stand for, by whose count of people."""
        return {
            "count": "Incidents per district:",
            "per_area": "Incidents per 1,000 km² of each district:",
            "per_people": f"Incidents per {PEOPLE:,} people of each district (population: {source}):",
        }[measure]

    def classes(self, method: str, number: int, of: int, far: int = 0, *, in_view: bool = False) -> str:
        """Return of how many districts how many have incidents, and how their classes were chosen: by no method where each is one value.

        So many of them are `far` above the others; all of them are wholly `in_view`, where others are not.
        """
        whole = " wholly in view" if in_view else ""
        some = f"{number:,} of {counted(of, 'district')}{whole} {'has' if number == 1 else 'have'} incidents"
        if not method:
            return f"{some}."
        how = {
            "quantiles": "about as many districts in each shade (quantiles)",
            "equal": "an equal range of numbers in each shade (equal intervals)",
            "natural": "numbers near each other in one shade (natural breaks)",
        }[method]
        return f"{some}; {how}; {self.far_above(far)}." if far else f"{some}; {how}."

    def far_above(self, number: int) -> str:
        """Return that so many districts are in a class of their own."""
        return f"{number_words(number)} far above the others {'is a class of its' if number == 1 else 'are a class of their'} own"

    def without_people(self, districts: int, number: int) -> str:
        """Return in how many districts, with how many incidents, the number of people is not given."""
        return f"no population given: {counted(districts, 'district')}, {counted(number, 'incident')}"

    def none_recorded(self, lost: int) -> str:
        """Return that a district has no incident, of which so many are in no known district."""
        return f"none recorded (district of {counted(lost, 'incident')} not known)" if lost else "none recorded"

    def cut_districts(self) -> str:
        """Return why a district only partly in view is not shaded, and what its number counts."""
        return "only partly in view: not shaded, incidents in view counted"

    def counts_in_boxes(self) -> str:
        """Return what the number in a shaded district's box is."""
        return "number of incidents in the district"

    def rates_in_boxes(self) -> str:
        """Return what the number in a shaded district's box is where the shades are rates."""
        return "rate of the district"

    def not_shaded(self, shaded: int, unshaded: Unshaded) -> str:
        """Return how many incidents a choropleth shades districts for, and where the others are."""
        parts = [f"{unshaded.wide:,} of which only a larger area is known"] if unshaded.wide else []
        parts += [f"{number:,} in {clean(place.name)}" for place, number in unshaded.named]
        parts += [f"{unshaded.others:,} elsewhere"] if unshaded.others else []
        parts += [f"{unshaded.cut:,} in districts only partly in view"] if unshaded.cut else []
        parts += [f"{unshaded.lost:,} {lost_words(unshaded.lost)}"] if unshaded.lost else []
        return f"Shaded: {counted(shaded, 'incident')} whose district is known. Not shaded: {', '.join(parts)}."

    def between(self, low: str, high: str) -> str:
        """Return a class of a choropleth."""
        return low if low == high else f"{low}–{high}"
