"""Where the claims stand: in a column beside a wide map, in several columns below a tall one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, product
from typing import TYPE_CHECKING

from maps.claimants import line_ends
from maps.figures.boxes import Box
from maps.figures.claims import NOTHING, LeftOut, Panel, stack
from maps.figures.refusal import TooSmallError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incidents import TollView
    from maps.figures.claims import Piece
    from maps.figures.shares import Kept
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.figures.wording import Said

GUTTER, WIDTH = 28.0, 292.0
MOST_WIDER, LEAST_WIDER = 260.0, 240.0
"""Nominal: claims in still wider columns are hard to follow from the name to the figure; from where on there may be two."""

LEAST_TOLLS = 2
"""So many groups of people, contested ones, are on a figure that shows claims; one where it has no room otherwise."""

SHRINK = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""Claims are set smaller, in these steps, before any is left out ..."""

LARGER = (1.5, 1.3, 1.15)
"""Where a timeline leaves much of the sheet, claims are set larger: by the first of these for which there is room."""

SMALLEST_NOMINAL = 10.5
"""... but the smallest words of the panel, of this nominal size, no smaller than the figure's least size."""

DENSITIES = ("scales", "lines", "sentences")
"""Each claim with its bar on a scale; else on a line with its figure at the end; else several in a sentence."""


@dataclass(frozen=True)
class Column:
    """A run of pieces under one another, where it stands."""

    panel: Panel
    pieces: list[Piece]
    box: Box

    def draw(self) -> None:
        """Draw its pieces."""
        self.panel.draw(self.pieces, self.box.left, self.box.top)


@dataclass(frozen=True)
class Claims:
    """All columns of a figure's claims, and what they leave of the body for the map."""

    columns: list[Column]
    beside: bool
    room: Box
    needed: float
    density: str = DENSITIES[0]
    left_out: int = 0

    def lifted(self, by: float) -> Claims:
        """Return the claims so much higher, with less room above."""
        columns = [replace(column, box=column.box.moved(0, -by)) for column in self.columns]
        return replace(self, columns=columns, room=self.room._replace(bottom=self.room.bottom - by))

    def draw(self) -> None:
        """Draw every column."""
        for column in self.columns:
            column.draw()


def taken_beside(unit: float) -> float:
    """Return how much of a body's width claims beside a map take, with the gap."""
    return (WIDTH + GUTTER) * unit


def stands_beside(subject: Subject, body: Box, unit: float, *, any_height: bool) -> bool:
    """Return whether claims stand beside the map of a body rather than below; where its height may be any, width decides.

    Small maps then have the whole width.
    """
    if not subject.said or subject.recipe.kind == "locator" or (subject.recipe.kind == "multiples" and any_height):
        return False
    least = 1.5 * WIDTH * unit
    return body.width - taken_beside(unit) > (least if any_height else max(least, 0.85 * body.height))


