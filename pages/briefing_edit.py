"""One scene in a form: its words, what it shows, and sentences drafted from the data to take over."""

from typing import Any

import streamlit as st

from briefing import Briefing, BriefingError, Library, Scene, changed, stated
from briefing.board import NO_FIGURES, groups_of
from briefing.drafting import drafts
from briefing.scene import MAX_SENTENCES
from briefing.unread import checked
from incidents import Atlas
from incidents.curated import NotAllowed
from pages import link
from pages.briefing_add import view_of_page
from pages.elements import el, show
from pages.opened import opened
from pages.visitor import visitor

PICTURES = {"map": "Map, claims beside it", "claims": "Who says what, large"}


def edit(atlas: Atlas, library: Library, briefing: Briefing, scene: Scene) -> None:
    """Draw the form of a scene."""
    groups = groups_of(atlas.summary(scene.selection))
    key = f"scene-{briefing.id}-{scene.id}-{briefing.version}"
    with st.form(key):
        values: dict[str, Any] = {"headline": st.text_input("Headline", scene.headline, max_chars=120)}
        given = [*scene.sentences, *[""] * MAX_SENTENCES][:MAX_SENTENCES]
        values["sentences"] = [
            st.text_input(f"Sentence {number}", text, max_chars=220) for number, text in enumerate(given, 1)
        ]
        values["notes"] = st.text_area("Notes for the speaker", scene.notes, max_chars=6000, height=140)
        left, right = st.columns(2)
        values["picture"] = left.selectbox(
            "Picture", list(PICTURES), list(PICTURES).index(scene.picture), PICTURES.__getitem__
        )
        shown = [*groups, NO_FIGURES]
        values["figures"] = right.multiselect(
            "Figures (all where none is chosen)",
            shown,
            [each for each in scene.figures if each in shown],
            format_func=lambda each: groups.get(each, "No figures"),
        )
        values["playback"] = st.checkbox("Can be played day by day", scene.playback)
        if st.form_submit_button("Save the scene", type="primary"):
            _save(library, briefing, scene, values)
            st.rerun()
    _drafts(atlas, briefing, scene)
    st.button(
        "Show what the pages show now instead: their selection and map",
        on_click=_take_view,
        args=(briefing, scene),
        help="The selection in the address bar, and where the map stands",
    )


def _save(library: Library, briefing: Briefing, scene: Scene, values: dict[str, Any]) -> None:
    try:
        visitor().require("editor", "change briefings")
        library.save(changed(briefing, scene.id, **values))
    except (BriefingError, NotAllowed) as problem:
        st.session_state["atlas-notice"] = f"Not saved: {problem}"
        return
    st.session_state["atlas-notice"] = "Scene saved."
    link.choose(link.selection(), briefing=briefing.id, scene=None)


def _drafts(atlas: Atlas, briefing: Briefing, scene: Scene) -> None:
    found = [text for text in drafts(atlas, scene.selection) if text not in scene.sentences]
    if not found or len(scene.sentences) >= MAX_SENTENCES:
        return
    buttons = [
        el(
            "li",
            el(
                "button",
                text,
                type="button",
                class_="link",
                send={"draft": text, "scene": scene.id, "briefing": briefing.id},
            ),
        )
        for text in found
    ]
    show(
        el("section", el("h3", "Sentences drafted from the data: choose one to add it", class_="label"), el("ul", *buttons)),
        key="briefing-drafts",
        on_send=_take_draft,
    )  # fmt: skip


def _take_draft(message: dict[str, Any]) -> None:
    library = Library()
    try:
        visitor().require("editor", "change briefings")
        told = library.read(message["briefing"])
        scene = told.scene(message["scene"])
        library.save(changed(told, scene.id, sentences=(*scene.sentences, message["draft"])))
    except (BriefingError, NotAllowed) as problem:
        st.session_state["atlas-notice"] = f"Not added: {problem}"


def _take_view(briefing: Briefing, scene: Scene) -> None:
    try:
        visitor().require("editor", "change briefings")
        query = checked(opened(), link.selection()).to_query()
        new = changed(briefing, scene.id, query=query, view=view_of_page())
        written = stated(opened(), new.scene(scene.id))
        Library().save(changed(new, scene.id, state=written.state))
    except (BriefingError, NotAllowed) as problem:
        st.session_state["atlas-notice"] = f"Not changed: {problem}"
        return
    st.session_state["atlas-notice"] = "The scene shows what the pages show now."
