"""The atlas that all pages and routes of this process share, opened again when the data folder has changed."""

import threading
from pathlib import Path

from gazetteer.home import home
from incidents import Atlas

_lock = threading.Lock()
_opened: tuple[tuple[object, ...], Atlas] | None = None


def _fingerprint(folder: Path) -> tuple[object, ...]:
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return (str(folder), *((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files))


def opened() -> Atlas:
    """The atlas: the embedded dataset and what the data folder holds now."""
    global _opened
    found = _fingerprint(home())
    with _lock:
        if _opened is None or _opened[0] != found:
            _opened = (found, Atlas.open())
        return _opened[1]
