"""Names become places: an embedded gazetteer of Balochistan and what lies around it. No network."""

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
from gazetteer.geocoder import GazetteerGeocoder, GeocoderChain
from gazetteer.home import home
from gazetteer.place import LEVELS, Candidate, Match, Place
from gazetteer.score import Known, Score, score

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
