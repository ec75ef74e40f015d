"""A sample of what ``python -m tests.hostile_imports`` runs: damaged files and small bombs, each answered."""

from pathlib import Path

import pytest

from incidents.readers import Refused, TooMuch, read_rows
from tests.hostile_bombs import bombs, endless, repeated
from tests.hostile_imports import run


def test_a_hundred_damaged_files_are_each_answered_and_within_memory() -> None:
    tally = run(100, seed=7, with_bombs=False)
    assert [
        fault for fault in tally.faults if ": took " not in fault
    ] == []  # times are for the command, on a quiet machine
    assert tally.answers.total() == 100
    assert tally.answers["taken"] > 20
    assert tally.largest_mb < 1024


def test_there_are_at_least_thirty_bombs() -> None:
    assert len(bombs()) >= 30


def test_a_layer_that_never_ends_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(endless())
    with pytest.raises(Refused, match="is a view of other tables"):
        read_rows(tmp_path / "a.gpkg", tmp_path, lambda _done: None)


def test_a_small_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(repeated(8_000_000))
    with pytest.raises(TooMuch, match="more than 64 MB"):
        read_rows(tmp_path / "a.parquet", tmp_path, lambda _done: None)
