"""The map of a scene as the figure engine draws it: on a page of a handout, or as the picture of a slide."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, NamedTuple

from maps.captions import alt_text
from maps.figures import drawing, keys
from maps.figures.basemap import embedded_ground
from maps.figures.boxes import Box
from maps.figures.cartography import draw_map
from maps.figures.frame import fit
from maps.figures.layout import subject_of
from maps.figures.sheet import Sheet
from maps.payload import payload
from maps.recipe import Recipe

if TYPE_CHECKING:
    import datetime as dt

    from briefing.scene import Scene
    from incidents import Atlas


SIZE: Final = (7.9, 5.0)
"""Inches of a map as a picture: that of a slide."""

DPI: Final = 230
UNIT: Final = 1.45
"""Factor on the figure engine's sizes: the smallest names are about a fortieth of the slide's height."""


class Drawn(NamedTuple):
    """A map as a PNG, and its description in words."""

    png: bytes
    alt: str


def drawn(atlas: Atlas, scene: Scene, made: dt.date) -> Drawn:
    """Return the map of a scene and its legend as a sharp picture.

    Examples
    --------
    >>> import datetime as dt
    >>> from briefing.scene import Scene
    >>> from incidents import Atlas
    >>> drawn(Atlas.of([]), Scene(id="a", headline="Nothing"), dt.date(2026, 3, 5)).png[1:4]
    b'PNG'
    """
    from maps.figures.sheet import PX_PER_INCH

    with drawing():
        sheet = Sheet(SIZE[0] * PX_PER_INCH, SIZE[1] * PX_PER_INCH, "#ffffff")
        draw_scene(sheet, atlas, scene, sheet.box, UNIT, made)
        file = io.BytesIO()
        sheet.figure.savefig(file, format="png", dpi=DPI, metadata={"Software": "Incident Atlas"})
    return Drawn(file.getvalue(), alt_text(atlas, recipe_of(scene, made)))


def recipe_of(scene: Scene, made: dt.date) -> Recipe:
    """Return the recipe of a scene's map: its selection, view and layers, names in Latin script where the scene has no others."""
    layers = (scene.view or {}).get("layers")
    labels = "both" if layers is not None and "urdu" in layers else "latin"
    view = None if layers is None else {"layers": layers}
    return Recipe(query=scene.read, view=view, title=scene.headline, labels=labels, inset=False, made=made)


def draw_scene(sheet: Sheet, atlas: Atlas, scene: Scene, box: Box, unit: float, made: dt.date) -> None:
    """Draw the map of a scene into a box of a sheet, and its legend at the foot of that."""
    subject = subject_of(atlas, recipe_of(scene, made))
    bounds = (scene.view or {}).get("bounds") or payload(atlas, scene.selection)["bounds"]
    arranged, legend = keys.arrange(keys.entries_of(subject), subject.theme, unit, box.width)
    room = Box(box.left, box.top, box.right, box.bottom - legend - 10 * unit)
    west, south, east, north = bounds
    frame = fit((west, south, east, north), room, window=embedded_ground().window)
    draw_map(sheet, subject, frame, unit)
    arranged = keys.of_symbols(arranged, sheet, unit)
    keys.draw(sheet, subject.theme, arranged, box.left, room.bottom + 10 * unit, unit)
