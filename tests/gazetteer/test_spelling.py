"""Plain forms, spelling keys and distances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.spelling import distance, is_arabic, plain, slug, spelling_key

SAME_SOUND = [
    ("Killa Saifullah", "Qila Saif-ullah"),
    ("Noshki", "Nushky"),
    ("Khuzdar", "Kuzdar"),
    ("Dhadar", "Dadhar"),
    ("Mach", "Machh"),
    ("Chagai", "Chaghay"),
    ("Quetta", "Kwetta"),
    ("Gwadar", "Guadar"),
    ("Sohbatpur", "Sobat Pur"),
    ("Muhammad", "Mohamad"),
    ("Ziarat", "Ziyarat"),
    ("Panjgur", "Panjgoor"),
    ("کوئٹہ", "كوئته"),
]
DIFFERENT = [
    ("Mastung", "Mustang"),
    ("Tump", "Trump"),
    ("Mach", "March"),
    ("Quetta", "Quota"),
    ("Kech", "Kachhi"),
    ("Sibi", "Sui"),
]


@pytest.mark.parametrize(("one", "other"), SAME_SOUND)
def test_spelling_variants_share_a_key(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_have_another_key(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@given(st.text(max_size=60))
def test_plain_is_settled_after_one_pass(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(max_size=60))
def test_plain_holds_words_one_space_apart(text: str) -> None:
    assert plain(text) == " ".join(plain(text).split())


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz '-", max_size=40))
def test_case_and_surrounding_space_do_not_change_the_key(text: str) -> None:
    assert spelling_key(f"  {text.upper()}\u00a0") == spelling_key(text)


@given(st.text(max_size=30))
def test_a_key_holds_no_space(text: str) -> None:
    assert " " not in spelling_key(text)


words = st.text(alphabet="abcdeghiklmnoprstuvz", max_size=12)


@given(words)
def test_a_word_is_no_distance_from_itself(word: str) -> None:
    assert distance(word, word) == 0


@given(words, words)
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one), abs=0.71)
    assert (distance(one, other) == 0) == (one == other)


@given(words, words)
def test_distance_is_at_most_writing_all_anew(one: str, other: str) -> None:
    assert distance(one, other) <= 0.9 * (len(one) + len(other)) + 1e-9


def test_a_vowel_is_nearer_than_a_consonant() -> None:
    assert distance("mastang", "mastung") < distance("mastang", "mastand")


def test_swapped_neighbours_cost_less_than_two_changes() -> None:
    assert distance("gwadra", "gwadar") < distance("gwadxy", "gwadar")


@given(st.text(max_size=40))
def test_a_slug_is_safe_in_an_address(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_scripts_are_told_apart_by_their_first_letter() -> None:
    assert is_arabic("۱ کوئٹہ")
    assert not is_arabic("Quetta کوئٹہ")
