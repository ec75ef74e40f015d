"""Which incidents a selection means, and what each choice would leave."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents import Atlas, Facet, Selection
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident


@pytest.fixture
def mixed() -> Atlas:
    """Six made-up incidents of several kinds, places, days and datasets."""
    one = dataset(
        "one",
        campaign=[campaign(targets=[{"kind": "bank"}], actors=[{"actor": "stos", "role": "named_as_involved"}])],
        incident=[
            incident("a", "town:pasni", "2026-01-05", campaign="c", actors=[{"actor": "bla", "role": "accused"}]),
            incident(
                "b", "district:gwadar", "2026-01-05", last="2026-01-10", event_type="clash", date_precision="range"
            ),
            incident("c1", "tehsil:tump", "2026-02-01", targets=[{"kind": "police_station"}], note="Near the BAZAAR"),
            incident("d", "town:karachi", "2026-02-01", event_type="protest"),
        ],
        claim=[claim("x", "a", 3, contests="y"), claim("y", "a", 4, contests="x")],
    )
    two = dataset(
        "two", incident=[incident("a", "town:turbat", "2025-12-31"), incident("z", "town:pasni", "2026-03-01")]
    )
    return atlas_of(one, two)


def ids(atlas: Atlas, **chosen: Any) -> list[str]:
    return list(atlas.incidents(Selection(**chosen))["id"])


EVERYTHING = ["one.a", "one.b", "one.c1", "one.d", "two.a", "two.z"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, EVERYTHING),
        ({"start": "2026-01-10", "end": "2026-01-31"}, ["one.b"]),
        ({"start": "2026-01-11", "end": "2026-01-31"}, []),
        ({"end": "2026-01-05"}, ["one.a", "one.b", "two.a"]),
        ({"end": "2025-12-31"}, ["two.a"]),
        ({"event_types": ("clash", "protest")}, ["one.b", "one.d"]),
        ({"target_kinds": ("police_station",)}, ["one.c1"]),
        ({"actors": ("bla",)}, ["one.a"]),
        ({"places": ("district:gwadar",)}, ["one.a", "one.b", "two.z"]),
        ({"places": ("tehsil:pasni",)}, ["one.a", "two.z"]),
        ({"places": ("province:balochistan",)}, ["one.a", "one.b", "one.c1", "two.a", "two.z"]),
        ({"places": ("country:pakistan",)}, EVERYTHING),
        ({"places": ("district:atlantis",)}, []),
        ({"precisions": ("district", "tehsil")}, ["one.b", "one.c1"]),
        ({"contested": True}, ["one.a"]),
        ({"contested": False}, ["one.b", "one.c1", "one.d", "two.a", "two.z"]),
        ({"datasets": ("two",)}, ["two.a", "two.z"]),
        ({"text": "bazaar"}, ["one.c1"]),
        ({"text": "near BAZAAR"}, ["one.c1"]),
        ({"text": "near harbour"}, []),
        ({"text": "پسنی"}, ["one.a", "two.z"]),
        ({"text": "tump"}, ["one.c1"]),
        ({"bounds": (63.4, 25.2, 63.5, 25.3)}, ["one.a", "one.b", "two.z"]),
        ({"bounds": (66.9, 24.7, 67.3, 25.1)}, ["one.d"]),
        ({"event_types": ("bombing",), "places": ("town:pasni",), "datasets": ("two",)}, ["two.z"]),
    ],
)
def test_a_filter_leaves_what_it_names(mixed: Atlas, chosen: dict[str, Any], expected: list[str]) -> None:
    assert ids(mixed, **chosen) == expected


def test_an_incident_matches_when_its_span_touches_either_end(mixed: Atlas) -> None:
    assert ids(mixed, start="2026-01-10", end="2026-01-10") == ["one.b"]
    assert ids(mixed, start="2026-01-04", end="2026-01-05") == ["one.a", "one.b"]


def test_incidents_of_a_contested_campaign_are_contested() -> None:
    made = dataset(
        campaign=[campaign()],
        incident=[incident("in", campaign="c"), incident("out")],
        claim=[claim("x", "c", 3, contests="y"), claim("y", "c", 4)],
    )
    assert ids(atlas_of(made), contested=True) == ["made-up.in"]


def test_drafts_and_retractions_are_not_shown() -> None:
    atlas = atlas_of(
        dataset(incident=[incident("a"), incident("b", status="draft"), incident("c", status="retracted")])
    )
    assert ids(atlas) == ["made-up.a"]
    assert atlas.incident("made-up.b").status == "draft"


def test_a_record_that_does_not_exist_is_an_error_that_says_so(atlas: Atlas) -> None:
    for call in (atlas.incident, atlas.campaign, atlas.source):
        with pytest.raises(KeyError, match="has the id 'nope'; list"):
            call("nope")


class TestFacets:
    def test_counts_ignore_the_facets_own_filter(self, mixed: Atlas) -> None:
        counts = {each.value: each.count for each in mixed.facets(Selection(event_types=("clash",)))["event_types"]}
        assert (counts["bombing"], counts["clash"], counts["protest"]) == (4, 1, 1)

    def test_counts_follow_the_other_filters(self, mixed: Atlas) -> None:
        counts = {each.value: each.count for each in mixed.facets(Selection(event_types=("clash",)))["datasets"]}
        assert counts == {"one": 1, "two": 0}

    def test_every_event_type_is_offered(self, mixed: Atlas) -> None:
        from incidents.vocabulary import EVENT_TYPES

        assert {each.value for each in mixed.facets()["event_types"]} == set(EVENT_TYPES)

    def test_the_order_does_not_change_while_filters_do(self, mixed: Atlas) -> None:
        def order(selection: Selection) -> dict[str, list[object]]:
            return {field: [each.value for each in choices] for field, choices in mixed.facets(selection).items()}

        assert order(Selection()) == order(Selection(event_types=("clash",), places=("town:karachi",)))

    def test_the_chosen_datasets_decide_the_order_and_what_they_lack_comes_last(self, mixed: Atlas) -> None:
        two = mixed.facets(Selection(datasets=("two",), event_types=("clash",)))
        places = [(each.value, each.total) for each in two["places"]]
        assert places[:4] == [
            ("province:balochistan", 2),
            ("district:gwadar", 1),
            ("town:pasni", 1),
            ("district:kech", 1),
        ]
        assert [each.total for each in two["event_types"]][:2] == [2, 0]
        assert [each.value for each in two["places"]][4:6] == ["town:turbat", "tehsil:tump"]

    def test_places_stand_inside_each_other_with_what_they_hold(self, mixed: Atlas) -> None:
        found = [(each.value, each.count, each.depth) for each in mixed.facets()["places"]]
        assert found == [
            ("province:balochistan", 5, 0),
            ("district:gwadar", 3, 1),
            ("town:pasni", 2, 2),
            ("district:kech", 2, 1),
            ("tehsil:tump", 1, 2),
            ("town:turbat", 1, 2),
            ("province:sindh", 1, 0),
            ("town:karachi", 1, 1),
        ]

    def test_places_are_called_by_name_and_level(self, mixed: Atlas) -> None:
        labels = {each.value: each.label for each in mixed.facets()["places"]}
        assert labels["district:gwadar"] == "Gwadar district"
        assert labels["town:pasni"] == "Pasni"
        assert labels["tehsil:tump"] == "Tump tehsil"

    def test_what_only_a_campaign_carries_counts_none_and_says_why(self, mixed: Atlas) -> None:
        facets = mixed.facets()
        assert Facet("bank", "Bank", 0, note="named for a whole campaign, not for a place") in facets["target_kinds"]
        assert [each.count for each in facets["actors"] if each.value == "stos"] == [0]

    def test_contested_has_both_sides(self, mixed: Atlas) -> None:
        assert [(each.value, each.count) for each in mixed.facets()["contested"]] == [(True, 1), (False, 5)]

    def test_the_embedded_dataset_counts_as_in_the_sketch(self, atlas: Atlas) -> None:
        facets = atlas.facets()
        assert [(each.value, each.count) for each in facets["precisions"]] == [
            ("district", 6),
            ("town", 2),
            ("tehsil", 1),
        ]
        places = {each.label: (each.count, each.depth) for each in facets["places"]}
        assert places["Balochistan"] == (9, 0)
        assert places["Gwadar district"] == (2, 1)
        assert places["Kech district"] == (1, 1)
        assert places["Chagai district"] == (1, 1)


FIELDS = ["event_types", "actors", "places", "precisions", "datasets"]


@given(st.data())
@settings(max_examples=8)
def test_a_facets_count_is_what_choosing_it_leaves(data: st.DataObject) -> None:
    atlas = _everything()
    chosen = {
        field: tuple(data.draw(st.sets(st.sampled_from([each.value for each in choices]), max_size=2)))
        for field, choices in atlas.facets().items()
        if field in FIELDS
    }
    selection = Selection(**chosen, start=data.draw(st.sampled_from([None, dt.date(2026, 1, 6)])))  # type: ignore[arg-type]
    for field, choices in atlas.facets(selection).items():
        for each in choices:
            value = each.value if field == "contested" else (each.value,)
            assert each.count == atlas.summary(selection.replace(**{field: value})).count


def _everything() -> Atlas:
    """The sample of these tests, made once for all that hypothesis draws."""
    if not hasattr(_everything, "made"):
        _everything.made = mixed.__wrapped__()  # type: ignore[attr-defined]
    return _everything.made  # type: ignore[attr-defined]
