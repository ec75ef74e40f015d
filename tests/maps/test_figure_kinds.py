"""Each kind of figure says what the page says, in both languages, every claim with its claimant."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from PIL import Image, ImageDraw

from incidents import Atlas, Claim, Dataset, Incident, Selection, When, Where
from maps.captions import alt_text, caption
from maps.claimants import line_words, lines_of
from maps.errors import BadFigure, MapError
from maps.figures import compose, draw
from maps.figures.areas import SEVERAL, hatches
from maps.figures.choropleth import classes
from maps.figures.inset import needs_arrow
from maps.figures.languages import wording_of
from maps.figures.layout import subject_of
from maps.figures.strip import step_start
from maps.figures.style import House, faint, load_style
from maps.figures.themes import FIGURE_THEMES, LEAST_STEP, PRINT, lightness
from maps.figures.words import clean
from maps.fonts import is_right_to_left
from maps.gallery import busy, complaints
from maps.layers import ground
from maps.recipe import KINDS, Recipe, figure_id
from maps.symbols import SYMBOLS
from pages.figures import style_of
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
    assert "see the table of claims" not in said


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
    assert any(text.startswith("One map a ") for text in texts(composed, "legend"))


def test_a_timeline_draws_spans_not_spikes(atlas):
    composed = drawn(atlas, kind="timeline")
    said = texts(composed, "timeline")
    assert "9 incidents · 29–30 January 2026" in said
    assert "whole campaign · 29 January – 2 February 2026" in said
    assert "on one or more of these days; which is not stated" in texts(composed, "legend")


def test_bars_and_spans_of_a_timeline_hold_every_incident_once(crowded):
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


# In greys, kinds stay apart


def _ink(kind: str) -> np.ndarray:
    """A square hatched for a kind in the print theme, as a printer would dot it."""
    picture = Image.new("L", (240, 240), 255)
    for line in hatches(shapely.box(0, 0, 60, 60), 6.5, PRINT, kind):
        ImageDraw.Draw(picture).line([(4 * x, 4 * y) for x, y in line.tolist()], fill=0, width=4)
    return np.asarray(picture, dtype=float)


def test_every_kind_of_event_has_a_hatch_and_a_shape_of_its_own_in_print():
    pictures = {kind: _ink(kind) for kind in (*SYMBOLS, SEVERAL)}
    for one, other in combinations(pictures, 2):
        assert np.abs(pictures[one] - pictures[other]).mean() > 8, (one, other)
    assert len({symbol.shape for symbol in SYMBOLS.values()}) == len(SYMBOLS)


def test_a_bar_of_the_timeline_is_hatched_by_its_kind_in_print():
    day = dt.date(2026, 1, 1)
    incidents = tuple(
        Incident(id=f"{kind}{n}", dataset="d", title="-", when=When(first=day + dt.timedelta(n), last=day + dt.timedelta(n)), where=Where(place_id="town:pasni", level="town"), event_type=kind)
        for kind in ("attack", "armed_assault") for n in range(20)
    )  # fmt: skip
    composed = drawn(Atlas.of([Dataset("d", "D", incidents=incidents)]), kind="timeline", theme="print")
    said = texts(composed, "legend")
    assert sum("attack" in text.lower() or "assault" in text.lower() for text in said) >= 2


# What the map leaves out is not spoken of


def test_a_map_with_edges_speaks_only_of_what_lies_inside_them(atlas):
    recipe = Recipe(made=MADE, preset="page", view={"bounds": (61, 24.8, 64.2, 26.5)})
    composed = compose(atlas, recipe)
    shown = atlas.summary(Selection(bounds=(61, 24.8, 64.2, 26.5)))
    said = re.sub(r"\s+", "", "".join(texts(composed)))
    assert 0 < shown.count < 9
    assert composed.title == shown.headline
    for text in (shown.headline, shown.subline, "insidethemapview"):
        assert re.sub(r"\s+", "", text) in said
    assert "nine" not in said
    assert f"records {shown.count} incidents" in caption(atlas, recipe)
    assert "nine places" not in alt_text(atlas, recipe)
    assert figure_id(recipe, atlas) != figure_id(Recipe(made=MADE, preset="page"), atlas)


def test_edges_that_leave_nothing_out_are_no_filter(atlas):
    composed = drawn(atlas, view={"bounds": (60, 22, 78, 38)})
    assert composed.title.startswith("Coordinated attacks in nine places")
    assert not any("map view" in text for text in texts(composed))


def test_the_edges_of_a_map_do_not_touch_a_timeline(atlas):
    assert drawn(atlas, kind="timeline", view={"bounds": (61, 24.8, 64.2, 26.5)}).title == atlas.summary().headline


# Words


def test_the_boxes_of_a_choropleth_are_explained(atlas):
    assert any("incidents known within the district" in text for text in texts(drawn(atlas, kind="choropleth"), "legend"))  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_empty_figure_gives_no_hint_to_somebody_before_a_screen(atlas, kind, language):
    said = " ".join(texts(drawn(atlas, kind=kind, language=language, query="start=1999-01-01&end=1999-01-02")))
    assert not re.search("Take a filter|click|فلٹر ہٹائیے", said, re.IGNORECASE)


def test_the_subtitle_does_not_repeat_the_title(crowded):
    composed = drawn(crowded)
    number = f"{len(crowded.incidents()):,} incidents"
    assert composed.title.startswith(number)
    assert sum(number in text for text in texts(composed, "heading")) == 1


def test_countries_and_seas_have_urdu_names_in_an_urdu_figure(atlas):
    wording = wording_of("ur", atlas, House())
    assert [g["name"] for g in ground()["grounds"] if not is_right_to_left(wording.ground(g["name"], g["name_ur"]))] == []  # fmt: skip


def test_filters_are_worded_in_urdu(atlas):
    recipe = Recipe(language="ur", query="start=2026-01-29&end=2026-01-30&precisions=district&bounds=61,24,68,32", made=MADE)  # fmt: skip
    filters = subject_of(atlas, recipe).filters
    assert not re.search("[A-Za-z]", wording_of("ur", atlas, House()).filters(filters))


def test_the_standing_of_every_claim_is_said_as_on_the_page(atlas):
    summary = atlas.summary()
    for line in lines_of(summary):
        assert re.search(r"\((attributed|not [a-z ]+|corroborated|denied)\)", line_words(line)), line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"credit = Gazette", "is no TOML"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"a = " + b"[" * 20_000, "house.toml"),
        (b'planet = "mars"', "has no 'planet'"),
        (b'logo = "../../etc/passwd"', "was not given"),
    ],
)
def test_a_house_style_that_is_none_is_refused_alike_on_page_and_command_line(tmp_path, content, said):
    with pytest.raises(MapError) as on_page:
        style_of({"house.toml": content})
    assert said in str(on_page.value)
    (tmp_path / "house.toml").write_bytes(content)
    with pytest.raises(BadFigure) as on_command_line:
        load_style(tmp_path / "house.toml")
    assert str(on_page.value) == str(on_command_line.value) or b"logo" in content
