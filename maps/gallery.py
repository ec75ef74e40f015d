"""Draws every kind x preset x theme x language and checks the boxes of what was drawn: ``python -m maps.gallery``."""

from __future__ import annotations

import datetime as dt
import io
import random
import sys
import time
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import shapely
import typer

from incidents import Atlas, Campaign, Claim, Dataset, Incident, Source, When, Where
from maps.errors import BadFigure
from maps.figures import compose, draw, grounds
from maps.figures.apart import too_near
from maps.figures.badges import share_in, stands_in
from maps.figures.basemap import embedded_ground, sea_in
from maps.figures.boxes import faults, shortened
from maps.figures.foremost import unnamed
from maps.figures.marks import level_rank
from maps.figures.neighbours import around, misread
from maps.figures.style import faint
from maps.figures.themes import FIGURE_THEMES
from maps.recipe import CHOICES, KINDS, PRESETS, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from maps.figures.boxes import Measured
    from maps.figures.layout import Composed

MADE = dt.date(2026, 3, 5)
MOST_CROSSED, APART = 1.0, 4.0
"""Widths of a scale bar that the lines beneath it may be long, and pixels between it and the name of a sea."""

LEAST_SEEN = 0.02
"""Share of a count's box on another area from which on it is seen to lie there."""

TOLERANCE = 0.01
"""CSS pixels by which a size may fall short of the least: that of a rounded number."""


@dataclass(frozen=True)
class Sample:
    """One figure of the gallery."""

    data: str
    recipe: Recipe

    @property
    def name(self) -> str:
        """Its file name."""
        recipe = self.recipe
        return "-".join((self.data, recipe.kind, recipe.preset, recipe.theme, recipe.language))


def samples(data: Sequence[str] = ("embedded", "busy")) -> Iterator[Sample]:
    """Yield every kind x preset x theme x language of the data sets."""
    for each, kind, preset, theme, language in product(data, KINDS, PRESETS, CHOICES["theme"], CHOICES["language"]):
        by = "month" if each == "busy" else "day"
        yield Sample(each, Recipe(kind=kind, preset=preset, theme=theme, language=language, by=by, made=MADE))


MOST_PAIRWISE = 40


def pairwise(data: Sequence[str] = ("embedded", "busy")) -> list[Sample]:
    """Return 40 samples, taken greedily: every pair of values of any two choices occurs, and as many triples as can be."""
    left = list(samples(data))
    chosen: list[Sample] = []
    for size in (2, 3):
        wanted = {part for sample in left for part in _parts(sample, size)}
        wanted -= {part for sample in chosen for part in _parts(sample, size)}
        while wanted and len(chosen) < MOST_PAIRWISE:
            best = max(left, key=lambda sample: len(_parts(sample, size) & wanted))
            wanted -= _parts(best, size)
            left.remove(best)
            chosen.append(best)
    return chosen


def _parts(sample: Sample, size: int) -> frozenset[tuple[Any, ...]]:
    recipe = sample.recipe
    values = enumerate((sample.data, recipe.kind, recipe.preset, recipe.theme, recipe.language))
    return frozenset(combinations(values, size))


def complaints(composed: Composed) -> list[str]:
    """Return in words what is wrong with a figure: overlaps, cuts, words shortened, too small, or beside the wrong mark."""
    small = [(words, size) for words, size in composed.sheet.sizes() if size < composed.least - TOLERANCE]
    found = [f"{words!r} is set in {size:.1f} pixels, below {composed.least:g}" for words, size in small]
    things = composed.sheet.measure()
    identified = any(composed.identifier in words for kind, words, *_ in things if kind == "footer")
    found += [] if identified else [f"the id {composed.identifier} is not printed whole"]
    found += [*astray(composed, things), *run_together(composed, things)]
    return [
        *faults(things, composed.sheet.box),
        *misread(things),
        *too_near(things),
        *shortened(things),
        *unnamed(things),
        *found,
    ]


