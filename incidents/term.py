"""A word of the vocabulary: its id, what people read, and the words that mean it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the vocabulary.

    Attributes
    ----------
    id : str
        Stable, lower case, used in files and links.
    label : str
        For people.
    note : str
        What it means, where the label does not say it all.
    short : str
        A shorter label for a line of a chart; `label` where empty.
    one, many : str
        The word in a sentence, for one and for several; made from `label` where empty.
    group : str
        For who is counted: the group under which figures are shown side by side.
    aliases : tuple of str
        Other words in sheets that mean this, lower case.
    """

    id: str
    label: str
    note: str = ""
    short: str = ""
    one: str = ""
    many: str = ""
    group: str = ""
    aliases: tuple[str, ...] = ()

    def noun(self, count: int = 1) -> str:
        """Return the word for `count` of them: "Bombing", "Bombings"."""
        one = self.one or self.label
        return one if count == 1 else self.many or f"{one}s"

    def brief(self) -> str:
        """Return the short label."""
        return self.short or self.label
