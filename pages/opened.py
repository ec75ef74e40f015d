"""The atlas that all pages and routes of this process share, opened again when the data folder has changed."""

import contextlib
import threading
from pathlib import Path

from gazetteer.home import home
from incidents import Atlas

_lock = threading.Lock()
_opened: tuple[tuple[object, ...], Atlas] | None = None


def _fingerprint(folder: Path) -> tuple[object, ...]:
    found = [(str(folder), 0, 0)]
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if parts[0] == "briefings" or any(part.startswith(".") for part in parts):
            continue  # no records; or what is being written, or removed
        with contextlib.suppress(OSError):  # gone meanwhile
            state = path.stat()
            found.append((str(path), 0 if path.is_dir() else state.st_mtime_ns, 0 if path.is_dir() else state.st_size))
    return tuple(found)


def opened() -> Atlas:
    """The atlas: the embedded dataset and what the data folder holds now."""
    global _opened
    found = _fingerprint(home())
    with _lock:
        if _opened is None or _opened[0] != found:
            _opened = (found, Atlas.open())
        return _opened[1]
