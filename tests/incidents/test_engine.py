"""Records and imported rows answer as one: what the engine counts is what a plain look at every row finds."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents import Atlas, QueryStopped, Selection, StoreError
from incidents.cube import Lines, cube_of
from incidents.engine import Bits, Engine, Where
from incidents.late import Late
from incidents.marks import MOST_MARKS, gathered
from incidents.sandbox import Worker
from incidents.snapshot import Snapshots
from tests.incidents.readers.made import ACLED, acled, text

SPOTS = [("Pasni", 25.2630, 63.4692), ("Turbat", 26.0031, 63.0544), ("Quetta", 30.1834, 66.9987)]
KINDS = [
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Protests", "Peaceful protest"),
]
ACTORS = ["BLA: Baloch Liberation Army", "Police Forces of Pakistan (2024-)", "Unidentified Armed Group (Pakistan)"]


def _rows(count: int) -> list[dict[str, object]]:
    chance = np.random.default_rng(7)
    rows: list[dict[str, object]] = []
    for number in range(1, count + 1):
        name, latitude, longitude = SPOTS[chance.integers(3)]
        kind, sub = KINDS[chance.integers(3)]
        day = dt.date(2024, 1, 1) + dt.timedelta(days=int(chance.integers(400)))
        rows.append(
            acled(
                number,
                event_date=f"{day.day} {day:%B %Y}",
                year=day.year,
                time_precision=int(chance.integers(1, 4)),
                event_type=kind,
                sub_event_type=sub,
                actor1=ACTORS[chance.integers(3)],
                location=name,
                latitude=latitude,
                longitude=longitude,
                fatalities=int(chance.integers(0, 30)),
                notes=f"Made-up note {number}, {'near the harbour' if number % 7 == 0 else 'on the road'}",
            )
        )
    return rows


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Atlas, Path]]:
    folder = tmp_path_factory.mktemp("engine")
    file = folder / "made.csv"
    file.write_text(text(ACLED, _rows(300)), encoding="utf-8")
    with Worker() as child:
        Snapshots(folder / "home").add(file, dataset="mine", worker=child)
    yield Atlas.open(folder / "home"), folder / "home"


def _plainly(atlas: Atlas, rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return the rows that a selection means, one look at each."""

    def means(row: Any) -> bool:
        around = {row.place_id, *atlas.parents()[row.place_id]}
        return (
            (selection.start is None or row.end.date() >= selection.start)
            and (selection.end is None or row.start.date() <= selection.end)
            and (not selection.event_types or row.event_type in selection.event_types)
            and (not selection.attack_types or bool(set(row.attack_types) & set(selection.attack_types)))
            and (not selection.actors or bool(set(row.actors) & set(selection.actors)))
            and (not selection.places or bool(around & set(selection.places)))
            and (not selection.precisions or row.level in selection.precisions)
            and (not selection.datasets or row.dataset in selection.datasets)
            and (not selection.text or selection.text in f"{row.title} {row.note}".lower())
        )

    return rows[[means(row) for row in rows.itertuples()]]


DAYS = st.none() | st.dates(dt.date(2023, 12, 1), dt.date(2026, 3, 1))


@given(st.data())
@settings(max_examples=8)
def test_counts_and_rows_are_those_of_a_plain_look_at_every_row(
    everything: tuple[Atlas, Path], data: st.DataObject
) -> None:
    atlas, _ = everything
    whole = pd.DataFrame(atlas.incidents().drop(columns="geometry"))
    chosen = {
        field: tuple(data.draw(st.sets(st.sampled_from([each.value for each in atlas.facets()[field]]), max_size=2)))
        for field in ("event_types", "attack_types", "actors", "places", "precisions", "datasets")
        if data.draw(st.booleans())
    }
    start, end = sorted((data.draw(DAYS), data.draw(DAYS)), key=lambda day: day or dt.date.min)
    selection = Selection(
        **chosen, start=start, end=end if start else None, text=data.draw(st.sampled_from(["", "harbour"]))
    )  # type: ignore[arg-type]
    expected = _plainly(atlas, whole, selection)
    assert atlas.incidents(selection)["id"].tolist() == expected["id"].tolist()
    summary = atlas.summary(selection)
    assert (summary.count, summary.places) == (len(expected), expected["place_id"].nunique())
    assert {each.value: each.count for each in summary.by_type} == expected["event_type"].value_counts().to_dict()
    assert sum(span.count for span in summary.spans) == len(expected)
    assert int(atlas.marks(selection)["count"].sum()) == len(expected)
    assert sum(int(part["count"].sum()) for part in atlas.periods(selection, "month")) == len(expected)
    cube = atlas.cube(selection)
    assert int(cube.certain["count"].sum() + cube.uncertain["count"].sum()) == cube.count == len(expected)
    for field in ("event_types", "actors", "places"):
        others = _plainly(atlas, whole, selection.replace(**{field: ()}))
        for facet in atlas.facets(selection)[field][:3]:
            assert facet.count == len(_plainly(atlas, others, Selection(**{field: (str(facet.value),)})))  # type: ignore[arg-type]


def test_pages_of_rows_are_the_whole_in_order(everything: tuple[Atlas, Path]) -> None:
    atlas, _ = everything
    whole = pd.DataFrame(atlas.incidents().drop(columns="geometry"))
    for order in ("start", "place", "title", "event_label", "contested"):
        for ascending in (True, False):
            expected = whole.sort_values(order, ascending=ascending, kind="stable")["id"].tolist()
            pages = [atlas.page(Selection(), order, ascending, at, 100)["id"].tolist() for at in range(0, 400, 100)]
            assert [each for page in pages for each in page] == expected


