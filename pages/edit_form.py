"""Forms of the ledger's pages: fields with labels, lists that grow, and text that the browser keeps until it is saved."""

import itertools
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st

from incidents.term import Term
from pages.component_files import fetched_component
from pages.elements import THEME_CSS, TREE_JS, Element, el, packed
from pages.visitor import visitor

Values: TypeAlias = dict[str, str | list[str]]
"""What a form holds: a text by the field's name, a list for boxes; ``actors.2.role`` is in the third line of a list."""

MOST_SUGGESTED = 1000
_HERE = Path(__file__).parent
_form = fetched_component(
    "atlas_form",
    html="<div class='atlas light'></div>\n",
    css=THEME_CSS + "".join((_HERE / name).read_text(encoding="utf-8") for name in ("elements.css", "edit_form.css")),
    js=TREE_JS + (_HERE / "edit_form.js").read_text(encoding="utf-8"),
)
_serials = itertools.count(1)


def form(
    name: str,
    version: int | str,
    values: Values,
    elements: Sequence[Element | None],
    on_send: Callable[[dict[str, Any]], None],
) -> None:
    """Show a form.

    Parameters
    ----------
    name : str
        What it is about, such as ``"incident/quetta"``: text that was not saved is found again under it.
    version : int or str
        What the values began from: of a record `Entry.began`; 0 for a new one.
    values : dict
        What the fields hold at first.
    elements : sequence
        The fields, made with the functions below, and whatever stands between them.
    on_send : callable
        Called with what a used button or a field with ``ask`` sends, with all ``values`` and the ``version`` that they
        began from, before the page runs again.
    """
    key = f"form-{name}"

    def sent() -> None:
        message = st.session_state[key].sent
        if isinstance(message, dict) and message.get("discard"):
            untyped(name)
        elif isinstance(message, dict) and message["id"] != st.session_state.get("form-handled"):
            st.session_state["form-handled"] = message["id"]
            st.session_state[_typed(name)] = message["values"]
            on_send(message)

    shown: list[Element] = [brought(), *(each for each in elements if each is not None)]
    data = {
        "form": _kept_as(name),
        "version": version,
        "put": st.session_state.get(f"{key}-put", 0),
        "values": values,
        "tree": packed(el("div", *shown, class_="edit", role="form", aria_label=name.partition("/")[0])),
        "session": st.session_state.setdefault("form-session", secrets.token_hex(4)),
        "handled": st.session_state.get("form-handled", ""),
        "forget": st.session_state.pop("edit-forget", []),
        "proposed": st.session_state.get(f"{key}-proposed"),
    }
    _form(key=key, data=data, on_sent_change=sent)


def typed(name: str, values: Values) -> Values:
    """What a form holds as far as this page's run knows: its values, and what was last sent of them."""
    return {**values, **st.session_state.get(_typed(name), {})}


def untyped(name: str) -> None:
    """Forget what was sent of a form. Call it from a callback."""
    st.session_state.pop(_typed(name), None)
    st.session_state.pop(f"form-{name}-proposed", None)


def _typed(name: str) -> str:
    return f"form-{name}-typed"


def forget(name: str) -> None:
    """Let the browser drop the text of a form, which is saved. Call it from a callback."""
    untyped(name)
    st.session_state["edit-forget"] = [*st.session_state.get("edit-forget", []), _kept_as(name)]
    st.session_state[f"form-{name}-put"] = next(_serials)


def propose(name: str, values: Values) -> None:
    """Put values into some fields of a form, once; what is in the others stays. Call it from a callback."""
    st.session_state[f"form-{name}-proposed"] = {"serial": next(_serials), "values": values}
    st.session_state[_typed(name)] = {**st.session_state.get(_typed(name), {}), **values}


def _kept_as(name: str) -> str:
    return f"{visitor().name}/{name}"


def brought() -> Element:
    """The line that says that text was brought back; the browser shows it where it was."""
    older = "Somebody saved the record meanwhile: when you save, both are put side by side. "
    return el(
        "p",
        "This text was not saved yet; it was brought back from this browser. ",
        el("span", older, class_="older", hidden=True),
        el("button", "Discard it", type="button", class_="link", data_discard=""),
        class_="notice brought",
        role="status",
        hidden=True,
    )


# Fields


def text(
    name: str,
    label: str,
    hint: str = "",
    *,
    kind: str = "text",
    ask: str = "",
    choices: str = "",
    wide: bool = False,
    most: int = 500,
) -> Element:
    """A line of text or a date; ``ask`` sends the form when it changes, ``choices`` is the id of a list to choose from."""
    return _labelled(
        label,
        el(
            "input",
            type=kind,
            name=name,
            class_="field",
            list=choices or None,
            maxlength=most,
            autocomplete="off",
            send={"ask": ask} if ask else None,
        ),
        hint,
        span="wide" if wide else None,
    )


