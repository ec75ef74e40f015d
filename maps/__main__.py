"""The command line of maps: ``figure`` draws, ``batch`` draws many, ``check`` asks whether a figure still holds, ``html`` exports."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

import maps
from incidents import Atlas, Selection
from incidents.wording import one_line
from maps.captions import alt_text, caption, methods
from maps.checking import FigureFile, check, read_figure_file
from maps.credits import keep_to_yourself
from maps.errors import BadFigure, BadRecipe, MapError
from maps.figures import description, notes
from maps.figures.style import load_style
from maps.package import ENDINGS, pinned, written
from maps.population import read_population
from maps.recipe import CHOICES, Recipe, figure_id, unread

PAGE_KEYS = ("view", "layers", "theme", "record", "figure")
"""Keys of a page's address that are not the selection."""

NO_SIZE = " is not a size such as 120x80mm or 1600x1000px: the units are mm and px"

REMEDIES = {
    "places": "; python -m gazetteer search NAME lists ids",
    "actors": "; the address of the Map page holds the id of an actor that is chosen there",
    "datasets": "; import it first, or leave it out",
}

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Draws the incidents that a query selects.")


def _one_of(field: str) -> str:
    return f"One of: {', '.join(CHOICES[field])}."


To = Annotated[Path, typer.Option(help=f"The file to write; its ending says what: {', '.join(ENDINGS)}.")]
RecipeFile = Annotated[Path | None, typer.Option(help="A figure.json or a recipe; the other options change it.")]
Query = Annotated[
    str | None, typer.Option(help="The selection, as in the address of a page: 'places=district:gwadar'.")
]
Kind = Annotated[str | None, typer.Option(help=_one_of("kind"))]
Preset = Annotated[str | None, typer.Option(help=_one_of("preset"))]
SizeText = Annotated[str, typer.Option(help="Width x height of a custom size: 120x80mm or 1600x1000px.")]
Dpi = Annotated[int | None, typer.Option(help="Dots an inch of a PNG whose size is in mm, 72 to 600.")]
ThemeName = Annotated[str | None, typer.Option(help=_one_of("theme"))]
Language = Annotated[str | None, typer.Option(help=_one_of("language"))]
Bounds = Annotated[str, typer.Option(help="What the map shows: west,south,east,north in degrees.")]
Words = Annotated[str | None, typer.Option(help="Instead of the words from the data; '' for none.")]
By = Annotated[str | None, typer.Option(help=f"Of multiples. {_one_of('by')}")]
Classes = Annotated[str | None, typer.Option(help=f"Of a choropleth. {_one_of('classes')}")]
Measure = Annotated[str | None, typer.Option(help=f"Of a choropleth. {_one_of('measure')}")]
Per = Annotated[
    Path | None,
    typer.Option(help="Of a choropleth: a CSV of admin2, population and source; shades incidents per 100,000 people."),
]
Labels = Annotated[str | None, typer.Option(help=_one_of("labels"))]
Inset = Annotated[bool | None, typer.Option(help="Whether a small map locates the area.")]
Style = Annotated[Path | None, typer.Option(help="A house style: a TOML file with fonts, colours, logo, credit line.")]
Made = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date to print on it; today without.")]
Home = Annotated[Path | None, typer.Option(help="The data folder; by default ATLAS_HOME or the user's.")]
Json = Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")]


