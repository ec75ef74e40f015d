"""The ledger that all pages of this process share, its present entries, and what a page needs to find among them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from gazetteer.answers import label
from incidents.curated import Curated, Entry, Kind
from incidents.curated.database import chosen_url
from incidents.dataset import slug
from incidents.errors import UnknownRecord
from incidents.record import Claim, Source
from incidents.toll import claimant_label, figure
from incidents.vocabulary import COUNTED, QUANTITIES
from incidents.wording import one_line
from pages.opened import opened


def ledger() -> Curated:
    """The ledger of this installation; its file is made where there is none. Raises `LedgerUnavailable`."""
    return _opened(chosen_url())


@lru_cache(maxsize=2)
def _opened(url: Any) -> Curated:
    return Curated.open(url=url)


def entries(kind: Kind | None = None) -> tuple[Entry, ...]:
    """The present entries, without those taken out; none where there is no ledger yet, which is not made by looking."""
    return tuple(entry for entry in _entries().values() if kind in (None, entry.kind))


def is_there() -> bool:
    """Whether there is a ledger; looking makes none."""
    url = chosen_url()
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).is_file()


def _entries() -> dict[str, Entry]:
    url = chosen_url()
    return _present(url, _opened(url).head()) if is_there() else {}


@lru_cache(maxsize=2)
def _present(url: Any, _head: tuple[int, str]) -> dict[str, Entry]:
    return {each.id: each for each in _opened(url).entries()}


def entry(record_id: str) -> Entry | None:
    """The present entry of a record; None where the ledger does not have it, or no longer."""
    return _entries().get(record_id)


def claims_about(record_id: str) -> tuple[Entry, ...]:
    """The claims about an incident or a campaign, in the order in which they were added."""
    return tuple(each for each in entries("claim") if each.about == record_id)


def source_of(source_id: str) -> Source | None:
    """A source of the ledger."""
    found = entry(source_id)
    return found.record if found is not None and isinstance(found.record, Source) else None


def new_id(words: str, otherwise: str) -> str:
    """An id for a new record, made from its title; no other one has or had it."""
    stem = slug(words) if any(each.isascii() and each.isalnum() for each in words) else otherwise
    return next(free for number in range(1, 100_000) if not _had(free := f"{stem}{_suffix(number)}"))


def _had(record_id: str) -> bool:
    try:
        ledger().get(record_id)
    except UnknownRecord:
        return False
    return True


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def local_id(atlas_id: str) -> str:
    """The ledger's id of a record that the atlas shows, see `incidents.curated.published`."""
    return atlas_id.removeprefix("curated.")


def title(found: Entry) -> str:
    """A record in a line: its title or, of a claim, who says what of whom."""
    record = found.record
    return one_line(claim_words(record) if isinstance(record, Claim) else record.title) or record.id


def names(record_id: str) -> str:
    """The name of a record or a place by its id; the id where there is none."""
    if (found := entry(record_id)) is not None:
        return title(found)
    try:
        return label(opened().gazetteer.place(record_id))
    except KeyError:
        return record_id


def claim_words(claim: Claim) -> str:
    """A claim in a line: who, the figure, of whom, and the outcome."""
    counted, outcome = COUNTED[claim.counted].brief(), QUANTITIES[claim.quantity].label
    whom = "" if claim.quantity == "attacks" else f" {counted}"
    return f"{claimant_label(claim)}: {figure(claim)}{whom} {outcome}"


def labelled(found: Entry) -> str:
    """A record as a field shows it: its title, with its id in brackets, so that it is found again."""
    return f"{title(found)} [{found.id}]"


def found_by_label(words: str, kind: Kind) -> str:
    """The id of the record that a field names, by its label, its id or its whole title; the words where there is none."""
    inside = words.rpartition("[")[2].removesuffix("]").strip() if words.endswith("]") else words
    found = entry(inside)
    if found is not None and found.kind == kind:
        return inside
    return next((each.id for each in entries(kind) if title(each).casefold() == words.casefold()), words)
