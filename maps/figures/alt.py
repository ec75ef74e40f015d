"""Sentences about a figure, written from the data: its alt text, its sources, its small print."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from incidents.headline import TAKE_OFF
from incidents.names_in_text import listed_names
from incidents.wording import counted, day_words, listed, lower_first, upper_first
from maps.claimants import account_of, people_of, reporter_of
from maps.figures.words import clean
from maps.layers import CREDIT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from incidents import Atlas, ClaimLine, DatasetInfo, Source, Summary, TollView
    from incidents.summary import IncidentFigures
    from maps.figures.numbered import Numbered, Table

NOT_STATED = "not stated"
NAMED_PLACES = 12
NAMED_SOURCES, LONG_NAME = 3, 90
"""So many sources are named, each with so many characters, or more that are shorter."""
LONGEST_TITLE = 160
ATTRIBUTION = ("attribution", "odbl", "by-", "cc by")
"""Words of a licence that asks for attribution: the figure then prints the dataset's citation too."""

TERMS, REQUEST = ": ", "; give "
"""What a licence's name and a citation are followed by: for whoever holds the data, in the methods note, not for readers."""

OF_NO_PLACE = ("to the campaign, not to any place on the map", "to the whole campaign, not to any one incident")
"""What a note says of a campaign's figures beside a map, and what where there is none."""

UNDATED = "undated"
LONGEST_ALT = 4000
NO_MATCH = "No incident matches"
KINDS = {
    "locator": "Locator map",
    "symbol": "Map",
    "choropleth": "Map of districts shaded by their number of incidents",
    "rates": "Map of districts shaded by their rate of incidents",
    "multiples": "Small maps side by side",
    "timeline": "Timeline",
    "map_timeline": "Map with a timeline",
}
SHOWN_AS = {
    "locator": ("Outlined areas", "Marked towns or sites"),
    "symbol": ("Hatched areas with a count", "Symbols in towns or at sites"),
    "choropleth": ("Incidents known within each district", ""),
    "rates": ("Incidents known within each district", ""),
    "timeline": ("Known to an area", "Known to a town or site"),
}


def alt_text(
    summary: Summary, shown: Table, kind: str = "symbol", incidents: Sequence[IncidentFigures] = (), unsaid: str = ""
) -> str:
    """Return what a person who cannot see the figure needs: what, where, when, the figures, and who says them.

    Of single `incidents` these are the figures that the drawing shows; `unsaid` tells of those that it does not.
    """
    sentences = [f"{KINDS[kind]}. {_end(clean(summary.headline))}", _end(said_below(summary))]
    areas, points = SHOWN_AS.get(kind, SHOWN_AS["symbol"])
    if kind == "locator":
        areas, points = f"{areas} ({len(shown.areas):,})", f"{points} ({counted(shown.symbols, 'point')})"
    sentences += [f"{areas}: {_places(shown.areas, 'area')}."] if shown.areas else []
    sentences += [f"{points}: {_places(shown.points, 'point')}."] if shown.points else []
    sentences += [_toll(toll) for view in summary.campaigns for toll in view.tolls]
    notes = dict.fromkeys(clean(view.note) for view in summary.campaigns if view.tolls)
    sentences += [note.replace(*OF_NO_PLACE) if kind == "timeline" else note for note in notes if note]
    sentences += [*map(incident_sentence, incidents), unsaid]
    text = " ".join(sentence for sentence in sentences if sentence)
    return text if len(text) <= LONGEST_ALT else f"{text[: LONGEST_ALT - 1]}…"


def said_below(summary: Summary, places: str = "") -> str:
    """Return a summary's subline for paper: without what only a page's reader can do.

    In which `places` stands below a title of somebody's own, which need not say how many incidents there are.
    """
    said = clean(summary.subline)
    if said == TAKE_OFF or summary.unplaced or not places:
        return "" if said == TAKE_OFF else said
    number = counted(summary.count, "incident")
    said = said.removeprefix(f"{number} · ")
    return f"{number} in {places} · {said[:1].lower()}{said[1:]}"


