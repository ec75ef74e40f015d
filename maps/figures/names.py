"""Names on the map, placed greedily: the most important first, none over another, over a mark or across the frame."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures import led, name_line
from maps.figures.badges import Ground, share_in
from maps.figures.block import Block
from maps.figures.boxes import Box, Room, inside
from maps.figures.foremost import first_of, foremost, in_turn
from maps.figures.forms import block_of, folded
from maps.figures.grounds import middles
from maps.figures.led import BESIDE, Stood
from maps.figures.marks import one_a_place, told_apart
from maps.figures.neighbours import ASIDE, gaps, off
from maps.figures.owners import ENOUGH, PLAIN, Owners
from maps.figures.territory import abroad
from maps.figures.words import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from maps.figures.block import Spot
    from maps.figures.frame import Frame
    from maps.figures.marks import Mark
    from maps.figures.sheet import Sheet
    from maps.figures.wording import Wording
    from maps.theme import Theme

    Way = Callable[[Mark, Block], bool]
    Ways = Callable[[Mark], tuple[Way, ...]]

SAME_NAME_WITHIN_PX = 90
FEW = 2
"""So many of the foremost that found no room are named before all others instead; more have none anyway."""

HARDLY = 2.5
"""Nominal: how far an outline may run into a name, rather than that this stands far off."""

ON_ITS_OWN, MOST_ABROAD = 0.4, 0.35
"""Share of an area's name that lies on the area, from which on it may reach over its border; and most of any name that lies on others."""

