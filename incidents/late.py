"""Reads rows of a Parquet file when they are asked for, by their numbers: only the parts of the file that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from incidents.coding import Codes


REMEMBERED: Final = 6
"""Parts of a file that stay decoded, some five megabytes each: the next page of a table mostly lies in the same ones."""


class Late:
    """The rows of a Parquet file.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    StoreError
        If it cannot be read, now or when rows are asked for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._reading():
            self._metadata: Any = parquet.read_metadata(path)
        sizes = [self._metadata.row_group(number).num_rows for number in range(self._metadata.num_row_groups)]
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self._part = lru_cache(maxsize=REMEMBERED)(self._read_part)

    def __len__(self) -> int:
        """Return how many rows the file has."""
        return int(self._starts[-1])

    def read(self, columns: Sequence[str]) -> pa.Table:
        """Return columns of all rows."""
        with self._reading(), self._file() as file:
            return file.read(columns=list(columns), use_threads=True)

    def pieces(self, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
        """Yield (number of its first row, columns) of each part of the file."""
        with self._reading(), self._file() as file:
            for number, start in enumerate(self._starts[:-1].tolist()):
                yield start, file.read_row_group(number, columns=list(columns), use_threads=False)

    def take(self, rows: Codes, columns: Sequence[str]) -> pa.Table:
        """Return columns of some rows, in their order."""
        unique, back = np.unique(rows, return_inverse=True)
        groups = np.searchsorted(self._starts, unique, side="right") - 1
        with self._reading():
            taken = [
                self._part(number, tuple(columns)).take(pa.array(unique[groups == number] - self._starts[number]))
                for number in np.unique(groups).tolist()
            ]
            if not taken:
                with self._file() as file:
                    return file.schema_arrow.empty_table().select(list(columns))
        return pa.concat_tables(taken).unify_dictionaries().take(pa.array(back))

    def _read_part(self, number: int, columns: Sequence[str]) -> pa.Table:
        with self._file() as file:
            return file.read_row_group(number, columns=list(columns), use_threads=False)

    def _file(self) -> Any:
        return parquet.ParquetFile(self._path, metadata=self._metadata)

    @contextmanager
    def _reading(self) -> Generator[None]:
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            what = f"cannot read {str(self._path)!r}, which was there when the atlas was opened"
            raise StoreError(f"{what}: put the folder back, or import the file again") from error
