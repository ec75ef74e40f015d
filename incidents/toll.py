"""Figures as views: what several claims say of one group of people, by a named rule, with the dissent beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Final

from incidents.allocated import unallocated
from incidents.amounts import read_amount
from incidents.ledger import Ledger, ceiling, floor
from incidents.names_in_text import NO_CLAIMANT, briefly, in_a_sentence
from incidents.origins import origin_words
from incidents.problem import LABEL, shorten
from incidents.standing import is_statement
from incidents.toll_view import ClaimLine, TollView
from incidents.vocabulary import ACTORS, COUNTED, COUNTED_GROUPS, QUANTITIES, RULES, STANDINGS
from incidents.wording import id_words, listed, lower_first, number_words, one_line

if TYPE_CHECKING:
    import datetime as dt

    from incidents.record import Claim, Source

_GROUPS: Final = list(COUNTED_GROUPS)
_ORDER: Final = list(QUANTITIES)
_NONE_STANDS: Final = "no figure stands"
OF_NO_PLACE: Final = "These figures belong to the campaign, not to any place on the map."
NOT_ADDED: Final = f"{OF_NO_PLACE} They may count the same people more than once and are not added up."
_SAYS: Final = {"withdraws": "takes it back", "denies": "denies it", "corroborates": "confirms it"}
NONE_GIVEN: Final = "No claim about numbers is recorded for this campaign."
NONE_YET: Final = "No claim about numbers for this campaign was known by then."


def figure(claim: Claim) -> str:
    """Return a claim's figure in words, as exact as the claim and no more."""
    low, value, high = claim.low, claim.value, claim.high
    if is_statement(claim):
        return _SAYS[next(link for link in _SAYS if getattr(claim, link))]
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


def campaign_note(tolls: Sequence[TollView]) -> str:
    """Return what has to stand under the figures of campaigns; that they are not added up only where one could try to."""
    groups = [toll.counted for toll in tolls for _ in toll.lines]
    shared = any(_share_people(one, other) for one, other in combinations(groups, 2))
    return NOT_ADDED if shared else OF_NO_PLACE


