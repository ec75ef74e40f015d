"""The panel of claims: each figure of a campaign with who says it, on one common scale, and never added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.sheet import circle
from maps.figures.words import Style, clean, shorten, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from incidents import CampaignView, ClaimLine, Summary, TollView
    from maps.figures.sheet import Sheet
    from maps.theme import Theme

    Draw = Callable[[float, float], None]

LAYER = "claims"


@dataclass(frozen=True)
class Piece:
    """Something of a fixed height in a column: drawn at (x, top)."""

    height: float
    draw: Draw


@dataclass(frozen=True)
class Panel:
    """The column of claims, measured before it is drawn."""

    sheet: Sheet
    theme: Theme
    unit: float
    width: float

    def pieces(self, summary: Summary) -> list[Piece]:
        """Return the heading, then for each campaign its title, figures and note."""
        views = [view for view in summary.campaigns if view.tolls]
        if not views:
            return []
        top = max((_top(line) for view in views for toll in view.tolls for line in toll.lines), default=0) or 1
        pieces = [self._heading("WHO SAYS WHAT, WHOLE CAMPAIGN")]
        for view in views:
            pieces += self._campaign(view, top, several=len(views) > 1)
        return pieces

    def draw(self, pieces: Sequence[Piece], x: float, top: float, room: float) -> float:
        """Draw as many pieces as there is room for, say how many are left out, and return where the column ends."""
        fits = _fitting(pieces, room)
        if fits < len(pieces):
            fits = _fitting(pieces, room - 22 * self.unit)
        y = top
        for piece in pieces[:fits]:
            piece.draw(x, y)
            y += piece.height
        if fits < len(pieces):
            words = "More figures than fit here: see the table of claims."
            self._line(x, y + 14 * self.unit, words, Style(11 * self.unit, self.theme.muted, italic=True))
            y += 22 * self.unit
        return y

    def _heading(self, words: str) -> Piece:
        style = Style(11 * self.unit, self.theme.muted, weight=600, tracking=1)

        def draw(x: float, top: float) -> None:
            self.sheet.write(LAYER, x, top + 11 * self.unit, shorten(words, style, self.width), style, kind="heading")
            self._rule(x, top + 22 * self.unit)

        return Piece(34 * self.unit, draw)

    def _campaign(self, view: CampaignView, top: float, *, several: bool) -> list[Piece]:
        title = [self._paragraph(clean(view.campaign.title), 12.5, self.theme.text, weight=600, lines=2, after=10)]
        tolls = [self._toll(toll, top, last=index == len(view.tolls)) for index, toll in enumerate(view.tolls, 1)]
        note = [self._paragraph(clean(view.note), 11, self.theme.muted, lines=5, after=14)] if view.note else []
        return [*(title if several or view.campaign.title else []), *tolls, *note]

    def _paragraph(
        self, words: str, size: float, colour: str, *, weight: int = 400, lines: int = 1, after: float = 0
    ) -> Piece:
        style = Style(size * self.unit, colour, weight=weight)
        wrapped = wrap(words, style, self.width, lines)
        step = size * 1.38 * self.unit

        def draw(x: float, top: float) -> None:
            for number, line in enumerate(wrapped):
                self._line(x, top + size * self.unit + number * step, line, style)

        return Piece(len(wrapped) * step + after * self.unit, draw)

    def _toll(self, toll: TollView, top: float, *, last: bool) -> Piece:
        """Return one group of people: the range as headline, its tag, then a line for each claimant."""
        parts = [self._toll_headline(toll)]
        outcome = clean(toll.outcome)
        parts += [self._paragraph(outcome, 11.5, self.theme.muted, lines=2, after=3)] if outcome else []
        parts += [self._claim(line, top) for line in toll.lines]
        parts += [self._paragraph(clean(toll.note), 11, self.theme.muted, lines=3)] if toll.note else []
        gap = 16 * self.unit

        def draw(x: float, start: float) -> None:
            y = start
            for part in parts:
                part.draw(x, y)
                y += part.height
            if not last:
                self._rule(x, y + gap * 0.5)

        return Piece(sum(part.height for part in parts) + gap * 1.15, draw)

    def _toll_headline(self, toll: TollView) -> Piece:
        style = Style(16 * self.unit, self.theme.text, weight=600)
        tag_style = Style(10.5 * self.unit, self.theme.accent if toll.contested else self.theme.muted)
        tag = clean(toll.tag)
        tag_wide = width(tag, tag_style) + 16 * self.unit if tag else 0
        lines = wrap(clean(toll.headline), style, self.width - tag_wide - 8 * self.unit, 2)
        step = 20 * self.unit

        def draw(x: float, top: float) -> None:
            for number, line in enumerate(lines):
                self.sheet.write(LAYER, x, top + 16 * self.unit + number * step, line, style, kind="toll")
            if tag:
                self._tag(x + self.width, top + 3 * self.unit, tag, tag_style, toll.contested)

        return Piece(len(lines) * step + 3 * self.unit, draw)

    def _tag(self, right: float, top: float, words: str, style: Style, contested: bool) -> None:
        high = 17 * self.unit
        box = Box(right - width(words, style) - 16 * self.unit, top, right, top + high)
        fill = self.theme.accent_soft if contested else self.theme.outside
        self.sheet.pill(LAYER, box, high / 2, fill=fill)
        self.sheet.note("tag", words, box)
        x, y = box.centre
        self.sheet.write(LAYER, x, y + style.size * 0.34, words, style, anchor="middle", kind="tag-words")

    def _claim(self, line: ClaimLine, top: float) -> Piece:
        """Return one claimant's line: who and which word, the number at the right, and its place on the scale."""
        style = Style(12 * self.unit, self.theme.text)
        number_style = Style(14.5 * self.unit, self.theme.text, weight=600)
        number = _number(line)
        number_wide = max(width(number, number_style), 32 * self.unit)
        track = self.width - number_wide - 14 * self.unit
        words = wrap(clean(line.label), style, track, 2)
        step = 15.5 * self.unit

        def draw(x: float, start: float) -> None:
            for index, text in enumerate(words):
                self._line(x, start + 12.5 * self.unit + index * step, text, style, kind="claim")
            y = start + len(words) * step + 7 * self.unit
            self._scale(x, y, track, line, top)
            right = x + self.width
            self.sheet.write(LAYER, right, y + 5 * self.unit, number, number_style, anchor="end", kind="figure")

        return Piece(len(words) * step + 18 * self.unit, draw)

    def _scale(self, x: float, y: float, track: float, line: ClaimLine, top: float) -> None:
        radius = 4.2 * self.unit
        run = track - 2 * radius
        low, high = (x + radius + run * (value or 0) / top for value in _ends(line))
        colour = self.theme.hues["blue" if line.standing == "attributed" else "orange"]
        self.sheet.stroke(LAYER, [np.array([(x, y), (x + track, y)])], self.theme.line, 1.2 * self.unit)
        self.sheet.stroke(LAYER, [np.array([(x, y), (high, y)])], colour, 1.6 * self.unit)
        if low < high:
            self.sheet.stroke(LAYER, [np.array([(low, y), (high, y)])], colour, 4 * self.unit)
        for at in sorted({low, high}):
            self.sheet.ring(LAYER, circle(at, y, radius), fill=self.theme.page, edge=colour, wide=1.6 * self.unit)

    def _rule(self, x: float, y: float) -> None:
        self.sheet.stroke(LAYER, [np.array([(x, y), (x + self.width, y)])], self.theme.line, self.unit)

    def _line(self, x: float, y: float, words: str, style: Style, kind: str = "text") -> None:
        self.sheet.write(LAYER, x, y, words, style, kind=kind)


def _fitting(pieces: Iterable[Piece], room: float) -> int:
    total, count = 0.0, 0
    for piece in pieces:
        total += piece.height
        if total > room:
            break
        count += 1
    return count


def _ends(line: ClaimLine) -> tuple[float, float]:
    known = [float(number) for number in (line.low, line.value, line.high) if number is not None]
    return (min(known), max(known)) if known else (0.0, 0.0)


def _top(line: ClaimLine) -> float:
    return _ends(line)[1]


def _number(line: ClaimLine) -> str:
    """Return what the claimant says as a numeral: one number, or a range; never a midpoint.

    A line without any number shows a dash.
    """
    known = [number for number in (line.low, line.value, line.high) if number is not None]
    if not known:
        return "–"
    low, high = min(known), max(known)
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
