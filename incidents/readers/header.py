"""Finds the header of a table: below titles, beside HXL tags, missing, or one name short of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from incidents.dates import MONTHS
from incidents.formulas import is_handed_out, restored
from incidents.readers.claimants import KILLED, TOLL, WOUNDED
from incidents.readers.errors import Refused, TooMuch
from incidents.readers.hxl import is_tagged
from incidents.readers.layouts import (
    KNOWN,
    LAYOUTS,
    absent_from,
    figures_score,
    folded,
    shape_score,
    unambiguous,
)
from incidents.readers.limits import MAX_COLUMNS

SAMPLE_ROWS: Final = 300
_DATA: Final = re.compile(r"[+-]?[\d.,\s]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|https?://.*|POINT ?\(.*", re.IGNORECASE)

_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:\.0)?")
_MONTH: Final = re.compile(rf"(?:{'|'.join(MONTHS)})\W*(?:\d\d|\d{{4}})?|(?:19|20)\d\d-\d\d")
_WHOLE: Final = 5  # rows, of which at least one has the header's cells
_LABELS: Final = 3  # columns beside those of periods, such as number, province and district
_OF_PEOPLE: Final = re.compile(rf"\b(?:{KILLED}|{WOUNDED}|{TOLL}|casualt(?:y|ies))\b", re.IGNORECASE)
_BY_TAGS: Final = "the only line of column names is one of HXL tags: columns are read by them"
_TWO_LINES: Final = "the header stands in two lines: the names of groups were put before those below them"
_THREE_LINES: Final = _TWO_LINES.replace("two", "three")

Row = Sequence[str]


@dataclass(frozen=True)
class Header:
    """The columns of a table.

    `names` are folded and each there once, `headings` as written; the data begin `skipped` records into the file.
    """

    names: tuple[str, ...]
    headings: tuple[str, ...]
    skipped: int
    notes: tuple[str, ...]


def find_header(records: Sequence[Row]) -> Header:
    """Return the header of a table from its first records.

    Raises
    ------
    Refused
        If there is no telling which cell belongs to which column.
    """
    width = _width(records)
    if width > MAX_COLUMNS:
        raise TooMuch(f"the table has {width:,} columns; the most is {MAX_COLUMNS:,}")
    start = next((at for at, row in enumerate(records) if _filled(row) >= max(2, width // 2)), None)
    if start is None and any(len(layout.columns) == width for layout in LAYOUTS):
        start = next(
            at for at, row in enumerate(records) if len(row) == width
        )  # it has many columns that are mostly empty
    if start is None:
        raise Refused("no table found: no line has as many cells as the lines below it")
    if start + 1 < len(records) and _stands_over(records[start], records[start + 1], records[start + 2 :]):
        start += 1
    first, notes = list(records[start]), []
    if start:
        notes.append(f"{start} line{'s' if start > 1 else ''} above the header left out")
    if across := periods_across(first, records[start + 1 :]):
        raise Refused(
            f"this is a table of counts by {across}, with a column for each: it holds no single events. "
            "Import the list of the events instead, with one row an event and its date"
        )
    if is_tagged(first) and start + 1 < len(records):
        if not _is_header(list(records[start + 1]), records[start + 2 :]):
            return _aligned(first, records[start + 1 :], start + 1, [*notes, _BY_TAGS])
        first, start = list(records[start + 1]), start + 1
        notes.append("a line of HXL tags left out")
    if not _is_header(first, records[start + 1 :]):
        names, note = _without_header(records[start:], width)
        return named(names, start, (*notes, note))
    skipped = start + 1
    grouped: list[str] = []
    if start and (grouped := _grouped(list(records[start - 1]), first, records[skipped:])):
        first = grouped
        notes[0] = _TWO_LINES
    elif skipped < len(records) and (grouped := _going_on(first, list(records[skipped]))):
        first, skipped = grouped, skipped + 1
        notes.append(_TWO_LINES)
    if grouped and _goes_on_again(first, records[skipped:]):
        first, skipped = _going_on(first, list(records[skipped])), skipped + 1
        notes = [_THREE_LINES if note == _TWO_LINES else note for note in notes]
    if skipped < len(records) and is_tagged(records[skipped]):
        notes.append("a line of HXL tags below the header left out")
        skipped += 1
    return _aligned(first, records[skipped:], skipped, notes)


def periods_across(row: Row, below: Sequence[Row]) -> str:
    """Return whether the columns of a table are years or months, with numbers below: "year", "month" or nothing.

    Examples
    --------
    >>> counts = [["Kech", "1", "2", "3"]]
    >>> periods_across(["District", "2021", "2022", "Total"], counts), periods_across(["District", "Jan", "Feb", "Mar"], counts)
    ('year', 'month')
    >>> periods_across(["Place", "Year", "Month", "Killed"], counts)
    ''
    """
    cells = [cell.strip().casefold() for cell in row]
    kinds = ["year" if _YEAR.fullmatch(cell) else "month" if _MONTH.fullmatch(cell) else "" for cell in cells]
    kind = next((each for each in kinds if each), "")
    at = [place for place, each in enumerate(kinds) if each]
    others = {
        place
        for place, cell in enumerate(cells)
        if cell and place not in at and not cell.startswith(("total", "grand"))
    }
    told = (
        len(set(kinds) - {""}) == 1 and 2 <= len(at) == len({cells[place] for place in at}) and len(others) <= _LABELS
    )
    numbers = [line[place].strip() for line in below[:20] for place in at if place < len(line) and line[place].strip()]
    return kind if told and numbers and all(re.fullmatch(r"[\d,.]+|-", each) for each in numbers) else ""


def _stands_over(row: Row, below: Row, rows: Sequence[Row]) -> bool:
    """Return whether a row names groups of columns, each above the first of them, and the names of the columns stand below it."""
    more = len(row) == len(below) and _filled(below) > _filled(row) and all(each.strip() for each in below)
    return more and not any(_DATA.fullmatch(each.strip()) for each in row if each.strip()) and _is_header(below, rows)


def _grouped(above: list[str], heading: list[str], rows: Sequence[Row]) -> list[str]:
    """Return names with those of their groups, which stand above the first of each; none where each name says enough by itself.

    It does not where it is there twice, nor where its group tells people killed or wounded, of whom it only says by whose account or who they are.
    """
    if len(above) != len(heading):
        return []
    names = [folded(cell) for cell in heading]
    twice = [at for at, name in enumerate(names) if name and names.count(name) > 1]
    if twice:
        return _under_groups(above, heading, range(twice[0], twice[-1] + 1))
    groups = list(accumulate((cell.strip() for cell in above), lambda group, over: over or group))
    under = [
        at
        for at, group in enumerate(groups)
        if _OF_PEOPLE.search(group)
        and not _OF_PEOPLE.search(heading[at])
        and names[at] not in KNOWN
        and _is_counted(at, rows)
    ]
    return [f"{groups[at]} {cell}" if at in under else cell for at, cell in enumerate(heading)] if under else []


def _is_counted(at: int, rows: Sequence[Row]) -> bool:
    """Return whether a column has mostly numbers, where it has anything."""
    cells = [row[at].strip() for row in rows[:SAMPLE_ROWS] if at < len(row) and row[at].strip()]
    return 2 * sum(cell[0].isdigit() for cell in cells) > len(cells)


def _going_on(first: list[str], below: list[str]) -> list[str]:
    """Return the names of a header that goes on below: there stand names, not data, where the line above leaves gaps."""
    gaps = [at for at, cell in enumerate(below) if cell.strip() and at < len(first) and not first[at].strip()]
    cells = [cell.strip() for cell in below if cell.strip()]
    names = all(len(cell) <= 60 and not _DATA.fullmatch(cell) for cell in cells)
    if not gaps or len(cells) < 2 or not names or len(below) != len(first) or (first[0].strip() and below[0].strip()):
        return []
    return _under_groups(first, below, range(gaps[0] - 1, gaps[-1] + 1))


def _goes_on_again(first: list[str], rows: Sequence[Row]) -> bool:
    """Return whether below names in two lines that leave columns without one stand more names, and data below them."""
    nameless = 3 * sum(not cell.strip() for cell in first) > len(first)
    return nameless and len(rows) > 1 and _is_header(list(rows[0]), rows[1:]) and bool(_going_on(first, list(rows[0])))


def _under_groups(above: list[str], below: list[str], whole: range) -> list[str]:
    """Return the names of a line behind those of their groups in the line above; where it has none, those above."""
    groups = list(accumulate(above, lambda group, over: over.strip() or group))
    return [
        (f"{groups[at].strip()} {cell}".strip() if at in whole or above[at].strip() else cell)
        if cell.strip()
        else above[at]
        for at, cell in enumerate(below)
    ]


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _width(records: Sequence[Row]) -> int:
    """Return how many cells most rows have, not counting empty ones that end every row."""
    widths = Counter(len(row) for row in records if _filled(row))
    return widths.most_common(1)[0][0] if widths else 0


def _is_header(row: Row, below: Sequence[Row]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    known = sum(folded(cell) in KNOWN for cell in cells)
    data = sum(bool(_DATA.fullmatch(cell)) for cell in cells)
    if known >= 2 and known >= data:
        return True
    if data == 0 and any(_DATA.fullmatch(cell.strip()) for other in below[:20] for cell in other):
        return max(map(len, cells)) <= 120
    return data == 0 and not below


def _without_header(rows: Sequence[Row], width: int) -> tuple[list[str], str]:
    """Return names for a table that has none: those of a known layout that its values fit, else numbers."""
    best, score = None, 0.0
    for layout in LAYOUTS:
        if len(layout.columns) == width:
            fits = shape_score(layout.columns, rows[:SAMPLE_ROWS])
            best, score = (layout, fits) if fits > score else (best, score)
    if best is not None and score >= 0.8:
        return list(best.columns), f"no header: the {width} columns fit those of {best.title}, whose names were used"
    return [f"column_{number}" for number in range(1, width + 1)], "no header: the columns were numbered"


def _aligned(heading: list[str], rows: Sequence[Row], skipped: int, notes: list[str]) -> Header:
    """Return the header for rows that may have a cell more, or empty cells at the end."""
    cells = len(heading)
    while heading and not heading[-1].strip():
        heading.pop()
    width = _width([_trimmed(row, len(heading)) for row in rows]) or len(heading)
    if len(heading) < width <= cells and not _shifted(heading, rows):
        heading += [""] * (width - len(heading))  # the header has these cells, and leaves them empty
    if width == len(heading) and _width(rows) > width and _shifted(heading, rows):
        width += 1
    if width < len(heading) and unambiguous([folded(cell) for cell in heading]):
        width = len(heading)  # rows that end early are looked at one by one
    if width == len(heading) + 1 and (at := _missing(heading, rows)) is not None:
        around = f"after {heading[at - 1]!r}" if at else "before the first"
        notes = [*notes, f"the header has {len(heading)} names over {width} cells: the column {around} has no name"]
        heading = [*heading[:at], "", *heading[at:]]
    elif width == len(heading) + 1:
        if not _has_whole(heading, rows):
            raise Refused(
                f"the header has {len(heading)} names over {width} cells, and nothing tells which column has no "
                "name: add the missing name to the header"
            )
    elif width != len(heading):
        raise Refused(
            f"the header has {len(heading)} names but most rows have {width} cells: correct the header, or save the "
            "table again from a spreadsheet program"
        )
    return named(heading, skipped, tuple(notes))


def _shifted(heading: Sequence[str], rows: Sequence[Row]) -> bool:
    """Return whether the names fit the cells better with one missing than with an empty cell at the end of each row."""
    names = [folded(cell) for cell in heading]
    sample = [row for row in rows[:SAMPLE_ROWS] if len(row) > len(names)]
    scores = _scores(names, sample)
    if (at := _lacking(names, sample, scores)) is not None and at < len(names):
        return True
    best = max(scores[:-1])
    return unambiguous(names) and best >= 0.8 and best > shape_score(names, sample) + 0.05


def _scores(names: Sequence[str], sample: Sequence[Row]) -> list[float]:
    """Return how well the cells fit their names with a name missing at each position, the end among them."""
    return [shape_score([*names[:at], "", *names[at:]], sample) for at in range(len(names) + 1)]


def _lacking(names: Sequence[str], sample: Sequence[Row], scores: Sequence[float]) -> int | None:
    """Return where a name of a known layout is missing, by the cells; None where its absence does not explain them.

    Columns of one kind look alike, such as those of deaths: there the figures have to agree with each other.
    """

    def fit(at: int) -> float:
        return scores[at] + figures_score([*names[:at], "", *names[at:]], sample)

    absent = absent_from(names)
    at = max(absent, key=fit, default=None)
    if at is None or scores[at] < max(0.8, max(scores) - 0.02):
        return None
    better = fit(at) - fit(len(names))
    return at if better > 0 or (better == 0 and len(absent) == 1) else None


def _trimmed(row: Row, length: int) -> Row:
    """Return the row without empty cells beyond a length."""
    end = len(row)
    while end > length and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _has_whole(heading: Sequence[str], rows: Sequence[Row]) -> bool:
    """Return whether so many rows have just the header's cells that the others are odd: they have a delimiter in a cell."""
    filled = [len(row) for row in rows if _filled(row)]
    return _WHOLE * filled.count(len(heading)) >= len(filled)


