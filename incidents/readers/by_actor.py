"""Knows ACLED's layouts with a row for each actor, where an event comes several times, and makes one incident of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.readers.columns import Batch, digest
from incidents.readers.hashing import row_hashes
from incidents.readers.spool import JUDGED, Numbers, Spool

if TYPE_CHECKING:
    from incidents.readers.recognise import Plan

NOTE: Final = (
    "the export has a row for each actor of an event: rows that differ only in their actors are one incident with all of them, "
    "and are counted among the repeats"
)
_SIDES: Final = tuple((f"actor{number}", f"assoc_actor_{number}", f"inter{number}") for number in (1, 2))
_EVENT: Final = "event_id_cnty"
_ROW: Final = "data_id"  # where there is one of the event, it numbers the rows
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_OTHERS: Final = 9  # actors of an event beside the first, each of which takes time in every row


def is_by_actor(spool: Spool, how: Plan) -> bool:
    """Return whether among the first rows are some that differ from another only in their actors."""
    if how.kind != "acled" or (first := spool.first(JUDGED)) is None:
        return False
    batch = Batch(*first, how.rename)
    if not batch.has("actor2") and not batch.has(_EVENT):
        return False
    return len(np.unique(event_keys(batch))) < len(np.unique(digest(batch, _row_ids(batch))))


def event_keys(batch: Batch) -> Numbers:
    """Return a hash of each row's cells that is the same where only the actors differ: exchanged, or where a row has one, others."""
    sides = [[batch.column(name) for name in side if batch.has(name)] for side in _SIDES]
    key = digest(batch, _row_ids(batch) | {name for side in sides for name in side})
    if not batch.has("actor2"):
        return key
    cells = dict(batch.encoded())
    one, other = (row_hashes((cells[name] for name in side), len(batch)) for side in sides)
    return key ^ ((one + other) * _ODD)


def _row_ids(batch: Batch) -> frozenset[str]:
    return frozenset({batch.column(_ROW)}) if batch.has(_EVENT) else frozenset()


def rows_beside(batch: Batch) -> list[Numbers]:
    """Return for the first row of each event the next of its rows, then the one after it, and so on; -1 for none.

    Only where a row has one actor.
    """
    if batch.has("actor2") or not batch.has("actor1") or not batch.has(_EVENT):
        return []
    rows = np.sort(np.unique(digest(batch, _row_ids(batch)), return_index=True)[1])
    keys = event_keys(batch)[rows]
    order = np.argsort(keys, kind="stable")
    _, begins, sizes = np.unique(keys[order], return_index=True, return_counts=True)
    rows = rows[order]
    found: list[Numbers] = []
    for step in range(1, min(int(sizes.max(initial=1)), _OTHERS + 1)):
        more = begins[sizes > step]
        beside = np.full(len(batch), -1)
        beside[rows[more]] = rows[more + step]
        found.append(beside)
    return found
