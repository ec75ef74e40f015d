"""How a claim appears wherever it is drawn, on page, figure or file: its words and its place on a scale."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from incidents.names_in_text import NO_CLAIMANT, in_a_sentence
from incidents.problem import LABEL, shorten
from incidents.wording import lower_first, one_line
from maps.figures.words import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents import ClaimLine, Summary, TollView

NOT_STATED = ", group not stated"
AS_A_VERB = dict.fromkeys(("fatalities", "fatality", "deaths", "death", "casualties killed"), "killed") | {
    "injuries": "injured",
    "abductions": "abducted",
}
"""Words of a source for an outcome that do not follow "31 civilians" in a sentence."""

ONE_OF_THEM = {
    "people": "person",
    "civilians": "civilian",
    "militants": "militant",
    "members": "member",
    "soldiers": "soldier",
}
"""What one of those who are counted is called, by the first word for several."""

REPORTED = "as reported by "

LONGEST_NAME = 200
"""Characters of a claimant's name in a panel of claims."""

UNSAID_STANDINGS = ("attributed", "corroborated")
"""Standings that a line's label leaves out, for it names those that warn."""


def lines_of(summary: Summary) -> Iterator[ClaimLine]:
    """Yield every claim that a panel shows: of the campaigns first, then of single incidents."""
    tolls = chain.from_iterable(view.tolls for view in (*summary.campaigns, *summary.figures.incidents))
    return chain.from_iterable(toll.lines for toll in tolls)


def reporter_of(label: str) -> str:
    """Return who reports what nobody is named as claiming; empty where somebody is.

    Examples
    --------
    >>> reporter_of("as reported by Dawn"), reporter_of("Dawn")
    ('Dawn', '')
    """
    return label.removeprefix(REPORTED) if label.startswith(REPORTED) else ""


def account_of(name: str) -> str:
    """Return by whose account a figure is, as part of a sentence: who reports what nobody is named as claiming says so by its name.

    Examples
    --------
    >>> account_of("as reported by Dawn"), account_of("Unnamed reports"), account_of("Military")
    ('as reported by Dawn', 'according to unnamed reports', 'according to the military')
    """
    said = in_a_sentence(name)
    return name if reporter_of(name) else said if name == NO_CLAIMANT else f"according to {said}"


def said_tag(toll: TollView) -> str:
    """Return the tag of a group's figures; empty where every line says by itself who reports it, and no more is to say."""
    is_report = toll.tag == "attributed" and all(reporter_of(line.label) for line in toll.lines)
    return "" if is_report else toll.tag


def line_words(line: ClaimLine) -> str:
    """Return who says a claim and how far it is vouched for, each once, and whether a later claim replaces it.

    Examples
    --------
    >>> from incidents import Atlas
    >>> sorted(map(line_words, lines_of(Atlas.open().summary())))[-1]
    'Unnamed reports: law enforcement (attributed)'
    """
    label = f"Reported by {reporter}" if (reporter := reporter_of(line.label)) else _whole_label(line)
    said = label if line.standing not in UNSAID_STANDINGS or reporter else f"{label} ({line.standing_label})"
    return f"{said} (superseded)" if line.superseded and line.standing != "withdrawn" else said


def _whole_label(line: ClaimLine) -> str:
    """Return a line's label with the claimant's name as far as `LONGEST_NAME`, which labels shorten more."""
    name = one_line(line.claimant)
    cut = shorten(name, LABEL)
    return line.label if cut == name else line.label.replace(cut, shorten(name, LONGEST_NAME), 1)


def people_of(line: ClaimLine) -> str:
    """Return a claim's figure with who is counted and what happened to them, as part of a sentence.

    Examples
    --------
    >>> from incidents import Atlas
    >>> sorted(map(people_of, lines_of(Atlas.open().summary())))[-1]
    '31 civilians killed'
    """
    who = lower_first(clean(line.counted_label)).removesuffix(NOT_STATED)
    many, space, rest = who.partition(" ")
    who = f"{ONE_OF_THEM.get(many, many)}{space}{rest}" if line.figure == "1" else who
    word = clean(line.word)
    outcome = "" if word in line.figure else AS_A_VERB.get(word.lower(), word)
    return " ".join(filter(None, (clean(line.figure), who, outcome)))


def line_ends(line: ClaimLine) -> tuple[int, int]:
    """Return from where to where a claim's bar is marked on a scale: both ends alike for a single number."""
    low, value, high = line.low, line.value, line.high
    return low or value or 0, high or value or low or 0
