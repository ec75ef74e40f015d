"""Hostile and odd words are drawn as they are written, and nothing breaks."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from incidents import Selection
from incidents.wording import one_line
from maps.figures import compose, drawing, figure
from maps.figures.boxes import Box, faults
from maps.figures.output import to_pdf, to_png, to_svg
from maps.figures.words import Style, balanced, clean, ink, shorten, width, wrap
from maps.recipe import Recipe
from tests.maps.figure_samples import HOSTILE, MADE, atlas_of

SVG = "{http://www.w3.org/2000/svg}"
STYLE = Style(12, "#000000")
LEGAL_XML = re.compile("[\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_everywhere_gives_a_whole_figure(text):
    with drawing():
        composed = compose(atlas_of((text,)), Recipe(preset="custom", width=1600, height=1000, made=MADE))
        root, things = ET.fromstring(to_svg(composed)), composed.sheet.measure()
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "g", "path", "text", "use", "image", "clipPath", "rect",
    }  # fmt: skip
    assert faults(things, Box(0, 0, 1600, 1000)) == []


def test_every_format_is_drawn_from_all_hostile_texts_together():
    with drawing():
        composed = compose(atlas_of(HOSTILE), Recipe(preset="custom", width=1600, height=1000, made=MADE))
        png, pdf = to_png(composed, 72, 72), to_pdf(composed)
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (1200, 750)
        assert "\x00" not in picture.info["Description"]
    assert pdf.startswith(b"%PDF")
    assert not re.search(rb"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|URI|SubmitForm)\b", outside_strings(pdf))


def outside_strings(pdf: bytes) -> bytes:
    """What a PDF is built of, without the words and streams in it."""
    return re.sub(rb"\((?:\\.|[^()\\])*\)|stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7 * 7 }} {% raw %}", "$\\frac{", "$x^2$ and $", "&amp; &lt; ]]>"]
)
def test_a_hostile_text_is_shown_as_it_is_written(text):
    root = ET.fromstring(figure(atlas_of((text,)), Selection(), fmt="svg", made=MADE))
    assert any(text in line for line in texts(root))


def test_dollars_are_not_mathematics():
    plain, dollars = (texts(ET.fromstring(figure(atlas_of((text,)), Selection(), fmt="svg", made=MADE))) for text in ("x", "$x$"))  # fmt: skip
    assert any("$x$" in line for line in dollars)
    assert not any("$" in line for line in plain)


def test_controls_of_direction_cannot_turn_words_round():
    hostile = "\u202eevil\u202c \u200fin\u2067 \x07order"
    assert clean(hostile) == one_line(hostile) == "evil in ␇order"


def test_urdu_keeps_its_joining_controls():
    assert clean("پسنی\u200cها") == "پسنی\u200cها"


def test_a_line_keeps_the_direction_of_its_paragraph():
    lines = wrap("Source: " + "آ" * 200 + ", undated", STYLE, 200, lines=3)
    assert all(line.startswith(("Source", "\u200e")) for line in lines)


def test_a_latin_title_broken_within_an_urdu_line_keeps_its_order():
    text = "ڈیٹا سیٹ: ”Balochistan, 29 January to 2 February 2026“\u200f (MIT)"
    first, second = wrap(text, STYLE, width("ڈیٹا سیٹ: ”Balochistan,", STYLE) + 1, lines=2)
    assert first.endswith("\u2066Balochistan,\u2069")  # alone, its comma would stand before it
    assert second.startswith("\u200f\u206629 January")  # alone, "29" would stand behind all the others


def test_letters_are_not_lost_or_doubled_by_wrapping():
    text = "Coordinated attacks in nine places of Balochistan, 29–30 January 2026"
    assert " ".join(wrap(text, STYLE, 150, lines=9)) == text
    assert " ".join(balanced(text, STYLE, 300, lines=3)) == text


def test_balanced_lines_leave_no_word_alone():
    style = Style(30, "#000000", weight=600)
    first, second = balanced("Coordinated attacks in nine places of Balochistan, 29–30 January 2026", style, 900, 2)
    assert width(second, style) > 0.6 * width(first, style)


def test_what_does_not_fit_ends_in_an_ellipsis():
    short = shorten("Coordinated attacks in nine places", STYLE, 80)
    assert short.endswith("…")
    assert width(short, STYLE) <= 80


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120), st.floats(20, 400), st.integers(1, 4))
def test_any_text_fits_the_room_it_is_wrapped_to(text, room, lines):
    wrapped = wrap(clean(text), STYLE, room, lines)
    assert len(wrapped) <= lines
    assert all(width(line, STYLE) <= room or len(line.strip("\u200e\u200f…")) <= 1 for line in wrapped)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_any_text_becomes_legal_xml(text):
    cleaned = clean(text)
    assert LEGAL_XML.fullmatch(cleaned)
    assert "\n" not in cleaned
    assert clean(cleaned) == cleaned


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.sampled_from(["start", "middle", "end"]))
def test_ink_stands_where_it_is_anchored(text, anchor):
    words = clean(text)
    box = ink(100, 50, words, STYLE, anchor)
    shift = {"start": 0, "middle": 0.5, "end": 1}[anchor] * width(words, STYLE)
    assert box == pytest.approx(ink(100 - shift, 50, words, STYLE), abs=1e-6)
