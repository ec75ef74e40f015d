"""The ZIP of a figure: every format, the words, the recipe; the same bytes everywhere; hostile words stay words."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from incidents import Atlas
from maps.checking import check, figure_file, read_figure_file
from maps.errors import BadFigure, BadRecipe
from maps.figures import compose
from maps.figures.alt import said_below
from maps.package import embed, file_stem, lacking, package, pinned, preview, written
from maps.recipe import Recipe, figure_id
from tests.maps.figure_samples import MADE, NO_HOME, atlas_of, embedded
from tests.maps.hostile import HOSTILE
from tests.maps.test_recipe import _changed as changed

ROOT = Path(__file__).parents[2]
RECIPE = Recipe(query="places=district:gwadar", preset="custom", width=900, height=700, made=MADE)
WRITE = """
import hashlib, sys
from incidents import Atlas
from maps.package import written
from maps.recipe import Recipe
print(hashlib.sha256(written(Atlas.open(), Recipe.from_json(sys.stdin.read()), "zip")).hexdigest())
print("matplotlib.pyplot" in sys.modules)
"""


@cache
def zipped() -> bytes:
    """Return the ZIP of a figure."""
    return package(embedded(), RECIPE)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The ZIP's hash and whether pyplot was there, from a process of another time zone, language and no font cache."""
    blocked = tmp_path_factory.mktemp("blocked") / "cache"
    blocked.write_text("a file, so that no cache folder can be made in it")
    env = {key: value for key, value in os.environ.items() if key != "MPLCONFIGDIR"} | {
        "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "5", "ATLAS_HOME": NO_HOME, "XDG_CACHE_HOME": str(blocked),
    }  # fmt: skip
    return subprocess.run([sys.executable, "-W", "error", "-c", WRITE], input=RECIPE.to_json(), cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)  # fmt: skip


@cache
def files() -> dict[str, bytes]:
    """Return what the ZIP of a figure holds."""
    with zipfile.ZipFile(io.BytesIO(zipped())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def svg_words(content: bytes) -> str:
    """Return the texts that an SVG shows, as one line."""
    texts = ET.fromstring(content).iter("{http://www.w3.org/2000/svg}text")
    return " ".join("".join(text.itertext()) for text in texts)


def test_a_zip_holds_every_format_once_with_the_words():
    stem = file_stem(embedded(), RECIPE)
    assert set(files()) == {
        f"{stem}.png", f"{stem}.svg", f"{stem}.pdf", f"{stem}.html",
        "figure.json", "caption.txt", "alt-text.txt", "methods.txt", "credits.txt", "embed.html",
    }  # fmt: skip


def test_what_is_in_the_zip_is_what_is_downloaded_alone():
    stem = file_stem(embedded(), RECIPE)
    for ending in ("svg", "html"):
        assert files()[f"{stem}.{ending}"] == written(embedded(), RECIPE, ending)


def test_the_recipe_in_the_zip_remakes_the_figure():
    recipe = read_figure_file(files()["figure.json"]).recipe
    assert recipe == RECIPE
    assert written(embedded(), recipe, "svg") == files()[f"{file_stem(embedded(), RECIPE)}.svg"]


def test_a_figure_without_a_day_is_pinned_to_the_day_it_was_made():
    assert pinned(Recipe(), dt.date(2026, 5, 1)).made == dt.date(2026, 5, 1)
    assert json.loads(written(embedded(), Recipe(), "json"))["recipe"]["made"] is not None


def test_the_same_recipe_gives_the_same_bytes_in_another_process_time_zone_and_language(elsewhere):
    assert elsewhere.stdout.split()[0] == hashlib.sha256(zipped()).hexdigest()


def test_a_figure_is_drawn_in_silence_without_a_font_cache(elsewhere):
    assert elsewhere.stderr == ""


def test_pyplot_is_never_used(elsewhere):
    assert elsewhere.stdout.split()[1] == "False"


def test_the_figure_says_what_the_page_says():
    for query in ("", "places=district:gwadar", "places=town:pasni&rule=latest", "as_known_on=2026-02-03"):  # fmt: skip
        recipe = RECIPE.replace(query=query, preset="page", width=None, height=None)
        summary, said = embedded().summary(recipe.selection), svg_words(written(embedded(), recipe, "svg"))
        flat = re.sub(r"\s+", "", said)
        for text in (summary.headline, said_below(summary)):
            assert re.sub(r"\s+", "", text) in flat, text
        lines = [line for view in summary.campaigns for toll in view.tolls for line in toll.lines]
        for toll in (toll for view in summary.campaigns for toll in view.tolls):
            assert re.sub(r"\s+", "", toll.heading) in flat
        for line in lines:
            assert re.sub(r"\s+", "", line.claimant).lower() in flat.lower()
            assert line.figure in said


def test_the_figures_id_is_printed_on_it():
    assert figure_id(RECIPE, embedded()) in svg_words(written(embedded(), RECIPE, "svg"))


def test_a_preview_is_the_figure_at_a_screens_resolution():
    for preset in ("page", "slide", "square"):
        recipe = RECIPE.replace(preset=preset, width=None, height=None, dpi=600)
        with Image.open(io.BytesIO(preview(embedded(), recipe))) as image:
            width, height = recipe.css_size
            assert max(image.size) <= 1801
            assert image.width / image.height == pytest.approx(width / height, rel=0.005)


def test_an_unknown_kind_of_file_is_refused():
    with pytest.raises(BadFigure, match="known: png, svg, pdf, html, zip, json"):
        written(embedded(), RECIPE, "gif")


# Hostile words


@pytest.mark.parametrize("ending", ["svg", "html", "pdf", "json"])
def test_hostile_titles_are_words_in_every_format(ending):
    for text in HOSTILE[::4]:
        recipe = RECIPE.replace(title=text[:300])
        content = written(embedded(), recipe, ending)
        if ending == "svg":
            tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(content).iter()}
            assert not tags & {"script", "foreignObject", "iframe", "img", "a"}
            assert not [
                name for element in ET.fromstring(content).iter() for name in element.attrib if name.startswith("on")
            ]
        elif ending == "html":
            assert b"<script>window.broken" not in content
        elif ending == "pdf":
            assert b"/JavaScript" not in content
            assert b"/OpenAction" not in content
        else:
            assert json.loads(content)["recipe"]["title"] == text[:300]


