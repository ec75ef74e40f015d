"""Lines that stand in quotation marks as a whole, as a program writes them that took each for one cell: taken out of these and told."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from incidents.readers.limits import MAX_RECORD
from incidents.readers.tails import SAMPLE, Text

if TYPE_CHECKING:
    from pathlib import Path

DELIMITERS: Final = (",", ";", "\t", "|")
_WRAPPED: Final = re.compile(r'"((?:[^"]|"")*)"[ \t]*(\r\n|\r|\n|\Z)')
_LOOKED_AT: Final = 400  # of the lines
_NOTE: Final = "each line stood in quotation marks as a whole: they were taken off, and the cells inside are read"


def unwrapped(text: Text, work: Path) -> Text:
    """Return the text without the quotation marks around its lines, where most lines have them and a table stands inside."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        head = file.read(SAMPLE)
    if b'"' not in head[:4096]:
        return text
    lines = [
        each
        for each in islice(_lines(io.StringIO(head.decode("utf-8", "replace"), newline="")), _LOOKED_AT)
        if each.strip()
    ]
    inside = [inner for inner, wrapped in map(_unwrapped, lines) if wrapped]
    if 2 * len(inside) <= len(lines) or not is_parted(inside):
        return text
    target = work / "text.unwrapped"
    with text.path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        file.seek(text.start)
        with io.TextIOWrapper(file, "utf-8", "replace", newline="") as source:
            out.writelines(_unwrapped(line)[0] for line in _lines(source))
    return Text(target, 0, [*text.notes, _NOTE])


def is_parted(lines: Sequence[str]) -> bool:
    """Return whether lines are cells parted by one of the delimiters, mostly as many in each.

    Examples
    --------
    >>> is_parted(["id,date", "1,2024-01-02"]), is_parted(["Quetta", "one, two"])
    (True, False)
    """
    for delimiter in DELIMITERS:
        widths = Counter(len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines if line.strip())
        common, often = widths.most_common(1)[0] if widths else (0, 0)
        if common > 1 and 10 * often >= 8 * widths.total():
            return True
    return False


def _lines(source: Iterable[str]) -> Iterator[str]:
    """Yield lines; one that begins with a quotation mark goes on until it is closed."""
    kept: list[str] = []
    marks = size = 0
    for line in source:
        kept.append(line)
        marks, size = marks + line.count('"'), size + len(line)
        if not kept[0].startswith('"') or marks % 2 == 0 or size > MAX_RECORD:
            yield "".join(kept)
            kept, marks, size = [], 0, 0
    yield from filter(None, ["".join(kept)])


def _unwrapped(line: str) -> tuple[str, bool]:
    """Return a line without the quotation marks around it, and whether it had them."""
    found = _WRAPPED.fullmatch(line)
    return (found[1].replace('""', '"') + found[2], True) if found else (line, False)
