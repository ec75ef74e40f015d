"""Takes a selection away as a file: CSV, XLSX, GeoJSON, GeoParquet, GeoPackage or KML, each with all that is needed to cite it."""

from incidents.export.about import About
from incidents.export.writing import KINDS, Exported, Kind, export, exported, file_name, kind_of
from incidents.formulas import neutral, restored

__all__ = ["KINDS", "About", "Exported", "Kind", "export", "exported", "file_name", "kind_of", "neutral", "restored"]
