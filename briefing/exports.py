"""A briefing as a file to take away: standalone HTML, slides, handout, or its own JSON."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from briefing.errors import BadBriefing
from briefing.handout import handout
from briefing.presenter import presenter
from briefing.scene import to_json
from briefing.slides import slides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.scene import Briefing
    from incidents import Atlas

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pdf": "application/pdf",
        "json": "application/json",
    }
)
"""Endings of files, and their media types."""


def written(atlas: Atlas, briefing: Briefing, ending: str) -> bytes:
    """Return a briefing as the bytes of a file of a kind of `KINDS`.

    Raises
    ------
    BadBriefing
        There is no such kind.

    Examples
    --------
    >>> from briefing.scene import Briefing
    >>> from incidents import Atlas
    >>> written(Atlas.of([]), Briefing(id="x", title="X"), "json")[:14]
    b'{\\n "format": "'
    """
    if ending == "html":
        return presenter(atlas, briefing).encode()
    if ending == "pptx":
        return slides(atlas, briefing)
    if ending == "pdf":
        return handout(atlas, briefing)
    if ending == "json":
        return to_json(briefing).encode()
    raise BadBriefing(f"a briefing cannot be written as {ending!r:.40}; known: {', '.join(KINDS)}")
