"""Snapshots: whole or not there, immutable versions side by side, differences by the dataset's own ids."""

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from incidents import Atlas, Selection
from incidents.errors import DatasetExists, UnknownRecord
from incidents.importers import file_hash
from incidents.readers import Cancelled, Mapping, Refused
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots
from tests.crash_imports import run, state
from tests.incidents.readers.made import ACLED, UCDP, acled, text, ucdp

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def worker():
    with Worker() as child:
        yield child


def written(tmp_path: Path, rows: list[dict[str, object]], name: str = "made.csv") -> Path:
    path = tmp_path / name
    path.write_text(text(ACLED, rows), encoding="utf-8")
    return path


def left(home: Path) -> list[str]:
    return sorted(
        str(path.relative_to(home)) for path in home.rglob("*") if path.name != ".names.lock" and path.is_file()
    )


def test_a_snapshot_is_geoparquet_with_a_manifest(tmp_path: Path, home: Path, worker: Worker) -> None:
    done = Snapshots().add(written(tmp_path, [acled(1), acled(2)]), worker=worker)
    folder = Path(done.manifest.folder)
    frame = gpd.read_parquet(folder / "incidents.parquet")
    assert (len(frame), frame.crs.to_epsg(), frame.geometry.iloc[1].x) == (2, 4326, pytest.approx(63.4692))
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["sha256"] == file_hash(tmp_path / "made.csv")
    assert manifest["files"]["incidents.parquet"] == file_hash(folder / "incidents.parquet")
    assert (manifest["rows"], manifest["taken"], manifest["rejected"]) == (2, 2, 0)
    assert "ACLED" in manifest["licence"]
    assert sorted(path.name for path in folder.iterdir()) == [
        *("claims.parquet", "incidents.parquet", "manifest.json", "mapping.toml", "rejected.csv", "report.json")
    ]


def test_the_same_file_is_known_by_its_content(tmp_path: Path, home: Path, worker: Worker) -> None:
    path = written(tmp_path, [acled(1)])
    first = Snapshots().add(path, worker=worker)
    again = Snapshots().add(path.rename(tmp_path / "other name.csv"), worker=worker)
    assert (first.already, again.already) == (False, True)
    assert again.report == first.report


def test_the_same_file_twice_at_once_is_one_version(tmp_path: Path, home: Path, worker: Worker) -> None:
    path, others = written(tmp_path, [acled(1), acled(2)]), list[bool]()

    def meanwhile(_stage: str, _done: int, _whole: int) -> None:
        if not others:
            others.append(Snapshots().add(path, dataset="mine").already)

    slower = Snapshots().add(path, dataset="mine", worker=worker, progress=meanwhile)
    assert (others, slower.already, slower.manifest.version) == ([False], True, 1)
    assert [each.version for each in Snapshots().versions("mine")] == [1]


