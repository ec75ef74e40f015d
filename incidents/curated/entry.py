"""An entry of the ledger: one record with its review, what of it is sensitive, and where it was promoted from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from incidents.curated.canonical import canonical
from incidents.curated.errors import RecordRefused
from incidents.record import CLAIM_LINKS, Campaign, Claim, Incident, Record, Source, Texts, wrong

Kind: TypeAlias = Literal["source", "campaign", "incident", "claim"]
Curable: TypeAlias = Source | Campaign | Incident | Claim
Status: TypeAlias = Literal["draft", "in_review", "accepted", "rejected"]

KINDS: Final[Mapping[Kind, type[Curable]]] = {
    "source": Source,
    "campaign": Campaign,
    "incident": Incident,
    "claim": Claim,
}
SITE: Final = "site"  # the mark for an exact place; every other mark is a field's name
_FIXED: Final = frozenset({"id", "dataset", "when", "where", "about", "title", "quantity", "places"})


class Review(Record):
    """How far a record has come: a draft, in review, accepted, or rejected with a reason; and who said so."""

    status: Status = "draft"
    reason: str = ""
    by: str = ""


class Link(Record):
    """Where a record was promoted from: dataset, its version, the id of the record there and in the original."""

    dataset: str
    version: str = ""
    record: str
    external: tuple[str, ...] = ()


class Entry(Record):
    """One record of the ledger.

    Attributes
    ----------
    kind : str
        source, campaign, incident or claim.
    record : Source, Campaign, Incident or Claim
        The record, its ids without the dataset's before them.
    review : Review
        How far it has come.
    sensitive : tuple of str
        Fields that readers, exports and pictures do not get; ``"site"`` is the exact place of an incident.
    contributor : str
        Who gave the information; never shown to readers.
    link : Link or None
        Where it was promoted from.
    removed : bool
        Whether it was taken out; the history keeps it.
    shown : int
        The version that readers see; 0 for none.
    version : int
        The version as read; 0 for an entry that is not kept yet. A save must carry the present one.
    stamp : str
        How the hash of the revision begins that made this version: after a backup was restored another change can
        have the same version, and a save that began from the one before is refused.
    """

    kind: Kind
    record: Curable
    review: Review = Review()
    sensitive: Texts = ()
    contributor: str = ""
    link: Link | None = None
    removed: bool = False
    shown: int = 0
    version: Annotated[int, Field(exclude=True)] = 0
    stamp: Annotated[str, Field(exclude=True)] = ""

    @field_validator("record", mode="before")
    @classmethod
    def _by_kind(cls, value: Any, info: ValidationInfo) -> Any:
        model = KINDS.get(info.data.get("kind", ""))
        return model.model_validate(value) if model is not None and isinstance(value, dict) else value

    @model_validator(mode="after")
    def _marks_exist(self) -> Entry:
        known = set(type(self.record).model_fields) - _FIXED | ({SITE} if self.kind == "incident" else set())
        for mark in self.sensitive:
            if mark not in known:
                raise wrong("unknown_mark", "cannot be marked as sensitive", f"known: {', '.join(sorted(known))}")
        if type(self.record) is not KINDS[self.kind]:
            raise wrong("wrong_kind", "the record is of another kind", f"write a {self.kind}")
        return self

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id

    @property
    def began(self) -> str:
        """Version and stamp in one, for a form that is sent back later; see `Curated.begun`."""
        return f"{self.version}.{self.stamp[:16]}"

    @property
    def about(self) -> str | None:
        """The incident or campaign that a claim is about; None for other records."""
        return self.record.about if isinstance(self.record, Claim) else None

    def edited(self, **fields: Any) -> Entry:
        """Return the entry with fields of its record changed and checked.

        Raises
        ------
        RecordRefused
            If a value cannot be; the message names the field and the remedy.
        """
        return self.replace(record={**self.record.model_dump(), **fields})

    def replace(self, **fields: Any) -> Entry:
        """Return the entry with some of its own fields changed and checked; see `edited`."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return entry_of({**values, **fields})

    def content(self) -> str:
        """Return the entry as canonical JSON, as the ledger keeps it."""
        return canonical(self.model_dump(mode="json"))


def entry_of(values: Mapping[str, Any]) -> Entry:
    """Return the entry of some values, checked; raises `RecordRefused` with field, value and remedy."""
    try:
        return Entry.model_validate(dict(values))
    except ValidationError as error:
        raise RecordRefused("; ".join(_told(detail) for detail in error.errors(include_url=False))) from None


def _told(detail: Any) -> str:
    field = ".".join(str(part) for part in detail["loc"] if part not in KINDS) or "record"
    context = detail.get("ctx", {})
    reason = str(context.get("reason", detail["msg"]))
    remedy = f" ({context['remedy']})" if "remedy" in context else ""
    value = detail["input"] if isinstance(detail["input"], str | int | float) else ""
    return f"{field}: {reason[:1].lower()}{reason[1:]}: {str(value)[:80]!r}{remedy}"


def made(record: Curable, **fields: Any) -> Entry:
    """Return a new entry of a record.

    Examples
    --------
    >>> made(Source(id="wire", title="A wire report")).kind
    'source'
    """
    kind = next(kind for kind, model in KINDS.items() if type(record) is model)
    return entry_of({"kind": kind, "record": record, **fields})


def read_content(content: str, version: int, stamp: str = "") -> Entry:
    """Return the entry that canonical JSON of a version stands for; raises `ValueError` if it is none."""
    return Entry.model_validate_json(content).model_copy(update={"version": version, "stamp": stamp})


def references(record: Curable) -> dict[str, tuple[str, ...]]:
    """Return the ids that a record refers to, by field."""
    if isinstance(record, Source):
        found = {"derived_from": (record.derived_from,)}
    elif isinstance(record, Claim):
        found = {
            "about": (record.about,),
            **{field: getattr(record, field) for field in CLAIM_LINKS},
            "evidence": tuple(item.source for item in record.evidence),
        }
    else:
        found = {"sources": record.sources}
        if isinstance(record, Incident):
            found["campaign"] = (record.campaign,)
    return {field: present for field, ids in found.items() if (present := tuple(each for each in ids if each))}
