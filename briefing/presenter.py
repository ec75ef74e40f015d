"""A briefing as one HTML file with everything inside: the wall, the speaker's window and the kiosk are this document."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from briefing.board import boards
from briefing.freezing import atlas_of
from briefing.state import all_changes
from incidents.wording import counted, day_words
from maps.document import render
from maps.layers import CREDIT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from briefing.scene import Briefing
    from incidents import Atlas

    Json = dict[str, Any]

SCRIPTS: Final = (
    *("stage.js", "claims.js", "days.js", "thumbnail.js", "talk.js", "overview.js", "speaker.js", "kiosk.js"),
    "briefing.js",
)


def presenter(
    atlas: Atlas,
    briefing: Briefing,
    on: dt.date | None = None,
    *,
    own_policy: bool = True,
    kiosk: Mapping[str, Any] | None = None,
) -> str:
    """Return the briefing as an HTML document that makes no request and works from a file.

    Parameters
    ----------
    atlas : Atlas
        The records; a frozen briefing brings its own, and is only compared with these.
    briefing : Briefing
        What is told.
    on : date, optional
        The day that it says its data is of; today in Karachi without.
    own_policy : bool
        Whether the document carries its own Content-Security-Policy: for a file that no server sends.
    kiosk : mapping, optional
        Makes it go round by itself: ``data`` (address that is asked for news), ``fingerprint``, ``cycle`` and ``poll``
        (seconds), ``speed`` (of a simulation; 1 otherwise).

    Examples
    --------
    >>> from briefing.sample import sample
    >>> from incidents import Atlas
    >>> html = presenter(Atlas.open(), sample())
    >>> "Content-Security-Policy" in html, len(html) < 1_000_000
    (True, True)
    """
    blocks: Json = {"atlas-briefing": talk(atlas, briefing, on) | ({"kiosk": dict(kiosk)} if kiosk else {})}
    if briefing.frozen and briefing.frozen.ground:
        blocks["atlas-ground"] = json.loads(briefing.frozen.ground)
    return render(
        briefing.title,
        blocks,
        own_policy=own_policy,
        more_script="\n".join(_own(name) for name in SCRIPTS),
        more_style=_own("briefing.css"),
    )


def talk(atlas: Atlas, briefing: Briefing, on: dt.date | None = None) -> Json:
    """Return what the document tells: title, notice, credit and a board for each scene."""
    shown = list(boards(atlas_of(briefing, atlas), briefing, on))
    changed = all_changes(atlas, briefing)
    if briefing.frozen:
        shown = [
            each | {"data": "", "changes": [change.words for change in changed.get(each["id"], ())]} for each in shown
        ]
    return {"title": briefing.title, "notice": notice(atlas, briefing), "credit": CREDIT, "boards": shown}


def notice(atlas: Atlas, briefing: Briefing) -> str:
    """Return what a frozen briefing says of itself: when it was frozen, and how many of its claims were superseded since."""
    if briefing.frozen is None:
        return ""
    day = f"Frozen on {day_words(briefing.frozen.on)}"
    found = {change.record: change for each in all_changes(atlas, briefing).values() for change in each}
    superseded = sum(change.kind == "superseded" for change in found.values())
    if superseded:
        return f"{day}; {counted(superseded, 'claim')} in it {'was' if superseded == 1 else 'were'} superseded since."
    return f"{day}; the atlas has changed since, none of its claims was superseded." if found else f"{day}."


def _own(name: str) -> str:
    return (files("briefing") / name).read_text("utf-8")