def test_a_zip_of_hostile_records_unpacks_where_it_is_told():
    recipe = Recipe(title="../../etc/passwd", made=MADE, preset="page")
    with zipfile.ZipFile(io.BytesIO(package(atlas_of(HOSTILE), recipe))) as archive:
        assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z]+", name) for name in archive.namelist())


class Tags(HTMLParser):
    """The elements of an embed snippet."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_embed_code_is_one_sandboxed_frame_of_the_exported_file():
    ((outer, _), (tag, frame)) = Tags(embed(embedded(), RECIPE)).found
    assert (outer, tag) == ("div", "iframe")
    assert frame["sandbox"] == "allow-scripts"
    assert frame["src"] == f"{file_stem(embedded(), RECIPE)}.html"
    assert f"{frame['src']}" in files()


def test_an_embedded_column_has_the_proportions_of_its_figure():
    recipe = Recipe(preset="double", kind="timeline", made=MADE)
    sheet = compose(embedded(), recipe).sheet
    outer = Tags(embed(embedded(), recipe)).found[0][1]
    assert f"aspect-ratio:{sheet.width:.0f}/{sheet.height:.0f};" in str(outer["style"])


def test_a_file_can_be_embedded_whose_figure_has_no_room():
    recipe = Recipe(preset="custom", unit="mm", width=60, height=90, made=MADE)
    assert "aspect-ratio:227/340;" in embed(embedded(), recipe)


def test_hostile_titles_stay_inside_the_embed_code():
    for text in HOSTILE:
        found = Tags(embed(embedded(), RECIPE.replace(title=text[:300]))).found
        assert [tag for tag, _ in found] == ["div", "iframe"], text
        assert set(found[1][1]) == {"src", "title", "sandbox", "loading", "referrerpolicy", "allow", "style"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "file:///etc/passwd"]
)
def test_an_address_that_is_no_page_is_not_embedded(address):
    with pytest.raises(BadFigure):
        embed(embedded(), RECIPE, address)


def test_an_address_is_written_as_an_attribute():
    assert 'src="https://news.example/m.html?a=1&amp;b=%222%22"' in embed(
        embedded(), RECIPE, "https://news.example/m.html?a=1&b=%222%22"
    )


def test_credits_name_datasets_sources_and_licences():
    said = files()["credits.txt"].decode()
    for words in ("ODbL", "Licence: MIT", "Escalating Violence in Balochistan", "Open Font License", "Natural Earth"):
        assert words in said


def test_the_alt_text_is_the_figures_own():
    assert files()["alt-text.txt"].decode().strip() == compose(embedded(), RECIPE).description


# Checking


def test_a_figure_of_todays_data_holds():
    found = check(embedded(), read_figure_file(figure_file(embedded(), RECIPE)))
    assert (found.changes, found.figure) == ((), found.now)
    assert "no claim in it was superseded" in found.headline


def _later(held, **values):
    first = next(claim for claim in held if claim.id.endswith("militants-killed-197"))
    return first.model_copy(update={"id": "later", "supersedes": (), "contests": ()} | values)


def _kinds(atlas: Atlas, recipe: Recipe = RECIPE) -> list[str]:
    return [change.kind for change in check(atlas, read_figure_file(figure_file(embedded(), recipe))).changes]


def test_a_superseded_claim_is_told_with_the_one_that_replaced_it():
    old = "balochistan-2026.militants-killed-197"
    values = {"value": 201, "low": 201, "high": 201, "supersedes": (old,), "stated_on": dt.date(2026, 3, 9)}
    now = changed(claims=lambda held: (*held, _later(held, **values)))
    found = check(now, read_figure_file(figure_file(embedded(), RECIPE)))
    assert [change.kind for change in found.changes] == ["superseded"]
    assert found.headline == "1 claim that this figure shows was superseded."
    assert (
        "197 militants killed, according to Pakistani security forces; since then: 201 militants"
        in found.changes[0].words
    )
    assert found.figure != found.now


def test_a_claim_superseded_after_the_figures_day_of_knowledge_is_told_too():
    old = "balochistan-2026.militants-killed-197"
    now = changed(claims=lambda held: (*held, _later(held, supersedes=(old,), stated_on=dt.date(2026, 3, 9))))
    assert _kinds(now, RECIPE.replace(query="as_known_on=2026-02-20")) == ["superseded"]


def test_a_recipe_alone_is_checked_by_the_day_it_was_made():
    old = "balochistan-2026.militants-killed-197"
    now = changed(claims=lambda held: (*held, _later(held, supersedes=(old,), stated_on=dt.date(2026, 3, 9))))
    found = check(now, read_figure_file(RECIPE.to_json()))
    assert [change.kind for change in found.changes] == ["superseded"]


def test_other_changes_are_told_apart():
    assert _kinds(changed(claims=lambda held: (*held, _later(held)))) == ["new"]
    assert _kinds(
        changed(claims=lambda held: (*held, _later(held, contests=("balochistan-2026.civilians-killed-31",))))
    ) == ["contested", "new"]
    assert _kinds(changed(claims=lambda held: (held[0].model_copy(update={"value": 18, "low": 18, "high": 18}), *held[1:]))) == ["changed"]  # fmt: skip
    assert _kinds(changed(claims=lambda held: held[1:])) == ["gone"]
    assert _kinds(changed(incidents=lambda held: tuple(i for i in held if i.where.place_id != "town:pasni"))) == [
        "gone"
    ]
    assert _kinds(changed(incidents=lambda held: tuple(i.model_copy(update={"note": "corrected"}) for i in held))) == [
        "data"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"recipe": {}}', "another version"),
        ('{"recipe": {}, "format": "incident-atlas figure 1"}', "give the recipe in it alone"),
        ('{"recipe": {}, "format": "incident-atlas figure 1", "shown": {"claims": [], "datasets": {}, "incidents": []}}', "alone"),
        ('{"recipe": [], "format": "incident-atlas figure 1", "shown": {"claims": {}, "datasets": {}, "incidents": []}}', "object"),
        ("x" * 9_000_000, "at most"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_figures_is_refused(content, said):
    with pytest.raises(BadRecipe) as raised:
        read_figure_file(content)
    assert said in str(raised.value)


def test_a_recipe_alone_without_a_day_has_nothing_to_check():
    found = check(embedded(), read_figure_file(RECIPE.replace(made=None).to_json()))
    assert not found.checked
    assert "Nothing was checked" in found.headline


def test_the_interactive_file_has_the_figures_own_words():
    page = written(embedded(), RECIPE.replace(title="Mine <b>", subtitle="Below"), "html").decode()
    assert "<title>Mine &lt;b&gt;</title>" in page
    assert '"headline":"Mine \\u003cb\\u003e","subline":"Below"' in page
    assert '"headline":"","subline":""' in written(embedded(), RECIPE.replace(title="", subtitle=""), "html").decode()


def test_of_many_changes_the_first_are_listed_with_the_incident_and_the_others_counted():
    atlas = embedded()
    recipe = Recipe(query="places=town:pasni")
    record = str(atlas.incidents(recipe.selection)["id"].iloc[0])
    now = changed(claims=lambda held: (*held, *(_later(held, id=f"more-{n}", about=record) for n in range(8))))
    found = check(now, read_figure_file(figure_file(atlas, recipe)))
    assert len(found.changes) == 8
    assert len(found.lines) == 6 and found.lines[-1] == "and 3 more claims recorded since"
    assert all("Pasni" in line and "2026)" in line for line in found.lines[:5])


def test_filters_that_leave_nothing_are_named_and_a_timeline_still_shows_whole_campaigns():
    query = "start=2026-02-01&text=zzz"
    assert lacking(embedded(), Recipe(query=query)).startswith("no incident matches the filters “from 1 February 2026”")
    assert "“zzz” together" in lacking(embedded(), Recipe(query=query))
    assert lacking(embedded(), Recipe(query=query, kind="timeline")) == ""
    assert lacking(Atlas.of([]), Recipe(query=query)) == "the atlas holds no incidents: import a list first"
