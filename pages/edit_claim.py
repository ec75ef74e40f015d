"""The form of a claim, which is never edited: added, or made to supersede, contest, deny, corroborate or withdraw another."""

from collections.abc import Mapping
from typing import Any, Final

from gazetteer import Gazetteer
from incidents.amounts import read_amount
from incidents.curated import AlreadySuperseded, Curated, Entry, RecordRefused, Status, claims
from incidents.curated.actor import Actor
from incidents.curated.entry import Review, entry_of
from incidents.named import named
from incidents.record import Claim
from incidents.toll import claimant_label
from incidents.vocabulary import COUNTED, QUALIFIERS, QUANTITIES, STANDINGS
from pages.edit_fields import (
    actor_of,
    actor_words,
    day,
    place_values,
    places_of,
    shown_day,
    source_list,
)
from pages.edit_form import (
    Values,
    area,
    choice,
    form,
    group,
    grouped,
    lines,
    numbered,
    options,
    propose,
    suggestions,
    text,
    ticked,
    ticks,
    typed,
    written,
)
from pages.edit_ledger import claims_about, found_by_label, new_id, title
from pages.edit_record import own_fields
from pages.edit_saving import conflict, go, keep, save_acts
from pages.edit_superseded import superseded
from pages.elements import Element, el
from pages.opened import opened
from pages.visitor import visitor

VERBS: Final[Mapping[str, str]] = {
    "supersede": "The new claim takes the place of this one; this one stays in the history and on earlier days.",
    "contest": "The new claim gives another figure for the same people; both stand side by side.",
    "deny": "A statement that this claim is not so, by somebody concerned; both stay in sight.",
    "corroborate": "A claim or statement from another origin that confirms this one; a repost confirms nothing.",
    "withdraw": "The claimant takes this claim back; it stays in sight as withdrawn.",
}
STATEMENTS: Final = ("deny", "withdraw")  # they need no figure of their own
SCOPES: Final = {
    "not stated": "not stated",
    "cumulative": "cumulative: all so far",
    "incremental": "incremental: only the new ones",
}
_TEXTS: Final = ("word", "as_written", "relayed_by", "standing_note", "note")


def claim_form(about: Entry, verb: str, earlier: Entry | None) -> None:
    """Draw the form of a new claim about a record; `verb` is what it does to an earlier one, "claim" for nothing."""
    name = f"claim/{about.id}/{verb}/{earlier.id if earlier else ''}"
    found = conflict(name)
    if isinstance(found, AlreadySuperseded):
        superseded(name, found)
        return
    before = earlier.record if earlier and isinstance(earlier.record, Claim) else None
    values = values_of(before, verb)
    elements = [*fields(typed(name, values), about, verb), save_acts(name)]
    form(name, 0, values, elements, lambda sent: _sent(name, about, verb, earlier, sent))


def values_of(before: Claim | None, verb: str = "claim") -> Values:
    """The values that a new claim begins with: of the same people as an earlier one, its figure left open."""
    same = verb in ("supersede", "withdraw")
    scope = before.scope if before else None
    return {
        "quantity": before.quantity if before else "killed",
        "counted": before.counted if before else "people",
        "low": "",
        "value": "",
        "high": "",
        "qualifier": "exact",
        "claimant": claimant_label(before) if before and same and before.claimant != "unknown" else "",
        "stated_on": "",
        "as_of": "",
        "scope_first": shown_day(scope.first if scope else None),
        "scope_last": shown_day(scope.last if scope else None),
        "scope_kind": scope.kind if scope else "not stated",
        "standing": "attributed",
        "includes": list(before.includes) if before and verb == "supersede" else [],
        "contests": _contested_with(before) if before and verb == "supersede" else [],
        **dict.fromkeys(_TEXTS, ""),
        **place_values("scope_places", scope.places if scope else (), opened().gazetteer),
        **numbered("evidence", (), {"source": "", "locator": "", "quote": ""}),
        "sensitive": [],
        "contributor": "",
        "reason": "",
    }


def _contested_with(before: Claim) -> list[str]:
    """The claims that an earlier one contests, or is contested by: what takes its place is contested as it was."""
    others = [each.record for each in claims_about(before.about)]
    by = [each.id for each in others if isinstance(each, Claim) and before.id in each.contests]
    return list(dict.fromkeys((*before.contests, *by)))


def fields(values: Values, about: Entry, verb: str) -> list[Element | None]:
    """The fields; of a statement without those of a figure."""
    figures = verb not in STATEMENTS
    others = [each for each in claims_about(about.id) if isinstance(each.record, Claim)]
    return [
        el("p", VERBS[verb], class_="told") if verb in VERBS else None,
        _figure() if figures else None,
        _who(),
        _evidence(values),
        _scope(values) if figures else None,
        _others(others) if figures and others else None,
        group("Remarks", area("note", "Note"), area("reason", "Reason, for the history", rows=2, most=2000)),
        own_fields("claim"),
    ]


def _figure() -> Element:
    return group(
        "The figure",
        text("as_written", "As the source writes it", "“at least 41”, “dozens”, “6-8”", ask="amount"),
        choice("quantity", "Outcome", options(QUANTITIES)),
        choice("counted", "Of whom", options(COUNTED)),
        text("word", "The source’s own word", "“neutralized” is not “killed”."),
        choice("qualifier", "How exact", options(QUALIFIERS)),
        text("low", "At least", most=12),
        text("value", "Figure", most=12),
        text("high", "At most", most=12),
        hint="The wording proposes the range; no number is read into a word such as dozens. What is left open stays open.",
    )


