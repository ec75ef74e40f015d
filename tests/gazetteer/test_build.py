"""Rebuilding: comparing, decoding, cleaning; without a network."""

import tarfile
import zipfile
from pathlib import Path

import pytest
import shapely

from gazetteer import PackageMismatch, packages
from gazetteer.build import main
from gazetteer.build_areas import decode_topology
from gazetteer.build_towns import alternates, is_urdu, parent_of, town_radius_km, unique_ids, wanted
from gazetteer.packages import Package, fetch, unpack
from gazetteer.polygons import clean_coverage, feature_collection, label_point, reach_km
from gazetteer.provenance import count_rows, sources_text


def test_a_rebuild_that_differs_fails_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    assert main(lambda _: {"a.csv": "new"}, tmp_path, []) == 1
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert "a.csv: differs from its packages" in capsys.readouterr().out


def test_a_rebuild_that_is_the_same_passes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("same", encoding="utf-8")
    assert main(lambda _: {"a.csv": "same"}, tmp_path, []) == 0


def test_a_missing_file_counts_as_different(tmp_path: Path) -> None:
    assert main(lambda _: {"a.csv": "new"}, tmp_path, []) == 1


def test_write_replaces_what_differs(tmp_path: Path) -> None:
    assert main(lambda _: {"a.csv": "new"}, tmp_path, ["--write"]) == 0
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "new"


def test_the_workplace_is_gone_afterwards(tmp_path: Path) -> None:
    places: list[Path] = []
    main(lambda place: places.append(place) or {}, tmp_path, [])
    assert not places[0].exists()


def test_a_wheel_and_a_tarball_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("inside", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.write(tmp_path / "file.txt", "data/file.txt")
    with tarfile.open(tmp_path / "b.tgz", "w:gz") as tarball:
        tarball.add(tmp_path / "file.txt", "package/file.txt")
    assert (unpack(tmp_path / "a.whl", tmp_path / "wheel") / "data" / "file.txt").read_text(
        encoding="utf-8"
    ) == "inside"
    assert (unpack(tmp_path / "b.tgz", tmp_path / "npm") / "file.txt").read_text(encoding="utf-8") == "inside"


def test_an_archive_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def client(command: list[str], **_: object) -> object:
        (tmp_path / "thing-archive" / "thing.whl").write_bytes(b"not what was pinned")
        return type("Done", (), {"returncode": 0, "stderr": ""})

    monkeypatch.setattr(packages.subprocess, "run", client)
    with pytest.raises(PackageMismatch, match="has sha256"):
        fetch(Package("pypi", "thing", "1.0", "0" * 64), tmp_path)


def test_a_client_that_fails_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        packages.subprocess, "run", lambda *_, **__: type("Done", (), {"returncode": 1, "stderr": "no network"})
    )
    with pytest.raises(RuntimeError, match="could not fetch"):
        fetch(Package("npm", "thing", "1.0", "0" * 64), tmp_path)


@pytest.mark.parametrize(("registry", "client"), [("pypi", "pip"), ("npm", "npm")])
def test_packages_are_asked_for_by_name_and_version(registry: str, client: str, tmp_path: Path) -> None:
    command = Package(registry, "thing", "1.0", "", python="3.12").command(tmp_path)
    assert client in command
    assert any(part in ("thing==1.0", "thing@1.0") for part in command)


def test_every_pinned_package_has_a_hash() -> None:
    pinned = [value for value in vars(packages).values() if isinstance(value, Package)]
    assert len(pinned) >= 7
    assert all(len(package.sha256) == 64 for package in pinned)


def test_topology_is_decoded_with_shared_and_reversed_arcs() -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [60, 20]},
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "001", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "properties": {"name": "East"}, "arcs": [[[2, -1]]]},
                ]
            }
        },
    }
    shapes = decode_topology(topology, "countries")
    assert shapes["001"].equals(shapely.box(60, 20, 61, 21))
    assert shapes["East"].equals(shapely.box(61, 20, 62, 21))


def test_cleaning_closes_slivers_and_overlaps() -> None:
    raw = [shapely.box(60, 20, 61, 21), shapely.box(60.999, 20, 62, 21), shapely.box(60, 21.001, 62, 22)]
    assert not shapely.coverage_is_valid(raw)
    clean = clean_coverage(raw)
    assert shapely.coverage_is_valid(clean)
    assert shapely.coverage_union_all(clean).area == pytest.approx(4, abs=0.01)


