"""The app as it is served, but its Map page draws no map and makes no data for one: to measure what the map adds."""

from pathlib import Path
from types import SimpleNamespace

import streamlit as st

from pages import map as map_page
from pages.routes import ROUTES
from pages.security import MIDDLEWARE
from pages.warm import warm

if not {"map_frame", "maps"} <= vars(map_page).keys():
    raise RuntimeError("pages/map.py has changed: leave its map out here by the names that it uses now")
map_page.map_frame = lambda *_, **__: None
map_page.maps = SimpleNamespace(payload=lambda *_, **__: None)

PAGES = Path(__file__).parents[1] / "pages" / "__init__.py"
app = st.App(PAGES, routes=ROUTES, middleware=MIDDLEWARE, lifespan=warm)