def _who() -> Element:
    return group(
        "Who says it, and when",
        suggestions("edit-claimants", actor_words()),
        text("claimant", "Claimant", "Who states it, not who prints it.", choices="edit-claimants"),
        text("relayed_by", "Relayed by"),
        text("stated_on", "Stated on", "Undated: it counts from its source’s earliest day.", kind="date"),
        text("as_of", "As of", "The day up to which it counts.", kind="date"),
        choice("standing", "Standing", options(STANDINGS)),
        text("standing_note", "Standing in the source’s words"),
    )


def _evidence(values: Values) -> Element:
    one = [
        text("source", "Source", choices="edit-sources"),
        text("locator", "Where in it", "page, paragraph, minute"),
        text("quote", "Quote, at most a line", most=300),
    ]
    return group("Evidence", source_list(), lines("evidence", "Where it stands", one, values, "More evidence"))


def _scope(values: Values) -> Element:
    return group(
        "What it covers",
        choice("scope_kind", "It counts", SCOPES),
        text("scope_first", "From", kind="date"),
        text("scope_last", "To", kind="date"),
        lines("scope_places", "Places", [text("place", "Place")], values, "Another place"),
        hint="Figures whose people overlap are never added: the scope says whose do.",
    )


def _others(others: list[Entry]) -> Element:
    named = {each.id: title(each) for each in others}
    return group(
        "Other claims",
        ticks("includes", "It counts the people of these claims as well", named),
        ticks("contests", "It gives another figure for the same people as", named),
    )


# What was written


def claim_of(values: Values, about: str, verb: str, before: Claim | None, gazetteer: Gazetteer) -> Claim:
    """What was written, as a claim. Raises `RecordRefused`, naming field, value and remedy."""
    who = actor_of(written(values, "claimant"))
    fields: dict[str, Any] = {
        "id": new_id(f"{about}-{written(values, 'claimant') or 'claim'}", f"{about}-claim"[:110]),
        "about": about,
        "claimant": who["actor"] or "unknown",
        **{name: written(values, name) for name in _TEXTS},
        "stated_on": day(values, "stated_on", "Stated on"),
        "as_of": day(values, "as_of", "As of"),
        "standing": written(values, "standing") or "attributed",
        "evidence": _evidence_of(values),
    }
    if who["name"]:
        fields |= {"claimant": named(who["name"]), "claimant_name": who["name"]}
    if verb in STATEMENTS and before is not None:
        fields |= {"quantity": before.quantity, "counted": before.counted, "qualifier": "unknown"}
    else:
        fields |= _figures_of(values, verb, gazetteer)
    record = entry_of({"kind": "claim", "record": fields}).record
    assert isinstance(record, Claim)
    return record


def _evidence_of(values: Values) -> tuple[dict[str, str], ...]:
    return tuple({**each, "source": found_by_label(each["source"], "source")} for each in grouped(values, "evidence"))


def _figures_of(values: Values, verb: str, gazetteer: Gazetteer) -> dict[str, Any]:
    low, value, high = (_count(values, name, words) for name, words in (("low", "At least"), ("value", "Figure"), ("high", "At most")))  # fmt: skip
    qualifier = written(values, "qualifier") or "exact"
    if low is value is high is None:
        if qualifier == "exact" and verb != "corroborate":
            raise RecordRefused("Figure: empty (write the figure, or choose “in words” or “unknown” under How exact)")
        qualifier = "unknown" if qualifier == "exact" else qualifier
    return {
        "quantity": written(values, "quantity"),
        "counted": written(values, "counted"),
        "low": low,
        "value": value,
        "high": high,
        "qualifier": qualifier,
        "includes": ticked(values, "includes"),
        "contests": ticked(values, "contests"),
        "scope": {
            "places": places_of(values, "scope_places", "Places", gazetteer),
            "first": day(values, "scope_first", "From"),
            "last": day(values, "scope_last", "To"),
            "kind": written(values, "scope_kind") or "not stated",
        },
    }


def _count(values: Values, name: str, words: str) -> int | None:
    given = written(values, name)
    plain = given.replace(",", "").replace(" ", "")
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 8:
        raise RecordRefused(f"{words}: not a number of people: {given[:80]!r} (write digits, as in 41)")
    return int(plain)


def proposed_amount(values: Values) -> Values:
    """The range and qualifier that the wording of a figure stands for; nothing where it cannot be read."""
    try:
        amount = read_amount(written(values, "as_written"))
    except ValueError:
        return {}
    if amount is None:
        return {}
    ends = {"low": amount.low, "value": amount.value, "high": amount.high}
    return {"qualifier": amount.qualifier, **{name: "" if end is None else str(end) for name, end in ends.items()}}


# What is sent


def _sent(name: str, about: Entry, verb: str, earlier: Entry | None, message: dict[str, Any]) -> None:
    values: Values = message["values"]
    if message.get("ask") == "amount":
        if proposed := proposed_amount(values):
            propose(name, proposed)
    elif message.get("status"):
        _save(name, about, verb, earlier, values, message["status"])


def _save(name: str, about: Entry, verb: str, earlier: Entry | None, values: Values, status: Status) -> None:
    before = earlier.record if earlier and isinstance(earlier.record, Claim) else None

    def change(ledger: Curated, actor: Actor) -> Entry:
        claim = claim_of(values, about.id, verb, before, opened().gazetteer)
        own = {
            "review": Review(status=status, by=visitor().name),
            "sensitive": ticked(values, "sensitive"),
            "contributor": written(values, "contributor"),
        }
        reason = written(values, "reason")
        if earlier is None:
            return claims.add(ledger, claim, actor, reason, **own)
        return getattr(claims, verb)(ledger, earlier.id, claim, actor, reason, **own)

    if keep(name, change) is not None:
        go(entry=about.id)
