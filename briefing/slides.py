"""A briefing as slides (PPTX): text as text, claims as tables, the map as a sharp picture with alt text, notes filled in."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any, Final

from briefing.board import boards
from briefing.freezing import atlas_of
from briefing.picture import draw_scene, recipe_of
from briefing.presenter import notice
from briefing.sources import datasets_of, sources_of_briefing
from briefing.state import today
from maps.captions import alt_text
from maps.figures import drawing
from maps.figures.words import clean
from maps.layers import CREDIT
from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.scene import Briefing, Scene
    from incidents import Atlas

    Json = dict[str, Any]

INCH: Final = 914_400
WIDE, HIGH = 13.333, 7.5
MARGIN: Final = 0.45
PICTURE: Final = (7.9, 5.0)
"""Inches of the map's picture."""

DPI: Final = 230
UNIT: Final = 1.45
"""Factor on the figure engine's sizes: the smallest names are about a fortieth of the slide's height."""

FONT: Final = "Arial"
"""Of the theme: every office program has it, or one of the same widths."""

_TEXT, _MUTED = (
    THEMES["projector"].text.removeprefix("#").upper(),
    THEMES["projector"].muted.removeprefix("#").upper(),
)
_LINE, _PANEL = "BDBAB0", "F1F0EA"


def slides(atlas: Atlas, briefing: Briefing, on: dt.date | None = None) -> bytes:
    """Return a briefing as a PPTX file: a slide for each scene, and one for sources and data.

    Examples
    --------
    >>> from briefing.scene import Briefing
    >>> from incidents import Atlas
    >>> slides(Atlas.of([]), Briefing(id="x", title="X"))[:2]
    b'PK'
    """
    shown, day = atlas_of(briefing, atlas), on or (briefing.frozen.on if briefing.frozen else today())
    said, deck = notice(atlas, briefing), _deck(briefing, day)
    for number, (scene, board) in enumerate(zip(briefing.scenes, boards(shown, briefing, day), strict=True), 1):
        _slide(deck, shown, scene, board, day, said, f"{number} / {len(briefing.scenes)}")
    _sources_slide(deck, shown, briefing, said)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _deck(briefing: Briefing, day: dt.date) -> Any:
    """Return an empty deck, 16:9, with plain fonts; the same briefing and day give the same properties."""
    from pptx import Presentation

    deck: Any = Presentation()
    wider = WIDE * INCH / deck.slide_width
    deck.slide_width, deck.slide_height = round(WIDE * INCH), round(HIGH * INCH)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)
    _plain_fonts(deck)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = clean(briefing.title), "Incident Atlas", "Incident Atlas"
    about.created = about.modified = dt.datetime.combine(day, dt.time())
    return deck


