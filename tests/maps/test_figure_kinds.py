"""Each kind of figure says what the page says, in both languages, every claim with its claimant."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from incidents import Atlas, Claim, Dataset, Incident, Selection, When, Where
from maps.claimants import line_words
from maps.errors import BadFigure
from maps.figures import compose, draw
from maps.figures.choropleth import classes
from maps.figures.inset import needs_arrow
from maps.figures.strip import step_start
from maps.figures.style import House, faint, load_style
from maps.figures.themes import FIGURE_THEMES, LEAST_STEP, PRINT, lightness
from maps.figures.words import clean
from maps.gallery import busy, complaints
from maps.recipe import KINDS, Recipe
from tests.maps.figure_samples import MADE, embedded

WITH_CLAIMS = [kind for kind in KINDS if kind != "locator"]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.fixture(scope="module")
def crowded() -> Atlas:
    return busy()


def drawn(atlas: Atlas, **options):
    return compose(atlas, Recipe(made=MADE, **options))


def texts(composed, layer: str = "") -> list[str]:
    lines = composed.sheet.outline().splitlines()
    found, within = [], False
    for line in lines:
        if line.startswith("["):
            within = not layer or line.startswith(f"[{layer}]")
        elif within:
            found.append(line[2:])
    return found


@pytest.mark.parametrize("preset", ["single", "slide"])
@pytest.mark.parametrize("kind", WITH_CLAIMS)
def test_every_figure_of_people_stands_with_its_claimant(atlas, kind, preset):
    said = " ".join(texts(drawn(atlas, kind=kind, preset=preset, by="day"), "claims"))
    summary = atlas.summary()
    for toll in (toll for view in summary.campaigns for toll in view.tolls):
        for line in toll.lines:
            assert re.search(rf"{re.escape(line_words(line))}[\s–]+{line.figure}", said), (line.label, said)
    assert said.count("contested") == 2
    assert "Not all figures" not in said


def test_a_locator_shows_places_and_no_number(atlas):
    composed = drawn(atlas, kind="locator")
    assert texts(composed, "claims") == texts(composed, "badges") == texts(composed, "legend") == []
    assert {"Pasni", "Gwadar", "Dalbandin"} <= set(texts(composed, "names"))


def test_a_choropleth_counts_what_is_known_within_each_district(atlas):
    composed = drawn(atlas, kind="choropleth")
    assert sorted(texts(composed, "badges")) == ["1"] * 7 + ["2"]
    assert "quantiles of the 8 districts" in " ".join(texts(composed, "legend"))


def test_a_choropleth_says_what_no_district_can_show(atlas):
    wide = Incident(id="wide", dataset="w", title="-", when=When(first=MADE, last=MADE), where=Where(place_id="division:kalat", level="division"), event_type="attack")  # fmt: skip
    said = texts(drawn(Atlas.of([Dataset("w", "W", incidents=(wide,))]), kind="choropleth"), "legend")
    assert any(text.startswith("1 incident known only to a larger area") for text in said)


@pytest.mark.parametrize("method", ["quantiles", "equal", "natural"])
@pytest.mark.parametrize(
    "values", [[], [3.0], [1, 1, 1], [1, 2, 3], [1, 1, 1, 9], list(range(40)), [0.5, 0.25, 7, 7, 7, 2]]
)
def test_classes_hold_every_value_once_in_order(values, method):
    found = classes(values, method)
    assert len(found) <= 5
    assert all(low <= high for low, high in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    assert all(sum(low <= value <= high for low, high in found) == 1 for value in values)


def test_natural_breaks_part_clusters_where_quantiles_do_not():
    values = [1, 1, 2, 2, 2, 3, 3, 50, 51, 52]
    assert ((50, 52) in classes(values, "natural", 2)) and ((50, 52) not in classes(values, "quantiles", 2))


def test_a_record_of_two_days_stands_in_both_maps_and_this_is_said(atlas):
    composed = drawn(atlas, kind="multiples", by="day")
    assert texts(composed, "panels") == ["29 January 2026", "9 incidents · 9 not dated to the day", "30 January 2026", "9 incidents · 9 not dated to the day"]  # fmt: skip
    assert any("do not add up" in text for text in texts(composed, "legend"))


def test_small_maps_by_kind_have_each_record_once(crowded):
    composed = drawn(crowded, kind="multiples", by="event_type")
    counts = [int(text.split()[0]) for text in texts(composed, "panels")[1::2]]
    assert sum(counts) == len(crowded.incidents())


def test_periods_that_have_no_room_are_joined_and_this_is_said(crowded):
    composed = drawn(crowded, kind="multiples", by="day", preset="single")
    assert any(text.startswith("By ") for text in texts(composed, "legend"))


def test_a_timeline_draws_spans_not_spikes(atlas):
    composed = drawn(atlas, kind="timeline")
    said = texts(composed, "timeline")
    assert "9 incidents · 29–30 January 2026" in said
    assert "whole campaign · 29 January – 2 February 2026" in said
    assert "on one or more of these days; which is not stated" in texts(composed, "legend")


def test_bars_and_spans_of_a_timeline_hold_every_incident_once(crowded):
    from maps.figures.layout import subject_of
    from maps.figures.strip import strip_of

    strip = strip_of(subject_of(crowded, Recipe(kind="timeline")), 600, 1.0)
    spans = [*strip.rows, *strip.hidden, *(span for lane in strip.lanes for span in lane)]
    assert sum(strip.bars.values()) + sum(span.count for span in spans) == len(crowded.incidents())
    assert all(step_start(day, strip.unit) == day for day, _ in strip.bars)
    assert all(one.end < other.start for lane in strip.lanes for one, other in pairwise(lane))


@pytest.mark.parametrize("kind", KINDS)
def test_the_id_is_printed_and_is_that_of_recipe_and_data(atlas, kind):
    from maps.recipe import figure_id

    recipe = Recipe(kind=kind, made=MADE)
    composed = compose(atlas, recipe)
    assert composed.identifier == figure_id(recipe, atlas)
    assert f"Figure {composed.identifier}." in " ".join(texts(composed, "small-print"))


def test_datasets_stand_with_licence_and_version(atlas):
    assert re.search(r"\(MIT, version [0-9a-f]{8}\)", " ".join(texts(drawn(atlas), "small-print")))


def test_figures_of_a_single_incident_stand_with_their_claimants():
    incident = Incident(id="i", dataset="d", title="A blast", when=When(first=MADE, last=MADE), where=Where(place_id="town:pasni", level="town"), event_type="bombing")  # fmt: skip
    claims = tuple(Claim(id=f"c{n}", about="i", quantity="killed", counted="civilians", value=n, claimant=who, contests=("c3",) if n == 5 else ()) for n, who in ((3, "police"), (5, "military")))  # fmt: skip
    said = " ".join(texts(drawn(Atlas.of([Dataset("d", "D", incidents=(incident,), claims=claims)])), "claims"))
    assert "A blast" in said
    assert "3–5" in said
    assert "contested" in said
    assert "Police" in said
    assert "Military" in said


@pytest.mark.parametrize("kind", KINDS)
def test_an_urdu_figure_reads_from_the_right_and_has_no_english_of_ours(atlas, kind):
    composed = drawn(atlas, kind=kind, language="ur", labels="urdu", by="day")
    (title,) = (thing for thing in composed.sheet.measure() if thing.kind == "title")
    assert composed.sheet.width - title.box.right < title.box.left
    ours = " ".join(text for text in texts(composed) if not re.search("geoBoundaries|Escalating|January to", text))
    ours = re.sub(r"[0-9a-f]{4}-[0-9a-f]{4}|\bDelhi\b|\bJaipur\b|\bSukkur\b", "", ours)
    assert not re.search("[A-Za-z]{3,}", ours), re.findall("[A-Za-z]{3,}", ours)


def test_an_urdu_figure_has_the_same_numbers_as_the_english_one(atlas):
    english, urdu = (" ".join(texts(drawn(atlas, language=language), "claims")) for language in ("en", "ur"))
    assert sorted(re.findall(r"\d+", english)) == sorted(re.findall(r"\d+", urdu))


def test_urdu_digits_are_used_when_the_house_style_says_so(atlas):
    said = " ".join(texts(drawn(atlas, language="ur", style={"digits": "urdu"}), "claims"))
    assert "۱۹۷" in said
    assert not re.search("[0-9]", said)


def test_the_map_itself_is_not_mirrored(atlas):
    composed = drawn(atlas, language="ur")
    west, _ = composed.frame.point(61, 28)
    east, _ = composed.frame.point(69, 28)
    assert west < east


def test_hues_of_the_print_theme_stay_apart_without_colour():
    greys = sorted(lightness(colour) for colour in PRINT.hues.values())
    assert all(other - one >= LEAST_STEP for one, other in pairwise(greys))


def test_a_figure_in_print_says_the_same_without_colour(crowded):
    """Turned grey, hatches of kinds differ: each hue has its own angles."""
    from maps.figures.areas import PATTERNS

    assert set(PATTERNS) == set(PRINT.hues)
    assert len(set(PATTERNS.values())) == len(PATTERNS)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_classes_of_a_choropleth_differ_in_lightness(theme):
    from maps.figures.choropleth import shade

    steps = [lightness(shade(FIGURE_THEMES[theme], number, 5)) for number in range(5)]
    assert all(abs(other - one) >= LEAST_STEP for one, other in pairwise(steps))


def test_every_theme_is_readable():
    assert [fault for theme in FIGURE_THEMES.values() for fault in faint(theme)] == []


def test_a_size_without_room_is_refused_with_the_size_that_is_needed(atlas):
    with pytest.raises(BadFigure, match=r"too small.* mm (high|wide) or more"):
        drawn(atlas, preset="custom", width=89, height=60, unit="mm")


@pytest.mark.parametrize(("size", "least"), [({"width": 120, "height": 160, "unit": "mm"}, 8.0), ({"width": 900, "height": 1200, "unit": "px"}, 12.0)])  # fmt: skip
def test_no_word_is_below_the_least_size(atlas, size, least):
    composed = drawn(atlas, preset="custom", **size)
    assert composed.least == least
    assert complaints(composed) == []


def test_an_arrow_stands_where_north_is_not_up(atlas):
    assert not needs_arrow(drawn(atlas, preset="page").frame)
    turned = drawn(atlas, view={"bounds": (20, 40, 110, 70)})
    assert needs_arrow(turned.frame)
    assert texts(turned, "north") == ["N"]


def test_an_inset_locates_a_town_and_not_a_country(atlas):
    assert "[inset]" in drawn(atlas, query="places=town:pasni", kind="locator").sheet.outline()
    assert "[inset]" not in drawn(atlas, view={"bounds": (60, 22, 78, 38)}).sheet.outline()
    assert "[inset]" not in drawn(atlas, query="places=town:pasni", kind="locator", inset=False).sheet.outline()


@pytest.mark.parametrize(("labels", "pattern"), [("latin", "[\u0600-\u06ff]"), ("urdu", "[A-Za-z]")])
def test_labels_are_in_the_script_asked_for(atlas, labels, pattern):
    assert not re.search(pattern, " ".join(texts(drawn(atlas, labels=labels), "names")))


def test_no_labels_are_no_labels(atlas):
    composed = drawn(atlas, labels="none")
    assert texts(composed, "names") == texts(composed, "ground-names") == []


def test_a_pdf_names_its_language(atlas):
    for language in ("en", "ur"):
        content = draw(atlas, Recipe(language=language, preset="double", made=MADE), "pdf")
        assert f"/Lang ({language})".encode() in content
        start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
        assert content[start:].startswith(b"xref")


def test_pixels_are_those_asked_for_and_millimetres_those_of_the_dpi(atlas):
    import io

    from PIL import Image

    for recipe in (Recipe(preset="square", dpi=72), Recipe(preset="double", dpi=150, kind="locator")):
        with Image.open(io.BytesIO(draw(atlas, recipe.replace(made=MADE)))) as picture:
            assert picture.size == recipe.pixels
            assert picture.info["dpi"][0] == pytest.approx(recipe.dpi, abs=0.1)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ({"font": "x"}, "no 'font'"),
        ({"digits": "roman"}, "digits are"),
        ({"credit": "x" * 200}, "credit is text"),
        ({"colours": {"sepia": {}}}, "no theme 'sepia'"),
        ({"colours": {"light": {"txt": "#000000"}}}, "no 'txt'"),
        ({"colours": {"light": {"text": "red"}}}, "is a colour such as"),
        ({"colours": {"light": {"text": "#dddddd"}}}, "text on page has a contrast of 1"),
        ({"logo": "logo.png"}, "load_style"),
        ({"logo": "data:;base64,AAAA"}, "not a PNG or JPEG"),
        ({"fonts": {"latin": "data:;base64,AAAA"}}, "not a TrueType font"),
        ({"fonts": {"gothic": "data:;base64,AAAA"}}, "no role 'gothic'"),
    ],
)
def test_a_house_style_that_cannot_be_used_is_refused_with_the_key(atlas, style, words):
    with pytest.raises(BadFigure, match=words):
        drawn(atlas, style=style)


def test_the_example_of_a_house_style_can_be_used(atlas):
    style = load_style("docs/house-style.toml")
    composed = drawn(atlas, style=style)
    assert "Map: The Example Gazette" in texts(composed, "small-print")
    assert complaints(composed) == []


def test_a_house_style_brings_its_logo_and_fonts(atlas, tmp_path):
    from PIL import Image

    from maps import fonts

    Image.new("RGB", (80, 40), "#9f1239").save(tmp_path / "logo.png")
    (tmp_path / "own.ttf").write_bytes(fonts._bundled()[fonts.SIGNS].read_bytes())
    (tmp_path / "house.toml").write_text('logo = "logo.png"\n[fonts]\nlatin = "own.ttf"\n', encoding="utf-8")
    recipe = Recipe(style=load_style(tmp_path / "house.toml"), made=MADE, kind="locator")
    again = Recipe.from_json(recipe.to_json())
    svg = draw(atlas, again, "svg").decode()
    assert "House Latin" in svg
    assert "<image" in svg
    assert "House Latin" not in draw(atlas, recipe.replace(style=None), "svg").decode()
    assert House.of(again.style).logo.startswith(b"\x89PNG")


def test_hostile_words_are_text_in_every_kind_and_language():
    from tests.maps.figure_samples import HOSTILE, atlas_of

    atlas = atlas_of(HOSTILE[:8])
    for kind, language in zip(KINDS, ("en", "ur") * 3, strict=True):
        svg = draw(
            atlas,
            Recipe(kind=kind, language=language, title="</text><script>x</script>", preset="page", made=MADE),
            "svg",
        )
        assert b"<script" not in svg


def test_a_selection_without_records_is_drawn_in_every_kind(atlas):
    for kind in KINDS:
        composed = drawn(atlas, kind=kind, query=Selection(text="no such words").to_query())
        assert composed.title == "No incident matches"
        assert dt.date(2026, 3, 5) == composed.made


SELECTIONS = (
    "places=district:gwadar",
    "rule=lowest",
    "rule=claimant:military",
    "as_known_on=2026-01-31",
    "contested=true&precisions=town",
    "start=2026-01-30&text=pasni&rule=latest",
)


@pytest.mark.parametrize("query", SELECTIONS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_figure_says_what_the_page_says_of_the_same_selection(atlas, query, language):
    recipe = Recipe(query=query, preset="slide", language=language, made=MADE)
    said = " ".join(drawn_text(draw(atlas, recipe, "svg")))
    summary = atlas.summary(recipe.selection)
    numbers = [toll.headline.partition(": ")[2] for view in summary.campaigns for toll in view.tolls]
    figures = [line.figure for view in summary.campaigns for toll in view.tolls for line in toll.lines]
    assert f"{summary.count} " in said
    for number in (*numbers, *figures):
        assert all(digits in said for digits in re.findall(r"\d+", number)), number
    if language == "en":
        assert summary.headline in said
        labels = [clean(label) for _, _, label in recipe.selection.active(atlas)]
        assert all(label in said for label in labels)
        lines = [line for view in summary.campaigns for toll in view.tolls for line in toll.lines]
        assert all(f"{line_words(line)} {line.figure}" in said for line in lines)


def drawn_text(svg: bytes) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
