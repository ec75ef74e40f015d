"""Words for people: dates, numbers, lists, and the headline and subline that a selection makes."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTHS: Final = tuple(calendar.month_name)


_SHOWN_CONTROLS: Final = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_JOINERS: Final = "\u200c\u200d"  # they shape letters and emoji: Urdu needs them


def one_line(text: str) -> str:
    """Return `text` for a label: on one line, in the order in which it was written; what is stored stays as written.

    Controls of direction and of layout are left out, other control characters and what no font has made visible.

    Examples
    --------
    >>> one_line("a\\r\\n b\\tc"), one_line("red\\x1b[0m\\x00"), one_line("by \\u202eDawn")
    ('a b c', 'red␛[0m␀', 'by Dawn')
    """
    if text.isprintable():
        return text
    shown = " ".join("".join(map(_visible, text)).split())
    return shown or ("�" if text.strip() else "")  # of a text of nothing but such controls, that there is one


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS or character.isspace():
        return character
    if unicodedata.category(character) == "Cf":
        return ""  # also controls of direction: what follows stays in its own order
    return chr(_SHOWN_CONTROLS.get(ord(character), 0xFFFD))


def number_words(number: int) -> str:
    """Return a small number in words, a larger one in figures.

    Examples
    --------
    >>> number_words(9), number_words(14), number_words(12000)
    ('nine', '14', '12,000')
    """
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, in figures.

    Examples
    --------
    >>> counted(1, "incident"), counted(9, "incident")
    ('1 incident', '9 incidents')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return parts as a list in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return f" {last} ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def lower_first(text: str) -> str:
    """Return `text` with a small first letter, unless it begins with an abbreviation.

    Examples
    --------
    >>> lower_first("Military"), lower_first("BLA")
    ('military', 'BLA')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def known_words(level: str) -> str:
    """Return how well a place is known.

    Examples
    --------
    >>> known_words("town"), known_words("unknown")
    ('known to the town', 'place not found in the gazetteer')
    """
    return "place not found in the gazetteer" if level == "unknown" else f"known to the {level}"


def where_words(place: str, place_id: str, level: str, toponym: str, how: str = "") -> str:
    """Return where something is: by the name that the record gives where the gazetteer has only the area around it.

    Parameters
    ----------
    place, place_id : str
        The place of the gazetteer.
    level : str
        How well the record knows where it is: what `known_words` says.
    toponym, how : str
        The name as the record writes it, and how it became the place.

    Examples
    --------
    >>> where_words("Kech", "district:kech", "town", "Nasirabad village")
    'Nasirabad village (as written), Kech'
    >>> where_words("Kech", "district:kech", "town", ""), where_words("Pasni", "town:pasni", "town", "Pasni")
    ('a place in Kech, not named', 'Pasni')
    """
    pinned = level in ("town", "site") and not place_id.startswith(("town:", "site:"))
    written = one_line(toponym)
    if not (pinned or how == "area") or not place:
        return place or written
    if written and written.casefold() != place.casefold():
        around = "" if place.casefold() in written.casefold() else f", {place}"
        return f"{written} (as written){around}"
    return f"a place in {place}, not named" if pinned else place


def id_words(identifier: str) -> str:
    """Return an id in words, for a label where no name is at hand.

    Examples
    --------
    >>> id_words("district:gwadar"), id_words("town:pasni"), id_words("my-sheet")
    ('Gwadar district', 'Pasni', 'my sheet')
    """
    level, colon, name = identifier.rpartition(":")
    words = re.sub(r"[-_]+", " ", name)[:80]
    if not colon:
        return words
    title = words.title()
    return title if level in ("town", "site", "province", "country", "named") else f"{title} {level}"


def day_words(day: dt.date) -> str:
    """Return a day in words.

    Examples
    --------
    >>> import datetime
    >>> day_words(datetime.date(2026, 1, 29))
    '29 January 2026'
    """
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def date_words(first: dt.date, last: dt.date, precision: str = "day") -> str:
    """Return a span of days in words, no finer than it is known.

    Parameters
    ----------
    first, last : date
        Both inclusive; a pandas Timestamp does as well.
    precision : str
        A key of `DATE_PRECISIONS`.

    Examples
    --------
    >>> from datetime import date
    >>> date_words(date(2026, 1, 29), date(2026, 1, 30), "range")
    '29–30 January 2026'
    >>> date_words(date(2026, 1, 29), date(2026, 2, 2))
    '29 January – 2 February 2026'
    >>> date_words(date(2026, 1, 1), date(2026, 1, 31), "month")
    'January 2026'
    >>> date_words(date(2024, 3, 1), date(2026, 1, 31), "month")
    'March 2024 – January 2026'
    """
    if precision == "year":
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if precision == "month":
        return _span_of_months(first, last)
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month]} – {day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _span_of_months(first: dt.date, last: dt.date) -> str:
    if first.year == last.year and first.month != last.month:
        return f"{MONTHS[first.month]} – {MONTHS[last.month]} {last.year}"
    return _joined(f"{MONTHS[first.month]} {first.year}", f"{MONTHS[last.month]} {last.year}")


def span_words(first: dt.date, last: dt.date, precision: str = "day") -> str:
    """Return the span that a whole selection covers: in months where it is longer than a quarter.

    Examples
    --------
    >>> from datetime import date
    >>> span_words(date(2024, 3, 3), date(2026, 1, 30))
    'March 2024 – January 2026'
    """
    long = (last - first).days > 92
    return date_words(first, last, "month" if long and precision in ("day", "range") else precision)


def place_words(place_id: str) -> str:
    """Return how a title made for a row that has none calls a place of which no name was given.

    Examples
    --------
    >>> place_words("district:killa-saifullah")
    'Killa Saifullah'
    """
    return place_id.partition(":")[2].replace("-", " ").replace("~", ", ").title()
