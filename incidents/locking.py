"""Folders that one process writes into: held by a lock that the system lets go of when the process ends, however it does."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

LOCK: Final = ".lock"
_UNLOCKED_FOR: Final = 3600  # seconds after which a folder without a lock is nobody's


class Held:
    """A new folder of one's own, held until it is let go of.

    Parameters
    ----------
    prefix : str
        How its name begins; a dot keeps it from being read as a dataset.
    parent : Path
        Where it is made.
    """

    def __init__(self, prefix: str, parent: Path) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        self._file = (self.path / LOCK).open("w")
        _acquire(self._file, wait=True)

    def let_go(self) -> None:
        """Unlock the folder and leave what is in it."""
        self._file.close()
        with contextlib.suppress(OSError):
            (self.path / LOCK).unlink()

    def away(self) -> None:
        """Remove the folder, if it is still there."""
        self._file.close()
        shutil.rmtree(self.path, ignore_errors=True)


@contextmanager
def held(prefix: str, parent: Path) -> Generator[Held]:
    """Give a folder to write into; what is left of it afterwards is removed."""
    folder = Held(prefix, parent)
    try:
        yield folder
    finally:
        folder.away()


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold a lock file, waiting for whoever holds it."""
    with path.open("w") as file:
        _acquire(file, wait=True)
        yield


def sweep(parent: Path, prefixes: Sequence[str]) -> int:
    """Remove the folders that processes which are gone have left; return how many."""
    left = [path for path in (parent.iterdir() if parent.is_dir() else ()) if path.name.startswith(tuple(prefixes))]
    gone = [path for path in left if _abandoned(path)]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _abandoned(folder: Path) -> bool:
    """Return whether nobody writes into a folder any more: its lock is free, or it has had none for an hour."""
    try:
        with (folder / LOCK).open("r+") as file:
            return _acquire(file, wait=False)
    except FileNotFoundError:
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime > _UNLOCKED_FOR
    except OSError:
        pass
    return False


def _acquire(file: IO[str], wait: bool) -> bool:
    """Lock an open file; False where another holds it. Systems without such locks go without."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
