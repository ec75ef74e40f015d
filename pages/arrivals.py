"""The files that were brought, one card each: what it is and why, what it shall become, how far it is, what became of it."""

from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any, Final

import streamlit as st

from incidents.arrival import Arrival, Choice
from incidents.dataset import slug
from incidents.looking import KINDS
from incidents.manifest import Manifest
from incidents.snapshot import Snapshots
from incidents.wording import counted
from pages import link
from pages.desk import Desk
from pages.elements import Element, el, show
from pages.import_words import first_rows, notice_words, sheet_words, size_words, table
from pages.opened import opened
from pages.problems import problem_table
from pages.visitor import visitor

_NEW: Final = ("new", "")
EVERY = 0.7  # seconds between looks at what is under way


def cards(there: Desk) -> None:
    """Draw a card for each file; while something is under way they are drawn again and again."""
    standing = _standing(there)
    if any(arrival.busy for arrival, _ in standing):
        st.fragment(_cards, run_every=EVERY)(there, standing)
    else:
        _cards(there, standing)


def _standing(there: Desk) -> list[tuple[Arrival, str]]:
    """The files that have arrived, with the state of each."""
    return [(each, each.state) for each in there.arrivals.values() if each.state != "arriving"]


def _cards(there: Desk, standing: Sequence[tuple[Arrival, str]]) -> None:
    if _standing(there) != standing or link.is_elsewhere():
        st.rerun(scope="app")
    for arrival, _ in standing:
        with st.container(border=True, key=f"file-{arrival.id}"):
            _card(there, arrival)


def _card(there: Desk, arrival: Arrival) -> None:
    show(
        el("div", el("h2", el("bdi", arrival.name)), *_said(arrival), class_="prose wide"),
        key=f"said-{arrival.id}",
        on_send=_sent,
    )
    if arrival.busy:
        _progress(arrival)
    elif arrival.state == "ready":
        _choices(there, arrival)
    else:
        words = "Close" if arrival.state == "done" else "Put aside"
        st.button(words, key=f"close-{arrival.id}", on_click=there.put_aside, args=(arrival,))


def _sent(message: dict[str, Any]) -> None:
    if "becomes" in message:
        choose_version(message)
    elif "report" in message:
        link.go(report=message["report"], version=message["version"] or None)


def _said(arrival: Arrival) -> list[Element | None]:
    """What is known of a file so far."""
    if arrival.state == "failed":
        return [el("p", f"It was not taken: {arrival.message}", class_="notice", role="alert")]
    if arrival.state == "cancelled":
        return [el("p", "Stopped: nothing was kept.", class_="notice", role="status")]
    if arrival.result:
        return _became(arrival)
    if arrival.look and arrival.state == "ready":
        return _looks_like(arrival)
    return []


def _became(arrival: Arrival) -> list[Element | None]:
    result = arrival.result
    assert result is not None
    version = f", version {result.version}" if result.version else ""
    if result.already:
        words = f"This file is in the atlas already: {result.dataset}{version}. Nothing was changed."
    else:
        parts = [
            f"{result.taken:,} of {counted(result.rows, 'row')} are in the atlas now, as {result.dataset}{version}"
        ]
        parts += [f"{counted(result.repeated, 'exact repeat')} merged"] if result.repeated else []
        parts += [f"{counted(result.rejected, 'row')} could not be used"] if result.rejected else []
        words = "; ".join(parts) + "."
    report = el(
        "button",
        "See the import report",
        type="button",
        class_="link",
        send={"report": result.dataset, "version": str(result.version or "")},
    )
    return [el("p", words, role="status"), el("p", report)]


def _looks_like(arrival: Arrival) -> list[Element | None]:
    look = arrival.look
    assert look is not None
    rows = counted(look.rows, "row") if look.whole else f"the first {look.rows:,} rows were looked at"
    like = f"Its columns are read as those of {arrival.like} were." if arrival.like and look.kind == "table" else ""
    notes = [el("li", note) for note in look.notes]
    return [
        el("p", el("b", f"It is {KINDS[look.kind]}"), f": {look.shown_by}. {size_words(look.size)}, {rows}."),
        el("p", like) if like else None,
        becoming(arrival)[0] if look.kind not in ("sheet", "toml", "table") else None,
        el("ul", *notes, class_="muted small") if notes and look.kind != "sheet" else None,
        *(_sheet(arrival) if look.sheet else ()),
        _preview(arrival) if look.kind not in ("sheet", "table", "toml") else None,
        el("p", f"Before it can be imported, {look.missing}.", class_="notice") if look.missing else None,
    ]


