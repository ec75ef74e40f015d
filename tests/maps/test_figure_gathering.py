"""Places are counted together within one district only, and a number is never read as another symbol's."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from incidents import Atlas, Dataset, Incident, Where
from maps.figures import keys
from maps.figures.boxes import Box, Room
from maps.figures.circles import over_areas
from maps.figures.counted_kinds import as_counted, in_circles
from maps.figures.gathering import gathered
from maps.figures.layout import subject_of
from maps.figures.marks import Area, Spot
from maps.figures.symbol_numbers import standing
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE, WHEN

FRAME = Box(0, 0, 400, 400)


def found(*places: tuple[str, str, float, int]):
    """The circles of places, each with its district, how far to the right it lies, and its number of incidents."""
    spots = [Spot(name, name, "", number, "attack", x, 0.0, 0.0, district) for name, district, x, number in places]
    shown = [(spot, (spot.longitude, 200.0)) for spot in spots]
    return gathered(shown, [6.0] * len(shown), str, FRAME, 1.0)


def test_near_places_of_one_district_have_one_circle_on_the_busiest_and_with_its_name():
    (circle,) = found(("turbat", "kech", 200, 50), ("absor", "kech", 206, 9)).circles
    assert (circle.count, circle.middle, circle.names) == (59, (200, 200), ("turbat +1", ""))


def test_near_places_of_two_districts_have_a_circle_each_that_still_covers_its_place():
    gathering = found(("turbat", "kech", 200, 50), ("gwadar", "gwadar", 206, 9))
    assert sorted(circle.count for circle in gathering.circles) == [9, 50]
    assert not gathering.is_crowded
    for circle in gathering.circles:
        assert abs(circle.middle[0] - circle.spots[0].longitude) <= circle.radius


def test_a_map_on_which_circles_of_districts_cannot_part_is_crowded():
    assert found(*((f"town {n}", f"district {n}", 200 + 3 * n, 9) for n in range(9))).is_crowded


def numbers(rows: list[tuple[float, float, int, int]]):
    """Where the numbers of symbols stand, each given by its middle, its count and its place."""
    boxes = np.array([Box(x, y, x, y).grown(6) for x, y, *_ in rows])
    counts, places = [count for *_, count, _ in rows], [place for *_, place in rows]
    return standing(counts, boxes, places, np.empty((0, 4)), Room(), str, FRAME, 1.0)


def test_numbers_side_by_side_are_not_read_as_one():
    placed = [each.box for each in numbers([(200 + 12 * n, 200, 30 + n, 0) for n in range(3)]).values() if each]
    assert len(placed) == 3
    for one in placed:
        assert not any(one.overlaps(other.grown(2)) for other in placed if other != one)


def test_a_number_between_two_places_that_could_be_of_either_has_no_room():
    above, below = [(200 + 12 * n, 200, 1, 0) for n in (-1, 1)], [(200 + 12 * n, 218, 1, 1) for n in (-1, 1)]
    placed = numbers([(200, 200, 40, 0), (200, 212, 30, 0), *above, *below, (200, 230, 50, 1)])
    assert placed[1] is None


@pytest.mark.parametrize(("in_town", "hatch", "said"), [("bombing", "", "several kinds in one area; "), ("protest", "protest", "")])  # fmt: skip
def test_an_area_is_hatched_for_all_that_its_circle_counts_and_the_key_says_so(in_town, hatch, said):
    places = (("district:gwadar", "protest"), ("town:pasni", in_town))
    incidents = tuple(Incident(id=kind + place[:4], dataset="d", title="-", when=WHEN, where=Where(place_id=place, level=place.partition(":")[0]), event_type=kind) for place, kind in places)  # fmt: skip
    subject = subject_of(Atlas.of([Dataset("d", "D", incidents=incidents)]), Recipe(made=MADE))
    (area,) = as_counted(subject.atlas.gazetteer, subject.areas, subject.spots, "district")
    assert (subject.areas[0].kind, area.kind) == ("protest", hatch)
    assert [entry.words for entry in keys.entries_of(subject, totals="district")] == [
        f"{said}some incidents known only to the district: hatched"
    ]


@pytest.mark.parametrize(("kind", "hatch"), [("attack", "attack"), ("protest", "")])
def test_an_area_counted_in_the_circle_of_a_town_is_hatched_for_all_that_this_counts(kind, hatch):
    shape = shapely.box(150, 150, 250, 250)
    area = Area("kech", "Kech", "", "district", 3, "ink", shape, 200, 200, kind)
    circles = over_areas(found(("turbat", "kech", 200, 50), ("absor", "kech", 206, 9)).circles, [area], {"kech": shape}, str, 1.0)  # fmt: skip
    assert [(circle.count, in_circles(circles)["kech"].kind) for circle in circles] == [(62, hatch)]
