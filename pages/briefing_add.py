"""What a page adds to a briefing: its selection and view as a new scene, with a headline and sentences drafted from the data."""

import streamlit as st

from briefing import Briefing, BriefingError, Library, Scene, added, stated
from briefing.drafting import drafts, headline
from briefing.scene import made
from briefing.unread import checked
from incidents import Atlas
from incidents.curated import NotAllowed
from pages import link
from pages.opened import opened
from pages.view import view_from_query
from pages.visitor import visitor

_KEPT = ("latitude", "longitude", "zoom", "bounds", "layers")


def scene_of_page(atlas: Atlas) -> Scene:
    """The scene of the selection and view in the address bar. Raises `BadBriefing` where the selection cannot be followed."""
    selection = checked(atlas, link.selection())
    values = {
        "id": "scene",
        "headline": headline(atlas, selection),
        "sentences": drafts(atlas, selection)[:2],
        "query": selection.to_query(),
        "view": view_of_page(),
    }
    scene: Scene = made(Scene, values)
    return stated(atlas, scene)


def view_of_page() -> dict[str, object] | None:
    """Where the map stands, as far as the address bar says."""
    parameters = link.parameters()
    query = {key: parameters[key][0] for key in ("view", "layers") if parameters.get(key)}
    view, _ = view_from_query("&".join(f"{key}={value}" for key, value in query.items()))
    kept = {key: value for key, value in (view or {}).items() if key in _KEPT and value is not None}
    return kept or None


def current(library: Library) -> Briefing:
    """The briefing that scenes are added to: the one opened last, else the last saved that can be edited, else a new one."""
    listed = {each.id: each for each in library.listed() if not each.frozen and not each.problem and each.version}
    chosen = st.session_state.get("atlas-briefing")
    found = chosen if chosen in listed else next(iter(listed), None)
    return library.read(found) if found else Briefing(id=library.new_id("My briefing"), title="My briefing")


def add_view() -> None:
    """Add the page's view to the current briefing; says where, or why not. Call it from a callback."""
    library = Library()
    try:
        visitor().require("editor", "change briefings")
        briefing = current(library)
        saved = library.save(added(briefing, scene_of_page(opened())))
    except (BriefingError, NotAllowed) as problem:
        st.session_state["atlas-notice"] = f"Not added: {problem}"
        return
    st.session_state["atlas-briefing"] = saved.id
    number = len(saved.scenes)
    st.session_state["atlas-notice"] = (
        f"Added to “{saved.title}” as scene {number}: the Briefings page has it, to edit and to take out again."
    )
