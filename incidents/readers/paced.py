"""A file that is read no further ahead than it is used, so that it does not all lie in memory at once."""

from __future__ import annotations

import threading
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_AHEAD: Final = 3  # blocks
_PATIENCE: Final = 8.0  # seconds, on a machine that is busy with other things; then it goes on, lest both wait


class Paced:
    """Gives a file's bytes only a few blocks ahead of what was used: Arrow would read it all into memory. `look_at` is shown them."""

    def __init__(self, file: IO[bytes], look_at: Callable[[bytes], None] | None = None) -> None:
        self._file = file
        self._look_at = look_at
        self._given = 0
        self._used = 0
        self._changed = threading.Condition()
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        """Return bytes, having waited until the earlier ones were used."""
        with self._changed:
            self._changed.wait_for(lambda: self._given - self._used <= _AHEAD, timeout=_PATIENCE)
            self._given += 1
        part = self._file.read(size)
        if self._look_at:
            self._look_at(part)
        return part

    def used(self) -> None:
        """Tell that a block was used."""
        with self._changed:
            self._used += 1
            self._changed.notify_all()

    def readable(self) -> bool:
        """Return whether it can be read."""
        return True

    def tell(self) -> int:
        """Return how far it was read."""
        return self._file.tell()

    def close(self) -> None:
        """Give nothing any more; the file itself is closed by who opened it."""
        self.closed = True
