"""Names on the map, placed greedily: the most important first, none over another, over a mark or across the frame."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures import name_line
from maps.figures.badges import Ground, share_in
from maps.figures.block import Block
from maps.figures.boxes import Box, Room, inside
from maps.figures.foremost import foremost, in_turn
from maps.figures.grounds import middles
from maps.figures.marks import one_a_place, told_apart
from maps.figures.neighbours import ASIDE, gaps, off
from maps.figures.owners import ENOUGH, PLAIN, Owners
from maps.figures.territory import abroad, crossing
from maps.figures.words import Style, shorten
from maps.fonts import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from maps.figures.block import Spot
    from maps.figures.frame import Frame
    from maps.figures.marks import Mark
    from maps.figures.sheet import Sheet
    from maps.figures.wording import Wording
    from maps.theme import Theme

SAME_NAME_WITHIN_PX = 90
FAR, OFF_OTHERS = (10, 20, 32), 0.6
"""Nominal: how far from its mark a name may stand that a line joins to it; and from other marks, in sizes of its letters."""

FARTHER, FOREMOST = (14, 66, 8), (14, 118, 8)
"""The same in any direction, where there is no room nearer, from the least on; of the foremost names still farther."""

ACROSS = 40.0
"""Nominal: so far the line of one of the foremost may run over others' ground, rather than that an outline runs through its name."""

FEW = 2
"""So many of the foremost that found no room are named before all others instead; more have none anyway."""

TRIED = 48
"""So many of the places farther off are tried for one whose line meets nothing."""

HARDLY = 2.5
"""Nominal: how far an outline may run into a name, rather than that this stands far off."""

ON_ITS_OWN, MOST_ABROAD = 0.4, 0.35
"""Share of an area's name that lies on the area, from which on it may reach over its border; and most of any name that lies on others."""

LONGEST_NAME_PX = 240
BESIDE, BESIDE_GROUND, ABOVE = 1.4, 0.6, 0.45
"""Of the size of its letters: what lies at least between a name and the next, which are else read as one; less where it is of the ground, in type of its own."""

CUTS, CUT = "name-cuts", 1.0
"""What lies above outlines and beneath a name through which one runs: a halo of so much of its usual width, in which it ends."""

LAYERS = (name_line.LAYER, "ground-names", "ground-names-outlines", "towns", "names-outlines")
"""What names are drawn into, from below."""


