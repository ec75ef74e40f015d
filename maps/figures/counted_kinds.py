"""Which kinds of event the hatch of an area tells where circles are totals: all that its circle counts, not those known to the area alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from incidents.vocabulary import UNKNOWN_PLACE
from maps.figures.marks import level_rank
from maps.figures.totals import area_over, is_wider
from maps.symbols import MIXED_HUE, POINT_LEVELS, symbol_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer import Gazetteer
    from maps.figures.circles import Circle
    from maps.figures.marks import Area, Spot


def as_counted(gazetteer: Gazetteer, areas: Sequence[Area], spots: Iterable[Spot], level: str) -> tuple[Area, ...]:
    """Return areas with the kind of all incidents in the circle that counts theirs: of several kinds where it counts several."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    counted = [area for area in areas if not is_wider(area, level)]
    for place_id, kind in (*_kinds(counted), *((spot.place_id, spot.event_type) for spot in spots)):
        kinds[area_over(gazetteer, place_id, level).id].add(kind)
    return tuple(
        area if is_wider(area, level) else of_kinds(area, kinds[area_over(gazetteer, area.place_id, level).id])
        for area in areas
    )


def in_circles(circles: Iterable[Circle]) -> dict[str, Area]:
    """Return the areas that circles count with the places on them, by place, each with the kind of all that its circle counts.

    Such an area has no count of its own that its hatch could tell the kind of.
    """
    return {
        area.place_id: of_kinds(area, [spot.event_type for spot in each.spots] + [other.kind for other in each.beneath])
        for each in circles
        for area in each.beneath
    }


def of_kinds(area: Area, kinds: Iterable[str]) -> Area:
    """Return an area that is hatched for some kinds of event, of which an empty one stands for several."""
    found = set(kinds)
    kind = next(iter(found)) if len(found) == 1 else ""
    return replace(area, kind=kind, hue=symbol_of(kind).hue if kind else MIXED_HUE)


def _kinds(areas: Iterable[Area]) -> Iterable[tuple[str, str]]:
    return ((area.place_id, area.kind) for area in areas)


def records_as_counted(gazetteer: Gazetteer, records: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return what a legend is made of (see `maps.legends.legend_of`), each area with a row for every kind that its circle counts."""
    rows = pd.DataFrame(records)[["level", "event_type", "place_id"]]
    rows = rows[rows["level"] != UNKNOWN_PLACE]
    is_point = rows["level"].isin(POINT_LEVELS)
    ranks = {level: level_rank(level) for level in rows["level"].unique()}
    wider = ~is_point & (rows["level"].map(ranks) < level_rank(level))
    over = {place_id: area_over(gazetteer, str(place_id), level).id for place_id in rows["place_id"].unique()}
    counted = rows[~wider].assign(over=rows["place_id"].map(over))
    areas = counted[~is_point[~wider]].drop(columns="event_type").drop_duplicates()
    kinds = counted[["over", "event_type"]].drop_duplicates()
    return pd.concat([rows[is_point | wider], areas.merge(kinds, on="over").drop(columns="over")], ignore_index=True)
