"""GTD as CSV and XLSX, with every habit that is known."""

from pathlib import Path

import numpy as np
import pytest

from incidents.readers.stated_years import FLAG
from tests.incidents.readers.made import GTD, done, gtd, text, workbook


def test_reads_135_columns_by_their_codes(tmp_path: Path) -> None:
    assert len(GTD) == 135
    found = done(tmp_path, text(GTD, [gtd(1), gtd(2)]))
    assert (found.report.kind, found.report.taken) == ("gtd", 2)
    assert {(each.column, each.total) for each in found.report.sums} >= {("nkill", 4.0), ("nwound", 10.0)}
    assert found.incidents["event_type"].tolist() == ["bombing", "bombing"]
    assert found.incidents["target_kinds"].iloc[0].tolist() == ["police"]


def test_reads_the_workbook_as_it_reads_the_text(tmp_path: Path) -> None:
    made = [gtd(1), gtd(2, nkill=2.5)]
    one, other = done(tmp_path, text(GTD, made)), done(tmp_path, workbook(tmp_path / "made.xlsx", GTD, made))
    assert other.report.kind == "gtd"
    assert one.report.sums == other.report.sums
    assert one.incidents["id"].tolist() == other.incidents["id"].tolist() == ["202403010001", "202403010002"]


def test_labels_drift_but_codes_count(tmp_path: Path) -> None:
    frame = done(tmp_path, text(GTD, [gtd(1, attacktype1=6, attacktype1_txt="Kidnap (other words)")])).incidents
    assert frame["event_type"].tolist() == ["abduction"]
    assert frame["native_type"].tolist() == ["Kidnap (other words)"]


def test_labels_serve_where_codes_are_not_there(tmp_path: Path) -> None:
    columns = [name for name in GTD if name not in ("attacktype1", "targtype1")]
    assert done(tmp_path, text(columns, [gtd(1)])).incidents["event_type"].tolist() == ["bombing"]


def test_several_attack_types_are_kept(tmp_path: Path) -> None:
    made = gtd(1, attacktype2=2, attacktype2_txt="Armed Assault")
    frame = done(tmp_path, text(GTD, [made])).incidents
    assert frame["attack_types"].iloc[0].tolist() == ["bombing", "armed_assault"]
    assert frame["native_type"].tolist() == ["Bombing/Explosion; Armed Assault"]


@pytest.mark.parametrize("sentinel", ["-9", "-99", "-9.0"])
def test_sentinels_are_unknown(tmp_path: Path, sentinel: str) -> None:
    found = done(tmp_path, text(GTD, [gtd(1, nkill=sentinel, claimed=-9, doubtterr=-9)]))
    assert np.isnan(found.incidents["fatalities_best"]).all()
    assert (found.report.sums[0].unknown, found.rows("unreadable_number"), found.rows("doubt")) == (1, 0, 0)


@pytest.mark.parametrize(
    ("month", "day", "first", "last", "precision"),
    [
        (3, 0, "2024-03-01", "2024-03-31", "month"),
        (0, 0, "2024-01-01", "2024-12-31", "year"),
        (2, 29, "2024-02-29", "2024-02-29", "day"),
    ],
)
def test_a_month_or_day_of_zero_is_unknown(
    tmp_path: Path, month: int, day: int, first: str, last: str, precision: str
) -> None:
    found = done(tmp_path, text(GTD, [gtd(1, imonth=month, iday=day)]))
    assert (found.report.first, found.report.last) == (first, last)
    assert found.incidents["date_precision"].tolist() == [precision]


