"""Districts shaded by how many incidents are known in each, in classes by a stated method."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import Geod

from incidents.vocabulary import UNKNOWN_PLACE
from maps.figures.areas import HATCH_STEP_PX, hatch
from maps.figures.basemap import rings_of
from maps.figures.keys import LAYER, Entry
from maps.figures.marks import Area
from maps.figures.shade_classes import MOST_CLASSES, class_words, classes_apart, digits_of, rounded
from maps.figures.sheet import joined
from maps.figures.swatches import badge_swatch, fill_swatch
from maps.figures.themes import mixed
from maps.figures.words import clean
from maps.layers import FOCUS
from maps.population import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer import Gazetteer, Place
    from maps.figures.boxes import Box
    from maps.figures.frame import Frame
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.theme import Theme

HUE = "vermilion"
DARKEST_IN_PRINT = 0.74
"""Of the ink: names and borders are read on it."""

PER_KM2 = 1000.0
DISTRICTS_A_CLASS = 3
"""A class has on average at least so many districts: with few of them there are fewer classes, but never less than two."""

MOST_NAMED = 3
"""So many other provinces are named whose incidents shade nothing."""

UNGIVEN = "–"
"""In the box of a district of which no rate is known."""

CUT_TURN = 135.0
"""How the hatch of districts only partly in view is turned, degrees; that of others without a value rises."""


class Unshaded(NamedTuple):
    """Records for which no district can be shaded: known only to what is wider, by other provinces, elsewhere, at no known place, in cut districts."""

    wide: int
    named: tuple[tuple[Place, int], ...]
    others: int
    lost: int
    cut: int = 0


@dataclass(frozen=True)
class Shading:
    """Districts with their values, and the classes of these.

    Attributes
    ----------
    values : dict
        Value by place id, of the districts with any record.
    counts : dict
        Number of records, likewise.
    classes : tuple of tuple
        Least and greatest value found in each class, in order.
    unshaded : Unshaded
        Where the records are for which no district can be shaded.
    uncounted : tuple of int
        Districts whose number of people is not given, and the records in them.
    far : int
        How many districts far above all others are in the last class, which the method did not make.
    cut : frozenset of str
        Districts not wholly in the view that was asked for: of their records only those in it are counted, so they have no value.
    unasked : frozenset of str
        Districts that no selected place is, holds or lies in: nobody asked whether they have records.
    """

    values: dict[str, float]
    counts: dict[str, int]
    classes: tuple[tuple[float, float], ...]
    unshaded: Unshaded
    uncounted: tuple[int, int] = (0, 0)
    far: int = 0
    cut: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()

    def class_of(self, place_id: str) -> int:
        """Return the number of a district's class, from 0."""
        value = self.values[place_id]
        return next(number for number, (_, most) in enumerate(self.classes) if value <= most)


