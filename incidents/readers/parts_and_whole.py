"""Compares a row's number of everyone killed or wounded with those of groups: parts above the whole, and parts without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from incidents.readers.draft import Counted, Draft
from incidents.readers.spool import Numbers
from incidents.vocabulary import COUNTED
from incidents.wording import counted, listed

ABOVE: Final = "parts_above_total"
NO_TOTAL: Final = "no_total"
_EVERYONE: Final = "people"
_APART: Final = ("militants", "state_forces", "civilians")
"""Groups of which nobody is in two."""
_TOLD: Final = 3


class _Compared(NamedTuple):
    """Of one quantity the column of everyone, those of groups, and in which rows these are above it or alone."""

    whole: Counted
    parts: tuple[Counted, ...]
    above: Numbers
    alone: Numbers


def flag_parts(draft: Draft) -> None:
    """Mark rows whose groups have more people than everyone, and those of which only groups are known to have lost anybody."""
    for each in _compared(draft):
        draft.flag(ABOVE, each.above)
        if each.whole.quantity == "killed":
            draft.flag(NO_TOTAL, each.alone)


def _compared(draft: Draft) -> Iterator[_Compared]:
    wholes = [each for each in draft.counted if _counts(each, _EVERYONE)]
    for whole in wholes:
        known = [~np.isnan(_known(each)) for each in wholes if each.quantity == whole.quantity]
        parts = tuple(
            each
            for each in draft.counted
            if each.quantity == whole.quantity and not _counts(each, _EVERYONE) and _same(each, whole)
        )
        if parts:
            least = _least(parts)
            yield _Compared(whole, parts, least > whole.amounts.high, (least > 0) & ~np.any(known, axis=0))


def _counts(each: Counted, group: str) -> bool:
    return isinstance(each.counted, str) and each.counted == group


def _same(one: Counted, other: Counted) -> bool:
    """Return whether two columns have one claimant, and the first one group."""
    alike = one.claimant is other.claimant or (isinstance(one.claimant, str) and one.claimant == other.claimant)
    return alike and isinstance(one.counted, str) and one.counted in COUNTED


def _known(each: Counted) -> Numbers:
    return np.fmax(np.fmax(each.amounts.low, each.amounts.value), each.amounts.high)


def _least(parts: tuple[Counted, ...]) -> Numbers:
    """Return how many people there are at least in groups; of those that can share people only the largest."""
    of_group: dict[str, Numbers] = {}
    for each in parts:
        group = COUNTED[str(each.counted)].group
        low = np.nan_to_num(each.amounts.low, nan=0.0)
        of_group[group] = np.maximum(of_group[group], low) if group in of_group else low
    apart = [low for group, low in of_group.items() if group in _APART]
    others = [low for group, low in of_group.items() if group not in _APART]
    return np.max([*others, np.sum(apart, axis=0)] if apart else others, axis=0)


@dataclass
class PartsAbove:
    """Rows in which groups are above the whole, with what stands in them: the first of them, and how many there are."""

    _told: list[str] = field(default_factory=list[str])
    _rows: int = 0

    def look_at(self, draft: Draft, usable: Numbers) -> None:
        """Look at the usable rows of a part."""
        if not (usable & draft.flags.get(ABOVE, False)).any():
            return
        for each in _compared(draft):
            rows = np.flatnonzero(each.above & usable)
            self._rows += len(rows)
            for row in rows[: _TOLD - len(self._told)].tolist():
                cells = [
                    f"{column.column!r} {low:.10g}"
                    for column in (each.whole, *each.parts)
                    if (low := np.fmax(column.amounts.low[row], column.amounts.high[row])) > 0 or column is each.whole
                ]
                self._told.append(f"row {draft.batch.numbers[row]} has {listed(cells)}")

    def warnings(self) -> list[str]:
        """Return what has to be known before figures are used; nothing where no part is above the whole."""
        if not self._rows:
            return []
        more = self._rows - len(self._told)
        told = "; ".join([*self._told, *([f"and so on in {counted(more, 'more row')}"] if more else [])])
        return [
            f"groups have more people than everyone: {told}. Perhaps the column of everyone leaves some out: each number stands as "
            "written, and a mapping says by “counted” whom a column counts"
        ]
