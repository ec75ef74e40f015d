"""The app as a person uses it, in Chromium, with every address outside this machine refused."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.browser.atlas_page import (
    NINE,
    at_rest,
    choose,
    drawn,
    map_frame,
    places_drawn,
    query_of,
    until,
    view_of,
    visit,
)
from tests.browser.conftest import App

pytestmark = pytest.mark.browser
PAGES = ("", "timeline", "incidents", "figures", "add_data", "about")


@pytest.mark.parametrize("address", PAGES)
def test_a_cold_visit_to_each_page_works_and_asks_for_nothing_outside(
    app: App, page: Page, refused: list[str], address: str
):
    errors: list[str] = []
    page.on(
        "console",
        lambda message: errors.append(f"{message.text} {message.location['url']}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit(page, f"{app.url}/{address}")
    at_rest(page)
    assert refused == []
    assert [error for error in errors if "/_stcore/" not in error] == []  # Streamlit looks for its base path by trying
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


@pytest.fixture(scope="module")
def front(app: App, profile: BrowserContext) -> Iterator[Page]:
    """The first screen, opened once for those who only read it."""
    page = profile.new_page()
    visit(page, app.url)
    yield page
    page.close()


def test_the_map_shows_all_nine_places_and_the_district_boundaries(front: Page):
    assert sorted(places_drawn(front)) == sorted(NINE)
    assert (
        map_frame(front).evaluate(
            "Object.keys(Atlas.embedded('atlas-ground').areas).filter(id => id.startsWith('district:')).length"
        )
        == 36
    )


def test_the_first_screen_says_what_where_when_and_according_to_whom(front: Page):
    expect(front.locator("h1")).to_have_text(
        "Coordinated attacks in two towns, one tehsil and six districts of Balochistan, 29–30 January 2026"
    )
    expect(front.locator(".subline")).to_contain_text("claimed by the Balochistan Liberation Army (BLA)")
    expect(front.locator(".subline")).to_contain_text("undated, on or after 2 February 2026")


def test_every_figure_stands_beside_its_claimant_and_no_sum_of_them_is_shown(front: Page):
    claims = front.locator(".claims")
    for who, figure in (
        ("Security forces", "197"),
        ("Military", "177"),
        ("BLA", "200"),
        ("law enforcement", "17"),
        ("Unnamed reports", "31"),
    ):
        expect(claims.locator(".claim", has_text=who).filter(has_text=re.compile(rf"{figure}$")).first).to_be_visible()
    expect(claims).to_contain_text("“neutralized”")
    text = front.locator("body").inner_text()
    for total in ("217", "374", "228", "248", "445", "405", "48 ", "231"):
        assert total not in text


def test_filtering_to_pasni_leaves_one_and_the_claims_stay_as_the_campaigns(app: App, page: Page):
    visit(page, app.url)
    map_frame(page)
    choose(page, "Pasni")
    drawn(page, "places=town%3Apasni")
    assert places_drawn(page) == ["Pasni"]
    expect(page.locator("h1")).to_have_text("Coordinated attack in Pasni, 29–30 January 2026")
    expect(page.locator(".claims")).to_contain_text("Coordinated attacks, whole campaign")
    expect(page.locator(".claims")).to_contain_text("Balochistan, 29–30 January 2026")
    expect(page.locator(".claims")).to_contain_text("State forces: 17 or 200 killed")


def test_the_map_keeps_zoom_and_centre_over_ten_filter_changes(app: App, page: Page):
    visit(page, app.url)
    frame = map_frame(page)
    frame.evaluate("void Atlas.app.map.setView([26.5, 63.4], 8, {animate: false})")
    before = view_of(page)
    for change in range(10):
        page.get_by_role("checkbox", name="Gwadar district").first.click(force=True)
        drawn(page, "places=district%3Agwadar" if change % 2 == 0 else "")
    assert view_of(page) == pytest.approx(before)


def test_one_back_press_undoes_one_filter_and_one_page_change(app: App, page: Page):
    visit(page, app.url)
    map_frame(page)
    choose(page, "Gwadar district")
    drawn(page, "places=district%3Agwadar")
    page.get_by_role("checkbox", name="Tehsil").first.check(force=True)
    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("link", name="Incidents").click()
    expect(page).to_have_url(re.compile("/incidents"))
    expect(page.locator(".chip")).to_have_count(2)
    page.go_back()
    expect(page).not_to_have_url(re.compile("/incidents"))
    expect(page.locator(".chip")).to_have_count(2)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)


def test_a_copied_link_restores_selection_and_view_in_another_browser(app: App, page: Page, browser):
    visit(page, app.url)
    choose(page, "Gwadar district")
    drawn(page, "places=district%3Agwadar")
    map_frame(page).evaluate("void Atlas.app.map.setView([25.4, 63.1], 9, {animate: false})")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".copied")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    other = browser.new_page(viewport={"width": 1440, "height": 900})
    visit(other, link)
    assert sorted(places_drawn(other)) == ["Gwadar", "Pasni"]
    assert view_of(other) == pytest.approx(view_of(page), abs=1e-3)
    other.close()


def test_a_link_opened_cold_at_any_page_holds_the_selection(app: App, page: Page):
    for address in PAGES[:3]:
        visit(page, f"{app.url}/{address}?places=town%3Apasni&event_types=attack")
        expect(page.locator(".chip")).to_have_count(2)


def test_what_a_link_says_that_nobody_understands_is_shown(app: App, page: Page):
    visit(page, f"{app.url}/?start=yesterday&mood=calm")
    expect(page.locator(".notice").first).to_contain_text("start = 'yesterday'")
    expect(page.locator(".notice").nth(1)).to_contain_text("mood = 'calm'")


def test_full_screen_opens_from_the_maps_own_button(app: App, page: Page):
    visit(page, app.url)
    frame = map_frame(page)
    frame.get_by_role("button", name="Full screen").click()
    until(frame, "document.fullscreenElement !== null")


def test_clear_all_takes_every_filter_off(app: App, page: Page):
    visit(page, f"{app.url}/?places=town%3Apasni&event_types=attack&start=2026-01-29")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert "places" not in query_of(page)


def test_an_empty_selection_says_so_and_offers_the_way_back(app: App, page: Page):
    visit(page, f"{app.url}/?start=1999-01-01&end=1999-12-31")
    expect(page.locator("h1")).to_contain_text("No incident")
    expect(page.get_by_role("button", name="Clear all")).to_be_visible()


def test_dates_typed_into_the_fields_filter_every_page(app: App, page: Page):
    visit(page, app.url)
    page.get_by_label("From", exact=True).fill("2026-01-31")
    page.get_by_label("To", exact=True).focus()
    expect(page.locator("h1")).to_contain_text("No incident")
    assert query_of(page)["start"] == ["2026-01-31"]


def test_a_title_in_the_table_opens_the_card_with_claims_side_by_side(app: App, page: Page):
    visit(page, f"{app.url}/incidents")
    page.get_by_role("button", name="Coordinated attack in Dalbandin").click()
    card = page.locator(".card")
    expect(card).to_contain_text("Dalbandin")
    expect(card).to_contain_text("No number is given for this incident alone.")
    expect(card.get_by_role("row", name="Balochistan Liberation Army (BLA) 200")).to_contain_text(
        "not independently confirmed"
    )


def test_the_table_sorts_by_a_heading(app: App, page: Page):
    visit(page, f"{app.url}/incidents")
    page.get_by_role("button", name="sort by Where").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Where")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Dalbandin")


def test_downloads_carry_the_selection_and_view_on_screen(app: App, page: Page):
    visit(page, f"{app.url}/?places=district%3Agwadar")
    map_frame(page)
    for kind in ("png", "svg", "html"):
        with page.expect_download() as waiting:
            page.locator(f"a[data-kind={kind}]").click()
        assert waiting.value.suggested_filename == f"incident-atlas-map.{kind}"
        assert "view=" in waiting.value.url
        body = waiting.value.path().read_bytes()
        if kind == "png":
            assert body.startswith(b"\x89PNG")
        else:
            assert "Coordinated attacks in one town and unspecified parts" in body.decode()


def test_headers_forbid_foreign_scripts_and_frames(app: App):
    with urllib.request.urlopen(f"{app.url}/") as answer:
        headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert "unsafe" not in policy["script-src"]
    assert "http" not in headers["Content-Security-Policy"]
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_large_export_is_followed_until_the_browser_saves_it(app: App, page: Page):
    def as_if_large(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("!root._aside", "false"))

    page.route("**/atlas/parts/atlas_export-*.js", as_if_large)
    visit(page, f"{app.url}/incidents?places=town:pasni")
    at_rest(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="GeoJSON:").click()
    assert json.loads(waiting.value.path().read_text())["features"][0]["id"] == "balochistan-2026.pasni"
    expect(page.locator(".making")).to_contain_text("The GeoJSON file is ready")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".making li")).to_have_count(0)


@pytest.mark.parametrize(
    "address", ["/", "/atlas/map", "/atlas/download.svg", "/atlas/fonts/noto-sans.ttf", "/_stcore/health"]
)
def test_a_request_under_a_foreign_host_name_is_refused_on_every_route(app: App, address: str):
    request = urllib.request.Request(f"{app.url}{address}", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request)
    refusal.value.close()
    assert refusal.value.code == 400


def test_a_websocket_opened_by_a_foreign_page_is_refused(app: App):
    with (
        pytest.raises(InvalidStatus),
        connect(f"{app.url.replace('http', 'ws')}/_stcore/stream", origin=Origin("https://evil.example")),
    ):
        pass
    assert "external IP" not in app.said()


def test_the_map_document_runs_sandboxed_under_its_own_policy(app: App):
    with urllib.request.urlopen(f"{app.url}/atlas/map") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "unsafe-inline" not in re.search(r"script-src[^;]*", policy)[0]


@pytest.mark.parametrize("zone", ["Asia/Karachi", "America/Los_Angeles"])
def test_brushing_the_timeline_sets_whole_days_for_every_page_in_any_time_zone(app: App, page: Page, zone: str):
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": zone})
    visit(page, f"{app.url}/timeline")
    chart = page.locator("canvas").first
    chart.wait_for()
    at_rest(page)
    box = chart.bounding_box()
    day = (box["width"] - 230 - 5) / 7  # a day before and after the five of the data, right of the words
    left = box["x"] + box["width"] - 5 - 7 * day
    page.mouse.move(left + 1.5 * day, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(left + 3.5 * day, box["y"] + 20, steps=8)
    page.mouse.up()
    expect(page.locator(".chip").first).to_be_visible()
    assert query_of(page)["start"] == ["2026-01-29"]
    assert query_of(page)["end"] == ["2026-01-31"]
