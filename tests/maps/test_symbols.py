"""Symbols: a shape and a colour for each event type, and the legend made of them."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, Selection
from incidents.vocabulary import EVENT_TYPES
from maps.legends import legend, legend_of
from maps.symbols import CLOSE, CURVE, LINE, MOVE, SHAPES, SYMBOLS, Shape, radius_px, symbol_of
from maps.theme import THEMES


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    from gazetteer import Gazetteer
    from incidents.atlas import EMBEDDED
    from incidents.dataset_file import read_toml

    return Atlas.of([read_toml(EMBEDDED, Gazetteer.load())])


def records(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["place_id", "level", "event_type"])


def labels(*rows: tuple[str, str, str]) -> list[str]:
    return [item.label for item in legend_of(records(*rows))]


def signs(*rows: tuple[str, str, str]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(item.kind, item.hues, item.label) for item in legend_of(records(*rows))]


def test_each_event_type_of_the_vocabulary_has_a_symbol_and_no_other():
    assert set(SYMBOLS) == set(EVENT_TYPES)


def test_no_two_event_types_share_a_shape():
    assert len({symbol.shape.name for symbol in SYMBOLS.values()}) == len(SYMBOLS)


def test_every_symbol_has_its_colour_in_every_theme():
    for symbol in SYMBOLS.values():
        for name, theme in THEMES.items():
            assert symbol.colour(name) == theme.hues[symbol.hue]


def test_an_unknown_event_type_is_drawn_under_its_own_name():
    symbol = symbol_of("<b>strange</b>")
    assert symbol.label == "<b>strange</b>"
    assert symbol.shape is SHAPES["ring"]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_shapes_have_the_area_of_the_unit_circle(shape: Shape):
    assert area(shape) == pytest.approx(math.pi, rel=0.002)


def area(shape: Shape) -> float:
    """Area of the outline, curves flattened, holes taken off."""
    total, ring, pending = 0.0, [], []
    for (x, y), code in zip(shape.vertices, shape.codes, strict=True):
        if code == MOVE:
            ring = [(x, y)]
        elif code == LINE:
            ring.append((x, y))
        elif code == CURVE:
            pending.append((x, y))
            if len(pending) == 3:
                ring += flattened(ring[-1], *pending)
                pending = []
        elif code == CLOSE:
            following = [*ring[1:], ring[0]]
            total += sum(a * d - c * b for (a, b), (c, d) in zip(ring, following, strict=True)) / 2
    return abs(total)


def flattened(start, one, two, end):
    steps = [step / 60 for step in range(1, 61)]
    return [
        tuple(
            (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
            for a, b, c, d in zip(start, one, two, end, strict=True)
        )
        for t in steps
    ]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_svg_path_is_the_same_outline(shape: Shape):
    path = shape.svg(10, 5, -5)
    assert path.startswith("M") and path.endswith("Z")
    assert path.count("M") == path.count("Z") == sum(code == MOVE for code in shape.codes)
    first = shape.vertices[0]
    assert path.startswith(f"M{round(5 + 10 * first[0], 2):g} {round(-5 + 10 * first[1], 2):g}")


@given(st.integers(1, 10**6))
def test_a_symbols_area_grows_with_its_records_up_to_four(count: int):
    assert radius_px(count) <= 14
    assert radius_px(count) ** 2 / radius_px(1) ** 2 == pytest.approx(min(count, 4))


def test_the_legend_of_the_embedded_dataset_says_how_well_places_are_known(atlas: Atlas):
    assert [(item.kind, item.label, item.count) for item in legend(atlas, Selection())] == [
        ("area", "only the district or tehsil is known: hatched, count in the box", 7),
        ("symbol", "attack, kind not stated; the town is known", 2),
    ]


def test_the_legend_of_nothing_is_empty(atlas: Atlas):
    assert legend(atlas, Selection(text="no such words")) == ()


def test_a_legend_without_symbols_names_the_kind_beside_the_hatch():
    assert labels(("district:quetta", "district", "bombing")) == [
        "bombing; only the district is known: hatched, count in the box"
    ]


def test_a_legend_without_areas_has_only_symbols():
    assert labels(("town:pasni", "town", "bombing"), ("site:x", "site", "bombing")) == [
        "bombing; the town or site is known"
    ]


def test_areas_of_one_kind_are_called_by_it_and_have_no_symbol_in_the_legend():
    assert signs(("district:quetta", "district", "bombing"), ("town:pasni", "town", "clash")) == [
        ("area", ("orange",), "bombing; only the district is known: hatched, count in the box"),
        ("symbol", ("purple",), "armed clash; the town is known"),
    ]


def test_a_kind_that_only_areas_show_has_a_piece_of_their_hatching():
    assert signs(
        ("district:quetta", "district", "bombing"),
        ("tehsil:tump", "tehsil", "clash"),
        ("town:pasni", "town", "clash"),
    ) == [
        ("each", ("orange", "purple"), "only the district or tehsil is known: hatched in the colour of its kind, count in the box"),
        ("area", ("orange",), "bombing"),
        ("symbol", ("purple",), "armed clash; the town is known"),
    ]  # fmt: skip


def test_where_every_area_holds_several_kinds_none_is_said_to_be_in_the_colour_of_its_kind():
    quetta = [("district:quetta", "district", kind) for kind in ("bombing", "clash")]
    assert signs(*quetta, ("town:pasni", "town", "attack")) == [
        ("several", ("ink",), "several kinds in one area; only the district is known: hatched, count in the box"),
        ("symbol", ("vermilion",), "attack, kind not stated; the town is known"),
    ]


def test_areas_of_several_kinds_have_their_levels_where_these_are_others():
    own = ("district:kech", "district", "bombing")
    mixed = [("tehsil:tump", "tehsil", kind) for kind in ("bombing", "clash")]
    assert labels(own, *mixed)[1:] == ["several kinds in one area; only the tehsil is known"]


def test_kinds_of_one_colour_share_a_line():
    assert labels(("district:quetta", "district", "bombing"), ("district:kech", "district", "shelling")) == [
        "bombing, or shelling or rocket fire; only the district is known: hatched, count in the box"
    ]


def test_an_area_holds_several_kinds_only_where_one_of_small_maps_shows_them_together():
    bombing, clash = (records(("district:quetta", "district", kind)) for kind in ("bombing", "clash"))
    assert "several" not in {item.kind for item in legend_of(bombing, clash)}
    assert "several" in {item.kind for item in legend_of(pd.concat([bombing, clash]))}
