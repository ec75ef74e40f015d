"""The Incident Atlas as a server: start it with ``streamlit run app.py``. The pages begin in ``pages/__init__.py``."""

from pathlib import Path

import streamlit as st

from pages.access import start
from pages.routes import ROUTES
from pages.security import MIDDLEWARE
from pages.warm import warm

start()
app = st.App(Path(__file__).parent / "pages" / "__init__.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=warm)
