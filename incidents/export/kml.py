"""KML, for Google Earth: a placemark an incident with its polygon or point, its days, its fields and its claims."""

from __future__ import annotations

import datetime as dt
import html
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final

import shapely

from incidents.export.cells import SEPARATOR
from incidents.wording import known_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from incidents.export.about import About
    from incidents.export.cells import Row
    from incidents.export.tables import Tables

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_AREA: Final = ("area", "990072b2", "400072b2")
_POINT: Final = ("point", "ff0072b2", "800072b2")
_END: Final = "</Placemark>"


def write_kml(path: Path, tables: Tables, about: About) -> None:
    """Write KML 2.2. Texts of the data are escaped twice where a viewer would read them as HTML; the same bytes each time."""
    shapes: dict[int, str] = {}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}"><Document>\n')
        file.writelines(f"{_xml(element)}\n" for element in _head(tables, about))
        file.write("<Folder><name>Incidents</name>\n")
        for incidents, claims in tables.together():
            said = _by_record(tables.claims.rows_of(claims))
            for row, shape in zip(tables.incidents.rows_of(incidents), incidents["geometry"].array, strict=True):
                mark = _xml(_place(row, shape, said.get(row["id"], ())))
                file.write(f"{mark.removesuffix(_END)}{_shape(shape, shapes)}{_END}\n")
        file.write("</Folder></Document></kml>\n")


def _by_record(claims: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in claims:
        found.setdefault(row["about"], []).append(row)
    return found


def _head(tables: Tables, about: About) -> Iterator[ET.Element]:
    """Yield what stands before the placemarks: what the document is, and how areas and points look."""
    yield _with_text("name", about.title)
    yield _with_text("description", _document_words(tables, about))
    yield _style(*_AREA)
    yield _style(*_POINT)
    yield _data((f"{number:02} {name}", words) for number, (name, words) in enumerate(about.rows(), start=1))


def _place(row: Row, shape: Any, claims: Iterable[Row]) -> ET.Element:
    """Return a placemark without its geometry."""
    mark = ET.Element("Placemark")
    _put(mark, "name", row["title"])
    _put(mark, "Snippet", maxLines="0")
    _put(mark, "description", _words(row, claims))
    span = _put(mark, "TimeSpan")
    _put(span, "begin", row["start"].isoformat())
    _put(span, "end", row["end"].isoformat())
    at_point = shape is not None and shape.geom_type == "Point"
    _put(mark, "styleUrl", f"#{(_POINT if at_point else _AREA)[0]}")
    mark.append(_data((name, _text(value)) for name, value in row.items()))
    return mark


def _shape(shape: Any, made: dict[int, str]) -> str:
    """Return a geometry as text; a polygon that many records share is made once."""
    if shape is None or shape.geom_type == "Point":
        return "" if shape is None else _xml(_geometry(shape))
    if id(shape) not in made:
        made[id(shape)] = _xml(_geometry(shape))
    return made[id(shape)]


def _xml(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _words(row: Row, claims: Iterable[Row]) -> str:
    place = f"{row['place'] or row['toponym'] or 'place not stated'}, {known_words(row['level'])}"
    lines = [place, row["note"], *map(claim_words, claims)]
    if row["campaign"]:
        lines.append(
            f"Part of “{row['campaign_title']}”; figures of the whole campaign are in the document's description."
        )
    return _paragraphs(lines)


def _document_words(tables: Tables, about: About) -> str:
    figures = [f"Whole campaign “{row['about_title']}”: {claim_words(row)}" for row in tables.of_campaigns]
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