def _preview(arrival: Arrival) -> Element:
    assert arrival.look is not None
    words = "The first rows as they are read"
    return el("details", el("summary", words), first_rows(arrival.look.first, f"{words}: {arrival.name}"))


def _sheet(arrival: Arrival) -> list[Element | None]:
    """What would become of a plain sheet, row by row."""
    assert arrival.look is not None
    report = arrival.look.sheet or {}
    rejected, notices = report["rejected"], report["notices"]
    words = notice_words(len(notices))
    return [
        el("p", sheet_words(report)),
        el("ul", *(el("li", note) for note in report["notes"]), class_="muted small") if report["notes"] else None,
        el("h3", "Rows that cannot be used", class_="label") if rejected else None,
        problem_table(rejected, f"Rows of {arrival.name} that cannot be used") if rejected else None,
        el("details", el("summary", words), problem_table(notices, words)) if notices else None,
        spelling_list(report["spellings"]),
    ]


def spelling_list(spellings: Sequence[dict[str, Any]]) -> Element | None:
    """The spellings of places that were not simply found, each with how it was read."""
    odd = [each for each in spellings if each["how"] != "exact"]
    if not odd:
        return None
    heads = ("As written", "Read as", "How", "How sure, of 1", "Note", "Rows")
    rows = (
        (
            each["written"],
            f"{each['place']} ({each['level']})",
            each["how"],
            f"{each['score']:.2f}",
            each["note"],
            f"{each['rows']:,}",
        )
        for each in odd[:500]
    )
    words = (
        f"{counted(len(odd), 'spelling')} read as a place of the gazetteer: check {'it' if len(odd) == 1 else 'them'}"
    )
    return el("details", el("summary", words), table(heads, rows, "Spellings of places"))


def _progress(arrival: Arrival) -> None:
    stage = {"waiting": "Waiting for another file", "looking": "Looking at it"}.get(
        arrival.state, arrival.stage or "beginning"
    )
    share = min(arrival.done / arrival.whole, 1.0) if arrival.whole else 0.0
    st.progress(share, f"{stage[:1].upper()}{stage[1:]}{f', {share:.0%}' if share else ''}")
    words = "Cancel the import" if arrival.state == "importing" else "Stop"
    st.button(words, key=f"cancel-{arrival.id}", on_click=arrival.cancel)


def _choices(there: Desk, arrival: Arrival) -> None:
    look = arrival.look
    assert look is not None
    if len(look.may_be) > 1:
        st.selectbox(
            "Read it as", look.may_be, look.may_be.index(look.kind), KINDS.__getitem__, key=f"kind-{arrival.id}",
            on_change=_read_as, args=(arrival,), width=320,
        )  # fmt: skip
    choice = destination(arrival) if look.kind not in ("toml", "table") else Choice()
    with st.container(horizontal=True):
        if look.kind == "table":
            words = "Check how its columns are read"
            st.button(words, key=f"check-{arrival.id}", type="primary", on_click=link.go, kwargs={"import": arrival.id})
        else:
            count = (look.sheet or {}).get("placed", look.rows)
            own = look.kind in ("sheet", "toml")
            words = f"Add {counted(count, 'incident')} to the atlas" if own else becoming(arrival)[1]
            st.button(
                words, key=f"take-{arrival.id}", type="primary", disabled=bool(look.missing),
                on_click=begin, args=(arrival, choice),
            )  # fmt: skip
        if arrival.rejected.is_file():
            st.download_button(
                "Rejected rows as CSV", arrival.rejected.read_bytes(), f"rejected-{arrival.path.name}", "text/csv",
                key=f"rejected-{arrival.id}", on_click="ignore",
            )  # fmt: skip
        st.button("Put aside", key=f"aside-{arrival.id}", on_click=there.put_aside, args=(arrival,))


def _read_as(arrival: Arrival) -> None:
    arrival.look_at(kind=st.session_state[f"kind-{arrival.id}"])


def begin(arrival: Arrival, choice: Choice) -> None:
    """Import a file as was chosen; from a callback."""
    visitor().require("editor", "import a dataset")
    arrival.take(choice, [info.id for info in opened().datasets])


def destination(arrival: Arrival) -> Choice:
    """Ask what a file shall become: a dataset of its own, the next version of one, or more rows of one."""
    assert arrival.look is not None
    kind = arrival.look.kind
    alike = _alike(arrival)
    own = slug(arrival.name.rpartition(".")[0] or arrival.name)
    options = [_NEW, *((how, name) for name in alike for how in ("version", "append"))]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _NEW
        if len(options) > 1:
            at = options.index(likely(arrival, alike))
            chosen = st.selectbox(
                "What it becomes", options, at, lambda option: _words(option, alike), key=f"becomes-{arrival.id}", width=420
            )  # fmt: skip
        name = chosen[1]
        if chosen[0] == "new":
            name = st.text_input(
                "Name of the dataset", free_name(own, arrival), max_chars=60, key=f"name-{arrival.id}", width=320
            )
    return Choice(chosen[0], slug(name) if name else "", kind, arrival.mapping if kind == "table" else None)


