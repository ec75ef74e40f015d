"""Reads a dataset file (TOML) that a person edits; a mistake in a record is a problem, never an exception."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from incidents.dataset import Dataset, prefixed, slug
from incidents.placing import LIKELY
from incidents.problem import Problem
from incidents.record import CLAIM_LINKS, ID_PATTERN, Campaign, Claim, Identifier, Incident, Record, Source
from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from gazetteer import Gazetteer

MAX_BYTES: Final = 20 * 1024 * 1024
KINDS: Final[Mapping[str, type[Record]]] = {
    "source": Source,
    "campaign": Campaign,
    "incident": Incident,
    "claim": Claim,
}
_WHEN: Final = {"first": "first", "last": "last", "date_precision": "precision"}
_WHERE: Final = {
    "place": "place_id",
    "level": "level",
    "written": "toponym",
    "how": "how",
    "latitude": "latitude",
    "longitude": "longitude",
    "radius_km": "radius_km",
    "place_note": "note",
}
_REMEDIES: Final = {
    "missing": "add this field",
    "extra_forbidden": "take this field out, or correct its spelling",
    "date": "write the date as 2026-01-29",
    "string_type": "write it as text in quotes",
    "int": "write a whole number without quotes",
    "tuple_type": "write a list in square brackets",
    "dataclass_type": "write a table in braces",
    "model_type": "write a table in braces",
}


class _Header(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = ""
    title: str = ""
    licence: str = ""
    citation: str = ""
    note: str = ""


@dataclass
class _Reading:
    """The records read so far, by kind and local id, and the problems met."""

    dataset: str
    gazetteer: Gazetteer
    records: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    problems: list[Problem] = field(default_factory=list)
    rejected: int = 0
    broken: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    waiting: Counter[str] = field(default_factory=Counter)

    def leave_out(self, kind: str, record: str, root: str) -> None:
        """Note that a record is left out, because of its own mistake (`root` is itself) or of another's."""
        self.rejected += 1
        self.broken[kind].setdefault(record, root)
        if record != root:
            self.waiting[root] += 1

    def problem(self, record: str, field_name: str, value: object, reason: str, remedy: str) -> None:
        self.problems.append(Problem(self.dataset, record, field_name, written(value), reason, remedy))


def read_toml(path: Path, gazetteer: Gazetteer) -> Dataset:
    """Return the dataset in a TOML file.

    Records with a mistake are left out and described in `Dataset.problems`; a file that cannot be read at all gives
    an empty dataset with one problem.

    Parameters
    ----------
    path : Path
        The file.
    gazetteer : Gazetteer
        Where the places are looked up.
    """
    name = slug(path.stem if path.stem != "dataset" else path.parent.name)
    try:
        content = tomllib.loads(_text(path))
    except (OSError, ValueError, RecursionError) as error:
        remedy = "correct the file at that line; text needs quotes, dates do not"
        return _unreadable(name, path, f"not readable as TOML: {error}", remedy)
    return parse(content, gazetteer, name, str(path))


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES // 1024**2} MB, which is the most a dataset file may have")
    return path.read_text(encoding="utf-8-sig")


def _unreadable(name: str, path: Path, reason: str, remedy: str) -> Dataset:
    return Dataset(name, name, path=str(path), problems=(Problem(name, "", "", path.name, reason, remedy),))


def parse(content: Mapping[str, Any], gazetteer: Gazetteer, name: str = "dataset", path: str = "") -> Dataset:
    """Return the dataset in the parsed content of a TOML file (see `read_toml`)."""
    reading = _Reading(name, gazetteer)
    header = _header(content.get("dataset", {}), reading)
    reading.dataset = header.id or name
    for key in content.keys() - {"dataset", *KINDS}:
        remedy = f"known: [dataset], {', '.join(f'[[{kind}]]' for kind in KINDS)}"
        reading.problem("", key, key, "unknown table", remedy)
    for kind in KINDS:
        _read_kind(kind, content.get(kind, []), reading)
    _check_references(reading)
    return Dataset(
        reading.dataset,
        header.title or reading.dataset,
        header.licence,
        header.citation,
        header.note,
        *(tuple(_prefixed(reading, kind)) for kind in KINDS),
        problems=tuple(reading.problems),
        path=path,
        rejected=reading.rejected,
    )


def _header(table: Any, reading: _Reading) -> _Header:
    try:
        return _Header.model_validate(table)
    except ValidationError as error:
        _report(error, "dataset", reading, _Header)
    good = (
        {key: value for key, value in table.items() if key in _Header.model_fields and isinstance(value, str)}
        if (isinstance(table, dict))
        else {}
    )
    if not ID_PATTERN.fullmatch(good.get("id", "")):
        good.pop("id", None)
    return _Header.model_validate(good)