BESIDE_GROUND, ABOVE = 0.6, 0.45
"""Of the size of its letters: what lies at least beside a name of the ground, in type of its own, and above and below any."""

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

    least: float = 11.5
    """Nominal size of the names of marks at least."""

    few: int = 0
    """If any, so many of the foremost have names, and other marks where these stand beside them without a line."""

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

    empty: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    """The few districts that are neither, on a map on which most are, in pixels."""

    ground: Ground = field(default_factory=lambda: Ground.of((), {}))
    """The same by place, so that the name of an area stands on no other."""

    lines: int = 1
    """In how many scripts names stand."""

    forms: dict[Mark, list[Block]] = field(default_factory=dict["Mark", "list[Block]"])
    """How the name of each mark may be written."""

    stood: dict[Mark, Stood] = field(default_factory=dict["Mark", Stood])
    """Where the names of marks are set."""

    pending: list[Callable[[], None]] = field(default_factory=list["Callable[[], None]"])
    """What is to be drawn of the names that are set."""

    reach: list[tuple[Box, float]] = field(default_factory=list[tuple[Box, float]])
    """The names set, each with how far the dots of towns keep off it."""

    def of_marks(self, marks: Sequence[Mark], most: int | None = None, *, plainly: bool = False) -> None:
        """Name the marks, the foremost first, or only the first few; rather beside towns than over them.

        `plainly`, further ones are named as well where their name stands beside them without a line.
        All stand in two scripts or none does: where one name has no second, or no room for it, all have the leading one alone.
        """
        size = min(max(self.frame.box.width / 46, self.least * self.unit), 13.5 * self.unit)
        style = Style(size, self.theme.label, weight=600, halo=self.theme.halo)
        named = told_apart(one_a_place(marks), self.wording)
        self.owners = Owners.of_marks(named, self.unit)
        self.called = frozenset(mark.name for mark in marks)
        self.two_kinds = len({bool(mark.level) for mark in named}) > 1
        wanted = [mark for mark in in_turn(named, by_rank=self.by_rank) if mark.name]
        first = first_of(wanted, most) if most else foremost(wanted)
        self.foremost = frozenset(mark.of for mark in (foremost(wanted) if plainly else first))
        self.few = len(first) if plainly else 0
        wanted = first if most and not plainly else wanted
        if len(self.scripts) > 1 and all(mark.name_ur for mark in wanted):
            self.lines = 2
            before = self._taken
            if not self._set_all(wanted, style, all_or_none=True):
                return self._draw_all()
            self._give_back(before)
        self.lines = 1
        self.left_out = [mark.name for mark in self._set_all(wanted, style)]
        return self._draw_all()

    def _set_all(self, marks: Sequence[Mark], style: Style, *, all_or_none: bool = False) -> list[Mark]:
        """Set the names of marks, to be drawn; return those that have no room: with `all_or_none` it ends at the first of them.

        Where few of the foremost have none, theirs are set before all others, which then stand where they did if that is free.
        """
        second = Style(style.size * 0.96, self.theme.label_muted, halo=self.theme.halo)
        self.pending, self.stood, self.owners.named, before = [], {}, frozenset(), self._taken
        self.forms = {
            mark: [block, *folded(block)] for mark in marks for block in [block_of(self, mark, style, second)]
        }
        if all_or_none:
            return self._set_in_turn(marks, (self._ways,), all_or_none=True)
        drawn, staged = [mark for mark in marks if not mark.is_plain], (self._plain_ways, self._other_ways)
        if self.few:
            return self._set_few(drawn, before)
        left = self._set_in_turn([mark for mark in drawn if mark.of in self.foremost], (self._ways,))
        left += self._set_in_turn([mark for mark in drawn if mark.of not in self.foremost], staged)
        left = self._set_in_turn(self._set_first(left, before), (self._last_ways,))
        return left + self._set_in_turn([mark for mark in marks if mark.is_plain], (*staged, self._last_ways))

    def _set_few(self, marks: Sequence[Mark], before: tuple[int, int, int]) -> list[Mark]:
        """Set the names of a few of the foremost, then those of others that stand plainly beside their marks; return what has no room."""
        left = [mark for mark in marks if mark.of in self.foremost]
        for ways in (self._ways, self._last_ways):
            for mark in left:
                if len(self.owners.named) < self.few:
                    self._set_in_turn([mark], (ways,))
            left = [mark for mark in left if mark.of not in self.owners.named]
            if ways == self._ways and (lack := self.few - len(self.owners.named)) > 0:
                left = self._set_first(left[:lack], before) + left[lack:]
        rest = [mark for mark in marks if mark.of not in self.owners.named]
        return self._set_in_turn(rest, (self._plain_ways,))

    def _set_first(self, left: list[Mark], before: tuple[int, int, int]) -> list[Mark]:
        """Set the names of the few of the foremost that are left before all others, which stand where they did if that is free."""
        lacking, stood = [mark for mark in left if mark.of in self.foremost], self.stood
        if not 0 < len({mark.of for mark in lacking}) <= FEW:
            return left
        self._give_back(before)
        self.pending, self.stood, self.owners.named = [], {}, frozenset()
        still = self._set_in_turn(lacking, (self._ways,))
        moved = [mark for mark, where in stood.items() if not self._stands_again(mark, where)]
        return [*still, *self._set_in_turn(moved, (self._ways,)), *(mark for mark in left if mark not in lacking)]

    def _set_in_turn(self, marks: Sequence[Mark], ways: Sequence[Ways], *, all_or_none: bool = False) -> list[Mark]:
        """Set the names of marks in the first ways, then those that are left in the next; return what has no room.

        So those come first that stand plainly beside their marks, and no line runs over these.
        """
        for each in ways:
            waiting: list[Mark] = []
            for mark in marks:
                if not self._is_named_nearby(mark) and not self._has_room(mark, each(mark)):
                    waiting.append(mark)
                    if all_or_none:
                        return waiting
            marks = waiting
        return list(marks)

    def _draw_all(self) -> None:
        """Draw the names that are set."""
        self.sheet.layer(CUTS)
        for draw in self.pending:
            draw()

    def _has_room(self, mark: Mark, ways: Iterable[Way]) -> bool:
        """Set a name in the first of some ways, in the first of its forms, that has room; return whether one has."""
        blocks = self.forms[mark]
        if blocks[0].latin and not any(way(mark, block) for way in ways for block in blocks):
            return False
        self.owners.named |= {mark.of}
        return True

    def _plain_ways(self, _: Mark) -> tuple[Way, ...]:
        """Return how a name stands best: clear of outlines and without a line."""
        return partial(self._place, clear=True), self._elsewhere

    def _ways(self, mark: Mark) -> tuple[Way, ...]:
        """Return all of these ways."""
        return *self._plain_ways(mark), *self._other_ways(mark)

    def _other_ways(self, mark: Mark) -> tuple[Way, ...]:
        """Return how it stands else: with a line, else over an outline beside its mark, else farther off."""
        is_foremost = mark.of in self.foremost
        return (
            partial(led.far_off, self, clear=True),
            partial(self._place, clear=True, hardly=HARDLY),
            *([partial(led.outside, self, across=led.ACROSS)] if mark.level and is_foremost else []),
            self._place,
            partial(led.outside, self),
            partial(led.far_off, self),
            *([partial(self._place, anywhere=True)] if is_foremost and not mark.level else []),
        )

    def _last_ways(self, _: Mark) -> tuple[Way, ...]:
        """Return how a name stands rather than not at all."""
        return (partial(led.farthest, self),)

    @property
    def _taken(self) -> tuple[int, int, int]:
        return len(self.room), len(self.set), len(self.reach)

    def _stands_again(self, mark: Mark, where: Stood) -> bool:
        """Set a name with its line where it stood before, if both are free there."""
        self.owners.named |= {mark.of}
        if where.line is not None and not self.room.free(name_line.steps(mark, where.line, self.unit)).all():
            return False
        return self.set_at(mark, where)

    def _give_back(self, before: tuple[int, int, int]) -> None:
        room, placed, reach = before
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
            free &= self.is_clear_of_edges(boxes - hardly * self.unit * np.array([-1, -1, 1, 1]))
        if not anywhere:
            free[free] = self.is_on_its_ground(mark, boxes[free])
        if not free.any():
            return False
        plain, off_towns = free & plainly, self.avoided.free(boxes)
        good = next(good for good in (plain & off_towns, free & off_towns, plain, free) if good.any())
        return self.set_at(mark, Stood(block, spots[int(np.argmax(good))]))

    def is_clear_of_edges(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box whether no outline of an area with records runs through it."""
        crossed = np.zeros(len(boxes), dtype=bool)
        crossed[self.edges.query(shapely.box(*boxes.T), predicate="intersects")[0]] = True
        return ~crossed

    def is_on_its_ground(self, mark: Mark, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box whether a name there would be taken for that of nothing in another area: on bare ground, or mostly on its own."""
        at_home = abroad(self.ground, mark, boxes) <= MOST_ABROAD
        if not mark.level:
            return at_home
        bare = self.ground.is_bare(mark.place_id, boxes)
        if mark.place_id in self.ground.ids:
            own = self.ground.tree.geometries[self.ground.ids.index(mark.place_id)]
            bare[~bare] = [share_in(own, Box(*box)) >= ON_ITS_OWN for box in boxes[~bare].tolist()]
        return bare & at_home

    def is_off_empty(self, mark: Mark, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of each box whether a name with a line stands on no single district without records, of which it would be read as the name."""
        off = np.ones(len(boxes), dtype=bool)
        home = shapely.points(*(mark.end or mark.box).centre)
        for shape in self.empty[~np.asarray(shapely.intersects(self.empty, home), dtype=bool)]:
            off &= ~np.asarray(shapely.intersects(shape, shapely.box(*boxes.T)))
        return off

    def _elsewhere(self, mark: Mark, block: Block) -> bool:
        """Set the name of an area in whose middle another mark is wholly on free ground of its own, which needs no line."""
        if not mark.is_plain or mark.place_id not in self.ground.ids:
            return False
        own = self.ground.tree.geometries[self.ground.ids.index(mark.place_id)]
        spots = middles(own, block, 2 * self.unit)
        free = self.ground.is_bare(mark.place_id, block.boxes(spots, 0.0))
        for spot in (spot for spot, good in zip(spots, free, strict=True) if good):
            here = replace(mark, box=Box(*block.box(*spot).centre * 2).grown(self.unit))
            if self.owners.own(here, block, [spot], ENOUGH)[0] and self.set_at(mark, Stood(block, spot, here)):
                return True
        return False

    def set_at(self, mark: Mark, where: Stood) -> bool:
        """Set a name where it has room, with the line to it; note the middle that it stands at, where it is not its mark's."""
        if self.fit(where.block, [where.spot], "label", where.at or mark, led=where.line is not None) is None:
            return False
        self.stood[mark] = where
        if where.at:
            self.pending.append(partial(self.sheet.note, "centre", mark.name, where.at.box, of=mark.of))
        if where.line is not None:
            squares = [Box(*square) for square in name_line.steps(mark, where.line, self.unit).tolist()]
            for square in squares:
                self.room.take(square)
            self.pending.append(partial(name_line.draw, self.sheet, self.theme, mark, where.line, squares, self.unit))
        return True

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
        good = self.is_free(block, tried, BESIDE if kind == "label" else BESIDE_GROUND)
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

    def is_free(self, block: Block, spots: Sequence[Spot], beside: float) -> NDArray[np.bool_]:
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
        is_crossed = kind == "label" and not self.is_clear_of_edges(block.boxes([(x, y, anchor)], 0.0)).all()
        for baseline, words, style in lines:
            self.sheet.write(layer, x, baseline, words, style, anchor=anchor, kind=kind, of=of)
            if words and is_crossed:
                self.sheet.halo(CUTS, x, baseline, words, style, anchor, CUT)
