"""A selection of incidents becomes a picture: symbols and legend, the map document, and figures for print."""

from maps.cube import cube
from maps.document import document, document_csp
from maps.figures import draw, figure
from maps.layers import CREDIT
from maps.legends import LegendItem, legend
from maps.listing import listing
from maps.naming import names_on_map
from maps.payload import payload
from maps.standalone import standalone
from maps.symbols import SYMBOLS, Symbol, symbol_of
from maps.theme import THEMES, Theme

__all__ = [
    "CREDIT",
    "SYMBOLS",
    "THEMES",
    "LegendItem",
    "Symbol",
    "Theme",
    "cube",
    "document",
    "document_csp",
    "draw",
    "figure",
    "legend",
    "listing",
    "names_on_map",
    "payload",
    "standalone",
    "symbol_of",
]
