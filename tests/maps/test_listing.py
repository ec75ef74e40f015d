"""Lists behind marks: every mark opens into exactly the records that it counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents import Atlas, Selection
from maps import listing, payload
from maps.marks import cell_bounds
from tests.maps.test_payload import AREAS, KINDS, TOWNS, dataset_of, module


def whole(atlas: Atlas, selection: Selection, **where) -> list[str]:
    """Read a list to its end, a page at a time."""
    ids: list[str] = []
    while page := listing(atlas, selection, offset=len(ids), **where)["incidents"]:
        ids += [record["id"] for record in page]
    return ids


def where_of(mark: dict) -> dict:
    if "count" in mark:
        return {"place": mark["id"], "level": mark["level"]}
    return {"cell": mark.get("cell") or cell_bounds(mark["lat"], mark["lon"], 0)}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(AREAS + TOWNS), st.sampled_from(KINDS)), min_size=1, max_size=60),
    st.sampled_from([3, 200]),
)
def test_the_lists_of_all_marks_are_the_selection_each_record_once(pairs: list[tuple[str, str]], room: int):
    atlas = Atlas.of([dataset_of(*[{"place": place, "event_type": kind} for place, kind in pairs])])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_MARKS", room)
        patch.setattr(module, "MIN_BINS", room)
        shown = payload(atlas, Selection())
    spots = {str(where_of(mark)): mark for mark in (*shown["areas"], *shown["symbols"], *shown["bins"])}
    lists = {key: whole(atlas, Selection(), **where_of(mark)) for key, mark in spots.items()}
    listed = [record for ids in lists.values() for record in ids]
    assert len(listed) == len(set(listed)) == len(pairs)
    for mark in (*shown["areas"], *shown["bins"]):
        assert len(lists[str(where_of(mark))]) == mark.get("count", mark.get("n"))


def test_a_list_keeps_the_filters_of_the_selection():
    atlas = Atlas.of([dataset_of(*[{"place": "district:quetta", "event_type": kind} for kind in KINDS])])
    selection = Selection(event_types=("clash",), places=("province:balochistan",))
    (record,) = listing(atlas, selection, place="district:quetta", level="district")["incidents"]
    assert record["type"] == "clash"


def test_what_lies_outside_the_selection_is_not_listed():
    atlas = Atlas.of([dataset_of({"place": "district:quetta"}, {"place": "town:pasni"})])
    only_towns = Selection(precisions=("town",))
    assert listing(atlas, only_towns, place="district:quetta", level="district")["incidents"] == []
    assert listing(atlas, Selection(bounds=(60, 24, 61, 25)), cell=(63, 25, 64, 26))["incidents"] == []
    assert listing(atlas, Selection(), place="no such place", level="no such level")["incidents"] == []
