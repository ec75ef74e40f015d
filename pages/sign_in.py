"""The sign-in page, which is all that somebody without a session sees, and the line that says who is signed in."""

import streamlit as st

from incidents.curated import Actor, NotAllowed
from pages.access import access
from pages.elements import el, show
from pages.visitor import visitor


def somebody() -> Actor | None:
    """Return the person whose page runs now; None where nobody is let in, who then gets the sign-in page."""
    try:
        return visitor()
    except NotAllowed:
        _page()
        return None


def _page() -> None:
    show(el("h1", "Incident Atlas"), el("p", _words(), class_="subline"), key="sign-in")
    if st.user.get("is_logged_in"):
        st.button("Sign out", on_click=st.logout)
        return
    providers = access().providers
    for name in providers:
        words = "Sign in" if name == "default" else f"Sign in with {name.capitalize()}"
        st.button(words, key=f"sign-in-{name}", type="primary", on_click=st.login, args=(name,))


def _words() -> str:
    if st.user.get("is_logged_in"):
        who = st.user.get("email") or st.user.get("sub")
        return f"You are signed in as {who}, but have no role here. Whoever runs this atlas can give you one."
    return "This atlas belongs to a team. Sign in to see it."


def who(actor: Actor) -> None:
    """Say who is signed in, in the sidebar; with a way out where this atlas signed them in."""
    how = access().how
    if how == "local":
        return
    show(el("p", el("bdi", actor.name), el("span", f", {actor.role}", class_="muted"), class_="small"), key="who")
    if how == "oidc":
        st.button("Sign out", key="sign-out", on_click=st.logout)
