"""Finds, by their names and what stands in them, the columns that count people, and what each counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.amounts import names as tells
from incidents.amounts import paired
from incidents.readers.both_outcomes import in_words
from incidents.readers.claimants import (
    BOUNDS,
    FILLING,
    KILLED,
    NEUTRALIZED,
    NO_TOLL,
    NOT_STATED,
    TOLL,
    WORDED,
    WOUNDED,
    last_words,
    spoken,
)
from incidents.readers.columns import Amounts, Batch, amounts
from incidents.readers.half_named import meanings
from incidents.readers.layouts import folded
from incidents.readers.martyred import martyrs_group, unclear
from incidents.readers.spool import JUDGED
from incidents.readers.unsaid_counts import claims_of, unsaid
from incidents.readers.whom import (
    ARMED,
    EVERYONE,
    EXCEPT,
    OTHERS,
    STANDING,
    group_of,
    has,
    is_by_whom,
    is_mil,
    is_some,
    parts_of,
    qualifying,
    standing,
)
from incidents.wording import counted, listed

_CASUALTIES: Final = r"casualt(?:y|ies)"
_CAUSE: Final = rf"(?:of|from)_(?:[^_]+_)?(?:{WOUNDED})(?=_|$)"  # "died of their injuries"
_SPEAK: Final = frozenset(
    {EVERYONE, OTHERS, "soldiers", "security_personnel", "police", "law_enforcement", "militants"}
)
"""Groups that may be claimants where a column's name ends in their name, and what a claimant's column counts else."""

SEVERAL: Final = ("part", "some")
"""Bounds that several columns of a table can have that count the same."""


@dataclass(frozen=True)
class CountColumn:
    """A column of numbers of people: what is counted, of whom, by whose account, and which figure it is.

    That is the one figure, the low, the high, part of one figure that is the sum of such columns, or some of the people, who may be those of
    another such column: there are at least as many as in the largest. `claimant` is empty
    where the column has the figure of whoever claims those of its row.
    """

    column: str
    quantity: str = "killed"
    counted: str = "people"
    bound: str = "value"
    claimant: str = ""

    def key(self) -> tuple[str, str, str, str]:
        """Return what only one column of a table can be; several can be parts of one figure or some of the people."""
        return self.quantity, self.counted, self.claimant, "value" if self.bound in SEVERAL else self.bound


def doubled(counts: Sequence[CountColumn]) -> CountColumn | None:
    """Return the first column that is read as what another is read as before it; parts of one figure and some of the people are no doubles."""
    seen: dict[tuple[str, str, str, str], str] = {}
    for count in counts:
        if count.key() in seen and (count.bound not in SEVERAL or count.bound != seen[count.key()]):
            return count
        seen[count.key()] = count.bound
    return None


def proposed_counts(names: MappingType[str, str], sample: Batch, notes: list[str]) -> dict[str, CountColumn]:
    """Return what columns count people, by their names; one without numbers only where its name says nothing else."""
    meant = meanings(names, sample, notes)
    both = {
        name: heading
        for name, heading in names.items()
        if _is_together(meant.get(name, name), heading, sample.text(name))
    }
    alone = [name for name in names if name not in both]
    named = {name: count for name in alone if (count := _count(meant.get(name, name), names[name], notes))}
    worded = [name for name in names if name not in both and name not in named and _is_worded(name, sample.text(name))]
    named |= {name: CountColumn(names[name]) for name in worded}
    named |= _claims(names, named, both, sample, notes)
    notes += [f"of {names[name]!r} killed and wounded are read by the words in its cells" for name in worded]
    counts = {
        name: count
        for name, count in named.items()
        if name in worded or _numeric(in_words(sample.text(name), names[name]), count.quantity)
    }
    for name, count in named.items():
        if name in counts:
            continue
        if _narrowness(count) < 2 and all(count.key() != other.key() for other in counts.values()):
            counts[name] = count
            notes.append(f"{count.column!r} was read by its name, though most of its cells hold no number of people")
        else:
            notes.append(f"{count.column!r} was not read as a count: most of its cells hold no number of people")
    notes += _together([*both.values()])
    found = _of_mil({name: counts[name] for name in names if name in counts}, notes)
    told = {name: _by_others(count, [*found.values()]) for name, count in found.items()}
    apart = martyrs_group(told, names, sample, notes)
    grouped = {name: _grouped(count, [*(told | apart).values()], notes) for name, count in apart.items()}
    kept = {name: count for name, count in grouped.items() if count}
    left = unclear(kept, sample, notes)
    return {name: count for name, count in kept.items() if name not in left}


def _claims(
    names: MappingType[str, str],
    named: MappingType[str, CountColumn],
    both: Collection[str],
    sample: Batch,
    notes: list[str],
) -> dict[str, CountColumn]:
    """Return the columns that hold somebody's claim and do not say of what, where all others count the killed."""
    claims = claims_of(names, {*named, *both}, sample)
    if {count.quantity for count in named.values()} != {"killed"} or both:
        claims = {}
    notes += [
        f"{names[name]!r} is read as killed, as the table counts nobody else; if others are in it, say so in the mapping"
        for name in claims
    ]
    notes += unsaid(names, {*named, *both, *claims}, sample)
    return {name: CountColumn(names[name], claimant=claimant) for name, claimant in claims.items()}


