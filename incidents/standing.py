"""When each claim is its claimant's present figure: until it is superseded, withdrawn, or counted in a later one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from incidents.vocabulary import COUNTED

if TYPE_CHECKING:
    from incidents.record import Claim

NEVER: Final = dt.date.max
NOBODY: Final = frozenset({"unknown", "unnamed_reports"})  # two figures by them need not be of one claimant

Contains: TypeAlias = Callable[[str, str], bool]


class Span(NamedTuple):
    """Days in which a claim stands: from `since`, up to and without `until`."""

    since: dt.date
    until: dt.date

    def has(self, on: dt.date | None) -> bool:
        """Return whether a day lies in it; for no day, whether it has no end."""
        return self.until == NEVER if on is None else self.since <= on < self.until


class Standing:
    """What follows from the claims that supersede, withdraw or include others.

    Parameters
    ----------
    claims : iterable of Claim
        All claims.
    earliest : callable
        The day on which a claim could first be known.
    contains : callable
        Whether one place (an id) contains another.
    """

    def __init__(
        self, claims: Iterable[Claim], earliest: Callable[[Claim], dt.date], contains: Contains = str.__eq__
    ) -> None:
        self._earliest = earliest
        self._contains = contains
        self._ended: dict[str, list[Claim]] = defaultdict(list)
        self._running: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
        self.denials: dict[str, list[Claim]] = defaultdict(list)
        self.support: dict[str, list[Claim]] = defaultdict(list)
        self._order: dict[str, int] = {}
        self._spans: dict[str, tuple[Span, ...]] = {}
        for claim in claims:
            self._place(claim)

    def _place(self, claim: Claim) -> None:
        for earlier in (*claim.supersedes, *claim.withdraws):
            self._ended[earlier].append(claim)
        for other in claim.denies:
            self.denials[other].append(claim)
        for other in claim.corroborates:
            self.support[other].append(claim)
        if (claim.includes or claim.scope.kind == "cumulative") and claim.claimant not in NOBODY:
            self._order[claim.id] = len(self._order)
            self._running[_series(claim)].append(claim)

    def ended_by(self, claim: Claim, on: dt.date | None) -> Claim | None:
        """Return the claim known on a day that supersedes or withdraws this one; None where there is none."""
        ended = (each for each in self._ended.get(claim.id, ()) if on is None or self._earliest(each) <= on)
        return min(ended, key=self._earliest, default=None)

    def corrections(self, claim: Claim) -> tuple[Claim, ...]:
        """Return a claim with all that supersede it, and what supersedes these."""
        found, waiting = {claim.id: claim}, [claim]
        while waiting:
            earlier = waiting.pop()
            for each in self._ended.get(earlier.id, ()):
                if each.id not in found and earlier.id in each.supersedes:
                    found[each.id] = each
                    waiting.append(each)
        return tuple(found.values())

    def outgrown_by(self, claim: Claim, on: dt.date | None) -> Claim | None:
        """Return the same claimant's last figure known on a day that counts the people of this one as well."""
        counting = [each for each in self._counting(claim) if self._alive(each).has(on)]
        return max(counting, key=self._when, default=None)

    def spans(self, claim: Claim) -> tuple[Span, ...]:
        """Return the days in which a claim is current, in order; usually one span without an end."""
        if claim.id not in self._spans:
            self._spans[claim.id] = self._find(claim)
        return self._spans[claim.id]

    def _find(self, claim: Claim) -> tuple[Span, ...]:
        whole = self._alive(claim)
        found = (whole,) if whole.since < whole.until else ()
        for later in self._counting(claim):
            found = tuple(part for span in found for part in _without(span, self._alive(later)))
        return found

    def _alive(self, claim: Claim) -> Span:
        """Return the days from when a claim is known until it is superseded or withdrawn."""
        ended = (self._earliest(each) for each in self._ended.get(claim.id, ()))
        return Span(self._earliest(claim), min(ended, default=NEVER))

    def _counting(self, claim: Claim) -> Sequence[Claim]:
        """Return the same claimant's figures that count the people of this one as well, directly or through others.

        What supersedes such a figure counts them too.
        """
        series = self._running.get(_series(claim), ()) if claim.claimant not in NOBODY else ()
        found: dict[str, Claim] = {}
        waiting = [claim] if series else []
        while waiting:
            earlier = waiting.pop()
            corrections = [each for each in self._ended.get(earlier.id, ()) if earlier.id in each.supersedes]
            direct = [each for each in series if self._counts(each, earlier)]
            for each in (*direct, *(corrections if earlier is not claim else ())):
                if each.id not in found and each.id != claim.id:
                    found[each.id] = each
                    waiting.append(each)
        return tuple(found.values())

    def _counts(self, later: Claim, earlier: Claim) -> bool:
        """Return whether a figure counts the people of another by the same claimant as well."""
        if earlier.id in later.includes:
            circle = later.id in earlier.includes
            return not circle or self._when(earlier) < self._when(later)
        if later.scope.kind != "cumulative" or earlier.scope.kind != "cumulative":
            return False
        return self._when(earlier) < self._when(later) and self._covers(later, earlier)

    def _when(self, claim: Claim) -> tuple[dt.date, dt.date, int]:
        stated = self._earliest(claim)
        return claim.as_of or stated, stated, self._order.get(claim.id, -1)

    def _covers(self, later: Claim, earlier: Claim) -> bool:
        one, other = later.scope, earlier.scope
        if one.first and other.first and other.first < one.first:
            return False
        if not one.places or not other.places:
            return one.places == other.places
        return all(any(self._contains(area, place) for area in one.places) for place in other.places)


def _series(claim: Claim) -> tuple[str, ...]:
    return claim.about, claim.claimant, claim.claimant_name, claim.quantity, COUNTED[claim.counted].group


def _without(span: Span, taken: Span) -> Iterable[Span]:
    """Yield what is left of a span outside another."""
    if taken.until <= span.since or span.until <= taken.since:
        yield span
        return
    if span.since < taken.since:
        yield Span(span.since, taken.since)
    if taken.until < span.until:
        yield Span(taken.until, span.until)


def is_statement(claim: Claim) -> bool:
    """Return whether a claim only denies, confirms or takes back others and gives no figure of its own."""
    figures = (claim.low, claim.value, claim.high)
    about_others = claim.denies or claim.corroborates or claim.withdraws
    return bool(about_others) and all(figure is None for figure in figures)
