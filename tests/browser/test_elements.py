"""Elements in the browser: a list whose other lines are sent once it is opened stays open when they come."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PAGES = Path(__file__).parents[2] / "pages"
SCRIPT = "\n".join((PAGES / name).read_text(encoding="utf-8") for name in ("theme.js", "tree.js", "elements.js"))
DRAW = """data => draw({ data, parentElement: document.body, setTriggerValue: (_, message) => { window.told = message } })"""


def listed(*names: str, send: Any = 0) -> list[Any]:
    """A list of choices with a part that opens, as pages/filters.py describes it."""
    lines = [["label", {"data-key": name}, 0, name] for name in names]
    return [["fieldset", 0, 0, *lines, ["details", {"data-key": "more"}, send, ["summary", 0, 0, "more"]]]]


def test_an_opened_list_tells_so_and_stays_open_when_its_other_lines_come(page: Page):
    page.set_content(f"<div class='atlas'></div><script>{SCRIPT.replace('export default', 'window.draw =')}</script>")
    page.evaluate(DRAW, listed("a", "d", send={"unfolded": "places"}))
    page.locator("summary").click()
    page.evaluate(DRAW, listed("a", "b", "c", "d"))
    assert page.evaluate("told.unfolded") == ["places"]
    assert page.locator("label").all_inner_texts() == ["a", "b", "c", "d"]
    assert page.evaluate("[document.querySelector('details').open, document.activeElement.localName]") == [
        True,
        "summary",
    ]
