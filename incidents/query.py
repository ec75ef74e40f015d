"""The one place where a selection meets the incidents: which rows it means, and how many each choice would leave."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from incidents.errors import SelectionError
from incidents.ledger import Carried, Killed, Ledger
from incidents.marks import gathered
from incidents.table import POINT_LEVELS, Mask, Table, Tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.selection import Bounds, Selection
    from incidents.table import Frame

TAGGED: Final = ("event_types", "attack_types", "target_kinds", "actors", "places", "precisions", "datasets")
FACETS: Final = (*TAGGED[:-1], "contested", "datasets")

ORDERS: Final = ("start", "end", "place", "level", "event_label", "title", "contested", "dataset")
"""Columns of `Atlas.incidents` by which `Atlas.page` can order rows."""


class Query:
    """Answers selections. Everything is computed on whole columns."""

    def __init__(self, table: Table, ledger: Ledger) -> None:
        self.table = table
        self._ledger = ledger
        self._killed = Killed(ledger, table)
        self._campaigns = Tags.of((row.campaign,) if row.campaign else () for row in table.incidents)

    def contested(self, selection: Selection) -> Mask:
        """Return which rows are contested, themselves or by their campaign, as known on the selection's day."""
        return self.contested_themselves(selection) | self._contested_campaigns(selection)

    def contested_themselves(self, selection: Selection) -> Mask:
        """Return the rows whose own claims contest each other or are denied, as known on the selection's day."""
        mask = np.zeros(len(self.table), dtype=bool)
        rows = self.table.rows
        records = self._ledger.contested_records(selection.as_known_on)
        mask[[rows[record] for record in records if record in rows]] = True
        return mask

    def _contested_campaigns(self, selection: Selection) -> Mask:
        return self._campaigns.match(self._ledger.contested_records(selection.as_known_on), len(self.table))

    @cached_property
    def _carried(self) -> Carried:
        return Carried(self._ledger, self.table)

    def carrying(self, selection: Selection) -> np.ndarray:
        """Return the selected rows that carry figures of their own on the selection's day, the largest first."""
        on = selection.as_known_on
        return self._carried.largest(np.flatnonzero(self.mask(selection) & self._carried.rows(on)), on)

    def mask(self, selection: Selection) -> Mask:
        """Return which rows the selection means."""
        return _all(self._masks(selection).values(), len(self.table))

    def rows(self, selection: Selection) -> np.ndarray:
        """Return the row numbers that the selection means."""
        return np.flatnonzero(self.mask(selection))

    def counts(self, selection: Selection) -> Mapping[str, Mapping[str | bool, int]]:
        """Return, by facet, how many incidents each value would leave under all filters but that facet's own."""
        masks = self._masks(selection)
        size = len(self.table)
        counts: dict[str, Mapping[str | bool, int]] = {}
        for field in FACETS:
            others = _all((mask for name, mask in masks.items() if name != field), size)
            if field == "contested":
                contested = self.contested(selection)
                counts[field] = {True: int((others & contested).sum()), False: int((others & ~contested).sum())}
            else:
                counts[field] = {**self.table.tags[field].count(others)}
        return counts

    def frame(self, selection: Selection) -> gpd.GeoDataFrame:
        """Return the rows that the selection means, with figures by its rule and geometry."""
        table = self.table
        rows = self.rows(selection)
        figures = self._killed.figures(selection.as_known_on, selection.rule)
        taken = table.frame.take(rows).reset_index(drop=True)
        added = {
            "contested": self.contested(selection)[rows],
            "contested_by": self._contested_by(selection)[rows],
            "fatalities_low": figures.low[rows],
            "fatalities_best": figures.best[rows],
            "fatalities_high": figures.high[rows],
        }
        geometry = gpd.GeoSeries(table.geometry(rows), crs="EPSG:4326")
        return gpd.GeoDataFrame(pd.concat([taken, pd.DataFrame(added)], axis=1), geometry=geometry, crs="EPSG:4326")

    def page(self, selection: Selection, order: str, ascending: bool, offset: int, limit: int) -> Frame:
        """Return some rows of `frame` in an order, without geometry."""
        if order not in ORDERS:
            raise SelectionError(f"rows cannot be ordered by {order!r}; known: {', '.join(ORDERS)}")
        ordered = self.frame(selection).drop(columns="geometry").sort_values(order, ascending=ascending, kind="stable")
        return pd.DataFrame(ordered.iloc[offset : offset + limit]).reset_index(drop=True)

    def days(self, selection: Selection) -> Frame:
        """Return the incidents counted by first and last day (numbers from 1 January 1970) and type."""
        return self.lines(selection).groupby(["first", "last", "event_type"])["count"].sum().reset_index()

    def lines(self, selection: Selection) -> Frame:
        """Return the incidents counted by spot (``place_id, level, lat, lon``), days and type."""
        rows = self.rows(selection)
        frame = self.table.frame.take(rows)
        at_point = frame["level"].isin(POINT_LEVELS)
        made = pd.DataFrame(frame[["place_id", "level", "event_type"]]).assign(
            lat=frame["latitude"].round(4).where(at_point),
            lon=frame["longitude"].round(4).where(at_point),
            first=self.table.start[rows].astype(int),
            last=self.table.end[rows].astype(int),
        )
        keys = ["place_id", "level", "lat", "lon", "first", "last", "event_type"]
        return made.groupby(keys, dropna=False).size().rename("count").reset_index()

    def marks(self, selection: Selection, bounds: Bounds | None, cells: float | None) -> Frame:
        """Return the incidents counted by spot and type, or gathered in a grid."""
        lines = self.lines(selection)
        if bounds is not None:
            lines = lines[self._meeting(lines, bounds)]
        keys = ["place_id", "level", "lat", "lon", "event_type"]
        return gathered(lines.groupby(keys, dropna=False)["count"].sum().reset_index(), cells)

    def _meeting(self, lines: Frame, bounds: Bounds) -> Mask:
        """Return which lines lie in the box, or at an area that meets it."""
        shapes = np.array([self.table.gazetteer.place(each).geometry for each in lines["place_id"]], dtype=object)
        west, south, east, north = bounds
        inside = lines["lon"].between(west, east) & lines["lat"].between(south, north)
        return np.where(lines["lat"].notna(), inside, shapely.intersects(shapes, shapely.box(*bounds)))

    def _contested_by(self, selection: Selection) -> np.ndarray:
        """Return what is contested of each row: "incident" (its own claims), "campaign" (only its campaign's), or ""."""
        by = np.full(len(self.table), "", dtype=object)
        by[self._contested_campaigns(selection)] = "campaign"
        by[self.contested_themselves(selection)] = "incident"
        return by

    def _masks(self, selection: Selection) -> dict[str, Mask]:
        """Return a mask for each filter that is on."""
        table, size = self.table, len(self.table)
        masks = {
            field: table.tags[field].match(wanted, size) for field in TAGGED if (wanted := getattr(selection, field))
        }
        if selection.start:
            masks["start"] = table.end >= np.datetime64(selection.start, "D")
        if selection.end:
            masks["end"] = table.start <= np.datetime64(selection.end, "D")
        if selection.contested is not None:
            masks["contested"] = self.contested(selection) == selection.contested
        if selection.bounds:
            masks["bounds"] = table.within(selection.bounds)
        if selection.text:
            masks["text"] = self._having(selection.text)
        return masks

    def _having(self, text: str) -> Mask:
        found = np.ones(len(self.table), dtype=bool)
        for word in text.casefold().split():
            found &= np.array([word in hay for hay in self.table.text], dtype=bool)
        return found


def _all(masks: Iterable[Mask], size: int) -> Mask:
    together = np.ones(size, dtype=bool)
    for mask in masks:
        together &= mask
    return together
