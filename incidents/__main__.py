"""The command line of the incidents: list, summary, facets, show, validate, add, import, report, datasets, remove, export."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import pandas as pd
import typer

from gazetteer import Gazetteer
from incidents.arrival import kind_of
from incidents.atlas import Atlas
from incidents.catalogue import EMBEDDED, catalogue, gazetteer_of, own_ids
from incidents.curated.commands import app as ledger_app
from incidents.dataset_file import read_toml
from incidents.dataset_folder import problems_in
from incidents.errors import UnknownRecord
from incidents.export import export
from incidents.importing import import_sheet
from incidents.likeness import Likeness, newer_export
from incidents.placing import AREA
from incidents.printing import AsJson, messages, plain, show_found
from incidents.problem import Problem
from incidents.readers import in_encoding, read_mapping
from incidents.sandbox import Worker
from incidents.selection import FIELDS, Selection
from incidents.sheet_report import figure_lines
from incidents.snapshot import Snapshots
from incidents.store import Added, Store
from incidents.unplaced_sheet import unplaced_sheet
from incidents.wording import counted, date_words, where_words

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(ledger_app, name="ledger")

Query = Annotated[str, typer.Option("--query", help="A selection as in a link: start=2026-01-29&places=town:pasni.")]
Version = Annotated[int | None, typer.Option("--version", help="One version; else the newest, or all to be removed.")]
Lenient = Annotated[bool, typer.Option("--lenient", help="Go on without what cannot be understood.")]
Within = Annotated[str, typer.Option("--within", help="Area that decides between places of one name.")]

KEYS: Final = ", ".join(FIELDS)
_REMEDIES: Final = {
    **dict.fromkeys(("start", "end", "as_known_on"), "write one day such as 2026-01-29"),
    "contested": "write yes or no",
    "bounds": "write west,south,east,north in degrees",
    "places": "find its id with: python -m gazetteer search",
    "datasets": "list them with: python -m incidents datasets",
    "actors": "list them with: python -m incidents facets",
    "rule": "list the actors with: python -m incidents facets",
}


@app.command("list")
def list_incidents(query: Query = "", lenient: Lenient = False, as_json: AsJson = False) -> None:
    """List the selected incidents; with --json as an array."""
    with messages():
        atlas, selection = _opened(query, lenient)
        rows = _records(atlas.incidents(selection))
        show_found(rows, as_json, lambda: _incident_lines(rows))


@app.command()
def summary(query: Query = "", lenient: Lenient = False, as_json: AsJson = False) -> None:
    """Say what a selection amounts to, with the campaigns' figures and who claims them."""
    with messages():
        atlas, selection = _opened(query, lenient)
        found = atlas.summary(selection)
        show_found(plain(found), as_json, lambda: _summary_lines(found))


@app.command()
def facets(query: Query = "", lenient: Lenient = False, as_json: AsJson = False) -> None:
    """List the choices of each filter with their counts."""
    with messages():
        atlas, selection = _opened(query, lenient)
        found = atlas.facets(selection)
        lines = (
            f"{field}\t{'  ' * facet.depth}{facet.label}\t{facet.count}" for field in found for facet in found[field]
        )
        show_found(plain(found), as_json, lambda: lines)


@app.command()
def show(record_id: str, as_json: AsJson = False) -> None:
    """Show an incident or a campaign with its claims."""
    with messages():
        atlas = Atlas.open()
        known = {campaign.id for campaign in atlas.campaigns}
        record = atlas.campaign(record_id) if record_id in known else atlas.incident(record_id)
        found = {"record": plain(record), "claims": plain(atlas.claims_of(record_id))}
        show_found(found, as_json, lambda: json.dumps(found, ensure_ascii=False, indent=1).splitlines())


@app.command()
def validate(files: list[Path], within: Within = AREA, as_json: AsJson = False) -> None:
    """Check dataset files (TOML) or sheets (CSV) without adding them; fails where a record or row cannot be used."""
    with messages():
        gazetteer = Gazetteer.load()
        checked = [_check(file, gazetteer, within) for file in files]
        problems = [problem for wrong, _ in checked for problem in wrong]
        notices = [notice for _, kept in checked for notice in kept]
        found = [{**each.to_dict(), "kept": kept} for kept in (False, True) for each in (notices if kept else problems)]
        show_found(found, as_json, lambda: (*_problem_lines(problems, "no problems"), *_notice_lines(notices)))
    if problems:
        raise typer.Exit(1)


