"""The martyred beside the killed: in papers of Pakistan they are security forces and civilians, and the killed are militants."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.readers.claimants import KILLED
from incidents.readers.columns import Batch, amounts
from incidents.readers.layouts import folded
from incidents.readers.spool import JUDGED
from incidents.readers.whom import EVERYONE, MARTYRED, has
from incidents.wording import counted

if TYPE_CHECKING:
    from incidents.readers.count_columns import CountColumn

_TOTAL: Final = "total|totals|tot|all|overall|combined|grand|sum|کل"
_MAPPING: Final = "a mapping says by “counted” whom a column counts"


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
