"""Makes records of rows of an imported dataset: the incident, its claims, its source; only of the few that are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from incidents.coding import Coded, Codes, together
from incidents.record import Claim, Evidence, ExternalId, Incident, Participant, Scope, Source, Target, When, Where
from incidents.vocabulary import EVENT_TYPES
from incidents.wording import place_words

SCHEMES: Final = {"acled": "ACLED", "ucdp": "UCDP GED", "gtd": "GTD"}
INCIDENT_COLUMNS: Final = (
    *("id", "native_id", "title", "start", "end", "date_precision", "place_id", "level", "how", "place_note", "toponym"),
    *("latitude", "longitude", "event_type", "native_type", "attack_types", "target_kinds", "actors", "note", "flags"),
)  # fmt: skip
BRIEF_COLUMNS: Final = tuple(each for each in INCIDENT_COLUMNS if each not in ("place_note", "note", "flags"))
CLAIM_COLUMNS: Final = (
    *("quantity", "counted", "low", "value", "high", "qualifier", "as_written", "word"),
    *("claimant", "claimant_name", "note"),
)
SAID: Final = tuple(name for name in CLAIM_COLUMNS if name != "note")
"""What claims can have in common; the note is each claim's own."""

_ALOUD: Final = {
    "imputed": "the number of deaths was set by rule, not reported",
    "split_event": "one event in several rows; its deaths were divided among them",
    "one_of_several": "one of several related events, each in a row of its own; their deaths may have been divided among them",
    "conflicting_figures": "the dataset notes that sources give conflicting figures",
    "doubt": "the dataset doubts that the event meets its criteria",
    "exchanged_date": "day and month of the date may be exchanged",
    "uncalculated": "a cell of the row is a formula whose result is not stored in the file",
    "error_cell": "a cell of the row holds an error of the spreadsheet program",
    "struck_through": "cells of the row are struck through in the sheet",
    "other_names": "the row stands below other column names than those it is read by",
    "placeholder_number": "a number of people may stand for one that is not known",
    "nines_unknown": "a number of people of nines alone is taken for one that is not known",
    "date_from_above": "the row has no date of its own: it is that of the row above",
    "weekday_differs": "the date names another day of the week than its day is",
    "year_differs": "the file states another year beside the date",
    "spans_areas": "one row stands for a larger area",
}
_SCOPE: Final = Scope()


@dataclass(frozen=True)
class Said:
    """Claims about many incidents as columns, in the order of the incidents.

    Attributes
    ----------
    about : array
        About which of the incidents asked for each claim is.
    number : array
        Which of that incident's claims it is, from 1.
    claims : Coded
        What is claimed: a claim of no incident, shared by all that say the same.
    note : Arrow array of texts
        The claim's own note.
    """

    about: Codes
    number: Codes
    claims: Coded
    note: Any


@cache
def _when(first: dt.date, last: dt.date, precision: str) -> When:
    return When.model_construct(first=first, last=last, precision=precision)


@cache
def _target(kind: str) -> Target:
    return Target(kind=kind)


def incident(cells: Mapping[str, Any], dataset: str, scheme: str, sources: tuple[str, ...]) -> Incident:
    """Return the incident of a row, from its cells by name."""
    point = cells["how"] == "given" and cells["level"] in ("town", "site")
    where = Where.model_construct(
        place_id=cells["place_id"],
        level=cells["level"],
        toponym=cells["toponym"] or "",
        how=cells["how"],
        latitude=cells["latitude"] if point else None,
        longitude=cells["longitude"] if point else None,
        radius_km=None,
        note=cells["place_note"] or "",
    )
    kind = cells["event_type"]
    return Incident.model_construct(
        id=f"{dataset}.{cells['id']}",
        dataset=dataset,
        title=cells["title"] or made_title(kind, cells["native_type"] or "", cells["toponym"] or "", cells["place_id"]),
        when=_when(cells["start"], cells["end"], cells["date_precision"]),
        where=where,
        event_type=kind,
        type_as_written=cells["native_type"] or "",
        attack_types=tuple(cells["attack_types"]),
        targets=tuple(_target(each) for each in cells["target_kinds"]),
        actors=tuple(_participant(each["actor"], each["name"] or "", each["role"]) for each in cells["actors"]),
        campaign="",
        sources=sources,
        external_ids=external(scheme, cells["native_id"]),
        status="published",
        note=told(cells["note"] or "", tuple(cells["flags"])),
    )


def _participant(actor: str, name: str, role: str) -> Participant:
    return Participant.model_construct(actor=actor, name=name if actor.startswith("named:") else "", role=role)


def external(scheme: str, native: str | None) -> tuple[ExternalId, ...]:
    """Return the id of the event in the dataset it comes from."""
    return (ExternalId.model_construct(scheme=scheme, id=native),) if scheme and native else ()


def made_title(kind: str, native_type: str, toponym: str, place_id: str) -> str:
    """Return a title for a row that has none: what, and where."""
    native = native_type.rpartition(" > ")[2]
    noun = native if kind in ("other", "unknown") and native else EVENT_TYPES[kind].noun()
    name = toponym or place_words(place_id)
    return f"{noun} in {name}" if name else noun


def told(note: str, flags: tuple[str, ...]) -> str:
    """Return a row's note, and what its flags say that a reader of its figures has to know."""
    aloud = [_ALOUD[flag] for flag in flags if flag in _ALOUD]
    return f"{note} [{'; '.join(aloud)}]".strip() if aloud else note


def source(source_id: str, title: str, note: str = "") -> Source:
    """Return a source of which only a title or an address is known."""
    url = title if title.startswith(("http://", "https://")) else ""
    return Source(id=source_id, title=title[:300], url=url, note=note)


def claim(number: int, record: str, cells: Mapping[str, Any], sources: tuple[str, ...]) -> Claim:
    """Return a claim about a record, the one of this number, from its cells by name."""
    return Claim.model_construct(
        id=f"{record}.c{number}",
        about=record,
        quantity=cells["quantity"],
        counted=cells["counted"],
        low=_whole(cells["low"]),
        value=_whole(cells["value"]),
        high=_whole(cells["high"]),
        qualifier=cells["qualifier"],
        word=cells["word"] or "",
        as_written=cells["as_written"] or "",
        claimant=cells["claimant"],
        claimant_name=cells["claimant_name"] or "",
        relayed_by="",
        stated_on=None,
        as_of=None,
        scope=_SCOPE,
        standing="attributed",
        standing_note="",
        contests=(),
        supersedes=(),
        evidence=tuple(Evidence(source=each) for each in sources),
        note=cells["note"] or "",
    )


def _whole(number: float | None) -> int | None:
    """Return a whole number; None for none, and for a half, which only the ends around it can say."""
    return int(number) if number is not None and float(number).is_integer() else None


def said(about: Codes, read: Any) -> Said:
    """Return claims as columns, from their cells by name; `about` says of which incident each is, in order."""
    codes, at = together([pd.factorize(read[name].to_pandas(), use_na_sentinel=False)[0] for name in SAID])
    cells = read.select(SAID).take(pa.array(at)).to_pylist()
    shared = [claim(number, "", {**each, "note": ""}, ()) for number, each in enumerate(cells)]
    starts = np.searchsorted(about, about)
    notes = read["note"].cast(pa.string()).combine_chunks().fill_null("")
    return Said(about, np.arange(1, len(about) + 1) - starts, Coded(codes, shared), notes)
