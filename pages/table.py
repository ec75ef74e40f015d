"""The table that says what the map says: a line an incident, sortable, some at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from incidents import Atlas, Selection
from incidents.vocabulary import UNKNOWN_PLACE
from incidents.wording import counted, date_words, known_words, one_line, where_words
from maps.listing import killed_words
from pages import link
from pages.elements import Element, cell, el, line_cell, show_written, written_elements
from pages.kept import kept

ROWS = 50
BESIDE_MAP = 25
"""Rows at a time below a map, where each change of a filter has the table laid out anew."""

SHORT = 20
"""Rows up to which a table is laid out at once; a longer one when it comes into view."""

#: Column of the table: heading, column of ``Atlas.incidents`` to sort by.
COLUMNS = (
    ("When", "start"),
    ("Where", "place"),
    ("Precision", "level"),
    ("What", "event_label"),
    ("Title", "title"),
    ("Figures", "contested"),
    ("Dataset", "dataset"),
)

#: Columns of ``Atlas.incidents`` that a line is made of.
READ = (
    "id", "title", "start", "end", "date_precision", "place", "place_id", "place_ur", "toponym", "level", "how", "event_label",
    "contested_by", "fatalities_low", "fatalities_best", "fatalities_high", "dataset",
)  # fmt: skip


def incident_table(
    atlas: Atlas, selection: Selection, key: str, chosen: str | None = None, at_once: int = ROWS
) -> None:
    """Draw the table of a selection, so many rows at a time; a title opens that record's card on the Incidents page."""
    count = atlas.summary(selection).count
    order, page = _order(key), st.session_state.get(f"{key}-page", 0)
    last_page = max(0, (count - 1) // at_once)
    page = min(page, last_page)
    what = ("table", selection.meaning(), order, page, at_once, chosen)

    def made() -> bytes:
        table = _table(atlas.page(selection, *order, page * at_once, at_once, READ), count, order, chosen)
        return written_elements(table, _pager(page, last_page, count, at_once))

    show_written(kept(atlas, what, made), key, lambda message: _sent(key, message))


def _table(rows: pd.DataFrame, count: int, order: tuple[str, bool], chosen: str | None) -> Element:
    lines = [_row(row, row["id"] == chosen) for row in _read(rows)]
    return el(
        "div",
        el(
            "table",
            el("caption", f"{counted(count, 'incident')} in this selection", class_="hidden-text"),
            el("thead", el("tr", *(_heading(words, column, order) for words, column in COLUMNS))),
            el("tbody", *lines),
        ),
        class_="scroll stacked incidents tall" if len(lines) > SHORT else "scroll stacked incidents",
        vars={"--rows": len(lines)},
        tabindex="0",
        role="region",
        aria_label="Table of incidents",
    )


def _read(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield what the table says of each row."""
    columns = (rows[name].to_numpy(dtype=object).tolist() for name in READ)
    return (dict(zip(READ, values, strict=True)) for values in zip(*columns, strict=True))


def _order(key: str) -> tuple[str, bool]:
    return st.session_state.get(f"{key}-order", ("start", True))


def _sent(key: str, message: dict[str, Any]) -> None:
    if "sort" in message:
        column, ascending = _order(key)
        st.session_state[f"{key}-order"] = (message["sort"], not ascending if column == message["sort"] else True)
    elif "page" in message:
        st.session_state[f"{key}-page"] = message["page"]
    elif "record" in message:
        link.choose(link.selection(), record=message["record"])


def _heading(words: str, column: str, order: tuple[str, bool]) -> Element:
    sorted_here = order[0] == column
    arrow = (" ▲" if order[1] else " ▼") if sorted_here else ""
    button = el("button", words + arrow, type="button", send={"sort": column}, aria_label=f"sort by {words}")
    return el("th", button, scope="col", aria_sort=("ascending" if order[1] else "descending") if sorted_here else None)


def _row(row: Mapping[Any, Any], chosen: bool) -> Element:
    place_ur = el("bdi", row["place_ur"], lang="ur", dir="rtl", class_="muted small") if row["place_ur"] else None
    return el(
        "tr",
        line_cell(date_words(row["start"].date(), row["end"].date(), row["date_precision"])),
        cell(_where(row) or "not stated", " ", place_ur),
        line_cell(known_words(row["level"])) if row["level"] != UNKNOWN_PLACE else cell(known_words(row["level"])),
        cell(row["event_label"]),
        cell(el("button", one_line(row["title"]), type="button", class_="link", send={"record": row["id"]})),
        _figures(row),
        cell(row["dataset"]),
        class_="chosen" if chosen else None,
        data_key=row["id"],
    )


def _where(row: Mapping[Any, Any]) -> str:
    return where_words(row["place"], row["place_id"], row["level"], row["toponym"] or "", row["how"])


def _figures(row: Mapping[Any, Any]) -> Element:
    """What is said of numbers: the incident's own figures, and whether figures are contested, its own or its campaign's."""
    killed = killed_words(row)
    own = f"{killed} killed" if killed else "none of its own"
    if row["contested_by"] == "campaign":
        return cell(f"{own}; contested for the whole campaign")
    return cell(f"{own}, contested") if row["contested_by"] else line_cell(own)


def _pager(page: int, last: int, count: int, at_once: int) -> Element | None:
    if last == 0:
        return None
    step = [
        el("button", words, type="button", class_="link", send={"page": to})
        for words, to, there in (("Earlier rows", page - 1, page > 0), ("Later rows", page + 1, page < last))
        if there
    ]
    first = page * at_once + 1
    return el("p", f"Rows {first:,}–{min(first + at_once - 1, count):,} of {count:,} ", *step, class_="chips")
