"""Which rows repeat an earlier one in every column but those of ids, within a table and from one of its sheets or layers to another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from incidents.readers.arrow import pc
from incidents.readers.columns import Batch, digest
from incidents.readers.hashing import row_hashes, two_hashes
from incidents.readers.known import Seen
from incidents.readers.scanning import SPACES, Bytes
from incidents.readers.spool import JUDGED, Numbers, Spool, plain
from incidents.wording import counted

if TYPE_CHECKING:
    from incidents.readers.recognise import Plan

ALIKE: Final = "alike"
"""The flag of such rows."""

_IDS: Final = {
    "acled": ("event_id_cnty", "data_id", "event_id_no_cnty"),
    "ucdp": ("id", "relid"),
    "gtd": ("eventid",),
    "atlas": ("id", "atlas_id"),
    "table": ("id",),
}
_SHARE: Final = 0.1  # of a table's rows: so many look like a table that was put in twice
_FEWEST: Final = 5  # rows by which a column is known to number them


def names_of_ids(kind: str, own: str = "") -> tuple[str, ...]:
    """Return the names of the columns of ids of a kind of file, with the one that a mapping states."""
    return tuple(filter(None, (*_IDS[kind], own)))


def is_many(again: int, rows: int) -> bool:
    """Return whether so many rows repeat others that a table looks as if it was put in twice."""
    return again >= max(_SHARE * rows, _FEWEST)


def id_columns(spool: Spool, how: Plan) -> tuple[str, ...]:
    """Return the columns that say which row it is and nothing else: those of ids, and those that number the rows."""
    named = [how.rename.get(name, name) for name in names_of_ids(how.kind)]
    _, columns = spool.first(JUDGED) or ((), {})
    unused = {*how.unused(spool.headings)}
    free = (name for name, heading in zip(spool.names, spool.headings, strict=True) if not heading or heading in unused)
    numbering = [name for name in free if name in columns and is_numbering(plain(columns[name]).to_pylist())]
    return tuple(dict.fromkeys(name for name in (*named, *numbering) if name in spool.names))


def is_numbering(cells: Sequence[str | None]) -> bool:
    """Return whether a column counts up from row to row, but for gaps.

    Examples
    --------
    >>> is_numbering(["1", "2", "3", "4", "5"]), is_numbering(["3", "1", "3", "0", "2"])
    (True, False)
    """
    numbers = [int(cell) for cell in cells if cell and cell.isascii() and cell.isdigit() and len(cell) < 19]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) >= _FEWEST and 10 * len(numbers) >= 9 * len(cells) and 10 * steps >= 9 * (len(numbers) - 1)


def digests(batch: Batch, ids: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return a hash of each row's cells, and one of those that are not in columns of ids."""
    if not ids:
        whole = digest(batch)
        return whole, whole
    return two_hashes(((column, name in ids) for name, column in batch.encoded()), len(batch))


def without_edges(batch: Batch, whole: Numbers) -> Numbers:
    """Return a hash of each row's cells without the blanks around them, given those of the cells as they stand.

    Examples
    --------
    >>> import numpy as np, pyarrow as pa
    >>> batch = Batch(np.arange(2), {"town": pa.array(["Pasni", "Pasni "])})
    >>> len({*digests(batch, ())[0].tolist()}), len({*without_edges(batch, digests(batch, ())[0]).tolist()})
    (2, 1)
    """
    every = [column for _, column in batch.encoded()]
    if not any(Bytes(column.dictionary).edged(SPACES).any() for column in every):
        return whole
    trimmed = (pa.DictionaryArray.from_arrays(each.indices, pc.utf8_trim_whitespace(each.dictionary)) for each in every)
    return row_hashes(trimmed, len(batch))


