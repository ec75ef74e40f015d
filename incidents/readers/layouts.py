"""The layouts of datasets that are known by their columns, and what the cells of a column look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_ACLED: Final = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
)
_ACLED_2022: Final = (
    "data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities timestamp iso3"
)
_UCDP: Final = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
)
_GTD: Final = (
    "eventid iyear imonth iday approxdate extended resolution country country_txt region region_txt provstate city "
    "latitude longitude specificity vicinity location summary crit1 crit2 crit3 doubtterr alternative alternative_txt "
    "multiple success suicide attacktype1 attacktype1_txt attacktype2 attacktype2_txt attacktype3 attacktype3_txt "
    "targtype1 targtype1_txt targsubtype1 targsubtype1_txt corp1 target1 natlty1 natlty1_txt targtype2 targtype2_txt "
    "targsubtype2 targsubtype2_txt corp2 target2 natlty2 natlty2_txt targtype3 targtype3_txt targsubtype3 "
    "targsubtype3_txt corp3 target3 natlty3 natlty3_txt gname gsubname gname2 gsubname2 gname3 gsubname3 motive "
    "guncertain1 guncertain2 guncertain3 individual nperps nperpcap claimed claimmode claimmode_txt claim2 claimmode2 "
    "claimmode2_txt claim3 claimmode3 claimmode3_txt compclaim weaptype1 weaptype1_txt weapsubtype1 weapsubtype1_txt "
    "weaptype2 weaptype2_txt weapsubtype2 weapsubtype2_txt weaptype3 weaptype3_txt weapsubtype3 weapsubtype3_txt "
    "weaptype4 weaptype4_txt weapsubtype4 weapsubtype4_txt weapdetail nkill nkillus nkillter nwound nwoundus nwoundte "
    "property propextent propextent_txt propvalue propcomment ishostkid nhostkid nhostkidus nhours ndays divert "
    "kidhijcountry ransom ransomamt ransomamtus ransompaid ransompaidus ransomnote hostkidoutcome hostkidoutcome_txt "
    "nreleased addnotes scite1 scite2 scite3 dbsource int_log int_ideo int_misc int_any related"
)
_ATLAS: Final = (
    "id title start end date_precision place_id place place_ur level toponym how latitude longitude radius_km admin1 "
    "admin2 event_type event_label attack_types target_kinds actors campaign dataset sources place_note note contested "
    "fatalities_low fatalities_best fatalities_high"
)


@dataclass(frozen=True)
class Layout:
    """A layout: the kind of dataset, its title, its columns in order."""

    kind: str
    title: str
    columns: tuple[str, ...]


LAYOUTS: Final = (
    Layout("acled", "ACLED (31 columns, 2023 onwards)", tuple(_ACLED.split())),
    Layout("acled", "ACLED (until early 2023)", tuple(_ACLED_2022.split())),
    Layout("ucdp", "UCDP GED (49 columns)", tuple(_UCDP.split())),
    Layout("gtd", "GTD (135 columns)", tuple(_GTD.split())),
    Layout("atlas", "this atlas", tuple(_ATLAS.split())),
)

#: Other names under which columns of a kind appear.
OTHER_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "acled": {
        "ally_actor_1": "assoc_actor_1",
        "ally_actor_2": "assoc_actor_2",
        "actor": "actor1",
        "assoc_actor": "assoc_actor_1",
        "inter": "inter1",
        "event_id_cnty": "event_id_cnty",
        "event_id": "event_id_cnty",
        "geo_precis": "geo_precision",
        "time_precis": "time_precision",
        "gwno": "gwno",
    },
    "ucdp": {
        "best_est": "best",
        "high_est": "high",
        "low_est": "low",
        "deaths_civ": "deaths_civilians",
        "deaths_unk": "deaths_unknown",
    },
    "gtd": {},
    "atlas": {},
    "table": {},
}

_CUT: Final = 10  # letters that a shapefile leaves of a name

_MARKS: Final[Mapping[str, frozenset[str]]] = {
    "acled": frozenset(
        [
            "event_id_cnty",
            "event_date",
            "time_precision",
            "disorder_type",
            "sub_event_type",
            "assoc_actor_1",
            "assoc_actor_2",
            "inter1",
            "inter2",
            "interaction",
            "geo_precision",
            "source_scale",
            "civilian_targeting",
            "actor1",
            "actor2",
            "event_type",
            "event_id_no_cnty",
        ]
    ),
    "ucdp": frozenset(
        [
            "type_of_violence",
            "dyad_name",
            "side_a",
            "side_b",
            "where_prec",
            "date_prec",
            "date_start",
            "date_end",
            "deaths_a",
            "deaths_b",
            "deaths_civilians",
            "deaths_unknown",
            "best",
            "low",
            "high",
            "priogrid_gid",
            "dyad_new_id",
            "conflict_name",
            "event_clarity",
        ]
    ),
    "gtd": frozenset(
        [
            "eventid",
            "iyear",
            "imonth",
            "iday",
            "attacktype1",
            "attacktype1_txt",
            "targtype1",
            "targtype1_txt",
            "gname",
            "nkill",
            "nwound",
            "provstate",
            "country_txt",
            "doubtterr",
            "specificity",
        ]
    ),
    "atlas": frozenset(
        [
            "date_precision",
            "place_id",
            "event_type",
            "attack_types",
            "target_kinds",
            "fatalities_low",
            "fatalities_best",
            "fatalities_high",
        ]
    ),
}
_NEEDED: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "acled": (("event_date",), 3),
    "ucdp": (("date_start", "year"), 5),
    "gtd": (("iyear",), 4),
    "atlas": (("start", "place_id", "date_precision"), 5),
}
KNOWN: Final = frozenset(
    {name for layout in LAYOUTS for name in layout.columns}
    | {name for names in OTHER_NAMES.values() for name in names}
    | {
        *("date", "place", "town", "city", "district", "province", "killed", "injured", "wounded", "deaths", "lat"),
        *("lon", "long", "lng", "source", "url", "description", "type", "target", "category", "month", "day"),
        *("killed_min", "killed_max", "injured_min", "injured_max", "s", "sr", "no", "status", "incident_date"),
    }
)


def folded(name: str) -> str:
    """Return a column's name in small letters with underscores.

    Examples
    --------
    >>> folded(" Killed Min. "), folded("ALLY_ACTOR_1"), folded("\\ufeffDate")
    ('killed_min', 'ally_actor_1', 'date')
    """
    plain = unicodedata.normalize("NFKC", name[:400]).replace("\ufeff", "").casefold()
    return re.sub(r"[^\w]+", "_", plain).strip("_")


def known_as(kind: str, names: Sequence[str]) -> dict[str, str]:
    """Return the layout's name of each column that bears another: an older one, or one that a shapefile cut to ten letters.

    Examples
    --------
    >>> known_as("ucdp", ["best_est", "type_of_vi", "conflict_n", "year"])
    {'best_est': 'best', 'type_of_vi': 'type_of_violence'}
    """
    whole = {column for layout in LAYOUTS if layout.kind == kind for column in layout.columns}
    found = {name: OTHER_NAMES[kind][name] for name in names if name in OTHER_NAMES[kind]}
    for name in names:
        longer = [each for each in whole if len(each) > _CUT and each[:_CUT].strip("_") == name]
        if len(longer) == 1 and name not in whole and longer[0] not in names:
            found.setdefault(name, longer[0])
    return found


def kind_of(names: Sequence[str]) -> tuple[str, str]:
    """Return the kind of dataset that columns belong to, and which of them show it; ``"table"`` for any other."""
    best, shown = "table", frozenset[str]()
    for kind, marks in _MARKS.items():
        as_known = known_as(kind, names)
        there = {as_known.get(name, name) for name in names}
        needed, least = _NEEDED[kind]
        found = marks & there
        if all(name in there for name in needed) and len(found) >= least and len(found) > len(shown):
            best, shown = kind, found
    listed = sorted(shown, key=list(names).index) if set(shown) <= set(names) else sorted(shown)
    return best, ", ".join(listed[:6])


_WEEKS: Final = frozenset(
    {
        *("week", "week_start", "week_starting", "week_beginning", "week_commencing", "week_end", "week_ending"),
        *("week_of", "week_no", "week_number", "weeks", "date_of_week", "event_week", "epi_week"),
    }
)
_PERIODS: Final = frozenset({"year", "month", "quarter", "month_year", "year_month", "fortnight", "period"}) | _WEEKS
_REGIONS: Final = frozenset(
    {
        *("country", "country_id", "country_name", "iso", "iso3", "iso_3", "iso_code", "gwno", "gwnoa", "region"),
        *("region_id", "admin1", "adm1", "province", "state", "pcode", "admin1_pcode", "adm1_pcode", "timestamp"),
        *("district", "admin2", "adm2"),
    }
)
_TOTALS: Final = re.compile(
    r"\w*(fatalit|death|killed|killing|injured|wounded|events?$|incidents$|attacks$|_exist|population|forecast|observed)"
    r"\w*|(total|civilians|security_forces|militants|terrorists|insurgents|not_specified)\w*"
)


def is_aggregate(names: Sequence[str]) -> bool:
    """Return whether columns are those of counts by area or conflict and period: no single events.

    Examples
    --------
    >>> is_aggregate(["country", "year", "fatalities"]), is_aggregate(["date", "place", "killed"])
    (True, False)
    >>> is_aggregate(["week_ending", "province", "total_attacks", "killed"])
    True
    """
    there = set(names)
    centroid = {"centroid_latitude", "centroid_longitude"} & there
    period = (_WEEKS | {"month", "month_year", "reference_period_start"}) & there
    counted = {"events", "event_count", "num_events", "population_exposure"} & there
    single = {"event_id_cnty", "event_date", "date", "location", "notes", "actor1", "latitude", "eventid", "id"} & there
    conflict = {"conflict_id", "year"} <= there and "latitude" not in there and "date_start" not in there
    return bool(centroid and (period or counted)) or bool(period and counted and not single) or conflict or _sums(there)


def _sums(names: set[str]) -> bool:
    """Return whether there are only periods, totals and perhaps regions."""
    totals = {name for name in names if _TOTALS.fullmatch(name)}
    return bool(totals and names & _PERIODS) and names <= totals | _PERIODS | _REGIONS


_INT: Final = r"-?\d{1,18}(\.0+)?|\d[.,]\d+E\+\d+"
DATE: Final = r"\d{1,4}[-/. ][A-Za-z\d]{1,9}[-/. ]\d{1,4}.*"
_WORDS: Final = r"(?!-?[\d.]+$).+"
_SHAPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("latitude", "longitude", "lat", "lon"), r"-?\d{1,3}([.,]\d+)?"),
    **dict.fromkeys(("year", "iyear", "active_year"), r"(19|20)\d\d(\.0)?|[01]"),
    **dict.fromkeys(("event_date", "date_start", "date_end", "date", "incident_date"), DATE),
    **dict.fromkeys(("type_of_violence", "time_precision", "geo_precision"), r"[1-3](\.0)?"),
    **dict.fromkeys(("where_prec", "date_prec", "specificity"), r"[1-7](\.0)?"),
    **dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"), _INT),
    **dict.fromkeys(("best_est", "high_est", "low_est", "fatalities", "priogrid_gid", "timestamp", "iso"), _INT),
    **dict.fromkeys(("dyad_new_id", "conflict_new_id", "side_a_new_id", "side_b_new_id", "country_id"), _INT),
    **dict.fromkeys(
        ("dyad_dset_id", "conflict_dset_id", "side_a_dset_id", "side_b_dset_id", "number_of_sources"), _INT
    ),
    **dict.fromkeys(("event_clarity",), r"[12](\.0)?"),
    **dict.fromkeys(("id", "eventid", "iday", "imonth", "gwnoa", "gwnob"), _INT),
    **dict.fromkeys(
        ("dyad_name", "side_a", "side_b", "conflict_name", "country", "region", "where_coordinates"), _WORDS
    ),
    **dict.fromkeys(("event_type", "sub_event_type", "actor1", "admin1", "location", "notes", "country_txt"), _WORDS),
    **dict.fromkeys(("adm_1", "adm_2", "relid", "source_article", "source_headline", "gname", "city"), _WORDS),
    **dict.fromkeys(("geom_wkt",), r"POINT.*"),
}
_COMPILED: Final = {name: re.compile(shape, re.IGNORECASE | re.DOTALL) for name, shape in _SHAPES.items()}


def shapes_of(names: Sequence[str]) -> list[re.Pattern[str] | None]:
    """Return for each column what its cells look like; None where that is not known, as for a code beside its label.

    Examples
    --------
    >>> [shape is not None for shape in shapes_of(["country", "country_txt", "summary"])]
    [False, True, False]
    """
    there = set(names)
    return [None if f"{name}_txt" in there else _COMPILED.get(name) for name in names]


def shape_score(names: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """Return the share (0 to 1) of cells that look as their column's name lets expect."""
    fitting = judged = 0
    for at, shape in enumerate(shapes_of(names)):
        if shape is None:
            continue
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        judged += len(cells)
        fitting += sum(shape.fullmatch(cell) is not None for cell in cells)
    return fitting / judged if judged else 0.0


