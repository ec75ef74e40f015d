"""What of a campaign's figure belongs to single places, and what to none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from incidents.record import Campaign
from incidents.standing import is_statement
from incidents.vocabulary import COUNTED
from incidents.wording import counted

if TYPE_CHECKING:
    import datetime as dt

    from incidents.ledger import Ledger
    from incidents.record import Claim

NOWHERE: Final = "None of it is allocated to single places."

Ends: TypeAlias = "tuple[int | None, int | None]"


def unallocated(
    ledger: Ledger,
    claims: Sequence[Claim],
    ends: Ends,
    on: dt.date | None,
    by_rule: Callable[[list[Claim]], Ends],
) -> str:
    """Return in a sentence what of a campaign's figure belongs to no single place; empty for an incident's.

    Parameters
    ----------
    ledger : Ledger
        All claims.
    claims : sequence of Claim
        The claims of one group and outcome about one record.
    ends : tuple
        The least and the most of the figure by the rule.
    on : date or None
        The day of knowledge.
    by_rule : callable
        The ends that the rule gives for claims about one incident.
    """
    campaign = ledger.record(claims[0].about)
    if not isinstance(campaign, Campaign):
        return ""
    found = {each: by_rule(own) for each in ledger.inside(campaign.id) if (own := _alike(ledger, each, claims[0], on))}
    if not found:
        return NOWHERE
    incidents = counted(len(found), "incident")
    if not _apart(ledger, tuple(found)):
        return f"{incidents} of it have figures that can overlap; they are not subtracted."
    inside = _sum(found.values())
    return f"{_words(inside)} of it in {incidents}; {_words(_rest(ends, inside))} not allocated to any place."


def _alike(ledger: Ledger, record: str, like: Claim, on: dt.date | None) -> list[Claim]:
    """Return the current figures about an incident of the same outcome and group."""
    group = COUNTED[like.counted].group
    return [
        claim
        for claim in ledger.current(record, on)
        if claim.quantity == like.quantity and COUNTED[claim.counted].group == group and not is_statement(claim)
    ]


def _apart(ledger: Ledger, incidents: Sequence[str]) -> bool:
    """Return whether no two incidents can be one: they differ in place, or in their days."""
    seen: list[tuple[str, dt.date, dt.date]] = []
    for each in incidents:
        record = ledger.record(each)
        if record is None or isinstance(record, Campaign):
            return False
        place, first, last = record.where.place_id, record.when.first, record.when.last
        if any(ledger.meet(place, other) and first <= until and since <= last for other, since, until in seen):
            return False
        seen.append((place, first, last))
    return True


def _sum(ends: Iterable[Ends]) -> Ends:
    lows, highs = (list(each) for each in zip(*ends, strict=True))
    return _whole(lows), _whole(highs)


def _whole(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _rest(whole: Ends, part: Ends) -> Ends:
    low = max(whole[0] - part[1], 0) if whole[0] is not None and part[1] is not None else None
    high = max(whole[1] - part[0], 0) if whole[1] is not None and part[0] is not None else None
    return low, high


def _words(ends: Ends) -> str:
    low, high = ends
    if low is None and high is None:
        return "not known"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"at most {high:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
