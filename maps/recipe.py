"""A recipe: everything that decides a figure, as one value that a file carries to another machine and remakes it from."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from incidents import Selection
from incidents.selection import FIELDS as FILTERS
from maps import population
from maps.errors import BadRecipe
from maps.marks import overlap
from maps.shown import shown
from maps.view import checked_view, edges_of

if TYPE_CHECKING:
    from incidents import Atlas


class Size(NamedTuple):
    """Width and height at final size, in ``mm`` or ``px``."""

    width: float
    height: float
    unit: str


PRESETS: Final[Mapping[str, Size]] = MappingProxyType(
    {
        "single": Size(89, 200, "mm"),
        "double": Size(183, 150, "mm"),
        "page": Size(183, 247, "mm"),
        "slide": Size(1920, 1080, "px"),
        "square": Size(1080, 1080, "px"),
    }
)
"""Sizes by name; `Recipe.size` gives ``custom`` ones too. A column fixes the width alone: see `maps.figures.size_of`."""

KINDS: Final = ("locator", "symbol", "choropleth", "multiples", "timeline", "map_timeline")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kind": KINDS,
        "preset": (*PRESETS, "custom"),
        "unit": ("px", "mm"),
        "theme": ("light", "dark", "print"),
        "language": ("en", "ur"),
        "by": ("day", "week", "month", "year", "event_type"),
        "classes": ("quantiles", "equal", "natural"),
        "measure": ("count", "per_area", "per_people"),
        "labels": ("both", "latin", "urdu", "none"),
    }
)
"""What each field may be."""

DPI: Final = (72, 600)
SIDES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType({"mm": (50.0, 1000.0), "px": (240.0, 6000.0)})
"""Least and greatest side of a custom size, by unit."""

MAX_PIXELS: Final = 40_000_000
"""Of a PNG: width times height at its dpi."""

MAX_WORDS: Final[Mapping[str, int]] = MappingProxyType({"title": 300, "subtitle": 600, "query": 20_000})
MAX_STYLE: Final = 6_000_000
"""Characters of a house style as JSON, its logo and fonts included."""

NO_PEOPLE: Final = "measure 'per_people' needs the number of people in each district: a CSV file with the columns admin2, population and source"
MM_PER_INCH: Final = 25.4
CSS_DPI: Final = 96


@dataclass(frozen=True, eq=False)
class Recipe:
    """Everything that decides a figure, besides the data.

    Attributes
    ----------
    query : str
        The selection as in a link; the rule and ``as_known_on`` are part of it. Kept in one form: equal selections have
        equal recipes.
    kind, preset, unit, theme, language, by, classes, measure, labels : str
        See `CHOICES`.
    width, height : float, optional
        Of preset ``custom`` only: mm or CSS pixels, at final size.
    dpi : int
        Dots an inch of a PNG whose size is in mm; one of a size in px has just these pixels.
    view : mapping, optional
        Where the live map stands: ``latitude``, ``longitude``, ``zoom``, ``bounds`` (west, south, east, north), ``layers``.
    title, subtitle : str, optional
        Instead of those from the data; "" for none.
    inset : bool
        Whether a small map locates the area.
    style : mapping, optional
        A house style, as its TOML file holds it.
    population : mapping, optional
        How many people live in each district, for the measure ``per_people``: see `maps.population`.
    made : date, optional
        The day printed on the figure; today in Karachi where not given.

    Raises
    ------
    BadRecipe
        If a value cannot decide a figure.

    Examples
    --------
    >>> recipe = Recipe(query="places=town:pasni", preset="double")
    >>> Recipe.from_json(recipe.to_json()) == recipe
    True
    >>> recipe.size
    Size(width=183, height=150, unit='mm')
    """

    query: str = ""
    kind: str = "symbol"
    preset: str = "slide"
    width: float | None = None
    height: float | None = None
    unit: str = "px"
    dpi: int = 300
    theme: str = "light"
    language: str = "en"
    view: Mapping[str, Any] | None = None
    title: str | None = None
    subtitle: str | None = None
    by: str = "month"
    classes: str = "quantiles"
    measure: str = "count"
    labels: str = "both"
    inset: bool = True
    style: Mapping[str, Any] | None = None
    made: dt.date | None = None
    population: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        """Bring the values into one form, and refuse those that cannot decide a figure."""
        for name, known in CHOICES.items():
            _check_choice(name, getattr(self, name), known)
        for name, most in MAX_WORDS.items():
            _check_words(name, getattr(self, name), most)
        if not isinstance(self.inset, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise BadRecipe(f"inset is true or false, not {self.inset!r}")
        self._set("query", _query(self.query))
        self._set("dpi", _dpi(self.dpi))
        self._set("view", checked_view(self.view))
        self._set("style", _style(self.style))
        self._set("made", _made(self.made))
        self._set("population", None if self.population is None else population.checked(self.population))
        if self.measure == "per_people" and self.population is None:
            raise BadRecipe(NO_PEOPLE)
        self._check_size()

    def __eq__(self, other: object) -> bool:
        """Return whether both are written the same: 1 and true are not."""
        return self.to_json() == other.to_json() if isinstance(other, Recipe) else NotImplemented

    def __hash__(self) -> int:
        """Return the hash of what `to_json` writes."""
        return hash(self.to_json())

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _check_size(self) -> None:
        if self.preset != "custom":
            if self.width is not None or self.height is not None:
                raise BadRecipe(f"preset {self.preset!r} has its own size: leave width and height out, or use 'custom'")
            self._set("unit", "px")
        else:
            for name in ("width", "height"):
                self._set(name, _side(name, getattr(self, name), self.unit))
        wide, high = self.pixels
        if wide * high > MAX_PIXELS:
            raise BadRecipe(f"{wide} x {high} pixels are too many: make the size or dpi {self.dpi} smaller")

    @property
    def asked(self) -> Selection:
        """Which incidents the query selects."""
        return Selection.from_query(self.query)

    @property
    def selection(self) -> Selection:
        """Which incidents the figure shows: those asked for, of a map with edges those that meet it."""
        asked, edges = self.asked, self.edges
        if not edges or self.kind == "timeline":
            return asked
        return asked.replace(bounds=overlap(asked.bounds, edges) or asked.bounds)

    @property
    def edges(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of the view, degrees; None where it has none."""
        return edges_of(self.view or {}, self.css_size)

    @property
    def size(self) -> Size:
        """Width, height and unit at final size."""
        if self.preset != "custom":
            return PRESETS[self.preset]
        return Size(self.width or 0.0, self.height or 0.0, self.unit)

    @property
    def css_size(self) -> tuple[float, float]:
        """Width and height in CSS pixels, 96 an inch: what the figure is laid out on."""
        width, height, unit = self.size
        factor = CSS_DPI / MM_PER_INCH if unit == "mm" else 1.0
        return width * factor, height * factor

    @property
    def raster_dpi(self) -> float:
        """Dots an inch at which a PNG of `css_size` gets its pixels: `dpi` for sizes in mm, 96 for those in px."""
        return float(self.dpi) if self.size.unit == "mm" else float(CSS_DPI)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the PNG."""
        width, height = (side * self.raster_dpi / CSS_DPI for side in self.css_size)
        return round(width), round(height)

    def replace(self, **changes: Any) -> Recipe:
        """Return a recipe with other values in some fields."""
        return dataclasses.replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready; one that came later only where it has a value, so that earlier figures keep their ids."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        for name in LATER:
            if values[name] is None:
                del values[name]
        return values | {"made": self.made.isoformat() if self.made else None}

    def to_json(self) -> str:
        """Return the recipe as JSON with its keys sorted; equal recipes give equal text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)

    @classmethod
    def from_dict(cls, values: object) -> Recipe:
        """Return the recipe of a JSON object; keys that are missing have their defaults. Raises `BadRecipe`."""
        if not isinstance(values, Mapping):
            raise BadRecipe(f"a recipe is an object with names and values, not {values!r:.80}")
        given = cast("Mapping[str, Any]", values)
        unknown = [key for key in given if key not in FIELDS]
        if unknown:
            raise BadRecipe(f"a recipe has no {unknown[0]!r:.80}; known: {', '.join(FIELDS)}")
        return cls(**given)

    @classmethod
    def from_json(cls, text: str | bytes) -> Recipe:
        """Return the recipe of a JSON text. Raises `BadRecipe`."""
        return cls.from_dict(read_json(text))


