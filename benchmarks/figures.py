"""What a figure of 140 polygons and 10,000 points costs, beside folium's own PNG and a browser's screenshot of the same."""

from __future__ import annotations

import base64
import io
import json
import random
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from shutil import which
from time import perf_counter
from typing import Any

import folium
import numpy as np
import shapely
from PIL import Image

import maps
from benchmarks.result import Result
from gazetteer import Gazetteer
from incidents import Atlas, Dataset, Incident, When, Where
from maps.recipe import Recipe

POLYGONS, POINTS = 140, 10_000
RECIPE = Recipe(preset="custom", unit="mm", width=183, height=150, dpi=300, made=date(2026, 3, 5))
"""Two columns at 300 dpi; the browsers are given the same CSS pixels."""

KINDS = ("attack", "bombing", "clash", "operation", "protest", "abduction")
HUES = ("#a8441c", "#0072b2", "#009e73", "#cc79a7", "#d55e00", "#56b4e9")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")


def measure(repetitions: int = 5) -> list[Result]:
    """Return time, bytes and sharpness of each way; one that is not installed is left out, and the note says so."""
    atlas = made_up()
    width, height = (round(side) for side in RECIPE.css_size)
    with tempfile.TemporaryDirectory() as folder, rivals(atlas, Path(folder), width, height) as others:
        ways: dict[str, Callable[[], bytes]] = {
            "our PNG, 300 dpi": lambda: maps.draw(atlas, RECIPE, "png"),
            "our SVG": lambda: maps.draw(atlas, RECIPE, "svg"),
            "our PDF": lambda: maps.draw(atlas, RECIPE, "pdf"),
            **others,
        }
        return _in_turns(ways, repetitions)


def _in_turns(ways: dict[str, Callable[[], bytes]], repetitions: int) -> list[Result]:
    """Return the numbers of each way; all take turns, so that what else the machine does weighs on all alike."""
    made = {what: way() for what, way in ways.items()}
    times: dict[str, list[float]] = {what: [] for what in ways}
    for _ in range(repetitions):
        for what, way in ways.items():
            start = perf_counter()
            way()
            times[what].append((perf_counter() - start) * 1000)
    return [result for what, content in made.items() for result in _results(what, content, times[what])]


def _results(what: str, content: bytes, times: list[float]) -> list[Result]:
    results = [Result.of(what, "ms", times), Result.of("  size", "KiB", [len(content) / 1024])]
    edge = (
        [Result.of("  width of an edge in print", "mm", [edge_mm(content)])] if content.startswith(b"\x89PNG") else []
    )
    return [*results, *edge]


def made_up() -> Atlas:
    """Return an atlas of 140 areas with a record each and 10,000 records at points; none of it happened."""
    chance, gazetteer = random.Random(2026), Gazetteer.load()
    areas = [
        place for place in (*gazetteer.places("tehsil"), *gazetteer.places("district")) if place.geometry is not None
    ]
    if len(areas) < POLYGONS:
        raise RuntimeError(f"the gazetteer has {len(areas)} areas, {POLYGONS} are needed")
    wheres = [Where(place_id=place.id, level=place.level) for place in areas[:POLYGONS]]
    wheres += [
        Where(place_id="town:pasni", level="site", latitude=chance.uniform(25.5, 31), longitude=chance.uniform(62, 69.5), radius_km=1.0)
        for _ in range(POINTS)
    ]  # fmt: skip
    day = When(first=date(2026, 1, 29), last=date(2026, 1, 29))
    incidents = tuple(
        Incident(id=f"i{number}", dataset="made-up", title=f"Made up {number}", when=day, where=where, event_type=KINDS[number % len(KINDS)])
        for number, where in enumerate(wheres)
    )  # fmt: skip
    return Atlas.of([Dataset("made-up", "Made up", incidents=incidents)], gazetteer)


@contextmanager
def rivals(atlas: Atlas, folder: Path, width: int, height: int) -> Generator[dict[str, Callable[[], bytes]]]:
    """Give folium's own PNG by a warm chromedriver without delay, and Playwright's screenshots, sharp and as a screen has it."""
    html = folder / "folium.html"
    ways: dict[str, Callable[[], bytes]] = {}
    with warm_driver(width, height) as driver, browser() as launched:
        if driver is not None:
            ways["folium PNG, warm chromedriver, delay=0"] = lambda: folium_png(atlas, driver, width, height)
        if launched is not None:
            for words, scale in (("as on a screen", 1.0), ("at 300 dpi", RECIPE.dpi / 96)):
                page = launched.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
                ways[f"screenshot of the folium map, {words}"] = lambda page=page: screenshot(
                    page, atlas, html, width, height
                )
        yield ways


