"""The events that an app shows: a checkbox a kind in the sidebar, and the count of those that are chosen."""

import os

import pandas as pd
import streamlit as st

KINDS = os.environ.get("BENCHMARK_KINDS", "").split(",")
COLUMNS = ["latitude", "longitude", "event_type"]
CENTRE = (28.5, 66.0)
ZOOM = 5
HEIGHT = 640


@st.cache_resource
def _events() -> pd.DataFrame:
    return pd.read_parquet(os.environ["BENCHMARK_EVENTS"], columns=COLUMNS)


def chosen() -> pd.DataFrame:
    """Draw the filters and the count; return the latitude, longitude and event_type of the events that pass."""
    events = _events()
    with st.sidebar:
        kinds = [kind for kind in KINDS if st.checkbox(kind)]
    found = events[events["event_type"].isin(kinds)] if kinds else events
    with st.container(key="count"):
        st.markdown(f"{len(found)} incidents")
    return found
