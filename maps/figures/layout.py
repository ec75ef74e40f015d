"""Composes a figure: measures the words, gives the picture what is left, and draws every part from the selection."""

from __future__ import annotations

import datetime as dt
import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from maps.errors import BadFigure
from maps.figures import choropleth, furniture, keys, multiples, refusal, timeline
from maps.figures.badges import uncounted
from maps.figures.boxes import Box
from maps.figures.cartography import draw_map, is_crowded, symbol_share
from maps.figures.circles import tallied
from maps.figures.flank import stands_under
from maps.figures.heights import is_column, most_size
from maps.figures.lower import KEY_GAP
from maps.figures.plan import LEAST_ON_PAPER, Learnt, plan_of
from maps.figures.refusal import PX_PER_MM, TooSmallError
from maps.figures.sheet import Sheet
from maps.figures.spots import foreseen, has_moved
from maps.figures.style import House
from maps.figures.subject import Subject
from maps.figures.themes import FIGURE_THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents import Atlas
    from maps.figures.circles import Tally
    from maps.figures.frame import Frame
    from maps.figures.keys import Key
    from maps.figures.plan import Plan
    from maps.recipe import Recipe
    from maps.theme import Theme

LEAST_ON_SCREEN = 12.0
"""No word is smaller, CSS pixels, where the size is in pixels."""

PROJECTED = (1.28, 1.2, 1.1)
"""Words on a slide are so many times as large as on a page, to be read from the back of a room: the first at which it shows as much.

At the first all but the small print has `surround.FROM_AFAR` pixels or more.
"""

AS_LARGE, SMALLER_MAP = 1.04, 1.5
"""With more than so many times as many metres in a pixel a map over many bars, or any, is too small for the sake of larger words."""

MOST_SHORTENED = 3
"""So often a column's sheet is made as high as it needs: on a shorter one the key may stand elsewhere, and leave room again."""

MOST_TOLD = 2
"""So often a figure is drawn again with lines in its key on what shows only on the map."""

KARACHI = dt.timezone(dt.timedelta(hours=5), "Asia/Karachi")


@dataclass(frozen=True)
class Composed:
    """A figure drawn on its sheet, with what its files say of it in words.

    Attributes
    ----------
    sheet : Sheet
        What is drawn.
    title, description : str
        Title and alt text.
    language : str
        ``en`` or ``ur``.
    made : date
        The date printed on it.
    identifier : str
        Its id; empty where it has none.
    frame : Frame or None
        Of its map, or the first of several; None for a timeline.
    left_out : tuple of str
        Names for which the map had no room.
    least : float
        The size below which no word may be set, CSS pixels.
    """

    sheet: Sheet
    title: str
    description: str
    language: str
    made: dt.date
    identifier: str
    frame: Frame | None
    left_out: tuple[str, ...]
    least: float


def compose(
    atlas: Atlas,
    recipe: Recipe,
    theme: Theme | None = None,
    *,
    identifier: str | None = None,
    least: float | None = None,
) -> Composed:
    """Draw the figure of a recipe onto a new sheet.

    Parameters
    ----------
    atlas : Atlas
        The records.
    recipe : Recipe
        What to draw.
    theme : Theme, optional
        Instead of the recipe's, such as that of a projector.
    identifier : str, optional
        The id to print; that of recipe and data where not given.
    least : float, optional
        The smallest size of words, CSS pixels; by the recipe's unit where not given.
    """
    subject = subject_of(atlas, recipe, theme)
    least = least_of(recipe) if least is None else least
    if identifier is None:
        from maps.recipe import figure_id

        identifier = figure_id(recipe, atlas)
    plan = _foreseeing(planned(subject, identifier, least), identifier, least)
    frame, left_out, bottom = _draw_picture(plan)
    has_counts = plan.frame is not None and plan.parts is None and recipe.kind != "locator"
    if recipe.preset == "slide" and plan.learnt.larger > 1 and has_counts and _uncounted(plan):
        subject = replace(subject, is_plain=True)  # rather smaller words than counts left out
        plan = _foreseeing(planned(subject, identifier, least), identifier, least)
        frame, left_out, bottom = _draw_picture(plan)
    for _ in range(MOST_TOLD):
        shown = _shown(plan, left_out)
        if shown.told == _said(plan).told:
            break
        telling = _telling(plan, identifier, least, shown)
        if telling is None:
            break
        plan = telling
        frame, left_out, bottom = _draw_picture(plan)
    _draw_words(plan, bottom, len(left_out))
    description = subject.wording.alt(subject)
    return Composed(plan.sheet, subject.title, description, recipe.language, subject.made, identifier, frame, tuple(left_out), least)  # fmt: skip


