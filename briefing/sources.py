"""What a briefing rests on: its sources and datasets, each once, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from incidents.wording import counted
from maps.figures.alt import source_words, sources_of

if TYPE_CHECKING:
    from briefing.scene import Briefing
    from incidents import Atlas, Source

MOST: Final = 20


def sources_of_briefing(atlas: Atlas, briefing: Briefing) -> tuple[str, ...]:
    """Return the sources of all scenes in words; it says how many it leaves out.

    Examples
    --------
    >>> from briefing.sample import sample
    >>> from incidents import Atlas
    >>> len(sources_of_briefing(Atlas.open(), sample()))
    1
    """
    found: dict[str, Source] = {}
    for scene in briefing.scenes:
        selection = scene.selection
        shown = atlas.incidents(selection), atlas.summary(selection)
        for source in sources_of(atlas, *shown, selection.as_known_on):
            found.setdefault(source.id, source)
    words = [f"{source_words(source)}. {source.url}".strip() for source in found.values()]
    left_out = len(words) - MOST
    return (*words[:MOST], *((counted(left_out, "more source"),) if left_out > 0 else ()))


def datasets_of(atlas: Atlas, briefing: Briefing) -> tuple[str, ...]:
    """Return the datasets that the scenes show, each with its citation and licence."""
    used = {dataset for scene in briefing.scenes for dataset in atlas.incidents(scene.selection)["dataset"]}
    words = [
        f"{info.citation or info.title} Licence: {info.stated_licence}." for info in atlas.datasets if info.id in used
    ]
    left_out = len(words) - MOST
    return (*words[:MOST], *((counted(left_out, "more dataset"),) if left_out > 0 else ()))
