"""What claims say of single incidents, as columns: people killed by a rule, and which figures are the largest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from incidents.coding import Coded
from incidents.ledger import TODAY, ceiling, floor

if TYPE_CHECKING:
    import datetime as dt

    from incidents.coding import Codes, Mask
    from incidents.ledger import Ledger
    from incidents.record import Claim
    from incidents.table import Table


class Figures(NamedTuple):
    """One number a row, NaN where the claims give none: people killed, by a rule."""

    low: npt.NDArray[Any]
    best: npt.NDArray[Any]
    high: npt.NDArray[Any]


@dataclass(frozen=True)
class KilledClaims:
    """Claims of people killed in single incidents, one a span of days in which it stood.

    Attributes
    ----------
    size : int
        How many incidents there are.
    row, claimant : arrays
        About which of them the claim is, and whose it is.
    series : array of codes from 0
        Claims of one claimant about one incident have the same.
    stated, since, until : arrays of datetime64[D]
        When it was stated, and between which days it was the claimant's present figure.
    low, value, high : arrays
        How many people; NaN for not said.
    """

    size: int
    row: Codes
    claimant: Codes
    series: Codes
    stated: Codes
    low: Codes
    value: Codes
    high: Codes
    since: Codes
    until: Codes

    @classmethod
    def of(cls, ledger: Ledger, table: Table) -> KilledClaims:
        """Return those of a ledger.

        Only claims that count everyone are used, or those of one group where no claim counts another: groups are never
        added up, and that nobody of one group was killed says nothing of the others.
        """
        used = [
            (row, claim, span)
            for record_id, row in table.rows.items()
            for claim in _counting_alike([claim for claim in ledger.about(record_id) if claim.quantity == "killed"])
            for span in ledger.spans(claim)
        ]
        return cls(
            size=len(table),
            row=np.array([row for row, _, _ in used], dtype=np.int64),
            claimant=np.array([claim.claimant for _, claim, _ in used], dtype=object),
            series=Coded.of((row, claim.claimant, claim.claimant_name) for row, claim, _ in used).codes,
            stated=np.array([ledger.stated(claim).earliest for _, claim, _ in used], dtype="datetime64[D]"),
            low=_numbers(floor(claim) for _, claim, _ in used),
            value=_numbers(claim.value for _, claim, _ in used),
            high=_numbers(ceiling(claim) for _, claim, _ in used),
            since=np.array([span.since for _, _, span in used], dtype="datetime64[D]"),
            until=np.array([span.until for _, _, span in used], dtype="datetime64[D]"),
        )

    def figures(self, on: dt.date | None, rule: str) -> Figures:
        """Return the people killed in each row by a rule, as known on a day."""
        day = np.datetime64(on or TODAY, "D")
        chosen = (self.since <= day) & (self.until > day)
        chosen &= ~(np.isnan(self.low) & np.isnan(self.high))
        row, low, value, high = (column[chosen] for column in (self.row, self.low, self.value, self.high))
        kept = self._kept(rule, row, low, high, chosen)
        return _ranges(self.size, row[kept], low[kept], value[kept], high[kept])

    def _kept(self, rule: str, row: Codes, low: Codes, high: Codes, chosen: Mask) -> Mask:
        """Return which of the chosen claims a rule looks at."""
        if rule.startswith("claimant:"):
            return self._latest(chosen) & (self.claimant[chosen] == rule.removeprefix("claimant:"))
        if rule == "range":
            return np.ones(len(row), dtype=bool)
        if rule == "latest":
            return self._latest(chosen)
        key = np.fmin(low, high) if rule == "lowest" else np.fmax(low, high)
        ends = np.full(self.size, np.inf if rule == "lowest" else -np.inf)
        (np.minimum if rule == "lowest" else np.maximum).at(ends, row, key)
        return key == ends[row]

    def _latest(self, chosen: Mask) -> Mask:
        """Return which of the chosen claims are the last of their claimants about their incidents."""
        series, stated = self.series[chosen], self.stated[chosen].astype(np.int64)
        last = np.full(self.series.max(initial=-1) + 1, np.iinfo(np.int64).min)
        np.maximum.at(last, series, stated)
        return stated == last[series]


class Killed:
    """The people killed in each incident of a ledger, by rule and day; the answers are remembered."""

    def __init__(self, ledger: Ledger, table: Table) -> None:
        self._claims = KilledClaims.of(ledger, table)
        self.figures = lru_cache(maxsize=8)(self._claims.figures)


class Carried:
    """The figures that the incidents of a ledger carry: which rows have any on a day, and the largest that one claim gives.

    A claim that gives neither a number nor a word for one ("unknown") is no figure.
    """

    def __init__(self, ledger: Ledger, table: Table) -> None:
        used = [
            (table.rows[claim.about], claim, span)
            for claim in ledger.claims.values()
            if claim.about in table.rows and claim.qualifier != "unknown"
            for span in ledger.spans(claim)
        ]
        self._size = len(table)
        self._row = np.array([row for row, _, _ in used], dtype=np.int64)
        self._killed = np.array([claim.quantity == "killed" for _, claim, _ in used], dtype=bool)
        self._most = np.nan_to_num(_numbers(_most(claim) for _, claim, _ in used), nan=-1.0)
        self._since = np.array([span.since for _, _, span in used], dtype="datetime64[D]")
        self._until = np.array([span.until for _, _, span in used], dtype="datetime64[D]")

    def _current(self, on: dt.date | None) -> Mask:
        day = np.datetime64(on or TODAY, "D")
        return (self._since <= day) & (self._until > day)

    def rows(self, on: dt.date | None) -> Mask:
        """Return which rows carry a figure that is current on a day."""
        carrying = np.zeros(self._size, dtype=bool)
        carrying[self._row[self._current(on)]] = True
        return carrying

    def most(self, rows: Codes, on: dt.date | None) -> tuple[Codes, Codes]:
        """Return the largest number that one claim about each row gives: of people killed, and of anything else; else -1."""
        current = self._current(on)
        killed, other = (np.full(self._size, -1.0) for _ in range(2))
        for most, kind in ((killed, self._killed), (other, ~self._killed)):
            np.maximum.at(most, self._row[current & kind], self._most[current & kind])
        return killed[rows], other[rows]


def _most(claim: Claim) -> int | None:
    return ceiling(claim) if ceiling(claim) is not None else floor(claim)


def _counting_alike(claims: Sequence[Claim]) -> Sequence[Claim]:
    everyone = [claim for claim in claims if claim.counted == "people"]
    if everyone:
        return everyone
    return (
        claims if len({claim.counted for claim in claims}) == 1 and any(ceiling(claim) != 0 for claim in claims) else ()
    )


def counting_alike(row: Codes, everyone: Mask, group: Codes, nobody: Mask, size: int) -> Mask:
    """Return which claims can be put side by side: those that count everyone, or the row's only group where it lost anybody.

    Parameters
    ----------
    row : array
        Of which row of `size` each claim is.
    everyone : array of bool
        Whether it counts everyone.
    group : array
        Whom it counts, as a code.
    nobody : array of bool
        Whether its number is 0: of the other people it says nothing.
    """
    whole, some = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    whole[row[everyone]] = True
    some[row[~nobody]] = True
    least, most = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(least, row, group)
    np.maximum.at(most, row, group)
    return np.where(whole[row], everyone, (some & (least == most))[row])


def _numbers(values: Iterable[int | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _ranges(size: int, row: Any, low: Any, value: Any, high: Any) -> Figures:
    """Return the least, the single, and the greatest number a row; an open end stays open."""
    lows, highs, least, most = (np.full(size, end) for end in (np.inf, -np.inf, np.inf, -np.inf))
    np.minimum.at(lows, row, np.nan_to_num(low, nan=-1))
    np.maximum.at(highs, row, np.nan_to_num(high, nan=np.inf))
    np.minimum.at(least, row, np.nan_to_num(value, nan=-np.inf))
    np.maximum.at(most, row, np.nan_to_num(value, nan=np.inf))
    return Figures(
        np.where(np.isinf(lows) | (lows < 0), np.nan, lows),
        np.where((least == most) & np.isfinite(least), most, np.nan),
        np.where(np.isinf(highs), np.nan, highs),
    )