def _is_together(name: str, heading: str, column: Any) -> bool:
    """Return whether a column counts killed and injured in one number; one whose cells name each of them does not."""
    name = re.sub(_CAUSE, "", name)
    killed, wounded, casualties = (
        re.search(rf"(?:^|_)(?:{each})(?:_|$)", name) for each in (KILLED, WOUNDED, _CASUALTIES)
    )
    if not killed or not wounded:
        return (
            bool(casualties)
            and not killed
            and not wounded
            and "fatal" not in name
            and _numeric(column)
            and not _is_worded(name, column)
        )
    texts = [paired(text, heading) for text in pa.array(column.dictionary).to_pylist() if text]
    return 2 * sum(tells(text, "killed") or tells(text, "wounded") for text in texts) <= len(texts)


def _is_worded(name: str, column: Any) -> bool:
    """Return whether a column of casualties or consequences says in most cells with a number who was killed or wounded."""
    if not has(name, WORDED):
        return False
    texts = [text for text in pa.array(column.dictionary).to_pylist() if text and any(map(str.isdigit, text))]
    return 2 * sum(tells(text, "killed") or tells(text, "wounded") for text in texts) > len(texts)


def _together(headings: Sequence[str]) -> Iterator[str]:
    """Yield why columns are not read that count killed and injured in one number."""
    for heading in headings:
        yield (
            f"{heading!r} was not read as a count: by its name it counts killed and injured together; if it counts only the "
            "killed or only the injured, say so in the mapping"
        )


def _count(name: str, heading: str, notes: list[str]) -> CountColumn | None:
    """Return what a column counts, by the words in its name."""
    claimant, rest = spoken(heading)
    name = folded(rest) if claimant and name == folded(heading) else name
    kinds = {NEUTRALIZED: "neutralized", KILLED: "killed", WOUNDED: "wounded", TOLL: "killed"}
    quantity = next((kind for words, kind in kinds.items() if has(name, words)), "")
    if not quantity:
        return None
    if not has(name, KILLED) and quantity == "killed":
        notes.append(f"{heading!r} is read as people killed; if others are in it, say so in the mapping")
    if "%" in heading or has(name, NO_TOLL):
        notes.append(
            f"{heading!r} was not read as a count: by its name it is no number of people {quantity} in the event"
        )
        return None
    bound = next((each for each, pattern in BOUNDS.items() if has(name, pattern)), "value")
    if has(name, "mix"):
        notes.append(f"{heading!r} was taken for a slip of the pen for Max")
    parts, group = parts_of(name), group_of(name)
    if quantity == "neutralized":
        if parts or is_by_whom(name) or group not in {EVERYONE, "militants"}:
            notes.append(f"{heading!r} was not read as a count: it does not say that it counts militants")
            return None
        notes.append(
            f"{heading!r} is read as militants neutralized, never as killed; if others are in it, or all of them were killed, say so in the mapping"
        )
        return CountColumn(heading, quantity, "militants", bound, claimant)
    if "" in parts or len(parts) > 1 or (parts and group != OTHERS):
        notes.append(f"{heading!r} was not read as a count: there is no group for whom it counts; {_ADDED}")
        return None
    return CountColumn(heading, quantity, next(iter(parts), OTHERS if is_by_whom(name) else group), bound, claimant)


