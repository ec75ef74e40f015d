"""What of a newer export counts as changed: whatever a column of the file says of an incident, not how it is written."""

import csv
from pathlib import Path

import pytest

from incidents.difference import Difference
from incidents.examples import differing
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots

ROWS = [
    {
        "no": f"k{number}",
        "date": f"2021-03-{number:02}",
        "district": "Kech",
        "killed": "3",
        "accused": "unknown",
        "printed": f"page {number}",
    }
    for number in range(1, 25)
]


@pytest.fixture(scope="module")
def worker():
    with Worker() as child:
        yield child


def compared(folder: Path, newer: list[dict[str, str]], worker: Worker) -> tuple[Difference, list[str]]:
    """Return how a newer list differs from the rows, and what is told of the changed ones."""
    made = []
    for name, rows in (("first.csv", ROWS), ("second.csv", newer)):
        with (folder / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        made.append(Snapshots().add(folder / name, dataset="desk", worker=worker).manifest)
    assert made[1].difference is not None
    old, new = (Path(each.folder) for each in made)
    told = differing(old, new)
    return made[1].difference, [f"{each.words} | {each.before}" for each in told["changed"]]


def test_a_change_in_any_column_of_the_file_is_one(tmp_path: Path, home: Path, worker: Worker) -> None:
    newer = [{**row, "accused": "an armed group"} if row["no"] == "k7" else row for row in ROWS]
    found, told = compared(tmp_path, newer, worker)
    assert (found.changed, found.same, found.rewritten) == (1, 23, ())
    assert told == ["2021-03-07, Kech, killed 3 — accused: an armed group | accused: unknown"]


def test_blanks_and_zeros_at_the_end_of_numbers_are_no_change(tmp_path: Path, home: Path, worker: Worker) -> None:
    found, _ = compared(tmp_path, [{**row, "killed": "3.0", "accused": " unknown "} for row in ROWS], worker)
    assert (found.changed, found.same) == (0, 24)


def test_a_column_that_differs_in_nearly_every_row_is_named_and_counts_no_incident_as_changed(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    newer = [{**row, "printed": f"p. {row['printed']}"} for row in ROWS]
    newer[3]["killed"] = "9"
    found, told = compared(tmp_path, newer, worker)
    assert (found.changed, found.same, found.rewritten) == (1, 23, ("printed",))
    assert told == ["2021-03-04, Kech, killed 9 — killed: 9 | killed: 3"]