@app.command("figure")
def figure_command(
    to: To,
    recipe: RecipeFile = None,
    query: Query = None,
    kind: Kind = None,
    preset: Preset = None,
    size: SizeText = "",
    dpi: Dpi = None,
    theme: ThemeName = None,
    language: Language = None,
    bounds: Bounds = "",
    title: Words = None,
    subtitle: Words = None,
    by: By = None,
    classes: Classes = None,
    measure: Measure = None,
    per: Per = None,
    labels: Labels = None,
    inset: Inset = None,
    style: Style = None,
    made: Made = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Draw a figure from a recipe, from a query and options, or from a recipe changed by options."""
    with _told():
        ending = _ending(to)
        given = {"kind": kind, "preset": preset, "dpi": dpi, "theme": theme, "language": language, "title": title}
        given |= {"subtitle": subtitle, "by": by, "classes": classes, "measure": measure, "labels": labels}
        atlas = Atlas.open(home)
        given |= {"inset": inset, "query": None if query is None else _selection(query, atlas).to_query()}
        given |= {"made": made.date() if made else None, "style": load_style(style) if style else None}
        given |= {"view": {"bounds": _numbers(bounds)} if bounds else None} | _size(size, preset)
        given |= _per_people(per, atlas) if per else {}
        base = _figure_file(recipe).recipe if recipe else Recipe()
        chosen = pinned(_changed(base, {name: value for name, value in given.items() if value is not None}))
        _selection(chosen.query, atlas)
        content = written(atlas, chosen, ending)
        _write(to, content)
    _tell(_about(atlas, chosen, to, len(content)), as_json)


@app.command("batch")
def batch_command(
    recipes: Annotated[list[Path], typer.Argument(help="Files: figure.json of other figures, or recipes.")],
    to: Annotated[Path, typer.Option(help="The folder to write into.")],
    formats: Annotated[
        list[str] | None, typer.Option("--format", help=f"{', '.join(ENDINGS)}; may be repeated.")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Draw many recipes; one that cannot be drawn is told of, and the others are drawn."""
    atlas, told = Atlas.open(home), list[dict[str, Any]]()
    endings = formats or ["png"]
    for ending in endings:
        if ending not in ENDINGS:
            raise typer.BadParameter(f"no such format: {ending!r}; known: {', '.join(ENDINGS)}", param_hint="--format")
    for file, name in _names(recipes).items():
        try:
            chosen = pinned(read_figure_file(_read(file)).recipe)
            _selection(chosen.query, atlas)
        except (MapError, typer.BadParameter) as error:
            told.append({"recipe": str(file), "error": str(error)})
            continue
        for target in (to / f"{name}.{ending}" for ending in endings):
            try:
                content = written(atlas, chosen, target.suffix[1:])
                to.mkdir(parents=True, exist_ok=True)
                _write(target, content)
                told.append({"recipe": str(file)} | _about(atlas, chosen, target, len(content)))
            except MapError as error:
                told.append({"recipe": str(file), "path": str(target), "error": str(error)})
    failed = [each for each in told if "error" in each]
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for each in told:
            print(_line(each))
        said = (note for each in told for note in [*each.get("notes", ()), each.get("terms")] if note)
        for note in dict.fromkeys(said):
            typer.echo(one_line(note), err=True)
        print(f"{len(told) - len(failed)} of {len(recipes) * len(endings)} figures drawn")
    if failed:
        raise typer.Exit(1)


@app.command("check")
def check_command(
    files: Annotated[list[Path], typer.Argument(help="Files: figure.json or ZIP of figures, or recipes.")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Say whether a claim that a figure shows was superseded since, or its data changed; fails where anything did, or where
    a file records nothing to check."""
    with _told():
        atlas = Atlas.open(home)
        found = [(file, check(atlas, _figure_file(file))) for file in files]
    if as_json:
        print(json.dumps([{"file": str(file)} | each.to_dict() for file, each in found], ensure_ascii=False, indent=1))
    else:
        for file, each in found:
            print(f"{file}: {each.headline}")
            for line in each.lines:
                print(f"  {one_line(line)}")
    if any(each.changes or not each.checked for _, each in found):
        raise typer.Exit(1)


@app.command("html")
def html_command(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    query: Annotated[str, typer.Option(help="The selection, as in the address of a page.")] = "",
    theme: Annotated[str, typer.Option(help="light, dark or projector.")] = "light",
    bounds: Bounds = "",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write the selection as an interactive page that works offline from the file."""
    with _told():
        atlas = Atlas.open(home)
        selection = _selection(query, atlas)
        with_view = {"bounds": _numbers(bounds)} if bounds else None
        page = maps.standalone(atlas, selection, with_view, theme=theme).encode()
        _write(to, page)
    summary = atlas.summary(selection)
    told = {"path": str(to), "bytes": len(page), "title": summary.headline, "incidents": summary.count}
    told |= {"query": selection.to_query(), "description": description(atlas, selection)}
    told |= {"terms": keep_to_yourself(atlas, selection)}
    _tell(told, as_json)


@contextmanager
def _told() -> Generator[None]:
    """Turn the package's errors into a line for a person and a failing exit code."""
    try:
        yield
    except MapError as error:
        raise typer.BadParameter(one_line(str(error))) from None


def _ending(to: Path) -> str:
    ending = to.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        known = ", ".join(f".{each}" for each in ENDINGS)
        raise typer.BadParameter(f"{to.name!r} ends in none of {known}", param_hint="--to")
    return ending


def _changed(base: Recipe, given: dict[str, Any]) -> Recipe:
    """Return a recipe with other values; another preset than ``custom`` drops the size of a custom one."""
    if given.get("preset", base.preset) != "custom":
        given = {"width": None, "height": None} | given
    return base.replace(**given)


def _per_people(file: Path, atlas: Atlas) -> dict[str, Any]:
    return {"measure": "per_people", "population": read_population(_read(file), atlas.gazetteer, file.name)}


def _size(text: str, preset: str | None) -> dict[str, Any]:
    """Return the fields of a size such as ``120x80mm``; a number alone counts as CSS pixels."""
    if not text:
        return {}
    found = re.fullmatch(r"\s*([0-9.]+)\s*[x×]\s*([0-9.]+)\s*(mm|px)?\s*", text.lower())
    if found is None or preset not in (None, "custom"):
        problem = f"{text!r}{NO_SIZE}" if found is None else f"preset {preset!r} has its own size"
        raise typer.BadParameter(problem, param_hint="--size")
    try:
        width, height = float(found[1]), float(found[2])
    except ValueError:
        raise typer.BadParameter(f"{text!r}{NO_SIZE}", param_hint="--size") from None
    return {"preset": "custom", "width": width, "height": height, "unit": found[3] or "px"}


def _selection(query: str, atlas: Atlas) -> Selection:
    """Return the selection of a query; a part that cannot be read or names what the atlas does not have is an error here.

    What a page's address says of its view and theme is left to the options.
    """
    pairs = [pair for pair in query.removeprefix("?").split("&") if pair.partition("=")[0] not in PAGE_KEYS]
    selection = Selection.from_query("&".join(pairs))
    for key, value, reason in atlas.reported(selection):
        remedy = REMEDIES.get(key, "") if reason.endswith("has this id") else ""
        raise typer.BadParameter(f"{unread(key, value, reason)}{remedy}", param_hint="--query")
    return selection


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4:
        raise typer.BadParameter(f"4 numbers parted by ',' are needed, not {text!r}", param_hint="--bounds")
    return numbers


def _figure_file(file: Path) -> FigureFile:
    """Return what a file says; what is wrong with it is told with its name."""
    content = _read(file)
    try:
        return read_figure_file(content)
    except BadRecipe as error:
        raise BadRecipe(f"{file.name}: {error}") from None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadFigure(f"cannot read {str(file)!r}: {error.strerror}") from None


def _write(to: Path, content: bytes) -> None:
    try:
        to.write_bytes(content)
    except OSError as error:
        raise BadFigure(f"cannot write {str(to)!r}: {error.strerror}") from None


def _names(files: list[Path]) -> dict[Path, str]:
    """Return a name for each file's figures: its own, with its folder's where several are called the same."""
    stems = [file.stem for file in files]
    return {
        file: file.stem if stems.count(file.stem) == 1 else f"{file.resolve().parent.name}-{file.stem}"
        for file in files
    }


def _about(atlas: Atlas, recipe: Recipe, to: Path, size: int) -> dict[str, Any]:
    summary = atlas.summary(recipe.selection)
    return {
        "path": str(to),
        "bytes": size,
        "figure": figure_id(recipe, atlas),
        "title": recipe.title or summary.headline,
        "incidents": summary.count,
        "query": recipe.query,
        "recipe": recipe.to_dict(),
        "caption": caption(atlas, recipe),
        "methods": methods(atlas, recipe),
        "description": alt_text(atlas, recipe),
        "terms": keep_to_yourself(atlas, recipe.selection),
        "notes": notes(atlas, recipe.replace(inset=False)),
    }


def _tell(about: dict[str, Any], as_json: bool) -> None:
    print(json.dumps(about, ensure_ascii=False, indent=1) if as_json else _line(about))
    for note in filter(None, [*about.get("notes", ()), about.get("terms")]):
        typer.echo(one_line(note), err=True)


def _line(about: dict[str, Any]) -> str:
    if "error" in about:
        return one_line(f"{about['recipe']}: not drawn: {about['error']}")
    number = f", figure {about['figure']}" if "figure" in about else ""
    return one_line(f"{about['path']}: {about['title']} ({about['bytes']:,} bytes{number})")


if __name__ == "__main__":
    app()
