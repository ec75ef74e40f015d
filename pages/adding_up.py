"""Adds chosen figures up where nobody can be in two of them, and says why not elsewhere."""

from typing import Any

import streamlit as st

from incidents import Atlas, ClaimLine, Summary
from incidents.adding import add_up
from incidents.errors import NotAdded
from pages.elements import Element, el

KEY = "figures-to-add"
MOST = 40


def adding_up(atlas: Atlas, summary: Summary) -> Element | None:
    """The choice of figures and what adding them up gives; nothing where fewer than two stand."""
    tolls = [toll for view in (*summary.campaigns, *summary.figures.incidents) for toll in view.tolls]
    lines = [line for toll in tolls for line in toll.lines if not line.superseded and _is_figure(line)][:MOST]
    if len(lines) < 2:
        return None
    there = {line.claim_id for line in lines}
    chosen = [each for each in chosen_to_add() if each in there]
    boxes = [
        el(
            "label",
            el("input", type="checkbox", checked=line.claim_id in chosen, send={"add": line.claim_id}),
            el("span", f"{line.figure} {line.counted_label[:1].lower()}{line.counted_label[1:]}, {line.claimant}"),
            class_="pick",
            data_key=line.claim_id,
        )
        for line in lines
    ]
    return el(
        "details",
        el("summary", "Add figures up"),
        el(
            "p", "Choose figures. They are added only where no one can be counted in two of them.", class_="muted small"
        ),
        *boxes,
        *_answer(atlas, chosen, summary),
        class_="adding",
        open=bool(chosen),
    )


def _is_figure(line: ClaimLine) -> bool:
    return any(end is not None for end in (line.low, line.value, line.high))


def chosen_for_adding(message: dict[str, Any]) -> None:
    """Put a figure into the choice, or take it out."""
    present = chosen_to_add()
    claim = message["add"]
    st.session_state[KEY] = [each for each in present if each != claim] if claim in present else [*present, claim]


def chosen_to_add() -> tuple[str, ...]:
    """The claims whose figures a person has chosen."""
    return tuple(st.session_state.get(KEY, ()))


def _answer(atlas: Atlas, chosen: list[str], summary: Summary) -> list[Element]:
    if len(chosen) < 2:
        return [el("p", "Choose a second one.", class_="muted small")] if chosen else []
    incidents = [each.incident for each in summary.figures.incidents]
    about = [*(view.campaign.id for view in summary.campaigns), *incidents]
    claims = {claim.id: claim for record in about for claim in atlas.claims_of(record)}
    records = {**atlas.records, **{each: atlas.incident(each) for each in incidents}}
    try:
        words = add_up([claims[each] for each in chosen], records, atlas.contains, atlas.place_label).words
    except NotAdded as refused:
        reasons = [el("li", reason[:1].upper() + reason[1:]) for reason in refused.reasons]
        return [el("p", "Not added up:", class_="strong", role="status"), el("ul", *reasons, class_="small")]
    return [el("p", f"{words[:1].upper()}{words[1:]}.", role="status")]