@dataclass
class Alike:
    """The rows met so far without their ids.

    `ids` are the columns of ids as the file writes them, `sections` say after which row which sheet or layer begins.
    """

    ids: Sequence[str]
    sections: Sequence[tuple[int, str]]
    _seen: Seen = field(default_factory=Seen)
    _met: list[tuple[Numbers, Numbers]] = field(default_factory=list)
    _again: list[tuple[Numbers, Numbers, Numbers]] = field(default_factory=list)

    def look_at(self, numbers: Numbers, keys: Numbers, usable: Numbers, merged: Numbers) -> Numbers:
        """Return which of the usable rows repeat an earlier one; `keys` stand for rows without ids, merged ones are exact repeats."""
        found = np.zeros(len(numbers), dtype=bool)
        if not self.ids and not self.sections:
            return found
        rows = np.flatnonzero(np.logical_or(usable, merged))
        again = self._seen.before(keys[rows])
        self._met.append((keys[rows], numbers[rows]))
        self._again.append((keys[rows[again]], numbers[rows[again]], merged[rows[again]]))
        found[rows[again]] = True
        return found & usable

    def warnings(self) -> list[str]:
        """Return what has to be known before figures are used: what repeats from sheet to sheet, and tables that stand there twice."""
        pairs = self._pairs()
        between = [self._between(one, other, each) for (one, other), each in pairs.items() if one != other]
        inside = [row for (one, other), each in pairs.items() if one == other for row in each if not row[2]]
        whole = sum(len(numbers) for _, numbers in self._met)
        if is_many(len(inside), whole):
            number, first, _ = inside[0]
            between.append(
                f"{len(inside):,} of {counted(whole, 'row')} repeat an earlier one in every column but {self._but()} (row {number:,} repeats "
                f"row {first:,}): they are taken, and the figures of both are counted. If the table stands there twice, take one out and import again"
            )
        return between

    def notes(self) -> list[str]:
        """Return what is said before a file is imported: the warnings, or which few rows repeat others."""
        if warnings := self.warnings():
            return warnings
        alike = [(row, first) for row, first, merged in self._repeats() if not merged]
        example = f" (row {alike[0][0]:,} repeats row {alike[0][1]:,})" if alike else ""
        told = f"{counted(len(alike), 'row')} the same as an earlier one in every column but {self._but()}{example}: each is an incident"
        return [told] if alike else []

    def _pairs(self) -> dict[tuple[int, int], list[tuple[int, int, bool]]]:
        """Return (row, the first row like it, whether it was merged) by the sections of both."""
        pairs: dict[tuple[int, int], list[tuple[int, int, bool]]] = defaultdict(list)
        for number, first, merged in self._repeats():
            pairs[self._section(number), self._section(first)].append((number, first, merged))
        return pairs

    def _repeats(self) -> Iterator[tuple[int, int, bool]]:
        if not sum(len(each) for each, _, _ in self._again):
            return
        keys, numbers = (np.concatenate(each) for each in zip(*self._met, strict=True))
        order = np.argsort(keys, kind="stable")
        again, rows, merged = (np.concatenate(each) for each in zip(*self._again, strict=True))
        firsts = numbers[order[np.searchsorted(keys[order], again)]]
        yield from zip(rows.tolist(), firsts.tolist(), merged.tolist(), strict=True)

    def _section(self, number: int) -> int:
        return bisect_left([before for before, _ in self.sections], number) - 1

    def _rows(self, section: int) -> int:
        """Return how many rows a sheet or layer has."""
        begins = np.array([before for before, _ in self.sections])
        return sum(int((np.searchsorted(begins, numbers) == section + 1).sum()) for _, numbers in self._met)

    def _but(self) -> str:
        return " and ".join(map(repr, self.ids))

    def _between(self, one: int, other: int, rows: Sequence[tuple[int, int, bool]]) -> str:
        """Return what is said of a sheet that repeats rows of another."""
        (before, name), (before_other, name_other) = self.sections[one], self.sections[other]
        taken = [(number, first) for number, first, merged in rows if not merged]
        told = f"{name} repeats {len(rows):,} of its {counted(self._rows(one), 'row')} from {name_other}"
        if not taken:
            return f"{told}, in every column: they are merged and count once"
        (number, first), *_ = taken
        example = f"row {number - before:,} repeats row {first - before_other:,}"
        merged = f"; {len(rows) - len(taken):,} the same in every column are merged" if len(taken) < len(rows) else ""
        return (
            f"{told}: {len(taken):,} in every column but {self._but()} ({example}) are taken, and the figures of both are counted{merged}. "
            f"If it is a copy, hide or delete it and import the file again"
        )
