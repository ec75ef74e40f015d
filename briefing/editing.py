"""What a person does to a briefing: add a scene, move, copy, change or take one out; each gives a new briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.errors import FrozenBriefing
from briefing.scene import Scene, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.scene import Briefing


def added(briefing: Briefing, scene: Scene, at: int | None = None) -> Briefing:
    """Return the briefing with one scene more, at the end or before the scene at index `at`; its id is made unique.

    Examples
    --------
    >>> from briefing.scene import Briefing
    >>> briefing = added(Briefing(id="x", title="X"), Scene(id="a", headline="One"))
    >>> [scene.id for scene in added(briefing, Scene(id="a", headline="Two"), at=0).scenes]
    ['a-2', 'a']
    """
    unique = scene.model_copy(update={"id": _free(scene.id, briefing.scenes)})
    place = len(briefing.scenes) if at is None else at
    return _with(briefing, (*briefing.scenes[:place], unique, *briefing.scenes[place:]))


def duplicated(briefing: Briefing, scene_id: str) -> Briefing:
    """Return the briefing with a copy of a scene right after it."""
    scene = briefing.scene(scene_id)
    return added(briefing, scene, at=briefing.scenes.index(scene) + 1)


def moved(briefing: Briefing, scene_id: str, by: int) -> Briefing:
    """Return the briefing with a scene moved by so many places; it stops at the ends."""
    scene = briefing.scene(scene_id)
    others = [each for each in briefing.scenes if each.id != scene_id]
    place = max(0, min(briefing.scenes.index(scene) + by, len(others)))
    return _with(briefing, (*others[:place], scene, *others[place:]))


def without(briefing: Briefing, scene_id: str) -> Briefing:
    """Return the briefing without a scene."""
    gone = briefing.scene(scene_id)
    return _with(briefing, (scene for scene in briefing.scenes if scene is not gone))


def changed(briefing: Briefing, scene_id: str, **values: Any) -> Briefing:
    """Return the briefing with other values in some fields of a scene. Raises `BadBriefing`."""
    new: Scene = made(Scene, dict(briefing.scene(scene_id)) | values)
    return _with(briefing, (new if scene.id == scene_id else scene for scene in briefing.scenes))


def _with(briefing: Briefing, scenes: Iterable[Scene]) -> Briefing:
    if briefing.frozen:
        raise FrozenBriefing(f"“{briefing.title}” is frozen and never changes: copy it, and edit the copy")
    return briefing.replace(scenes=tuple(scenes))


def _free(wanted: str, scenes: Iterable[Scene]) -> str:
    taken = {scene.id for scene in scenes}
    stem = wanted.rpartition("-")[0] if wanted.rpartition("-")[2].isdigit() and "-" in wanted else wanted
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)