def astray(composed: Composed, things: Sequence[Measured]) -> list[str]:
    """Return in words each count outside its area with no line that leads there, or on another, measured on the areas themselves."""
    if composed.frame is None:
        return []
    gazetteer, found = Atlas.of([]).gazetteer, list[str]()
    joined = {(thing.of, thing.box) for thing in things if thing.kind == "leader"}
    badges = [thing for thing in things if thing.kind == "badge"]
    for box in (thing.box for thing in things if thing.kind == "map"):
        frame, here = composed.frame.at(box), [badge for badge in badges if box.overlaps(badge.box)]
        places = {badge.of[0]: gazetteer.place(badge.of[0]) for badge in here}
        shapes = {each: shapely.clip_by_rect(frame.project_one(place.geometry), *box) for each, place in places.items() if place.geometry is not None}  # fmt: skip
        for badge in (badge for badge in here if badge.of[0] in shapes):
            place = places[badge.of[0]]
            beneath = {place.id, *(each.id for each in gazetteer.ancestors(place.id))}
            least = min(level_rank(place.level), level_rank("district"))
            others = {each: share_in(shape, badge.box) for each, shape in shapes.items() if each not in beneath and level_rank(places[each].level) >= least}  # fmt: skip
            at, most = max(others.items(), key=lambda each: each[1], default=("", 0.0))
            is_joined = (badge.of, badge.box) in joined
            if not is_joined and not stands_in(shapes[place.id], frame.point(place.longitude, place.latitude), badge.box):  # fmt: skip
                found.append(f"count {badge.words!r} of {place.name} stands outside it with no line that leads there")
            elif most > (LEAST_SEEN if is_joined else share_in(shapes[place.id], badge.box)):
                found.append(f"count {badge.words!r} of {place.name} stands on {places[at].name}")
    return found


def run_together(composed: Composed, things: Sequence[Measured]) -> list[str]:
    """Return in words where a scale bar stands on coasts and borders or by the name of a sea, and where the name of one, or of a country or province, is not on it."""
    if composed.frame is None:
        return []
    ground, found = embedded_ground(), list[str]()
    coasts = np.concatenate([ground.borders["coast"], ground.borders["country"], ground.shores, ground.between])
    for box in (thing.box for thing in things if thing.kind == "map"):
        frame, here = composed.frame.at(box), [thing for thing in things if box.overlaps(thing.box)]
        bars = [thing.box for thing in here if thing.kind == "scale"]
        seas = [thing for thing in here if thing.kind == "sea"]
        if bars and (bar := around(bars)):
            crossed = shapely.length(shapely.clip_by_rect(frame.project(coasts), *bar)).sum()
            found += (
                [f"the scale bar crosses {crossed:.0f} pixels of coast and border"]
                if crossed > bar.width * MOST_CROSSED
                else []
            )
            found += [f"the scale bar runs into {sea.words!r}" for sea in seas if bar.grown(APART).overlaps(sea.box)]
        water = sea_in(frame)
        found += [f"{sea.words!r} is on land" for sea in seas if not water.covers(shapely.box(*sea.box))]
        found += grounds.strayed(frame, here)
    return found


def busy() -> Atlas:
    """Return an atlas made up to be hard to draw: five kinds in every district and many towns over two years, with claims."""
    chance = random.Random(11)  # noqa: S311 (the same made-up data each time)
    gazetteer = Atlas.of([]).gazetteer
    towns = [town for town in gazetteer.places("town") if "province:balochistan" in town.parents][:20]
    places = [*gazetteer.places("district"), *towns]
    kinds = ("attack", "bombing", "clash", "operation", "protest")
    source = Source(
        id="made-up", title="A made-up list of incidents", publisher="Nobody", published=dt.date(2026, 2, 1)
    )
    campaign = Campaign(
        id="wave", dataset="busy", title="A made-up wave", when=_when(dt.date(2024, 5, 1), 20, "day"),
        places=("province:balochistan",), sources=("made-up",), event_type="attack",
    )  # fmt: skip
    incidents: list[Incident] = []
    for i, place in enumerate(places):
        for n in range(i % 4 + 1):
            first = dt.date(2024, 2, 1) + dt.timedelta(chance.randrange(720))
            days, precision = chance.choice(((0, "day"), (0, "day"), (0, "day"), (3, "range"), (40, "range")))
            incidents.append(
                Incident(
                    id=f"i{i}-{n}", dataset="busy", title=f"Incident {i}-{n} in {place.name}",
                    when=_when(first, days, precision), where=Where(place_id=place.id, level=place.level),
                    event_type=kinds[(i + n) % len(kinds)], campaign="wave" if n == 0 and i % 5 == 0 else "",
                    sources=("made-up",),
                )
            )  # fmt: skip
    claims = [
        Claim(id="k1", about="wave", quantity="killed", counted="civilians", value=140, claimant="military", contests=("k2",)),
        Claim(id="k2", about="wave", quantity="killed", counted="civilians", value=260, claimant="bla", standing="unconfirmed"),
        Claim(id="k3", about="wave", quantity="wounded", counted="soldiers", low=20, claimant="unnamed_reports"),
    ]  # fmt: skip
    return Atlas.of([Dataset("busy", "A made-up busy dataset", licence="CC0-1.0", sources=(source,), campaigns=(campaign,), incidents=tuple(incidents), claims=tuple(claims))])  # fmt: skip


