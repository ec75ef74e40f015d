"""Scenes and briefings as values: what they refuse and in which words, and that a file brings them back the same."""

import pytest

from briefing import (
    BadBriefing,
    Briefing,
    FrozenBriefing,
    Scene,
    UnknownBriefing,
    added,
    changed,
    duplicated,
    from_json,
    moved,
    sample,
    to_json,
    without,
)
from briefing.scene import made
from tests.hostile import hostile_texts


def briefing(*ids: str) -> Briefing:
    return Briefing(id="talk", title="Talk", scenes=tuple(Scene(id=each, headline=each) for each in ids))


def ids(told: Briefing) -> list[str]:
    return [scene.id for scene in told.scenes]


def test_a_file_brings_a_briefing_back_the_same():
    assert from_json(to_json(sample())) == sample()


@pytest.mark.parametrize("text", hostile_texts()[:60])
def test_a_file_keeps_hostile_words_as_they_are(text: str):
    scene = Scene(id="a", headline="x", notes=text[:6000])
    held = Briefing(id="talk", title="Talk", scenes=(scene,))
    assert from_json(to_json(held)).scenes[0].notes == scene.notes


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"headline": ""}, "headline is empty"),
        ({"headline": "x" * 121}, "headline has too many characters: at most 120"),
        ({"sentences": ["a", "b", "c", "d"]}, "sentences has too many entries: at most 3"),
        ({"sentences": ["x" * 221]}, "sentences, 1 has too many characters: at most 220"),
        ({"picture": "film"}, "picture cannot be used"),
        ({"view": {"zoom": float("nan")}}, "view cannot be used: zoom"),
        ({"colour": "red"}, "colour is not known: take it out"),
        ({"headline": "half \ud800"}, "half a character"),
    ],
)
def test_a_scene_that_cannot_be_shown_is_refused_in_words(values: dict[str, object], words: str):
    with pytest.raises(BadBriefing, match=words):
        made(Scene, {"id": "a", "headline": "x"} | values)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not a briefing file"),
        (b"[]", "it is no briefing"),
        (b'{"format": "incident-atlas briefing 1"}', "id is missing"),
        (
            b'{"format": "incident-atlas briefing 1", "id": "a", "title": "A", "scenes": [{"id": "b"}]}',
            "scene 1, headline is missing",
        ),
        (
            b'{"format": "incident-atlas briefing 1", "id": "a", "title": "A", "scenes": [{"id": "b", "headline": "B"}, {"id": "b", "headline": "C"}]}',
            "two scenes have the id 'b'",
        ),
        (b'{"format": "incident-atlas briefing 2"}', "another version wrote it"),
        (b"\xff\xfe", "not a briefing file"),
    ],
)
def test_a_file_that_is_no_briefing_is_refused_in_words(content: bytes, words: str):
    with pytest.raises(BadBriefing, match=words):
        from_json(content)


def test_scenes_are_moved_copied_and_taken_out():
    told = briefing("a", "b", "c")
    assert ids(moved(told, "c", -2)) == ["c", "a", "b"]
    assert ids(moved(told, "a", 99)) == ["b", "c", "a"]
    assert ids(duplicated(duplicated(told, "a"), "a")) == ["a", "a-3", "a-2", "b", "c"]
    assert ids(without(told, "b")) == ["a", "c"]
    with pytest.raises(UnknownBriefing):
        without(told, "z")


def test_a_changed_scene_is_checked():
    with pytest.raises(BadBriefing, match="headline is empty"):
        changed(briefing("a"), "a", headline=" ")


def test_a_frozen_briefing_cannot_be_edited():
    from briefing import frozen
    from incidents import Atlas

    held = frozen(Atlas.of([]), briefing("a"))
    with pytest.raises(FrozenBriefing, match="copy it"):
        added(held, Scene(id="b", headline="b"))
