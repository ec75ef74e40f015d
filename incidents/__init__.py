"""Places make incidents: records with claims and sources, chosen by selection, counted, and never added up."""

from incidents.atlas import Atlas
from incidents.dataset import Dataset, DatasetInfo
from incidents.errors import (
    DatasetError,
    DatasetExists,
    IncidentsError,
    SelectionError,
    SheetError,
    StoreError,
    UnknownRecord,
)
from incidents.problem import Problem
from incidents.record import Campaign, Claim, Incident, Source, When, Where
from incidents.selection import Selection
from incidents.summary import CampaignView, Count, Facet, Span, Summary
from incidents.toll import ClaimLine, TollView
from incidents.wording import date_words

__all__ = [
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
    "Incident",
    "IncidentsError",
    "Problem",
    "Selection",
    "SelectionError",
    "SheetError",
    "Source",
    "Span",
    "StoreError",
    "Summary",
    "TollView",
    "UnknownRecord",
    "When",
    "Where",
    "date_words",
]
