"""plotly's scatter on a map without tiles, drawn with WebGL; no hover."""

import plotly.graph_objects as go
import streamlit as st

from benchmarks.rival_apps.events import CENTRE, HEIGHT, ZOOM, chosen

events = chosen()
points = go.Scattermap(lat=events["latitude"], lon=events["longitude"], mode="markers", hoverinfo="skip")
layout = go.Layout(
    map={"style": "white-bg", "center": {"lat": CENTRE[0], "lon": CENTRE[1]}, "zoom": ZOOM},
    height=HEIGHT,
    margin={"l": 0, "r": 0, "t": 0, "b": 0},
)
st.plotly_chart(go.Figure(points, layout))
