"""Writes the export of a selection to a file of any of its kinds, whole or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from incidents.errors import ExportError
from incidents.export.about import About, asked_versions, describe, today
from incidents.export.archive import citation_text, write_csv, write_csv_zip
from incidents.export.geofiles import write_geojson, write_geopackage, write_geoparquet
from incidents.export.kml import write_kml
from incidents.export.tables import Tables, tables_of
from incidents.export.workbook import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Generator

    from incidents.atlas import Atlas
    from incidents.selection import Selection


@dataclass(frozen=True)
class Kind:
    """A kind of file: its label, what a file's name ends in (the first is what it is given), its media type, who writes it."""

    label: str
    endings: tuple[str, ...]
    media_type: str
    write: Callable[[Path, Tables, About], None]


KINDS: Final[Mapping[str, Kind]] = {
    "csv": Kind("CSV", (".csv.zip", ".zip"), "application/zip", write_csv_zip),
    "xlsx": Kind("XLSX", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "geojson": Kind("GeoJSON", (".geojson", ".json"), "application/geo+json", write_geojson),
    "parquet": Kind("GeoParquet", (".parquet", ".geoparquet"), "application/vnd.apache.parquet", write_geoparquet),
    "gpkg": Kind("GeoPackage", (".gpkg",), "application/geopackage+sqlite3", write_geopackage),
    "kml": Kind("KML", (".kml",), "application/vnd.google-earth.kml+xml", write_kml),
}


@dataclass(frozen=True)
class Exported:
    """What was written: the files, the main one first, and what the export says of itself."""

    files: tuple[Path, ...]
    about: About


def export(atlas: Atlas, selection: Selection, path: str | Path, made: dt.date | None = None) -> Exported:
    """Write a selection to a file whose kind its ending tells.

    ``.csv`` writes three CSV files and the citation side by side; the other kinds hold everything in one file.

    Parameters
    ----------
    atlas : Atlas
        The records.
    selection : Selection
        Exactly what is exported.
    path : path
        The file; one that is there is replaced. Where writing fails, it stays as it was.
    made : date, optional
        The day stated in the file; by default today in Karachi. The same day, records and selection give the same bytes.

    Raises
    ------
    ExportError
        If there is no such kind, the folder cannot be written, or the kind cannot hold so many rows.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from incidents import Atlas, Selection
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(Atlas.open(), Selection(places=["town:pasni"]), Path(folder) / "pasni.geojson").about.incidents
    1
    """
    target = Path(path)
    side_by_side = target.suffix.lower() == ".csv"
    kind = KINDS["csv" if side_by_side else kind_of(target)]
    tables, about = _contents(atlas, selection, made)
    try:
        if side_by_side:
            return Exported(_write_beside(target, tables, about), about)
        with _replacing(target) as (unfinished,):
            kind.write(unfinished, tables, about)
    except OSError as error:
        raise ExportError(
            f"cannot write {str(path)!r}: {error.strerror or error}; name a folder that is there"
        ) from None
    return Exported((target,), about)


def exported(atlas: Atlas, selection: Selection, kind: str, made: dt.date | None = None) -> bytes:
    """Return the export of a selection as the bytes of a file of a kind of `KINDS`; see `export`.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> exported(Atlas.open(), Selection(), "parquet")[:4]
    b'PAR1'
    """
    if kind not in KINDS:
        raise ExportError(f"cannot export as {kind!r:.40}; known: {', '.join(KINDS)}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{KINDS[kind].endings[0]}"
        export(atlas, selection, path, made)
        return path.read_bytes()


def file_name(atlas: Atlas, selection: Selection, kind: str, made: dt.date | None = None) -> str:
    """Return a name for the file: what it holds, and the day.

    Examples
    --------
    >>> import datetime
    >>> from incidents import Atlas, Selection
    >>> file_name(Atlas.of([]), Selection(), "csv", datetime.date(2026, 3, 5))
    'incident-atlas-no-incident-matches-2026-03-05.csv.zip'
    """
    words = re.findall(r"[a-z0-9]+", atlas.summary(selection).headline.lower())
    short = textwrap.shorten(" ".join(words), 60, placeholder="").replace(" ", "-")
    return f"incident-atlas-{short or 'selection'}-{(made or today()).isoformat()}{KINDS[kind].endings[0]}"


def kind_of(path: Path) -> str:
    """Return the kind of file that a name's ending tells; raises `ExportError`.

    Examples
    --------
    >>> kind_of(Path("pasni.csv.zip")), kind_of(Path("pasni.GPKG"))
    ('csv', 'gpkg')
    """
    name = path.name.lower()
    for kind, described in KINDS.items():
        if name.endswith(described.endings):
            return kind
    known = ", ".join((".csv", *(kind.endings[0] for kind in KINDS.values())))
    raise ExportError(f"the ending of {path.name!r:.80} tells no kind of file; known: {known}")


def _contents(atlas: Atlas, selection: Selection, made: dt.date | None) -> tuple[Tables, About]:
    versions = asked_versions(atlas, selection)
    tables = tables_of(atlas, selection, versions)
    return tables, describe(atlas, selection, tables, versions, made or today())


def _write_beside(target: Path, tables: Tables, about: About) -> tuple[Path, ...]:
    """Write the CSV files and the citation: incidents under the name itself, the others under names made of it."""
    paths = [
        target,
        *(target.with_name(f"{target.stem}.{name}") for name in ("claims.csv", "sources.csv", "citation.txt")),
    ]
    with _replacing(*paths) as unfinished:
        for path, table in zip(unfinished, tables, strict=False):
            with path.open("wb") as file:
                write_csv(file, table)
        unfinished[-1].write_bytes(citation_text(about))
    return tuple(paths)


@contextlib.contextmanager
def _replacing(*paths: Path) -> Generator[Sequence[Path]]:
    """Give paths to write to beside some files; they take the files' names once all are written, and are gone otherwise."""
    with tempfile.TemporaryDirectory(prefix=".export-", dir=paths[0].parent) as folder:
        unfinished = [Path(folder) / path.name for path in paths]
        yield unfinished
        for written, path in zip(unfinished, paths, strict=True):
            written.replace(path)