def test_an_imported_row_opens_as_a_record_with_its_claims_and_source(everything: tuple[Atlas, Path]) -> None:
    atlas, _ = everything
    row = atlas.page(Selection(datasets=("mine",)), limit=1).iloc[0]
    record = atlas.incident(row["id"])
    assert (record.title, record.where.place_id, record.sources) == (row["title"], row["place_id"], row["sources"])
    assert [claim.about for claim in atlas.claims_of(record.id)] == [record.id]
    assert atlas.source(record.sources[0]).id == record.sources[0]


def test_the_largest_figures_come_first_whatever_dataset_they_are_in(everything: tuple[Atlas, Path]) -> None:
    atlas, _ = everything
    figures = atlas.summary().figures
    most = [atlas.claims_of(each.incident)[0].value for each in figures.incidents]
    assert most == sorted(most, reverse=True)
    assert most[0] == pd.DataFrame(atlas.incidents())["fatalities_best"].max()


def test_a_claim_counts_from_the_first_day_of_its_incident(everything: tuple[Atlas, Path]) -> None:
    atlas, _ = everything
    early = atlas.incidents(Selection(datasets=("mine",), as_known_on="2024-06-01"))
    known = early["start"] <= pd.Timestamp("2024-06-01")
    assert early["fatalities_best"].notna().tolist() == known.tolist()


def test_a_snapshot_that_is_gone_is_a_plain_error(everything: tuple[Atlas, Path], tmp_path: Path) -> None:
    _, home = everything
    moved = tmp_path / "home"
    moved.mkdir()
    (moved / "imported").symlink_to(home / "imported")
    atlas = Atlas.open(moved)
    (moved / "imported").unlink()
    with pytest.raises(StoreError, match="import the file again"):
        atlas.page(Selection(datasets=("mine",)))


def _codes(rows: int) -> Engine:
    import pyarrow as pa

    number = np.arange(rows, dtype=np.int32)
    columns = {"row": number, "first": number, "last": number, "kind": (number % 5).astype(np.uint8)}
    return Engine(pa.table(columns | {"killed": np.full(rows, -2.0, np.float32), "other": np.zeros(rows, np.float32)}))


def test_a_question_that_takes_too_long_is_stopped_and_says_what_to_do() -> None:
    engine = _codes(1_000)
    engine.seconds = 0.2
    where = Where()
    with pytest.raises(QueryStopped, match="was stopped: take fewer days"):
        engine.ask("SELECT count(*) FROM range(100000000000) AS many(n)", where)
    assert engine.total(where) == 1_000


def test_the_engine_reads_no_files_and_cannot_be_told_to() -> None:
    engine = _codes(1)
    for question in ("SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'"):
        with pytest.raises(Exception, match=r"disabled|does not exist"):
            engine.ask(question, Where())


def test_a_bitmap_without_codes_means_nothing() -> None:
    engine = _codes(10)
    assert engine.total(Where().but(Bits.of("kind", np.zeros(5, bool)))) == 0
    assert (
        engine.total(Where().but(Bits.of("kind", np.array([1, 0, 0, 0, 1])), Bits.of("row", np.arange(10) == 1))) == 5
    )


def test_more_marks_than_a_screen_shows_are_gathered_in_a_grid() -> None:
    size = 30_000
    chance = np.random.default_rng(1)
    spots = pd.DataFrame(
        {
            "place_id": "town:pasni",
            "level": "town",
            "lat": chance.uniform(25, 30, size).round(4),
            "lon": chance.uniform(62, 68, size).round(4),
            "event_type": "clash",
            "count": 2,
        }
    )
    marks = gathered(spots)
    assert len(marks) <= MOST_MARKS
    assert marks.attrs["cells"] == 0.05
    assert (marks["count"].sum(), marks["spots"].sum()) == (2 * size, size)


def test_a_cube_grows_coarser_before_it_grows_large() -> None:
    size = 20_000
    chance = np.random.default_rng(2)
    spots = pd.DataFrame({"place_id": [f"town:{n}" for n in range(500)], "level": "town", "lat": 1.0, "lon": 2.0})
    first = chance.integers(0, 2_000, size)
    lines = Lines(
        spots, ("clash",), chance.integers(0, 500, size), np.zeros(size, int), first, first, np.ones(size, int)
    )
    fine, coarse = (cube_of(lines, None, lambda place, level: level, most) for most in (1 << 20, 60_000))
    assert (fine.period, fine.gathered) == ("day", "spot")
    assert (coarse.period, coarse.gathered) != ("day", "spot")
    assert coarse.certain["count"].sum() == size


def test_what_was_read_ahead_is_all_that_summaries_of_kinds_show(
    everything: tuple[Atlas, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = Atlas.open(everything[1])
    kinds = [count.value for count in atlas.summary().by_type]
    chosen = [Selection(event_types=each) for size in (1, 2) for each in combinations(kinds, size)]
    expected = [everything[0].summary(each) for each in chosen]
    atlas.read_ahead()
    monkeypatch.setattr(Late, "take", lambda *_: pytest.fail("records are read again"))
    assert [atlas.summary(each) for each in chosen] == expected
