"""The legend of a figure: signs with their words, arranged side by side as far as the width allows."""

from __future__ import annotations

import itertools
import operator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.figures import areas
from maps.figures.boxes import Box
from maps.figures.circles import MIXED, NUMBER
from maps.figures.furniture import Lines, lines
from maps.figures.leader import DOT, LEADER
from maps.figures.sheet import circle, joined, ring
from maps.figures.spots import shape_path
from maps.figures.words import Style, ink, width, wrap
from maps.legends import AREA, EACH, MOST_PARTS, SEVERAL, LegendItem, legend_of
from maps.symbols import LARGEST, MIXED_HUE, RADIUS_PX, families, radius_px, symbol_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from maps.figures.circles import Tally
    from maps.figures.marks import Spot
    from maps.figures.multiples import Parts
    from maps.figures.sheet import Sheet
    from maps.figures.subject import Subject
    from maps.figures.wording import Wording
    from maps.symbols import Symbol
    from maps.theme import Theme

    Draw = Callable[[Sheet, Theme, Box, float], None]

LAYER = "legend"
SIGN_WIDTH, SIGN_HEIGHT, SIGN_GAP = 20.0, 14.0, 8.0
GAP, STEP_GAP, ROW_GAP, SIGN_ROW_GAP = 26.0, 14.0, 3.0, 5.0
"""Nominal: between entries on one line, between the shades of a scale, and between rows, of which those with signs need more."""

WORDS_ACROSS = 42
"""The words of a legend are as large as the width has room for so many of their height, within bounds."""

MANY = 3
"""So many kinds whose places are known equally well have that said once for all of them."""


@dataclass(frozen=True)
class Entry:
    """A line of the legend: its words, and what draws its sign into a box."""

    words: str
    draw: Draw | None = None
    wide: float = SIGN_WIDTH
    """Nominal width of the sign ..."""

    high: float = 0.0
    """... and its height, where it needs more than a line of words has."""

    symbol_of: str = ""
    """The kind of event whose symbol it shows, one of several ..."""

    hatch: Entry | None = None
    """... and what stands there if the map has no such symbol, but areas in its colour."""

    is_step: bool = False
    """Whether it is one of the shades of a scale, which stand in one row, or in one column where that has no room."""

    is_of_signs: bool = False
    """Whether it says something of the signs before it, and stands after these rather than among the notes."""

    needs: str = ""
    """The kind of thing without which on the map it says nothing."""

    @property
    def indent(self) -> float:
        """Where its words begin, nominal."""
        return self.wide + SIGN_GAP if self.draw else 0.0


@dataclass(frozen=True)
class Key:
    """An entry with its place."""

    entry: Entry
    words: Lines
    x: float
    y: float


def entries_of(subject: Subject, parts: Parts | None = None, *, totals: str = "") -> list[Entry]:
    """Return the legend that the live map has too, of small maps that of their marks, and the key of what else is drawn for precision.

    On a map of `totals` of areas of a level, which have circles, there are no symbols and no counts in boxes, and hatches are of
    all that these count.
    """
    records, wording = subject.records, subject.wording
    items = legend_of(*(part.records for part in parts.each)) if parts and parts.each else subject.legend
    if totals:
        items = subject.legend_of_totals(totals)
    kinds = list[Entry]()
    coloured, boxed = subject.theme.name != "print", not (totals or (parts and parts.is_bare))
    hatched = {each for item in items if item.kind == EACH for each in item.event_types}
    if totals:
        kinds = [hatch for item in items if item.symbol and (hatch := _hatch(item.symbol, hatched, wording))]
        items = [item for item in items if item.symbol is None]
    found = [
        Entry(
            wording.legend(item, coloured=coloured, boxed=boxed, of_all=bool(totals)),
            _sign(item, hatched, coloured=coloured),
        )
        for item in items
    ]
    if sum(item.symbol is not None for item in items) > 1:
        found = [
            replace(each, symbol_of=item.symbol.event_type, hatch=_hatch(item.symbol, hatched, wording))
            if item.symbol
            else each
            for each, item in zip(found, items, strict=True)
        ]
    found += [*kinds, *of_wider(subject)]
    if not totals and ((records["how"] == "relative") & (records["radius_km"] > 0)).any():
        found.append(Entry(wording.reach_key, _reach))
    return said_once(found, wording)


