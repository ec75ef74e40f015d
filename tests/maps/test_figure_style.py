"""A house style is put on whole or refused with the key; formats carry what they should."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from incidents import Atlas
from maps.errors import BadFigure, MapError
from maps.figures import draw
from maps.figures.style import House, load_style
from maps.gallery import complaints
from maps.recipe import KINDS, Recipe
from pages.figure_uploads import style_of
from tests.maps.drawn_figures import drawn, texts
from tests.maps.figure_samples import MADE, embedded


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


def test_a_pdf_names_its_language(atlas):
    for language in ("en", "ur"):
        content = draw(atlas, Recipe(language=language, preset="double", made=MADE), "pdf")
        assert f"/Lang ({language})".encode() in content
        start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
        assert content[start:].startswith(b"xref")


def test_pixels_are_those_asked_for_and_millimetres_those_of_the_dpi(atlas):
    import io

    for recipe in (Recipe(preset="square", dpi=72), Recipe(preset="page", dpi=150, kind="locator")):
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
    assert "Map: The Example Gazette" in " ".join(texts(composed, "small-print"))
    assert complaints(composed) == []


def test_a_house_style_brings_its_logo_and_fonts(atlas, tmp_path):

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
