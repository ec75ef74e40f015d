"""What stands for what: a shape and a colour for each event type, and the size rule."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from incidents.vocabulary import EVENT_TYPES
from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Point = tuple[float, float]

MOVE, LINE, CURVE, CLOSE = 1, 2, 4, 79  # the codes of matplotlib.path.Path
POINT_LEVELS = ("site", "town")
AREA_LEVELS = ("tehsil", "district", "division", "province", "country")

SIZE_RULE = "area grows with the number of records at the spot, up to four"
RADIUS_PX = 6.0
LARGEST = 4
"""Records from which a symbol grows no further: the number beside it says how many."""


def radius_px(count: int) -> float:
    """Return the radius, in CSS pixels, of a symbol that stands for `count` records, by `SIZE_RULE`.

    Examples
    --------
    >>> radius_px(1), radius_px(4), radius_px(400)
    (6.0, 12.0, 12.0)
    """
    return RADIUS_PX * math.sqrt(min(max(count, 1), LARGEST))


@dataclass(frozen=True)
class Shape:
    """A closed outline around (0, 0) with the area of a circle of radius 1; y grows downwards, as on a screen.

    `vertices` and `codes` follow `matplotlib.path.Path` (negate y there); `svg` is the same outline as SVG path data.
    """

    name: str
    vertices: tuple[Point, ...]
    codes: tuple[int, ...]

    def svg(self, radius: float = 1.0, x: float = 0.0, y: float = 0.0) -> str:
        """Return the outline as SVG path data, scaled to `radius` and moved to (x, y).

        Examples
        --------
        >>> SHAPES["square"].svg(2)
        'M1.77 -1.77L1.77 1.77L-1.77 1.77L-1.77 -1.77Z'
        """
        letters = {MOVE: "M", LINE: "L", CURVE: "C", CLOSE: "Z"}
        drawn: list[str] = []
        previous = None
        for (px, py), code in zip(self.vertices, self.codes, strict=True):
            at = f"{round(x + radius * px, 2):g} {round(y + radius * py, 2):g}"
            within_curve = code == CURVE and previous == CURVE
            drawn.append("Z" if code == CLOSE else f" {at}" if within_curve else f"{letters[code]}{at}")
            previous = code
        return "".join(drawn)

    @property
    def reach(self) -> float:
        """How far to the side it reaches, at least as far as the circle."""
        return max(1.0, *(abs(x) for x, _ in self.vertices))

    def scaled(self, factor: float) -> Shape:
        """Return the same outline, `factor` times as large."""
        return replace(self, vertices=tuple((factor * x, factor * y) for x, y in self.vertices))


def _outline(name: str, *rings: Sequence[Point]) -> Shape:
    vertices: list[Point] = []
    codes: list[int] = []
    for ring in rings:
        vertices += [*ring, ring[0]]
        codes += [MOVE, *[LINE] * (len(ring) - 1), CLOSE]
    area = abs(sum(_area(ring) for ring in rings))  # a hole runs the other way round
    return Shape(name, tuple(vertices), tuple(codes)).scaled(math.sqrt(math.pi / area))


def _area(ring: Sequence[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _regular(corners: int, *, turned: float = 0.0, inner: float = 1.0) -> list[Point]:
    """Return a regular polygon, first corner up; with `inner` below 1 a star of that many points."""
    steps = corners if inner == 1.0 else 2 * corners
    radii = [1.0 if i % 2 == 0 or inner == 1.0 else inner for i in range(steps)]
    angles = [math.tau * (i / steps + turned) - math.pi / 2 for i in range(steps)]
    return [(r * math.cos(a), r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]


def _plus(arm: float, *, turned: float = 0.0) -> list[Point]:
    quarter = [(-arm, -1.0), (arm, -1.0), (arm, -arm)]
    corners = [(x, y) for turn in range(4) for x, y in (_turn(p, turn / 4) for p in quarter)]
    return [_turn(p, turned) for p in corners]


def _turn(point: Point, turns: float) -> Point:
    cosine, sine = math.cos(math.tau * turns), math.sin(math.tau * turns)
    return (point[0] * cosine - point[1] * sine, point[0] * sine + point[1] * cosine)


def _circle(name: str, *, hole: float = 0.0) -> Shape:
    k = 0.5522847498  # four cubic curves approximate a circle: 4/3 * (sqrt(2) - 1)
    quarter = [(0.0, -1.0), (k, -1.0), (1.0, -k), (1.0, 0.0)]
    ring = [quarter[0], *(_turn(p, turn / 4) for turn in range(4) for p in quarter[1:])]
    codes = (MOVE, *[CURVE] * 12, CLOSE)
    outer = Shape(name, (*ring, ring[0]), codes)
    if not hole:
        return outer
    within = [(-hole * x, hole * y) for x, y in outer.vertices]
    whole = Shape(name, (*outer.vertices, *within), codes * 2)
    return whole.scaled(1 / math.sqrt(1 - hole**2))


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            _circle("circle"),
            _circle("ring", hole=0.55),
            _outline("triangle", _regular(3)),
            _outline("triangle-down", _regular(3, turned=0.5)),
            _outline("square", _regular(4, turned=0.125)),
            _outline("diamond", _regular(4)),
            _outline("pentagon", _regular(5)),
            _outline("hexagon", _regular(6)),
            _outline("star", _regular(5, inner=0.5)),
            _outline("burst", _regular(8, inner=0.62)),
            _outline("plus", _plus(0.36)),
            _outline("saltire", _plus(0.36, turned=0.125)),
            _outline("bar", [(-1.0, -0.55), (1.0, -0.55), (1.0, 0.55), (-1.0, 0.55)]),
            _outline(
                "frame", _regular(4, turned=0.125), [(0.5 * x, 0.5 * y) for x, y in reversed(_regular(4, turned=0.125))]
            ),
            _outline("hourglass", [(-0.8, -1.0), (0.8, -1.0), (0.16, 0.0), (0.8, 1.0), (-0.8, 1.0), (-0.16, 0.0)]),
            _outline("chevron", [(0.0, -1.0), (1.0, 0.1), (1.0, 1.0), (0.0, 0.1), (-1.0, 1.0), (-1.0, 0.1)]),
        )
    }
)


@dataclass(frozen=True)
class Symbol:
    """How one event type is drawn: a shape and a hue, so that neither alone carries the meaning."""

    event_type: str
    shape: Shape
    hue: str

    @property
    def label(self) -> str:
        """The event type in words, from the vocabulary."""
        return EVENT_TYPES[self.event_type].label if self.event_type in EVENT_TYPES else self.event_type

    def colour(self, theme: str = "light") -> str:
        """Return the hex colour in a theme."""
        return THEMES[theme].hues[self.hue]


SYMBOLS: Mapping[str, Symbol] = MappingProxyType(
    {
        event_type: Symbol(event_type, SHAPES[shape], hue)
        for event_type, shape, hue in (
            ("attack", "triangle", "vermilion"),
            ("armed_assault", "triangle-down", "vermilion"),
            ("bombing", "diamond", "orange"),
            ("clash", "circle", "purple"),
            ("shelling", "burst", "orange"),
            ("air_strike", "chevron", "sky"),
            ("assassination", "saltire", "vermilion"),
            ("abduction", "hexagon", "green"),
            ("sexual_violence", "pentagon", "purple"),
            ("sabotage", "bar", "orange"),
            ("operation", "square", "blue"),
            ("protest", "plus", "green"),
            ("riot", "star", "green"),
            ("development", "frame", "grey"),
            ("other", "hourglass", "ink"),
            ("unknown", "ring", "grey"),
        )
    }
)


def symbol_of(event_type: str) -> Symbol:
    """Return the symbol of an event type; one that the vocabulary does not know is a grey ring under its own name."""
    return SYMBOLS.get(event_type) or Symbol(event_type, SHAPES["ring"], "grey")


SAME_FAMILY: Mapping[str, str] = MappingProxyType({"sky": "blue"})
"""Hues that bars without shapes cannot tell apart."""


def families(event_types: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return event types summed where bars have only colours for them: those of one hue under the first of these.

    Examples
    --------
    >>> families(["bombing", "protest", "sabotage"])
    {'bombing': ('bombing', 'sabotage'), 'protest': ('protest',)}
    """
    found: dict[str, list[str]] = {}
    for event_type in in_order(set(event_types)):
        hue = symbol_of(event_type).hue
        found.setdefault(SAME_FAMILY.get(hue, hue), []).append(event_type)
    return {types[0]: tuple(types) for types in found.values()}


def family_label(labels: Iterable[str]) -> str:
    """Return what a family is called: all of its kinds.

    Examples
    --------
    >>> family_label(["Bombing", "Sabotage or destruction of property"])
    'Bombing; sabotage or destruction of property'
    """
    first, *others = labels
    return "; ".join([first, *map(lower, others)])


MIXED_HUE = "ink"
"""Of an area that holds several kinds."""


def in_order(event_types: Iterable[str]) -> list[str]:
    """Return event types in the order of the legend."""
    order = list(SYMBOLS)
    return sorted(event_types, key=lambda t: (order.index(t) if t in SYMBOLS else len(order), t))


def lower(label: str) -> str:
    """Return a label as it stands within a line."""
    return label[:1].lower() + label[1:]
