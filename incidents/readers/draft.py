"""What a reader makes of a part of a file: our columns, the numbers as claims, and what is odd about each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa

from incidents.exchanged_days import REMEDY as EXCHANGED
from incidents.readers.columns import Amounts, Batch, Dates
from incidents.readers.spool import Array, Numbers
from incidents.readers.unread_cells import KINDS
from incidents.readers.words import Words

FLAGS: Final = {
    "no_coordinates": "no coordinates: placed by name",
    "unreadable_coordinates": "coordinates that are none: placed by name",
    "null_island": "coordinates 0, 0, which mean unknown: placed by name",
    "swapped": "latitude and longitude look exchanged",
    "far_from_named_area": "coordinates lie far from the district or province that the row names",
    "far_from_named_place": "coordinates lie far from the place that the row names: kept where the coordinates are",
    "whole_degrees": "coordinates in whole degrees: known to the district, or to the town that the row names, where they mean it rounded or cut off",
    "outside_gazetteer": "outside the areas that the gazetteer knows: on the map by coordinates of their own",
    "place_unknown": "no coordinates, and no place that the gazetteer has: kept, but not on the map",
    "unusable_coordinates": "coordinates that are none or mean unknown, and no place that the gazetteer has: kept, but not on the map",
    "imputed": "the number of deaths was set by rule, not reported (“coded as”)",
    "split_event": "one event in several rows: its deaths were divided among them",
    "one_of_several": "one of several related events, each in a row of its own: their deaths may have been divided among them",
    "conflicting_figures": "the dataset notes that sources give conflicting figures",
    "doubt": "the dataset doubts that the event meets its criteria",
    "spans_areas": "one row stands for an area larger than a province",
    **{kind.flag: f"a cell with {kind.reason}: unknown; {kind.remedy}" for kind in KINDS},
    "unreadable_number": "a number that could not be read, or whose words say that it counts others (“2 injured” among the killed): unknown, not zero",
    "brackets_unread": "words in brackets behind a number of people were not read; the number is taken, and the cell is kept as written",
    "number_below_parts": "a number that includes more people than it counts (“4 killed including 6 militants”): unknown; write the one that is meant",
    "number_in_words": "a word in the place of a number of people that names none (“several”, “dozens”): unknown; the word is kept",
    "none_is_nobody": "“None” among whole numbers of people, as people write it: read as nobody; leave the cell empty where it is not known",
    "none_is_unknown": "“None” among numbers of people as programs write them (5.0, nan): read as not known; write 0 where it means nobody",
    "fractional_number": "a number of people that is not whole: kept as written",
    "looks_like_total": "may be a row of totals: either a word in it says so or its figures are the sums of the rows above, but not both: taken as an incident, and its figures are counted; take the row out of the file if it is none",
    "struck_through": "cells that are struck through in the sheet: read as the others are; take out of the file what is withdrawn, and import it again",
    "placeholder_number": "a number of people of nines alone, far above the others of its column (999): programs and codebooks write such for one that is not known: counted as written; correct it or leave the cell empty",
    "nines_unknown": "a number of people of nines alone, far above the others of its column (999), as programs and codebooks write for one that is not known: unknown, not counted; leave the cell empty, or write a word behind the number (999 people) if it is meant",
    "repeated_id": "an id that an earlier row has, with other content: both are incidents, and the figures of both are counted",
    "shortened_id": "an id that a spreadsheet program has shortened (2.01601E+11): its last digits are lost, so different events may have one id; import the file as it was downloaded, or format the column as text before saving",
    "alike": "the same as an earlier row in every column but those of ids: may be one incident listed twice; both are taken, and the figures of both are counted",
    "parts_above_total": "groups have more people than everyone: each number stands as written",
    "no_total": "no number of everyone killed, only of groups: at least as many as of the largest, the total is unknown",
    "disordered_figures": "low, best and high figure are not in order: the claim spans them, the sums of the columns are as written",
    "date_from_above": "no date of its own: it has that of the row above, as dates stand in the first row of each group only; write the date into each row to be sure",
    "date_coarse": "known no better than to a month or year",
    "unlikely_year": "a year before 1900 or still to come: kept as written",
    "exchanged_date": "a date of which a spreadsheet program has probably exchanged day and month: read as it stands; "
    f"{EXCHANGED}",
    "far_date": "a day more than thirty years from all others but a few: kept as written; correct the year if it is a slip",
    "weekday_differs": "the date names another day of the week than its day is: kept as it stands; correct the one that is wrong",
    "year_differs": "the row's own year (of GTD that in its id) is another than that of its date: the date is kept as it stands; correct the one that is wrong",
    "placeholder_date": "1 January 1900 or 1970, decades before the other dates: programs write such days where a date is empty: kept as written; correct it or leave the cell empty",
    "unknown_code": "a code that the dataset's codebook does not have",
    "markup": "cells with markup, or beginning as a formula does: kept as plain text",
}


@dataclass
class Counted:
    """A column of numbers of people: each value in it is a claim.

    `claimant` and `claimant_name` say whose number it is; `column` is the file's own name for it. `parts` are the file's
    columns that it is made of, where they are several (low, best, high), each by its name.
    """

    quantity: str
    column: str
    amounts: Amounts
    counted: str | Array = "people"
    claimant: str | Array = "unknown"
    claimant_name: str | Array = ""
    word: str = ""
    note: str = ""
    written: Array | None = None
    parts: tuple[tuple[str, Amounts], ...] = ()

    def columns(self) -> tuple[tuple[str, Amounts], ...]:
        """Return the columns of the file that it is made of, each with its numbers."""
        return self.parts or ((self.column, self.amounts),)


@dataclass
class Part:
    """Actors, one a row: name, role, the dataset's own code for its kind, and our id for who is not named."""

    name: Array
    role: Words
    native_kind: Array
    fallback: Words