def _alike(arrival: Arrival) -> dict[str, Manifest]:
    """The datasets of a file's kind, of which it may become a version."""
    assert arrival.look is not None
    return {each.dataset: each for each in Snapshots().datasets() if each.kind == arrival.look.kind}


def likely(arrival: Arrival, alike: Mapping[str, Manifest]) -> tuple[str, str]:
    """What a file becomes unless a person says otherwise: more rows of the dataset whose rows it brings back, or a version of the one that its name tells."""
    if arrival.mends in alike:
        return "append", arrival.mends
    own = slug(arrival.name.rpartition(".")[0] or arrival.name)
    named = own if own in alike else next((name for name, each in alike.items() if each.file == arrival.name), "")
    return ("version", named) if named and named not in arrival.others else _NEW


def free_name(own: str, arrival: Arrival) -> str:
    """The name that is proposed for a dataset of its own: the file's, with a number where a dataset of other events has it."""
    taken = {info.id for info in opened().datasets} if own in arrival.others else set[str]()
    return next(name for name in chain((own,), (f"{own}-{number}" for number in count(2))) if name not in taken)


def becoming(arrival: Arrival) -> tuple[Element | None, str]:
    """What importing a file does to a dataset that is there, in words, and in the words of the button."""
    alike = _alike(arrival)
    how, name = st.session_state.get(f"becomes-{arrival.id}") or likely(arrival, alike)
    if (same := arrival.same) and (how == "new" or (how, name) == ("version", same.dataset)):
        words = f"This file is in the atlas already: {same.dataset}, version {same.version}. To import it again changes nothing."
        return el("p", words, class_="notice"), "Import it"
    if name not in alike:
        return _proposal(arrival) or _of_others(arrival, alike), "Import it"
    before = alike[name]
    shown = counted(before.taken, "incident")
    if how == "append":
        words = f"It is added to {name}: version {before.version + 1} holds the {shown} of version {before.version} and its rows."
        if name == arrival.mends:
            words = f"It brings back rows that were rejected or on no map in {name}, mended. {words}"
        return el("p", words, class_="notice"), f"Add its rows to {name}"
    words = f"It becomes version {before.version + 1} of {name}: the {shown} of version {before.version} will no longer be shown."
    return el("p", words, class_="notice"), f"Import as version {before.version + 1} of {name}"


def _proposal(arrival: Arrival) -> Element | None:
    """The offer to make a file the next version of the dataset whose events it has; nothing is done unless a person takes it."""
    newer = arrival.newer
    if newer is None:
        return None
    words = f"Make it version {newer.version + 1} of {newer.dataset}"
    button = el(
        "button", words, type="button", class_="link", send={"becomes": arrival.id, "version_of": newer.dataset}
    )
    return el("p", f"{newer.words()[:1].upper()}{newer.words()[1:]}. ", button, class_="notice")


def _of_others(arrival: Arrival, alike: Mapping[str, Manifest]) -> Element | None:
    """Why a file is not proposed as a version of the dataset that has its name, and what else it can become."""
    if not arrival.others:
        return None
    name = min(arrival.others)
    before = alike[name]
    words = f"It has none of the {counted(before.taken, 'incident')} of {name}, whose name it has: it becomes a dataset of its own unless you say otherwise. "
    options = (
        (f"Add its rows to {name}", "append_to"),
        (f"Make it version {before.version + 1} all the same", "version_of"),
    )
    buttons = [
        el("button", said, type="button", class_="link", send={"becomes": arrival.id, what: name})
        for said, what in options
    ]
    return el("p", words, buttons[0], ". ", buttons[1], ".", class_="notice")


def choose_version(message: dict[str, Any]) -> None:
    """Choose what a file becomes, as the offer says."""
    how = "append" if "append_to" in message else "version"
    st.session_state[f"becomes-{message['becomes']}"] = (how, message.get("append_to") or message["version_of"])


def _words(option: tuple[str, str], alike: dict[str, Manifest]) -> str:
    how, name = option
    if how == "new":
        return "A dataset of its own"
    return f"Version {alike[name].version + 1} of {name}" if how == "version" else f"More rows for {name}"
