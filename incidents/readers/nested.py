"""What is nested in a record, as columns of its own: each with a name that no other has, the shortest that says what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

Route: TypeAlias = tuple[str, ...]
WRAPPERS: Final = frozenset(
    {"properties", "attributes", "fields", "_source", "record", "data", "node", "event", "incident", "values"}
)
"""Objects that hold the whole of a record and say nothing of what is in them."""

_SAYS_LITTLE: Final = re.compile(
    "id|names?|types?|values?|code|text|label|title|key|description|total|count|number|min|max|low|high|best|start|end|first|last|"
    "from|to|date|day|month|year|url|link|notes?|status|en|ur|lang",
    re.IGNORECASE,
)
"""Names that say what they name only with the one above them."""

_DEEPEST: Final = 8


def routes(record: dict[str, Any], above: Route = ()) -> Iterator[tuple[Route, Any]]:
    """Yield the values of a record with the names that lead to each; lists and geometry are values.

    Examples
    --------
    >>> [each for each, _ in routes({"id": 1, "where": {"name": "Turbat", "at": {"type": "Point", "coordinates": [63, 26]}}})]
    [('id',), ('where', 'name'), ('where', 'at')]
    """
    for name, value in record.items():
        if isinstance(value, dict) and value and len(above) < _DEEPEST and not {"type", "coordinates"} <= value.keys():
            yield from routes(value, (*above, name))  # pyright: ignore[reportUnknownArgumentType]
        else:
            yield (*above, name), value


def headings(found: Iterable[Route]) -> list[str]:
    """Return a name for each column: the last where no other column has it and it says enough, else all that lead to it.

    Examples
    --------
    >>> headings([("id",), ("location", "name"), ("location", "lat"), ("casualties", "killed"), ("properties", "date")])
    ['id', 'location.name', 'lat', 'killed', 'date']
    """
    bare = [_without_wrapper(each) for each in found]
    often = Counter(each[-1] for each in bare)
    return [
        each[-1]
        if often[each[-1]] == 1 and (len(each) == 1 or not _SAYS_LITTLE.fullmatch(each[-1]))
        else ".".join(each)
        for each in bare
    ]


def _without_wrapper(route: Route) -> Route:
    return route[1:] if len(route) > 1 and route[0].casefold() in WRAPPERS else route