def _missing(heading: Sequence[str], rows: Sequence[Row]) -> int | None:
    """Return before which column a name is missing, by what the cells look like; None where they do not tell."""
    sample = [row for row in rows[:SAMPLE_ROWS] if len(row) > len(heading)]
    names = [folded(cell) for cell in heading]
    scores = _scores(names, sample)
    if (at := _lacking(names, sample, scores)) is not None:
        return at
    best = max(scores)
    if best < 0.8 or not unambiguous(names):
        return None
    if scores[0] == best and _counting([row[0] for row in sample]):
        return 0
    return max(at for at, score in enumerate(scores) if score == best)


def _counting(cells: Sequence[str]) -> bool:
    """Return whether cells are the numbers of their rows, as statistics programs write them."""
    numbers = [int(cell) for cell in cells if cell.isascii() and cell.isdigit()]
    return len(numbers) == len(cells) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def named(heading: Sequence[str], skipped: int, notes: tuple[str, ...]) -> Header:
    """Return the header that names as written make: folded, and each there once."""
    names: list[str] = []
    headings: list[str] = []
    if is_handed_out([folded(cell) for cell in heading]):
        heading = [restored(cell) for cell in heading]
    for number, cell in enumerate(heading, start=1):
        name = folded(cell)[:120] or f"unnamed_{number}"
        unique = name
        copy = 2
        while unique in names:
            unique, copy = f"{name}_{copy}", copy + 1
        names.append(unique)
        headings.append(cell.replace("\x00", "").strip()[:400])
    twice = [heading for heading, times in Counter(headings).items() if heading and times > 1]
    notes = (*notes, *(f"several columns are named {each[:60]!r}: the first is read as it" for each in twice[:5]))
    return Header(tuple(names), tuple(headings), skipped, notes)
