"""Places make incidents: records with claims and sources, chosen by selection, counted, and never added up.

A name is read from its file when it is first asked for, so that nobody waits for what is not used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from incidents.sheet_report import Imported, Report, Spelling, rejected_csv
    from incidents.snapshot import Snapshots
    from incidents.store import Added, Store
    from incidents.summary import CampaignView, Count, Facet, IncidentFigures, OwnFigures, Span, Summary
    from incidents.toll_view import ClaimLine, TollView
    from incidents.wording import date_words, one_line

_FILES = {
    "atlas": "Atlas",
    "dataset": "Dataset DatasetInfo",
    "errors": (
        "DatasetError DatasetExists IncidentsError QueryStopped SelectionError SheetError StoreError UnknownCode "
        "UnknownRecord"
    ),
    "importing": "import_sheet",
    "problem": "Problem shorten",
    "readers": "ImportReport Mapping Refused",
    "record": "Campaign Claim Incident Source When Where",
    "selection": "Selection",
    "sheet_report": "Imported Report Spelling rejected_csv",
    "snapshot": "Snapshots",
    "store": "Added Store",
    "summary": "CampaignView Count Facet IncidentFigures OwnFigures Span Summary",
    "toll_view": "ClaimLine TollView",
    "wording": "date_words one_line",
}
_FILE_OF = {name: file for file, names in _FILES.items() for name in names.split()}

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


def __getattr__(name: str) -> Any:
    """Return a name of `__all__`, read from its file the first time."""
    if name not in _FILE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_FILE_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
