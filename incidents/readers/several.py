"""Cells with several figures: those of several claimants (“official 3, BLA 12”), or of the groups of one toll (“two soldiers, three militants”), or one of these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from incidents.amounts import LONGEST, Amount, names, read_amount, words_of
from incidents.meaning import lookup
from incidents.named import named
from incidents.readers.arrow import pc
from incidents.readers.claimants import is_speaker
from incidents.readers.columns import Amounts, coded
from incidents.readers.draft import Counted
from incidents.readers.layouts import folded
from incidents.readers.spool import Numbers, codes_in
from incidents.readers.whom import ARMED, EVERYONE, OTHERS, STANDING, group_of, has, parts_of, qualifying
from incidents.readers.words import Words

_SAYS: Final = r"says?|said|claims?|claimed|states?|reports?|reported|confirms?|confirmed"
_CLAIM: Final = re.compile(
    rf"(?P<who>[^\W\d_][^\d,;:/]{{0,60}}?)\s*(?P<says>\b(?:{_SAYS})\b)?\s*[:–-]?\s*(?P<number>\d{{1,5}})", re.IGNORECASE
)
_CLAIMED: Final = re.compile(
    r"(?P<number>\d{1,5})\s*(?:\((?P<held>[^\W\d_][^\d():]{0,60})\)|"
    r"(?P<says>as per|according to|(?:claimed|reported|confirmed) by|per(?=\s+(?-i:[A-Z])))\s+(?P<who>[^\W\d_][^\d():]{0,60}))",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"\s*(?P<whole>\d{1,7})\s*[(\[](?P<words>[^()\[\]]+)[)\]]\s*")
_NOBODY_NAMED: Final = rf"later|earlier|some|other|others|then|{'|'.join(STANDING.values())}"
_OUTCOMES: Final = ("killed", "wounded")
_UNSPECIFIC: Final = frozenset({EVERYONE, OTHERS, "men"})


class Figure(NamedTuple):
    """One of the figures of a cell: by whom it is claimed, or of which group it is; of the one that the cell's own column says, neither."""

    amount: Amount
    claimant: str = ""
    group: str = ""


def figures_in(text: str, quantity: str) -> tuple[Figure, ...]:
    """Return the figures of a cell that holds several, or one of a claimant or a group; none for any other, or one that has to be guessed at.

    Each has its claimant, one of whom is no armed group that may count its own dead, or each its group.

    Examples
    --------
    >>> def said(text): return [(each.amount.value, each.claimant or each.group) for each in figures_in(text, "killed")]
    >>> said("official 3, BLA 12"), said("5 (10 per BLA)"), said("BLA says 10, army says 2")
    ([(3, 'official'), (12, 'BLA')], [(5, ''), (10, 'BLA')], [(10, 'BLA'), (2, 'army')])
    >>> said("Two soldiers martyred, three militants killed"), said("4 militants"), said("2 police, 1 child")
    ([(2, 'soldiers'), (3, 'militants')], [(4, 'militants')], [(2, 'police'), (1, 'children')])
    >>> said("FC 3, BLA 12"), said("2 soldiers, 1 injured"), said("official 3"), said("15 (BLA: 12)"), said("3 people")
    ([], [], [], [], [])
    """
    if len(text) > LONGEST:
        return ()
    found = (
        _beside(text)
        or _claims(re.split(r"\s*[,;/]\s*", text.strip()))
        or _groups(re.split(r"\s*(?:[,;&]|\band\b)\s*", text.strip()), quantity)
        or _group(text, quantity)
    )
    different = {(each.claimant.casefold(), each.group) for each in found}
    return tuple(found) if len(different) == len(found) else ()


def _beside(text: str) -> list[Figure]:
    """Return a number and the claims in brackets behind it, each of somebody who says it or that cannot be part of it."""
    match = _BESIDE.fullmatch(text)
    return _claims(re.split(r"\s*[,;/]\s*", match["words"].strip()), read_amount(match["whole"])) if match else []


def _claims(parts: list[str], beside: Amount | None = None) -> list[Figure]:
    """Return the claims of a cell of which each part is a claimant and a number, behind the number that they stand beside."""
    found: list[Figure] = []
    sure: list[bool] = []
    for part in parts:
        match = _CLAIM.fullmatch(part) or _CLAIMED.fullmatch(part)
        amount = read_amount(match["number"]) if match else None
        if match is None or amount is None:
            return []
        who = (match["who"] or match["held"] if match.re is _CLAIMED else match["who"]).strip()
        name = folded(who)
        if not (qualifying(name) or is_speaker(who)) or has(name, _NOBODY_NAMED):
            return []
        speaks = bool(match["says"]) or (is_speaker(who) and (len(parts) > 1 or bool(beside) or ":" in part))
        more = beside is not None and int(amount.value or 0) > int(beside.value or 0)
        if not speaks and not (has(name, ARMED) and (more or not beside)) and not (more and lookup("actor", who)):
            return []
        found.append(Figure(amount, claimant=who))
        sure.append(speaks or more)
    return [*([Figure(beside)] if beside else []), *found] if any(sure) else []


