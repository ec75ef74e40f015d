"""How names are compared: a plain form, a key that spelling variants of one name share, and a distance between keys."""

import re
import unicodedata
from functools import lru_cache
from math import inf

_ARABIC = str.maketrans(
    dict.fromkeys("يىئېۍےۓ\u0678", "ی")
    | dict.fromkeys("كڪ", "ک")
    | dict.fromkeys("ہھةۃۂۀ", "ه")
    | dict.fromkeys("أإآٱ", "ا")
    | dict.fromkeys("ؤۆ", "و")
    | dict.fromkeys("ںڼ", "ن")
    | {"ګ": "گ", "ټ": "ٹ", "ډ": "ڈ", "ړ": "ڑ", "ـ": None, "ء": None}
)
"""Letters that Arabic, Persian, Pashto, Sindhi and Urdu keyboards give for one letter."""

_APOSTROPHES = frozenset("'`´‘’ʻʼʿʾ")
_NO_APOSTROPHE = str.maketrans("", "", "'`")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_REMEMBERED = 1 << 14
"""Names whose forms are kept: those of the gazetteer are compared again and again."""


def fold_letters(text: str) -> str:
    """The text with one letter for those that Arabic, Persian, Pashto, Sindhi and Urdu keyboards give for one.

    >>> fold_letters("\u0643\u064a") == "\u06a9\u06cc"
    True
    """
    return text.translate(_ARABIC)


@lru_cache(_REMEMBERED)
def plain(name: str) -> str:
    """The name in lower case without accents, marks, invisible characters and punctuation, words one space apart.

    >>> plain("  Qila-Sa\u012bfull\u0101h ")
    'qila saifullah'
    >>> plain("N\u00a0ushki\u200f")
    'n ushki'
    >>> plain("\u0643\u0648\u0626\u0679\u06c1") == plain("\u06a9\u0648\u0626\u0679\u06c1")
    True
    """
    if name.isascii():
        return " ".join(_NOT_WORD.sub(" ", name.lower().translate(_NO_APOSTROPHE)).split())
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_ARABIC)).casefold()
    kept: list[str] = []
    for letter in letters.translate(_ARABIC):
        kind = unicodedata.category(letter)
        if kind[0] in "LN":
            kept.append(letter)
        elif kind[0] != "M" and kind != "Cf" and letter not in _APOSTROPHES:
            kept.append(" ")
    return " ".join("".join(kept).split())


_LATIN_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"t?chh?|tsch", "C"),  # Machh, Mach
        (r"sch|sh", "S"),
        (r"ph", "f"),
        (r"([bdgjkrtz])h", r"\1"),  # Khuzdar, Kuzdar; Dhadar, Dadar; Zhob, Zob
        (r"ck|q|c", "k"),  # Qalat, Kalat
        (r"x", "ks"),
        (r"[ou](?=[aei])", "v"),  # Quetta, Kwetta; Guadar, Gwadar
        (r"w", "v"),
        (r"y(?=[aou])", "Y"),
        (r"a[uo](?![aeiou])|o[uo]|uu|o", "u"),  # Soorab, Surab; Naushki, Noshki
        (r"a[iye]|e[eiya]|ie|ii|[eiy]", "i"),  # Mashkai, Mashkay
        (r"(?<!^)h", ""),  # Sohbatpur, Sobatpur
        (r"iY", "i"),  # Ziyarat, Ziarat
        (r"Y", "y"),
        (r"(.)\1+", r"\1"),
    )
)
_ARABIC_KEY = str.maketrans(
    dict.fromkeys("ٹط", "ت")
    | dict.fromkeys("ثص", "س")
    | dict.fromkeys("ذضظ", "ز")
    | {"ڈ": "د", "ڑ": "ر", "ح": "ه", "ق": "ک", "غ": "گ", "ع": None, "ه": None, " ": None}
)
"""Letters that sound alike in Urdu."""


@lru_cache(_REMEMBERED)
def spelling_key(name: str) -> str:
    """What transliteration variants of one name have in common, for Latin and for Arabic script.

    Aspiration, doubled letters, spaces and the many spellings of one vowel are folded; see the steps above.

    >>> spelling_key("Qilla Saifullah") == spelling_key("Killa Saif-ullah") == spelling_key("Kila Saifulla")
    True
    >>> spelling_key("Noshki") == spelling_key("Nushki") == spelling_key("Naushky")
    True
    >>> spelling_key("Mustang") == spelling_key("Mastung")
    False
    """
    word = plain(name)
    if is_arabic(word):
        return re.sub(r"(.)\1+", r"\1", word.translate(_ARABIC_KEY)) or word
    word = word.replace(" ", "")
    for pattern, replacement in _LATIN_STEPS:
        word = pattern.sub(replacement, word)
    return word


def slug(name: str) -> str:
    """Plain words joined by hyphens, in ASCII, for an id.

    >>> slug("Dera Murad J\u0101mali"), slug("کوئٹہ")
    ('dera-murad-jamali', '')
    """
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")


def is_arabic(text: str) -> bool:
    """Whether the first letter is of the Arabic script.

    >>> is_arabic("کوئٹہ"), is_arabic("Quetta"), is_arabic("")
    (True, False, False)
    """
    first = next((letter for letter in text if letter.isalpha()), "")
    return "\u0600" <= first <= "\u06ff"


CHEAPEST = 0.3
"""The least that one edit costs in `distance`."""

_VOWELS = frozenset("aiuyاوی")
_NEAR: dict[str, float] = {
    either: cost
    for pairs, cost in (
        ("aiuiauiyاویواا", 0.35),
        ("uvویوف", 0.4),
        ("tdbpkgszjzsSvbvfCSCjnmپبکگتدشسجژزژرل", 0.5),
        ("rdlrrn", 0.7),
    )
    for pair in (pairs[i : i + 2] for i in range(0, len(pairs) - 1, 2))
    for either in (pair, pair[::-1])
}


def _drop(letter: str, beside: str) -> float:
    """What it costs to leave a letter out that stands after *beside*."""
    if letter == beside:
        return CHEAPEST
    return 0.45 if letter in _VOWELS else 0.4 if letter in "hه" else 0.9


def distance(one: str, other: str, most: float = inf) -> float:
    """Weighted edit distance: a vowel counts less than a consonant, a swap of neighbours less than two edits.

    Optimal string alignment with costs by kind of letter; 0 means the same spelling. Beyond *most* any number above it
    may be returned: names that are too far apart are not compared to their ends.

    >>> distance("kvita", "kvita"), round(distance("mastang", "mastung"), 2)
    (0.0, 0.35)
    """
    before: list[float] = []
    above = [0.0]
    drops = [_drop(letter, other[at - 1 : at]) for at, letter in enumerate(other)]
    for cost in drops:
        above.append(above[-1] + cost)
    for row, here in enumerate(one):
        drop_here = _drop(here, one[row - 1 : row])
        line = [last := above[0] + drop_here]
        for column, there in enumerate(other):
            cost = above[column] + (0.0 if here == there else _NEAR.get(here + there, 1.0))
            cost = min(cost, above[column + 1] + drop_here, last + drops[column])
            if row and column and here != there and here == other[column - 1] and one[row - 1] == there:
                cost = min(cost, before[column - 1] + 0.7)
            line.append(last := cost)
        before, above = above, line
        if most < inf and min(line) > most and min(before) > most:
            return inf
    return above[-1]
