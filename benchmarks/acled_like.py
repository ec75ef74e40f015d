"""Made-up files in ACLED's layout, as large as wanted, and data folders that hold them. None of it happened.

``python -m benchmarks.acled_like 1000000 events.csv`` writes such a file; with ``--home`` it also imports it and prints the
data folder, which is used again as long as neither the importer nor this generator changes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import shapely
import typer
from pyarrow import csv

from benchmarks import invented as words
from gazetteer import Gazetteer, Place
from incidents.readers.arrow import pc
from incidents.readers.spool import Array, Numbers
from incidents.snapshot import Snapshots

ROOT = Path(__file__).parents[1]
SEED = 2026
CHUNK = 100_000
"""Rows that are made and written at a time."""

FIRST_DAY, LAST_DAY = np.datetime64("2010-01-01"), np.datetime64("2025-12-31")
AT_HOME = "province:balochistan"
AWAY = 0.1
"""Share of the rows that lie in Pakistan's other provinces."""

VILLAGES = 1_600
"""Made-up places, each at its own point of a tehsil."""

LOOSE = 0.12
"""Share of the rows at home that have coordinates of their own, near the place that they name."""

Row = tuple[str, str, str, str, float, float]
"""admin1, admin2, admin3, location, latitude, longitude"""


@dataclass(frozen=True)
class Ground:
    """Where events are put, a place an index: first the places of Balochistan, then those outside it."""

    names: dict[str, Array]
    latitude: Numbers
    longitude: Numbers
    share: Numbers


def write(file: Path, rows: int, seed: int = SEED) -> Path:
    """Write a made-up file of 31 columns, newest event first; the same for the same rows and seed.

    Parameters
    ----------
    file : Path
        Where it goes.
    rows : int
        How many events; each has an id of its own, a day and a place.
    """
    with csv.CSVWriter(file, _chunk(0, 1, rows, seed).schema) as writer:
        for start in range(0, rows, CHUNK):
            writer.write(_chunk(start, min(CHUNK, rows - start), rows, seed))
    return file


def home(rows: int) -> Path:
    """Return a data folder that holds the import of a made-up file, made now or by an earlier call on this machine.

    It lies under the system's folder for temporary files and is not to be changed.
    """
    folder = Path(tempfile.gettempdir()) / "incident-atlas-benchmarks" / _made_by()
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / f"acled-like-{rows}"
    if not ready.exists():
        with tempfile.TemporaryDirectory(dir=folder) as making:
            made = Path(making) / "home"
            added = Snapshots(made).add(write(Path(making) / "acled-like.csv", rows)).manifest
            if added.taken != rows:
                raise RuntimeError(f"of {rows} made-up rows {added.taken} were taken")
            if not ready.exists():
                made.rename(ready)
    return ready


def _made_by() -> str:
    """A short hash of all code that decides what is in such a folder."""
    parts = [path for part in ("incidents", "gazetteer") for path in sorted((ROOT / part).rglob("*")) if path.is_file()]
    own = [Path(__file__), Path(words.__file__)]
    code = hashlib.sha256()
    for path in [*(part for part in parts if "__pycache__" not in part.parts), *own]:
        code.update(path.read_bytes())
    return code.hexdigest()[:12]


def _chunk(start: int, size: int, rows: int, seed: int) -> pa.Table:
    """Return some rows of the whole, in ACLED's columns."""
    chance = np.random.default_rng((seed, start))
    ground, numbers = _ground(), np.arange(start, start + size)
    kind = chance.choice(len(words.KINDS), size, p=[each[2] for each in words.KINDS])
    day = LAST_DAY - (((numbers + 0.5) / rows) ** 1.3 * (LAST_DAY - FIRST_DAY).astype(int)).astype("timedelta64[D]")
    place = chance.choice(len(ground.share), size, p=ground.share)
    dead = _deaths(chance, kind)
    sides = [_side(chance, kind, number) for number in (1, 2)]
    loose = (chance.random(size) < LOOSE) & (place < VILLAGES)
    columns: dict[str, Any] = {
        "event_id_cnty": pc.binary_join_element_wise("PAK", _text(rows - numbers), ""),
        "event_date": _text(day),
        "year": day.astype("datetime64[Y]").astype(int) + 1970,
        "time_precision": chance.choice([1, 2, 3], size, p=[0.9, 0.07, 0.03]),
        "disorder_type": _take([words.DISORDER.get(each[0], "Political violence") for each in words.KINDS], kind),
        "event_type": _take([each[0] for each in words.KINDS], kind),
        "sub_event_type": _take([each[1] for each in words.KINDS], kind),
        **_sides(chance, sides),
        "civilian_targeting": _take(
            ["Civilian targeting" if "civilians" in each else "" for each in words.KINDS], kind
        ),
        "iso": np.full(size, 586),
        "region": _take(["South Asia"], np.zeros(size, int)),
        "country": _take(["Pakistan"], np.zeros(size, int)),
        **{level: names.take(place) for level, names in ground.names.items()},
        "latitude": np.round(ground.latitude[place] + loose * chance.normal(0, 0.02, size), 4),
        "longitude": np.round(ground.longitude[place] + loose * chance.normal(0, 0.02, size), 4),
        "geo_precision": np.where(loose, 2, chance.choice([1, 2, 3], size, p=[0.78, 0.18, 0.04])),
        "source": _take(_papers(), chance.zipf(1.4, size) % 240),
        "source_scale": _take(["National", "Subnational", "New media-National", "Other"], chance.integers(0, 4, size)),
        "notes": _notes(chance, day, place, dead),
        "fatalities": dead,
        "tags": _take(
            ["", "crowd size=no report", "local administrators"], chance.choice(3, size, p=[0.75, 0.2, 0.05])
        ),
        "timestamp": 1_577_836_800 + (day - FIRST_DAY).astype(int) * 28_000,
    }
    return pa.table(columns)


