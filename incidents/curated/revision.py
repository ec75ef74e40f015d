"""A revision: who did what to which record, when and why, chained to the one before by a hash."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from incidents.curated.canonical import chained
from incidents.curated.entry import Entry, read_content

MAX_REASON: Final = 2_000


@dataclass(frozen=True)
class Revision:
    """One change, as it is kept for good.

    Attributes
    ----------
    number : int
        1 for the first of the ledger, without a gap.
    at : str
        When, UTC, ISO 8601.
    actor, role : str
        Who, and as what.
    record, kind, version : str, str, int
        Which record, and which version of it this made.
    operation : str
        create, edit, review, remove, undo, restore, import, promote, or what was done with a claim.
    reason : str
        Why, in the actor's words.
    content : str
        The entry after this revision, canonical JSON.
    previous, hash : str
        The hash of the revision before, and the hash of all the fields above.
    """

    number: int
    at: str
    actor: str
    role: str
    record: str
    kind: str
    version: int
    operation: str
    reason: str
    content: str
    previous: str
    hash: str

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Revision:
        """Return the revision in a row of the table."""
        return cls(**{field.name: row[field.name] for field in dataclasses.fields(cls)})

    def entry(self) -> Entry:
        """Return the entry after this revision; raises `ValueError` if its content is damaged."""
        return read_content(self.content, self.version, self.hash)

    def rehashed(self, content: str | None = None) -> str:
        """Return the hash that the fields have now, or would have with other content."""
        fields = dataclasses.asdict(self)
        del fields["hash"]
        return chained(fields | ({} if content is None else {"content": content}))

    @property
    def is_whole(self) -> bool:
        """Whether it is as it was written."""
        return self.rehashed() == self.hash

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a JSON-ready dict."""
        return dataclasses.asdict(self)


def now() -> str:
    """Return the present moment, UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
