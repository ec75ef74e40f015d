"""How good the answers are: precision and recall over names whose true position is known."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import shapely
from geopy.distance import great_circle

from gazetteer.errors import BadPlaceFile
from gazetteer.extension import wrong_number
from gazetteer.gazetteer import Gazetteer
from gazetteer.place import Match

WITHIN_KM = 10.0
"""An answer without a polygon is right within this distance of the truth."""


@dataclass(frozen=True)
class Known:
    """A name, the area it was given with (or ""), and where the place really is."""

    name: str
    within: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Score:
    """The outcome for a list of names.

    ``precision`` is right / answered, ``recall`` is right / names; ambiguous and unknown names count as unanswered.
    """

    names: int
    answered: int
    right: int
    wrong: tuple[tuple[Known, Match], ...]
    unanswered: tuple[tuple[Known, Match], ...]

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 1.0 when there is none."""
        return self.right / self.answered if self.answered else 1.0

    @property
    def recall(self) -> float:
        """Share of the names that are answered rightly; 0.0 when there is none."""
        return self.right / self.names if self.names else 0.0


def is_right(match: Match, latitude: float, longitude: float) -> bool:
    """Whether the true point lies in the polygon of the answer, or within ten kilometres of its point."""
    if match.place is None or match.latitude is None or match.longitude is None:
        return False
    if match.place.geometry is not None:
        return bool(shapely.intersects_xy(match.place.geometry, longitude, latitude))
    return great_circle((match.latitude, match.longitude), (latitude, longitude)).km <= WITHIN_KM


def score(gazetteer: Gazetteer, known: Iterable[Known]) -> Score:
    """Resolve every name and compare with the truth.

    >>> g = Gazetteer.load()
    >>> result = score(g, [Known("Pasny", "", 25.263, 63.469), Known("Dasht", "", 25.7, 62.7)])
    >>> result.precision, result.recall
    (1.0, 0.5)
    """
    matches = [(one, gazetteer.resolve(one.name, one.within or None)) for one in known]
    answered = [(one, match) for one, match in matches if match.place]
    wrong = tuple((one, match) for one, match in answered if not is_right(match, one.latitude, one.longitude))
    unanswered = tuple((one, match) for one, match in matches if not match.place)
    return Score(len(matches), len(answered), len(answered) - len(wrong), wrong, unanswered)


def read_known(path: Path) -> list[Known]:
    """Rows of a CSV with the columns name, within, latitude, longitude; ``within`` may be empty or missing.

    Raises
    ------
    BadPlaceFile
        A column is missing or a coordinate is not a number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadPlaceFile(f"cannot read {str(path)!r}: {error}; it must be a CSV in UTF-8") from error
    found: list[Known] = []
    for number, row in enumerate(rows, 2):
        for column, most in (("latitude", 90), ("longitude", 180)):
            if remedy := wrong_number(row.get(column) or "", -most, most):
                raise BadPlaceFile(f"row {number}, {column}: {row.get(column)!r}: {remedy}")
        found.append(
            Known(row.get("name") or "", row.get("within") or "", float(row["latitude"]), float(row["longitude"]))
        )
    return found