def _foreseeing(plan: Plan, identifier: str, least: float) -> Plan:
    """Return the plan with the line on places counted together where its map will have them, so that it is not drawn twice."""
    subject = plan.subject
    if plan.frame is None or plan.parts is not None or subject.recipe.kind not in ("symbol", "map_timeline"):
        return plan
    frame = plan.frame.at(plan.sheet.placed(plan.frame.box))
    tally = foreseen(subject.spots, frame, plan.unit, symbol_share(frame, plan.unit), plan.sheet.number)
    if tally is None:
        return plan
    lacking = plan.says_so or is_crowded(subject.areas, subject.spots)
    most = tally._replace(beneath=sum(area.count for area in subject.areas))
    with suppress(BadFigure):
        return planned(subject, identifier, least, lacking=lacking, gathered=most)
    return planned(subject, identifier, least, lacking=lacking, gathered=most._replace(brief=True))


class _Told(NamedTuple):
    """What a map's key says, or has to: that names are lacking, that symbols stand beside their place, what circles count."""

    lacking: bool
    moved: bool
    gathered: Tally | None

    @property
    def told(self) -> tuple[bool, bool, str | None]:
        """Which lines that takes."""
        return self.lacking, self.moved, self.gathered.level if self.gathered else None


def _shown(plan: Plan, left_out: Sequence[str]) -> _Told:
    """Return what the key of a drawn map has to say; what it says already is not taken back."""
    tally = tallied(plan.sheet) or plan.learnt.gathered
    return _Told(bool(left_out) or plan.says_so, has_moved(plan.sheet) or plan.says_moved, tally)


def _said(plan: Plan) -> _Told:
    return _Told(plan.says_so, plan.says_moved, plan.learnt.gathered)


def _telling(plan: Plan, identifier: str, least: float, shown: _Told) -> Plan | None:
    """Return the plan with lines on names that have no room on the map, on symbols moved and on circles; None where these have none.

    Counts are never left out, nor places counted together, without a word: raises `BadFigure` where these have no room, nor the line.
    """
    try:
        return planned(plan.subject, identifier, least, **shown._asdict(), circled=plan.learnt.circled)
    except BadFigure:
        if shown.lacking and shown.moved and not plan.says_moved:
            return _telling(plan, identifier, least, shown._replace(moved=False))
        if shown.gathered and not shown.gathered.brief:
            return _telling(plan, identifier, least, shown._replace(gathered=shown.gathered._replace(brief=True)))
        if (plan.parts is None and _uncounted(plan)) or (shown.gathered and not plan.learnt.gathered):
            raise
        return None


def _uncounted(plan: Plan) -> int:
    """Return how many incidents have no count on the map that is drawn."""
    subject = plan.subject
    return uncounted(plan.sheet, choropleth.areas_of(subject, plan.shading) if plan.shading else subject.areas)


def planned(
    subject: Subject,
    identifier: str = "",
    least: float | None = None,
    *,
    lacking: bool = False,
    moved: bool = False,
    gathered: Tally | None = None,
    circled: bool = False,
) -> Plan:
    """Return where each part of a figure lies, on a sheet of its size. Raises `BadFigure` where there is no room."""
    least = least_of(subject.recipe) if least is None else least
    learnt = Learnt(lacking=lacking, moved=moved, gathered=gathered, circled=circled)
    plan = _sized(subject, identifier, least, learnt)
    if plan.parts and multiples.lose_counts(subject, plan.parts, plan.unit):
        return _sized(subject, identifier, least, replace(learnt, moved=False, circled=True))
    return plan


