"""The claims about a record in the ledger: each with its evidence, what it does to others, and what can be done with it."""

from collections.abc import Iterator
from typing import Any

from incidents.claim_ladder import SAYS
from incidents.curated import Entry
from incidents.curated.compared import value_words
from incidents.record import Claim
from incidents.toll import standing_words
from incidents.wording import counted
from pages.edit_claim import VERBS
from pages.edit_ledger import claim_words, claims_about, entry, names
from pages.edit_saving import STATUS_WORDS, go, may_edit
from pages.edit_superseded import beside
from pages.elements import Element, el, show

_DONE = {
    "supersedes": "superseded by",
    "contests": "contested by",
    "includes": "counted in",
    "denies": "denied by",
    "corroborates": "confirmed by",
    "withdraws": "taken back by",
}


def claim_list(about: Entry, chosen: str = "", *, acts: bool = True, key: str = "claim-list") -> None:
    """Draw the claims about a record, those that nothing replaced first; `chosen` is marked."""
    found = claims_about(about.id)
    ended = _ended(found)
    ordered = sorted(found, key=lambda each: each.id in ended)
    rows = [_claim(each, found, chosen, ended=each.id in ended, acts=acts) for each in ordered]
    nothing = el("p", "No claim about numbers is recorded here.", class_="muted") if not rows else None
    add = (
        el("button", "Add a claim", type="button", class_="link", send={"do": "claim"}) if acts and may_edit() else None
    )
    heading = counted(len(found), "claim") if found else "Claims"
    show(
        el("section", el("h2", heading, class_="label"), nothing, add, *rows, class_="claim-list", aria_label="Claims"),
        key=key,
        on_send=lambda sent: _sent(about, sent),
    )


def _sent(about: Entry, message: dict[str, Any]) -> None:
    if message.get("open"):
        go(entry=message["open"])
    else:
        go(entry=about.id, do=message["do"], claim=message.get("claim"))


def _ended(found: tuple[Entry, ...]) -> set[str]:
    """The claims that another one superseded or took back."""
    live = [each.record for each in found if each.review.status != "rejected"]
    return {each for record in live if isinstance(record, Claim) for each in (*record.supersedes, *record.withdraws)}


def _claim(one: Entry, found: tuple[Entry, ...], chosen: str, *, ended: bool, acts: bool) -> Element:
    record = one.record
    assert isinstance(record, Claim)
    buttons = _buttons(one, ended=ended) if acts and may_edit() else []
    return el(
        "article",
        el(
            "p",
            el("bdi", claim_words(record), class_="strong"),
            *_tags(one, ended=ended),
        ),
        *(el("p", el("bdi", each), class_="muted small") for each in (*beside(one, record), *_more(record))),
        *(el("p", each, class_="small") for each in _links(record, found)),
        el("p", *buttons, class_="acts") if buttons else None,
        class_="one chosen" if one.id == chosen else "one ended" if ended else "one",
        data_key=one.id,
    )


def _tags(one: Entry, *, ended: bool) -> Iterator[Element]:
    if ended:
        yield el("span", "no longer current", class_="tag")
    if one.review.status != "accepted":
        yield el("span", STATUS_WORDS[one.review.status], class_="tag contested")


def _buttons(one: Entry, *, ended: bool) -> list[Element]:
    verbs = [verb for verb in VERBS if not (ended and verb in ("supersede", "withdraw"))]
    buttons = [
        el("button", verb.capitalize(), type="button", class_="link", send={"do": verb, "claim": one.id})
        for verb in verbs
    ]
    return [*buttons, el("button", "Open", type="button", class_="link", send={"open": one.id})]


def _more(record: Claim) -> Iterator[str]:
    scope = value_words("scope", record.scope, names)
    if scope:
        yield f"covers: {scope}"
    yield standing_words(record)
    if record.note:
        yield record.note


def _links(record: Claim, found: tuple[Entry, ...]) -> Iterator[str]:
    """What a claim does to others, and what others do to it."""
    for link, words in SAYS.items():
        for other in getattr(record, link):
            yield f"{words}: {_named(other)}"
    for link, words in _DONE.items():
        for each in found:
            if record.id in getattr(each.record, link) and each.id not in getattr(record, link):
                yield f"{words}: {_named(each.id)}"


def _named(claim_id: str) -> str:
    found = entry(claim_id)
    return claim_words(found.record) if found and isinstance(found.record, Claim) else claim_id
