"""The ledger of curated records: what a team writes, with every change kept, who made it, and why."""

from incidents.curated.actor import LOCAL, ROLES, Actor, Role
from incidents.curated.checking import Check
from incidents.curated.entry import SITE, Entry, Kind, Link, Review, Status, made
from incidents.curated.errors import (
    AlreadySuperseded,
    LedgerError,
    LedgerUnavailable,
    NotAllowed,
    RecordRefused,
    StaleSave,
    UndoRefused,
)
from incidents.curated.merge import Conflict, Merge, merge
from incidents.curated.revision import Revision
from incidents.curated.store import Curated

__all__ = [
    "LOCAL",
    "ROLES",
    "SITE",
    "Actor",
    "AlreadySuperseded",
    "Check",
    "Conflict",
    "Curated",
    "Entry",
    "Kind",
    "LedgerError",
    "LedgerUnavailable",
    "Link",
    "Merge",
    "NotAllowed",
    "RecordRefused",
    "Review",
    "Revision",
    "Role",
    "StaleSave",
    "Status",
    "UndoRefused",
    "made",
    "merge",
]
