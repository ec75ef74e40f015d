"""How high a column's figure is: its preset fixes the width, what it shows decides the height."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures.boxes import Box
from maps.figures.frame import fit
from maps.recipe import CSS_DPI, MM_PER_INCH

if TYPE_CHECKING:
    from maps.figures.frame import Bounds
    from maps.recipe import Recipe

COLUMNS = ("single", "double")
"""Presets that fix the width alone."""

MOST_MM = 247.0
"""No column's figure is higher: a page of a journal."""

FLATTEST, TALLEST = 0.62, 1.25
"""How high a column's map is at least and at most, of its width: otherwise as its area needs."""


def is_column(recipe: Recipe) -> bool:
    """Return whether what a figure shows decides its height."""
    return recipe.preset in COLUMNS


def most_size(recipe: Recipe) -> tuple[float, float]:
    """Return width and height in CSS pixels beyond which a figure does not go."""
    width, height = recipe.css_size
    return width, MOST_MM * CSS_DPI / MM_PER_INCH if is_column(recipe) else height


def reference_height(recipe: Recipe, height: float) -> float:
    """Return the height by which margins and small print are measured: of a column the usual one, whatever it becomes."""
    return recipe.css_size[1] if is_column(recipe) else height


def wanted_height(bounds: Bounds, width: float, *, exact: bool) -> float:
    """Return how high a map of an area is where it fills its width, within reason."""
    box = fit(bounds, Box(0.0, 0.0, width, 20.0 * width), exact=True).box
    return box.height if exact else min(max(box.height, FLATTEST * width), TALLEST * width)
