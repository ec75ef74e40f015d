"""The records: source, claim, incident, campaign; frozen, typed, and checked when they are made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal, LiteralString

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from incidents.named import is_actor, named
from incidents.vocabulary import (
    ACTORS,
    ATTACK_TYPES,
    COUNTED,
    DATE_PRECISIONS,
    EVENT_TYPES,
    PLACE_PRECISIONS,
    QUALIFIERS,
    QUANTITIES,
    ROLES,
    STANDINGS,
    TARGET_KINDS,
    Term,
)

ID_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


def wrong(kind: LiteralString, reason: str, remedy: str) -> PydanticCustomError:
    """Return a validation error that carries its remedy for the report."""
    return PydanticCustomError(kind, "{reason}", {"reason": reason, "remedy": remedy})


def _of(kind: str, terms: Mapping[str, Term]) -> AfterValidator:
    def check(value: str) -> str:
        if value in terms:
            return value
        near = get_close_matches(value[:80], terms, n=1)
        guess = f"did you mean {near[0]!r}? " if near else ""
        raise wrong("unknown_term", f"unknown {kind}", f"{guess}known: {', '.join(terms)}")

    return AfterValidator(check)


def _identifier(value: str) -> str:
    if ID_PATTERN.fullmatch(value):
        return value
    raise wrong("bad_id", "not an id", "use lower-case letters, digits, dots and hyphens, at most 120")


def _many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _day(value: Any) -> Any:
    if isinstance(value, int | float):
        raise wrong("date_number", "a number is not a date", "write the date as 2026-01-29")
    return value


CLAIM_LINKS: Final = ("contests", "supersedes", "includes", "denies", "corroborates", "withdraws")
Identifier = Annotated[str, AfterValidator(_identifier)]
EventType = Annotated[str, _of("event type", EVENT_TYPES)]
AttackTypes = Annotated[tuple[Annotated[str, _of("attack type", ATTACK_TYPES)], ...], BeforeValidator(_many)]
Level = Annotated[str, _of("level", PLACE_PRECISIONS)]
DatePrecision = Annotated[str, _of("date precision", DATE_PRECISIONS)]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_many)]


class Record(BaseModel):
    """The base of every record: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class When(Record):
    """When something happened: `first` and `last` day, both inclusive, and how well they are known.

    With precision ``"day"`` it lasted from `first` to `last`; with any other it happened on one or more of those days.
    """

    first: Day
    last: Day
    precision: DatePrecision = "day"

    @model_validator(mode="after")
    def _in_order(self) -> When:
        if self.last < self.first:
            remedy = f"the last day ({self.last}) is before the first ({self.first}): swap or correct them"
            raise wrong("reversed_dates", "reversed dates", remedy)
        return self


class Where(Record):
    """Where: a place of the gazetteer, the level it is known to, the name as written, and how that was matched.

    `latitude`, `longitude` (degrees, WGS 84) and `radius_km` are set where they are not simply those of the place.
    """

    place_id: str
    level: Level
    toponym: str = ""
    how: str = "chosen"
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    radius_km: Annotated[float, Field(ge=0, le=25_000)] | None = None
    note: str = ""


class Source(Record):
    """Where a record comes from. `not_before` is the earliest possible date of an undated source.

    `derived_from` names the source that this one repeats: a repost is not a second source.
    """

    id: Identifier
    title: str
    publisher: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    published: Day | None = None
    not_before: Day | None = None
    accessed: Day | None = None
    archive_url: str = ""
    sha256: str = ""
    derived_from: str = ""
    note: str = ""


class Participant(Record):
    """An actor with its role: an id of the vocabulary, or a `name` that the vocabulary does not have."""

    actor: str = ""
    name: str = ""
    role: Annotated[str, _of("role", ROLES)] = "named"

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("name") and not data.get("actor"):
            return {**data, "actor": named(str(data["name"]))}
        return data

    @field_validator("actor")
    @classmethod
    def _known(cls, value: str) -> str:
        return actor_id(value)


class Target(Record):
    """A kind of target; `note` says what the source adds, such as that it was only attempted."""

    kind: Annotated[str, _of("target kind", TARGET_KINDS)]
    note: str = ""


