"""Knows ACLED's layout with a row for each actor, where every event comes twice, and makes one incident of both rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from incidents.readers.columns import Batch, digest
from incidents.readers.hashing import row_hashes
from incidents.readers.spool import JUDGED, Numbers, Spool

if TYPE_CHECKING:
    from incidents.readers.recognise import Plan

NOTE: Final = (
    "the export has a row for each actor of an event: rows that only exchange the two actors of another are one incident with it, "
    "and are counted among the repeats"
)
_SIDES: Final = tuple((f"actor{number}", f"assoc_actor_{number}", f"inter{number}") for number in (1, 2))
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


def is_by_actor(spool: Spool, how: Plan) -> bool:
    """Return whether among the first rows are some that only exchange the actors of another."""
    if how.kind != "acled" or (first := spool.first(JUDGED)) is None:
        return False
    batch = Batch(*first, how.rename)
    return len(np.unique(event_keys(batch))) < len(np.unique(digest(batch)))


def event_keys(batch: Batch) -> Numbers:
    """Return a hash of each row's cells that is the same where only the two actors are exchanged."""
    sides = [[batch.column(name) for name in side if batch.has(name)] for side in _SIDES]
    cells = dict(batch.encoded())
    one, other = (row_hashes((cells[name] for name in side), len(batch)) for side in sides)
    return digest(batch, frozenset(name for side in sides for name in side)) ^ ((one + other) * _ODD)
