"""A scene of a briefing, and the briefing: an ordered list of scenes; frozen values that go into a file and come back."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, cast

from PIL import Image
from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from briefing.errors import BadBriefing, UnknownBriefing
from incidents import Campaign, Claim, Incident, Selection, Source
from maps.errors import BadRecipe
from maps.recipe import Recipe, read_json

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FORMAT: Final = "incident-atlas briefing 1"
MAX_SCENES: Final = 60
MAX_SENTENCES: Final = 3
MAX_PIXELS: Final = 16_000_000
MAX_FILE: Final = 60_000_000
"""Bytes of a briefing's file that is read."""

_PLAIN: Final = {
    "string_too_long": "has too many characters: at most {max_length}",
    "string_too_short": "is empty: write something",
    "too_short": "is empty: write something",
    "too_long": "has too many {parts}: at most {max_length}",
    "missing": "is missing: add it",
    "extra_forbidden": "is not known: take it out",
}


class Value(BaseModel):
    """The base of what a briefing is made of: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_line(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half a character, which no file can carry") from None
    return text


def _without_empty(sentences: Any) -> Any:
    if not isinstance(sentences, list | tuple):
        return sentences
    lines = cast("Iterable[Any]", sentences)
    return tuple(line for line in map(_one_line, lines) if line != "")


def _query(text: str) -> str:
    return Selection.from_query(text).to_query()


def _view(value: Any) -> dict[str, Any] | None:
    try:
        return cast("dict[str, Any] | None", Recipe(view=value).view)
    except BadRecipe as problem:
        raise ValueError(str(problem)) from None


def _png(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            wide, high = image.size
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        wide = high = 0
    if not 0 < wide * high < MAX_PIXELS:
        raise ValueError("it is no picture that the atlas drew")
    return content


def _ground(text: str) -> str:
    try:
        held = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict) or (text and "areas" not in held):
        raise ValueError("it is no map that the atlas wrote")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Headline = Annotated[
    str, BeforeValidator(_one_line), StringConstraints(min_length=1, max_length=120), AfterValidator(_whole)
]
Sentence = Annotated[str, StringConstraints(max_length=220), AfterValidator(_whole)]


class State(Value):
    """What the data said when a scene was written: its claims in words, its incidents, its datasets, and a digest of all."""

    claims: dict[str, str] = {}
    incidents: tuple[str, ...] = ()
    datasets: dict[str, str] = {}
    digest: str = ""
    on: dt.date | None = None


class Scene(Value):
    """One picture of a talk with its words.

    Attributes
    ----------
    id : str
        Unique in its briefing.
    headline : str
        At most 120 characters.
    sentences : tuple of str
        At most three; empty ones are left out.
    notes : str
        What only the speaker sees.
    query : str
        The selection as in a link: the rule and ``as_known_on`` are part of it.
    view : mapping, optional
        Where the map stands: ``bounds``, ``latitude``, ``longitude``, ``zoom``, ``layers``. The whole area without.
    picture : str
        ``map``, or ``claims``: who says what, as large as the screen allows.
    figures : tuple of str
        Which groups of people (ids of ``COUNTED_GROUPS``) the scene's figures are about; all where empty.
    playback : bool
        Whether the map can be played day by day.
    state : State, optional
        What the data said when the scene was written.

    Examples
    --------
    >>> scene = Scene(id="a", headline="Pasni", sentences=["One place.", ""], query="places=town%3Apasni")
    >>> scene.sentences, scene.selection.places
    (('One place.',), ('town:pasni',))
    """

    id: Id
    headline: Headline
    sentences: Annotated[tuple[Sentence, ...], BeforeValidator(_without_empty), Field(max_length=MAX_SENTENCES)] = ()
    notes: Annotated[str, StringConstraints(max_length=6000), AfterValidator(_whole)] = ""
    query: Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_whole), AfterValidator(_query)] = ""
    view: Annotated[dict[str, Any] | None, BeforeValidator(_view)] = None
    picture: Literal["map", "claims"] = "map"
    figures: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = ()
    playback: bool = False
    state: State | None = None

    @property
    def selection(self) -> Selection:
        """Which incidents, by which rule, as known on which day."""
        return Selection.from_query(self.query)

    @property
    def read(self) -> str:
        """The query without what of it cannot be read."""
        return self.selection.replace(unknown=()).to_query()


class Records(Value):
    """The records of one dataset that a frozen briefing carries inside; by id, the dataset that a record was taken from."""

    id: str
    title: str
    licence: str = ""
    citation: str = ""
    sources: tuple[Source, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    origins: Mapping[str, str] = Field(default_factory=dict)


class Picture(Value):
    """The map of a scene as it was drawn: a PNG in base64, and its description in words."""

    png: Annotated[Base64Bytes, AfterValidator(_png)]
    alt: str


class Frozen(Value):
    """What makes a briefing independent of the atlas: the day, the records, and all that is drawn and said of them.

    Attributes
    ----------
    on : date
        The day in Karachi.
    records : tuple of Records
        What the scenes show, for whoever wants to look into it.
    boards : tuple of dict
        What each scene shows (see `briefing.board`).
    ground : str
        The map below: boundaries, names and towns as the map document embeds them, JSON; empty in older files.
    pictures : dict
        The map of each scene that has one, by scene, as slides and handout show it.
    sources, datasets : tuple of str
        What it rests on, in sentences.
    """

    on: dt.date
    records: tuple[Records, ...]
    boards: tuple[dict[str, Any], ...]
    ground: Annotated[str, AfterValidator(_ground)] = ""
    pictures: dict[str, Picture] = {}
    sources: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


class Briefing(Value):
    """An ordered list of scenes. `version` counts its saves; the first saved one is 1.

    Examples
    --------
    >>> briefing = Briefing(id="monday", title="Monday", scenes=[Scene(id="a", headline="Pasni")])
    >>> from_json(to_json(briefing)) == briefing
    True
    """

    id: Id
    title: Headline
    scenes: Annotated[tuple[Scene, ...], Field(max_length=MAX_SCENES)] = ()
    version: Annotated[int, Field(ge=0)] = 0
    saved: dt.datetime | None = None
    frozen: Frozen | None = None

    def scene(self, scene_id: str) -> Scene:
        """Return a scene by its id; raises `UnknownBriefing`."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise UnknownBriefing(f"no scene of “{self.title}” has the id {scene_id!r:.80}")

    def replace(self, **changes: Any) -> Briefing:
        """Return a briefing with other values in some fields, checked. Raises `BadBriefing`."""
        return made(Briefing, dict(self) | changes)


