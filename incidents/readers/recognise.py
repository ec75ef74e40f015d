"""Finds out what a file is by what is in it, never by its name, and reads its rows."""

from __future__ import annotations

import json
import mmap
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from incidents.problem import shorten
from incidents.readers import acled, gtd, own, ucdp
from incidents.readers.columns import Batch
from incidents.readers.errors import Refused, TooMuch
from incidents.readers.geofile import read_geojson, read_geopackage, read_parquet
from incidents.readers.headed_days import headed
from incidents.readers.layouts import is_aggregate, kind_of, known_as
from incidents.readers.limits import MAX_UNPACKED, MB, check_archive, check_depth, copy_member, opened_archive
from incidents.readers.mapping import PLACED, Mapping, check_fields, checked
from incidents.readers.proposing import completed, propose, undated, unplaced
from incidents.readers.records import is_geojson, read_records
from incidents.readers.spool import JUDGED, Spool
from incidents.readers.text import read_text
from incidents.readers.web_page import read_web_page
from incidents.readers.workbook import is_open_document, is_workbook, read_workbook
from incidents.readers.yearless import is_yearless, year_of_days
from incidents.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[int], None]
KINDS: Final = ("acled", "ucdp", "gtd", "atlas", "table")
MODULES: Final[dict[str, Any]] = {"acled": acled, "ucdp": ucdp, "gtd": gtd, "atlas": own}
DATES: Final = {"acled": ("event_date",), "ucdp": ("date_start", "date_end"), "atlas": ("start", "end"), "gtd": ()}
_BLANK: Final = b"\x1e \t\r\n"  # the first separates the texts of a sequence (RFC 8142)
LISTED: Final = 20  # columns that are named where one is missing
_HEAD: Final = 64 * 1024  # bytes of JSON in which its kind shows
_DOCUMENTS: Final = (".pdf", ".doc", ".docx", ".txt", ".md", ".rtf", ".htm", ".html", ".png", ".jpg")
_OUR_TABLES: Final = ("incidents.csv", "claims.csv", "sources.csv")  # of an export of this atlas
_GDELT: Final = (57, 58, 61)  # columns of its event files
_ABOUT: Final = re.compile(r"(read.?me|licen[cs]e|copying|codebook)(?![a-z])", re.IGNORECASE)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")  # a workbook with a password lies in such a file
_JSON: Final = re.compile(rb'\{|\[\s*(?:[\[{"]|\Z|(?:-?\d[\d.eE+-]*|true|false|null)\s*,)')
_PAGE: Final = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|style|body|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_CUTS: Final = "which cuts names of columns: save it as GeoPackage or GeoJSON and import that"
_OTHER_FILES: Final = (
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed with xz: unpack it first"),
    (b"7z\xbc\xaf", "packed with 7-Zip: unpack it first"),
    (b"Rar!", "packed with RAR: unpack it first"),
    (b"%PDF", "a PDF: give the table it was made from"),
    (b"\x00\x00\x27\x0a", f"a shapefile, {_CUTS}"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def read_rows(
    path: Path, work: Path, progress: Progress, nested: bool = False, flowing: bool = False, encoding: str = ""
) -> Spool:
    """Return the rows of a file of any kind that is known; where `flowing`, those of text are read when they are asked for.

    `encoding` says what bytes of a text that are not UTF-8 are in, where a person says it.

    Raises
    ------
    Refused
        If it is of no such kind, damaged, or goes beyond a limit.
    """
    return headed(_rows(path, work, progress, nested, flowing, encoding))


def _rows(path: Path, work: Path, progress: Progress, nested: bool, flowing: bool, encoding: str) -> Spool:
    with path.open("rb") as file:
        head = file.read(512)
    for mark, what in _OTHER_FILES:
        if head.startswith(mark):
            raise Refused(f"{path.name!r} is {what}")
    if head.startswith(_OLD_OFFICE):
        raise Refused(f"{path.name!r} is {_old_office(path)}")
    if head.startswith(b"PK\x03\x04"):
        return _read_zip(path, work, progress, nested, flowing, encoding)
    if head.startswith(b"PAR1"):
        return read_parquet(path, work, progress)
    if head.startswith(b"SQLite format 3\x00"):
        return read_geopackage(path, work, progress)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    if _JSON.match(start):
        return _read_json(path, work, progress)
    if _PAGE.match(start):
        return read_web_page(path, work, progress, flowing)
    if start[:200].lower().startswith((b"<?xml", b"<kml", b"<workbook")):
        raise Refused(f"{path.name!r} is XML, not a table: open it in a spreadsheet program and save it as XLSX or CSV")
    return read_text(path, work, progress, flowing, encoding)


def _old_office(path: Path) -> str:
    """Return what a file is that holds others as old Excel files do, and what to do."""
    size = min(path.stat().st_size, 64 * MB)
    with path.open("rb") as file, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as content:
        if content.find(_LOCKED) >= 0:
            return "locked with a password: save it without one"
    return "an old Excel file (.xls): save it as .xlsx or CSV"


def _read_json(path: Path, work: Path, progress: Progress) -> Spool:
    """Return the features of GeoJSON, or the records of other JSON."""
    with path.open("rb") as file:
        check_depth(file)
        file.seek(0)
        geographic = is_geojson(file.read(_HEAD))
    return (read_geojson if geographic else read_records)(path, work, progress)


def _read_zip(path: Path, work: Path, progress: Progress, nested: bool, flowing: bool, encoding: str) -> Spool:
    """Return the rows of a workbook, or of the one file in an archive."""
    try:
        if is_workbook(path):
            return read_workbook(path, work, progress)
        if is_open_document(path):
            raise Refused("this is an OpenDocument sheet (.ods): save it as XLSX or CSV")
        if nested:
            raise Refused("an archive within an archive: unpack it first")
        inner = work / "unpacked"
        with opened_archive(path) as archive:
            check_archive(archive)
            members = _tables(archive.infolist())
            left = _left_out(archive.namelist(), members)
            if len(members) != 1:
                raise Refused(_several([each.filename for each in members]))
            with archive.open(members[0]) as source, inner.open("wb") as target:
                copy_member(source, target, members[0].file_size)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"the archive is damaged: {str(error)[:160] or type(error).__name__}") from error
    except zipfile.LargeZipFile as error:
        raise TooMuch(f"unpacked it has more than {MAX_UNPACKED // 2**20:,} MB") from error
    whole, unpacked = path.stat().st_size, max(inner.stat().st_size, 1)

    def told(done: int) -> None:
        progress(whole * done // unpacked)

    spool = read_rows(inner, work, told, nested=True, flowing=flowing, encoding=encoding)
    spool.notes.insert(0, f"unpacked {members[0].filename[:100]!r} from the archive{left}")
    return spool


def _tables(members: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the files of an archive without the documents that a publisher packs beside the one table."""
    files = [each for each in members if not each.is_dir() and not _hidden(each.filename)]
    if {*_OUR_TABLES} <= {each.filename for each in files}:
        return [each for each in files if each.filename == _OUR_TABLES[0]]
    others = [each for each in files if not _ABOUT.match(each.filename.rpartition("/")[2])]
    tables = [each for each in others if not each.filename.lower().endswith(_DOCUMENTS)]
    return next((some for some in (tables, others) if len(some) == 1), files)


def _left_out(names: Sequence[str], taken: Sequence[zipfile.ZipInfo]) -> str:
    """Return which other files an archive holds, in words; nothing where it holds none."""
    others = [
        name
        for name in names
        if not name.endswith("/") and not _hidden(name) and name not in {each.filename for each in taken}
    ]
    return f"; left out: {', '.join(repr(name[:60]) for name in others[:5])}" if others else ""


def _several(names: Sequence[str]) -> str:
    """Return why an archive cannot be read that holds no file, or several."""
    if not names:
        return "the archive holds no file"
    if any(name.lower().endswith(".shp") for name in names):
        return f"this is a shapefile, {_CUTS}"
    told = ", ".join(repr(name[:60]) for name in names[:3])
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return f"the archive holds {len(names):,} files, {told}{more}: take out all but the one with the table"


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def is_atlas_toml(path: Path) -> bool:
    """Return whether a file is a dataset of this atlas as TOML, which a person edits."""
    if path.stat().st_size > 20_000_000:
        return False
    text = path.read_bytes()
    if not any(mark in text for mark in (b"[[incident]]", b"[[campaign]]", b"[[source]]")):
        return False
    try:
        content = tomllib.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return any(kind in content for kind in ("incident", "campaign", "source"))


class Plan:
    """How a table is read: its kind, how that was known, its mapping (`dated` with the year that this file's days are of), and which file column stands for which."""

    def __init__(self, spool: Spool, kind: str, shown_by: str, mapping: Mapping, year: str = "") -> None:
        self.kind = kind
        self.shown_by = shown_by
        self.mapping = mapping
        self.dated = replace(mapping, year=year or mapping.year)
        self.module = MODULES.get(kind)
        names = dict(
            zip(reversed(spool.headings), reversed(spool.names), strict=True)
        )  # of a heading there twice, the first
        others = known_as(kind, spool.names)
        self.rename = {name: other for other, name in others.items() if name not in spool.names}
        self.rename |= {target: names[column] for target, column in mapping.columns.items() if column in names}
        self.rename |= {f"count:{each.column}": names[each.column] for each in mapping.counts if each.column in names}

    def unused(self, headings: Sequence[str]) -> tuple[str, ...]:
        """Return the columns of a table that nothing is read of; their cells are kept with the rows."""
        used = {*self.mapping.columns.values(), *(each.column for each in self.mapping.counts)}
        others = [each for each in headings if each.strip() and each not in used and not is_ours(each)]
        again = [
            f"{each} (a second column of this name)" for each in headings if each in used and headings.count(each) > 1
        ]
        return tuple(dict.fromkeys((*others, *again))) if self.kind == "table" else ()

    @property
    def date_columns(self) -> tuple[str, ...]:
        """The file's columns of dates."""
        asked = DATES.get(self.kind, ("date", "end_date"))
        return tuple(self.rename.get(name, name) for name in asked)


def plan(spool: Spool, asked: str = "", mapping: Mapping | None = None, name: str = "", usual_year: str = "") -> Plan:
    """Return how a table is to be read.

    Parameters
    ----------
    spool : Spool
        Its rows.
    asked : str, optional
        The kind, where a person says it.
    mapping : Mapping, optional
        A mapping, where a person has one.
    name : str, optional
        The file's, which may tell the year of days that have none.
    usual_year : str, optional
        The year of such days where nothing else tells it: that of rows to which these are added.

    Raises
    ------
    Refused
        If it is no table of incidents.
    """
    if asked and asked not in KINDS:
        raise Refused(f"unknown kind {asked!r}; known: {', '.join(KINDS)}")
    if is_aggregate(spool.names):
        raise Refused(
            "this is a count of events by area or conflict and by week, month or year, as ACLED, UCDP, HDX and others publish it: it "
            "holds no events. Import the list of the events instead, the file of the same publisher with one row an event and its date"
        )
    found, shown = kind_of(spool.names)
    if mapping is not None:
        mapping = checked(mapping, spool.headings)
        kind = asked or mapping.kind or found
        if kind not in KINDS:
            raise Refused(f"the mapping has the kind {kind!r}; known: {', '.join(KINDS)}")
        check_fields(mapping, kind)
        if kind == "table" and not mapping.complete:
            mapping = completed(mapping, [each for each in spool.headings if not is_ours(each)], _sample(spool))
        columns = {name: column for name, column in mapping.columns.items() if column}
        mapping = replace(mapping, kind=kind, columns=columns, complete=True)
        year = _year(mapping, spool, name, usual_year) if kind == "table" else ""
        return Plan(spool, kind, "as the mapping says", mapping, year)
    kind = asked or found
    if kind != "table":
        how = f"columns {shown}" if found == kind else "as asked"
        return Plan(spool, kind, how, Mapping(kind=kind))
    sample = _sample(spool)
    headings = [heading for heading in spool.headings if not is_ours(heading)]
    proposed = propose(headings, sample)
    if not proposed.columns.keys() & {"date", "year"}:
        raise Refused(f"no column of dates found among {_listed(spool)}: {undated(headings, sample) or _remedy(spool)}")
    if not proposed.columns.keys() & PLACED:
        named = (
            "if its sheets are named for their places, write these into a column of each sheet"
            if spool.sections
            else ""
        )
        why = unplaced(headings, sample) or named or _remedy(spool)
        raise Refused(f"no column of places or coordinates found among {_listed(spool)}: {why}")
    year = _year(proposed, spool, name, usual_year)
    return Plan(spool, "table", "a mapping proposed from names and values", proposed, year)


def _year(mapping: Mapping, spool: Spool, name: str, usual: str) -> str:
    """Return the year of days without one, and tell with the rows where it is from."""
    headings = [heading for heading in spool.headings if not is_ours(heading)]
    year, told = year_of_days(mapping, headings, _sample(spool), name, usual)
    spool.notes += [told] if told else []
    return year


def lacks_year(spool: Spool, how: Plan) -> bool:
    """Return whether the dates of a table are days without a year that nothing tells."""
    headings = [heading for heading in spool.headings if not is_ours(heading)]
    return how.kind == "table" and not how.dated.year and is_yearless(how.mapping, headings, _sample(spool))


def _remedy(spool: Spool) -> str:
    """Return how to say which column is which; in a file without a header, by number."""
    nameless = sum(not heading.strip() for heading in spool.headings)
    if 3 * nameless >= len(spool.headings):
        return (
            f"{nameless} of its {len(spool.headings)} columns have no name, as where the names stand in several lines or in merged cells: "
            "write each column's whole name into one line directly above the rows, such as “Killed security forces”, and import again"
        )
    if not all(re.fullmatch(r"column_\d+", heading) for heading in spool.headings):
        return "give a mapping that names it"
    if len(spool.headings) not in _GDELT:
        example = 'date = "column_1", place = "column_2"'
        return (
            "the file has no line of column names. Put that line above the rows, or give a mapping (--mapping FILE) "
            f"that names columns by number, such as these, one a line under [columns]: {example}"
        )
    example = 'date = "column_2", latitude = "column_57", longitude = "column_58", place = "column_53"'
    return (
        "the file has no line of column names, as GDELT's event files have none. Put that line above the rows, or give a mapping "
        f"(--mapping FILE) that names columns by number, such as these of GDELT 2.0, one a line under [columns]: {example}"
    )


def is_ours(name: str) -> bool:
    """Return whether a column was added by this atlas to a list of rejected rows."""
    return name.casefold().startswith("atlas_re") or name.casefold() in (
        "atlas_id",
        "atlas_row",
        "atlas_column",
        "atlas_value",
    )


def _listed(spool: Spool) -> str:
    """Return the first of the columns, and how many more there are."""
    told = json.dumps([shorten(heading, 40) for heading in spool.headings[:LISTED]], ensure_ascii=False)
    return (
        told if len(spool.headings) <= LISTED else f"{told} and {counted(len(spool.headings) - LISTED, 'more column')}"
    )


def without_rows(spool: Spool) -> Refused:
    """Return why a table cannot be imported of which no row could be read."""
    if not spool.malformed:
        return Refused("the table has a header but no rows")
    first = spool.malformed[0]
    return Refused(f"no row below the header could be read; row {first.number:,}: {first.reason}")


def _sample(spool: Spool) -> Batch:
    first = spool.first(JUDGED)
    if first is None:
        raise without_rows(spool)
    numbers, columns = first
    return Batch(numbers, {name: column for name, column in columns.items() if not is_ours(name)})
