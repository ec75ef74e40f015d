"""Hostile text in an export comes back as written; no program that opens the file runs it."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import Atlas, Selection
from incidents.export import KINDS, export, neutral, restored
from incidents.export.cells import legible
from incidents.formulas import TRIGGERS
from tests.hostile import hostile_texts
from tests.incidents.export.read_back import (
    KML,
    MADE,
    Read,
    every_kind,
)
from tests.incidents.samples import atlas_of, claim, dataset, incident


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
