"""Texts that a spreadsheet program would run as formulas: made harmless where they are handed out, given back where they return."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTE: Final = "'"
MADE_NEUTRAL: Final = r"^'([=+\-@\t\r\n＝＋－＠'])"
"""How a text begins that `neutral` put an apostrophe in front of."""

_NUMBER: Final = re.compile(r"-\d{1,15}(\.\d{1,15})?")
_LONGEST: Final = 32 * 1024 * 1024


def neutral(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula; `restored` gives the text back.

    A text that begins with ``= + - @``, their full-width forms, a tab or a line end gets an apostrophe in front, and so does one
    that begins with an apostrophe: taking one apostrophe away is always right.

    Examples
    --------
    >>> neutral("=1+1"), neutral("'tis"), neutral("Pasni")
    ("'=1+1", "''tis", 'Pasni')
    """
    return QUOTE + text if text.startswith((*TRIGGERS, QUOTE)) else text


def restored(text: str) -> str:
    """Return the text that `neutral` was given; one that it did not make stays as it is.

    Examples
    --------
    >>> restored("'=1+1"), restored("''tis"), restored("'tis")
    ('=1+1', "'tis", "'tis")
    """
    return re.sub(MADE_NEUTRAL, r"\1", text)


def sheet_row(cells: Sequence[Any]) -> list[Any]:
    """Return the cells of a row of a sheet that comes back once it was mended: texts are `neutral`, negative numbers stay.

    Examples
    --------
    >>> sheet_row(["=1+1", "-0.04", 7, None])
    ["'=1+1", '-0.04', 7, None]
    """
    return [each if not isinstance(each, str) or _NUMBER.fullmatch(each) else neutral(each) for each in cells]


def is_handed_out(names: Sequence[str]) -> bool:
    """Return whether columns are those of a sheet that the atlas handed out to be mended.

    Examples
    --------
    >>> is_handed_out(["date", "place", "atlas_row"]), is_handed_out(["date", "row"])
    (True, False)
    """
    return "atlas_row" in names or tuple(names[:4]) == ("row", "field", "reason", "remedy")


def harmless(path: Path) -> Iterator[str]:
    """Yield the lines of a sheet of rejected rows; those of earlier versions of the atlas held texts as they were."""
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield "\ufeff"
        for row in csv.reader(file):
            out = io.StringIO(newline="")
            csv.writer(out).writerow(sheet_row([restored(cell) for cell in row]))
            yield out.getvalue()
