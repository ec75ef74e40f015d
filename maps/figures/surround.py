"""What surrounds the body of a figure, measured before all else: heading above, small print below."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.figures import choropleth, furniture
from maps.figures.boxes import Box
from maps.figures.extent import frame_of
from maps.figures.heights import reference_height
from maps.figures.small_print import small_print

if TYPE_CHECKING:
    from maps.figures.frame import Frame
    from maps.figures.furniture import Lines
    from maps.figures.plan import Learnt
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.theme import Theme

DESIGN_WIDTH, DESIGN_HEIGHT = 1280.0, 800.0
"""The size, CSS pixels, at which type and lines have their nominal sizes; larger figures scale them."""

SMALLEST_NOMINAL = 10.5
MARGIN = 32.0

FROM_AFAR = 20.0
"""CSS pixels: no word of a slide is smaller but its small print, where it has room for all claims and counts."""


@dataclass(frozen=True)
class Surround:
    """What stands above and below the body of a figure.

    Attributes
    ----------
    unit : float
        Factor on every nominal size.
    high : float
        The height by which margins and small print are measured.
    margin : float
        Around the page.
    page, body : Box
        The sheet without its margins, and what heading and small print leave of it.
    heading, printed : list of Lines
        Words above and below.
    printed_top : float
        Where the small print begins.
    """

    subject: Subject
    identifier: str
    learnt: Learnt
    unit: float
    high: float
    margin: float
    page: Box
    body: Box
    heading: list[Lines]
    printed_top: float

    def printed_for(self, frame: Frame | None) -> list[Lines]:
        """Return the small print of a map in its frame, whose projection it names."""
        return _printed(self.subject, self.identifier, self.learnt, self.unit, self.high, self.page.width, frame)

    def has_room_for(self, printed: list[Lines]) -> bool:
        """Return whether small print ends on the page."""
        return furniture.stacked(printed, 2 * self.unit) <= self.page.bottom - self.printed_top + 0.5

    def least_said(self, least: float) -> float:
        """Return the size below which no word of claims is set: on a slide what is read from the back of a room, where that has room."""
        is_slide = self.subject.recipe.preset == "slide"
        return max(least, min(FROM_AFAR, SMALLEST_NOMINAL * self.unit)) if is_slide else least

    @property
    def unit_from_afar(self) -> float:
        """The factor at which no word of a slide's claims is smaller than what is read from the back of a room; the figure's own elsewhere."""
        is_slide = self.subject.recipe.preset == "slide"
        return max(self.unit, (FROM_AFAR + 0.01) / SMALLEST_NOMINAL) if is_slide else self.unit

    @property
    def largest(self) -> float:
        """The size that no words of claims exceed: a little less than the title's."""
        return 0.95 * self.heading[0].style.size if self.heading and self.heading[0].kind == "title" else math.inf


def surround_of(subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt) -> Surround:
    """Measure what stands above and below the body of a figure on a sheet."""
    unit = unit_of(sheet.width, sheet.height, subject.theme, least) * learnt.larger
    high = reference_height(subject.recipe, sheet.height)
    margin = min(MARGIN * unit, 0.035 * max(sheet.width, 0.7 * high))
    page = sheet.box.grown(-margin)
    frame = frame_of(subject, page) if subject.recipe.kind != "timeline" else None
    said = (subject.title, subject.subtitle, choropleth.shown_of(subject), _filters(subject))
    heading = furniture.heading(*said, subject.theme, unit, page.width)
    printed = _printed(subject, identifier, learnt, unit, high, page.width, frame)
    printed_top = page.bottom - furniture.stacked(printed, 2 * unit) - learnt.lines * printed[0].leading
    gap = min(16 * unit, 0.6 * margin)
    top = page.top + furniture.stacked(heading, 3 * unit) + gap
    body = Box(page.left, top, page.right, printed_top - 10 * unit - gap)
    return Surround(subject, identifier, learnt, unit, high, margin, page, body, heading, printed_top)


def unit_of(width: float, height: float, theme: Theme, least: float) -> float:
    """Return the factor on every nominal size for a figure of a size in CSS pixels: it grows with the shorter side.

    The smallest words of all have the least size.
    """
    scale = min(width / DESIGN_WIDTH, 1.4 * height / DESIGN_HEIGHT) if width > height else height / DESIGN_WIDTH
    scale = min(max(min(scale, 1.6 * width / DESIGN_WIDTH), 0.6), 3.0) * math.sqrt(theme.scale)
    return max(scale, (least + 0.01) / SMALLEST_NOMINAL)


def _printed(
    subject: Subject, identifier: str, learnt: Learnt, unit: float, high: float, width: float, frame: Frame | None
) -> list[Lines]:
    width -= furniture.logo_width(subject.house, unit)
    unit /= learnt.larger if subject.recipe.preset == "slide" else 1.0  # nobody reads it from the back of a room
    return small_print(subject, frame, unit, width, high, identifier, tight=learnt.tight, joined=learnt.flanked)


def _filters(subject: Subject) -> str:
    """Return the filters that are on, and that no figure was known by then where claims would stand beside the map.

    A choice of datasets is not among them: the small print names those shown.
    """
    unknown = subject.selection.as_known_on and subject.summary.campaigns and not subject.said
    none = subject.wording.none_yet if unknown and subject.recipe.kind != "locator" else ""
    reaching = subject.wording.reaching_in if subject.reaches_in else ""
    chosen = [each for each in subject.filters if each[0] != "datasets" or subject.records.empty]
    said = subject.wording.filters(chosen) if chosen else ""
    return "  ·  ".join(filter(None, (said, reaching, none)))
