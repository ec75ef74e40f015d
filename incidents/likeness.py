"""Whether a file may be a newer export of a dataset that is there: by the event ids that both have. It is proposed, never done."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.difference import DIFFERENCE, Difference
from incidents.importers import INCIDENTS, REJECTED
from incidents.manifest import Manifest
from incidents.readers.arrow import pc
from incidents.readers.columns import Batch
from incidents.readers.layouts import folded
from incidents.readers.limits import MAX_CELL
from incidents.readers.recognise import Plan, is_ours
from incidents.readers.shaping import NATIVE
from incidents.readers.sifting import MARK
from incidents.readers.spool import Spool
from incidents.unplaced_sheet import known_by
from incidents.wording import counted

LOOKED_AT: Final = 5_000  # ids of a file
_FEWEST: Final = 5  # ids that tell anything
_MOST: Final = 0.5  # the share of ids beyond which most are shared
_IDS: Final = {
    "acled": ("event_id_cnty", "data_id"),
    "ucdp": ("id", "relid"),
    "gtd": ("eventid",),
    "atlas": ("id",),
    "table": ("id",),
}
_COUNTER: Final = r"\d{1,5}(\.0)?"  # numbers of rows, which any table may have


@dataclass(frozen=True)
class Likeness:
    """A dataset of which a file may be a newer export: its version, and how many of the ids looked at it has, too."""

    dataset: str
    version: int
    shared: int
    looked_at: int

    def words(self) -> str:
        """Return it as a sentence for people.

        Examples
        --------
        >>> Likeness("acled", 2, 4_900, 5_000).words()
        '4,900 of 5,000 event ids looked at are those of acled (version 2): it may be a newer export of that'
        """
        ids = counted(self.looked_at, "event id")
        return f"{self.shared:,} of {ids} looked at are those of {self.dataset} (version {self.version}): it may be a newer export of that"


def spread_over(ids: Sequence[str | None]) -> tuple[str, ...]:
    """Return some of a file's ids, from its beginning to its end, each once.

    Examples
    --------
    >>> spread_over(["PAK1", None, "PAK1", "PAK2"])
    ('PAK1', 'PAK2')
    """
    every = [each for each in dict.fromkeys(ids) if each]
    return tuple(every[:: max(1, -(-len(every) // LOOKED_AT))])


def ids_of(spool: Spool, how: Plan) -> tuple[str, ...]:
    """Return some of the event ids of a file, as an import would keep them."""
    names = [how.rename.get(name, name) for name in _IDS[how.kind]]
    column = next((name for name in names if name in spool.names), None)
    if column is None:
        return ()
    parts = (Batch(numbers, columns).text(column).to_pylist() for numbers, columns in spool.batches([column]))
    return spread_over([each for part in parts for each in part])


def newer_export(made: Manifest, there: Iterable[Manifest]) -> Likeness | None:
    """Return the dataset of which one that was just imported may be a newer export."""
    ids = spread_over(ids_in(Path(made.folder)).to_pylist())
    others = [each for each in there if each.dataset != made.dataset and each.kind == made.kind]
    return likeness(ids, (each for each in others if made.kind != "table" or columns_read(each) == columns_read(made)))


def columns_read(made: Manifest) -> frozenset[str]:
    """Return the columns of a file that were read by a mapping."""
    counts = (count["column"] for count in made.mapping.get("counts", ()))
    return frozenset([*made.mapping.get("columns", {}).values(), *counts])


def likeness(ids: Collection[str], there: Iterable[Manifest]) -> Likeness | None:
    """Return the dataset that has most of some ids, if one has more than half of them; ids that only count rows tell nothing.

    Parameters
    ----------
    ids : collection of str
        Different event ids of a file, as the file has them.
    there : iterable of Manifest
        The datasets of the file's kind.
    """
    wanted = pa.array(sorted(ids), pa.string())
    telling = wanted.filter(pc.invert(pc.match_substring_regex(wanted, f"^{_COUNTER}$")))
    if len(telling) < max(_FEWEST, len(wanted) / 2):
        return None
    large = [each for each in there if 2 * len(wanted) >= min(each.taken, LOOKED_AT)]  # of others it is at most a part
    found = [Likeness(each.dataset, each.version, _shared(telling, each), len(telling)) for each in large]
    best = max(found, key=lambda each: each.shared, default=None)
    return best if best and best.shared > _MOST * best.looked_at else None


def mended(marks: Collection[str], there: Iterable[Manifest]) -> str:
    """Return the dataset to whose rejected rows, or rows on no map, most of some marks belong; empty for none.

    Parameters
    ----------
    marks : collection of str
        What the rows of a sheet are known by, that the atlas handed out to be mended.
    there : iterable of Manifest
        The datasets of the file's kind.
    """
    found = {each.dataset: len(set(marks) & _marks_of(Path(each.folder))) for each in there} if marks else {}
    best = max(found, key=lambda name: found[name], default="")
    return best if found.get(best) else ""


def _marks_of(folder: Path) -> set[str]:
    """Return the marks of a version's rejected rows and of its rows on no map."""
    csv.field_size_limit(MAX_CELL * 10)
    with (folder / REJECTED).open(encoding="utf-8-sig", newline="") as file:
        marks = {row.get(MARK) or "" for row in csv.DictReader(file)}
    with parquet.ParquetFile(folder / INCIDENTS) as file:
        table = file.read(columns=["level", "digest"])
    lost = table.filter(pc.equal(table.column("level").cast(pa.string()), "")).column("digest").to_pylist()
    return marks | {known_by(digest) for digest in lost}


