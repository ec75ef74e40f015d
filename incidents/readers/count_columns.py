"""Finds, by their names and what stands in them, the columns that count people, and what each counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Any, Final

from incidents.readers.columns import Batch, amounts
from incidents.readers.layouts import folded

_KILLED: Final = r"kill(?:ed|s|ing)?|dead|died|deaths?|fatalit(?:y|ies)|martyred|nkill|tote|todesopfer|ہلاک(?:تیں)?|اموات|جاں_بحق|شہید"
_WOUNDED: Final = r"injur(?:ed|ies|y)|wounded|hurt|nwound|verletzte|زخمی"
_CASUALTIES: Final = r"(?:^|_)casualt(?:y|ies)(?:_|$)"
_BOUND: Final = {"low": r"min(?:imum)?|low(?:est)?", "high": r"max(?:imum)?|high(?:est)?|mix"}
_GROUPS: Final = {
    "soldiers": r"army|soldiers?|mil|military|troops|فوجی",
    "security_personnel": r"fc|frontier|security|forces|rangers",
    "police": r"police(?:men)?|پولیس",
    "law_enforcement": r"levies|khasadar|law|leas?",
    "militants": r"militants?|terrorists?|attackers?|insurgents?|bombers?|taliban|al_qaeda|عسکریت_پسند",
    "civilians": r"civ|civs|civilians?|public|شہری|عام_شہری",
}
_NO_TOLL: Final = (
    r"cum|cumulative|running|to_date|since|so_far|rates?|ratio|per|percent(?:age)?|pct|share|average|avg|mean|"
    rf"prev|previous|prior|last_(?:year|month|week)|no[nt]_(?:{_KILLED}|{_WOUNDED}|fatal)|"
    r"livestock|animals?|cattle|sheep|goats?|camels?"
)
"""Words of columns that hold no number of people of the one event: sums so far, rates, other times, animals."""


@dataclass(frozen=True)
class CountColumn:
    """A column of numbers of people: what is counted, of whom, and whether it is the low, the high or the one figure."""

    column: str
    quantity: str = "killed"
    counted: str = "people"
    bound: str = "value"


def proposed_counts(names: MappingType[str, str], sample: Batch, notes: list[str]) -> list[CountColumn]:
    """Return the columns that count people by their names; one without numbers only where its name says nothing else."""
    named = {name: count for name in names if (count := _count(name, names[name], notes))}
    counts = {name: count for name, count in named.items() if _numeric(sample.text(name))}
    for name, count in named.items():
        if name in counts:
            continue
        if _narrowness(count) < 2 and all(_key(count) != _key(other) for other in counts.values()):
            counts[name] = count
            notes.append(f"{count.column!r} was read by its name, though most of its cells hold no number of people")
        else:
            notes.append(f"{count.column!r} was not read as a count: most of its cells hold no number of people")
    notes += _together({name: heading for name, heading in names.items() if name not in named}, sample)
    return [counts[name] for name in names if name in counts]


def _together(named: MappingType[str, str], sample: Batch) -> Iterator[str]:
    """Yield why columns of casualties are not read, which count killed and injured in one number."""
    for name, heading in named.items():
        if re.search(_CASUALTIES, name) and _numeric(sample.text(name)):
            yield (
                f"{heading!r} was not read as a count: casualties are killed and injured together; if it counts only the "
                "killed or only the injured, say so in the mapping"
            )


def _count(name: str, heading: str, notes: list[str]) -> CountColumn | None:
    """Return what a column counts, by the words in its name."""
    words = set(name.split("_"))

    def has(pattern: str) -> bool:
        return (
            any(re.fullmatch(pattern, word) for word in words)
            or re.search(rf"(?:^|_)(?:{pattern})(?:_|$)", name) is not None
        )

    quantity = "killed" if has(_KILLED) else "wounded" if has(_WOUNDED) else ""
    if not quantity:
        return None
    if "%" in heading or has(_NO_TOLL):
        notes.append(
            f"{heading!r} was not read as a count: by its name it is no number of people {quantity} in the event"
        )
        return None
    bound = next((each for each, pattern in _BOUND.items() if has(pattern)), "value")
    if "mix" in words:
        notes.append(f"{heading!r} was taken for a slip of the pen for Max")
    counted = next((each for each, pattern in _GROUPS.items() if has(pattern)), "people")
    return CountColumn(heading, quantity, counted, bound)


def _key(count: CountColumn) -> tuple[str, str, str]:
    return count.quantity, count.counted, count.bound


def _numeric(column: Any) -> bool:
    read = amounts(column)
    stated = int(read.stated.sum())
    return stated == 0 or int(read.unreadable.sum()) <= stated / 2


def without_doubles(counts: Sequence[CountColumn], notes: list[str]) -> list[CountColumn]:
    """Return the columns, of several for the same thing only the one for everyone, else the first."""
    kept: dict[tuple[str, str, str], CountColumn] = {}
    for count in sorted(counts, key=_narrowness):
        kept.setdefault(_key(count), count)
    for count in counts:
        chosen = kept[_key(count)]
        if chosen is not count:
            notes.append(f"{count.column!r} left out: {_left_out(count, chosen)}")
    return [count for count in counts if count in kept.values()]


def _left_out(count: CountColumn, chosen: CountColumn) -> str:
    """Return why one column is read and not another: they count the same only where their names say nothing else."""
    if max(map(_narrowness, (count, chosen))) < 2:
        return f"{chosen.column!r} counts the same"
    return f"it may count others or be another's figure; only {chosen.column!r} is read as {count.counted} {count.quantity}"


def _narrowness(count: CountColumn) -> int:
    """Return 0 for a column that says it is the total, 1 for one that names nobody, 2 for one of some of the people."""
    words = set(folded(count.column).split("_"))
    if words & {"total", "totals", "all", "overall"}:
        return 0
    patterns = (
        _KILLED,
        _WOUNDED,
        *_BOUND.values(),
        r"no|nr|num|number|of|people|persons?|reported|count|est|value|\d+",
    )
    return 1 if all(any(re.fullmatch(each, word) for each in patterns) for word in words) else 2
