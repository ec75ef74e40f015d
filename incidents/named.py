"""Ids of actors, also of those that the vocabulary does not have."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from incidents.vocabulary import ACTORS

NAMED: Final = "named:"


def named(name: str) -> str:
    """Return the actor id of a name that the vocabulary does not have: readable, bounded, and the same each time.

    Examples
    --------
    >>> named("Local  Elders")
    'named:local-elders'
    """
    words = re.findall(r"\w+", name.casefold())
    slug = "-".join(words)
    if slug and len(slug) <= 60:
        return NAMED + slug
    return f"{NAMED}{slug[:40]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def is_actor(value: str) -> bool:
    """Return whether a text is the id of an actor, of the vocabulary or made by `named`."""
    return value in ACTORS or value.startswith(NAMED)
