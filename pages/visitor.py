"""Who is looking at a page or asks a route, and what their role allows."""

from collections.abc import Mapping
from urllib.parse import quote, unquote

import streamlit as st
from starlette.requests import Request

from incidents.curated import LOCAL, ROLES, Actor, NotAllowed, Role
from pages.access import access

#: What `pages.admission` writes into each request that it lets in; what a browser sends by this name is thrown away.
HEADER = "x-atlas-visitor"


def visitor() -> Actor:
    """Return the person whose page runs now: without sign-in, the one local user.

    Raises
    ------
    NotAllowed
        If nobody is signed in.
    """
    return LOCAL if access().how == "local" else _named(st.context.headers)


def visitor_of(request: Request) -> Actor:
    """Return the person who sent a request; raises `NotAllowed` if nobody is signed in."""
    return LOCAL if access().how == "local" else _named(request.headers)


def may(role: Role) -> bool:
    """Return whether the person whose page runs now may do what a role allows."""
    return visitor().may(role)


def refusal(role: Role, action: str) -> str | None:
    """Return why the person whose page runs now may not do something; None where they may."""
    try:
        visitor().require(role, action)
    except NotAllowed as problem:
        return str(problem)
    return None


def note(actor: Actor) -> str:
    """Return an actor as a header's value.

    >>> _named({HEADER: note(Actor("صنم", "editor"))}).role
    'editor'
    """
    return f"{actor.role} {quote(actor.name)}"


def _named(headers: Mapping[str, str]) -> Actor:
    role, _, name = headers.get(HEADER, "").partition(" ")
    known: Role | None = next((each for each in ROLES if each == role), None)
    if known is None:
        raise NotAllowed("nobody is signed in here: sign in, then try again")
    return Actor(unquote(name), known)
