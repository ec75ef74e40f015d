"""The Add data page: files are brought, recognised, checked and imported; each import has a report; datasets are listed."""

import streamlit as st

from pages import link
from pages.arrivals import cards
from pages.dataset_list import datasets
from pages.desk import MOST, desk
from pages.elements import Element, el, show
from pages.import_preview import preview
from pages.import_report import report
from pages.sheet_report import is_sheet, sheet_report
from pages.upload_box import upload_box
from pages.visitor import may, refusal

EXAMPLE = """place,date,type,killed,source,note
Nushki,2026-01-29,attack,,Example newspaper,A made-up row: the district is known
"10 km west of Turbat",30 January 2026,bombing,at least 2,Example agency,A made-up row: placed from a place nearby
Pasni,January 2026,clash,3-5,Example agency,A made-up row: the month is known
"""


def page() -> None:
    """Draw the page: the report or the preview that the address names, else files and datasets."""
    link.assert_left()
    asked = {key: values[0] for key, values in link.parameters().items() if values}
    if "report" in asked:
        draw = sheet_report if is_sheet(asked["report"]) else report
        draw(asked["report"], asked.get("version"))
    elif "import" in asked and may("editor"):
        preview(desk(), asked["import"])
    else:
        _files_and_datasets()


def _files_and_datasets() -> None:
    if refused := refusal("editor", "bring files"):
        show(el("article", el("h1", "Datasets"), el("p", f"{refused}."), class_="prose"), key="add-reading")
        datasets()
        return
    show(_introduction(), key="add-introduction")
    upload_box(desk().token, lambda: None)
    show(_what_is_taken(), key="add-kinds")
    st.download_button("Download an example sheet", EXAMPLE, "example.csv", "text/csv", on_click="ignore")
    cards(desk())
    for words in st.session_state.pop("added-words", []):
        st.success(words)
    datasets()


def _introduction() -> Element:
    return el(
        "article",
        el("h1", "Add data of your own"),
        el(
            "p",
            "Bring a sheet of your own, or a dataset as it was published: ACLED, UCDP GED, GTD, any table with a date and a place. What a "
            "file is shows from what is in it. Nothing enters the atlas before you say so.",
        ),
        class_="prose",
    )


def _what_is_taken() -> Element:
    kinds = (
        ("A plain sheet", "one incident a row, with the columns place, date, type, killed, source and note, and no others: a sheet with more is read as any table."),
        ("A published dataset or any table", "CSV, TSV or text, Excel (.xlsx), a ZIP with one file, GeoJSON, GeoPackage, GeoParquet. How its columns are read is shown first."),
        ("An export of this atlas", "as CSV (the ZIP), Excel, GeoJSON, GeoPackage or GeoParquet; a dataset file of this atlas as TOML."),
        ("Not taken", "counts by area and week, month or year, which hold no events (ACLED's aggregates, tables on HDX): bring the list of the events instead. Shapefiles: save them as GeoPackage."),
    )  # fmt: skip
    limits = (
        f"Up to {MOST // 2**20:,} MB a file here, 4,096 MB from the command line (python -m incidents import FILE). Each file is read in a process of its "
        "own with at most 1,024 MB of memory and half an hour; one that needs more is refused, and nothing of it is kept."
    )
    return el(
        "details",
        el("summary", "What can be brought, and how much"),
        el("ul", *(el("li", el("b", f"{name}: "), told) for name, told in kinds)),
        el("p", limits),
        class_="prose small",
    )
