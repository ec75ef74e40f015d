"""What can be done with a claim, which is never edited: supersede, contest, deny, corroborate, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from pydantic import ValidationError

from incidents.curated.entry import Entry, made
from incidents.curated.errors import AlreadySuperseded, RecordRefused
from incidents.curated.store import Curated, save
from incidents.origins import origins
from incidents.record import CLAIM_LINKS, Claim, Source

if TYPE_CHECKING:
    from incidents.curated.actor import Actor
    from incidents.curated.writing import Writing

Choice: TypeAlias = Literal["supersede theirs", "contest theirs", "withdraw yours"]
_ENDING: Final = ("supersedes", "withdraws")  # at most one claim may do this to another


def add(ledger: Curated, claim: Claim, actor: Actor, reason: str = "", **of_entry: Any) -> Entry:
    """Keep a claim with whatever it links to; see `Curated.save`.

    Raises
    ------
    AlreadySuperseded
        If it supersedes or withdraws a claim that another one superseded or withdrew meanwhile.
    RecordRefused
        If it links to a claim about another record, or corroborates one from the same origin.
    """
    with ledger.writing(actor, "add a claim") as together:
        return _kept(together, made(claim, **of_entry), reason, "claim")


def supersede(ledger: Curated, claim_id: str, claim: Claim, actor: Actor, reason: str = "", **of_entry: Any) -> Entry:
    """Keep a claim in the place of an earlier one; raises `AlreadySuperseded` where somebody else did so meanwhile.

    ``of_entry`` are fields of its `Entry`, such as the review; so for the verbs below.
    """
    return _linked(ledger, "supersedes", claim_id, claim, actor, reason, of_entry)


def contest(ledger: Curated, claim_id: str, claim: Claim, actor: Actor, reason: str = "", **of_entry: Any) -> Entry:
    """Keep a claim that gives another figure for the same people as one that is there."""
    return _linked(ledger, "contests", claim_id, claim, actor, reason, of_entry)


def deny(ledger: Curated, claim_id: str, statement: Claim, actor: Actor, reason: str = "", **of_entry: Any) -> Entry:
    """Keep a statement (see `statement`) that a claim is not so."""
    return _linked(ledger, "denies", claim_id, statement, actor, reason, of_entry)


def corroborate(ledger: Curated, claim_id: str, claim: Claim, actor: Actor, reason: str = "", **of_entry: Any) -> Entry:
    """Keep a claim or a statement that confirms another; raises `RecordRefused` where both rest on one origin."""
    return _linked(ledger, "corroborates", claim_id, claim, actor, reason, of_entry)


def withdraw(
    ledger: Curated, claim_id: str, statement: Claim, actor: Actor, reason: str = "", **of_entry: Any
) -> Entry:
    """Keep a statement (see `statement`) by which a claimant takes a claim back; the claim stays in sight."""
    return _linked(ledger, "withdraws", claim_id, statement, actor, reason, of_entry)


def statement(claim_id: str, like: Claim, **fields: Any) -> Claim:
    """Return a claim without a figure, of the group and outcome of another, for denying or taking it back.

    Parameters
    ----------
    claim_id : str
        The id of the statement.
    like : Claim
        The claim that it is about.
    fields
        Others of `Claim`: claimant, stated_on, evidence, note ...

    Raises
    ------
    RecordRefused
        If a field cannot be.
    """
    same = {"about": like.about, "quantity": like.quantity, "counted": like.counted}
    try:
        return Claim.model_validate({"id": claim_id, **same, "qualifier": "unknown", **fields})
    except ValidationError as error:
        raise RecordRefused("; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())) from None


def resolve(
    ledger: Curated, conflict: AlreadySuperseded, choice: Choice, actor: Actor, reason: str = ""
) -> Entry | None:
    """Do what a person chose after somebody superseded the same claim; return what was kept, if anything."""
    yours = conflict.yours.record
    if choice == "withdraw yours" or not isinstance(yours, Claim):
        return None
    theirs = tuple(each.id for each in conflict.theirs)
    links = {link: tuple(each for each in getattr(yours, link) if each != conflict.claim.id) for link in _ENDING}
    if choice == "supersede theirs":
        links["supersedes"] += theirs
    else:
        links["contests"] = (*yours.contests, *theirs)
    with ledger.writing(actor, "add a claim") as together:
        return _kept(together, conflict.yours.edited(**links), reason, "claim")


def _linked(
    ledger: Curated, link: str, claim_id: str, claim: Claim, actor: Actor, reason: str, of_entry: Mapping[str, Any]
) -> Entry:
    linked = claim.model_copy(update={link: tuple(dict.fromkeys((*getattr(claim, link), claim_id)))})
    with ledger.writing(actor, "add a claim") as together:
        return _kept(together, made(linked, **of_entry), reason, _OPERATIONS[link])


_OPERATIONS: Final = {
    "supersedes": "supersede",
    "contests": "contest",
    "denies": "deny",
    "corroborates": "corroborate",
    "withdraws": "withdraw",
}


def _kept(ledger: Writing, entry: Entry, reason: str, operation: str) -> Entry:
    claim = entry.record
    if not isinstance(claim, Claim):
        raise RecordRefused(f"{entry.id!r} is a {entry.kind}, not a claim")
    for link in CLAIM_LINKS:
        for claim_id in getattr(claim, link):
            _check(ledger, entry, claim, link, claim_id)
    return save(ledger, entry, reason, operation)


def _check(ledger: Writing, entry: Entry, claim: Claim, link: str, claim_id: str) -> None:
    other = ledger.entry(claim_id)
    if not isinstance(other.record, Claim) or other.removed:
        raise RecordRefused(f"{link} of {entry.id!r} names {claim_id!r}, which is no claim of the ledger")
    if other.record.about != claim.about:
        raise RecordRefused(
            f"{claim_id!r} is about {other.record.about!r}, and {entry.id!r} about {claim.about!r}: name a claim about the same record"
        )
    if link in _ENDING:
        theirs = tuple(
            each for each in ledger.claims_about(claim.about) if _ends(each, claim_id) and each.id != entry.id
        )
        if theirs:
            raise AlreadySuperseded(other, theirs, entry)
    if link == "corroborates" and claim.evidence and not _origins(ledger, claim) - _origins(ledger, other.record):
        raise RecordRefused(f"{entry.id!r} rests on the same origin as {claim_id!r}: a repost corroborates nothing")


def _ends(entry: Entry, claim_id: str) -> bool:
    record = entry.record
    live = entry.review.status != "rejected" and isinstance(record, Claim)
    return live and any(claim_id in getattr(record, link) for link in _ENDING)


def _origins(ledger: Writing, claim: Claim) -> frozenset[str]:
    """Return the distinct origins of a claim's evidence."""
    sources: dict[str, Source] = {}
    waiting = [item.source for item in claim.evidence]
    while waiting:
        entry = ledger.find(waiting.pop())
        if entry is not None and isinstance(entry.record, Source) and entry.id not in sources:
            sources[entry.id] = entry.record
            waiting += [entry.record.derived_from] if entry.record.derived_from else []
    return origins((item.source for item in claim.evidence), sources)
