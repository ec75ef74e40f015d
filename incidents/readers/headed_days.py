"""Tables in which a month or year stands alone in a row above its days: "January 2024", and below it 4, 17 and 28, or "Jan 4"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import pyarrow as pa

from incidents.dates import MONTHS, lacks_year
from incidents.readers.column_names import words_for
from incidents.readers.spool import JUDGED, Anew, Array, Flow, Part, Spool, plain
from incidents.sheet import plain_name

_MONTH: Final = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_YEAR: Final = r"(?:19|20)\d\d"
_PERIOD: Final = re.compile(rf"(?P<month>{_MONTH})(?:[\s,'/–-]*(?P<year>{_YEAR}))?|{_YEAR}(?:\.0)?", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:\.0)?")
_MOST: Final = 0.9  # of the dates: so many are days below a period


@dataclass(kw_only=True)
class HeadedDays(Spool):
    """A spool of which the days are completed by the month or year that stands alone in a row above them.

    Attributes
    ----------
    dates : str
        The column of days.
    """

    dates: str

    def batches(self, names: Sequence[str] | None = None) -> Iterator[Part]:
        """Yield (row numbers, columns by name, coded) a part at a time."""
        begins = [(before, "") for before, _ in self.sections]
        for numbers, columns in Spool.batches(self):
            texts = [*map(_text, plain(columns[self.dates]).to_pylist())]
            alone = _alone(columns)
            begins = sorted({*begins, *((int(numbers[row]), period) for row, period in enumerate(alone) if period)})
            for row, text in enumerate(texts):
                at = bisect_left(begins, (int(numbers[row]), ""))  # rows that were mended come last
                period = begins[at - 1][1] if at else ""
                if not alone[row] and _is_open(text, period):
                    texts[row] = f"{text.removesuffix('.0')} {period}"
            whole = {**columns, self.dates: pa.array(texts, pa.string()).dictionary_encode()}
            yield numbers, {each: whole[each] for each in self.names if names is None or each in names}


def headed(spool: Spool) -> Spool:
    """Return the rows of a table, with days completed where its first rows show that their month or year stands in rows above.

    Raises
    ------
    Anew
        If they do and rows flow.
    """
    words = {*words_for("date"), *words_for("day")}
    dates = next((name for name in spool.names if plain_name(name) in words), "")
    part = spool.first(JUDGED) if dates else None
    if part is None or not _shows(part[1], dates):
        return spool
    if isinstance(spool, Flow):
        raise Anew
    heading = spool.headings[spool.names.index(dates)]
    spool.notes.append(f"{heading!r} has days below rows with their month or year alone, from which it is taken")
    return HeadedDays(**{each.name: getattr(spool, each.name) for each in fields(Spool)}, dates=dates)


def _shows(columns: dict[str, Array], dates: str) -> bool:
    """Return whether the first row with anything is a period alone, and nearly all other dates are days that it can complete."""
    first = {name: column.slice(0, 1) for name, column in columns.items()}
    if not any(_alone(first)):
        return False
    period, complete, others = "", 0, 0
    for text, alone in zip(map(_text, plain(columns[dates]).to_pylist()), _alone(columns), strict=True):
        period = alone or period
        complete += bool(not alone and text and _is_open(text, period))
        others += bool(not alone and text and not _is_open(text, period))
    return complete > 0 and complete >= _MOST * (complete + others)


def _is_open(text: str, period: str) -> bool:
    """Return whether a text is a day that lacks what a period says."""
    found = _PERIOD.fullmatch(period)
    return found is not None and (_DAY.fullmatch(text) is not None if found["month"] else lacks_year(text))


def _alone(columns: dict[str, Array]) -> list[str]:
    """Return the month or year of each row that has nothing else; empty for all others."""
    rows = zip(*(map(_text, plain(column).to_pylist()) for column in columns.values()), strict=True)
    found = [{cell for cell in row if cell} for row in rows]
    return [
        next(iter(cells)).removesuffix(".0") if len(cells) == 1 and _PERIOD.fullmatch(next(iter(cells))) else ""
        for cells in found
    ]


def _text(cell: str | None) -> str:
    return (cell or "").strip()
