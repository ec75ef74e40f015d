"""The table of incidents: what its lines are made of."""

from incidents import Atlas, Selection
from pages.table import READ, _table


def test_a_line_says_the_same_of_the_columns_that_are_read_as_of_all() -> None:
    atlas, order = Atlas.open(), ("start", True)
    tables = [_table(atlas.page(Selection(), columns=columns), 9, order, None) for columns in (READ, ())]
    assert tables[0] == tables[1]


def test_a_page_of_rows_has_the_columns_that_are_asked_for_in_every_order() -> None:
    rows = Atlas.open().page(Selection(), order="place", ascending=False, columns=("id", "place"))
    assert {"id", "place", "contested"} <= set(rows.columns)
    assert "actors" not in rows
