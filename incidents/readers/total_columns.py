"""Columns of totals and bounds whose names do not say of what: “Total” beside groups killed, “total_low”, “Reported Minimum”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingType
from typing import Final

import numpy as np

from incidents.readers.claimants import BOUNDS, FILLING, KILLED, NEUTRALIZED, NO_TOLL, TOLL, WOUNDED
from incidents.readers.columns import Batch, amounts
from incidents.readers.spool import JUDGED, Numbers
from incidents.readers.whom import EVERYONE, group_of, has, is_group, parts_of
from incidents.wording import counted, listed

_TOTAL: Final = r"totals?|tot|overall"
_MIDDLE: Final = r"avg|average|mean|mid|middle|median"
_BOUND: Final = "|".join((*BOUNDS.values(), _MIDDLE))
_NOT_KNOWN: Final = r"unknown|unidentified|unclear|unspecified|not_specified|others?"
_IBC: Final = ("ibc_code", "reported_minimum", "reported_maximum")
_OTHERS: Final = (
    rf"{WOUNDED}|{NEUTRALIZED}|casualt(?:y|ies)|affected|victims?|losses|displaced|missing|abducted|captured"
)
_NEARLY_ALL: Final = 0.9
_ROWS: Final = 2  # that at least show that groups add up to a total


def totals(
    meant: MappingType[str, str], names: MappingType[str, str], sample: Batch, notes: list[str]
) -> dict[str, str]:
    """Return what columns of totals mean, where the table's others make plain that they count everyone killed, and tell which are not read.

    `meant` are the whole names of the columns as far as they are known.
    """
    if all(name in names for name in _IBC):
        notes.append(f"{listed([repr(names[each]) for each in _IBC[1:]])} are read as the lowest and highest number of people killed, as beside the codes of Iraq Body Count")  # fmt: skip
        return {each: f"{each}_killed" for each in _IBC[1:]}
    killed = [name for name, each in meant.items() if has(each, f"{KILLED}|{TOLL}") and not has(each, NO_TOLL)]
    of_all = [each for each in killed if group_of(meant[each]) == EVERYONE and not parts_of(meant[each])]
    wholes = [name for name in names if name not in killed and _is_total(name) and _numbers(sample, name) is not None]
    bounded = [name for name in wholes if has(name, _BOUND)]
    plain = [] if of_all or bounded else _by_sum(wholes, killed, meant, sample, names, notes)
    if plain:
        return {each: f"{each}_killed" for each in plain}
    pairs = [name for name in names if _is_bound(name) and _numbers(sample, name) is not None]
    others = [each for name, each in meant.items() if has(each, _OTHERS) and not has(name, KILLED)]
    if bounded and killed and not of_all and not others:
        notes.append(
            f"{_list(bounded, names)} {'is' if len(bounded) == 1 else 'are'} read as everyone killed, as {names[killed[0]]!r} counts some of the killed "
            "and no column others than the killed; if others are in it, say so in the mapping"
        )
        return {each: _killed(each) for each in (*bounded, *_groups_of(bounded, names, sample))}
    if left := [*bounded, *(pairs if len(pairs) > 1 else [])]:
        notes.append(
            f"{_list(left, names)} {'holds' if len(left) == 1 else 'hold'} numbers, and no name says of whom: not read as counts; if they are of the "
            "killed or wounded, say so in the mapping"
        )
    return {}


def _by_sum(
    wholes: Sequence[str],
    killed: Sequence[str],
    meant: MappingType[str, str],
    sample: Batch,
    names: MappingType[str, str],
    notes: list[str],
) -> list[str]:
    """Return the first total to which columns of groups killed add up in nearly all rows, not those of the wounded as well."""
    groups = [name for name in killed if not has(meant[name], _BOUND)]
    hurt = [name for name, each in meant.items() if has(each, WOUNDED) and name not in killed]
    if len(groups) < 2:
        return []
    dead, injured = (_sum(sample, each) for each in (groups, hurt))
    for whole in wholes:
        total = np.nan_to_num(amounts(sample.text(whole)).value)
        if not _adds_up(dead, total) or (hurt and not ((dead == total) & (injured > 0)).any()):
            continue
        rows = f"{'the first ' if len(sample) >= JUDGED else ''}{counted(len(sample), 'row')}"
        notes.append(
            f"{names[whole]!r} is read as everyone killed, as {_list(groups, names)} add up to it in nearly all of {rows}; if others are in it, "
            "say so in the mapping"
        )
        return [whole]
    return []


def _groups_of(wholes: Sequence[str], names: MappingType[str, str], sample: Batch) -> list[str]:
    """Return the columns of groups, such as "militants_low", that add up to totals of the same bounds."""
    found: list[str] = []
    for whole in wholes:
        bound = _bound(whole)
        stems = {name: _stem(name) for name in names if name not in wholes and _bound(name) == bound}
        parts = [name for name, stem in stems.items() if is_group(stem) or re.fullmatch(_NOT_KNOWN, stem)]
        total = np.nan_to_num(amounts(sample.text(whole)).value)
        if not bound or not _adds_up(_sum(sample, parts), total):
            return []
        found += [each for each in parts if is_group(stems[each])]
    return found


def _killed(name: str) -> str:
    """Return a name as that of a number of the killed; an average is the number between the bounds."""
    return f"{re.sub(rf'(?:^|_)(?:{_MIDDLE})(?=_|$)', '', name).strip('_')}_killed"


def _bound(name: str) -> str:
    """Return which word of a bound a name has; empty for none."""
    found = re.search(rf"(?:^|_)({_BOUND})(?=_|$)", name)
    return found[1] if found else ""


def _stem(name: str) -> str:
    return re.sub(rf"(?:^|_)(?:{_BOUND})(?=_|$)", "", name).strip("_")


def _is_total(name: str) -> bool:
    """Return whether a name says that it is a total, perhaps the least or most of it, and nothing else."""
    return has(name, _TOTAL) and all(re.fullmatch(f"{_TOTAL}|{_BOUND}|{FILLING}", word) for word in name.split("_"))


def _is_bound(name: str) -> bool:
    """Return whether a name says that it is the least or the most, and nothing else."""
    words = name.split("_")
    ends = "|".join(BOUNDS.values())
    return any(re.fullmatch(ends, word) for word in words) and all(re.fullmatch(f"{ends}|reported|est", word) for word in words)  # fmt: skip


def _numbers(sample: Batch, name: str) -> Numbers | None:
    """Return a column's numbers of people; nothing where it has none or a cell is no number."""
    read = amounts(sample.text(name))
    return read.value if read.stated.any() and not read.unreadable.any() else None


def _sum(sample: Batch, columns: Iterable[str]) -> Numbers:
    return np.sum(
        [np.zeros(len(sample)), *(np.nan_to_num(amounts(sample.text(each)).value) for each in columns)], axis=0
    )


def _adds_up(parts: Numbers, total: Numbers) -> bool:
    """Return whether in nearly all rows with a total the parts are it."""
    some = total > 0
    return int(some.sum()) >= _ROWS and float((parts == total)[some].mean()) >= _NEARLY_ALL


def _list(columns: Sequence[str], names: MappingType[str, str]) -> str:
    return listed([repr(names[each]) for each in columns])
