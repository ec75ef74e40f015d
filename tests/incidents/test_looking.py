"""A look at a file before it is imported: what it is and why, what has to be said first, and its first rows as read."""

from dataclasses import asdict
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from incidents.looking import Look, look
from incidents.readers import Mapping, Refused
from tests.incidents.readers.made import ACLED, acled, text


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer.load()


def looked(tmp_path: Path, places: Gazetteer, body: str | bytes, name: str = "made.csv", **how: object) -> Look:
    path = tmp_path / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    found = look(path, tmp_path, places, name=name, progress=lambda *_: None, **how)  # type: ignore[arg-type]
    assert Look.from_dict(asdict(found)) == found
    return found


def test_a_known_layout_is_recognised_by_its_columns_whatever_the_name(tmp_path: Path, places: Gazetteer) -> None:
    found = looked(tmp_path, places, text(ACLED, [acled(1), acled(2)]), "photo.jpg")
    assert (found.kind, found.missing, found.rows, found.whole) == ("acled", "", 2, True)
    assert "event_id_cnty" in found.shown_by
    assert found.first[0].read_as == "Turbat (town)"
    assert found.first[1].date == "3 March 2024"


def test_a_plain_sheet_tells_before_it_is_added_which_rows_cannot_be_used(tmp_path: Path, places: Gazetteer) -> None:
    found = looked(tmp_path, places, "place,date,killed\nNushki,2026-01-29,1\nDasht,2026-01-29,2\n")
    assert (found.kind, found.may_be) == ("sheet", ("sheet", "table"))
    assert found.sheet is not None and (found.sheet["placed"], found.sheet["rejected_rows"]) == (1, 1)
    assert "ambiguous" in found.first[1].problem


def test_a_sheet_with_more_than_a_plain_sheet_can_hold_is_a_table(tmp_path: Path, places: Gazetteer) -> None:
    found = looked(tmp_path, places, "City,Date,Killed Min,Killed Max\nTurbat,2024-03-01,1,3\n")
    assert (found.kind, found.missing) == ("table", "")
    assert [(each.heading, each.meaning) for each in found.columns][2:] == [
        ("Killed Min", "count"),
        ("Killed Max", "count"),
    ]
    assert found.first[0].figures == "people killed: 1–3"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("place,date,type,killed,source,note", "sheet"),
        ("Date,PLACE", "sheet"),
        ("مقام,تاریخ,ہلاک", "sheet"),
        ("town,date,killed", "table"),
        ("place,date,killed,injured", "table"),
        ("place,,date,", "table"),
    ],
)
def test_only_the_atlas_own_columns_make_a_plain_sheet(
    tmp_path: Path, places: Gazetteer, names: str, kind: str
) -> None:
    cells = ["Turbat" if name.casefold() in ("place", "town", "مقام") else "2024-03-05" for name in names.split(",")]
    assert looked(tmp_path, places, f"{names}\n{','.join(cells)}\n").kind == kind


def test_dates_that_can_be_read_both_ways_are_asked_about(tmp_path: Path, places: Gazetteer) -> None:
    body = "Dt,City,X1\n03/04/2024,Turbat,1.5\n05/06/2024,Pasni,2.5\n"
    found = looked(tmp_path, places, body)
    assert (found.order, found.missing) == ("ambiguous", "say whether the day or the month comes first")
    said = Mapping.from_dict({**(found.mapping or {}), "date_order": "day first"})
    again = looked(tmp_path, places, body, mapping=said)
    assert (again.missing, again.first[0].date) == ("", "3 April 2024")


def test_days_behind_their_year_are_told_before_a_file_is_added(tmp_path: Path, places: Gazetteer) -> None:
    found = looked(tmp_path, places, "Dt,City,X1\n2021-05-04,Turbat,1.5\n2021-17-04,Pasni,2.5\n")
    assert (found.order, found.order_example, found.first[0].date) == ("year-day-month", "2021-17-04", "5 April 2021")


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("a,b\n1,Turbat\n", "date"),
        ("a,date\nx,2024-03-01\n", "place"),
        ("town,date\nTurbat,March-4\n", "which year"),
        ("lat,date\n26.1,2024-03-01\n", "other half"),
    ],
)
def test_what_a_mapping_has_to_say_first_is_told(tmp_path: Path, places: Gazetteer, body: str, missing: str) -> None:
    assert missing in looked(tmp_path, places, body).missing


def test_a_plain_sheet_whose_dates_stand_for_the_rows_below_is_a_table(tmp_path: Path, places: Gazetteer) -> None:
    days = ("2024-03-01", "", "", "2024-03-04", "", "2024-03-05")
    found = looked(tmp_path, places, "place,date,killed\n" + "".join(f"Turbat,{day},1\n" for day in days))
    assert found.kind == "table"
    assert [each.date for each in found.first][:4] == ["1 March 2024"] * 3 + ["4 March 2024"]


def test_rows_below_column_names_in_another_order_are_shown_as_they_will_be_read(
    tmp_path: Path, places: Gazetteer
) -> None:
    names, other = "date,place,killed,injured", "date,place,injured,killed"
    found = looked(tmp_path, places, f"{names}\n2026-01-29,Turbat,1,2\n{other}\n2026-01-30,Pasni,3,4\n")
    assert [each.figures for each in found.first if not each.problem] == [
        "people killed: 1, people wounded: 2",
        "people killed: 4, people wounded: 3",
    ]
    assert "in another order" in found.first[1].problem


def test_rows_that_repeat_others_but_for_their_number_are_told_before_a_file_is_added(
    tmp_path: Path, places: Gazetteer
) -> None:
    rows = [f"2024-03-0{at},Turbat,{at}" for at in range(1, 7)]
    body = "No,Date,Town,Killed Min\n" + "".join(f"{at},{row}\n" for at, row in enumerate([*rows, rows[0]], start=1))
    assert any(
        note.startswith("1 row the same as an earlier one in every column but 'No' (row 8 repeats row 2)")
        for note in looked(tmp_path, places, body).notes
    )


def test_of_a_large_text_the_beginning_is_looked_at(
    tmp_path: Path, places: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.looking.SAMPLE", 2_000)
    found = looked(tmp_path, places, text(ACLED, [acled(number) for number in range(1, 100)]))
    assert (found.kind, found.whole) == ("acled", False)
    assert 1 < found.rows < 20


def test_a_picture_and_an_empty_table_are_refused(tmp_path: Path, places: Gazetteer) -> None:
    for body in (b"\x89PNG\r\n", b"date,place\n"):
        with pytest.raises(Refused):
            looked(tmp_path, places, body)


def test_a_dataset_file_of_the_atlas_is_known(tmp_path: Path, places: Gazetteer) -> None:
    body = '[dataset]\nid = "a"\ntitle = "A"\n[[incident]]\nid = "x"\ntitle = "X"\nplace = "town:pasni"\nfirst = 2026-01-02\nlast = 2026-01-02\nevent_type = "attack"\n'
    assert looked(tmp_path, places, body, "a.toml").kind == "toml"
