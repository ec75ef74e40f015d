"""The small print of a figure: sources, claimants, credits, and how it was made, with its id; only sources are ever counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures import alt, furniture
from maps.figures.basemap import is_beyond_ground, shows_disputed
from maps.figures.inset import shows_the_country
from maps.figures.words import clean

if TYPE_CHECKING:
    from maps.figures.frame import Frame
    from maps.figures.furniture import Lines
    from maps.figures.subject import Subject


NAMED = (alt.NAMED_SOURCES, 2, 1)
"""So many sources are named: fewer where the small print takes more than `MOST_SHARE` of the height.

Claimants, datasets and what their licences ask for are never shortened.
"""

MOST_SHARE = 0.16
MOST_LINES = 24
"""Of one sentence: more than any takes with one name, whatever its length."""


def small_print(
    subject: Subject,
    frame: Frame | None,
    unit: float,
    width: float,
    high: float,
    identifier: str,
    *,
    tight: bool = False,
    joined: bool = False,
) -> list[Lines]:
    """Return sources, claimants, credits, and how the figure was made, for a figure so many pixels high.

    Where it is `tight` one source is named; `joined` it is one paragraph.
    """
    printed: list[Lines] = []
    for most in NAMED[-1:] if tight else NAMED:
        sentences = list(filter(None, _sentences(subject, frame, identifier, most)))
        paragraphs = [" ".join(sentences)] if joined else sentences
        printed = furniture.footer([(each, MOST_LINES) for each in paragraphs], subject.theme, unit, width)
        if sum(part.height for part in printed) <= MOST_SHARE * high:
            break
    return printed


def _disputed(subject: Subject, frame: Frame) -> str:
    """Return where a dotted border is: on the "map", on the "inset" alone, or nowhere."""
    has_inset = subject.recipe.inset and subject.recipe.kind != "multiples" and not shows_the_country(frame)
    return "map" if shows_disputed(frame) else "inset" if has_inset else ""


def _sentences(subject: Subject, frame: Frame | None, identifier: str, most: int) -> tuple[str, ...]:
    atlas, records, summary, wording = subject.atlas, subject.records, subject.summary, subject.wording
    ground = ""
    if frame is not None:
        ground = wording.boundaries(disputed=_disputed(subject, frame), beyond=is_beyond_ground(frame))
    return (
        wording.sources(alt.sources_of(atlas, records, summary, subject.recipe.selection.as_known_on), most),
        wording.claimants(subject.said) if subject.recipe.kind != "locator" else "",
        ground,
        wording.made(records, subject.made, frame.projection if frame else None, identifier, subject.versions),
        clean(subject.house.credit),
    )
