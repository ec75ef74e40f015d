"""The Add data page: a person's own sheets are checked, shown with every row that cannot be used, then added or left."""

from typing import Any

import streamlit as st

from incidents import IncidentsError
from incidents.importing import Imported, import_sheet
from incidents.sheet import MAX_BYTES, MAX_ROWS
from incidents.store import Store, rejected_csv
from pages.elements import Element, cell, el, show
from pages.opened import opened
from pages.problems import problem_table

EXAMPLE = """place,date,type,killed,source,note
Nushki,2026-01-29,attack,,Example newspaper,A made-up row: the district is known
"10 km west of Turbat",30 January 2026,bombing,at least 2,Example agency,A made-up row: placed from a place nearby
Pasni,January 2026,clash,3-5,Example agency,A made-up row: the month is known
"""


def page() -> None:
    """Draw the page."""
    show(_introduction(), key="add-introduction")
    st.download_button("Download an example sheet", EXAMPLE, "example.csv", "text/csv")
    files = st.file_uploader(
        f"Sheets (CSV, up to {MAX_BYTES // 2**20} MB and {MAX_ROWS:,} rows each)",
        type=["csv", "tsv", "txt"],
        accept_multiple_files=True,
        key=f"sheets-{st.session_state.get('sheets-round', 0)}",
    )
    for file in files:
        _preview(file)
    for words in st.session_state.pop("added-words", []):
        st.success(words)
    _datasets()


def _introduction() -> Element:
    return el(
        "article",
        el("h1", "Add data of your own"),
        el(
            "p",
            "A sheet has one incident a row. The plainest one has the columns place, date, type, killed, source and note; district, "
            "title, actor, target, wounded, latitude and longitude are understood too. Places may be spelt as your source spells them.",
        ),
        el(
            "p",
            "Rows that cannot be placed or dated are listed with the reason; nothing is guessed and no row is lost.",
            class_="muted",
        ),
        class_="prose",
    )


def _preview(file: Any) -> None:
    atlas = opened()
    try:
        imported = import_sheet(file.getvalue(), atlas.gazetteer, file.name)
    except IncidentsError as problem:
        st.error(f"{file.name} was not read: {problem}")
        return
    report = imported.report
    with st.container(border=True):
        show(*_report(imported), key=f"report-{file.file_id}")
        with st.container(horizontal=True):
            words = f"Add {report.placed:,} incidents to the atlas"
            st.button(
                words,
                key=f"add-{file.file_id}",
                type="primary",
                disabled=not report.placed,
                on_click=_add,
                args=(file,),
            )
            if report.rejected_rows:
                name = f"rejected-{file.name}"
                st.download_button(
                    "Rejected rows as CSV", rejected_csv(imported), name, "text/csv", key=f"rejected-{file.file_id}"
                )


def _report(imported: Imported) -> list[Element | None]:
    report = imported.report
    counts = f"{report.rows:,} rows read: {report.placed:,} can be placed and dated, {report.rejected_rows:,} cannot."
    notes = el("ul", *(el("li", note) for note in report.notes), class_="muted small") if report.notes else None
    rejected = [problem.to_dict() for problem in report.rejected]
    return [
        el("h2", report.file),
        el("p", counts),
        notes,
        el("h3", "Rows that cannot be used", class_="label") if rejected else None,
        problem_table(rejected, f"Rows of {report.file} that cannot be used") if rejected else None,
        _notices(imported),
        _spellings(imported),
    ]


def _notices(imported: Imported) -> Element | None:
    notices = [problem.to_dict() for problem in imported.report.notices]
    if not notices:
        return None
    words = f"{len(notices):,} values kept as text, because they could not be read; their rows are used"
    return el("details", el("summary", words), problem_table(notices, words))


def _spellings(imported: Imported) -> Element | None:
    odd = [s for s in imported.report.spellings if s.how != "exact"]
    if not odd:
        return None
    rows = [
        el(
            "tr",
            el("td", s.written),
            el("td", f"{s.place} ({s.level})"),
            el("td", s.how),
            el("td", f"{s.score:.2f}"),
            el("td", s.note),
            el("td", str(s.rows)),
        )
        for s in odd[:500]
    ]
    heads = ("As written", "Read as", "How", "How sure, of 1", "Note", "Rows")
    table = el("table", el("thead", el("tr", *(el("th", words, scope="col") for words in heads))), el("tbody", *rows))
    return el("details", el("summary", f"{len(odd):,} spellings read as a place of the gazetteer: check them"), table)


def _add(file: Any) -> None:
    atlas = opened()
    try:
        added = Store().add_sheet(file.getvalue(), atlas.gazetteer, file.name, taken=_embedded())
    except IncidentsError as problem:
        words = f"{file.name} was not added: {problem}"
    else:
        words = f"{added.dataset.title}: {added.dataset.incidents:,} incidents are in the atlas now."
        words = f"This file is in the atlas already, as {added.dataset.title}." if added.already else words
        st.session_state["sheets-round"] = st.session_state.get("sheets-round", 0) + 1
    st.session_state.setdefault("added-words", []).append(words)


def _embedded() -> list[str]:
    return [info.id for info in opened().datasets if not _is_added(info)]


def _is_added(info: Any) -> bool:
    return str(info.path).startswith(str(Store().folder))


def _datasets() -> None:
    atlas = opened()
    rows = [_dataset(info) for info in atlas.datasets]
    heads = ("Dataset", "Incidents", "Rejected rows", "Kept in", "")
    table = el("table", el("thead", el("tr", *(el("th", words, scope="col") for words in heads))), el("tbody", *rows))
    wrong = [problem.to_dict() | {"record": f"{problem.dataset}: {problem.record}"} for problem in atlas.problems]
    show(
        el("h2", "In the atlas now", class_="label"),
        el("div", table, class_="scroll", tabindex="0", role="region", aria_label="Datasets"),
        el("h2", "Mistakes in datasets of the data folder", class_="label") if wrong else None,
        problem_table(wrong, "Mistakes in datasets") if wrong else None,
        key="datasets",
        on_send=lambda message: _remove(message),
    )


def _dataset(info: Any) -> Element:
    asked = st.session_state.get("remove-asked") == info.id
    words = f"Really remove {info.id}" if asked else f"Remove {info.id}"
    remove = el("button", words, type="button", class_="link", send={"remove": info.id}) if _is_added(info) else None
    cells = (
        info.title,
        f"{info.incidents:,}",
        f"{info.rejected:,}",
        str(info.path) if _is_added(info) else "part of the atlas",
    )
    return el("tr", *(cell(words) for words in cells), el("td", remove), data_key=info.id)


def _remove(message: dict[str, Any]) -> None:
    name = message["remove"]
    if st.session_state.get("remove-asked") != name:
        st.session_state["remove-asked"] = name
        return
    st.session_state.pop("remove-asked")
    try:
        Store().remove(name)
        words = f"{name} was removed from the atlas."
    except IncidentsError as problem:
        words = f"{name} was not removed: {problem}"
    st.session_state.setdefault("added-words", []).append(words)
