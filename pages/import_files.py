"""What an import keeps, as files to take away: rejected rows, mapping, report, and what differs from the version before."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from incidents.dataset import slug
from incidents.errors import IncidentsError
from incidents.examples import differing
from incidents.formulas import harmless, neutral
from incidents.snapshot import Snapshots
from incidents.store import Store
from incidents.unplaced_sheet import unplaced_sheet
from pages.security import LOCKED

FILES = {
    "rejected.csv": "text/csv; charset=utf-8",
    "mapping.toml": "application/toml",
    "report.json": "application/json",
    "difference.csv": "text/csv; charset=utf-8",
    "unplaced.csv": "text/csv; charset=utf-8",
}
_PIECE = 1 << 20


def address(dataset: str, version: int, name: str) -> str:
    """Return the address of a file of an import; version 0 for a dataset without versions."""
    return f"./atlas/imported/{dataset}/{version}/{name}"


async def import_file(request: Request) -> Response:
    """One of the files that an import keeps."""
    dataset, version, name = (request.path_params[key] for key in ("dataset", "version", "name"))
    if name not in FILES or slug(dataset) != dataset:
        return PlainTextResponse(f"no such file of an import; there are: {', '.join(FILES)}", 404)
    try:
        pieces = await run_sync(_content, dataset, version, name)
    except (IncidentsError, OSError, ValueError):
        return PlainTextResponse(f"there is no {name} of {dataset}, version {version}", 404)
    attached = {"Content-Disposition": f'attachment; filename="{dataset}-{name}"'}
    return StreamingResponse(pieces, media_type=FILES[name], headers=attached | LOCKED)


def _content(dataset: str, version: int, name: str) -> Iterator[bytes]:
    """Return a file's content in pieces; raises where there is none."""
    folder = Path(Snapshots().version(dataset, version).folder) if version else Store().folder / dataset
    if name == "difference.csv":
        before = json.loads((folder / "difference.json").read_text(encoding="utf-8"))["previous"]
        return _difference(Path(Snapshots().version(dataset, before).folder), folder)
    if name == "unplaced.csv":
        return (piece.encode() for piece in unplaced_sheet(folder))
    path = folder / name
    if not path.is_file():
        raise FileNotFoundError(path)
    if name == "rejected.csv":
        return (line.encode() for line in harmless(path))
    return _pieces(path)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _difference(old: Path, new: Path) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["what", "id", "row", "now", "before"])
    for what, rows in differing(old, new, None).items():
        for each in rows:
            writer.writerow([what, neutral(each.id), each.row, neutral(each.words), neutral(each.before)])
    yield out.getvalue().encode("utf-8-sig")
