"""What claims say of single incidents, as columns: people killed by a rule, and which figures are the largest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

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


EVERYONE: Final = "people"
"""Whom a claim counts that is of everyone."""


class Figures(NamedTuple):
    """One number a row, NaN where the claims give none: people killed, by a rule.

    Of an approximate number only `best` is known.
    """

    low: npt.NDArray[Any]
    best: npt.NDArray[Any]
    high: npt.NDArray[Any]


@dataclass(frozen=True)
class KilledClaims:
    """Claims of people killed in single incidents, one a span of days in which it stood.

    Claims that count everyone are used before those of groups, such as soldiers. Groups are never added up: where no claim
    that counts everyone gives a lower end, at least as many were killed as of the group that lost most, if that is not above the upper end.

    Attributes
    ----------
    size : int
        How many incidents there are.
    row, claimant : arrays
        About which of them the claim is, and whose it is.
    series : array of codes from 0
        Claims of one claimant about one incident have the same.
    group : array of codes
        Whom it counts.
    everyone, about : arrays of bool
        Whether it counts everyone, and whether its number is approximate.
    stated, since, until : arrays of datetime64[D]
        When it was stated, and between which days it was the claimant's present figure.
    low, value, high : arrays
        How many people; NaN for not said. An approximate number is its own low and high here.
    """

    size: int
    row: Codes
    claimant: Codes
    series: Codes
    group: Codes
    everyone: Mask
    about: Mask
    stated: Codes
    low: Codes
    value: Codes
    high: Codes
    since: Codes
    until: Codes

    @classmethod
    def of(cls, ledger: Ledger, table: Table) -> KilledClaims:
        """Return those of a ledger."""
        used = [
            (row, claim, span)
            for record_id, row in table.rows.items()
            for claim in ledger.about(record_id)
            if claim.quantity == "killed"
            for span in ledger.spans(claim)
        ]
        return cls(
            size=len(table),
            row=np.array([row for row, _, _ in used], dtype=np.int64),
            claimant=np.array([claim.claimant for _, claim, _ in used], dtype=object),
            series=Coded.of((row, claim.claimant, claim.claimant_name) for row, claim, _ in used).codes,
            group=Coded.of(claim.counted for _, claim, _ in used).codes,
            everyone=np.array([claim.counted == EVERYONE for _, claim, _ in used], dtype=bool),
            about=np.array([claim.qualifier == "about" for _, claim, _ in used], dtype=bool),
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
        at = np.flatnonzero((self.since <= day) & (self.until > day) & ~(np.isnan(self.low) & np.isnan(self.high)))
        if rule == "latest" or rule.startswith("claimant:"):
            at = at[self._latest(at)]
        if rule.startswith("claimant:"):
            at = at[self.claimant[at] == rule.removeprefix("claimant:")]
        everyone = self.everyone[at]
        told = np.zeros(self.size, dtype=bool)
        told[self.row[at[everyone & ~np.isnan(self.low[at])]]] = True
        of_all, of_some = at[everyone], at[~everyone & ~told[self.row[at]]]
        found = self._of_all(of_all[self._kept(rule, of_all, self.row[of_all])])
        if not len(of_some):
            return found
        groups = int(self.group.max()) + 1
        keys, unit = np.unique(self.row[of_some] * groups + self.group[of_some], return_inverse=True)
        kept = self._kept(rule, of_some, unit)
        most = self._of_most(of_some[kept], unit[kept], keys // groups)
        return found._replace(low=np.fmax(found.low, np.where(most > found.high, np.nan, most)))

    def _latest(self, at: Codes) -> Mask:
        """Return which of the claims are the last of their claimants about their incidents."""
        series, stated = self.series[at], self.stated[at].astype(np.int64)
        last = np.full(self.series.max(initial=-1) + 1, np.iinfo(np.int64).min)
        np.maximum.at(last, series, stated)
        return stated == last[series]

    def _kept(self, rule: str, at: Codes, unit: Codes) -> Mask:
        """Return which of the claims a rule looks at among those of the same people: of them each `unit` is one code."""
        if rule not in ("lowest", "highest"):
            return np.ones(len(at), dtype=bool)
        lowest = rule == "lowest"
        key = (np.fmin if lowest else np.fmax)(self.low[at], self.high[at])
        ends = np.full(unit.max(initial=-1) + 1, np.inf if lowest else -np.inf)
        (np.minimum if lowest else np.maximum).at(ends, unit, key)
        return key == ends[unit]

    def _of_all(self, at: Codes) -> Figures:
        """Return the least, the single, and the greatest number a row; an open end stays open.

        A number that is only approximate has both ends open where no other stands beside it.
        """
        size, row, value = self.size, self.row[at], self.value[at]
        lows, highs, least, most = (np.full(size, end) for end in (np.inf, -np.inf, np.inf, -np.inf))
        np.minimum.at(lows, row, np.nan_to_num(self.low[at], nan=-1))
        np.maximum.at(highs, row, np.nan_to_num(self.high[at], nan=np.inf))
        np.minimum.at(least, row, np.nan_to_num(value, nan=-np.inf))
        np.maximum.at(most, row, np.nan_to_num(value, nan=np.inf))
        single = (least == most) & np.isfinite(least)
        open_ = single.copy()
        open_[row[~self.about[at]]] = False
        return Figures(
            np.where(np.isinf(lows) | (lows < 0) | open_, np.nan, lows),
            np.where(single, most, np.nan),
            np.where(np.isinf(highs) | open_, np.nan, highs),
        )

    def _of_most(self, at: Codes, unit: Codes, rows: Codes) -> npt.NDArray[np.float64]:
        """Return how many were killed at least of the group of each row that lost most; NaN where nobody is known to be.

        `unit` says of which row and group each claim is, `rows` of which row each of these is.
        """
        least = np.full(len(rows), np.inf)
        np.minimum.at(least, unit, np.where(self.about[at] | np.isnan(self.low[at]), 0, self.low[at]))
        most = np.zeros(self.size)
        np.maximum.at(most, rows, np.where(np.isinf(least), 0, least))
        return np.where(most > 0, most, np.nan)


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


def _numbers(values: Iterable[int | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
