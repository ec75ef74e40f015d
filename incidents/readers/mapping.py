"""How the columns of any table are read: kept as a file that a person can edit."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from incidents.date_order import ORDERS, YEARS, Order
from incidents.encodings import canonical
from incidents.readers.count_columns import CountColumn
from incidents.readers.errors import Refused
from incidents.readers.layouts import LAYOUTS, folded
from incidents.vocabulary import COUNTED, QUANTITIES

#: What a column can be, with what a person should know of it.
FIELDS: Final[MappingType[str, str]] = {
    "id": "the table's own id of a row",
    "date": "first or only day",
    "end_date": "last day",
    "year": "year, where month and day have columns of their own, or where dates lack it or have another",
    "month": "month",
    "day": "day of the month",
    "end_year": "year of the last day, where month and day have columns of their own",
    "end_month": "month of the last day",
    "end_day": "day of the month of the last day",
    "title": "a few words for the incident",
    "type": "kind of event",
    "target": "kind of target",
    "country": "country",
    "admin1": "province",
    "admin2": "district",
    "admin3": "tehsil",
    "place": "town or village",
    "latitude": "degrees north",
    "longitude": "degrees east",
    "coordinates": "latitude and longitude in one cell, or a point as WKT or GeoJSON",
    "longitude_latitude": "longitude and latitude in one cell, the longitude first",
    "precision": "how well the place is known: site, town, tehsil, district, province ...",
    "actor": "who did it or took part",
    "source": "who reports it",
    "url": "address of the report",
    "note": "what happened, in words",
    "claimant": "who claims the figures",
}
BOUNDS: Final = ("value", "low", "high", "part", "some")
PLACED: Final = frozenset(
    {"place", "admin1", "admin2", "admin3", "latitude", "coordinates", "longitude_latitude", "country"}
)
"""The fields of which a table needs one: they say where something was."""


@dataclass(frozen=True)
class Mapping:
    """How a table's columns are read.

    Attributes
    ----------
    kind : str
        "table", or a known kind (acled, ucdp, gtd, atlas) whose columns bear other names.
    columns : mapping of str to str
        For each field (see `FIELDS`) the column's name in the file.
    counts : tuple of CountColumn
        The columns of numbers of people.
    date_order : str
        "day first", "month first", "year-day-month" or "year-month-day", or one of the first two, a comma and one of the
        last two; empty for what the column itself shows.
    decimal : str
        "comma" where decimals are written with a comma, so that 1.234 people are 1,234; "point" where they are with a point; else empty: 1.234 is unknown.
    encoding : str
        What bytes of a text that are not UTF-8 are in, such as "windows-1256"; empty for what they show.
    within : str
        Country or province of rows that name none.
    year : str
        Year of dates that have none, such as "2021"; a column of years comes before it.
    claimant, title, licence, citation : str
        Whose figures these are, what the dataset is called, on what terms, and how it is cited.
    notes : tuple of str
        Why columns were taken for what they are.
    complete : bool
        Whether columns that it does not state are left unread; else they are found by their names and values.
    """

    kind: str = "table"
    columns: MappingType[str, str] = field(default_factory=dict)
    counts: tuple[CountColumn, ...] = ()
    date_order: str = ""
    decimal: str = ""
    encoding: str = ""
    within: str = ""
    year: str = ""
    claimant: str = ""
    title: str = ""
    licence: str = ""
    citation: str = ""
    notes: tuple[str, ...] = ()
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the mapping as a JSON-ready dict."""
        return {**asdict(self), "columns": dict(self.columns), "notes": list(self.notes)}

    @classmethod
    def from_dict(cls, content: MappingType[str, Any]) -> Mapping:
        """Return the mapping in a dict; raises `Refused` for fields or values that do not exist."""
        unknown = set(content) - set(cls.__dataclass_fields__)
        if unknown:
            known = ", ".join(cls.__dataclass_fields__)
            raise Refused(f"the mapping has an unknown part {sorted(unknown)[0]!r}; known: {known}")
        columns = content.get("columns", {})
        if not isinstance(columns, dict) or not all(isinstance(each, str) for each in columns.values()):
            raise Refused("the mapping's [columns] must give a column's name for each field, in quotes")
        counts = tuple(_count_column(each) for each in _listed(content.get("counts", ())))
        texts = {name: str(content.get(name, "")) for name in _TEXTS}
        try:
            Order.of(texts["date_order"])
        except ValueError:
            known = ", ".join(f'"{each}"' for each in ORDERS)
            raise Refused(f"date_order is {texts['date_order']!r}; write {known} or nothing") from None
        if texts["decimal"] not in ("", "comma", "point"):
            raise Refused(f'decimal is {texts["decimal"]!r}; write "comma", "point" or nothing')
        if texts["year"] and not (texts["year"].isdecimal() and int(texts["year"]) in YEARS):
            raise Refused(f"year is {texts['year']!r}; write one from {YEARS[0]} to {YEARS[-1]} or nothing")
        try:
            texts["encoding"] = canonical(texts["encoding"])
        except ValueError as error:
            raise Refused(str(error)) from None
        notes = tuple(str(each) for each in _listed(content.get("notes", ())))
        complete = content.get("complete", True) is not False
        kind = str(content.get("kind", "table"))
        return cls(kind=kind, columns=dict(columns), counts=counts, notes=notes, complete=complete, **texts)

    def to_toml(self, file: str = "") -> str:
        """Return the mapping as a file for a person: each part with what can stand there."""
        lines = [f"# How the columns of {json.dumps(file)} are read." if file else "# How the columns are read."]
        lines += ["# Edit it, then: python -m incidents import FILE --mapping THIS_FILE", ""]
        lines += [f"# {note}".replace("\n", " ") for note in self.notes]
        lines += [
            f"{name} = {json.dumps(getattr(self, name), ensure_ascii=False)}{_HINTS.get(name, '')}" for name in _TOP
        ]
        lines += [
            f"complete = {json.dumps(self.complete)}  # false: columns not named here are found by name and values"
        ]
        lines += ["", "[columns]"]
        told = {name: f"  # {FIELDS[name]}" if name in FIELDS else "" for name in self.columns}
        lines += [f"{name} = {_quoted(column)}{told[name]}" for name, column in self.columns.items()]
        lines += [f'# {name} = ""  # {told}' for name, told in FIELDS.items() if name not in self.columns]
        for count in self.counts:
            lines += ["", "[[counts]]", *(f"{key} = {_quoted(value)}" for key, value in asdict(count).items() if value)]
        return "\n".join(lines) + "\n"


