"""How many rows have which codes together, counted once: what most selections are answered from instead of from all rows."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.engine import Where

if TYPE_CHECKING:
    from incidents.coding import Codes
    from incidents.engine import Engine
    from incidents.shelf import Shelf

PAIRS: Final = ("mark", "span", "actors", "sources")
"""What is counted together with the profile of rows: a cube each."""

MOST: Final = 400_000
"""Combinations that a cube may have; with more, the rows themselves are asked."""

FRONT: Final = 4_096
"""Rows of an order that are kept with all their codes."""

FRONTS: Final = {
    "earliest": '"first", "row"',
    "latest": '"first" DESC, "row"',
    "largest": 'killed DESC, other DESC, "row"',
}
"""Orders of which the first rows are kept; the largest are those with the largest figures."""

_CODES: Final = ("row", "first", "last", "profile", "known", "mark", "actors", "toponym", "killed", "other")

Columns = Mapping[str, "Codes"]


class Cubes:
    """Answers what the engine would, from fewer numbers wherever the conditions allow it.

    Parameters
    ----------
    engine : Engine
        Which counts what no cube holds.
    shelf : Shelf
        What codes mean: of which type a profile is, where a mark lies, on which days a span.
    """

    def __init__(self, engine: Engine, shelf: Shelf) -> None:
        self.engine, self.shelf = engine, shelf
        self._cubes: dict[str, Columns | None] = {}
        self._fronts: dict[str, Columns] = {}
        self._lock = threading.RLock()

    def count(self, where: Where, *columns: str) -> tuple[Codes, ...]:
        """Return the codes of columns that occur together under conditions, in their order, and how many rows have them."""
        if (cube := self._serving(where, columns)) is None:
            return _in_order(self.engine.count(where, *columns))
        return _counted(cube, where, columns, "rows")

    def count_carrying(self, where: Where, column: str) -> tuple[Codes, Codes, Codes]:
        """Return the codes of a column under conditions, how many rows have them, and how many of these carry a figure."""
        if (cube := self._serving(where, (column,))) is None:
            return self.engine.count_carrying(where, column)
        codes, rows = _counted(cube, where, (column,), "rows")
        carrying = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
        found, count = _counted(cube, where, (column,), "carrying")
        carrying[found] = count
        return codes, rows, carrying[codes]

    def first(self, where: Where, order: str, most: int) -> Columns | None:
        """Return the first rows of one of `FRONTS` under conditions, all their codes; None where more have to be looked at."""
        front = self.front(order)
        chosen = np.flatnonzero(where.meant(front))[:most]
        if len(chosen) < most and len(front["row"]) < self.engine.rows:
            return None
        return {name: codes[chosen] for name, codes in front.items()}

    def _serving(self, where: Where, columns: tuple[str, ...]) -> Columns | None:
        """Return the smallest cube that knows the columns and whatever the conditions look at; None for none."""
        wanted = {*columns, *where.columns()}
        found = (self._cube(name) for name in PAIRS if wanted <= {"profile", "type", *self._known(name)})
        return min((cube for cube in found if cube is not None), key=lambda cube: len(cube["rows"]), default=None)

    def _known(self, name: str) -> tuple[str, ...]:
        return {"mark": ("mark", "known"), "span": ("span", "first", "last")}.get(name, (name,))

    def _cube(self, name: str) -> Columns | None:
        with self._lock:
            if name not in self._cubes:
                self._cubes[name] = self._counted_once(name)
            return self._cubes[name]

    def _counted_once(self, name: str) -> Columns | None:
        if self.engine.ends(Where(), [name]).get(name, (0, 0))[1] >= MOST:
            return None  # more codes than a cube may have combinations
        profile, code, rows, carrying = self.engine.count_together("profile", name)
        if len(rows) > MOST:
            return None
        shelf = self.shelf
        made = {"profile": profile, name: code, "type": shelf.profile_type[profile], "rows": rows, "carrying": carrying}
        if name == "mark":
            made["known"] = shelf.mark_known[code]
        if name == "span":
            made |= {"first": shelf.span_first[code], "last": shelf.span_last[code]}
        return made

    def front(self, order: str) -> Columns:
        """Return the first rows of one of `FRONTS`, all their codes."""
        with self._lock:
            if order not in self._fronts:
                found = self.engine.select(Where(), *_CODES, order=FRONTS[order], limit=FRONT)
                self._fronts[order] = dict(zip(_CODES, found, strict=True))
            return self._fronts[order]


def _counted(cube: Columns, where: Where, columns: tuple[str, ...], number: str) -> tuple[Codes, ...]:
    """Return the codes of columns that occur together in a cube under conditions, in their order, and the sum of a number."""
    chosen = where.meant(cube)
    parts = [cube[name][chosen].astype(np.int64) for name in columns]
    sizes = [int(part.max(initial=0)) + 1 for part in parts]
    sums = np.bincount(np.ravel_multi_index(parts, sizes), cube[number][chosen], minlength=1).astype(np.int64)
    found = np.flatnonzero(sums)
    return (*np.unravel_index(found, sizes), sums[found])


def _in_order(columns: tuple[Codes, ...]) -> tuple[Codes, ...]:
    """Return counted columns in the order of their codes: the engine gives them in any."""
    order = np.lexsort(columns[-2::-1])
    return tuple(column[order] for column in columns)
