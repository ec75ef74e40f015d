"""The map document: one file, nothing asked for, only its own scripts, and no text that passes a template."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from maps import assets, document, document_csp
from maps.document import render, safe_json
from maps.errors import MissingAsset
from maps.layers import CREDIT, SCALE, encode, ground
from tests.maps.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
LOADS = {"src", "href", "srcset", "data", "poster", "action", "background", "formaction", "xlink:href"}


class Reader(HTMLParser):
    """Collects the elements of a page, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.texts.append((tag, dict(attrs), ""))

    def handle_data(self, data):
        if self.cdata_elem:
            tag, attributes, before = self.texts[-1]
            self.texts[-1] = (tag, attributes, before + data)


@pytest.fixture(scope="module")
def html() -> str:
    return document()


@pytest.fixture(scope="module")
def read(html: str) -> Reader:
    return Reader(html)


def test_the_document_loads_nothing(html: str, read: Reader):
    assert [element for element in read.elements if LOADS & set(element[1])] == []
    styles = "".join(text for tag, _, text in read.texts if tag == "style")
    assert {url[:9] for url in re.findall(r"url\(([^)]*)\)", styles)} == {"data:font"}
    assert "@import" not in styles
    assert "sourceMappingURL" not in html


def test_the_document_carries_leaflet_unchanged(html: str):
    assert assets.leaflet_script().strip() in html
    for library in ("jquery", "bootstrap", "font-awesome", "fontawesome"):
        assert library not in html.lower()


def test_the_document_stays_small(html: str):
    assert len(html.encode()) < 1_000_000


def test_the_document_is_the_same_each_time(html: str):
    assert render("Map of incidents") == html


def test_the_document_has_a_language_a_title_and_lets_people_zoom(html: str, read: Reader):
    assert ("html", {"lang": "en"}) in read.elements
    assert "<title>Map of incidents</title>" in html
    (viewport,) = [
        attributes for tag, attributes in read.elements if tag == "meta" and attributes.get("name") == "viewport"
    ]
    assert "user-scalable" not in viewport["content"] and "maximum-scale" not in viewport["content"]


def test_the_policy_allows_exactly_the_documents_own_scripts_and_styles(html: str, read: Reader):
    rules = dict(rule.split(" ", 1) for rule in document_csp(html).split("; "))
    for tag in ("script", "style"):
        texts = [text for name, attributes, text in read.texts if name == tag and not attributes]
        assert rules[f"{tag}-src"].split() == [f"'sha256-{digest(text)}'" for text in texts]
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in document_csp(html)


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_no_element_has_an_inline_handler_or_style(read: Reader):
    for _, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_the_credit_and_boundary_note_are_in_the_document(html: str):
    assert json.dumps(CREDIT) in html
    assert "not authoritative" in CREDIT


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_a_block_or_title_stays_text(text: str):
    page = render(text, {"atlas-payload": {"title": text, text: [text]}}, own_policy=True)
    read = Reader(page)
    plain = Reader(render("", {"atlas-payload": {}}, own_policy=True))
    assert [tag for tag, _ in read.elements] == [tag for tag, _ in plain.elements]
    (block,) = [json.loads(data) for _, attributes, data in read.texts if attributes.get("id") == "atlas-payload"]
    assert block == {"title": text, text: [text]}


def test_nothing_of_a_template_is_computed():
    assert ">49<" not in render("{{ 7 * 7 }}") and "{{ 7 * 7 }}" in render("{{ 7 * 7 }}")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(values)
def test_safe_json_reads_back_as_it_was(value: object):
    assert json.loads(safe_json(value)) == value


@given(st.text(alphabet="<>&{}`$\\/\"'\u2028\u2029\ud800ab"))
def test_safe_json_holds_nothing_that_a_page_or_template_reads(text: str):
    inside = safe_json(text)[1:-1]
    assert not re.search("[<>&{}`$\u2028\u2029\ud800-\udfff]", inside)
    assert json.loads(f'"{inside}"') == text
    inside.encode()


def test_not_a_number_is_refused_rather_than_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe_json(float("nan"))


@given(st.lists(st.tuples(st.integers(-1_800_000, 1_800_000), st.integers(-900_000, 900_000)), max_size=30))
def test_encoded_coordinates_add_up_to_the_points(steps: list[tuple[int, int]]):
    numbers = encode([(x / SCALE, y / SCALE) for x, y in steps])
    x = y = 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    assert points == steps


def test_every_district_and_tehsil_is_embedded_with_its_names():
    areas = ground()["areas"]
    for level, number in (("district", 36), ("tehsil", 130)):
        known = Gazetteer.load().places(level)
        assert len(known) == number
        for place in known:
            assert areas[place.id]["name"] == place.name
            assert areas[place.id]["polygons"]
            assert areas[place.id]["label"] == [round(place.latitude, 4), round(place.longitude, 4)]


def test_a_borders_line_is_drawn_once_under_its_highest_rank():
    borders = ground()["borders"]
    assert {"coast", "country", "disputed", "focus", "province", "district", "tehsil"} == set(borders)
    assert all(borders.values())
    inner = {point for rank in ("district", "tehsil") for line in borders[rank] for point in inside(line)}
    outer = {point for line in borders["focus"] for point in inside(line)}
    assert inner and outer and not inner & outer


def inside(line: list[int]) -> list[tuple[int, int]]:
    x = y = 0
    points = []
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points[1:-1]


def test_folium_is_imported_in_one_file_only():
    users = [
        path for path in (ROOT / "maps").rglob("*.py") if re.search(r"^\s*(import|from) folium", path.read_text(), re.M)
    ]
    assert users == [ROOT / "maps" / "document.py"]


def test_a_missing_package_is_named_with_the_remedy():
    with pytest.raises(MissingAsset, match="of the package 'no_such_package' is not installed"):
        assets._text("no_such_package", "leaflet.js")
    with pytest.raises(FileNotFoundError):
        assets._own("no_such_file.js")
