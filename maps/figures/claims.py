"""The panel of claims: each figure of a campaign with who says it, on one common scale, and never added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.figures.boxes import Box
from maps.figures.sheet import circle
from maps.figures.words import Style, shorten, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from incidents import ClaimLine, TollView
    from maps.figures.sheet import Sheet
    from maps.figures.wording import Said, Wording
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
    wording: Wording
    hues: Mapping[str, str]
    compact: bool = False

    def heading(self) -> Piece:
        """Return the heading over all claims."""
        style = Style(11 * self.unit, self.theme.muted, weight=600, tracking=0 if self.wording.right_to_left else 1)

        def draw(x: float, top: float) -> None:
            words = shorten(self.wording.who_says_what, style, self.width)
            self.sheet.write(LAYER, x, top + 11 * self.unit, words, style, kind="heading")
            self._rule(x, top + 22 * self.unit)

        return Piece(34 * self.unit, draw)

    def campaigns(self, views: Sequence[Said]) -> list[tuple[Piece, list[Piece]]]:
        """Return the title and the figures of each campaign, all on one scale."""
        lines = [line for view in views for toll in view.tolls for line in toll.lines]
        top = max((number for line in lines for number in _known(line)), default=1) or 1
        return [self._campaign(view, top) for view in views]

    def notes(self, views: Sequence[Said]) -> list[Piece]:
        """Return the notes, such as why the figures are not added up, each once."""
        notes = [note for note in dict.fromkeys(view.note for view in views) if note]
        return [self._paragraph(note, 11, self.theme.muted, lines=6, after=8) for note in notes]

    def draw(self, pieces: Sequence[Piece], x: float, top: float, room: float) -> float:
        """Draw as many pieces as there is room for, say that some are left out, and return where the column ends."""
        fits = fitting(pieces, room + 0.5)
        if fits < len(pieces):
            fits = fitting(pieces, room - 22 * self.unit)
        y = top
        for piece in pieces[:fits]:
            piece.draw(x, y)
            y += piece.height
        if fits < len(pieces):
            style = Style(11 * self.unit, self.theme.muted, italic=True)
            self._line(x, y + 14 * self.unit, shorten(self.wording.left_out, style, self.width), style)
            y += 22 * self.unit
        return y

    def _campaign(self, view: Said, top: int) -> tuple[Piece, list[Piece]]:
        if self.compact:
            title = self._paragraph(view.title, 11, self.theme.muted, lines=1, after=2)
            return title, [self._short_toll(toll) for toll in view.tolls]
        title = self._paragraph(view.title, 12.5, self.theme.text, weight=600, lines=2)
        scope = self._paragraph(view.scope, 11.5, self.theme.muted, lines=2, after=10)
        return stack([title, scope]), [self._toll(toll, top) for toll in view.tolls]

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

    def _toll(self, toll: TollView, top: int) -> Piece:
        """Return one group of people: the range as headline, its tag, then a line for each claimant, and a rule."""
        headline, outcome, tag, note = self.wording.toll(toll)
        parts = [self._toll_headline(headline, tag, contested=toll.contested)]
        parts += [self._paragraph(outcome, 11.5, self.theme.muted, lines=3, after=3)] if outcome else []
        parts += [self._claim(line, toll, top) for line in toll.lines]
        parts += [self._paragraph(note, 11, self.theme.muted, lines=3)] if note else []
        gap = 9 * self.unit
        rule = Piece(2 * gap, lambda x, top: self._rule(x, top + gap))
        return stack([*parts, rule])

    def _short_toll(self, toll: TollView) -> Piece:
        """Return the same in a few lines without a scale: for figures with little room."""
        said = "; ".join("\u00a0–\u00a0".join(self.wording.claim(line, toll)) for line in toll.lines)
        words, _, tag, _ = self.wording.toll(toll)
        headline = self.wording.comma.join(filter(None, (words, tag)))
        return stack(
            [
                self._paragraph(headline, 12.5, self.theme.text, weight=600, lines=2),
                self._paragraph(said, 11, self.theme.text, lines=4, after=7),
            ]
        )

    def _toll_headline(self, headline: str, tag: str, *, contested: bool) -> Piece:
        style = Style(16 * self.unit, self.theme.text, weight=600)
        tag_style = Style(10.5 * self.unit, self.theme.accent if contested else self.theme.muted)
        tag_wide = width(tag, tag_style) + 16 * self.unit if tag else 0
        lines = wrap(headline, style, self.width - tag_wide - 8 * self.unit, 2)
        step = 20 * self.unit

        def draw(x: float, top: float) -> None:
            for number, line in enumerate(lines):
                self.sheet.write(LAYER, x, top + 16 * self.unit + number * step, line, style, kind="toll")
            if tag:
                self._tag(x + self.width, top + 3 * self.unit, tag, tag_style, contested)

        return Piece(len(lines) * step + 3 * self.unit, draw)

    def _tag(self, right: float, top: float, words: str, style: Style, contested: bool) -> None:
        high = 17 * self.unit
        box = Box(right - width(words, style) - 16 * self.unit, top, right, top + high)
        fill = self.theme.accent_soft if contested else self.theme.outside
        self.sheet.pill(LAYER, box, high / 2, fill=fill)
        self.sheet.note("tag", words, box)
        x, y = box.centre
        self.sheet.write(LAYER, x, y + style.size * 0.34, words, style, anchor="middle", kind="tag-words")

    def _claim(self, line: ClaimLine, toll: TollView, top: int) -> Piece:
        """Return one claimant's line: who and which word, the figure at the right, and its place on the scale."""
        colour = self.theme.muted if line.superseded else self.theme.text
        style = Style(12 * self.unit, colour)
        figure_style = Style(14.5 * self.unit, colour, weight=600)
        label, figure = self.wording.claim(line, toll)
        figure = shorten(figure, figure_style, self.width * 0.4)
        track = self.width - max(width(figure, figure_style), 32 * self.unit) - 14 * self.unit
        words = wrap(label, style, track, 3)
        step = 15.5 * self.unit

        def draw(x: float, start: float) -> None:
            for index, text in enumerate(words):
                self._line(x, start + 12.5 * self.unit + index * step, text, style, kind="claim")
            y = start + len(words) * step + 7 * self.unit
            self._scale(x, y, track, line, top, self.theme.hues[self.hues.get(line.claimant, "ink")])
            right = x + self.width
            self.sheet.write(LAYER, right, y + 5 * self.unit, figure, figure_style, anchor="end", kind="figure")

        return Piece(len(words) * step + 17 * self.unit, draw)

    def _scale(self, x: float, y: float, track: float, line: ClaimLine, top: int, colour: str) -> None:
        """Draw the claim on a scale from 0 to the panel's largest figure; an end that the claim leaves open is dashed."""
        known = _known(line)
        if not known:
            return
        radius = 4.2 * self.unit
        low, high = (x + radius + (track - 2 * radius) * number / top for number in (min(known), max(known)))
        self._stroke(x, x + track, y, self.theme.line, 1.2)
        if line.high is None and line.value is None:
            self._stroke(high, x + track, y, colour, 1.6, dashes=(3, 3))
        else:
            self._stroke(x, high, y, colour, 1.6)
        if low < high:
            self._stroke(low, high, y, colour, 4)
        for at in sorted({low, high}):
            self.sheet.fill(LAYER, circle(at, y, radius), colour)
            self.sheet.fill(LAYER, circle(at, y, radius - 1.7 * self.unit), self.theme.page)

    def _stroke(
        self, left: float, right: float, y: float, colour: str, wide: float, dashes: Sequence[float] = ()
    ) -> None:
        line = [np.array([(left, y), (right, y)])]
        self.sheet.stroke(LAYER, line, colour, wide * self.unit, dashes=[step * self.unit for step in dashes])

    def _rule(self, x: float, y: float) -> None:
        self._stroke(x, x + self.width, y, self.theme.line, 1)

    def _line(self, x: float, y: float, words: str, style: Style, kind: str = "text") -> None:
        self.sheet.write(LAYER, x, y, words, style, kind=kind)


def stack(pieces: Sequence[Piece]) -> Piece:
    """Return pieces as one that is never parted."""

    def draw(x: float, top: float) -> None:
        for piece in pieces:
            piece.draw(x, top)
            top += piece.height

    return Piece(sum(piece.height for piece in pieces), draw)


def fitting(pieces: Iterable[Piece], room: float) -> int:
    total, count = 0.0, 0
    for piece in pieces:
        total += piece.height
        if total > room:
            break
        count += 1
    return count


def _known(line: ClaimLine) -> list[int]:
    return [number for number in (line.low, line.value, line.high) if number is not None]
