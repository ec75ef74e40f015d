"""A selection and view as one HTML file: the map document with its records, claims, sources and filters inside."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, TypeGuard

from incidents.wording import counted, date_words, day_words, where_words
from maps.claimants import line_ends, line_words
from maps.cube import cube
from maps.document import render
from maps.errors import UnknownTheme
from maps.layers import CREDIT
from maps.listing import killed_words
from maps.payload import payload
from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from incidents import Atlas, CampaignView, ClaimLine, Selection, Source, TollView
    from incidents.summary import OwnFigures

    Json = dict[str, Any]

MAX_RECORDS = 1_000
MAX_LISTED = 60
"""Records that the marks of a file list; the others are in its table."""

MAX_SOURCES = 200
KARACHI = dt.timezone(dt.timedelta(hours=5), "Asia/Karachi")


def standalone(
    atlas: Atlas,
    selection: Selection,
    view: Mapping[str, Any] | None = None,
    theme: str = "light",
    made_on: dt.date | None = None,
    title: str | None = None,
    subtitle: str | None = None,
) -> str:
    """Return the map of a selection as an HTML file that works without a server and makes no request.

    It holds what the page shows: headline, map, who says what, filters, the records as a table, sources and credits.

    Parameters
    ----------
    atlas : Atlas
        The records.
    selection : Selection
        Which of them.
    view : Mapping, optional
        ``bounds`` (west, south, east, north) or ``latitude``, ``longitude``, ``zoom``; and ``layers`` (ids). The file
        opens at these bounds, whatever the size of its window; the whole area without.
    theme : str
        A key of `THEMES`.
    made_on : date, optional
        The date that the file says it was made on; today in Karachi without.
    title, subtitle : str, optional
        Instead of those from the data; "" for none.

    Raises
    ------
    UnknownTheme
        There is no such theme.
    """
    if theme not in THEMES:
        raise UnknownTheme(f"no theme is called {theme!r}; known: {', '.join(THEMES)}")
    summary = atlas.summary(selection)
    records, whole = next(atlas.in_pieces(selection).frames())[1], atlas.outline(selection)
    most = _most(toll for view in summary.campaigns for toll in view.tolls)
    report = {
        "headline": summary.headline if title is None else title,
        "subline": summary.subline if subtitle is None else subtitle,
        "filters": [label for _, _, label in selection.active(atlas)],
        "campaigns": [_campaign(campaign, most) for campaign in summary.campaigns],
        "figures": _figures(summary.figures),
        "records": [_record(atlas, row) for row in records.head(MAX_RECORDS).to_dict("records")],
        "left_out": max(0, summary.count - MAX_RECORDS),
        "sources": _sources(atlas, whole, summary.campaigns),
        "datasets": _datasets(atlas, whole),
        "credit": CREDIT,
        "made": f"Made on {day_words(made_on or dt.datetime.now(KARACHI).date())}, Pakistan time, with the Incident Atlas.",
    }
    marks = payload(atlas, selection, lists=MAX_LISTED)
    lost = f"Not on the map, as their places are not known: {counted(summary.unplaced, 'incident')}."
    drawn = {
        "payload": {**marks, "note": lost} if summary.unplaced else marks,
        "view": _clean(view or {}),
        "theme": theme,
        "report": report,
    }
    return render(
        title or summary.headline, {"atlas-payload": drawn, "atlas-cube": cube(atlas, selection)}, own_policy=True
    )


def _clean(view: Mapping[str, Any]) -> Json:
    """Return the parts of a view that a map can take."""
    numbers = {key: view.get(key) for key in ("latitude", "longitude", "zoom")}
    kept: Json = {key: value for key, value in numbers.items() if _is_number(value)}
    bounds, layers = view.get("bounds"), view.get("layers")
    edges = [edge for edge in bounds if _is_number(edge)] if isinstance(bounds, list | tuple) else []
    if len(edges) == 4 and edges[0] < edges[2] and edges[1] < edges[3]:
        kept["bounds"] = edges
    return kept if layers is None else {**kept, "layers": [str(layer) for layer in layers]}


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and math.isfinite(value)


def _campaign(view: CampaignView, most: int) -> Json:
    return {
        "title": view.title,
        "scope": view.scope,
        "tolls": [_toll(toll, most) for toll in view.tolls],
        "note": view.note,
        "context": list(view.context),
    }


def _figures(figures: OwnFigures) -> Json:
    """Return the figures that incidents carry themselves, each incident on a scale of its own."""
    shown = [
        {
            "title": each.title,
            "scope": ", ".join(filter(None, (each.place, each.when))),
            "tolls": [_toll(toll, _most(each.tolls)) for toll in each.tolls],
        }
        for each in figures.incidents
    ]
    left_out = figures.count - len(shown)
    return {
        "note": figures.note,
        "incidents": shown,
        "left_out": f"and {counted(left_out, 'more incident')}" if left_out > 0 else "",
    }


def _most(tolls: Iterable[TollView]) -> int:
    """Return the largest number that any claim gives: the end of the scale that they share."""
    return max([number for toll in tolls for line in toll.lines for number in line_ends(line)] + [1])


def _toll(toll: TollView, most: int) -> Json:
    return {
        "headline": toll.heading,
        "outcome": toll.beside,
        "tag": toll.tag,
        "contested": toll.contested,
        "note": toll.told,
        "lines": [_claim(line, most) for line in toll.lines],
    }


def _claim(line: ClaimLine, most: int) -> Json:
    """Return a claim as a line; how far it is vouched for stands in it, unless its label says so already."""
    low, high = line_ends(line)
    about = [line.claimant, line.word, line.standing_label, f"stated {line.stated}" if line.stated else "", line.note]
    return {
        "label": line_words(line),
        "figure": line.figure,
        "numeric": any(end is not None for end in (line.low, line.value, line.high)),
        "from": round(low / most, 4),
        "to": round(high / most, 4),
        "about": "; ".join(part.rstrip(".") for part in about if part),
        "source": line.source_title,
    }


def _record(atlas: Atlas, row: Mapping[Any, Any]) -> list[str]:
    """Return a row of the table: when, what, where, known to, kind, actors, contested, sources."""
    titles = [atlas.source(source).title for source in row["sources"]]
    return [
        date_words(row["start"], row["end"], row["date_precision"]),
        row["title"],
        ", ".join(dict.fromkeys(filter(None, (_where(row), row["admin2"], row["admin1"])))),
        row["level"],
        row["event_label"],
        ", ".join(atlas.actor_label(actor) for actor in row["actors"]),
        _own_figures(row),
        "; ".join(titles),
    ]


def _where(row: Mapping[Any, Any]) -> str:
    return where_words(row["place"], row["place_id"], row["level"], row["toponym"] or "", row["how"])


def _own_figures(row: Mapping[Any, Any]) -> str:
    """Return who was killed in this one incident, as far as its claims say, and by what they are contested."""
    killed = killed_words(row)
    contested = {"incident": "contested", "campaign": "contested for the whole campaign"}.get(row["contested_by"], "")
    return "; ".join(filter(None, (f"killed: {killed}" if killed else "", contested)))


def _sources(atlas: Atlas, records: pd.DataFrame, campaigns: Iterable[CampaignView]) -> list[str]:
    named = [source for ids in records["sources"].unique() for source in ids]
    named += [source for view in campaigns for source in view.campaign.sources]
    ids = list(dict.fromkeys(named))
    words = [_source(source) for source in atlas.sources_of(ids[:MAX_SOURCES]).values()]
    left_out = len(ids) - len(words)
    return [*words, f"and {counted(left_out, 'more source')}"] if left_out else words


def _source(source: Source) -> str:
    dated = day_words(source.published) if source.published else ""
    if not dated and source.not_before:
        dated = f"Undated, on or after {day_words(source.not_before)}"
    parts = [source.author, source.title, source.publisher, dated, source.url]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _datasets(atlas: Atlas, records: pd.DataFrame) -> list[str]:
    used = set(records["dataset"])
    return [
        f"{info.citation or info.title} Licence: {info.stated_licence}." for info in atlas.datasets if info.id in used
    ]