_ADDED: Final = (
    'bound = "part" in a mapping adds up columns that are parts of one whole, where nobody is counted in two of them'
)


def _by_others(count: CountColumn, counts: Sequence[CountColumn]) -> CountColumn:
    """Return a column, with a claimant that its name says only where other columns have theirs; with none that says nothing new."""
    others = [other for other in counts if other is not count and other.quantity == count.quantity]
    if count.claimant.endswith(NOT_STATED) and all(
        (other.counted, other.bound) != (count.counted, count.bound) for other in others
    ):
        return replace(count, claimant="")
    named = any(other.claimant and not other.claimant.endswith(NOT_STATED) for other in others)
    last = last_words(count.column)
    if count.claimant or not named or not last or count.counted not in _SPEAK:
        return count
    if count.counted in _SPEAK - {EVERYONE, OTHERS} and any(other.counted not in _SPEAK for other in others):
        return count
    return replace(count, claimant=last, counted="people")


def _grouped(count: CountColumn, counts: Sequence[CountColumn], notes: list[str]) -> CountColumn | None:
    """Return a column with the group that it counts beside the others; nothing where it counts some for whom there is none."""
    beside = [each for each in counts if each is not count and each.quantity == count.quantity]
    name = folded(count.column)
    if count.counted == "militants" and not count.claimant and has(name, ARMED):
        others = [each for each in beside if each.counted == "militants" and not each.claimant]
        if others and all(has(folded(each.column), ARMED) for each in others) and count.bound == "value":
            notes.append(
                f"{count.column!r} counts some of the militants, and the columns of other armed groups may count the same people: at least as many "
                f"as in the largest; {_ADDED}"
            )
            return replace(count, bound="some")
        groups = [each for each in beside if each.counted not in {EVERYONE, OTHERS}]
        if others or (last_words(count.column) and not groups and beside):
            notes.append(f"{count.column!r} was not read as a count: it may count some of them or be another's figure")
            return None
    if count.counted != OTHERS:
        return count
    if is_by_whom(name):
        notes.append(
            f"{count.column!r} was not read as a count: its name says by whom or by what people were {count.quantity}, not who they were; "
            "the atlas has no figures of that kind"
        )
    elif not beside and not count.claimant and count.bound == "value" and is_some(name) and not has(name, EXCEPT):
        notes.append(
            f"{count.column!r} counts only some of the people {count.quantity}, by {qualifying(name)!r}: at least as many were {count.quantity}, and "
            "nothing is known where it has none; if it counts everyone, say so in the mapping"
        )
        return replace(count, counted=EVERYONE, bound="some")
    elif not beside and not count.claimant and qualifying(name) and not is_some(name) and not has(name, EXCEPT):
        notes.append(
            f"{count.column!r} is read as everyone {count.quantity}, as no other column counts them; if {qualifying(name)!r} means some of "
            "them, say so in the mapping"
        )
        return replace(count, counted=EVERYONE)
    else:
        notes.append(
            f"{count.column!r} was not read as a count: by {qualifying(name) or 'its name'!r} it counts only some of the people "
            f"{count.quantity}, for whom there is no group; if it counts everyone, say so in the mapping"
        )
    return None


def _of_mil(counts: MappingType[str, CountColumn], notes: list[str]) -> dict[str, CountColumn]:
    """Return columns with those whose name says "Mil" as militants where others count soldiers or forces and none militants, which is told."""
    meant = {name: count for name, count in counts.items() if count.counted == "soldiers" and is_mil(name)}
    beside = [count for name, count in counts.items() if name not in meant]
    forces = [count.column for count in beside if count.counted in {"soldiers", "security_personnel"}]
    whom = "militants" if forces and all(count.counted != "militants" for count in beside) else "soldiers"
    if meant:
        why = f", as {forces[0]!r} stands beside {'it' if len(meant) == 1 else 'them'}" if whom == "militants" else ""
        notes.append(
            f"“Mil” of {listed([repr(each.column) for each in meant.values()])} is taken for {whom}{why}: a guess; if it is another's, "
            "say so in the mapping"
        )
    return {name: replace(count, counted=whom) if name in meant else count for name, count in counts.items()}


