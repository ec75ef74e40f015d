"""The atlas that all pages and routes of this process share, opened anew beside the old one when the data folder changes."""

import contextlib
import gc
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import streamlit as st

from gazetteer.home import home
from incidents import Atlas, QueryStopped, StoreError
from incidents.curated.published import ledger_stamp

PATIENCE = 3.0
"""Seconds that a page waits for changed data before it shows what it has; large datasets take longer to open."""

_Found = tuple[object, ...]
_log = logging.getLogger(__name__)


class _Shared:
    """The atlas of a data folder, and the next one while it is being opened."""

    def __init__(self, folder: Path, found: _Found) -> None:
        self.folder, self.found = folder, found
        self.atlas = Atlas.open(folder)
        self.opening: threading.Thread | None = None
        self.began = 0.0

    def renew(self, found: _Found) -> threading.Thread:
        """Open the atlas again in a thread of its own, unless one is at it."""
        if self.opening is None or not self.opening.is_alive():
            self.opening = threading.Thread(target=self._renew, args=(found,), name="open the atlas", daemon=True)
            self.began = time.monotonic()
            self.opening.start()
        return self.opening

    def _renew(self, found: _Found) -> None:
        try:
            made = Atlas.open(self.folder, earlier=self.atlas)
            made.read_ahead()
            self.atlas, self.found = made, found
        except Exception:  # noqa: BLE001 (a thread has nobody to raise to)
            _log.exception("the data folder changed and could not be opened: what was there before is shown")
            self.found = found
        gc.unfreeze()  # else what is frozen while the server starts, the old atlas among it, would stay for ever
        gc.collect()
        gc.freeze()


_lock = threading.Lock()
_shared: _Shared | None = None


def opened() -> Atlas:
    """The atlas: the embedded dataset and what the data folder holds.

    Where the folder has changed, the new state once it is read; after `PATIENCE` seconds the one before, see `renewing`.
    """
    return _renewed()[0].atlas


def _renewed() -> tuple[_Shared, bool]:
    """Return what is shared, and whether it shows the folder as it is now."""
    global _shared
    folder = home()
    found = (*_fingerprint(folder), *ledger_stamp())
    with _lock:
        if _shared is None or _shared.folder != folder:
            _shared = _Shared(folder, found)
        shared = _shared
        thread = shared.renew(found) if shared.found != found else None
    if thread:
        thread.join(max(0.0, shared.began + PATIENCE - time.monotonic()))
    return shared, shared.found == found


def drawn(page: Callable[[], None]) -> None:
    """Draw a page, or say in a sentence why its records could not be had."""
    try:
        renewing()
        page()
    except (QueryStopped, StoreError) as problem:
        st.error(f"This page could not be drawn: {problem}.")


def renewing() -> None:
    """Say so while changed data are being read, and draw the page again once they are there."""
    shared, current = _renewed()
    if not current:
        _wait(shared)


@st.fragment(run_every=1.0)
def _wait(shared: _Shared) -> None:
    st.markdown("The data folder has changed and is being read; until then this page shows what was there before.")
    if shared.opening is None or not shared.opening.is_alive():
        st.rerun()


def _fingerprint(folder: Path) -> Iterator[object]:
    """Yield what changes when records change: names, times and sizes, without a look into versions of imported datasets."""
    yield str(folder)
    for part, depth in (("", 0), ("gazetteer", 1), ("datasets", 1), ("imported", 1)):
        yield from _states(folder / part, depth)


def _states(folder: Path, depth: int) -> Iterator[object]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # gone meanwhile, or never there
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name.startswith("."):
                continue  # what is being written, or removed
            inside = entry.is_dir()
            if inside and not depth:
                continue
            state = entry.stat()
            if entry.name.endswith("-shm") or (entry.name.endswith("-wal") and not state.st_size):
                continue  # what SQLite puts beside a ledger that is only read
            yield entry.path, state.st_mtime_ns, 0 if inside else state.st_size
            if inside:
                yield from _states(Path(entry.path), depth - 1)
