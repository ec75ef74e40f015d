"""What matplotlib's PDF files lack: words that can be copied and searched, a language, and a tagged picture with its alt text."""

from __future__ import annotations

import re
from contextlib import contextmanager, nullcontext
from os import fsdecode
from typing import TYPE_CHECKING, Any

from matplotlib import _text_helpers
from matplotlib.backends.backend_pdf import Name, Op, PdfFile, Verbatim
from matplotlib.font_manager import FontPath
from matplotlib.ft2font import LayoutItem, LoadFlags
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from maps.errors import BadFigure

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from matplotlib.backend_bases import RendererBase
    from matplotlib.font_manager import FontProperties

_OTHER_VERSION = "matplotlib wrote a PDF of another layout than expected: its version is not the pinned one"


def is_pdf(renderer: RendererBase) -> bool:
    """Return whether what is drawn becomes words of a PDF."""
    return isinstance(getattr(renderer, "file", None), PdfFile)


def set_words(renderer: Any, at: tuple[float, float], words: str, font: FontProperties, colour: str) -> None:
    """Set a line with letters of Arabic script, its baseline's left end at a point, so that it can be copied and searched.

    Readers put such words back from their letters, taken from left to right. Fonts draw many a letter as two shapes, a body and
    its dots, and matplotlib calls both by the letter, which would then be there twice: here the dots are outlines, not text.
    """
    gc = renderer.new_gc()
    gc.set_foreground(colour)
    renderer.check_gc(gc, gc.get_rgb())
    file, size, face = renderer.file, font.get_size_in_points(), renderer._get_font_ttf(font)
    file.output(Op.gsave)
    file.output(1, 0, 0, 1, *at, Op.concat_matrix)
    file.output(Op.begin_text)
    x, y, used, dots = 0.0, 0.0, None, list[LayoutItem]()
    for shape, is_dots in _shapes(_text_helpers.layout(words, face)):
        if is_dots:
            dots.append(shape)
            continue
        subset, code = file._character_tracker.track_glyph(shape.ft_object, shape.char, shape.glyph_index)
        if used != (shape.ft_object, subset):
            used = shape.ft_object, subset
            file.output(
                file.fontName(FontPath(fsdecode(used[0].fname), used[0].face_index), subset), size, Op.selectfont
            )
        file.output(shape.x - x, shape.y - y, Op.textpos)
        file.output(code.to_bytes(2, "big"), Op.show)
        x, y = shape.x, shape.y
    file.output(Op.end_text)
    for shape in dots:
        shape.ft_object.load_glyph(shape.glyph_index, flags=LoadFlags.NO_HINTING)
        file.writePath(Path(*shape.ft_object.get_path()), Affine2D().translate(shape.x, shape.y))
        file.output(Op.fill)
    file.output(Op.grestore)
    gc.restore()


def _shapes(shapes: Iterable[LayoutItem]) -> list[tuple[LayoutItem, bool]]:
    """Return each shape of a line and whether it is but the dots of a letter, or its marks, whose body is beside them: they take no width."""
    known = [(shape, _advances(shape)) for shape in shapes]
    chars = ["", *(shape.char for shape, _ in known), ""]
    return [
        (shape, not advances and shape.char in (chars[number], chars[number + 2]))
        for number, (shape, advances) in enumerate(known)
    ]


def _advances(shape: LayoutItem) -> bool:
    return shape.ft_object.load_glyph(shape.glyph_index, flags=LoadFlags.NO_HINTING).linearHoriAdvance > 0


@contextmanager
def standing_for(renderer: RendererBase, words: str, drawn: str) -> Generator[None]:
    """Say in a PDF that what is drawn meanwhile, such as spaced letters, stands for words (ISO 32000-1, 14.9.4)."""
    with marked(renderer, "Span", {"ActualText": words}) if words != drawn else nullcontext():
        yield


