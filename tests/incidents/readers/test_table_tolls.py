"""Tolls of sheets in forms of their own: words in brackets, two numbers in one cell, short names of groups."""

from pathlib import Path

from tests.incidents.readers.made import done


def test_words_in_brackets_behind_a_number_are_told_as_not_read(tmp_path: Path) -> None:
    found = done(
        tmp_path,
        "date,town,killed\n2024-03-01,Turbat,3 (1 child)\n2024-03-02,Pasni,5 [BLA says 12]\n2024-03-03,Pasni,4\n",
    )
    assert (found.report.sums[0].total, found.rows("brackets_unread"), found.rows("unreadable_number")) == (12, 2, 0)
    assert found.claims["as_written"].tolist() == ["3 (1 child)", "5 [BLA says 12]", "4"]
