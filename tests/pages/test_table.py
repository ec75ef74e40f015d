"""The table of incidents: what its lines are made of."""

from incidents import Atlas, Selection
from pages.table import READ, _row, _table


def test_a_line_says_the_same_of_the_columns_that_are_read_as_of_all() -> None:
    atlas, order = Atlas.open(), ("start", True)
    tables = [_table(atlas.page(Selection(), columns=columns), 9, order, None) for columns in (READ, ())]
    assert tables[0] == tables[1]


def test_a_page_of_rows_has_the_columns_that_are_asked_for_in_every_order() -> None:
    rows = Atlas.open().page(Selection(), order="place", ascending=False, columns=("id", "place"))
    assert {"id", "place", "contested"} <= set(rows.columns)
    assert "actors" not in rows


def test_a_line_gives_a_toll_with_an_open_end_and_an_approximate_one() -> None:
    row = Atlas.open().page(Selection()).to_dict("records")[0]
    none = {f"fatalities_{end}": float("nan") for end in ("low", "best", "high")}
    for end, words in (("low", "at least 5 killed"), ("best", "about 5 killed"), ("high", "at most 5 killed")):
        assert words in repr(_row({**row, **none, f"fatalities_{end}": 5.0}, False))