def _deaths(chance: np.random.Generator, kind: Numbers) -> Numbers:
    """Mostly none, often a few, seldom many."""
    deadly = chance.random(len(kind)) < np.array([each[5] for each in words.KINDS])[kind]
    return np.where(deadly, np.minimum(chance.zipf(2.1, len(kind)), 90), 0)


def _side(chance: np.random.Generator, kind: Numbers, number: int) -> tuple[Numbers, Numbers]:
    """Return which side each row has in a place, and which of its names."""
    sides, order = [each[3:5] for each in words.KINDS], list(words.SIDES)
    side = np.array([order.index(pair[number - 1]) for pair in sides])[kind]
    return side, chance.zipf(1.5, len(kind)) - 1


def _sides(chance: np.random.Generator, sides: Sequence[tuple[Numbers, Numbers]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    inter = list(words.SIDES.values())
    for number, (side, name) in enumerate(sides, 1):
        groups = chance.random(len(side)) < 0.08
        found[f"actor{number}"] = _names(side, name)
        found[f"assoc_actor_{number}"] = _take(["", *_groups()], np.where(groups, 1 + name % len(_groups()), 0))
        found[f"inter{number}"] = _take([each[0] for each in inter], side)
    order = len(inter)
    pairs = [_pair(inter[one], inter[other]) for one in range(order) for other in range(order)]
    return found | {"interaction": _take(pairs, sides[0][0] * order + sides[1][0])}


def _pair(one: tuple[str, int], other: tuple[str, int]) -> str:
    """Return ACLED's ``interaction``: the side with the lower code first."""
    first, second = sorted((one, other), key=lambda each: each[1] or 9)
    return f"{first[0]}-{second[0]}" if second[0] else f"{first[0]} only"


def _names(side: Numbers, name: Numbers) -> Array:
    every = {
        "state": [
            "Military Forces (made up)",
            "Police Forces (made up)",
            "Levies (made up)",
            "Frontier Corps (made up)",
        ],
        "rebels": _groups(),
        "unknown": ["Unidentified Armed Group (Pakistan)"],
        "rioters": ["Rioters (Pakistan)"],
        "protesters": ["Protesters (Pakistan)"],
        "civilians": ["Civilians (Pakistan)"],
        "": [""],
    }
    starts = np.cumsum([0, *(len(names) for names in every.values())])[:-1]
    counts = np.array([len(names) for names in every.values()])
    return _take([each for names in every.values() for each in names], starts[side] + name % counts[side])


@cache
def _groups() -> list[str]:
    pairs = [(first, second) for second in words.SECOND for first in words.FIRST]
    return [f"{first}{second} {words.BODIES[n % len(words.BODIES)]}" for n, (first, second) in enumerate(pairs)]


@cache
def _papers() -> list[str]:
    names = [f"{first}{second} {paper}" for paper in words.PAPERS for second in words.SECOND for first in words.FIRST]
    return names[:220] + [f"{one}; {other}" for one, other in zip(names[:20], names[20:40], strict=True)]


def _notes(chance: np.random.Generator, day: Numbers, place: Numbers, dead: Numbers) -> Array:
    """Return what happened, in 150 to 800 characters."""
    size, ground = len(day), _ground()
    days, which = np.unique(day, return_inverse=True)
    said = _take([f"On {each.astype(object):%d %B %Y}," for each in days], which)
    opening = _take(words.OPENINGS, chance.integers(0, len(words.OPENINGS), size))
    admin1, admin2, location = (ground.names[level].take(place) for level in ("admin1", "admin2", "location"))
    where = pc.binary_join_element_wise("in ", location, " (", admin2, ", ", admin1, ").", "")
    first = chance.integers(0, len(words.MIDDLES), size)
    middles = [_middle(chance, first + 2 * n, part) for n, part in enumerate((1.0, 0.6, 0.25))]
    parts = [said, opening, where, *middles, _endings(chance, dead)]
    return pc.binary_join_element_wise(*parts, " ", null_handling="skip")


def _middle(chance: np.random.Generator, which: Numbers, part: float) -> Array:
    """Return a sentence for some of the rows."""
    there = chance.random(len(which)) < part
    return _take([None, *words.MIDDLES], np.where(there, 1 + which % len(words.MIDDLES), 0))


def _endings(chance: np.random.Generator, dead: Numbers) -> Array:
    most = 120
    texts = [ending.format(dead=n, more=n * 2 + 3) or None for _, ending in words.ENDINGS for n in range(most)]
    ending = chance.choice(len(words.ENDINGS), len(dead), p=[share for share, _ in words.ENDINGS])
    return _take(texts, ending * most + dead)


def _take(texts: Sequence[str | None], which: Numbers) -> Array:
    return pa.array(list(texts), pa.string()).take(pa.array(which))


def _text(values: Numbers) -> Array:
    return pa.array(values).cast(pa.string())


@cache
def _ground() -> Ground:
    """Return the places: made-up villages in every tehsil and the gazetteer's towns; a few have most of the events."""
    gazetteer, chance = Gazetteer.load(), np.random.default_rng(SEED)
    towns = [place for place in gazetteer.places("town") if "country:pakistan" in place.parents]
    inside = [place for place in towns if AT_HOME in place.parents]
    outside = [place for place in towns if AT_HOME not in place.parents]
    rows = [*_villages(gazetteer, chance), *(_row(gazetteer, place) for place in [*inside, *outside])]
    share = 1 / (1 + chance.permutation(len(rows))) ** 0.6
    home_rows = len(rows) - len(outside)
    share[VILLAGES:home_rows] *= 12
    share[:home_rows] *= (1 - AWAY) / share[:home_rows].sum()
    share[home_rows:] *= AWAY / share[home_rows:].sum()
    levels = ("admin1", "admin2", "admin3", "location")
    names = {level: pa.array([row[column] for row in rows], pa.string()) for column, level in enumerate(levels)}
    return Ground(names, np.array([row[4] for row in rows]), np.array([row[5] for row in rows]), share)


def _row(gazetteer: Gazetteer, place: Place) -> Row:
    province, district = _above(gazetteer, place, "province"), _above(gazetteer, place, "district")
    return province, district or place.name, place.name, place.name, place.latitude, place.longitude


def _above(gazetteer: Gazetteer, place: Place, level: str) -> str:
    return next((gazetteer.place(each).name for each in place.parents if each.startswith(f"{level}:")), "")


def _villages(gazetteer: Gazetteer, chance: np.random.Generator) -> list[Row]:
    tehsils = gazetteer.places("tehsil")
    found: list[Row] = []
    for number in range(VILLAGES):
        tehsil = tehsils[number % len(tehsils)]
        latitude, longitude = _point_in(tehsil, chance)
        first, second, village = (chance.choice(each) for each in (words.FIRST, words.SECOND, words.VILLAGES))
        name = f"{village} {first}{second} {number // len(tehsils) + 1}"
        found.append(("Balochistan", _above(gazetteer, tehsil, "district"), tehsil.name, name, latitude, longitude))
    return found


def _point_in(place: Place, chance: np.random.Generator) -> tuple[float, float]:
    west, south, east, north = shapely.bounds(place.geometry)
    for _ in range(50):
        longitude, latitude = chance.uniform(west, east), chance.uniform(south, north)
        if shapely.contains_xy(place.geometry, longitude, latitude):
            return latitude, longitude
    return place.latitude, place.longitude


def main(
    rows: int,
    file: Annotated[Path | None, typer.Argument(help="Where the file goes.")] = None,
    as_home: Annotated[bool, typer.Option("--home", help="Import it too and print the data folder.")] = False,
) -> None:
    """Write a made-up file in ACLED's layout."""
    if file is not None:
        write(file, rows)
    if as_home:
        print(home(rows))


if __name__ == "__main__":
    typer.run(main)