def test_a_newer_export_is_a_version_beside_the_old_with_what_differs(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    old = [acled(1), acled(2), acled(3)]
    new = [acled(1), acled(2, fatalities=9), acled(4), acled(5)]
    snapshots = Snapshots()
    first = snapshots.add(written(tmp_path, old, "a.csv"), dataset="acled", worker=worker)
    second = snapshots.add(written(tmp_path, new, "b.csv"), dataset="acled", worker=worker)
    told = second.manifest.difference
    assert told is not None
    assert (told.previous, told.added, told.changed, told.gone, told.same) == (1, 2, 1, 1, 1)
    listed = json.loads((Path(second.manifest.folder) / "difference.json").read_text())
    assert (listed["gone"], listed["changed"]) == (["pak3"], ["pak2"])
    assert [each.version for each in snapshots.versions("acled")] == [1, 2]
    assert Path(first.manifest.folder, "incidents.parquet").is_file()


def test_the_atlas_shows_the_newest_version_with_its_claims(tmp_path: Path, home: Path, worker: Worker) -> None:
    Snapshots().add(written(tmp_path, [acled(2, fatalities=3)]), dataset="mine", worker=worker)
    atlas = Atlas.open()
    frame = atlas.incidents(Selection(datasets=["mine"]))
    assert frame["id"].tolist() == ["mine.pak2"]
    assert frame["fatalities_best"].tolist() == [3]
    assert frame.geometry.iloc[0].geom_type == "Point"
    (claim,) = atlas.claims_of("mine.pak2")
    assert (claim.value, claim.claimant_name) == (3, "ACLED, coder’s estimate")
    assert atlas.incident("mine.pak2").external_ids[0].id == "PAK2"
    assert any(facet.value == "mine" and facet.count == 1 for facet in atlas.facets(Selection())["datasets"])
    assert atlas.summary(Selection(datasets=["mine"])).count == 1


def test_claims_for_each_side_are_never_added_up(tmp_path: Path, home: Path, worker: Worker) -> None:
    path = tmp_path / "ged.csv"
    path.write_text(text(UCDP, [ucdp(1)]), encoding="utf-8")
    Snapshots().add(path, dataset="ged", worker=worker)
    frame = Atlas.open().incidents(Selection(datasets=["ged"]))
    ends = frame[["fatalities_low", "fatalities_best", "fatalities_high"]].iloc[0].tolist()
    assert ends[:1] == [3] and ends[2] == 6


def test_the_dead_of_groups_are_the_least_of_an_unknown_total_and_about_five_are_not_exactly_five(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    rows = (",0,", ",7,", ",7,9", "0,,", "about 5,,", "unknown,3,")
    path = tmp_path / "groups.csv"
    path.write_text(
        "date,district,killed,militants killed,civilians killed\n"
        + "".join(f"2024-01-{day:02},Kech,{row}\n" for day, row in enumerate(rows, 1))
    )
    Snapshots().add(path, dataset="groups", worker=worker)
    frame = Atlas.open().incidents(Selection(datasets=["groups"])).sort_values("start")
    none = np.nan
    for end, expected in {
        "low": [none, 7, 9, 0, none, 3],
        "best": [none, none, none, 0, 5, none],
        "high": [none, none, none, 0, none, none],
    }.items():
        assert np.array_equal(frame[f"fatalities_{end}"], expected, equal_nan=True)


def test_a_dataset_has_the_sources_that_its_rows_name_and_says_that_no_licence_is_stated(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    path = tmp_path / "desk.csv"
    path.write_text("date,town,killed,source\n2024-01-01,Turbat,1,Dawn\n2024-01-02,Pasni,2,A reporter\n")
    Snapshots().add(path, dataset="desk", worker=worker)
    (info,) = (each for each in Atlas.open().datasets if each.id == "desk")
    assert (info.sources, info.licence, info.stated_licence) == (2, "", "not stated")


def test_days_without_a_year_are_of_that_of_the_rows_they_are_added_to_and_another_year_reads_a_file_anew(
    tmp_path: Path, home: Path, worker: Worker
) -> None:
    def written(name: str, days: str) -> Path:
        (tmp_path / name).write_text("date,town,killed\n" + "".join(f"{day},Turbat,1\n" for day in days.split(", ")))
        return tmp_path / name

    snapshots, first = Snapshots(), written("attacks_2024.csv", "January 4, January-5, January-12")
    snapshots.add(first, dataset="desk", worker=worker)
    snapshots.add(written("more.csv", "March 4, March 5"), dataset="desk", append=True, worker=worker)
    assert (snapshots.report("desk").first, snapshots.report("desk").last) == ("2024-01-04", "2024-03-05")
    again = Mapping.from_dict({"kind": "", "year": "2023", "complete": False})
    assert snapshots.add(first, dataset="other", mapping=again, worker=worker).report.first == "2023-01-04"
    assert not snapshots.add(first, dataset="desk", mapping=again, worker=worker).already


def test_removing_takes_all_versions(tmp_path: Path, home: Path, worker: Worker) -> None:
    snapshots = Snapshots()
    snapshots.add(written(tmp_path, [acled(1)]), dataset="mine", worker=worker)
    snapshots.remove("mine")
    assert left(home) == []
    with pytest.raises(UnknownRecord):
        snapshots.report("mine")


def test_the_mapping_is_kept_and_serves_again(tmp_path: Path, home: Path, worker: Worker) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("Tag,Ort\n03/04/2024,Turbat\n")
    mapping = Mapping(columns={"date": "Tag", "place": "Ort"}, date_order="day first")
    Snapshots().add(path, dataset="sheet", mapping=mapping, worker=worker)
    kept = Snapshots().mapping("sheet")
    assert (dict(kept.columns), kept.date_order) == ({"date": "Tag", "place": "Ort"}, "day first")


def test_a_name_of_another_dataset_is_refused(tmp_path: Path, home: Path, worker: Worker) -> None:
    with pytest.raises(DatasetExists):
        Snapshots().add(written(tmp_path, [acled(1)]), dataset="mine", taken={"mine"}, worker=worker)


def test_a_refused_file_leaves_the_folder_as_it_was(tmp_path: Path, home: Path, worker: Worker) -> None:
    path = tmp_path / "ambiguous.csv"
    path.write_text("date,town\n03/04/2024,Turbat\n05/06/2024,Pasni\n")
    with pytest.raises(Refused):
        Snapshots().add(path, worker=worker)
    assert left(home) == []


def test_a_cancelled_import_leaves_the_folder_as_it_was(tmp_path: Path, home: Path) -> None:
    cancel = threading.Event()
    path = written(tmp_path, [acled(number) for number in range(1, 20_000)])
    with pytest.raises(Cancelled):
        Snapshots().add(path, cancel=cancel, progress=lambda stage, done, whole: cancel.set())
    assert left(home) == []


def test_two_imports_at_once_both_arrive(tmp_path: Path, home: Path) -> None:
    paths = [written(tmp_path, [acled(number)], f"{number}.csv") for number in (1, 2)]
    done: list[int] = []

    def add(path: Path) -> None:
        done.append(Snapshots().add(path, dataset="both").manifest.version)

    threads = [threading.Thread(target=add, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [1, 2]
    assert [each.version for each in Snapshots().versions("both")] == [1, 2]


def test_killed_at_a_random_moment_nothing_half_is_visible_and_nothing_is_left() -> None:
    seen = run(1, seed=11, rows=2_000)
    assert seen.faults == []
    assert seen.ended.total() == 1


def test_a_full_disk_is_told_and_leaves_the_folder_as_it_was(tmp_path: Path, home: Path, worker: Worker) -> None:
    Snapshots().add(written(tmp_path, [acled(1)], "first.csv"), dataset="mine", worker=worker)
    before = state(home)
    path = written(
        tmp_path, [acled(number, notes=f"{number * 7919:x}" * 9) for number in range(1, 4_000)], "second.csv"
    )
    done = subprocess.run(
        [sys.executable, "-m", "incidents", "import", str(path), "--dataset", "mine"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )
    assert done.returncode == 1
    assert "nothing was kept: free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(home) == before
    assert not list((home / "imported").glob(".importing-*"))
