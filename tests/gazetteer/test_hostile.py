"""Text that was not meant as a name is answered, quickly, and harms nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer

EMBEDDED = Gazetteer.load()

HOSTILE = [
    "", " ", "\x00", "\x00Quetta\x00", "\u202eattueQ", "\u200f\u200e\u2066\u2069", "\ud800", "\ufffe", "\U0010ffff",
    "a" * 10_000, "Quetta " * 2_000, ", " * 5_000, "in " * 3_000, "x, " * 130, "of " * 130, "((((" * 90, "'s " * 130, "/" * 399,
    "10 km west of " * 28 + "Turbat", "near " * 75 + "Pasni", "district " * 40 + "Kech", "and " * 90, "Quetta/" * 55, "é" * 399,
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% for x in y %}", "${7*7}", "`id`", "$(id)", "%s%n%x", "\\", "(?:a+)+$", ".*", "[", "(((",
    "'; DROP TABLE places; --", "1 OR 1=1", "../../../../etc/passwd", "file:///etc/passwd", "=HYPERLINK(1)", "\r\nSet-Cookie: a=b",
    "😀" * 100, "ٹ" * 399, "Z̷̢̛a̸̡l̵̨g̶̢o̷̡" * 20, "١٢٣", "123456", "-", "--json", "NaN", "None", "null", "true", "🇵🇰", "ﷺ", "İstanbul", "ß" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered(text: str) -> None:
    found = EMBEDDED.resolve(text)
    EMBEDDED.resolve("Quetta", within=text)
    EMBEDDED.resolve(text, within="Kech")
    EMBEDDED.search(text)
    assert found.query == text
    assert (found.place is None) == (found.how in ("unknown", "outside", "ambiguous"))
    assert len(found.note) < 1000


def test_a_name_with_hidden_characters_is_still_read() -> None:
    for text in ("\u202aQuetta\u202c", "Que\u200dtta", "Quetta\x00", "\ufeffQuetta", "Ｑｕｅｔｔａ"):
        assert EMBEDDED.resolve(text).place == EMBEDDED.place("district:quetta")


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    found = EMBEDDED.resolve(text)
    assert (found.place is None) == (found.how in ("unknown", "outside", "ambiguous"))
    assert (found.latitude is None) == (found.place is None)
    assert 0 <= found.score <= 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_area_has_an_answer(name: str, area: str) -> None:
    EMBEDDED.resolve(name, within=area)


@given(
    st.lists(
        st.sampled_from(
            [
                "near",
                "of",
                "in",
                "and",
                ",",
                "/",
                "(",
                ")",
                "'",
                "km",
                "10",
                "west",
                "Quetta",
                "Kech",
                "district",
                "city",
                "the",
                "،",
            ]
        ),
        max_size=40,
    )
)
def test_any_heap_of_phrase_words_has_an_answer_soon(words: list[str]) -> None:
    EMBEDDED.resolve(" ".join(words))


def test_a_long_column_is_answered_whole() -> None:
    names = [
        f"{prefix}{name}"
        for name in ("Mastng", "Gwadr", "Khuzdr", "Unknwn")
        for prefix in ("", "near ", "district ", "bank in ")
    ] * 2_000
    assert len(EMBEDDED.resolve_all(names)) == 32_000
