"""The claims of one incident or campaign over time: who said what from when to when, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.ledger import ceiling, floor
from incidents.names_in_text import in_a_sentence
from incidents.record import CLAIM_LINKS
from incidents.standing import NEVER, is_statement
from incidents.toll import claimant_label, figure
from incidents.vocabulary import COUNTED, QUANTITIES
from incidents.wording import day_words, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.ledger import Ledger
    from incidents.record import Claim
    from incidents.toll_view import ClaimLine, TollView

#: How a statement about another claim is called.
SAYS = {
    "supersedes": "supersedes",
    "contests": "contests",
    "includes": "counts the people of",
    "denies": "denies",
    "corroborates": "confirms",
    "withdraws": "takes back",
}


@dataclass(frozen=True)
class Rung:
    """One claim on the ladder.

    Attributes
    ----------
    claim_id : str
        Its id.
    stated : date
        The day from which it counts: when it was stated, else the earliest possible day.
    on_or_after : bool
        Whether the day is only the earliest possible one.
    until : date or None
        The day from which it is no longer its claimant's present figure; None while it stands.
    low, high : int or None
        The least and the most that it can mean; None at an open end, and both for a statement without a figure.
    figure : str
        The figure in words.
    words : str
        What it says in full: figure, group, outcome, wording as written.
    when : str
        When it was stated, in words.
    source : str
        Where it stands.
    standing : str
        How far it is vouched for, and by whom it is denied.
    state : str
        Why it no longer stands; empty while it does.
    links : tuple of (str, str, str)
        What it does to other claims on the ladder: the link, the other's id, and both in words.
    kind : str
        ``"figure"``, ``"denial"``, ``"confirmation"`` or ``"retraction"``.
    """

    claim_id: str
    stated: dt.date
    on_or_after: bool
    until: dt.date | None
    low: int | None
    high: int | None
    figure: str
    words: str
    when: str
    source: str
    standing: str
    state: str
    links: tuple[tuple[str, str, str], ...]
    kind: str


@dataclass(frozen=True)
class Row:
    """What one claimant says of one group and outcome, the earliest claim first."""

    claimant: str
    counted: str
    quantity: str
    rungs: tuple[Rung, ...]

    @property
    def label(self) -> str:
        """Who, and of whom: "Pakistani military: militants killed"."""
        return f"{self.claimant}: {lower_first(self.counted)} {self.quantity}"


@dataclass(frozen=True)
class Ladder:
    """The rows, the days that they reach over, and the largest number that any claim gives."""

    rows: tuple[Row, ...]
    first: dt.date
    last: dt.date
    most: int

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Every claim, in the order in which they could be known."""
        return tuple(sorted((rung for row in self.rows for rung in row.rungs), key=lambda rung: rung.stated))


def ladder_of(ledger: Ledger, tolls: Iterable[TollView], on: dt.date | None = None) -> Ladder | None:
    """Return the ladder of the claims that some views show; None where they show none.

    Parameters
    ----------
    ledger : Ledger
        Where the claims are.
    tolls : iterable of TollView
        The views of one incident or campaign on a day of knowledge.
    on : date, optional
        That day; what happened later is not told.
    """
    lines = {line.claim_id: line for toll in tolls for line in toll.lines}
    claims = {each: ledger.claims[each] for each in lines if each in ledger.claims}
    found: dict[tuple[str, str, str], list[Rung]] = {}
    for claim_id, claim in sorted(claims.items(), key=lambda pair: ledger.stated(pair[1]).earliest):
        line = lines[claim_id]
        key = (line.claimant, COUNTED[claim.counted].brief(), QUANTITIES[claim.quantity].label)
        found.setdefault(key, []).append(_rung(ledger, claim, line, claims, on))
    rows = tuple(Row(*key, tuple(rungs)) for key, rungs in found.items())
    rungs = [rung for row in rows for rung in row.rungs]
    if not rungs:
        return None
    days = [day for rung in rungs for day in (rung.stated, rung.until) if day]
    return Ladder(rows, min(days), max(days), max([rung.high or rung.low or 0 for rung in rungs] + [1]))


def _rung(ledger: Ledger, claim: Claim, line: ClaimLine, beside: Mapping[str, Claim], on: dt.date | None) -> Rung:
    stated = ledger.stated(claim)
    ends = [span.until for span in ledger.spans(claim) if span.until != NEVER and (on is None or span.until <= on)]
    until = (max(ends) if ends else stated.earliest) if line.superseded else None
    locators = [item.locator for item in claim.evidence if item.locator]
    return Rung(
        claim_id=claim.id,
        stated=stated.earliest,
        on_or_after=claim.stated_on is None and stated.words != day_words(stated.earliest),
        until=until,
        low=None if is_statement(claim) else floor(claim),
        high=None if is_statement(claim) else ceiling(claim),
        figure=line.figure,
        words=_words(claim, line),
        when=stated.words if stated.words != "undated" else f"undated, on or after {_day(stated.earliest)}",
        source="; ".join(filter(None, (line.source_title, *locators, line.origins))),
        standing=line.standing_label,
        state=line.state,
        links=tuple(_links(claim, beside)),
        kind=_kind(claim),
    )


def _day(day: dt.date) -> str:
    return "an unknown day" if day == dt.date.min else day_words(day)


def _words(claim: Claim, line: ClaimLine) -> str:
    written = f", written “{claim.as_written}”" if claim.as_written and claim.as_written != line.figure else ""
    word = f", “{claim.word}” in its own word" if claim.word else ""
    return f"{line.figure} {lower_first(line.counted_label)}, {QUANTITIES[claim.quantity].label}{word}{written}"


def _links(claim: Claim, beside: Mapping[str, Claim]) -> Iterable[tuple[str, str, str]]:
    for link in CLAIM_LINKS:
        for other in getattr(claim, link):
            if other in beside:
                yield link, other, link_words(link, beside[other])


def link_words(link: str, other: Claim) -> str:
    """Return what one claim does to another: "contests 177 by the Pakistani military"."""
    return f"{SAYS[link]} {figure(other)} by {in_a_sentence(claimant_label(other))}"


def _kind(claim: Claim) -> str:
    if not is_statement(claim):
        return "figure"
    return "retraction" if claim.withdraws else "denial" if claim.denies else "confirmation"