def _read_kind(kind: str, tables: Any, reading: _Reading) -> None:
    if not isinstance(tables, list):
        reading.problem("", kind, tables, "not a list of records", f"write [[{kind}]] with two brackets on each side")
        return
    for number, table in enumerate(tables, start=1):
        record = _read_record(kind, table, f"{kind} {number}", reading)
        if record is None:
            name = str(table.get("id", "")) if isinstance(table, dict) else ""
            reading.leave_out(kind, name, name)
        else:
            reading.records[kind][record.id] = record


def _read_record(kind: str, table: Any, position: str, reading: _Reading) -> Any:
    if not isinstance(table, dict):
        reading.problem(position, "", table, "not a record", f"write [[{kind}]] and its fields below it")
        return None
    name = table["id"] if isinstance(table.get("id"), str) and table["id"] else position
    problems_before = len(reading.problems)
    shaped = (
        _shape_incident(table, name, reading) if kind == "incident" else _shape_campaign(kind, table, name, reading)
    )
    try:
        record = KINDS[kind].model_validate(shaped)
    except ValidationError as error:
        _report(error, name, reading, KINDS[kind])
        return None
    if record.id in reading.records[kind] or _clashes(kind, record.id, reading):  # type: ignore[attr-defined]
        reading.problem(name, "id", table["id"], "duplicate id", "give each record an id of its own; the first is kept")
        return None
    return record if len(reading.problems) == problems_before else None


def _clashes(kind: str, record_id: str, reading: _Reading) -> bool:
    """Return whether an incident and a campaign would share an id, which claims could not tell apart."""
    other = {"incident": "campaign", "campaign": "incident"}.get(kind)
    return other is not None and record_id in reading.records[other]


def _shape_incident(table: dict[str, Any], name: str, reading: _Reading) -> dict[str, Any]:
    shaped = {key: value for key, value in table.items() if key not in _WHEN and key not in _WHERE}
    shaped["when"] = _when(table)
    shaped["where"] = {inner: table[key] for key, inner in _WHERE.items() if key in table}
    if isinstance(table.get("place"), str):
        found = _find_place(table["place"], "place", name, reading)
        shaped["where"] |= found | {
            key: table[word] for word, key in _WHERE.items() if word in table and key == "toponym"
        }
    return shaped


def _shape_campaign(kind: str, table: dict[str, Any], name: str, reading: _Reading) -> dict[str, Any]:
    if kind == "claim" and isinstance(table.get("scope"), dict):
        scope = table["scope"]
        return {**table, "scope": {**scope, "places": _find_places(scope.get("places", []), name, reading)}}
    if kind != "campaign":
        return table
    shaped = {key: value for key, value in table.items() if key not in _WHEN}
    return {**shaped, "when": _when(table), "places": _find_places(table.get("places", []), name, reading)}