def _sized(subject: Subject, identifier: str, least: float, learnt: Learnt) -> Plan:
    recipe = subject.recipe
    width, height = (round(side, 6) for side in most_size(recipe))
    sheet = _sheet(subject, width, height)
    try:
        plan = plan_of(subject, sheet, identifier, least, learnt)
    except TooSmallError as error:
        raise BadFigure(_refusal(subject, sheet, identifier, least, learnt, error)) from None
    if recipe.preset == "slide" and not subject.is_plain:
        return _projected(plan, identifier, least)
    if not is_column(recipe):
        return plan
    if plan.strip and plan.strip.hidden[0] and plan.spare > PX_PER_MM and not plan.learnt.tight:
        grown = replace(learnt, grown=plan.spare)
        with suppress(TooSmallError):
            tried = plan_of(subject, _sheet(subject, width, height), identifier, least, grown)
            plan, learnt = (tried, grown) if tried.strip and not tried.strip.hidden[0] else (plan, learnt)
    for _ in range(MOST_SHORTENED):
        needed = math.ceil((plan.sheet.height - plan.spare) / PX_PER_MM - 1e-6) * PX_PER_MM
        try:
            learnt = replace(learnt, natural=plan.room.height)
            plan = plan_of(subject, _sheet(subject, width, round(needed, 6)), identifier, least, learnt)
        except TooSmallError:
            break
        if plan.spare < PX_PER_MM:
            break
    return plan


def _projected(plan: Plan, identifier: str, least: float) -> Plan:
    """Return the plan of a slide with larger words, as far as it shows as much."""
    for larger in PROJECTED:
        with suppress(TooSmallError):
            tried = plan_of(plan.subject, plan.sheet, identifier, least, replace(plan.learnt, larger=larger * plan.learnt.larger))  # fmt: skip
            if _shows_as_much(tried, plan):
                return tried
    return plan


def _shows_as_much(tried: Plan, plan: Plan) -> bool:
    """Return whether a plan in larger type has as many claims, spans and small maps, on a map that is not much smaller."""
    metres = [each.frame.metres_per_px if each.frame and not each.parts else 1.0 for each in (tried, plan)]
    hidden = [each.strip.hidden[0] if each.strip else 0 for each in (tried, plan)]
    smaller = SMALLER_MAP if not tried.strip or stands_under(tried.subject) else AS_LARGE
    whole = metres[0] <= smaller * metres[1] and hidden[0] <= hidden[1] and tried.has_as_large_maps_as(plan)
    return whole and tried.claims.left_out <= plan.claims.left_out


def size_of(atlas: Atlas, recipe: Recipe) -> tuple[float, float]:
    """Return width and height of a figure in CSS pixels: of a column what it shows decides the height."""
    if not is_column(recipe):
        return recipe.css_size
    from maps.recipe import figure_id

    sheet = planned(subject_of(atlas, recipe), figure_id(recipe, atlas)).sheet
    return sheet.width, sheet.height


def least_of(recipe: Recipe) -> float:
    """Return the smallest size of words, CSS pixels."""
    return LEAST_ON_PAPER if recipe.size.unit == "mm" else LEAST_ON_SCREEN


def _sheet(subject: Subject, width: float, height: float) -> Sheet:
    sheet = Sheet(width, height, subject.theme.page)
    sheet.number = subject.wording.number
    return sheet


def subject_of(atlas: Atlas, recipe: Recipe, theme: Theme | None = None) -> Subject:
    """Return what a recipe shows, its house style checked. Raises `BadFigure`."""
    from maps.figures.languages import wording_of

    house = House.of(recipe.style)
    dressed = house.dressed(theme or FIGURE_THEMES[recipe.theme])
    made = recipe.made or dt.datetime.now(KARACHI).date()
    subject = Subject(atlas, recipe, dressed, wording_of(recipe.language, atlas, house), house, made)
    if recipe.kind == "multiples" and multiples.is_one(subject):
        return replace(subject, recipe=recipe.replace(kind="symbol"), given=recipe)
    return subject


def _refusal(
    subject: Subject, sheet: Sheet, identifier: str, least: float, learnt: Learnt, error: TooSmallError
) -> str:
    """Return in words the smallest size near the one asked for at which the figure has room."""

    locator = replace(subject, recipe=subject.recipe.replace(kind="locator"))

    def tried(width: float, height: float, subject: Subject = subject) -> Plan:
        return plan_of(subject, _sheet(subject, width, height), identifier, least, learnt)

    def has_room(width: float, height: float, subject: Subject) -> bool:
        with suppress(TooSmallError):
            return bool(tried(width, height, subject))
        return False

    in_mm, size = subject.recipe.size.unit == "mm", (sheet.width, sheet.height)
    needed = refusal.smallest(size, error, refusal.PX_PER_MM if in_mm else 1.0, tried)
    return refusal.words(size, needed, in_mm=in_mm, locator=error.of_claims and has_room(*size, locator))


