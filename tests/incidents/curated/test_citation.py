"""A pasted address or citation becomes a source's fields, and a source that is there already is found."""

import datetime as dt

import pytest

from incidents.curated import made
from incidents.curated.citation import duplicates, read_citation, same_address
from incidents.record import Source
from tests.hostile import hostile_texts


def test_an_address_alone_gives_site_day_and_title():
    found = read_citation("https://www.example.org/2026/01/31/blast-in-quetta-kills-six.html?utm_source=feed")
    assert found["publisher"] == "example.org"
    assert found["published"] == dt.date(2026, 1, 31)
    assert found["title"] == "Blast in quetta kills six"


def test_an_archived_address_is_kept_beside_the_original():
    found = read_citation("https://web.archive.org/web/20260202101010/https://example.org/a")
    assert (found["url"], found["archive_url"]) == (
        "https://example.org/a",
        "https://web.archive.org/web/20260202101010/https://example.org/a",
    )


def test_a_citation_gives_title_publisher_author_and_both_days():
    found = read_citation(
        "By Sana Baloch. “Forces say 177 neutralized.” The Paper, 1 February 2026. https://paper.example/n/7 (accessed 3 February 2026)"
    )
    assert found == {
        "title": "Forces say 177 neutralized.",
        "author": "Sana Baloch",
        "publisher": "The Paper",
        "url": "https://paper.example/n/7",
        "published": dt.date(2026, 2, 1),
        "accessed": dt.date(2026, 2, 3),
    }


@pytest.mark.parametrize("text", hostile_texts(60))
def test_no_text_is_too_odd_to_be_pasted(text: str):
    assert all(isinstance(value, str | dt.date) for value in read_citation(f"{text} https://[::1 {text}").values())


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a/",
        "https://m.example.org/a#top",
        "https://www.example.org/a?fbclid=1&utm_medium=x",
        "https://web.archive.org/web/2026/https://example.org/a",
    ],
)
def test_the_same_page_is_the_same_address(other: str):
    assert same_address(other) == same_address("https://example.org/a")


def test_two_pages_of_one_site_are_two_addresses():
    assert same_address("https://example.org/news?id=1") != same_address("https://example.org/news?id=2")


def test_a_source_that_is_there_is_found_by_address_and_by_title():
    known = [
        made(Source(id="one", title="Blast in Quetta kills six", url="https://example.org/a")),
        made(Source(id="two", title="BLAST in Quetta, kills six!", url="https://other.example/b")),
        made(Source(id="three", title="Weather in Gwadar")),
    ]
    found = duplicates("Blast in Quetta kills six", ["http://www.example.org/a?utm_source=x"], known)
    assert [(each.entry.id, each.why) for each in found] == [("one", "the same address"), ("two", "the same title")]
