"""Words and small tables that the pages about imports share: sizes, rows of a table, first rows as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incidents.first_rows import FirstRow
from incidents.wording import counted
from pages.elements import Element, cell, el, line_cell

MB = 1024 * 1024


def size_words(size: int) -> str:
    """A file's size for people.

    >>> size_words(700), size_words(5_400_000), size_words(740_000_000)
    ('1 kB', '5.1 MB', '706 MB')
    """
    if size < MB:
        return f"{max(1, round(size / 1024)):,} kB"
    return f"{size / MB:,.1f} MB" if size < 100 * MB else f"{size / MB:,.0f} MB"


def table(heads: Sequence[str], rows: Iterable[Sequence[Element | str | None]], caption: str) -> Element:
    """A table that scrolls where it is too wide; its cells are texts or elements, its headings stand as its numbers do."""
    listed = [[_cell(each) for each in row] for row in rows]
    kinds = [each["attributes"].get("class") if listed else None for each in (listed[0] if listed else ())]
    kinds += [None] * (len(heads) - len(kinds))
    head = el("tr", *(el("th", words, scope="col", class_=kind) for words, kind in zip(heads, kinds, strict=True)))
    body = el("tbody", *(el("tr", *row) for row in listed))
    made = el("table", el("caption", caption, class_="hidden-text"), el("thead", head), body)
    return el("div", made, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _cell(content: Element | str | None) -> Element:
    return content if isinstance(content, dict) and content["tag"] == "td" else cell(content)


def number(value: float) -> Element:
    """A cell with a number."""
    return el("td", f"{value:,.10g}", class_="number")


def first_rows(rows: Sequence[FirstRow], caption: str) -> Element:
    """The first rows of a file as they would be read."""
    heads = ("Row", "Date", "Place as written", "Read as", "Kind", "People", "What is odd")
    return table(
        heads,
        (
            (
                str(row.number),
                line_cell(row.date) if row.date else el("span", f"rejected: {row.problem}", class_="wrong"),
                el("bdi", row.place or "–"),
                row.read_as or "not on the map",
                row.kind,
                row.figures or "–",
                row.odd or "–",
            )
            for row in rows
        ),
        caption,
    )


def sheet_words(told: Mapping[str, Any]) -> str:
    """Return what became of a plain sheet's rows."""
    read = counted(told["rows"], "row")
    return f"{read} read: {told['placed']:,} can be placed and dated, {told['rejected_rows']:,} cannot."


def notice_words(number: int) -> str:
    """Return how many values are kept as they were written."""
    if number == 1:
        return "1 value kept as text, because it could not be read; its row is used"
    return f"{number:,} values kept as text, because they could not be read; their rows are used"
