"""The command line: ``python -m gazetteer resolve|reverse|search|extend|score``, each with ``--json``."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from gazetteer.answers import label, visible
from gazetteer.errors import BadPlaceFile, GazetteerError
from gazetteer.extension import extend as add_file
from gazetteer.gazetteer import Gazetteer
from gazetteer.place import Match, Place
from gazetteer.score import read_known
from gazetteer.score import score as score_names

app = typer.Typer(
    help="Find places of Balochistan by name or position, offline.", no_args_is_help=True, add_completion=False
)

COUNTS = ("names", "answered", "right", "negatives", "false_answers")
"""Fields of a score that are printed as they are."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def place_record(place: Place) -> dict[str, Any]:
    """A place as plain data, without its polygon."""
    fields = ("id", "name", "level", "latitude", "longitude", "radius_km", "parents", "name_ur", "aliases", "source")
    return {name: getattr(place, name) for name in fields}


def match_record(match: Match) -> dict[str, Any]:
    """An answer as plain data."""
    candidates = [
        {"id": c.place.id, "name": c.place.name, "level": c.place.level, "how": c.how, "score": c.score}
        for c in match.candidates
    ]
    return {
        "query": match.query,
        "how": match.how,
        "score": match.score,
        "note": match.note,
        "latitude": match.latitude,
        "longitude": match.longitude,
        "radius_km": match.radius_km,
        "place": place_record(match.place) if match.place else None,
        "candidates": candidates,
    }


def print_json(data: object) -> None:
    """Print *data* as JSON, text as it is written."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


@app.command()
def resolve(
    names: Annotated[list[str], typer.Argument(help="Names, or phrases such as '10 km west of Turbat'.")],
    within: Annotated[str | None, typer.Option(help="Name or id of an area to look in.")] = None,
    level: Annotated[
        str | None, typer.Option(help="country, province, division, district, tehsil, town or site.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which place each name means, how it was matched and how sure that is."""
    try:
        matches = Gazetteer.load().resolve_all(names, within, level)
    except GazetteerError as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        print_json([match_record(match) for match in matches])
        return
    for match in matches:
        typer.echo(describe(match))


def describe(match: Match) -> str:
    """An answer in one line, and its note on the next."""
    query = visible(match.query)
    head = f"{query}: {match.how}"
    if match.place:
        sure = f"[{match.how} {match.score:.2f}]"
        head = f"{query}: {label(match.place)} {match.latitude:.4f}, {match.longitude:.4f} {sure} {match.place.id}"
    return f"{head}\n    {match.note}" if match.note else head


@app.command(context_settings={"ignore_unknown_options": True})
def reverse(
    latitude: Annotated[float, typer.Argument(help="Degrees, south negative.")],
    longitude: Annotated[float, typer.Argument(help="Degrees, west negative.")],
    as_json: AsJson = False,
) -> None:
    """Say what lies at a point, finest first."""
    places = Gazetteer.load().reverse(latitude, longitude)
    print_places(places, as_json, f"{latitude}, {longitude} lies outside the data")


@app.command()
def search(
    prefix: Annotated[str, typer.Argument(help="How the name begins.")],
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10,
    as_json: AsJson = False,
) -> None:
    """List places whose name begins so."""
    print_places(Gazetteer.load().search(prefix, limit), as_json, f"no name begins with {prefix!r}")


def print_places(places: tuple[Place, ...], as_json: bool, nothing: str) -> None:
    """Print places one a line, or why there is none."""
    if as_json:
        print_json([place_record(place) for place in places])
        return
    for place in places:
        typer.echo(f"{place.id}  {label(place)}  {place.latitude:.4f}, {place.longitude:.4f}")
    if not places:
        typer.echo(nothing)


@app.command()
def extend(
    file: Annotated[Path, typer.Argument(help="CSV (name, latitude, longitude, level, aliases) or GeoNames dump.")],
    as_json: AsJson = False,
) -> None:
    """Add your own places; the file is checked and kept in the data folder."""
    try:
        added = add_file(file)
    except BadPlaceFile as error:
        report_refusal(error, as_json)
        raise typer.Exit(1) from error
    if as_json:
        print_json(vars(added))
        return
    typer.echo(f"added {added.rows} places from {added.file!r} ({added.skipped} areas left out): {added.path}")


def report_refusal(error: BadPlaceFile, as_json: bool) -> None:
    """Print why a file was refused, every row of it."""
    if as_json:
        print_json({"error": str(error), "problems": [vars(problem) for problem in error.problems]})
        return
    typer.echo(str(error), err=True)
    for problem in error.problems:
        typer.echo(f"  {problem}", err=True)


@app.command()
def score(
    file: Annotated[
        Path,
        typer.Argument(help="CSV with name, within, latitude, longitude; no coordinates: it should not be answered."),
    ],
    as_json: AsJson = False,
) -> None:
    """Measure precision and recall on names whose position is known."""
    try:
        result = score_names(Gazetteer.load(), read_known(file))
    except BadPlaceFile as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        misses = {
            key: [{"name": known.name, "within": known.within, **match_record(match)} for known, match in pairs]
            for key, pairs in (
                ("wrong", result.wrong),
                ("unanswered", result.unanswered),
                ("false", result.false),
            )
        }
        counts: dict[str, int] = {field: getattr(result, field) for field in COUNTS}
        print_json(counts | {"precision": round(result.precision, 4), "recall": round(result.recall, 4)} | misses)
        return
    typer.echo(f"{result.names} names, {result.answered} answered, {result.right} right")
    if result.negatives:
        kept = result.negatives - result.false_answers
        typer.echo(
            f"{result.negatives} that should not be answered: {kept} left alone, {result.false_answers} answered"
        )
    typer.echo(f"precision {result.precision:.3f}, recall {result.recall:.3f}")
    for known, match in result.wrong:
        typer.echo(f"  wrong: {describe(match)} (within {known.within!r})")
    for known, match in result.false:
        typer.echo(f"  should not be answered: {describe(match)} (within {known.within!r})")


if __name__ == "__main__":
    app(prog_name="python -m gazetteer")