def place_claims(
    sheet: Sheet,
    subject: Subject,
    views: Sequence[Said],
    body: Box,
    unit: float,
    least: float,
    keep: Kept,
    *,
    beside: bool,
    wider: float = 0.0,
    least_tolls: int = LEAST_TOLLS,
    largest: float = math.inf,
) -> Claims:
    """Return where the claims stand in the figure's body: smaller rather than left out, and none where there are none.

    Below a picture they `keep` its height, legend included: where they cannot, figures of people killed stay before others, of
    these the contested ones and then the largest, each with all its claimants, and lines say how many claims and incidents are
    left out. The first of them stay in any case; where `least_tolls` is 0, with the largest claims and the smallest at least.
    No word of theirs is larger than `largest`. Raises `TooSmallError` where not even these have room.
    """
    if not views:
        return Claims([], beside=False, room=body, needed=0.0)
    place = _beside if beside else _below
    most = {density: body.height - (0.0 if beside else keep.of(density)) for density in DENSITIES}
    for larger in LARGER if not beside else ():
        claims = place(sheet, subject, views, body, Setting(unit, unit * larger, DENSITIES[0], wider, largest))
        if claims.needed <= body.height - keep.wanted:
            return claims
    tried: list[Claims] = []
    arranged = (False, True) if beside and wider > LEAST_WIDER * unit else (False,)
    for density, shrink, side_by_side in product(DENSITIES, SHRINK, arranged):
        if shrink == 1.0 or SMALLEST_NOMINAL * unit * shrink >= least:
            setting = Setting(unit, unit * shrink, density, wider, largest, side_by_side)
            tried.append(place(sheet, subject, views, body, setting))
            if tried[-1].needed <= most[density]:
                return tried[-1]
    smallest = max(unit * SHRINK[-1], least / SMALLEST_NOMINAL)
    whole, dense = tried[-1], Setting(unit, smallest, DENSITIES[-1], wider, largest, arranged[-1])
    tolls = [toll for view in views for toll in view.tolls]
    ranked = sorted(tolls, key=lambda toll: (not toll.killed, not toll.contested, -_largest(toll)))
    least_kept = max(min(sum(toll.contested for toll in tolls), least_tolls), 1)

    allowed = most["sentences"] if beside else body.height - keep.bare

    def some(shown: Mapping[int, TollView]) -> Claims:
        fewer, left_out = only(views, shown)
        lacking = sum(len(toll.lines) for toll in tolls) - sum(len(toll.lines) for toll in shown.values())
        return replace(place(sheet, subject, fewer, body, replace(dense, left_out=left_out)), left_out=lacking)

    shown = {id(toll): toll for toll in ranked[:least_kept]}
    claims, first = some(shown), ranked[0]
    for lines in range(2, len(first.lines)) if claims.needed > allowed and not least_tolls else ():
        fewer_lines = {id(first): replace(first, lines=(*first.lines[: lines - 1], first.lines[-1]))}
        if (less := some(fewer_lines)).needed > allowed:
            break
        claims, shown = less, fewer_lines
    if claims.needed > allowed:
        raise TooSmallError((0.0, claims.needed - allowed + 1), of_claims=True)
    for toll in ranked[least_kept:]:
        more = {**shown, id(toll): toll}
        if (tried_more := some(more)).needed <= most["sentences"]:
            claims, shown = tried_more, more
    return replace(claims, needed=whole.needed)


def only(views: Sequence[Said], shown: Mapping[int, TollView]) -> tuple[list[Said], LeftOut]:
    """Return the views with the groups of people that are shown, by the id of each, and what is left out.

    That is whole incidents, and claims about what is shown in part.
    """
    fewer = [replace(view, tolls=tuple(shown[id(toll)] for toll in view.tolls if id(toll) in shown)) for view in views]
    parts = [view for view, less in zip(views, fewer, strict=True) if less.tolls or not view.when]
    lost = [
        (len(t.lines) - len(shown[id(t)].lines if id(t) in shown else ()), t.contested) for v in parts for t in v.tolls
    ]
    contested = sum(number for number, is_contested in lost if is_contested)
    left_out = LeftOut(sum(number for number, _ in lost), contested, len(views) - len(parts))
    return [view for view in fewer if view.tolls], left_out


def _largest(toll: TollView) -> float:
    return max((line_ends(line)[1] for line in toll.lines), default=0)


@dataclass(frozen=True)
class Setting:
    """How the claims are set: the figure's unit, theirs, how densely, and beside a map in how wide a column, or in several."""

    figure_unit: float
    unit: float
    density: str
    wider: float
    largest: float = math.inf
    side_by_side: bool = False
    left_out: LeftOut = NOTHING


def _beside(sheet: Sheet, subject: Subject, views: Sequence[Said], body: Box, setting: Setting) -> Claims:
    panel = _panel(sheet, subject, setting, WIDTH * setting.figure_unit + setting.wider)
    left = body.right - panel.width
    room = Box(body.left, body.top, left - GUTTER * setting.figure_unit, body.bottom)
    if setting.side_by_side:
        claims = _below(sheet, subject, views, body._replace(left=left), setting)
        return replace(claims.lifted(body.height - claims.needed), beside=True, room=room)
    panel = replace(panel, width=min(panel.width, (WIDTH + MOST_WIDER) * setting.figure_unit))
    pieces, notes = (
        [panel.heading(highest(subject, views, setting.left_out.incidents))],
        panel.notes(views, subject.unsaid(setting.left_out.incidents), setting.left_out),
    )
    for title, (first, *others) in panel.campaigns(
        views, highest(subject, views, setting.left_out.incidents, beside_campaigns=True)
    ):
        pieces += [stack([title, first]), *others]
    columns = [Column(panel, [*pieces, *notes], Box(left, body.top, left + panel.width, body.bottom))]
    return Claims(columns, beside=True, room=room, needed=stack([*pieces, *notes]).height, density=setting.density)


