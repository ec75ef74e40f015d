"""Bytes in a text that are no UTF-8: read as the Windows letters that they mostly are, and told by their lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from incidents.wording import counted

_TOLD: Final = 3  # of the first ones, lines are named
_STRAY: Final = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]+|[\udc80-\udcff]")
_MARKS: Final = codecs.BOM_UTF16  # bytes that mark an encoding, and are no letters of a text in another
_ODD: Final = "\ufffd"


class Checked:
    """Whether bytes that come part after part, the last of them empty, are UTF-8 without zero bytes.

    Examples
    --------
    >>> seen = Checked()
    >>> for part in (b"caf\\xc3", b"\\xa9", b"\\xe9", b""):
    ...     seen.look_at(part)
    ...     print(seen.good)
    True
    True
    True
    False
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.good = True

    def look_at(self, part: bytes) -> None:
        """Look at the next part."""
        self.good = self.good and 0 not in part
        if part and part.isascii() and not self._decoder.getstate()[0]:
            return
        try:
            self._decoder.decode(part, final=not part)
        except UnicodeDecodeError:
            self.good = False


@dataclass
class Strays:
    """The bytes of a text that are no UTF-8, while it is written anew.

    Attributes
    ----------
    letters, odd : int
        How many were read as letters of Windows-1252, and how many are in no encoding or a letter of which a part is missing.
    first : list of str
        Where the first of them are.
    """

    letters: int = 0
    odd: int = 0
    first: list[str] = field(default_factory=list)
    _lines: int = 1

    def without(self, text: str) -> str:
        """Return a part of the text with letters in place of stray bytes, which ``surrogateescape`` has kept."""
        if text.isascii():
            self._lines += text.count("\n")
            return text
        at = 0
        made: list[str] = []
        for match in _STRAY.finditer(text):
            made.append(text[at : match.start()])
            self._lines += made[-1].count("\n")
            made.append(self._letter(match[0]))
            at = match.end()
        made.append(text[at:])
        self._lines += made[-1].count("\n")
        return "".join(made)

    def _letter(self, stray: str) -> str:
        raw = stray.encode("utf-8", "surrogateescape")
        letter = raw.decode("cp1252", "replace") if len(raw) == 1 and raw not in _MARKS else _ODD
        self.letters, self.odd = self.letters + (letter != _ODD), self.odd + (letter == _ODD)
        if len(self.first) < _TOLD:
            self.first.append(f"{raw.hex(' ').upper()} in line {self._lines:,}, read as {letter!r}")
        return letter

    def words(self) -> str:
        """Return how many there were and where, for the report."""
        kinds = [f"{counted(self.letters, 'byte')} of Windows-1252" if self.letters else ""]
        kinds += [f"{counted(self.odd, 'byte')} in no encoding, shown as {_ODD}" if self.odd else ""]
        more = ", …" if self.letters + self.odd > len(self.first) else ""
        return f"{' and '.join(filter(None, kinds))} (byte {'; '.join(self.first)}{more})"


def as_utf8(parts: Iterable[bytes], target: Path) -> Strays:
    """Write a text as UTF-8, without zero bytes, and return what was odd in it."""
    strays = Strays()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with target.open("wb") as out:
        for part in parts:
            out.write(_encoded(strays.without(decoder.decode(part))))
        out.write(_encoded(strays.without(decoder.decode(b"", final=True))))
    return strays


def _encoded(text: str) -> bytes:
    return text.replace("\x00", "").encode("utf-8", "replace")
