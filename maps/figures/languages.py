"""The languages of figures: who words them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures.wording import Wording

if TYPE_CHECKING:
    from incidents import Atlas
    from maps.figures.style import House


def wording_of(language: str, atlas: Atlas, house: House) -> Wording:
    """Return the words of a language: ``en`` or ``ur``."""
    if language == "ur":
        from maps.figures.urdu import Urdu

        return Urdu(atlas, digits=house.digits)
    return Wording(atlas)
