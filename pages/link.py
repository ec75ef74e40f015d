"""The selection that all pages share, kept in the address bar: read it, change it, carry it along."""

from typing import Any

import streamlit as st

from incidents import Selection
from pages.view import PAGE_KEYS


def parameters() -> dict[str, list[str]]:
    """All query parameters of the address bar."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def selection() -> Selection:
    """The selection of the address bar; what it cannot read is kept in ``Selection.unknown``."""
    return Selection.from_query({key: values for key, values in parameters().items() if key not in PAGE_KEYS})


def record() -> str | None:
    """Return the id of the incident whose card is open, if any."""
    return next(iter(parameters().get("record", [])), None)


def choose(chosen: Selection, **page_keys: str | None) -> None:
    """Put a selection into the address bar: one step in the browser's history. Call it from a callback.

    ``page_keys`` (such as ``record``) are set, or taken out when None; the other page keys stay.
    """
    st.query_params.from_dict(_query(chosen, page_keys))


def _query(chosen: Selection, page_keys: dict[str, str | None]) -> dict[str, Any]:
    kept = {key: values for key, values in parameters().items() if key in PAGE_KEYS}
    kept |= {key: [value] for key, value in page_keys.items() if value is not None}
    kept = {key: values for key, values in kept.items() if key not in page_keys or page_keys[key] is not None}
    return chosen.to_params() | kept


def is_elsewhere() -> bool:
    """Return whether the address names a file, a report or a record of the ledger to be looked at."""
    return bool({"import", "report", "entry", "act"} & parameters().keys())


def carried() -> dict[str, list[str]]:
    """What a link to another page carries along: the selection and the view, not which file, report or record is looked at."""
    here = ("import", "report", "version", "entry", "act", "claim", "author", "log", "then", "now")
    return {key: values for key, values in parameters().items() if key not in here}


def go(**page_keys: str | None) -> None:
    """Set or take out page keys, one step in the browser's history; the selection stays. Call it from a callback."""
    choose(selection(), **page_keys)
    st.session_state["address-set"] = True


def assert_left() -> None:
    """Put the address right after the navigation led back to the page it was on, which leaves the old one standing."""
    was, set_ = st.session_state.get("was-elsewhere", False), st.session_state.pop("address-set", False)
    st.session_state["was-elsewhere"] = is_elsewhere()
    if was and not is_elsewhere() and not set_:
        choose(selection())


def toggle(field: str, value: Any) -> None:
    """Add a value to one field of the selection, or take it off."""
    chosen = selection()
    present = getattr(chosen, field)
    if isinstance(present, tuple):
        changed = tuple(v for v in present if v != value) if value in present else (*present, value)
    else:
        changed = None if present == value else value
    choose(chosen.replace(**{field: changed}))


def clear() -> None:
    """Take every filter off, the rule and the day of knowledge included."""
    choose(Selection())
