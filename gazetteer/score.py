"""How good the answers are: precision and recall over names whose true position is known."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownLambdaType=false

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import shapely

from gazetteer.apart import great_circle_km
from gazetteer.errors import BadPlaceFile
from gazetteer.extension import wrong_number
from gazetteer.gazetteer import Gazetteer
from gazetteer.place import Match

WITHIN_KM = 10.0
"""An answer without a polygon is right within this distance of the truth."""


@dataclass(frozen=True)
class Known:
    """A name, the area it was given with (or ""), and where the place really is; None: it is no place of ours."""

    name: str
    within: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Score:
    """The outcome for a list of names.

    ``names`` have a position, ``negatives`` have none and should not be answered. ``precision`` is right answers of
    all answers, those to negatives included; ``recall`` is right / names. Ambiguous and unknown names count as
    unanswered.
    """

    names: int
    answered: int
    right: int
    wrong: tuple[tuple[Known, Match], ...]
    unanswered: tuple[tuple[Known, Match], ...]
    negatives: int = 0
    false: tuple[tuple[Known, Match], ...] = ()

    @property
    def false_answers(self) -> int:
        """Number of negatives that were answered."""
        return len(self.false)

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 1.0 when there is none."""
        answers = self.answered + self.false_answers
        return self.right / answers if answers else 1.0

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
    return great_circle_km((match.latitude, match.longitude), (latitude, longitude)) <= WITHIN_KM


def score(gazetteer: Gazetteer, known: Iterable[Known]) -> Score:
    """Resolve every name and compare with the truth.

    >>> g = Gazetteer.load()
    >>> result = score(g, [Known("Pasny", "", 25.263, 63.469), Known("Dasht", "", 25.7, 62.7)])
    >>> result.precision, result.recall
    (1.0, 0.5)
    >>> score(g, [Known("Mustang", "", None, None)]).false_answers
    0
    """
    everything = [(one, gazetteer.resolve(one.name, one.within or None)) for one in known]
    matches = [(one, match) for one, match in everything if one.latitude is not None]
    false = tuple((one, match) for one, match in everything if one.latitude is None and match.place)
    answered = [(one, match) for one, match in matches if match.place]
    wrong = tuple((one, match) for one, match in answered if not _is_known_right(one, match))
    unanswered = tuple((one, match) for one, match in matches if not match.place)
    return Score(
        len(matches),
        len(answered),
        len(answered) - len(wrong),
        wrong,
        unanswered,
        len(everything) - len(matches),
        false,
    )


def _is_known_right(known: Known, match: Match) -> bool:
    return (
        known.latitude is not None and known.longitude is not None and is_right(match, known.latitude, known.longitude)
    )


def read_known(path: Path) -> list[Known]:
    """Rows of a CSV with the columns name, within, latitude, longitude; ``within`` may be empty or missing.

    A row whose latitude and longitude are both empty is a name that should not be answered.

    Raises
    ------
    BadPlaceFile
        The file is no CSV, a column is missing, or a coordinate is not a number or stands without the other.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = [name.strip().lower() for name in reader.fieldnames or ()], list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadPlaceFile(f"cannot read {str(path)!r}: {error}; it must be a CSV in UTF-8") from error
    if missing := [column for column in ("name", "latitude", "longitude") if column not in columns]:
        raise BadPlaceFile(
            f"{path.name!r} has no column {' and no column '.join(map(repr, missing))}; "
            "its first line must name the columns name, latitude, longitude"
        )
    return [_known(number, dict(zip(columns, row.values(), strict=False))) for number, row in enumerate(rows, 2)]


def _known(number: int, row: dict[str, str | None]) -> Known:
    written = {column: (row.get(column) or "").strip() for column in ("name", "within", "latitude", "longitude")}
    if not written["latitude"] and not written["longitude"]:
        return Known(written["name"], written["within"], None, None)
    for column, most in (("latitude", 90), ("longitude", 180)):
        if remedy := wrong_number(written[column], -most, most):
            raise BadPlaceFile(f"row {number}, {column}: {written[column]!r}: {remedy}")
    return Known(written["name"], written["within"], float(written["latitude"]), float(written["longitude"]))
