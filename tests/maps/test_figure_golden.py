"""Figures that were looked at stay as they were: their structure exactly, their look within a tolerance."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from maps.figures import _settings, compose
from maps.gallery import atlas_of, complaints, fingerprint, pairwise

GOLDEN = Path(__file__).parent / "golden" / "gallery"
LOOKS = GOLDEN / "looks.json"
TOLERANCE_BITS = 14
"""Of 256: another version of FreeType moves a few, another layout dozens."""

SAMPLES = pairwise()


@pytest.fixture(scope="module")
def atlases():
    return {data: atlas_of(data) for data in ("embedded", "busy")}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_figure_is_the_one_that_was_looked_at(atlases, sample):
    composed = compose(atlases[sample.data], sample.recipe)
    assert complaints(composed) == []
    with _settings(sample.recipe):
        look = fingerprint(composed)
    path = GOLDEN / f"{sample.name}.txt"
    looks = json.loads(LOOKS.read_text("utf-8")) if LOOKS.exists() else {}
    if "ATLAS_WRITE_GOLDEN" in os.environ:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(composed.sheet.outline(), encoding="utf-8")
        looks[sample.name] = f"{look:064x}"
        LOOKS.write_text(json.dumps(looks, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    assert composed.sheet.outline() == path.read_text("utf-8"), (
        "look at the figure (python -m maps.gallery --sheet FOLDER); if it is right, run with ATLAS_WRITE_GOLDEN=1"
    )
    assert (look ^ int(looks[sample.name], 16)).bit_count() <= TOLERANCE_BITS


def test_the_pairs_cover_every_kind_preset_theme_and_language():
    for choice in ("kind", "preset", "theme", "language"):
        assert len({getattr(sample.recipe, choice) for sample in SAMPLES}) == {"kind": 6, "preset": 5, "theme": 3, "language": 2}[choice]  # fmt: skip
    assert 28 <= len(SAMPLES) <= 50
