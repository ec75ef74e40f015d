"""How a version of an imported dataset differs from the one before: added, changed, gone upstream."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.importers import INCIDENTS
from incidents.readers.arrow import pc
from incidents.readers.columns import Batch, digest

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


@dataclass(frozen=True)
class Difference:
    """How a version differs from the one before: how many incidents were added, changed, are gone, are the same."""

    previous: int
    added: int
    changed: int
    gone: int
    same: int


def compare(old: Path, new: Path, previous: int) -> Difference:
    """Return how a snapshot differs from an older one, and list the ids in its folder.

    Incidents are the same event where they have the same id of the dataset's own; without one, where all is the same.
    An event is changed where its days, place, kind, figures, sources or words are.
    """
    before, after = _contents(old), _contents(new)
    both = before.index.intersection(after.index)
    changed = both[before.loc[both].to_numpy() != after.loc[both].to_numpy()]
    added, gone = after.index.difference(before.index), before.index.difference(after.index)
    listed = {"previous": previous, "added": [*added], "changed": [*changed], "gone": [*gone]}
    (new / DIFFERENCE).write_text(json.dumps(listed, ensure_ascii=False, indent=1), encoding="utf-8")
    return Difference(previous, len(added), len(changed), len(gone), len(both) - len(changed))


def _contents(folder: Path) -> Any:
    """Return a hash of each incident's content by its id."""
    import pandas as pd  # an import, of which nothing is compared, starts sooner without it

    keys: list[Any] = []
    hashes: list[Any] = []
    for batch in _batches(folder / INCIDENTS, ("id", "native_id", *COMPARED)):
        texts = {name: pc.fill_null(_text(batch.column(name)), "") for name in COMPARED}
        content = digest(Batch(np.zeros(batch.num_rows), texts))
        own = pc.is_valid(batch.column("native_id"))
        otherwise = pa.array([f"#{each:x}" for each in content.tolist()])
        keys.append(pc.if_else(own, batch.column("id"), otherwise).to_numpy(zero_copy_only=False))
        hashes.append(content)
    series = pd.Series(np.concatenate(hashes), index=np.concatenate(keys)) if keys else pd.Series(dtype=np.uint64)
    return series[~series.index.duplicated()]


def _text(column: Any) -> Any:
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return plain.cast(pa.string())


def _batches(path: Path, names: Collection[str]) -> Iterator[Any]:
    with parquet.ParquetFile(path) as file:
        yield from file.iter_batches(65_536, columns=list(names))
