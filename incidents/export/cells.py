"""Makes values safe to write: without characters that files cannot carry, and harmless as cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from incidents.formulas import neutral

Row: TypeAlias = dict[str, Any]

UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT: Final = "\ufffd"
SEPARATOR: Final = "; "


def legible(text: str) -> str:
    """Return a text with a visible mark for each character that XML 1.0 or UTF-8 cannot carry, and plain line ends.

    Examples
    --------
    >>> legible("a\\x00b\\r\\nc")
    'a�b\\nc'
    """
    if text.isprintable():
        return text
    return UNWRITABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(values: Iterable[Any], kind: str) -> list[Any]:
    """Return a column's values by its kind (see `Column`): legible text, whole numbers, dates; None for what is missing.

    Examples
    --------
    >>> plain([17.0, float("nan")], "count"), plain([("bla",), ()], "list"), plain([None], "text")
    ([17, None], [['bla'], []], [''])
    """
    if kind == "date" and isinstance(values, pd.Series) and values.dtype.kind == "M":
        return np.asarray(values).astype("datetime64[D]").tolist()
    if kind in _MADE:
        made = Once(_MADE[kind])
        return [made[value] for value in values]
    read = _READ[kind]
    return [None if value is None or value is pd.NA or value != value else read(value) for value in values]


class Once(dict[Any, Any]):
    """What a function makes of values, made once of equal ones."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, value: Any) -> Any:
        """Make it."""
        made = self[value] = self._function(value)
        return made


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else legible(str(value))


def _list(value: Any) -> list[str]:
    return [legible(str(each)) for each in value] if isinstance(value, tuple) else []


def _count(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _date(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


_MADE: Final[Mapping[str, Callable[[Any], Any]]] = {"text": _text, "list": _list}
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {"date": _date, "count": _count, "number": float, "flag": bool}


def cell(value: Any) -> Any:
    """Return a value of `plain` as one cell: a list in one text, with semicolons; text made `neutral`.

    Examples
    --------
    >>> cell(["bla", "military"]), cell([]), cell(197), cell("-")
    ('bla; military', '', 197, "'-")
    """
    flat = SEPARATOR.join(value) if isinstance(value, list) else value
    return neutral(flat) if isinstance(flat, str) else flat
