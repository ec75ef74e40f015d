"""A selection read a piece at a time, for what goes through all of it: nothing of it is held whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from incidents.imported import ImportedPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd

    from incidents.coding import Codes
    from incidents.imported_records import Said
    from incidents.query import Query
    from incidents.record import Source
    from incidents.selection import Selection

PIECE: Final = 16_384
"""How many incidents are read at a time."""


class Pieces:
    """The selected incidents with their claims and sources, some thousands at a time.

    Parameters
    ----------
    query : Query
        Where selections are answered.
    selection : Selection
        Which incidents.
    sources : mapping of str to Source
        The sources that are records, by id.
    """

    def __init__(self, query: Query, selection: Selection, sources: Mapping[str, Source]) -> None:
        self._query, self._selection, self._sources = query, selection, sources
        self._answer = query.answer(selection)
        self._parts = [part for part in query.shelf.parts if isinstance(part, ImportedPart)]

    def __len__(self) -> int:
        """Return how many incidents are selected."""
        return self._answer.count

    def frames(self, size: int = PIECE) -> Iterator[tuple[Codes, gpd.GeoDataFrame]]:
        """Yield the rows of `Atlas.incidents` and their numbers, `size` at a time; one empty piece where nothing is selected.

        All rows of a piece are records, or all are of one imported dataset.
        """
        for rows in self._rows(size):
            yield rows, self._query.located(rows, self._selection)

    def named(self) -> Iterator[tuple[Codes, Mapping[str, Any]]]:
        """Yield ``id, title, start, sources`` of the imported incidents, as columns, and their numbers."""
        for rows in self._rows(PIECE):
            for part, local in self._imported(rows):
                yield rows, part.named(local)

    def _rows(self, size: int) -> Iterator[Codes]:
        edges = np.searchsorted(self._answer.rows, self._query.shelf.starts).tolist()
        parts = [self._answer.rows[one:end] for one, end in pairwise(edges) if end > one]
        yield from (part[at : at + size] for part in parts for at in range(0, len(part), size))
        if not parts:
            yield self._answer.rows

    def shapes(self) -> Iterator[Codes]:
        """Yield the geometry of the incidents, some thousands at a time, without reading anything else of them."""
        return self._query.shapes(self._selection)

    def recorded(self) -> list[str]:
        """Return the ids of the selected incidents that are records; they come before those of imported datasets."""
        table = self._query.table
        return [table.incidents[row].id for row in self._answer.rows[: len(table)].tolist() if row < len(table)]

    def tallies(self, column: str) -> Mapping[str, int]:
        """Return how many incidents have each ``level``, ``place_id`` or ``dataset``; only what occurs."""
        if column == "dataset":
            names, counts = self._query.shelf.profiles["dataset"].to_numpy(), self._answer.by("profile")
        else:
            names, counts = self._answer.spots[column].to_numpy(), self._answer.spots["count"].to_numpy()
        summed = pd.Series(counts).groupby(np.asarray(names, dtype=object)).sum()
        return {str(name): int(count) for name, count in summed.items() if count}

    # Claims about imported incidents

    def claim_count(self) -> int:
        """Return how many claims about imported incidents were known on the selection's day."""
        return sum(part.claim_count(local) for part, local in self._imported(self._answer.rows))

    def said_of(self, rows: Codes) -> Iterator[Said]:
        """Yield the claims about imported incidents among some rows, a dataset at a time, in the order of the incidents."""
        for part, local in self._imported(rows):
            yield part.said_of(local, np.arange(len(local)))

    # Sources

    def named_sources(self) -> Iterator[str]:
        """Yield the ids of the sources that the incidents name, in the order in which they do, each once or more."""
        for record_id in self.recorded():
            yield from self._query.table.incidents[self._query.table.rows[record_id]].sources
        for part, local in self._imported(self._answer.rows):
            yield from part.source_ids(local)

    def sources_of(self, source_ids: Iterable[str]) -> dict[str, Source]:
        """Return sources by id, those of imported datasets read together; unknown ones are left out."""
        wanted = list(source_ids)
        found = {each: self._sources[each] for each in wanted if each in self._sources}
        for part in self._parts:
            found |= part.sources_of(each for each in wanted if each not in found)
        return {each: found[each] for each in wanted if each in found}

    def _imported(self, rows: Codes) -> Iterator[tuple[ImportedPart, Any]]:
        for _, part, _, local in self._query.shelf.split(rows):
            if isinstance(part, ImportedPart):
                yield part, local
