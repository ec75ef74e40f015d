"""Times that state their zone: the day stays as written, and the report tells where the day in Pakistan would be another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from incidents.date_order import TIME
from incidents.dates import SERIAL_FROM
from incidents.epoch import EPOCH, PAKISTAN
from incidents.wording import counted

_EPOCH: Final = (
    "dates such as {!r} are counted in seconds or milliseconds since 1970 (UTC) and read as the day in Pakistan"
)
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.\d*)?")
_SERIALS: Final = "dates such as {!r} are days counted since 30 December 1899, as a spreadsheet program stores them: that one is read as {}"
_MOST: Final = 100_000  # different times of another day that are counted; they are remembered meanwhile


@dataclass
class Zones:
    """What was seen of zones in the texts of date columns: a text with one, and the different ones that mean another day in Pakistan.

    `epoch` is a text that counts seconds since 1970, `serial` one that counts the days of a spreadsheet program. Threads that read parts of a file at once may look at the same text; it counts once.
    """

    example: str = ""
    elsewhere: set[str] = field(default_factory=set[str])
    epoch: str = ""
    serial: str = ""

    def look_at(self, text: str) -> None:
        """Take note of a text."""
        if is_zoned(text):
            self.example = self.example or text
            if len(self.elsewhere) < _MOST and is_elsewhere(text):
                self.elsewhere.add(text)
        elif not self.epoch and EPOCH.fullmatch(text):
            self.epoch = text
        elif not self.serial and _SERIAL.fullmatch(text):
            self.serial = text

    def notes(self) -> list[str]:
        """Return what the report says; nothing where no text has a zone."""
        told = [_EPOCH.format(self.epoch)] if self.epoch else []
        told += (
            [_SERIALS.format(self.serial, SERIAL_FROM + dt.timedelta(days=int(float(self.serial))))]
            if self.serial
            else []
        )
        if not self.example:
            return told
        words = f"times such as {self.example!r} state their zone: the day is taken as written"
        more = "more than " if len(self.elsewhere) >= _MOST else ""
        others = f"; {more}{counted(len(self.elsewhere), 'different time')} would be on another day in Pakistan"
        return [*told, words + (others if self.elsewhere else "")]


def is_zoned(text: str) -> bool:
    """Return whether a text has a time that states its zone.

    Examples
    --------
    >>> is_zoned("2021-01-02T20:00:00Z"), is_zoned("2021-01-02 8:00 PM"), is_zoned("2021-01-02")
    (True, False, False)
    """
    match = TIME.search(text.casefold().strip()) if ":" in text else None
    return match is not None and match["zone"].strip(" amp") != ""


def is_elsewhere(text: str) -> bool:
    """Return whether an ISO time with a zone lies on another day in Pakistan than as written.

    Examples
    --------
    >>> is_elsewhere("2021-01-02T20:00:00Z"), is_elsewhere("2021-01-02T00:00:00Z"), is_elsewhere("2021-01-02")
    (True, False, False)
    """
    try:
        time = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return time.tzinfo is not None and time.astimezone(PAKISTAN).date() != time.date()
