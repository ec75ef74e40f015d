"""The fonts of figures."""

from __future__ import annotations

import base64
import io
import re
import threading

import pytest
from fontTools.ttLib import TTFont

from maps import fonts


def test_every_face_is_found_by_path_and_none_of_the_system_stands_in():
    from matplotlib.font_manager import FontProperties, findfont

    fonts.register()
    for face in fonts.FACES:
        style = "italic" if face.italic else "normal"
        found = findfont(FontProperties(family=face.family, weight=face.weight, style=style), fallback_to_default=False)
        assert found == str(fonts.face_path(face))


def test_a_face_is_static_and_has_the_weight_it_is_cut_for():
    for face in fonts.FACES:
        with TTFont(fonts.face_path(face), lazy=True) as font:
            assert "fvar" not in font
            assert font["OS/2"].usWeightClass == face.weight


def test_the_italic_slants_and_the_semibold_is_wider_than_the_regular():
    regular, semibold, italic = (TTFont(fonts.face_path(face), lazy=True) for face in fonts.FACES[:3])
    assert semibold["hmtx"]["a" if "a" in semibold["hmtx"].metrics else semibold.getBestCmap()[97]][0] > 0
    wide = [font["hmtx"][font.getBestCmap()[ord("m")]][0] for font in (regular, semibold)]
    assert wide[1] > wide[0]
    assert italic["post"].italicAngle < 0
    for font in (regular, semibold, italic):
        font.close()


def test_a_broken_file_in_the_cache_is_cut_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "cache_folder", lambda: tmp_path)
    face = fonts.FACES[3]
    (tmp_path / face.filename).write_bytes(b"\x00\x01\x00\x00 not a font")
    with TTFont(fonts.face_path(face), lazy=True) as font:
        assert ord("پ") in font.getBestCmap()
    assert [path.name for path in tmp_path.iterdir()] == [face.filename]


def test_two_threads_that_need_the_same_face_get_one_whole_file(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "cache_folder", lambda: tmp_path)
    threads = [threading.Thread(target=fonts.face_path, args=(fonts.FACES[4],)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with TTFont(tmp_path / fonts.FACES[4].filename, lazy=True) as font:
        assert font["OS/2"].usWeightClass == 600


def test_a_cache_that_cannot_be_written_gives_way_to_a_temporary_folder(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(fonts.platformdirs, "user_cache_path", lambda name: blocked / name)
    folder = fonts.cache_folder.__wrapped__()
    assert folder.is_dir()
    assert blocked not in folder.parents
    folder.rmdir()


def test_the_same_source_gives_the_same_font_bytes():
    assert fonts.cut(fonts.FACES[3]) == fonts.cut(fonts.FACES[3])


def _embedded(css: str) -> list[TTFont]:
    found = re.findall(r"base64,([A-Za-z0-9+/=]+)\)", css)
    return [TTFont(io.BytesIO(base64.b64decode(data))) for data in found]


def test_embedded_fonts_carry_just_the_letters_that_are_set():
    css = fonts.font_face_css({(400, False): "Pasni پسنی", (600, False): "Quetta"})
    regular, arabic, semibold = _embedded(css)
    assert {ord(letter) for letter in "Pasni"} <= set(regular.getBestCmap())
    assert ord("Q") not in regular.getBestCmap()
    assert {ord(letter) for letter in "پسنی"} <= set(arabic.getBestCmap())
    assert ord("Q") in semibold.getBestCmap()
    assert len(css) < 30_000


def test_joined_forms_of_arabic_letters_are_embedded():
    (arabic,) = _embedded(fonts.font_face_css({(400, False): "پسنی"}))
    assert len(arabic.getGlyphOrder()) > 5
    assert "GSUB" in arabic


def test_letters_outside_noto_come_from_the_font_in_matplotlibs_wheel():
    assert 'font-family: "DejaVu Sans"' in fonts.font_face_css({(400, False): "≥"})


def test_no_text_needs_no_font():
    assert fonts.font_face_css({(400, False): ""}) == ""


@pytest.mark.parametrize(("text", "expected"), [("کوئٹہ (Quetta)", True), ("Quetta کوئٹہ", False), ("17, 200", False), ("", False)])  # fmt: skip
def test_direction_is_that_of_the_first_letter(text, expected):
    assert fonts.is_right_to_left(text) is expected
