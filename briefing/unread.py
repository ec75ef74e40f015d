"""What of a scene's selection cannot be followed: misspelt filters, and ids that the atlas does not have, with a remedy."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from briefing.errors import BadBriefing
from incidents.selection import FIELDS, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents import Atlas, Selection


def unread(atlas: Atlas, selection: Selection) -> tuple[str, ...]:
    """Return a sentence for each value that cannot be followed: field, value, reason, remedy.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> print(*unread(Atlas.open(), Selection(places=("district:gwadr",))))
    places = 'district:gwadr': no place has this id; did you mean 'district:gwadar'? Correct it, or take it out.
    """
    return tuple(
        f"{field} = {value!r:.80}: {reason.partition('; known: ')[0]}{_guess(atlas, field, value)}"
        for field, value, reason in atlas.reported(selection)
    )


def checked(atlas: Atlas, selection: Selection) -> Selection:
    """Return a selection that can be followed as it is; raises `BadBriefing` where anything in it cannot."""
    if told := unread(atlas, selection):
        raise BadBriefing(" ".join(told))
    return selection


def _guess(atlas: Atlas, field: str, value: str) -> str:
    wanted = value.rpartition("claimant:")[2] if field == "rule" else value if field in FIELDS else field
    near = get_close_matches(wanted[:80], _known(atlas, field), n=1, cutoff=0.7)
    guess = f"; did you mean {near[0]!r}? " if near and near[0] != wanted else ". "
    return f"{guess}Correct it, or take it out."


def _known(atlas: Atlas, field: str) -> Iterable[str]:
    if field not in FIELDS:
        return FIELDS
    if field == "places":
        return (place.id for place in atlas.gazetteer.places())
    if field == "datasets":
        return (info.id for info in atlas.datasets)
    if field in ("actors", "rule"):
        return (str(actor) for actor in atlas.everything()["actors"])
    return TERMS.get(field, ())
