"""The days of a scene that is played, as bars: of its records, and of campaigns that the map has no record of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from incidents.wording import counted, one_line
from maps.symbols import symbol_of

if TYPE_CHECKING:
    import datetime as dt

    from incidents import Span, Summary

    Json = dict[str, Any]

MOST: Final = 4
"""Bars that a screen has room for under its map; it says how many more there are."""


def days(summary: Summary) -> Json:
    """Return the bars under the map.

    Returns
    -------
    dict
        ``bars``: each with label, note, hue, first and last day, and whether it ``lasted`` through them (else what it stands
        for lies on one or more of them, not said which); ``more``: how many have no room, a sentence or empty.

    Examples
    --------
    >>> from incidents import Atlas
    >>> [(bar["label"], bar["note"]) for bar in days(Atlas.open().summary())["bars"]]
    [('Attacks', '9 records on the map'), ('Security operations', 'no record on the map')]
    """
    left_out = len(summary.lanes) - MOST
    return {
        "bars": [_bar(span) for span in summary.lanes[:MOST]],
        "more": f"Not shown for want of room: {counted(left_out, 'more bar')}." if left_out > 0 else "",
    }


def reach(summary: Summary) -> list[dt.date]:
    """Return the days that the bars reach to."""
    return [day for span in summary.lanes[:MOST] for day in (span.start, span.end)]


def _bar(span: Span) -> Json:
    note = f"{counted(span.count, 'record') if span.count else 'no record'} on the map"
    return {
        "label": one_line(span.label),
        "note": one_line(note),
        "hue": symbol_of(span.event_type).hue,
        "first": span.start.isoformat(),
        "last": span.end.isoformat(),
        "lasted": span.precision == "day",
    }
