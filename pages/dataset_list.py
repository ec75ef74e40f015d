"""The datasets of the atlas: where each comes from, what of it is on the map, its versions, its report; shown or not; removed."""

from pathlib import Path
from typing import Any

import streamlit as st

from incidents import DatasetInfo
from incidents.errors import IncidentsError
from incidents.manifest import Manifest
from incidents.snapshot import Snapshots
from incidents.store import Store
from incidents.wording import counted
from pages import link
from pages.elements import Element, cell, el, show
from pages.import_words import number, size_words
from pages.opened import opened
from pages.problems import problem_table
from pages.visitor import may, visitor

_HEADS = ("Shown", "Dataset", "Incidents", "Rows taken", "Rejected rows", "Version", "Kept", "")


def datasets() -> None:
    """Draw the list, and what is wrong in datasets."""
    atlas = opened()
    newest = {each.dataset: each for each in Snapshots().datasets()}
    known = {info.id for info in atlas.datasets}
    rows = [_row(info, newest.get(info.id)) for info in atlas.datasets]
    rows += [_unshown(manifest) for name, manifest in newest.items() if name not in known]
    wrong = [problem.to_dict() | {"record": f"{problem.dataset}: {problem.record}"} for problem in atlas.problems]
    head = el("thead", el("tr", *(el("th", words, scope="col") for words in _HEADS)))
    show(
        el("h2", "In the atlas now", class_="label"),
        el(
            "div",
            el("table", head, el("tbody", *map(_headed, rows))),
            class_="scroll stacked datasets",
            tabindex="0",
            role="region",
            aria_label="Datasets",
        ),
        el(
            "p",
            "Of a dataset with several versions the newest is shown; take it away and the one before is shown again.",
            class_="muted small",
        ),
        el("h2", "Mistakes in datasets of the data folder", class_="label") if wrong else None,
        problem_table(wrong, "Mistakes in datasets") if wrong else None,
        key="datasets",
        on_send=_sent,
    )


def _row(info: DatasetInfo, manifest: Manifest | None) -> Element:
    chosen = link.selection().datasets
    shown = not chosen or info.id in chosen
    box = el("input", type="checkbox", checked=shown, aria_label=f"show {info.title}", send={"shown": info.id})
    own = manifest is not None or str(info.path).startswith(str(Store().folder))
    taken = number(manifest.taken) if manifest else el("td", "–", class_="number")
    off = manifest.taken - manifest.on_map if manifest else 0
    words = f"{counted(off, 'row')} on no map: no coordinates, and no place that the gazetteer has"
    return el(
        "tr",
        el("td", box),
        cell(
            el("bdi", info.title),
            el("br"),
            el("span", info.id, class_="muted small"),
            el("p", words, class_="notice") if off else None,
        ),
        number(info.incidents),
        taken,
        number(info.rejected),
        cell(f"{manifest.version}, of {manifest.created[:10]}" if manifest else "–"),
        cell(
            _kept(Path(info.path)) if own else "part of the atlas",
            title=str(info.path) if own and may("editor") else None,
        ),
        el("td", *_actions(info.id, manifest, own)),
        data_key=info.id,
    )


def _headed(row: Element) -> Element:
    """Write into each cell of a row what heads it: on a phone the cells stand below each other, without the headings."""
    for words, each in zip(_HEADS, row["children"], strict=True):
        each["attributes"]["data-head"] = words
    return row


def _unshown(manifest: Manifest) -> Element:
    """A dataset that the atlas could not read."""
    return el(
        "tr",
        el("td", "–"),
        cell(
            el("bdi", manifest.title),
            el("br"),
            el("span", f"{manifest.dataset}: not shown, see below", class_="muted small"),
        ),
        number(0),
        number(manifest.taken),
        number(manifest.rejected),
        cell(f"{manifest.version}, of {manifest.created[:10]}"),
        cell(_kept(Path(manifest.folder))),
        el("td", *_actions(manifest.dataset, manifest, True)),
        data_key=manifest.dataset,
    )


def _kept(path: Path) -> str:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else []
    return size_words(sum(each.stat().st_size for each in files))


def _actions(name: str, manifest: Manifest | None, own: bool) -> list[Element]:
    if not own:
        return []
    made = [_button("Report", {"report": name}, f"Report of {name}")]
    if not may("editor"):
        return made
    if manifest and len(Snapshots().versions(name)) > 1:
        made.append(_removal(name, manifest.version))
    return [*made, _removal(name, None)]


def _removal(name: str, version: int | None) -> Element:
    what = name if version is None else f"version {version} of {name}"
    asked = st.session_state.get("remove-asked") == [name, version]
    return _button(f"Really remove {what}" if asked else f"Remove {what}", {"remove": name, "version": version})


def _button(words: str, send: dict[str, Any], label: str | None = None) -> Element:
    return el("button", words, type="button", class_="link block", aria_label=label, send=send)


def _sent(message: dict[str, Any]) -> None:
    if "shown" in message:
        _show_or_not(message["shown"])
    elif "report" in message:
        link.go(report=message["report"], version=None)
    elif "remove" in message:
        _remove(message["remove"], message["version"])


def _show_or_not(name: str) -> None:
    """Put a dataset into the selection or take it out; the last one stays."""
    every = [info.id for info in opened().datasets]
    chosen = set(link.selection().datasets or every) ^ {name}
    if not chosen:
        say("One dataset at least has to be shown.")
        return
    kept = [each for each in every if each in chosen]
    link.choose(link.selection().replace(datasets=() if len(kept) == len(every) else tuple(kept)))


def _remove(name: str, version: int | None) -> None:
    if st.session_state.get("remove-asked") != [name, version]:
        st.session_state["remove-asked"] = [name, version]
        return
    st.session_state.pop("remove-asked")
    what = name if version is None else f"version {version} of {name}"
    try:
        visitor().require("editor", "remove a dataset")
        if version is not None or name in {each.dataset for each in Snapshots().datasets()}:
            Snapshots().remove(name, version)
        else:
            Store().remove(name)
        say(f"{what} was removed from the atlas.")
    except IncidentsError as problem:
        say(f"{what} was not removed: {problem}")


def say(words: str) -> None:
    """Show words once, above the list, when the page is drawn again."""
    st.session_state.setdefault("added-words", []).append(words)
