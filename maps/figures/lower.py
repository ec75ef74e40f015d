"""What stands across the whole width below a map and what stands beside it: its key where that is long, a timeline with its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.figures import choropleth, entries, keys
from maps.figures.heights import is_column
from maps.figures.strip import strip_of

if TYPE_CHECKING:
    from maps.figures.boxes import Box
    from maps.figures.choropleth import Shading
    from maps.figures.keys import Entry, Key
    from maps.figures.multiples import Parts
    from maps.figures.plan import Learnt
    from maps.figures.strip import Strip
    from maps.figures.subject import Subject

KEY_GAP, STRIP_GAP = 10.0, 16.0
"""Nominal: over a key, and over a timeline that stands below a map."""

OVER_A_STRIP, OF_A_TIMELINE = 0.3, 0.5
"""Of the height, what decides how many spans and bars a timeline has below a map, and alone."""


@dataclass(frozen=True)
class Lower:
    """What stands across the whole width below a map and what stands beside it: its key where that is long, a timeline with its own.

    Of a timeline alone, its strip; of a choropleth, its shades.
    """

    subject: Subject
    shading: Shading | None
    strip: Strip | None
    strip_height: float
    strip_keys: list[Key]
    keys_height: float
    height: float
    learnt: Learnt

    def entries(self, parts: Parts | None) -> list[Entry]:
        """Return the lines of the picture's own key."""
        return map_entries(self.subject, self.shading, self.strip, parts, self.learnt)

    def key_height(self, width: float, unit: float) -> float:
        """Return how high the picture's own key is in a width, with its gap; 0 where it stands across the whole width."""
        if self.learnt.across or not (found := self.entries(None)):
            return 0.0
        return keys.arrange(found, self.subject.theme, unit, width)[1] + KEY_GAP * unit


def lower_of(subject: Subject, body: Box, unit: float, high: float, learnt: Learnt) -> Lower:
    recipe, theme, has_map = subject.recipe, subject.theme, subject.recipe.kind != "timeline"
    shading = choropleth.shading_of(subject) if recipe.kind == "choropleth" else None
    share = 0.0 if learnt.tight else OVER_A_STRIP if has_map else OF_A_TIMELINE
    room = share * (0.5 * high if is_column(recipe) else body.height) + learnt.grown
    strip = strip_of(subject, room, body.width, unit, whole=has_map) if "timeline" in recipe.kind else None
    if strip is not None and strip.is_empty:
        strip = None
    keys_height = strip_height = height = 0.0
    strip_keys: list[Key] = []
    if has_map and learnt.across:
        keys_height = keys.arrange(map_entries(subject, shading, strip, None, learnt), theme, unit, body.width)[1]
        height += keys_height + KEY_GAP * unit
    if has_map and strip is not None:
        strip_keys, own = keys.arrange(entries.of_strip(subject, strip, learnt=learnt), theme, unit, body.width)
        strip_height = (strip.least_height if learnt.tight else strip.good_height)(unit)
        height += STRIP_GAP * unit + strip_height + (KEY_GAP * unit + own if strip_keys else 0.0)
    return Lower(subject, shading, strip, strip_height, strip_keys, keys_height + (KEY_GAP * unit if keys_height else 0.0), height, learnt)  # fmt: skip


def map_entries(
    subject: Subject, shading: Shading | None, strip: Strip | None, parts: Parts | None, learnt: Learnt
) -> list[Entry]:
    """Return the lines of the picture's own key."""
    if subject.recipe.kind == "timeline":
        return entries.of_strip(subject, strip, learnt=learnt) if strip else []
    return entries.of_map(subject, shading, parts, learnt=learnt)
