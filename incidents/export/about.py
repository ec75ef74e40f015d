"""What an export says of itself: what was selected, by which rule, when, from which data, and how to cite and read it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from incidents.errors import StoreError
from incidents.export.cells import legible
from incidents.names_in_text import in_a_sentence
from incidents.outside import SOURCE
from incidents.snapshot import MANIFEST, Manifest
from incidents.vocabulary import PLACE_PRECISIONS, RULES
from incidents.wording import counted, day_words, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.atlas import Atlas
    from incidents.dataset import DatasetInfo
    from incidents.export.tables import Tables
    from incidents.selection import Selection
    from incidents.toll_view import TollView

KARACHI: Final = dt.timezone(dt.timedelta(hours=5), "Asia/Karachi")
FILTERS: Final = {
    "start": "Date",
    "end": "Date",
    "event_types": "Event type",
    "attack_types": "Attack type",
    "target_kinds": "Target",
    "actors": "Actor",
    "places": "Place",
    "precisions": "Known to the level of",
    "contested": "Claims",
    "datasets": "Dataset",
    "text": "Text",
    "bounds": "Area",
}
PRECISION: Final = (
    "Latitude and longitude are given only where a town or site is known. A record known to an area (tehsil, district, "
    "division, province, country) carries the area's id, level and radius_km, and in formats with geometry its polygon: "
    "it happened somewhere in that area, and no point in it is meant. Outside the gazetteer's areas there are no polygons: "
    "such a record has the coordinates of its file, as exact as its level says. Coordinates that an imported file gives are "
    "always in given_latitude and given_longitude: of a record known to an area they only stand for it. Level unknown: the place is not in the gazetteer and no "
    "coordinates are given; such a record has its toponym as written, and no geometry."
)
BOUNDARIES: Final = "Boundaries are not authoritative, and some are disputed."
DATES: Final = "Dates are local (Asia/Karachi), first and last day inclusive. A span with precision range means one or more of these days, not said which."
CLAIMS: Final = (
    "Each row of the claims is what one claimant says about a number. Claims may count the same people and are never added up. "
    "A claim about a campaign is about the whole of it: it belongs to none of its places and is not spread over them."
)
FATALITIES: Final = (
    "fatalities_low, fatalities_best and fatalities_high count the people killed in that one incident by the rule above; "
    "they are empty where no claim counts them, which does not mean that nobody was killed. Of an approximate number only "
    "fatalities_best is given; fatalities_low alone says that at least so many were killed, such as those of one group where no "
    "claim counts everyone."
)
ABSENCE: Final = "A place without incidents is one that no record names; it does not mean that nothing happened there."
CHARACTERS: Final = "A character that files cannot carry (a control character, half a character) is written as \ufffd."
CELLS: Final = (
    "In CSV and XLSX a text that begins with = + - @ (also full-width), a tab, a line end or an apostrophe has one apostrophe "
    "put in front, so that no program runs it as a formula; take one leading apostrophe away to get the text as recorded. "
    "Lists stand in one cell, parted by semicolons."
)


@dataclass(frozen=True)
class DatasetNote:
    """A dataset that the selection asked: what to cite, under which licence, how many incidents of it are exported."""

    id: str
    title: str
    version: str
    licence: str
    citation: str
    note: str
    incidents: int


@dataclass(frozen=True)
class About:
    """What an export says of itself.

    Attributes
    ----------
    title, subline : str
        The selection's headline, as on the screen.
    citation : str
        How to cite this export.
    made : date
        The day, in Karachi.
    program : str
        Name and version.
    query : str
        The selection as in a link.
    filters : tuple of str
        The selection in words.
    not_followed : tuple of str
        Parts of the query that could not be followed.
    rule : str
        By which rule figures of incidents are shown.
    figures : tuple of str
        The campaigns' figures by that rule, each with how many claims give another and what belongs to no place.
    as_known_on : date or None
        The day of knowledge, if one is set.
    incidents, claims, sources : int
        Rows.
    precision : tuple of str
        How many incidents are known to which level.
    datasets : tuple of DatasetNote
        Every dataset that the selection asked.
    credits : tuple of str
        Where places and boundaries come from.
    notes : tuple of str
        How to read the file.
    """

    title: str
    subline: str
    citation: str
    made: dt.date
    program: str
    query: str
    filters: tuple[str, ...]
    not_followed: tuple[str, ...]
    rule: str
    figures: tuple[str, ...]
    as_known_on: dt.date | None
    incidents: int
    claims: int
    sources: int
    precision: tuple[str, ...]
    datasets: tuple[DatasetNote, ...]
    credits: tuple[str, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it JSON-ready: dates in ISO form."""
        known = self.as_known_on.isoformat() if self.as_known_on else None
        fields = dataclasses.asdict(self) | {"made": self.made.isoformat(), "as_known_on": known}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return it as rows of a heading and a text, for a sheet or a text file."""
        known = day_words(self.as_known_on) if self.as_known_on else "no day set: all claims recorded"
        return (
            ("Title", self.title),
            ("Contents", self.subline),
            ("How to cite", self.citation),
            *(("Filters", each) for each in self.filters or ("none: everything in the atlas",)),
            ("Query", self.query or "(empty)"),
            *(("Not followed", each) for each in self.not_followed),
            ("Figures", self.rule),
            *(("Figures of campaigns", each) for each in self.figures),
            ("As known on", known),
            ("Made on", f"{day_words(self.made)} ({self.made.isoformat()}, Asia/Karachi)"),
            ("Made with", self.program),
            ("Rows", f"{counted(self.incidents, 'incident')}, {counted(self.claims, 'claim')}, {counted(self.sources, 'source')}"),
            *(("Precision of place", each) for each in self.precision),
            *(("Dataset", _dataset_words(each)) for each in self.datasets),
            *(("Places and boundaries", each) for each in self.credits),
            *(("How to read", each) for each in self.notes),
        )  # fmt: skip

    def text(self) -> str:
        """Return it as a text file."""
        lines: list[str] = []
        heading = ""
        for name, words in self.rows():
            lines += ["", name] if name != heading else []
            lines.append(f"  {words}")
            heading = name
        return "\n".join(lines).strip() + "\n"


def describe(atlas: Atlas, selection: Selection, tables: Tables, asked: Mapping[str, str], made: dt.date) -> About:
    """Return what an export of these tables says of itself; `asked` are the versions of the datasets asked, by id."""
    summary = atlas.summary(selection)
    incidents, levels = (tables.selected.tallies(name) for name in ("dataset", "level"))
    datasets = tuple(_dataset_note(info, asked, incidents) for info in atlas.datasets if info.id in asked)
    program = f"Incident Atlas {_program_version()}"
    return About(
        title=legible(summary.headline),
        subline=legible(summary.subline),
        citation=legible(_citation(program, summary.headline, datasets, selection, made)),
        made=made,
        program=program,
        query=selection.to_query(),
        filters=tuple(map(legible, filter_words(atlas, selection))),
        not_followed=tuple(legible(f"{key}={value!r}: {why}") for key, value, why in atlas.reported(selection)),
        rule=legible(_rule_words(atlas, selection)),
        figures=tuple(legible(f"{view.title}: {_toll_words(toll)}") for view in summary.campaigns for toll in view.tolls),
        as_known_on=selection.as_known_on,
        incidents=len(tables.incidents),
        claims=len(tables.claims),
        sources=len(tables.sources),
        precision=tuple(f"{lower_first(term.label)}: {levels[level]:,}" for level, term in PLACE_PRECISIONS.items() if level in levels),
        datasets=datasets,
        credits=(*_credits(atlas, tables.selected.tallies("place_id")), BOUNDARIES),
        notes=(PRECISION, DATES, CLAIMS, FATALITIES, ABSENCE, CHARACTERS, CELLS),
    )  # fmt: skip


def asked_versions(atlas: Atlas, selection: Selection) -> dict[str, str]:
    """Return the version of each dataset that a selection asks, by id: its own, else the hash of its file."""
    return {
        info.id: _version(info) for info in atlas.datasets if not selection.datasets or info.id in selection.datasets
    }


def today() -> dt.date:
    """Return the day in Karachi."""
    return dt.datetime.now(KARACHI).date()


def filter_words(atlas: Atlas, selection: Selection) -> list[str]:
    """Return the filters that are on in words, one each; rule and day of knowledge are no filters.

    Examples
    --------
    >>> from incidents import Atlas, Selection
    >>> filter_words(Atlas.of([]), Selection(places=["town:pasni"], start="2026-01-29"))
    ['Date: from 29 January 2026', 'Place: Pasni']
    """
    found: list[str] = []
    for name, value, label in selection.active(atlas):
        words = _bounds_words(value) if name == "bounds" else label
        found += [f"{FILTERS[name]}: {words}"] if name in FILTERS else []
    return found


def _bounds_words(bounds: tuple[float, float, float, float]) -> str:
    return f"touching {', '.join(f'{edge:g}' for edge in bounds)} (west, south, east, north, degrees)"


def _rule_words(atlas: Atlas, selection: Selection) -> str:
    name, _, claimant = selection.rule.partition(":")
    words = f"by {in_a_sentence(atlas.actor_label(claimant))}" if claimant else lower_first(RULES[name].label)
    return (
        f"Figures of incidents: {words} (rule {selection.rule}). Every claim stands in the claims, whatever the rule."
    )


def _toll_words(toll: TollView) -> str:
    dissent = (
        f"{toll.rule_label}, {counted(toll.dissent, 'claim')} with another figure" if toll.dissent else toll.rule_label
    )
    contested = ", contested" if toll.contested else ""
    return " ".join(filter(None, (f"{toll.headline} ({toll.outcome}){contested}; {dissent}.", toll.unallocated)))


def _dataset_note(info: DatasetInfo, versions: Mapping[str, str], incidents: Mapping[str, int]) -> DatasetNote:
    words = (info.title, versions[info.id], info.licence, info.citation, info.note)
    return DatasetNote(info.id, *map(legible, words), incidents=incidents.get(info.id, 0))


def _dataset_words(note: DatasetNote) -> str:
    stated = f"licence {note.licence}" if note.licence else "no licence stated"
    parts = f"{note.title} (id {note.id}, version {note.version or 'not stated'}, {stated})"
    return " ".join(filter(None, (f"{parts}: {counted(note.incidents, 'incident')} here.", note.citation, note.note)))


def _version(info: DatasetInfo) -> str:
    """Return a dataset's version: that of an imported one with its file's hash, else the hash of its file."""
    path = Path(info.path)
    try:
        if (path / MANIFEST).is_file():
            manifest = Manifest.read(path)
            return f"{manifest.version} ({manifest.made_of})"
        return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}" if info.path else ""
    except (OSError, StoreError):
        return ""


def _citation(program: str, headline: str, datasets: Iterable[DatasetNote], selection: Selection, made: dt.date) -> str:
    listed = list(datasets)
    present = [note for note in listed if note.incidents] or listed
    titles = "; ".join(f"{note.title}, version {note.version}" if note.version else note.title for note in present)
    query = selection.to_query() or "no filter"
    return f"{program}, “{headline}” ({titles}; selection: {query}), exported on {day_words(made)}."


def _program_version() -> str:
    try:
        return version("incident-atlas")
    except PackageNotFoundError:
        return "0.1.0"


def _credits(atlas: Atlas, place_ids: Iterable[str]) -> tuple[str, ...]:
    """Return who is to be credited for the places of an export."""
    used = dict.fromkeys(atlas.gazetteer.place(place_id).source for place_id in place_ids)
    used.pop(SOURCE, None)  # areas that were made of what a dataset says, which is credited itself
    known = _attributions()
    return tuple(dict.fromkeys(known.get(key, "Places added by the user of the atlas") for key in sorted(used)))


@cache
def _attributions() -> dict[str, str]:
    table = tomllib.loads((files("gazetteer") / "data" / "sources.toml").read_text("utf-8"))
    return {key: f"{entry['title']}: {entry['attribution']} ({entry['licence']})" for key, entry in table.items()}
