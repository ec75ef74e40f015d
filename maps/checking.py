"""A figure's file: its recipe with what it showed when it was made; and what has changed since."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from incidents.wording import counted, date_words, day_words, listed, one_line
from maps.claimants import NOT_STATED
from maps.errors import BadRecipe
from maps.recipe import Recipe, figure_id, read_json
from maps.shown import claim_words, claims_shown, named, own_id, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incidents import Atlas, Claim

FORMAT: Final = "incident-atlas figure 1"
MAX_FILE: Final = 8_000_000
"""Bytes of a figure file that is read."""

NAME: Final = "figure.json"
DRAWN: Final = {b"PK": "an archive", b"\x89PNG": "an image", b"%PDF": "a PDF", b"<": "a drawing or a page"}
"""What a file is that is no figure's, by its first bytes."""


@dataclass(frozen=True)
class FigureFile:
    """A recipe, and what its figure showed when it was made (None for a recipe written by hand).

    Attributes
    ----------
    figure : str
        The id printed on it.
    claims : dict
        Id and words of each claim.
    incidents : tuple of str
        Ids.
    datasets : dict
        Id and digest of each dataset's records.
    """

    recipe: Recipe
    figure: str | None = None
    claims: Mapping[str, str] | None = None
    incidents: tuple[str, ...] = ()
    datasets: Mapping[str, str] | None = None


NOTHING_RECORDED: Final = (
    "Nothing was checked: this file is a recipe alone, which records neither what its figure showed nor the day it was "
    "made. Check the figure.json that was downloaded with the figure."
)


MOST_LISTED: Final = 5
"""So many changes of a kind are listed; the others are counted."""

MORE: Final = {
    "gone": "no longer recorded",
    "superseded": "superseded",
    "changed": "recorded otherwise now",
    "contested": "contested since",
    "new": "recorded since",
}


@dataclass(frozen=True)
class Change:
    """One thing that has changed since a figure was made: `kind`, the `record` concerned, and the `words` for a person.

    `kind` is superseded, contested, changed, gone, new or data.
    """

    kind: str
    record: str
    words: str