def test_the_report_tells_on_which_days_rows_begin_and_which_are_dated_to_a_day(tmp_path: Path) -> None:
    days = [(3, 5), (0, 0), (11, 0), (6, 2)]
    report = done(tmp_path, text(GTD, [gtd(n, imonth=month, iday=day) for n, (month, day) in enumerate(days)])).report
    assert (report.first, report.last_start, report.last) == ("2024-01-01", "2024-11-01", "2024-12-31")
    assert (report.first_exact, report.last_exact) == ("2024-03-05", "2024-06-02")
    assert report.lines()[2].startswith(
        "rows begin from 2024-01-01 to 2024-11-01, as the rows are dated; the last day that one of them covers is 2024-12-31; "
        "those dated to a single day are from 2024-03-05 to 2024-06-02"
    )


def test_a_day_that_does_not_exist_is_rejected(tmp_path: Path) -> None:
    found = done(tmp_path, text(GTD, [gtd(1), gtd(2, imonth=2, iday=31), gtd(3, imonth=13)]))
    assert (found.report.taken, found.report.rejected) == (1, 2)
    assert [(each.column, each.value) for each in found.report.rejects] == [("iday", "31"), ("imonth", "13")]


def test_one_of_several_related_events_is_flagged(tmp_path: Path) -> None:
    rows = [
        gtd(1, multiple=1, related="202403150001, 202403150002"),
        gtd(2, multiple=0),
        gtd(3, multiple=1, related=""),
    ]
    found = done(tmp_path, text(GTD, rows)).incidents
    assert found["flags"].map(lambda flags: "one_of_several" in flags).tolist() == [True, False, False]


def test_half_a_death_is_kept_as_the_dataset_gives_it(tmp_path: Path) -> None:
    found = done(tmp_path, text(GTD, [gtd(1, nkill=2.5)]))
    assert found.report.sums[0].total == 2.5
    claim = found.claims.iloc[0]
    assert (claim["low"], claim["value"], claim["high"], claim["as_written"]) == (2, 2.5, 3, "2.5")


def test_doubt_and_conflicting_casualties_are_flagged(tmp_path: Path) -> None:
    made = gtd(1, doubtterr=1, addnotes="Casualty numbers for this incident conflict across sources.")
    found = done(tmp_path, text(GTD, [made]))
    assert (found.rows("doubt"), found.rows("conflicting_figures")) == (1, 1)


@pytest.mark.parametrize(
    ("claimed", "uncertain", "role"),
    [(1, 0, "claimed_responsibility"), (0, 1, "accused"), (-9, 0, "named_as_involved")],
)
def test_the_groups_role_is_what_the_dataset_says(tmp_path: Path, claimed: int, uncertain: int, role: str) -> None:
    frame = done(tmp_path, text(GTD, [gtd(1, claimed=claimed, guncertain1=uncertain)])).incidents
    (actor,) = frame["actors"].iloc[0]
    assert (actor["actor"], actor["role"], actor["name"]) == ("bla", role, "Baloch Liberation Army (BLA)")


@pytest.mark.parametrize(
    ("specificity", "level"), [(1, "town"), (2, "district"), (3, "district"), (4, "province"), (5, "country")]
)
def test_specificity_becomes_a_level(tmp_path: Path, specificity: int, level: str) -> None:
    assert done(tmp_path, text(GTD, [gtd(1, specificity=specificity)])).incidents["level"].tolist() == [level]


def test_a_row_without_coordinates_is_placed_by_name_and_marked(tmp_path: Path) -> None:
    found = done(tmp_path, text(GTD, [gtd(1, latitude="", longitude="", specificity=5)]))
    first = found.incidents.iloc[0]
    assert (first["place_id"], first["level"], first["how"]) == ("town:turbat", "town", "exact")
    assert found.rows("no_coordinates") == 1
    assert found.incidents.geometry.isna().all()


def test_reads_windows_1252(tmp_path: Path) -> None:
    found = done(tmp_path, text(GTD, [gtd(1, summary="Café near the “bazaar”")]).encode("cp1252"))
    assert found.incidents["note"].tolist() == ["Café near the “bazaar”"]
    assert "encoding Windows-1252" in found.report.notes


