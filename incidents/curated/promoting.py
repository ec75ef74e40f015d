"""Makes curated records of a dataset's, so that a team can edit them; the link to where they come from is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from incidents.curated.entry import Curable, Entry, Link, Review, made
from incidents.curated.errors import RecordRefused
from incidents.curated.store import save
from incidents.manifest import MANIFEST, Manifest
from incidents.record import CLAIM_LINKS, Campaign, Claim, ExternalId, Incident, Source

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.curated.actor import Actor
    from incidents.curated.store import Curated
    from incidents.curated.writing import Writing
    from incidents.dataset import Dataset

_ORDER: Final = (Source, Campaign, Incident, Claim)


def promote(
    ledger: Curated,
    incident: Incident,
    actor: Actor,
    *,
    version: str = "",
    claims: Iterable[Claim] = (),
    sources: Iterable[Source] = (),
    reason: str = "",
) -> Entry:
    """Keep an incident of an imported dataset, with its claims and sources, as curated records.

    Parameters
    ----------
    ledger : Curated
        Where they are kept.
    incident : Incident
        The row, as the atlas has it.
    actor : Actor
        Who promotes it.
    version : str
        The dataset's version.
    claims, sources : iterable
        What the atlas has about it.
    reason : str
        Why.

    Returns
    -------
    Entry
        The incident; its link and its external ids name dataset, version and the row's own id.

    Raises
    ------
    RecordRefused
        If the row was promoted before.
    """
    with ledger.writing(actor, "promote a record") as together:
        _refuse_again(together.find(incident.id))
        records = [*sources, incident.model_copy(update={"campaign": ""}), *_linked(claims)]
        new = [each for each in records if together.find(each.id) is None]  # rows of a dataset share sources
        kept = _keep(together, new, incident.dataset, version, actor, reason, "promote")
    return kept[incident.id]


def promote_row(ledger: Curated, atlas: Atlas, record_id: str, actor: Actor, reason: str = "") -> Entry:
    """Promote an incident of a dataset of the atlas, with its claims and sources as they stand there; see `promote`.

    Raises
    ------
    UnknownRecord
        If the atlas has no such incident.
    RecordRefused
        If it is a curated record, or was promoted before.
    """
    kept = {entry.id: entry for entry in ledger.entries("incident")}
    _refuse_again(kept.get(record_id))
    incident = atlas.incident(record_id)
    if record_id.removeprefix(f"{incident.dataset}.") in kept:
        raise RecordRefused(f"{record_id!r} is a curated record: edit it")
    paths = {info.id: Path(info.path) for info in atlas.datasets if info.path}
    path = paths.get(incident.dataset)
    version = str(Manifest.read(path).version) if path and (path / MANIFEST).is_file() else ""
    claims = atlas.claims_of(record_id)
    cited = dict.fromkeys([*incident.sources, *(item.source for claim in claims for item in claim.evidence)])
    sources = [atlas.source(each) for each in cited]
    return promote(ledger, incident, actor, version=version, claims=claims, sources=sources, reason=reason)


def _refuse_again(before: Entry | None) -> None:
    if before is not None:
        remedy = "bring its last version back" if before.removed else "edit that"
        raise RecordRefused(f"{before.id!r} was promoted before: {remedy}")


def _linked(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims with only those of their links that lead to one another."""
    listed = list(claims)
    there = {each.id for each in listed}
    links = [{link: tuple(i for i in getattr(each, link) if i in there) for link in CLAIM_LINKS} for each in listed]
    return [each.model_copy(update=change) for each, change in zip(listed, links, strict=True)]


def adopt(ledger: Curated, dataset: Dataset, actor: Actor, reason: str = "") -> tuple[Entry, ...]:
    """Keep all records of a dataset (the embedded one, or a person's own) as curated ones; those kept before stay.

    The dataset's file stays as it is; the atlas shows the curated records in place of its own.
    """
    records = [*dataset.sources, *dataset.campaigns, *dataset.incidents, *dataset.claims]
    with ledger.writing(actor, "adopt a dataset") as together:
        new = [each for each in records if together.find(each.id) is None]
        return tuple(_keep(together, new, dataset.id, "", actor, reason, "adopt").values())


def _keep(
    ledger: Writing,
    records: Sequence[Any],
    dataset: str,
    version: str,
    actor: Actor,
    reason: str,
    operation: str,
) -> dict[str, Entry]:
    """Keep records under their own ids, each kind after those that it is about."""
    kept: dict[str, Entry] = {}
    ledger.expected |= {record.id for record in records}
    for record in sorted(records, key=lambda record: _ORDER.index(type(record))):
        link = Link(dataset=dataset, version=version, record=record.id, external=_external(record))
        status = "accepted" if actor.may("reviewer") else "in_review"
        entry = made(_own(record, dataset, version), link=link, review=Review(status=status, by=actor.name))
        kept[record.id] = save(ledger, entry, reason, operation)
    return kept


def _own(record: Curable, dataset: str, version: str) -> Curable:
    """Return a record that belongs to no dataset, with its origin among its external ids."""
    if isinstance(record, Campaign):
        return record.model_copy(update={"dataset": ""})
    if not isinstance(record, Incident):
        return record
    origin = ExternalId(scheme=f"{dataset} {version}".strip(), id=record.id)
    return record.model_copy(update={"dataset": "", "external_ids": (*record.external_ids, origin)})


def _external(record: Curable) -> tuple[str, ...]:
    return tuple(f"{each.scheme}:{each.id}" for each in record.external_ids) if isinstance(record, Incident) else ()
