"""A selection that cannot be followed is told in words: field, value, remedy; it never widens or empties the map in silence."""

import pytest

from briefing import BadBriefing, Scene, board
from briefing.live import live
from briefing.unread import unread
from incidents import Atlas, Selection


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas.open(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("places=district:gwadr", "places = 'district:gwadr': no place has this id; did you mean 'district:gwadar'?"),
        ("plces=district:gwadar", "plces = 'district:gwadar': no filter is called 'plces'; did you mean 'places'?"),
        ("event_types=atack", "event_types = 'atack': event_types has no 'atack'; did you mean 'attack'?"),
        ("datasets=balochistan-2062", "did you mean 'balochistan-2026'?"),
        ("start=yesterday", "start = 'yesterday':"),
        ("rule=claimant:blaa", "rule = 'claimant:blaa': no actor has this id; did you mean 'bla'?"),
    ],
)
def test_a_live_selection_with_a_value_that_cannot_be_followed_is_refused_in_words(
    atlas: Atlas, query: str, words: str
):
    with pytest.raises(BadBriefing) as told:
        live(atlas, Selection.from_query(query))
    assert words in str(told.value)
    assert "take it out" in str(told.value)


def test_a_scene_says_on_the_wall_what_of_its_selection_cannot_be_followed(atlas: Atlas):
    shown = board(atlas, Scene(id="a", headline="A", query="places=town%3Apasny&actors=bla"))
    assert shown["unread"] == list(unread(atlas, Selection(places=("town:pasny",))))
    assert board(atlas, Scene(id="a", headline="A", query="places=town%3Apasni"))["unread"] == []


def test_a_scene_without_a_claim_says_that_no_figure_is_claimed_unless_it_wants_none(atlas: Atlas):
    bare = Atlas.of([])
    assert board(bare, Scene(id="a", headline="A"))["no_figure"]
    assert board(bare, Scene(id="a", headline="A", figures=("none",)))["no_figure"] == ""
    assert board(atlas, Scene(id="a", headline="A"))["no_figure"] == ""
