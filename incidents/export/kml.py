"""KML, for Google Earth: a placemark an incident with its polygon or point, its days, its fields and its claims."""

from __future__ import annotations

import datetime as dt
import html
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final

import shapely

from incidents.export.cells import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.tables import Row, Tables

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_AREA: Final = ("area", "990072b2", "400072b2")
_POINT: Final = ("point", "ff0072b2", "800072b2")


def write_kml(path: Path, tables: Tables, about: About) -> None:
    """Write KML 2.2. Texts of the data are escaped twice where a viewer would read them as HTML; the same bytes each time."""
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = _put(root, "Document")
    _put(document, "name", about.title)
    _put(document, "description", _document_words(tables, about))
    for name, line, fill in (_AREA, _POINT):
        _style(document, name, line, fill)
    _put_data(document, [(f"{number:02} {name}", words) for number, (name, words) in enumerate(about.rows(), start=1)])
    folder = _put(document, "Folder")
    _put(folder, "name", "Incidents")
    for row, shape in zip(tables.incidents.rows(), tables.shapes, strict=True):
        _place(folder, row, shape, tables.claims_by_record.get(row["id"], ()))
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _place(folder: ET.Element, row: Row, shape: Any, claims: Iterable[Row]) -> None:
    mark = _put(folder, "Placemark")
    _put(mark, "name", row["title"])
    _put(mark, "Snippet", maxLines="0")
    _put(mark, "description", _words(row, claims))
    span = _put(mark, "TimeSpan")
    _put(span, "begin", row["start"].isoformat())
    _put(span, "end", row["end"].isoformat())
    at_point = shape is not None and shape.geom_type == "Point"
    _put(mark, "styleUrl", f"#{(_POINT if at_point else _AREA)[0]}")
    _put_data(mark, [(name, _text(value)) for name, value in row.items()])
    if shape is not None:
        mark.append(_geometry(shape))


def _words(row: Row, claims: Iterable[Row]) -> str:
    place = f"{row['place'] or row['toponym']}, known to the {row['level']}"
    lines = [place, row["note"], *map(claim_words, claims)]
    if row["campaign"]:
        lines.append(
            f"Part of “{row['campaign_title']}”; figures of the whole campaign are in the document's description."
        )
    return _paragraphs(lines)


def _document_words(tables: Tables, about: About) -> str:
    campaigns = [row for row in tables.claims.rows() if row["about_kind"] == "campaign"]
    figures = [f"Whole campaign “{row['about_title']}”: {claim_words(row)}" for row in campaigns]
    return _paragraphs([about.subline, *figures, *(f"{name}: {words}" for name, words in about.rows())])


def claim_words(row: Row) -> str:
    """Return a claim in a sentence: figure, who is counted, the source's word, who says it, how far it is vouched for."""
    word = row["word"] or row["quantity_label"]
    state = ", ".join(part for part in (row["standing_label"], "contested" if row["contested"] else "", "replaced by a later claim" if row["superseded"] else "") if part)  # fmt: skip
    return f"{row['figure']} {row['counted_label']}, {word}, according to {row['claimant_label']} ({state}; stated {row['stated']})"


def _paragraphs(lines: Iterable[str]) -> str:
    """Return HTML in which every text is text."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


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


def _put_data(parent: ET.Element, values: Iterable[tuple[str, str]]) -> None:
    data = _put(parent, "ExtendedData")
    for name, value in values:
        _put(_put(data, "Data", name=name), "value", value)


def _style(document: ET.Element, name: str, line: str, fill: str) -> None:
    style = _put(document, "Style", id=name)
    _put(_put(style, "LineStyle"), "color", line)
    _put(_put(style, "PolyStyle"), "color", fill)


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
