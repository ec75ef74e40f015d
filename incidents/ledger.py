"""All claims of the atlas: which were known when, which replace or contest which, what they say of each incident."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from incidents.origins import origins
from incidents.standing import Span, Standing
from incidents.wording import day_words

if TYPE_CHECKING:
    from incidents.record import Campaign, Claim, Incident, Source

TODAY: Final = dt.date.max - dt.timedelta(days=1)  # "as known now" is later than any day that a claim bears


class Stated(NamedTuple):
    """When a claim was stated: the earliest possible day, and the words for it."""

    earliest: dt.date
    words: str


class Ledger:
    """The claims, and what follows from their dates and from what they contest or supersede."""

    def __init__(
        self,
        claims: Iterable[Claim],
        sources: Mapping[str, Source],
        records: Mapping[str, Incident | Campaign],
        contains: Callable[[str, str], bool] = str.__eq__,
    ) -> None:
        self.claims = {claim.id: claim for claim in claims}
        self._sources = sources
        self._records = records
        self._about: defaultdict[str, list[Claim]] = defaultdict(list)
        self._stated: dict[str, Stated] = {}
        self.contested = lru_cache(maxsize=8)(self._contested)
        for claim in self.claims.values():
            self._about[claim.about].append(claim)
        self._contains = contains
        self.standing = Standing(self.claims.values(), lambda claim: self.stated(claim).earliest, contains)

    def about(self, record_id: str) -> tuple[Claim, ...]:
        """Return the claims about an incident or campaign, in the order of the file."""
        return tuple(self._about.get(record_id, ()))

    def stated(self, claim: Claim) -> Stated:
        """Return when a claim was stated; an undated one counts from its earliest possible day."""
        if claim.id not in self._stated:
            self._stated[claim.id] = self._find_stated(claim)
        return self._stated[claim.id]

    def _find_stated(self, claim: Claim) -> Stated:
        if claim.stated_on:
            return Stated(claim.stated_on, day_words(claim.stated_on))
        record = self._records.get(claim.about)
        cited = [item.source for item in claim.evidence] or list(record.sources if record else ())
        found = [_published(self._sources[each]) for each in cited if each in self._sources]
        dated = [stated for stated in found if stated]
        if dated:
            return min(dated)
        earliest = record.when.first if record else dt.date.min
        return Stated(earliest, "undated")

    def known(self, claim: Claim, on: dt.date | None) -> bool:
        """Return whether a claim could have been known on a day; always, for no day."""
        return on is None or self.stated(claim).earliest <= on

    def knows(self, claim_id: str, on: dt.date | None) -> bool:
        """Return whether there is a claim of this id that could have been known on a day."""
        return claim_id in self.claims and self.known(self.claims[claim_id], on)

    def spans(self, claim: Claim) -> tuple[Span, ...]:
        """Return the days in which a claim is its claimant's present figure; see `Standing`."""
        return self.standing.spans(claim)

    def is_current(self, claim: Claim, on: dt.date | None) -> bool:
        """Return whether a claim was known on a day and not superseded, withdrawn or outgrown by then."""
        return any(span.has(on) for span in self.spans(claim))

    def replaced(self, claim: Claim, on: dt.date | None) -> bool:
        """Return whether a claim is no longer current on a day, because of another that was known by then."""
        return self.known(claim, on) and not self.is_current(claim, on)

    def current(self, record_id: str, on: dt.date | None) -> tuple[Claim, ...]:
        """Return the claims about a record that are current on a day."""
        return tuple(claim for claim in self.about(record_id) if self.is_current(claim, on))

    def denials(self, claim: Claim, on: dt.date | None) -> tuple[Claim, ...]:
        """Return the current claims that deny this one."""
        return tuple(each for each in self.standing.denials.get(claim.id, ()) if self.is_current(each, on))

    def support(self, claim: Claim, on: dt.date | None) -> tuple[Claim, ...]:
        """Return the current claims that corroborate this one and do not rest on the same origin."""
        own = self.origins(claim)
        found = (each for each in self.standing.support.get(claim.id, ()) if self.is_current(each, on))
        return tuple(each for each in found if self.origins(each) - own)

    def origins(self, claim: Claim) -> frozenset[str]:
        """Return the ids of the sources that a claim rests on, each repost counted as what it repeats."""
        return origins((item.source for item in claim.evidence), self._sources)

    @cached_property
    def _inside(self) -> Mapping[str, tuple[str, ...]]:
        """The incidents that claims are about, by campaign."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for record_id in self._about:
            campaign = getattr(self._records.get(record_id), "campaign", "")
            if campaign:
                found[campaign].append(record_id)
        return {campaign: tuple(ids) for campaign, ids in found.items()}

    def inside(self, campaign: str) -> tuple[str, ...]:
        """Return the ids of a campaign's incidents that claims are about."""
        return self._inside.get(campaign, ())

    def meet(self, place: str, other: str) -> bool:
        """Return whether one of two places contains the other."""
        return self._contains(place, other) or self._contains(other, place)

    def record(self, record_id: str) -> Incident | Campaign | None:
        """Return the incident or campaign that claims are about."""
        return self._records.get(record_id)

    @cached_property
    def _contests(self) -> tuple[tuple[Claim, Claim], ...]:
        """The claims that contest or deny each other, and what supersedes contested ones unless it then agrees."""
        linked = self._linked("contests")
        corrections = self.standing.corrections
        later = (pair for one, other in linked for pair in product(corrections(one), corrections(other)))
        return (*linked, *self._linked("denies"), *(pair for pair in later if not _agree(*pair)))

    def _linked(self, link: str) -> list[tuple[Claim, Claim]]:
        claims = self.claims
        return [(claim, claims[each]) for claim in claims.values() for each in getattr(claim, link) if each in claims]

    def _contested(self, on: dt.date | None) -> frozenset[str]:
        """Return the ids of claims that contest each other, or are denied, among those current on a day."""
        found: set[str] = set()
        for one, other in self._contests:
            if self.is_current(one, on) and self.is_current(other, on):
                found |= {one.id, other.id}
        return frozenset(found | {claim.id for claim in self._denied if self.is_current(claim, on)})

    @cached_property
    def _denied(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims.values() if claim.standing == "denied")

    def contested_records(self, on: dt.date | None) -> frozenset[str]:
        """Return the ids of incidents and campaigns that have contested claims, as known on a day."""
        return frozenset(self.claims[claim_id].about for claim_id in self.contested(on))


def _published(source: Source) -> Stated | None:
    if source.published:
        return Stated(source.published, day_words(source.published))
    if source.not_before:
        return Stated(source.not_before, f"on or after {day_words(source.not_before)}")
    return None


def floor(claim: Claim) -> int | None:
    """Return the least that a claim can mean; None where it sets no lower end. An approximate number stands for itself."""
    return claim.low if claim.low is not None else claim.value


def ceiling(claim: Claim) -> int | None:
    """Return the most that a claim can mean; None where it sets no upper end. An approximate number stands for itself."""
    return claim.high if claim.high is not None else claim.value


def _agree(one: Claim, other: Claim) -> bool:
    """Return whether two claims no longer contest each other: one confirms or supersedes the other, or both say the same."""
    linked = any(b.id in (*a.corroborates, *a.supersedes) for a, b in ((one, other), (other, one)))
    same = all(
        getattr(one, field) == getattr(other, field) for field in ("low", "value", "high", "counted", "quantity")
    )
    return linked or (same and one.value is not None)
