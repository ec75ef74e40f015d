"""A selection: which incidents are meant, as one frozen value that goes into a link and comes back the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from incidents.errors import SelectionError
from incidents.names_in_text import in_a_sentence
from incidents.problem import LABEL, shorten
from incidents.term import Term
from incidents.vocabulary import ACTORS, ATTACK_TYPES, EVENT_TYPES, PLACE_PRECISIONS, RULES, TARGET_KINDS
from incidents.wording import day_words, id_words

if TYPE_CHECKING:
    from incidents.atlas import Atlas

Bounds: TypeAlias = tuple[float, float, float, float]

TERMS: Final[Mapping[str, Mapping[str, Term]]] = {
    "event_types": EVENT_TYPES,
    "attack_types": ATTACK_TYPES,
    "target_kinds": TARGET_KINDS,
    "precisions": PLACE_PRECISIONS,
}
LISTS: Final = ("event_types", "attack_types", "target_kinds", "actors", "places", "precisions", "datasets")
DATES: Final = ("start", "end", "as_known_on")
MAX_TEXT: Final = 1000
_YES_NO: Final = {"yes": True, "no": False}


@dataclass(frozen=True)
class Selection:
    """Which incidents are meant, and by which rule their figures are shown.

    Attributes
    ----------
    start, end : date or None
        First and last day, both inclusive; an incident matches when its span overlaps them.
    event_types, attack_types, target_kinds, actors, places, precisions, datasets : tuple of str
        Ids; within one field any of them, between fields all. A place selects everything inside it.
    contested : bool or None
        Only incidents that are (or are not) contested, themselves or by their campaign.
    text : str
        Words that must all occur in title, place names, actors or notes.
    bounds : tuple of float or None
        (west, south, east, north), degrees.
    as_known_on : date or None
        Leaves out what could not have been known on that day: claims stated later, incidents that had not begun.
    rule : str
        How figures are shown: range, lowest, highest, latest, or ``claimant:<actor id>``.
    unknown : tuple of (str, str)
        What a link said that could not be read, kept as it was; see `reported`.

    Raises
    ------
    SelectionError
        If a value cannot be a filter.

    Examples
    --------
    >>> s = Selection(start="2026-01-29", places=["town:pasni"])
    >>> s.to_query()
    'start=2026-01-29&places=town%3Apasni'
    >>> Selection.from_query(s.to_query()) == s
    True
    """

    start: dt.date | None = None
    end: dt.date | None = None
    event_types: tuple[str, ...] = ()
    attack_types: tuple[str, ...] = ()
    target_kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    contested: bool | None = None
    datasets: tuple[str, ...] = ()
    text: str = ""
    bounds: Bounds | None = None
    as_known_on: dt.date | None = None
    rule: str = "range"
    unknown: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Bring the values into one form, and refuse those that cannot be a filter."""
        for name in DATES:
            self._set(name, _date(name, getattr(self, name)))
        for name in LISTS:
            self._set(name, _ids(name, getattr(self, name)))
        self._set("text", _text(self.text))
        self._set("bounds", _bounds(self.bounds))
        self._set("unknown", _grouped(self.unknown))
        _check_contested(self.contested)
        _check_rule(self.rule)
        if self.start and self.end and self.start > self.end:
            raise SelectionError(f"start {self.start} is after end {self.end}: swap them")
        self._check_unknown()

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _check_unknown(self) -> None:
        values = {name: getattr(self, name) for name in FIELDS}
        for key, value in self.unknown:
            if key in FIELDS and _accept(values, key, value) is None:
                raise SelectionError(f"unknown {key}={value!r} can be read: set the field {key} instead")

    def to_query(self) -> str:
        """Return the selection as a URL query string without ``?``; fields in one order, values in the given order."""
        return urlencode(self._pairs())

    def to_params(self) -> dict[str, list[str]]:
        """Return the same as a dict of lists, as `urllib.parse.parse_qs` would."""
        params: dict[str, list[str]] = {}
        for key, value in self._pairs():
            params.setdefault(key, []).append(value)
        return params

    def _pairs(self) -> list[tuple[str, str]]:
        known = [(name, text) for name in FIELDS for text in _written(name, getattr(self, name))]
        return [*known, *self.unknown]

    @classmethod
    def from_query(cls, query: str | Mapping[str, str | Iterable[str]]) -> Selection:
        """Return the selection that a query string (or a mapping of parameters) means. Never raises for its content.

        Whatever cannot be read is kept in `unknown`, with its reason in `reported`.
        """
        values: dict[str, Any] = {}
        unknown: list[tuple[str, str]] = []
        for key, value in _read_pairs(query):
            if key not in FIELDS or _accept(values, key, value) is not None:
                unknown.append((key, value))
        return cls(**values, unknown=tuple(unknown))

    @property
    def reported(self) -> tuple[tuple[str, str, str], ...]:
        """What could not be read: (key, value, reason)."""
        values = {name: getattr(self, name) for name in FIELDS}
        return tuple(
            (key, value, _accept(dict(values), key, value) or "" if key in FIELDS else f"no filter is called {key!r}")
            for key, value in self.unknown
        )

    def replace(self, **changes: Any) -> Selection:
        """Return a selection with other values in some fields.

        What could not be read of a changed field is dropped with its old value.
        """
        if "unknown" not in changes:
            gone = {*changes, *(("start", "end") if changes.keys() & {"start", "end"} else ())}
            changes["unknown"] = tuple(pair for pair in self.unknown if pair[0] not in gone)
        return dataclasses.replace(self, **changes)

    def meaning(self) -> Selection:
        """Return the one selection of all that mean the same: lists in one order, without what could not be read.

        Examples
        --------
        >>> Selection(event_types=["riot", "clash"]).meaning() == Selection(event_types=["clash", "riot"]).meaning()
        True
        """
        return _meaning(self)

    def active(self, atlas: Atlas | None = None) -> tuple[tuple[str, Any, str], ...]:
        """Return the filters that are on, as (field, value, label) for a chip each.

        With `atlas`, places, actors and datasets are called by their names; without, by their ids in words.
        """
        chips: list[tuple[str, Any, str]] = []
        for name in FIELDS:
            present = getattr(self, name)
            if present == _DEFAULTS[name]:
                continue
            for value in present if name in LISTS else (present,):
                chips.append((name, value, _label(name, value, atlas)))
        return tuple(chips)