LATER: Final = ("population",)
FIELDS: Final = tuple(field.name for field in dataclasses.fields(Recipe))


def read_json(text: str | bytes) -> Any:
    """Return what a JSON text says; raises `BadRecipe` where it is none, or gives a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeError:
        raise BadRecipe("not a recipe file: it is not text in UTF-8; save it in this encoding") from None
    except BadRecipe:
        raise
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}, character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BadRecipe(
            f"not a recipe file: it cannot be read as JSON{where}; correct that, or give a figure.json as it was downloaded"
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadRecipe(f"{key!r:.80} is given twice: keep one")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise BadRecipe(f"{name} is not a number that a recipe can hold")


def _query(text: str) -> str:
    """Return a query in its one form; raises `BadRecipe` where part of it would select nothing: a figure leaves nothing aside."""
    selection = Selection.from_query(text)
    for key, value, reason in selection.reported:
        raise BadRecipe(f"query: {unread(key, value, reason)}")
    return selection.to_query()


def unread(key: str, value: str, reason: str) -> str:
    """Return in words why part of a query cannot be read, and which filters there are where it is none.

    Examples
    --------
    >>> unread("dataset", "acled", "no filter is called 'dataset'")[:75]
    "cannot read dataset='acled': no filter is called 'dataset'; known: start, e"
    """
    known = "" if key in FILTERS else f"; known: {', '.join(FILTERS)}"
    return f"cannot read {key:.80}={value!r:.80}: {reason:.400}{known}"


def _check_choice(name: str, value: object, known: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in known:
        raise BadRecipe(f"no such {name}: {value!r:.80}; known: {', '.join(known)}")


def _check_words(name: str, value: object, most: int) -> None:
    if value is None and name != "query":
        return
    if not isinstance(value, str):
        raise BadRecipe(f"{name} is text, not {value!r:.80}")
    if len(value) > most:
        raise BadRecipe(f"{name} has {len(value):,} characters; at most {most:,} have room")
    _check_whole(name, value)


def _check_whole(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRecipe(f"{name} holds half a character, which no file can carry: {text!r:.80}") from None


def _dpi(value: object) -> int:
    least, most = DPI
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not least <= value <= most
        or value != int(value)
    ):
        raise BadRecipe(f"dpi is a whole number from {least} to {most}, not {value!r:.80}")
    return int(value)


def _side(name: str, value: object, unit: str) -> float:
    least, most = SIDES[unit]
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadRecipe(f"{name} of a custom size is {least:g} to {most:g} {unit}, not {value!r:.80}")
    return float(value)


def _style(value: object) -> dict[str, Any] | None:
    """Return a house style as JSON would bring it back."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadRecipe(f"style is a table as in a house style file, not {value!r:.80}")
    try:
        text = json.dumps(dict(cast("Mapping[str, Any]", value)), ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadRecipe(f"style holds something that no file can carry: {error}") from None
    _check_words("style", text, MAX_STYLE)
    return cast("dict[str, Any]", json.loads(text))


def _made(value: object) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        if not isinstance(value, str):
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        raise BadRecipe(f"made is a date such as 2026-03-05, not {value!r:.80}") from None


def figure_id(recipe: Recipe, atlas: Atlas) -> str:
    """Return the short id printed on a figure: a hash of its recipe and of the data that it shows.

    The same on every machine that has the same records; another when the recipe, an incident, a claim or a dataset that the
    figure shows changes.

    Examples
    --------
    >>> from incidents import Atlas
    >>> len(figure_id(Recipe(), Atlas.of([])))
    9
    """
    digest = hashlib.sha256(f"{recipe.to_json()}\n{shown(atlas, recipe.selection).digest}".encode()).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"
