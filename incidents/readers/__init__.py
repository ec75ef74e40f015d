"""Readers of event datasets: whole columns in, our terms out; what cannot be read is told, never guessed."""

from incidents.readers.errors import Ambiguous, Cancelled, Refused, TooMuch
from incidents.readers.mapping import CountColumn, Mapping, in_encoding, read_mapping
from incidents.readers.proposing import propose
from incidents.readers.recognise import KINDS, plan, read_rows
from incidents.readers.report import ColumnSum, Flagged, ImportReport, Rejected, UnknownValue

__all__ = [
    "KINDS",
    "Ambiguous",
    "Cancelled",
    "ColumnSum",
    "CountColumn",
    "Flagged",
    "ImportReport",
    "Mapping",
    "Refused",
    "Rejected",
    "TooMuch",
    "UnknownValue",
    "in_encoding",
    "plan",
    "propose",
    "read_mapping",
    "read_rows",
]
