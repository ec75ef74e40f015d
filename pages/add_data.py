"""Add data."""

def page() -> None:
    """Draw the page."""
