"""Rows of an imported version to look at: of each flag, of what differs from the version before, and how places were read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.difference import COMPARED, DIFFERENCE, as_compared, native_in_both
from incidents.importers import INCIDENTS
from incidents.problem import shorten
from incidents.readers.arrow import pc
from incidents.readers.shaping import NATIVE

SHOWN: Final = 5
_WORDS: Final = ("row", "start", "end", "toponym", "admin2", "place_id", "native_type", "fatalities_best", "title")
_PLACES: Final = ("toponym", "admin2", "admin1", "place_id", "level", "how", "place_note")
_SURE: Final = ("given", "exact", "unknown", "")


@dataclass(frozen=True)
class Example:
    """A row in a few words: its id, its number in the file, and what it says; for a changed one also what it said."""

    id: str
    row: int
    words: str
    before: str = ""


@dataclass(frozen=True)
class Spelling:
    """How a place as written was read, and in how many rows."""

    written: str
    within: str
    place_id: str
    level: str
    how: str
    note: str
    rows: int


def flagged(folder: Path, flags: Sequence[str]) -> dict[str, list[Example]]:
    """Return a few rows of each flag."""
    found: dict[str, list[Example]] = {flag: [] for flag in flags}
    for table in _tables(folder, ("id", *_WORDS, "flags")):
        for flag in [flag for flag, rows in found.items() if len(rows) < SHOWN]:
            has = pa.array([flag in each for each in table.column("flags").to_pylist()])
            found[flag] += [_example(row) for row in table.filter(has).slice(0, SHOWN).to_pylist()][
                : SHOWN - len(found[flag])
            ]
        if all(len(rows) >= SHOWN for rows in found.values()):
            break
    return found


def differing(old: Path, new: Path, most: int | None = SHOWN) -> dict[str, list[Example]]:
    """Return rows that were added, changed, and are gone upstream, at most so many of each."""
    listed = json.loads((new / DIFFERENCE).read_text(encoding="utf-8"))
    chosen = {what: listed[what][:most] for what in ("added", "changed", "gone")}
    schemas = (parquet.read_schema(folder / INCIDENTS) for folder in (old, new))
    own = [name for name in native_in_both(*schemas) if name.removeprefix(NATIVE) not in listed.get("rewritten", ())]
    after = _by_id(new, [*chosen["added"], *chosen["changed"]], own)
    before = _by_id(old, [*chosen["changed"], *chosen["gone"]], own)
    return {
        "added": [_example(after[each]) for each in chosen["added"] if each in after],
        "changed": [
            _changed(before[each], after[each], own) for each in chosen["changed"] if each in before and each in after
        ],
        "gone": [_example(before[each]) for each in chosen["gone"] if each in before],
    }


def spellings(folder: Path, most: int = 500) -> list[Spelling]:
    """Return how the places that were not simply found were read, those of most rows first."""
    table = parquet.read_table(folder / INCIDENTS, columns=list(_PLACES))
    plain = pa.table({name: pc.fill_null(table.column(name).cast(pa.string()), "") for name in _PLACES})
    odd = plain.filter(pc.invert(pc.is_in(plain.column("how"), pa.array(_SURE))))
    counted = (
        odd.append_column("rows", pa.array([1] * len(odd), pa.int64()))
        .group_by(list(_PLACES))
        .aggregate([("rows", "sum")])
    )
    rows = counted.sort_by([("rows_sum", "descending")]).slice(0, most).to_pylist()
    return [
        Spelling(
            shorten(row["toponym"]),
            shorten(row["admin2"] or row["admin1"]),
            row["place_id"],
            row["level"],
            row["how"],
            row["place_note"],
            row["rows_sum"],
        )
        for row in rows
    ]


def _tables(folder: Path, columns: Sequence[str]) -> Iterator[Any]:
    with parquet.ParquetFile(folder / INCIDENTS) as file:
        for batch in file.iter_batches(32_768, columns=list(columns)):
            yield pa.table(batch)


def _by_id(folder: Path, ids: Sequence[str], own: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return rows by id; a row without an id of the dataset's own is known by the hash of its content, and left out."""
    wanted = pa.array([each for each in ids if not each.startswith("#")], pa.string())
    if not len(wanted):
        return {}
    columns = list(dict.fromkeys(("id", *_WORDS, *COMPARED, *own)))
    kept = (table.filter(pc.is_in(table.column("id"), wanted)) for table in _tables(folder, columns))
    return {row["id"]: row for table in kept for row in table.to_pylist()}


def _example(row: dict[str, Any]) -> Example:
    days = f"{row['start']}" if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
    deaths = row["fatalities_best"]
    parts = (
        days,
        row["toponym"] or row["admin2"] or row["place_id"],
        (row["native_type"] or "").rpartition(" > ")[2] or row["title"],
        f"killed {deaths:,.10g}" if deaths is not None else "",
    )
    return Example(row["id"], row["row"], ", ".join(shorten(str(part), 60) for part in parts if part))


def _changed(before: dict[str, Any], after: dict[str, Any], own: Sequence[str]) -> Example:
    """Return what of a row is now, and what it was: by the file's own columns, or where these are the same by what is read of them."""
    was, now = (as_compared(pa.array([row[name] for name in own], pa.string())).to_pylist() for row in (before, after))
    names = [name for name, one, other in zip(own, was, now, strict=True) if one != other]
    names = names or [name for name in COMPARED if before[name] != after[name]]
    said, earlier = ("; ".join(f"{_called(name)}: {_short(row[name])}" for name in names) for row in (after, before))
    return Example(after["id"], after["row"], f"{_example(after).words} — {said}", earlier)


def _called(name: str) -> str:
    return name.removeprefix(NATIVE) if name.startswith(NATIVE) else name.replace("_", " ")


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}"
    return "nothing" if value is None or value == "" else shorten(str(value), 80)
