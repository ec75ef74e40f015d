"""Mistakes in a person's data as a table: which record, which field, which value, why, and what to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from pages.elements import Element, cell, el

HEADS = ("Record", "Field", "Value", "Reason", "What to do")
MOST = 500


def problem_table(problems: Iterable[Mapping[str, Any]], caption: str) -> Element:
    """The table of problems, each a mapping with record, field, value, reason and remedy; the first 500 are shown."""
    listed = list(problems)
    rows = [
        el("tr", *(cell(str(problem.get(key) or "–")) for key in ("record", "field", "value", "reason", "remedy")))
        for problem in listed[:MOST]
    ]
    rest = (
        el("p", f"{len(listed) - MOST} more are in the file of rejected rows.", class_="muted")
        if listed[MOST:]
        else None
    )
    head = el("thead", el("tr", *(el("th", words, scope="col") for words in HEADS)))
    table = el("table", el("caption", caption, class_="hidden-text"), head, el("tbody", *rows))
    return el("div", table, rest, class_="scroll", tabindex="0", role="region", aria_label=caption)
