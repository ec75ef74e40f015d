"""A table as it was read: every cell as text with the number of its row, kept on disk and read in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc

from incidents.readers.errors import TooMuch
from incidents.readers.limits import MAX_CELLS, MB

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

Array: TypeAlias = Any  # pyarrow has no types that a strict check can use
Numbers: TypeAlias = Any
ROW: Final = "\x00row"
_PART: Final = 16 * 1024 * 1024  # bytes


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
        The Arrow file that holds them.
    names : tuple of str
        The columns' names, folded, each once.
    headings : tuple of str
        The same as the file writes them.
    rows : int
        How many rows there are, malformed ones not among them.
    first_row : int
        The number of the first row of data, as a spreadsheet program counts.
    malformed : list of Malformed
        Rows that could not be split into cells.
    notes : list of str
        How the file was read.
    """

    path: Path
    names: tuple[str, ...]
    headings: tuple[str, ...]
    rows: int = 0
    malformed: list[Malformed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    delimiter: str = ","

    def batches(self, names: Sequence[str] | None = None) -> Iterator[tuple[Numbers, dict[str, Array]]]:
        """Yield (row numbers, columns by name) a part at a time; only some columns where `names` says so."""
        with pa.OSFile(str(self.path), "rb") as file:
            whole = ipc.open_file(file)
            wanted = self.names if names is None else [name for name in names if name in self.names]
            places = [whole.schema.get_field_index(name) for name in (ROW, *wanted)]
            options = ipc.IpcReadOptions(included_fields=places)
            reader = ipc.open_file(file, options=options)
            parts = (reader.get_batch(number) for number in range(reader.num_record_batches))
            for batch in _gathered(parts):
                columns = {name: batch.column(name) for name in wanted}
                yield batch.column(ROW).to_numpy(), columns


def _gathered(parts: Iterable[Any]) -> Iterator[Any]:
    """Yield small parts together, as what is done once a part takes its time."""
    waiting: list[Any] = []
    size = 0
    for part in parts:
        more = part.nbytes
        if waiting and size + more > _PART:
            yield _whole(waiting)
            waiting, size = [], 0
        waiting.append(part)
        size += more
    if waiting:
        yield _whole(waiting)


def _whole(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else pa.concat_batches(parts)


class SpoolWriter:
    """Writes a spool, of at most so many bytes where that is told; use it in a with statement."""

    def __init__(self, path: Path, names: Sequence[str], headings: Sequence[str], most: int = 0) -> None:
        self.spool = Spool(path, tuple(names), tuple(headings))
        self._most, self._bytes = most, 0
        self._schema = pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in names)])
        self._file = pa.OSFile(str(path), "wb")
        self._writer = ipc.new_file(self._file, self._schema)

    def __enter__(self) -> SpoolWriter:
        """Return the writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._writer.close()
        self._file.close()

    def write(self, numbers: Numbers, columns: Sequence[Array]) -> None:
        """Write a part: row numbers and the cells of each column; raises `TooMuch` for more than a table may have."""
        if len(numbers):
            batch = pa.record_batch([pa.array(np.asarray(numbers, dtype=np.int64)), *columns], schema=self._schema)
            self._bytes += batch.nbytes
            self.spool.rows += len(numbers)
            if self.spool.rows * len(self.spool.names) > MAX_CELLS:
                raise TooMuch(f"the table has more than {MAX_CELLS:,} cells: split it")
            if self._most and self._bytes > self._most:
                raise TooMuch(f"unpacked it has more than {self._most // MB:,} MB, the most for its size: split it")
            self._writer.write_batch(batch)

    def write_rows(self, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """Write rows of cells, each as long as there are columns."""
        if rows:
            columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            self.write(np.array(numbers), columns)
