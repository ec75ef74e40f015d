"""What a part of the incidents (the records, or an imported dataset) has to give, so that all parts are asked as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection

    from incidents.coding import Coded, Codes, Mask

Frame: TypeAlias = Any  # a pandas DataFrame: pandas has no types that a strict check can use

NO_FIGURE: Final = -2.0  # in `killed`: the row carries no figure of its own
NOTES: Final = ("place_note", "note")
NO_NUMBER: Final = -1.0  # it carries one that gives no number


@dataclass(frozen=True)
class Columns:
    """The incidents of a part, one a row.

    Attributes
    ----------
    first, last : arrays of days from 1 January 1970, both inclusive
    precision, place, level, event_type, campaign, dataset, toponym : Coded
        As in `Atlas.incidents`; place is its id.
    origin : Coded
        The dataset that a curated row was taken from, and that it still answers to; the row's own for any other.
    latitude, longitude : arrays of degrees
        Of the row, else of its place.
    attacks, targets, sources : Coded of tuples of ids
    actors : Coded of tuples of (actor, role)
    killed, other : arrays
        The largest number that one claim about the row gives, of people killed and of anything else: `NO_NUMBER` for none;
        `NO_FIGURE` in `killed` for a row without claims, and for rows of which a ledger knows.
    """

    first: Codes
    last: Codes
    precision: Coded
    place: Coded
    level: Coded
    latitude: Codes
    longitude: Codes
    event_type: Coded
    attacks: Coded
    targets: Coded
    actors: Coded
    campaign: Coded
    dataset: Coded
    origin: Coded
    sources: Coded
    toponym: Coded
    killed: Codes
    other: Codes


class Part(Protocol):
    """Incidents that come from one place, asked by their numbers in it."""

    def __len__(self) -> int:
        """Return how many incidents it has."""
        ...

    def columns(self) -> Columns:
        """Return them as columns of codes; nothing of them is kept."""
        ...

    def take(self, rows: Codes, notes: bool = True, columns: Collection[str] = ()) -> Frame:
        """Return the columns of `Atlas.incidents` that do not depend on a selection, without geometry, of some rows; or only some of them.

        Without `notes`, the columns of long texts (`NOTES`) are left out: they cost most of the reading.
        """
        ...

    def located(self, rows: Codes) -> Frame:
        """Return ``place_id, level, latitude, longitude`` of some rows."""
        ...

    def titles(self) -> Codes:
        """Return the titles of all rows."""
        ...

    def having(self, word: str) -> Mask:
        """Return which rows have a folded word in a text that is in no column of codes."""
        ...
