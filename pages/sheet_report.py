"""The report of a plain sheet or a dataset file in the data folder: what became of each row, how places were read."""

import json
from typing import Any

from incidents.dataset import DatasetInfo, slug
from incidents.sheet_report import figure_lines
from incidents.store import Store
from incidents.wording import counted
from pages import link
from pages.arrivals import spelling_list
from pages.elements import Element, el, show
from pages.import_files import address
from pages.import_words import notice_words, sheet_words
from pages.opened import opened
from pages.problems import problem_table


def is_sheet(name: str) -> bool:
    """Return whether a name is that of a dataset that lies in the data folder without versions."""
    return _info(name) is not None


def _info(name: str) -> DatasetInfo | None:
    own = str(Store().folder)
    return next((info for info in opened().datasets if info.id == name and str(info.path).startswith(own)), None)


def sheet_report(name: str, _version: str | None) -> None:
    """Draw the page."""
    info = _info(name)
    assert info is not None
    show(el("article", *_parts(info), class_="prose wide report"), key="sheet-report", on_send=_sent)


def _sent(_message: dict[str, Any]) -> None:
    link.go(report=None, version=None)


def _parts(info: DatasetInfo) -> list[Element | None]:
    told = _told(info)
    problems = [problem.to_dict() for problem in opened().problems if problem.dataset == info.id]
    notices = told.get("notices", [])
    words = notice_words(len(notices))
    files = [
        el("a", label, href=address(info.id, 0, name), download="")
        for name, label in (("rejected.csv", "Rejected rows (CSV)"), ("report.json", "Report (JSON)"))
        if told
    ]
    return [
        el("p", el("button", "← Back to the datasets", type="button", class_="link", send={"back": True})),
        el("h1", "Import report: ", el("bdi", info.title)),
        el(
            "p",
            f"{info.id}: {counted(info.incidents, 'incident')}. ",
            sheet_words(told) if told else "",
            class_="muted",
        ),
        el("p", *files, class_="chips") if files else None,
        el("ul", *(el("li", words) for words in said))
        if (said := [*figure_lines(told), *told.get("notes", ())])
        else None,
        el("h2", "Rows that cannot be used"),
        problem_table(problems, "Rows that cannot be used") if problems else el("p", "None."),
        el("details", el("summary", words), problem_table(notices, words)) if notices else None,
        spelling_list(told.get("spellings", [])),
        el("h2", "What has to go with it"),
        el(
            "dl",
            el("dt", "Licence"),
            el("dd", info.stated_licence),
            el("dt", "To be cited as"),
            el("dd", info.citation or "not stated"),
        ),
    ]


def _told(info: DatasetInfo) -> dict[str, Any]:
    path = Store().folder / slug(info.id) / "report.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
