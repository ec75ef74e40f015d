"""What the data said when a scene was written, and what has changed since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from briefing.scene import State
from incidents.toll import figure
from incidents.vocabulary import COUNTED
from maps.checking import Change, FigureFile, check
from maps.recipe import Recipe
from maps.shown import own_id, shown
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


def all_stated(atlas: Atlas, briefing: Briefing, on: dt.date | None = None) -> Briefing:
    """Return a briefing whose scenes all know what the data said: those that do not yet, what it says now."""
    return briefing.replace(scenes=tuple(each if each.state else stated(atlas, each, on) for each in briefing.scenes))


def changes(atlas: Atlas, scene: Scene) -> tuple[Change, ...]:
    """Return what has changed in the data that a scene shows since it was written; nothing for one without a state.

    Of claims, only those that are about the scene's groups of people, or whose figure its words name.
    """
    state = scene.state
    if state is None or shown(atlas, scene.selection).digest == state.digest:
        return ()
    held = FigureFile(Recipe(query=scene.read), None, state.claims, state.incidents, state.datasets)
    if found := check(atlas, held).changes:
        left_out = _left_out(atlas, scene)
        return tuple(each for each in found if each.record not in left_out)
    words = "the campaign, places or boundaries behind it were changed; its claims and incidents are the same"
    return (Change("data", "", words),)


def _left_out(atlas: Atlas, scene: Scene) -> set[str]:
    """Return the claims that a scene neither shows nor names, by their own ids."""
    words = " ".join((scene.headline, *scene.sentences, scene.notes))
    wanted = set(scene.figures)
    return {
        own_id(claim.id)
        for claim in atlas.claims
        if wanted and COUNTED[claim.counted].group not in wanted and figure(claim) not in words
    }


def all_changes(atlas: Atlas, briefing: Briefing) -> dict[str, tuple[Change, ...]]:
    """Return what has changed since, for each scene where something has, by its id."""
    found = {scene.id: changes(atlas, scene) for scene in briefing.scenes}
    return {scene_id: each for scene_id, each in found.items() if each}