def made(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """Return a value of `Scene` or `Briefing`; raises `BadBriefing` with the field, the value and a remedy.

    Examples
    --------
    >>> made(Scene, {"id": "a", "headline": ""})
    Traceback (most recent call last):
    briefing.errors.BadBriefing: headline is empty: write something
    """
    try:
        return kind.model_validate(dict(values))
    except ValidationError as problem:
        raise BadBriefing("; ".join(dict.fromkeys(_told(error) for error in problem.errors()[:5]))) from None


def _told(error: ErrorDetails) -> str:
    """Return one mistake in words: where, what, the value."""
    where = list(error["loc"])
    place = (
        f"scene {where[1] + 1}, " if where[:1] == ["scenes"] and len(where) > 1 and isinstance(where[1], int) else ""
    )
    name = ", ".join(str(part + 1) if isinstance(part, int) else part for part in (where[2:] if place else where))
    known = _PLAIN.get(error["type"])
    if known:
        parts = "characters" if isinstance(error["input"], str) else "entries"
        return f"{place}{name} {known.format(**{'parts': parts, **error.get('ctx', {})})}"
    reason = error["msg"].removeprefix("Value error, ")
    return f"{place}{name} cannot be used: {reason[:1].lower()}{reason[1:]} ({error['input']!r:.80})"


def to_json(briefing: Briefing) -> str:
    """Return a briefing as the text of its file; equal briefings give equal text."""
    held = {"format": FORMAT, **briefing.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_json(content: str | bytes) -> Briefing:
    """Return the briefing of a file's content. Raises `BadBriefing`."""
    if len(content) > MAX_FILE:
        raise BadBriefing(f"the file has {len(content):,} bytes; a briefing has at most {MAX_FILE:,}")
    try:
        held = read_json(content)
    except BadRecipe as problem:
        raise BadBriefing(str(problem).replace("recipe file", "briefing file")) from None
    if not isinstance(held, dict) or cast("dict[str, Any]", held).get("format") != FORMAT:
        raise BadBriefing(f"the file does not say {FORMAT!r}: it is no briefing, or another version wrote it")
    values = {key: value for key, value in cast("dict[str, Any]", held).items() if key != "format"}
    briefing: Briefing = made(Briefing, values)
    _check_once(briefing)
    return briefing


def _check_once(briefing: Briefing) -> None:
    seen: set[str] = set()
    for scene in briefing.scenes:
        if scene.id in seen:
            raise BadBriefing(f"two scenes have the id {scene.id!r}: give one of them another")
        seen.add(scene.id)