@dataclass(frozen=True)
class Check:
    """Whether a figure still says what the atlas says.

    Attributes
    ----------
    figure : str or None
        The id printed on the figure; None where the file does not hold it.
    now : str
        The id it would have today.
    changes : tuple of Change
        What has changed; empty for nothing.
    headline : str
        The answer in a sentence.
    checked : bool
        Whether there was anything to compare with: a recipe alone records nothing.
    """

    figure: str | None
    now: str
    changes: tuple[Change, ...]
    headline: str
    checked: bool = True

    @property
    def lines(self) -> tuple[str, ...]:
        """The changes in words: the first of each kind, and how many more there are."""
        lines: list[str] = []
        for kind in dict.fromkeys(change.kind for change in self.changes):
            words = [change.words for change in self.changes if change.kind == kind]
            more = len(words) - MOST_LISTED
            lines += [*words[:MOST_LISTED], *([f"and {counted(more, 'more claim')} {MORE[kind]}"] if more > 0 else [])]
        return tuple(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return dataclasses.asdict(self)


def figure_file(atlas: Atlas, recipe: Recipe) -> str:
    """Return ``figure.json``: the recipe, the figure's id, and the claims and records that it shows."""
    state = shown(atlas, recipe.selection)
    held = {
        "format": FORMAT,
        "figure": figure_id(recipe, atlas),
        "recipe": recipe.to_dict(),
        "shown": {"claims": state.claims, "datasets": state.datasets, "incidents": list(state.incidents)},
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def read_figure_file(content: str | bytes) -> FigureFile:
    """Return what a ``figure.json`` holds, alone or in the ZIP of its figure, or a recipe alone. Raises `BadRecipe`."""
    if isinstance(content, bytes):
        content = _taken_out(content)
    if len(content) > MAX_FILE:
        raise BadRecipe(f"the file has {len(content):,} bytes; a figure's file has at most {MAX_FILE:,}")
    held = read_json(content)
    if not isinstance(held, dict) or "recipe" not in held:
        return FigureFile(Recipe.from_dict(held))
    values = cast("dict[str, Any]", held)
    if values.get("format") != FORMAT:
        raise BadRecipe(f"the file says it is {values.get('format')!r:.80}, not {FORMAT!r}: another version wrote it")
    part = values.get("shown")
    if not isinstance(part, dict) or not _is_shown(cast("dict[str, Any]", part)):
        raise BadRecipe("the file does not say what its figure showed: give the recipe in it alone")
    told = cast("dict[str, Any]", part)
    recipe = Recipe.from_dict(values["recipe"])
    figure = values.get("figure")
    return FigureFile(
        recipe, figure if isinstance(figure, str) else None, told["claims"], tuple(told["incidents"]), told["datasets"]
    )


def _taken_out(content: bytes) -> bytes:
    """Return the ``figure.json`` of a ZIP; what is drawn holds none."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
    what = next((what for first, what in DRAWN.items() if start.startswith(first)), "")
    if what == DRAWN[b"PK"]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(NAME) as held:
                return held.read(MAX_FILE + 1)
        except (
            KeyError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
        ):
            what = f"an archive in which no {NAME} can be read"
    if what:
        raise BadRecipe(f"this is {what}, not a recipe file: give the {NAME} from the figure's ZIP, or that ZIP")
    return content


def _is_shown(part: dict[str, Any]) -> bool:
    claims, datasets, incidents = part.get("claims"), part.get("datasets"), part.get("incidents")
    maps = all(isinstance(each, dict) and _all_text(each.values()) for each in (claims, datasets))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType, reportUnknownArgumentType]
    return maps and isinstance(incidents, list) and _all_text(incidents)  # pyright: ignore[reportUnknownArgumentType]


def _all_text(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def check(atlas: Atlas, file: FigureFile) -> Check:
    """Return whether a claim that a figure shows has since been superseded, or its data has changed.

    A file without the state of its time is compared by dates: the claims known on the day it was made against today's.
    """
    now = figure_id(file.recipe, atlas)
    if file.claims is None and file.recipe.made is None:
        return Check(file.figure, now, (), NOTHING_RECORDED, checked=False)
    if missing := sorted(set(file.datasets or {}) - {info.id for info in atlas.datasets}):
        return Check(file.figure, now, (), _not_here(missing), checked=False)
    state = shown(atlas, file.recipe.selection)
    before = file.claims if file.claims is not None else _known_when_made(atlas, file.recipe)
    claims = _claims(atlas, {*file.incidents, *state.incidents})
    about = {*file.incidents, *state.incidents}
    changes = list(_record_changes(file, state.incidents, state.datasets)) if file.claims is not None else []
    changes += [_placed(atlas, each, claims, about) for each in _claim_changes(claims, before, state.claims)]
    return Check(file.figure, now, tuple(changes), _headline(file, now, changes))


def _not_here(datasets: list[str]) -> str:
    named, several = listed([f"{each!r:.80}" for each in datasets]), len(datasets) > 1
    return (
        f"Nothing was checked: the {'datasets' if several else 'dataset'} {named}, which this figure shows, "
        f"{'are' if several else 'is'} not in this atlas. Import {'them' if several else 'it'}, then check again."
    )


def _known_when_made(atlas: Atlas, recipe: Recipe) -> dict[str, str]:
    if recipe.made is None:
        return shown(atlas, recipe.selection).claims
    day = min(recipe.made, recipe.selection.as_known_on or recipe.made)
    then = recipe.selection.replace(as_known_on=day)
    ids = named(atlas, then)
    return {claim.id: claim_words(claim) for claim in claims_shown(atlas, then, ids)}


def _placed(atlas: Atlas, change: Change, claims: Mapping[str, Claim], incidents: set[str]) -> Change:
    """Return what changed about a claim with the incident that it is about, its place and days; a campaign's as it is."""
    claim = claims.get(change.record)
    if claim is None or claim.about not in incidents:
        return change
    about = atlas.incident(claim.about)
    when = date_words(about.when.first, about.when.last, about.when.precision)
    return dataclasses.replace(change, words=f"{change.words} ({one_line(about.title)}, {when})")


def _claim_changes(claims: Mapping[str, Claim], made: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    before = {own_id(claim_id): words for claim_id, words in made.items()}
    later = {
        own_id(old): claim
        for claim in claims.values()
        for old in claim.supersedes
        if not any(old in claims[each].supersedes for each in before if each in claims)
    }
    contested = {
        own_id(old): claim for claim in claims.values() for old in claim.contests if own_id(claim.id) not in before
    }
    open_before = {claim_id for claim_id in before if not _is_contested(claim_id, before, claims)}
    for claim_id, words in before.items():
        if claim_id not in claims:
            yield Change("gone", claim_id, f"no longer recorded: {_said(words)}")
        elif claim_id in later:
            yield Change("superseded", claim_id, f"superseded: {_said(words)}; since then: {_told(later[claim_id])}")
        elif claim_words(claims[claim_id]) != words:
            yield Change("changed", claim_id, f"recorded otherwise now: {_said(words)}; now: {_told(claims[claim_id])}")
        elif claim_id in contested and claim_id in open_before:
            yield Change("contested", claim_id, f"contested since: {_said(words)}; by: {_told(contested[claim_id])}")
    replacing = {own_id(later[old].id) for old in before if old in later}
    for claim_id in map(own_id, now):
        if claim_id not in before and claim_id not in replacing:
            yield Change("new", claim_id, f"recorded since: {_told(claims[claim_id])}")


def _is_contested(claim_id: str, among: Iterable[str], claims: Mapping[str, Claim]) -> bool:
    others = [claims[each] for each in among if each in claims]
    own = claims[claim_id].contests if claim_id in claims else ()
    return any(claim_id in map(own_id, other.contests) or other.id in own for other in others)


def _claims(atlas: Atlas, incidents: Iterable[str]) -> dict[str, Claim]:
    """Return the claims of the ledger, and those about some incidents, which may be imported, by id."""
    atlas.remember(incidents)
    about = (claim for record_id in incidents for claim in atlas.claims_of(record_id))
    return {own_id(claim.id): claim for claim in (*atlas.claims, *about)}


def _told(claim: Claim) -> str:
    stated = f", stated {day_words(claim.stated_on)}" if isinstance(claim.stated_on, dt.date) else ""
    return f"{_said(claim_words(claim))}{stated}"


def _said(words: str) -> str:
    """Return the words of a claim, as files hold them, for a person.

    Examples
    --------
    >>> _said("3 people, group not stated killed, as reported by Dawn")
    '3 people killed, group not stated, as reported by Dawn'
    """
    return re.sub(rf"({NOT_STATED}) ([^,]+)", r" \2\1", words, count=1)


def _record_changes(file: FigureFile, incidents: tuple[str, ...], datasets: Mapping[str, str]) -> Iterator[Change]:
    unnamed = not file.incidents or not incidents  # of very many incidents a file names none
    named = (set(map(own_id, file.incidents)), set(map(own_id, incidents)))
    before, now = (set(), set()) if unnamed and file.datasets and datasets else named
    if gone := sorted(before - now):
        yield Change("gone", gone[0], f"{counted(len(gone), 'incident')} that it shows no longer match: {_some(gone)}")
    if new := sorted(now - before):
        yield Change("new", new[0], f"{counted(len(new), 'incident')} that it does not show: {_some(new)}")
    known = file.datasets or {}
    for dataset in sorted(known.keys() & datasets.keys()):
        if known[dataset] != datasets[dataset] and not (gone or new):
            yield Change("data", dataset, f"records of the dataset {dataset} that it shows were changed")


def _some(ids: list[str]) -> str:
    more = f" and {len(ids) - 5:,} more" if len(ids) > 5 else ""
    return ", ".join(ids[:5]) + more


def _headline(file: FigureFile, now: str, changes: list[Change]) -> str:
    superseded = sum(change.kind == "superseded" for change in changes)
    if superseded:
        return (
            f"{counted(superseded, 'claim')} that this figure shows {'was' if superseded == 1 else 'were'} superseded."
        )
    if changes:
        return f"No claim was superseded, but {counted(len(changes), 'thing')} that this figure shows changed."
    if file.figure is not None and file.figure != now:
        return "Its claims and incidents are those of the atlas, but the recipe, places or boundaries were changed."
    if file.claims is None:
        return "No claim that this figure shows was superseded; its file does not say what data it was made from."
    return "This figure shows what the atlas says today; no claim in it was superseded."
