"""The panel of claims: each figure of a campaign with who says it, on one common scale, and never added up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.claimants import line_ends
from maps.figures.boxes import Box
from maps.figures.themes import mixed
from maps.figures.words import Style, parted, shorten, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents import ClaimLine, TollView
    from maps.figures.sheet import Sheet
    from maps.figures.wording import Said, Wording
    from maps.theme import Theme

    Draw = Callable[[float, float], None]

LAYER = "claims"
WHOLE = 40
"""Lines of words that are never cut: more than any takes that has room on a figure at all."""

MOST_FIGURE = 0.4
"""Of the panel's width, what a figure at the end of its line takes; a longer one follows its claimant's name."""


@dataclass(frozen=True)
class Piece:
    """Something of a fixed height in a column: drawn at (x, top)."""

    height: float
    draw: Draw


@dataclass(frozen=True)
class LeftOut:
    """What has no room: whole incidents; and of what is shown, or of campaigns, so many claims, some of them contested."""

    claims: int = 0
    contested: int = 0
    incidents: int = 0


NOTHING = LeftOut()


@dataclass(frozen=True)
class Panel:
    """The column of claims, measured before it is drawn."""

    sheet: Sheet
    theme: Theme
    unit: float
    width: float
    wording: Wording
    density: str = "scales"
    largest: float = math.inf

    def _size(self, nominal: float) -> float:
        """Return how large words are set: none larger than the largest may be."""
        return min(nominal * self.unit, self.largest)

    def heading(self, some: str = "") -> Piece:
        """Return the heading over all claims, and below it the words for those of `some` incidents only."""
        style = Style(self._size(11), self.theme.muted, weight=600, tracking=0 if self.wording.right_to_left else 1)

        def draw(x: float, top: float) -> None:
            words = shorten(self.wording.who_says_what, style, self.width)
            self.sheet.write(LAYER, x, top + 11 * self.unit, words, style, kind="heading")
            self._rule(x, top + 22 * self.unit)

        whole = Piece(34 * self.unit, draw)
        return stack([whole, self._some(some)]) if some else whole

    def _some(self, words: str) -> Piece:
        """Return the words over the figures of some incidents of more."""
        return self._paragraph(words, 11.5, self.theme.muted, lines=3, after=8)

    def campaigns(self, views: Sequence[Said], some: str = "") -> list[tuple[Piece, list[Piece]]]:
        """Return the title and the figures of each campaign, all on one scale, then of incidents, below the words for `some` of more."""
        lines = [line for view in views for toll in view.tolls for line in toll.lines]
        top = max((line_ends(line)[1] for line in lines), default=1) or 1
        ends = {view.note: number for number, view in enumerate(views) if view.note} if _is_mixed(views) else {}
        notes = {number: note for note, number in ends.items()}
        found = [self._campaign(view, top, notes.get(number, "")) for number, view in enumerate(views)]
        first = next((number for number, view in enumerate(views) if view.when), None) if some else None
        return [
            (stack([self._some(some), title]) if number == first else title, tolls)
            for number, (title, tolls) in enumerate(found)
        ]

    def notes(self, views: Sequence[Said], unsaid: str, left_out: LeftOut) -> list[Piece]:
        """Return the notes, each once: how many claims have no room, why figures are not added up, what else has figures.

        Claims without room are counted, and those of them that are contested.
        What is true of some of the views only stands under these: see `campaigns`.
        """
        more = (
            self.wording.more_claims(left_out.claims, left_out.contested, shown=bool(views)) if left_out.claims else ""
        )
        of_all = () if _is_mixed(views) else (view.note for view in views)
        notes = [note for note in dict.fromkeys((more, *of_all, unsaid)) if note]
        after = 3 if left_out.claims else 8
        return [self._paragraph(note, 11, self.theme.muted, lines=12, after=after, kind="more") for note in notes]

    def draw(self, pieces: Sequence[Piece], x: float, top: float) -> None:
        """Draw pieces under one another."""
        for piece in pieces:
            piece.draw(x, top)
            top += piece.height

    def _campaign(self, view: Said, top: int, note: str = "") -> tuple[Piece, list[Piece]]:
        under = [self._paragraph(note, 11, self.theme.muted, lines=12, after=10, kind="more")] if note else []
        if self.density == "scales":
            title = self._paragraph(view.title, 12.5, self.theme.text, weight=600, lines=2)
            scope = self._paragraph(view.scope, 11.5, self.theme.muted, lines=2, after=10)
            *tolls, last = [self._toll(toll, top) for toll in view.tolls]
            return stack([title, scope]), [*tolls, stack([last, *under])]
        title = self._short_heading(view)
        toll = self._short_toll if self.density == "sentences" else self._listed_toll
        *tolls, last = [toll(each) for each in view.tolls]
        return title, [*tolls, stack([last, *under, space(7 * self.unit)])]

    def _short_heading(self, view: Said) -> Piece:
        """Return what and, of a single incident, when: of a title too long for both, less stands, never of the day."""
        style = Style(self._size(11.5), self.theme.muted)
        whole = self.wording.one_after_another(filter(None, (view.title, view.when)))
        if not view.when or len(wrap(whole, style, self.width, WHOLE)) <= 2:
            return self._paragraph(whole, 11.5, self.theme.muted, lines=2, after=4)
        return stack(
            [
                self._paragraph(view.title, 11.5, self.theme.muted),
                self._paragraph(view.when, 11.5, self.theme.muted, after=4),
            ]
        )

    def _paragraph(
        self,
        words: str,
        size: float,
        colour: str,
        *,
        weight: int = 400,
        lines: int = 1,
        after: float = 0,
        kind: str = "text",
    ) -> Piece:
        style = Style(self._size(size), colour, weight=weight)
        wrapped = wrap(words, style, self.width, lines)
        step = size * 1.38 * self.unit

        def draw(x: float, top: float) -> None:
            for number, line in enumerate(wrapped):
                self._line(x, top + size * self.unit + number * step, line, style, kind)

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

    def _listed_toll(self, toll: TollView) -> Piece:
        """Return the same without a scale: a line for each claimant, the figure at its end."""
        headline, outcome, tag, note = self.wording.toll(toll)
        parts = [self._toll_headline(headline, tag, contested=toll.contested, size=13.5)]
        parts += [self._paragraph(outcome, 11, self.theme.muted, lines=2, after=2)] if outcome else []
        parts += [self._listed_claim(line, toll) for line in toll.lines]
        parts += [self._paragraph(note, 11, self.theme.muted, lines=3)] if note else []
        return stack([*parts, space(9 * self.unit)])

    def _listed_claim(self, line: ClaimLine, toll: TollView) -> Piece:
        colour = self.theme.muted if line.superseded else self.theme.text
        style, figure_style = Style(self._size(11.5), colour), Style(self._size(12.5), colour, weight=600)
        label, figure = self._parted(line, toll, figure_style)
        room = self.width - width(figure, figure_style) - 14 * self.unit
        words = parted(label, style, room, WHOLE)
        step = 15 * self.unit

        def draw(x: float, top: float) -> None:
            for index, text in enumerate(words):
                self._line(x, top + 12 * self.unit + index * step, text, style, kind="claim")
            right = x + self.width
            self.sheet.write(LAYER, right, top + 12 * self.unit, figure, figure_style, anchor="end", kind="figure")

        return Piece(len(words) * step + 2 * self.unit, draw)

    def _short_toll(self, toll: TollView) -> Piece:
        """Return the same in a few lines without a scale: for figures with little room."""
        headline, overlap = self.wording.short_toll(toll)
        claims = [":\u00a0".join(self.wording.claim(line, toll)) for line in toll.lines]
        said = self.wording.set_off.join(filter(None, (*claims, overlap)))
        return stack(
            [
                self._paragraph(headline, 12.5, self.theme.text, weight=600, lines=WHOLE, kind="toll"),
                self._paragraph(said, 11, self.theme.text, lines=WHOLE, after=7, kind="claim"),
            ]
        )

    def _toll_headline(self, headline: str, tag: str, *, contested: bool, size: float = 16) -> Piece:
        style = Style(self._size(size), self.theme.text, weight=600)
        tag_style = Style(self._size(10.5), self.theme.accent if contested else self.theme.muted)
        tag_wide = width(tag, tag_style) + 16 * self.unit if tag else 0
        beside = self.width - tag_wide - 8 * self.unit
        lines, step = parted(headline, style, beside, WHOLE), 1.25 * size * self.unit
        under = 0.0
        if len(lines) > 2 and tag:
            lines, under = wrap(headline, style, self.width, WHOLE), 20 * self.unit

        def draw(x: float, top: float) -> None:
            for number, line in enumerate(lines):
                self.sheet.write(LAYER, x, top + size * self.unit + number * step, line, style, kind="toll")
            if tag and under:
                self._tag(x + tag_wide, top + len(lines) * step + 2 * self.unit, tag, tag_style, contested)
            elif tag:
                self._tag(x + self.width, top + (0.62 * size - 7) * self.unit, tag, tag_style, contested)

        return Piece(len(lines) * step + under + 3 * self.unit, draw)

    def _tag(self, right: float, top: float, words: str, style: Style, contested: bool) -> None:
        high = 17 * self.unit
        box = Box(right - width(words, style) - 16 * self.unit, top, right, top + high)
        fill = self.theme.accent_soft if contested else self.theme.outside
        edge = mixed(style.colour, self.theme.page, 0.5)
        self.sheet.pill(LAYER, box, high / 2, fill=fill, edge=edge, wide=0.9 * self.unit)
        self.sheet.note("tag", words, box)
        x, y = box.centre
        self.sheet.write(LAYER, x, y + style.size * 0.34, words, style, anchor="middle", kind="tag-words")

    def _claim(self, line: ClaimLine, toll: TollView, top: int) -> Piece:
        """Return one claimant's line: who and which word, the figure at the right, and its place on the scale."""
        colour = self.theme.muted if line.superseded else self.theme.text
        style = Style(self._size(12), colour)
        figure_style = Style(self._size(14.5), colour, weight=600)
        label, figure = self._parted(line, toll, figure_style)
        track = self.width - max(width(figure, figure_style), 32 * self.unit) - 14 * self.unit
        words = parted(label, style, track, WHOLE)
        step = 15.5 * self.unit

        def draw(x: float, start: float) -> None:
            for index, text in enumerate(words):
                self._line(x, start + 12.5 * self.unit + index * step, text, style, kind="claim")
            y = start + len(words) * step + 7 * self.unit
            self._scale(x, y, track, line, top, colour)
            right = x + self.width
            self.sheet.write(LAYER, right, y + 5 * self.unit, figure, figure_style, anchor="end", kind="figure")

        return Piece(len(words) * step + 17 * self.unit, draw)

    def _parted(self, line: ClaimLine, toll: TollView, style: Style) -> tuple[str, str]:
        """Return who says a figure, and the figure where it has room at the line's end."""
        label, figure = self.wording.claim(line, toll)
        if width(figure, style) <= MOST_FIGURE * self.width:
            return label, figure
        return f"{label}: {figure}", ""

    def _scale(self, x: float, y: float, track: float, line: ClaimLine, top: int, colour: str) -> None:
        """Draw the claim on a scale from 0 to the panel's largest figure, as page and file do: a bar with a tick at its end.

        In the colour of its words: hues tell kinds of events apart.

        Between two ends the bar is thick; where the claim leaves the upper end open, it goes on broken.
        """
        if all(number is None for number in (line.low, line.value, line.high)):
            return
        low, high = (x + track * number / top for number in line_ends(line))
        self._bar(x, x + track, y, self.theme.line, 1)
        self._bar(low if low < high else x, high, y, colour, 6 if low < high else 2)
        if line.high is None and line.value is None:
            broken = [np.array([(high, y), (x + track, y)])]
            self.sheet.stroke(LAYER, broken, colour, 2 * self.unit, dashes=[3 * self.unit] * 2)
        self._bar(max(high - 2 * self.unit, x), max(high, x + 2 * self.unit), y, colour, 9)

    def _bar(self, left: float, right: float, y: float, colour: str, high: float) -> None:
        half = high * self.unit / 2
        self.sheet.rectangle(LAYER, Box(left, y - half, right, y + half), fill=colour)

    def _rule(self, x: float, y: float) -> None:
        self._bar(x, x + self.width, y, self.theme.line, 1)

    def _line(self, x: float, y: float, words: str, style: Style, kind: str = "text") -> None:
        self.sheet.write(LAYER, x, y, words, style, kind=kind)


def _is_mixed(views: Sequence[Said]) -> bool:
    """Return whether a note is true of some views only: that of campaigns, beside single incidents."""
    return len({bool(view.note) for view in views}) > 1


def space(height: float) -> Piece:
    """Return room in which nothing is drawn."""
    return Piece(height, lambda *_: None)


def stack(pieces: Sequence[Piece]) -> Piece:
    """Return pieces as one that is never parted."""

    def draw(x: float, top: float) -> None:
        for piece in pieces:
            piece.draw(x, top)
            top += piece.height

    return Piece(sum(piece.height for piece in pieces), draw)
