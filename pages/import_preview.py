"""How the columns of a table are read: proposed, shown with its first rows, changed and confirmed by a person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from incidents.arrival import Arrival
from incidents.dates import NotADate, Order, read_when
from incidents.looking import Look
from incidents.readers import CountColumn, Mapping
from incidents.readers.mapping import BOUNDS, FIELDS
from incidents.readers.shapes import Column
from incidents.vocabulary import COUNTED, QUANTITIES
from incidents.wording import date_words
from pages import link
from pages.arrivals import EVERY, becoming, begin, choose_version, destination
from pages.desk import Desk
from pages.elements import Element, cell, el, show
from pages.import_words import first_rows, table

ROWS = 6  # of the file, shown above its columns
_BOUNDS = {
    "value": "the one figure",
    "low": "the lowest figure",
    "high": "the highest figure",
    "part": "part of one figure, added up",
    "some": "some of the people, not added up",
}
_TEXTS = {
    "within": ("Country or province of rows that name none", "such as Balochistan"),
    "year": ("Year of dates that have none", "such as 2024"),
    "title": ("What the dataset is called", ""),
    "claimant": ("Who claims the figures", "where no column says it"),
    "licence": ("On what terms it may be used", ""),
    "citation": ("How it is cited", ""),
}


def preview(there: Desk, arrival_id: str) -> None:
    """Draw the page for a file that lies on the desk."""
    arrival = there.arrivals.get(arrival_id)
    if arrival is None or arrival.look is None or arrival.state in ("importing", "done"):
        gone = "This file is not here any more: it was imported, put aside, or brought in another window."
        show(
            el("article", el("h1", "No file to look at"), el("p", gone), _back(), class_="prose"),
            key="no-file",
            on_send=_leave,
        )
        return
    if arrival.busy:
        st.fragment(_draw, run_every=EVERY)(arrival, arrival.state)
    else:
        _draw(arrival, arrival.state)


def _draw(arrival: Arrival, state: str) -> None:
    if arrival.state != state or not link.is_elsewhere():
        st.rerun(scope="app")
    look = arrival.look
    assert look is not None
    mapping = _mapping(arrival)
    show(
        el(
            "div",
            el("p", _back()),
            el("h1", "How ", el("bdi", arrival.name), " is read"),
            el(
                "p",
                "Each column and what it is taken for. Change what is wrong; the rows below show what comes of it.",
                class_="muted",
            ),
            _standing(arrival),
            becoming(arrival)[0],
            class_="prose wide mapping",
        ),
        key="mapping-head",
        on_send=lambda message: _changed(arrival, message),
    )
    choice = destination(arrival)
    show(
        el(
            "div",
            _order(look, mapping),
            _decimals(mapping),
            el("h2", "First rows as they are read"),
            first_rows(look.first[:ROWS], "First rows as they are read")
            if look.first
            else el("p", "Nothing yet: " + look.missing + "."),
            el("h2", "Columns"),
            _columns(look.columns, mapping),
            el("h2", "What goes with it"),
            _texts(mapping),
            class_="prose wide mapping",
        ),
        key="mapping",
        on_send=lambda message: _changed(arrival, message),
    )
    with st.container(horizontal=True, key="mapping-actions"):
        st.button(
            "Import it so" if choice.how == "new" else becoming(arrival)[1], type="primary", disabled=bool(look.missing) or arrival.state != "ready", key="mapping-import",
            on_click=_confirmed, args=(arrival, replace(choice, kind="table", mapping=mapping)),
        )  # fmt: skip
        st.download_button(
            "Mapping as a file", mapping.to_toml(arrival.name), f"{arrival.path.stem}-mapping.toml", "application/toml",
            key="mapping-file", on_click="ignore", help="For the next file of this kind: python -m incidents import FILE --mapping THIS_FILE",
        )  # fmt: skip


def _mapping(arrival: Arrival) -> Mapping:
    assert arrival.look is not None
    return arrival.mapping or Mapping.from_dict(dict(arrival.look.mapping or {}))


def _confirmed(arrival: Arrival, choice: Any) -> None:
    begin(arrival, choice)
    link.go(**{"import": None})


def _back() -> Element:
    return el("button", "← Back to the files", type="button", class_="link", send={"back": True})


def _leave(_message: dict[str, Any]) -> None:
    link.go(**{"import": None})


def _standing(arrival: Arrival) -> Element | None:
    """What has to be said before it can be imported, or what went wrong."""
    assert arrival.look is not None
    if arrival.state == "failed":
        return el("p", f"It cannot be read so: {arrival.message}", class_="notice", role="alert")
    if arrival.look.missing:
        return el("p", f"Before it can be imported, {arrival.look.missing}.", class_="notice", role="status")
    return None


# Dates


def _order(look: Look, mapping: Mapping) -> Element | None:
    """The question whether the day or the month comes first, asked with one of the file's own dates."""
    if not look.order:
        return None
    example = look.order_example
    if mapping.date_order:
        words = f"Dates are read {mapping.date_order}, as you said."
    elif look.order == "ambiguous":
        words = f"What does {example} mean? No date in the file shows whether the day or the month comes first."
    elif look.order == "both":
        words = f"Day and month stand in both orders ({example}); dates that could be either are rejected unless you say which."
    elif look.order == "exchanged":
        words = f"A spreadsheet program has probably exchanged day and month of dates such as {example}: they are read as they stand and flagged unless you say which."
    else:
        words = f"Dates are read {look.order}, as {example} shows."
    chosen = mapping.date_order or look.order
    orders = _YEAR_FIRST if look.order == "exchanged" or chosen in _YEAR_FIRST else _YEAR_LAST
    buttons = [_reading(order, example, chosen) for order in orders]
    again = (
        el("button", "As the file shows", type="button", class_="link", send={"date_order": ""})
        if mapping.date_order
        else None
    )
    return el(
        "fieldset", el("legend", "Dates", class_="label"), el("p", words), el("p", *buttons, again, class_="chips")
    )


