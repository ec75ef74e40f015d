"""What stands for every place that no gazetteer has, of incidents without coordinates: they are counted and listed, on no map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer import Place
from incidents.vocabulary import UNKNOWN_PLACE

if TYPE_CHECKING:
    from incidents.coding import Coded, Mask
    from incidents.record import Where

_NOWHERE: Final = float("nan")

UNPLACED: Final = Place(
    "unplaced", "Place not found", UNKNOWN_PLACE, _NOWHERE, _NOWHERE, _NOWHERE, (), source="dataset"
)


def unplaced(where: Where) -> Where:
    """Return where a record is whose place is in no gazetteer any more: its name as written, and nothing else."""
    name = where.toponym or where.place_id
    return where.model_copy(
        update={"place_id": UNPLACED.id, "level": UNPLACED.level, "toponym": name, "how": "unknown"}
    )


def nowhere(place: Coded) -> Mask:
    """Return which rows are at no place that is known."""
    return np.array([each == UNPLACED.id for each in place.values], dtype=bool)[place.codes]
