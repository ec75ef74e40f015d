"""The briefing that comes with the atlas: the embedded dataset told in eight scenes."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from importlib.resources import files
from typing import Final

from briefing.scene import Briefing, made
from briefing.state import all_stated
from gazetteer import Gazetteer
from incidents import Atlas
from incidents.atlas import EMBEDDED
from incidents.dataset_file import read_toml

SAMPLE: Final = "sample"
"""Its id."""

WRITTEN: Final = dt.date(2026, 2, 2)
"""The last day that the embedded dataset tells of."""


@functools.cache
def sample() -> Briefing:
    """Return the sample briefing; its scenes know what the embedded dataset says, which they were written from.

    Examples
    --------
    >>> sample().scenes[-1].headline
    'What is not known'
    """
    table = tomllib.loads((files("briefing") / "data" / "sample.toml").read_text("utf-8"))
    scenes = [scene | {"notes": scene.get("notes", "").strip()} for scene in table["scenes"]]
    briefing: Briefing = made(Briefing, table | {"id": SAMPLE, "scenes": scenes})
    gazetteer = Gazetteer.load()
    return all_stated(Atlas.of([read_toml(EMBEDDED, gazetteer)], gazetteer), briefing, WRITTEN)
