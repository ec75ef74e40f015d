"""Who says what: a campaign's contested numbers side by side, one line a claimant, never added up, never a dot."""

from typing import Any

from incidents import Atlas, CampaignView, ClaimLine, OwnFigures, Selection, Summary, TollView
from maps.claimants import line_ends, line_words, lines_of
from pages import link
from pages.adding_up import adding_up, chosen_for_adding, chosen_to_add
from pages.elements import Element, el, show_written, written_elements
from pages.kept import kept

BESIDE_CAMPAIGNS = 3
"""Single incidents whose figures are seen at once below those of campaigns: more would outgrow the map beside them."""


def claims_panel(atlas: Atlas, selection: Selection, summary: Summary) -> None:
    """Draw the panel for every campaign that the selection touches, and a place to add figures up."""
    what = ("claims", selection.meaning(), chosen_to_add())
    show_written(kept(atlas, what, lambda: written_elements(_panel(atlas, summary))), "claims", _sent)


def _panel(atlas: Atlas, summary: Summary) -> Element:
    most = _most(summary)
    views = [_campaign(view, most) for view in summary.campaigns]
    notes = [el("p", note, class_="why") for note in dict.fromkeys(view.note for view in summary.campaigns)]
    single = _single(summary.figures, most, BESIDE_CAMPAIGNS if views else summary.figures.count)
    nothing = None
    if not views and not single:
        nothing = el("p", "No claim about numbers belongs to this selection.", class_="muted")
    return el(
        "section",
        None if single and not views else el("h2", "Who says what", class_="label"),
        *views,
        *notes,
        *single,
        nothing,
        adding_up(atlas, summary),
        class_="claims",
        aria_label="Who says what",
    )


def _sent(message: dict[str, Any]) -> None:
    if "add" in message:
        chosen_for_adding(message)
    else:
        link.choose(link.selection(), record=message["record"])


def _most(summary: Summary) -> float:
    """The largest figure: all lines of the panel share its scale."""
    return max([line.high or line.value or line.low or 0 for line in lines_of(summary)] + [1])


def _campaign(view: CampaignView, most: float) -> Element:
    lines = [line for toll in view.tolls for line in toll.lines]
    sources = dict.fromkeys(f"“{line.source_title}”, {line.stated}" for line in lines if line.source_title)
    return el(
        "div",
        el("h3", view.title, class_="title"),
        el("p", view.scope, class_="scope"),
        *(_toll(each, most) for each in view.tolls),
        *(el("p", f"Source: {source}", class_="muted small source") for source in sources),
        class_="campaign",
        data_key=view.campaign.id,
    )


def _single(figures: OwnFigures, most: float, shown: int) -> list[Element]:
    """The figures that single incidents carry, the largest first, each under its incident and never added up; after some the rest is folded."""
    if not figures.count:
        return []
    cards = [
        el(
            "article",
            el("button", one.title, type="button", class_="link", send={"record": one.incident}),
            el("p", f"{one.place}, {one.when}", class_="scope"),
            *(_brief(toll, most) if _is_brief(toll) else _toll(toll, most) for toll in one.tolls),
            class_="campaign single",
            data_key=one.incident,
        )
        for one in figures.incidents
    ]
    rest = [el("details", el("summary", f"{len(cards) - shown} more"), *cards[shown:], class_="more", data_key="more")]
    rest = rest if len(cards) > shown + 1 else cards[shown:]
    return [
        el("h2", "Figures of single incidents", class_="label"),
        el("p", figures.note, class_="muted small"),
        *cards[:shown],
        *rest,
    ]


def _is_brief(view: TollView) -> bool:
    return len(view.lines) == 1 and not (view.contested or view.told)


def _brief(view: TollView, most: float) -> Element:
    """The only claim about a group: one line says of whom, what and who says so."""
    about = " ".join(filter(None, (view.counted_label, view.outcome)))
    return el("div", _line(view.lines[0], most, f"{about}: "), class_="brief")


def _toll(view: TollView, most: float) -> Element:
    """One group's figures: the headline, the tag, and a line for each claim on the panel's scale."""
    return el(
        "div",
        el(
            "div",
            el("h4", view.heading),
            el("span", view.tag, class_="tag contested" if view.contested else "tag"),
            class_="row",
        ),
        el("p", view.beside, class_="muted small") if view.beside else None,
        *(_line(line, most) for line in view.lines),
        el("p", view.told, class_="muted small") if view.told else None,
        class_="toll",
    )


def _line(line: ClaimLine, most: float, about: str = "") -> Element:
    low, high = line_ends(line)
    return el(
        "div",
        el(
            "span",
            about + line_words(line),
            *(el("span", f" · {each}", class_="muted") for each in _beside(line)),
            class_="who",
        ),
        el(
            "span",
            el("i", class_="span" if low != high else None),
            el("b"),
            class_="scale",
            vars={"--from": low / most, "--to": high / most},
            aria_hidden="true",
        ),
        el("span", line.figure, class_="value muted" if line.superseded else "value"),
        class_="claim",
    )


def _beside(line: ClaimLine) -> list[str]:
    """What else a reader has to know of a line: why it no longer counts, who denies it, how many origins it has."""
    denied = line.standing_label if line.standing_label.startswith("denied by") else ""
    return [words for words in (line.state, denied, line.origins) if words]
