"""What an import came to: what was recognised and how, what became of each row, what is odd; for a page and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from incidents.problem import LABEL, shorten
from incidents.vocabulary import UNKNOWN_PLACE
from incidents.wording import counted, known_words

IMPORTER_VERSION: Final = "1"
_SHOWN: Final = 10  # lines of a kind in a terminal


@dataclass(frozen=True)
class ColumnSum:
    """The sum of a column of the file over the rows taken. It is the dataset's own, never a toll.

    Attributes
    ----------
    column : str
        The column's name in the file.
    label : str
        What the sum is, for people.
    quantity, counted : str
        What is counted, and of whom.
    total : float
        The sum of the column's figures; of a range without a single figure, or "at least 12", the lower end is in it.
    low, high : float
        The sums of the lowest and highest figures; a figure without an end of its own is in it as it stands.
    stated, unknown : int
        Rows with a figure, and rows without one or with one that could not be read.
    open : int
        Rows with a figure that has no upper end, such as "at least 12": the sum of the highest is "or more".
    alike : float
        What of the sum is of rows that repeat an earlier one in every column but those of ids.
    """

    column: str
    label: str
    quantity: str
    counted: str
    total: float
    low: float
    high: float
    stated: int
    unknown: int
    open: int = 0
    alike: float = 0.0


def open_words(each: ColumnSum) -> str:
    """Return how many rows have no upper figure, in words; empty for none."""
    return f", {each.open:,} without an upper figure" if each.open else ""


def sum_line(each: ColumnSum) -> str:
    """Return the sum of a column in words: of how many rows, and what is open or uncertain in it."""
    rows = f"{counted(each.stated, 'row')}, {each.unknown:,} unknown{open_words(each)}"
    return "; ".join(filter(None, (f"{each.label}: {each.total:,.10g} ({rows})", alike_words(each))))


def alike_words(each: ColumnSum) -> str:
    """Return what of a sum is of rows that repeat an earlier one but for the id, in words; empty for nothing."""
    return f"{each.alike:,.10g} of it in rows that repeat an earlier one but for the id" if each.alike else ""


@dataclass(frozen=True)
class Flagged:
    """Rows that have something odd: which flag, what it means, how many, and the numbers of the first of them."""

    flag: str
    note: str
    rows: int
    first: tuple[int, ...]


@dataclass(frozen=True)
class UnknownValue:
    """A value that the vocabulary or the codebook does not have; it is kept as written."""

    column: str
    value: str
    rows: int


@dataclass(frozen=True)
class Rejected:
    """A row that could not be used: its number, the column and value to blame, why, and what to do."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return the short form, ``reason: 'value' @ row, column``."""
        return f"{self.reason}: {self.value[:80]!r} @ row {self.row}{f', {self.column}' if self.column else ''}"


