"""Names of those who act or claim, as a running text has them: "the Pakistani military", "unnamed reports", "Dawn"."""

from __future__ import annotations

import re
from typing import Final

from incidents.wording import listed

NO_CLAIMANT: Final = "Claimant not stated"

_BODIES: Final = re.compile(
    r"(?:administration|agency|alliance|army|assembly|association|authority|bank|battalion|brigade|bureau|cabinet|coalition|"
    r"commission|committee|company|corps|council|court|department|directorate|embassy|federation|force|foundation|front|"
    r"government|group|institute|league|legion|military|militia|ministry|movement|navy|office|organisation|organization|"
    r"parliament|party|regiment|secretariat|senate|squad|squadron|union|unit|wing)",
    re.IGNORECASE,
)
"""Nouns for a body of people that a name may end in, or have before its "of" and the like: such a name has an article."""

_COMMON: Final = re.compile(
    r"(?:activists|army|civilians|claimant|communal|counter-terrorism|external|families|government|hospital|journalists|levies|"
    r"local|medics|military|officials|police|political|protesters|rebel|relatives|rescue|rescuers|residents|rioters|"
    r"security|state|tribal|unnamed|villagers|witnesses)",
    re.IGNORECASE,
)
"""Common words that a label begins with in a capital only because it is a label."""

_AFTER_THE_NOUN: Final = re.compile(r"\s*[(,;/]|\s+(?:of|for|in|at|on|from)\s")
_WITH_ARTICLE: Final = re.compile(r"(?:the|an?)\s", re.IGNORECASE)


def in_a_sentence(name: str) -> str:
    """Return a name with the article and the capital that it has within a sentence; what is not known to need one stays as written.

    A name whose noun says what body it is has "the", or "a" where it is said not to be named; abbreviations and other names have
    none. A label of common words alone begins small.

    Examples
    --------
    >>> in_a_sentence("Balochistan Liberation Army (BLA)"), in_a_sentence("Government of Pakistan"), in_a_sentence("Military")
    ('the Balochistan Liberation Army (BLA)', 'the Government of Pakistan', 'the military')
    >>> in_a_sentence("ISPR"), in_a_sentence("Dawn"), in_a_sentence("Unnamed reports"), in_a_sentence("Rebel group, not named")
    ('ISPR', 'Dawn', 'unnamed reports', 'a rebel group, not named')
    """
    if _WITH_ARTICLE.match(name):
        return name
    first, _, rest = name.partition(" ")
    if _COMMON.fullmatch(first) and not any(word[:1].isupper() for word in rest.split()):
        name = name[:1].lower() + name[1:]
    words = _AFTER_THE_NOUN.split(name, maxsplit=1)[0].split()
    has_article = words and _BODIES.fullmatch(words[-1]) and not words[-1].isupper()
    return f"{'a' if name.endswith(', not named') else 'the'} {name}" if has_article else name


def briefly(name: str, short: str) -> str:
    """Return a name's short form as a sentence has it: with an article where either has one.

    Examples
    --------
    >>> briefly("Balochistan Liberation Army (BLA)", "BLA"), briefly("Pakistani military", "Military"), briefly("Dawn", "Dawn")
    ('the BLA', 'the military', 'Dawn')
    """
    said = in_a_sentence(short)
    return f"the {said}" if in_a_sentence(name).startswith("the ") and not _WITH_ARTICLE.match(said) else said


def listed_names(names: list[str]) -> str:
    """Return names as a list in a sentence, with semicolons where one has a comma of its own.

    Examples
    --------
    >>> listed_names(["Unnamed reports", "Pakistani military"])
    'unnamed reports and the Pakistani military'
    """
    said = [in_a_sentence(name) for name in names]
    return "; ".join(said) if any("," in name for name in said) else listed(said)
