"""How a version of an imported dataset differs from the one before: added, changed, gone upstream."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.importers import INCIDENTS
from incidents.readers.arrow import pc
from incidents.readers.hashing import row_hashes, text_hashes
from incidents.readers.shaping import NATIVE

DIFFERENCE: Final = "difference.json"
COMPARED: Final = (
    *(
        "start",
        "end",
        "country",
        "admin1",
        "admin2",
        "toponym",
        "latitude",
        "longitude",
        "native_type",
        "note",
        "source",
    ),
    *("fatalities_low", "fatalities_best", "fatalities_high", "native_place_precision", "native_date_precision"),
)
_REWRITTEN: Final = 0.9
_FEWEST: Final = 20
_NUMBER: Final = r"^(-?\d+)(?:\.0*|(\.\d*[1-9])0*)$"


@dataclass(frozen=True)
class Difference:
    """How a version differs from the one before: how many incidents were added, changed, are gone, are the same.

    `rewritten` are the file's columns in which nearly every row differs: written in another way or counted anew, they say nothing
    of single incidents, which are compared by all others.
    """

    previous: int
    added: int
    changed: int
    gone: int
    same: int
    rewritten: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take lists, as JSON has them."""
        object.__setattr__(self, "rewritten", tuple(self.rewritten))


def compare(old: Path, new: Path, previous: int) -> Difference:
    """Return how a snapshot differs from an older one, and list the ids in its folder.

    Incidents are the same event where they have the same id of the dataset's own; without one, where days, place, kind, figures,
    sources and words are the same. An event is changed where any of these is, or any column that both files have; numbers are the
    same however many zeros they end in, and a column in which nearly every row differs is left out.
    """
    with parquet.ParquetFile(old / INCIDENTS) as was, parquet.ParquetFile(new / INCIDENTS) as now:
        before, after = _contents(was), _contents(now)
        _, here, there = np.intersect1d(before.keys, after.keys, assume_unique=True, return_indices=True)
        at_old, at_new = before.at[here], after.at[there]
        differ = before.content[at_old] != after.content[at_new]
        rewritten: list[str] = []
        for name in native_in_both(was.schema_arrow, now.schema_arrow):
            other = _hashes(was, name)[at_old] != _hashes(now, name)[at_new]
            if other.sum() >= _FEWEST and other.mean() >= _REWRITTEN:
                rewritten.append(name.removeprefix(NATIVE))
            else:
                differ |= other
        added = _ids(now, after, np.delete(after.at, there))
        changed = _ids(now, after, at_new[differ])
        gone = _ids(was, before, np.delete(before.at, here))
    listed = {"previous": previous, "added": added, "changed": changed, "gone": gone, "rewritten": rewritten}
    (new / DIFFERENCE).write_text(json.dumps(listed, ensure_ascii=False, indent=1), encoding="utf-8")
    same = len(here) - len(changed)
    return Difference(previous, len(added), len(changed), len(gone), same, tuple(rewritten))


def native_in_both(old: Any, new: Any) -> list[str]:
    """Return the files' own columns that two schemas have in common, in the order of the newer."""
    known = set(old.names)
    return [name for name in new.names if name.startswith(NATIVE) and name in known]


def as_compared(texts: Any) -> Any:
    """Return texts without blanks around them, and numbers without the zeros that they end in.

    Examples
    --------
    >>> as_compared(pa.array([" Pasni", "3.0", "29.100", "10", "1.0.0", None])).to_pylist()
    ['Pasni', '3', '29.1', '10', '1.0.0', '']
    """
    trimmed = pc.utf8_trim_whitespace(pc.fill_null(texts.cast(pa.string()), ""))
    return pc.replace_substring_regex(trimmed, _NUMBER, r"\1\2")


@dataclass(frozen=True)
class _Contents:
    """What is read of each incident of a file, in its order; by which keys they are known, in order of these, and where."""

    content: Any
    keys: Any
    at: Any


def _contents(file: Any) -> _Contents:
    """Return a hash of what is read of each incident, and the incidents known apart: by a hash of their ids, else by that."""
    known: list[Any] = []
    hashes: list[Any] = []
    for batch in file.iter_batches(65_536, columns=["id", "native_id", *COMPARED]):
        content = row_hashes((_plain(batch.column(name)) for name in COMPARED), batch.num_rows)
        own = pc.is_valid(batch.column("native_id")).to_numpy(zero_copy_only=False)
        known.append(np.where(own, text_hashes(batch.column("id")), ~content))
        hashes.append(content)
    keys, at = np.unique(_joined(known), return_index=True)
    return _Contents(_joined(hashes), keys, at)


def _ids(file: Any, contents: _Contents, at: Any) -> list[str]:
    """Return the ids of incidents at some places of a file; of one without an id of the dataset's own the hash of what is read of it."""
    if not len(at):
        return []
    found = file.read(columns=["id", "native_id"]).take(np.sort(at))
    rows = zip(found["id"].to_pylist(), found["native_id"].is_valid().to_pylist(), contents.content[np.sort(at)].tolist(), strict=True)  # fmt: skip
    return [name if own else f"#{content:x}" for name, own, content in rows]


def _joined(parts: list[Any]) -> Any:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _hashes(file: Any, name: str) -> Any:
    """Return a hash of each row's cell of a column."""
    return _joined([_hashed(batch.column(0)) for batch in file.iter_batches(65_536, columns=[name])])


def _hashed(column: Any) -> Any:
    if not pa.types.is_dictionary(column.type):
        return text_hashes(as_compared(column))
    words = pa.concat_arrays([column.dictionary.cast(pa.string()), pa.array([""])])
    codes = column.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
    return text_hashes(as_compared(words))[codes]


def _plain(column: Any) -> Any:
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return pc.fill_null(plain.cast(pa.string()), "").dictionary_encode()
