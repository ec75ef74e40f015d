"""What a figure says: the same as the page, every number with its claimant, and nothing added up."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image

from incidents import Atlas, Selection
from maps import legend
from maps.errors import BadFigure, UnknownTheme
from maps.figures import compose, description, figure, measure
from maps.figures.words import Style, width
from maps.recipe import Recipe
from maps.theme import THEMES
from tests.maps.figure_samples import MADE, atlas_of, busy, embedded

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).parent / "golden"
EVERYTHING = Selection()
PASNI = Selection(places=("town:pasni",))
NOTHING = Selection(text="no such words anywhere")
FORBIDDEN_SUMS = ("374", "217", "394", "231", "248", "425", "445", "622")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.fixture(scope="module")
def drawn(atlas):
    """Figures as SVG trees, each drawn once."""
    known: dict[object, ET.Element] = {}

    def draw(selection: Selection = EVERYTHING, **options) -> ET.Element:
        key = (selection, repr(options))
        if key not in known:
            known[key] = ET.fromstring(figure(atlas, selection, fmt="svg", made=MADE, **options))
        return known[key]

    return draw


def words(root: ET.Element, *layers: str) -> list[str]:
    """The texts of some layers of an SVG, or of all."""
    groups = [group for group in root.iter(f"{SVG}g") if group.get("id") in layers] if layers else [root]
    return [text.text or "" for group in groups for text in group.iter(f"{SVG}text")]


def signs(root: ET.Element) -> int:
    """How many symbols are drawn: references to a shape, or shapes drawn in place."""
    symbols = next((group for group in root.iter(f"{SVG}g") if group.get("id") == "symbols"), ET.Element("none"))
    defined = {id(path) for defs in symbols.iter(f"{SVG}defs") for path in defs.iter(f"{SVG}path")}
    placed = [path for path in symbols.iter(f"{SVG}path") if id(path) not in defined]
    return len(placed) + len(list(symbols.iter(f"{SVG}use")))


def layers(root: ET.Element) -> list[str]:
    return [group.get("id", "") for group in root.iter(f"{SVG}g") if group.get("id")]


def test_headline_and_subline_are_those_of_the_page(atlas, drawn):
    summary = atlas.summary(EVERYTHING)
    assert " ".join(words(drawn(), "heading")) == f"{summary.headline} {summary.subline}"


def test_both_contested_numbers_stand_beside_who_says_them(drawn):
    said = words(drawn(), "claims")
    for claim, number in (
        ("Security forces: killed (attributed)", "197"),
        ("Military: “neutralized” (not verified)", "177"),
        ("BLA: security personnel (not confirmed)", "200"),
        ("Unnamed reports: law enforcement (attributed)", "17"),
        ("Unnamed reports (attributed)", "31"),
    ):
        assert f"{claim} {number}" in " ".join(said)
    assert said.count("contested") == 2
    assert said.count("attributed") == 1


@pytest.mark.parametrize("selection", [EVERYTHING, PASNI, NOTHING])
def test_nothing_is_added_up_anywhere(drawn, selection):
    everything = " ".join([*words(drawn(selection)), drawn(selection).findtext(f"{SVG}desc") or ""])
    assert not set(re.findall(r"\d+", everything)) & set(FORBIDDEN_SUMS)


def test_the_note_says_that_figures_are_not_added_up(drawn):
    assert "are not added up" in " ".join(words(drawn(), "claims"))


def test_every_incident_is_counted_once_on_the_map(atlas, drawn):
    root = drawn()
    badges = [int(number) for number in words(root, "badges")]
    assert sum(badges) + signs(root) == len(atlas.incidents(EVERYTHING)) == 9


def test_a_district_is_never_drawn_as_a_symbol(drawn):
    assert sorted(words(drawn(), "badges")) == ["1"] * 7
    assert signs(drawn()) == 2


def test_counts_of_several_kinds_add_up_to_the_records_but_for_as_many_as_the_legend_says_are_left_out():
    atlas = busy()
    root = ET.fromstring(figure(atlas, EVERYTHING, fmt="svg", made=MADE))
    counted = sum(int(number) for number in words(root, "badges", "symbol-counts"))
    single = signs(root) - len(words(root, "symbol-counts"))
    left_out = len(atlas.incidents(EVERYTHING)) - counted - single
    said = re.search(r"the counts of (\d+) incidents? and for \d+ names?", " ".join(words(root, "legend")))
    assert left_out == (int(said[1]) if said else 0)


def test_named_groups_are_layers_of_inkscape(drawn):
    ink = "{http://www.inkscape.org/namespaces/inkscape}"
    groups = {each.get("id"): each for each in drawn(EVERYTHING).iter(f"{SVG}g") if each.get("id")}
    assert {"map-land", "symbols", "legend", "claims"} <= set(groups)
    assert {each.get(f"{ink}groupmode") for each in groups.values()} == {"layer"}
    assert groups["small-print"].get(f"{ink}label") == "Small print"


def test_the_legend_has_the_words_of_the_live_map(atlas, drawn):
    for selection in (EVERYTHING, PASNI):
        assert " ".join(words(drawn(selection), "legend")) == " ".join(item.label for item in legend(atlas, selection))


def test_nine_places_are_named_in_both_scripts(atlas, drawn):
    named = words(drawn(), "names")
    records = atlas.incidents(EVERYTHING)
    assert set(records["place"]) | set(records["place_ur"]) == set(named)


def test_arabic_script_is_stored_as_letters_not_as_shaped_forms(drawn):
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufeff]", " ".join(words(drawn())))


def test_filters_that_are_on_are_written_out(atlas, drawn):
    selection = Selection(places=("district:gwadar",), start=dt.date(2026, 1, 29))
    expected = [label for _, _, label in selection.active(atlas)]
    (line,) = (text for text in words(drawn(selection), "heading") if text.startswith("Filtered by"))
    assert line == "Filtered by: " + "  ·  ".join(expected)
    assert not any(text.startswith("Filtered by") for text in words(drawn(), "heading"))


def test_the_small_print_names_source_claimants_boundaries_and_date(drawn):
    printed = " ".join(words(drawn(), "small-print"))
    for part in (
        "Escalating Violence in Balochistan",
        "undated, on or after 2 February 2026",
        "Figures as claimed by the Balochistan Liberation Army (BLA), unnamed reports, Pakistani security forces and the Pakistani military",
        "not authoritative",
        "geoBoundaries (ODbL)",
        "Natural Earth",
        "GeoNames (CC BY)",
        "Made on 5 March 2026",
        "Lambert conformal conic",
    ):
        assert part in printed


def test_a_part_of_a_campaign_keeps_the_figures_headed_as_the_whole_campaigns(drawn):
    said = words(drawn(PASNI), "claims")
    assert "Coordinated attacks, whole campaign" in said
    assert "200" in said


def test_an_empty_selection_draws_the_ground_and_says_so(drawn):
    root = drawn(NOTHING)
    assert words(root, "heading")[0] == "No incident matches"
    assert words(root, "legend", "badges", "names", "symbol-counts") == []
    assert {"map-sea", "map-land", "map-districts", "scale"} <= set(layers(root))


def test_a_figure_of_an_atlas_without_any_record_is_drawn():
    root = ET.fromstring(figure(Atlas.of([]), EVERYTHING, fmt="svg", made=MADE))
    assert words(root, "heading")[0] == "No incident matches"
    assert words(root, "claims") == []


def test_layers_that_are_off_on_the_screen_are_off_in_the_figure(drawn):
    view = {"bounds": (61, 25, 68, 31), "layers": ["districts"]}
    root = drawn(view=view)
    assert not {"towns", "map-rivers", "map-lakes", "map-tehsils"} & set(layers(root))
    assert not re.search("[\u0600-\u06ff]", " ".join(words(root, "names")))


def test_words_are_text_and_halos_lie_beneath_them(drawn):
    order = layers(drawn())
    assert order.index("names-outlines") < order.index("names")
    assert order.index("ground-names-outlines") < order.index("ground-names")
    outlines = next(group for group in drawn().iter(f"{SVG}g") if group.get("id") == "names-outlines")
    assert not list(outlines.iter(f"{SVG}text"))


def test_spaced_names_are_stored_without_the_spaces(drawn):
    assert "AFGHANISTAN" in words(drawn(), "ground-names")


def test_svg_says_how_wide_words_are_for_programs_that_take_another_font(drawn):
    texts = [text for text in drawn().iter(f"{SVG}text") if text.text]
    arabic = [text for text in texts if re.search("[\u0600-\u06ff]", text.text or "")]
    assert arabic
    assert not [text.text for text in arabic if text.get("textLength")]
    assert all(text.get("textLength") for text in texts if text not in arabic)
    (pasni,) = (text for text in texts if text.text == "Pasni" and "600" in text.get("style", ""))
    size = float(re.findall(r"font-size: ([\d.]+)px", pasni.get("style", ""))[0])
    assert float(pasni.get("textLength", 0)) == pytest.approx(width("Pasni", Style(size, "#000000", 600)), abs=0.01)


def test_spaced_words_begin_where_their_ink_does_whatever_space_ends_a_line(atlas, drawn):
    (spaced,) = (text for text in drawn().iter(f"{SVG}text") if text.text == "AFGHANISTAN")
    (inked,) = (box for kind, said, box, _ in measure(atlas, EVERYTHING, made=MADE) if said == "AFGHANISTAN")
    assert "text-anchor: start" in spaced.get("style", "")
    assert float(spaced.get("x", 0)) / 0.75 == pytest.approx(inked.left, abs=1)


def test_svg_has_a_role_a_title_and_the_alt_text(atlas, drawn):
    root = drawn()
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == atlas.summary(EVERYTHING).headline
    assert root.findtext(f"{SVG}desc") == description(atlas, EVERYTHING)
    assert root.get("aria-labelledby") == "figure-title figure-description"


def test_svg_asks_nothing_from_outside(atlas):
    text = figure(atlas, EVERYTHING, fmt="svg", made=MADE).decode()
    hosts = set(re.findall(r"https?://[^\"'\s<>)]+", text))
    assert hosts <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
        "http://www.inkscape.org/namespaces/inkscape",
    }
    assert "Atlas Latin" not in text


def test_the_alt_text_gives_places_figures_and_claimants(atlas):
    text = description(atlas, EVERYTHING)
    for part in ("Gwadar district: 1", "Dalbandin: 1 and Pasni: 1", "29–30 January 2026", "197 militants killed, according to Pakistani security forces", "200 security personnel killed, according to the Balochistan Liberation Army (BLA) (not independently confirmed)"):  # fmt: skip
        assert part in text


def test_png_has_two_dots_a_pixel_and_carries_the_alt_text(atlas):
    with Image.open(io.BytesIO(figure(atlas, EVERYTHING, made=MADE))) as picture:
        assert picture.size == (3200, 2000)
        assert picture.info["Title"] == atlas.summary(EVERYTHING).headline
        assert picture.info["Description"] == description(atlas, EVERYTHING)
        assert picture.info["dpi"] == pytest.approx((192, 192), abs=0.1)


def test_size_and_dpi_are_those_asked_for(atlas):
    with Image.open(io.BytesIO(figure(atlas, PASNI, size=(640, 800), dpi=96))) as picture:
        assert picture.size == (640, 800)


def test_pdf_is_vector_with_embedded_fonts_and_a_title(atlas):
    content = figure(atlas, EVERYTHING, fmt="pdf", made=MADE)
    assert content.startswith(b"%PDF-")
    assert b"/FontFile2" in content
    assert b"/Title" in content
    assert b"/CreationDate" not in content


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_each_theme_has_its_own_ground(drawn, theme):
    background = next(drawn(theme=theme).iter(f"{SVG}path")).get("style") or ""
    assert THEMES[theme].page in background


def test_a_view_without_edges_shows_and_says_what_a_map_of_its_size_would_show(atlas):
    recipe = Recipe(view={"latitude": 25.26, "longitude": 63.47, "zoom": 8.0}, made=MADE)
    composed, (west, _, east, _) = compose(atlas, recipe), recipe.edges
    assert (east - west, (west + east) / 2) == pytest.approx((1920 / 256 / 2**8 * 360, 63.47))
    assert composed.frame.point(63.47, 25.26) == pytest.approx(composed.frame.box.centre, rel=0.01)
    assert 0 < len(atlas.incidents(recipe.selection)) < len(atlas.incidents(EVERYTHING))
    assert composed.title == atlas.summary(recipe.selection).headline
    assert any("Pasni" in thing.words for thing in composed.sheet.measure() if thing.kind == "label")


@pytest.mark.parametrize("bounds", [(62.4, 24.9, 64.6, 25.9), (66.0, 27.0, 67.5, 31.5), (60, 22, 78, 38)])
def test_a_view_with_bounds_is_shown_exactly(atlas, bounds):
    composed = compose(atlas, Recipe(view={"bounds": bounds}, made=MADE))
    box, (west, south, east, north) = composed.frame.box, bounds
    points = composed.frame.to_pixels([west, east, west, east], [south, south, north, north])
    assert all(box.left - 0.5 <= x <= box.right + 0.5 and box.top - 0.5 <= y <= box.bottom + 0.5 for x, y in points)
    assert points[:, 1].max() == pytest.approx(box.bottom, abs=0.06 * box.height)
    assert points[:, 0].max() == pytest.approx(box.right, abs=0.01 * box.width)


@pytest.mark.parametrize(
    "view",
    [{}, {"bounds": None}, {"zoom": 5}, {"bounds": (70, 30, 60, 20)}, {"bounds": (-400, -90, 400, 90)}, {"latitude": 89, "longitude": 500, "zoom": 20}],
)  # fmt: skip
def test_an_odd_view_still_gives_a_figure(atlas, view):
    assert figure(atlas, EVERYTHING, view, fmt="svg", made=MADE).startswith(b"<?xml")


@pytest.mark.parametrize(
    ("options", "words_of_error"),
    [({"fmt": "gif"}, "no such format"), ({"size": (10, 1000)}, "size"), ({"size": (float("nan"), 900)}, "size"), ({"dpi": 5000}, "dpi")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_the_remedy(atlas, options, words_of_error):
    with pytest.raises(BadFigure, match=words_of_error):
        figure(atlas, EVERYTHING, **options)


def test_an_unknown_theme_is_refused(atlas):
    with pytest.raises(UnknownTheme):
        figure(atlas, EVERYTHING, theme="sepia")


def test_text_of_a_claim_that_is_superseded_says_so():
    from incidents import Claim, Dataset

    sample = atlas_of(("x",))
    old = sample.claims_of("made-up.c0") or sample.claims_of("c0")
    assert old
    newer = Claim(id="newer", about="c0", quantity="killed", counted="civilians", value=5, supersedes=("k0",))
    dataset = sample._datasets[0]
    both = Dataset(**{**dataset.__dict__, "claims": (*dataset.claims, newer)})
    said = words(ET.fromstring(figure(Atlas.of([both]), EVERYTHING, fmt="svg", made=MADE)), "claims")
    assert any(text.endswith("(superseded)") for text in said)


def outline(root: ET.Element) -> str:
    """The structure of an SVG: its layers in order, with the words in them and the number of shapes."""
    lines: list[str] = []
    for group in root.iter(f"{SVG}g"):
        if not group.get("id"):
            continue
        shapes = sum(1 for element in group.iter() if element.tag in (f"{SVG}path", f"{SVG}use"))
        texts = sorted(words(group)) if "names" in group.get("id", "") else words(group)
        lines += [f"[{group.get('id')}]" + (" shapes" if shapes else ""), *(f"  {text}" for text in texts)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("name", "selection"), [("everything", EVERYTHING), ("pasni", PASNI), ("nothing", NOTHING)])
def test_structure_is_the_one_that_was_looked_at(drawn, name, selection):
    path = GOLDEN / f"figure-{name}.txt"
    found = outline(drawn(selection))
    if "ATLAS_WRITE_GOLDEN" in os.environ:
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), (
        "look at the figure; if it is right, run with ATLAS_WRITE_GOLDEN=1"
    )


def test_measuring_gives_what_was_drawn(atlas):
    kinds = {thing.kind for thing in measure(atlas, EVERYTHING, made=MADE)}
    assert {
        "title",
        "subtitle",
        "label",
        "badge",
        "symbol",
        "legend",
        "figure",
        "tag",
        "scale",
        "footer",
        "map",
    } <= kinds


@pytest.mark.parametrize("size", [(1600, 1000), (1080, 1080), (900, 1300), (1920, 1080), (672, 900)])
def test_no_claim_is_left_out_at_any_usual_size(atlas, drawn, size):
    said = " ".join(words(drawn(size=size), "claims"))
    assert "more claim" not in said
    for toll in (toll for view in atlas.summary(EVERYTHING).campaigns for toll in view.tolls):
        assert toll.heading in said
        assert toll.tag in said
        assert all(line.label in said and line.figure in said for line in toll.lines)
    assert "are not added up" in said


def test_more_claims_than_fit_are_not_left_out_in_silence():
    root = ET.fromstring(figure(atlas_of(tuple(f"text {n}" for n in range(20))), EVERYTHING, fmt="svg", made=MADE))
    assert re.search(r"and \d+ more claims\.", " ".join(words(root, "claims")))
    assert "are not added up" in " ".join(words(root, "claims"))
