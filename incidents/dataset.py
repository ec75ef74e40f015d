"""The records of one dataset, with what it is called, whom to cite and what was wrong in it; ids are unique in the atlas."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from incidents.problem import Problem
from incidents.record import CLAIM_LINKS, Campaign, Claim, Incident, Source


@dataclass(frozen=True)
class DatasetInfo:
    """What a dataset is: its id, title, licence and citation, how much it holds, where its file lies.

    `rejected` is the number of rows or records that could not be used.
    """

    id: str
    title: str
    licence: str
    citation: str
    incidents: int
    campaigns: int
    sources: int
    path: str
    rejected: int = 0
    note: str = ""

    @property
    def stated_licence(self) -> str:
        """The licence, or in words that none is stated."""
        return self.licence or "not stated"


@dataclass(frozen=True)
class Dataset:
    """The records of one dataset, and the problems found in reading it.

    `replaces` names records of other datasets that are shown as records of this one; by id of this one's records,
    `origins` names the dataset that they came from, and `promoted` says so in words.
    """

    id: str
    title: str
    licence: str = ""
    citation: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    path: str = ""
    rejected: int = 0
    replaces: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    promoted: Mapping[str, str] = field(default_factory=dict)

    def without(self, ids: Collection[str]) -> Dataset:
        """Return the dataset without some incidents and campaigns and the claims about them; its sources stay.

        A campaign stays while incidents that are left belong to it.
        """
        gone = set(ids)
        incidents = tuple(each for each in self.incidents if each.id not in gone)
        gone -= {each.campaign for each in incidents}
        return replace(
            self,
            incidents=incidents,
            campaigns=tuple(each for each in self.campaigns if each.id not in gone),
            claims=tuple(each for each in self.claims if each.about not in gone),
        )

    def info(self) -> DatasetInfo:
        """Return the description of this dataset."""
        counts = (len(self.incidents), len(self.campaigns), len(self.sources))
        return DatasetInfo(
            self.id, self.title, self.licence, self.citation, *counts, self.path, self.rejected, self.note
        )


def prefixed(record: Any, dataset: str) -> Any:
    """Return a record with the dataset's id before its own and before those that it refers to."""
    return record.model_copy(update=_prefixes(record, dataset))


def _prefixes(record: Any, dataset: str) -> dict[str, Any]:
    def full(local: str) -> str:
        return f"{dataset}.{local}" if local else ""

    def all_full(local: Iterable[str]) -> tuple[str, ...]:
        return tuple(full(each) for each in local)

    changes: dict[str, Any] = {"id": full(record.id)}
    if isinstance(record, Source):
        changes |= {"derived_from": full(record.derived_from)}
    elif isinstance(record, Claim):
        evidence = tuple(item.model_copy(update={"source": full(item.source)}) for item in record.evidence)
        changes |= {"about": full(record.about), "evidence": evidence}
        changes |= {link: all_full(getattr(record, link)) for link in CLAIM_LINKS}
    else:
        changes |= {"dataset": dataset, "sources": all_full(record.sources)}
        if isinstance(record, Incident):
            changes |= {"campaign": full(record.campaign)}
    return changes


def slug(name: str) -> str:
    """Return `name` as an id: lower case, letters, digits and hyphens.

    Examples
    --------
    >>> slug("My Sheet (2).csv")
    'my-sheet-2-csv'
    >>> slug("CON")
    'con-data'
    """
    made = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "dataset"
    return f"{made}-data" if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", made) else made  # names of devices on Windows
