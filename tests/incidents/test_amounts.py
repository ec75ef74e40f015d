"""Numbers of people as written; a word is never turned into a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.amounts import read_amount, read_outcome


@pytest.mark.parametrize(
    ("text", "low", "value", "high", "qualifier"),
    [
        ("12", 12, 12, 12, "exact"),
        ("0", 0, 0, 0, "exact"),
        ("12.0", 12, 12, 12, "exact"),
        ("1,234", 1234, 1234, 1234, "exact"),
        ("1\u00a0234", 1234, 1234, 1234, "exact"),
        ("twelve", 12, 12, 12, "exact"),
        ("۱۲", 12, 12, 12, "exact"),
        ("12 killed", 12, 12, 12, "exact"),
        ("no casualties", 0, 0, 0, "exact"),
        ("none killed", 0, 0, 0, "exact"),
        ("7 martyred", 7, 7, 7, "exact"),
        ("5 terrorists", 5, 5, 5, "exact"),
        ("6 bodies found", 6, 6, 6, "exact"),
        ("6 (including 2 women)", 6, 6, 6, "exact"),
        ("3 (2 FC, 1 Levies)", 3, 3, 3, "exact"),
        ("6 (4 men and 2 women) killed", 6, 6, 6, "exact"),
        ("five FC personnel", 5, 5, 5, "exact"),
        ("at least two security officials killed", 2, None, None, "at_least"),
        ("3 (1 child)", 3, 3, 3, "exact"),
        ("2 (FC)", 2, 2, 2, "exact"),
        ("5 [BLA]", 5, 5, 5, "exact"),
        ("3 persons incl. 1 minor", 3, 3, 3, "exact"),
        ("2 killed including a 5-year-old girl", 2, 2, 2, "exact"),
        ("1 SHO", 1, 1, 1, "exact"),
        ("2 Nos", 2, 2, 2, "exact"),
        ("5.", 5, 5, 5, "exact"),
        ("30+[3]", 30, None, None, "at_least"),
        ("no deaths reported", 0, 0, 0, "exact"),
        ("7*", 7, 7, 7, "exact"),
        ("8 [1]", 8, 8, 8, "exact"),
        ("8¹", 8, 8, 8, "exact"),
        ("twenty-one", 21, 21, 21, "exact"),
        ("forty", 40, 40, 40, "exact"),
        ("۳ افراد", 3, 3, 3, "exact"),
        ("۱۰ سے ۱۲", 10, None, 12, "range"),
        ("کم از کم ۱۲", 12, None, None, "at_least"),
        ("5?", None, 5, None, "about"),
        ("درجنوں", None, None, None, "vague"),
        ("a dozen", None, 12, None, "about"),
        ("at least two dozen people", 24, None, None, "at_least"),
        ("6-8", 6, None, 8, "range"),
        ("2 (+1)", 2, None, 3, "range"),
        ("64 (18 soldiers, 33 attackers)", 64, 64, 64, "exact"),
        ("6–8", 6, None, 8, "range"),
        ("between 6 and 8 people", 6, None, 8, "range"),
        ("two or three", 2, None, 3, "range"),
        ("at least 12", 12, None, None, "at_least"),
        ("12+", 12, None, None, "at_least"),
        (">5", 6, None, None, "at_least"),
        ("more than 5", 6, None, None, "at_least"),
        ("up to 7", None, None, 7, "at_most"),
        ("fewer than 3", None, None, 2, "at_most"),
        ("about 20", None, 20, None, "about"),
        ("~15", None, 15, None, "about"),
        ("dozens", None, None, None, "vague"),
        ("several people", None, None, None, "vague"),
        ("at least dozens killed", None, None, None, "vague"),
        ("unknown", None, None, None, "unknown"),
        ("N/A", None, None, None, "unknown"),
        ("None", None, None, None, "unknown"),
        ("none", 0, 0, 0, "exact"),
        ("nearly 30", None, 30, None, "about"),
        ("some 20", None, 20, None, "about"),
        ("20 or so", None, 20, None, "about"),
        ("20-odd people", None, 20, None, "about"),
        ("تقریباً ۵", None, 5, None, "about"),
        ("۲۰ کے قریب افراد", None, 20, None, "about"),
        ("ایک درجن", None, 12, None, "about"),
        ("۵ سے زائد", 6, None, None, "at_least"),
        ("زیادہ سے زیادہ ۷", None, None, 7, "at_most"),
        ("۷ تک", None, None, 7, "at_most"),
        ("3 or fewer", None, None, 3, "at_most"),
        ("دو افراد", 2, 2, 2, "exact"),
        ("کوئی نہیں", 0, 0, 0, "exact"),
        ("متعدد افراد ہلاک", None, None, None, "vague"),
        ("-99", None, None, None, "unknown"),
    ],
)
def test_what_the_words_say_and_no_more(text: str, low: int, value: int, high: int, qualifier: str) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.low, amount.value, amount.high, amount.qualifier) == (low, value, high, qualifier)
    assert amount.as_written == text


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_a_blank_is_nothing(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2.5",
        "2 and 3",
        "-5",
        "=1+2",
        "https://example.org",
        "12 killed, 3 wounded",
        "6 (including 2 wounded)",
        "12 (40)",
        "five FC vehicles",
        "12 (40 injured)",
        "3 (2 FC, 2 Levies)",
        *("5 [BLA says 12]", "5 (10 per BLA)", "6 (toll rose to 8)", "0 (BLA: 12)", "3 (5 children)"),
        "4 killed including 6 militants",
        "4 (including 6 militants)",
        "5 (3 killed, 2 injured)",
        "3/5",
        "8-6",
        "at least",
        "a",
        "99999999999",
        "12" * 600,
    ],
)
def test_what_is_no_number_of_people_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"people|start"):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        *(("12", 12, 12), ("3 killed", 3, None), ("2 injured", None, 2), ("7 injured, 2 killed", 2, 7)),
        *(("1,200 killed and 10 wounded", 1200, 10), ("1 dead; 4 hurt", 1, 4), ("3 dead (5 injured)", 3, 5)),
        *(("4 soldiers killed, 2 civilians injured", 4, 2), ("2 men killed, 3 women killed", None, None)),
        *(("6 killed (including 2 women), 5 injured", 6, 5), ("۵ ہلاک، ۳ زخمی", 5, 3), ("3 killed 5 injured", 3, 5)),
        *(("2 killed + 3 injured", 2, 3), ("2 killed; 10+ injured", 2, None)),
        ("12 killed 3 people injured", 12, 3),
        *(("killed and wounded: 5", None, None), ("5 killed or wounded", None, None)),
        *(("12 killed and injured", None, None), ("12 killed & injured", None, None), ("12 dead/wounded", None, None)),
        *(
            ("12 killed, injured", None, None),
            ("12 martyred/injured", None, None),
            ("killed and injured 12", None, None),
        ),
        *(
            ("3 killed, injured unknown", 3, None),
            ("3 killed, no injuries", 3, 0),
            ("3 killed, a man injured", 3, None),
        ),
        *(
            ("7 casualties", None, None),
            ("12 victims", None, None),
            ("no casualties", 0, 0),
            ("12 victims killed", 12, None),
        ),
    ],
)
def test_a_cell_that_names_another_outcome_is_not_this_one(text: str, killed: int | None, wounded: int | None) -> None:
    for outcome, expected in (("killed", killed), ("wounded", wounded)):
        try:
            amount = read_outcome(text, outcome)
        except ValueError:
            amount = None
        assert (amount and amount.value) == expected


def test_an_open_number_of_one_outcome_leaves_the_other_readable() -> None:
    killed, wounded = (read_outcome("At least 5 killed; 10+ injured", each) for each in ("killed", "wounded"))
    assert killed and wounded and (killed.low, wounded.low) == (5, 10)


@given(st.integers(0, 9_999_999))
def test_every_number_is_read_with_and_without_commas(number: int) -> None:
    for text in (str(number), f"{number:,}"):
        amount = read_amount(text)
        assert amount is not None
        assert amount.value == number


@given(st.text(max_size=110))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        read_amount(text)
    except ValueError:
        return
