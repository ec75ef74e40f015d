"""The command line of maps: ``python -m maps figure`` draws a figure, ``python -m maps html`` writes an interactive page."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

import maps
from incidents import Atlas, Selection
from maps.errors import MapError
from maps.figures import DPI, FORMATS, description, figure

PAGE_KEYS = ("view", "layers", "theme", "record")
"""Keys of a page's address that are not the selection."""

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Draws the incidents that a query selects.")

Query = Annotated[str, typer.Option(help="The selection, as in the address of a page: 'places=district:gwadar'.")]
Home = Annotated[Path | None, typer.Option(help="The data folder; by default ATLAS_HOME or the user's.")]
Theme = Annotated[str, typer.Option(help="light, dark or projector.")]
Bounds = Annotated[str, typer.Option(help="What the map shows: west,south,east,north in degrees.")]
Json = Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")]


@app.command("figure")
def figure_command(
    to: Annotated[Path, typer.Option(help="The file to write; its ending says whether PNG, SVG or PDF.")],
    query: Query = "",
    theme: Theme = "light",
    bounds: Bounds = "",
    size: Annotated[str, typer.Option(help="Width x height in CSS pixels, such as 1600x1000.")] = "",
    dpi: Annotated[float, typer.Option(help="Dots an inch of a PNG, 72 to 600.")] = DPI,
    made: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date to print on it.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Draw the selection as a figure for print."""
    atlas, selection = Atlas.open(home), _selection(query)
    with_view = {"bounds": _numbers(bounds, ",", 4, "--bounds")} if bounds else None
    sides = _numbers(size, "x", 2, "--size") if size else None
    try:
        content = figure(
            atlas,
            selection,
            with_view,
            fmt=_format(to),
            theme=theme,
            size=(sides[0], sides[1]) if sides else None,
            dpi=dpi,
            made=made.date() if made else None,
        )
    except MapError as error:
        raise typer.BadParameter(str(error)) from None
    _write(to, content, atlas, selection, as_json)


@app.command("html")
def html_command(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    query: Query = "",
    theme: Theme = "light",
    bounds: Bounds = "",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write the selection as an interactive page that works offline from the file."""
    atlas, selection = Atlas.open(home), _selection(query)
    with_view = {"bounds": _numbers(bounds, ",", 4, "--bounds")} if bounds else None
    try:
        page = maps.standalone(atlas, selection, with_view, theme=theme)
    except MapError as error:
        raise typer.BadParameter(str(error)) from None
    _write(to, page.encode(), atlas, selection, as_json)


def _selection(query: str) -> Selection:
    """Return the selection of a query; a part that cannot be read is an error here, not left out in silence.

    What a page's address says of its view and theme is left to the options.
    """
    pairs = [pair for pair in query.removeprefix("?").split("&") if pair.partition("=")[0] not in PAGE_KEYS]
    selection = Selection.from_query("&".join(pairs))
    for key, value, reason in selection.reported:
        raise typer.BadParameter(f"cannot read {key}={value!r}: {reason}", param_hint="--query")
    return selection


def _numbers(text: str, parted_by: str, count: int, option: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.lower().split(parted_by)]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise typer.BadParameter(f"{count} numbers parted by {parted_by!r} are needed, not {text!r}", param_hint=option)
    return numbers


def _format(to: Path) -> str:
    ending = to.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise typer.BadParameter(f"{to.name!r} ends in none of {known}", param_hint="--to")
    return ending


def _write(to: Path, content: bytes, atlas: Atlas, selection: Selection, as_json: bool) -> None:
    try:
        to.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"cannot write {str(to)!r}: {error.strerror}", param_hint="--to") from None
    summary = atlas.summary(selection)
    if as_json:
        written = {
            "path": str(to),
            "bytes": len(content),
            "title": summary.headline,
            "incidents": summary.count,
            "query": selection.to_query(),
            "description": description(atlas, selection),
        }
        print(json.dumps(written, ensure_ascii=False, indent=2))
    else:
        print(f"{to}: {summary.headline} ({len(content):,} bytes)")


if __name__ == "__main__":
    app()
