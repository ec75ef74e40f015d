"""What the data said when a scene was written, and what has changed since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from briefing.scene import State
from maps.checking import Change, FigureFile, check
from maps.recipe import Recipe
from maps.shown import shown
from maps.standalone import KARACHI

if TYPE_CHECKING:
    from briefing.scene import Briefing, Scene
    from incidents import Atlas


def today() -> dt.date:
    """Return the day in Karachi."""
    return dt.datetime.now(KARACHI).date()


def stated(atlas: Atlas, scene: Scene, on: dt.date | None = None) -> Scene:
    """Return a scene that knows what the data says now: when it is written, or read again and found good.

    Examples
    --------
    >>> from briefing.scene import Scene
    >>> from incidents import Atlas
    >>> atlas = Atlas.of([])
    >>> changes(atlas, stated(atlas, Scene(id="a", headline="Nothing")))
    ()
    """
    data = shown(atlas, scene.selection)
    state = State(
        claims=data.claims, incidents=data.incidents, datasets=data.datasets, digest=data.digest, on=on or today()
    )
    return scene.model_copy(update={"state": state})


def changes(atlas: Atlas, scene: Scene) -> tuple[Change, ...]:
    """Return what has changed in the data that a scene shows since it was written; nothing for one without a state."""
    state = scene.state
    if state is None or shown(atlas, scene.selection).digest == state.digest:
        return ()
    held = FigureFile(Recipe(query=scene.query), None, state.claims, state.incidents, state.datasets)
    found = check(atlas, held).changes
    words = "the campaign, places or boundaries behind it were changed; its claims and incidents are the same"
    return found or (Change("data", "", words),)


def all_changes(atlas: Atlas, briefing: Briefing) -> dict[str, tuple[Change, ...]]:
    """Return what has changed since, for each scene where something has, by its id."""
    found = {scene.id: changes(atlas, scene) for scene in briefing.scenes}
    return {scene_id: each for scene_id, each in found.items() if each}
