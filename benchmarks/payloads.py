"""What is sent: the map's data after a filter change, and the cube that the playback runs over; as JSON, not compressed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import maps
from benchmarks import acled_like
from benchmarks.filter_change import FEW, SIZES, selections
from benchmarks.result import Result
from incidents import Atlas, Selection

AIM, CUBE_AIM = 49, 1024
"""Kibibytes: 50 kB a change, and one megabyte for the cube."""


def measure(repetitions: int = 12, sizes: Sequence[int] = SIZES) -> list[Result]:
    """Return the size of the map's data over some selections, and of the cube of everything, at each number of incidents."""
    return [result for size in (FEW, *sizes) for result in _at(size, repetitions)]


def _at(size: int, repetitions: int) -> list[Result]:
    atlas = Atlas.open(acled_like.home(size))
    drawn = [_kibibytes(maps.payload(atlas, selection)) for _, selection in selections(repetitions)]
    return [
        Result.of(f"data of the map, {size:,} incidents", "KiB", drawn, f"aim {AIM}"),
        Result.of("  before any filter", "KiB", [_kibibytes(maps.payload(atlas, Selection()))], f"aim {AIM}"),
        Result.of("  cube of the playback", "KiB", [_kibibytes(maps.cube(atlas, Selection()))], f"aim {CUBE_AIM:,}"),
    ]


def _kibibytes(content: Any) -> float:
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()) / 1024
