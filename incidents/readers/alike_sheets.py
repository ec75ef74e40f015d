"""Which sheets of a workbook are parts of one table: those with its columns, in any order, or with some columns more or less."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from incidents.dates import MONTHS
from incidents.readers.claimants import KILLED, TOLL, WOUNDED
from incidents.readers.column_names import NAMES, words_for
from incidents.readers.header import Header
from incidents.readers.layouts import KNOWN
from incidents.sheet import plain_name

_LEAST: Final = 3  # columns that such sheets have in common
_MISSPELT: Final = 0.85  # of the letters that two names share
_FIELDS: Final = {name: field for field in reversed(tuple(NAMES)) for name in words_for(field)}
_KINDS: Final = {
    **dict.fromkeys(("date", "year", "day"), "date"),
    **dict.fromkeys(("place", "admin2", "admin3", "latitude", "coordinates"), "place"),
}
_PEOPLE: Final = tuple(re.compile(each, re.IGNORECASE) for each in (KILLED, WOUNDED, rf"{TOLL}|casualt(?:y|ies)"))
_PERIOD: Final = re.compile(rf"(?:\b|_)(?:{'|'.join(MONTHS)}|\d\d?-\d{{4}}|(?:19|20)\d\d)(?:\b|_|\d)", re.IGNORECASE)

Order = tuple[int | None, ...]
"""Where in a sheet each column of the table stands; None for one that the sheet lacks."""


@dataclass(frozen=True)
class Joined:
    """The table that sheets are parts of: its columns, the sheets with the order of theirs, and which are called otherwise.

    `header` is None where every sheet has the same columns in the same order; `others` has (heading, sheet, heading there).
    """

    header: Header | None
    parts: Mapping[str, Order]
    others: Sequence[tuple[str, str, str]] = ()


def alike(headers: Mapping[str, Header], chosen: str, titles: Mapping[str, str]) -> Joined:
    """Return the sheets that are parts of the table of the chosen one.

    Parameters
    ----------
    headers : mapping
        The headers of the sheets in the order of the workbook.
    chosen : str
        The sheet that holds the table.
    titles : mapping
        The titles of the sheets.

    Examples
    --------
    >>> made = lambda *names: Header(names, names, 1, ())
    >>> headers = {"Jan": made("date", "town", "killed"), "Feb": made("date", "killed", "town"), "About": made("note")}
    >>> headers["Mar"] = made("date", "place", "killed", "remarks")
    >>> joined = alike(headers, "Jan", {each: each for each in headers})
    >>> joined.header.names, dict(joined.parts), joined.others
    (('date', 'town', 'killed', 'remarks'), {'Jan': (0, 1, 2, None), 'Feb': (0, 2, 1, None), 'Mar': (0, 1, 2, 3)}, [('town', 'Mar', 'place')])
    """
    base = headers[chosen]
    parts = [
        each for each, other in headers.items() if each == chosen or _is_part(other, base, titles[each], titles[chosen])
    ]
    if all(headers[each].names == base.names for each in parts):
        return Joined(None, {each: tuple(range(len(base.names))) for each in parts})
    names, headings, others = list(base.names), list(base.headings), list[tuple[str, str, str]]()
    places: dict[str, dict[int, int]] = {}
    for each in parts:
        pairs = _pairs(headers[each], Header(tuple(names), tuple(headings), 0, ()))
        for at, name in enumerate(headers[each].names):
            if at not in pairs:
                pairs[at] = len(names)
                names.append(name)
                headings.append(headers[each].headings[at])
            elif names[pairs[at]] != name:
                others.append((headings[pairs[at]], each, headers[each].headings[at]))
        places[each] = {to: at for at, to in pairs.items()}
    orders = {each: tuple(place.get(to) for to in range(len(names))) for each, place in places.items()}
    return Joined(Header(tuple(names), tuple(headings), 0, base.notes), orders, others)


def _is_part(one: Header, other: Header, title: str, other_title: str) -> bool:
    """Return whether two sheets are parts of one table.

    They are where the columns of one are those of the other, or all but some of them, and dates among them; or where both have date,
    place and people, and most of their columns: half of them, where their titles name months or years.
    """
    if one.names == other.names:
        return True
    same, fewest, most = set(one.names) & set(other.names), *sorted((len(one.names), len(other.names)))
    kinds = {kind_of_name(each) for each in same}
    if len(same) == fewest >= _LEAST and most - len(same) <= max(1, most // 4) and "date" in kinds:
        return True
    pairs = _pairs(one, other)
    kinds = {kind_of_name(one.names[at]) for at in pairs}
    periods = all(_PERIOD.search(each) for each in (title, other_title))
    return {"date", "place", "people"} <= kinds and len(pairs) >= most * (1 / 2 if periods else 2 / 3)


def kind_of_name(name: str) -> str:
    """Return what of an incident a column tells: its date, its place, its people; else nothing."""
    people = any(each.search(word) for each in _PEOPLE for word in name.split("_"))
    return "people" if people else _KINDS.get(_FIELDS.get(plain_name(name), ""), "")


def _pairs(one: Header, other: Header) -> dict[int, int]:
    """Return which column of another sheet each of a sheet's is: that of the same name, else one that means the same."""
    pairs = {at: other.names.index(name) for at, name in enumerate(one.names) if name in other.names}
    for at, name in enumerate(one.names):
        free = [to for to in range(len(other.names)) if to not in pairs.values() and other.names[to] not in one.names]
        means = [to for to in free if at not in pairs and _is_same(name, other.names[to])]
        if len(means) == 1:
            pairs[at] = means[0]
    return pairs