@dataclass
class Draft:
    """A part of a file in our terms; every array has a value for each row.

    `wanted_level` is the level to which the place is known by the dataset's own precision code; empty where the
    dataset has none. `whole_degrees` are the rows whose coordinates are too coarse for a town, and say so only themselves. `names` are the country, admin1, admin2, admin3 and location as written.
    """

    batch: Batch
    native_id: Array
    dates: Dates
    names: dict[str, Array]
    latitude: Numbers
    longitude: Numbers
    bad_coordinates: Numbers
    wanted_level: Words
    event_type: Words
    native_type: Array
    attack_types: list[Words] = field(default_factory=list)
    target_kinds: list[Words] = field(default_factory=list)
    actors: list[Part] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    title: Array | None = None
    note: Array | None = None
    source: Array | None = None
    source_scale: Array | None = None
    native_place_precision: Array | None = None
    native_date_precision: Array | None = None
    updated: Array | None = None
    whole_degrees: Numbers | None = None
    flags: dict[str, Numbers] = field(default_factory=dict)
    unknown: list[tuple[str, Array, Numbers]] = field(default_factory=list)

    def flag(self, name: str, rows: Numbers) -> None:
        """Mark rows; `name` is a key of `FLAGS`."""
        if name not in FLAGS:
            raise KeyError(name)
        self.flags[name] = self.flags[name] | rows if name in self.flags else rows

    def or_null(self, column: Array | None) -> Array:
        """Return a column, or one of nulls."""
        return pa.nulls(len(self.batch), pa.string()).dictionary_encode() if column is None else column


def in_order(low: Numbers, value: Numbers, high: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return low and high ends that hold all three figures of a row, and in which rows they do not stand in order.

    Examples
    --------
    >>> low, high, odd = in_order(np.array([1.0, 5.0]), np.array([2.0, 3.0]), np.array([4.0, np.nan]))
    >>> low.tolist(), high.tolist(), odd.tolist()
    ([1.0, 3.0], [4.0, 5.0], [False, True])
    """
    stack = np.stack([low, value, high])
    floor, ceiling = (np.where(np.isnan(stack), end, stack) for end in (-np.inf, np.inf))
    odd = (stack < np.maximum.accumulate(floor)).any(axis=0)
    return np.where(odd, ceiling.min(axis=0), low), np.where(odd, floor.max(axis=0), high), odd
