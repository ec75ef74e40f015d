"""Leaves out of what a cell says of people killed and injured the clauses of what became of others, and of things."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_CLAUSES: Final = re.compile(r"\s*(?:[;،]|,(?!\d{3}))\s*")
_ELSE: Final = re.compile(
    r"\b(?:stolen|missing|displaced|kidnapped|abducted|arrested|detained|captured|recovered|rescued|released|destroyed|damaged|burnt|burned|"
    r"torched|looted)\b",
    re.IGNORECASE,
)


def without_others(text: str, is_kept: Callable[[str], bool]) -> str:
    """Return a text without clauses of what was stolen, or of people who are missing, but for those kept; one of nothing else as it is.

    Examples
    --------
    >>> [without_others(each, lambda clause: "killed" in clause) for each in ("6 killed, 8 hurt, 700 cows stolen", "22 missing")]
    ['6 killed; 8 hurt', '22 missing']
    """
    if not _ELSE.search(text):
        return text
    return "; ".join(each for each in _CLAUSES.split(text) if is_kept(each) or not _ELSE.search(each)) or text
