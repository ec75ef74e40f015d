"""The ledger's command line: list, history, verify, backup, restore, export, import, undo, adopt, promote, add-up."""

from __future__ import annotations

import getpass
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from gazetteer import Gazetteer
from incidents.adding import add_up
from incidents.atlas import EMBEDDED, Atlas
from incidents.curated.actor import Actor
from incidents.curated.backup import backup, import_file, restore_backup
from incidents.curated.checking import Check
from incidents.curated.entry import KINDS, Entry
from incidents.curated.lines import lines, record_lines, schema, write_lines
from incidents.curated.promoting import adopt, promote_row
from incidents.curated.published import DATASET
from incidents.curated.store import Curated, history_lines
from incidents.dataset_file import read_toml
from incidents.errors import UnknownRecord
from incidents.printing import AsJson, messages, plain, show_found
from incidents.wording import counted

app = typer.Typer(help="The records that a team keeps: history, checks, backups, export.", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="Who does it, for the history; else the name of the system's user.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the history.")]
To = Annotated[Path, typer.Option("--to", help="The file to write; never one that is there.")]


@app.command("list")
def list_records(
    kind: Annotated[str, typer.Option("--kind", help="source, campaign, incident or claim; else all.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the present records with their version and review."""
    with _ledger() as ledger:
        if kind and kind not in KINDS:
            raise UnknownRecord(f"no kind of record is called {kind!r}; known: {', '.join(KINDS)}")
        found = tuple(entry for entry in ledger.entries() if kind in ("", entry.kind))
        show_found([_record(entry) for entry in found], as_json, lambda: map(_line, found))


@app.command()
def history(
    record_id: Annotated[str, typer.Argument(help="A record; else the whole ledger.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, the newest first.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List who changed what, when and why, the newest first; with --json each version whole."""
    with _ledger() as ledger:
        found = ledger.history(record_id or None, limit)
        show_found([each.to_dict() for each in found], as_json, lambda: history_lines(found))


@app.command()
def verify(
    head: Annotated[str, typer.Option("--head", help="A hash noted before: fails if the history lost it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check every record, the chain of all revisions and the file; fails where anything is damaged."""
    with _ledger() as ledger:
        found = ledger.check()
        lost = bool(head) and not _has(ledger, head)
        told = {
            "good": found.is_good and not lost,
            "revisions": found.revisions,
            "head": found.head,
            "head_lost": lost,
            "problems": [each.to_dict() for each in found.problems],
        }
        show_found(told, as_json, lambda: _check_lines(found, head if lost else ""))
    if lost or not found.is_good:
        raise typer.Exit(1)


@app.command("backup")
def make_backup(to: To, as_json: AsJson = False) -> None:
    """Copy the ledger while the app runs: a .jsonl file for any database, or a SQLite file of one in a file."""
    with _ledger() as ledger:
        done = backup(ledger, to)
        show_found(
            plain(_told(done)),
            as_json,
            lambda: [f"{counted(done.revisions, 'revision')} in {done.file}, head {done.head}"],
        )


@app.command()
def restore(file: Path, by: By = "", as_json: AsJson = False) -> None:
    """Put a backup in the place of the ledger while the app runs; what it was is kept beside it."""
    with _ledger() as ledger:
        done = restore_backup(ledger, file, _actor(by))
        words = f"{counted(done.revisions, 'revision')} restored; what was there before is in {done.before}"
        show_found(plain(_told(done)), as_json, lambda: [words])


@app.command("export")
def export_ledger(
    to: To,
    records: Annotated[
        bool, typer.Option("--records", help="Only what readers see, without history and sensitive fields.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the whole ledger with its history as JSON Lines; see docs/ledger-format.md."""
    with _ledger() as ledger:
        if to.exists():
            raise UnknownRecord(f"{str(to)!r} is there already: an export never overwrites, name another file")
        found = record_lines(ledger.shown(), Gazetteer.load()) if records else lines(ledger)
        count = write_lines(found, to)
        show_found({"file": str(to), "lines": count}, as_json, lambda: [f"{counted(count, 'line')} in {to}"])


@app.command("import")
def import_ledger(file: Path, by: By = "", as_json: AsJson = False) -> None:
    """Add the revisions of an exported ledger to an empty one, or to one that the file goes on from."""
    with _ledger() as ledger:
        done = import_file(ledger, file, _actor(by))
        words = f"{counted(done.revisions, 'revision')} added; head {done.head}"
        show_found(plain(_told(done)), as_json, lambda: [words])


@app.command()
def undo(number: int, by: By = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """Take back what a revision changed, as a new revision; later changes of other fields stay."""
    with _ledger() as ledger:
        done = ledger.undo(number, _actor(by), reason)
        show_found(_record(done), as_json, lambda: [_line(done)])


@app.command("restore-version")
def restore_version(record_id: str, version: int, by: By = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """Make an earlier version of a record the present one, as a new revision."""
    with _ledger() as ledger:
        done = ledger.restore(record_id, version, _actor(by), reason)
        show_found(_record(done), as_json, lambda: [_line(done)])


@app.command("adopt")
def adopt_embedded(by: By = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """Take the embedded dataset into the ledger, so that it can be edited; its file stays as it is."""
    with _ledger() as ledger:
        done = adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), _actor(by), reason)
        show_found([_record(each) for each in done], as_json, lambda: map(_line, done))


@app.command("promote")
def promote_record(
    dataset: Annotated[str, typer.Argument(help="An imported or added dataset.")],
    record_id: Annotated[str, typer.Argument(help="The incident: its id, with or without the dataset's before it.")],
    by: By = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Make a curated incident of a dataset's row, with its claims and sources; the link to the row is kept."""
    with _ledger() as ledger:
        row = record_id if record_id.startswith(f"{dataset}.") else f"{dataset}.{record_id}"
        done = promote_row(ledger, Atlas.open(), row, _actor(by), reason)
        show_found(_record(done), as_json, lambda: [_line(done)])


@app.command("add-up")
def add_claims_up(claims: list[str], as_json: AsJson = False) -> None:
    """Add figures of claims up where nobody can be in two of them; else say why not, and fail."""
    with messages():
        atlas = Atlas.open()
        known = {claim.id.removeprefix(f"{DATASET}."): claim for claim in atlas.claims}  # as `ledger list` calls them
        known |= {claim.id: claim for claim in atlas.claims}
        missing = [each for each in claims if each not in known]
        if missing:
            raise UnknownRecord(
                f"no claim has the id {missing[0]!r}; see: python -m incidents ledger list --kind claim, or python -m incidents show INCIDENT"
            )
        found = add_up([known[each] for each in claims], atlas.records, atlas.contains, atlas.place_label)
        told = {"low": found.low, "high": found.high, "words": found.words, "claims": claims}
        show_found(told, as_json, lambda: [found.words])


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a line of an exported ledger."""
    show_found(schema(), True, list)


@contextmanager
def _ledger() -> Generator[Curated]:
    """Give the ledger; its errors become a line for a person and a failing exit code."""
    with messages(), Curated.open() as ledger:
        yield ledger


def _actor(name: str) -> Actor:
    """Return who sits at the command line: whoever can write the data folder may do everything."""
    try:
        return Actor(name or getpass.getuser(), "reviewer")
    except (OSError, KeyError):
        return Actor("command line", "reviewer")


def _has(ledger: Curated, head: str) -> bool:
    return any(each.hash == head for each in ledger.history())


def _told(done: Any) -> dict[str, Any]:
    before = str(done.before) if done.before else None
    return {"file": str(done.file), "revisions": done.revisions, "head": done.head, "before": before}


def _record(entry: Entry) -> dict[str, Any]:
    return {**entry.model_dump(mode="json"), "version": entry.version}


def _line(entry: Entry) -> str:
    title = getattr(entry.record, "title", "") or f"claim about {entry.about}"
    return f"{entry.id}\t{entry.kind}\tv{entry.version}\t{entry.review.status.replace('_', ' ')}\t{title}"


def _check_lines(found: Check, lost: str) -> Iterator[str]:
    for problem in found.problems:
        yield f"{problem.record or 'ledger'}\t{problem.field}\t{problem.reason}\t{problem.remedy}"
    if lost:
        yield f"no revision has the hash {lost}: the end of the history is gone, restore a backup"
    if found.is_good and not lost:
        yield f"good: {counted(found.revisions, 'revision')}, head {found.head}"
