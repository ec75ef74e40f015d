"""The map of a scene as the figure engine draws it: on a page of a handout, or as the picture of a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures import keys
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


def recipe_of(scene: Scene, made: dt.date) -> Recipe:
    """Return the recipe of a scene's map: its selection, view and layers, names in Latin script where the scene has no others."""
    layers = (scene.view or {}).get("layers")
    labels = "both" if layers is not None and "urdu" in layers else "latin"
    view = None if layers is None else {"layers": layers}
    return Recipe(query=scene.query, view=view, title=scene.headline, labels=labels, inset=False, made=made)


def draw_scene(sheet: Sheet, atlas: Atlas, scene: Scene, box: Box, unit: float, made: dt.date) -> None:
    """Draw the map of a scene into a box of a sheet, and its legend at the foot of that."""
    subject = subject_of(atlas, recipe_of(scene, made))
    bounds = (scene.view or {}).get("bounds") or payload(atlas, scene.selection)["bounds"]
    arranged, legend = keys.arrange(keys.entries_of(subject), subject.theme, unit, box.width)
    room = Box(box.left, box.top, box.right, box.bottom - legend - 10 * unit)
    west, south, east, north = bounds
    frame = fit((west, south, east, north), room, window=embedded_ground().window)
    draw_map(sheet, subject, frame, unit)
    keys.draw(sheet, subject.theme, arranged, box.left, room.bottom + 10 * unit, unit)
