"""Finds rows of totals that have a date, as an incident has: by a word in a cell, and by figures that are sums of the rows above."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from incidents.dates import MONTHS
from incidents.readers.arrow import pc
from incidents.readers.draft import Draft
from incidents.readers.scanning import Bytes, matching
from incidents.readers.spool import Array, Numbers, codes_in, plain

_WORD: Final = r"(?:(?:(?:grand|sub|over-?all)[\s-]*)?totals?|over-?all)"
_OTHERS: Final = r"sum|summe|gesamt|insgesamt|کل|ٹوٹل|جملہ|میزان|مجموعہ|کل\s+(?:میزان|تعداد)"
_OF: Final = rf"for|of|in|up\s*to|till|until|to\s+date|killed|injured|wounded|dead|deaths|casualties|{'|'.join(MONTHS)}"
_SURE: Final = re.compile(rf"\W*{_WORD}(?:\W*|\s+(?:{_OF})\b.*|\W*\d{{4}}\W*|\s*[:(].*)", re.IGNORECASE)
"""What no place and no id of an incident is called: "TOTAL", "Total for 2024", "Subtotal March", "Grand total:"."""

_AREA: Final = (
    r"pakistan|balochistan|baluchistan|punjab|sindh|khyber\s+pakhtunkhwa|kpk?|gilgit[\s-]+baltistan|azad\s+kashmir|ajk"
)
_ALL: Final = rf"all\s+(?:of\s+)?(?:the\s+)?(?:districts|provinces|areas|regions|places|incidents|{_AREA})"
_EVERYWHERE: Final = re.compile(rf"\W*{_ALL}\W*", re.IGNORECASE)
"""Where no incident is that has a month or year for its date: "All districts"."""

_TITLE: Final = re.compile(rf"{_SURE.pattern}|\W*(?:{_OTHERS})\W*|.*\b{_WORD}\W*|\W*{_ALL}\W*", re.IGNORECASE)
_LIKELY: Final = re.compile(rf"{_TITLE.pattern}|\W*{_WORD}\s.*", re.IGNORECASE)
"""What can also be a place or a title, such as "Kech total": the figures of the row decide."""

_CHEAP: Final = rf"(?i)totals?\b|^\W*over-?all\b|^\W*(?:{_OTHERS})\W*$|^\W*all\s"
_LETTERS: Final = b"lLmM"  # one of them is in each of these words but those of other alphabets
_LONGEST: Final = 200  # letters of a cell that is no text of its own
_ABOVE: Final = 2  # rows of which a figure has to be the sum, so that no chance makes it one
_MANY: Final = 3  # of them with a figure, where no word says it
_LARGE: Final = 10  # a figure that is a sum by chance no more often than a few times in a hundred
_BLOCK: Final = 512

TOTAL: Final = re.compile(rf"\s*{_WORD}\b.*|\W*(?:{_OTHERS})\W*", re.IGNORECASE)
"""What says in a row without a date that it is one of totals."""

REASON: Final = "a row of totals, not an incident"
_WRITTEN: Final = "nothing to do; if it is an incident, write this cell without the word"
_SUMMED: Final = (
    f"{REASON}: it is the sum of the rows above, and the row names no place below its province and no title"
)
_UNNAMED: Final = "nothing to do; if it is an incident, write its place or a title"

Found = tuple[str, str, str, str]
"""The column and the cell that say total, the reason and the remedy."""


@dataclass
class Totals:
    """Knows the rows of totals of a file; it is given the parts of it in order.

    Attributes
    ----------
    by_sums : bool
        Whether figures that are sums are looked for in rows without a word for totals, too.
    """

    by_sums: bool = False
    _rows: int = 0
    _all: dict[tuple[str, str, str], tuple[float, float, int]] = field(default_factory=dict)

    def find(self, draft: Draft, usable: Numbers) -> dict[int, Found]:
        """Return what tells of each row that it is one of totals; a row is flagged where that is not sure."""
        words = {row: told for row, told in _words(draft, self.by_sums).items() if usable[row]}
        sums = _Sums(draft, usable, self._rows, self._all)
        found: dict[int, Found] = {}
        odd = np.zeros(len(usable), dtype=bool)
        own = _named(draft) if self.by_sums else ~odd
        spoken = [*sorted(words), len(usable)]
        row = at = 0
        while row < len(usable):
            stop = min(row + _BLOCK, spoken[at]) if self.by_sums else spoken[at]
            if self.by_sums and stop > row:
                whole, some = sums.summed(row, stop)
                odd[row:stop] |= (whole & own[row:stop]) | (some & ~whole & ~own[row:stop])
                if (bare := np.flatnonzero(whole & ~own[row:stop])).size:
                    stop = row + int(bare[0])
                    odd[stop:] = False
                    found[stop] = *sums.told(stop), _SUMMED, _UNNAMED
            sums.take(row, stop)
            if stop in found:
                sums.close()
                row = stop + 1
                continue
            row = stop
            if row == spoken[at] and row < len(usable):
                column, cell, sure = words[row]
                if sure or sums.agree(row):
                    found[row] = column, cell, REASON, _WRITTEN
                    sums.close()
                else:
                    odd[row] = True
                    sums.take(row, row + 1)
                row, at = row + 1, at + 1
        self._rows, more = sums.kept()
        self._all |= more
        if odd.any():
            draft.flag("looks_like_total", odd)
        return found


class _Sums:
    """The sums of the columns of figures over the incidents before a row: in all, and since the last row of totals."""

    def __init__(
        self, draft: Draft, usable: Numbers, rows: int, known: dict[tuple[str, str, str], tuple[float, float, int]]
    ) -> None:
        figures: dict[tuple[str, str, str], Numbers] = {}
        for each in draft.counted:
            for name, read in each.columns():
                key = name, each.quantity, each.counted if isinstance(each.counted, str) else each.note
                value = np.nan_to_num(np.where(np.isnan(read.value), read.low, read.value))
                figures[key] = np.where(usable, value, 0)
        self._keys = [*figures]
        self._figures = np.stack([*figures.values()]) if figures else np.zeros((0, len(usable)))
        before = np.array([known.get(key, (0.0, 0.0, 0)) for key in self._keys]).reshape(-1, 3)
        self._all, self._closed, self._filled = before.T.copy()
        self._before_that = self._closed
        self._rows, self._usable = rows, usable

    def kept(self) -> tuple[int, dict[tuple[str, str, str], tuple[float, float, int]]]:
        """Return what the next part goes on from."""
        columns = zip(self._all.tolist(), self._closed.tolist(), self._filled.tolist(), strict=True)
        return self._rows, dict(zip(self._keys, columns, strict=True))

    def take(self, row: int, stop: int) -> None:
        """Count rows as incidents."""
        taken = self._figures[:, row:stop]
        self._all += taken.sum(axis=1)
        self._filled += (taken > 0).sum(axis=1)
        self._rows += int(self._usable[row:stop].sum())

    def close(self) -> None:
        """Begin anew after a row of totals."""
        self._before_that, self._closed = self._closed, self._all.copy()

    def _equal(self, row: int, stop: int) -> tuple[Numbers, Numbers, Numbers]:
        """Return the figures of some rows, which are sums of those above, and which of many above."""
        figures = self._figures[:, row:stop]
        before = self._all[:, None] + figures.cumsum(axis=1) - figures
        there = figures > 0
        filled = self._filled[:, None] + there.cumsum(axis=1) - there
        equal = there & ((figures == before) | (figures == before - self._closed[:, None]))
        return figures, equal, equal & (filled >= _MANY)

    def summed(self, row: int, stop: int) -> tuple[Numbers, Numbers]:
        """Return in which rows all figures are sums of those above, by no chance, and in which a large one is."""
        figures, equal, many = self._equal(row, stop)
        large = (many & (figures >= _LARGE)).any(axis=0)
        return (equal == (figures > 0)).all(axis=0) & (large | (many.sum(axis=0) > 1)), large

    def agree(self, row: int) -> bool:
        """Return whether every figure of a row is the sum of those above it, as a row of totals just above may be, or a large one of many."""
        figures, equal, many = self._equal(row, row + 1)
        if (self._all == self._closed).all():
            equal |= (figures > 0) & (figures == (self._all - self._before_that)[:, None])
        whole = bool(equal.any()) and bool((equal == (figures > 0)).all())
        return (whole and self._rows >= _ABOVE) or bool((many & (figures >= _LARGE)).any())

    def told(self, row: int) -> tuple[str, str]:
        """Return the column and the figure that is largest in a row."""
        at = int(self._figures[:, row].argmax())
        return self._keys[at][0], f"{self._figures[at, row]:.10g}"


def _words(draft: Draft, everywhere: bool) -> dict[int, tuple[str, str, bool]]:
    """Return the column, the cell, and whether that is enough, of the rows that have a cell that says total."""
    found: dict[int, tuple[str, str, bool]] = {}
    columns = [(each, True, _LIKELY) for each in (draft.native_id, *draft.names.values())]
    columns += [(each, False, _TITLE) for each in (draft.title, draft.native_type)]
    columns += [(draft.note, False, _SURE)] if everywhere else []
    long = draft.dates.precision.are("month") | draft.dates.precision.are("year")
    for column, decides, likely in columns:
        for row, cell in _said(column):
            if likely.fullmatch(cell) and not found.get(row, ("", "", False))[2]:
                sure = decides and (
                    _SURE.fullmatch(cell) is not None or bool(long[row] and _EVERYWHERE.fullmatch(cell))
                )
                found[row] = draft.batch.source_of(column), cell, sure
    return found


def _said(column: Array | None) -> list[tuple[int, str]]:
    """Return the rows of a column with a word for totals in their cell: each different text is looked at once."""
    if column is None or not len(column.dictionary):
        return []
    texts = column.dictionary
    likely = pc.less_equal(pc.utf8_length(texts), _LONGEST).fill_null(False).to_numpy(zero_copy_only=False)
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        likely = likely & Bytes(texts).having(_LETTERS)
    said = matching(texts, _CHEAP, likely)
    if not said.any():
        return []
    mask: Any = np.append(said, False)
    return [(row, str(column[row].as_py())) for row in np.flatnonzero(mask[codes_in(column)]).tolist()]


def _named(draft: Draft) -> Numbers:
    """Return which rows name something of their own: a place below a province, coordinates, a title, a note, an actor or a kind."""
    own = np.isfinite(draft.latitude) & np.isfinite(draft.longitude)
    texts = [*(draft.names[name] for name in ("admin2", "admin3", "location")), *(each.name for each in draft.actors)]
    for column in (*texts, draft.title, draft.note, draft.native_type):
        if column is not None and len(column):
            words = plain(column)
            area = pc.match_substring_regex(words, rf"(?i)^\s*(?:{_AREA})?\s*$")
            own |= ~pc.fill_null(area, True).to_numpy(zero_copy_only=False)
    return own
