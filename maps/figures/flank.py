"""Puts all but the map of a wide figure into a column beside it, for what stands below would leave the map too little."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product
from typing import TYPE_CHECKING

from maps.figures import entries, keys
from maps.figures.boxes import Box
from maps.figures.claims import stack
from maps.figures.column import GUTTER, LEAST_TOLLS, SMALLEST_NOMINAL, WIDTH, place_claims
from maps.figures.extent import frame_of
from maps.figures.lower import KEY_GAP, OVER_A_STRIP, STRIP_GAP
from maps.figures.refusal import TooSmallError
from maps.figures.shares import LEAST_MAP, Kept
from maps.figures.strip import strip_of
from maps.figures.surround import FROM_AFAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from maps.figures.choropleth import Shading
    from maps.figures.column import Claims
    from maps.figures.frame import Frame
    from maps.figures.keys import Entry, Key
    from maps.figures.plan import Learnt
    from maps.figures.sheet import Sheet
    from maps.figures.strip import Strip
    from maps.figures.subject import Subject
    from maps.figures.surround import Surround

SHARES = (0.27, 0.31, 0.35, 0.39, 0.43, 0.47, 0.51, 0.55, 0.59)
"""Of the body's width, what the column takes at least: the first of these in which all has room."""

LEAST_WIDE, LEAST_WITH_STRIP = 0.92, 0.75
"""How wide the column is at least, of what claims beside a map usually take; and with a timeline, which takes much of its height."""

FEW_SPANS = 3
"""A timeline of no more has a row for each."""

KEY_BESIDE = 150.0
"""Nominal: how wide a key is at least that stands between a map and claims."""

SMALLEST_CLAIMS = 0.82 * SMALLEST_NOMINAL
"""Nominal: claims are rather fewer than set in smaller words."""

SAME = 1.001
"""A map that is larger by less than this is as large."""

TALLEST_STRIP = 0.9
"""How high the timeline is at most, of the column's width."""


@dataclass(frozen=True)
class Flank:
    """A map as high as the body, and in a column beside it claims, the map's key, and a timeline, if it has one, with its own.

    The map's key stands under the map, which is lower then, where the column has no room for it.
    """

    frame: Frame
    claims: Claims
    keys: list[Key]
    keys_at: tuple[float, float]
    strip: Strip | None
    below: Box | None
    strip_keys: list[Key]


def flank_of(
    subject: Subject, sheet: Sheet, surround: Surround, shading: Shading | None, least: float, learnt: Learnt
) -> Flank:
    """Return the parts in the narrowest column that has room for them; raise `TooSmallError` where none has."""
    flanking = _Flanking(subject, sheet, surround, shading, least, learnt)
    if stands_under(subject):
        tried = [*product((True, False), SHARES, (LEAST_TOLLS, 1)), *product((True, False), SHARES, (0,))]
        return _first((partial(flanking.over_a_strip, *each) for each in tried), of_all=True, unit=surround.unit)
    least_wide = (LEAST_WITH_STRIP if subject.recipe.kind == "map_timeline" else LEAST_WIDE) * WIDTH * surround.unit
    shares = [share for share in SHARES if share * surround.body.width >= least_wide]
    ways = [(False, False), (True, False), (False, True), (True, True)]
    of_all = subject.recipe.preset == "slide" and subject.recipe.kind != "map_timeline"
    tried = [*product(ways, shares, (LEAST_TOLLS, 1)), *product(ways, shares, (0,))]
    return _first(
        ((partial(flanking.of, share, tolls, low=low, under=under)) for (low, under), share, tolls in tried),
        of_all=of_all,
        unit=surround.unit,
    )


def stands_under(subject: Subject) -> bool:
    """Return whether a timeline stands under the map, beside the claims: on a slide, where it is low, that is of few spans.

    Of many incidents the map is the main thing: their bars stand in the column.
    """
    recipe = subject.recipe
    return recipe.preset == "slide" and recipe.kind == "map_timeline" and len(subject.summary.spans) <= FEW_SPANS


def _first(ways: Iterable[Callable[[], Flank]], *, of_all: bool, unit: float) -> Flank:
    """Return the parts in the first way in which they have room, `of_all` claims where there is such a way; else raise `TooSmallError`."""
    fewer: list[Flank] = []
    for way in ways:
        with suppress(TooSmallError):
            flank = way()
            if not (of_all and flank.claims.left_out):
                return flank
            fewer.append(flank)
    if not fewer:
        raise TooSmallError((0.0, 20 * unit))
    return min(fewer, key=lambda flank: flank.claims.left_out)


