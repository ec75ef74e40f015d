"""A briefing on paper: a PDF with a page for each scene, drawn by the figure engine, and the sources at the end."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from briefing.board import boards, said_below
from briefing.freezing import atlas_of, rests_on
from briefing.picture import SIZE, draw_scene
from briefing.presenter import notice
from briefing.state import today
from maps.figures import drawing
from maps.figures.boxes import Box
from maps.figures.furniture import Lines, draw_image, lines
from maps.figures.words import Style, balanced, clean, width
from maps.layers import CREDIT
from maps.theme import THEMES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from briefing.scene import Briefing, Scene
    from incidents import Atlas
    from maps.figures.sheet import Sheet

    Json = dict[str, Any]

WIDE, HIGH = 1122.5, 793.7
"""A4 across, CSS pixels."""

MARGIN: Final = 44.0
COLUMN: Final = 330.0
_THEME = THEMES["light"]
TITLE = Style(27, _THEME.text, weight=600)
BODY = Style(15.5, _THEME.text)
STRONG = Style(15.5, _THEME.text, weight=600)
SMALL = Style(11.5, _THEME.muted)
FIGURE = Style(21, _THEME.text, weight=600)


def handout(atlas: Atlas, briefing: Briefing, on: dt.date | None = None) -> bytes:
    """Return a briefing as a PDF: A4 across, a page a scene, sources and data on the last.

    Examples
    --------
    >>> from briefing.scene import Briefing
    >>> from incidents import Atlas
    >>> handout(Atlas.of([]), Briefing(id="x", title="X"))[:5]
    b'%PDF-'
    """
    from matplotlib.backends.backend_pdf import PdfPages

    from maps.figures.pdf import with_language

    shown, day = atlas_of(briefing, atlas), on or (briefing.frozen.on if briefing.frozen else today())
    said = notice(atlas, briefing)
    file = io.BytesIO()
    described = {
        "Title": clean(briefing.title),
        "Creator": "Incident Atlas",
        "Producer": "Matplotlib",
        "CreationDate": None,
    }
    with drawing(), PdfPages(file, metadata=described) as pages:
        for number, (scene, board) in enumerate(zip(briefing.scenes, boards(shown, briefing, day), strict=True), 1):
            foot = f"{clean(briefing.title)}   {number} / {len(briefing.scenes)}"
            draw_map = partial(_map, atlas=shown, briefing=briefing, scene=scene, day=day)
            words = " ".join(filter(None, (said, board["data"])))
            pages.savefig(_page(scene, board, draw_map, words, foot).figure)
        pages.savefig(_sources_page(shown, briefing, said).figure)
    return with_language(file.getvalue(), "en")


def _page(scene: Scene, board: Json, draw_map: Callable[[Sheet, Box], None], said: str, foot: str) -> Sheet:
    sheet = _sheet()
    page = sheet.box.grown(-MARGIN)
    title = Lines(tuple(balanced(clean(scene.headline), TITLE, page.width, 2)), TITLE, TITLE.size * 1.24, "title")
    top = title.draw(sheet, "title", page.left, page.top) + 16
    bottom = _foot(sheet, page, [*filter(None, (board["source"], *said_below(board))), said, CREDIT], foot) - 14
    picture = Box(page.left, top, page.right - COLUMN - 28, bottom)
    if scene.picture == "map":
        draw_map(sheet, picture)
    else:
        _claims(sheet, board, picture, bars=True)
    column = Box(picture.right + 28, top - 4, page.right, bottom)
    column = _sentences(sheet, scene.sentences, column)
    if scene.picture == "map" and board["tolls"]:
        sheet.rectangle("words", Box(column.left, column.top, column.right, column.top + 1.5), fill=_THEME.text)
        _claims(sheet, board, column._replace(top=column.top + 14), bars=False)
    return sheet


def _map(sheet: Sheet, box: Box, atlas: Atlas, briefing: Briefing, scene: Scene, day: dt.date) -> None:
    """Draw the map of a scene; of a frozen briefing the one that it carries."""
    held = briefing.frozen.pictures.get(scene.id) if briefing.frozen else None
    if held:
        high = box.width * SIZE[1] / SIZE[0]
        draw_image(sheet, "map", held.png, box._replace(bottom=min(box.bottom, box.top + high)))
    else:
        draw_scene(sheet, atlas, scene, box, 1.05, day)


def _sheet() -> Sheet:
    from maps.figures.sheet import Sheet

    return Sheet(WIDE, HIGH, _THEME.page)


def _sentences(sheet: Sheet, sentences: Iterable[str], column: Box) -> Box:
    top = column.top
    for sentence in sentences:
        top = lines(clean(sentence), BODY, column.width, 8, "sentence").draw(sheet, "words", column.left, top) + 11
    return column._replace(top=top + 6)


def _claims(sheet: Sheet, board: Json, room: Box, *, bars: bool) -> None:
    """Write every group of figures with who says each; as bars on one scale where they are the picture."""
    top = room.top + (10 if bars else 0)
    for toll in board["tolls"]:
        tag = f"  ({toll['tag']})" if toll["contested"] else ""
        top = (
            lines(f"{clean(toll['title'])}{tag}", STRONG, room.width, 2, "toll").draw(sheet, "words", room.left, top)
            + 4
        )
        for line in toll["lines"]:
            top = _claim(sheet, line, Box(room.left, top, room.right, room.bottom), bars=bars)
        top += 14
    for words in filter(None, (board["more"], "These figures are not added up." if board["not_added"] else "")):
        top = lines(words, SMALL, room.width, 2, "note").draw(sheet, "words", room.left, top)


def _claim(sheet: Sheet, line: Json, room: Box, *, bars: bool) -> float:
    style = FIGURE if bars else STRONG
    left = room.left + max(78.0 if bars else 46.0, width(clean(line["figure"]), style) + 12)
    sheet.write(
        "words", left - 10, room.top + (17 if bars else 15), clean(line["figure"]), style, anchor="end", kind="figure"
    )
    top = room.top
    if bars:
        wide = room.right - left
        colour = _THEME.text
        sheet.rectangle("bars", Box(left, top + 2, left + max(wide * line["from"], 2), top + 16), fill=colour)
        if line["to"] > line["from"]:
            sheet.rectangle(
                "bars", Box(left + wide * line["from"], top + 6, left + wide * line["to"], top + 12), fill=colour
            )
        top += 20
    about = line["counts"] if bars else ""
    standing = line["standing"] if line["warns"] else ""
    words = "; ".join(filter(None, (clean(line["who"]), about, standing)))
    return lines(words, BODY, room.right - left, 3, "claim").draw(sheet, "words", left, top - (1 if bars else 3)) + (
        10 if bars else 3
    )


def _foot(sheet: Sheet, page: Box, sentences: Iterable[str], number: str) -> float:
    """Write sources and day at the foot and return where they begin."""
    parts = [lines(clean(" ".join(sentences)), SMALL, page.width - 10, 4, "foot")]
    top = page.bottom - sum(part.height for part in parts) - 20
    sheet.rectangle("foot", Box(page.left, top - 7, page.right, top - 6), fill=_THEME.line)
    for part in parts:
        part.draw(sheet, "foot", page.left, top)
    sheet.write("foot", page.right, page.bottom + 4, number, SMALL, anchor="end", kind="number")
    return top - 8


def _sources_page(atlas: Atlas, briefing: Briefing, said: str) -> Sheet:
    sheet = _sheet()
    page = sheet.box.grown(-MARGIN)
    top = lines("Sources and data", TITLE, page.width, 1, "title").draw(sheet, "title", page.left, page.top) + 18
    sources, datasets = rests_on(atlas, briefing)
    for heading, entries in (
        ("Sources", sources),
        ("Data", datasets),
        ("Map", (CREDIT, "Fonts: Noto Sans and Noto Sans Arabic, SIL Open Font License 1.1.")),
        ("This briefing", tuple(filter(None, (clean(briefing.title), said)))),
    ):
        top = lines(heading, STRONG, page.width, 1, "heading").draw(sheet, "words", page.left, top) + 2
        for entry in entries:
            if top < page.bottom - 30:
                top = lines(clean(entry), BODY, page.width, 3, "entry").draw(sheet, "words", page.left, top) + 3
        top += 14
    return sheet
