"""The Map page: where it happened and how well that is known, beside who says what, above when."""

import streamlit as st

import maps
from incidents import Selection, Summary
from incidents.vocabulary import UNKNOWN_PLACE
from incidents.wording import counted
from pages import link
from pages.card import card
from pages.claims import claims_panel
from pages.component_files import written
from pages.elements import el, show
from pages.filters import filters
from pages.header import header
from pages.kept import kept
from pages.map_frame import map_frame
from pages.opened import opened
from pages.strip import strip
from pages.table import BESIDE_MAP, incident_table


def page() -> None:
    """Draw the page."""
    atlas, selection = opened(), link.selection()
    heading = st.container()
    left, right = st.columns([2.3, 1], gap="medium")
    with left:  # the map first, which takes the browser longest
        what = ("map", selection.meaning())
        payload = kept(atlas, what, lambda: written(maps.payload(atlas, selection)))
        map_frame(payload, selection.to_query(), _open)
    summary = atlas.summary(selection)
    with heading:
        header(atlas, selection, summary)
    with left:
        _off_the_map(summary, selection)
        strip(atlas, selection, summary)
    with right:
        claims_panel(atlas, selection, summary)
    filters(atlas, selection)
    record = link.record()
    if record:
        card(atlas, record)
    if summary.count:
        incident_table(atlas, selection, key="map-table", chosen=record, at_once=BESIDE_MAP)


def _off_the_map(summary: Summary, selection: Selection) -> None:
    """Say how many incidents have no mark, with the way to their list."""
    if summary.unplaced:
        chosen = selection.replace(precisions=(UNKNOWN_PLACE,))
        one = summary.unplaced == 1
        words = f"{counted(summary.unplaced, 'incident')} {'is' if one else 'are'} not on the map: {'its place is' if one else 'their places are'} not known. "
        list_ = el("a", "List it" if one else "List them", href=f"./incidents?{chosen.to_query()}")
        show(el("p", words, list_, class_="notice small"), key="off-the-map")


def _open(record: str) -> None:
    link.choose(link.selection(), record=record)