def of_wider(subject: Subject) -> list[Entry]:
    """Return what is drawn for incidents known only to an area wider than a district, where there are both."""
    levels = subject.records["level"]
    if levels.isin(("division", "province", "country")).any() and levels.nunique() > 1:
        return [Entry(subject.wording.wide_key, _wide)]
    return []


def _sign(item: LegendItem, hatched: Collection[str], *, coloured: bool = True) -> Draw:
    """Return the sign of a line: a symbol, with the hatch of its kind where only that tells kinds apart, or pieces of hatching."""
    if item.symbol is not None:
        of_both = item.symbol.event_type in hatched and not (coloured and _is_told_by_hue(item.symbol, hatched))
        return _hatch_and_symbol(item.symbol) if of_both else _symbol(item.symbol)
    if item.kind == SEVERAL:
        return _swatches([(MIXED_HUE, areas.SEVERAL)])
    kinds = [(symbol_of(each).hue, each) for each in item.event_types]
    return _swatches(
        list({hue: (hue, each) for hue, each in reversed(kinds)}.values())[::-1]
        if coloured and item.kind == EACH
        else kinds
    )


def _is_told_by_hue(sign: Symbol, hatched: Iterable[str]) -> bool:
    """Return whether colour alone tells the hatch of a kind from that of all others."""
    (family,) = (kinds for kinds in families({*hatched, sign.event_type}).values() if sign.event_type in kinds)
    return len(family) == 1 and sign.event_type not in areas.LATER_IN_HUE


def _hatch(sign: Symbol, hatched: Collection[str], wording: Wording) -> Entry | None:
    """Return the line on a kind that only areas show."""
    if sign.event_type not in hatched:
        return None
    item = LegendItem(AREA, (sign.event_type,), (), 0)
    return Entry(wording.legend(item), _swatches([(sign.hue, sign.event_type)]))


def of_sizes(spots: Iterable[Spot], wording: Wording, *, numbered: bool = False) -> list[Entry]:
    """Return what the sizes of symbols mean, and the numbers beside them; nothing where each stands for one record."""
    if set(map(operator.attrgetter("number"), spots)) <= {1}:
        return []
    if numbered:
        return [Entry(wording.sizes_and_numbers(), _sizes(str(LARGEST)), 28.0, needs="symbol")]
    return [Entry(wording.sizes(LARGEST), _sizes(), needs="symbol")]


def moved(wording: Wording) -> Entry:
    """Return that symbols stand beside their place."""
    return Entry(wording.moved_key, _moved, 26.0, needs="symbol")


def gathered(wording: Wording, tally: Tally) -> Entry:
    """Return what a circle with a number stands for."""
    return Entry(wording.gathered(*tally), _gathered)


def mixed(subject: Subject) -> list[Entry]:
    """Return that areas hold several kinds where only circles with such areas in them do, which is known once the map is drawn."""
    if subject.areas and not any(item.kind == SEVERAL for item in subject.legend):
        item = LegendItem(SEVERAL, (), (), 0, told=False)
        return [Entry(subject.wording.legend(item), _sign(item, ()), needs=MIXED)]
    return []


def said_once(entries: Sequence[Entry], wording: Wording) -> list[Entry]:
    """Return the entries with what all symbols, of several kinds, say alike said once, after the last of them: "the town is known"."""
    symbols = [entry for entry in entries if entry.symbol_of]
    tails = {entry.words.partition(wording.semicolon)[2] for entry in symbols}
    tail = tails.pop() if len(tails) == 1 else ""
    if not tail or len(symbols) < MANY:
        return list(entries)
    end = f"{wording.semicolon}{tail}"
    found = [replace(entry, words=entry.words.removesuffix(end)) if entry.symbol_of else entry for entry in entries]
    return [*found, Entry(wording.symbols(tail), is_of_signs=True, needs="symbol")]


def arrange(
    entries: Iterable[Entry], theme: Theme, unit: float, room: float, like: float | None = None
) -> tuple[list[Key], float]:
    """Return the entries side by side as far as the width allows, and the height they need; set as large as in a width or `like` another."""
    style = Style(min(12 * unit, max(10.5 * unit, (like or room) / WORDS_ACROSS)), theme.text)
    said = ((each, lines(each.words, style, room - (each.indent + 4) * unit, 8, "legend")) for each in entries)
    return _side_by_side(said, unit, room)


