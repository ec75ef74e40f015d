"""Which of the rows that are added to a dataset repeat one that is there in every column but those of ids: both are kept, and it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.importers import INCIDENTS
from incidents.readers.alike import ALIKE, is_many, is_numbering, names_of_ids
from incidents.readers.arrow import pc
from incidents.readers.draft import FLAGS
from incidents.readers.hashing import row_hashes
from incidents.readers.layouts import folded
from incidents.readers.report import Flagged
from incidents.readers.shaping import NATIVE
from incidents.readers.spool import JUDGED, coded, plain
from incidents.readers.tally import LISTED, sums_of
from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.readers.report import ImportReport
    from incidents.readers.spool import Numbers

_PART: Final = 65_536


@dataclass
class AddedAgain:
    """Knows the rows of a version without their ids, and meets those that are added to it.

    Attributes
    ----------
    columns : list of str
        The file's own columns but those of `ids`; none where the two files have others, or no ids.
    keys : array of int
        What rows that are there are known by.
    found : list of str
        The ids of all rows added that repeat an earlier one.
    rows : list of int
        The numbers in their file of those of which this was not known before.
    """

    columns: list[str] = field(default_factory=list[str])
    ids: list[str] = field(default_factory=list[str])
    keys: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    found: list[str] = field(default_factory=list[str])
    rows: list[int] = field(default_factory=list[int])

    @classmethod
    def of(cls, old: Path, new: Path, report: ImportReport) -> AddedAgain:
        """Return what is known of a version's rows that are of the days of those that are added."""
        there, more = (_native(folder / INCIDENTS) for folder in (old, new))
        with parquet.ParquetFile(new / INCIDENTS) as file:
            first = next(file.iter_batches(JUDGED), None)
            starts = pc.unique(file.read(columns=["start"])["start"])
        if first is None:
            return cls()
        named = {NATIVE + folded(each) for each in names_of_ids(report.kind, report.mapping["columns"].get("id", ""))}
        numbering = {each for each in more if is_numbering(plain(first.column(each)).to_pylist())}
        ids = [each for each in more if each in named | numbering]
        columns = [each for each in more if each not in ids]
        if not ids or {*there} - {*ids} != {*columns}:
            return cls()
        keys = [np.zeros(0, dtype=np.uint64)]
        with parquet.ParquetFile(old / INCIDENTS) as file:
            for batch in file.iter_batches(_PART, columns=["start", "note", *columns]):
                table = pa.Table.from_batches([batch])
                keys.append(_keys(table.filter(pc.is_in(table["start"], starts)), columns))
        return cls(columns, ids, np.unique(np.concatenate(keys)))

    def flagged(self, table: Any, but: Numbers) -> Any:
        """Return rows that are added, those marked that repeat one that is there; some are left out."""
        again = (
            np.isin(_keys(table, self.columns), self.keys) & ~but
            if len(self.keys)
            else np.zeros(len(table), dtype=bool)
        )
        flags = table["flags"].to_pylist()
        told = np.array([ALIKE in each for each in flags], dtype=bool)
        self.found += table["id"].filter(pa.array((told | again) & ~but)).to_pylist()
        self.rows += table["row"].filter(pa.array(again & ~told)).to_pylist()
        if not (again & ~told).any():
            return table
        flags = [
            sorted({*each, ALIKE}) if is_again else each for each, is_again in zip(flags, again.tolist(), strict=True)
        ]
        at, kind = table.column_names.index("flags"), table.schema.field("flags")
        return table.set_column(at, kind, pa.array(flags, pa.list_(pa.string())).cast(kind.type))

    def flag(self) -> dict[str, Flagged]:
        """Return what the report says of the flag; nothing where no row has it."""
        return {ALIKE: Flagged(ALIKE, FLAGS[ALIKE], len(self.rows), tuple(self.rows[:LISTED]))} if self.rows else {}

    def sums(self, claims: Any) -> dict[tuple[str, str], float]:
        """Return what such rows add to the sums, by the column and quantity of claims that name it."""
        if not self.found:
            return {}
        some = claims.filter(pc.is_in(claims["about"].cast(pa.string()), pa.array(self.found)))
        kinds = list(zip(*(some[name].cast(pa.string()).to_pylist() for name in ("column", "quantity")), strict=True))
        figures = [some[name].to_numpy() for name in ("low", "value", "high")]
        rows = {kind: np.array([each == kind for each in kinds], dtype=bool) for kind in dict.fromkeys(kinds)}
        return {kind: sums_of(*(each[at] for each in figures))[0] for kind, at in rows.items()}

    def warnings(self, added: int) -> list[str]:
        """Return what has to be known before figures are used."""
        if not is_many(len(self.rows), added):
            return []
        but = " and ".join(repr(each.removeprefix(NATIVE)) for each in self.ids)
        return [
            f"{len(self.rows):,} of {counted(added, 'row')} added repeat one that was there in every column but {but} (row {self.rows[0]:,} "
            "of the file): they are taken, and the figures of both are counted. If the file holds what was there already, remove this version"
        ]


def _native(path: Path) -> list[str]:
    return [name for name in parquet.read_schema(path).names if name.startswith(NATIVE)]


def _keys(table: Any, columns: list[str]) -> Numbers:
    """Return what rows are known by: their cells, of which one that is the note is kept once."""
    note = pc.fill_null(plain(table["note"].combine_chunks()), "")
    cells = [pc.fill_null(plain(table[each].combine_chunks()).cast(pa.string()), "") for each in columns]
    others = (pc.if_else(pc.equal(each, note), "", each) for each in cells)
    return row_hashes([coded(each) for each in (note, *others)], len(table))
