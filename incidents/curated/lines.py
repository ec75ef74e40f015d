"""The whole ledger as JSON Lines: a header, then every revision; what is read back is the same ledger."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from incidents.curated.canonical import FIRST, canonical
from incidents.curated.entry import KINDS, Entry
from incidents.curated.errors import LedgerUnavailable, RecordRefused
from incidents.curated.published import published
from incidents.curated.revision import Revision

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from incidents.curated.actor import Actor
    from incidents.curated.store import Curated
    from incidents.curated.writing import Writing

FORMAT: Final = "incident-atlas-ledger"
VERSION: Final = 1
SCHEMA: Final = Path(__file__).with_name("data") / "ledger.schema.json"
MAX_LINE: Final = 4 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Imported:
    """What importing came to: how many revisions were added, how many were there before, and the hash of the last."""

    added: int
    before: int
    head: str


def lines(ledger: Curated) -> Iterator[str]:
    """Yield the ledger's lines, without line ends: the same ledger gives the same lines."""
    revisions = tuple(reversed(ledger.history()))
    head = revisions[-1].hash if revisions else FIRST
    yield canonical({"type": "ledger", "format": FORMAT, "version": VERSION, "revisions": len(revisions), "head": head})
    for each in revisions:
        yield canonical({"type": "revision", **each.to_dict(), "content": json.loads(each.content)})


def record_lines(entries: Iterable[Entry], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield what readers see of entries, without revisions and without what is sensitive: a header, then the records."""
    found = published(entries, gazetteer)
    kinds: Mapping[str, tuple[Any, ...]] = {
        "source": found.sources,
        "campaign": found.campaigns,
        "incident": found.incidents,
        "claim": found.claims,
    }
    count = sum(map(len, kinds.values()))
    yield canonical({"type": "records", "format": FORMAT, "version": VERSION, "records": count})
    for kind, records in kinds.items():
        for record in records:
            yield canonical({"type": "record", "kind": kind, "record": record.model_dump(mode="json")})


def write_lines(found: Iterable[str], to: Path) -> int:
    """Write lines to a file, whole or not at all; return how many.

    Raises
    ------
    LedgerUnavailable
        If the file cannot be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{to.name}-", dir=to.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                count = 0
                for line in found:
                    file.write(line + "\n")
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(to)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise LedgerUnavailable(f"cannot write {str(to)!r}: {error.strerror or error}; nothing was written") from error
    return count


def import_lines(ledger: Curated, found: Iterable[str], actor: Actor) -> Imported:
    """Add the revisions of a file to a ledger that is empty, or that the file goes on from; all of them or none.

    Raises
    ------
    RecordRefused
        If the file is not whole, or if the ledger has revisions that the file does not have.
    NotAllowed
        If the actor is no reviewer: the file brings its authors' names with it.
    """
    actor.require("reviewer", "import a ledger")
    with ledger.writing(actor, "import a ledger") as together:
        return load(together, read_lines(found))


def load(together: Writing, revisions: tuple[Revision, ...]) -> Imported:
    """Add revisions inside a transaction; see `import_lines`."""
    before, head = together.head()
    if before > len(revisions) or (before and revisions[before - 1].hash != head):
        raise RecordRefused(
            f"this ledger has revisions up to {before} that the file does not have: import it into an empty data "
            "folder, or restore it in place of this one"
        )
    for each in revisions[before:]:
        together.insert(each)
    return Imported(len(revisions) - before, before, revisions[-1].hash if revisions else FIRST)


def read_lines(found: Iterable[str]) -> tuple[Revision, ...]:
    """Return the revisions in a file's lines, the chain checked; raises `RecordRefused` with the number of the line."""
    numbered = enumerate(found, start=1)
    header = _header(next(numbered, (1, ""))[1])
    revisions: list[Revision] = []
    previous = FIRST
    for number, line in numbered:
        if line.strip():
            revisions.append(_revision(number, line, len(revisions) + 1, previous))
            previous = revisions[-1].hash
    if (len(revisions), previous) != (header.get("revisions"), header.get("head")):
        raise RecordRefused(
            f"the file has {len(revisions)} revisions and its first line tells of {header.get('revisions')}: it is not whole"
        )
    return tuple(revisions)


def _parsed(number: int, line: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise RecordRefused(f"line {number} is longer than {MAX_LINE:,} letters: it is no line of a ledger")
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise RecordRefused(f"line {number} is no JSON object: export the ledger again")
    return parsed


def _header(line: str) -> dict[str, Any]:
    header = _parsed(1, line)
    if header.get("type") != "ledger" or header.get("format") != FORMAT:
        raise RecordRefused("the first line is not that of a ledger with its revisions: export it whole")
    if header.get("version") != VERSION:
        raise RecordRefused(f"the file has version {header.get('version')!r}; this Atlas reads {VERSION}: update it")
    return header


def _revision(number: int, line: str, expected: int, previous: str) -> Revision:
    parsed = _parsed(number, line)
    try:
        revision = Revision.of({**parsed, "content": canonical(parsed["content"])})
        revision.entry()
    except (KeyError, ValueError, TypeError) as error:
        raise RecordRefused(f"line {number} is no revision ({type(error).__name__}): export the ledger again") from None
    if revision.number != expected or revision.previous != previous or not revision.is_whole:
        raise RecordRefused(f"line {number} does not follow from the one before: the file was changed or is not whole")
    if revision.record != revision.entry().id or revision.kind not in KINDS:
        raise RecordRefused(f"line {number} is of another record than it says: the file was changed")
    return revision


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line; the file `SCHEMA` in the package is the same."""
    content = Entry.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
    defs = content.pop("$defs")
    text, whole, count = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}
    sha256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    of_revision = {
        **dict.fromkeys(("at", "actor", "role", "record", "kind", "operation", "reason"), text),
        **dict.fromkeys(("number", "version"), count),
        **dict.fromkeys(("previous", "hash"), sha256),
        "content": {"$ref": "#/$defs/Entry"},
    }
    header = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    shapes = {
        "ledger": {**header, "revisions": whole, "head": sha256},
        "revision": of_revision,
        "records": {**header, "records": whole},
        "record": {"kind": {"enum": list(KINDS)}, "record": {"anyOf": content["properties"]["record"]["anyOf"]}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of an Incident Atlas ledger",
        "oneOf": [_shape(kind, fields) for kind, fields in shapes.items()],
        "$defs": {**defs, "Entry": content},
    }


def _shape(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    properties = {"type": {"const": kind}, **fields}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
