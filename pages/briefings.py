"""The Briefings page: every briefing, or one with its scenes to order, edit, check, present and take away."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from briefing import SAMPLE, Briefing, BriefingError, Library, Listed, UnknownBriefing, all_stated, frozen, stated
from briefing.editing import duplicated, moved, without
from briefing.library import check_version
from briefing.presenter import notice
from briefing.scene import MAX_FILE, made
from incidents.curated import NotAllowed
from incidents.wording import counted, day_words
from pages import link
from pages.briefing_edit import edit
from pages.briefing_scenes import scene_rows
from pages.elements import Element, cell, el, show
from pages.opened import opened
from pages.visitor import may, visitor

FILES = (
    ("html", "Standalone file", "one HTML file with everything inside, for a USB stick"),
    ("pptx", "Slides (PPTX)", "text as text, with speaker notes"),
    ("pdf", "Handout (PDF)", "a page a scene, sources at the end"),
    ("json", "Briefing file", "to keep, or to import on another machine"),
)


def page() -> None:
    """Draw the page."""
    library = Library()
    chosen = next(iter(link.parameters().get("briefing", [])), None)
    said = st.session_state.pop("atlas-notice", None)
    try:
        if chosen is None:
            _list(library, said)
        else:
            _one(library, library.read(chosen), said)
    except UnknownBriefing as problem:
        st.session_state.pop("briefing-undo", None)
        _list(library, f"{str(problem)[:1].upper()}{str(problem)[1:]}. Choose one of these, or begin one.")
    except BriefingError as problem:
        _heading("Briefings", "", [str(problem)])
        st.button("All briefings", on_click=_go)


def _heading(title: str, subline: str, notices: list[str], *more: Element | None) -> None:
    show(
        el(
            "header",
            el("h1", title),
            el("p", subline, class_="subline") if subline else None,
            *more,
            *(el("p", words, class_="notice", role="status") for words in notices),
            class_="headline",
        ),
        key="briefing-heading",
        on_send=_sent,
    )
    undo = st.session_state.get("briefing-undo")
    if undo and notices:
        st.button("Undo", key="briefing-undo-button", on_click=_undo)


def _go(briefing: str | None = None, scene: str | None = None) -> None:
    link.choose(link.selection(), briefing=briefing, scene=scene)


# All briefings


def _list(library: Library, said: str | None) -> None:
    what = "A briefing is an ordered list of scenes: a map or claims with a headline, up to three sentences and notes."
    _heading("Briefings", what, [said] if said else [])
    rows = [_row(each) for each in library.listed()]
    heads = ("Briefing", "Scenes", "Saved", "")
    table = el(
        "table",
        el("caption", "Briefings of this atlas", class_="hidden-text"),
        el("thead", el("tr", *(el("th", words, scope="col") for words in heads))),
        el("tbody", *rows),
    )
    show(el("div", table, class_="table"), key="briefing-list", on_send=_sent)
    if not may("editor"):
        return
    with st.form("briefing-new", border=False):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        title = left.text_input("Title of a new briefing", max_chars=120)
        if right.form_submit_button("Begin a briefing"):
            _do(lambda: _opened_after(library.save(made(Briefing, {"id": library.new_id(title), "title": title}))))
            st.rerun()
    most = MAX_FILE // 1_000_000
    label = f"Import a briefing file (.json, at most {most} MB)"
    file = st.file_uploader(label, type=["json"], key="briefing-import", max_upload_size=most)
    if file is not None:
        st.button("Import it", on_click=_import, args=(file.getvalue(),))


def _row(each: Listed) -> Element:
    opening = el("button", each.title, type="button", class_="link", send={"open": each.id})
    state = (
        f"frozen on {day_words(each.frozen)}" if each.frozen else "comes with the atlas" if each.id == SAMPLE else ""
    )
    name = el("span", each.title) if each.problem else opening
    words = [
        name,
        el("span", f"{each.problem or state}", class_="muted small below") if each.problem or state else None,
    ]
    saved = f"{day_words(each.saved.date())}, version {each.version}" if each.saved else ""
    present = el("a", "Present", href=f"./atlas/briefing/{each.id}/present", target="_blank", rel="noopener")
    return el(
        "tr",
        cell(*words),
        el("td", str(each.scenes)),
        cell(saved),
        el("td", present if each.scenes else None),
        data_key=each.id,
    )


def _import(content: bytes) -> None:
    _do(lambda: _opened_after(Library().take_in(content)))


def _opened_after(saved: Briefing) -> None:
    st.session_state["atlas-briefing"] = saved.id
    _go(saved.id)


# One briefing


def _one(library: Library, briefing: Briefing, said: str | None) -> None:
    atlas = opened()
    fixed = bool(briefing.frozen) or briefing.id == SAMPLE or not may("editor")
    if not fixed:
        st.session_state["atlas-briefing"] = briefing.id
    kept = notice(atlas, briefing)
    version = f", version {briefing.version}" if briefing.version else ""
    subline = f"{counted(len(briefing.scenes), 'scene')}{version}{f'. {kept}' if kept else ''}"
    _heading(briefing.title, subline, [said] if said else [], _files(briefing), _acts(briefing, fixed=fixed))
    scene = next(iter(link.parameters().get("scene", [])), None)
    if scene and not fixed and any(each.id == scene for each in briefing.scenes):
        edit(atlas, library, briefing, briefing.scene(scene))
    show(scene_rows(atlas, briefing, scene, fixed=fixed), key="briefing-scenes", on_send=_sent)
    if not briefing.scenes:
        words = "No scene yet. On the Map page and every other, “Add this view to the briefing” adds what is on screen."
        show(el("p", words, class_="muted"), key="briefing-empty")
    if not fixed:
        _earlier(library, briefing)


def _files(briefing: Briefing) -> Element:
    at = f"./atlas/briefing/{briefing.id}"
    links = [
        el("a", label, href=f"{at}/file.{ending}", download="", title=note, data_key=ending)
        for ending, label, note in FILES
    ]
    present = el("a", "Present", href=f"{at}/present", target="_blank", rel="noopener", class_="present")
    kiosk = el(
        "a",
        "Kiosk",
        href=f"{at}/kiosk",
        target="_blank",
        rel="noopener",
        title="goes round by itself, for an unattended screen",
    )
    shown = [present, kiosk, *links] if briefing.scenes else [links[-1]]
    return el("div", *shown, class_="briefing-files")


def _acts(briefing: Briefing, *, fixed: bool) -> Element:
    every = [("All briefings", {"all": True})]
    if not may("editor"):
        return _buttons(briefing, every)
    every.append(("Copy", {"copy": True}))
    own = [("Freeze a copy", {"freeze": True}), ("Delete this briefing", {"delete": True})]
    acts = every + (own if not fixed else [("Delete this briefing", {"delete": True})] if briefing.id != SAMPLE else [])
    return _buttons(briefing, acts)


def _buttons(briefing: Briefing, acts: list[tuple[str, dict[str, bool]]]) -> Element:
    buttons = [
        el(
            "button",
            words,
            type="button",
            class_="link",
            send={**sent, "briefing": briefing.id, "version": briefing.version},
        )
        for words, sent in acts
    ]
    return el("div", *buttons, class_="briefing-files")


def _earlier(library: Library, briefing: Briefing) -> None:
    versions = [number for number in reversed(library.versions(briefing.id)) if number != briefing.version]
    with st.expander("Title and earlier versions"):
        title = st.text_input("Title", briefing.title, max_chars=120, key=f"title-{briefing.id}-{briefing.version}")
        st.button("Rename", on_click=_rename, args=(briefing, title), disabled=title == briefing.title)
        if not versions:
            return
        number = st.selectbox("Version", versions[:50], format_func=lambda each: f"version {each}")
        st.button("Bring this version back", on_click=_restore, args=(briefing.id, number))


def _rename(briefing: Briefing, title: str) -> None:
    _do(lambda: Library().save(briefing.replace(title=title)), "Renamed.")


def _restore(briefing_id: str, version: int | None) -> None:
    _do(lambda: Library().restore(briefing_id, version), f"Version {version} is back.", undo=briefing_id)


# What is sent


def _sent(message: dict[str, Any]) -> None:
    if message.get("all"):
        _go()
    elif message.get("open"):
        _go(message["open"])
    elif "edit" in message:
        _go(message["briefing"], message["edit"])
    else:
        _act(message)


def _act(message: dict[str, Any]) -> None:
    library, briefing_id = Library(), message["briefing"]
    scene = message.get("scene", "")
    acts: dict[str, tuple[Callable[[Briefing], Any], str]] = {
        "move": (lambda told: library.save(moved(told, scene, int(message["move"]))), ""),
        "duplicate": (lambda told: library.save(duplicated(told, scene)), "Scene duplicated."),
        "remove": (lambda told: library.save(_without(told, scene, message["version"])), "Scene deleted."),
        "good": (lambda told: library.save(_read_again(told, scene)), "The scene counts as read again today."),
        "copy": (lambda told: _opened_after(_copied(library, told)), "This is the copy."),
        "freeze": (
            lambda told: _opened_after(_frozen(library, told)),
            "This is the frozen copy: it carries its data inside.",
        ),
        "delete": (lambda told: (library.delete(told.id, message["version"]), _go()), "Briefing deleted."),
    }
    chosen = next((name for name in acts if message.get(name)), None)
    if chosen is None:
        return
    act, words = acts[chosen]
    undo = briefing_id if chosen in ("remove", "duplicate", "delete", "move") else None
    _do(lambda: act(library.read(briefing_id)), words, undo=undo)


def _without(told: Briefing, scene: str, seen: int) -> Briefing:
    """What is deleted is what was seen: another tab may have written more into the scene since."""
    check_version(told, seen)
    return without(told, scene)


def _read_again(told: Briefing, scene_id: str) -> Briefing:
    atlas = opened()
    scenes = [stated(atlas, scene) if scene.id == scene_id else scene for scene in told.scenes]
    return told.replace(scenes=tuple(scenes))


def _copied(library: Library, told: Briefing) -> Briefing:
    return library.copy(all_stated(opened(), told), f"{told.title}, copy"[:120])


def _frozen(library: Library, told: Briefing) -> Briefing:
    held = frozen(opened(), told)
    return library.save(held.replace(id=library.new_id(f"{told.title} frozen"), version=0, saved=None))


def _do(act: Callable[[], Any], words: str = "", undo: str | None = None) -> None:
    """Do something to a briefing; say that it is done, or why it was not. What can be undone is remembered."""
    library = Library()
    before = max(library.versions(undo), default=0) if undo else 0
    try:
        visitor().require("editor", "change briefings")
        act()
    except (BriefingError, NotAllowed) as problem:
        st.session_state["atlas-notice"] = f"Not done: {problem}"
        st.session_state.pop("briefing-undo", None)
        return
    st.session_state["briefing-undo"] = (undo, before) if undo and before else None
    if words:
        st.session_state["atlas-notice"] = words


def _undo() -> None:
    briefing_id, version = st.session_state.pop("briefing-undo")
    _do(lambda: Library().restore(briefing_id, version), "Undone.")
    _go(briefing_id)
