"""The ledger as a dataset of the atlas: what readers see, one more dataset beside the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from incidents.curated.actor import Actor
from incidents.curated.checking import readable
from incidents.curated.database import Database, chosen_url
from incidents.curated.entry import SITE, Curable, Entry, references
from incidents.curated.errors import LedgerUnavailable
from incidents.curated.redacted import redacted, withheld_sites, without_sites
from incidents.curated.writing import Writing
from incidents.dataset import Dataset, prefixed
from incidents.problem import Problem
from incidents.record import CLAIM_LINKS, Campaign, Claim, Incident, Source

if TYPE_CHECKING:
    from sqlalchemy import URL

    from gazetteer import Gazetteer


class _Part(Protocol):
    """A dataset, or a part of the atlas that can leave out some of its records as one can."""

    @property
    def id(self) -> str: ...

    def without(self, ids: Collection[str]) -> Any: ...


T = TypeVar("T", bound=_Part)

DATASET: Final = "curated"
TITLE: Final = "Curated records"


def with_curated(datasets: Sequence[T], gazetteer: Gazetteer, home: str | Path | None = None) -> list[T | Dataset]:
    """Return datasets with the ledger's beside them, and without what the ledger has in their place.

    Parameters
    ----------
    datasets : sequence
        Those that are there: datasets, and imported ones.
    gazetteer : Gazetteer
        Where places are looked up.
    home : path, optional
        The data folder; see `Curated.open`.
    """
    taken = {each.id for each in datasets}
    name = next(free for number in range(1, len(taken) + 2) if (free := f"{DATASET}{_suffix(number)}") not in taken)
    curated = curated_dataset(gazetteer, home, name)
    replaced = curated.replaces if curated else ()
    kept: list[T | Dataset] = [each.without(replaced) for each in datasets]
    return [*kept, curated] if curated else kept


def ledger_stamp() -> tuple[object, ...]:
    """Return what changes when the ledger does, for knowing whether to open the atlas again; never raises.

    Of a file it is not looked into: the file's own time and size say so.
    """
    try:
        url = chosen_url()
        if url.get_backend_name() == "sqlite":
            return ()
        with _server(url).reading() as connection:
            return Writing(connection, Actor("reading", "reader")).head()
    except LedgerUnavailable as error:
        return (str(error),)


@lru_cache(maxsize=1)
def _server(url: URL) -> Database:
    return Database(url)


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def curated_dataset(gazetteer: Gazetteer, home: str | Path | None = None, name: str = DATASET) -> Dataset | None:
    """Return the accepted records of the ledger, redacted; None where there is no ledger.

    A ledger that cannot be opened is a dataset without records and with a problem; a damaged record, or one at a
    place that the gazetteer does not have, is left out with a problem.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where places are looked up.
    home : path, optional
        The data folder; see `Curated.open`.
    name : str
        The id of the dataset.
    """
    try:
        url = chosen_url(home)
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
            return None
        database = Database(url)
    except LedgerUnavailable as error:
        return _unreadable(str(error), name)
    try:
        with database.reading() as connection:
            found = readable(connection)
        where = str(database.path) if database.is_file else "PostgreSQL"  # no reader needs the server's address
        return published(found.shown, gazetteer, found.problems, where, name)
    except LedgerUnavailable as error:
        return _unreadable(str(error), name)
    finally:
        database.close()


def _unreadable(reason: str, name: str) -> Dataset:
    remedy = "the other datasets are shown; see: python -m incidents ledger verify"
    return Dataset(name, TITLE, problems=(Problem(name, "ledger", "", "", reason, remedy),))


def published(
    entries: Iterable[Entry],
    gazetteer: Gazetteer,
    problems: Iterable[Problem] = (),
    path: str = "",
    name: str = DATASET,
) -> Dataset:
    """Return a dataset of entries as readers see them; links to what they do not see are left out."""
    told = list(problems)
    kept = [(entry, record) for entry in entries if (record := _placed(entry, gazetteer, told)) is not None]
    sites = withheld_sites(kept)
    kept = [(entry, without_sites(record, sites, gazetteer)) for entry, record in kept]
    there = {record.id for _, record in kept}
    shown = [(entry, _linked(record, there)) for entry, record in kept if _has_ground(record, there)]
    records = [prefixed(record, name) for _, record in shown]
    return Dataset(
        name,
        TITLE,
        note="Records that this installation's team keeps; each change is in the ledger's history.",
        sources=tuple(each for each in records if isinstance(each, Source)),
        campaigns=tuple(each for each in records if isinstance(each, Campaign)),
        incidents=tuple(each for each in records if isinstance(each, Incident)),
        claims=tuple(each for each in records if isinstance(each, Claim)),
        problems=tuple(told),
        path=path,
        rejected=len(told),
        replaces=tuple(entry.link.record for entry, _ in shown if entry.link is not None),
        origins={f"{name}.{entry.id}": entry.link.dataset for entry, _ in shown if entry.link and _told(entry)},
        promoted={f"{name}.{entry.id}": words for entry, _ in shown if (words := _promoted(entry))},
    )


def _told(entry: Entry) -> bool:
    """Return whether readers may know where a record was taken from."""
    return "external_ids" not in entry.sensitive


def _promoted(entry: Entry) -> str:
    """Return where an incident was promoted from, in words; empty for others, and where that is withheld."""
    if entry.link is None or entry.kind != "incident" or not _told(entry):
        return ""
    version = f", version {entry.link.version}" if entry.link.version else ""
    row = entry.link.record.removeprefix(f"{entry.link.dataset}.")
    return f"promoted from {entry.link.dataset}{version}, row {row}"


def _placed(entry: Entry, gazetteer: Gazetteer, told: list[Problem]) -> Curable | None:
    """Return the redacted record of an entry; None, with a problem, where the gazetteer does not have its places."""
    try:
        record = redacted(entry, gazetteer)
        for place in _places(record):
            gazetteer.place(place)
    except KeyError as error:
        remedy = "extend the gazetteer with this place, or choose another in the editor"
        said = "" if SITE in entry.sensitive else str(error.args[0])[:200]
        told.append(Problem(DATASET, entry.id, "place", said, "place not in the gazetteer", remedy))
        return None
    return record


def _places(record: Curable) -> Iterator[str]:
    if isinstance(record, Incident):
        yield record.where.place_id
    elif isinstance(record, Campaign):
        yield from record.places


def _has_ground(record: Curable, there: set[str]) -> bool:
    """Return whether what a claim is about is shown."""
    return not isinstance(record, Claim) or record.about in there


def _linked(record: Curable, there: set[str]) -> Curable:
    """Return a record with only those of its links that lead to what readers see."""
    if all(each in there for ids in references(record).values() for each in ids):
        return record
    changes: dict[str, Any] = {}
    if isinstance(record, Source):
        changes["derived_from"] = ""
    elif isinstance(record, Claim):
        changes = {link: tuple(each for each in getattr(record, link) if each in there) for link in CLAIM_LINKS}
        changes["evidence"] = tuple(item for item in record.evidence if item.source in there)
    else:
        changes["sources"] = tuple(each for each in record.sources if each in there)
        if isinstance(record, Incident) and record.campaign not in there:
            changes["campaign"] = ""
    return record.model_copy(update=changes)
