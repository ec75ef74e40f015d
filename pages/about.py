"""The About page: where everything comes from, under which licence, what the map cannot tell, how to cite a view."""

from datetime import datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

from gazetteer.home import home
from incidents import Atlas, DatasetInfo, Selection
from incidents.engine import EngineFacts
from incidents.wording import counted
from maps.credits import geodata_sources
from pages import link
from pages.access import access
from pages.elements import Element, el, show
from pages.opened import opened

CANNOT = (
    "A hatched district says that something is reported there, not where in it. Nothing known only by district is a dot.",
    "An empty place means that no record in the atlas names it. It does not mean that nothing happened.",
    "Figures are claims. The atlas shows who makes them and does not decide between them, and never adds up figures that may count the same people.",
    "Figures for a whole campaign are not spread over its places.",
    "A span of days says that the day is not known, unless the record says that the event lasted.",
    "Boundaries are not authoritative, and some are disputed. The 36 districts are those of mid-2022 to mid-2026; names announced in July 2026 "
    "lead to the district they were part of.",
    "Roads, villages and many localities are in none of the sources. A name that is not known falls back to the area given with it, marked as such.",
)


def page() -> None:
    """Draw the page."""
    atlas, selection = opened(), link.selection()
    show(
        el(
            "article",
            el("h1", "About this atlas"),
            el("p", f"Incident Atlas {version_words()}. {_where_words()}"),
            *_section(
                "Cite this view", el("p", citation(atlas, selection)), el("p", _address_words(), class_="muted small")
            ),
            *_section("What the map cannot tell", _list(CANNOT)),
            *_section("Records", *[part for info in atlas.datasets for part in _dataset(info)]),
            *_section("Places and basemap", _sources()),
            *_section("Memory and time", el("p", engine_words(atlas.engine_facts))),
            *_section("Your data", el("p", _kept_words())),
            class_="prose wide",
        ),
        key="about",
    )


def version_words() -> str:
    """The version, from the installed package or, in a checkout, from its project file."""
    try:
        return version("incident-atlas")
    except ModuleNotFoundError:
        return "0.1.0"


def citation(atlas: Atlas, selection: Selection, now: datetime | None = None) -> str:
    """A sentence to cite the selection by: what, out of which sources, made when.

    ``now`` is any aware moment; the date is given as in Karachi.
    """
    summary = atlas.summary(selection)
    day = (now or datetime.now(ZoneInfo("Asia/Karachi"))).astimezone(ZoneInfo("Asia/Karachi"))
    titles = "; ".join(info.title for info in atlas.datasets if not selection.datasets or info.id in selection.datasets)
    query = selection.to_query() or "no filter"
    return f"Incident Atlas {version_words()}, “{summary.headline}” ({titles}; selection: {query}), made on {day.day} {day:%B %Y}."


def engine_words(facts: EngineFacts) -> str:
    """What answers selections, and what it may take of this computer.

    >>> engine_words(EngineFacts("DuckDB 2.0", 1_000_000, 2, 40 << 20, 768 << 20, 20.0))
    'Selections are answered by DuckDB 2.0 from 1,000,000 incidents in memory: 40 MB now, at most 768 MB, on 2 threads. A question that takes longer than 20 seconds is stopped.'
    """
    now, most = (max(1, number >> 20) for number in (facts.memory, facts.memory_limit))
    held = (
        f"{counted(facts.rows, 'incident')} in memory: {now:,} MB now, at most {most:,} MB, on {facts.threads} threads"
    )
    return (
        f"Selections are answered by {facts.name} from {held}. "
        f"A question that takes longer than {facts.seconds:.0f} seconds is stopped."
    )


def _where_words() -> str:
    alone = access().how == "local"
    return f"It runs on {'this computer' if alone else 'the computer of a team'}; nothing is sent anywhere else."


def _kept_words() -> str:
    if access().how == "local":
        return f"What you add is kept in {home()}. Delete that folder to remove all of it."
    return "What editors add is kept in the data folder of the computer that this atlas runs on."


def _address_words() -> str:
    return "The address in your browser holds the selection; Copy link on the Map page adds where the map stands."


def _section(heading: str, *parts: Element) -> tuple[Element, ...]:
    return (el("h2", heading), *parts)


def _list(lines: tuple[str, ...]) -> Element:
    return el("ul", *(el("li", line) for line in lines))


def _dataset(info: DatasetInfo) -> tuple[Element, ...]:
    counts = ", ".join(counted(getattr(info, f"{one}s"), one) for one in ("incident", "campaign", "source"))
    return (
        el("p", el("strong", info.title), f" – {counts}."),
        el("p", f"Licence: {info.stated_licence}. {info.citation}", class_="muted small"),
    )


def _sources() -> Element:
    heads = ("Source", "Package", "Licence", "Rows")
    rows = [
        el(
            "tr",
            el("td", s.title),
            el("td", f"{s.package} {s.version}"),
            el("td", s.licence),
            el("td", f"{s.rows:,}", class_="number"),
        )
        for s in geodata_sources()
    ]
    table = el("table", el("thead", el("tr", *(el("th", words, scope="col") for words in heads))), el("tbody", *rows))
    return el("div", table, class_="scroll", tabindex="0", role="region", aria_label="Sources of the geodata")