def _side_by_side(said: Iterable[tuple[Entry, Lines]], unit: float, room: float) -> tuple[list[Key], float]:
    keys: list[Key] = []
    x = y = tallest = 0.0
    has_sign = False
    for is_scale, run in itertools.groupby(said, key=lambda each: each[0].is_step):
        found = [(entry, words, _wide_as(entry, words, unit)) for entry, words in run]
        gap = (STEP_GAP if is_scale else GAP) * unit
        whole = sum(wide for *_, wide in found) + gap * (len(found) - 1) if is_scale else 0.0
        breaks = x + whole > room
        for entry, words, wide in found:
            if x and (breaks or x + wide > room):
                between = SIGN_ROW_GAP if has_sign and entry.draw else ROW_GAP
                x, y, tallest, has_sign = 0.0, y + tallest + between * unit, 0.0, False
            keys.append(Key(entry, words, x, y))
            has_sign = has_sign or entry.draw is not None
            x, tallest = x + wide + gap, max(tallest, words.height)
            breaks = whole > room
        x += GAP * unit - gap
    return _lowered(keys, y + tallest if keys else 0.0, unit)


def _lowered(keys: Iterable[Key], height: float, unit: float) -> tuple[list[Key], float]:
    """Return rows of entries, and their height, lowered so that signs higher than a line have room."""
    found, by = list[Key](), 0.0
    for _, row in itertools.groupby(keys, key=operator.attrgetter("y")):
        row = list(row)
        lack = max(0.0, *(key.entry.high * unit - key.words.leading for key in row))
        found += [replace(key, y=key.y + by + lack / 2) for key in row]
        by += lack
    return found, height + by


def _wide_as(entry: Entry, words: Lines, unit: float) -> float:
    return entry.indent * unit + max((width(line, words.style) for line in words.words), default=0)


def of_symbols(keys: Sequence[Key], sheet: Sheet, unit: float) -> list[Key]:
    """Return the legend without kinds of which the map on a sheet has no symbol, for circles count them, the others closed up."""
    drawn = {kind for of in sheet.noted("symbol") for kind in of[2:3]}
    is_there = [not key.entry.needs or bool(sheet.noted(key.entry.needs)) for key in keys]
    if all(is_there) and all(not key.entry.symbol_of or key.entry.symbol_of in drawn for key in keys):
        return list(keys)
    keys = [key for key, is_said in zip(keys, is_there, strict=True) if is_said]
    if not keys:
        return []
    room = max(key.x + _wide_as(key.entry, key.words, unit) for key in keys) + 0.01
    said: list[tuple[Entry, Lines]] = []
    for key in keys:
        hatch = key.entry.hatch
        if not key.entry.symbol_of or key.entry.symbol_of in drawn:
            said.append((key.entry, key.words))
        elif hatch:
            said.append((hatch, _in_room(hatch.words, key.words)))
    return _side_by_side(said, unit, room)[0]


def wide(keys: Iterable[Key], unit: float) -> float:
    """Return how wide arranged entries are together."""
    return max((key.x + _wide_as(key.entry, key.words, unit) for key in keys), default=0.0)


def retold(keys: Sequence[Key], before: str, after: str) -> list[Key]:
    """Return the legend with other words, no longer than those before, where their number shows only once the map is drawn."""
    return [replace(key, words=_in_room(after, key.words)) if key.entry.words == before else key for key in keys]


def _in_room(words: str, before: Lines) -> Lines:
    room = max(width(line, before.style) for line in before.words)
    return replace(before, words=tuple(wrap(words, before.style, room + 1, len(before.words))))


def draw(sheet: Sheet, theme: Theme, keys: Sequence[Key], left: float, top: float, unit: float) -> None:
    """Draw the legend with the same hatches, badges and symbols as the map."""
    for key in keys:
        x, y = left + key.x, top + key.y
        middle = y + key.words.leading / 2
        if key.entry.draw:
            half = SIGN_HEIGHT / 2 * unit
            key.entry.draw(sheet, theme, Box(x, middle - half, x + key.entry.wide * unit, middle + half), unit)
        key.words.draw(sheet, LAYER, x + key.entry.indent * unit, y)


