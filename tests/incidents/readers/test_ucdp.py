"""UCDP GED, in every layout and with every habit that is known."""

from pathlib import Path

import numpy as np
import pytest

from incidents.readers import Refused
from incidents.readers.header import find_header
from incidents.readers.stated_years import FLAG
from tests.incidents.readers.made import UCDP, done, text, ucdp

OLD = tuple({"best": "best_est", "high": "high_est", "low": "low_est"}.get(name, name) for name in UCDP)


def old(number: int, **changes: object) -> dict[str, object]:
    row = ucdp(number, **changes)
    return {**row, "best_est": row["best"], "high_est": row["high"], "low_est": row["low"]}


def test_reads_49_columns_with_low_best_and_high_as_one_claim(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1), ucdp(2)]))
    assert (found.report.kind, found.report.taken) == ("ucdp", 2)
    assert [(each.column, each.total) for each in found.report.sums[:3]] == [("best", 8), ("low", 6), ("high", 12)]
    first = found.incidents.iloc[0]
    assert (first["fatalities_low"], first["fatalities_best"], first["fatalities_high"]) == (3, 4, 6)


def test_the_report_tells_the_first_and_last_of_both_columns_of_days(tmp_path: Path) -> None:
    rows = [
        ucdp(1, date_start="2024-03-02", date_end="2024-03-09"),
        ucdp(2, date_start="2024-03-04", date_end="2024-03-04"),
    ]
    report = done(tmp_path, text(UCDP, rows)).report
    assert (report.first, report.last_start, report.last) == ("2024-03-02", "2024-03-04", "2024-03-09")


def test_deaths_of_each_side_are_claims_of_their_own(tmp_path: Path) -> None:
    claims = done(tmp_path, text(UCDP, [ucdp(1)])).claims
    told = {(row["counted"], row["value"]) for _, row in claims.iterrows()}
    assert {("people", 4), ("security_personnel", 2), ("militants", 1), ("civilians", 0), ("status_unknown", 1)} == told
    assert set(claims["claimant_name"]) == {"UCDP, coder’s estimate"}


def test_reads_the_older_names_of_the_estimates(tmp_path: Path) -> None:
    found = done(tmp_path, text(OLD, [old(1)]))
    assert found.report.kind == "ucdp"
    assert (found.report.sums[0].column, found.report.sums[0].total) == ("best_est", 4.0)


@pytest.mark.parametrize("missing", ["relid", "where_prec", "deaths_a", "gwnob", "id"])
def test_a_name_missing_in_the_header_does_not_shift_the_columns(tmp_path: Path, missing: str) -> None:
    lines = text(UCDP, [ucdp(number, gwnob=1, where_prec=3) for number in (1, 2, 3)]).splitlines()
    lines[0] = ",".join(name for name in UCDP if name != missing)
    found = done(tmp_path, "\n".join(lines))
    assert found.incidents["latitude"].tolist() == [26.0012] * 3
    assert found.report.first == "2024-03-01"
    assert found.report.sums[0].total == 12
    assert any("names over" in note for note in found.report.notes)


@pytest.mark.parametrize("last", ["", "750"])
def test_whichever_name_is_missing_every_other_stays_over_its_own_cells(last: str) -> None:
    rows = [ucdp(number, where_prec=1 + number % 5, gwnob=last) for number in range(1, 20)]
    cells = [[f"{row[name]}" for name in UCDP] for row in rows]
    for missing in UCDP[:-1]:
        names = [name for name in UCDP if name != missing]
        found = find_header([names, *cells]).names
        assert [name for name in found if name in names] == names
        assert [found.index(name) for name in names] == [UCDP.index(name) for name in names], missing


def test_leaves_out_a_second_header_line_of_hxl_tags(tmp_path: Path) -> None:
    columns = [*UCDP, "iso3"]
    tags = {name: f"#x+{name}" for name in columns[::2]} | {"latitude": "#geo+lat", "adm_1": "#adm1+name"}
    found = done(tmp_path, text(columns, [tags, ucdp(1, iso3="PAK")]))
    assert (found.report.rows, found.report.taken) == (1, 1)
    assert any("HXL" in note for note in found.report.notes)
    assert found.incidents["row"].tolist() == [3]


def test_reads_a_file_that_came_with_no_header(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(number) for number in (1, 2, 3)], header=False))
    assert (found.report.kind, found.report.taken) == ("ucdp", 3)
    assert any("no header" in note for note in found.report.notes)
    assert found.incidents["row"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    "written", ["2024-03-15 00:00:00.000", "03/15/2024 00:00:00", "2024-03-15T00:00:00Z", "2024-03-15T00:00:00.000Z"]
)
def test_reads_each_date_format(tmp_path: Path, written: str) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1, date_start=written, date_end=written)]))
    assert found.report.first == found.report.last == "2024-03-15"


def test_month_first_is_taken_where_no_value_shows_it_and_this_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1, date_start="03/04/2024 00:00:00", date_end="03/05/2024 00:00:00")]))
    assert (found.report.first, found.report.last) == ("2024-03-04", "2024-03-05")
    assert any("month first" in note for note in found.report.notes)


