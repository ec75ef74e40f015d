"""Which encoding text is in whose bytes are no UTF-8: that of Arabic and Urdu is told by its words."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

ARABIC: Final = "cp1256"
_ASCII: Final = (
    bytes(range(32, 127)) + rb"\x41\u0041.xn--mgbh0fb"
)  # the last of which some encodings read as other letters
_HIGH: Final = re.compile(rb"[\x80-\xff]++")
_WORD: Final = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff]{2,}+(?![A-Za-z])")
_MARKS: Final = re.compile("[\u2000-\u206f\u00a0\u00ab\u00bb\u060c\u061b\u061f]+")  # between words
_LETTERS: Final = re.compile("[\u0620-\u065f\u066e-\u06d3]{2,}")
_LOOKED_AT: Final = 20_000  # runs of bytes beyond ASCII by which a text is judged
_MOST: Final = 0.75


def canonical(name: str) -> str:
    """Return the name by which an encoding is known here; empty for nothing.

    Raises
    ------
    ValueError
        If there is no such encoding of text, or ASCII is not part of it.

    Examples
    --------
    >>> canonical("Windows-1256"), canonical("latin1"), canonical("")
    ('cp1256', 'iso8859-1', '')
    """
    if not name:
        return ""
    plain = re.sub(r"(?i)^windows[-_ ]?", "cp", name.strip())
    try:
        if _ASCII.decode(plain) != _ASCII.decode("ascii"):
            raise LookupError
        return codecs.lookup(plain).name
    except (LookupError, ValueError):
        raise ValueError(f"no encoding that is known: {name[:40]!r}; write one such as windows-1256 or utf-8") from None


def named(encoding: str) -> str:
    """Return an encoding's name for people.

    Examples
    --------
    >>> named("cp1256"), named("utf-8"), named("koi8-r")
    ('Windows-1256', 'UTF-8', 'KOI8-R')
    """
    return re.sub(r"^CP(?=125\d$)", "Windows-", encoding.upper())


def is_arabic(parts: Iterable[bytes]) -> bool:
    """Return whether most bytes beyond ASCII stand in words of Arabic letters, once they are read as Windows-1256.

    A letter with an accent stands between or beside plain ones, or alone: no word of two such letters and nothing else is left.

    Examples
    --------
    >>> is_arabic(["بم دھماکا, Quetta".encode("cp1256")])
    True
    >>> [is_arabic([each.encode("cp1252")]) for each in ("SITUAÇÃO, Übergröße, “À”, É", "plain")]
    [False, False]
    >>> is_arabic(["Взрыв на дороге".encode("cp1251")])
    False
    """
    high = arabic = 0
    for part in parts:
        high += sum(map(len, _between_marks(_HIGH, part)))
        arabic += sum(len(word) for word in _between_marks(_WORD, part) if _LETTERS.fullmatch(word))
        if high > _LOOKED_AT:
            break
    return arabic > _MOST * high


def _between_marks(pattern: re.Pattern[bytes], part: bytes) -> Iterator[str]:
    for run in islice(pattern.finditer(part), _LOOKED_AT):
        yield from _MARKS.split(run[0].decode(ARABIC))
