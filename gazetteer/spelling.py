"""How names are compared: a plain form, and a key that spelling variants of one name share."""

import unicodedata

_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ہ": "ه", "ھ": "ه", "ة": "ه", "ۃ": "ه", "ۂ": "ه",
                         "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ے": "ی", "ۓ": "ی", "ں": "ن", "ـ": None})  # fmt: skip


def plain(name: str) -> str:
    """The name in lower case without accents, marks, invisible characters and punctuation, words one space apart.

    >>> plain("  Qila-Sa\u012bfull\u0101h ")
    'qila saifullah'
    >>> plain("N\u00a0ushki\u200f")
    'n ushki'
    >>> plain("\u0643\u0648\u0626\u0679\u06c1") == plain("\u06a9\u0648\u0626\u0679\u06c1")
    True
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_ARABIC)).casefold()
    kept: list[str] = []
    for letter in letters:
        kind = unicodedata.category(letter)
        if kind[0] in "LN":
            kept.append(letter)
        elif kind[0] != "M" and kind != "Cf" and letter not in "'`\u2018\u2019\u02bb\u02bc":
            kept.append(" ")
    return " ".join("".join(kept).split())
