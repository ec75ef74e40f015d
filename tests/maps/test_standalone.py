"""The standalone file: everything the page shows, in one file, as text."""

import datetime as dt
import json
import re
from html import unescape

import pytest

from gazetteer import Gazetteer
from incidents import Atlas, Selection
from incidents.atlas import EMBEDDED
from incidents.dataset_file import parse, read_toml
from maps import document_csp, payload, standalone
from maps.errors import MapError, UnknownTheme
from tests.maps.hostile import HOSTILE
from tests.maps.test_payload import dataset_of

DAY = dt.date(2026, 2, 3)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of([read_toml(EMBEDDED, Gazetteer.load())])


def block(html: str) -> dict:
    """What the file embeds for its scripts."""
    (text,) = re.findall(r'<script type="application/json" id="atlas-payload">(.*?)</script>', html)
    return json.loads(text)


def report(html: str) -> dict:
    return block(html)["report"]


def test_the_file_holds_the_payload_view_and_theme(atlas: Atlas):
    view = {"latitude": 26.0, "longitude": 63.0, "zoom": 8.5, "layers": ("towns",), "bounds": (1, 2, 3, 4)}
    inside = block(standalone(atlas, Selection(), view, theme="dark"))
    assert inside["payload"] == payload(atlas, Selection())
    assert inside["view"] == view | {"layers": ["towns"], "bounds": [1, 2, 3, 4]}
    assert inside["theme"] == "dark"


@pytest.mark.parametrize(
    "view",
    [
        None,
        {},
        {"zoom": float("nan"), "latitude": "here", "layers": None},
        {"bounds": (4, 3, 2, 1)},
        {"bounds": "1234"},
    ],
)
def test_a_view_without_numbers_is_no_view(atlas: Atlas, view: dict | None):
    assert block(standalone(atlas, Selection(), view))["view"] == {}