def _groups(parts: list[str], quantity: str) -> list[Figure]:
    """Return the groups of a cell of several parts, each of which is a number and a group, and names no other outcome."""
    found: list[Figure] = []
    for part in parts:
        amount, group = _number_of(part)
        other = any(names(part, each) for each in _OUTCOMES if each != quantity)
        if amount is None or amount.qualifier != "exact" or group in (EVERYONE, OTHERS) or other:
            return []
        found.append(Figure(amount, group=group))
    return found if len(found) > 1 else []


def _group(text: str, quantity: str) -> list[Figure]:
    """Return the one group of whom a cell counts at least some, by the words that are of its outcome."""
    try:
        words = words_of(text, quantity)
    except ValueError:
        return []
    amount, group = _number_of(words)
    return [] if amount is None or amount.low is None or group in _UNSPECIFIC else [Figure(amount, group=group)]


def _number_of(words: str) -> tuple[Amount | None, str]:
    """Return a number and the group that it counts; not one of whom the group are a part, or that has brackets behind it."""
    if _INCLUDING.search(words):
        return None, OTHERS
    try:
        amount = read_amount(words)
    except ValueError:
        return None, OTHERS
    name = folded(re.sub(r"^\W*(?:\d+|\w+)\s+", "", words))
    group, parts = group_of(name), parts_of(name)
    return amount, parts[0] if group == OTHERS and len(parts) == 1 else group


_INCLUDING: Final = re.compile(r"[(\[]|\b(?:incl|including|among)\b", re.IGNORECASE)


def apart(each: Counted) -> Iterator[Counted]:
    """Yield a claim without the rows in which its cell holds figures of claimants or groups, and these each as a claim of its own."""
    if each.written is None or each.counted != EVERYONE or len(each.parts) > 1:
        yield each
        return
    written = coded(each.written)
    codes = np.where(each.amounts.stated, codes_in(written), -1)
    texts = written.dictionary
    worded = pc.fill_null(pc.match_substring_regex(texts, r"[^\d\s.,\-–]"), False).to_numpy(zero_copy_only=False)
    used = np.unique(codes[codes >= 0])
    cells = {at: found for at in used[worded[used]].tolist() if (found := figures_in(texts[at].as_py(), each.quantity))}
    if not cells:
        yield each
        return
    keys = dict.fromkeys((figure.claimant, figure.group) for found in cells.values() for figure in found)
    figures = {key: _figures(cells, key, codes, len(texts)) for key in keys}
    yield replace(each, amounts=_without(each.amounts, np.isin(codes, [*cells]), figures.pop(("", ""), None)), parts=())
    for (who, group), amounts in figures.items():
        known = (lookup("actor", who) or named(who), "" if lookup("actor", who) else who)
        claimant, name = known if who else (each.claimant, each.claimant_name)
        yield replace(
            each,
            column=f"{each.column}: {who or group}",
            amounts=amounts,
            counted=group or each.counted,
            claimant=claimant,
            claimant_name=name,
            parts=(),
        )


def _figures(cells: Mapping[int, Sequence[Figure]], key: tuple[str, str], codes: Numbers, count: int) -> Amounts:
    """Return the figures of one claimant or group; nothing is stated where a cell has none."""
    ends = np.full((3, count + 1), np.nan)
    words: list[str | None] = [None] * count
    for at, found in cells.items():
        for figure in found:
            if (figure.claimant, figure.group) == key:
                amount = figure.amount
                ends[:, at] = [np.nan if end is None else end for end in (amount.low, amount.value, amount.high)]
                words[at] = amount.qualifier
    low, value, high = ends[:, codes]
    there = ~np.isnan(ends[:, codes]).all(axis=0)
    return Amounts(low, value, high, Words.of(words, codes, "unknown"), np.zeros_like(there), there)


def _without(read: Amounts, rows: Numbers, own: Amounts | None) -> Amounts:
    """Return numbers without those of some rows, in which nothing is stated but what is left as the column's own."""
    there = rows & (own.stated if own else False)
    low, value, high = (
        np.where(there, getattr(own, axis, np.nan), np.where(rows, np.nan, getattr(read, axis)))
        for axis in ("low", "value", "high")
    )
    qualifier = read.qualifier.put(rows, "unknown").put(there, "exact")
    return Amounts(low, value, high, qualifier, read.unreadable & ~rows, (read.stated & ~rows) | there)
