"""Names become places: an embedded gazetteer of Balochistan and what lies around it. No network."""

from gazetteer.errors import BadPlaceFile, GazetteerError, UnknownPlace
from gazetteer.gazetteer import Gazetteer
from gazetteer.home import home
from gazetteer.place import LEVELS, Candidate, Match, Place

__all__ = [
    "LEVELS",
    "BadPlaceFile",
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "Match",
    "Place",
    "UnknownPlace",
    "home",
]
