"""A selection taken away as a file, each kind read back by a reader that is not ours."""

import csv
import datetime as dt
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import openpyxl
import pyarrow.parquet as parquet
import pyogrio
import pytest
import python_calamine
import shapely
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, Selection
from incidents.errors import ExportError
from incidents.export import KINDS, export, exported, neutral, restored
from incidents.export.cells import TRIGGERS, legible
from incidents.snapshot import Snapshots
from tests.hostile import hostile_texts
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident

MADE = dt.date(2026, 3, 5)
KML = "{http://www.opengis.net/kml/2.2}"
POINTS = {"balochistan-2026.pasni", "balochistan-2026.dalbandin"}
FIGURES = {("197", "security_forces"), ("177", "military"), ("17", "unnamed_reports"), ("31", "unnamed_reports"), ("200", "bla")}  # fmt: skip


class Read(NamedTuple):
    """What a reader found in a file: rows as texts, empty where missing; ``about`` is everything that the file says of itself."""

    incidents: list[dict[str, str]]
    claims: list[dict[str, str]]
    about: str
    geometry: list[Any]


def text(value: Any) -> str:
    """A value as a reader gives it, as the CSV would write it."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "; ".join(value) if isinstance(value, list) else str(value)


def texts(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{name: text(value) for name, value in row.items()} for row in rows]


def cells(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: restored(value) for name, value in row.items()} for row in rows]


def read_csv(path: Path) -> Read:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        tables = [
            list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"), newline=""), strict=True))
            for name in ("incidents", "claims")
        ]
        return Read(*map(cells, tables), archive.read("citation.txt").decode(), [])


def read_xlsx(path: Path) -> Read:
    book = openpyxl.load_workbook(path, read_only=True)

    def rows(name: str) -> list[dict[str, str]]:
        header, *lines = book[name].iter_rows(values_only=True)
        return cells(texts([dict(zip(map(str, header), line, strict=True)) for line in lines]))

    about = "\n".join(" ".join(map(text, line)) for line in book["About"].iter_rows(values_only=True))
    found = Read(rows("Incidents"), rows("Claims"), about, [])
    book.close()
    return found


def read_geojson(path: Path) -> Read:
    content = json.loads(path.read_text(encoding="utf-8"))
    features = content["features"]
    shapes = [shapely.geometry.shape(each["geometry"]) for each in features]
    about = json.dumps(content["about"], ensure_ascii=False)
    return Read(texts([each["properties"] for each in features]), texts(content["claims"]), about, shapes)


def read_parquet(path: Path) -> Read:
    table = parquet.read_table(path)
    rows = table.drop_columns(["geometry"]).to_pylist()
    told = json.loads(table.schema.metadata[b"incident_atlas"])
    claims = [*told["campaign_claims"], *(each for row in rows for each in row.pop("claims"))]
    shapes = list(geopandas.read_parquet(path).geometry)
    return Read(texts(rows), texts(claims), json.dumps(told["about"], ensure_ascii=False), shapes)


def read_gpkg(path: Path) -> Read:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    incidents, claims = (
        [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY fid")]
        for name in ("incidents", "claims")
    )
    about = "\n".join(row["words"] for row in database.execute("SELECT words FROM about ORDER BY fid"))
    database.close()
    for row in (*incidents, *claims):
        for name in ("contested", "superseded"):
            row[name] = bool(row[name]) if name in row else None
    shapes = list(pyogrio.read_dataframe(path, layer="incidents").geometry)
    return Read(texts(incidents), texts(claims), about, shapes)


def read_kml(path: Path) -> Read:
    document = ET.parse(path).getroot()[0]
    rows = [
        {data.get("name") or "": data.findtext(f"{KML}value") or "" for data in mark.iter(f"{KML}Data")}
        for mark in document.iter(f"{KML}Placemark")
    ]
    described = document.find(f"{KML}ExtendedData")
    assert described is not None
    about = "\n".join(value.text or "" for value in described.iter(f"{KML}value"))
    with_claims = [document, *document.iter(f"{KML}Placemark")]
    lines = "\n".join(each.findtext(f"{KML}description") or "" for each in with_claims)
    shapes = list(pyogrio.read_dataframe(path).geometry) if rows else []
    return Read(rows, [{"words": lines}], about, shapes)


READERS: dict[str, Callable[[Path], Read]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "geojson": read_geojson,
    "parquet": read_parquet,
    "gpkg": read_gpkg,
    "kml": read_kml,
}
WITH_TABLE_OF_CLAIMS = [kind for kind in READERS if kind != "kml"]
WITH_GEOMETRY = ["geojson", "parquet", "gpkg", "kml"]
every_kind = pytest.mark.parametrize("kind", READERS)


@pytest.fixture
def taken(tmp_path: Path) -> Callable[..., Read]:
    """Export and read back."""

    def take(kind: str, atlas: Atlas, selection: Selection | None = None) -> Read:
        path = tmp_path / f"export{KINDS[kind].endings[0]}"
        export(atlas, selection or Selection(), path, MADE)
        return READERS[kind](path)

    return take


def test_there_is_a_reader_here_for_every_kind() -> None:
    assert list(READERS) == list(KINDS)


@every_kind
@pytest.mark.parametrize(
    "query", ["", "places=district:gwadar", "precisions=town", "text=tump", "event_types=bombing", "start=2026-01-30"]
)
def test_the_rows_are_those_of_the_screen(kind: str, query: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    selection = Selection.from_query(query)
    read = taken(kind, atlas, selection)
    assert len(read.incidents) == atlas.summary(selection).count
    assert [row["id"] for row in read.incidents] == atlas.incidents(selection)["id"].tolist()


@every_kind
def test_every_kind_holds_the_same_values(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    expected = taken("csv", atlas).incidents
    found = taken(kind, atlas).incidents
    assert [{name: row[name] for name in expected[0]} for row in found] == expected
    first = expected[0]
    assert (first["title"], first["start"], first["end"]) == (
        "Coordinated attack in Quetta",
        "2026-01-29",
        "2026-01-30",
    )
    assert (first["place_ur"], first["actor_labels"]) == ("کوئٹہ", "Balochistan Liberation Army (BLA)")


@every_kind
def test_only_what_is_known_to_a_town_has_coordinates(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    for row in taken(kind, atlas).incidents:
        assert bool(row["latitude"]) == bool(row["longitude"]) == (row["id"] in POINTS)
        assert row["place_id"].startswith(f"{row['level']}:")
        assert float(row["radius_km"]) > 0


@pytest.mark.parametrize("kind", WITH_GEOMETRY)
def test_an_area_keeps_its_polygon_and_a_town_its_point(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    read = taken(kind, atlas)
    assert len(read.geometry) == 9
    for row, shape in zip(read.incidents, read.geometry, strict=True):
        place = atlas.gazetteer.place(row["place_id"])
        if row["id"] in POINTS:
            assert shape.geom_type == "Point"
            assert (round(shape.x, 5), round(shape.y, 5)) == (round(place.longitude, 5), round(place.latitude, 5))
        else:
            assert place.geometry is not None
            assert shape.symmetric_difference(place.geometry).area < 1e-6 * place.geometry.area


def test_polygons_of_geojson_turn_as_the_standard_asks(atlas: Atlas, taken: Callable[..., Read]) -> None:
    rings = [
        part.exterior
        for shape in taken("geojson", atlas).geometry
        if shape.geom_type != "Point"
        for part in shapely.get_parts(shape)
    ]
    assert len(rings) >= 7
    assert all(ring.is_ccw for ring in rings)


@pytest.mark.parametrize("kind", WITH_GEOMETRY)
def test_gdal_reads_every_kind_with_geometry_as_degrees(kind: str, atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / f"x{KINDS[kind].endings[0]}"
    export(atlas, Selection(), path, MADE)
    frame = geopandas.read_parquet(path) if kind == "parquet" else pyogrio.read_dataframe(path, layer=0)
    assert frame.crs.to_epsg() in (4326, None)
    assert len(frame) == 9
    west, south, east, north = frame.total_bounds
    assert 60 < west < 62
    assert 25 < south < 26
    assert 67 < east < 68
    assert 30 < north < 31


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_every_claim_stands_with_claimant_standing_and_word(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    claims = taken(kind, atlas).claims
    assert {(row["value"], row["claimant"]) for row in claims} == FIGURES
    assert len(claims) == 5
    assert {row["about_kind"] for row in claims} == {"campaign"}
    military = next(row for row in claims if row["claimant"] == "military")
    assert military["word"] == "neutralized"
    assert military["standing_label"] == "not verified by foreign sources"
    assert (military["contested"], military["superseded"]) == ("true", "false")
    assert military["contests"] == "balochistan-2026.militants-killed-197"
    assert military["stated"] == "on or after 2 February 2026"


def test_kml_tells_every_claim_in_the_description_of_the_document(atlas: Atlas, taken: Callable[..., Read]) -> None:
    words = taken("kml", atlas).claims[0]["words"]
    for line in (
        "197 Militants, killed, according to Pakistani security forces (attributed, contested; stated on or after 2 February 2026)",
        "177 Militants, neutralized, according to Pakistani military (not verified by foreign sources, contested;",
        "31 Civilians, killed, according to Unnamed reports (attributed;",
        "Whole campaign “Coordinated attacks”: 200 Security personnel, killed",
    ):
        assert line in words


@every_kind
def test_no_campaigns_figure_is_given_to_a_place_and_none_is_added_up(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    read = taken(kind, atlas)
    assert {row[f"fatalities_{end}"] for row in read.incidents for end in ("low", "best", "high")} == {""}
    numbers = {row.get(end, "") for row in read.claims for end in ("low", "value", "high")}
    assert numbers <= {"17", "31", "177", "197", "200", ""}
    for row in read.incidents:
        assert not {"17", "31", "177", "197", "200", "48", "217", "374"} & set(row.values())


@every_kind
def test_what_is_needed_to_cite_it_is_inside(kind: str, atlas: Atlas, taken: Callable[..., Read]) -> None:
    selection = Selection.from_query(
        "start=2026-01-29&places=province:balochistan&as_known_on=2026-03-01&rule=highest&x=1"
    )
    about = taken(kind, atlas, selection).about
    for words in (
        "Coordinated attacks in nine places of Balochistan",
        "start=2026-01-29&places=province%3Abalochistan&as_known_on=2026-03-01&rule=highest",
        "Date: from 29 January 2026",
        "Place: Balochistan",
        "rule highest",
        "2026-03-05",
        "balochistan-2026",
        "version sha256:",
        "MIT",
        "recorded from one undated news article",
        "ODbL",
        "not authoritative",
        "no point in it is meant",
        "never added up",
        "no filter is called 'x'",
    ):
        assert words in about, words
    assert "2026-03-01" in about or "1 March 2026" in about


@every_kind
def test_each_row_names_its_dataset_with_version_and_licence(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    for row in taken(kind, atlas).incidents:
        assert row["dataset_title"] == "Balochistan, 29 January to 2 February 2026"
        assert row["dataset_licence"] == "MIT"
        assert row["dataset_version"].startswith("sha256:")
        assert "Escalating Violence" in row["source_titles"]


@every_kind
def test_the_same_day_and_records_give_the_same_bytes(kind: str, atlas: Atlas) -> None:
    first = exported(atlas, Selection(), kind, MADE)
    assert exported(Atlas.open(), Selection(), kind, MADE) == first
    assert exported(atlas, Selection(), kind, dt.date(2026, 3, 6)) != first


def test_no_clock_is_read_into_a_geopackage(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    export(atlas, Selection(), path, MADE)
    database = sqlite3.connect(path)
    times = {each for (each,) in database.execute("SELECT last_change FROM gpkg_contents")}
    times |= {each for (each,) in database.execute("SELECT timestamp FROM gpkg_metadata_reference")}
    description = database.execute("SELECT description FROM gpkg_contents WHERE table_name = 'incidents'").fetchone()[0]
    database.close()
    assert times == {"2026-03-05T12:00:00.000Z"}
    assert description.startswith("Incident Atlas")
    assert pyogrio.read_info(path, layer="incidents")["dataset_metadata"]["citation"] == description


@every_kind
def test_a_selection_of_nothing_is_a_whole_file_that_says_so(
    kind: str, atlas: Atlas, taken: Callable[..., Read]
) -> None:
    read = taken(kind, atlas, Selection(event_types=("bombing",)))
    assert read.incidents == []
    assert "No incident matches" in read.about
    assert "Event type: Bombing" in read.about
    assert taken(kind, Atlas.of([])).incidents == []


def test_an_empty_table_keeps_its_columns_and_their_types(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    export(Atlas.of([]), Selection(), path, MADE)
    schema = parquet.read_schema(path)
    assert str(schema.field("start").type) == "date32[day]"
    assert str(schema.field("actors").type).startswith("list<")
    assert len(geopandas.read_parquet(path)) == 0


def made_up() -> Atlas:
    """Two incidents with claims of their own, one of them replaced, and a campaign."""
    first = claim("early", "one", 4, claimant="police", stated_on="2026-01-30", contests=["rival"])
    rival = claim(
        "rival", "one", low=7, claimant="bla", stated_on="2026-01-30", standing="unconfirmed", contests=["early"]
    )
    late = claim("late", "one", 5, claimant="police", stated_on="2026-02-03", supersedes=["early"], contests=["rival"])
    hurt = claim("hurt", "two", 12, claimant="police") | {"quantity": "wounded"}
    return atlas_of(
        dataset(
            campaign=[campaign()],
            incident=[incident("one", campaign="c"), incident("two", "district:kech")],
            claim=[first | {"contests": ["rival"]}, rival, late, hurt, claim("all", "c", 40)],
        )
    )


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_claims_of_incidents_stand_beside_those_of_campaigns(kind: str, taken: Callable[..., Read]) -> None:
    claims = {row["claim_id"].partition(".")[2]: row for row in taken(kind, made_up()).claims}
    assert {name: row["about_kind"] for name, row in claims.items()} == {
        "all": "campaign", "early": "incident", "rival": "incident", "late": "incident", "hurt": "incident",
    }  # fmt: skip
    assert (claims["rival"]["low"], claims["rival"]["value"], claims["rival"]["high"]) == ("7", "", "")
    assert claims["rival"]["figure"] == "at least 7"
    assert claims["early"]["superseded"] == "true"
    assert claims["late"]["supersedes"] == "made-up.early"


@pytest.mark.parametrize("kind", WITH_TABLE_OF_CLAIMS)
def test_claims_are_those_known_on_the_day(kind: str, taken: Callable[..., Read]) -> None:
    claims = taken(kind, made_up(), Selection(as_known_on=dt.date(2026, 1, 31))).claims
    assert "made-up.late" not in {row["claim_id"] for row in claims}
    assert {row["superseded"] for row in claims} == {"false"}


@every_kind
def test_figures_of_incidents_follow_the_rule(kind: str, taken: Callable[..., Read]) -> None:
    def figures(rule: str) -> list[str]:
        row = next(row for row in taken(kind, made_up(), Selection(rule=rule)).incidents if row["id"] == "made-up.one")
        return [row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]]

    assert figures("range") == ["5", "", ""]
    assert figures("lowest") == ["5", "5", "5"]


def test_kml_tells_an_incidents_claims_in_its_own_description(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    export(made_up(), Selection(), path, MADE)
    marks = {mark.findtext(f"{KML}name"): mark for mark in ET.parse(path).getroot().iter(f"{KML}Placemark")}
    words = marks["one"].findtext(f"{KML}description") or ""
    assert "at least 7" in words
    assert "replaced by a later claim" in words
    assert "40" not in words
    assert "12" in (marks["two"].findtext(f"{KML}description") or "")


@pytest.fixture
def hostile_atlas(home: Path) -> tuple[Atlas, list[str]]:
    """An incident for each hostile text: its title, note and the names beside it."""
    written = [*hostile_texts(200), "_x0041_", "'quoted", "＝1+1", "\t=1", "\r\n=1", "a;b\nc", "\ufeff=1"]
    incidents = [
        incident(f"h{number}", note=each, written=each, actors=[{"name": each}]) | {"title": each}
        for number, each in enumerate(written)
    ]
    claims = [
        claim(f"c{number}", f"h{number}", number, claimant_name=each, claimant="named:x", note=each, word=each)
        for number, each in enumerate(written)
    ]
    return atlas_of(dataset(incident=incidents, claim=claims)), written


@every_kind
def test_hostile_texts_come_back_as_written(
    kind: str, hostile_atlas: tuple[Atlas, list[str]], taken: Callable[..., Read]
) -> None:
    atlas, written = hostile_atlas
    read = taken(kind, atlas)
    expected = [legible(each) for each in written]
    assert [row["title"] for row in read.incidents] == expected
    assert [row["note"] for row in read.incidents] == expected
    if kind != "kml":
        assert [row["word"] for row in read.claims] == expected
        assert [row["claimant_label"] for row in read.claims] == expected


def test_a_large_workbook_is_written_row_by_row_with_the_same_cells(
    hostile_atlas: tuple[Atlas, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cells_of(name: str) -> list[Any]:
        export(hostile_atlas[0], Selection(), tmp_path / name, MADE)
        book = python_calamine.load_workbook(tmp_path / name)
        return [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]

    whole = cells_of("whole.xlsx")
    monkeypatch.setattr("incidents.export.workbook.MANY", 0)
    assert cells_of("rows.xlsx") == whole
    assert len(whole[0]) == 208


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_can_be_run_as_a_formula(kind: str, hostile_atlas: tuple[Atlas, list[str]], tmp_path: Path) -> None:
    path = tmp_path / f"x{KINDS[kind].endings[0]}"
    export(hostile_atlas[0], Selection(), path, MADE)
    found = [cell for row in raw_cells(path, kind) for cell in row if isinstance(cell, str)]
    assert sum(cell.startswith("'=cmd") for cell in found) >= 3
    assert [cell for cell in found if cell.startswith(TRIGGERS)] == []


def raw_cells(path: Path, kind: str) -> list[Any]:
    """Every cell of every table as it stands in the file."""
    if kind == "csv":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".csv")]
            return [
                row
                for name in names
                for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            ]
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/worksheets/" in name]
    assert len(sheets) == 4
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
    return [row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]


def test_a_viewer_that_reads_html_sees_hostile_text_as_text(
    hostile_atlas: tuple[Atlas, list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "x.kml"
    export(hostile_atlas[0], Selection(), path, MADE)
    descriptions = [each.text or "" for each in ET.parse(path).getroot().iter(f"{KML}description")]
    assert len(descriptions) == 208
    assert any("&lt;script&gt;" in each for each in descriptions)
    for each in descriptions:
        assert "<" not in each.replace("<p>", "").replace("</p>", "")


@given(st.text())
def test_neutralising_is_undone_by_taking_one_apostrophe_away(written: str) -> None:
    assert restored(neutral(written)) == written
    assert not neutral(written).startswith(TRIGGERS)


@given(st.text(alphabet=st.characters()))
def test_legible_text_is_what_xml_can_carry_and_marks_what_it_cannot(written: str) -> None:
    made = legible(written)
    assert ET.fromstring(ET.tostring(with_text(made), encoding="utf-8")).text or made == ""
    assert len(made) <= len(written)
    assert legible(made) == made


def with_text(words: str) -> ET.Element:
    element = ET.Element("a")
    element.text = words
    return element


def test_characters_that_no_file_can_carry_are_marked() -> None:
    assert legible("a\x00b\ud800c\ufffed\x1b") == "a\ufffdb\ufffdc\ufffdd\ufffd"


def test_a_text_too_long_for_a_cell_is_cut_visibly_in_xlsx_and_whole_elsewhere(taken: Callable[..., Read]) -> None:
    atlas = atlas_of(dataset(incident=[incident("long", note="🧨" * 20_000)]))
    cut = taken("xlsx", atlas).incidents[0]["note"]
    assert cut.endswith("the CSV export has all of it)")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert taken("csv", atlas).incidents[0]["note"] == "🧨" * 20_000


@every_kind
def test_days_before_excels_calendar_are_kept(kind: str, taken: Callable[..., Read]) -> None:
    atlas = atlas_of(dataset(incident=[incident("old", first="1857-05-10")]))
    assert taken(kind, atlas).incidents[0]["start"] == "1857-05-10"


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


def test_the_day_is_that_of_karachi(atlas: Atlas, tmp_path: Path) -> None:
    before = dt.datetime.now(dt.timezone(dt.timedelta(hours=5))).date()
    made = export(atlas, Selection(), tmp_path / "x.kml").about.made
    assert made in (before, before + dt.timedelta(days=1))


def test_no_path_of_this_machine_leaves_it(atlas: Atlas, tmp_path: Path) -> None:
    for kind in ("geojson", "kml"):
        content = exported(atlas, Selection(), kind, MADE).decode()
        assert str(Path(__file__).parents[2]) not in content
        assert str(tmp_path) not in content


def test_an_imported_datasets_version_and_native_ids_travel_along(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from incidents.__main__ import app

    def run(*words: str) -> Any:
        result = CliRunner().invoke(app, [*words, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    sheet = tmp_path / "sheet.csv"
    sheet.write_text("place,date,type,killed,note\nPasni,2026-01-29,bombing,3,=1+1\n", encoding="utf-8")
    run("import", str(sheet), "--as", "table", "--dataset", "mine")
    done = run("export", "--query", "datasets=mine", "--to", str(tmp_path / "mine.geojson"), "--made", "2026-03-05")
    (noted,) = done["about"]["datasets"]
    assert (noted["id"], noted["incidents"], noted["version"][:19]) == ("mine", 1, "1 (sheet.csv, sha25")
    (row,) = read_geojson(Path(done["files"][0])).incidents
    assert (row["note"], row["fatalities_best"], row["dataset_version"]) == ("=1+1", "3", noted["version"])


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