def _is_same(one: str, other: str) -> bool:
    """Return whether two names of columns mean the same: by one field of ours, by one outcome, or because one is misspelt.

    Examples
    --------
    >>> _is_same("area", "location"), _is_same("killed", "dead"), _is_same("injured", "injuried"), _is_same("killed", "injured")
    (True, True, True, False)
    """
    fields = {_FIELDS.get(plain_name(one), ""), _FIELDS.get(plain_name(other), "")}
    if len(fields) == 1 and "" not in fields:
        return True
    if any(each.fullmatch(one) and each.fullmatch(other) for each in _PEOPLE[:2]):
        return True
    right = [each in KNOWN or any(people.fullmatch(each) for people in _PEOPLE) for each in (one, other)]
    words = one.isalpha() and other.isalpha() and min(len(one), len(other)) >= 5
    return words and any(right) and not all(right) and SequenceMatcher(None, one, other).ratio() >= _MISSPELT


def in_order(cells: Sequence[Any], order: Order) -> Sequence[Any]:
    """Return the cells of a row in the order of the table, with those behind its columns at the end.

    Examples
    --------
    >>> in_order(["2024-01-01", 3, "Pasni"], (0, 2, 1, None)), in_order(["2024-01-01"], (0, 1))
    (['2024-01-01', 'Pasni', 3, ''], ['2024-01-01'])
    """
    if order == tuple(range(len(order))):
        return cells
    beyond = cells[sum(at is not None for at in order) :]
    return [*("" if at is None or at >= len(cells) else cells[at] for at in order), *beyond]


def moved(order: Order) -> dict[int, int]:
    """Return which column of the table a column of the sheet is, of those that stand elsewhere in it.

    Examples
    --------
    >>> moved((0, 2, 1, None))
    {2: 1, 1: 2}
    """
    return {at: to for to, at in enumerate(order) if at is not None and at != to}


def notes(joined: Joined, titles: Mapping[str, str]) -> list[str]:
    """Return what the report says of the sheets: that they are one table, which lack columns, and which columns are called otherwise.

    Parameters
    ----------
    joined : Joined
        As `alike` returns it.
    titles : mapping
        The titles of the sheets.
    """
    if len(joined.parts) < 2:
        return []
    lacking: dict[str, list[str]] = {}
    for each, order in joined.parts.items() if joined.header else ():
        headings = joined.header.headings if joined.header else ()
        if missing := [repr(heading) for heading, at in zip(headings, order, strict=True) if at is None]:
            lacking.setdefault(" and ".join(missing), []).append(repr(titles[each]))
    same = "the same columns" if not lacking and not joined.others else "most columns in common"
    told = f"the sheets have {same} and are read as one table; its rows are numbered on from sheet to sheet"
    without = [f"{column} in {', '.join(sheets[:12])}" for column, sheets in lacking.items()]
    called: dict[str, list[str]] = {}
    for heading, each, there in joined.others:
        called.setdefault(f"{there!r} is read as {heading!r}", []).append(repr(titles[each]))
    return [
        told,
        *(f"sheets without a column that others have: {each}, where it is empty" for each in without),
        *(f"in {', '.join(sheets[:12])} {each}" for each, sheets in called.items()),
    ]
