"""What pages made of a selection, as the bytes that are sent: made once for all who look at the same."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from incidents import Atlas

MOST = 24 * 2**20
"""Bytes that are kept for an atlas: some 250 views of the Map page over a million incidents."""


class Kept:
    """Bytes by what they show; those that were asked for longest ago go first.

    Parameters
    ----------
    most : int
        How many bytes may be kept in all.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most, self.size = most, 0
        self._made: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, what: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of something, made now unless they are there."""
        with self._lock:
            if (found := self._made.get(what)) is not None:
                self._made.move_to_end(what)
                return found
        made = make()  # two may make the same at once: waiting for each other would hold up both
        with self._lock:
            self.size += len(made) - len(self._made.pop(what, b""))
            self._made[what] = made
            while self.size > self.most:
                self.size -= len(self._made.popitem(last=False)[1])
        return made


_kept: WeakKeyDictionary[Atlas, Kept] = WeakKeyDictionary()
_lock = threading.Lock()


def kept(atlas: Atlas, what: Hashable, make: Callable[[], bytes]) -> bytes:
    """Return the bytes of something that an atlas shows; they go with the atlas.

    Parameters
    ----------
    atlas : Atlas
        Of which it is shown.
    what : hashable
        The part of the page and all that it depends on beside the atlas: selection, order, what a person has typed.
    make : callable
        Makes the bytes.
    """
    with _lock:
        of_atlas = _kept.setdefault(atlas, Kept())
    return of_atlas.of(what, make)
