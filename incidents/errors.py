"""What can go wrong in the incidents package, each error with when it happens."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


class IncidentsError(Exception):
    """The base of every error of this package."""


class SelectionError(IncidentsError, ValueError):
    """Raised when a `Selection` is made of values that cannot be a filter, such as an end before its start."""


class UnknownRecord(IncidentsError, KeyError):
    """Raised when an id names no incident, campaign, source or dataset of the atlas."""

    def __str__(self) -> str:
        """Return the message itself, not its repr as `KeyError` would."""
        return str(self.args[0]) if self.args else ""


class UnknownCode(IncidentsError, KeyError):
    """Raised when a crosswalk is asked for a code that the other dataset's codebook does not have."""

    def __str__(self) -> str:
        """Return the message itself, not its repr as `KeyError` would."""
        return str(self.args[0]) if self.args else ""


class DatasetError(IncidentsError, ValueError):
    """Raised when a dataset file as a whole cannot be read; a mistake in one record is a `Problem` instead."""


class SheetError(IncidentsError, ValueError):
    """Raised when a sheet as a whole cannot be read: too large, no header, no column for place or date."""


class StoreError(IncidentsError, OSError):
    """Raised when the data folder cannot be read or written."""


class DatasetExists(StoreError, FileExistsError):
    """Raised when a dataset is added under a name that another one has."""


class ExportError(IncidentsError, ValueError):
    """Raised when a selection cannot be written: an unknown kind of file, a folder that is not there, too many rows."""


def no_room(error: OSError) -> bool:
    """Return whether writing failed because the disk, a quota or a limit on files is full."""
    return error.errno in _NO_ROOM


def cannot_write(folder: Path, error: OSError) -> StoreError:
    """Return the error for a folder that cannot be written, with what to do."""
    remedy = "; nothing was kept: free some space there and try again" if no_room(error) else ""
    return StoreError(f"cannot write to {str(folder)!r}: {error.strerror or error}{remedy}")


class NotAdded(IncidentsError, ValueError):
    """Raised when figures are not added up, because somebody could be in two of them; `reasons` has a sentence each."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(reasons[0])


class QueryStopped(IncidentsError, TimeoutError):
    """Raised when a question took longer, or more memory, than one may take, and was stopped."""