def _swatches(kinds: Sequence[tuple[str, str]]) -> Draw:
    """Return a sign of areas, in as many parts as they have hues and hatches, up to `MOST_PARTS`."""
    shown = kinds[:MOST_PARTS]

    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        wide = box.width / len(shown)
        for number, (hue, kind) in enumerate(shown):
            part = box._replace(left=box.left + number * wide, right=box.left + (number + 1) * wide)
            _swatch(sheet, theme, part, unit, hue, kind)

    return draw


def _swatch(sheet: Sheet, theme: Theme, box: Box, unit: float, hue: str, kind: str) -> None:
    shape = shapely.box(*box)
    outline = shapely.get_coordinates(shape)
    colour, (across, around) = theme.hues[hue], areas.line_colours(theme, hue, kind)
    sheet.fill(LAYER, joined([outline]), theme.land)
    sheet.fill(LAYER, joined([outline]), colour, alpha=0.10)
    sheet.stroke(LAYER, areas.hatches(shape, 4.5 * unit, theme, kind), across, 0.7 * unit)
    sheet.stroke(LAYER, [outline], around, 1.1 * unit)


def _symbol(sign: Symbol) -> Draw:
    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        colour = theme.hues[sign.hue]
        sheet.shapes(LAYER, shape_path(sign), [box.centre], [RADIUS_PX * unit], fill=colour, edge=theme.page, wide=0)

    return draw


def _hatch_and_symbol(sign: Symbol) -> Draw:
    """Return the hatch of a kind, where hatches differ by kind, and beside it the bare symbol, each as the map has it."""

    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        half = box._replace(right=box.left + 0.45 * box.width)
        _swatch(sheet, theme, half, unit, sign.hue, sign.event_type)
        middle = (half.right + 7.2 * unit, box.centre[1])
        colour, radius = theme.hues[sign.hue], 0.88 * RADIUS_PX * unit
        sheet.shapes(LAYER, shape_path(sign), [middle], [radius], fill=colour, edge=theme.page, wide=0)

    return draw


def _sizes(number: str = "") -> Draw:
    """Return the sign of what stands for one record and for many, with a number where symbols have theirs beside them."""

    def draw(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
        _, y = box.centre
        small, large = (radius_px(each) * 0.5 * unit for each in (1, LARGEST))
        end = box.left + 2 * (small + large) + 1.5 * unit
        rings = [ring(box.left + small, y, small), ring(end - large, y, large)]
        sheet.stroke(LAYER, rings, theme.text, unit)
        if number:
            style = Style(10.5 * unit, theme.text, weight=600)
            words = sheet.number(float(number))
            half = ink(0, 0, words, style).height / 2
            sheet.write(LAYER, end + unit, y + half, words, style, kind="key-number")

    return draw


def _wide(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    outline = shapely.get_coordinates(shapely.box(*box.grown(-unit)))
    sheet.stroke(LAYER, [outline], theme.text, 1.1 * unit, dashes=(5 * unit, 3 * unit))


def _moved(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    _, y = box.centre
    radius, colour = RADIUS_PX * unit, getattr(theme, LEADER)
    end = box.right - DOT * unit
    sheet.stroke(LAYER, [np.array([(box.left + 2 * radius, y), (end, y)])], colour, 1.1 * unit)
    sheet.stroke(LAYER, [ring(box.left + radius, y, radius - unit / 2)], theme.text, unit)
    sheet.fill(LAYER, circle(end, y, DOT * unit), colour)


def _gathered(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    style = Style(NUMBER * unit, theme.page, weight=600)
    (x, y), words = box.centre, sheet.number(9)
    sheet.fill(LAYER, circle(x, y, 0.5 * box.height + unit), theme.hues[MIXED_HUE])
    sheet.write(LAYER, x, y + ink(0, 0, words, style).height / 2, words, style, anchor="middle", kind="key-number")


def _reach(sheet: Sheet, theme: Theme, box: Box, unit: float) -> None:
    x, y = box.centre
    sheet.stroke(LAYER, [ring(x, y, box.height / 2)], theme.text, unit, dashes=(3 * unit, 3 * unit))
