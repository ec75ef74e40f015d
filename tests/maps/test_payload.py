"""The payload: what is drawn, no finer than it is known, and never larger than a screen."""

import datetime as dt
import importlib
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.atlas import EMBEDDED
from incidents.dataset import Dataset
from incidents.dataset_file import parse, read_toml
from incidents.vocabulary import EVENT_TYPES
from maps import layers, payload
from maps.layers import FOCUS, HOME
from maps.naming import MAX_TEXT

module = importlib.import_module("maps.payload")  # the package has a function of this name

AREAS = ["district:quetta", "tehsil:tump", "district:gwadar", "division:makran", "province:balochistan"]
TOWNS = ["town:pasni", "town:dalbandin", "town:turbat", "town:sibi", "town:zhob"]
KINDS = ["attack", "bombing", "clash", "unknown"]


@pytest.fixture(scope="module")
def embedded() -> Atlas:
    return Atlas.of([read_toml(EMBEDDED, Gazetteer.load())])


def dataset_of(*incidents: dict) -> Dataset:
    """Made-up incidents; each may leave out everything but its place."""
    usual = {"title": "Event", "first": dt.date(2026, 1, 2), "last": dt.date(2026, 1, 2), "sources": ["s"]}
    content = {
        "dataset": {"id": "made-up", "title": "Made up", "licence": "MIT"},
        "source": [{"id": "s", "title": "A source"}],
        "incident": [{"id": f"i{number}", **usual, **incident} for number, incident in enumerate(incidents)],
    }
    dataset = parse(content, Gazetteer.load(), "made-up")
    assert dataset.problems == ()
    return dataset


def drawn(*incidents: dict) -> dict:
    return payload(Atlas.of([dataset_of(*incidents)]), Selection())


def by_kind(shown: dict, mark: dict) -> dict[str, int]:
    return {kind: count for kind, count in zip(shown["kinds"], mark["types"], strict=True) if count}


def test_what_is_known_to_an_area_is_an_area_and_never_a_point(embedded: Atlas):
    shown = payload(embedded, Selection())
    assert [area["id"] for area in shown["areas"]] == [
        "district:gwadar",
        "district:kharan",
        "district:mastung",
        "district:noshki",
        "district:panjgur",
        "district:quetta",
        "tehsil:tump",
    ]
    assert {symbol["id"] for symbol in shown["symbols"]} == {"town:dalbandin", "town:pasni"}
    assert shown["counts"] == {"incidents": 9, "areas": 7, "symbols": 2, "bins": 0}


def test_the_embedded_payload_is_small(embedded: Atlas):
    assert len(json.dumps(payload(embedded, Selection()), ensure_ascii=False).encode()) < 50_000


def test_a_record_carries_its_span_precision_claimant_and_contested_mark(embedded: Atlas):
    (pasni,) = payload(embedded, Selection(places=("town:pasni",)))["symbols"]
    assert pasni["name"] == "Pasni" and pasni["name_ur"] == "پسنی"
    (record,) = pasni["incidents"]
    assert record == {
        "id": "balochistan-2026.pasni",
        "title": "Coordinated attack in Pasni",
        "when": "29–30 January 2026, day not stated",
        "level": "town",
        "where": "Pasni",
        "type": "attack",
        "claimed_by": "Balochistan Liberation Army (BLA)",
        "contested": "campaign",
    }


def test_a_place_is_called_as_the_source_writes_it():
    (area,) = drawn({"place": "district:noshki", "written": "Nushki"})["areas"]
    assert (area["name"], area["also"]) == ("Nushki", "Noshki")


def test_the_place_keeps_its_own_name_where_records_disagree():
    (area,) = drawn(
        {"place": "district:noshki", "written": "Noshki"}, {"place": "district:noshki", "written": "Nushki"}
    )["areas"]
    assert area["name"] == "Noshki" and "also" not in area


def test_no_record_matching_says_so(embedded: Atlas):
    shown = payload(embedded, Selection(text="no such words"))
    assert shown["areas"] == shown["symbols"] == shown["bins"] == shown["legend"] == []
    assert shown["note"] == "No record matches these filters."
    assert shown["bounds"] == list(HOME)


def test_records_of_one_spot_and_type_share_a_symbol_and_other_types_stand_beside_it():
    shown = drawn(*[{"place": "town:pasni", "event_type": kind} for kind in ("bombing", "bombing", "clash")])
    assert sorted((symbol["type"], symbol["n"]) for symbol in shown["symbols"]) == [("bombing", 2), ("clash", 1)]
    assert len({(symbol["lat"], symbol["lon"]) for symbol in shown["symbols"]}) == 1


def test_an_area_of_several_kinds_is_of_no_kinds_colour():
    shown = drawn(
        {"place": "district:quetta", "event_type": "bombing"}, {"place": "district:quetta", "event_type": "clash"}
    )
    (area,) = shown["areas"]
    assert area["hue"] == "ink"
    assert by_kind(shown, area) == {"bombing": 1, "clash": 1}


