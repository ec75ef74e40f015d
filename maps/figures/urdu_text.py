"""What every Urdu sentence of a figure is made of: dates, quoted titles, figures of claims, and its direction."""

from __future__ import annotations

import calendar
import re
from functools import wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from incidents.vocabulary import ATTACK_TYPES, EVENT_TYPES
from maps.figures.bidi import LEFT_TO_RIGHT_MARK as LRM
from maps.figures.bidi import RIGHT_TO_LEFT_MARK as RLM
from maps.figures.urdu_words import ATTACKS, FIGURES, KINDS, MONTHS
from maps.figures.wording import Said, Wording
from maps.figures.words import clean, has_arabic
from maps.fonts import is_right_to_left

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
LONGEST_TITLE = 160
COMMA, SEMICOLON = "، ", "؛ "

_Words = TypeVar("_Words", bound=Wording)
_SIDES = {"N": "شمال", "S": "جنوب", "E": "مشرق", "W": "مغرب"}
_LATIN_LETTER = re.compile("[A-Za-z]")
_PROJECTIONS = (
    ("Lambert conformal conic", "لیمبرٹ کنفارمل کانک"),
    ("standard parallels", "معیاری متوازی"),
    ("transverse Mercator", "ٹرانسورس مرکیٹر"),
    ("central meridian", "مرکزی نصف النہار"),
    ("stereographic", "اسٹیریوگرافک"),
    ("centred on", "مرکز"),
    ("Mercator", "مرکیٹر"),
    (" and ", " اور "),
    (", ", "، "),
)


def a_day(day: dt.date) -> str:
    """Return a day in words."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def dates(first: dt.date, last: dt.date, precision: str = "day") -> str:
    """Return a span of days in words, no finer than it is known; the same as `incidents.wording.date_words`."""
    if precision == "year":
        return str(first.year) if first.year == last.year else f"{first.year} تا {last.year}"
    if precision == "month":
        one, other = (f"{MONTHS[day.month]} {day.year}" for day in (first, last))
        return one if one == other else f"{one} تا {other}"
    if first == last:
        return a_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} تا {a_day(last)}"
    one = f"{first.day} {MONTHS[first.month]}" if first.year == last.year else a_day(first)
    return f"{one} تا {a_day(last)}"


def quoted(title: str) -> str:
    """Return a title in quotation marks; marks of direction keep those of a Latin one at its ends, and what follows out of it.

    Examples
    --------
    >>> quoted("Dawn") == f"{LRM}“Dawn”{LRM}{RLM}", quoted("ڈان") == f"”ڈان“{RLM}"
    (True, True)
    """
    words = clean(title)[:LONGEST_TITLE]
    return f"”{words}“{RLM}" if has_arabic(words) else f"{LRM}“{words}”{LRM}{RLM}"


def joined(parts: Iterable[str], sign: str = COMMA) -> str:
    """Return pieces with a sign between them, and marks of direction: Latin pieces too stand in the order of the page.

    Examples
    --------
    >>> joined(["Dawn", "BBC"]) == f"Dawn{RLM}، BBC", joined(["فوج", "BBC"])
    (True, 'فوج، BBC')
    """
    *others, last = [*parts] or [""]
    return (
        "".join(
            f"{part}{RLM if _LATIN_LETTER.search(part) and not part.endswith(RLM) else ''}{sign}" for part in others
        )
        + last
    )


def directed(text: str) -> str:
    """Return a text that has Arabic letters as one that runs from right to left, whatever it begins with.

    Examples
    --------
    >>> directed("Black Storm، پوری مہم")[0] == RLM, directed("Black Storm")
    (True, 'Black Storm')
    """
    return RLM + text if has_arabic(text) and not is_right_to_left(text) else text


def figure(text: str) -> str:
    """Return the words of a claim's figure."""
    for pattern, urdu in FIGURES:
        text = re.sub(pattern, urdu, text)
    return text


def months(text: str) -> str:
    """Return a text with its English months in Urdu."""
    for number, name in enumerate(calendar.month_name):
        if name:
            text = re.sub(rf"\b{name}\b", MONTHS[number], text)
    return text


def projection_words(name: str) -> str:
    """Return the name of a projection; its degrees stand together, whatever runs beside them.

    Examples
    --------
    >>> projection_words("Mercator, standard parallels 25.6° N").replace(LRM, "")
    'مرکیٹر، معیاری متوازی 25.6° شمال'
    """
    for english, urdu in _PROJECTIONS:
        name = name.replace(english, urdu)
    return re.sub(r"([\d.]+°) ([NSEW])", lambda found: f"{LRM}{found[1]}{LRM} {_SIDES[found[2]]}", name)


def known(text: str) -> str:
    """Return the Urdu of a title that is just a word of the vocabulary, else the title as it was written.

    Examples
    --------
    >>> known("Security operations"), known("Black Storm")
    ('سکیورٹی آپریشن', 'Black Storm')
    """
    for term in ATTACK_TYPES.values():
        if term.id in ATTACKS and text in (term.noun(1), term.noun(2)):
            return ATTACKS[term.id][text == term.noun(2)]
    for term in EVENT_TYPES.values():
        if term.id in KINDS and text in (term.label, term.noun(1), term.noun(2)):
            return KINDS[term.id][2 if text == term.noun(2) else 1 if text == term.noun(1) else 0]
    return text


def each_text(change: Callable[[str], str], value: Any) -> Any:
    """Return words, or several, each changed; what is no text stays."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Said):
        title, scope, note, when = map(change, (value.title, value.scope, value.note, value.when))
        return Said(title, scope, value.tolls, note, when)
    return tuple(each_text(change, part) for part in value) if isinstance(value, tuple) else value


_LATIN_WORD = r"[^\s\u0600-\u06ff]*[A-Za-z][^\s\u0600-\u06ff]*"
_LATIN = re.compile(
    "[“”][^“”]*[A-Za-z][^“”]*[“”]"  # a title
    "|(?<![0-9a-f])[0-9a-f]{4}-[0-9a-f]{4}(?=\u200e)|(?<=ورژن )[0-9a-f]{8}"  # an id, a version
    rf"|(?:[0-9][0-9.,]* )?{_LATIN_WORD}(?: (?:[^\s\u0600-\u06ff]+ )?{_LATIN_WORD})*"
)


def in_urdu_digits(text: str) -> str:
    """Return a text with its figures in Urdu digits; ids, versions and words in Latin script keep theirs.

    Examples
    --------
    >>> in_urdu_digits("12 واقعات، ورژن dbb8b2df"), in_urdu_digits("“10 km west”، 3")
    ('۱۲ واقعات، ورژن dbb8b2df', '“10 km west”، ۳')
    """
    kept = (found.span() for found in _LATIN.finditer(text))
    ends = [0, *(end for span in kept for end in span), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    return "".join(part if n % 2 else part.translate(URDU_DIGITS) for n, part in enumerate(parts))


def all_in_urdu(words: type[_Words]) -> type[_Words]:
    """Have every method of a class give words that run from the right, their figures in the digits that its house asks for."""
    for name, method in list(vars(words).items()):
        if not name.startswith("_") and callable(method):
            setattr(words, name, _in_urdu(method))
    return words


def _in_urdu(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def worded(self: Any, *given: Any, **named: Any) -> Any:
        said = each_text(directed, method(self, *given, **named))
        return each_text(in_urdu_digits, said) if self.digits == "urdu" else said

    return worded
