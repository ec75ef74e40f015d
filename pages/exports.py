"""The selection as data to take away: the links of the Incidents page, and the file that each of them brings."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from incidents import Selection, Summary
from incidents.errors import ExportError
from incidents.export import KINDS, export, file_name
from incidents.wording import counted
from pages.component_files import fetched_component
from pages.elements import THEME_CSS, TREE_JS, Element, el, packed
from pages.opened import opened
from pages.view import PAGE_KEYS

NOTES = {
    "csv": "three tables and the citation in a ZIP",
    "xlsx": "a workbook with sheets for incidents, claims, sources and what it is",
    "geojson": "polygons and points, claims beside them",
    "parquet": "GeoParquet, for GeoPandas and DuckDB",
    "gpkg": "for QGIS and other GIS programs",
    "kml": "for Google Earth",
}
APART = 20_000
"""Incidents beyond which a file is made by a process of its own."""

ROOT = Path(__file__).resolve().parents[1]
_PIECE = 1 << 20
_SAID = "said"
_HERE = Path(__file__).parent
_box = fetched_component(
    "atlas_export",
    html="<div class='atlas light'></div>\n",
    css=THEME_CSS + "".join((_HERE / name).read_text(encoding="utf-8") for name in ("elements.css", "upload_box.css")),
    js=TREE_JS + (_HERE / "export_box.js").read_text(encoding="utf-8"),
)


class Download(NamedTuple):
    """A file to be sent: its name, media type and size, and its content in pieces."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


def export_links(selection: Selection, summary: Summary) -> None:
    """Draw the line of links: exactly this selection as a file of each kind."""
    query = selection.to_query()
    links = [_link(kind, f"./atlas/export.{kind}{'?' if query else ''}{query}") for kind in KINDS]
    what = f"{counted(summary.count, 'incident')} with every claim, the sources and the citation, as data:"
    line = el("p", el("span", what, class_="muted"), *links, class_="chips small")
    told = {"line": packed(line)[0], "what": counted(summary.count, "incident"), "aside": summary.count > APART}
    _box(key="export-links", data=told)


def _link(kind: str, address: str) -> Element:
    return el(
        "a",
        KINDS[kind].label,
        href=address,
        download="",
        title=NOTES[kind],
        aria_label=f"{KINDS[kind].label}: {NOTES[kind]}",
        data_key=kind,
    )


class Writing:
    """The export of a query's selection as a file of a kind of ``KINDS``, while it is written; what belongs to the pages is no part of it.

    Raises
    ------
    ExportError
        If a file of this kind cannot hold the selection; also by `download`.
    """

    def __init__(self, kind: str, query: str) -> None:
        pairs = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key not in PAGE_KEYS]
        selection, atlas = Selection.from_query(urlencode(pairs)), opened()
        self._kind, self._folder = kind, TemporaryDirectory(prefix="atlas-export-")
        self._child: subprocess.Popen[str] | None = None
        try:
            self._path = Path(self._folder.name) / file_name(atlas, selection, kind)
            if atlas.summary(selection).count > APART:
                self._child = _export_apart(selection, self._path)
            else:
                export(atlas, selection, self._path)
        except BaseException:
            self._folder.cleanup()
            raise

    def is_done(self) -> bool:
        """Return whether nothing has to be waited for."""
        return self._child is None or self._child.poll() is not None

    def size(self) -> int:
        """Return how many bytes are written so far."""
        sizes = 0
        for file in Path(self._folder.name).rglob("*"):
            with suppress(OSError):  # it was renamed meanwhile
                sizes += file.stat().st_size
        return sizes

    def stop(self) -> None:
        """End the process that writes, and leave nothing of the file: nobody waits for it."""
        if self._child and self._child.poll() is None:
            self._child.kill()
            self._child.wait()
        self._folder.cleanup()

    def download(self) -> Download:
        """Return the finished file, which is gone once it has been sent."""
        if self._child and self._child.wait():
            said = (self._path.parent / _SAID).read_text(encoding="utf-8", errors="replace")
            words = said.strip().rpartition("error: ")[2]
            raise ExportError(words[:500] or "the process that writes it was ended; is there room for it?")
        size = self._path.stat().st_size
        return Download(self._path.name, KINDS[self._kind].media_type, size, _pieces(self._folder, self._path))


def _export_apart(selection: Selection, path: Path) -> subprocess.Popen[str]:
    """Have the file written by the command that does the same: made in this process, it would hold up everybody's pages."""
    with (path.parent / _SAID).open(
        "wb"
    ) as said:  # a pipe that is read at the end only would hold up a child that says much
        return subprocess.Popen(
            _command(selection.to_query(), path), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said, text=True
        )


def _command(query: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "incidents", "export", "--lenient", "--query", query, "--to", str(path)]


def _pieces(folder: "TemporaryDirectory[str]", path: Path) -> Iterator[bytes]:
    """Yield the file in pieces; afterwards it is gone, also where nobody waits for the rest."""
    with folder, path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
