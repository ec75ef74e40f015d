"""Arrow's functions over whole columns, which are made when it is loaded and so have no types to check against."""

from __future__ import annotations

from typing import Any, Final

import pyarrow.compute as _compute

pc: Final[Any] = _compute
