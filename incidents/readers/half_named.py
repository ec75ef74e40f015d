"""Columns of people whose names are half of what they mean: “Civ K”, “of which civilians”, a list's “Civilians” beside its “Total”."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from typing import Final

import numpy as np

from incidents.amounts import spelled
from incidents.readers.claimants import KILLED, WOUNDED
from incidents.readers.columns import Batch, amounts
from incidents.readers.layouts import folded
from incidents.readers.spool import JUDGED
from incidents.readers.total_columns import totals
from incidents.readers.whom import EVERYONE, OTHERS, group_of, has, parts_of
from incidents.wording import counted, listed

_SHORT: Final = re.compile(r"(?:(?P<whom>.+)_)?(?P<what>[kwi])")
_OF_WHICH: Final = re.compile(r"(?:out_of|of|among)_(?:which|whom|them|these|those)_(?:were_|are_)?(?P<whom>.+)")
_REBELS: Final = r"(?:terrorist|insurgent|extremist|militant)s?"
_FATAL: Final = r"(?:no_of_|number_of_|n_)?fatals?"
_NOT_FATAL: Final = r"(?:no_of_|number_of_|n_)?non_?fatals?"
_LIST: Final = (
    r"civilians?",
    r"sfs?|security_forces?(?:_personnel)?|sf_personnel",
    rf"{_REBELS}(?:_{_REBELS})*",
    r"not_specified|unspecified",
    r"total",
)
"""The columns of SATP's lists of people killed, none of which says so; that of those not specified can be missing."""


def meanings(names: MappingType[str, str], sample: Batch, notes: list[str]) -> dict[str, str]:
    """Return the whole names of columns whose own say half, and tell why."""
    found = _abbreviated(names, notes)
    found |= {name: folded(each) for name, heading in names.items() if (each := spelled(heading)) != heading}
    found |= _fatal(names, sample, notes)
    found |= _parts({name: found.get(name, name) for name in names}, names, notes)
    if not any(has(found.get(name, name), f"{KILLED}|{WOUNDED}") for name in names):
        found |= _killed_list(names, sample, notes)
    if not found.keys() & {"total"}:
        found |= totals({name: found.get(name, name) for name in names}, names, sample, notes)
    return found


def _abbreviated(names: MappingType[str, str], notes: list[str]) -> dict[str, str]:
    """Return what columns such as "Civ K" mean, of which another with W or I counts the wounded or injured."""
    parted = {name: match for name in names if (match := _SHORT.fullmatch(name))}
    found: dict[str, str] = {}
    for name, match in parted.items():
        twins = "k" if match["what"] != "k" else "wi"
        if any(other["whom"] == match["whom"] and other["what"] in twins for other in parted.values()):
            found[name] = f"{match['whom'] or ''}_{'killed' if match['what'] == 'k' else 'wounded'}".strip("_")
    if found:
        notes.append(
            f"{', '.join(repr(names[each]) for each in found)}: K is read as killed, W or I beside it as wounded or injured"
        )
    return found


def _fatal(names: MappingType[str, str], sample: Batch, notes: list[str]) -> dict[str, str]:
    """Return what columns named "fatal" and "nonfatal" mean where both hold numbers: the second counts who was hurt and did not die."""
    fatal, other = (next((name for name in names if re.fullmatch(each, name)), "") for each in (_FATAL, _NOT_FATAL))
    if fatal and not other and not any(has(name, KILLED) for name in names):
        notes.append(
            f"{names[fatal]!r} may say how many were killed or only whether anybody was: not read as a count; if it counts them, say so in a mapping"
        )
    if not fatal or not other or any(amounts(sample.text(each)).unreadable.any() for each in (fatal, other)):
        return {}
    notes.append(
        f"{names[fatal]!r} is read as people killed and {names[other]!r} as people injured; if others are in them, say so in the mapping"
    )
    return {fatal: "killed", other: "wounded"}


def _parts(meant: MappingType[str, str], names: MappingType[str, str], notes: list[str]) -> dict[str, str]:
    """Return what columns such as "of which civilians" mean behind one that counts everyone killed or wounded."""
    found: dict[str, str] = {}
    whole = what = ""
    for name, each in meant.items():
        match = _OF_WHICH.fullmatch(each)
        outcomes = [one for one, words in (("killed", KILLED), ("wounded", WOUNDED)) if has(each, words)]
        if match is None:
            whole, what = (names[name], outcomes[0]) if len(outcomes) == 1 and group_of(each) == EVERYONE else ("", "")
        elif not outcomes and whole and (group_of(match["whom"]) not in {EVERYONE, OTHERS} or parts_of(match["whom"])):
            found[name] = f"{match['whom']}_{what}"
            notes.append(f"{names[name]!r} is read as {what}, as it stands behind {whole!r}")
    return found


def _killed_list(names: MappingType[str, str], sample: Batch, notes: list[str]) -> dict[str, str]:
    """Return what the columns of a list of people killed mean, where in most rows the groups of it are the total."""
    for columns in (_LIST, (*_LIST[:3], _LIST[4])):
        for at in range(len(names) - len(columns) + 1):
            run = [*names][at : at + len(columns)]
            if not all(re.fullmatch(each, name) for each, name in zip(columns, run, strict=True)):
                continue
            *groups, total = (np.nan_to_num(amounts(sample.text(name)).value) for name in run)
            some = total > 0
            if 2 * int((np.sum(groups, axis=0) == total)[some].sum()) <= int(some.sum()):
                continue
            rows = f"{'the first ' if len(sample) >= JUDGED else ''}{counted(len(sample), 'row')}"
            notes.append(
                f"{listed([repr(names[name]) for name in run])} are taken for people killed, as SATP's lists have such columns and in most "
                f"of {rows} the groups add up to the total: a guess; if they are not, say so in the mapping"
            )
            return {name: f"{name}_killed" for name in run}
    return {}
