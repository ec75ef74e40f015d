"""Made-up records and people for the ledger's tests."""

import datetime as dt
from typing import Any

from incidents import Campaign, Claim, Incident, Source, When, Where
from incidents.curated import Actor, Entry, made

READER = Actor("Rahim", "reader")
EDITOR = Actor("Sana", "editor")
OTHER = Actor("Bilal", "editor")
REVIEWER = Actor("Mehr", "reviewer")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def source(name: str = "wire", **more: Any) -> Entry:
    return made(Source(id=name, title=f"Report of {name}", **more))


def incident(name: str = "blast", place: str = "town:pasni", **more: Any) -> Entry:
    when = When(first=day("2026-01-29"), last=day("2026-01-30"), precision="range")
    fields = {"title": "Blast in Pasni", "when": when, "event_type": "bombing", **more}
    return made(Incident(id=name, where=Where(place_id=place, level=place.partition(":")[0]), **fields))


def campaign(name: str = "raids", **more: Any) -> Entry:
    when = When(first=day("2026-01-29"), last=day("2026-02-05"))
    return made(Campaign(id=name, title="Raids", when=when, places=("province:balochistan",), **more))


def claim(name: str, value: int | None = None, about: str = "raids", **more: Any) -> Entry:
    figures = {} if value is None else {"value": value}
    return made(Claim.model_validate({"id": name, "about": about, "quantity": "killed", **figures, **more}))
