"""Atlases made up for the tests of figures."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache

from incidents import Atlas, Campaign, Claim, Dataset, Incident, Source, When, Where
from incidents.record import Participant

DAY = dt.date(2026, 1, 29)
WHEN = When(first=DAY, last=DAY)
MADE = dt.date(2026, 3, 5)

NO_HOME = "/no/such/data/folder"


@cache
def embedded() -> Atlas:
    """The atlas of the embedded dataset alone, whatever lies in the data folder of whoever runs the tests."""
    return Atlas.open(NO_HOME)


HOSTILE = (
    "<script>alert(1)</script>",
    "</text></svg><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "${7*7} `x` \\",
    "$\\frac{",
    "$x^2$ and $",
    "\u202eevil\u202c \u2066x",
    "NUL\x00 bell\x07 esc\x1b[31m del\x7f \ufffe",
    "a" * 10_000,
    "word " * 2_000,
    "آ" * 10_000,
    "کوئٹہ <b>",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞" * 30,
    "&amp; &lt; ]]> <!-- -->",
    "漢字 देवनागरी 😀 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "line\nbreak\r\n\ttab\u2028sep",
    "   ",
    "'; DROP TABLE x; --",
    "%s %(x)s {0} {x!r}",
    "\u200f\u200e\u00ad\u2060\ufeffinvisible",
)


def atlas_of(texts: tuple[str, ...]) -> Atlas:
    """An atlas in which every text of a record is one of `texts`: titles, names of actors, notes, sources, words of claims."""
    said = [text.encode("utf-8", "replace").decode() for text in texts]
    sources = tuple(
        Source(id=f"s{i}", title=text or "-", publisher=text, author=text, note=text) for i, text in enumerate(said)
    )
    campaigns = tuple(
        Campaign(
            id=f"c{i}", title=text or "-", when=WHEN, places=("province:balochistan",), note=text, sources=(f"s{i}",)
        )
        for i, text in enumerate(said)
    )
    places = ("town:pasni", "district:quetta", "tehsil:tump", "town:dalbandin", "district:gwadar")
    incidents = tuple(
        Incident(
            id=f"i{i}",
            dataset="made-up",
            title=text or "-",
            when=WHEN,
            where=Where(
                place_id=places[i % len(places)], level=places[i % len(places)].split(":")[0], toponym=text, note=text
            ),
            event_type="attack",
            actors=(Participant(name=text or "-", role="claimed_responsibility"),),
            campaign=f"c{i}",
            sources=(f"s{i}",),
            note=text,
        )
        for i, text in enumerate(said)
    )
    claims = tuple(
        Claim(
            id=f"k{i}",
            about=f"c{i}",
            quantity="killed",
            counted="civilians",
            value=i,
            word=text,
            as_written=text,
            claimant="named:somebody",
            claimant_name=text,
            standing_note=text,
            note=text,
        )
        for i, text in enumerate(said)
    )
    return Atlas.of([Dataset("made-up", said[0] or "-", licence=said[0], sources=sources, campaigns=campaigns, incidents=incidents, claims=claims)])  # fmt: skip


def crowd(count: int, seed: int = 7) -> Atlas:
    """An atlas of many incidents at sites all over the province, without claims."""
    return Atlas.of([crowd_of(count, seed)])


def crowd_of(count: int, seed: int = 7) -> Dataset:
    chance = random.Random(seed)
    kinds = ("attack", "bombing", "clash", "operation", "protest", "abduction")
    incidents = tuple(
        Incident(
            id=f"i{i}",
            dataset="crowd",
            title=f"Incident {i}",
            when=WHEN,
            where=Where(
                place_id="town:pasni",
                level="site",
                toponym="",
                latitude=round(chance.uniform(25.5, 31), 4),
                longitude=round(chance.uniform(62, 69.5), 4),
                radius_km=1.0,
            ),
            event_type=chance.choice(kinds),
        )
        for i in range(count)
    )
    return Dataset("crowd", "Crowd", incidents=incidents)


def busy() -> Atlas:
    """An atlas with several records of several kinds in every district and in twenty towns."""
    kinds = ("attack", "bombing", "clash", "operation", "protest")
    gazetteer = Atlas.of([]).gazetteer
    towns = [town for town in gazetteer.places("town") if "province:balochistan" in town.parents][:20]
    places = [*gazetteer.places("district"), *towns]
    incidents = tuple(
        Incident(
            id=f"i{i}-{n}",
            dataset="busy",
            title=f"Incident {i}",
            when=WHEN,
            where=Where(place_id=place.id, level=place.level),
            event_type=kinds[(i + n) % len(kinds)],
        )
        for i, place in enumerate(places)
        for n in range(i % 4 + 1)
    )
    return Atlas.of([Dataset("busy", "Busy", incidents=incidents)])
