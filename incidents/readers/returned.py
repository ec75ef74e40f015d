"""Which rows of a file are rows of a dataset that come back once they were mended: known by the marks of its sheets."""

from __future__ import annotations

from typing import Final

from incidents.readers.sifting import MARK
from incidents.readers.spool import JUDGED, Spool, plain

LOOKED_AT: Final = JUDGED


def marks_in(spool: Spool) -> tuple[str, ...]:
    """Return the marks of the first rows of a sheet that the atlas handed out, each once."""
    _, columns = spool.first(LOOKED_AT) or ((), {})
    if MARK not in columns:
        return ()
    return tuple(dict.fromkeys(filter(None, (str(each or "").strip() for each in plain(columns[MARK]).to_pylist()))))
