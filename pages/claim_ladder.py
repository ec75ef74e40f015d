"""The claim ladder: what each claimant said over time, from when it could be known until it no longer stood."""

from datetime import date, timedelta

from incidents import Atlas, Selection, Summary, TollView
from incidents.claim_ladder import Ladder, Row, Rung
from incidents.wording import counted
from pages.elements import Element, cell, el, show
from pages.time_axis import axis, part

#: Campaigns whose ladder is drawn on a page; the others are named.
MOST = 6
MARKS = {"figure": "", "denial": "✕ ", "confirmation": "✓ ", "retraction": "↩ "}
HEADS = ("Stated", "Stands until", "Who says it", "What", "Of other claims", "Standing", "Source")


def claim_ladders(atlas: Atlas, selection: Selection, summary: Summary) -> None:
    """Draw the ladder of every campaign that the selection touches."""
    views = summary.campaigns[:MOST]
    drawn = [_section(atlas, view.campaign.id, view.title, selection) for view in views]
    left_out = len(summary.campaigns) - len(views)
    more = el("p", f"and {counted(left_out, 'more campaign')}", class_="muted small") if left_out > 0 else None
    found = [each for each in drawn if each]
    if found:
        show(el("section", *found, more, class_="ladders", aria_label="Claims over time"), key="ladders")


def _section(atlas: Atlas, record: str, title: str, selection: Selection) -> Element | None:
    found = ladder(atlas, record, selection)
    return el("div", el("h2", f"Claims over time: {title}", class_="label"), *found, data_key=record) if found else None


def ladder(atlas: Atlas, record: str, selection: Selection, *, figures: bool = True) -> list[Element]:
    """The ladder of an incident or a campaign and the same as a table; nothing where no claim was known."""
    found = atlas.ladder_of(record, selection)
    if found is None:
        return []
    first, last = found.first - timedelta(days=1), _last(found, selection.as_known_on)
    lanes = [each for row in found.rows for each in _lane(row, found.most, first, last)]
    known = f" As known on {selection.as_known_on:%-d %B %Y}." if selection.as_known_on else ""
    words = f"Each line is one claim: from the day it could be known, at the height of its figure (0 to {found.most:,})"
    return [
        *(
            el("p", figure_words(toll), class_="small")
            for toll in (atlas.tolls_of(record, selection) if figures else ())
        ),
        el("p", f"{words}; it ends where the claim no longer stands.{known}", class_="muted small"),
        el("div", el("span"), axis(first, last), *lanes, class_="ladder"),
        _table(found),
    ]


def _last(found: Ladder, on: date | None) -> date:
    """The end of the axis: some room after the last change, and no day later than that of knowledge."""
    room = max(3, (found.last - found.first).days // 6)
    return max(on + timedelta(days=1) if on and on < found.last + timedelta(days=room) else found.last + timedelta(days=room), found.first + timedelta(days=1))  # fmt: skip


def _lane(row: Row, most: int, first: date, last: date) -> list[Element]:
    marks = [_rung(each, most, first, last) for each in row.rungs]
    return [
        el("span", row.label, class_="name"),
        el("div", *marks, class_="lane", vars={"--steps": (last - first).days}),
    ]


def _rung(rung: Rung, most: int, first: date, last: date) -> Element:
    low, high = rung.low or 0, rung.high if rung.high is not None else rung.low or 0
    ends = {
        "--from": part(rung.stated, first, last),
        "--to": part(rung.until or last, first, last),
        "--low": low / most,
        "--high": high / most,
    }
    classes = ["rung", rung.kind, "ended" if rung.until else "", "after" if rung.on_or_after else ""]
    classes += ["late"] if ends["--from"] > 0.5 else []
    classes += ["open"] if rung.high is None and rung.low is not None else []
    does = "; ".join(words for _, _, words in rung.links)
    told = ". ".join(filter(None, (rung.words, rung.when, does, rung.standing, rung.state, rung.source)))
    return el(
        "div",
        el("i"),
        el("b", _label(rung)),
        el("span", told, class_="tip"),
        class_=" ".join(filter(None, classes)),
        vars=ends,
        tabindex="0",
        role="img",
        aria_label=told,
        data_key=rung.claim_id,
    )  # fmt: skip


def _label(rung: Rung) -> str:
    """What stands at a line: the figure and what it contests, or what a statement does to which other figure."""
    short = [words.partition(" by ")[0] for link, _, words in rung.links if rung.kind != "figure" or link == "contests"]
    said = ", ".join(short if rung.kind != "figure" and short else [rung.figure, *short])
    return f"{MARKS[rung.kind]}{said}{', on or after' if rung.on_or_after else ''}"


def figure_words(toll: TollView) -> str:
    """A figure by the selection's rule, with the rule's name, how many claims dissent, and what belongs to no place."""
    rule = "" if toll.note else f"{toll.rule_label}."
    return " ".join(filter(None, (f"{toll.headline}, {toll.outcome} ({toll.tag}).", rule, toll.note, toll.unallocated)))


def _table(found: Ladder) -> Element:
    who = {rung.claim_id: row.claimant for row in found.rows for rung in row.rungs}
    rows = [
        el(
            "tr",
            cell(rung.when),
            cell(f"{rung.until:%-d %B %Y}" if rung.until else "stands"),
            cell(who[rung.claim_id]),
            cell(rung.words),
            cell("; ".join(words for _, _, words in rung.links) or "–"),
            cell("; ".join(filter(None, (rung.standing, rung.state)))),
            cell(rung.source),
            data_key=rung.claim_id,
        )
        for rung in found.rungs
    ]
    head = el("thead", el("tr", *(el("th", words, scope="col") for words in HEADS)))
    table = el("table", head, el("tbody", *rows))
    scroll = el("div", table, class_="scroll", tabindex="0", role="region", aria_label="Claims over time, as a table")
    return el("details", el("summary", "The same as a table"), scroll)
