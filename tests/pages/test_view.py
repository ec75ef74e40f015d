"""What a link says of the map's view."""

import pytest

from pages.view import view_from_query


def test_a_view_with_edges_is_read_whole():
    view, theme = view_from_query("view=7/28.5/65.5/60/24/70/32&layers=rivers,urdu&theme=dark")
    assert view == {
        "zoom": 7,
        "latitude": 28.5,
        "longitude": 65.5,
        "layers": ("rivers", "urdu"),
        "bounds": (60, 24, 70, 32),
    }
    assert theme == "dark"


@pytest.mark.parametrize(
    "view", ["", "1", "1/2", "nan/1/2", "inf/1/2", "7/95/65", "7/28/999", "a/b/c", "7/28/65/1/2", "-1/2/3"]
)
def test_what_is_no_view_counts_as_none(view: str):
    assert view_from_query(f"view={view}")[0] is None


def test_edges_in_the_wrong_order_are_left_out():
    view, _ = view_from_query("view=7/28/65/70/24/60/32")
    assert view is not None
    assert "bounds" not in view
