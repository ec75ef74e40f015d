"""Who says what: a campaign's contested numbers side by side, one line a claimant, never added up, never a dot."""

from incidents import CampaignView, ClaimLine, Summary, TollView
from pages.elements import Element, el, show

#: Hues of the lines, by who speaks; colour repeats what the words say and accuses nobody.
_HUES = ("blue", "orange", "ink", "green", "purple")


def claims_panel(summary: Summary, key: str = "claims") -> None:
    """Draw the panel for every campaign that the selection touches."""
    views = [_campaign(view) for view in summary.campaigns]
    notes = [el("p", note, class_="why") for note in dict.fromkeys(view.note for view in summary.campaigns)]
    nothing = el("p", "No claim about numbers belongs to this selection.", class_="muted") if not views else None
    show(
        el(
            "section",
            el("h2", "Who says what", class_="label"),
            *views,
            *notes,
            nothing,
            class_="claims",
            aria_label="Who says what",
        ),
        key=key,
    )


def _campaign(view: CampaignView) -> Element:
    return el(
        "div",
        el("h3", view.title, class_="title"),
        el("p", view.scope, class_="scope"),
        *(toll(each, view.tolls) for each in view.tolls),
        class_="campaign",
        data_key=view.campaign.id,
    )


def toll(view: TollView, beside: tuple[TollView, ...]) -> Element:
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
        *(_line(line, most, index) for index, line in enumerate(view.lines)),
        el("p", view.note, class_="muted small") if view.note else None,
        class_="toll",
    )


def _line(line: ClaimLine, most: float, index: int) -> Element:
    low, high = line.low or line.value or 0, line.high or line.value or 0
    ends = {"--from": low / most, "--to": high / most, "--claim-hue": f"var(--atlas-hue-{_HUES[index % len(_HUES)]})"}
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
