"""Where the claims stand: in a column beside a wide map, in several columns below a tall one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from maps.figures.boxes import Box
from maps.figures.claims import Panel, stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents import CampaignView, Summary
    from maps.figures.claims import Piece
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

GUTTER, WIDTH = 28.0, 292.0
SHRINK = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""Claims are set smaller, in these steps, before any is left out ..."""

SMALLEST_WORDS = 8.6
"""... but no smaller than this, CSS pixels: 6.5 points."""

MOST_BELOW = 0.55
"""How much of the height under the heading claims below the map may take."""


@dataclass(frozen=True)
class Column:
    """A run of pieces under one another, where it stands."""

    panel: Panel
    pieces: list[Piece]
    box: Box

    def draw(self) -> None:
        """Draw what fits."""
        self.panel.draw(self.pieces, self.box.left, self.box.top, self.box.height)


@dataclass(frozen=True)
class Claims:
    """All columns of a figure's claims, and what they leave of the body for the map."""

    columns: list[Column]
    beside: bool
    room: Box
    needed: float

    def draw(self) -> None:
        """Draw every column."""
        for column in self.columns:
            column.draw()


def place_claims(sheet: Sheet, theme: Theme, summary: Summary, body: Box, unit: float) -> Claims:
    """Return where the claims stand in the figure's body: smaller rather than cut, and none where there are none."""
    views = [view for view in summary.campaigns if view.tolls]
    if not views:
        return Claims([], beside=False, room=body, needed=0.0)
    beside = body.width - (WIDTH + GUTTER) * unit > max(1.5 * WIDTH * unit, 0.85 * body.height)
    place = _beside if beside else _below
    claims = place(sheet, theme, views, body, unit, 1.0)
    for shrink in (each for each in SHRINK if 11 * unit * each >= SMALLEST_WORDS):
        claims = place(sheet, theme, views, body, unit, shrink)
        if claims.needed <= (body.height if beside else body.height * MOST_BELOW):
            break
    return claims


def _beside(sheet: Sheet, theme: Theme, views: Sequence[CampaignView], body: Box, unit: float, shrink: float) -> Claims:
    panel = Panel(sheet, theme, unit * shrink, WIDTH * unit)
    pieces, notes = [panel.heading(), *panel.campaigns(views)], panel.notes(views)
    left, least = body.right - panel.width, stack(notes).height
    end = min(body.top + stack(pieces).height, body.bottom - least)
    columns = [
        Column(panel, pieces, Box(left, body.top, body.right, end)),
        Column(panel, notes, Box(left, end, body.right, end + least)),
    ]
    room = Box(body.left, body.top, left - GUTTER * unit, body.bottom)
    return Claims(columns, beside=True, room=room, needed=stack([*pieces, *notes]).height)


def _below(sheet: Sheet, theme: Theme, views: Sequence[CampaignView], body: Box, unit: float, shrink: float) -> Claims:
    """Return heading and notes across the whole width, and the campaigns between them in columns."""
    whole = Panel(sheet, theme, unit * shrink, body.width)
    head, foot = [whole.heading()], whole.notes(views)
    most = max(1, int((body.width + GUTTER * unit) / ((0.8 * WIDTH + GUTTER) * unit * shrink)))
    trial = split(Panel(sheet, theme, unit * shrink, WIDTH * unit).campaigns(views), most)
    step = (body.width + GUTTER * unit) / len(trial)
    panel = Panel(sheet, theme, unit * shrink, step - GUTTER * unit)
    runs = split(panel.campaigns(views), most)
    tallest = max(stack(run).height for run in runs)
    needed = stack([*head, *foot]).height + tallest + 14 * unit
    top = body.bottom - min(needed, body.height * MOST_BELOW)
    start, end = top + stack(head).height, body.bottom - stack(foot).height
    columns = [Column(whole, head, Box(body.left, top, body.right, start)), Column(whole, foot, Box(body.left, end, body.right, body.bottom))]  # fmt: skip
    for number, run in enumerate(runs):
        left = body.left + number * step
        columns.append(Column(panel, run, Box(left, start, left + panel.width, end)))
    room = Box(body.left, body.top, body.right, top - 16 * unit)
    return Claims(columns, beside=False, room=room, needed=needed)


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
