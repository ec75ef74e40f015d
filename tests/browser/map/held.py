"""The map document in a sandboxed frame, as a page holds it, and what is looked at in it."""

from typing import Any

from playwright.sync_api import Frame, Page, Route

from incidents import Atlas, Selection
from maps import document, document_csp, payload
from tests.maps.test_payload import dataset_of

HOST = "http://127.0.0.1:9"  # answered by the test itself, never by a server
HOLDER = """<!DOCTYPE html><html lang="en"><title>Holder</title><body style="margin:0">
<iframe title="Map" sandbox="allow-scripts" allow="fullscreen" style="border:0;width:100vw;height:100vh;display:block"
 src="/map#nonce"></iframe><script>
const frame = document.querySelector("iframe"), heard = [];
addEventListener("message", (event) => { if (event.source === frame.contentWindow) heard.push(event.data); });
const tell = (message) => frame.contentWindow.postMessage({ atlas: "nonce", ...message }, "*");
</script></body></html>"""


class Held:
    """The map document inside a page, and the talk between the two."""

    def __init__(self, page: Page) -> None:
        self.page, self.sequence = page, 0
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        html = document()
        policy = f"sandbox allow-scripts; {document_csp(html)}; frame-ancestors 'self'"
        headers = {"Content-Type": "text/html; charset=utf-8"}
        answers = {"/": (HOLDER, headers), "/map": (html, headers | {"Content-Security-Policy": policy})}

        def answer(route: Route) -> None:
            body, sent = answers[route.request.url.removeprefix(HOST).split("#")[0] or "/"]
            route.fulfill(body=body, headers=sent)

        page.route(f"{HOST}/**", answer)
        page.goto(f"{HOST}/")
        page.wait_for_function("heard.some((message) => message.type === 'ready')")

    @property
    def frame(self) -> Frame:
        return self.page.frames[1]

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.page.evaluate("heard") if message["type"] == kind]

    def tell(self, **message: Any) -> None:
        self.page.evaluate("(message) => tell(message)", message)

    def show(self, data: dict[str, Any] | str, **message: Any) -> None:
        """Send data and wait until the map says that it has drawn it."""
        self.sequence += 1
        self.tell(type="show", seq=self.sequence, payload=data, **{"theme": "light", **message})
        self.page.wait_for_function(
            "(seq) => heard.some((message) => message.type === 'drawn' && message.seq === seq)", arg=self.sequence
        )

    def view(self) -> list[float]:
        return self.frame.evaluate("(({ lat, lng }) => [lat, lng, Atlas.app.map.getZoom()])(Atlas.app.map.getCenter())")

    def boxes(self, selector: str) -> list[dict[str, float]]:
        return self.frame.evaluate(
            "(selector) => [...document.querySelectorAll(selector)].filter((e) => !e.hidden).map((e) => e.getBoundingClientRect().toJSON())",
            selector,
        )


def of_places(*places: str, **more: Any) -> dict[str, Any]:
    return payload(Atlas.of([dataset_of(*[{"place": place, **more} for place in places])]), Selection())


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def assert_clear(held: Held) -> None:
    """No name, badge or symbol lies on another."""
    lines = [shrunk(box, 0.19 * box["height"]) for box in held.boxes(".atlas-names text")]
    marks = [shrunk(box, 1) for box in held.boxes(".atlas-badge, .atlas-spot path, .atlas-sign-count rect")]
    boxes = lines + marks
    assert not [(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :] if overlap(one, other)]


def shrunk(box: dict[str, float], by: float = 3.5) -> dict[str, float]:
    """Without the empty space that a font keeps above and below its letters."""
    return box | {
        "top": box["top"] + by,
        "bottom": box["bottom"] - by,
        "left": box["left"] + 1,
        "right": box["right"] - 1,
    }