_TEXTS: Final = ("date_order", "decimal", "encoding", "within", "year", "claimant", "title", "licence", "citation")
_TOP: Final = ("kind", *_TEXTS)
_HINTS: Final = {
    "date_order": '  # "day first", "month first", "year-day-month", "year-month-day", or empty: as the column shows',
    "decimal": '  # "comma" where 1.234 people are 1,234, "point" where they are a fraction, or empty: as the cells show',
    "year": '  # of dates that have none, such as "2021", or empty',
    "encoding": '  # such as "windows-1256", for bytes that are not UTF-8, or empty: as they show',
}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _count_column(content: Any) -> CountColumn:
    if not isinstance(content, dict) or "column" not in content:
        raise Refused("each [[counts]] of the mapping needs a column")
    count = CountColumn(
        **{key: str(value) for key, value in content.items() if key in CountColumn.__dataclass_fields__}
    )
    for value, known in ((count.quantity, QUANTITIES), (count.counted, COUNTED), (count.bound, BOUNDS)):
        if value not in known:
            raise Refused(f"the mapping has {value!r} for column {count.column!r}; known: {', '.join(known)}")
    return count


def check_fields(mapping: Mapping, kind: str, where: str = "the mapping") -> None:
    """Refuse a mapping with a field that nothing reads: the column would be left out in silence.

    Examples
    --------
    >>> try:
    ...     check_fields(Mapping(columns={"killed": "dead"}), "table")
    ... except Refused as refused:
    ...     print(str(refused)[:73])
    the mapping has an unknown field 'killed' in [columns] (killed = "dead"):
    """
    if kind != "table" and mapping.counts:
        raise Refused(
            f"{where} has [[counts]], which say how a table of its own kind is read; this is read as {kind}, whose figures stand in "
            'columns that are known: leave [[counts]] out, or have it read as a table (kind = "table") with all its columns'
        )
    known = list(FIELDS) if kind == "table" else _columns_of(kind)
    name = next((each for each in mapping.columns if each not in known), "")
    if not name or not known:
        return
    column = _quoted(mapping.columns[name])
    counts = f'numbers of people go under [[counts]]: column = {column}, quantity = "killed"'
    told = counts if kind == "table" else f"it is read as {kind}, whose columns are the fields"
    raise Refused(
        f"{where} has an unknown field {name!r} in [columns] ({name} = {column}): {told}; fields are {', '.join(known)}"
    )


def _columns_of(kind: str) -> list[str]:
    return list(dict.fromkeys(name for layout in LAYOUTS if layout.kind == kind for name in layout.columns))


def read_mapping(path: Path, kind: str = "") -> Mapping:
    """Return the mapping in a TOML or JSON file, which need not state every column, for a kind of table; raises `Refused`."""
    try:
        if path.stat().st_size > 1_000_000:
            raise Refused(f"{path.name!r} is too large for a mapping")
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"cannot read the mapping {path.name!r}: {error}") from error
    if not isinstance(content, dict):
        raise Refused(f"the mapping {path.name!r} is no table of settings")
    stated = {"kind", "columns", "counts"} & set(content)
    mapping = Mapping.from_dict({"complete": False, **({} if stated else {"kind": ""}), **content})
    check_fields(mapping, kind or mapping.kind, f"the mapping {path.name!r}")
    return mapping


def in_encoding(mapping: Mapping | None, encoding: str) -> Mapping:
    """Return a mapping, or one that states nothing else, for a text in an encoding; raises `Refused` for one that is not known."""
    stated = (mapping or Mapping(kind="", complete=False)).to_dict()
    return Mapping.from_dict({**stated, "encoding": encoding})


def checked(mapping: Mapping, headings: Sequence[str]) -> Mapping:
    """Return the mapping with the file's own spelling of its columns; raises `Refused` for one that is not there."""
    there = {folded(heading): heading for heading in reversed(headings)}

    def found(column: str) -> str:
        if column in headings:
            return column
        if folded(column) in there:
            return there[folded(column)]
        raise Refused(f"the mapping names a column {column!r}, which the file does not have; it has {_some(headings)}")

    columns = {name: found(column) if column else "" for name, column in mapping.columns.items()}
    counts = tuple(replace(count, column=found(count.column)) for count in mapping.counts)
    return replace(mapping, columns=columns, counts=counts)


def _some(headings: Sequence[str]) -> str:
    return ", ".join(repr(each[:40]) for each in headings[:30])
