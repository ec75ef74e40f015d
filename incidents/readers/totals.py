"""Finds rows of totals that have a date, as an incident has: by a word in a cell, and by figures that are sums of the rows above."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from incidents.readers.arrow import pc
from incidents.readers.draft import Draft
from incidents.readers.spool import Array, Numbers, codes_in
from incidents.readers.tally import Tally

_WORD: Final = r"(?:(?:grand|sub|over-?all)[\s-]*)?totals?"
_OTHERS: Final = r"sum|summe|gesamt|insgesamt|کل|ٹوٹل|جملہ|میزان|مجموعہ|کل\s+(?:میزان|تعداد)"
_SURE: Final = re.compile(
    rf"\W*{_WORD}(?:\W*|\s+(?:for|of|in|up\s*to|till|until|to\s+date)\b.*|\W*\d{{4}}\W*|\s*[:(].*)", re.IGNORECASE
)
"""What no place and no id of an incident is called: "TOTAL", "Total for 2024", "Grand total:"."""

_LIKELY: Final = re.compile(rf"{_SURE.pattern}|\W*(?:{_OTHERS})\W*|.*\b{_WORD}\W*", re.IGNORECASE)
"""What can also be a place or a title, such as "Kech total": the figures of the row decide."""

_CHEAP: Final = rf"(?i)totals?\b|^\W*(?:{_OTHERS})\W*$"
_LONGEST: Final = 200  # letters of a cell that is no text of its own
_ABOVE: Final = 2  # rows of which a figure has to be the sum, so that no chance makes it one

TOTAL: Final = re.compile(rf"\s*{_WORD}\b.*|\W*(?:{_OTHERS})\W*", re.IGNORECASE)
"""What says in a row without a date that it is one of totals."""


@dataclass
class Totals:
    """Knows the rows of totals of a file; it is given the parts of it in order.

    Attributes
    ----------
    since : mapping of (column, quantity, counted) to float
        The sums of the columns of figures up to the last row of totals.
    """

    since: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def find(self, draft: Draft, usable: Numbers, tally: Tally) -> dict[int, tuple[str, str]]:
        """Return the column and the cell that says total of each row that is one of totals; the row is flagged where that is not sure."""
        words = {row: told for row, told in _words(draft).items() if usable[row]}
        if not words:
            return {}
        sums = _Sums(draft, usable, set(words), tally)
        found: dict[int, tuple[str, str]] = {}
        odd = np.zeros(len(usable), dtype=bool)
        for row, (column, cell, sure) in sorted(words.items()):
            if sure or sums.agree(row, self.since):
                found[row] = column, cell
                self.since = sums.before(row)
            else:
                odd[row] = True
                sums.take(row)
        if odd.any():
            draft.flag("looks_like_total", odd)
        return found


class _Sums:
    """The sums of the columns of figures over the incidents before a row."""

    def __init__(self, draft: Draft, usable: Numbers, out: set[int], tally: Tally) -> None:
        inside = usable.copy()
        inside[list(out)] = False
        self._figures: dict[tuple[str, str, str], Numbers] = {}
        self._sums: dict[tuple[str, str, str], Numbers] = {}
        for each in draft.counted:
            for name, read in each.columns():
                key = name, each.quantity, each.counted if isinstance(each.counted, str) else each.note
                figures = np.nan_to_num(np.where(np.isnan(read.value), read.low, read.value))
                known = tally.sums.get(key, [0.0])[0]
                self._figures[key], self._sums[key] = figures, known + np.cumsum(np.where(inside, figures, 0))
        self._rows = tally.taken + np.cumsum(inside)

    def before(self, row: int) -> dict[tuple[str, str, str], float]:
        """Return the sums before a row."""
        return {key: float(sums[row]) for key, sums in self._sums.items()}

    def take(self, row: int) -> None:
        """Count a row as an incident."""
        self._rows[row:] += 1
        for key, sums in self._sums.items():
            sums[row + 1 :] += self._figures[key][row]

    def agree(self, row: int, since: dict[tuple[str, str, str], float]) -> bool:
        """Return whether every figure of a row is the sum of those above it, or of those since the last row of totals."""
        if self._rows[row] < _ABOVE:
            return False
        stated = {key: float(figures[row]) for key, figures in self._figures.items() if figures[row]}
        return bool(stated) and all(
            figure in (self._sums[key][row], self._sums[key][row] - since.get(key, 0.0))
            for key, figure in stated.items()
        )


def _words(draft: Draft) -> dict[int, tuple[str, str, bool]]:
    """Return the column, the cell, and whether that is enough, of the rows that have a cell that says total."""
    found: dict[int, tuple[str, str, bool]] = {}
    places = [draft.native_id, *draft.names.values()]
    for column, decides in (*((each, True) for each in places), (draft.title, False), (draft.native_type, False)):
        for row, cell in _said(column):
            if len(cell) <= _LONGEST and _LIKELY.fullmatch(cell) and not found.get(row, ("", "", False))[2]:
                sure = decides and _SURE.fullmatch(cell) is not None
                found[row] = draft.batch.source_of(column), cell, sure
    return found


def _said(column: Array | None) -> list[tuple[int, str]]:
    """Return the rows of a column with a word for totals in their cell: each different text is looked at once."""
    if column is None or not len(column.dictionary):
        return []
    said = pc.match_substring_regex(column.dictionary, _CHEAP).fill_null(False)
    if not pc.any(said).as_py():
        return []
    mask: Any = np.append(said.to_numpy(zero_copy_only=False), False)
    return [(row, str(column[row].as_py())) for row in np.flatnonzero(mask[codes_in(column)]).tolist()]
