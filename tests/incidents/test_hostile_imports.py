"""A sample of what ``python -m tests.hostile_imports`` runs: damaged files and small bombs, each answered."""

from tests.hostile_imports import bombs, run


def test_a_hundred_damaged_files_are_each_answered_and_within_memory() -> None:
    tally = run(100, seed=7, with_bombs=False)
    assert [
        fault for fault in tally.faults if ": took " not in fault
    ] == []  # times are for the command, on a quiet machine
    assert tally.answers.total() == 100
    assert tally.answers["taken"] > 20
    assert tally.largest_mb < 1024


def test_there_are_thirty_bombs() -> None:
    assert len(bombs()) == 30
