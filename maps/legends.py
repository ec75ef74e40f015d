"""The legend of what is drawn: areas of one kind, areas of several, and symbols, told in the words of map, figure and page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.vocabulary import UNKNOWN_PLACE
from maps.symbols import MIXED_HUE, POINT_LEVELS, in_order, lower, symbol_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import pandas as pd

    from incidents import Atlas, Selection
    from maps.symbols import Symbol

    Known = tuple[str, str, Hashable]  # level, event type, what is drawn as one: a place, or one of a small map

SYMBOL, AREA, EACH, SEVERAL = "symbol", "area", "each", "several"
LEVELS = ("district", "tehsil", "division", "province", "country", "town", "site")
"""The order in which a line names levels of places: "district or tehsil"."""

MOST_PARTS = 3
"""So many colours or hatches have room in a sign; where there are more, it shows that they differ."""


@dataclass(frozen=True)
class LegendItem:
    """One line of the legend: what stands on the map, and what it says.

    Attributes
    ----------
    kind : str
        ``symbol``; ``area``: areas hatched in one colour; ``each``: areas each of which is hatched in the colour of its kind;
        ``several``: areas that hold several kinds.
    event_types : tuple of str
        The kinds of event that are drawn so, in the order of the legend.
    levels : tuple of str
        How closely their places are known; none where another line says it.
    count : int
        Records behind the line.
    named : bool
        Whether the line names its kind: not where the only symbol does.
    told : bool
        Whether the line tells how areas are drawn: not where the line on others does.
    """

    kind: str
    event_types: tuple[str, ...]
    levels: tuple[str, ...]
    count: int
    named: bool = True
    told: bool = True

    @property
    def symbol(self) -> Symbol | None:
        """The event type's sign; None where it is a hatch."""
        return symbol_of(self.event_types[0]) if self.kind == SYMBOL else None

    @property
    def hues(self) -> tuple[str, ...]:
        """Names of the hues of its sign in `Theme.hues`: several, but no more than a sign has room for, for areas each in the colour of its kind."""
        hues = tuple(dict.fromkeys(symbol_of(each).hue for each in self.event_types))
        return {SEVERAL: (MIXED_HUE,), EACH: hues[:MOST_PARTS]}.get(self.kind, hues[:1])

    @property
    def label(self) -> str:
        """The words, as every map, figure and page shows them."""
        return self.words()

    def words(self, *, coloured: bool = True, boxed: bool = True, of_all: bool = False) -> str:
        """Return the words for a map on which hatches tell the kinds apart by their `coloured` lines, else by their pattern.

        Areas have their number in a box, where they are `boxed`; hatches are `of_all` incidents there, also those at known places.

        Examples
        --------
        >>> LegendItem("area", ("bombing",), ("district",), 3).words(boxed=False)
        'bombing; only the district is known: hatched'
        """
        named = {SEVERAL: "several kinds in one area", EACH: ""}.get(
            self.kind, _named(self.event_types, named=self.named)
        )
        if not self.levels:
            return named
        known = f"{'' if self.kind == SYMBOL else 'only '}the {_either(self.levels)} is known"
        if of_all and self.kind != SYMBOL:
            known = f"some incidents known only to the {_either(self.levels)}"
        if self.told and self.kind != SYMBOL:
            how = "hatched in the colour of its kind" if coloured else "hatched as its kind is"
            how = "hatched by the kind of all there" if of_all else how
            known += f": {how if self.kind == EACH else 'hatched'}{', count in the box' if boxed else ''}"
        return "; ".join(filter(None, (named, known)))


def legend(atlas: Atlas, selection: Selection) -> tuple[LegendItem, ...]:
    """Return the legend of a selection: what is drawn, in the words that map, figure and page share.

    An empty selection has an empty legend.
    """
    return legend_of(atlas.outline(selection))


def legend_of(*maps: pd.DataFrame) -> tuple[LegendItem, ...]:
    """Return the legend of records that have columns `level`, `event_type` and `place_id` (see `Atlas.incidents`).

    Several maps, side by side, have one legend: an area holds several kinds where it does so on one of them.
    """
    known: Counter[Known] = Counter()
    for number, records in enumerate(maps):
        columns = (records[name].tolist() for name in ("level", "event_type", "place_id"))
        known.update((level, kind, (number, place)) for level, kind, place in zip(*columns, strict=True))
    return legend_items(known)


def legend_items(records: Mapping[Known, int]) -> tuple[LegendItem, ...]:
    """Return the legend of records that are counted by level, event type and what is drawn as one."""
    placed = {known: count for known, count in records.items() if known[0] != UNKNOWN_PLACE}
    points = {known: count for known, count in placed.items() if known[0] in POINT_LEVELS}
    areas = {known: count for known, count in placed.items() if known not in points}
    kinds: dict[Hashable, set[str]] = defaultdict(set)
    for _, event_type, place in areas:
        kinds[place].add(event_type)
    own = {known: count for known, count in areas.items() if len(kinds[known[2]]) == 1}
    mixed = {known: count for known, count in areas.items() if known not in own}
    symbols = _types(points)
    return (*_own_items(own, symbols, mixed=bool(mixed)), *_several_item(mixed, own), *_symbol_items(points))


def _own_items(areas: Mapping[Known, int], symbols: tuple[str, ...], *, mixed: bool) -> list[LegendItem]:
    """Return the lines on areas of one kind: one for all of them, and where they differ one a colour that no symbol explains."""
    if not areas:
        return []
    types, levels, count = _types(areas), _levels(areas), sum(areas.values())
    colours: dict[str, list[str]] = defaultdict(list)
    for event_type in types:
        colours[symbol_of(event_type).hue].append(event_type)
    if len(colours) == 1:
        return [LegendItem(AREA, types, levels, count, named=mixed or types != symbols)]
    unsaid = (tuple(each for each in same if each not in symbols) for same in colours.values())
    counts = Counter[str]()
    for (_, event_type, _), number in areas.items():
        counts[event_type] += number
    of_colours = [LegendItem(AREA, same, (), sum(counts[each] for each in same)) for same in unsaid if same]
    return [LegendItem(EACH, types, levels, count), *of_colours]


def _several_item(areas: Mapping[Known, int], own: Mapping[Known, int]) -> list[LegendItem]:
    """Return the line on areas of several kinds, with how closely they are known where that is not said of others alike."""
    if not areas:
        return []
    levels = _levels(areas)
    unsaid = () if levels == _levels(own) else levels
    return [LegendItem(SEVERAL, _types(areas), unsaid, sum(areas.values()), told=not own)]


def _symbol_items(points: Mapping[Known, int]) -> list[LegendItem]:
    own: dict[str, dict[Known, int]] = {each: {} for each in _types(points)}
    for known, count in points.items():
        own[known[1]][known] = count
    return [LegendItem(SYMBOL, (each,), _levels(of), sum(of.values())) for each, of in own.items()]


def _types(records: Iterable[Known]) -> tuple[str, ...]:
    return tuple(in_order({event_type for _, event_type, _ in records}))


def _levels(records: Iterable[Known]) -> tuple[str, ...]:
    found = {level for level, _, _ in records}
    return (*(level for level in LEVELS if level in found), *sorted(found.difference(LEVELS)))


def _named(event_types: tuple[str, ...], *, named: bool) -> str:
    return ", or ".join(lower(symbol_of(each).label) for each in event_types) if named else ""


def _either(levels: tuple[str, ...]) -> str:
    *others, last = levels
    return f"{', '.join(others)} or {last}" if others else last
