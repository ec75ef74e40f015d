"""What a panel shows of claims: one line a claim, and one view a group of people and outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from incidents.allocated import NOWHERE
from incidents.wording import upper_first

OR: Final = ", or "
WORD_OF: Final = "” in "
"""What stands in an outcome between a claimant's own word and whose it is."""

EVERYONE: Final = "people"
_COUNTS = re.compile(r"(?:(?:about|at least|at most|up to) )?[0-9]")


@dataclass(frozen=True)
class ClaimLine:
    """One claim as a line of a panel.

    Attributes
    ----------
    claim_id : str
        Id of the claim.
    label : str
        Who says it, and what sets it apart from the lines beside it: "Military: “neutralized” (not verified)".
    claimant : str
        Who says it, in full.
    low, value, high : int or None
        The figure; None at an end that the claim leaves open.
    figure : str
        The figure in words: "197", "at least 12", "dozens".
    word : str
        The source's own word for the outcome.
    counted_label : str
        Who is counted, in full.
    standing, standing_label : str
        How far the claim is vouched for: id, and words.
    source_title : str
        The source, or several parted by semicolons.
    stated : str
        When it was stated: "on or after 2 February 2026".
    superseded : bool
        Whether it is no longer current: a later claim known by then supersedes, withdraws or includes it.
    note : str
        What the record adds.
    state : str
        Why it is no longer current, in words; empty where it is.
    origins : str
        "5 reports, one origin: “Wire”"; empty where no report repeats another.
    """

    claim_id: str
    label: str
    claimant: str
    low: int | None
    value: int | None
    high: int | None
    figure: str
    word: str
    counted_label: str
    standing: str
    standing_label: str
    source_title: str
    stated: str
    superseded: bool
    note: str
    state: str = ""
    origins: str = ""

    @property
    def vouched(self) -> str:
        """How far the claim is vouched for, and why it is no longer current where it is not, as one phrase."""
        replaced = self.state if self.superseded and self.standing != "withdrawn" else ""
        return "; ".join(filter(None, (self.standing_label, replaced)))


@dataclass(frozen=True)
class TollView:
    """What claims say of one group of people and one outcome.

    Attributes
    ----------
    counted, counted_label : str
        The group: id of `COUNTED_GROUPS`, and its label.
    outcome : str
        What happened to them, in the sources' words.
    headline : str
        Group and figure: "Militants: 177–197".
    low, high : int or None
        The ends of what is in the headline; None at an open end.
    contested : bool
        Whether the claims contest each other.
    tag : str
        "contested", or the standing of the claims.
    lines : tuple of ClaimLine
        Every claim, whatever the rule.
    note : str
        What the rule leaves out.
    rule : str
        The rule.
    dissent : int
        How many current claims give a figure that is not in the headline, or deny one that is.
    rule_label : str
        The rule's name, for people.
    unallocated : str
        What of a campaign's figure belongs to no single place, in a sentence; empty for an incident.
    overlap : str
        The end of the outcome that says of contested figures that they are of several groups, partly the same people; else empty.
    killed : bool
        Whether any of the claims counts people killed.
    """

    counted: str
    counted_label: str
    outcome: str
    headline: str
    low: int | None
    high: int | None
    contested: bool
    tag: str
    lines: tuple[ClaimLine, ...]
    note: str
    rule: str
    dissent: int
    rule_label: str = ""
    unallocated: str = ""
    overlap: str = ""
    killed: bool = False

    @property
    def happened(self) -> str:
        """What happened to the people, in the sources' words, without a word on which people these are."""
        return self.outcome.removesuffix(f"; {self.overlap}")

    @property
    def _number(self) -> str:
        """The figure of the headline."""
        return self.headline.removeprefix(f"{self.counted_label}: ")

    @property
    def is_counted(self) -> bool:
        """Whether the headline has a figure that can stand before what happened: "no figure from the military" cannot."""
        return bool(_COUNTS.match(self._number))

    @property
    def heading(self) -> str:
        """Whom, how many and what happened, in one phrase: "5 killed", "Militants: 177–197 killed or “neutralized”"."""
        first, *others = self.happened.split(OR)
        happened = " or ".join((first, *(f"{other.partition(WORD_OF)[0]}”" for other in others)))
        if not self.is_counted:
            return f"{self.counted_label} {happened}: {self._number}"
        words = f"{self._number.replace(OR, ' or ')} {happened}"
        return upper_first(words) if self.counted == EVERYONE else f"{self.counted_label}: {words}"

    @property
    def beside(self) -> str:
        """What the heading leaves out of the outcome: whose word another than "killed" is, and that groups share people."""
        return "; ".join(filter(None, (*self.happened.split(OR)[1:], self.overlap)))

    @property
    def told(self) -> str:
        """What has to stand beside the figure: the rule and its dissent, and what of it belongs to places.

        That none of it belongs to any place is left to the note of the whole campaign, which says so once.
        """
        return " ".join(filter(None, (self.note, "" if self.unallocated == NOWHERE else self.unallocated)))
