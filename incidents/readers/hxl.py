"""Reads HXL tags, by which humanitarian tables say what their columns hold, as names of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_TAG: Final = re.compile(r"#([a-z_]\w*)((?:\s*\+\s*\w+)*)\s*", re.IGNORECASE)
_LINE: Final = re.compile(r"#[a-z_]\w*([+ ].*)?", re.IGNORECASE)
_CODES: Final = frozenset({"code", "id", "num", "type", "iso", "iso2", "iso3", "v_pcode", "v_iso2", "v_iso3"})
_NAMES: Final = (
    ("event", {"code"}, "id"),
    ("event", {"id"}, "id"),
    ("event", {"type"}, "type"),
    ("date", {"end"}, "end date"),
    ("date", {"start"}, "date"),
    ("date", {"occurred"}, "date"),
    ("country", set[str](), "country"),
    ("adm1", set[str](), "province"),
    ("adm2", set[str](), "district"),
    ("adm3", set[str](), "tehsil"),
    ("loc", set[str](), "place"),
    ("geo", {"lat"}, "latitude"),
    ("geo", {"lon"}, "longitude"),
    ("geo", {"coord"}, "coordinates"),
    ("meta", {"source"}, "source"),
    ("meta", {"url"}, "url"),
    ("group", {"name"}, "actor"),
    ("actor", set[str](), "actor"),
)
"""Tags with the attributes that they need, and the usual name of such a column."""


def is_tagged(row: Sequence[str]) -> bool:
    """Return whether a line holds HXL tags and nothing else."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(cells) >= 2 and all(_LINE.fullmatch(cell) for cell in cells)


def name_of(heading: str) -> str:
    """Return the usual name of a column that an HXL tag heads; any other heading as it is.

    Examples
    --------
    >>> name_of("#adm2+name"), name_of("#adm2+code"), name_of("#affected+killed"), name_of("District")
    ('district', 'adm2 code', 'affected killed', 'District')
    """
    match = _TAG.fullmatch(heading.strip())
    if match is None:
        return heading
    tag, attributes = match[1].lower(), re.findall(r"\w+", match[2].lower())
    for known, needed, name in _NAMES:
        if tag == known and needed <= set(attributes) and (needed or not _CODES & set(attributes)):
            return name
    return " ".join([tag, *attributes])
