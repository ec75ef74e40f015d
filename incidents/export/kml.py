"""KML, for Google Earth: a placemark an incident with its polygon or point, its days, its fields and its claims."""

from __future__ import annotations

import datetime as dt
import html
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import shapely

from incidents.export.cells import SEPARATOR, Once
from incidents.export.columns import CLAIMS
from incidents.export.held import TEXT, as_texts, coded, content, joined, legible_texts, mended, rendered, values_of
from incidents.names_in_text import in_a_sentence
from incidents.readers.arrow import pc
from incidents.wording import known_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.cells import Row
    from incidents.export.held import Piece
    from incidents.export.tables import Tables

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_AREA: Final = ("area", "990072b2", "400072b2")
_POINT: Final = ("point", "ff0072b2", "800072b2")
_HTML: Final = "[&<>\"']"
_SAID: Final = (
    *("figure", "counted_label", "word", "quantity_label", "claimant_label", "standing_label"),
    *("contested", "superseded", "stated"),
)
"""The columns of claims of which `claim_words` makes a sentence."""


def write_kml(path: Path, tables: Tables, about: About) -> None:
    """Write KML 2.2. Texts of the data are escaped twice where a viewer would read them as HTML; the same bytes each time."""
    shapes: dict[int, str] = {}
    with path.open("wb") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}"><Document>\n'.encode())
        file.writelines(f"{_xml(element)}\n".encode() for element in _head(tables, about))
        file.write(b"<Folder><name>Incidents</name>\n")
        for incidents, claims in tables.together():
            file.write(content(_places(tables, incidents, claims, shapes)))
        file.write(b"</Folder></Document></kml>\n")


def _places(tables: Tables, incidents: Piece, claims: Piece, shapes: dict[int, str]) -> Any:
    """Return a placemark for each of some incidents, as Arrow texts."""
    said = _said(claims, as_texts(incidents["id"]))
    fields = [
        part
        for name, column in tables.incidents.columns.items()
        for part in (f'<Data name="{name}"><value>', rendered(incidents[name], column.kind, _escaped, _escaped_texts), "</value></Data>")
    ]  # fmt: skip
    where = [_shape(shape, shapes) for shape in incidents["geometry"]]
    styles = [(_POINT if each.startswith("<Point>") else _AREA)[0] for each in where]
    return joined(
        [
            *("<Placemark><name>", _escaped_texts(as_texts(incidents["title"])), '</name><Snippet maxLines="0" />'),
            *("<description>", *_words(incidents), said, "</description><TimeSpan><begin>"),
            *(rendered(incidents["start"], "date", _escaped, _escaped_texts), "</begin><end>"),
            *(rendered(incidents["end"], "date", _escaped, _escaped_texts), "</end></TimeSpan><styleUrl>#"),
            *(pa.array(styles, TEXT), "</styleUrl><ExtendedData>", *fields, "</ExtendedData>"),
            *(pa.array(where, TEXT), "</Placemark>\n"),
        ]
    )


def _words(incidents: Piece) -> Iterator[Any]:
    """Yield what a placemark's description says before its claims: where, the note, which campaign it is part of."""
    place, toponym, campaign, title = (
        legible_texts(as_texts(incidents[name])) for name in ("place", "toponym", "campaign", "campaign_title")
    )
    named = pc.if_else(pc.equal(place, ""), pc.if_else(pc.equal(toponym, ""), "place not stated", toponym), place)
    known = rendered(coded(incidents["level"]), "text", known_words, _escaped_texts)
    yield _paragraph_texts(joined([named, ", ", known]))
    yield _paragraph_texts(legible_texts(as_texts(incidents["note"])))
    figures = "”; figures of the whole campaign are in the document's description."
    yield _paragraph_texts(
        pc.if_else(pc.equal(campaign, ""), pa.scalar("", TEXT), joined(["Part of “", title, figures]))
    )


def _said(claims: Piece, ids: Any) -> Any:
    """Return what is claimed about each incident, as paragraphs; the claims are in the order of the incidents."""
    about = pc.index_in(as_texts(claims["about"]), ids).to_numpy()
    offsets = np.concatenate([[0], np.cumsum(np.bincount(about, minlength=len(ids)))])
    columns = zip(*(values_of(claims[name], CLAIMS[name].kind) for name in _SAID), strict=True)
    made = Once(lambda values: _escaped(_paragraphs([claim_words(dict(zip(_SAID, values, strict=True)))])))
    texts = pa.array([made[values] for values in columns], TEXT)
    return pc.binary_join(pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), texts), pa.scalar("", TEXT))


