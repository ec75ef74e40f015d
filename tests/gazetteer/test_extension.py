"""A person's own places: what is taken, what is refused, where it is kept."""

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import BadPlaceFile, Gazetteer, extend
from gazetteer.extension import check, csv_rows, table

HEADER = "name,latitude,longitude,level,aliases\n"


def write(folder: Path, text: str, name: str = "mine.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def geonames(*cells: str) -> str:
    """One row of a GeoNames dump: id, name, other names, latitude, longitude, feature class; the rest empty."""
    number, name, others, latitude, longitude, kind = cells
    return "\t".join([number, name, name, others, latitude, longitude, kind, *[""] * 12]) + "\n"


def test_a_place_of_ones_own_is_found_after_it_was_added(tmp_path: Path) -> None:
    assert Gazetteer.load().resolve("Balgatar").place is None
    extend(write(tmp_path, HEADER + "Balgatar,26.35,63.9,town,Balgattar|Bal Gatar\n"))
    g = Gazetteer.load()
    found = g.resolve("Balgatar").place
    assert found is not None
    assert (found.id, found.level, found.source) == ("town:balgatar", "town", "user")
    assert g.resolve("Bal Gatar").place == found
    assert g.resolve("Balgatr").place == found


def test_parents_come_from_the_polygon_that_holds_the_point(tmp_path: Path) -> None:
    extend(write(tmp_path, HEADER + "Nowhere in Kech,26.0,63.3,,\nOff the coast,20.0,60.0,site,\n"))
    g = Gazetteer.load()
    assert g.place("town:nowhere-in-kech").parents == (
        "district:kech",
        "division:makran",
        "province:balochistan",
        "country:pakistan",
    )
    assert g.place("site:off-the-coast").parents == ()


def test_a_village_is_taken_as_a_town_and_other_columns_are_optional(tmp_path: Path) -> None:
    extend(write(tmp_path, "Latitude;Longitude;Name;Level;radius_km;name_ur\n26.35;63.9;Balgatar;Village;5;بلگتر\n"))
    place = Gazetteer.load().place("town:balgatar")
    assert (place.radius_km, place.name_ur) == (5.0, "بلگتر")


def test_what_is_kept_says_where_it_came_from(tmp_path: Path, own_home: Path) -> None:
    file = write(tmp_path, HEADER + "Balgatar,26.35,63.9,town,\n")
    added = extend(file)
    kept = Path(added.path)
    record = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
    assert kept.parent == own_home / "gazetteer"
    assert record["file"] == "mine.csv"
    assert record["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert (record["rows"], record["skipped"], record["layout"]) == (1, 0, "csv")
    assert record["added"].endswith("+00:00")
    assert [path.name for path in kept.parent.iterdir() if path.name.startswith(".")] == []


def test_adding_the_same_file_twice_changes_nothing(tmp_path: Path, own_home: Path) -> None:
    file = write(tmp_path, HEADER + "Balgatar,26.35,63.9,town,\n")
    extend(file)
    extend(file)
    assert len(list((own_home / "gazetteer").glob("*.csv"))) == 1
    assert len(Gazetteer.load().places()) == len(Gazetteer.load(tmp_path / "none").places()) + 1


def test_a_geonames_dump_gives_its_towns_and_features_but_not_its_areas(tmp_path: Path) -> None:
    text = (
        geonames("1", "Balgatar", "Balgattar,بلگتر", "26.35", "63.9", "P")
        + geonames("2", "Kech District", "", "26.0", "63.0", "A")
        + geonames("3", "Hingol", "", "25.5", "65.5", "H")
    )
    added = extend(write(tmp_path, text, "PK.txt"))
    g = Gazetteer.load()
    assert (added.rows, added.skipped, added.layout) == (2, 1, "geonames")
    assert g.place("town:balgatar").aliases == ("Balgattar", "بلگتر")
    assert g.place("site:hingol").level == "site"


def test_a_place_that_is_embedded_already_is_not_doubled(tmp_path: Path) -> None:
    extend(write(tmp_path, HEADER + "Pasni,25.2631,63.4690,town,\nPasni,30.0,67.5,town,\n"))
    g = Gazetteer.load()
    assert [place.id for place in g.places("town") if place.name == "Pasni"] == ["town:pasni", "town:pasni-sibi"]


def test_places_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    extend(write(tmp_path, HEADER + "Killi,26.35,63.9,town,\nKilli,29.0,66.0,town,\nکلی,26.5,63.5,town,\n"))
    ids = [place.id for place in Gazetteer.load().places() if place.source == "user"]
    assert len(set(ids)) == 3
    assert ids[0] == "town:killi"
    assert ids[2] == "town:at-26-500-63-500"


def test_every_bad_value_is_listed_with_row_column_value_and_remedy(tmp_path: Path, own_home: Path) -> None:
    rows = "A town,26.35,63.9,town,\n,26.35,63.9,town,\nB,north,63.9,town,\nC,26.35,200,town,\nD,26.35,63.9,district,\nE,,nan,site,\n"
    with pytest.raises(BadPlaceFile) as caught:
        extend(write(tmp_path, HEADER + rows))
    listed = [(p.row, p.column, p.value) for p in caught.value.problems]  # type: ignore[attr-defined]
    assert listed == [
        (3, "name", ""), (4, "latitude", "north"), (5, "longitude", "200"), (6, "level", "district"),
        (7, "latitude", ""), (7, "longitude", "nan"),
    ]  # fmt: skip
    assert all(problem.remedy for problem in caught.value.problems)  # type: ignore[attr-defined]
    assert "6 of the values in 'mine.csv' cannot be used" in str(caught.value)
    assert not (own_home / "gazetteer").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column 'name', 'latitude', 'longitude'"),
        (b"name,lat,lon\nX,1,2\n", "no column 'latitude', 'longitude'"),
        (HEADER.encode(), "has no place"),
        (HEADER.encode() + "Qu\u00e9tta,26,63,town,\n".encode("latin-1"), "row 2 is not UTF-8"),
        (b"name,latitude,longitude\n\"unclosed,26,63\n" + b"x" * 200_000, "is not CSV"),
        (b"\x00\x01\x02PNG", "no column"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_of_places_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    before = csv.field_size_limit(131_072)  # one limit for the whole process: another reader may have raised it
    try:
        with pytest.raises(BadPlaceFile, match=message):
            extend(file)
    finally:
        csv.field_size_limit(before)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        extend(tmp_path / "none.csv")


def test_a_geonames_row_of_the_wrong_width_is_listed(tmp_path: Path) -> None:
    with pytest.raises(BadPlaceFile) as caught:
        extend(write(tmp_path, geonames("1", "Balgatar", "", "26.35", "63.9", "P") + "2\tToo\tshort\n", "PK.txt"))
    assert [(p.row, p.column, p.value) for p in caught.value.problems] == [(2, "columns", "3")]  # type: ignore[attr-defined]


def test_a_kept_file_that_was_spoilt_is_left_out_and_reported(tmp_path: Path, own_home: Path) -> None:
    kept = Path(extend(write(tmp_path, HEADER + "Balgatar,26.35,63.9,town,\n")).path)
    kept.write_text("name,latitude,longitude\nBalgatar,26.35,63.9\nTootak,27.x,66.4\n", encoding="utf-8")
    g = Gazetteer.load()
    assert g.resolve("Balgatar").place is not None
    assert [(path.name, problem.column) for path, problem in g.problems] == [(kept.name, "latitude")]
    kept.write_bytes(b"\xff\xfe\x00")
    assert Gazetteer.load().problems[0][1].column == "file"


def test_another_folder_can_be_named(tmp_path: Path) -> None:
    extend(write(tmp_path, HEADER + "Balgatar,26.35,63.9,town,\n"), tmp_path / "theirs")
    assert Gazetteer.load(tmp_path / "theirs").resolve("Balgatar").place is not None
    assert Gazetteer.load().resolve("Balgatar").place is None


hostile = st.text(max_size=40) | st.sampled_from(
    ["{{7*7}}", "<script>", "'; drop table", "=1+1", "\u202e\u0000", "x" * 5000]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(hostile, hostile, hostile, hostile), max_size=5))
def test_whatever_stands_in_a_table_is_either_kept_or_listed(rows: list[tuple[str, str, str, str]]) -> None:
    records = [dict(zip(("name", "latitude", "longitude", "level"), row, strict=True)) for row in rows]
    kept, problems, skipped = check(enumerate(records, 2))
    assert skipped == 0
    assert len(kept) + len({problem.row for problem in problems}) == len(rows)


names = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "Nd", "Zs", "Po"]), min_size=1, max_size=30)


@given(st.lists(st.tuples(names, st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=5))
def test_what_is_kept_reads_back_the_same(rows: list[tuple[str, float, float]]) -> None:
    records = [{"name": name, "latitude": str(y), "longitude": str(x), "level": "town"} for name, y, x in rows]
    kept, _, _ = check(enumerate(records, 2))
    assert check(csv_rows(table(kept)))[0] == kept
