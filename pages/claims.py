"""Who says what: a campaign's contested numbers side by side, one line a claimant, never added up, never a dot."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from incidents import Atlas, CampaignView, ClaimLine, Selection, SelectionError, Summary, TollView
from incidents.toll import claimant_label
from incidents.vocabulary import RULES
from maps.claimants import claimant_hues
from pages import link
from pages.elements import Element, el, show


def claims_panel(atlas: Atlas, selection: Selection, summary: Summary) -> None:
    """Draw the panel for every campaign that the selection touches, and the choice of rule and of the day of knowledge."""
    hues = claimant_hues(summary)
    views = [_campaign(view, hues) for view in summary.campaigns]
    notes = [el("p", note, class_="why") for note in dict.fromkeys(view.note for view in summary.campaigns)]
    nothing = el("p", "No claim about numbers belongs to this selection.", class_="muted") if not views else None
    show(
        el(
            "section",
            el("h2", "Who says what", class_="label"),
            _choices(atlas, selection, summary),
            *views,
            *notes,
            nothing,
            class_="claims",
            aria_label="Who says what",
        ),
        key="claims",
        on_send=_sent,
    )


def _sent(message: dict[str, Any]) -> None:
    field, value = message["field"], str(message.get("value") or "")
    selection = link.selection()
    try:
        link.choose(selection.replace(**{field: value or getattr(Selection(), field)}))
    except SelectionError as problem:
        st.session_state["atlas-notice"] = f"not changed: {problem}"


def _choices(atlas: Atlas, selection: Selection, summary: Summary) -> Element:
    rules = {rule: term.label for rule, term in RULES.items() if rule != "claimant"}
    for view in summary.campaigns:
        for claim in atlas.claims_of(view.campaign.id):
            rules[f"claimant:{claim.claimant}"] = f"As claimed by {claimant_label(claim)}"
    rules.setdefault(selection.rule, selection.rule)
    options = [el("option", words, value=rule, selected=rule == selection.rule) for rule, words in rules.items()]
    known = selection.as_known_on.isoformat() if selection.as_known_on else ""
    rule = el("select", *options, class_="field", value=selection.rule, send={"field": "rule"})
    day = el("input", type="date", class_="field", value=known, send={"field": "as_known_on"})
    return el("div", el("label", "Figures shown", rule), el("label", "As known on", day), class_="dates choices")


def _campaign(view: CampaignView, hues: Mapping[str, str]) -> Element:
    return el(
        "div",
        el("h3", view.title, class_="title"),
        el("p", view.scope, class_="scope"),
        *(_toll(each, view.tolls, hues) for each in view.tolls),
        class_="campaign",
        data_key=view.campaign.id,
    )


def _toll(view: TollView, beside: tuple[TollView, ...], hues: Mapping[str, str]) -> Element:
    """One group's figures: the headline, the tag, and a line for each claim on a scale shared with ``beside``."""
    most = max([line.high or line.value or line.low or 0 for each in beside for line in each.lines] + [1])
    return el(
        "div",
        el(
            "div",
            el("h4", view.headline),
            el("span", view.tag, class_="tag contested" if view.contested else "tag"),
            class_="row",
        ),
        el("p", view.outcome, class_="muted small") if view.outcome else None,
        *(_line(line, most, hues[line.claimant]) for line in view.lines),
        el("p", view.note, class_="muted small") if view.note else None,
        class_="toll",
    )


def _line(line: ClaimLine, most: float, hue: str) -> Element:
    low, high = line.low or line.value or 0, line.high or line.value or 0
    ends = {"--from": low / most, "--to": high / most, "--claim-hue": f"var(--atlas-hue-{hue})"}
    return el(
        "div",
        el("span", line.label, class_="who"),
        el(
            "span",
            el("i", class_="span" if low != high else None),
            el("b"),
            class_="scale",
            vars=ends,
            aria_hidden="true",
        ),
        el("span", line.figure, class_="value"),
        class_="claim",
    )
