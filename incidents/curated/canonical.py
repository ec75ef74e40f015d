"""Canonical JSON, and the hash that chains each revision to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

FIRST: Final = "0" * 64  # what the first revision is chained to


def canonical(value: Any) -> str:
    """Return a value as JSON in one form: keys in order, no blanks, text as it is.

    Examples
    --------
    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def chained(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a revision's fields (without its own hash) as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(dict(fields)).encode("utf-8", "surrogateescape")).hexdigest()
