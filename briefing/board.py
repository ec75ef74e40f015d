"""What a scene puts on the screen, as plain data: the map's payload, the words, every figure with who says it, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from briefing.days import days, reach
from briefing.state import changes, today
from briefing.unread import unread
from incidents.names_in_text import in_a_sentence
from incidents.vocabulary import COUNTED_GROUPS, RULES
from incidents.wording import counted, day_words, lower_first, one_line
from maps.cube import cube
from maps.figures.alt import source_words, sources_of
from maps.payload import payload

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.scene import Briefing, Scene
    from incidents import Atlas, ClaimLine, Selection, Summary, TollView

    Json = dict[str, Any]

MAX_TOLLS: Final = 6
MAX_LINES: Final = 8
MAX_SOURCES: Final = 2
"""Groups, claims and sources that a screen has room for; it says how many more there are."""

NO_FIGURES: Final = "none"
"""In place of groups: a scene is to show no figures."""

NO_FIGURE: Final = "No claim gives a figure for these records."


def boards(atlas: Atlas, briefing: Briefing, on: dt.date | None = None) -> Iterator[Json]:
    """Yield the board of each scene; those of a frozen briefing as they were when it was frozen."""
    if briefing.frozen is not None:
        yield from briefing.frozen.boards
        return
    for scene in briefing.scenes:
        yield board(atlas, scene, on)


def board(atlas: Atlas, scene: Scene, on: dt.date | None = None) -> Json:
    """Return what a scene shows of an atlas, JSON-ready.

    Returns
    -------
    dict
        ``id, headline, sentences, notes, picture, view``; ``payload`` (see `maps.payload`), ``cube`` where it can be
        played (see `maps.cube`), with its ``days`` (see `briefing.days`); ``tolls``: each with
        title, outcome, tag, note and ``lines`` (figure, who, standing, from, to); ``more``: what has no room;
        ``no_figure``: that no figure is claimed, where that is so; ``unread``: what of the selection cannot be followed;
        ``rule``, ``known``, ``data``, ``source``: sentences.

    Examples
    --------
    >>> from briefing.scene import Scene
    >>> from incidents import Atlas
    >>> shown = board(Atlas.open(), Scene(id="a", headline="Militants", figures=["militants"]))
    >>> [(line["figure"], line["who"]) for line in shown["tolls"][0]["lines"]]
    [('197', 'Pakistani security forces'), ('177', 'Pakistani military')]
    """
    selection = scene.selection
    summary, day = atlas.summary(selection), on or today()
    tolls = tolls_of(scene, summary)
    return {
        "id": scene.id,
        "headline": scene.headline,
        "sentences": list(scene.sentences),
        "notes": scene.notes,
        "picture": scene.picture,
        "view": scene.view,
        "payload": payload(atlas, selection),
        **_played(atlas, scene, summary),
        "tolls": _tolls(tolls),
        "no_figure": "" if tolls or not wants_figures(scene) else NO_FIGURE,
        "unread": list(unread(atlas, selection)),
        "more": _left_out(tolls),
        "not_added": bool(len(tolls) > 1),
        "rule": _rule(atlas, selection),
        "known": f"Only what was known on {day_words(selection.as_known_on)}." if selection.as_known_on else "",
        "data": f"Data as of {day_words(day)}.",
        "source": _source(atlas, selection, summary),
        "changes": [change.words for change in changes(atlas, scene)],
    }


def _played(atlas: Atlas, scene: Scene, summary: Summary) -> Json:
    if not scene.playback:
        return {}
    return {"cube": cube(atlas, scene.selection, reach(summary)), "days": days(summary)}


def wants_figures(scene: Scene) -> bool:
    """Return whether a scene shows the figures that are claimed: all, or those of some groups."""
    return scene.figures != (NO_FIGURES,)


def said_below(board: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the foot of a screen or page says of a scene's data besides sources and day."""
    told = (board.get("no_figure"), board["known"], board["rule"], *board.get("unread", ()))
    return tuple(words for words in told if words)


def tolls_of(scene: Scene, summary: Summary) -> tuple[TollView, ...]:
    """Return the groups of figures that a scene shows: of campaigns, then of single incidents where no campaign has any."""
    found = [toll for view in summary.campaigns for toll in view.tolls]
    found = found or [toll for each in summary.figures.incidents[:1] for toll in each.tolls if summary.count == 1]
    wanted = set(scene.figures)
    return tuple(toll for toll in found if not wanted or toll.counted in wanted)


def groups_of(summary: Summary) -> dict[str, str]:
    """Return the groups of people that a selection's figures are about: id and label."""
    found = {toll.counted for view in summary.campaigns for toll in view.tolls}
    found |= {toll.counted for each in summary.figures.incidents for toll in each.tolls}
    return {group: term.label for group, term in COUNTED_GROUPS.items() if group in found}


def _tolls(tolls: Sequence[TollView]) -> list[Json]:
    shown = tolls[:MAX_TOLLS]
    most = max([end for toll in shown for line in toll.lines for end in _ends(line)] + [1])
    return [
        {
            "title": one_line(toll.headline),
            "outcome": one_line(toll.outcome),
            "tag": toll.tag,
            "contested": toll.contested,
            "note": one_line(toll.told),
            "lines": [_line(line, most) for line in toll.lines[:MAX_LINES]],
        }
        for toll in shown
    ]


def _line(line: ClaimLine, most: int) -> Json:
    low, high = _ends(line)
    outcome = "" if not line.word or line.word in line.figure else line.word
    return {
        "figure": one_line(line.figure),
        "who": one_line(line.claimant),
        "counts": one_line(" ".join(filter(None, (lower_first(line.counted_label), outcome)))),
        "standing": "since replaced by a later claim" if line.superseded else one_line(line.standing_label),
        "warns": line.superseded or line.standing != "attributed",
        "from": round(low / most, 4),
        "to": round(high / most, 4),
    }


def _ends(line: ClaimLine) -> tuple[int, int]:
    low, value, high = line.low, line.value, line.high
    return low or value or 0, high or value or low or 0


def _left_out(tolls: Sequence[TollView]) -> str:
    groups = len(tolls) - MAX_TOLLS
    claims = sum(max(0, len(toll.lines) - MAX_LINES) for toll in tolls[:MAX_TOLLS])
    parts = [counted(groups, "more group of people", "more groups of people")] if groups > 0 else []
    parts += [counted(claims, "more claim")] if claims else []
    return f"Not shown for want of room: {' and '.join(parts)}." if parts else ""


def _rule(atlas: Atlas, selection: Selection) -> str:
    name, _, claimant = selection.rule.partition(":")
    if name == "range":
        return ""
    label = f"those by {in_a_sentence(atlas.actor_label(claimant))}" if claimant else lower_first(RULES[name].label)
    return f"Figures in headings: {label}."


def _source(atlas: Atlas, selection: Selection, summary: Summary) -> str:
    sources = sources_of(atlas, atlas.incidents(selection), summary, selection.as_known_on)
    words = [source_words(source) for source in sources[:MAX_SOURCES]]
    more = [counted(len(sources) - MAX_SOURCES, "more source")] if len(sources) > MAX_SOURCES else []
    return (
        f"{'Source' if len(sources) == 1 else 'Sources'}: {'; '.join([*words, *more])}."
        if words
        else "No source stated."
    )
