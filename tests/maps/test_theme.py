"""Colours: readable on their ground, the same names in every theme."""

import re

import pytest

from maps.figures.choropleth import shade
from maps.figures.leader import LEADER
from maps.figures.places import TINT
from maps.figures.themes import FIGURE_THEMES, lightness, mixed
from maps.theme import THEMES, Theme, contrast

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


@themes
def test_text_is_readable_on_every_surface_of_a_page(theme: Theme):
    for ground in (theme.page, theme.paper, theme.panel):
        for text in (theme.text, theme.muted, theme.accent):
            assert contrast(text, ground) >= 4.5


@themes
def test_labels_are_readable_on_the_ground_of_the_map(theme: Theme):
    for ground in (theme.land, theme.country, theme.outside):
        for label in (theme.label, theme.label_muted, theme.label_country):
            assert contrast(label, ground) >= 4.5
    assert contrast(theme.label_water, theme.water) >= 4.5
    assert contrast(theme.badge_text, theme.badge) >= 7


@themes
def test_tags_and_filled_buttons_are_readable(theme: Theme):
    assert contrast(theme.accent, theme.accent_soft) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@themes
def test_what_carries_meaning_stands_out_from_land(theme: Theme):
    for colour in (*theme.hues.values(), theme.border_country, theme.focus):
        assert contrast(colour, theme.land) >= 3


@themes
def test_borders_grow_quieter_with_rank(theme: Theme):
    ranks = (theme.border_country, theme.border_province, theme.border_district, theme.border_tehsil)
    strengths = [contrast(colour, theme.land) for colour in ranks]
    assert strengths == sorted(strengths, reverse=True)
    assert len(set(strengths)) == len(ranks)


@themes
def test_every_token_is_a_hex_colour_and_stands_in_the_css(theme: Theme):
    css = theme.css()
    for name, value in theme.tokens().items():
        assert re.fullmatch(r"#[0-9a-f]{6}", value)
        assert f"--atlas-{name.replace('_', '-')}: {value};" in css
    for hue, value in theme.hues.items():
        assert f"--atlas-hue-{hue}: {value};" in css


def test_themes_share_their_hues():
    assert len({tuple(theme.hues) for theme in THEMES.values()}) == 1


def test_a_theme_is_known_by_its_name():
    assert {name: theme.name for name, theme in THEMES.items()} == {name: name for name in THEMES}
    assert {"light", "dark"} <= set(THEMES)


@pytest.mark.parametrize("theme", FIGURE_THEMES.values(), ids=list(FIGURE_THEMES))
def test_a_line_to_a_count_is_seen_on_the_land_and_on_shaded_areas(theme: Theme):
    line = getattr(theme, LEADER)
    assert min(contrast(line, ground) for ground in (theme.land, theme.outside, theme.halo)) >= 4.5


@pytest.mark.parametrize("ground", ["water", "outside", "country"])
def test_what_is_around_districts_in_print_is_lighter_than_a_tinted_or_shaded_one(ground: str):
    printed = FIGURE_THEMES["print"]
    tinted = lightness(mixed(printed.accent, printed.land, TINT)), lightness(shade(printed, 0, 5))
    assert lightness(getattr(printed, ground)) - max(tinted) > 8