def test_the_polygon_travels_only_where_the_document_lacks_it():
    shown = drawn({"place": "district:quetta"}, {"place": "country:afghanistan"})
    polygons = {area["id"]: "polygons" in area for area in shown["areas"]}
    assert polygons == {"district:quetta": False, "country:afghanistan": True}


def test_a_spot_beside_a_town_is_not_called_by_the_towns_name():
    dataset = dataset_of({"place": "town:turbat"})
    where = {
        "latitude": 26.0,
        "longitude": 62.95,
        "radius_km": 7.0,
        "toponym": "10 km west of Turbat",
        "how": "relative",
    }
    moved = dataset.incidents[0].model_copy(update={"where": dataset.incidents[0].where.model_copy(update=where)})
    (symbol,) = payload(Atlas.of([replace(dataset, incidents=(moved,))]), Selection())["symbols"]
    assert (symbol["name"], symbol["lat"], symbol["lon"]) == ("10 km west of Turbat", 26.0, 62.95)
    assert symbol["radius_km"] == 7.0


def test_a_village_that_the_gazetteer_lacks_is_named_as_written_with_its_district_and_has_no_ring_of_it():
    dataset = dataset_of({"place": "district:kech"})
    where = {"latitude": 26.2, "longitude": 62.9, "level": "town", "toponym": "Nasirabad village", "how": "coordinates"}
    moved = dataset.incidents[0].model_copy(update={"where": dataset.incidents[0].where.model_copy(update=where)})
    (symbol,) = payload(Atlas.of([replace(dataset, incidents=(moved,))]), Selection())["symbols"]
    assert (symbol["name"], "radius_km" in symbol) == ("Nasirabad village", False)
    (record,) = symbol["incidents"]
    assert (record["where"], "toponym" in record) == ("Nasirabad village (as written), Kech", False)


def test_the_first_view_holds_the_province_or_all_that_is_drawn():
    assert drawn({"place": "town:pasni"})["bounds"] == list(HOME)
    west, south, east, north = drawn({"place": "town:pasni"}, {"place": "town:lahore"})["bounds"]
    assert west < 63.5 and east > 74.3 and south < 25.3 and north > 31.5


def stray(*places: str) -> dict:
    """What is drawn of records in these places and of one in Kyiv."""
    dataset = dataset_of(*({"place": place} for place in (*places, "town:turbat")))
    *others, last = dataset.incidents
    far = last.where.model_copy(update={"latitude": 50.45, "longitude": 30.52})
    return payload(
        Atlas.of([replace(dataset, incidents=(*others, last.model_copy(update={"where": far})))]), Selection()
    )


def test_a_few_records_beyond_the_basemap_are_told_of_and_do_not_widen_the_first_view():
    shown = stray("town:pasni", "town:zhob")
    assert shown["bounds"] == list(HOME)
    assert shown["beyond"]["words"] == "1 incident lies outside the basemap."
    west, south, east, north = shown["beyond"]["bounds"]
    assert west < 30.52 and south <= HOME[1] and east >= HOME[2] and north > 50.45
    assert shown["counts"]["incidents"] == 3


def test_records_beyond_the_basemap_belong_to_the_first_view_where_most_lie_there():
    shown = stray()
    assert "beyond" not in shown
    assert shown["bounds"][0] < 30.52 < shown["bounds"][2]


def test_a_spot_of_many_kinds_is_one_bin_with_the_places_name_and_counts_by_kind():
    kinds = ["attack", "bombing", "clash", "shelling", "protest"]
    shown = drawn(*[{"place": "town:pasni", "event_type": kind} for kind in [*kinds, "clash"]], {"place": "town:zhob"})
    (pasni,) = shown["bins"]
    assert (pasni["id"], pasni["name"], pasni["level"], pasni["n"]) == ("town:pasni", "Pasni", "town", 6)
    assert by_kind(shown, pasni) == dict.fromkeys(kinds, 1) | {"clash": 2}
    assert [symbol["id"] for symbol in shown["symbols"]] == ["town:zhob"]


def test_where_symbols_are_too_many_those_of_one_spot_are_gathered_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_MARKS", 5)
    monkeypatch.setattr(module, "MIN_BINS", 5)
    shown = drawn(*[{"place": town, "event_type": kind} for town in TOWNS[:2] for kind in KINDS], {"place": TOWNS[2]})
    assert {each["name"] for each in shown["bins"]} == {"Pasni", "Dalbandin"}
    assert [symbol["id"] for symbol in shown["symbols"]] == [TOWNS[2]]


