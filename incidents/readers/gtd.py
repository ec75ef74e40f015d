"""Reads GTD: CSV or XLSX, by its numeric codes, with -9 and -99 as unknown and zeros in month and day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from incidents.crosswalk import GTD_ATTACK_LABELS, GTD_ATTACKS, GTD_EVENTS, GTD_TARGET_LABELS, GTD_TARGETS
from incidents.readers.arrow import pc
from incidents.readers.columns import (
    Batch,
    Dates,
    Each,
    amounts,
    codes_of,
    degrees,
    joined,
    nulls,
    outside_codebook,
    plain,
    spread,
)
from incidents.readers.draft import Counted, Draft, Part
from incidents.readers.spool import Array, Numbers
from incidents.readers.words import Words

TITLE: Final = "GTD"
LICENCE: Final = "GTD end user agreement (START): redistribution not permitted; keep this dataset to yourself"
CITATION: Final = (
    "START (National Consortium for the Study of Terrorism and Responses to Terrorism), Global Terrorism Database, "
    "start.umd.edu/gtd; give its version"
)
DEATHS: Final = "nkill"
CLAIMANT: Final = "named:gtd-coders-estimate"
CLAIMANT_NAME: Final = "GTD, coder’s estimate"

#: What a place is known to: 1 the town, 2 and 3 a district's centroid, 4 a province's, 5 the country at best.
LEVELS: Final = {1: "town", 2: "district", 3: "district", 4: "province", 5: "country"}
_SPECIFIED: Final = (*LEVELS, -9, -99)  # the last two are unknown
_ATTACK: Final = Each(lambda text: GTD_ATTACK_LABELS.get(text.casefold(), -1))
_TARGET: Final = Each(lambda text: GTD_TARGET_LABELS.get(text.casefold(), -1))


def read(batch: Batch, _dates: object = None) -> Draft:
    """Return GTD rows in our terms."""
    latitude, bad_latitude = degrees(batch.text("latitude"))
    longitude, bad_longitude = degrees(batch.text("longitude"))
    attacks = [_codes(batch, f"attacktype{number}", GTD_ATTACKS, _ATTACK) for number in (1, 2, 3)]
    targets = [_codes(batch, f"targtype{number}", GTD_TARGETS, _TARGET) for number in (1, 2, 3)]
    specificity = codes_of(batch.text("specificity"))
    draft = Draft(
        batch=batch,
        native_id=batch.text("eventid"),
        dates=_when(batch),
        names={
            "country": batch.first("country_txt", "country_name"),
            "admin1": _known(batch.text("provstate")),
            "admin2": _known(batch.text("admin2")),
            "admin3": _known(batch.text("admin3")),
            "location": _known(batch.text("city")),
        },
        latitude=latitude,
        longitude=longitude,
        bad_coordinates=bad_latitude | bad_longitude,
        wanted_level=_levels(specificity, batch),
        event_type=Words.by(attacks[0], {code: term.id for code, term in GTD_EVENTS.items()}, "unknown"),
        native_type=_labels(batch),
        attack_types=[Words.by(codes, _ATTACKS) for codes in attacks],
        target_kinds=[Words.by(codes, _TARGETS) for codes in targets],
        actors=_groups(batch),
        note=batch.text("summary"),
        source=batch.first("scite1", "dbsource"),
        source_scale=batch.text("dbsource"),
        native_place_precision=batch.text("specificity"),
        native_date_precision=batch.text("approxdate"),
    )
    stated = pc.is_valid(batch.first("attacktype1", "attacktype1_txt")).to_numpy(zero_copy_only=False)
    draft.unknown.append(("attacktype1", batch.first("attacktype1", "attacktype1_txt"), stated & (attacks[0] < 0)))
    specified = batch.text("specificity")
    draft.unknown.append(("specificity", specified, outside_codebook(specified, _SPECIFIED)))
    related = ~batch.text("related").is_null().to_numpy(zero_copy_only=False)
    draft.flag("one_of_several", related & (codes_of(batch.text("multiple")) == 1))
    draft.flag("doubt", codes_of(batch.text("doubtterr")) == 1)
    notes = pc.utf8_lower(pc.fill_null(plain(batch.text("addnotes")), ""))
    conflict = pc.match_substring_regex(notes, r"(casualty|fatalit|death|injur)[^.]*\bconflict")
    draft.flag("conflicting_figures", conflict.to_numpy(zero_copy_only=False))
    draft.counted += _counts(batch)
    return draft


_ATTACKS: Final = {code: term.id for code, term in GTD_ATTACKS.items() if code != 9}
_TARGETS: Final = {code: term.id for code, term in GTD_TARGETS.items()}
_NOTHING: Final = frozenset({"unknown", "-9", "-99", "unspecified"})
_KNOWN: Final = Each(lambda text: None if text.casefold() in _NOTHING else text)


def _known(column: Array) -> Array:
    return Words.of(*_KNOWN(column)).array()


def _when(batch: Batch) -> Dates:
    """Return the dates of year, month and day, of which the last two may be 0 for unknown."""
    year, month, day = (codes_of(batch.text(name)) for name in ("iyear", "imonth", "iday"))
    good = (year >= 1800) & (year < 2200)
    months = np.where((month >= 1) & (month <= 12), month, 0)
    bad_month = (month > 12) | (month < -99)
    first_month = (np.where(good, year, 1970) - 1970).astype("datetime64[Y]").astype("datetime64[M]")
    begin = first_month + np.maximum(months - 1, 0)
    after = np.where(months > 0, begin + 1, first_month + 12).astype("datetime64[M]").astype("datetime64[D]")
    first, last = begin.astype("datetime64[D]"), after - np.timedelta64(1, "D")
    exact = (months > 0) & (day >= 1)
    one = first + np.maximum(day - 1, 0)
    impossible = exact & (one > last)
    first, last = np.where(exact, one, first), np.where(exact, one, last)
    precision = Words.either(exact, "day", "month").put(months == 0, "year")
    usable = good & ~bad_month & ~impossible
    nat = np.datetime64("NaT")
    reason = Words.either(good, "not a date (month or day does not exist)", "no date (no year)")
    column = Words.either(good, "imonth", "iyear").put(good & impossible, "iday")
    remedy = Words.either(good, "correct imonth and iday; 0 means unknown", "give iyear")
    return Dates(np.where(usable, first, nat), np.where(usable, last, nat), precision, reason, remedy, None, column)


def _levels(codes: Numbers, batch: Batch) -> Words:
    levels = Words.by(codes, LEVELS, "").put(outside_codebook(batch.text("specificity"), _SPECIFIED), LEVELS[5])
    blank = nulls(batch.text("latitude"))
    levels = levels.put((codes == 5) & blank, "")  # it says that no coordinates were found, nothing of the names
    near = codes_of(batch.text("vicinity")) == 1
    return levels.put(near & levels.are("town"), "district")


def _codes(batch: Batch, name: str, known: Mapping[int, object], labels: Each[int]) -> Numbers:
    """Return the codes of a column; by their labels only where the file has no codes."""
    if batch.has(name):
        codes = codes_of(batch.text(name))
        return np.where(np.isin(codes, list(known)), codes, -1)
    results, codes = labels(batch.text(f"{name}_txt"))
    return spread(results, codes, np.int64, -1)


def _labels(batch: Batch) -> Array:
    """Return the attack types as written, joined."""
    return joined([batch.first(f"attacktype{at}_txt", f"attacktype{at}") for at in (1, 2, 3)], "; ").dictionary_encode()


def _groups(batch: Batch) -> list[Part]:
    """Return the groups named: one that claimed it, or that the dataset attributes it to."""
    parts: list[Part] = []
    for number, (name, claim) in enumerate((("gname", "claimed"), ("gname2", "claim2"), ("gname3", "claim3")), start=1):
        if number == 1 or batch.has(name):
            role = Words.either(codes_of(batch.text(claim)) == 1, "claimed_responsibility", "named_as_involved")
            role = role.put(codes_of(batch.text(f"guncertain{number}")) == 1, "accused")
            nothing = Words.same(None, len(batch))
            parts.append(Part(batch.text(name), role, batch.text("claimmode_txt"), nothing))
    return parts


def _counts(batch: Batch) -> list[Counted]:
    found: list[Counted] = []
    for name, quantity, counted, note in (
        ("nkill", "killed", "people", "all confirmed deaths, attackers among them"),
        ("nkillter", "killed", "militants", "attackers killed; also counted in nkill"),
        ("nwound", "wounded", "people", "all confirmed injured, attackers among them"),
        ("nwoundte", "wounded", "militants", "attackers injured; also counted in nwound"),
    ):
        if batch.has(name):
            column = batch.text(name)
            found.append(
                Counted(
                    quantity,
                    batch.column(name),
                    amounts(column),
                    counted=counted,
                    claimant=CLAIMANT,
                    claimant_name=CLAIMANT_NAME,
                    note=note,
                    written=column,
                )
            )
    return found