_YEAR_LAST: Final = ("day first", "month first")
_YEAR_FIRST: Final = ("year-day-month", "year-month-day")


def _reading(order: str, example: str, chosen: str) -> Element:
    words = f"{order[:1].upper()}{order[1:]}"
    both = _YEAR_FIRST if order in _YEAR_FIRST else _YEAR_LAST
    read, other = (_read(example, each) for each in (order, *(each for each in both if each != order)))
    if read and read != other:
        words += f": {read}"
    return el(
        "button",
        words,
        type="button",
        class_="chip",
        aria_pressed="true" if chosen == order else "false",
        send={"date_order": order},
    )


def _read(example: str, order: str) -> str:
    try:
        when = read_when(example, Order.of(order, "a person"))
    except NotADate:
        return ""
    return date_words(when.first, when.last, when.precision)


# Numbers


def _decimals(mapping: Mapping) -> Element | None:
    """The question what parts the thousands, where people are counted: 1.234 is then a thousand and more, or hardly one."""
    if not mapping.counts:
        return None
    signs = {
        "": "as the cells show, else unknown",
        "point": "a point: 2.000 people are two",
        "comma": "a comma: 1.234 people are 1,234",
    }
    choice = _select("What decimals are written with", signs, mapping.decimal, {"part": "decimal"})
    return el("fieldset", el("legend", "Numbers", class_="label"), el("label", "Decimals are written with ", choice))


# Columns


def _columns(columns: Sequence[Column], mapping: Mapping) -> Element:
    counts = {count.column: count for count in mapping.counts}
    fields = {heading: field for field, heading in mapping.columns.items()}
    heads = ("Column", "What stands in it", "Taken for", "Of whom, which figure, whose")
    rows = [_column(column, fields.get(column.heading, ""), counts.get(column.heading)) for column in columns]
    return table(heads, rows, "Columns and what they are taken for")


