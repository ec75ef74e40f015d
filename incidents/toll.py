"""Figures as views: what several claims say of one group of people, by a named rule, with the dissent beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from incidents.amounts import read_amount
from incidents.ledger import Ledger, ceiling, floor
from incidents.problem import LABEL, shorten
from incidents.vocabulary import ACTORS, COUNTED, COUNTED_GROUPS, QUANTITIES, RULES, STANDINGS
from incidents.wording import id_words, listed, lower_first, number_words, one_line

if TYPE_CHECKING:
    import datetime as dt

    from incidents.record import Claim, Source

_GROUPS: Final = list(COUNTED_GROUPS)
_ORDER: Final = list(QUANTITIES)
NOT_ADDED: Final = (
    "These figures belong to the campaign, not to any place on the map. "
    "They count overlapping people at different times and are not added up."
)
NONE_GIVEN: Final = "No claim about numbers is recorded for this campaign."


@dataclass(frozen=True)
class ClaimLine:
    """One claim as a line of a panel.

    Attributes
    ----------
    claim_id : str
        Id of the claim.
    label : str
        Who says it, and what sets it apart from the lines beside it: "Military: “neutralized” (not verified)".
    claimant : str
        Who says it, in full.
    low, value, high : int or None
        The figure; None at an end that the claim leaves open.
    figure : str
        The figure in words: "197", "at least 12", "dozens".
    word : str
        The source's own word for the outcome.
    counted_label : str
        Who is counted, in full.
    standing, standing_label : str
        How far the claim is vouched for: id, and words.
    source_title : str
        The source, or several parted by semicolons.
    stated : str
        When it was stated: "on or after 2 February 2026".
    superseded : bool
        Whether a later claim known by then replaces it.
    note : str
        What the record adds.
    """

    claim_id: str
    label: str
    claimant: str
    low: int | None
    value: int | None
    high: int | None
    figure: str
    word: str
    counted_label: str
    standing: str
    standing_label: str
    source_title: str
    stated: str
    superseded: bool
    note: str


@dataclass(frozen=True)
class TollView:
    """What claims say of one group of people and one outcome.

    Attributes
    ----------
    counted, counted_label : str
        The group: id of `COUNTED_GROUPS`, and its label.
    outcome : str
        What happened to them, in the sources' words.
    headline : str
        Group and figure: "Militants: 177–197".
    low, high : int or None
        The ends of what is in the headline; None at an open end.
    contested : bool
        Whether the claims contest each other.
    tag : str
        "contested", or the standing of the claims.
    lines : tuple of ClaimLine
        Every claim, whatever the rule.
    note : str
        What the rule leaves out.
    rule : str
        The rule.
    dissent : int
        How many current claims give a figure that is not in the headline.
    """

    counted: str
    counted_label: str
    outcome: str
    headline: str
    low: int | None
    high: int | None
    contested: bool
    tag: str
    lines: tuple[ClaimLine, ...]
    note: str
    rule: str
    dissent: int


def figure(claim: Claim) -> str:
    """Return a claim's figure in words, as exact as the claim and no more."""
    low, value, high = claim.low, claim.value, claim.high
    if low is None and value is None and high is None:
        written = shorten(one_line(claim.as_written).strip(), LABEL)
        return f"unknown (written {written!r})" if _unreadable(claim) else written or "no number"
    if claim.qualifier == "about" and value is not None:
        return f"about {value:,}"
    if low is not None and high is None and value is None:
        return f"at least {low:,}"
    if high is not None and low is None and value is None:
        return f"at most {high:,}"
    return _between(low if low is not None else value, high if high is not None else value)


def _unreadable(claim: Claim) -> bool:
    """Return whether the source wrote something that is neither a number nor a word for an unknown one."""
    try:
        return claim.qualifier == "unknown" and bool(claim.as_written) and read_amount(claim.as_written) is None
    except ValueError:
        return True


def standing_words(claim: Claim) -> str:
    """Return how far a claim is vouched for in one phrase: the source's own where it has one."""
    return one_line(claim.standing_note) or STANDINGS[claim.standing].label


