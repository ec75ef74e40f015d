"""How the commands print: as lines for a person or as JSON, and every error as one line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Annotated, Any

import numpy as np
import typer
from pydantic import BaseModel

from incidents.errors import IncidentsError
from incidents.wording import one_line

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def messages() -> Generator[None]:
    """Turn the package's errors into a line for a person and a failing exit code."""
    try:
        yield
    except IncidentsError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None


def show_found(found: Any, as_json: bool, lines: Callable[[], Any]) -> None:
    """Print as JSON, or as lines for a person."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
        return
    for line in lines():
        typer.echo("\t".join(one_line(part) for part in line.split("\t")))


def plain(value: Any) -> Any:
    """Return a value as JSON-ready: dates in ISO form, missing numbers as None, records as dicts.

    A field that only makes another value when it is asked for names that value in its metadata, as ``plain``.
    """
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.metadata.get("plain", field.name) for field in dataclasses.fields(value))
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