@dataclass(frozen=True)
class _Flanking:
    """What is to stand in and beside a column."""

    subject: Subject
    sheet: Sheet
    surround: Surround
    shading: Shading | None
    least: float
    learnt: Learnt

    def of(self, share: float, tolls: int, *, low: bool, under: bool) -> Flank:
        """Return the parts with a column of a share of the body; the map's key may be `under` the map, the timeline `low`.

        The key is under the map in any case where that takes nothing from it.

        Raises `TooSmallError`.
        """
        body, unit = self.surround.body, self.surround.unit
        room = body._replace(right=body.right - share * body.width - GUTTER * unit)
        alone = self._framed(room)
        found, high = self._keys(room.width if under else alone.box.width)
        frame = self._framed(room._replace(bottom=room.bottom - high - KEY_GAP * unit), beside=not under)
        if not under and (frame.metres_per_px > SAME * alone.metres_per_px or frame.box.width < alone.box.width):
            column = body._replace(left=alone.box.right + GUTTER * unit)
            return self._filled(alone, column, *self._keys(column.width), tolls, low=low)
        column = body._replace(left=(room if under else frame.box).right + GUTTER * unit)
        flank = self._filled(frame, column, [], 0.0, tolls, low=low)
        return replace(flank, keys=found, keys_at=(room.left, frame.box.bottom + KEY_GAP * unit))

    def over_a_strip(self, with_key: bool, share: float, tolls: int) -> Flank:
        """Return the claims in a column of a share of the body, beside it the map over the timeline with its key.

        The map's key stands below the claims, the column being `with_key`, and leaves the map the whole width, or else by the map.

        Raises `TooSmallError`.
        """
        body, unit = self.surround.body, self.surround.unit
        column = body._replace(left=body.right - share * body.width)
        room = body._replace(right=column.left - GUTTER * unit)
        strip = self._strip(room)
        of_strip = entries.of_strip(self.subject, strip, learnt=self.learnt) if strip else []
        like = self._like(column.width) if with_key else room.width
        keys_of_strip, own = keys.arrange(of_strip, self.subject.theme, unit, room.width, like)
        strip_high = strip.good_height(unit) if strip else 0.0
        over = room.bottom - (STRIP_GAP + (KEY_GAP if of_strip else 0.0)) * unit - strip_high - own
        if with_key:
            frame, bottom = self._wide(room._replace(bottom=over)), over
            found, high = self._keys(column.width)
            claims = self._claims(column._replace(bottom=column.bottom - high - STRIP_GAP * unit), tolls)
            if not claims.columns:
                raise TooSmallError((0.0, high))
            end = max(each.box.top + stack(each.pieces).height for each in claims.columns)
            at = column.left, end + STRIP_GAP * unit
        else:
            claims = self._claims(column, tolls)
            frame, found, at, bottom = self._over(room._replace(bottom=over))
        below = Box(room.left, bottom + STRIP_GAP * unit, room.right, bottom + STRIP_GAP * unit + strip_high)
        return Flank(frame, claims, found, at, strip, below if strip else None, keys_of_strip)

    def _wide(self, room: Box) -> Frame:
        """Return a map as wide as a room; raise `TooSmallError` where it needs less, or a wider room would give it a larger scale."""
        body, frame = self.surround.body, frame_of(self.subject, room, beside=False)
        widest = frame_of(self.subject, room._replace(right=body.right - SHARES[0] * body.width), beside=False)
        is_filled = frame.box.width > room.width - GUTTER * self.surround.unit / 2
        is_as_large = (
            room.height >= LEAST_MAP * self.surround.unit and frame.metres_per_px <= SAME * widest.metres_per_px
        )
        if not (is_filled and is_as_large):
            raise TooSmallError((0.0, LEAST_MAP * self.surround.unit))
        return frame.at(frame.box.moved(room.left - frame.box.left, 0))

    def _over(self, room: Box) -> tuple[Frame, list[Key], tuple[float, float], float]:
        """Return a map in a room with its key, beside it where it leaves that much width, else under it; and where both end.

        Raises `TooSmallError`.
        """
        unit = self.surround.unit
        frame = self._framed(room)
        left = frame.box.right + GUTTER * unit
        if room.right - left >= KEY_BESIDE * unit:
            found, high = self._keys(room.right - left)
            if high <= frame.box.height:
                return frame, found, (left, frame.box.top), frame.box.bottom
        found, high = self._keys(room.width)
        frame = self._framed(room._replace(bottom=room.bottom - high - KEY_GAP * unit), beside=False)
        end = frame.box.bottom + KEY_GAP * unit
        return frame, found, (frame.box.left, end), end + high

    def _framed(self, room: Box, *, beside: bool = True) -> Frame:
        """Return a map in a room; raise `TooSmallError` where that is too low."""
        if room.height < LEAST_MAP * self.surround.unit:
            raise TooSmallError((0.0, LEAST_MAP * self.surround.unit - room.height))
        return frame_of(self.subject, room, beside=beside)

    @cached_property
    def _entries(self) -> Sequence[Entry]:
        """The lines of the map's key: the same however wide it is."""
        return entries.of_map(self.subject, self.shading, None, learnt=self.learnt)

    def _keys(self, wide: float) -> tuple[list[Key], float]:
        """Return the map's key in a width, and its height."""
        return keys.arrange(self._entries, self.subject.theme, self.surround.unit, wide, self._like(wide))

    def _like(self, wide: float) -> float:
        """Return as in which width the words of a key so wide are set: on a slide to be read from afar where they may be so large."""
        is_slide = self.subject.recipe.preset == "slide" and not self._is_over_bars
        return max(wide, keys.WORDS_ACROSS * FROM_AFAR) if is_slide else wide

    @property
    def _is_over_bars(self) -> bool:
        """Whether the column has the bars of many incidents as well, whose map is the main thing."""
        return self.subject.recipe.kind == "map_timeline" and not stands_under(self.subject)

    def _filled(self, frame: Frame, column: Box, of_map: list[Key], high: float, tolls: int, *, low: bool) -> Flank:
        """Return a column's parts, from above: claims, the map's key, so `high`, and the timeline in what they leave."""
        unit, strip = self.surround.unit, self._strip(column)
        found = entries.of_strip(self.subject, strip, learnt=self.learnt) if strip else []
        of_strip, own = keys.arrange(found, self.subject.theme, unit, column.width)
        foot, high = own + (KEY_GAP * unit if found else 0.0), high + (STRIP_GAP * unit if of_map else 0.0)
        needed = (strip.least_height if low else strip.good_height)(unit) if strip else 0.0
        claims = self._claims(column._replace(bottom=column.bottom - foot - high - needed - STRIP_GAP * unit), tolls)
        ends = [each.box.top + stack(each.pieces).height + STRIP_GAP * unit for each in claims.columns if each.pieces]
        keys_top = max(ends, default=column.top)
        flank = Flank(frame, claims, of_map, (column.left, keys_top), strip, None, of_strip)
        if strip is None:
            return flank
        most = min(strip.most_height(unit), max(TALLEST_STRIP * column.width, needed))
        top, bottom = keys_top + high, column.bottom - foot
        return replace(flank, below=column._replace(top=top, bottom=min(bottom, top + most)))

    def _strip(self, column: Box) -> Strip | None:
        """Return the timeline in a column; None where the figure has none."""
        if self.subject.recipe.kind != "map_timeline":
            return None
        strip = strip_of(self.subject, OVER_A_STRIP * column.height, column.width, self.surround.unit, whole=True)
        return None if strip.is_empty else strip

    def _claims(self, room: Box, tolls: int) -> Claims:
        """Return the claims in the upper part of a column, so many groups of people at least."""
        if room.height < 0:
            raise TooSmallError((0.0, -room.height))
        if self._is_over_bars:
            return self._said(room, self.surround.unit, self.least, tolls)
        least = self.surround.least_said(self.least)
        if self.surround.unit_from_afar > self.surround.unit:
            with suppress(TooSmallError):
                claims = self._said(room, self.surround.unit_from_afar, FROM_AFAR, tolls)
                if not claims.left_out:
                    return claims
        return self._said(room, self.surround.unit, least, tolls)

    def _said(self, room: Box, unit: float, least: float, tolls: int) -> Claims:
        return place_claims(
            self.sheet, self.subject, self.subject.said, room, unit, max(least, SMALLEST_CLAIMS * unit),
            Kept(0.0, 0.0, 0.0, 0.0, 0.0), beside=True, wider=room.width - WIDTH * unit, least_tolls=tolls,
            largest=self.surround.largest,
        )  # fmt: skip
