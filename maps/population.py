"""How many people live in each district, as a user's own CSV gives it: what incidents are divided by for a rate."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from maps.errors import BadRecipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer import Gazetteer

PEOPLE: Final = 100_000
"""A rate is of incidents for so many people."""

COLUMNS: Final = ("admin2", "population", "source")
MAX_BYTES: Final = 200_000
MAX_DISTRICTS: Final = 2_000
MAX_SOURCE: Final = 200
MAX_PEOPLE: Final = 10**9
SURE: Final = ("exact", "alias", "key")
"""Ways to match a name that are trusted; a near spelling is asked about."""


def read_population(content: bytes, gazetteer: Gazetteer, file: str = "population.csv") -> dict[str, Any]:
    """Return the districts' numbers of people in a CSV with the columns admin2, population and source.

    Parameters
    ----------
    content : bytes
        The file, UTF-8. A source may stand in the first row alone.
    gazetteer : Gazetteer
        Where the districts are looked up, by name or id.
    file : str
        What messages call it.

    Raises
    ------
    BadRecipe
        If a row cannot be used; the message names row, column, value and what to do.

    Examples
    --------
    >>> from gazetteer import Gazetteer
    >>> given = b"admin2,population,source\\nGwadar,1000,A made-up count\\n"
    >>> read_population(given, Gazetteer.load())
    {'source': 'A made-up count', 'people': {'district:gwadar': 1000}}
    """
    people: dict[str, int] = {}
    sources: list[str] = []
    for number, row in _rows(content, file):
        place_id = _district(row["admin2"], gazetteer, f"{file}, row {number}, admin2")
        if place_id in people:
            raise BadRecipe(f"{file}, row {number}, admin2: {row['admin2']!r:.80} stands in an earlier row; keep one")
        people[place_id] = _people(row["population"], f"{file}, row {number}, population")
        sources += [row["source"]] if row["source"] else []
    source = "; ".join(dict.fromkeys(sources))
    if not source:
        raise BadRecipe(f"{file}: no row names a source; write who counted and when, for the figure prints it")
    return checked({"source": source, "people": people})


def _rows(content: bytes, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    if len(content) > MAX_BYTES:
        raise BadRecipe(f"{file} has {len(content):,} bytes; a row a district needs at most {MAX_BYTES:,}")
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise BadRecipe(f"{file} has no column {missing[0]!r}; needed: {', '.join(COLUMNS)}")
        for row in reader:
            cells = {name: (row[name] or "").strip() for name in COLUMNS}
            if any(cells.values()):
                yield reader.line_num, cells
    except UnicodeDecodeError:
        raise BadRecipe(f"{file} is not UTF-8 text; save it as CSV UTF-8") from None
    except csv.Error as error:
        raise BadRecipe(f"{file} is not a CSV file: {error}") from None


def _district(name: str, gazetteer: Gazetteer, where: str) -> str:
    found = gazetteer.resolve(name.removeprefix("district:"), level="district")
    if found.place is not None and found.how in SURE:
        return found.place.id
    near = next((candidate.place.name for candidate in found.candidates), "")
    remedy = f"did you mean {near!r}?" if near else "see 'python -m gazetteer search' for the names of districts"
    raise BadRecipe(f"{where}: no district is called {name!r:.80}; {remedy}")


def _people(text: str, where: str) -> int:
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:20]) <= MAX_PEOPLE):
        raise BadRecipe(f"{where}: a whole number of people from 1 to {MAX_PEOPLE:,} is needed, not {text!r:.80}")
    return int(digits)


def checked(value: object) -> dict[str, Any]:
    """Return numbers of people as a recipe holds them: ``source``, and ``people`` by the id of the district.

    Raises
    ------
    BadRecipe
        If they are something else.
    """
    given = cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
    people, source = given.get("people"), given.get("source")
    if set(given) != {"people", "source"} or not isinstance(people, Mapping) or not isinstance(source, str):
        raise BadRecipe(f"population holds a source and people by district, not {value!r:.80}")
    if not 0 < len(source.strip()) <= MAX_SOURCE:
        raise BadRecipe(f"the source of a population has 1 to {MAX_SOURCE} characters, not {len(source)}")
    numbers = cast("Mapping[Any, Any]", people)
    if not 0 < len(numbers) <= MAX_DISTRICTS:
        raise BadRecipe(f"population has 1 to {MAX_DISTRICTS:,} districts, not {len(numbers):,}")
    for place_id, number in numbers.items():
        if not isinstance(place_id, str) or type(number) is not int or not 0 < number <= MAX_PEOPLE:
            raise BadRecipe(
                f"population of {place_id!r:.80} is a whole number from 1 to {MAX_PEOPLE:,}, not {number!r:.80}"
            )
    return {"source": source.strip(), "people": dict(sorted(numbers.items()))}
