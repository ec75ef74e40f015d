"""Who is looking at a page, and what their role allows."""

from incidents.curated import LOCAL, Actor


def visitor() -> Actor:
    """Return the person whose page runs now: without sign-in, the one local user."""
    return LOCAL