@dataclass(frozen=True)
class ImportReport:
    """What became of a file.

    Attributes
    ----------
    dataset, title, file, sha256, size : str and int
        The dataset's id and title; the file's name, hash and bytes.
    kind, recognised_by : str
        acled, ucdp, gtd, atlas or table; and what shows it.
    importer : str
        The importer's name and version.
    warnings : tuple of str
        What has to be known before the figures are used.
    notes : tuple of str
        How the file was read: encoding, delimiter, header, order of day and month.
    rows, taken, repeated, rejected : int
        Rows of the file, and what became of them: ``rows == taken + repeated + rejected``.
    blank : int
        Records without anything in them, such as empty lines and lines of delimiters alone: they are no rows.
    first, last : str
        First and last day of the rows taken as the file dates them, in ISO form; empty for none. A row known only to a
        month or year lasts from its first day to its last.
    last_start : str
        The last day on which a row begins; empty where an earlier version of the atlas did not tell.
    first_exact, last_exact : str
        First and last day of the rows that the file dates to a single day; empty for none.
    first_covered, last_covered : str
        First and last day on which the rows taken count: one that the dataset's own code says is known only to the week
        or month counts on all its days. Empty where an earlier version of the atlas did not tell.
    sums : tuple of ColumnSum
        Sums of the dataset's own columns.
    place_precision, date_precision : mapping of str to int
        How many of the rows taken are known to what.
    native_place_precision, native_date_precision : mapping of str to int
        The same by the dataset's own codes.
    shared_coordinates : float
        The share (0 to 1) of rows with coordinates that are also those of another row.
    on_map : int
        Rows at a place of the gazetteer, or outside it by coordinates of their own; the others are listed, and on no map.
    flagged : tuple of Flagged
        What is odd.
    unknown_values : tuple of UnknownValue
        Values that no vocabulary has.
    rejects : tuple of Rejected
        The first of the rows rejected; all of them are in rejected.csv.
    licence, citation : str
        What has to go with the data.
    mapping : mapping
        How columns were read, as `Mapping.to_dict`.
    unused : tuple of str
        The columns of a mapped table that nothing was read of; their cells are kept with the rows.
    seconds, peak_mb : float
        How long it took, and the most memory that it needed.
    """

    dataset: str
    title: str
    file: str
    sha256: str
    size: int
    kind: str
    recognised_by: str
    importer: str
    rows: int
    taken: int
    repeated: int
    rejected: int
    blank: int = 0
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    last_start: str = ""
    first_exact: str = ""
    last_exact: str = ""
    first_covered: str = ""
    last_covered: str = ""
    sums: tuple[ColumnSum, ...] = ()
    place_precision: Mapping[str, int] = field(default_factory=dict)
    date_precision: Mapping[str, int] = field(default_factory=dict)
    native_place_precision: Mapping[str, int] = field(default_factory=dict)
    native_date_precision: Mapping[str, int] = field(default_factory=dict)
    shared_coordinates: float = 0.0
    on_map: int = 0
    flagged: tuple[Flagged, ...] = ()
    unknown_values: tuple[UnknownValue, ...] = ()
    rejects: tuple[Rejected, ...] = ()
    licence: str = ""
    citation: str = ""
    mapping: Mapping[str, Any] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_mb: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the report as a JSON-ready dict."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> ImportReport:
        """Return the report that `to_dict` gave; parts that a newer version wrote are left out."""
        known = {each.name for each in fields(cls)}
        parts = {key: value for key, value in content.items() if key in known}
        for name, kind in (("sums", ColumnSum), ("unknown_values", UnknownValue), ("rejects", Rejected)):
            parts[name] = tuple(kind(**each) for each in parts.get(name, ()))
        parts["flagged"] = tuple(
            Flagged(each["flag"], each["note"], each["rows"], tuple(each["first"])) for each in parts.get("flagged", ())
        )
        parts |= {name: tuple(parts.get(name, ())) for name in ("warnings", "notes", "unused")}
        return cls(**parts)

    def lines(self) -> list[str]:
        """Return the report as lines for a person."""
        lines = [
            f"{self.title}: read as {self.kind} ({self.recognised_by})",
            f"{counted(self.rows, 'row')}: {self.taken:,} taken, {counted(self.repeated, 'exact repeat')}, {self.rejected:,} rejected{blank_words(self)}",
        ]
        lines += [f"Note: {each}" for each in self.warnings]
        if self.first:
            lines.append(f"{'; '.join(span_words(self))}; {self.on_map:,} on the map")
            if off := self.taken - self.on_map:
                lines.append(
                    f"{off:,} on no map: no usable coordinates, and no place that the gazetteer has (report DATASET --unplaced FILE writes them to mend)"
                )
        lines += map(sum_line, self.sums)
        mix = [f"{count:,} {known_words(level or UNKNOWN_PLACE)}" for level, count in self.place_precision.items()]
        lines += [f"places: {', '.join(mix)}"]
        lines += [f"shared coordinates: {self.shared_coordinates:.1%} of rows"]
        lines += [f"{counted(each.rows, 'row')}: {each.note}" for each in self.flagged]
        unknown = [f"unknown {each.column}: {each.value!r} ({each.rows:,})" for each in self.unknown_values]
        lines += _first(unknown, len(unknown), "unknown value")
        lines += [*self.notes, *unread_words(self)]
        lines += _first([f"rejected: {each}" for each in self.rejects], self.rejected, "rejected row")
        lines += [f"licence: {self.licence or 'not stated'}", f"cite: {self.citation or 'not stated'}"]
        return lines


def _first(lines: Sequence[str], count: int, what: str) -> list[str]:
    """Return the first of many lines, and how many there are more of what they tell."""
    more = count - _SHOWN
    return [
        *lines[:_SHOWN],
        *([f"{counted(more, f'more {what}')}: see the report on its page or as JSON"] if more > 0 else []),
    ]


def blank_words(report: ImportReport) -> str:
    """Return how many records were blank, in words; empty for none."""
    return f"; {counted(report.blank, 'blank record')} left out" if report.blank else ""


def unread_words(report: ImportReport) -> list[str]:
    """Return which columns of a mapped table were not used, and whether none counts the killed, in words."""
    listed = ", ".join(shorten(each, LABEL) for each in report.unused)
    words = [f"not used: {listed}"] if listed else []
    if report.kind == "table" and all(each["quantity"] != "killed" for each in report.mapping.get("counts", ())):
        words.append("no column of people killed was found; a mapping (--mapping FILE) names it")
    return words


def span_words(report: ImportReport) -> list[str]:
    """Return from when to when the rows are, in words: by the days on which they begin, then what differs from that."""
    last = report.last_start or report.last
    words = [f"{'from' if last == report.last else 'rows begin from'} {report.first} to {last}, as the rows are dated"]
    if last != report.last:
        words.append(f"the last day that one of them covers is {report.last}")
    if report.first_exact and (report.first_exact, report.last_exact) != (report.first, last):
        words.append(f"those dated to a single day are from {report.first_exact} to {report.last_exact}")
    if not set(report.date_precision) <= {"day"}:
        covered = (report.first_covered, report.last_covered)
        wider = (
            f", in all from {' to '.join(covered)}" if all(covered) and covered != (report.first, report.last) else ""
        )
        words.append(f"a row known only to a week or longer counts on all its days{wider}")
    return words
