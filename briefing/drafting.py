"""Words for a scene drafted from the data: a headline and sentences, each number with who says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.names_in_text import briefly
from incidents.vocabulary import PLACE_LEVELS, UNKNOWN_PLACE
from incidents.wording import counted, date_words, listed, one_line
from maps.claimants import account_of, people_of

if TYPE_CHECKING:
    from briefing.scene import Scene
    from incidents import Atlas, ClaimLine, Selection, TollView

LONGEST = 220


def headline(atlas: Atlas, selection: Selection) -> str:
    """Return a headline for a selection: what, where, when; at most 120 characters."""
    words = one_line(atlas.summary(selection).headline)
    return words if len(words) <= 120 else f"{words[:119]}…"


def drafts(atlas: Atlas, selection: Selection) -> tuple[str, ...]:
    """Return sentences to choose from: one for each group of figures, then how many incidents, and how well they are known.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> print(drafts(Atlas.open(), Selection())[1])
    31 civilians killed, according to unnamed reports.
    """
    summary = atlas.summary(selection)
    tolls = [toll for view in summary.campaigns for toll in view.tolls]
    tolls += [toll for each in summary.figures.incidents for toll in each.tolls if summary.count == 1]
    return _short(*map(_toll, tolls), *of_record(atlas, selection))


def of_record(atlas: Atlas, selection: Selection) -> tuple[str, ...]:
    """Return the sentences without claims: how many incidents there are, and how well they are known."""
    records, found = atlas.incidents(selection), list[str]()
    for dataset, part in records.groupby("dataset", sort=True):
        places = counted(int(part["place_id"].nunique()), "place")
        found.append(
            f"The dataset “{atlas.dataset_label(str(dataset))}” records {counted(len(part), 'incident')} in {places}."
        )
    levels = records["level"].value_counts()
    known = [f"{levels[level]:,} to the {level}" for level in PLACE_LEVELS if level in levels.index]
    found += [f"By that record, the places are known {listed(known)}."] if known else []
    lost = counted(int(levels.get(UNKNOWN_PLACE, 0)), "incident")
    found += [f"Of {lost} the place is not known."] if UNKNOWN_PLACE in levels.index else []
    vague = records[records["date_precision"] != "day"]
    if len(records) and len(vague) == len(records):
        days = date_words(records["start"].min(), records["end"].max(), "range")
        found.append(f"On which day of {days} is not stated.")
    return _short(*found)


def _short(*sentences: str) -> tuple[str, ...]:
    """Return the sentences that are not too long, each once."""
    return tuple(dict.fromkeys(sentence for sentence in sentences if len(sentence) <= LONGEST))


def _toll(toll: TollView) -> str:
    claims = "; ".join(_claim(line) for line in toll.lines)
    return f"{claims}; these claims contest each other." if toll.contested and len(toll.lines) > 1 else f"{claims}."


def _claim(line: ClaimLine) -> str:
    standing = "" if line.standing in ("attributed", "corroborated") else f" ({line.standing_label})"
    return one_line(f"{people_of(line)}, {account_of(_with_article(line.claimant))}{standing}")


def _with_article(name: str) -> str:
    short = re.search(r"\(([A-Z]{2,8})\)$", name)
    return briefly(name, short.group(1)) if short else name


def unclaimed(atlas: Atlas, scene: Scene) -> tuple[str, ...]:
    """Return the sentences of a scene that give a claimed figure without naming anybody who says it.

    Examples
    --------
    >>> from briefing.scene import Scene
    >>> from incidents import Atlas
    >>> atlas = Atlas.open()
    >>> unclaimed(atlas, Scene(id="a", headline="Toll", sentences=["At least 197 militants died."]))
    ('At least 197 militants died.',)
    >>> unclaimed(atlas, Scene(id="a", headline="Toll", sentences=["Security forces say that 197 militants died."]))
    ()
    """
    lines = [line for view in atlas.summary(scene.selection).campaigns for toll in view.tolls for line in toll.lines]
    return tuple(text for text in (scene.headline, *scene.sentences) if _says_no_claimant(text, lines))


def _says_no_claimant(text: str, lines: list[ClaimLine]) -> bool:
    numbers = set(re.findall(r"\d+", text.replace(",", "")))
    given = [line for line in lines if {str(each) for each in (line.low, line.value, line.high) if each} & numbers]
    return any(not any(_names(text, other) for other in lines if other.figure == line.figure) for line in given)


def _names(text: str, line: ClaimLine) -> bool:
    """Return whether a text names a claimant: in full, by its abbreviation, or by its last words."""
    short = re.search(r"\(([A-Z]{2,8})\)$", line.claimant)
    full = re.sub(r"\s*\([A-Z]{2,8}\)$", "", line.claimant)
    ways = {full, " ".join(full.split()[-2:]), full.split()[-1], short.group(1) if short else full}
    return any(way.lower() in text.lower() for way in ways if len(way) > 2)
