"""What became of a plain sheet: its rows, the values kept as text, how each spelling of a place was read."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from incidents.dataset import Dataset
from incidents.formulas import sheet_row
from incidents.problem import Problem
from incidents.readers.draft import FLAGS
from incidents.readers.report import ColumnSum, Flagged, sum_line
from incidents.readers.tally import LISTED
from incidents.sheet import Sheet


@dataclass(frozen=True)
class Spelling:
    """How one spelling was read: the place, how it was matched, how sure that is, and in how many rows it stands."""

    written: str
    within: str
    place_id: str
    place: str
    level: str
    how: str
    score: float
    note: str
    rows: int


@dataclass(frozen=True)
class Report:
    """What became of a sheet.

    Attributes
    ----------
    dataset, file, sha256 : str
        The dataset's id, the file's name, and its content's hash.
    rows, placed : int
        Rows with anything in them, and those that became incidents.
    rejected : tuple of Problem
        Every row that did not, with its reason; more than one where a row has more than one mistake.
    notices : tuple of Problem
        Values that were kept as text because they could not be read; their rows are placed.
    notes : tuple of str
        How the sheet as a whole was read.
    spellings : tuple of Spelling
        How each spelling of a place was read.
    first, last : str
        First and last day of the rows placed, in ISO form; empty for none.
    sums : tuple of ColumnSum
        Sums of the sheet's columns of people, as of any import.
    blank : int
        Rows without anything in them, which are no rows.
    flagged : tuple of Flagged
        Rows placed that have something odd, as of any import; the notices say it of each value.
    """

    dataset: str
    file: str
    sha256: str
    rows: int
    placed: int
    rejected: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    first: str = ""
    last: str = ""
    sums: tuple[ColumnSum, ...] = ()
    blank: int = 0
    flagged: tuple[Flagged, ...] = ()

    @property
    def rejected_rows(self) -> int:
        """How many rows did not become incidents."""
        return self.rows - self.placed

    def to_dict(self) -> dict[str, Any]:
        """Return the report as a JSON-ready dict."""
        return {
            **{key: getattr(self, key) for key in ("dataset", "file", "sha256", "rows", "placed", "rejected_rows")},
            "rejected": [problem.to_dict() for problem in self.rejected],
            "notices": [problem.to_dict() for problem in self.notices],
            "notes": list(self.notes),
            "spellings": [asdict(spelling) for spelling in self.spellings],
            "first": self.first,
            "last": self.last,
            "sums": [asdict(each) for each in self.sums],
            "blank": self.blank,
            "on_map": self.placed,
            "flagged": [asdict(each) for each in self.flagged],
        }


def flagged(flags: Mapping[str, Iterable[int]], placed: Collection[int]) -> Iterator[Flagged]:
    """Yield each flag with the rows placed that have it, given the numbers of all that do."""
    for flag, numbers in flags.items():
        if rows := [each for each in numbers if each in placed]:
            yield Flagged(flag, FLAGS[flag], len(rows), tuple(rows[:LISTED]))


def figure_lines(told: Mapping[str, Any]) -> list[str]:
    """Return from when to when the rows of a report are and what its columns of people add up to, in words, given what `Report.to_dict` gave."""
    span = [f"from {told['first']} to {told['last']}, as the rows are dated"] if told.get("first") else []
    return [*span, *(sum_line(ColumnSum(**each)) for each in told.get("sums", ()))]


@dataclass(frozen=True)
class Imported:
    """A sheet made into a dataset, with the report and the cells as they were."""

    dataset: Dataset
    report: Report
    sheet: Sheet


def rejected_csv(imported: Imported) -> str:
    """Return the rows that could not be used as CSV: row, field, reason, remedy, and the row's own cells."""
    sheet = imported.sheet
    rows = {f"row {row.number}": row.raw for row in sheet.rows}
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(sheet_row(["row", "field", "reason", "remedy", *sheet.header]))
    for problem in imported.report.rejected:
        number = problem.record.removeprefix("row ")
        cells = [number, problem.field, problem.reason, problem.remedy, *rows[problem.record]]
        writer.writerow(sheet_row(cells))
    return written.getvalue()