def _column(column: Column, field: str, count: CountColumn | None) -> tuple[Element | str | None, ...]:
    meaning = f"count:{count.quantity}" if count else field
    filled = "" if column.filled > 0.995 else f"; filled in {column.filled:.0%} of rows"
    samples = el("span", *(el("bdi", f"“{each}” ") for each in column.samples), class_="muted small")
    return (
        el("td", el("bdi", column.heading, class_="cell strong")),
        cell(el("span", f"{column.shape}{filled} "), el("br"), samples),
        el(
            "td",
            _select(f"What {column.heading} is", _meanings(), meaning, {"column": column.heading, "part": "meaning"}),
        ),
        el("td", *(_count_parts(count) if count else ())),
    )


def _meanings() -> dict[str, str]:
    shown = {"": "not used", **{name: f"{name.replace('_', ' ')}: {told}" for name, told in FIELDS.items()}}
    return shown | {
        f"count:{name}": f"number of people {term.label}" for name, term in QUANTITIES.items() if name != "attacks"
    }


def _count_parts(count: CountColumn) -> tuple[Element, ...]:
    people = {name: term.label for name, term in COUNTED.items()}
    bounds = {name: _BOUNDS[name] for name in BOUNDS}
    return (
        _select(
            f"Who is counted in {count.column}", people, count.counted, {"column": count.column, "part": "counted"}
        ),
        _select(f"Which figure {count.column} is", bounds, count.bound, {"column": count.column, "part": "bound"}),
        el("input", type="text", class_="field", value=count.claimant, maxlength=200, aria_label=f"Who claims {count.column}", placeholder="whose figure: as the row says", send={"column": count.column, "part": "claimant"}),
    )  # fmt: skip


def _select(words: str, options: dict[str, str], chosen: str, send: dict[str, str]) -> Element:
    made = [el("option", label, value=value, selected=value == chosen) for value, label in options.items()]
    return el("select", *made, class_="field", aria_label=words, value=chosen, send=send)


def _texts(mapping: Mapping) -> Element:
    fields = [
        el(
            "label", words, el("input", type="text", class_="field", value=getattr(mapping, name), placeholder=hint, maxlength=300, send={"text": name}),
        )
        for name, (words, hint) in _TEXTS.items()
    ]  # fmt: skip
    return el("div", *fields, class_="fields")


# Changes


def _changed(arrival: Arrival, message: dict[str, Any]) -> None:
    if message.get("back"):
        link.go(**{"import": None})
        return
    if "becomes" in message:
        choose_version(message)
        return
    mapping = _mapping(arrival)
    value = str(message.get("value") or "")
    if "date_order" in message:
        mapping = replace(mapping, date_order=message["date_order"])
    elif "text" in message and message["text"] in _TEXTS:
        mapping = replace(mapping, **{message["text"]: value})
    elif message.get("part") == "decimal":
        mapping = replace(mapping, decimal=value if value in ("comma", "point") else "")
    elif message.get("part") == "meaning":
        mapping = _with_meaning(mapping, message["column"], value)
    elif message.get("part") in ("counted", "bound", "claimant"):
        counts = [
            replace(each, **{message["part"]: value.strip()}) if each.column == message["column"] else each
            for each in mapping.counts
        ]
        mapping = replace(mapping, counts=tuple(counts))
    arrival.look_at("table", mapping)


def _with_meaning(mapping: Mapping, column: str, meaning: str) -> Mapping:
    """Return the mapping with another meaning for a column; a field that another column had is this one's now."""
    columns = {field: heading for field, heading in mapping.columns.items() if heading != column and field != meaning}
    counts = tuple(each for each in mapping.counts if each.column != column)
    if meaning.startswith("count:"):
        counts = (*counts, CountColumn(column, meaning.removeprefix("count:")))
    elif meaning:
        columns[meaning] = column
    return replace(mapping, columns=columns, counts=counts)
