"""Finds what decimals of a table are written with: of people, 2.000 is two thousand to some, two to others."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from incidents.amounts import THOUSANDS_OR_FRACTION
from incidents.readers.columns import Batch, nulls

_EITHER: Final = re.compile(THOUSANDS_OR_FRACTION)
_MILLIONS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}")  # 1.204.000
_FRACTION: Final = re.compile(r"(?:0|[1-9]\d{3,})\.\d{3}")  # no thousands: 0.333, 1204.000
_THREE: Final = re.compile(r"\d+\.\d{3}")
_ROWS: Final = 5  # of which all have three decimals, as programs for statistics print numbers


def sign_of(sample: Batch, others: Sequence[str], counts: MappingType[str, str], notes: list[str]) -> str:
    """Return what stands before decimals, "comma" or "point", and tell why; empty where no cell shows it.

    `others` are the columns that are no numbers of people, `counts` the names of those that are in the file.
    """
    if _commas([text for name in others for text in _texts(sample, name)]):
        notes.append("decimals are written with a comma: a number of people such as 1.234 is read as 1,234")
        return "comma"
    texts = {name: _texts(sample, name) for name in counts}
    unclear = next(((name, text) for name in texts for text in texts[name] if _EITHER.search(text)), None)
    every = [text for each in texts.values() for text in each]
    if million := next(filter(_MILLIONS.fullmatch, every), ""):
        notes.append(f"points part thousands, as in {million!r}: a number of people such as 1.234 is read as 1,234")
        return "comma"
    if unclear is None:
        return ""
    name, text = unclear
    if _commas(every):
        notes.append(f"decimals are written with a comma: {text!r} in {counts[name]!r} has thousands")
        return "comma"
    if any(map(_FRACTION.fullmatch, every)) or any(_is_printed(sample, name, texts[name]) for name in texts):
        notes.append(
            f"numbers of people have three decimals, as programs for statistics print them: {text!r} in {counts[name]!r} is {float(_EITHER.findall(text)[0]):g}; "
            'if it has thousands, say decimal = "comma" in a mapping'
        )
        return "point"
    notes.append(
        f"{text!r} in {counts[name]!r} may be a fraction or have thousands, as 2.000 may be 2 or 2,000: such numbers are unknown; "
        'decimal = "comma" in a mapping reads thousands, "point" fractions'
    )
    return ""


def _texts(sample: Batch, name: str) -> list[str]:
    return [text for text in pa.array(sample.text(name).dictionary).to_pylist() if text]


def _commas(texts: Sequence[str]) -> bool:
    """Return whether decimals stand behind a comma."""
    commas, points = (
        sum(re.fullmatch(rf"[-+]?\d{{1,3}}{mark}(?:\d{{1,2}}|\d{{4,}})", text) is not None for text in texts)
        for mark in (",", r"\.")
    )
    return commas > 0 and commas >= points


def _is_printed(sample: Batch, name: str, texts: Sequence[str]) -> bool:
    """Return whether all numbers of a column have three decimals."""
    return all(map(_THREE.fullmatch, texts)) and int((~nulls(sample.text(name))).sum()) >= _ROWS
