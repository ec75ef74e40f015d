"""Rows of a table that hold no incident but a heading of those below, or what stands below the table: notes, sources, page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.readers.columns import Batch
from incidents.readers.spool import Numbers

REASON: Final = "a heading or note, not an incident: nothing else stands in its row"
REMEDY: Final = "nothing to do; if it is an incident, fill in its other cells"
_BELOW: Final = re.compile(
    r"\W*(?:(?:foot)?notes?|n\.?b\.?|sources?|legend|key|disclaimer|(?:last |data )?(?:updated?|as of)|"
    r"(?:prepared|compiled|published) by|page \d+|نوٹ|ماخذ|ذریعہ)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def caption(cells: Sequence[str]) -> str:
    """Return the text of a row without a date that holds nothing but a heading or note; empty for any other row.

    A heading that is merged over the table stands in each of its cells.

    Examples
    --------
    >>> caption(["Quetta division", "", ""]), caption(["", "Source:", "Dawn"]), caption(["Quetta", "3", ""])
    ('Quetta division', 'Source:', '')
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    alone = len(set(filled)) == 1 and len(filled) != 2 and any(map(str.isalpha, filled[0]))
    return filled[0] if alone or (1 < len(filled) <= 2 and _BELOW.fullmatch(filled[0])) else ""


def bare_periods(batch: Batch, coarse: Numbers, native: Sequence[str]) -> list[int]:
    """Return which rows, of those dated by month or year, hold nothing but that: "January 2024" above the days of the month."""
    rows = np.flatnonzero(coarse)
    filled = np.zeros(len(rows), dtype=np.int64)
    for name in native:
        column = batch.raw[name]
        used, codes = np.unique(column.indices.to_numpy()[rows], return_inverse=True)
        texts = column.dictionary.take(pa.array(used)).to_pylist()
        filled += np.array([bool(text and text.strip()) for text in texts], dtype=bool)[codes]
        few = filled < 2  # the texts of others need not be looked at
        rows, filled = rows[few], filled[few]
        if not len(rows):
            return []
    return rows[filled == 1].tolist()
