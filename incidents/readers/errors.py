"""What keeps a whole file from being imported; a mistake in one row rejects that row only."""

from __future__ import annotations

from incidents.errors import IncidentsError


class Refused(IncidentsError, ValueError):
    """Raised when a file as a whole cannot be imported; the message says why and what to do."""


class TooMuch(Refused):
    """Raised when a file goes beyond a limit: its size, its cells, the ratio at which it is packed."""


class Ambiguous(Refused):
    """Raised when no value of a date column shows whether the day or the month comes first."""


class Cancelled(Refused):
    """Raised when a person stops an import; nothing of it is kept."""