class Scope(Record):
    """What a figure covers: places (ids of the gazetteer) and days, and whether it counts up or is one part."""

    places: tuple[str, ...] = ()
    first: Day | None = None
    last: Day | None = None
    kind: Literal["cumulative", "incremental", "not stated"] = "not stated"

    @model_validator(mode="after")
    def _in_order(self) -> Scope:
        if self.first and self.last and self.last < self.first:
            raise wrong(
                "reversed_dates", "reversed dates", "the scope ends before it starts: swap or correct the dates"
            )
        return self


class Evidence(Record):
    """Where in which source a claim stands: a locator and a quote of at most a line."""

    source: str
    locator: str = ""
    quote: str = ""


class Claim(Record):
    """What one claimant says about a number. It is never edited: a correction is a new claim that supersedes it.

    `low`, `value` and `high` count people (or attacks); each may be unknown. `word` is the source's own for the
    outcome, `as_written` the figure in the source's own words where these are not just the number. `includes` names
    earlier claims whose people this one counts as well; `denies`, `corroborates` and `withdraws` name claims that
    this claimant says are not so, confirms, or takes back (such a claim may give no figure of its own).
    """

    id: Identifier
    about: str
    quantity: Annotated[str, _of("quantity", QUANTITIES)]
    counted: Annotated[str, _of("group of people", COUNTED)] = "people"
    low: Count | None = None
    value: Count | None = None
    high: Count | None = None
    qualifier: Annotated[str, _of("qualifier", QUALIFIERS)] = "exact"
    word: str = ""
    as_written: str = ""
    claimant: str = "unknown"
    claimant_name: str = ""
    relayed_by: str = ""
    stated_on: Day | None = None
    as_of: Day | None = None
    scope: Scope = Scope()
    standing: Annotated[str, _of("standing", STANDINGS)] = "attributed"
    standing_note: str = ""
    contests: Texts = ()
    supersedes: Texts = ()
    includes: Texts = ()
    denies: Texts = ()
    corroborates: Texts = ()
    withdraws: Texts = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""

    @field_validator("claimant")
    @classmethod
    def _known(cls, value: str) -> str:
        return actor_id(value)

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        if isinstance(data, dict) and _is_count(data.get("value")) and data.get("qualifier", "exact") == "exact":
            return {"low": data["value"], "high": data["value"], **data}
        return data

    @model_validator(mode="after")
    def _ordered(self) -> Claim:
        known = [number for number in (self.low, self.value, self.high) if number is not None]
        if known != sorted(known):
            raise wrong("disordered_figures", "low, value and high are not in order", "low <= value <= high")
        return self


class ExternalId(Record):
    """The id of the same event in another dataset."""

    scheme: str
    id: str


class Incident(Record):
    """One thing that happened, at one place, in one span of days."""

    id: Identifier
    dataset: str = ""
    title: str
    when: When
    where: Where
    event_type: EventType = "unknown"
    type_as_written: str = ""
    attack_types: AttackTypes = ()
    targets: tuple[Target, ...] = ()
    actors: tuple[Participant, ...] = ()
    campaign: str = ""
    sources: Texts = ()
    external_ids: tuple[ExternalId, ...] = ()
    status: Literal["published", "draft", "retracted"] = "published"
    note: str = ""


class Campaign(Record):
    """Incidents that one report groups, and what the report says of the group alone.

    `places` is the area that the campaign's figures cover, never a list of where each target was hit.
    """

    id: Identifier
    dataset: str = ""
    title: str
    when: When
    places: Texts
    event_type: EventType = "unknown"
    attack_types: AttackTypes = ()
    targets: tuple[Target, ...] = ()
    actors: tuple[Participant, ...] = ()
    sources: Texts = ()
    note: str = ""
    context: Texts = ()


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def actor_id(value: str) -> str:
    """Return `value` if it is an actor's id, else raise the validation error with its remedy."""
    if is_actor(value):
        return value
    near = get_close_matches(value[:80], ACTORS, n=1)
    guess = f"did you mean {near[0]!r}? " if near else ""
    raise wrong("unknown_actor", "unknown actor", f"{guess}write name = ... for an actor that the vocabulary lacks")


def actors_of(participants: Iterable[Participant]) -> tuple[str, ...]:
    """Return the actors' ids, each once, in order."""
    return tuple(dict.fromkeys(participant.actor for participant in participants))
