"""Streamlit's own st.map."""

import streamlit as st

from benchmarks.rival_apps.events import HEIGHT, chosen

st.map(chosen(), latitude="latitude", longitude="longitude", size=2000, zoom=5, height=HEIGHT)
