"""Whether the second names of areas in a file are divisions, above districts: Kalat is the name of both, and the finer column has the district."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from incidents.readers.spool import plain
from incidents.sheet import plain_name

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place
    from incidents.readers.columns import Batch

_SAYS: Final = re.compile(r"\bdivisions?\b", re.IGNORECASE)
_LEVEL: Final = re.compile(r"\b(?:divisions?|districts?)\b", re.IGNORECASE)


def division_named(gazetteer: Gazetteer, batch: Batch) -> str:
    """Return a division that a column of second areas names, if its values are divisions and none is a district alone; else nothing.

    They are where one has the name of a division alone, or a column of third areas has the name of a district that lies in the division
    of the name beside it and not in the district of that name.
    """
    if not batch.has("admin2"):
        return ""
    divisions, districts = (_by_name(gazetteer.places(level)) for level in ("division", "district"))
    columns = [plain(batch.text(name)) for name in ("admin2", "admin3")]
    pairs = pa.table(columns, names=["second", "third"]).group_by(["second", "third"]).aggregate([])
    found = ""
    for second, third in zip(pairs["second"].to_pylist(), pairs["third"].to_pylist(), strict=True):
        key = _key(second or "")
        division, district = divisions.get(key), districts.get(key)
        if division is None and district is not None:
            return ""
        if division is None:
            continue
        finer = districts.get(_key(third or ""))
        within = finer is not None and district is not None and finer.id != district.id and division.id in finer.parents
        if district is None or within or _SAYS.search(second):
            found = found or second
    return found


def note(batch: Batch, found: str) -> str:
    """Return what the report says of a file whose second areas are divisions."""
    column, third = (batch.column(name) for name in ("admin2", "admin3"))
    where = (
        f"the district is that in {third!r}" if batch.has("admin3") else "the district is that of coordinates and place"
    )
    return f"the names in {column!r} are of divisions, such as {found!r}: {where}"


def _by_name(places: tuple[Place, ...]) -> dict[str, Place]:
    return {_key(name): place for place in places for name in (place.name, place.name_ur or "", *place.aliases) if name}


def _key(name: str) -> str:
    return plain_name(_LEVEL.sub("", name))
