"""What a place is called on a picture: as the records write it, where they all write the same of its known names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from gazetteer import Gazetteer


def names_on_map(gazetteer: Gazetteer, records: pd.DataFrame) -> dict[str, str]:
    """Return the name of each place in records that have columns `place_id` and `toponym`, by place id.

    A reader who knows "Nushki" from the source finds "Nushki" on the map, though the atlas itself writes Noshki. Words
    that are not one of the place's own names ("Kanak area of Mastung district") never become its name.

    Examples
    --------
    >>> import pandas as pd
    >>> from gazetteer import Gazetteer
    >>> records = pd.DataFrame({"place_id": ["district:noshki"], "toponym": ["Nushki"]})
    >>> names_on_map(Gazetteer.load(), records)
    {'district:noshki': 'Nushki'}
    """
    pairs = records[["place_id", "toponym"]].drop_duplicates()
    written: dict[str, set[str]] = {}
    for place_id, toponym in zip(pairs["place_id"], pairs["toponym"], strict=True):
        written.setdefault(place_id, set()).add(toponym)
    return {place_id: _name(gazetteer, place_id, toponyms) for place_id, toponyms in written.items()}


def _name(gazetteer: Gazetteer, place_id: str, toponyms: set[str]) -> str:
    place = gazetteer.place(place_id)
    only = next(iter(toponyms)) if len(toponyms) == 1 else ""
    return only if only in place.aliases and only.isascii() else place.name


MAX_TEXT = 200
"""Letters of a name or title that a map is sent."""


def short(text: object) -> str:
    """Return a text, or its beginning where it is longer than `MAX_TEXT`; nothing is an empty text.

    Examples
    --------
    >>> short(None), len(short("x" * 999))
    ('', 200)
    """
    words = str(text or "")
    return words if len(words) <= MAX_TEXT else f"{words[: MAX_TEXT - 1]}…"
