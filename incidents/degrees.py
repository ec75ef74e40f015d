"""Reads degrees of latitude and longitude as people write them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SEXAGESIMAL: Final = re.compile(
    r"(\d{1,3})\s*[°:\s]\s*(\d{1,2}(?:\.\d+)?)\s*[′'’:\s]?\s*(?:(\d{1,2}(?:\.\d+)?)\s*[″\"”'′]*)?\s*([NSEW]?)"
)


def read_degrees(text: str) -> float:
    """Return degrees as written: decimal with a point or a comma, or degrees, minutes and seconds.

    Raises
    ------
    ValueError
        If the text is no coordinate.

    Examples
    --------
    >>> read_degrees("25,2631"), read_degrees("29°33'N")
    (25.2631, 29.55)
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("_").upper().replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(?:[.,]\d*)?\s*°?\s*[NSEW]?", plain):
        number = float(re.sub(r"[^\d.+-]", "", plain.replace(",", ".")))
        return -number if plain[-1] in "SW" else number
    match = _SEXAGESIMAL.fullmatch(plain)
    if match is None:
        raise ValueError(f"not a coordinate: {text!r}; write degrees such as 25.2631")
    degrees, minutes, seconds = (float(part or 0) for part in match.groups()[:3])
    number = degrees + minutes / 60 + seconds / 3600
    return -number if match[4] in ("S", "W") else number
