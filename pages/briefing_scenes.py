"""The scenes of a briefing as rows: what each shows, what has changed in its data, and what can be done with it."""

from collections.abc import Mapping

from briefing import Briefing, Scene, changes
from briefing.drafting import unclaimed
from briefing.unread import unread
from incidents import Atlas
from incidents.wording import listed
from pages.elements import Element, el

_MOST = 6


def scene_rows(atlas: Atlas, briefing: Briefing, chosen: str | None, *, fixed: bool) -> Element:
    """The rows; one that cannot be edited has no buttons to do so."""
    rows = [
        _row(atlas, briefing, scene, number, chosen, fixed=fixed) for number, scene in enumerate(briefing.scenes, 1)
    ]
    return el("section", *rows, class_="scenes", aria_label="Scenes")


def _row(atlas: Atlas, briefing: Briefing, scene: Scene, number: int, chosen: str | None, *, fixed: bool) -> Element:
    filters = [label for _, _, label in scene.selection.active(atlas)]
    what = "Who says what" if scene.picture == "claims" else "Map, played day by day" if scene.playback else "Map"
    about = f"{what}; {f'selected: {listed(filters)}' if filters else 'every record'}"
    words = el(
        "div",
        el("h3", scene.headline, dir="auto"),
        *(el("p", sentence, dir="auto") for sentence in scene.sentences),
        el("p", about, class_="muted small"),
        *_warnings(atlas, briefing, scene, fixed=fixed),
    )
    here = el("span", str(number), class_="number")
    return el(
        "article", here, words, _acts(briefing, scene, chosen, fixed=fixed), class_="scene", data_key=scene.id, aria_label=f"Scene {number}"
    )  # fmt: skip


def _warnings(atlas: Atlas, briefing: Briefing, scene: Scene, *, fixed: bool) -> list[Element]:
    found = changes(atlas, scene)
    lines = [
        el("p", f"Changed since this scene was written: {change.words}.", class_="changed") for change in found[:_MOST]
    ]
    if len(found) > _MOST:
        lines.append(el("p", f"and {len(found) - _MOST} more changes", class_="changed"))
    if found and not fixed:
        send = {"good": True, "scene": scene.id, "briefing": briefing.id}
        lines.append(
            el(
                "p",
                el("button", "I have read it again: it is good as it is", type="button", class_="link", send=send),
                class_="changed",
            )
        )
    lines += [
        el("p", f"Its selection cannot be followed: {words}", class_="changed")
        for words in (() if briefing.frozen else unread(atlas, scene.selection))
    ]
    said = unclaimed(atlas, scene)
    return lines + [el("p", f"This gives a figure without who says it: {text}", class_="changed") for text in said]


def _acts(briefing: Briefing, scene: Scene, chosen: str | None, *, fixed: bool) -> Element:
    number = briefing.scenes.index(scene) + 1
    present = el(
        "a", "Present", href=f"./atlas/briefing/{briefing.id}/present#{number}", target="_blank", rel="noopener"
    )
    if fixed:
        return el("div", present, class_="acts")
    common = {"briefing": briefing.id, "scene": scene.id, "version": briefing.version}
    editing = {"briefing": briefing.id, "edit": None if scene.id == chosen else scene.id}
    acts = [
        _button("Close" if scene.id == chosen else "Edit", f"Edit scene {number}", editing),
        _button("↑", f"Move scene {number} up", {**common, "move": -1}, off=number == 1),
        _button("↓", f"Move scene {number} down", {**common, "move": 1}, off=number == len(briefing.scenes)),
        _button("Duplicate", f"Duplicate scene {number}", {**common, "duplicate": True}),
        _button("Delete", f"Delete scene {number}", {**common, "remove": True}),
    ]
    return el("div", present, *acts, class_="acts")


def _button(words: str, label: str, send: Mapping[str, object], *, off: bool = False) -> Element:
    return el(
        "button",
        words,
        type="button",
        aria_label=label,
        title=label,
        disabled=off,
        send=None if off else send,
        data_key=words,
    )
