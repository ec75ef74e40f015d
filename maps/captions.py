"""Words beside a figure, for copying: a caption and a note on methods in plain sentences, every number with its claimant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.caption_urdu import UrduPhrases
from maps.caption_words import Phrases

if TYPE_CHECKING:
    from incidents import Atlas
    from maps.recipe import Recipe

CAMPAIGNS, INCIDENTS = 8, 6
"""How many campaigns and single incidents a caption names; it says how many it leaves out."""


def caption(atlas: Atlas, recipe: Recipe) -> str:
    """Return a caption: what, where, when; how many and by whose record; the figures and who claims them; sources, credit.

    Examples
    --------
    >>> from incidents import Atlas
    >>> from maps.recipe import Recipe
    >>> caption(Atlas.open(), Recipe(query="places=town:pasni")).startswith("Coordinated attack in Pasni")
    True
    """
    say = phrases(atlas, recipe)
    summary = say.subject.summary
    campaigns, own = summary.campaigns, summary.figures
    sentences = [say.title(), *say.counts(), say.responsibility(), say.filters()]
    sentences += [say.campaign(view) for view in campaigns[:CAMPAIGNS] if view.tolls]
    sentences += [say.more_campaigns(len(campaigns) - CAMPAIGNS)] if len(campaigns) > CAMPAIGNS else []
    sentences += [say.incident(figures) for figures in own.incidents[:INCIDENTS]]
    unsaid = own.count - min(len(own.incidents), INCIDENTS)
    sentences += [say.more_incidents(unsaid)] if own.incidents and unsaid else []
    notes = [say.note(note) for note in dict.fromkeys(view.note for view in campaigns if view.tolls)]
    on_map = recipe.kind != "timeline"
    sentences += [note if on_map else note.replace(*say.subject.wording.of_no_place) for note in notes]
    return " ".join(filter(None, [*sentences, say.sources(), say.credit(), say.number()]))


def alt_text(atlas: Atlas, recipe: Recipe) -> str:
    """Return the alt text of a figure, as its files hold it: what, where, when, the largest figures and who says them."""
    subject = phrases(atlas, recipe).subject
    return subject.wording.alt(subject)


def methods(atlas: Atlas, recipe: Recipe) -> str:
    """Return the note on methods: what is drawn how, how well place and day are known, whose figures, from what data."""
    say = phrases(atlas, recipe)
    vague = int((say.subject.records["date_precision"] != "day").sum())
    sentences = [
        say.drawn(),
        say.precision(),
        say.days(vague) if vague else "",
        say.claimants(),
        say.rule(),
        say.known_on(),
        say.filters(),
        say.datasets(),
        say.silence(),
        say.credit(),
        say.made(),
    ]
    return " ".join(filter(None, sentences))


def phrases(atlas: Atlas, recipe: Recipe) -> Phrases:
    """Return the sentences about a figure in its language."""
    from maps.figures.layout import subject_of

    subject = subject_of(atlas, recipe)
    return UrduPhrases(subject) if recipe.language == "ur" else Phrases(subject)
