"""Names become places: an embedded gazetteer of Balochistan and what lies around it. No network."""

from typing import TYPE_CHECKING, Any

from gazetteer.errors import (
    BadPlaceFile,
    GazetteerError,
    NetworkRefused,
    PackageMismatch,
    UnknownLevel,
    UnknownPlace,
)
from gazetteer.extension import Extension, RowProblem, extend
from gazetteer.gazetteer import Gazetteer
from gazetteer.home import home
from gazetteer.place import LEVELS, Candidate, Match, Place
from gazetteer.score import Known, Score, score

if TYPE_CHECKING:
    from gazetteer.geocoder import GazetteerGeocoder, GeocoderChain

__all__ = [
    "LEVELS",
    "BadPlaceFile",
    "Candidate",
    "Extension",
    "Gazetteer",
    "GazetteerError",
    "GazetteerGeocoder",
    "GeocoderChain",
    "Known",
    "Match",
    "NetworkRefused",
    "PackageMismatch",
    "Place",
    "RowProblem",
    "Score",
    "UnknownLevel",
    "UnknownPlace",
    "extend",
    "home",
    "score",
]


def __getattr__(name: str) -> Any:
    """Load the geocoders when they are asked for: geopy takes a tenth of a second, and hardly anything needs it."""
    if name not in ("GazetteerGeocoder", "GeocoderChain"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gazetteer import geocoder

    return getattr(geocoder, name)
