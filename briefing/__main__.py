"""The command line of briefings: list, read, add scenes, check, freeze, export to every kind of file, and take files in."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.drafting import drafts, headline, unclaimed
from briefing.editing import added, duplicated, moved, without
from briefing.errors import BriefingError
from briefing.exports import KINDS, written
from briefing.freezing import frozen
from briefing.library import Library, Listed
from briefing.presenter import notice
from briefing.scene import Briefing, Scene, made
from briefing.state import all_changes, all_stated, stated
from briefing.unread import checked, unread
from incidents import Atlas, Selection
from maps.errors import MapError

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Tells a story from selections, scene by scene.")

Id = Annotated[str, typer.Argument(help="The id of a briefing, as `list` prints it.")]
SceneId = Annotated[str, typer.Argument(help="The id of a scene, as `show` prints it.")]
Home = Annotated[Path | None, typer.Option(help="The data folder; by default ATLAS_HOME or the user's.")]
Json = Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")]


@app.command("list")
def list_command(home: Home = None, as_json: Json = False) -> None:
    """Print every briefing: id, version, scenes, title."""
    with _told():
        found = Library(home).listed()
    _print([_line(each) for each in found], "\n".join(map(_words, found)), as_json)


@app.command("show")
def show_command(briefing: Id, home: Home = None, as_json: Json = False) -> None:
    """Print the scenes of a briefing."""
    with _told():
        found = Library(home).read(briefing)
    lines = [f"{number:2}  {scene.id:20}  {scene.headline}" for number, scene in enumerate(found.scenes, 1)]
    _print(found.model_dump(mode="json", exclude={"frozen"}), "\n".join([found.title, *lines]), as_json)


@app.command("new")
def new_command(title: str, home: Home = None, as_json: Json = False) -> None:
    """Begin a briefing without scenes."""
    with _told():
        library = Library(home)
        saved = library.save(made(Briefing, {"id": library.new_id(title), "title": title}))
    _done(saved, as_json)


@app.command("add")
def add_command(
    briefing: Id,
    query: Annotated[str, typer.Option(help="The selection, as in the address of a page.")] = "",
    title: Annotated[
        str, typer.Option("--headline", help="At most 120 characters; drafted from the data without.")
    ] = "",
    sentence: Annotated[list[str] | None, typer.Option(help="Up to three; drafted from the data without.")] = None,
    notes: Annotated[str, typer.Option(help="What only the speaker sees.")] = "",
    picture: Annotated[str, typer.Option(help="map or claims.")] = "map",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Add a scene at the end."""
    with _told():
        library, atlas = Library(home), Atlas.open(home)
        told, selection = library.read(briefing), checked(atlas, Selection.from_query(query))
        values = {
            "id": f"scene-{len(told.scenes) + 1}",
            "headline": title or headline(atlas, selection),
            "sentences": sentence or drafts(atlas, selection)[:2],
            "notes": notes,
            "query": query,
            "picture": picture,
        }
        scene: Scene = made(Scene, values)
        saved = library.save(added(told, stated(atlas, scene)))
    _done(saved, as_json)


@app.command("move")
def move_command(briefing: Id, scene: SceneId, by: int, home: Home = None, as_json: Json = False) -> None:
    """Move a scene by so many places; a negative number moves it up (write it after --)."""
    _edit(briefing, lambda told: moved(told, scene, by), home, as_json)


@app.command("duplicate")
def duplicate_command(briefing: Id, scene: SceneId, home: Home = None, as_json: Json = False) -> None:
    """Put a copy of a scene after it."""
    _edit(briefing, lambda told: duplicated(told, scene), home, as_json)


@app.command("remove")
def remove_command(briefing: Id, scene: SceneId, home: Home = None, as_json: Json = False) -> None:
    """Take a scene out; `restore` brings the earlier version back."""
    _edit(briefing, lambda told: without(told, scene), home, as_json)


@app.command("copy")
def copy_command(briefing: Id, title: str, home: Home = None, as_json: Json = False) -> None:
    """Save a briefing, the sample or a frozen one too, as a new one that can be edited."""
    with _told():
        library = Library(home)
        saved = library.copy(all_stated(Atlas.open(home), library.read(briefing)), title)
    _done(saved, as_json)


