"""What can go wrong in the ledger of curated records, each error with when it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.errors import IncidentsError, StoreError, UnknownRecord

if TYPE_CHECKING:
    from incidents.curated.entry import Entry
    from incidents.curated.merge import Merge

__all__ = [
    "AlreadySuperseded",
    "LedgerError",
    "LedgerUnavailable",
    "NotAllowed",
    "RecordRefused",
    "StaleSave",
    "UndoRefused",
    "UnknownRecord",
]


class LedgerError(IncidentsError):
    """The base of every error of the ledger."""


class LedgerUnavailable(LedgerError, StoreError):
    """Raised when the ledger's database cannot be opened, read or written; nothing of the change was kept."""


class NotAllowed(LedgerError, PermissionError):
    """Raised when an actor's role does not allow what was asked."""


class RecordRefused(LedgerError, ValueError):
    """Raised when a record cannot be kept: an id that is taken, a reference to nothing, a change to a claim."""


class StaleSave(LedgerError):
    """Raised when somebody saved a record after it was read for this save; nothing was overwritten.

    Attributes
    ----------
    base : Entry or None
        The version that both started from; None where two people made a record of one id.
    theirs, yours : Entry
        What the ledger has now, and what was to be saved.
    merge : Merge
        Both changes together, with the fields in which they conflict.
    """

    def __init__(self, base: Entry | None, theirs: Entry, yours: Entry, merge: Merge) -> None:
        self.base, self.theirs, self.yours, self.merge = base, theirs, yours, merge
        fields = ", ".join(conflict.field for conflict in merge.conflicts)
        remedy = f"both changed {fields}: choose" if fields else "the two changes do not touch: save both together"
        super().__init__(
            f"{theirs.id!r} was saved by somebody else meanwhile (version {theirs.version}, "
            f"yours began at {yours.version}); {remedy}"
        )


class AlreadySuperseded(LedgerError):
    """Raised when somebody superseded a claim meanwhile; nothing was overwritten.

    Attributes
    ----------
    claim : Entry
        The claim that both wanted to supersede.
    theirs : tuple of Entry
        The claims that supersede it now.
    yours : Entry
        The claim that was to be kept.
    choices : tuple of str
        What can be done: ``"supersede theirs"``, ``"contest theirs"``, ``"withdraw yours"``; see `claims.resolve`.
    """

    choices = ("supersede theirs", "contest theirs", "withdraw yours")

    def __init__(self, claim: Entry, theirs: tuple[Entry, ...], yours: Entry) -> None:
        self.claim, self.theirs, self.yours = claim, theirs, yours
        others = ", ".join(repr(each.id) for each in theirs)
        super().__init__(f"{claim.id!r} is superseded by {others} already: supersede that, contest it, or withdraw")


class UndoRefused(LedgerError):
    """Raised when a revision cannot be undone: later ones changed the same fields, or other records lean on it."""
