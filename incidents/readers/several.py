"""Cells with several figures: those of several claimants (“official 3, BLA 12”), or of the groups of one toll (“two soldiers, three militants”)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from incidents.amounts import LONGEST, names, read_amount
from incidents.meaning import lookup
from incidents.named import named
from incidents.readers.claimants import is_speaker
from incidents.readers.columns import Amounts, coded
from incidents.readers.draft import Counted
from incidents.readers.layouts import folded
from incidents.readers.spool import Numbers, codes_in
from incidents.readers.whom import ARMED, EVERYONE, OTHERS, group_of, has
from incidents.readers.words import Words

_CLAIM: Final = re.compile(r"(?P<who>[^\W\d_][^\d,;:/]{0,60}?)\s*[:–-]?\s*(?P<number>\d{1,5})")
_OUTCOMES: Final = ("killed", "wounded")


class Figure(NamedTuple):
    """One of the figures of a cell: by whom it is claimed, or of which group it is; the other is empty."""

    number: int
    claimant: str = ""
    group: str = ""


def figures_in(text: str, quantity: str) -> tuple[Figure, ...]:
    """Return the figures of a cell that holds several; none for any other, or one that has to be guessed at.

    Each has its claimant, one of whom is no armed group that may count its own dead, or each its group.

    Examples
    --------
    >>> [each[:2] for each in figures_in("official 3, BLA 12", "killed")]
    [(3, 'official'), (12, 'BLA')]
    >>> [(each.number, each.group) for each in figures_in("Two soldiers martyred, three militants killed", "killed")]
    [(2, 'soldiers'), (3, 'militants')]
    >>> figures_in("FC 3, BLA 12", "killed"), figures_in("2 soldiers, 1 injured", "killed"), figures_in("official 3", "killed")
    ((), (), ())
    """
    if len(text) > LONGEST:
        return ()
    found = _claims(re.split(r"\s*[,;/]\s*", text.strip())) or _groups(
        re.split(r"\s*(?:[,;]|\band\b)\s*", text.strip()), quantity
    )
    different = {(each.claimant.casefold(), each.group) for each in found}
    return tuple(found) if len(found) > 1 and len(different) == len(found) else ()


def _claims(parts: list[str]) -> list[Figure]:
    """Return the claims of a cell of which each part is a claimant and a number."""
    matches = [match for part in parts if (match := _CLAIM.fullmatch(part))]
    said = [Figure(int(match["number"]), claimant=match["who"].strip()) for match in matches]
    speak = [is_speaker(each.claimant) for each in said]
    sure = all(sure or has(folded(each.claimant), ARMED) for each, sure in zip(said, speak, strict=True))
    return said if len(said) == len(parts) and any(speak) and sure else []


def _groups(parts: list[str], quantity: str) -> list[Figure]:
    """Return the groups of a cell of which each part is a number and a group, and names no other outcome."""
    found: list[Figure] = []
    for part in parts:
        try:
            amount = read_amount(part)
        except ValueError:
            return []
        group = group_of(folded(re.sub(r"^\W*(?:\d+|\w+)\s+", "", part)))
        other = any(names(part, each) for each in _OUTCOMES if each != quantity)
        if (
            amount is None
            or amount.value is None
            or amount.qualifier != "exact"
            or group in (EVERYONE, OTHERS)
            or other
        ):
            return []
        found.append(Figure(amount.value, group=group))
    return found


def apart(each: Counted) -> Iterator[Counted]:
    """Yield a claim without the rows in which its cell could not be read and holds several figures, and these each as a claim of its own."""
    if each.written is None or each.counted != EVERYONE or len(each.parts) > 1 or not each.amounts.unreadable.any():
        yield each
        return
    written = coded(each.written)
    codes = np.where(each.amounts.unreadable, codes_in(written), -1)
    texts = written.dictionary
    used = np.unique(codes[codes >= 0])
    cells = {at: found for at in used.tolist() if (found := figures_in(texts[at].as_py() or "", each.quantity))}
    if not cells:
        yield each
        return
    yield replace(each, amounts=_without(each.amounts, np.isin(codes, [*cells])), parts=())
    for who, group in dict.fromkeys((figure.claimant, figure.group) for found in cells.values() for figure in found):
        numbers = np.full(len(texts) + 1, np.nan)
        for at, found in cells.items():
            numbers[at] = next((one.number for one in found if (one.claimant, one.group) == (who, group)), np.nan)
        value = numbers[codes]
        known = (lookup("actor", who) or named(who), "" if lookup("actor", who) else who)
        claimant, name = known if who else (each.claimant, each.claimant_name)
        yield replace(
            each,
            column=f"{each.column}: {who or group}",
            amounts=_exactly(value),
            counted=group or each.counted,
            claimant=claimant,
            claimant_name=name,
            parts=(),
        )


def _without(read: Amounts, rows: Numbers) -> Amounts:
    """Return numbers without those of some rows, in which nothing is stated."""
    return replace(read, unreadable=read.unreadable & ~rows, stated=read.stated & ~rows)


def _exactly(value: Numbers) -> Amounts:
    """Return exact numbers; nothing is stated where there is none."""
    there = ~np.isnan(value)
    return Amounts(value, value, value, Words.either(there, "exact", "unknown"), np.zeros_like(there), there)