def test_the_policy_comes_first_and_is_that_of_the_file(atlas: Atlas):
    html = standalone(atlas, Selection())
    head = html[html.index("<head>") :].removeprefix("<head>").lstrip()
    policy = re.match(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', head)
    assert policy and unescape(policy.group(1)) == document_csp(html)
    assert "unsafe" not in policy.group(1)


def test_headline_and_subline_are_the_summarys(atlas: Atlas):
    summary = atlas.summary(Selection())
    inside = report(standalone(atlas, Selection()))
    assert (inside["headline"], inside["subline"]) == (summary.headline, summary.subline)


def test_every_claim_stands_there_with_claimant_standing_and_source(atlas: Atlas):
    lines = [
        line
        for campaign in report(standalone(atlas, Selection()))["campaigns"]
        for toll in campaign["tolls"]
        for line in toll["lines"]
    ]
    assert sorted(line["figure"] for line in lines) == ["17", "177", "197", "200", "31"]
    by_figure = {line["figure"]: line for line in lines}
    assert "Balochistan Liberation Army (BLA)" in by_figure["200"]["about"]
    assert "not independently confirmed" in by_figure["200"]["about"]
    assert "neutralized" in by_figure["177"]["about"]
    assert all(line["source"].startswith("Escalating Violence in Balochistan") for line in lines)
    assert {line["figure"]: line["to"] for line in lines} == {
        "200": 1,
        "197": 0.985,
        "177": 0.885,
        "31": 0.155,
        "17": 0.085,
    }


def test_every_line_says_how_far_the_claim_is_vouched_for(atlas: Atlas):
    labels = [
        line["label"]
        for campaign in report(standalone(atlas, Selection()))["campaigns"]
        for toll in campaign["tolls"]
        for line in toll["lines"]
    ]
    assert labels == [
        "BLA: security personnel (not confirmed)",
        "Unnamed reports: law enforcement (attributed)",
        "Unnamed reports (attributed)",
        "Security forces: killed (attributed)",
        "Military: “neutralized” (not verified)",
    ]


def with_own_figures() -> Atlas:
    """Two incidents; of one, two claimants say how many people were killed."""
    plain = dataset_of({"place": "town:zhob", "title": "In Zhob"}, {"place": "town:pasni", "title": "In Pasni"})
    usual = {"about": "i0", "quantity": "killed", "counted": "civilians", "standing": "attributed"}
    claims = [
        {"id": "low", "value": 3, "claimant": "security_forces", "contests": ["high"]},
        {"id": "high", "value": 5, "claimant": "bla", "contests": ["low"]},
    ]
    content = {
        "dataset": {"id": "made-up", "title": "Made up", "licence": "MIT"},
        "source": [{"id": "s", "title": "A source"}],
        "incident": [
            {"id": each.id.split(".")[-1], "title": each.title, "place": each.where.place_id, "sources": ["s"]}
            | {"first": each.when.first, "last": each.when.last}
            for each in plain.incidents
        ],
        "claim": [usual | claim | {"evidence": [{"source": "s"}]} for claim in claims],
    }
    dataset = parse(content, Gazetteer.load(), "made-up")
    assert dataset.problems == ()
    return Atlas.of([dataset])


def test_incidents_with_figures_of_their_own_show_each_claim_and_are_not_added_up():
    inside = report(standalone(with_own_figures(), Selection()))
    assert inside["campaigns"] == []
    (incident,) = inside["figures"]["incidents"]
    assert incident["title"] == "In Zhob"
    lines = [line for toll in incident["tolls"] for line in toll["lines"]]
    assert sorted(line["figure"] for line in lines) == ["3", "5"]
    assert all("(attributed)" in line["label"] for line in lines)
    assert inside["figures"]["note"]
    figures = {record[1]: record[6] for record in inside["records"]}
    assert figures == {"In Zhob": "killed: at least 3; contested", "In Pasni": ""}


def test_a_selection_without_figures_has_none(atlas: Atlas):
    assert report(standalone(atlas, Selection()))["figures"] == {"note": "", "incidents": [], "left_out": ""}


def test_figures_are_ranges_and_never_a_sum(atlas: Atlas):
    inside = json.dumps(report(standalone(atlas, Selection())), ensure_ascii=False)
    assert "Militants: 177–197" in inside
    assert "not added up" in inside
    numbers = {197, 17, 31, 200, 177}
    sums = {str(a + b) for a in numbers for b in numbers} - {str(n) for n in numbers}
    assert not sums & set(re.findall(r"\d+", inside))


def test_the_campaigns_claims_stay_when_one_place_is_chosen(atlas: Atlas):
    whole = report(standalone(atlas, Selection()))["campaigns"]
    pasni = report(standalone(atlas, Selection(places=("town:pasni",))))["campaigns"]
    assert [campaign["title"] for campaign in pasni] == [campaign["title"] for campaign in whole]


def test_filters_sources_data_credit_and_date_are_named(atlas: Atlas):
    inside = report(standalone(atlas, Selection(places=("town:pasni",)), made_on=DAY))
    assert any("Pasni" in label for label in inside["filters"])
    assert inside["sources"] == [
        "Escalating Violence in Balochistan: Pakistan Reports Significant Militant Deaths. "
        "Undated, on or after 2 February 2026."
    ]
    assert len(inside["datasets"]) == 1 and "MIT" in inside["datasets"][0]
    assert "not authoritative" in inside["credit"]
    assert inside["made"] == "Made on 3 February 2026, Pakistan time, with the Incident Atlas."


def test_the_records_are_a_table_too(atlas: Atlas):
    records = report(standalone(atlas, Selection()))["records"]
    assert len(records) == 9
    assert ["29–30 January 2026", "Coordinated attack in Pasni"] in [record[:2] for record in records]
    assert all(len(record) == 8 for record in records)


def test_an_empty_selection_makes_a_file_that_says_so(atlas: Atlas):
    html = standalone(atlas, Selection(text="no such words"))
    assert block(html)["payload"]["note"] == "No record matches these filters."
    assert report(html)["records"] == []


def test_the_same_selection_makes_the_same_file(atlas: Atlas):
    assert standalone(atlas, Selection(), made_on=DAY) == standalone(atlas, Selection(), made_on=DAY)


def test_an_unknown_theme_is_refused_with_the_known_ones(atlas: Atlas):
    with pytest.raises(UnknownTheme, match="no theme is called 'blue'; known: light, dark") as caught:
        standalone(atlas, Selection(), theme="blue")
    assert isinstance(caught.value, KeyError) and isinstance(caught.value, MapError)


def test_hostile_texts_everywhere_are_embedded_as_written():
    incidents = [
        {"place": "district:quetta", "written": text, "title": text, "note": text, "actors": [{"name": text}]}
        for text in HOSTILE
    ]
    html = standalone(Atlas.of([dataset_of(*incidents)]), Selection())
    assert "window.broken" not in re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    assert [record[1] for record in report(html)["records"]] == list(HOSTILE)