def _plain_fonts(deck: Any) -> None:
    """Name fonts in the theme that office programs have, in place of those of one program."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme: Any = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    theme._blob = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"', text).encode("utf-8")


def _slide(deck: Any, atlas: Atlas, scene: Scene, board: Json, day: dt.date, said: str, number: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, scene.headline)
    left, top = MARGIN + PICTURE[0] + 0.35, 1.22
    if scene.picture == "map":
        _map(slide, atlas, scene, day, top)
        high = _paragraphs(slide, scene.sentences, (left, top, WIDE - MARGIN - left, 2.2), 18)
        _table(slide, board, (left, top + high, WIDE - MARGIN - left), 11)
    else:
        _table(slide, board, (MARGIN, top + 0.1, PICTURE[0]), 16)
        _paragraphs(slide, scene.sentences, (left, top, WIDE - MARGIN - left, 4.5), 20)
    foot = " ".join(filter(None, (board["source"], board["known"], board["rule"], said, board["data"])))
    _paragraphs(
        slide,
        [foot, *([CREDIT] if scene.picture == "map" else [])],
        (MARGIN, 6.62, WIDE - 2 * MARGIN - 0.9, 0.7),
        11,
        _MUTED,
    )
    _paragraphs(slide, [number], (WIDE - MARGIN - 0.9, 6.9, 0.9, 0.4), 12, _MUTED, right=True)
    changed = [f"Changed since this scene was written: {words}" for words in board["changes"]]
    notes = "\n\n".join(filter(None, (*changed, scene.notes, foot)))
    slide.notes_slide.notes_text_frame.text = _text(notes, lines=True)


def _title(slide: Any, words: str) -> None:
    title = slide.shapes.title
    _place(title, (MARGIN, 0.32, WIDE - 2 * MARGIN, 0.8))
    frame = title.text_frame
    frame.word_wrap, frame.vertical_anchor = True, _anchor("MIDDLE")
    frame.margin_left = frame.margin_right = 0
    frame.text = _text(words)
    _set(frame.paragraphs[0], 28 if len(words) <= 62 else 24 if len(words) <= 75 else 20, bold=True)


def _map(slide: Any, atlas: Atlas, scene: Scene, day: dt.date, top: float) -> None:
    picture = slide.shapes.add_picture(io.BytesIO(_picture(atlas, scene, day)), *_box((MARGIN, top, *PICTURE)))
    picture.name = "Map"
    picture._element.nvPicPr.cNvPr.set("descr", _text(alt_text(atlas, recipe_of(scene, day))))


def _picture(atlas: Atlas, scene: Scene, day: dt.date) -> bytes:
    """Return the map and its legend as a PNG."""
    from maps.figures.sheet import PX_PER_INCH, Sheet

    with drawing():
        sheet = Sheet(PICTURE[0] * PX_PER_INCH, PICTURE[1] * PX_PER_INCH, "#ffffff")
        draw_scene(sheet, atlas, scene, sheet.box, UNIT, day)
        file = io.BytesIO()
        sheet.figure.savefig(file, format="png", dpi=DPI, metadata={"Software": "Incident Atlas"})
    return file.getvalue()


def _table(slide: Any, board: Json, place: tuple[float, float, float], size: int) -> None:
    """Add the claims as a table: a row for each group, and one for each figure with who says it."""
    rows: list[tuple[bool, tuple[str, str]]] = []
    for toll in board["tolls"]:
        rows.append((True, (f"{toll['title']}{', ' + toll['tag'] if toll['contested'] else ''}", "")))
        for line in toll["lines"]:
            about = "; ".join(filter(None, (line["counts"], line["standing"] if line["warns"] else "")))
            rows.append((False, (line["figure"], f"{line['who']}: {about}")))
    if not rows:
        return
    left, top, wide = place
    grid = slide.shapes.add_table(len(rows), 2, *_box((left, top, wide, 0.02 * size * len(rows))))
    grid.name = "Claims"
    table = grid.table
    table.first_row = table.horz_banding = False
    table.columns[0].width, table.columns[1].width = round(0.16 * wide * INCH), round(0.84 * wide * INCH)
    for row, (heads, texts) in zip(table.rows, rows, strict=True):
        _row(row.cells, texts, heads=heads, size=size)
    notes = [
        words for words in (board["more"], "These figures are not added up." if board["not_added"] else "") if words
    ]
    _paragraphs(
        slide,
        notes,
        (left, top + sum(_row_height(texts, wide, size) for _, texts in rows) + 0.05, wide, 0.4),
        max(size - 2, 11),
        _MUTED,
    )


def _row_height(texts: tuple[str, str], wide: float, size: int) -> float:
    """Return about how high a row gets, inches: lines of 84 % of the table's width, letters half as wide as high."""
    across = 0.84 * wide * 72 / (0.52 * size)
    return (1 + len(texts[1]) // max(across, 1)) * size * 1.22 / 72 + 0.07


def _row(cells: Any, texts: tuple[str, str], *, heads: bool, size: int) -> None:
    first, second = cells
    if heads:
        first.merge(second)
    for cell, words, bold in ((first, texts[0], True), (second, texts[1], False)):
        cell.margin_top = cell.margin_bottom = round(0.03 * INCH)
        cell.margin_left = cell.margin_right = round(0.06 * INCH)
        cell.fill.solid()
        cell.fill.fore_color.rgb = _colour(_PANEL if heads else "FFFFFF")
        cell.text_frame.text = _text(words)
        paragraph = cell.text_frame.paragraphs[0]
        _set(paragraph, size, bold=bold)
        if not heads and words == texts[0]:
            paragraph.alignment = _align("RIGHT")


def _sources_slide(deck: Any, atlas: Atlas, briefing: Briefing, said: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, "Sources and data")
    entries = [*sources_of_briefing(atlas, briefing), *datasets_of(atlas, briefing), CREDIT, *([said] if said else [])]
    size = 18 if len(entries) <= 8 else 12
    _paragraphs(slide, entries, (MARGIN, 1.3, WIDE - 2 * MARGIN, 5.6), size)


def _paragraphs(
    slide: Any, texts: Sequence[str], place: tuple[float, float, float, float], size: int, colour: str = _TEXT, *, right: bool = False
) -> float:  # fmt: skip
    """Add a box of paragraphs and return about how high they get, inches."""
    if not texts:
        return 0.0
    box = slide.shapes.add_textbox(*_box(place))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = 0
    for number, words in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = _text(words)
        from pptx.util import Pt

        paragraph.space_after = Pt(size * 0.5 if size > 12 else 1)
        if right:
            paragraph.alignment = _align("RIGHT")
        _set(paragraph, size, colour=colour)
    across = place[2] * 72 / (0.5 * size)
    return sum((1 + len(words) // max(across, 1)) * size * 1.2 + size * 0.5 for words in texts) / 72 + 0.1


def _set(paragraph: Any, size: int, *, bold: bool = False, colour: str = _TEXT) -> None:
    from pptx.util import Pt

    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    paragraph.font.color.rgb = _colour(colour)
    if not paragraph.alignment:
        paragraph.alignment = _align("LEFT")


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code)


def _align(name: str) -> Any:
    from pptx.enum.text import PP_ALIGN

    return getattr(PP_ALIGN, name)


def _anchor(name: str) -> Any:
    from pptx.enum.text import MSO_ANCHOR

    return getattr(MSO_ANCHOR, name)


def _box(place: tuple[float, float, float, float]) -> tuple[int, ...]:
    return tuple(round(side * INCH) for side in place)


def _place(shape: Any, place: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = _box(place)


def _text(words: str, *, lines: bool = False) -> str:
    """Return words as XML can hold them."""
    return "\n".join(map(clean, words.split("\n"))) if lines else clean(words)
