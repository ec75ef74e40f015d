"""A briefing as slides (PPTX): text as text, claims as tables, the map as a sharp picture with alt text, notes filled in."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any, Final

from briefing.board import boards, said_below
from briefing.freezing import atlas_of, picture_of, rests_on
from briefing.picture import SIZE
from briefing.presenter import notice
from briefing.state import today
from maps.figures.words import clean
from maps.layers import CREDIT
from maps.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.picture import Drawn
    from briefing.scene import Briefing, Scene
    from incidents import Atlas

    Json = dict[str, Any]

INCH: Final = 914_400
WIDE, HIGH = 13.333, 7.5
MARGIN: Final = 0.45
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
        picture = picture_of(shown, briefing, scene, day) if scene.picture == "map" else None
        _slide(deck, scene, board, picture, said, f"{number} / {len(briefing.scenes)}")
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


def _slide(deck: Any, scene: Scene, board: Json, picture: Drawn | None, said: str, number: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, scene.headline)
    left, top = MARGIN + SIZE[0] + 0.35, 1.22
    if picture:
        _map(slide, picture, top)
        high = _paragraphs(slide, scene.sentences, (left, top, WIDE - MARGIN - left, 2.2), 18)
        _table(slide, board, (left, top + high, WIDE - MARGIN - left), (13, 12, 11))
    else:
        _table(slide, board, (MARGIN, top + 0.1, SIZE[0]), (24, 20, 16))
        _paragraphs(slide, scene.sentences, (left, top, WIDE - MARGIN - left, 4.5), 20)
    foot = " ".join(filter(None, (board["source"], *said_below(board), said, board["data"])))
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


def _map(slide: Any, drawn: Drawn, top: float) -> None:
    picture = slide.shapes.add_picture(io.BytesIO(drawn.png), *_box((MARGIN, top, *SIZE)))
    picture.name = "Map"
    picture._element.nvPicPr.cNvPr.set("descr", _text(drawn.alt))


def _table(slide: Any, board: Json, place: tuple[float, float, float], sizes: Sequence[int]) -> None:
    """Add the claims as a table: a row for each group, one for each figure with who says it, and what must be known of them.

    `sizes` are of letters in a table of few rows, of some, and of many.
    """
    rows = _rows(board)
    if not rows:
        return
    left, top, wide = place
    size = sizes[(len(rows) > 5) + (len(rows) > 8)]
    grid = slide.shapes.add_table(len(rows), 2, *_box((left, top, wide, 0.02 * size * len(rows))))
    grid.name = "Claims"
    table = grid.table
    table.first_row = table.horz_banding = False
    table.columns[0].width, table.columns[1].width = round(0.16 * wide * INCH), round(0.84 * wide * INCH)
    for row, (kind, texts) in zip(table.rows, rows, strict=True):
        _row(row.cells, kind, texts, size)


def _rows(board: Json) -> list[tuple[str, tuple[str, str]]]:
    rows: list[tuple[str, tuple[str, str]]] = []
    for toll in board["tolls"]:
        rows.append(("head", (f"{toll['title']}{', ' + toll['tag'] if toll['contested'] else ''}", "")))
        for line in toll["lines"]:
            about = "; ".join(filter(None, (line["counts"], line["standing"] if line["warns"] else "")))
            rows.append(("figure", (line["figure"], f"{line['who']}: {about}")))
    notes = (board["more"], "These figures are not added up." if board["not_added"] else "")
    return rows + [("note", (words, "")) for words in notes if words]


def _row(cells: Any, kind: str, texts: tuple[str, str], size: int) -> None:
    first, second = cells
    if kind != "figure":
        first.merge(second)
    for cell, words, bold in ((first, texts[0], kind != "note"), (second, texts[1], False)):
        cell.margin_top = cell.margin_bottom = round(0.03 * INCH)
        cell.margin_left = cell.margin_right = round(0.06 * INCH)
        cell.fill.solid()
        cell.fill.fore_color.rgb = _colour(_PANEL if kind == "head" else "FFFFFF")
        cell.text_frame.text = _text(words)
        paragraph = cell.text_frame.paragraphs[0]
        _set(paragraph, size, bold=bold, colour=_MUTED if kind == "note" else _TEXT)
        if kind == "figure" and words == texts[0]:
            paragraph.alignment = _align("RIGHT")


def _sources_slide(deck: Any, atlas: Atlas, briefing: Briefing, said: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, "Sources and data")
    sources, datasets = rests_on(atlas, briefing)
    entries = [*sources, *datasets, CREDIT, *([said] if said else [])]
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
