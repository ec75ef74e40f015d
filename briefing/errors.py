"""What can go wrong with a briefing, each error with when it happens."""

from __future__ import annotations


class BriefingError(Exception):
    """The base of every error of this package."""


class BadBriefing(BriefingError, ValueError):
    """A scene or a briefing holds a value that cannot be shown, or a file is no briefing."""


class UnknownBriefing(BriefingError, KeyError):
    """An id names no briefing of the library, or no scene of a briefing."""

    def __str__(self) -> str:
        """Return the message itself, not its repr as `KeyError` would."""
        return str(self.args[0]) if self.args else ""


class StaleBriefing(BriefingError, RuntimeError):
    """A briefing was saved over a version that somebody else has saved meanwhile; nothing was written."""


class FrozenBriefing(BriefingError, RuntimeError):
    """A frozen briefing was to be changed: it never changes, a copy of it can be edited."""


class LibraryError(BriefingError, OSError):
    """The folder of briefings cannot be read or written."""
