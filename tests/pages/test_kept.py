"""What was made of a selection is made once for all who look at the same, and never takes more than its bytes."""

import pytest

from incidents import Atlas
from pages.kept import Kept, kept


def not_made() -> bytes:
    pytest.fail("made again")


def test_what_was_made_is_not_made_again():
    atlas = Atlas.of([])
    assert kept(atlas, ("map", 1), lambda: b"first") == kept(atlas, ("map", 1), not_made) == b"first"


def test_another_atlas_has_its_own():
    one, other = Atlas.of([]), Atlas.of([])
    assert kept(one, "map", lambda: b"before") != kept(other, "map", lambda: b"after")


def test_what_was_asked_for_longest_ago_goes_first():
    own = Kept(most=10)
    own.of("a", lambda: b"1234")
    own.of("b", lambda: b"5678")
    own.of("a", not_made)
    own.of("c", lambda: b"9012")
    assert (own.of("a", not_made), own.of("c", not_made), own.size) == (b"1234", b"9012", 8)
    assert own.of("b", lambda: b"again") == b"again"


def test_what_is_larger_than_all_that_may_be_kept_is_made_each_time():
    own = Kept(most=3)
    assert [own.of("a", lambda: b"12345") for _ in range(2)] == [b"12345"] * 2
    assert own.size == 0


def test_what_could_not_be_made_is_tried_again():
    own = Kept()

    def stopped() -> bytes:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        own.of("a", stopped)
    assert own.of("a", lambda: b"made") == b"made"
