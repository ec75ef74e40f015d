"""A column of who claimed an attack: they claimed responsibility, unless a cell doubts or denies that."""

from pathlib import Path

import pytest

from tests.incidents.readers.made import done

CELLS = {
    "BLA": "claimed_responsibility",
    "Jaish ul-Adl": "claimed_responsibility",
    "BLA?": "named",
    "Unclaimed": "named",
    "No claim": "named",
    "Denied by BLA": "named",
    "suspected TTP": "named",
    "Unknown": "named",
}


@pytest.mark.parametrize(("column", "claims"), [("Claimed by", True), ("Perpetrator", False)])
def test_who_stands_below_claimed_by_claimed_responsibility(tmp_path: Path, column: str, claims: bool) -> None:
    rows = "".join(f"2024-03-0{n},Turbat,{cell}\n" for n, cell in enumerate(CELLS, start=1))
    found = done(tmp_path, f"date,place,{column}\n{rows}").incidents
    roles = [actors[0]["role"] for actors in found["actors"]]
    assert roles == (list(CELLS.values()) if claims else ["named"] * len(CELLS))