def _share_people(one: str, other: str) -> bool:
    """Return whether somebody can be counted in both of two groups: whom one claimant calls a civilian another calls a militant.

    Of the state forces is nobody else, unless it is not stated whom a figure counts.
    """
    return one == other or "people" in (one, other) or "state_forces" not in (one, other)


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
        standing = [claim for claim in claims if ledger.is_current(claim, on)]
        current = [claim for claim in standing if not is_statement(claim)]
        contested = any(claim.id in ledger.contested(on) for claim in current)
        kept = self._kept(current, rule)
        group = COUNTED_GROUPS[COUNTED[claims[0].counted].group]
        low, high = _ends(kept)
        dissent = sum(not _says_the_same(claim, kept) for claim in current)
        dissent += sum(any(claim.id in each.denies for claim in kept) for each in standing if is_statement(each))
        ordered = sorted(claims, key=lambda claim: -(ceiling(claim) or floor(claim) or 0))
        overlap = _overlap(claims, contested)
        return TollView(
            counted=group.id,
            counted_label=group.label,
            outcome="; ".join(filter(None, (_outcome(claims), overlap))),
            headline=f"{group.label}: {_headline(kept, contested, rule) if current else _NONE_STANDS}",
            low=low,
            high=high,
            contested=contested,
            tag=_tag(current, contested),
            lines=tuple(self._line(claim, claims, on) for claim in ordered),
            note=self._note(rule, kept, current, dissent),
            rule=rule,
            dissent=dissent,
            rule_label=rule_label(rule, claims),
            unallocated=unallocated(ledger, claims, (low, high), on, lambda inside: _ends(self._kept(inside, rule))),
            overlap=overlap,
            killed=any(claim.quantity == "killed" for claim in claims),
        )

    def _kept(self, claims: list[Claim], rule: str) -> list[Claim]:
        """Return the claims that a rule puts into the headline."""
        if rule.startswith("claimant:"):
            return self._latest([claim for claim in claims if claim.claimant == rule.removeprefix("claimant:")])
        if rule == "latest":
            return self._latest(claims)
        numbered = [claim for claim in claims if floor(claim) is not None or ceiling(claim) is not None]
        if rule in ("lowest", "highest") and numbered:
            key = _least if rule == "lowest" else _most
            end = (min if rule == "lowest" else max)(key(claim) for claim in numbered)
            return [claim for claim in numbered if key(claim) == end]
        return numbered or claims

    def _latest(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return the last claims of each claimant; several of one day are all the last."""
        last: dict[tuple[str, str], dt.date] = {}
        for claim in claims:
            stated = self._ledger.stated(claim).earliest
            last[_speaker(claim)] = max(stated, last.get(_speaker(claim), stated))
        return [claim for claim in claims if self._ledger.stated(claim).earliest == last[_speaker(claim)]]

    def _line(self, claim: Claim, beside: Sequence[Claim], on: dt.date | None) -> ClaimLine:
        claimant = claimant_label(claim)
        titles = [self._sources[item.source].title for item in claim.evidence if item.source in self._sources]
        standing, standing_label = self._standing(claim, on)
        return ClaimLine(
            claim_id=claim.id,
            label=_line_label(claim, beside, standing),
            claimant=claimant,
            low=claim.low,
            value=claim.value,
            high=claim.high,
            figure=figure(claim),
            word=claim.word or QUANTITIES[claim.quantity].label,
            counted_label=COUNTED[claim.counted].label,
            standing=standing,
            standing_label=standing_label,
            source_title="; ".join(titles),
            stated=self._ledger.stated(claim).words,
            superseded=self._ledger.replaced(claim, on),
            note=claim.note,
            state=self._state(claim, on),
            origins=origin_words((item.source for item in claim.evidence), self._sources),
        )

    def _standing(self, claim: Claim, on: dt.date | None) -> tuple[str, str]:
        """Return how far a claim is vouched for on a day: its own standing, or what others say of it since."""
        ended = self._ledger.standing.ended_by(claim, on)
        if ended and claim.id in ended.withdraws:
            return "withdrawn", f"withdrawn {self._ledger.stated(ended).words}"
        denials, support = self._ledger.denials(claim, on), self._ledger.support(claim, on)
        if denials:
            return "denied", f"denied by {listed([_said(each) for each in denials])}"
        if support and claim.standing == "attributed":
            return "corroborated", f"corroborated by {listed([_said(each) for each in support])}"
        return claim.standing, standing_words(claim)

    def _state(self, claim: Claim, on: dt.date | None) -> str:
        """Return why a claim is no longer current, in words."""
        ended = self._ledger.standing.ended_by(claim, on)
        if ended:
            how = "taken back" if claim.id in ended.withdraws else f"superseded by {figure(ended)}"
            return f"{how}, {self._ledger.stated(ended).words}"
        later = self._ledger.standing.outgrown_by(claim, on)
        return f"counted in {figure(later)}, {self._ledger.stated(later).words}" if later else ""

    def _note(self, rule: str, kept: Sequence[Claim], current: Sequence[Claim], dissent: int) -> str:
        together = {self._ledger.stated(claim).words for claim in current}
        if rule == "latest" and len(current) > 1 and len(kept) == len(current) and len(together) == 1:
            return f"All were stated {together.pop()}: none is the latest."
        if rule == "range" or not current:
            return ""
        many = f"{number_words(dissent) if dissent else 'no'} {'claims give' if dissent > 1 else 'claim gives'}"
        return f"{rule_label(rule, kept)}; {many} another figure."


def rule_label(rule: str, claims: Sequence[Claim] = ()) -> str:
    """Return a rule's name for people, with the claimant where it names one."""
    name, _, claimant = rule.partition(":")
    if not claimant:
        return RULES[name].label
    known = next((claimant_label(claim) for claim in claims if claim.claimant == claimant), "")
    return f"As claimed by {in_a_sentence(known or (ACTORS[claimant].label if claimant in ACTORS else id_words(claimant)))}"


def _speaker(claim: Claim) -> tuple[str, str]:
    return claim.claimant, claim.claimant_name


def _rank(claim: Claim) -> tuple[int, int]:
    return _GROUPS.index(COUNTED[claim.counted].group), _ORDER.index(claim.quantity)


def _belongs(claim: Claim, cluster: Sequence[Claim]) -> bool:
    return any(
        claim.quantity == other.quantity
        or other.id in (*claim.contests, *claim.denies)
        or claim.id in (*other.contests, *other.denies)
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


def _outcome(claims: Sequence[Claim]) -> str:
    """Return what happened to the people counted, in the sources' words: "killed, or “neutralized” in ..."."""
    ranked = sorted(claims, key=lambda claim: _ORDER.index(claim.quantity))
    first = ranked[0]
    words = [QUANTITIES[first.quantity].label]
    for claim in ranked:
        if claim.quantity != first.quantity:
            word = f"“{claim.word or claim.quantity}” in {_possessive(claim)} word"
            words += [] if word in words else [word]
    return ", or ".join(words)


def _overlap(claims: Sequence[Claim], contested: bool) -> str:
    groups = len({claim.counted for claim in claims})
    return f"{number_words(groups)} groups, partly the same people" if groups > 1 and contested else ""


def _possessive(claim: Claim) -> str:
    name = lower_first(_brief(claim))
    article = "" if claim.claimant.startswith("named:") or claim.claimant == "unnamed_reports" else "the "
    return f"{article}{name}{'’' if name.endswith('s') else '’s'}"


def claimant_label(claim: Claim) -> str:
    """Return the claimant's name in full, as written where the vocabulary does not have it."""
    if claim.claimant in ACTORS:
        return ACTORS[claim.claimant].label if claim.claimant != "unknown" else NO_CLAIMANT
    return claim.claimant_name or id_words(claim.claimant)


def _brief(claim: Claim) -> str:
    if claim.claimant != "unknown" and claim.claimant in ACTORS:
        return ACTORS[claim.claimant].brief()
    return shorten(one_line(claimant_label(claim)), LABEL)


def _said(claim: Claim) -> str:
    return briefly(claimant_label(claim), _brief(claim))


def _line_label(claim: Claim, beside: Sequence[Claim], standing: str) -> str:
    """Return the claimant with what sets the line apart: the group, or the outcome, and a standing that warns."""
    apart = ""
    if len({other.counted for other in beside}) > 1:
        apart = COUNTED[claim.counted].brief()
    elif len({other.quantity for other in beside}) > 1:
        apart = QUANTITIES[claim.quantity].label
    warning = "" if standing in ("attributed", "corroborated") else f" ({STANDINGS[standing].brief()})"
    return f"{_brief(claim)}{': ' if apart else ''}{apart}{warning}"
