"""The projection of a figure, its frame and its scale bar."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pyproj import Geod

from incidents import Atlas
from maps.figures import drawing
from maps.figures.basemap import embedded_ground, whole_rivers
from maps.figures.boxes import Box
from maps.figures.extent import LEAST_KM, SMALL, TALLER, WIDEST, WIDEST_BESIDE, frame_of
from maps.figures.frame import fit, projection_for
from maps.figures.furniture import draw_image, kilometres, round_length, scale_bar
from maps.figures.layout import subject_of
from maps.figures.sheet import Sheet
from maps.figures.wording import Wording
from maps.layers import HOME
from maps.recipe import Recipe
from maps.view import edges_of
from tests.maps.figure_samples import MADE, embedded

ROOM = Box(40, 100, 1160, 860)
GEOD = Geod(ellps="WGS84")


@st.composite
def areas(draw: st.DrawFn) -> tuple[float, float, float, float]:
    west, south = draw(st.floats(-170, 160)), draw(st.floats(-80, 70))
    return west, south, west + draw(st.floats(0.05, 15)), south + draw(st.floats(0.05, 9))


@settings(deadline=None, max_examples=80)
@given(areas(), st.booleans())
def test_an_area_lies_within_its_frame(bounds, exact):
    frame = fit(bounds, ROOM, exact=exact)
    edge = shapely.get_coordinates(shapely.segmentize(shapely.box(*bounds), (bounds[2] - bounds[0]) / 16))
    points = frame.to_pixels(edge[:, 0], edge[:, 1])
    box = frame.box.grown(1)
    assert (points[:, 0] > box.left).all()
    assert (points[:, 0] < box.right).all()
    assert (points[:, 1] > box.top).all()
    assert (points[:, 1] < box.bottom).all()
    assert ROOM.grown(0.01).holds(frame.box)


@settings(deadline=None, max_examples=80)
@given(areas())
def test_the_scale_bar_is_as_long_on_the_ground_as_it_says(bounds):
    frame = fit(bounds, ROOM)
    bar = scale_bar(frame, 1.0)
    left, y = bar.box.left + 10, bar.box.bottom - 7
    (west, south), (east, north) = (_back(frame, x, y) for x in (left, left + bar.length))
    _, _, metres = GEOD.inv(west, south, east, north)
    assert metres / 1000 == pytest.approx(bar.kilometres, rel=0.03)


def _back(frame, x, y):
    from maps.figures.frame import _transformer

    metres = (
        frame.left + (x - frame.box.left) * frame.metres_per_px,
        frame.top - (y - frame.box.top) * frame.metres_per_px,
    )
    return _transformer(frame.projection.crs).transform(*metres, direction="INVERSE")


def test_the_scale_bar_of_the_whole_world_says_where_it_is_true():
    frame = fit((-180, -85, 180, 85), ROOM, exact=True)
    assert kilometres(frame, Wording(Atlas.of([]))) == "km at the equator"


def test_the_scale_bar_of_the_province_is_true_to_a_thousandth():
    frame = fit((60.7, 24.6, 70.5, 32.2), ROOM)
    bar = scale_bar(frame, 1.25)
    left, y = bar.box.left + 12.5, bar.box.bottom - 9
    (west, south), (east, north) = (_back(frame, x, y) for x in (left, left + bar.length))
    _, _, metres = GEOD.inv(west, south, east, north)
    assert metres / 1000 == pytest.approx(bar.kilometres, rel=0.004)


@pytest.mark.parametrize(
    ("bounds", "name"),
    [
        ((60.9, 24.9, 70.3, 32.1), "Lambert conformal conic"),
        ((20, -35, 30, -25), "Lambert conformal conic"),
        ((66, 24, 67, 34), "transverse Mercator"),
        ((10, -5, 20, 5), "transverse Mercator"),
        ((0, 75, 40, 85), "stereographic"),
        ((-170, -60, 170, 75), "Mercator"),
    ],
)
def test_the_projection_suits_the_area_and_is_named(bounds, name):
    assert projection_for(bounds).name.startswith(name)


def test_shapes_keep_their_proportions():
    frame = fit((60.9, 24.9, 70.3, 32.1), ROOM)
    x, y = frame.point(65.5, 28.5)
    (east, _), (_, north) = frame.point(65.6, 28.5), frame.point(65.5, 28.6)
    ground = [GEOD.inv(65.5, 28.5, 65.6, 28.5)[2], GEOD.inv(65.5, 28.5, 65.5, 28.6)[2]]
    assert (east - x) / (y - north) == pytest.approx(ground[0] / ground[1], rel=1e-3)


@settings(deadline=None, max_examples=40)
@given(areas())
def test_an_exact_frame_has_no_room_to_spare(bounds):
    frame = fit(bounds, ROOM, exact=True)
    assert frame.box.width == pytest.approx(ROOM.width) or frame.box.height == pytest.approx(ROOM.height)


def test_a_frame_keeps_off_the_edge_of_the_basemap():
    wide = Box(0, 0, 1500, 600)
    window = (57.0, 21.0, 80.0, 39.0)
    assert fit((60.7, 24.6, 70.5, 32.2), wide).reach[0] < 57
    moved = fit((60.7, 24.6, 70.5, 32.2), wide, window=window)
    middle = moved.to_pixels([57.0], [28.5])[0]
    assert middle[0] <= moved.box.left + 15


@settings(deadline=None, max_examples=30)
@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(6, 16))
def test_a_zoom_has_the_live_maps_edges(latitude, longitude, zoom):
    west, south, east, north = edges_of({"latitude": latitude, "longitude": longitude, "zoom": zoom}, (600, 400))
    expected = 40_075.016686 / 256 / 2**zoom * math.cos(math.radians(latitude))
    high = math.radians(north - south) * 6_378.137 / 400
    assert (east - west) * 111.319 * math.cos(math.radians(latitude)) / 600 == pytest.approx(expected, rel=0.02)
    assert high == pytest.approx(expected, rel=0.02)
    assert south < latitude < north


def test_geometry_is_cut_to_the_frame():
    frame = fit((66, 28, 67, 29), ROOM)
    (cut,) = frame.project(np.array([shapely.box(60, 20, 80, 38)], dtype=object))
    left, top, right, bottom = cut.bounds
    assert ROOM.grown(7).holds(Box(left, top, right, bottom))
    (away,) = frame.project(np.array([shapely.box(10, 10, 11, 11)], dtype=object))
    assert away.is_empty


@given(st.floats(0.001, 20_000))
def test_a_round_length_is_round_and_not_too_long(most):
    length = round_length(most)
    assert most / 2.5001 <= length <= most * 1.0001
    assert f"{length:.3e}"[0] in "125"


def test_a_picture_on_a_sheet_stands_upright():
    picture = Image.new("RGB", (80, 40), "#0000ff")
    picture.paste("#ff0000", (0, 0, 80, 20))
    content, drawn = io.BytesIO(), io.BytesIO()
    picture.save(content, "png")
    with drawing():
        sheet = Sheet(96, 96, "#ffffff")
        draw_image(sheet, "map", content.getvalue(), sheet.box)
        sheet.figure.savefig(drawn, format="png", dpi=96)
    with Image.open(drawn) as seen:
        assert [seen.convert("RGB").getpixel((48, y)) for y in (55, 90)] == [(255, 0, 0), (0, 0, 255)]


DISTRICT_KINDS = ("symbol", "choropleth", "map_timeline", "multiples")


def _extent(**options):
    atlas = embedded()
    subject = subject_of(atlas, Recipe(made=MADE, **options))
    return subject.extent[0]


@pytest.mark.parametrize("kind", DISTRICT_KINDS)
def test_a_map_of_one_district_is_of_that_district(kind):
    west, south, east, north = embedded().gazetteer.place("district:kech").geometry.bounds
    shown = _extent(kind=kind, query="places=district:kech")
    assert shapely.box(*shown).covers(shapely.box(west, south, east, north))
    assert shown[2] - shown[0] < 1.5 * (east - west)
    assert shown[3] - shown[1] < 1.5 * (north - south)


def test_a_map_of_two_districts_far_apart_holds_both():
    both = [embedded().gazetteer.place(f"district:{name}").geometry for name in ("kech", "zhob")]
    shown = _extent(query="places=district:kech&places=district:zhob")
    assert all(shapely.box(*shown).covers(each) for each in both)


def test_a_map_of_one_town_has_some_kilometres_around_it():
    west, south, east, north = _extent(query="places=town:pasni")
    assert GEOD.inv(west, south, east, south)[2] / 1000 == pytest.approx(LEAST_KM, rel=0.02)
    assert GEOD.inv(west, south, west, north)[2] / 1000 == pytest.approx(LEAST_KM, rel=0.02)


def test_a_map_of_few_places_close_together_is_of_these_and_not_of_the_province():
    west, south, east, north = _extent(query="text=Pasni")
    assert east - west < SMALL * (HOME[2] - HOME[0])
    assert north - south < SMALL * (HOME[3] - HOME[1])


def test_a_map_of_records_all_over_the_province_is_of_the_province():
    assert _extent() == HOME


def test_a_map_of_a_district_without_incidents_is_of_that_district():
    area = embedded().gazetteer.place("district:sherani").geometry
    shown = _extent(query="places=district:sherani&end=1990-01-01")
    assert shapely.box(*shown).covers(area)
    assert shapely.box(*shown).area < 4 * shapely.box(*area.bounds).area


@pytest.mark.parametrize(("beside", "most"), [(True, WIDEST_BESIDE), (False, WIDEST)])
@pytest.mark.parametrize("kind", ["locator", "symbol"])
def test_a_map_in_a_very_flat_room_is_no_strip_of_half_the_world_and_alone_it_is_in_the_middle(kind, beside, most):
    subject = subject_of(embedded(), Recipe(made=MADE, kind=kind, query="places=district:kech"))
    (west, _, east, _), _ = subject.extent
    frame = frame_of(subject, Box(0, 0, 4000, 300), beside=beside)
    assert frame.reach[2] - frame.reach[0] < 1.2 * most * (east - west)
    assert frame.box.left == pytest.approx(0 if beside else 4000 - frame.box.right)
    assert kilometres(frame, subject.wording) == "km"


def test_a_map_in_a_very_high_room_leaves_paper_rather_than_showing_half_a_continent():
    subject = subject_of(embedded(), Recipe(made=MADE, query="places=district:kech"))
    (_, south, _, north), _ = subject.extent
    frame = frame_of(subject, Box(0, 0, 300, 3000))
    assert frame.reach[3] - frame.reach[1] < 1.3 * TALLER * (north - south)


def test_what_a_map_shows_is_in_its_middle_where_it_is_higher_than_the_detailed_ground():
    frame = fit((60.0, 24.0, 77.0, 37.0), Box(0, 0, 300, 900), window=embedded_ground().window)
    _, above = frame.point(68.5, 37.0)
    _, below = frame.point(68.5, 24.0)
    assert above == pytest.approx(900 - below, abs=10)


def test_scraps_of_rivers_are_not_drawn_but_what_runs_into_a_long_one_is():
    frame = fit((60, 24, 70, 32), Box(0, 0, 300, 300))
    ends = [[(10, 10), (200, 10)], [(20, 10), (20, 16)], [(100, 100), (110, 100)], [(290, 200), (400, 200)]]
    lines = np.array([shapely.LineString(each) for each in ends], dtype=object)
    assert whole_rivers(lines, frame, 36.0).tolist() == lines[:2].tolist()
