"""Counts rows of codes under conditions in one DuckDB in memory, within a limit of time and memory; nothing else knows it."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from incidents.columns import NO_FIGURE
from incidents.errors import QueryStopped

Numbers = npt.NDArray[Any]

MEMORY: Final = "768MB"
THREADS: Final = 2
SECONDS: Final = 20.0
"""How long one question may take before it is interrupted."""

_SETTINGS: Final[Mapping[str, str]] = {
    "threads": str(THREADS),
    "memory_limit": f"'{MEMORY}'",
    "temp_directory": "''",
    "perfect_ht_threshold": "20",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
_TOO_SLOW: Final = "this took longer than {seconds:.0f} seconds and was stopped: take fewer days, or fewer words"
_TOO_LARGE: Final = f"this needs more than the {MEMORY} that queries may take: take fewer days, or one dataset"


@dataclass(frozen=True)
class Bits:
    """Which codes of a column are meant, as a bitmap."""

    column: str
    bits: bytes

    @classmethod
    def of(cls, column: str, chosen: Numbers) -> Bits:
        """Return the bitmap of an array that has True for each code that is meant."""
        return cls(column, np.packbits(np.asarray(chosen, dtype=bool)).tobytes())

    def meant(self, codes: Numbers) -> Numbers:
        """Return which of some codes are meant."""
        bytes_ = np.frombuffer(self.bits, dtype=np.uint8)
        return (bytes_[codes >> 3] >> (7 - (codes & 7)).astype(np.uint8) & 1).astype(bool)


@dataclass(frozen=True)
class Where:
    """Conditions on rows, all of which hold.

    Attributes
    ----------
    clauses : tuple of tuple of Bits
        In each, at least one bitmap holds the row's code.
    since, until : int or None
        Days (from 1 January 1970) that the row's span touches: its last day is not before, its first not after.
    """

    clauses: tuple[tuple[Bits, ...], ...] = ()
    since: int | None = None
    until: int | None = None

    def but(self, *clause: Bits) -> Where:
        """Return the same with one more clause."""
        return replace(self, clauses=(*self.clauses, clause))

    def columns(self) -> set[str]:
        """Return the columns that the conditions look at."""
        days = {"last" if self.since is not None else "", "first" if self.until is not None else ""} - {""}
        return days | {each.column for clause in self.clauses for each in clause}

    def meant(self, columns: Mapping[str, Numbers]) -> Numbers:
        """Return which rows the conditions mean, of rows whose codes are given by column."""
        chosen = np.ones(len(next(iter(columns.values()))), dtype=bool)
        if self.since is not None:
            chosen &= columns["last"] >= self.since
        if self.until is not None:
            chosen &= columns["first"] <= self.until
        for clause in self.clauses:
            chosen &= np.logical_or.reduce([each.meant(columns[each.column]) for each in clause])
        return chosen

    def sql(self) -> tuple[str, list[Any]]:
        """Return the conditions as SQL with the values to bind."""
        parts, values = ["true"], list[Any]()
        if self.since is not None:
            parts.append('"last" >= ?')
            values.append(self.since)
        if self.until is not None:
            parts.append('"first" <= ?')
            values.append(self.until)
        for clause in self.clauses:
            parts.append(" OR ".join(f'get_bit(?::BLOB::BIT, "{each.column}") = 1' for each in clause) or "false")
            values += [each.bits for each in clause]
        return " AND ".join(f"({part})" for part in parts), values


@dataclass(frozen=True)
class EngineFacts:
    """What the engine is and what it may take, for people: rows, versions, limits (bytes, seconds)."""

    name: str
    rows: int
    threads: int
    memory: int
    memory_limit: int
    seconds: float


class Engine:
    """One table of codes, asked from any thread.

    Parameters
    ----------
    table : pyarrow.Table
        Whole numbers by column; ``row``, ``first`` and ``last`` among them, in the order of ``first``.
    seconds : float, optional
        How long one question may take.
    """

    def __init__(self, table: pa.Table, seconds: float = SECONDS) -> None:
        self.rows = table.num_rows
        self.seconds = seconds
        self._database = duckdb.connect(":memory:")
        self._database.register("given", table)
        self._database.execute("CREATE TABLE incidents AS SELECT * FROM given")
        self._database.unregister("given")
        for name, value in _SETTINGS.items():
            self._database.execute(f"SET {name} = {value}")

    def count(self, where: Where, *columns: str) -> tuple[Numbers, ...]:
        """Return the codes of columns that occur together under conditions, and how many rows have them."""
        names = ", ".join(f'"{name}"' for name in columns)
        return self.ask(f"SELECT {names}, count(*) AS n FROM incidents", where, f"GROUP BY {names}")  # noqa: S608 (names of columns)

    def total(self, where: Where) -> int:
        """Return how many rows there are under conditions."""
        return int(self.ask("SELECT count(*) AS n FROM incidents", where)[0][0])

    def select(
        self, where: Where, *columns: str, order: str = "", limit: int | None = None, offset: int = 0
    ) -> tuple[Numbers, ...]:
        """Return columns of the rows under conditions; in an order where one is given."""
        names = ", ".join(f'"{name}"' for name in columns)
        rest = f"ORDER BY {order}" if order else ""
        rest += f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
        return self.ask(f"SELECT {names} FROM incidents", where, rest)  # noqa: S608 (names of columns)

    def count_carrying(self, where: Where, column: str) -> tuple[Numbers, Numbers, Numbers]:
        """Return the codes of a column under conditions, how many rows have them, and how many of these carry a figure."""
        codes, rows, carrying = self._count_carrying(where, f'"{column}"')
        return codes, rows, carrying

    def count_together(self, one: str, other: str) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return the codes of two columns that occur together, how many rows have them, and how many of these carry a figure."""
        first, second, rows, carrying = self._count_carrying(Where(), f'"{one}", "{other}"')
        return first, second, rows, carrying

    def _count_carrying(self, where: Where, names: str) -> tuple[Numbers, ...]:
        carrying = f"count(*) FILTER ({NO_FIGURE} < killed) AS carrying"
        select = f"SELECT {names}, count(*) AS n, {carrying} FROM incidents"  # noqa: S608 (names of columns)
        return self.ask(select, where, f"GROUP BY {names}")

    def ends(self, where: Where, columns: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return the smallest and the largest code of columns under conditions; nothing for no rows."""
        named = list(columns)
        names = ", ".join(f'min("{name}"), max("{name}")' for name in named)
        found = [column[0] for column in self.ask(f"SELECT {names} FROM incidents", where)]  # noqa: S608 (names of columns)
        if any(np.ma.is_masked(each) for each in found):
            return {}
        return {name: (int(found[2 * at]), int(found[2 * at + 1])) for at, name in enumerate(named)}

    def facts(self) -> EngineFacts:
        """Return what the engine is and may take."""
        with self._cursor() as cursor:
            memory = cursor.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()
            limit = cursor.execute("SELECT current_setting('memory_limit')").fetchone()
        used, most = int((memory or (0,))[0] or 0), _bytes(str((limit or ("0 B",))[0]))
        return EngineFacts(f"DuckDB {duckdb.__version__}", self.rows, THREADS, used, most, self.seconds)

    def ask(self, select: str, where: Where, rest: str = "") -> tuple[Numbers, ...]:
        """Return the columns of a question in SQL under conditions; what a person gave is in the conditions, and bound."""
        conditions, values = where.sql()
        with self._cursor() as cursor:
            found: Any = cursor.execute(f"{select} WHERE {conditions} {rest}", values).fetchnumpy()
        return tuple(found.values())

    @contextmanager
    def _cursor(self) -> Generator[duckdb.DuckDBPyConnection]:
        """Give a cursor that is interrupted when its time is over."""
        cursor = self._database.cursor()
        watch = threading.Timer(self.seconds, cursor.interrupt)
        watch.daemon = True
        watch.start()
        try:
            yield cursor
        except duckdb.InterruptException:
            raise QueryStopped(_TOO_SLOW.format(seconds=self.seconds)) from None
        except duckdb.OutOfMemoryException:
            raise QueryStopped(_TOO_LARGE) from None
        finally:
            watch.cancel()
            cursor.close()


def _bytes(words: str) -> int:
    """Return a size such as "732.4 MiB" in bytes."""
    number, _, unit = words.partition(" ")
    return int(float(number) * 1024 ** ("B", "KiB", "MiB", "GiB", "TiB").index(unit or "B"))
