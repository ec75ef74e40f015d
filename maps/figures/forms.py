"""The forms that a name on the map may have: in the scripts that are wanted, in type by what it is of, on one line or two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from maps.figures.block import Block
from maps.figures.words import Style, shorten
from maps.fonts import is_right_to_left

if TYPE_CHECKING:
    from maps.figures.marks import Mark
    from maps.figures.names import Names

LONGEST_NAME_PX = 240


def block_of(names: Names, mark: Mark, style: Style, second: Style) -> Block:
    """Return a mark's name in the scripts that are wanted, the leading one in bold; where it has none, in the other."""
    longest = LONGEST_NAME_PX * names.unit
    in_script = {"latin": mark.name, "urdu": mark.name_ur}
    if not names.scripts:
        return Block("", "", style, second)
    first, *others = [in_script[script] for script in names.scripts if in_script[script]] or [mark.name]
    other = others[0] if others and names.lines > 1 else ""
    if mark.level and names.two_kinds:
        style, second = _of_area(names, first, style), _of_area(names, other, second)
    return Block(shorten(first, style, longest), shorten(other, second, longest), style, second)


def _of_area(names: Names, name: str, style: Style) -> Style:
    """Return how an area is named beside towns: light and slanted; in Arabic script, which does not slant, just light: grey is too faint on hatches."""
    if is_right_to_left(name):
        return replace(style, weight=400, colour=names.theme.label)
    return replace(style, weight=400, italic=True)


def folded(block: Block) -> list[Block]:
    """Return a name of several words on two lines, where it has the second one free."""
    words = block.latin.split(" ")
    if block.urdu or len(words) < 2:
        return []
    _, parted = min((abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))), n) for n in range(1, len(words)))
    return [replace(block, latin=" ".join(words[:parted]), urdu=" ".join(words[parted:]), urdu_style=block.style)]
