"""Columns of numbers that name a claimant or a group, and not what became of the people: “BLA claim”, “Army”, “Hospital”."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as MappingType
from typing import Final

import pyarrow as pa

from incidents.readers.claimants import FILLING, KILLED, TOLL, WOUNDED, spoken
from incidents.readers.columns import Batch
from incidents.readers.layouts import folded
from incidents.readers.whom import has, is_group
from incidents.wording import listed

_CASUALTIES: Final = rf"{KILLED}|{WOUNDED}|{TOLL}|casualt(?:y|ies)|cas|human_loss(?:es)?|k_[iw]|[iw]_k"
_SAYS: Final = re.compile(
    r"\b(?:claims?|claimed|says|said|statement|version|account|figures?|estimates?)\b", re.IGNORECASE
)
_ACCOUNT: Final = re.compile(r"(?:the )?(?:hospitals?|officials?|ispr|media|press|locals?|eyewitness(?:es)?|edhi|rescue)(?: sources?)?", re.IGNORECASE)  # fmt: skip


def claims_of(names: MappingType[str, str], known: Collection[str], sample: Batch) -> dict[str, str]:
    """Return whose claim of numbers columns hold by their names alone, such as "BLA claim" and "Official figure".

    `known` are the columns that say what they count.
    """
    return {
        name: said.claimant
        for name, heading in names.items()
        if name not in known
        and _SAYS.search(heading)
        and (said := spoken(heading)).claimant
        and not re.sub(rf"{FILLING}|_|\d", "", folded(said.rest))
        and of_numbers(sample, name)
    }


def unsaid(names: MappingType[str, str], known: Collection[str], sample: Batch) -> list[str]:
    """Return in a sentence which other columns hold numbers of a group or by somebody's account; nothing where none does."""
    found = [
        heading
        for name, heading in names.items()
        if name not in known
        and (_ACCOUNT.fullmatch(heading.strip()) or _SAYS.search(heading) or is_group(folded(heading)))
        and of_numbers(sample, name)
    ]
    if not found:
        return []
    hold = "holds numbers" if len(found) == 1 else "hold numbers"
    return [
        f"{listed([repr(each) for each in found])} {hold}, and no name says whether of killed or of wounded: not read as counts; "
        "if they are, say so in a mapping"
    ]


def unread_casualties(unused: Collection[str], notes: Collection[str]) -> list[str]:
    """Return a warning for each column that by its name is of casualties, of which nothing is read and no note speaks.

    Examples
    --------
    >>> unread_casualties(["Casualties", "Rank", "Deaths"], ["'Deaths' left out"])
    ["'Casualties' is of casualties by its name and was not read: write killed and injured into columns of their own, or say in a mapping what it counts"]
    """
    return [
        f"{heading!r} is of casualties by its name and was not read: write killed and injured into columns of their own, "
        "or say in a mapping what it counts"
        for heading in unused
        if has(folded(heading), _CASUALTIES) and not any(repr(heading) in note for note in notes)
    ]


def of_numbers(sample: Batch, name: str) -> bool:
    """Return whether all cells of a column are whole numbers, and there are some."""
    texts = [text for text in pa.array(sample.text(name).dictionary).to_pylist() if text]
    return bool(texts) and all(re.fullmatch(r"\d{1,4}(?:\.0)?", text) for text in texts)
