"""The martyred beside the killed: in papers of Pakistan they are security forces and civilians, and the killed are militants."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.readers.claimants import KILLED
from incidents.readers.columns import Batch, amounts
from incidents.readers.layouts import folded
from incidents.readers.spool import JUDGED
from incidents.readers.unsaid_counts import of_numbers
from incidents.readers.whom import EVERYONE, MARTYRED, OTHERS, group_of, has, is_group
from incidents.wording import counted, listed

if TYPE_CHECKING:
    from incidents.readers.count_columns import CountColumn

_TOTAL: Final = "total|totals|tot|all|overall|combined|grand|sum|کل"
_SHARED: Final = frozenset({EVERYONE, "women", "men", "children"})
"""Whom columns count that are no others than the martyred."""
_APART: Final = frozenset({"militants", "civilians"})
_MAPPING: Final = "a mapping says by “counted” whom a column counts"


def martyrs_group(
    counts: MappingType[str, CountColumn], names: MappingType[str, str], sample: Batch, notes: list[str]
) -> dict[str, CountColumn]:
    """Return the columns, of which one of all martyred is not everyone's where another column tells of others.

    They are security personnel beside militants or civilians, as whose dead papers count apart; beside any others they are not read.
    """
    dead = {name: each for name, each in counts.items() if each.quantity == "killed"}
    martyrs = {name: each for name, each in dead.items() if has(folded(each.column), MARTYRED)}
    groups = {
        each.column: each.counted for name, each in dead.items() if name not in martyrs and each.counted not in _SHARED
    }
    groups |= {each.column: each.counted for each in counts.values() if each.quantity == "neutralized"}
    groups |= {
        heading: group
        for name, heading in names.items()
        if name not in counts
        and is_group(folded(heading))
        and (group := group_of(folded(heading))) in {"militants", OTHERS}
        and of_numbers(sample, name)
    }
    found = dict(counts)
    for name, each in martyrs.items() if groups else ():
        if each.counted != EVERYONE:
            continue
        beside = f"beside {listed([repr(column) for column in groups])}"
        if set(groups.values()) <= _APART:
            notes.append(
                f"{each.column!r} {beside} is read as security personnel; if others are in it, say so in the mapping"
            )
            found[name] = replace(each, counted="security_personnel")
        else:
            notes.append(
                f"{each.column!r} was not read as a count: {beside} it may count everyone or only some; {_MAPPING}"
            )
            del found[name]
    return found


def unclear(counts: MappingType[str, CountColumn], sample: Batch, notes: list[str]) -> set[str]:
    """Return which columns do not count everyone, by name: of plain killed beside martyred, and of these, those that cannot be told.

    The killed are everyone where their column is called a total, or no row has fewer of them than martyred.
    """
    killed = {name: each for name, each in counts.items() if each.quantity == "killed" and not each.claimant}
    martyrs = {name: each for name, each in killed.items() if has(folded(each.column), MARTYRED)}
    plain = {
        name: each
        for name, each in killed.items()
        if name not in martyrs
        and each.counted == EVERYONE
        and each.bound == "value"
        and has(folded(each.column), KILLED)
    }
    left: set[str] = set()
    for name, each in plain.items() if martyrs else ():
        if has(folded(each.column), _TOTAL):
            told = f"{each.column!r} is everyone killed by its name"
        elif fewer := _fewer(name, martyrs, sample):
            left.add(name)
            notes.append(
                f"{each.column!r} was not read as a count: beside {_listed(martyrs)} it may be of militants alone, as in Pakistan's papers, "
                f"and in {fewer} it is the lower; {_MAPPING}"
            )
            told = f"{each.column!r} beside it may count others"
        else:
            told = f"{each.column!r} is at least as high in each of {_rows(sample)} and is read as everyone killed"
        for martyred, other in martyrs.items():
            if other.counted == EVERYONE:
                left.add(martyred)
                notes.append(f"{other.column!r} was not read as a count: {told}; {_MAPPING}")
    return left


def _fewer(name: str, martyrs: MappingType[str, CountColumn], sample: Batch) -> str:
    """Return in how many rows more were martyred than killed, in words; empty for none."""
    killed = amounts(sample.text(name), outcome="killed").value
    higher = [amounts(sample.text(each), outcome="killed").value > killed for each in martyrs]
    rows = int(np.any([*higher], axis=0).sum())
    return f"{rows:,} of {_rows(sample)}" if rows else ""


def _rows(sample: Batch) -> str:
    return f"{'the first ' if len(sample) >= JUDGED else ''}{counted(len(sample), 'row')}"


def _listed(columns: MappingType[str, CountColumn]) -> str:
    return ", ".join(repr(each.column) for each in columns.values())
