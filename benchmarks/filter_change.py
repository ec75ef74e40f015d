"""From the click on a filter to the settled Map page, in Chromium: ten incidents, thousands, millions; a one-widget app."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from benchmarks import acled_like
from benchmarks.browser import REST, WARM_UP, Change, Look, Subject, launch, take_turns
from benchmarks.result import Result
from benchmarks.served import ROOT
from incidents import Atlas, Selection

HERE = Path(__file__).parent
SWITCH, DRAWN = "input[type=checkbox]", ".map[data-drawn]"
ONE_WIDGET, WITHOUT_MAP = "one-widget app", "Map page without the map, 10 incidents"
FEW = 10
"""Incidents of the page that all others are compared with."""

SIZES = (10_000, 100_000, 1_000_000, 2_500_000)
AIMS = {10_000: 1.15, 100_000: 1.25, 1_000_000: 1.5, 2_500_000: 2.0}
KINDS = ("clash", "protest", "bombing", "attack", "abduction", "riot")
"""The filters that are switched: the most frequent kinds of made-up events, each between 2 and 22 % of them."""

MOST = 2 ** len(KINDS) - 2
"""Changes that can be made before a selection comes a second time."""


def measure(repetitions: int = 25, sizes: Sequence[int] = SIZES) -> list[Result]:
    """Return times and ratios of a filter change.

    Parameters
    ----------
    repetitions : int
        Changes on each page, interleaved, after `WARM_UP` that do not count. A single one only shows that it works:
        nothing goes before it.
    sizes : sequence of int
        Incidents of the other pages; that of ten is there anyway.
    """
    skip = WARM_UP if repetitions > 1 else 0
    turns, sizes = min(skip + repetitions, MOST), [size for size in sizes if size != FEW]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        few, others = map_page(FEW, turns), [map_page(size, turns) for size in sizes]
        bare = Subject(ONE_WIDGET, HERE / "one_widget.py", Path(folder), SWITCH, _switches())
        home = acled_like.home(FEW)
        without = Subject(
            WITHOUT_MAP, HERE / "without_map.py", home, ".headline h1", kinds_changed(home, turns, with_map=False)
        )
        subjects = [bare, without, few, *others]
        for subject in subjects:
            subject.serve(stack, Path(folder))
        browser = launch(stack)
        for subject in subjects:
            subject.open(browser, rest=REST if subject is subjects[-1] else 0)
        take_turns(subjects, turns)
    ratios = [other.ratio(few, skip, AIMS.get(size)) for size, other in zip(sizes, others, strict=True)]
    beside = [each.ratio(bare, skip) for each in (few, *others)]
    return [*(each.result(skip) for each in subjects), *ratios, *beside, few.ratio(without, skip)]


def map_page(size: int, turns: int) -> Subject:
    """Return the Map page over so many made-up incidents (and the embedded ones), with changes for some turns."""
    home = acled_like.home(size)
    return Subject(f"Map page, {size:,} incidents", ROOT / "app.py", home, DRAWN, kinds_changed(home, turns))


def selections(turns: int) -> Iterator[tuple[str, Selection]]:
    """Yield the kind that is switched and the selection it leads to, one kind a turn.

    No selection comes twice, because Streamlit does not send again what it has sent. The order is that of a Gray code: the
    step's lowest bit that is set names the kind.
    """
    chosen: tuple[str, ...] = ()
    for step in range(1, turns + 1):
        kind = KINDS[min((step & -step).bit_length(), len(KINDS)) - 1]
        chosen = tuple(each for each in chosen if each != kind) if kind in chosen else (*chosen, kind)
        yield kind, Selection(event_types=chosen)


def kinds_changed(home: Path, turns: int, with_map: bool = True) -> Iterator[Change]:
    """Return the changes of some turns, with the headline and the drawn map that each leads to."""
    atlas = Atlas.open(home)
    changes: list[Change] = []
    for kind, selection in selections(turns):
        headline = Look(".headline h1", atlas.summary(selection).headline)
        drawn = (Look(".map", selection.to_query(), "data-drawn"),) if with_map else ()
        changes.append(Change(f'.facet[data-key="{kind}"] input', (headline, *drawn)))
    return iter(changes)


def _switches() -> Iterator[Change]:
    for word in cycle(("on", "off")):
        yield Change(SWITCH, (Look("[data-testid=stMarkdown] p", word),))