def folium_map(atlas: Atlas, width: int, height: int) -> folium.Map:
    """Return the same polygons and points as folium draws them fastest: two GeoJSON layers on canvas, Leaflet from a file."""
    records = atlas.incidents()
    drawn = folium.Map(tiles=None, prefer_canvas=True, width=width, height=height, zoom_control=False, max_zoom=12)
    leaflet = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    drawn.default_js = [("leaflet", _data_uri(leaflet / "leaflet.js", "text/javascript"))]
    drawn.default_css = [("leaflet_css", _data_uri(leaflet / "leaflet.css", "text/css"))]
    is_point = shapely.get_type_id(records.geometry.to_numpy()) == 0
    point = folium.CircleMarker(radius=3, weight=0.5, fill=True, fill_opacity=0.7)
    areas, points = (
        json.loads(part[["event_type", "geometry"]].to_json()) for part in (records[~is_point], records[is_point])
    )
    folium.GeoJson(areas, style_function=lambda _: {"fillOpacity": 0.2, "weight": 1, "color": "#a8441c"}).add_to(drawn)
    folium.GeoJson(points, marker=point, style_function=_style).add_to(drawn)
    drawn.fit_bounds([[24.9, 60.9], [32.1, 70.3]])
    return drawn


def _style(feature: dict[str, Any]) -> dict[str, Any]:
    return {"color": HUES[KINDS.index(feature["properties"]["event_type"])]}


def _data_uri(file: Any, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(file.read_bytes()).decode()}"


def folium_png(atlas: Atlas, driver: Any, width: int, height: int) -> bytes:
    """Return folium's own PNG: ``Map._to_png`` with a driver that stays open."""
    return folium_map(atlas, width, height)._to_png(delay=0, driver=driver, size=(width, height))  # pyright: ignore[reportPrivateUsage]


def screenshot(page: Any, atlas: Atlas, html: Path, width: int, height: int) -> bytes:
    """Return a screenshot of the folium map made anew, in a page that is open already."""
    html.write_text(folium_map(atlas, width, height).get_root().render(), encoding="utf-8")
    page.goto(html.as_uri())
    page.wait_for_selector("canvas")
    return page.screenshot()


@contextmanager
def warm_driver(width: int, height: int) -> Generator[Any]:
    """Give an open chromedriver, or None where selenium or chromedriver is not installed."""
    driver_path, chromium = which("chromedriver"), which("chromium") or which("google-chrome")
    try:
        from selenium import webdriver  # pyright: ignore[reportMissingImports]
    except ImportError:
        print("folium's own PNG is left out: pip install selenium to measure it")
        yield None
        return
    if driver_path is None or chromium is None:
        print("folium's own PNG is left out: apt-get install chromium-driver to measure it")
        yield None
        return
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for each in ("--headless=new", f"--window-size={width},{height + 200}", *QUIET):
        options.add_argument(each)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver_path))
    close, driver.quit = driver.quit, lambda: None  # folium closes the driver after each picture
    try:
        yield driver
    finally:
        close()


@contextmanager
def browser() -> Generator[Any]:
    """Give an open Chromium of Playwright, or None where there is none."""
    try:
        from playwright.sync_api import sync_playwright

        from tests.browser.chromium import find
    except ImportError:
        print("the screenshot is left out: install the development requirements to measure it")
        yield None
        return
    path = find()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield launched
        launched.close()


def edge_mm(content: bytes) -> float:
    """Return how wide a clear edge is when the picture is printed at its size, in mm: the less, the sharper.

    The picture is brought to 300 dpi; around each steep step, its height over its steepest slope is its width.
    """
    across, down = RECIPE.pixels
    with Image.open(io.BytesIO(content)) as image:
        grey = np.asarray(image.convert("L").resize((across, down), Image.Resampling.BICUBIC), dtype=float)
    windows = np.lib.stride_tricks.sliding_window_view(grey[::3], 13, axis=1)[:, ::6]
    rise = windows.max(axis=2) - windows.min(axis=2)
    slope = np.abs(np.diff(windows, axis=2)).max(axis=2)
    clear = rise > 60
    return float(np.median(rise[clear] / slope[clear]) * 25.4 / RECIPE.dpi)


def main(repetitions: int = 5) -> None:
    """Print the numbers, with the pictures beside them for looking at."""
    for result in measure(repetitions):
        print(result.line())


if __name__ == "__main__":
    main()
