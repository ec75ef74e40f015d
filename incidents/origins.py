"""Where reports come from: a repost is not a second source, so reports are counted by what they repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from incidents.wording import counted, number_words

if TYPE_CHECKING:
    from incidents.record import Source


def origin(source_id: str, sources: Mapping[str, Source]) -> str:
    """Return the id of the source that one repeats in the end; of a circle, its first id in order."""
    seen = [source_id]
    while source_id in sources and (source_id := sources[source_id].derived_from):
        if source_id in seen:
            return min(seen[seen.index(source_id) :])
        seen.append(source_id)
    return seen[-1]


def origins(source_ids: Iterable[str], sources: Mapping[str, Source]) -> frozenset[str]:
    """Return the distinct origins of some sources.

    Examples
    --------
    >>> from incidents.record import Source
    >>> wire, paper = Source(id="wire", title="Wire"), Source(id="paper", title="Paper", derived_from="wire")
    >>> sorted(origins(["wire", "paper"], {"wire": wire, "paper": paper}))
    ['wire']
    """
    return frozenset(origin(source_id, sources) for source_id in source_ids)


def origin_words(source_ids: Iterable[str], sources: Mapping[str, Source]) -> str:
    """Return in words how many origins several reports have; nothing where each has one of its own.

    Examples
    --------
    >>> from incidents.record import Source
    >>> wire, paper = Source(id="wire", title="Wire"), Source(id="paper", title="Paper", derived_from="wire")
    >>> origin_words(["wire", "paper"], {"wire": wire, "paper": paper})
    '2 reports, one origin: “Wire”'
    """
    ids = tuple(dict.fromkeys(source_ids))
    found = sorted(origins(ids, sources))
    if len(found) == len(ids):
        return ""
    named = f": “{sources[found[0]].title}”" if len(found) == 1 and found[0] in sources else ""
    return f"{counted(len(ids), 'report')}, {number_words(len(found))} origin{'' if len(found) == 1 else 's'}{named}"
