"""What stands in the columns of a table, in a few words: the shapes of values by which a meaning is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from incidents.problem import shorten
from incidents.readers.recognise import is_ours

if TYPE_CHECKING:
    from incidents.readers.columns import Batch
    from incidents.readers.mapping import Mapping
    from incidents.readers.recognise import Plan
    from incidents.readers.spool import Spool

_SHAPES: Final = (
    ("dates", r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}.*|[A-Za-z]+,? [A-Za-z]+ \d{1,2},? \d{4}"),
    ("years", r"(?:19|20)\d\d(?:\.0)?"),
    ("whole numbers", r"[+-]?\d{1,18}"),
    ("decimal numbers", r"[+-]?\d{1,15}\.\d+"),
    ("pairs of decimal numbers", r"\(?-?\d{1,3}\.\d+\s*[,;]\s*-?\d{1,3}\.\d+\)?"),
    ("web addresses", r"https?://\S+"),
    ("numbers with words", r".{0,20}\d+.{0,20}"),
)


@dataclass(frozen=True)
class Column:
    """A column of a file.

    Attributes
    ----------
    heading, meaning : str
        Its name, and what it is read as: a field of `mapping.FIELDS`, "count" for a number of people, or empty.
    proposed : str
        What was proposed for it.
    shape : str
        What stands in it, in words.
    filled : float
        The share of rows looked at that have a value, 0 to 1.
    samples : tuple of str
        A few of its values.
    """

    heading: str
    meaning: str
    proposed: str
    shape: str
    filled: float
    samples: tuple[str, ...]

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Column:
        """Return the column that `dataclasses.asdict` made a dict of."""
        parts: dict[str, Any] = {**content, "samples": tuple(content["samples"])}
        return cls(**parts)


def columns_of(spool: Spool, batch: Batch, how: Plan, proposed: Mapping | None) -> Iterator[Column]:
    """Yield the columns of a table with what stands in them and what they are read as."""
    for name, heading in zip(spool.names, spool.headings, strict=True):
        if is_ours(name):
            continue
        values = [text for text in batch.text(name).to_pylist() if text]
        yield Column(
            heading=heading,
            meaning=meaning_of(heading, how.mapping),
            proposed=meaning_of(heading, proposed) if proposed else "",
            shape=shape_of(values),
            filled=round(len(values) / max(len(batch), 1), 4),
            samples=tuple(shorten(each, 60) for each in list(dict.fromkeys(values))[:3]),
        )


def meaning_of(heading: str, mapping: Mapping) -> str:
    """Return what a mapping reads a column as; empty for nothing."""
    field = next((field for field, column in mapping.columns.items() if column == heading), "")
    return field or ("count" if any(count.column == heading for count in mapping.counts) else "")


def shape_of(values: list[str]) -> str:
    """Return in words what the values of a column look like.

    Examples
    --------
    >>> shape_of(["2", "0", "11"]), shape_of(["Turbat", "Pasni", "Turbat"]), shape_of([])
    ('whole numbers from 0 to 11', '2 different texts', 'empty')
    """
    if not values:
        return "empty"
    distinct = list(dict.fromkeys(values))
    name = next((name for name, shape in _SHAPES if _share(shape, distinct) >= 0.7), "")
    if name in ("whole numbers", "decimal numbers"):
        numbers = np.array([float(each) for each in distinct if re.fullmatch(r"[+-]?\d{1,18}(?:\.\d+)?", each)])
        ends = f"from {numbers.min():.10g} to {numbers.max():.10g}"
        return f"{name} {ends}" if len(distinct) > 1 else f"always {numbers.min():.10g}"
    if name:
        return name
    return f"{len(distinct):,} different texts" if len(distinct) > 1 else "always the same text"


def _share(shape: str, values: list[str]) -> float:
    return sum(re.fullmatch(shape, each) is not None for each in values) / len(values)