def _end(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def _short(text: object) -> str:
    words = clean(text)
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"


def _places(found: Sequence[Numbered], what: str) -> str:
    named = [f"{_name(each)}: {each.count:,}" for each in found[:NAMED_PLACES]]
    more = len(found) - len(named)
    return listed([*named, counted(more, f"more {what}")] if more > 0 else named)


def _name(each: Numbered) -> str:
    level = f"{each.within.name} {each.within.level}" if each.within else ""
    return f"{_short(each.name)} {each.level}".rstrip() + (f" ({clean(level)})" if level else "")


def _toll(toll: TollView) -> str:
    if len(toll.lines) == 1 and not (toll.beside or toll.contested):
        return f"{upper_first(_claim(toll.lines[0]))}."
    about = "; ".join(filter(None, (clean(toll.beside), clean(toll.tag))))
    return f"{_short(toll.heading)}{f' ({about})' if about else ''}. {'; '.join(map(_claim, toll.lines))}."


def incident_sentence(figures: IncidentFigures) -> str:
    """Return the figures of one incident, each with who claims it."""
    return _end(f"{clean(figures.title)} ({clean(figures.when)}): {'; '.join(map(toll_words, figures.tolls))}")


def toll_words(toll: TollView) -> str:
    """Return every claim about a group of people, whether they contest each other, and by which rule a heading shows one."""
    lines = "; ".join(_line(line) for line in toll.lines)
    lines += " – these claims contest each other" if toll.contested and len(toll.lines) > 1 else ""
    return f"{lines} ({lower_first(clean(toll.told)).rstrip('.')})" if toll.told else lines


def _line(line: ClaimLine) -> str:
    standing = ", since replaced by a later claim" if line.superseded else f" ({clean(line.standing_label)})"
    return f"{people_of(line)}, {account_of(clean(line.claimant))}{standing}"


def _claim(line: ClaimLine) -> str:
    return f"{_short(people_of(line))}, {account_of(_short(line.claimant))} ({_short(line.vouched)})"


def sources_of(atlas: Atlas, records: pd.DataFrame, summary: Summary, on: dt.date | None) -> tuple[Source, ...]:
    """Return the sources of the records and of the claims that were known on a day, those used most first."""
    counts = Counter[str]()
    for named, number in records["sources"].value_counts(sort=False).items():
        counts.update(dict.fromkeys(named, number))  # pyright: ignore[reportArgumentType, reportCallIssue]
    from_records = sorted(counts, key=lambda source: (-counts[source], source))
    claims = (claim for view in summary.campaigns for claim in atlas.claims_of(view.campaign.id, on))
    from_claims = (item.source for claim in claims for item in claim.evidence)
    return tuple(atlas.sources_of(dict.fromkeys((*from_records, *from_claims))).values())


def source_words(source: Source) -> str:
    """Return a source in words: title, publisher, and its date or that it has none."""
    if source.published:
        when = day_words(source.published)
    elif source.not_before:
        when = f"undated, on or after {day_words(source.not_before)}"
    else:
        when = UNDATED
    return ", ".join(filter(None, (f"“{_short(source.title)}”", _short(source.publisher), when)))


def sources_sentence(sources: tuple[Source, ...], most: int = NAMED_SOURCES) -> str:
    """Return the sources as a line of small print: so many by name, the others counted."""
    most = most_named(sources, most)
    named = tail_once([source_words(source) for source in sources[:most]], f", {UNDATED}", f" (all {UNDATED})")
    more = [counted(len(sources) - most, "more source")] if len(sources) > most else []
    return f"{'Source' if len(sources) == 1 else 'Sources'}: {'; '.join([*named, *more])}." if named else ""


def most_named(sources: Sequence[Source], most: int) -> int:
    """Return how many sources a sentence names that has room for so many long names: all where they take no more than these."""
    lengths = [len(_short(source.title)) + len(_short(source.publisher)) + 4 for source in sources]
    return len(lengths) if sum(lengths) <= LONG_NAME * most else min(most, len(lengths))


def tail_once(named: Sequence[str], tail: str, said: str) -> list[str]:
    """Return names with what all of them end in said once, after the last.

    Examples
    --------
    >>> tail_once(["“A”, undated", "“B”, undated"], ", undated", " (all undated)")
    ['“A”', '“B” (all undated)']
    """
    if len(named) < 2 or not all(name.endswith(tail) for name in named):
        return list(named)
    bare = [name.removesuffix(tail) for name in named]
    return [*bare[:-1], bare[-1] + said]


def claimants_sentence(tolls: Iterable[TollView]) -> str:
    """Return whose claims the figures are, each by name, as a line of small print."""
    every = dict.fromkeys(_short(line.claimant) for toll in tolls for line in toll.lines)
    claimed = [name for name in every if not reporter_of(name)]
    reported = [reporter for name in every if (reporter := reporter_of(name))]
    parts = [f"claimed by {listed_names(claimed)}"] if claimed else []
    parts += [f"reported by {listed_names(reported)}"] if reported else []
    return f"Figures as {'; as '.join(parts)}." if parts else ""


def boundary_sentence(*, disputed: str, beyond: bool) -> str:
    """Return the credits and the note on boundaries."""
    parts = [CREDIT]
    parts += [f"Dotted borders{' in the inset' if disputed == 'inset' else ''} are disputed."] if disputed else []
    parts += ["Coarse land and borders lie beyond the detailed basemap."] if beyond else []
    return " ".join(parts)


def version(
    info: DatasetInfo, versions: Mapping[str, str], word: str = "version", comma: str = ", ", unstated: str = NOT_STATED
) -> str:
    """Return a dataset's licence, the attribution that it asks for, and its version, in brackets.

    The version is the beginning of a hash of its records shown. What stands for a licence that nobody stated is in our own words.
    """
    digest = versions.get(info.id, "")
    asks = any(asked in info.licence.lower() for asked in ATTRIBUTION)
    credit = _short(info.citation).partition(REQUEST)[0] if asks else ""
    licence = unstated if info.licence == NOT_STATED else _short(info.licence).partition(TERMS)[0]
    words = comma.join(filter(None, (licence, credit, f"{word} {digest[:8]}" if digest else "")))
    return f" ({words})" if words else ""


def made_sentence(
    atlas: Atlas,
    records: pd.DataFrame,
    made: dt.date,
    projection: str = "",
    identifier: str = "",
    versions: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return when and from what the figure was made, every dataset with its licence, in which projection, and its id."""
    shown = set(records["dataset"].unique())
    data = [info for info in atlas.datasets if info.id in shown]
    titles = [f"“{_short(info.title)}”" + version(info, versions) for info in data]
    dataset = f" {'Dataset' if len(titles) == 1 else 'Datasets'}: {listed(titles)}." if titles else ""
    drawn = f" Projection: {projection}." if projection else ""
    return f"Made on {day_words(made)}, Pakistan time, with Incident Atlas.{dataset}{drawn}" + (
        f" Figure\u00a0{identifier}." if identifier else ""
    )
