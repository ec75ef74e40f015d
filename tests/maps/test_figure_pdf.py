"""A PDF gives its words back in the order in which they are read, and says in its tags what its picture shows."""

from __future__ import annotations

import re
import zlib

import pytest
from matplotlib import _text_helpers
from matplotlib.font_manager import fontManager, get_font

from incidents import Atlas, Dataset, Incident, Where
from maps.figures import compose, draw, drawing
from maps.figures.pdf import _shapes
from maps.figures.words import Style
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE, WHEN, embedded


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


def page_of(pdf: bytes) -> bytes:
    """Return the drawing of a PDF's page, the stream that sets words."""
    packed = re.findall(rb"stream\r?\n(x.*?)endstream", pdf, re.DOTALL)
    streams = (zlib.decompressobj().decompress(each) for each in packed)
    return next(each for each in streams if b"/Figure" in each)


@pytest.mark.parametrize("words", ["بلوچستان", "پیپلز پارٹی", "ذمہ داری", "ببلی", "تتلی"])
def test_each_letter_of_arabic_script_is_text_once_whatever_it_is_drawn_with(words):
    with drawing():
        style = Style(13, "#000000")
        (face,) = (get_font(path) for path in fontManager._find_fonts_by_props(style.font(words))[:1])
        face.set_size(13, 72)
        shapes = list(_shapes(_text_helpers.layout(words, face)))
    text = "".join(shape.char for shape, is_dots in shapes if not is_dots)
    assert text[::-1] == words
    assert len(shapes) > len(words) - words.count(" ")


def test_spaced_letters_and_signs_for_what_no_font_has_stand_for_their_words(atlas):
    drawn = page_of(draw(atlas, Recipe(title="Pasni \u4e2d \\) (x", preset="double", made=MADE), "pdf"))
    assert (
        "Pasni \u4e2d \\) (x".encode("utf-16-be").replace(b"\\", b"\\\\").replace(b")", b"\\)").replace(b"(", b"\\(")
        in drawn
    )
    assert b"(AFGHANISTAN)" in drawn


def test_marked_words_stand_within_the_one_picture_of_the_page(atlas):
    page = re.sub(rb"\((?:\\.|[^()\\])*\)", b"", draw_of(atlas))
    depth, most = 0, 0
    for operator in re.findall(rb"(?<=\s)(?:BDC|EMC)(?=\s)", page):
        depth += 1 if operator == b"BDC" else -1
        most = max(most, depth)
        assert depth >= 0
    assert (depth, most) == (0, 2)


def draw_of(atlas: Atlas) -> bytes:
    return page_of(draw(atlas, Recipe(preset="double", made=MADE), "pdf"))


def test_the_tags_hold_the_alt_text_whatever_is_in_it():
    title = "Shots) >> endobj <script> \u2013 پسنی"
    incident = Incident(id="i", dataset="x", title=title, when=WHEN, where=Where(place_id="town:pasni", level="town"), event_type="attack")  # fmt: skip
    atlas = Atlas.of([Dataset("x", "X", incidents=(incident,))])
    recipe = Recipe(title=title, preset="double", made=MADE)
    pdf = draw(atlas, recipe, "pdf")
    (alt,) = re.findall(rb"/Alt <([0-9A-F]+)>", pdf)
    assert bytes.fromhex(alt.decode()).decode("utf-16") == compose(atlas, recipe).description
    for entry in (rb"/MarkInfo << /Marked true >>", rb"/StructTreeRoot \d+ 0 R", rb"/StructParents 0", rb"/S /Figure"):
        assert len(re.findall(entry, pdf)) == 1