@app.command()
def add(
    file: Path,
    name: Annotated[str, typer.Option("--name", help="Name of the dataset; else the file's.")] = "",
    within: Within = AREA,
    as_json: AsJson = False,
) -> None:
    """Add a sheet (CSV) or a dataset file (TOML) to the data folder; lists every row that could not be used."""
    with messages():
        gazetteer = gazetteer_of(None)
        others = {EMBEDDED.stem, *(each.dataset for each in Snapshots().datasets())}
        added = Store().add(file, gazetteer, name, within, others)
        show_found(added.to_dict(), as_json, lambda: _added_lines(added))


@app.command("import")
def import_dataset(
    file: Path,
    kind: Annotated[str, typer.Option("--as", help="acled, ucdp, gtd, atlas, table or sheet; else found out.")] = "",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="How columns are read: a TOML or JSON file.")
    ] = None,
    dataset: Annotated[str, typer.Option("--dataset", help="Name; one that is there gets a new version.")] = "",
    encoding: Annotated[
        str,
        typer.Option("--encoding", help="What bytes that are not UTF-8 are in, such as windows-1256; else found out."),
    ] = "",
    append: Annotated[
        bool, typer.Option("--append", help="Add the rows to those of --dataset, such as rejected rows once mended.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import an event dataset (ACLED, UCDP GED, GTD, a table, a plain sheet, a file with geometry); report on each row."""
    snapshots = Snapshots()
    with messages(), Worker(home=snapshots.home) as worker:
        taken = own_ids() - {each.dataset for each in Snapshots().datasets()}
        known = read_mapping(mapping, kind) if mapping else None
        if encoding:
            known = in_encoding(known, encoding)
        told = None if as_json else _progress
        if append and not dataset:
            raise UnknownRecord("--append adds rows to a dataset: name it with --dataset")
        there = {each.dataset for each in snapshots.datasets()}
        sure = kind or known or append or dataset in there
        found = kind if kind == "sheet" else "" if sure else kind_of(file, worker)
        if found in ("sheet", "toml"):
            added = Store().add(file, Gazetteer.load(), dataset, taken=taken | there)
            show_found(_as_imported(added, found), as_json, lambda: _added_lines(added))
            return
        done = snapshots.add(
            file,
            dataset=dataset,
            kind=kind,
            mapping=known,
            append=append,
            taken=taken,
            progress=told,
            worker=worker,
        )
        newer = None if dataset or done.already else newer_export(done.manifest, snapshots.datasets())
        found_too = {"newer_export_of": plain(newer)} if newer else {}
        show_found(done.to_dict() | found_too, as_json, lambda: [*_imported_lines(done), *_newer_lines(newer, file)])


@app.command()
def report(
    name: str,
    version: Version = None,
    as_json: AsJson = False,
    unplaced: Annotated[
        Path | None,
        typer.Option(
            help="Also write the rows that are on no map to this CSV, to be mended and imported with --append."
        ),
    ] = None,
) -> None:
    """Show the import report of a dataset's newest version, or of another; or that of a sheet that was added."""
    with messages():
        snapshots = Snapshots()
        if version is None and unplaced is None and (told := Store().report(name)):
            show_found({"report": told, "versions": []}, as_json, lambda: _sheet_lines(told))
            return
        if unplaced:
            pieces = unplaced_sheet(Path(snapshots.version(name, version).folder))
            with unplaced.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        found = snapshots.report(name, version)
        versions = [plain(each.to_dict()) for each in snapshots.versions(name)]
        show_found({"report": found.to_dict(), "versions": versions}, as_json, found.lines)


@app.command()
def datasets(as_json: AsJson = False) -> None:
    """List the datasets, and what is wrong in them."""
    with messages():
        there = catalogue()
        found = {"datasets": plain(there.datasets), "problems": [problem.to_dict() for problem in there.problems]}
        lines = [
            f"{each.id}\t{counted(each.incidents, 'incident')}\t{each.title}\t{each.path}" for each in there.datasets
        ]
        wrong = (f"{each.dataset}: {line}" for each in there.problems for line in _problem_lines([each], ""))
        show_found(found, as_json, lambda: [*lines, *wrong])


@app.command()
def remove(name: str, version: Version = None, as_json: AsJson = False) -> None:
    """Remove an added dataset with everything that was kept of it, or one version of it."""
    with messages():
        if version is not None or name in {each.dataset for each in Snapshots().datasets()}:
            Snapshots().remove(name, version)
        else:
            Store().remove(name)
        what = name if version is None else f"{name}, version {version}"
        found = {"removed": name} | ({} if version is None else {"version": version})
        show_found(found, as_json, lambda: [f"removed {what}"])


@app.command("export")
def export_selection(
    to: Annotated[
        Path, typer.Option("--to", help="The file: .csv, .csv.zip, .xlsx, .geojson, .parquet, .gpkg or .kml.")
    ],
    query: Query = "",
    made: Annotated[
        dt.datetime | None,
        typer.Option("--made", formats=["%Y-%m-%d"], help="The date stated in the file; else today in Karachi."),
    ] = None,
    lenient: Lenient = False,
    as_json: AsJson = False,
) -> None:
    """Write the selected incidents with their claims, sources and citation to a file; its ending tells the kind."""
    with messages():
        atlas, selection = _opened(query, lenient)
        done = export(atlas, selection, to, made.date() if made else None)
        found = {"files": [str(path) for path in done.files], "about": done.about.to_dict()}
        counts = f"{counted(done.about.incidents, 'incident')} and {counted(done.about.claims, 'claim')}"
        show_found(found, as_json, lambda: [f"wrote {counts} to {', '.join(found['files'])}", done.about.citation])


def _opened(query: str, lenient: bool) -> tuple[Atlas, Selection]:
    """Return the atlas and the selection; a query that cannot be followed whole fails, unless told to be lenient."""
    selection = Selection.from_query(query)
    asks_others = selection.places or selection.actors or ":" in selection.rule  # what any dataset may have a name for
    atlas = Atlas.open(only=() if asks_others else selection.datasets)
    reported = atlas.reported(selection)
    for field, value, reason in reported:
        remedy = "" if ": " in reason or ";" in reason else f"; {_REMEDIES.get(field, f'known: {KEYS}')}"
        typer.echo(f"{'not understood' if lenient else 'error'}: {field}={value!r}: {reason}{remedy}", err=True)
    if reported and not lenient:
        typer.echo("nothing was listed: correct the query, or go on without such parts with --lenient", err=True)
        raise typer.Exit(2)
    if atlas.problems:
        datasets = counted(len({problem.dataset for problem in atlas.problems}), "dataset")
        where = "see: python -m incidents datasets, or the Add data page"
        typer.echo(f"{counted(len(atlas.problems), 'problem')} in {datasets}; {where}", err=True)
    return atlas, selection


def _check(file: Path, gazetteer: Gazetteer, within: str) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return what keeps records or rows out, and values that are kept as text only."""
    if file.suffix.lower() == ".toml":
        return read_toml(file, gazetteer).problems, ()
    report = import_sheet(file, gazetteer, within=within).report
    return report.rejected, report.notices


def _records(frame: Any) -> list[dict[str, Any]]:
    """Return the rows as JSON-ready dicts, without geometry."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    return [{str(key): plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _incident_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        first, last = (dt.date.fromisoformat(row[end]) for end in ("start", "end"))
        when = date_words(first, last, row["date_precision"])
        where = where_words(row["place"], row["place_id"], row["level"], row["toponym"] or "", row["how"])
        yield f"{row['id']}\t{when}\t{where} ({row['level']})\t{row['title']}"


def _summary_lines(found: Any) -> Iterator[str]:
    yield found.headline
    yield found.subline
    for view in found.campaigns:
        yield ""
        yield f"{view.title} ({view.scope})"
        for toll in view.tolls:
            yield f"  {toll.headline} [{toll.tag}] {toll.outcome}"
            for line in toll.lines:
                yield f"    {line.label}: {line.figure} ({line.vouched}; {line.source_title}, {line.stated})"
        yield f"  {view.note}"
    yield from _own_figure_lines(found.figures)


def _own_figure_lines(figures: Any) -> Iterator[str]:
    if figures.note:
        yield ""
        yield figures.note
    for each in figures.incidents:
        yield f"  {each.title} ({each.place}, {each.when}; {each.incident})"
        for toll in each.tolls:
            yield f"    {toll.headline} [{toll.tag}] {toll.outcome}"
            for line in toll.lines:
                yield f"      {line.label}: {line.figure} ({line.vouched}; {line.source_title}, {line.stated})"


def _added_lines(added: Any) -> Iterator[str]:
    what = "already there" if added.already else "added"
    yield f"{what}: {added.dataset.id}, {counted(added.dataset.incidents, 'incident')}, in {added.folder}"
    yield from figure_lines(added.report)
    yield from added.report.get("notes", ())
    yield from _problem_lines(added.problems, "every row was used")
    yield from _notice_lines(added.notices)


def _sheet_lines(report: dict[str, Any]) -> Iterator[str]:
    """Tell what became of the rows of a plain sheet."""
    yield f"{report['file']}: a plain sheet"
    yield f"{counted(report['rows'], 'row')}: {report['placed']:,} taken, {report['rejected_rows']:,} rejected"
    yield from figure_lines(report)
    yield from report["notes"]
    yield from _problem_lines([*problems_in(report["rejected"])], "every row was used")
    yield from _notice_lines([*problems_in(report["notices"])])


def _as_imported(added: Added, kind: str) -> dict[str, Any]:
    """Return what adding a sheet or a dataset file came to, with the parts that every import has."""
    count, lost = added.dataset.incidents, added.dataset.rejected
    report = {"kind": kind, "rows": count + lost, **added.report, "taken": count, "repeated": 0, "rejected": lost}
    return {**added.to_dict(), "version": 0, "difference": None, "report": report}


def _progress(stage: str, done: int, whole: int) -> None:
    """Tell how far an import is, on a line of its own."""
    part = f" {done / whole:.0%}" if whole else ""
    typer.echo(f"{stage}{part}")


def _imported_lines(done: Any) -> Iterator[str]:
    manifest, what = done.manifest, "already there" if done.already else "imported"
    yield f"{what}: {manifest.dataset}, version {manifest.version}, in {manifest.folder}"
    if manifest.difference:
        found = manifest.difference
        yield (
            f"against version {found.previous}: {found.added:,} added, {found.changed:,} changed, "
            f"{found.gone:,} gone, {found.same:,} the same"
        )
        if found.rewritten:
            yield f"nearly every row differs in {', '.join(found.rewritten)}: not counted as a change of single incidents"
        if not found.same:
            name = manifest.dataset
            yield (
                f"no incident is as it was in version {found.previous}, whose {found.gone + found.changed:,} are shown no longer. If the file "
                f"holds more rows or another dataset: remove {name} --version {manifest.version}, then import it with --append "
                f"--dataset {name}, or with --dataset and another name"
            )
    yield from done.report.lines()


def _newer_lines(newer: Likeness | None, file: Path) -> Iterator[str]:
    """Propose to make a file the next version of the dataset that it may be a newer export of."""
    if newer:
        yield f"{newer.words()}. If it is: import {file.name} again with --dataset {newer.dataset}, and remove this one"


def _notice_lines(notices: Any) -> Iterator[str]:
    """Tell of values that were kept as text; their rows are used."""
    if notices:
        yield f"{counted(len(notices), 'value')} kept as written, not read; the rows are used:"
        yield from _problem_lines(notices, "")


def _problem_lines(problems: Any, otherwise: str) -> Iterator[str]:
    for problem in problems:
        yield f"{problem} ({problem.remedy})" if problem.remedy else str(problem)
    if not problems and otherwise:
        yield otherwise


if __name__ == "__main__":
    app(prog_name="python -m incidents")
