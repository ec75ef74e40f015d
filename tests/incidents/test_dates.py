"""Dates as people write them; what could be two dates is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dates import NotADate, Order, is_loose, read_when, span


def days(text: str, order: Order | None = None) -> tuple[str, str, str]:
    when = read_when(text, order)
    return when.first.isoformat(), when.last.isoformat(), when.precision


@pytest.mark.parametrize(
    "text",
    [
        *("2026-01-29", "2026/1/29", "2026.01.29", "20260129", "29 January 2026", "29 Jan 2026", "29-Jan-26", "29-Jan-2026"),
        *("January 29, 2026", "Jan. 29 2026", "29th January 2026", "29th of January 2026".replace("of ", "")),
        *("Thursday, January 29, 2026", "Thu, 29 Jan 2026", "29/01/2026", "29.01.2026", "29-1-26", "1/29/2026"),
        *("2026-01-29T00:00:00Z", "2026-01-29 00:00:00.000", "01/29/2026 13:45", "2026 January 29", "  29   january   2026 "),
        *("Thu 29 Jan 2026", "Thu Jan 29 2026 00:00:00 GMT+0500", "2026-01-29 10:00 PKT", "29 Jan '26", "2026 01 29", "29 01 2026"),
        *("29th of January 2026", "29 January 2026 (Thursday)", "January 29, 2026[4]", "29 January 2026 [a][12]"),
        *("2026-01-29 (night)", "night of 29 January 2026", "On the morning of January 29, 2026", "29 January 2026 (late evening)"),
        "Thu Jan 29 2026 10:00:00 GMT+0500 (Pakistan Standard Time)",
        *("۲۹ جنوری ۲۰۲۶", "２０２６-０１-２９", "46051", "46051.0"),
        *("جمعرات، ۲۹ جنوری، ۲۰۲۶ء", "٢٩ جنوري ٢٠٢٦", "1769626800", "1769644800.0", "1769644800123", "20260129134500"),
    ],
)  # fmt: skip
def test_a_day(text: str) -> None:
    assert days(text) == ("2026-01-29", "2026-01-29", "day")


@pytest.mark.parametrize(
    "text",
    [
        *("29-30 January 2026", "29–30 January 2026", "29 - 30 Jan 2026", "29/30 January 2026", "January 29-30, 2026"),
        *("29 January - 30 January 2026", "29 January 2026 to 30 January 2026", "2026-01-29 to 2026-01-30"),
        *("2026-01-29/2026-01-30", "29 and 30 January 2026", "29/01/2026 - 30/01/2026"),
        *("29-30/01/2026", "29/30-01-2026", "01/29-30/2026", "2026-01-29 – 30", "2026-01-29/30", "29–30.01.2026"),
        *("night of 29-30 January 2026", "night between 29 and 30 January 2026", "the night between 29-30/01/2026"),
    ],
)
def test_a_span_of_days_is_one_or_more_of_them(text: str) -> None:
    assert days(text) == ("2026-01-29", "2026-01-30", "range")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29 December - 2 January 2026", ("2025-12-29", "2026-01-02", "range")),
        ("January 2026", ("2026-01-01", "2026-01-31", "month")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("2/2024", ("2024-02-01", "2024-02-29", "month")),
        ("11/2023 - 02-2024", ("2023-11-01", "2024-02-29", "month")),
        ("January - March 2026", ("2026-01-01", "2026-03-31", "month")),
        ("2026", ("2026-01-01", "2026-12-31", "year")),
        ("2024-2026", ("2024-01-01", "2026-12-31", "year")),
        ("03/03/2026", ("2026-03-03", "2026-03-03", "day")),
        ("Feb-26", ("2026-02-01", "2026-02-28", "month")),
        ("Feb '26", ("2026-02-01", "2026-02-28", "month")),
        ("early February 2026", ("2026-02-01", "2026-02-28", "month")),
        ("mid-February 2026", ("2026-02-01", "2026-02-28", "month")),
        ("the end of Feb. 2026", ("2026-02-01", "2026-02-28", "month")),
        ("Late 2025", ("2025-01-01", "2025-12-31", "year")),
    ],
)
def test_what_is_coarser_stays_coarser(text: str, expected: tuple[str, str, str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("text", ["2026-02-00", "2026/2/0", "20260200", "00/02/2026", "02/00/2026", "0.2.2026"])
def test_day_0_is_a_month_of_which_the_day_is_not_known(text: str) -> None:
    assert days(text) == ("2026-02-01", "2026-02-28", "month")
    assert is_loose(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2024", "not a date (February 2024 has 29 days, not 31)"),
        ("2024-02-30", "not a date (February 2024 has 29 days, not 30)"),
        ("30 February 2023", "not a date (February 2023 has 28 days, not 30)"),
        ("2026-13-01", "not a date (there is no month 13)"),
        ("32/13/2026", "not a date (there is no month 13)"),
        ("2026-00-15", "not a date (there is no month 0)"),
        ("0026-01-29", "not a date (the year 26 is not between 1800 and 2199)"),
        ("1445-06-20", "not a date (the year 1445 is not between 1800 and 2199; is it of the Islamic calendar?)"),
        ("30-29 January 2026", "reversed dates (2026-01-29 is before 2026-01-30)"),
        ("03/04/2026", "ambiguous date (day or month first: no value of the column shows which)"),
        ("8/5/05", "ambiguous date (day or month first: no value of the column shows which)"),
        ("soon", "not a date"),
        *(
            (text, "no date (a program's way to write an empty one)")
            for text in ("1/0/1900", "1900-00", "1900-00-00", "1900-01-00", "0000-00-00", "00/00/0000", "1899-12-30")
        ),
        ("12 janvier 2025", "not a date ('janvier' is no month in English or Urdu)"),
        ("12. Mai 2025", "not a date ('mai' is no month in English or Urdu)"),
        ("12 de enero de 2025", "not a date ('enero' is no month in English or Urdu)"),
        ("١٢ يناير ٢٠٢٥", "not a date ('ینایر' is no month in English or Urdu)"),
        ("9999999999", "not a date"),
        ("29", "not a date"),
        ("Jan-31", "not a date"),
        ("01/02/03", "ambiguous date (day, month or year first: no value of the column shows which)"),
        ("01/01/03", "ambiguous date (day, month or year first: no value of the column shows which)"),
        ("15-01-24", "ambiguous date (day or year first: no value of the column shows which)"),
        ("January 29", "not a date"),
        ("=TODAY()", "not a date"),
        ("", "no date"),
        ("x" * 10_000, "not a date"),
        ("1" * 5_000, "not a date"),
        ("29-30-31 January 2026", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADate) as raised:
        read_when(text)
    assert raised.value.reason == reason
    assert raised.value.remedy


def test_a_column_shows_whether_day_or_month_comes_first() -> None:
    assert days("03/04/2026", Order.infer(["05/04/2026", "29/01/2026"])) == ("2026-04-03", "2026-04-03", "day")
    assert days("03/04/2026", Order.infer(["05/04/2026", "01/29/2026"])) == ("2026-03-04", "2026-03-04", "day")


def test_a_column_shows_where_years_of_two_digits_stand() -> None:
    assert days("01/02/03", Order.infer(["01/02/03", "31/12/03"])) == ("2003-02-01", "2003-02-01", "day")
    assert days("01/02/03", Order.infer(["01/02/03", "12/31/03"])) == ("2003-01-02", "2003-01-02", "day")
    assert days("01/02/03", Order.infer(["01/02/03", "03/12/31"])) == ("2001-02-03", "2001-02-03", "day")
    assert days("01/02/03", Order.infer(["29/01/2026"])) == ("2003-02-01", "2003-02-01", "day")


def test_an_ambiguous_date_is_told_with_the_orders_that_its_column_leaves() -> None:
    with pytest.raises(NotADate, match=r"\(day or year first: no value"):
        days("19-02-06", Order.infer(["19-01-05", "19-02-06"]))


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["05-01-24", "19-01-24", "27-02-24"], "dmy"),  # a year in front would lie in the future, and 27 is no month
        (["05-01-24", "19-01-24", "14-03-24"], "dmy"),  # years in front would differ more than days behind
        (["19-01-05", "19-02-06", "19-03-12"], ""),  # days of 2019 as well as the 19th of three months of other years
        (["19-01-31", "19-02-06"], "ymd"),
        (["19-01-24", "01-19-24"], ""),
    ],
)
def test_years_of_two_digits_are_in_front_only_where_nothing_else_can_be(texts: list[str], form: str) -> None:
    assert Order.infer(texts).form == form


def test_an_ambiguous_date_names_what_it_could_be() -> None:
    with pytest.raises(NotADate) as raised:
        read_when("01/02/03")
    assert raised.value.remedy == "write 2001-02-03 or 2003-01-02 or 2003-02-01"


def test_an_impossible_date_shows_nothing() -> None:
    assert Order.infer(["31/02/2024", "03/04/2026"]).day_first is None
    assert Order.infer(["2024-31-02", "2026-03-04"]).after_year == ""


def test_a_column_in_both_orders_reads_the_clear_and_refuses_the_rest() -> None:
    order = Order.infer(["29/01/2026", "01/30/2026", "03/04/2026"])
    assert order.conflict
    assert days("29/01/2026", order)[0] == "2026-01-29"
    assert days("01/30/2026", order)[0] == "2026-01-30"
    with pytest.raises(NotADate, match=r"both orders occur: 29/01/2026 and 01/30/2026"):
        read_when("03/04/2026", order)


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y"]),
)
def test_every_day_written_clearly_is_read(day: dt.date, form: str) -> None:
    when = read_when(day.strftime(form))
    assert (when.first, when.last) == (day, day)


@given(st.dates(dt.date(1970, 1, 1), dt.date(2027, 12, 31)), st.booleans())
def test_every_day_in_figures_is_read_by_the_order_of_its_column(day: dt.date, day_first: bool) -> None:
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    order = Order.infer([dt.date(2020, 1, 31).strftime(form), day.strftime(form)])
    assert read_when(day.strftime(form), order).first == day


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        when = read_when(text)
    except NotADate:
        return
    assert when.first <= when.last


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(NotADate, match="reversed dates"):
        span(read_when("2026-02-01"), read_when("2026-01-01"))
