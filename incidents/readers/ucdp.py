"""Reads UCDP GED: 49 columns, the older ones with best_est, candidate files, copies with HXL tags."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from incidents.crosswalk import UCDP_EVENTS
from incidents.readers.arrow import pc
from incidents.readers.columns import (
    Amounts,
    Batch,
    DateReader,
    Dates,
    Each,
    amounts,
    codes_of,
    degrees,
    nulls,
    outside_codebook,
    plain,
)
from incidents.readers.draft import Counted, Draft, Part, in_order
from incidents.readers.spool import Array, Numbers
from incidents.readers.words import Words

TITLE: Final = "UCDP GED"
LICENCE: Final = "CC BY 4.0"
CITATION: Final = (
    "Uppsala Conflict Data Program, Georeferenced Event Dataset (UCDP GED), ucdp.uu.se; give its version, and cite "
    "Sundberg and Melander (2013)"
)
DEATHS: Final = "best"
CLAIMANT: Final = "named:ucdp-coders-estimate"
CLAIMANT_NAME: Final = "UCDP, coder’s estimate"

VIOLENCE: Final = {1: "State-based conflict", 2: "Non-state conflict", 3: "One-sided violence"}
#: What a place is known to, by where_prec; 2 is within a limited area around a known place, 7 is water or air.
LEVELS: Final = {1: "town", 2: "district", 3: "district", 4: "province", 5: "province", 6: "country", 7: "country"}
#: What a date is known to: 1 the day, 2 to 4 a span of days, 5 a month to a year; a code that is none of them is read as that.
TIMES: Final = (1, 2, 3, 4, 5)


def read(batch: Batch, dates: DateReader) -> Draft:
    """Return UCDP rows in our terms."""
    latitude, bad_latitude = degrees(batch.text("latitude"))
    longitude, bad_longitude = degrees(batch.text("longitude"))
    violence = codes_of(batch.text("type_of_violence"))
    nowhere, never = (
        outside_codebook(batch.text("where_prec"), LEVELS),
        outside_codebook(batch.text("date_prec"), TIMES),
    )
    precision = np.where(nowhere, max(LEVELS), codes_of(batch.text("where_prec")))
    draft = Draft(
        batch=batch,
        native_id=batch.first("id", "relid"),
        dates=_dates(batch, dates),
        names={
            "country": _without_brackets(batch.text("country")),
            "admin1": _without_words(batch.text("adm_1")),
            "admin2": _without_words(batch.text("adm_2")),
            "admin3": batch.text("adm_3"),
            "location": _without_words(batch.text("where_coordinates")),
        },
        latitude=latitude,
        longitude=longitude,
        bad_coordinates=bad_latitude | bad_longitude,
        wanted_level=_levels(precision, batch),
        event_type=Words.by(violence, {code: term.id for code, term in UCDP_EVENTS.items()}, "unknown"),
        native_type=Words.by(violence, VIOLENCE).array(),
        actors=_sides(batch, violence),
        note=batch.text("where_description"),
        source=batch.first("source_original", "source_article", "source_office"),
        source_scale=batch.text("source_office"),
        native_place_precision=batch.text("where_prec"),
        native_date_precision=batch.text("date_prec"),
    )
    draft.flag("spans_areas", np.isin(precision, (5, 6)))
    draft.unknown.append(("type_of_violence", batch.text("type_of_violence"), ~np.isin(violence, list(VIOLENCE))))
    draft.unknown += [("where_prec", batch.text("where_prec"), nowhere), ("date_prec", batch.text("date_prec"), never)]
    draft.counted += _deaths(batch, violence, draft)
    return draft


def _dates(batch: Batch, dates: DateReader) -> Dates:
    """Return first and last day, with the precision that `date_prec` states."""
    start, end = dates(batch.text("date_start")), dates(batch.text("date_end"))
    last = np.where(np.isnat(end.last), start.last, end.last)
    reversed_ = last < start.first
    stated = batch.text("date_prec")
    codes = np.where(outside_codebook(stated, TIMES), TIMES[-1], codes_of(stated))
    longer = last > start.first
    precision = Words.either(longer | np.isin(codes, (2, 3)), "range", "day")
    precision = precision.put(codes == 4, "month").put(codes == 5, "year")
    reason = start.reason.put(reversed_, "reversed dates (date_end is before date_start)")
    first = np.where(reversed_, np.datetime64("NaT"), start.first)
    return Dates(first, last, precision, reason, start.remedy.put(reversed_, "swap or correct them"))


def _levels(codes: Numbers, batch: Batch) -> Words:
    return Words.by(codes, LEVELS, "").put((codes == 5) & nulls(batch.text("adm_1")), "country")


_BRACKETS: Final = Each(lambda text: text.split("(")[0].strip() or text)
_WORDS: Final = Each(
    lambda text: (
        text.removesuffix(" province").removesuffix(" district").removesuffix(" town").removesuffix(" city")
        .removesuffix(" village").removesuffix(" tehsil").strip()
    )
)  # fmt: skip


def _without_brackets(column: Array) -> Array:
    return Words.of(*_BRACKETS(column)).array()


def _without_words(column: Array) -> Array:
    return Words.of(*_WORDS(column)).array()


def _sides(batch: Batch, violence: Numbers) -> list[Part]:
    """Return the sides: in one-sided violence A conducted it against B, else both are named as involved."""
    one_sided = violence == 3
    ids = (batch.first("side_a_new_id", "side_a_dset_id"), batch.first("side_b_new_id", "side_b_dset_id"))
    nothing = Words.same(None, len(batch))
    return [
        Part(batch.text("side_a"), Words.either(one_sided, "conducted", "named_as_involved"), ids[0], nothing),
        Part(batch.text("side_b"), Words.either(one_sided, "targeted", "named_as_involved"), ids[1], nothing),
    ]


def _deaths(batch: Batch, violence: Numbers, draft: Draft) -> list[Counted]:
    """Return the deaths: low, best and high together, and those of each side as claims of their own."""
    found: list[Counted] = []
    if batch.has("best"):
        read = {name: amounts(batch.text(name)) for name in ("best", "low", "high")}
        together, disordered = _together(read["low"], read["best"], read["high"])
        draft.flag("disordered_figures", disordered)
        found.append(
            Counted(
                "killed",
                batch.column("best"),
                together,
                note="low, best and high estimate",
                claimant=CLAIMANT,
                claimant_name=CLAIMANT_NAME,
                written=_written(batch, disordered | (together.stated & ~read["best"].stated)),
                parts=tuple((batch.column(name), each) for name, each in read.items() if batch.has(name)),
            )
        )
    government = pc.fill_null(pc.starts_with(plain(batch.text("side_a")), "Government of"), False)
    side_a = Words.either(government.to_numpy(zero_copy_only=False), "security_personnel", "militants")
    sides = {
        "deaths_a": (side_a, "deaths on side A"),
        "deaths_b": (Words.either(violence == 3, "civilians", "militants"), "deaths on side B"),
        "deaths_civilians": (Words.same("civilians", len(batch)), "civilian deaths"),
        "deaths_unknown": (Words.same("status_unknown", len(batch)), "deaths of unknown status"),
    }
    for name, (counted, note) in sides.items():
        if batch.has(name):
            column = batch.text(name)
            found.append(
                Counted(
                    "killed",
                    batch.column(name),
                    amounts(column),
                    counted=counted.array(),
                    claimant=CLAIMANT,
                    claimant_name=CLAIMANT_NAME,
                    note=note,
                    written=column,
                )
            )
    return found


def _written(batch: Batch, others: Numbers) -> Array:
    """Return the best estimates as written; of other rows, where they are not in order or there is no best, all three."""
    best = plain(batch.text("best"))
    if not others.any():
        return best
    named = [pc.binary_join_element_wise(name, plain(batch.text(name)), " ") for name in ("low", "best", "high")]
    every = pc.binary_join_element_wise(*named, " ", null_handling="skip")
    return pc.if_else(pa.array(others), every, best)


def _together(low: Amounts, best: Amounts, high: Amounts) -> tuple[Amounts, Numbers]:
    """Return one claim of three estimates, which spans them also where they are not in order."""
    ends, tops, disordered = in_order(low.value, best.value, high.value)
    bottom = np.where(np.isnan(ends), best.low, ends)
    top = np.where(np.isnan(tops), best.high, tops)
    open_top, open_bottom = ~np.isnan(bottom) & np.isnan(top), np.isnan(bottom) & ~np.isnan(top)
    qualifier = best.qualifier.put(bottom < top, "range")
    qualifier = qualifier.put(~best.stated & open_top, "at_least").put(~best.stated & open_bottom, "at_most")
    unreadable = low.unreadable | best.unreadable | high.unreadable
    return Amounts(bottom, best.value, top, qualifier, unreadable, low.stated | best.stated | high.stated), disordered
