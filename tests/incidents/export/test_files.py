"""An export is a whole file or none, and says why it could not be written."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incidents import Atlas, Selection
from incidents.errors import ExportError
from incidents.export import export, exported
from incidents.snapshot import Snapshots
from tests.incidents.export.read_back import MADE, WITH_TABLE_OF_CLAIMS, Read, every_kind


def test_more_rows_than_a_sheet_holds_are_refused_with_a_remedy(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.export.workbook.MAX_ROWS", 8)
    with pytest.raises(ExportError, match=r"9 incidents do not fit in a sheet.*narrow the selection"):
        export(atlas, Selection(), tmp_path / "x.xlsx", MADE)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_file_that_is_there_stays_whole_where_writing_fails(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"older")
    monkeypatch.setattr("incidents.export.workbook.MAX_ROWS", 8)
    with pytest.raises(ExportError):
        export(atlas, Selection(), path, MADE)
    assert path.read_bytes() == b"older"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".export")] == []


def test_none_of_the_csv_files_takes_its_name_where_one_fails(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(about: Any) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("incidents.export.writing.citation_text", fail)
    with pytest.raises(ExportError, match="No space left"):
        export(atlas, Selection(), tmp_path / "mine.csv", MADE)
    assert list(tmp_path.iterdir()) == []


def test_plain_csv_is_written_beside_its_claims_sources_and_citation(atlas: Atlas, tmp_path: Path) -> None:
    done = export(atlas, Selection(), tmp_path / "mine.csv", MADE)
    assert [path.name for path in done.files] == [
        "mine.csv",
        "mine.claims.csv",
        "mine.sources.csv",
        "mine.citation.txt",
    ]
    with zipfile.ZipFile(io.BytesIO(exported(atlas, Selection(), "csv", MADE))) as archive:
        inside = [archive.read(name) for name in ("incidents.csv", "claims.csv", "sources.csv", "citation.txt")]
    assert [path.read_bytes() for path in done.files] == inside


def test_another_ending_is_refused_and_the_known_ones_are_named(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"tells no kind of file; known: .csv, .csv.zip, .xlsx, .geojson"):
        export(atlas, Selection(), tmp_path / "x.doc")
    with pytest.raises(ValueError, match="cannot export as 'doc'"):
        exported(atlas, Selection(), "doc")


def test_a_folder_that_is_not_there_is_told(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="name a folder that is there"):
        export(atlas, Selection(), tmp_path / "gone" / "x.kml")


@pytest.fixture(scope="module")
def home_without_figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an imported table that says of nobody that they were killed or wounded."""
    folder = tmp_path_factory.mktemp("no-figures")
    rows = ["2026-03-01,a made-up fire,Pasni,25.26,63.47", "2026-03-02,another,Pasni,25.26,63.47"]
    (folder / "fires.csv").write_text("\n".join(["date,description,town,lat,lon", *rows]), encoding="utf-8")
    Snapshots(folder / "home").add(folder / "fires.csv", dataset="fires")
    return folder / "home"


@every_kind
def test_a_dataset_without_any_figure_is_exported_with_no_claims(
    kind: str, home_without_figures: Path, taken: Callable[..., Read]
) -> None:
    atlas = Atlas.open(home_without_figures)
    assert len(taken(kind, atlas, Selection(datasets=("fires",))).incidents) == 2
    assert len(taken(kind, atlas).incidents) == 11


@pytest.fixture(scope="module")
def acled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an imported dataset of five rows, each with another number of deaths."""
    folder = tmp_path_factory.mktemp("acled")
    rows = [f"PAK{number},{number} March 2026,Battles,Pasni,25.26,63.47,{number * 7},=note" for number in range(1, 6)]
    header = "event_id_cnty,event_date,event_type,location,latitude,longitude,fatalities,notes"
    (folder / "acled.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    Snapshots(folder / "home").add(folder / "acled.csv", dataset="mine", kind="acled")
    return folder / "home"


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_imported_rows_in_several_pieces_have_each_its_own_claims(
    kind: str, acled_home: Path, taken: Callable[..., Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.pieces.PIECE", 2)
    atlas, selection = Atlas.open(acled_home), Selection(datasets=("mine",), as_known_on=dt.date(2026, 3, 4))
    read = taken(kind, atlas, selection)
    assert [row["id"] for row in read.incidents] == atlas.incidents(selection)["id"].tolist()
    begun = [row["id"] for row in read.incidents]
    assert len(begun) == 4, "the fifth had not happened"
    assert [(row["claim_id"], row["about"]) for row in read.claims] == [(f"{each}.c1", each) for each in begun]
    expected = {claim.id: str(claim.value) for each in begun for claim in atlas.claims_of(each)}
    assert {row["claim_id"]: row["value"] for row in read.claims} == expected
    assert len(set(expected.values())) == 4


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from incidents.__main__ import app

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["export", *words])

    path = tmp_path / "pasni.xlsx"
    result = run("--query", "places=town:pasni", "--to", str(path), "--made", "2026-03-05")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"wrote 1 incident and 5 claims to {path}\nIncident Atlas")
    assert result.stdout.endswith("exported on 5 March 2026.\n")
    failed = run("--to", str(tmp_path / "x.doc"))
    assert failed.exit_code == 1
    assert failed.stderr.startswith("error: the ending of 'x.doc' tells no kind of file")
