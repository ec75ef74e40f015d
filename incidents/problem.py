"""A problem: what is wrong with one value of one record, and what to do about it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Final

LABEL: Final = 80  # characters of a label; what a record says is kept in full beside it


@dataclass(frozen=True)
class Problem:
    """One mistake in a dataset or sheet.

    Attributes
    ----------
    dataset : str
        Id of the dataset, or the name of the file while it has none.
    record : str
        Id of the record, or ``"row 17"`` as a spreadsheet program counts.
    field : str
        Name of the field or column.
    value : str
        The value as written.
    reason : str
        Why it could not be used.
    remedy : str
        What a person can do about it.

    Examples
    --------
    >>> print(Problem("sheet", "row 17", "event_date", "31/02/2024", "not a date", "correct the day"))
    not a date: '31/02/2024' @ row 17, event_date
    """

    dataset: str
    record: str
    field: str
    value: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return the short form, ``reason: 'value' @ record, field``; without the value where there is none."""
        where = ", ".join(part for part in (self.record, self.field) if part) or self.dataset
        value = f": {shorten(self.value, 80)!r}" if self.value else ""
        return f"{self.reason}{value} @ {where}"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a JSON-ready dict, with the short form under ``message``."""
        return {**dataclasses.asdict(self), "message": str(self)}


def shorten(text: str, length: int = 120) -> str:
    """Return `text` cut to `length` characters, the last of them an ellipsis where something was cut.

    Examples
    --------
    >>> shorten("Quetta", 4)
    'Que…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"