def _below(sheet: Sheet, subject: Subject, views: Sequence[Said], body: Box, setting: Setting) -> Claims:
    """Return heading and notes across the whole width, and the campaigns between them in columns.

    Campaigns stand side by side, whole, or the figures of a single one: none is ever far from its title.
    """
    unit, gutter = setting.unit, GUTTER * setting.figure_unit
    whole = _panel(sheet, subject, setting, body.width)
    head, some = [whole.heading(highest(subject, views, setting.left_out.incidents))] if views else [], highest(subject, views, setting.left_out.incidents, beside_campaigns=True)  # fmt: skip
    foot = whole.notes(views, subject.unsaid(setting.left_out.incidents), setting.left_out)
    if len(views) == 1:
        head.append(whole.campaigns(views)[0][0])
    most = max(1, int((body.width + gutter) / (0.8 * WIDTH * unit + gutter)))
    step = (body.width + gutter) / min(most, max(len(_runs(whole, views, some)), 1))
    panel = _panel(sheet, subject, setting, step - gutter)
    runs = split(_runs(panel, views, some), most) if views else []
    needed = (
        stack([*head, *foot]).height
        + max((stack(run).height for run in runs), default=0.0)
        + (6 if setting.left_out.claims else 14) * unit
    )
    top = body.bottom - needed
    start, end = top + stack(head).height, body.bottom - stack(foot).height
    columns = [
        Column(whole, head, Box(body.left, top, body.right, start)),
        Column(whole, foot, Box(body.left, end, body.right, body.bottom)),
    ]
    for number, run in enumerate(runs):
        left = body.left + number * step
        columns.append(Column(panel, run, Box(left, start, left + panel.width, end)))
    room = Box(body.left, body.top, body.right, top - 16 * setting.figure_unit)
    return Claims(columns, beside=False, room=room, needed=needed, density=setting.density)


def highest(subject: Subject, views: Sequence[Said], left_out: int = 0, *, beside_campaigns: bool = False) -> str:
    """Return in words that the figures are those of some incidents of more, alone or beside those of campaigns; else nothing.

    So many that would be shown are `left_out`, for they have no room.
    """
    own = [max(map(_largest, view.tolls)) for view in views if view.when] if subject.unsaid(left_out) else []
    if not own or beside_campaigns != (len(own) < len(views)):
        return ""
    every = [max(map(_largest, each.tolls), default=0) for each in subject.summary.figures.incidents]
    return subject.wording.highest(len(own), tied=sum(number >= min(own) for number in every) > len(own))


def _panel(sheet: Sheet, subject: Subject, setting: Setting, width: float) -> Panel:
    return Panel(sheet, subject.theme, setting.unit, width, subject.wording, setting.density, setting.largest)


def _runs(panel: Panel, views: Sequence[Said], some: str) -> list[Piece]:
    """Return what may stand in one column or another: whole campaigns, or the figures of a single one."""
    campaigns = panel.campaigns(views, some)
    return campaigns[0][1] if len(campaigns) == 1 else [stack([title, *tolls]) for title, tolls in campaigns]


def split(pieces: Sequence[Piece], columns: int) -> list[list[Piece]]:
    """Return pieces in at most so many columns, in order, cut so that the tallest is as low as can be.

    Examples
    --------
    >>> from maps.figures.claims import Piece
    >>> [len(run) for run in split([Piece(h, print) for h in (3, 1, 1, 1)], 2)]
    [1, 3]
    """
    columns = min(columns, len(pieces))
    least = max(piece.height for piece in pieces)
    ends = sorted({b - a for a in _sums(pieces) for b in _sums(pieces) if b - a >= least})
    return next(runs for runs in (_filled(pieces, height) for height in ends) if len(runs) <= columns)


def _sums(pieces: Sequence[Piece]) -> list[float]:
    return [0.0, *accumulate(piece.height for piece in pieces)]


def _filled(pieces: Sequence[Piece], height: float) -> list[list[Piece]]:
    """Return pieces in columns of a height, each filled before the next is begun."""
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        if runs[-1] and sum(each.height for each in runs[-1]) + piece.height > height + 0.01:
            runs.append([])
        runs[-1].append(piece)
    return runs
