"""Made-up records for tests: small datasets written as a person would, with nothing taken from any real dataset."""

from typing import Any

from gazetteer import Gazetteer
from incidents import Atlas, Dataset
from incidents.dataset_file import parse


def dataset(name: str = "made-up", **tables: list[dict[str, Any]]) -> Dataset:
    """Return a dataset of tables as they would stand in a TOML file; fails on any problem in them."""
    made = parse({"dataset": {"id": name, "title": name}, **tables}, Gazetteer.load())
    assert made.problems == ()
    return made


def atlas_of(*datasets: Dataset) -> Atlas:
    return Atlas.of(datasets)


def incident(name: str, place: str = "town:pasni", first: str = "2026-01-29", **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "place": place, "first": first, "event_type": "bombing", **more}


def claim(name: str, about: str, value: int | None = None, **more: Any) -> dict[str, Any]:
    figures = {} if value is None else {"value": value}
    return {"id": name, "about": about, "quantity": "killed", **figures, **more}


def campaign(name: str = "c", **more: Any) -> dict[str, Any]:
    area = ["province:balochistan"]
    return {"id": name, "title": "Raids", "first": "2026-01-01", "last": "2026-01-31", "places": area, **more}
