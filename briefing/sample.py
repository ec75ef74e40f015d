"""The briefing that comes with the atlas: the embedded dataset told in eight scenes."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Final

from briefing.scene import Briefing, made

SAMPLE: Final = "sample"
"""Its id."""


@functools.cache
def sample() -> Briefing:
    """Return the sample briefing.

    Examples
    --------
    >>> sample().scenes[-1].headline
    'What is not known'
    """
    table = tomllib.loads((files("briefing") / "data" / "sample.toml").read_text("utf-8"))
    scenes = [scene | {"notes": scene.get("notes", "").strip()} for scene in table["scenes"]]
    briefing: Briefing = made(Briefing, table | {"id": SAMPLE, "scenes": scenes})
    return briefing