def _between(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "no figure" if low == high else f"{low:,} or more" if low is not None else f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


class Tolls:
    """Makes the views of a record's claims."""

    def __init__(self, ledger: Ledger, sources: dict[str, Source]) -> None:
        self._ledger = ledger
        self._sources = sources

    def views(self, record_id: str, on: dt.date | None = None, rule: str = "range") -> tuple[TollView, ...]:
        """Return a view for each group of people and outcome that claims known on a day speak of."""
        claims = [claim for claim in self._ledger.about(record_id) if self._ledger.known(claim, on)]
        return tuple(self._view(group, on, rule) for group in self._grouped(claims))

    def _grouped(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        """Return the claims by group and outcome; outcomes whose claims contest each other stay together."""
        ranked = sorted(claims, key=lambda claim: _rank(claim)[0])
        groups: list[list[Claim]] = []
        for _, members in groupby(ranked, key=lambda claim: _rank(claim)[0]):
            clusters: list[list[Claim]] = []
            for claim in sorted(members, key=lambda claim: _rank(claim)[1]):
                home = next((cluster for cluster in clusters if _belongs(claim, cluster)), None)
                if home is None:
                    clusters.append([claim])
                else:
                    home.append(claim)
            groups += clusters
        return groups

    def _view(self, claims: list[Claim], on: dt.date | None, rule: str) -> TollView:
        ledger = self._ledger
        current = [claim for claim in claims if not ledger.replaced(claim, on)]
        contested = any(claim.id in ledger.contested(on) for claim in current)
        kept = self._kept(current, rule)
        group = COUNTED_GROUPS[COUNTED[claims[0].counted].group]
        low, high = _ends(kept)
        dissent = sum(not _says_the_same(claim, kept) for claim in current)
        ordered = sorted(claims, key=lambda claim: -(ceiling(claim) or floor(claim) or 0))
        return TollView(
            counted=group.id,
            counted_label=group.label,
            outcome=_outcome(claims, contested),
            headline=f"{group.label}: {_headline(kept, contested, rule)}",
            low=low,
            high=high,
            contested=contested,
            tag=_tag(current, contested),
            lines=tuple(self._line(claim, claims, on) for claim in ordered),
            note=self._note(rule, kept, current, dissent),
            rule=rule,
            dissent=dissent,
        )

    def _kept(self, claims: list[Claim], rule: str) -> list[Claim]:
        """Return the claims that a rule puts into the headline."""
        if rule.startswith("claimant:"):
            return [claim for claim in claims if claim.claimant == rule.removeprefix("claimant:")]
        if rule == "latest" and claims:
            latest = max(self._ledger.stated(claim).earliest for claim in claims)
            return [claim for claim in claims if self._ledger.stated(claim).earliest == latest]
        numbered = [claim for claim in claims if floor(claim) is not None or ceiling(claim) is not None]
        if rule in ("lowest", "highest") and numbered:
            key = _least if rule == "lowest" else _most
            end = (min if rule == "lowest" else max)(key(claim) for claim in numbered)
            return [claim for claim in numbered if key(claim) == end]
        return numbered or claims

    def _line(self, claim: Claim, beside: Sequence[Claim], on: dt.date | None) -> ClaimLine:
        claimant = claimant_label(claim)
        titles = [self._sources[item.source].title for item in claim.evidence if item.source in self._sources]
        return ClaimLine(
            claim_id=claim.id,
            label=_line_label(claim, beside),
            claimant=claimant,
            low=claim.low,
            value=claim.value,
            high=claim.high,
            figure=figure(claim),
            word=claim.word or QUANTITIES[claim.quantity].label,
            counted_label=COUNTED[claim.counted].label,
            standing=claim.standing,
            standing_label=standing_words(claim),
            source_title="; ".join(titles),
            stated=self._ledger.stated(claim).words,
            superseded=self._ledger.replaced(claim, on),
            note=claim.note,
        )

    def _note(self, rule: str, kept: Sequence[Claim], current: Sequence[Claim], dissent: int) -> str:
        if rule == "latest" and len(current) > 1 and len(kept) == len(current):
            return f"All were stated {self._ledger.stated(current[0]).words}: none is the latest."
        if rule == "range" or not dissent:
            return ""
        many = f"{number_words(dissent)} {'claim gives' if dissent == 1 else 'claims give'}"
        return f"{RULES[rule.partition(':')[0]].label}; {many} another figure."


def _rank(claim: Claim) -> tuple[int, int]:
    return _GROUPS.index(COUNTED[claim.counted].group), _ORDER.index(claim.quantity)


def _belongs(claim: Claim, cluster: Sequence[Claim]) -> bool:
    return any(
        claim.quantity == other.quantity or other.id in claim.contests or claim.id in other.contests
        for other in cluster
    )


def _least(claim: Claim) -> int:
    return floor(claim) if floor(claim) is not None else ceiling(claim) or 0  # type: ignore[return-value]


def _most(claim: Claim) -> int:
    return ceiling(claim) if ceiling(claim) is not None else floor(claim) or 0  # type: ignore[return-value]


def _ends(claims: Sequence[Claim]) -> tuple[int | None, int | None]:
    """Return the least and the most that any of the claims can mean; None at an end that one leaves open."""
    lows, highs = [floor(claim) for claim in claims], [ceiling(claim) for claim in claims]
    low = None if not lows or None in lows else min(each for each in lows if each is not None)
    high = None if not highs or None in highs else max(each for each in highs if each is not None)
    return low, high


def _says_the_same(claim: Claim, kept: Sequence[Claim]) -> bool:
    ends = (floor(claim), ceiling(claim), claim.counted)
    return claim in kept or any(ends == (floor(each), ceiling(each), each.counted) for each in kept)


def _headline(kept: Sequence[Claim], contested: bool, rule: str) -> str:
    """Return the figure: a range for the same people, a list for different groups of people; never a sum."""
    if not kept:
        claimant = rule.partition(":")[2]
        return f"no figure from {ACTORS[claimant].label}" if claimant in ACTORS else "no figure from this claimant"
    by_group: dict[str, list[Claim]] = {}
    for claim in kept:
        by_group.setdefault(claim.counted, []).append(claim)
    if len(by_group) == 1:
        return _figures(kept)
    ordered = sorted(by_group.values(), key=lambda claims: _least(claims[0]))
    if contested:
        return ", or ".join(_figures(claims) for claims in ordered)
    return listed([f"{_figures(claims)} {lower_first(COUNTED[claims[0].counted].brief())}" for claims in ordered])


def _figures(claims: Sequence[Claim]) -> str:
    if len({(claim.low, claim.value, claim.high, claim.qualifier, figure(claim)) for claim in claims}) == 1:
        return figure(claims[0])
    return _between(*_ends(claims))


def _tag(claims: Sequence[Claim], contested: bool) -> str:
    if contested:
        return "contested"
    standings = {claim.standing for claim in claims}
    if len({(floor(claim), ceiling(claim), claim.counted) for claim in claims}) > 1:
        return "figures differ" if len({claim.counted for claim in claims}) == 1 else "attributed"
    return STANDINGS[standings.pop()].brief() if len(standings) == 1 else "attributed"


def _outcome(claims: Sequence[Claim], contested: bool) -> str:
    """Return what happened to the people counted, in the sources' words: "killed, or “neutralized” in ..."."""
    ranked = sorted(claims, key=lambda claim: _ORDER.index(claim.quantity))
    first = ranked[0]
    words = [QUANTITIES[first.quantity].label]
    for claim in ranked:
        if claim.quantity != first.quantity:
            word = f"“{claim.word or claim.quantity}” in {_possessive(claim)} word"
            words += [] if word in words else [word]
    groups = len({claim.counted for claim in claims})
    outcome = ", or ".join(words)
    return f"{outcome}; {number_words(groups)} groups, partly the same people" if groups > 1 and contested else outcome


def _possessive(claim: Claim) -> str:
    name = lower_first(_brief(claim))
    article = "" if claim.claimant.startswith("named:") or claim.claimant == "unnamed_reports" else "the "
    return f"{article}{name}{'’' if name.endswith('s') else '’s'}"


def claimant_label(claim: Claim) -> str:
    """Return the claimant's name in full, as written where the vocabulary does not have it."""
    if claim.claimant in ACTORS:
        return ACTORS[claim.claimant].label if claim.claimant != "unknown" else "Claimant not stated"
    return claim.claimant_name or id_words(claim.claimant)


def _brief(claim: Claim) -> str:
    if claim.claimant != "unknown" and claim.claimant in ACTORS:
        return ACTORS[claim.claimant].brief()
    return shorten(one_line(claimant_label(claim)), LABEL)


def _line_label(claim: Claim, beside: Sequence[Claim]) -> str:
    """Return the claimant with what sets the line apart: the group, or the outcome, and a standing that warns."""
    apart = ""
    if len({other.counted for other in beside}) > 1:
        apart = COUNTED[claim.counted].brief()
    elif len({other.quantity for other in beside}) > 1:
        apart = QUANTITIES[claim.quantity].label
    standing = "" if claim.standing in ("attributed", "corroborated") else f" ({STANDINGS[claim.standing].brief()})"
    return f"{_brief(claim)}{': ' if apart else ''}{apart}{standing}"