@app.command("restore")
def restore_command(
    briefing: Id,
    version: Annotated[int | None, typer.Option(help="Its number; the last one kept without.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Save an earlier version as the newest; also of a briefing that was deleted."""
    with _told():
        saved = Library(home).restore(briefing, version)
    _done(saved, as_json)


@app.command("delete")
def delete_command(briefing: Id, home: Home = None, as_json: Json = False) -> None:
    """Take a briefing out of the list; its versions are kept, and `restore` brings it back."""
    with _told():
        Library(home).delete(briefing)
    _print(
        {"deleted": briefing}, f"deleted {briefing}; bring it back with: python -m briefing restore {briefing}", as_json
    )


@app.command("check")
def check_command(briefing: Id, home: Home = None, as_json: Json = False) -> None:
    """Say what has changed in the data since each scene was written, and what cannot be followed; exit with 1 where anything."""
    with _told():
        atlas, told = Atlas.open(home), Library(home).read(briefing)
        changed = all_changes(atlas, told)
        said = {scene.id: [*unclaimed(atlas, scene)] for scene in told.scenes}
        asked = () if told.frozen else told.scenes
        lost = {scene.id: words for scene in asked if (words := unread(atlas, scene.selection))}
        words = notice(atlas, told)
    lines = [f"{scene}: {change.words}" for scene, found in changed.items() for change in found]
    lines += [f"{scene}: a figure without who says it: {text}" for scene, texts in said.items() for text in texts]
    lines += [f"{scene}: its selection cannot be followed: {text}" for scene, texts in lost.items() for text in texts]
    found = {
        "notice": words,
        "unread": {scene: list(texts) for scene, texts in lost.items()},
        "changes": {scene: [change.words for change in each] for scene, each in changed.items()},
        "unclaimed": {scene: texts for scene, texts in said.items() if texts},
    }
    _print(found, "\n".join(filter(None, [words, *(lines or ["nothing has changed"])])), as_json)
    if lines:
        raise typer.Exit(1)


@app.command("freeze")
def freeze_command(briefing: Id, home: Home = None, as_json: Json = False) -> None:
    """Save a copy that carries its data inside and never changes."""
    with _told():
        library, atlas = Library(home), Atlas.open(home)
        held = frozen(atlas, library.read(briefing))
        saved = library.save(held.replace(id=library.new_id(f"{held.title} frozen"), version=0, saved=None))
    _done(saved, as_json)


@app.command("export")
def export_command(
    briefing: Id,
    to: Annotated[Path, typer.Option(help=f"The file to write; its ending says what: {', '.join(KINDS)}.")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Write a briefing as one HTML file that works offline, as slides, as a handout, or as its own file."""
    with _told():
        content = written(Atlas.open(home), Library(home).read(briefing), to.suffix.removeprefix("."))
        try:
            to.write_bytes(content)
        except OSError as reason:
            raise BriefingError(f"{to} cannot be written: {reason.strerror}") from None
    _print({"file": str(to), "bytes": len(content)}, f"{to}: {len(content):,} bytes", as_json)


@app.command("import")
def import_command(file: Path, home: Home = None, as_json: Json = False) -> None:
    """Take in a briefing that was exported as .json; it becomes a new one."""
    with _told():
        try:
            content = file.read_bytes()
        except OSError as reason:
            raise BriefingError(f"{file} cannot be read: {reason.strerror}") from None
        saved = Library(home).take_in(content)
    _done(saved, as_json)


@contextmanager
def _told() -> Generator[None]:
    """Say what went wrong in a line, and exit with 2."""
    try:
        yield
    except (BriefingError, MapError) as problem:
        typer.echo(f"error: {problem}", err=True)
        raise typer.Exit(2) from None


def _edit(briefing: str, change: Callable[[Briefing], Briefing], home: Path | None, as_json: bool) -> None:
    with _told():
        library = Library(home)
        saved = library.save(change(library.read(briefing)))
    _done(saved, as_json)


def _done(saved: Briefing, as_json: bool) -> None:
    values = {
        "id": saved.id,
        "title": saved.title,
        "version": saved.version,
        "scenes": [scene.id for scene in saved.scenes],
    }
    _print(values, f"saved {saved.id}, version {saved.version}, {len(saved.scenes)} scenes", as_json)


def _line(each: Listed) -> dict[str, Any]:
    dates = {
        name: value.isoformat() if value else None for name, value in (("saved", each.saved), ("frozen", each.frozen))
    }
    return {
        "id": each.id,
        "title": each.title,
        "scenes": each.scenes,
        "version": each.version,
        "problem": each.problem,
    } | dates


def _words(each: Listed) -> str:
    state = f"frozen {each.frozen}" if each.frozen else f"version {each.version}" if each.version else ""
    return f"{each.id:40}  {each.scenes:2} scenes  {state:18}  {each.problem or each.title}"


def _print(values: Any, words: str, as_json: bool) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False, indent=1) if as_json else words)


if __name__ == "__main__":
    app()
