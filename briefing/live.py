"""A selection as a briefing of its own, drafted anew from the data each time: what a kiosk shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from briefing.board import groups_of
from briefing.drafting import headline, of_record
from briefing.scene import Briefing, Scene, made
from briefing.unread import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents import Atlas, Selection

LIVE: Final = "live"
"""Its id."""


def live(atlas: Atlas, selection: Selection, view: Mapping[str, Any] | None = None) -> Briefing:
    """Return two scenes for a selection: its map, and who says what where there are figures.

    Raises
    ------
    BadBriefing
        Something in the selection cannot be followed: field, value, reason, remedy.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> [scene.picture for scene in live(Atlas.open(), Selection(places=("town:pasni",))).scenes]
    ['map', 'claims']
    """
    checked(atlas, selection)
    query, title, groups = selection.to_query(), headline(atlas, selection), groups_of(atlas.summary(selection))
    common = {"headline": title, "query": query}
    scenes: list[Scene] = [
        made(
            Scene,
            common | {"id": "map", "sentences": of_record(atlas, selection)[:2], "view": dict(view) if view else None},
        )
    ]
    if groups:
        scenes.append(
            made(Scene, common | {"id": "claims", "headline": f"Who says what: {title}"[:120], "picture": "claims"})
        )
    return Briefing(id=LIVE, title=title, scenes=tuple(scenes))