def _tell(counts: Sequence[CountColumn], notes: list[str]) -> None:
    """Say which columns are claims of their own, and which count parts of the people."""
    for count in counts:
        if count.claimant:
            notes.append(f"{count.column!r} is read as a claim of its own, by its name that of: {count.claimant}")
    for quantity in ("killed", "wounded"):
        of_it = [count for count in counts if count.quantity == quantity]
        parts = [count.column for count in of_it if count.counted != "people" and count.bound not in SEVERAL]
        whole = [count.column for count in of_it if count.counted == "people"]
        if len(parts) > 1:
            listing = ", ".join(map(repr, parts))
            everyone = (
                f"only {whole[0]!r} counts everyone {quantity}"
                if whole
                else f"no column counts everyone {quantity}, at least as many as of the largest group; {_ADDED}"
            )
            notes.append(f"{listing} are figures of their own groups and are not added up: {everyone}")


def _numeric(column: Any, outcome: str = "") -> bool:
    read = amounts(column, outcome=outcome)
    stated = int(read.stated.sum())
    return stated == 0 or int(read.unreadable.sum()) <= stated / 2


def without_doubles(counts: MappingType[str, CountColumn], sample: Batch, notes: list[str]) -> list[CountColumn]:
    """Return the columns, of several for the same thing only the one for everyone, else the first."""
    kept: dict[tuple[str, ...], str] = {}
    keys = {name: (*count.key(), name if count.bound in SEVERAL else "") for name, count in counts.items()}
    for name in sorted(counts, key=lambda each: (standing(folded(counts[each].column)), _narrowness(counts[each]))):
        kept.setdefault(keys[name], name)
    for name, count in counts.items():
        chosen = kept[keys[name]]
        if chosen != name:
            again = "a second column " if counts[chosen].column == count.column else ""
            notes.append(f"{again}{count.column!r} left out: {_left_out(name, chosen, counts, sample)}")
    read = [count for name, count in counts.items() if name in kept.values()]
    _tell(read, notes)
    return read


def _left_out(name: str, chosen: str, counts: MappingType[str, CountColumn], sample: Batch) -> str:
    """Return why one column is read and not another: they count the same only where their names and figures say nothing else."""
    count, other = counts[name], counts[chosen]
    if max(map(_narrowness, (count, other))) > 1:
        return f"it may count others or be another's figure; only {other.column!r} is read as {count.counted} {count.quantity}"
    differ, alone = _compared(*(amounts(sample.text(each), outcome=count.quantity) for each in (name, chosen)))
    read = f"{other.column!r}" if other.column != count.column else "the first"
    rows = f"{'the first ' if len(sample) >= JUDGED else ''}{counted(len(sample), 'row')}"
    if not differ and not alone:
        return f"{read} counts the same in {'each of ' if len(sample) > 1 else ''}{rows}"
    told = [f"in {differ:,} the figures of the two differ"] * bool(differ)
    told += [f"in {alone:,} only the one left out has a figure"] * bool(alone)
    remedy = "rename it, and say in a mapping" if other.column == count.column else "a mapping says"
    return (
        f"only {read} is read as {count.counted} {count.quantity}, but of {rows} {' and '.join(told)}; {remedy} "
        "what it counts, by counted, claimant or bound"
    )


def _compared(one: Amounts, other: Amounts) -> tuple[int, int]:
    """Return in how many rows two columns have different figures, and in how many only the first has one."""
    ends = [np.nan_to_num(np.stack([each.low, each.value, each.high]), nan=-1) for each in (one, other)]
    there = [(each >= 0).any(axis=0) for each in ends]
    differ = there[0] & there[1] & (ends[0] != ends[1]).any(axis=0)
    return int(differ.sum()), int((there[0] & ~there[1]).sum())


def _narrowness(count: CountColumn) -> int:
    """Return 0 for a column that says it is the total, 1 for one that names nobody, 2 for one of some of the people."""
    words = set(folded(count.column).split("_"))
    if words & {"total", "totals", "all", "overall"}:
        return 0
    patterns = (KILLED, WOUNDED, *BOUNDS.values(), FILLING, *STANDING.values())
    return 1 if all(any(re.fullmatch(each, word) for each in patterns) for word in words) else 2