def _head(tables: Tables, about: About) -> Iterator[ET.Element]:
    """Yield what stands before the placemarks: what the document is, and how areas and points look."""
    yield _with_text("name", about.title)
    yield _with_text("description", _document_words(tables, about))
    yield _style(*_AREA)
    yield _style(*_POINT)
    yield _data((f"{number:02} {name}", words) for number, (name, words) in enumerate(about.rows(), start=1))


def _shape(shape: Any, made: dict[int, str]) -> str:
    """Return a geometry as text; a polygon that many records share is made once."""
    if shape is None:
        return ""
    if shape.geom_type == "Point":
        return f"<Point><coordinates>{shape.x:.6f},{shape.y:.6f}</coordinates></Point>"
    if id(shape) not in made:
        made[id(shape)] = _xml(_geometry(shape))
    return made[id(shape)]


def _xml(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _document_words(tables: Tables, about: About) -> str:
    figures = [f"Whole campaign “{row['about_title']}”: {claim_words(row)}" for row in tables.of_campaigns]
    return _paragraphs([about.subline, *figures, *(f"{name}: {words}" for name, words in about.rows())])


def claim_words(row: Row) -> str:
    """Return a claim in a sentence: figure, who is counted, the source's word, who says it, how far it is vouched for."""
    word = row["word"] or row["quantity_label"]
    state = ", ".join(part for part in (row["standing_label"], "contested" if row["contested"] else "", "replaced by a later claim" if row["superseded"] else "") if part)  # fmt: skip
    return f"{row['figure']} {row['counted_label']}, {word}, according to {in_a_sentence(row['claimant_label'])} ({state}; stated {row['stated']})"


def _paragraphs(lines: Iterable[str]) -> str:
    """Return HTML in which every text is text."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def _paragraph_texts(texts: Any) -> Any:
    """Return `_paragraphs` of each text, escaped."""
    return pc.if_else(pc.equal(texts, ""), texts, joined(["&lt;p&gt;", mended(texts, _HTML, _twice), "&lt;/p&gt;"]))


def _twice(text: str) -> str:
    return escape(html.escape(text))


def _escaped_texts(texts: Any) -> Any:
    return mended(texts, "[&<>]", escape)


def _escaped(value: Any) -> str:
    return escape(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return SEPARATOR.join(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)


def _put(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _with_text(tag: str, text: str) -> ET.Element:
    element = ET.Element(tag)
    element.text = text
    return element


def _data(values: Iterable[tuple[str, str]]) -> ET.Element:
    data = ET.Element("ExtendedData")
    for name, value in values:
        _put(_put(data, "Data", name=name), "value", value)
    return data


def _style(name: str, line: str, fill: str) -> ET.Element:
    style = ET.Element("Style", id=name)
    _put(_put(style, "LineStyle"), "color", line)
    _put(_put(style, "PolyStyle"), "color", fill)
    return style


def _geometry(shape: Any) -> ET.Element:
    """Return a geometry as KML: longitude,latitude in degrees."""
    if shape.geom_type == "Point":
        return _with_coordinates("Point", shape)
    if shape.geom_type == "Polygon":
        return _polygon(shape)
    several = ET.Element("MultiGeometry")
    several.extend(_geometry(part) for part in shape.geoms)
    return several


def _polygon(shape: Any) -> ET.Element:
    turned = shapely.orient_polygons(shape)
    polygon = ET.Element("Polygon")
    rings = (("outerBoundaryIs", turned.exterior), *(("innerBoundaryIs", ring) for ring in turned.interiors))
    for tag, ring in rings:
        _put(polygon, tag).append(_with_coordinates("LinearRing", ring))
    return polygon


def _with_coordinates(tag: str, shape: Any) -> ET.Element:
    element = ET.Element(tag)
    _put(element, "coordinates", " ".join(f"{x:.6f},{y:.6f}" for x, y in shapely.get_coordinates(shape).tolist()))
    return element