@contextmanager
def marked(renderer: RendererBase, tag: str, about: Mapping[str, Any]) -> Generator[None]:
    """Mark what is drawn meanwhile as content of a tag in a PDF (ISO 32000-1, 14.6); elsewhere do nothing."""
    if not is_pdf(renderer):
        yield
        return
    file: Any = getattr(renderer, "file")  # noqa: B009 (only its PDF has one)
    file.output(Name(tag), dict(about), Verbatim(b"BDC"))
    yield
    file.output(Verbatim(b"EMC"))


def with_language(content: bytes, language: str) -> bytes:
    """Return a PDF with its language and the wish to show its title, which matplotlib has no setting for."""
    number, catalogue = _object(content, rb"/Root (\d+) 0 R")
    return _updated(content, {number: f"{catalogue}{_viewing(language)}"})


def with_alt_text(content: bytes, language: str, words: str) -> bytes:
    """Return a PDF of one page, drawn as content 0 of a ``Figure``, with its language and tags: one picture, with words for it.

    The least that tagged PDF asks for (ISO 32000-1, 14.7): a document of one figure, and the way from the page back to it.
    """
    number, catalogue = _object(content, rb"/Root (\d+) 0 R")
    page_number, page = _object(content, rb"/Kids \[ (\d+) 0 R \]")
    size = _last(rb"/Size (\d+)", content)
    tree, document, figure = size, size + 1, size + 2
    corners = re.search(r"/MediaBox (\[.*?\])", page, re.DOTALL)
    if not corners:
        raise BadFigure(_OTHER_VERSION)
    placed = f"/A << /O /Layout /Placement /Block /BBox {corners[1]} >>"
    return _updated(
        content,
        {
            number: f"{catalogue}{_viewing(language)} /MarkInfo << /Marked true >> /StructTreeRoot {tree} 0 R",
            page_number: f"{page} /StructParents 0",
            tree: f"/Type /StructTreeRoot /K {document} 0 R /ParentTree << /Nums [ 0 [ {figure} 0 R ] ] >> /ParentTreeNextKey 1",
            document: f"/Type /StructElem /S /Document /P {tree} 0 R /K {figure} 0 R",
            figure: f"/Type /StructElem /S /Figure /P {document} 0 R /Pg {page_number} 0 R /K 0 {placed} /Alt {_text(words)}",
        },
    )


def _viewing(language: str) -> str:
    return f" /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >>"


def _text(words: str) -> str:
    """Return words as a string of a PDF, in figures, so that nothing in them is taken for its syntax."""
    marked_order = "\ufeff" + words
    return f"<{marked_order.encode('utf-16-be').hex().upper()}>"


def _object(content: bytes, pointer: bytes) -> tuple[int, str]:
    """Return the number of the object that a pointer gives, and what it holds."""
    number = _last(pointer, content)
    held = re.search(rb"(?:^|\n)%d 0 obj\s*<<(.*?)>>\s*endobj" % number, content, re.DOTALL)
    if not held:
        raise BadFigure(_OTHER_VERSION)
    return number, held[1].decode("latin-1").strip()


def _last(pattern: bytes, content: bytes) -> int:
    found = re.findall(pattern, content)
    if not found:
        raise BadFigure(_OTHER_VERSION)
    return int(found[-1])


def _updated(content: bytes, objects: Mapping[int, str]) -> bytes:
    """Return a PDF with some objects new or anew, added as an update at its end (ISO 32000-1, 7.5.6)."""
    start, root, info = (_last(each, content) for each in (rb"startxref\s+(\d+)\s+%%EOF", rb"/Root (\d+) 0 R", rb"/Info (\d+) 0 R"))  # fmt: skip
    size = max(_last(rb"/Size (\d+)", content), *(number + 1 for number in objects))
    body = content if content.endswith(b"\n") else content + b"\n"
    table = "xref\n"
    for number, held in sorted(objects.items()):
        table += f"{number} 1\n{len(body):010d} 00000 n \n"
        body += f"{number} 0 obj\n<< {held} >>\nendobj\n".encode("latin-1")
    trailer = f"trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R /Prev {start} >>\n"
    return body + f"{table}{trailer}startxref\n{len(body)}\n%%EOF\n".encode("latin-1")