def area(name: str, label: str, hint: str = "", rows: int = 3, most: int = 4000, ask: str = "") -> Element:
    """Several lines of text."""
    send = {"ask": ask} if ask else None
    box = el("textarea", name=name, class_="field", rows=rows, maxlength=most, send=send)
    return _labelled(label, box, hint, span="wide")


def choice(name: str, label: str, options: Mapping[str, str], hint: str = "", ask: str = "") -> Element:
    """One of several options, by value."""
    chosen = [el("option", words, value=value) for value, words in options.items()]
    box = el("select", *chosen, name=name, class_="field", send={"ask": ask} if ask else None)
    longest = max((len(words) for words in options.values()), default=0)
    return _labelled(label, box, hint, span="two" if 40 < longest <= 80 else None)


def ticks(name: str, label: str, options: Mapping[str, str]) -> Element:
    """Boxes, of which several can be ticked."""
    boxes = [
        el("label", el("input", type="checkbox", name=name, value=value), el("span", words), class_="tick")
        for value, words in options.items()
    ]
    return el("fieldset", el("legend", label), el("div", *boxes, class_="ticks"), class_="wide")


def lines(name: str, label: str, parts: Sequence[Element], values: Values, more: str, hint: str = "") -> Element:
    """A list that grows: ``parts`` are the fields of one line, their names without the list's."""
    shown = [
        el("div", *(_numbered(part, name, number) for part in parts), _clear(label), class_="line", data_line=name)
        for number in range(len(grouped(values, name)) + 1)
    ]
    add = el("button", more, type="button", class_="link", data_add=name)
    return el(
        "fieldset", el("legend", label), el("p", hint, class_="hint") if hint else None, *shown, add, class_="wide"
    )


def _clear(label: str) -> Element:
    words = f"empty this line of {label}"
    return el("button", "✕", type="button", class_="clear", data_clear="", aria_label=words, title="Empty this line")


def group(label: str, *elements: Element | None, hint: str = "") -> Element:
    """Fields that belong together, under a heading."""
    return el(
        "section", el("h3", label), el("p", hint, class_="hint") if hint else None, el("div", *elements, class_="edits")
    )


def act(words: str, main: bool = False, **send: Any) -> Element:
    """A button that sends the form; Ctrl+Enter presses the main one."""
    return el(
        "button", words, type="button", class_="main" if main else "plain", send=send, data_main="" if main else None
    )


def suggestions(list_id: str, words: Iterable[str]) -> Element:
    """A list of words that a field offers."""
    return el("datalist", *(el("option", value=each) for each in itertools.islice(words, MOST_SUGGESTED)), id=list_id)


def options(terms: Mapping[str, Term], none: str | None = None) -> dict[str, str]:
    """The words of a vocabulary as options; `none` is the words for an empty one."""
    first = {} if none is None else {"": none}
    return first | {key: f"{term.label[:1].upper()}{term.label[1:]}" for key, term in terms.items()}


def _labelled(label: str, control: Element, hint: str, *, span: str | None = None) -> Element:
    named = el("label", el("span", label, class_="name"), control)
    if not hint:
        return el("div", named, class_=span)
    hint_id = f"hint-{control['attributes']['name']}"
    control["attributes"]["aria-describedby"] = hint_id
    return el("div", named, el("span", hint, class_="hint", id=hint_id), class_=span)


def _numbered(part: Element, name: str, number: int) -> Element:
    """A field of a list's line, with the list's name and the line's number before its own."""
    attributes = {key: value for key, value in part["attributes"].items() if key not in ("id", "aria-describedby")}
    if "name" in attributes:
        attributes["name"] = f"{name}.{number}.{attributes['name']}"
    children = [child if isinstance(child, str) else _numbered(child, name, number) for child in part["children"]]
    return part | {"attributes": attributes, "children": children}


# Values


def written(values: Values, name: str) -> str:
    """What a field holds, without blanks around it."""
    value = values.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def ticked(values: Values, name: str) -> tuple[str, ...]:
    """Which boxes of a field are ticked."""
    value = values.get(name, [])
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def grouped(values: Values, name: str) -> list[dict[str, str]]:
    """The lines of a list, without those that hold nothing in their first field.

    Examples
    --------
    >>> grouped({"actors.0.name": "A", "actors.0.role": "named", "actors.1.name": " "}, "actors")
    [{'name': 'A', 'role': 'named'}]
    """
    found: dict[int, dict[str, str]] = {}
    for key, value in values.items():
        of, _, rest = key.partition(".")
        number, _, part = rest.partition(".")
        if of == name and number.isdigit() and isinstance(value, str):
            found.setdefault(int(number), {})[part] = value.strip()
    return [line for _, line in sorted(found.items()) if next(iter(line.values()), "")]


def numbered(name: str, rows: Iterable[Mapping[str, str]], empty: Mapping[str, str]) -> Values:
    """The lines of a list as values, with an empty one at the end."""
    return {
        f"{name}.{number}.{part}": value for number, row in enumerate([*rows, empty]) for part, value in row.items()
    }
