"""A table as it was read: every cell as text with the number of its row, kept on disk and read in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc

from incidents.formulas import MADE_NEUTRAL, is_handed_out
from incidents.readers.arrow import pc
from incidents.readers.errors import TooMuch
from incidents.readers.limits import MAX_CELLS, MB

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

Array: TypeAlias = Any  # pyarrow has no types that a strict check can use
Numbers: TypeAlias = Any
WORD: Final = pa.dictionary(pa.int32(), pa.string())
Part: TypeAlias = tuple[Numbers, dict[str, Array]]
ROWS: Final = "rows.arrow"
ROW: Final = "\x00row"
JUDGED: Final = 5_000
"""Rows at the beginning by which it is judged what a table is and how its columns are read."""

_PART: Final = 24 * 1024 * 1024  # bytes
_ROWS: Final = 1 << 16
_SAMPLE: Final = 200


@dataclass(frozen=True)
class Malformed:
    """A row that has no cells to speak of: its number, its text, and why."""

    number: int
    text: str
    reason: str


@dataclass
class Spool:
    """The rows of a file on disk.

    Attributes
    ----------
    path : Path
        Where they lie: each part in an Arrow file of this name with the part's number behind it.
    names : tuple of str
        The columns' names, folded, each once.
    headings : tuple of str
        The same as the file writes them.
    rows : int
        How many rows there are, malformed ones not among them.
    parts : int
        In how many parts they lie.
    malformed : list of Malformed
        Rows that could not be split into cells.
    blank : int
        Records without anything in them, which are no rows; as many as were met so far.
    ending : bool
        Whether few rows are still to come.
    notes : list of str
        How the file was read.
    warnings : list of str
        What of it was not read and may hold incidents.
    marked : mapping of str to set of int
        For each mark that a row can have in the file (`struck_rows`), by its flag, the numbers of the rows.
    unread : mapping of str to mapping of str to frozenset of int
        For each kind of cells without a value (`unread_cells`), by its flag, and for each column the numbers of the rows in which it has one.
    sections : list of (int, str)
        Where several sheets or layers are read as one table: after which row each begins, and what it is called.
    """

    path: Path
    names: tuple[str, ...]
    headings: tuple[str, ...]
    rows: int = 0
    parts: int = 0
    malformed: list[Malformed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    delimiter: str = ","
    blank: int = 0
    ending: bool = False
    marked: Mapping[str, set[int]] = field(default_factory=dict[str, set[int]])
    unread: Mapping[str, Mapping[str, frozenset[int]]] = field(default_factory=dict[str, Mapping[str, frozenset[int]]])
    sections: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def part(self, number: int) -> Path:
        """Return the file of a part."""
        return self.path.with_name(f"{self.path.name}.{number:06}")

    def batches(self, names: Sequence[str] | None = None) -> Iterator[Part]:
        """Yield (row numbers, columns by name, coded) a part at a time; only some columns where `names` says so."""
        wanted = self.names if names is None else [name for name in names if name in self.names]
        places = [0, *(self.names.index(name) + 1 for name in wanted)]
        for number in range(self.parts):
            with pa.OSFile(str(self.part(number)), "rb") as file:
                yield _opened(ipc.open_file(file, options=ipc.IpcReadOptions(included_fields=places)).get_batch(0))

    def first(self, rows: int) -> Part | None:
        """Return (row numbers, columns by name, coded) of so many of the first rows, or of the first part; None for no rows."""
        return next((_first(part, rows) for part in self.batches()), None)


class Anew(Exception):
    """Raised when rows flow and something is met that all of the file has to be looked at for, before any row is read."""


@dataclass(kw_only=True)
class Flow(Spool):
    """The rows of a file as they are read: each comes once and is kept nowhere, what was found out is known at the end.

    Attributes
    ----------
    pieces : callable
        Given this, it yields row numbers and the cells of each column, a few rows at a time.
    """

    pieces: Callable[[Spool], Iterator[tuple[Numbers, Sequence[Array]]]]

    def __post_init__(self) -> None:
        """Begin with the first row."""
        self._parts = self._gathered()
        self._ahead: list[Part] = []

    def batches(self, names: Sequence[str] | None = None) -> Iterator[Part]:
        """Yield (row numbers, columns by name, coded) a part at a time."""
        while part := self._next():
            yield part if names is None else (part[0], {name: part[1][name] for name in names if name in part[1]})

    def first(self, rows: int) -> Part | None:
        """Return the same as `Spool.first`; the rows come nevertheless."""
        if not self._ahead and (part := self._next()):
            self._ahead = [part]
        return _first(self._ahead[0], rows) if self._ahead else None

    def _next(self) -> Part | None:
        return self._ahead.pop() if self._ahead else next(self._parts, None)

    def _gathered(self) -> Iterator[Part]:
        gathering = Gathering(self)
        for numbers, columns in self.pieces(self):
            if (part := gathering.add(numbers, columns)) is not None:
                yield _opened(part)
        if (part := gathering.rest()) is not None:
            yield _opened(part)


def _opened(batch: Any) -> Part:
    """Return the rows of an Arrow batch: their numbers, and the columns by name, coded."""
    columns = {name: coded(batch.column(name)) for name in batch.schema.names if name != ROW}
    return batch.column(ROW).to_numpy(), columns


def _first(part: Part, rows: int) -> Part:
    numbers, columns = part
    return numbers[:rows], {name: coded(plain(column).slice(0, rows)) for name, column in columns.items()}


def coded(column: Array) -> Array:
    """Return a column of texts as a dictionary array; one of which hardly a text is there twice is not looked through."""
    if pa.types.is_dictionary(column.type):
        return column
    return listed_once(column) if is_unlike(column) else column.dictionary_encode()


def is_unlike(column: Array) -> bool:
    """Return whether hardly a text is there twice, by the first of them; false for so few that nobody can say.

    Examples
    --------
    >>> [is_unlike(pa.array(each)) for each in (list(map(str, range(300))), ["Turbat", "Pasni"] * 150, ["a"])]
    [True, False, False]
    """
    return len(column) > _SAMPLE and len(column.slice(0, _SAMPLE).unique()) > _SAMPLE * 0.9


def listed_once(texts: Array) -> Array:
    """Return a dictionary array with an entry a row, in order; null where there is no text."""
    missing = texts.is_null().to_numpy(zero_copy_only=False) if texts.null_count else None
    return pa.DictionaryArray.from_arrays(pa.array(np.arange(len(texts), dtype=np.int32), mask=missing), texts)


def is_listed(column: Array) -> bool:
    """Return whether a dictionary array has an entry a row, in order, as `listed_once` makes it."""
    rows = np.arange(len(column), dtype=np.int32)
    if len(column.dictionary) != len(rows) or len(rows) <= _SAMPLE:
        return False
    indices = column.indices
    return bool(
        (indices.fill_null(-1).to_numpy() == np.where(column.is_valid().to_numpy(zero_copy_only=False), rows, -1)).all()
    )


def codes_in(column: Array) -> Numbers:
    """Return which entry of its dictionary each row of a dictionary array has; -1 for null."""
    indices = column.indices
    return (indices.fill_null(-1) if indices.null_count else indices).to_numpy()


def _restored(column: Array) -> Array:
    """Return texts of a sheet that the atlas handed out as they were before they were made harmless there."""
    texts = pc.replace_substring_regex(plain(column), MADE_NEUTRAL, r"\1")
    return texts.dictionary_encode() if pa.types.is_dictionary(column.type) else texts


def plain(column: Array) -> Array:
    """Return a dictionary column as text."""
    if not pa.types.is_dictionary(column.type):
        return column
    return column.dictionary if is_listed(column) else column.dictionary_decode()


class Gathering:
    """Puts rows together into parts, as what is done once a part takes its time; of at most so many bytes in all."""

    def __init__(self, spool: Spool, most: int = 0) -> None:
        self._spool = spool
        self._most, self._bytes = most, 0
        self._waiting: list[Any] = []
        self._begun = False

    def add(self, numbers: Numbers, columns: Sequence[Array]) -> Any:
        """Take rows, and return the part that is complete; None for none yet.

        Raises
        ------
        TooMuch
            If it is more than a table may have.
        """
        if not len(numbers):
            return None
        if is_handed_out(self._spool.names):
            columns = [_restored(column) for column in columns]
        batch = pa.record_batch(
            [pa.array(np.asarray(numbers, dtype=np.int64)), *columns], names=[ROW, *self._spool.names]
        )
        self._bytes += batch.nbytes
        self._spool.rows += len(numbers)
        if self._spool.rows * len(self._spool.names) > MAX_CELLS:
            raise TooMuch(f"the table has more than {MAX_CELLS:,} cells: split it")
        if self._most and self._bytes > self._most:
            raise TooMuch(f"unpacked it has more than {self._most // MB:,} MB, the most for its size: split it")
        part = None if self._together(batch) else self.rest()
        self._waiting.append(batch)
        return part

    def _together(self, batch: Any) -> bool:
        """Return whether rows go into the same part.

        The first is small, so that what is done with parts begins at once, and so are the last, which nothing else is done beside.
        """
        if (self._spool.ending or not self._begun) and sum(map(len, self._waiting)) >= JUDGED:
            return False
        every = [*self._waiting, batch]
        alike = batch.schema.types == every[0].schema.types
        return alike and sum(map(len, every)) <= _ROWS and sum(each.nbytes for each in every) <= _PART

    def rest(self) -> Any:
        """Return the rows that wait as a part; None for none."""
        if not self._waiting:
            return None
        table = pa.Table.from_batches(self._waiting).unify_dictionaries().combine_chunks()
        self._waiting, self._begun = [], True
        (batch,) = table.to_batches()
        columns = [batch.column(0), *(_as_kept(column) for column in batch.columns[1:])]
        return pa.record_batch(columns, names=batch.schema.names)


class SpoolWriter:
    """Writes a spool, of at most so many bytes where that is told; use it in a with statement."""

    def __init__(self, path: Path, names: Sequence[str], headings: Sequence[str], most: int = 0) -> None:
        self.spool = Spool(path, tuple(names), tuple(headings))
        self._gathering = Gathering(self.spool, most)

    def __enter__(self) -> SpoolWriter:
        """Return the writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write what is left."""
        if error is None:
            self._keep(self._gathering.rest())

    def write(self, numbers: Numbers, columns: Sequence[Array]) -> None:
        """Write rows: their numbers and the cells of each column, as texts or coded; raises `TooMuch`."""
        self._keep(self._gathering.add(numbers, columns))

    def _keep(self, part: Any) -> None:
        if part is not None:
            path = str(self.spool.part(self.spool.parts))
            with pa.OSFile(path, "wb") as file, ipc.new_file(file, part.schema) as writer:
                writer.write_batch(part)
            self.spool.parts += 1

    def write_rows(self, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """Write rows of cells, each as long as there are columns."""
        if rows:
            self.write(np.array(numbers), as_columns(rows))


def as_columns(rows: Sequence[Sequence[str]]) -> list[Array]:
    """Return rows of cells as columns."""
    return [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]


def _as_kept(column: Array) -> Array:
    """Return a column of texts as it is written: coded where texts repeat."""
    return plain(column) if is_unlike(column) else coded(column)
