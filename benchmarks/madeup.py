"""A made-up sheet of incidents, as large as wanted, to see what a full atlas costs. None of it happened."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from gazetteer import Gazetteer
from incidents.store import Store
from incidents.vocabulary import EVENT_TYPES


def fill(home: Path, records: int) -> Path:
    """Add a made-up sheet to a data folder, as a person adds one; return the folder."""
    home.mkdir(parents=True, exist_ok=True)
    sheet = home / "made-up.csv"
    write(sheet, records)
    added = Store(home).add(sheet, Gazetteer.load())
    if added.dataset.incidents != records:
        raise RuntimeError(f"of {records} made-up rows {added.dataset.incidents} were placed: {added.problems[:3]}")
    return home


def write(sheet: Path, records: int) -> None:
    """Write rows at districts and towns of Balochistan, over ten years, a third with a number killed."""
    chance = random.Random(2026)
    places = _places()
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["place", "date", "type", "killed", "source", "note"])
        for number in range(records):
            day = date(2016, 1, 1) + timedelta(days=chance.randrange(3650))
            killed = chance.randrange(20) if chance.random() < 1 / 3 else ""
            kind = chance.choice(list(EVENT_TYPES))
            writer.writerow(
                [chance.choice(places), day, kind, killed, f"Made-up source {number % 40}", f"Made-up row {number}"]
            )


def _places() -> list[str]:
    """Names that mean one place each."""
    gazetteer = Gazetteer.load()
    known = [*gazetteer.places("district"), *gazetteer.places("town")]
    at_home = [place.name for place in known if gazetteer.contains("province:balochistan", place.id)]
    return [name for name in dict.fromkeys(at_home) if gazetteer.resolve(name).how == "exact"]
