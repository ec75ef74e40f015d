"""The library of briefings on disk: versions, stale saves, damage, interruption, and what comes back."""

import os
from pathlib import Path

import pytest

from briefing import (
    SAMPLE,
    Briefing,
    FrozenBriefing,
    Library,
    LibraryError,
    Scene,
    StaleBriefing,
    UnknownBriefing,
    added,
    sample,
    to_json,
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def saved(library: Library, title: str = "Monday") -> Briefing:
    return library.save(Briefing(id=library.new_id(title), title=title, scenes=(Scene(id="a", headline="A"),)))


def test_each_save_is_a_version_and_earlier_ones_are_kept(library: Library):
    first = saved(library)
    second = library.save(added(first, Scene(id="b", headline="B")))
    assert (first.version, second.version, library.versions("monday")) == (1, 2, (1, 2))
    assert library.read("monday") == second
    assert library.read("monday", version=1) == first
    assert library.restore("monday", 1).scenes == first.scenes
    assert library.read("monday").version == 3


def test_a_stale_save_is_refused_and_overwrites_nothing(library: Library):
    first = saved(library)
    second = library.save(added(first, Scene(id="b", headline="B")))
    with pytest.raises(StaleBriefing, match="nothing was overwritten"):
        library.save(added(first, Scene(id="c", headline="C")))
    assert library.read("monday") == second


def test_a_save_that_was_cut_off_is_finished_by_the_next(library: Library):
    first = saved(library)
    cut_off = first.replace(title="Cut off", version=2)
    kept = library.folder / "versions" / "monday.00002.json"
    kept.write_text(to_json(cut_off), encoding="utf-8")
    os.utime(kept, (0, 0))
    with pytest.raises(StaleBriefing):
        library.save(added(first, Scene(id="b", headline="B")))
    assert library.read("monday") == cut_off


def test_a_deleted_briefing_comes_back_and_its_id_is_not_given_again(library: Library):
    first = saved(library)
    library.delete("monday")
    with pytest.raises(UnknownBriefing):
        library.save(first)
    assert library.new_id("Monday") == "monday-2"
    assert library.restore("monday").scenes == first.scenes


def test_a_briefing_that_was_saved_since_it_was_seen_is_not_deleted(library: Library):
    first = saved(library)
    second = library.save(added(first, Scene(id="b", headline="B")))
    with pytest.raises(StaleBriefing, match="nothing was overwritten or deleted"):
        library.delete("monday", first.version)
    assert library.read("monday") == second
    library.delete("monday", second.version)
    assert [each.id for each in library.listed()] == [SAMPLE]


def test_a_damaged_file_says_so_and_hides_no_other(library: Library):
    for title in ("Monday", "Tuesday"):
        saved(library, title)
    (library.folder / "monday.json").write_bytes(b"\x00\x00")
    listed = {each.id: each.problem for each in library.listed()}
    assert "not a briefing file" in listed["monday"]
    assert (listed["tuesday"], listed[SAMPLE]) == ("", "")


@pytest.mark.parametrize("name", ["../secret", "a/b", "", ".hidden", "A", "x" * 99])
def test_an_id_never_leads_out_of_the_folder(library: Library, name: str):
    with pytest.raises(UnknownBriefing):
        library.read(name)


def test_the_sample_is_copied_not_changed(library: Library):
    with pytest.raises(FrozenBriefing):
        library.save(sample())
    assert library.copy(sample(), "Mine").scenes == sample().scenes


def test_an_exported_file_is_taken_in_as_a_new_briefing(library: Library):
    first = saved(library)
    taken = library.take_in(to_json(first).encode())
    assert (taken.id, taken.version, taken.scenes) == ("monday-2", 1, first.scenes)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "briefings").write_text("a file", encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be used"):
        saved(Library(tmp_path))
