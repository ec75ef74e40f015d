"""A story told from selections: scenes in an order, shown on a wall, carried as one file, printed as slides."""

from briefing.board import board, boards
from briefing.editing import added, changed, duplicated, moved, without
from briefing.errors import (
    BadBriefing,
    BriefingError,
    FrozenBriefing,
    LibraryError,
    StaleBriefing,
    UnknownBriefing,
)
from briefing.freezing import atlas_of, frozen
from briefing.library import Library, Listed
from briefing.sample import SAMPLE, sample
from briefing.scene import Briefing, Scene, State, from_json, to_json
from briefing.state import all_changes, all_stated, changes, stated

__all__ = [
    "SAMPLE",
    "BadBriefing",
    "Briefing",
    "BriefingError",
    "FrozenBriefing",
    "Library",
    "LibraryError",
    "Listed",
    "Scene",
    "StaleBriefing",
    "State",
    "UnknownBriefing",
    "added",
    "all_changes",
    "all_stated",
    "atlas_of",
    "board",
    "boards",
    "changed",
    "changes",
    "duplicated",
    "from_json",
    "frozen",
    "moved",
    "sample",
    "stated",
    "to_json",
    "without",
]
