"""The axis of days under the map and over claims: it names days, none of them cut."""

from datetime import date

from pages.time_axis import LETTER, axis


def named(first: date, last: date) -> list[tuple[float, str]]:
    return [(each["attributes"]["vars"]["--at"], each["children"][0]) for each in axis(first, last)["children"]]


def test_no_day_is_named_so_near_the_end_that_its_words_are_cut() -> None:
    for last in (date(2010, 1, 9), date(2011, 6, 1), date(2026, 2, 1)):
        assert all(at + len(words) * LETTER <= 1 for at, words in named(date(2009, 12, 31), last))


def test_every_day_of_a_week_is_named() -> None:
    assert [words for _, words in named(date(2026, 1, 28), date(2026, 2, 4))] == [
        "28 Jan 2026", "29", "30", "31", "1 Feb", "2", "3",
    ]  # fmt: skip