def shading_of(subject: Subject) -> Shading:
    """Return the districts of a selection's records, shaded as its recipe says."""
    gazetteer = subject.atlas.gazetteer
    records = subject.records
    by_place = records.loc[records["level"] != UNKNOWN_PLACE, "place_id"].value_counts()
    counts: dict[str, int] = {}
    outside: dict[str, int] = {}
    for place_id, number in by_place.items():
        district = district_of(gazetteer, str(place_id))
        if district is None:
            outside[str(place_id)] = int(number)
        else:
            counts[district.id] = counts.get(district.id, 0) + int(number)
    unasked = _unasked(subject)
    cut = _cut(subject, counts.keys()) - unasked
    whole = {each: n for each, n in counts.items() if each not in cut}
    values = {each: n / over for each, n in whole.items() if (over := _divisor(subject, gazetteer.place(each)))}
    missing = [n for each, n in whole.items() if each not in values]
    most = min(MOST_CLASSES, max(len(values) // DISTRICTS_A_CLASS, 2))
    found, far = classes_apart(list(values.values()), subject.recipe.classes, most)
    unshaded = _unshaded(subject, outside)._replace(cut=sum(counts.values()) - sum(whole.values()))
    return Shading(values, counts, found, unshaded, (len(missing), sum(missing)), far, cut, unasked)


def _unasked(subject: Subject) -> frozenset[str]:
    """Return which districts a selection of places leaves out; none without one."""
    atlas, places = subject.atlas, subject.selection.places
    every = districts_of(atlas.gazetteer) if places else set[str]()
    return frozenset(
        each
        for each in every
        if not any(atlas.contains(place, each) or atlas.contains(each, place) for place in places)
    )


def _cut(subject: Subject, counted: Iterable[str]) -> frozenset[str]:
    """Return which districts are not wholly in the view outside of which the selection has no incidents."""
    gazetteer, bounds = subject.atlas.gazetteer, subject.selection.bounds
    if not bounds:
        return frozenset()
    every = {each: gazetteer.place(each).geometry for each in districts_of(gazetteer).union(counted)}
    view = shapely.box(*bounds)
    return frozenset(
        each for each, shape in every.items() if shape is not None and not view.covers(shapely.box(*shape.bounds))
    )


def _unshaded(subject: Subject, outside: dict[str, int]) -> Unshaded:
    """Return in which other provinces, or known to what, the records are that are in no district."""
    gazetteer = subject.atlas.gazetteer
    lost = int((subject.records["level"] == UNKNOWN_PLACE).sum())
    found: Counter[str] = Counter()
    for place_id, number in outside.items():
        chain = [gazetteer.place(place_id), *gazetteer.ancestors(place_id)]
        of = next((each.id for each in chain if each.level == "province"), chain[-1].id)
        found["" if of == FOCUS or gazetteer.contains(of, FOCUS) else of] += number
    wide = found.pop("", 0)
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    named = tuple((gazetteer.place(each), number) for each, number in ranked[:MOST_NAMED])
    return Unshaded(wide, named, sum(number for _, number in ranked[MOST_NAMED:]), lost)


def shown_of(subject: Subject) -> str:
    """Return how many incidents shade districts and where the others are; nothing where all do, or on no choropleth."""
    if subject.recipe.kind != "choropleth" or subject.records.empty:
        return ""
    shading = shading_of(subject)
    unshaded = shading.unshaded
    return subject.wording.not_shaded(sum(shading.counts.values()) - unshaded.cut, unshaded) if any(unshaded) else ""


def _divisor(subject: Subject, district: Place) -> float:
    """Return what a district's number of incidents is divided by; 0 where that is not known."""
    recipe = subject.recipe
    if recipe.measure == "per_area":
        return area_km2(district) / PER_KM2
    if recipe.measure == "per_people" and recipe.population:
        return recipe.population["people"].get(district.id, 0) / PEOPLE
    return 1.0


def district_of(gazetteer: Gazetteer, place_id: str) -> Place | None:
    """Return the district that is a place or holds it, None for what is wider than one."""
    place = gazetteer.place(place_id)
    chain = (place, *gazetteer.ancestors(place_id))
    return next((each for each in chain if each.level == "district" and each.geometry is not None), None)


def districts_of(gazetteer: Gazetteer) -> set[str]:
    """Return the districts of the land that has the colour of those without any record."""
    every = (place for place in gazetteer.places("district") if place.geometry is not None)
    return {place.id for place in every if gazetteer.contains(FOCUS, place.id)}


@functools.lru_cache(maxsize=512)
def _area_km2(wkb: bytes) -> float:
    square_metres, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.from_wkb(wkb))
    return abs(square_metres) / 1e6


def area_km2(place: Place) -> float:
    """Return the area of a place's polygon on the ellipsoid, square kilometres."""
    return _area_km2(place.geometry.wkb) if place.geometry is not None else float("nan")


def shade(theme: Theme, number: int, of: int) -> str:
    """Return the colour of a class: the higher, the farther from the land in lightness; of few classes near each other."""
    in_print = theme.name == "print"
    least, most = {1: (0.45, 0.45), 2: (0.3, 0.6)}.get(of, (0.18, DARKEST_IN_PRINT if in_print else 0.92))
    share = least + (most - least) * number / max(of - 1, 1)
    return mixed(theme.hues["ink" if in_print else HUE], theme.land, share)


def entries_of(subject: Subject, shading: Shading) -> list[Entry]:
    """Return the classes with their method, and what no shade shows."""
    theme, wording, recipe = subject.theme, subject.wording, subject.recipe
    source = clean((recipe.population or {}).get("source"))
    found = [Entry(wording.measured(recipe.measure, source))] if shading.classes else []
    found += [
        Entry(wording.between(*ends), fill_swatch(shade(theme, number, len(shading.classes))), is_step=True)
        for number, ends in enumerate(class_words(shading.classes, wording.number))
    ]
    districts = districts_of(subject.atlas.gazetteer) - shading.cut - shading.unasked
    if not districts <= set(shading.counts):
        lost = shading.unshaded.wide + shading.unshaded.lost
        found.append(Entry(wording.none_recorded(lost), fill_swatch(theme.land)))
    if shading.unasked:
        found.append(Entry(wording.unasked_districts, fill_swatch(_unasked_colour(theme))))
    if shading.cut:
        found.append(Entry(wording.cut_districts(), functools.partial(_not_shaded, turn=CUT_TURN)))
    if shading.counts:
        words = wording.counts_in_boxes() if recipe.measure == "count" else wording.rates_in_boxes()
        found.append(Entry(words, badge_swatch(wording.number(1))))
    if shading.classes:
        method = "" if all(least == most for least, most in shading.classes) else recipe.classes
        of = len(districts | set(shading.values))
        found.append(Entry(wording.classes(method, len(shading.values), of, shading.far, in_view=bool(shading.cut))))
    if shading.uncounted[0]:
        found.append(Entry(wording.without_people(*shading.uncounted), _not_shaded))
    return found


def areas_of(subject: Subject, shading: Shading) -> tuple[Area, ...]:
    """Return the districts to be shaded, as areas that carry their count, or what their shade says: their rate."""
    gazetteer, number = subject.atlas.gazetteer, subject.wording.number
    digits = digits_of(shading.classes, number)
    found: list[Area] = []
    for place_id in sorted(shading.counts):
        place = gazetteer.place(place_id)
        assert place.geometry is not None
        point = (place.longitude, place.latitude)
        rate = shading.values.get(place_id)
        told = UNGIVEN if rate is None else number(rounded(rate, digits), digits)
        told, rate = ("", None) if subject.recipe.measure == "count" else (told, rate or 0.0)
        names = clean(place.name), clean(place.name_ur or "")
        found.append(Area(place_id, *names, "district", shading.counts[place_id], HUE, place.geometry, *point, told=told, rate=rate))  # fmt: skip
    return tuple(found)


def draw_shades(
    sheet: Sheet, frame: Frame, subject: Subject, areas: Sequence[Area], shading: Shading, unit: float
) -> None:
    """Fill each district in the colour of its class, and outline it."""
    theme = subject.theme
    _draw_unasked(sheet, frame, subject, shading, unit)
    _draw_cut(sheet, frame, subject, shading, unit)
    edge = theme.page if theme.name == "print" else theme.border_country
    shown = frame.project(np.array([area.geometry for area in areas], dtype=object)) if areas else []
    for area, shape in zip(areas, shown, strict=True):
        rings = rings_of([shape])
        if rings and area.place_id in shading.values:
            colour = shade(theme, shading.class_of(area.place_id), len(shading.classes))
            sheet.fill("district-shades", joined(rings), colour, clip=frame.box)
        elif rings and area.place_id not in shading.cut:
            sheet.stroke(
                "district-hatches", hatch(shape, HATCH_STEP_PX * unit), theme.faint, 0.7 * unit, clip=frame.box
            )
        sheet.stroke("district-outlines", rings, edge, 0.9 * unit, clip=frame.box)


def _draw_unasked(sheet: Sheet, frame: Frame, subject: Subject, shading: Shading, unit: float) -> None:
    """Give the districts that are not selected a colour of land that the map is not of, and their borders again."""
    every = np.array([subject.atlas.gazetteer.place(each).geometry for each in sorted(shading.unasked)], dtype=object)
    if rings := rings_of(frame.project(every)) if len(every) else []:
        sheet.fill("district-shades", joined(rings), _unasked_colour(subject.theme), clip=frame.box)
        sheet.stroke("district-outlines", rings, subject.theme.border_district, 0.8 * unit, clip=frame.box)


def _unasked_colour(theme: Theme) -> str:
    """Return the colour of other provinces; in greys, in which these are nearly white, that of other countries."""
    return theme.outside if theme.name == "print" else theme.country


def _draw_cut(sheet: Sheet, frame: Frame, subject: Subject, shading: Shading, unit: float) -> None:
    """Hatch the districts that are only partly in view."""
    gazetteer, theme = subject.atlas.gazetteer, subject.theme
    every = np.array([gazetteer.place(each).geometry for each in sorted(shading.cut)], dtype=object)
    for shape in frame.project(every) if len(every) else []:
        lines = hatch(shapely.clip_by_rect(shape, *frame.box), HATCH_STEP_PX * unit, CUT_TURN)
        sheet.stroke("district-hatches", lines, theme.faint, 0.7 * unit, clip=frame.box)


def _not_shaded(sheet: Sheet, theme: Theme, box: Box, unit: float, turn: float = 45.0) -> None:
    """Draw the sign of a district that cannot be shaded."""
    shape = shapely.box(*box)
    sheet.stroke(LAYER, hatch(shape, 4.5 * unit, turn), theme.faint, 0.7 * unit)
    sheet.stroke(LAYER, rings_of([shape]), theme.border_country, 0.9 * unit)