def _when(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `When`; a record with one date only begins and ends on it."""
    shaped = {inner: table[key] for key, inner in _WHEN.items() if key in table}
    if "first" in shaped and "last" not in shaped:
        shaped["last"] = shaped["first"]
    return shaped


def _find_places(names: Any, record: str, reading: _Reading) -> Any:
    if not isinstance(names, list):
        return names
    found = [_find_place(name, "places", record, reading) if isinstance(name, str) else {} for name in names]
    return [place.get("place_id", name) for place, name in zip(found, names, strict=True)]


def _find_place(name: str, field_name: str, record: str, reading: _Reading) -> dict[str, Any]:
    """Return place_id, level, toponym and how for an id or a name; a problem is noted where there is no one answer."""
    gazetteer = reading.gazetteer
    try:
        place = gazetteer.place(name)
    except KeyError:
        match = gazetteer.resolve(name)
        if match.place is None or match.how in ("fuzzy", "area"):
            offered = [each.place.id for each in match.candidates[:5] if each.score >= LIKELY]
            reason = "ambiguous place" if match.how == "ambiguous" else "unknown place"
            remedy = f"write one of {', '.join(offered)}" if offered else "find its id with: python -m gazetteer search"
            reading.problem(record, field_name, name, reason, remedy)
            return {"place_id": name, "level": "country"}
        found = {"place_id": match.place.id, "level": match.place.level, "how": match.how}
        if match.how != "relative":
            return found
        spot = {"latitude": match.latitude, "longitude": match.longitude, "radius_km": match.radius_km}
        return found | spot | {"level": "town", "toponym": name, "note": match.note}
    return {"place_id": place.id, "level": place.level}


def _report(error: ValidationError, record: str, reading: _Reading, model: type[BaseModel]) -> None:
    for detail in error.errors(include_url=False):
        field_name, value = _locate(detail)
        reason, remedy = _explain(detail, model)
        reading.problem(record, field_name, value, reason, remedy)


def _locate(detail: ErrorDetails) -> tuple[str, object]:
    """Return the field as it is called in the file, and its value."""
    location, value = list(detail["loc"]), detail["input"]
    if location[:1] in (["when"], ["where"]):
        names = {inner: key for key, inner in (_WHEN if location[0] == "when" else _WHERE).items()}
        location = [names.get(str(part), part) for part in location[1:]] or ["last"]
    if isinstance(value, dict) and detail["type"] in ("missing", "reversed_dates"):
        value = " to ".join(str(value[key]) for key in ("first", "last") if key in value)
    return ".".join(str(part) for part in location), value


def _explain(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if "remedy" in context:
        return str(context["reason"]), str(context["remedy"])
    kind = detail["type"]
    remedy = next((text for key, text in _REMEDIES.items() if kind.startswith(key)), "correct the value")
    if kind == "extra_forbidden":
        return "unknown field", f"{remedy}; known: {', '.join(_known_fields(model))}"
    reason = "missing" if kind == "missing" else detail["msg"][:1].lower() + detail["msg"][1:]
    return reason, remedy


def _known_fields(model: type[BaseModel]) -> Iterator[str]:
    for name in model.model_fields:
        if name in ("when", "where"):
            yield from _WHEN if name == "when" else _WHERE
        elif name != "dataset":
            yield name


def _check_references(reading: _Reading) -> None:
    """Leave out records that name a source, campaign or record which is not there, and say so.

    One that names a record with a mistake of its own is left out as well, without a problem of its own: correcting
    that one mistake brings both back, and the problem of the first says how many wait for it.
    """
    for kind in ("source", "campaign", "incident", "claim"):
        for record_id, record in list(reading.records[kind].items()):
            missing = list(_missing(record, reading))
            roots = [root for *_, root in missing if root]
            for field_name, value, root in missing:
                if not root:
                    remedy = "write the id of a record of this file"
                    reading.problem(record_id, field_name, value, "no record has this id", remedy)
            if missing:
                del reading.records[kind][record_id]
                reading.leave_out(kind, record_id, record_id if len(roots) < len(missing) else roots[0])
    reading.problems[:] = _with_waiting(reading)


def _missing(record: Any, reading: _Reading) -> Iterator[tuple[str, str, str]]:
    """Yield (field, id, root) for references that are not there; `root` is the record with the mistake, if any."""
    for field_name, target, values in _references(record):
        kinds = ("campaign", "incident") if target == "about" else (target,)
        for value in values:
            if not any(value in reading.records[kind] for kind in kinds):
                root = next((reading.broken[kind][value] for kind in kinds if value in reading.broken[kind]), "")
                yield field_name, value, root


def _with_waiting(reading: _Reading) -> Iterator[Problem]:
    """Yield the problems; the first of a record that others refer to says how many are left out with it."""
    told: set[str] = set()
    for problem in list(reading.problems):
        waiting = 0 if problem.record in told else reading.waiting[problem.record]
        told.add(problem.record)
        if waiting:
            with_it = (
                f"{counted(waiting, 'record')} that {'refers' if waiting == 1 else 'refer'} to it left out with it"
            )
            yield replace(problem, remedy=f"{problem.remedy} ({with_it})")
        else:
            yield problem


def _references(record: Any) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield (field, what it points to, ids) for every reference of a record."""
    if isinstance(record, Source) and record.derived_from:
        yield "derived_from", "source", (record.derived_from,)
    if isinstance(record, Campaign | Incident):
        yield "sources", "source", record.sources
    if isinstance(record, Incident) and record.campaign:
        yield "campaign", "campaign", (record.campaign,)
    if isinstance(record, Claim):
        yield "about", "about", (record.about,)
        for link in CLAIM_LINKS:
            yield link, "claim", getattr(record, link)
        yield "evidence", "source", tuple(item.source for item in record.evidence)


def _prefixed(reading: _Reading, kind: str) -> Iterator[Any]:
    """Yield the records with the dataset's id before theirs, so that ids are unique in the whole atlas."""
    for record in reading.records[kind].values():
        yield prefixed(record, reading.dataset)


def written(value: object) -> str:
    """Return a value as a person wrote it, for a message."""
    if isinstance(value, dt.date | str | int | float):
        return str(value)
    return "" if value is None else repr(value)
