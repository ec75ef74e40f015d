"""Which term of the vocabulary a word in somebody's table means: by id, label, noun, alias, or a label of ACLED or GTD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from incidents.crosswalk import (
    ACLED_ATTACKS,
    ACLED_EVENTS,
    ACLED_TYPES,
    GTD_ATTACK_LABELS,
    GTD_ATTACKS,
    GTD_EVENTS,
    GTD_TARGET_LABELS,
    GTD_TARGETS,
)
from incidents.term import Term
from incidents.vocabulary import ACTORS, ATTACK_TYPES, EVENT_TYPES, TARGET_KINDS

_TERMS: Final[Mapping[str, Mapping[str, Term]]] = {
    "event": EVENT_TYPES,
    "attack": ATTACK_TYPES,
    "target": TARGET_KINDS,
    "actor": ACTORS,
}
_GTD_LABELS: Final = {"event": GTD_ATTACK_LABELS, "attack": GTD_ATTACK_LABELS, "target": GTD_TARGET_LABELS}
_ACLED_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "event": {name: term.id for name, term in ACLED_EVENTS.items()} | ACLED_TYPES,
    "attack": {name: term.id for name, term in ACLED_ATTACKS.items()},
}
_GTD_TERMS: Final = {"event": GTD_EVENTS, "attack": GTD_ATTACKS, "target": GTD_TARGETS}


@cache
def _words(which: str) -> Mapping[str, str]:
    """Return the ids of terms by every word that stands for them."""
    found: dict[str, str] = {}
    for term in _TERMS[which].values():
        for word in (term.id, term.label, term.brief(), term.noun(), term.noun(2), *term.aliases):
            found.setdefault(_plain(word), term.id)
    for label, code in _GTD_LABELS.get(which, {}).items():
        found.setdefault(_plain(label), _GTD_TERMS[which][code].id)
    for label, term_id in _ACLED_LABELS.get(which, {}).items():
        found.setdefault(_plain(label), term_id)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def lookup(which: str, text: str) -> str | None:
    """Return the id of the term that a word stands for, in the singular or plural."""
    word = _plain(text)
    return _words(which).get(word) or _words(which).get(word.removesuffix("s"))
