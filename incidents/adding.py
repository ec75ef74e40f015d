"""Adds figures up only where no one can be in two of them, and says in a sentence why not elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from incidents.errors import NotAdded
from incidents.ledger import ceiling, floor
from incidents.names_in_text import in_a_sentence
from incidents.record import CLAIM_LINKS, Campaign, Claim
from incidents.toll import claimant_label, figure
from incidents.vocabulary import COUNTED, QUANTITIES
from incidents.wording import date_words, listed, lower_first

if TYPE_CHECKING:
    from incidents.record import Incident

#: Who can be in a group that is counted; two groups without a common part have nobody in common.
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "civilians": frozenset({"civilians"}),
    "militants": frozenset({"militants"}),
    "soldiers": frozenset({"soldiers"}),
    "police": frozenset({"police"}),
    "law_enforcement": frozenset({"police", "other law enforcement"}),
    "security_personnel": frozenset({"soldiers", "police", "other law enforcement", "other security"}),
}
_LINKED: Final = {
    "contests": "contests",
    "supersedes": "supersedes",
    "includes": "includes",
    "denies": "denies",
    "corroborates": "is about the same people as",
    "withdraws": "takes back",
}


@dataclass(frozen=True)
class Sum:
    """Figures added up: nobody states this number, so it carries its parts.

    Attributes
    ----------
    low, high : int or None
        The least and the most that the parts can mean together; None where one leaves it open.
    claims : tuple of Claim
        The parts.
    words : str
        The sum in a sentence, with who claims each part.
    """

    low: int | None
    high: int | None
    claims: tuple[Claim, ...]
    words: str


def add_up(
    claims: Sequence[Claim],
    records: Mapping[str, Incident | Campaign],
    contains: Callable[[str, str], bool],
    label: Callable[[str], str] = str,
) -> Sum:
    """Return the sum of figures whose scopes are apart.

    Parameters
    ----------
    claims : sequence of Claim
        At least two, each with a figure.
    records : mapping
        The incidents and campaigns that they are about, by id.
    contains : callable
        Whether one place (an id) contains another: `Gazetteer.contains`.
    label : callable
        The name of a place, for the sentence.

    Raises
    ------
    NotAdded
        If a person could be in two of them, or one gives no figure; the message says why of the first such pair,
        `reasons` of every one.
    """
    if len(claims) < 2:
        raise NotAdded(("name at least two claims: one figure is no sum",))
    empty = [each for each in claims if floor(each) is None and ceiling(each) is None]
    reasons = [f"{_named(each)} gives no figure that could be added" for each in empty]
    reasons += [why for one, other in combinations(claims, 2) if (why := overlap(one, other, records, contains, label))]
    if reasons:
        raise NotAdded(tuple(reasons))
    lows, highs = [floor(each) for each in claims], [ceiling(each) for each in claims]
    low = None if None in lows else sum(each or 0 for each in lows)
    high = None if None in highs else sum(each or 0 for each in highs)
    return Sum(low, high, tuple(claims), _words(claims, low, high))


def overlap(
    one: Claim,
    other: Claim,
    records: Mapping[str, Incident | Campaign],
    contains: Callable[[str, str], bool],
    label: Callable[[str], str] = str,
) -> str:
    """Return in a sentence why two figures cannot be added; nothing where nobody can be in both."""
    pair = f"{_named(one)} and {_named(other)} are not added up"
    for first, second in ((one, other), (other, one)):
        for link in CLAIM_LINKS:
            if second.id in getattr(first, link):
                return f"{pair}: {_named(first)} {_LINKED[link]} {_named(second)}"
    if one.quantity != other.quantity:
        kinds = " and ".join(QUANTITIES[each.quantity].label for each in (one, other))
        return f"{pair}: {kinds} are different outcomes, and one person can be counted under both"
    if _apart(one.counted, other.counted):
        return ""
    places = _common_places(_places(one, records), _places(other, records), contains)
    days = _common_days(_days(one, records), _days(other, records))
    if places is None or days is None:
        return ""
    running = " of running counts" if "cumulative" in (one.scope.kind, other.scope.kind) else ""
    where = f" in {listed([label(place) for place in places])}" if places else ""
    return f"{pair}: the scopes{running} overlap, both can count the same {_people(one, other)}{where}{_when(days)}"


def _apart(one: str, other: str) -> bool:
    return one in PARTS and other in PARTS and not PARTS[one] & PARTS[other]


def _people(one: Claim, other: Claim) -> str:
    return lower_first(COUNTED[one.counted].brief()) if one.counted == other.counted else "people"


def _places(claim: Claim, records: Mapping[str, Incident | Campaign]) -> tuple[str, ...]:
    record = records.get(claim.about)
    if claim.scope.places or record is None:
        return claim.scope.places
    return record.places if isinstance(record, Campaign) else (record.where.place_id,)


def _common_places(
    one: Sequence[str], other: Sequence[str], contains: Callable[[str, str], bool]
) -> tuple[str, ...] | None:
    """Return where two scopes meet, the smaller places; none named for an unknown scope, None where they are apart."""
    if not one or not other:
        return ()
    met = [b if contains(a, b) else a for a in one for b in other if contains(a, b) or contains(b, a)]
    return tuple(dict.fromkeys(met)) or None


Days = tuple[dt.date, dt.date]


def _days(claim: Claim, records: Mapping[str, Incident | Campaign]) -> Days:
    """Return the first and last day that a figure can count; a running count runs to its last day."""
    record = records.get(claim.about)
    first, last = (record.when.first, record.when.last) if record else (dt.date.min, dt.date.max)
    first = claim.scope.first or first
    return first, max(first, claim.scope.last or claim.as_of or last)


def _common_days(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _when(days: Days) -> str:
    return "" if dt.date.min in days or dt.date.max in days else f", {date_words(*days)}"


def _named(claim: Claim) -> str:
    return f"{figure(claim)} (by {_claimant(claim)})"


def _claimant(claim: Claim) -> str:
    return in_a_sentence(claimant_label(claim))


def _words(claims: Sequence[Claim], low: int | None, high: int | None) -> str:
    whole = (
        f"{low:,}"
        if low == high and low is not None
        else f"{_end(low, 'no lower end')} to {_end(high, 'no upper end')}"
    )
    whole = f"about {whole}" if any(each.qualifier == "about" for each in claims) else whole
    parts = listed([f"{figure(each)} ({COUNTED[each.counted].brief()}, by {_claimant(each)})" for each in claims])
    return f"{whole} {QUANTITIES[claims[0].quantity].label}, a sum that nobody states: {parts}"


def _end(number: int | None, otherwise: str) -> str:
    return otherwise if number is None else f"{number:,}"