@dataclass
class Names:
    """The names of one map, and the room that they leave each other."""

    sheet: Sheet
    frame: Frame
    theme: Theme
    room: Room
    unit: float
    scripts: tuple[str, ...]
    wording: Wording
    avoided: Room = field(default_factory=Room)
    set: Room = field(default_factory=Room)
    placed: dict[str, list[Box]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[str] = field(default_factory=list[str])
    owners: Owners = field(default_factory=lambda: Owners(1.0))
    """Whose mark is where."""

    by_rank: bool = False
    """Whether no numbers are seen, so that larger towns are named before busier ones."""

    foremost: frozenset[tuple[str, ...]] = frozenset()
    """Whose names are set rather far off than not at all."""

    called: frozenset[str] = frozenset()
    """What marks are called, with a name on the map or not: towns without records that are called so are not named."""

    two_kinds: bool = False
    """Whether both areas and towns have names, which then differ in type."""

    points: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    """Dots of a crowd, a row (x, y) each, in pixels: they take no room, but no name for orientation stands on them."""

    areas: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    """What is hatched or shaded, in pixels."""

    @cached_property
    def edges(self) -> shapely.STRtree:
        """The outlines of all that is hatched or shaded."""
        return shapely.STRtree(shapely.boundary(self.areas))

    ground: Ground = field(default_factory=lambda: Ground.of((), {}))
    """The same by place, so that the name of an area stands on no other."""

    lines: int = 1
    """In how many scripts names stand."""

    pending: list[Callable[[], None]] = field(default_factory=list["Callable[[], None]"])
    """What is to be drawn of the names that are set."""

    reach: list[tuple[Box, float]] = field(default_factory=list[tuple[Box, float]])
    """The names set, each with how far the dots of towns keep off it."""

    def of_marks(self, marks: Sequence[Mark], most: int | None = None) -> None:
        """Name the marks, the foremost first, or only the first few; rather beside towns than over them.

        All stand in two scripts or none does: where one name has no second, or no room for it, all have the leading one alone.
        """
        size = min(max(self.frame.box.width / 46, 11.5 * self.unit), 13.5 * self.unit)
        style = Style(size, self.theme.label, weight=600, halo=self.theme.halo)
        named = told_apart(one_a_place(marks), self.wording)
        self.owners = Owners.of_marks(named, self.unit)
        self.called = frozenset(mark.name for mark in marks)
        self.two_kinds = len({bool(mark.level) for mark in named}) > 1
        wanted = [mark for mark in in_turn(named, by_rank=self.by_rank) if mark.name][:most]
        self.foremost = frozenset(mark.of for mark in foremost(wanted))
        if len(self.scripts) > 1 and all(mark.name_ur for mark in wanted):
            self.lines = 2
            before = len(self.room), len(self.set), len(self.reach)
            if self._set_all(wanted, style, all_or_none=True):
                return self._draw_all()
            self._give_back(*before)
        self.lines = 1
        before = len(self.room), len(self.set), len(self.reach)
        if not self._set_all(wanted, style) and 0 < len(lacking := self.foremost - self.owners.named) <= FEW:
            self._give_back(*before)
            self._set_all(sorted(wanted, key=lambda mark: mark.of not in lacking), style)
        return self._draw_all()

    def _set_all(self, marks: Sequence[Mark], style: Style, *, all_or_none: bool = False) -> bool:
        """Set the names of marks, to be drawn; return whether all had room: with `all_or_none` it ends at the first that has none."""
        second = Style(style.size * 0.96, self.theme.label_muted, halo=self.theme.halo)
        self.left_out, self.pending, self.owners.named = [], [], frozenset()
        for mark in marks:
            if self._is_named_nearby(mark):
                continue
            block = self.block(mark, style, second)
            if not block.latin or self._has_room(mark, [block, *self._folded(block)]):
                self.owners.named |= {mark.of}
            else:
                self.left_out.append(mark.name)
                if all_or_none:
                    return False
        return not self.left_out

    def _draw_all(self) -> None:
        """Draw the names that are set."""
        self.sheet.layer(CUTS)
        for draw in self.pending:
            draw()

    def _has_room(self, mark: Mark, blocks: Sequence[Block]) -> bool:
        """Set a name in the first of its forms that has room: clear of outlines, beside its mark or with a line, else over one beside it, else farther off."""
        ways = (
            partial(self._place, clear=True),
            self._elsewhere,
            partial(self._far_off, clear=True),
            partial(self._place, clear=True, hardly=HARDLY),
            *([partial(self._outside, across=ACROSS)] if mark.level and mark.of in self.foremost else []),
            self._place,
            self._outside,
            self._far_off,
            *([partial(self._place, anywhere=True)] if mark.of in self.foremost and not mark.level else []),
        )
        return any(way(mark, block) for way in ways for block in blocks)

    @staticmethod
    def _folded(block: Block) -> list[Block]:
        """Return a name of several words on two lines, where it has the second one free."""
        words = block.latin.split(" ")
        if block.urdu or len(words) < 2:
            return []
        _, parted = min((abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))), n) for n in range(1, len(words)))
        return [replace(block, latin=" ".join(words[:parted]), urdu=" ".join(words[parted:]), urdu_style=block.style)]

    def _give_back(self, room: int, placed: int, reach: int) -> None:
        self.room.give_back(room)
        self.set.give_back(placed)
        del self.reach[reach:]
        self.placed.clear()

    def _is_named_nearby(self, mark: Mark) -> bool:
        """Return whether a mark of the same place is named so near that its name would stand there twice."""
        near = (math.dist(mark.box.centre, box.centre) for box in self.placed.get(mark.name.casefold(), ()))
        return self.owners.of.count(mark.of) > 1 and any(
            distance < SAME_NAME_WITHIN_PX * self.unit for distance in near
        )

    def _place(self, mark: Mark, block: Block, *, clear: bool = False, hardly: float = 0.0, anywhere: bool = False) -> bool:  # fmt: skip
        """Set a name at the first of its spots beside the mark that is free, rather one clearly its own and off the towns around.

        With `clear`, no outline of an area runs through it there, nearer to its middle than `hardly` at its edges; `anywhere` it
        may stand on the ground of others too.
        """
        spots = list(block.around(mark.box, 5 * self.unit, on_it=mark.is_plain))
        boxes = block.boxes(spots, 0.0)
        grown = boxes + 1.5 * self.unit * np.array([-1, -1, 1, 1])
        free = self.room.free(grown) & inside(grown, self.within) & self._apart(boxes, block, BESIDE)
        own, plainly = self.owners.own(mark, block, spots, ENOUGH, PLAIN)
        free &= own
        if clear:
            free &= self._is_clear_of_edges(boxes - hardly * self.unit * np.array([-1, -1, 1, 1]))
        if not anywhere:
            free[free] = self._on_its_ground(mark, boxes[free])
        if not free.any():
            return False
        plain, off_towns = free & plainly, self.avoided.free(boxes)
        good = next(good for good in (plain & off_towns, free & off_towns, plain, free) if good.any())
        return bool(self.fit(block, [spots[int(np.argmax(good))]], "label", mark))

    def _is_clear_of_edges(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box whether no outline of an area with records runs through it."""
        crossed = np.zeros(len(boxes), dtype=bool)
        crossed[self.edges.query(shapely.box(*boxes.T), predicate="intersects")[0]] = True
        return ~crossed

    def _on_its_ground(self, mark: Mark, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box whether a name there would be taken for that of nothing in another area: on bare ground, or mostly on its own."""
        at_home = abroad(self.ground, mark, boxes) <= MOST_ABROAD
        if not mark.level:
            return at_home
        bare = self.ground.is_bare(mark.place_id, boxes)
        if mark.place_id in self.ground.ids:
            own = self.ground.tree.geometries[self.ground.ids.index(mark.place_id)]
            bare[~bare] = [share_in(own, Box(*box)) >= ON_ITS_OWN for box in boxes[~bare].tolist()]
        return bare & at_home

    def _elsewhere(self, mark: Mark, block: Block) -> bool:
        """Set the name of an area in whose middle another mark is wholly on free ground of its own, which needs no line."""
        if not mark.is_plain or mark.place_id not in self.ground.ids:
            return False
        own = self.ground.tree.geometries[self.ground.ids.index(mark.place_id)]
        spots = middles(own, block, 2 * self.unit)
        free = self.ground.is_bare(mark.place_id, block.boxes(spots, 0.0))
        for spot in (spot for spot, good in zip(spots, free, strict=True) if good):
            here = replace(mark, box=Box(*block.box(*spot).centre * 2).grown(self.unit))
            if self.owners.own(here, block, [spot], ENOUGH)[0] and self.fit(block, [spot], "label", here):
                self.pending.append(partial(self.sheet.note, "centre", mark.name, here.box, of=mark.of))
                return True
        return False

    def _far_off(self, mark: Mark, block: Block, *, clear: bool = False) -> bool:
        """Set a name farther from its mark, joined to it by a thin line that meets nothing; with `clear`, no outline is beneath the name."""
        for away in FAR:
            spots = list(block.around(mark.box.grown(away * self.unit), 2 * self.unit))
            boxes = block.boxes(spots, 0.0)
            own = self._off_others(mark, block, spots)
            own[own] = self._on_its_ground(mark, boxes[own])
            if clear:
                own &= self._is_clear_of_edges(boxes)
            if self._joined(mark, block, spots, own):
                return True
        return False

    def _outside(self, mark: Mark, block: Block, across: float = math.inf) -> bool:
        """Set a name farther still, in any direction, on no area with records, joined to its mark by such a line, so far at most `across` others."""
        farthest = FOREMOST if mark.of in self.foremost else FARTHER
        spots = list(block.all_around(mark.box, [away * self.unit for away in range(*farthest)]))
        free = np.flatnonzero(self._is_free(block, spots, BESIDE))
        spots = [spots[number] for number in free.tolist()]
        own = np.ones(len(spots), dtype=bool)
        own[self.ground.tree.query(shapely.box(*block.boxes(spots, 0.0).T), predicate="intersects")[0]] = False
        spots = [spot for spot, good in zip(spots, own.tolist(), strict=True) if good]
        if spots and mark.of in self.foremost:
            boxes = block.boxes(spots, 0.0)
            over = crossing(self.ground, mark, (boxes[:, :2] + boxes[:, 2:]) / 2)
            order = np.argsort(gaps(boxes, np.array([mark.box]))[:, 0] + over, kind="stable")
            spots = [spots[number] for number in order.tolist() if over[number] <= across * self.unit]
        return bool(spots) and self._joined(mark, block, spots, self._off_others(mark, block, spots))

    def _off_others(self, mark: Mark, block: Block, spots: Sequence[Spot]) -> NDArray[np.bool_]:
        """Return of each spot whether a name there, joined to its mark by a line, is read as that of no other."""
        boxes, apart = block.boxes(spots, 0.0), OFF_OTHERS * block.style.size
        own = np.asarray((gaps(boxes, self.owners.others(mark, boxes, apart)) >= apart).all(axis=1))
        own[own] = self.owners.is_clear(mark, boxes[own], block.leads(spots)[own], led=True)
        return own

    def _joined(self, mark: Mark, block: Block, spots: Sequence[Spot], own: NDArray[np.bool_]) -> bool:
        """Set a name at the first of those of its own spots from which a line to its mark meets nothing, with the line."""
        own = own & self._is_free(block, spots, BESIDE)
        same = self.owners.at_its_point(mark) if own.any() else np.empty((0, 4))
        tried = np.flatnonzero(own)[:TRIED].tolist()
        found = (spots[number] for number in tried if self._joins(mark, block, spots[number], same))
        spot = self.fit(block, [each for each in (next(found, None),) if each], "label", mark, led=True)
        if spot is None:
            return False
        line = name_line.ends(mark, block, spot)
        squares = [Box(*square) for square in name_line.steps(mark, line, self.unit).tolist()]
        for square in squares:
            self.room.take(square)
        self.pending.append(partial(name_line.draw, self.sheet, self.theme, mark, line, squares, self.unit))
        return True

    def _joins(self, mark: Mark, block: Block, spot: Spot, same: NDArray[np.float64]) -> bool:
        """Return whether a line from a mark to its name would cross nothing, nor meet another mark, those at its own point aside."""
        squares = name_line.steps(mark, name_line.ends(mark, block, spot), self.unit)
        if len(same):
            squares = squares[(gaps(squares, same) > self.unit).all(axis=1)]
        if len(squares) < name_line.SEEN:
            return False
        apart = name_line.OFF_MARKS * self.unit if mark.is_plain else 0.0
        away = gaps(squares, self.owners.others(mark, squares, apart + self.unit, seen=True))
        return bool(self.room.free(squares).all() and (away > 0).all() and (away[0] > apart).all())

    def block(self, mark: Mark, style: Style, second: Style) -> Block:
        """Return a mark's name in the scripts that are wanted, the leading one in bold; where it has none, in the other."""
        longest = LONGEST_NAME_PX * self.unit
        names = {"latin": mark.name, "urdu": mark.name_ur}
        if not self.scripts:
            return Block("", "", style, second)
        first, *others = [names[script] for script in self.scripts if names[script]] or [mark.name]
        other = others[0] if others and self.lines > 1 else ""
        if mark.level and self.two_kinds:
            style, second = self._of_area(first, style), self._of_area(other, second)
        return Block(shorten(first, style, longest), shorten(other, second, longest), style, second)

    def _of_area(self, name: str, style: Style) -> Style:
        """Return how an area is named beside towns: light and slanted; in Arabic script, which does not slant, just light: grey is too faint on hatches."""
        if is_right_to_left(name):
            return replace(style, weight=400, colour=self.theme.label)
        return replace(style, weight=400, italic=True)

    def fit(
        self,
        block: Block,
        spots: Iterable[Spot],
        kind: str,
        mark: Mark | None = None,
        *,
        of: tuple[str, ...] = (),
        led: bool = False,
    ) -> Spot | None:
        """Set a name at the first spot that is free, to be drawn later, and take its room; return the spot, None where there was none."""
        tried = list(spots)
        if not block.latin or not tried:
            return None
        good = self._is_free(block, tried, BESIDE if kind == "label" else BESIDE_GROUND)
        if not good.any():
            return None
        chosen = int(np.argmax(good))
        self.pending.append(partial(self._draw, block, *tried[chosen], kind, mark.of if mark else of))
        box = Box(*block.boxes([tried[chosen]], 1.5 * self.unit)[0].tolist())
        self.room.take(box)
        self.set.take(block.box(*tried[chosen]))
        self.placed[(mark.name if mark else block.latin).casefold()].append(box)
        if mark:
            lead = block.leads([tried[chosen]])
            high, near = lead[:, 3] - lead[:, 1], gaps(lead, np.array(mark.drawn)).min(axis=1)
            (apart,) = np.maximum(ASIDE * high, off(high, near, led=led))
            self.reach.append((block.box(*tried[chosen]), float(apart)))
        return tried[chosen]

    def _is_free(self, block: Block, spots: Sequence[Spot], beside: float) -> NDArray[np.bool_]:
        """Return of each spot whether a name has room there, with so much beside it to the next."""
        boxes = block.boxes(spots, 1.5 * self.unit)
        return self.room.free(boxes) & inside(boxes, self.within) & self._apart(block.boxes(spots, 0.0), block, beside)

    def _apart(self, boxes: NDArray[np.float64], block: Block, beside: float) -> NDArray[np.bool_]:
        """Return of each box whether a name in it, with so much beside it, would be read apart from those set."""
        return self.set.free(boxes + block.style.size * np.array([-beside, -ABOVE, beside, ABOVE]))

    @property
    def within(self) -> Box:
        """Where names may stand."""
        return self.frame.box.grown(-5 * self.unit)

    def _draw(self, block: Block, x: float, y: float, anchor: str, kind: str, of: tuple[str, ...]) -> None:
        layer = "names" if kind == "label" else "ground-names"
        lines = [(y, block.latin, block.style), (y + block.drop, block.urdu, block.urdu_style)]
        is_crossed = kind == "label" and not self._is_clear_of_edges(block.boxes([(x, y, anchor)], 0.0)).all()
        for baseline, words, style in lines:
            self.sheet.write(layer, x, baseline, words, style, anchor=anchor, kind=kind, of=of)
            if words and is_crossed:
                self.sheet.halo(CUTS, x, baseline, words, style, anchor, CUT)