def test_place_precision_codes_become_levels(tmp_path: Path) -> None:
    made = [ucdp(code, where_prec=code) for code in range(1, 8)]
    found = done(tmp_path, text(UCDP, made))
    assert found.incidents["level"].tolist() == [
        *("town", "district", "district", "province", "province", "country", "country")
    ]
    assert found.rows("spans_areas") == 2


def test_date_precision_codes_become_spans(tmp_path: Path) -> None:
    spans = {
        1: ("03-01", "03-01"),
        2: ("03-01", "03-04"),
        3: ("03-01", "03-07"),
        4: ("03-01", "03-31"),
        5: ("01-01", "12-31"),
    }
    made = [
        ucdp(code, date_prec=code, date_start=f"2024-{first}", date_end=f"2024-{last}")
        for code, (first, last) in spans.items()
    ]
    frame = done(tmp_path, text(UCDP, made)).incidents
    assert frame["date_precision"].tolist() == ["day", "range", "range", "month", "year"]
    assert [str(day)[5:] for day in frame["end"]] == [last for _, last in spans.values()]


def test_type_of_violence_says_who_and_sides_keep_their_roles(tmp_path: Path) -> None:
    made = [ucdp(code, type_of_violence=code) for code in (1, 2, 3)]
    frame = done(tmp_path, text(UCDP, made)).incidents
    assert frame["event_type"].tolist() == ["unknown", "unknown", "attack"]
    assert frame["native_type"].tolist() == ["State-based conflict", "Non-state conflict", "One-sided violence"]
    assert [each["role"] for each in frame["actors"].iloc[2]] == ["conducted", "targeted"]
    assert [each["role"] for each in frame["actors"].iloc[0]] == ["named_as_involved"] * 2


def test_reversed_dates_are_rejected(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1), ucdp(2, date_start="2024-03-09", date_end="2024-03-02")]))
    assert "reversed" in found.report.rejects[0].reason


def test_estimates_out_of_order_are_flagged_and_span_what_they_say(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1, low=9, best=4, high=6)]))
    assert found.rows("disordered_figures") == 1
    first = found.incidents.iloc[0]
    assert (first["fatalities_low"], first["fatalities_high"]) == (4, 9)
    assert not np.isnan(first["fatalities_best"])
    assert found.claims["as_written"].tolist()[0] == "low 9 best 4 high 6"


def test_low_and_high_stand_where_there_is_no_best_estimate(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1, low=2, best="", high=5), ucdp(2, low="", best="", high=5)]))
    claims = found.claims[found.claims["counted"] == "people"]
    assert claims["as_written"].tolist() == ["low 2 high 5", "high 5"]
    assert claims["qualifier"].tolist() == ["range", "at_most"]
    first = found.incidents.iloc[0]
    assert (first["fatalities_low"], first["fatalities_high"]) == (2, 5)
    assert np.isnan(first["fatalities_best"])


def test_a_table_whose_missing_name_nothing_shows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="names over"):
        done(tmp_path, "date,town\n2024-01-01,Pasni,x\n2024-01-02,Turbat,y\n2024-01-03,Turbat,z\n")


def test_a_missing_name_is_found_where_the_last_column_is_empty_too(tmp_path: Path) -> None:
    lines = text(UCDP, [ucdp(number, gwnob="") for number in range(1, 9)]).splitlines()
    lines[0] = ",".join(name for name in UCDP if name != "conflict_new_id")
    found = done(tmp_path, "\n".join(lines))
    assert (found.report.first, found.report.sums[0].total) == ("2024-03-01", 32)
    assert any("after 'conflict_dset_id'" in note for note in found.report.notes)


def test_numbers_of_rows_before_the_first_name_are_no_ids(tmp_path: Path) -> None:
    head, *lines = text(UCDP, [ucdp(number) for number in range(1, 9)]).splitlines()
    found = done(tmp_path, "\n".join([head, *(f'"{number}",{line}' for number, line in enumerate(lines, start=1))]))
    assert found.incidents["native_id"].tolist() == [str(400000 + number) for number in range(1, 9)]
    assert found.report.sums[0].total == 32


def test_place_precision_holds_for_rows_placed_by_name(tmp_path: Path) -> None:
    made = [ucdp(code, where_prec=code, latitude="", longitude="") for code in (1, 2, 4, 6)]
    frame = done(tmp_path, text(UCDP, made)).incidents
    assert frame["level"].tolist() == ["town", "district", "province", "country"]


def test_unknown_precision_is_told_and_read_as_the_least(tmp_path: Path) -> None:
    found = done(tmp_path, text(UCDP, [ucdp(1, where_prec=8, date_prec=6)]))
    assert {each.column for each in found.report.unknown_values} == {"where_prec", "date_prec"}
    assert found.incidents.iloc[0][["level", "date_precision"]].tolist() == ["country", "year"]


def test_a_year_outside_the_days_of_its_event_is_told(tmp_path: Path) -> None:
    across = {"date_start": "2023-12-30 00:00:00.000", "date_end": "2024-01-02 00:00:00.000"}
    rows = [ucdp(1, year=2023, **across), ucdp(2, year=2024, **across), ucdp(3, year=2022, **across)]
    found = done(tmp_path, text(UCDP, rows))
    assert [FLAG in flags for flags in found.incidents["flags"]] == [False, False, True]
