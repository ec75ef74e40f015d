"""Places make incidents: records with claims and sources, chosen by selection, counted, and never added up."""

from incidents.atlas import Atlas
from incidents.dataset import Dataset, DatasetInfo
from incidents.errors import (
    DatasetError,
    DatasetExists,
    IncidentsError,
    QueryStopped,
    SelectionError,
    SheetError,
    StoreError,
    UnknownCode,
    UnknownRecord,
)
from incidents.importing import import_sheet
from incidents.problem import Problem, shorten
from incidents.readers import ImportReport, Mapping, Refused
from incidents.record import Campaign, Claim, Incident, Source, When, Where
from incidents.selection import Selection
from incidents.sheet_report import Imported, Report, Spelling
from incidents.snapshot import Snapshots
from incidents.store import Added, Store, rejected_csv
from incidents.summary import CampaignView, Count, Facet, IncidentFigures, OwnFigures, Span, Summary
from incidents.toll_view import ClaimLine, TollView
from incidents.wording import date_words, one_line

__all__ = [
    "Added",
    "Atlas",
    "Campaign",
    "CampaignView",
    "Claim",
    "ClaimLine",
    "Count",
    "Dataset",
    "DatasetError",
    "DatasetExists",
    "DatasetInfo",
    "Facet",
    "ImportReport",
    "Imported",
    "Incident",
    "IncidentFigures",
    "IncidentsError",
    "Mapping",
    "OwnFigures",
    "Problem",
    "QueryStopped",
    "Refused",
    "Report",
    "Selection",
    "SelectionError",
    "SheetError",
    "Snapshots",
    "Source",
    "Span",
    "Spelling",
    "Store",
    "StoreError",
    "Summary",
    "TollView",
    "UnknownCode",
    "UnknownRecord",
    "When",
    "Where",
    "date_words",
    "import_sheet",
    "one_line",
    "rejected_csv",
    "shorten",
]
