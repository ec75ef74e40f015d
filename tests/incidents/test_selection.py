"""A selection goes into a link and comes back the same; what cannot be read is kept and said, never raised."""

import datetime as dt
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, Selection, SelectionError
from incidents.vocabulary import ATTACK_TYPES, EVENT_TYPES, PLACE_PRECISIONS, TARGET_KINDS

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
IDS = st.lists(TEXT, max_size=4).map(tuple)
DEGREES = st.floats(-90, 90, allow_nan=False)


def ids_of(terms: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(terms)), max_size=4).map(tuple)  # type: ignore[call-overload]


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    start, end = draw(st.one_of(st.none(), st.dates())), draw(st.one_of(st.none(), st.dates()))
    if start and end and start > end:
        start, end = end, start
    west, east = sorted((draw(DEGREES), draw(DEGREES)))
    south, north = sorted((draw(DEGREES), draw(DEGREES)))
    return Selection(
        start=start,
        end=end,
        event_types=draw(ids_of(EVENT_TYPES)),
        attack_types=draw(ids_of(ATTACK_TYPES)),
        target_kinds=draw(ids_of(TARGET_KINDS)),
        actors=draw(IDS),
        places=draw(IDS),
        precisions=draw(ids_of(PLACE_PRECISIONS)),
        contested=draw(st.sampled_from([None, True, False])),
        datasets=draw(IDS),
        text=draw(st.one_of(st.just(""), TEXT)),
        bounds=draw(st.sampled_from([None, (west, south, east, north)])),
        as_known_on=draw(st.one_of(st.none(), st.dates())),
        rule=draw(st.one_of(st.sampled_from(["range", "lowest", "highest", "latest"]), TEXT.map("claimant:{}".format))),
        unknown=draw(st.lists(st.tuples(TEXT.map("x-{}".format), st.text(max_size=9)), max_size=3).map(tuple))
        if draw(st.booleans())
        else (),
    )


@given(selections())
def test_a_link_brings_every_selection_back(selection: Selection) -> None:
    query = selection.to_query()
    assert Selection.from_query(query) == selection
    assert Selection.from_query(query).to_query() == query


@given(selections())
def test_parameters_as_lists_bring_every_selection_back(selection: Selection) -> None:
    assert Selection.from_query(selection.to_params()) == selection
    assert Selection.from_query(parse_qs(selection.to_query(), keep_blank_values=True)) == selection


KEYS = st.sampled_from([*Selection.__dataclass_fields__, "foo", ""])
VALUES = st.one_of(
    st.text(max_size=20), st.sampled_from(["attack", "2026-01-29", "1,2,3,4", "yes", "claimant:", "NaN"])
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=8))
def test_no_parameters_raise_and_nothing_of_them_is_lost(pairs: list[tuple[str, str]]) -> None:
    given_values: dict[str, list[str]] = {}
    for key, value in pairs:
        given_values.setdefault(key, []).append(value)
    selection = Selection.from_query(given_values)
    assert Selection.from_query(selection.to_query()) == selection
    assert [pair[:2] for pair in selection.reported] == list(selection.unknown)
    assert all(reason for _, _, reason in selection.reported)


@given(st.text(max_size=200))
def test_no_query_string_raises(query: str) -> None:
    selection = Selection.from_query(query)
    assert Selection.from_query(selection.to_query()) == selection


def test_an_empty_selection_is_an_empty_query() -> None:
    assert Selection().to_query() == ""
    assert Selection.from_query("") == Selection()
    assert Selection.from_query("?") == Selection()


def test_the_order_of_fields_is_fixed_and_of_values_is_kept() -> None:
    selection = Selection.from_query("places=b&start=2026-01-29&places=a")
    assert selection.to_query() == "start=2026-01-29&places=b&places=a"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("foo=1", "no filter is called 'foo'"),
        ("start=soon", "start is not a date: 'soon'; write 2026-01-29"),
        ("start=", "start is empty"),
        ("start=2026-02-31", "start is not a date"),
        ("start=2026-03-01&end=2026-01-01", "start 2026-03-01 is after end 2026-01-01: swap them"),
        ("event_types=bang", "event_types has no 'bang'; known: attack"),
        ("contested=maybe", "contested is yes or no, not 'maybe'"),
        ("bounds=1,2,3", "bounds are (west, south, east, north)"),
        ("bounds=3,2,1,4", "check their order"),
        ("bounds=nan,0,1,1", "not a number"),
        ("bounds=0,0,1e999,1", "not a number"),
        ("rule=sum", "no rule is called 'sum'"),
        ("rule=claimant:", "no rule is called 'claimant:'"),
        ("text=a&text=b", "text is given twice"),
        ("places=", "an id in places is empty"),
        (f"text={'x' * 1001}", "text has 1001 characters; at most 1000"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(query: str, reason: str) -> None:
    selection = Selection.from_query(query)
    (reported,) = selection.reported
    assert reason in reported[2]
    assert Selection.from_query(selection.to_query()) == selection


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": dt.date(2026, 2, 1), "end": dt.date(2026, 1, 1)},
        {"start": "soon"},
        {"places": "town:pasni"},
        {"places": ("",)},
        {"places": (3,)},
        {"event_types": ("bang",)},
        {"contested": "yes"},
        {"bounds": (1, 2)},
        {"bounds": (0, 0, 0, float("nan"))},
        {"bounds": (-181, 0, 0, 0)},
        {"rule": "claimant"},
        {"rule": "range:bla"},
        {"text": None},
        {"text": "\ud800"},
        {"unknown": (("start", "2026-01-01"),)},
    ],
)
def test_a_selection_made_of_wrong_values_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SelectionError) as raised:
        Selection(**wrong)  # type: ignore[arg-type]
    assert isinstance(raised.value, ValueError)


def test_dates_may_be_texts_and_lists_any_sequence() -> None:
    selection = Selection(start="2026-01-29", places=["a", "b", "a"])  # type: ignore[arg-type]
    assert selection.start == dt.date(2026, 1, 29)
    assert selection.places == ("a", "b")


def test_replacing_a_field_drops_what_could_not_be_read_of_it() -> None:
    selection = Selection.from_query("start=2026-03-01&end=2026-01-01&foo=1")
    changed = selection.replace(start=None)
    assert changed.unknown == (("foo", "1"),)
    assert Selection.from_query(changed.to_query()) == changed


def test_active_filters_are_chips_with_labels(atlas: Atlas) -> None:
    selection = Selection(
        start=dt.date(2026, 1, 29), event_types=("attack",), places=("district:gwadar",), contested=True, text="x"
    )
    chips = [(field, label) for field, _, label in selection.active(atlas)]
    assert chips == [
        ("start", "from 29 January 2026"),
        ("event_types", "Attack, kind not stated"),
        ("places", "Gwadar district"),
        ("contested", "contested"),
        ("text", "“x”"),
    ]


def test_chips_have_labels_for_what_the_atlas_does_not_have(atlas: Atlas) -> None:
    selection = Selection(places=("district:no-such",), actors=("named:some-group",), datasets=("gone",))
    assert [label for *_, label in selection.active(atlas)] == ["Some Group", "No Such district", "gone"]


def test_the_atlas_reports_places_and_datasets_it_does_not_have(atlas: Atlas) -> None:
    selection = Selection(places=("town:pasni", "town:atlantis"), datasets=("gone",))
    assert [(field, value) for field, value, _ in atlas.reported(selection)] == [
        ("datasets", "gone"),
        ("places", "town:atlantis"),
    ]