def unambiguous(names: Sequence[str]) -> bool:
    """Return whether enough columns have a known shape to place the others by."""
    return sum(name in _COMPILED for name in names) >= 3


def absent_from(names: Sequence[str]) -> list[int]:
    """Return before which columns a known layout has a name that they lack, where most are its own and stand in its order.

    Examples
    --------
    >>> names = list(LAYOUTS[0].columns)
    >>> names.remove("country")
    >>> [names[at] for at in absent_from(names)], absent_from(["date", "place"])
    (['admin1'], [])
    """
    for layout in LAYOUTS:
        others = known_as(layout.kind, names)
        there = [others.get(name, name) for name in names]
        own = [layout.columns.index(name) for name in there if name in layout.columns]
        if len(own) * 5 >= len(names) * 4 and own == sorted(own):
            lacking = [column for column in layout.columns if column not in there]
            return sorted({_place_of(column, layout.columns, there) for column in lacking})
    return []


def _place_of(column: str, columns: Sequence[str], there: Sequence[str]) -> int:
    """Return before which of the names that are there a layout's column belongs."""
    before = set(columns[: columns.index(column)])
    return max((at + 1 for at, name in enumerate(there) if name in before), default=0)


def figures_score(names: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """Return the share (0 to 1) of rows whose deaths agree: low, best and high in order, those of the sides their sum.

    Examples
    --------
    >>> figures_score(["deaths_a", "best", "high", "low"], [["1", "2", "2", "1"], ["0", "2", "1", "2"]])
    0.5
    >>> figures_score(["date", "place"], [["2026", "Pasni"]])
    1.0
    """
    others = known_as("ucdp", names)
    at = {others.get(name, name): number for number, name in enumerate(names)}
    if not {"low", "best", "high"} & set(at):
        return 1.0
    agreeing = [_agree({name: _count(row, at) for name, at in at.items() if name in _DEATHS}) for row in rows]
    return sum(agreeing) / len(agreeing) if agreeing else 1.0


_SIDES: Final = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_DEATHS: Final = (*_SIDES, "low", "best", "high")


def _count(row: Sequence[str], at: int) -> int | None:
    cell = row[at].strip().removesuffix(".0") if at < len(row) else ""
    return int(cell) if cell.isascii() and cell.isdigit() else None


def _agree(deaths: Mapping[str, int | None]) -> bool:
    known = [deaths[name] for name in ("low", "best", "high") if deaths.get(name) is not None]
    sides = [deaths.get(name) for name in _SIDES]
    counted = sum(each for each in sides if each is not None)
    best = deaths.get("best")
    whole = None in sides or best is None or counted == best
    return known == sorted(known, key=lambda each: each or 0) and whole and (best is None or counted <= best)
