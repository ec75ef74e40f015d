"""The direction of each letter of a paragraph (Unicode's annex 9), kept where the paragraph is broken into lines."""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import groupby, takewhile

from maps.fonts import is_right_to_left

LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"
LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2067", "\u2069"
DIRECTIONS = f"{LEFT_TO_RIGHT_MARK}{RIGHT_TO_LEFT_MARK}{LEFT_TO_RIGHT_ISOLATE}{RIGHT_TO_LEFT_ISOLATE}{END_OF_ISOLATE}"
"""What a line may hold besides the text's own letters: nothing of it is seen."""

_TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""What can make any letter stand elsewhere than after the one before it: letters and numbers from right to left, and marks."""

_STRONG = ("L", "R")
_NUMBERS = ("EN", "AN")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "\u2329": "\u232a", "\u3008": "\u3009"}


def turns(text: str) -> bool:
    """Return whether a text has anything that runs, or makes other letters run, from right to left, or marks of direction."""
    return bool(_TURNS.search(text))


def line_of(text: str, start: int, line: str) -> str:
    """Return a line of a paragraph such that its letters stand in the order that they have within the whole of `text`.

    Pieces that run the other way than the paragraph are isolated where the line alone would put them in another order.

    Parameters
    ----------
    start : int
        Where in `text` the line begins; it may end in what `text` has not, such as an ellipsis.

    Examples
    --------
    >>> line_of("\u0645 A, 29 May", 5, "29 May") == "\u200f\u206629 May\u2069"
    True
    """
    if not (turns(text) or turns(line)):
        return line
    base = int(is_right_to_left(text))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, text[start:], strict=False)))
    wanted = (*levels(text, base)[start : start + same], *(base,) * (len(line) - same))
    mark = (LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK)[base]
    begun = line if is_right_to_left(line) == bool(base) else mark + line
    if levels(begun, base)[len(begun) - len(line) :] == wanted:
        return begun
    return mark + _isolated(line, wanted, base)


def _isolated(line: str, wanted: tuple[int, ...], base: int) -> str:
    opened = (RIGHT_TO_LEFT_ISOLATE, LEFT_TO_RIGHT_ISOLATE)[base]
    runs = groupby(zip(line, wanted, strict=True), key=lambda each: each[1] > base)
    words = (("".join(letter for letter, _ in run), turned) for turned, run in runs)
    return "".join(f"{opened}{run}{END_OF_ISOLATE}" if turned else run for run, turned in words)


@functools.lru_cache(maxsize=4_000)
def levels(text: str, base: int) -> tuple[int, ...]:
    """Return the level of each character: even from left to right, odd from right to left; `text` has only marks of direction.

    Examples
    --------
    >>> levels("ab 12", 0), levels("\u0645 12 ab", 1)
    ((0, 0, 0, 0, 0), (1, 1, 2, 2, 1, 2, 2))
    """
    if not base and text.isascii():
        return (0,) * len(text)
    kinds = _neutrals(text, _weak([unicodedata.bidirectional(each) for each in text], base), base)
    own, other = ("R", "L") if base else ("L", "R")
    return tuple(base if kind == own else base + 1 if base or kind == other else base + 2 for kind in kinds)


def _weak(kinds: list[str], base: int) -> list[str]:
    """Return the kinds of characters with those of numbers, and of what belongs to numbers, decided (rules W1 to W7)."""
    start = "R" if base else "L"
    last = start
    for n, kind in enumerate(kinds):  # marks on letters
        kinds[n] = (kinds[n - 1] if n else start) if kind in ("NSM", "BN") else kind
    for n, kind in enumerate(kinds):  # numbers after Arabic letters
        last = kind if kind in ("L", "R", "AL") else last
        kinds[n] = "AN" if kind == "EN" and last == "AL" else kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for n in range(1, len(kinds) - 1):  # separators within numbers
        before, kind, after = kinds[n - 1 : n + 2]
        if before == after and ((before == "EN" and kind in ("ES", "CS")) or (before == "AN" and kind == "CS")):
            kinds[n] = before
    kinds = _beside_numbers(kinds)
    last = start
    for n, kind in enumerate(kinds):  # numbers among Latin letters
        last = kind if kind in _STRONG else last
        kinds[n] = "L" if kind == "EN" and last == "L" else "ON" if kind in ("ES", "ET", "CS") else kind
    return kinds


def _beside_numbers(kinds: list[str]) -> list[str]:
    """Return the kinds with signs such as % or ° as part of the European number that they touch."""
    found: list[str] = []
    runs = [(kind, len(list(run))) for kind, run in groupby(kinds)]
    for n, (kind, long) in enumerate(runs):
        beside = [runs[at][0] for at in (n - 1, n + 1) if 0 <= at < len(runs)]
        found += ["EN" if kind == "ET" and "EN" in beside else kind] * long
    return found


def _neutrals(text: str, kinds: list[str], base: int) -> list[str]:
    """Return the kinds with brackets, and then all else that is no letter, given the direction of what is around (N0 to N2)."""
    own = "R" if base else "L"
    for first, last in _pairs(text, kinds):
        within = {_side(kind) for kind in kinds[first + 1 : last]} & {*_STRONG}
        if not within:
            continue
        before = next((side for kind in reversed(kinds[:first]) if (side := _side(kind)) in _STRONG), own)
        kinds[first] = kinds[last] = own if own in within else before if before in within else own
    ends = [own, *kinds, own]
    found: list[str] = []
    runs = [(neutral, list(run)) for neutral, run in groupby(ends, key=lambda kind: _side(kind) not in _STRONG)]
    for n, (neutral, run) in enumerate(runs):
        around = {_side(runs[n - 1][1][-1]), _side(runs[n + 1][1][0])} if neutral else set[str]()
        found += [around.pop() if len(around) == 1 else own] * len(run) if neutral else run
    return found[1:-1]


def _side(kind: str) -> str:
    return "R" if kind in _NUMBERS else kind


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Return where brackets open and close, in the order in which they open."""
    opened: list[tuple[int, str]] = []
    found: list[tuple[int, int]] = []
    for n, (letter, kind) in enumerate(zip(text, kinds, strict=True)):
        if kind != "ON":
            continue
        if letter in _BRACKETS:
            opened.append((n, _BRACKETS[letter]))
        elif any(close == letter for _, close in opened):
            while opened:
                start, close = opened.pop()
                if close == letter:
                    found.append((start, n))
                    break
    return sorted(found)