@lru_cache(maxsize=256)
def _meaning(selection: Selection) -> Selection:
    """Return what `Selection.meaning` does; every part of a page asks for it."""
    return selection.replace(unknown=(), **{name: tuple(sorted(getattr(selection, name))) for name in LISTS})


FIELDS: Final = tuple(field.name for field in dataclasses.fields(Selection) if field.name != "unknown")
_DEFAULTS: Final[Mapping[str, Any]] = {field.name: field.default for field in dataclasses.fields(Selection)}


def _clean(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise SelectionError(f"{name} holds text, not {value!r}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise SelectionError(f"{name} holds half a character, which no link can carry: {value!r}") from None
    return value


def _grouped(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return pairs with those of one key together, as a mapping of parameters would hand them on."""
    values: dict[str, list[str]] = {}
    for key, value in pairs:
        values.setdefault(_clean("unknown", key), []).append(_clean("unknown", value))
    return tuple((key, value) for key, same in values.items() for value in same)


def _date(name: str, value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise SelectionError(f"{name} is not a date: {value!r}; write 2026-01-29") from None


def _ids(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise SelectionError(f"{name} holds several ids, in a tuple or list, not {value!r}")
    ids = tuple(dict.fromkeys(_clean(name, each) for each in value))
    for each in ids:
        _check_id(name, each)
    return ids


def _check_id(name: str, value: str) -> None:
    if not value:
        raise SelectionError(f"an id in {name} is empty: take it out")
    terms = TERMS.get(name)
    if terms is not None and value not in terms:
        raise SelectionError(f"{name} has no {value!r}; known: {', '.join(terms)}")


def _text(value: object) -> str:
    text = _clean("text", value).strip()
    if len(text) > MAX_TEXT:
        raise SelectionError(f"text has {len(text)} characters; at most {MAX_TEXT} can be searched")
    return text


def _bounds(value: Any) -> Bounds | None:
    if value is None:
        return None
    try:
        west, south, east, north = (float(edge) for edge in value)
    except (TypeError, ValueError):
        raise SelectionError(f"bounds are (west, south, east, north) in degrees, not {value!r}") from None
    if not all(math.isfinite(edge) for edge in (west, south, east, north)):
        raise SelectionError(f"bounds hold something that is not a number: {value!r}")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise SelectionError(f"bounds are (west, south, east, north) in degrees, not {value!r}: check their order")
    return (west, south, east, north)


def _check_contested(value: object) -> None:
    if not (value is None or isinstance(value, bool)):
        raise SelectionError(f"contested is True, False or None, not {value!r}")


def _check_rule(rule: object) -> None:
    name, _, claimant = _clean("rule", rule).partition(":")
    if name not in RULES or (name == "claimant") != bool(claimant):
        raise SelectionError(f"no rule is called {rule!r}; known: range, lowest, highest, latest, claimant:<actor id>")


def _accept(values: dict[str, Any], key: str, text: str) -> str | None:
    """Read one pair of a link into `values`; return the reason where it cannot be read."""
    present = values.get(key, _DEFAULTS[key])
    if key not in LISTS and present != _DEFAULTS[key]:
        return f"{key} is given twice"
    try:
        read: dict[str, Any] = {**values, key: _read(key, text, present), "unknown": ()}
        made = Selection(**read)
    except SelectionError as error:
        return str(error)
    if key in LISTS and getattr(made, key) == present:
        return f"{key}={text!r} changes nothing"
    values[key] = getattr(made, key)
    return None


def _read(key: str, text: str, present: Any) -> Any:
    if key in LISTS:
        return (*present, text)
    if key == "contested":
        if text not in _YES_NO:
            raise SelectionError(f"contested is yes or no, not {text!r}")
        return _YES_NO[text]
    if key == "bounds":
        return text.split(",")
    if key in DATES and not text:
        raise SelectionError(f"{key} is empty")
    return text


def _written(name: str, value: Any) -> tuple[str, ...]:
    """Return the texts that stand for a field's value in a link: none for its default."""
    if value == _DEFAULTS[name]:
        return ()
    if name in LISTS:
        return value
    if name == "contested":
        return ("yes" if value else "no",)
    if name == "bounds":
        return (",".join(repr(edge).removesuffix(".0") for edge in value),)
    return (value.isoformat() if isinstance(value, dt.date) else value,)


def _read_pairs(query: str | Mapping[str, str | Iterable[str]]) -> list[tuple[str, str]]:
    if isinstance(query, str):
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    else:
        pairs = [
            (str(key), str(value))
            for key, values in query.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
    return [(_whole(key), _whole(value)) for key, value in pairs]


def _whole(text: str) -> str:
    """Return `text` with halves of characters replaced, which no link can carry."""
    return text.encode("utf-8", "replace").decode()


def _label(name: str, value: Any, atlas: Atlas | None) -> str:
    if name in TERMS:
        return TERMS[name][value].label
    if name == "actors":
        return atlas.actor_label(value) if atlas else ACTORS[value].label if value in ACTORS else id_words(value)
    if name == "places":
        return atlas.place_label(value) if atlas else id_words(value)
    if name == "datasets":
        return atlas.dataset_label(value) if atlas else id_words(value)
    if name == "rule":
        return _rule_label(value, atlas)
    words = {
        "start": lambda: f"from {day_words(value)}",
        "end": lambda: f"until {day_words(value)}",
        "as_known_on": lambda: f"as known on {day_words(value)}",
        "contested": lambda: "contested" if value else "not contested",
        "bounds": lambda: "inside the map view",
    }
    return words[name]() if name in words else f"“{shorten(value, LABEL)}”"


def _rule_label(rule: str, atlas: Atlas | None) -> str:
    name, _, claimant = rule.partition(":")
    return (
        f"figures by {in_a_sentence(_label('actors', claimant, atlas))}"
        if claimant
        else f"figures: {RULES[name].label.lower()}"
    )