def test_the_label_point_of_a_bent_area_lies_inside() -> None:
    bent = shapely.Polygon([(60, 20), (70, 20), (70, 21), (61, 21), (61, 30), (60, 30)])
    latitude, longitude = label_point(bent)
    assert bent.contains(shapely.Point(longitude, latitude))
    assert reach_km(bent, latitude, longitude) > 500


def test_geojson_is_the_same_whatever_the_ring_begins_with() -> None:
    one = shapely.Polygon([(60, 20), (61, 20), (61, 21), (60, 21)])
    other = shapely.Polygon([(61, 21), (61, 20), (60, 20), (60, 21)])
    assert feature_collection([({"id": "a"}, one)]) == feature_collection([({"id": "a"}, other)])


def test_parents_are_found_by_polygon_and_tehsils_are_left_out() -> None:
    polygons = {
        "district:a": shapely.box(60, 20, 61, 21), "tehsil:b": shapely.box(60, 20, 61, 21), "country:c": shapely.box(59, 19, 65, 25),
    }  # fmt: skip
    assert parent_of(20.5, 60.5, polygons) == "district:a"
    assert parent_of(24, 64, polygons) == "country:c"
    assert parent_of(18.9, 60, polygons) == "country:c"


def test_ids_that_would_be_shared_get_their_parent_and_a_number() -> None:
    rows: list[dict[str, object]] = [
        {"id": "town:a", "parent": "province:x"},
        {"id": "town:a", "parent": "province:x"},
        {"id": "town:b", "parent": ""},
    ]
    assert [row["id"] for row in unique_ids(rows)] == ["town:a-x", "town:a-x-2", "town:b"]


@pytest.mark.parametrize(("population", "radius"), [(0, 3.0), (100_000, 3.0), (1_565_546, 11.2), (30_000_000, 20.0)])
def test_a_larger_town_reaches_further(population: int, radius: float) -> None:
    assert town_radius_km(population) == radius


def test_alternates_keep_spellings_and_drop_codes_and_other_names() -> None:
    assert alternates("Gwadar", ["GWD", "Gwadar", "gwadr", "Guadar", "Lagos", "گوادر", "Гвадар"]) == ["Guadar", "گوادر"]


def test_urdu_is_told_from_arabic_and_pashto() -> None:
    assert is_urdu("کوئٹہ")
    assert not is_urdu("كويته")
    assert not is_urdu("کوټه")
    assert not is_urdu("Quetta")


@pytest.mark.parametrize(
    ("city", "expected"),
    [
        ({"countrycode": "PK", "admin1code": "02", "population": 0, "name": "Panjgur"}, True),
        ({"countrycode": "PK", "admin1code": "05", "population": 14_999, "name": "X"}, False),
        ({"countrycode": "PK", "admin1code": "05", "population": 15_000, "name": "X"}, True),
        ({"countrycode": "IR", "admin1code": "04", "population": 47_287, "name": "Chabahar"}, True),
        ({"countrycode": "FR", "admin1code": "11", "population": 2_000_000, "name": "Paris"}, False),
        ({"countrycode": "PK", "admin1code": "04", "population": 99_000, "name": "Defence Housing Society"}, False),
    ],
)
def test_which_towns_are_wanted(city: dict[str, object], expected: bool) -> None:
    assert wanted({"geonameid": 1, **city}) is expected


def test_provenance_counts_rows_and_hashes_derived_files_only(tmp_path: Path) -> None:
    source = {
        "file": "a.csv",
        "package": "",
        "path": "",
        "title": "A",
        "licence": "MIT",
        "attribution": "me",
        "note": "",
    }
    (tmp_path / "by-hand.csv").write_text("id\n1\n", encoding="utf-8")
    text = sources_text(tmp_path, {"a.csv": "id\n1\n2\n"}, {"a": source, "b": {**source, "file": "by-hand.csv"}})
    assert "[a]" in text
    assert text.count("rows = 2") == text.count("rows = 1") == text.count("sha256 =") == 1
    assert count_rows("x.txt", "one\ntwo\n") == 2
