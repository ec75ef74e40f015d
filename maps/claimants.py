"""One hue for each claimant, the same wherever the claimant's figures are drawn: page, figure, file."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents import Summary

NAMED_HUES = ("blue", "orange", "green", "purple", "sky")
UNNAMED_HUE = "ink"


def claimant_hues(summary: Summary) -> dict[str, str]:
    """Return the name of a hue (see `Theme.hues`) for each claimant of a summary, by `ClaimLine.claimant`.

    Reports that name nobody are ink; the others take turns in the order of the panel. No hue stands for a side.

    Examples
    --------
    >>> from incidents import Atlas
    >>> hues = claimant_hues(Atlas.open().summary())
    >>> hues["Unnamed reports"], len(set(hues.values())) == len(hues)
    ('ink', True)
    """
    lines = (line for view in summary.campaigns for toll in view.tolls for line in toll.lines)
    claimants = dict.fromkeys(line.claimant for line in lines)
    turns = cycle(NAMED_HUES)
    return {name: UNNAMED_HUE if "unnamed" in name.lower() else next(turns) for name in claimants}