def _draw_picture(plan: Plan) -> tuple[Frame | None, list[str], float]:
    """Draw map, maps or timeline; return the frame, names without room, and where the picture ends.

    Of a page read from the right all but the map itself is mirrored.
    """
    with plan.sheet.mirrored(plan.subject.wording.right_to_left):
        return _picture(plan)


def _picture(plan: Plan) -> tuple[Frame | None, list[str], float]:
    sheet, subject, unit, room = plan.sheet, plan.subject, plan.unit, plan.room
    if plan.parts is not None:
        first, left_out, bottom = multiples.draw(sheet, subject, plan.parts, subject.extent[0], unit)
        return first, left_out, bottom or room.top
    if plan.frame is None:
        return None, [], timeline.draw(sheet, plan.strip, room, unit) if plan.strip else room.bottom
    frame = plan.frame.at(sheet.placed(plan.frame.box))
    with sheet.mirrored(False):
        level = plan.learnt.gathered.level if plan.learnt.gathered else ""
        left_out = draw_map(sheet, subject, frame, unit, plan.shading, level)
    if plan.strip and plan.below:
        timeline.draw(sheet, plan.strip, plan.below, unit)
        keys.draw(sheet, subject.theme, plan.strip_keys, plan.below.left, plan.below.bottom + KEY_GAP * unit, unit)
    return frame, left_out, frame.box.bottom


def _retold(plan: Plan, unnamed: int) -> list[Key]:
    """Return the legend, in which it now is known how many incidents' counts and how many names found no room, and what circles count.

    Where all have room it does not say that some have none.
    """
    subject, wording, gathered = plan.subject, plan.subject.wording, plan.subject.wording.gathered
    found = keys.of_symbols(plan.keys, plan.sheet, plan.unit)
    before, tally = wording.no_room(len(subject.records)), tallied(plan.sheet)
    has_counts = plan.parts is None and subject.recipe.kind != "locator"
    if not unnamed and not (has_counts and _uncounted(plan)):
        foreseen = (before, wording.names_left_out(), wording.counts_left_out())
        found = [key for key in found if key.entry.words not in foreseen]
    if any(key.entry.words == before for key in found):
        found = keys.retold(found, before, wording.no_room(_uncounted(plan), unnamed))
    found = keys.retold(found, wording.names_left_out(), wording.names_left_out(unnamed))
    if plan.learnt.gathered and tally:
        found = keys.retold(
            found, gathered(*plan.learnt.gathered), gathered(*tally._replace(brief=plan.learnt.gathered.brief))
        )
    return found


def _draw_words(plan: Plan, bottom: float, unnamed: int) -> None:
    """Draw all that is said above, under and beside the picture."""
    with plan.sheet.mirrored(plan.subject.wording.right_to_left):
        _words(plan, bottom, unnamed)


def _words(plan: Plan, bottom: float, unnamed: int) -> None:
    sheet, unit, page, theme = plan.sheet, plan.unit, plan.page, plan.subject.theme
    y = page.top - min(4 * unit, plan.surround.margin / 3)
    for part in plan.surround.heading:
        y = part.draw(sheet, "heading", page.left, y) + 3 * unit
    left, top = plan.keys_at or (page.left, bottom + KEY_GAP * unit)
    keys.draw(sheet, theme, _retold(plan, unnamed), left, top, unit)
    plan.claims.draw()
    y = plan.surround.printed_top
    sheet.rectangle("small-print", Box(page.left, y - 10 * unit, page.right, y - 9 * unit), fill=theme.line)
    if plan.subject.house.logo:
        furniture.draw_logo(sheet, plan.subject.house.logo, Box(page.right - 84 * unit, y, page.right, page.bottom))
    for part in plan.small_print:
        y = part.draw(sheet, "small-print", page.left, y) + 2 * unit
