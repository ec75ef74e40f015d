"""pydeck's scatter of points, without a basemap; no tooltips."""

import pydeck
import streamlit as st

from benchmarks.rival_apps.events import CENTRE, HEIGHT, ZOOM, chosen

layer = pydeck.Layer(
    "ScatterplotLayer",
    chosen()[["latitude", "longitude"]],
    get_position=["longitude", "latitude"],
    get_radius=2000,
    get_fill_color=[29, 78, 137, 140],
)
view = pydeck.ViewState(latitude=CENTRE[0], longitude=CENTRE[1], zoom=ZOOM)
st.pydeck_chart(pydeck.Deck(layer, initial_view_state=view, map_provider=None), height=HEIGHT)