def test_many_symbols_are_gathered_into_bins_that_lose_no_record(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_MARKS", 3)
    monkeypatch.setattr(module, "MIN_BINS", 3)
    shown = drawn(*[{"place": town} for town in TOWNS * 3])
    assert shown["symbols"] == []
    assert 1 < len(shown["bins"]) <= 3
    assert sum(each["n"] for each in shown["bins"]) == 15
    assert sum(sum(each["types"]) for each in shown["bins"]) == 15
    assert any("name" not in each for each in shown["bins"])


def test_a_bin_stays_the_same_mark_whichever_of_its_places_have_records(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_MARKS", 3)
    monkeypatch.setattr(module, "MIN_BINS", 3)
    shared = max(drawn(*[{"place": town} for town in TOWNS])["bins"], key=lambda each: each["n"])
    assert shared["n"] > 2
    for left_out in TOWNS:
        bins = drawn(*[{"place": town} for town in TOWNS if town != left_out])["bins"]
        assert shared["id"] in {each["id"] for each in bins}


def test_thousands_of_records_stay_a_small_payload():
    towns = [place.id for place in Gazetteer.load().places("town") if FOCUS in place.parents]
    pairs = [(town, kind) for town in towns for kind in EVENT_TYPES]
    title = "Armed men on motorcycles open fire at a checkpost outside the town"
    shown = drawn(*[{"place": town, "event_type": kind, "title": title} for town, kind in pairs * 3])
    assert shown["counts"]["incidents"] > 2_000
    assert len(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()) < 50_000


def test_the_legend_has_only_signs_that_are_drawn():
    kinds = ["attack", "bombing", "clash", "shelling", "protest"]
    shown = drawn(*[{"place": "town:pasni", "event_type": kind} for kind in kinds], {"place": "town:zhob"})
    assert [line["label"] for line in shown["legend"]] == ["kind not stated; the town is known"]


def test_the_legend_explains_sizes_only_where_they_differ():
    def last(*incidents: dict) -> str:
        return drawn(*incidents)["legend"][-1]["label"]

    one, other = {"place": "town:pasni"}, {"place": "town:zhob"}
    assert "box" not in last(one, other)
    assert last(one, one, other, other) == "number in the box: records at the spot"
    assert last(one, one, other) == "size and number in the box: records at the spot"


def test_lists_come_along_while_records_are_few_and_else_when_they_are_asked_for():
    few, many = (drawn(*[{"place": place} for place in ("district:quetta", "town:pasni") * n]) for n in (5, 20))
    assert [len(mark["incidents"]) for mark in (*few["areas"], *few["symbols"])] == [5, 5]
    assert [mark["more"] for mark in (*many["areas"], *many["symbols"])] == [20, 20]
    assert not [mark for mark in (*many["areas"], *many["symbols"]) if "incidents" in mark]


def test_lists_that_are_asked_for_are_bounded_and_say_what_they_leave_out():
    atlas = Atlas.of([dataset_of(*[{"place": place} for place in ("district:quetta", "town:pasni") * 20])])
    shown = payload(atlas, Selection(), lists=10)
    assert [len(mark["incidents"]) for mark in (*shown["areas"], *shown["symbols"])] == [5, 5]
    assert [mark["more"] for mark in (*shown["areas"], *shown["symbols"])] == [15, 15]


def test_a_title_of_ten_thousand_characters_is_cut():
    (area,) = drawn({"place": "district:quetta", "title": "x" * 10_000})["areas"]
    assert len(area["incidents"][0]["title"]) == MAX_TEXT


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(AREAS + TOWNS), st.sampled_from(KINDS)), max_size=40))
def test_every_record_is_counted_once_and_can_be_sent(pairs: list[tuple[str, str]]):
    shown = drawn(*[{"place": place, "event_type": kind} for place, kind in pairs])
    counts = [area["count"] for area in shown["areas"]] + [symbol["n"] for symbol in shown["symbols"]]
    assert sum(counts) == len(pairs) == shown["counts"]["incidents"]
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    for mark in (*shown["areas"], *shown["symbols"]):
        assert len(mark.get("incidents", [])) + mark.get("more", 0) == mark.get("count", mark.get("n"))


def test_the_focus_is_a_place_of_the_gazetteer():
    west, south, east, north = HOME
    focus = Gazetteer.load().place(FOCUS).bounds
    assert west < focus[0] and south < focus[1] and east > focus[2] and north > focus[3]


@pytest.mark.parametrize("country", ["country:china", "country:iran", "country:india"])
def test_what_is_known_to_a_distant_country_draws_no_outline_beyond_the_basemap(country: str) -> None:
    shown = drawn({"place": country})
    area = shown["areas"][0]
    west, south, east, north = layers.ground()["window"]
    assert list(layers.WINDOW) == [west, south, east, north]
    for rings in area["polygons"]:
        steps = np.array(rings[0]).reshape(-1, 2).cumsum(axis=0) / layers.SCALE
        assert (steps >= [west, south]).all()
        assert (steps <= [east, north]).all()
    assert west <= area["label"][1] <= east
    assert south <= area["label"][0] <= north
    assert shown["bounds"][2] <= east + 0.3