@pytest.mark.parametrize("head_too", [True, False])
def test_reads_text_that_a_spreadsheet_program_mangled(tmp_path: Path, head_too: bool) -> None:
    lines = text(GTD, [gtd(1, summary="One; two, three"), gtd(2)], end="\n").splitlines()

    def mangle(line: str) -> str:
        cells = line.split(";")
        quoted = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell else cell for cell in cells]
        return ";".join(quoted) + ";;;"

    head, *rows = (mangle(line) for line in lines)
    found = done(tmp_path, "\n".join([head if head_too else lines[0], *rows]))
    assert (found.report.kind, found.report.taken) == ("gtd", 2)
    assert found.incidents["note"].tolist()[0] == "One; two, three"
    assert any(";;;" in note for note in found.report.notes)


@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_empty_cells_beyond_the_last_column_cost_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, delimiter: str, every: int
) -> None:
    monkeypatch.setattr(
        "incidents.readers.text._MAX_MALFORMED", 9 if every > 1 else 0
    )  # all rows of a whole GTD may have them
    made = [
        gtd(number, region=6, eventid="2,00304E+11", latitude="26,0012", longitude="63,0485") for number in range(9)
    ]
    head, *lines = text(GTD, made, delimiter).splitlines()
    lines = [line + delimiter * 3 * (at % every == 0) for at, line in enumerate(lines)]
    found = done(tmp_path, "\n".join([head, *lines]))
    assert (found.report.kind, found.report.taken + found.report.repeated, found.report.rejected) == ("gtd", 9, 0)
    told = "9 rows ended in 3 empty cells beyond the last column, as a spreadsheet program leaves them: left out"
    assert (told in found.report.notes) == (every == 1)


def test_shared_coordinates_are_told_as_a_share(tmp_path: Path) -> None:
    made = [gtd(1), gtd(2), gtd(3, latitude=25.2631, longitude=63.4692, city="Pasni")]
    assert done(tmp_path, text(GTD, made)).report.shared_coordinates == pytest.approx(0.6667)


def test_labels_of_targets_serve_where_codes_are_not_there(tmp_path: Path) -> None:
    columns = [name for name in GTD if not name.startswith("targtype") or name.endswith("_txt")]
    frame = done(tmp_path, text(columns, [gtd(1, targtype1_txt="Government (Diplomatic)")])).incidents
    assert frame["target_kinds"].iloc[0].tolist() == ["diplomatic"]


def test_a_copy_with_other_names_of_columns_is_read_by_a_mapping_and_the_same_labels(tmp_path: Path) -> None:
    columns = ["Year", "Month", "Day", "Country", "City", "AttackType", "Target_type", "Killed", "Group"]
    row = ["2014", "3", "0", "Pakistan", "Turbat", "Hostage Taking (Kidnapping)", "Private Citizens & Property", "1.0"]
    frame = done(tmp_path, text(columns, [dict(zip(columns, [*row, "BLA"], strict=True))])).incidents
    assert frame["event_type"].tolist() == ["abduction"]
    assert frame["target_kinds"].iloc[0].tolist() == ["civilians"]
    assert frame["date_precision"].tolist() == ["month"]


def test_an_id_of_another_year_than_its_row_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, text(GTD, [gtd(1), gtd(2, iyear=2023), gtd(3, eventid="12")]))
    assert [FLAG in flags for flags in found.incidents["flags"]] == [False, True, False]
    assert any("(row 3: eventid says 2024, iyear 2023)" in note for note in found.report.notes)


def test_ids_that_a_spreadsheet_program_has_shortened_are_told_to_have_lost_digits(tmp_path: Path) -> None:
    made = [gtd(1, eventid="2.02403E+11"), gtd(2, eventid="2,02403E+11"), gtd(3), gtd(4, eventid="")]
    found = done(tmp_path, text(GTD, made))
    assert found.rows("shortened_id") == 2
    assert any("its last digits are lost" in line for line in found.report.lines())