def _when(first: dt.date, days: int, precision: str) -> When:
    return When(first=first, last=first + dt.timedelta(days), precision=precision)


def atlas_of(data: str) -> Atlas:
    """Return the data of a sample: the embedded dataset alone, or the busy one."""
    return busy() if data == "busy" else Atlas.open("/no/such/data/folder")


def fingerprint(composed: Composed, side: int = 16) -> int:
    """Return a perceptual hash of a figure: for each of side x side cells whether it is lighter than the one to its right.

    Figures that look alike differ in few bits (`int.bit_count` of one xor the other).
    """
    from PIL import Image

    from maps.figures.output import to_picture

    cells = to_picture(composed, 48).convert("L").resize((side + 1, side), Image.Resampling.BOX)
    values = list(cells.tobytes())
    bits = (values[y * (side + 1) + x] > values[y * (side + 1) + x + 1] for y in range(side) for x in range(side))
    return int("".join("01"[bit] for bit in bits), 2)


def preview(png: bytes, width: int = 640) -> Image:
    """Return a PNG as a picture of a width."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as opened:
        return opened.convert("RGB").resize((width, round(opened.height * width / opened.width)))


def contact_sheet(pictures: Sequence[Image], columns: int = 3) -> Image:
    """Return pictures of one width side by side."""
    from PIL import Image

    gap = 12
    rows = [pictures[i : i + columns] for i in range(0, len(pictures), columns)]
    wide = pictures[0].width
    high = sum(max(each.height for each in row) + gap for row in rows) + gap
    sheet = Image.new("RGB", (columns * (wide + gap) + gap, high), "#808080")
    top = gap
    for row in rows:
        for number, each in enumerate(row):
            sheet.paste(each, (gap + number * (wide + gap), top))
        top += max(each.height for each in row) + gap
    return sheet


app = typer.Typer(add_completion=False)


@app.command()
def check(
    sheet: Annotated[
        Path | None, typer.Option(help="A folder for contact sheets, one a data set, preset and language.")
    ] = None,
    pairs: Annotated[bool, typer.Option(help="Only as many as it takes for every pair of choices to occur.")] = False,
    only: Annotated[str, typer.Option(help="Only figures whose name has these words in it.")] = "",
) -> None:
    """Draw the figures, measure every box, and fail where something overlaps, is cut, or is too small to read."""
    atlases = {data: atlas_of(data) for data in ("embedded", "busy")}
    chosen = [sample for sample in (pairwise() if pairs else samples()) if only in sample.name]
    began, failures = time.perf_counter(), 0
    for name, theme in FIGURE_THEMES.items():
        for fault in faint(theme):
            failures += 1
            typer.echo(f"theme {name}: {fault}")
    sheets: dict[str, list[Image]] = {}
    for sample in chosen:
        try:
            found = complaints(compose(atlases[sample.data], sample.recipe))
        except BadFigure as error:  # a preset has room for every figure
            failures += 1
            typer.echo(f"{sample.name}: {error}")
            continue
        for complaint in found:
            failures += 1
            typer.echo(f"{sample.name}: {complaint}")
        if sheet:
            key = "-".join((sample.data, sample.recipe.preset, sample.recipe.language))
            sheets.setdefault(key, []).append(preview(draw(atlases[sample.data], sample.recipe)))
    for key, pictures in sheets.items():
        assert sheet is not None
        sheet.mkdir(parents=True, exist_ok=True)
        contact_sheet(pictures).save(sheet / f"{key}.png")
    typer.echo(f"{len(chosen)} figures in {time.perf_counter() - began:.0f} s, {failures} faults")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    app()
