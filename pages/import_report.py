"""The import report of a dataset: what was recognised and how, what became of each row, what is odd, how versions differ."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from incidents.errors import IncidentsError
from incidents.examples import Example, differing, flagged, spellings
from incidents.importers import LISTED
from incidents.looking import KINDS
from incidents.manifest import Manifest
from incidents.readers import ImportReport
from incidents.readers.mapping import FIELDS
from incidents.readers.report import ColumnSum, alike_words, span_words, unread_words
from incidents.snapshot import Snapshots
from incidents.vocabulary import DATE_PRECISIONS, PLACE_PRECISIONS, UNKNOWN_PLACE
from incidents.wording import counted
from pages import link
from pages.elements import Element, cell, el, show
from pages.import_files import address
from pages.import_words import number, size_words, table
from pages.opened import opened


def report(dataset: str, version: str | None) -> None:
    """Draw the page for a version of an imported dataset, the newest by default."""
    try:
        number_ = int(version) if version and version.isdigit() else None
        manifest = Snapshots().version(dataset, number_)
        found = Snapshots().report(dataset, manifest.version)
        versions = Snapshots().versions(dataset)
    except IncidentsError as problem:
        gone = el("article", el("p", _back()), el("h1", "No such import"), el("p", str(problem)), class_="prose")
        show(gone, key="no-report", on_send=_sent)
        return
    show(el("article", *_parts(manifest, found, versions), class_="prose wide report"), key="report", on_send=_sent)


def _sent(message: dict[str, Any]) -> None:
    if message.get("back"):
        link.go(report=None, version=None)
    elif "version" in message:
        link.go(version=message["version"])


def _back() -> Element:
    return el("button", "← Back to the datasets", type="button", class_="link", send={"back": True})


def _parts(manifest: Manifest, found: ImportReport, versions: Sequence[Manifest]) -> Iterator[Element | None]:
    folder = Path(manifest.folder)
    newest = versions[-1].version
    shown = "the version that is shown" if manifest.version == newest else f"version {newest} is shown"
    yield el("p", _back())
    yield el("h1", "Import report: ", el("bdi", found.title))
    yield el(
        "p", f"{manifest.dataset}, version {manifest.version} of {len(versions)} ({shown}). Imported {manifest.created[:10]} from ",
        el("bdi", found.file), f", {size_words(found.size)}.", class_="muted",
    )  # fmt: skip
    yield _files(manifest, found)
    yield from _counts(manifest, found)
    yield from _recognised(found)
    yield from _sums(found)
    yield from _precision(found)
    yield from _flagged(found, folder)
    yield from _unknown(found)
    yield from _spelt(folder)
    yield from _rejected(manifest, found)
    yield from _versions(manifest, versions)
    yield from _terms(found)


def _files(manifest: Manifest, found: ImportReport) -> Element:
    names = {"report.json": "Report (JSON)", "mapping.toml": "Mapping (TOML)"}
    names |= {"rejected.csv": f"Rejected rows (CSV, {found.rejected:,})"} if found.rejected else {}
    off = found.taken - found.on_map
    names |= {"unplaced.csv": f"Rows on no map (CSV, {off:,})"} if off else {}
    links = [
        el("a", words, href=address(manifest.dataset, manifest.version, name), download="")
        for name, words in names.items()
    ]
    return el("p", *links, class_="chips")


def _counts(manifest: Manifest, found: ImportReport) -> Iterator[Element]:
    yield el("h2", "Rows")
    figures = (
        (found.rows, "row read" if found.rows == 1 else "rows read"), (found.taken, "taken"),
        (found.repeated, "exact repeat, merged" if found.repeated == 1 else "exact repeats, merged"), (found.rejected, "rejected"),
    )  # fmt: skip
    yield el("div", *(el("div", el("b", f"{count:,}"), el("span", words)) for count, words in figures), class_="counts")
    off = found.taken - found.on_map
    yield el(
        "p",
        f"{found.rows:,} = {found.taken:,} + {found.repeated:,} + {found.rejected:,}. "
        f"{found.on_map:,} of the rows taken {'is' if found.on_map == 1 else 'are'} on the map.",
    )
    for words in found.warnings:
        yield el("p", f"{words[0].upper()}{words[1:]}.", class_="notice")
    if found.blank:
        words = (
            ("record", "was left out: it is no row")
            if found.blank == 1
            else ("records", "were left out: they are no rows")
        )
        yield el("p", f"{found.blank:,} {words[0]} without anything in a cell {words[1]}.")
    if found.first:
        yield el("p", " ".join(f"{words[0].upper()}{words[1:]}." for words in span_words(found)))
    if off:
        why = f"{'has' if off == 1 else 'have'} no coordinates, and {'names' if off == 1 else 'name'} no place that the gazetteer has"
        listed = f"{'It is' if off == 1 else 'They are'} counted, listed and exported like all others, without a place."
        remedy = " and write coordinates or the name of a known place into it; brought to Add data as “more rows” of this dataset, its rows take the place of these. Or add the places to the gazetteer (python -m gazetteer extend) and import the file again."
        sheet = el(
            "a", "Take them as a sheet", href=address(manifest.dataset, manifest.version, "unplaced.csv"), download=""
        )
        yield el(
            "p",
            f"{counted(off, 'row')} taken {'is' if off == 1 else 'are'} on no map: {'it' if off == 1 else 'they'} {why}. {listed} ",
            sheet,
            remedy,
            class_="notice",
        )


def _recognised(found: ImportReport) -> Iterator[Element]:
    yield el("h2", "How it was read")
    yield el(
        "p",
        f"As {KINDS.get(found.kind, found.kind)}: {found.recognised_by}. By {found.importer}, in {found.seconds:,.1f} s.",
    )
    yield el("ul", *(el("li", note) for note in (*found.notes, *unread_words(found))))
    columns = found.mapping.get("columns", {})
    rows = [(el("bdi", str(column)), f"{field}: {FIELDS.get(field, '')}") for field, column in columns.items()]
    rows += [(el("bdi", each["column"]), _counted(each)) for each in found.mapping.get("counts", ())]
    if rows:
        yield el(
            "details",
            el("summary", f"{len(rows)} columns were used"),
            table(("Column", "Read as"), rows, "Columns that were used"),
        )


def _counted(count: Mapping[str, Any]) -> str:
    return f"number of {str(count['counted']).replace('_', ' ')} {count['quantity']} ({count['bound']})"


def _sums(found: ImportReport) -> Iterator[Element]:
    if not found.sums:
        return
    yield el("h2", "Sums of the dataset’s own columns")
    yield el(
        "p",
        "What the column adds up to over the rows taken. It is the dataset’s own sum, not a toll. “At least 12” is in it as 12.",
        class_="muted",
    )
    heads = ("Column", "Who and what", "Sum", "Lowest", "Highest", "Rows with a figure", "Rows without")
    rows = (
        (
            el("bdi", each.column), f"{each.counted.replace('_', ' ')}, {each.quantity}",
            _sum(each), number(each.low), _highest(each),
            *(number(value) for value in (each.stated, each.unknown)),
        )
        for each in found.sums
    )  # fmt: skip
    yield table(heads, rows, "Sums of the dataset’s own columns")


def _sum(each: ColumnSum) -> Element:
    """A cell with a sum, and what of it is of rows that repeat earlier ones."""
    if not each.alike:
        return number(each.total)
    return el("td", f"{each.total:,.10g}", el("br"), f"({alike_words(each)})", class_="number")


def _highest(each: ColumnSum) -> Element:
    """A cell with the sum of the highest figures, and of how many rows it holds none."""
    if not each.open:
        return number(each.high)
    return el(
        "td",
        f"{each.high:,.10g} or more",
        el("br"),
        f"({counted(each.open, 'row')} without an upper figure)",
        class_="number",
    )


def _precision(found: ImportReport) -> Iterator[Element]:
    yield el("h2", "How well places and days are known")
    levels = {key: term.label for key, term in PLACE_PRECISIONS.items()}
    levels[""] = levels[UNKNOWN_PLACE]
    yield el(
        "div",
        _mix("Place known to", found.place_precision, levels),
        _mix("The dataset’s own code for places", found.native_place_precision, {}),
        _mix("Day known to", found.date_precision, {key: term.label for key, term in DATE_PRECISIONS.items()}),
        _mix("The dataset’s own code for days", found.native_date_precision, {}),
        class_="mixes",
    )
    yield el("p", f"{found.shared_coordinates:.1%} of the rows with coordinates have the same as another row.")


def _mix(heading: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> Element | None:
    if not counts or set(counts) == {""}:
        return None
    whole = sum(counts.values()) or 1
    rows = (
        (labels.get(key, key) or "not stated", number(count), number(round(100 * count / whole, 1)))
        for key, count in counts.items()
    )
    return table((heading, "Rows", "%"), rows, heading)


def _flagged(found: ImportReport, folder: Path) -> Iterator[Element]:
    yield el("h2", "Odd rows")
    if not found.flagged:
        yield el("p", "None.")
        return
    yield el("p", "They are taken as they are; nothing was moved or corrected.", class_="muted")
    examples = flagged(folder, [each.flag for each in found.flagged])
    rows = ((each.note, number(each.rows), _examples(examples[each.flag])) for each in found.flagged)
    yield table(("What is odd", "Rows", "Such as"), rows, "Odd rows")


def _examples(examples: Sequence[Example]) -> Element:
    lines = [
        el("li", f"row {each.row:,}: ", el("bdi", each.words), *([el("br"), el("span", "before: ", el("bdi", each.before), class_="muted")] if each.before else []))
        for each in examples
    ]  # fmt: skip
    return el("td", el("ul", *lines, class_="cell such small"))


def _unknown(found: ImportReport) -> Iterator[Element]:
    if found.unknown_values:
        yield el("h2", "Values that could not be read")
        yield el(
            "p",
            "Words that no vocabulary has, and numbers that are none: kept as written, never taken for zero.",
            class_="muted",
        )
        rows = ((each.column, el("bdi", each.value or "–"), number(each.rows)) for each in found.unknown_values)
        yield table(("Column", "Value", "Rows"), rows, "Values that could not be read")


def _spelt(folder: Path) -> Iterator[Element]:
    odd = spellings(folder)
    if odd:
        labels = opened().gazetteer
        words = (
            f"{counted(len(odd), 'place')} placed by name: check how {'it was' if len(odd) == 1 else 'they were'} read"
        )
        rows = (
            (el("bdi", each.written or "–"), el("bdi", each.within), _place(labels, each.place_id, each.level), each.how, each.note, number(each.rows))
            for each in odd
        )  # fmt: skip
        heads = ("As written", "In", "Read as", "How", "Note", "Rows")
        yield el("details", el("summary", words), table(heads, rows, "Places that were placed by their names"))


def _place(gazetteer: Any, place_id: str, level: str) -> str:
    try:
        return f"{gazetteer.place(place_id).name} ({level})"
    except KeyError:
        return "not on the map"


def _rejected(manifest: Manifest, found: ImportReport) -> Iterator[Element]:
    yield el("h2", "Rejected rows")
    if not found.rejected:
        yield el("p", "None.")
        return
    yield el(
        "p", "Take them as a file, mend them, and bring that file to Add data as “more rows” of this dataset; the columns that begin with atlas_ may stay. ",
        el("a", f"{counted(found.rejected, 'rejected row')} as CSV", href=address(manifest.dataset, manifest.version, "rejected.csv"), download=""),
    )  # fmt: skip
    heads = ("Row", "Column", "Value", "Reason", "What to do")
    rows = (
        (str(each.row), each.column or "–", el("bdi", each.value or "–"), each.reason, each.remedy or "–")
        for each in found.rejects
    )
    yield table(heads, rows, "Rejected rows")
    if found.rejected > len(found.rejects):
        yield el("p", f"These are the first {LISTED:,}; all {found.rejected:,} are in the file.", class_="muted")


def _versions(manifest: Manifest, versions: Sequence[Manifest]) -> Iterator[Element]:
    yield el("h2", "Versions")
    heads = ("Version", "Imported", "File", "Rows", "Taken", "Rejected", "Added", "Changed", "Gone", "The same")
    yield table(heads, (_version(each, manifest.version) for each in reversed(versions)), "Versions")
    difference = manifest.difference
    before = next((each for each in versions if difference and each.version == difference.previous), None)
    if difference is None or before is None:
        return
    yield el("h3", f"What differs from version {before.version}")
    told = differing(Path(before.folder), Path(manifest.folder))
    words = {"added": "Added", "changed": "Changed", "gone": "Gone upstream"}
    counts = {"added": difference.added, "changed": difference.changed, "gone": difference.gone}
    rows = ((words[what], number(counts[what]), _examples(told[what])) for what in words if counts[what])
    yield table(("What", "Rows", "Such as"), rows, f"What differs from version {before.version}")
    if difference.rewritten:
        columns = ", ".join(difference.rewritten)
        yield el(
            "p", f"Nearly every row differs in {columns}: not counted as a change of single incidents.", class_="muted"
        )
    yield el(
        "p",
        el(
            "a",
            "All that differs as CSV",
            href=address(manifest.dataset, manifest.version, "difference.csv"),
            download="",
        ),
    )


def _version(each: Manifest, current: int) -> tuple[Element | str, ...]:
    difference = each.difference
    differs = (difference.added, difference.changed, difference.gone, difference.same) if difference else ()
    name = f"Version {each.version}"
    choose = el("button", name, type="button", class_="link", send={"version": str(each.version)})
    return (
        cell(el("b", f"{name} (this report)") if each.version == current else choose),
        each.created[:10],
        el("bdi", each.file),
        *(number(value) for value in (each.rows, each.taken, each.rejected)),
        *([number(value) for value in differs] or [el("td", "–", class_="number")] * 4),
    )


def _terms(found: ImportReport) -> Iterator[Element]:
    yield el("h2", "What has to go with it")
    yield el(
        "dl", el("dt", "Licence"), el("dd", found.licence or "not stated"), el("dt", "To be cited as"), el("dd", found.citation or "not stated"),
        el("dt", "SHA-256 of the file"), el("dd", el("code", found.sha256)),
    )  # fmt: skip
