"""Finds the tables in a JSON document, however they are nested: lists of records, columns by name, rows below a list of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from incidents.readers.errors import Refused
from incidents.readers.header import SAMPLE_ROWS, find_header
from incidents.wording import counted

Record: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str, ...]
_ALIKE: Final = 0.7  # of the fields of two lists, where both are parts of one table
_LOOKED_AT: Final = 50  # records of a list
_NAMES: Final = ("columns", "fields", "header", "headers", "names")
_ROWS: Final = ("data", "rows", "records", "values")


@dataclass(frozen=True)
class Listed:
    """Records that a document lists somewhere: under which names, in what form, and the records."""

    path: Path
    form: str
    records: Sequence[Record]

    def words(self) -> str:
        """Return where and in what form they stand."""
        return f"{self.form} under {self.name()!r}" if self.path else self.form

    def name(self) -> str:
        """Return the names under which they stand, with points between."""
        return ".".join(self.path)

    def fields(self) -> set[str]:
        """Return the names of the first records' fields."""
        return {name for record in self.records[:_LOOKED_AT] for name in record}


def tables_of(document: Any) -> tuple[list[Listed], list[Listed]]:
    """Return the lists of records that are one table, the longest and those like it, and the others; none where there is no list.

    Examples
    --------
    >>> one, others = tables_of({"result": {"fields": [{"id": "date"}], "records": [{"date": "2024-01-02"}, {"date": "2024"}]}})
    >>> [each.words() for each in one], [each.name() for each in others]
    (["the records listed under 'result.records'"], ['result.fields'])
    >>> [each.records for each in tables_of({"date": ["2024-01-02"], "place": ["Quetta"]})[0]]
    [[{'date': '2024-01-02', 'place': 'Quetta'}]]
    """
    found = list(_found(document, ()))
    if not found:
        return [], []
    told = [each for each in found if not any(_describes(each, other) for other in found)]
    longest = max(told or found, key=lambda each: len(each.records))
    mine = [each for each in found if each.form == longest.form and _are_alike(each.fields(), longest.fields())]
    return mine, [each for each in found if each not in mine]


def left_out(others: Sequence[Listed]) -> list[str]:
    """Return what is said of lists that are not read."""
    told = ", ".join(f"{each.name()!r} ({counted(len(each.records), 'record')})" for each in others[:5])
    return [f"other lists left out: {told}"] if told else []


def _describes(one: Listed, other: Listed) -> bool:
    """Return whether a list names the fields of another's records, however short that is."""
    names = {record.get(name) for record in one.records for name in ("name", "id") if isinstance(record.get(name), str)}
    return one is not other and len(names & other.fields()) > len(other.fields()) / 2


def _are_alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _found(value: Any, path: Path) -> Iterator[Listed]:
    if isinstance(value, list):
        yield from _listed(value, path)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, dict) and value:
        content: Record = value  # pyright: ignore[reportUnknownVariableType]
        if whole := _split(content, path) or _by_columns(content, path) or _by_key(content, path):
            yield whole
        else:
            for name, each in content.items():
                yield from _found(each, (*path, name))


def _listed(rows: list[Any], path: Path) -> Iterator[Listed]:
    """Yield a list of records, or of rows the first of which are the names."""
    if rows and all(isinstance(each, dict) for each in rows):
        yield Listed(path, "the records listed", rows)
    elif len(rows) > 1 and all(isinstance(each, list) and not any(map(_is_nested, each)) for each in rows):
        try:
            header = find_header([list(map(_plain, each)) for each in rows[:SAMPLE_ROWS]])
        except Refused:
            return
        once = [each if each and header.headings.count(each) == 1 else "" for each in header.headings]
        names = [heading or name for heading, name in zip(once, header.names, strict=True)]
        yield Listed(path, "rows of cells", _records(names, rows[header.skipped :]))


def _split(content: Record, path: Path) -> Listed | None:
    """Return a table with the names of its columns in one list and its rows in another."""
    for names in (content[each] for each in _NAMES if isinstance(content.get(each), list)):
        for rows in (content[each] for each in _ROWS if isinstance(content.get(each), list)):
            named = [each for each in map(_field_name, names) if each]
            if rows and 0 < len(named) == len(names) and all(isinstance(each, list) for each in rows):
                return Listed(path, "rows below the names of their columns", _records(named, rows))
    return None


def _field_name(told: Any) -> str:
    """Return the name of a column as it is told: by itself, or in an object that describes it; empty where it is neither."""
    name = told.get("name") or told.get("id") if isinstance(told, dict) else told  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return name if isinstance(name, str) else ""


def _records(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Record]:
    longer = next((row for row in rows if len(row) > len(names)), None)
    if longer is not None:
        raise Refused(f"the JSON has a row of {len(longer)} cells below {len(names)} names: correct it")
    return [dict(zip(names, row, strict=False)) for row in rows]


def _by_columns(content: Record, path: Path) -> Listed | None:
    """Return a table of columns by their names, each a list, or an object of cells by the number of their row."""
    values = list(content.values())
    if len(values) < 2:
        return None
    if all(isinstance(each, list) and each and not any(map(_is_nested, each)) for each in values):
        sizes = {len(each) for each in values}
        if len(sizes) == 1:
            rows = zip(*values, strict=True)
            return Listed(path, "columns", [dict(zip(content, row, strict=True)) for row in rows])
        if max(sizes) > 1 and not path:
            listed = ", ".join(f"{name!r} {len(each):,}" for name, each in list(content.items())[:4])
            raise Refused(
                f"the JSON's columns are not equally long ({listed} values): correct it, or give one object for each record"
            )
    if all(_is_flat(each) and each for each in values) and all(key.isdigit() for each in values for key in each):
        keys = dict.fromkeys(key for each in values for key in each)
        return Listed(path, "columns", [{name: each.get(key) for name, each in content.items()} for key in keys])
    return None


def _by_key(content: Record, path: Path) -> Listed | None:
    """Return records that stand each under a key of its own, such as its number or id."""
    values = list(content.values())
    if not all(isinstance(each, dict) and len(each) > 1 for each in values) or (len(values) < 2 and not path):
        return None
    fields = [set(each) for each in values]
    if not all(_are_alike(each, fields[0]) for each in fields) or set(content) & fields[0]:
        return None
    if not any(not _is_nested(cell) for cell in values[0].values()):
        return None
    if all(name.isdigit() for name in content):
        return Listed(path, "records under a number each", values)
    key = next(name for name in ("id", "key", "json_key") if name not in fields[0])
    return Listed(path, "records under a key each", [{key: name, **each} for name, each in content.items()])


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _is_flat(value: Any) -> bool:
    return isinstance(value, Mapping) and not any(map(_is_nested, value.values()))  # pyright: ignore[reportUnknownArgumentType]


def _plain(cell: Any) -> str:
    return "" if cell is None else str(cell)
