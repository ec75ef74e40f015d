"""One hue for each claimant, the same wherever the claimant's figures are drawn: page, figure, file."""

from __future__ import annotations

from itertools import chain, cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents import ClaimLine, Summary

NAMED_HUES = ("blue", "orange", "green", "purple", "sky")
UNNAMED_HUE = "ink"


def lines_of(summary: Summary) -> Iterator[ClaimLine]:
    """Yield every claim that a panel shows: of the campaigns first, then of single incidents."""
    tolls = chain.from_iterable(view.tolls for view in (*summary.campaigns, *summary.figures.incidents))
    return chain.from_iterable(toll.lines for toll in tolls)


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
    claimants = dict.fromkeys(line.claimant for line in lines_of(summary))
    turns = cycle(NAMED_HUES)
    return {name: UNNAMED_HUE if "unnamed" in name.lower() else next(turns) for name in claimants}
