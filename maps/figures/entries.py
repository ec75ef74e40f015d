"""Which lines the keys of a figure have: one under its map or maps, one under its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures import choropleth, keys, multiples, places, timeline
from maps.figures.cartography import has_many_districts, is_crowded

if TYPE_CHECKING:
    from maps.figures.choropleth import Shading
    from maps.figures.keys import Entry
    from maps.figures.multiples import Parts
    from maps.figures.plan import Learnt
    from maps.figures.strip import Strip
    from maps.figures.subject import Subject


def of_map(subject: Subject, shading: Shading | None, parts: Parts | None, *, learnt: Learnt) -> list[Entry]:
    """Return the key of a map or of small maps; what was `learnt` is that counts or names had no room, or symbols stand beside their place."""
    kind, wording = subject.recipe.kind, subject.wording
    no_room = [keys.Entry(wording.no_room(len(subject.records)))]
    if subject.records.empty and shading is None:
        return no_room if learnt.lacking else []
    if kind == "locator":
        found, left_out = places.entries_of(subject), keys.Entry(wording.names_left_out())
        return [*found, left_out] if learnt.lacking and left_out not in found else found
    if shading is not None:
        return [
            *choropleth.entries_of(subject, shading),
            *(no_room if learnt.lacking or has_many_districts(shading) else []),
        ]
    level = learnt.gathered.level if learnt.gathered else ""
    discs = parts is not None and parts.discs is not None
    found = keys.of_wider(subject) if discs else keys.entries_of(subject, parts, totals=level)
    found += [] if level or discs else places.more_marks_than_places(subject)
    if kind in ("symbol", "map_timeline"):
        found += [] if level else keys.of_sizes(subject.spots, wording, numbered=True)
        found += no_room if learnt.lacking or is_crowded(subject.areas, subject.spots) else []
    if subject.alike:
        found.append(keys.Entry(wording.alike(subject.alike, all_of_them=True)))
    if learnt.gathered:
        found += [*([] if level or discs else keys.mixed(subject)), keys.gathered(wording, learnt.gathered)]
    if learnt.moved and not level:
        found.append(keys.moved(wording))
    if parts is not None:
        found += multiples.entries_of(subject, parts, lacking=learnt.lacking)
    return _signs_first(found)


def of_strip(subject: Subject, strip: Strip, *, learnt: Learnt) -> list[Entry]:
    """Return the key of a timeline: what the map above it explains already is not said again.

    Where the map counts kinds in circles its key may lack them.
    """
    if subject.records.empty:
        return []
    tight = learnt.tight and not learnt.gathered
    return _signs_first(timeline.entries_of(subject, strip, kinds=subject.recipe.kind == "timeline", tight=tight))


def _signs_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.draw is None and not entry.is_of_signs)