def is_of_others(headings: Iterable[str], ids: Collection[str], digests: Collection[int], other: Manifest) -> bool:
    """Return whether a file has none of a dataset's incidents: it is hardly a version of it.

    Where ids only count rows, that shows in its rows if it has the same columns, and in columns that the dataset has not.

    Parameters
    ----------
    headings : iterable of str
        The names of the file's columns.
    ids : collection of str
        Event ids of the file, as the file has them; those that only count rows tell nothing.
    digests : collection of int
        What rows of the file are known by.
    other : Manifest
        The dataset.
    """
    columns = frozenset(folded(each) for each in headings if not is_ours(each))
    known = _columns_in(Path(other.folder))
    telling = pa.array([each for each in ids if not re.fullmatch(_COUNTER, each)], pa.string())
    if len(telling):
        return not _shared(telling, other)
    if columns != known:
        return not columns <= known
    return len(digests) >= _FEWEST and not set(digests) & _digests_in(Path(other.folder))


def _digests_in(folder: Path) -> set[int]:
    with parquet.ParquetFile(folder / INCIDENTS) as file:
        return set(file.read(columns=["digest"]).column("digest").to_pylist())


def shares_nothing(made: Path, before: Manifest, difference: Difference) -> bool:
    """Return whether a version that was made has no incident of the one before; where it has other columns, ids that count rows tell nothing."""
    if difference.same:
        return False
    if _columns_in(made) == _columns_in(Path(before.folder)):
        return not difference.changed
    changed = json.loads((made / DIFFERENCE).read_text(encoding="utf-8"))["changed"]
    return all(re.fullmatch(_COUNTER, each) for each in changed)


def _columns_in(folder: Path) -> frozenset[str]:
    """Return the names of the columns of a version's file."""
    names = parquet.read_schema(folder / INCIDENTS).names
    return frozenset(name.removeprefix(NATIVE) for name in names if name.startswith(NATIVE))


def ids_in(folder: Path) -> Any:
    """Return the event ids of a version, as its file has them."""
    with parquet.ParquetFile(folder / INCIDENTS) as file:
        return file.read(columns=["native_id"]).column("native_id").drop_null()


def _shared(ids: Any, other: Manifest) -> int:
    return int(pc.sum(pc.is_in(ids, value_set=ids_in(Path(other.folder)).combine_chunks())).as_py() or 0)
