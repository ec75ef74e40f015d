"""What readers, exports and pictures get of the ledger: accepted records, nothing sensitive, beside the other datasets."""

import hashlib
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from incidents import Atlas, Incident, Selection, Store
from incidents.curated import Curated, RecordRefused, made
from incidents.curated.claims import add
from incidents.curated.lines import record_lines
from incidents.curated.promoting import adopt, promote
from incidents.curated.published import published
from incidents.dataset_file import read_toml
from tests.incidents.curated.made_up import EDITOR, REVIEWER, campaign, claim, incident, source

SECRET = "Sweet-shop behind the harbour"
SENSITIVE = {
    "sensitive": ("site", "note"),
    "contributor": "Gul Khan",
    "review": {"status": "accepted"},
}


def place(ledger: Curated, **more: object) -> None:
    entry = incident(note=f"Told at the {SECRET}.")
    where = {**entry.record.where.model_dump(), "toponym": SECRET, "latitude": 25.2633, "longitude": 63.4711}  # type: ignore[union-attr]
    ledger.save(entry.edited(where=where).replace(**{**SENSITIVE, **more}), REVIEWER)


def test_nothing_sensitive_is_in_what_the_atlas_knows(home: Path) -> None:
    with Curated.open(home) as ledger:
        place(ledger)
        shown = "\n".join(record_lines(ledger.shown(), Gazetteer.load()))
    atlas = Atlas.open(home)
    known = repr(atlas.incident("curated.blast")) + repr(atlas.incidents(Selection(datasets=["curated"])).to_dict())
    for text in (known, shown):
        assert "Bombing in Pasni" not in text
        for secret in (SECRET, "Gul Khan", "25.2633", "63.4711", "town:pasni"):
            assert secret not in text
    assert atlas.incident("curated.blast").where.place_id == "district:gwadar"


def test_a_field_that_does_not_exist_cannot_be_marked(local: Curated) -> None:
    with pytest.raises(RecordRefused, match="cannot be marked as sensitive"):
        local.save(source().replace(sensitive=("secrets",)), EDITOR)
    with pytest.raises(RecordRefused, match="cannot be marked"):
        source().replace(sensitive=("title",))


def test_a_draft_is_in_no_dataset(home: Path) -> None:
    with Curated.open(home) as ledger:
        ledger.save(incident(), EDITOR)
    assert "curated.blast" not in set(Atlas.open(home).incidents()["id"])


def test_an_accepted_record_does_not_lead_to_drafts(local: Curated) -> None:
    local.save(source(), EDITOR)
    local.save(campaign(), EDITOR)
    entry = incident(sources=("wire",), campaign="raids").replace(review={"status": "accepted"})
    local.save(entry, REVIEWER)
    add(
        local,
        claim("c", 5, about="blast", evidence=[{"source": "wire"}]).record,
        REVIEWER,
        review={"status": "accepted"},
    )  # type: ignore[arg-type]
    found = published(local.shown(), Gazetteer.load())
    (shown,), (number,) = found.incidents, found.claims
    assert (shown.sources, shown.campaign, number.evidence) == ((), "", ())


def test_a_record_at_a_place_that_is_gone_is_a_problem_and_the_others_stay(local: Curated) -> None:
    accepted = {"review": {"status": "accepted"}}
    local.save(incident("gone", place="town:atlantis").replace(**accepted), REVIEWER)
    local.save(incident().replace(**accepted), REVIEWER)
    found = published(local.shown(), Gazetteer.load())
    assert [each.id for each in found.incidents] == ["curated.blast"]
    assert [(each.record, each.reason) for each in found.problems] == [("gone", "place not in the gazetteer")]


def test_a_ledger_that_cannot_be_opened_leaves_the_other_datasets(home: Path) -> None:
    home.mkdir()
    (home / "ledger.sqlite").write_bytes(b"no database" * 500)
    atlas = Atlas.open(home)
    assert len(atlas.incidents()) == 9
    assert ["move the file away" in each.reason for each in atlas.problems] == [True]


def test_without_a_ledger_none_is_made(home: Path) -> None:
    Atlas.open(home)
    assert not home.exists()


class TestAdopting:
    def test_the_embedded_dataset_is_edited_as_curated_records_and_its_file_stays(self, home: Path) -> None:
        from incidents.atlas import EMBEDDED

        before = Atlas.open(home)
        digest = hashlib.sha256(EMBEDDED.read_bytes()).hexdigest()
        with Curated.open(home) as ledger:
            adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), REVIEWER)
            again = adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), REVIEWER)
            entry = ledger.get("balochistan-2026.pasni")
            ledger.save(entry.edited(title="Attack in Pasni"), REVIEWER, "shorter")
        after = Atlas.open(home)
        assert again == ()
        assert len(after.incidents()) == len(before.incidents()) == 9
        assert set(after.incidents()["dataset"]) == {"curated"}
        assert after.incident("curated.balochistan-2026.pasni").title == "Attack in Pasni"
        assert hashlib.sha256(EMBEDDED.read_bytes()).hexdigest() == digest

    def test_its_claims_say_the_same(self, home: Path) -> None:
        from incidents.atlas import EMBEDDED

        def told() -> list[str]:
            views = Atlas.open(home).summary().campaigns
            return [
                f"{toll.headline} {toll.tag} {line.label}"
                for view in views
                for toll in view.tolls
                for line in toll.lines
            ]

        before = told()
        with Curated.open(home) as ledger:
            adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), REVIEWER)
        assert told() == before

    def test_who_selects_the_dataset_still_finds_its_records(self, home: Path) -> None:
        from incidents.atlas import EMBEDDED

        selection = Selection(datasets=("balochistan-2026",))
        before = Atlas.open(home).summary(selection)
        with Curated.open(home) as ledger:
            adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), REVIEWER)
            ledger.save(incident(), REVIEWER)
        atlas = Atlas.open(home)
        after = atlas.summary(selection)
        assert (after.count, len(after.campaigns)) == (before.count, len(before.campaigns)) == (9, 2)
        counted = {each.value: each.count for each in atlas.facets()["datasets"]}
        assert counted["balochistan-2026"] == 9


class TestPromoting:
    def test_a_row_becomes_a_curated_incident_with_the_link_kept(self, home: Path, tmp_path: Path) -> None:
        sheet = tmp_path / "sheet.csv"
        sheet.write_text("place,date,type,killed,source\nPasni,2026-01-29,bombing,3,A paper\n", encoding="utf-8")
        Store(home).add(sheet, Gazetteer.load())
        atlas = Atlas.open(home)
        row: Incident = atlas.incident(atlas.incidents(Selection(datasets=["sheet"]))["id"].iloc[0])
        with Curated.open(home) as ledger:
            sources = [atlas.source(each) for each in row.sources]
            kept = promote(ledger, row, REVIEWER, version="1", claims=atlas.claims_of(row.id), sources=sources)
            with pytest.raises(RecordRefused, match="promoted before"):
                promote(ledger, row, REVIEWER)
        assert kept.link is not None
        assert (kept.link.dataset, kept.link.version, kept.link.record) == ("sheet", "1", row.id)
        after = Atlas.open(home)
        shown = after.incident(f"curated.{row.id}")
        assert ("sheet 1", row.id) in [(each.scheme, each.id) for each in shown.external_ids]
        assert after.claims_of(shown.id)[0].value == 3
        assert row.id not in set(after.incidents()["id"]), "shown once, as the curated record"


def test_what_a_previous_release_left_in_the_data_folder_stays_as_it_is(home: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("place,date,type,killed\nPasni,2026-01-29,bombing,3\nNowhere,2026-01-29,x,\n", encoding="utf-8")
    Store(home).add(sheet, Gazetteer.load())
    (home / "datasets" / "own.toml").write_text('[dataset]\nid = "curated"\ntitle = "My own"\n', encoding="utf-8")
    (home / "imported" / "kept").mkdir(parents=True)
    (home / "imported" / "kept" / "manifest.json").write_text("{}", encoding="utf-8")

    def files() -> dict[str, bytes]:
        return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}

    old, ids = files(), {each.id for each in Atlas.open(home).datasets}
    with Curated.open(home) as ledger:
        ledger.save(made(incident().record, review={"status": "accepted"}), REVIEWER)
    atlas = Atlas.open(home)
    assert {name: content for name, content in files().items() if not name.startswith("ledger")} == old
    assert {each.id for each in atlas.datasets} == {*ids, "curated-2"}
    assert "curated-2.blast" in set(atlas.incidents()["id"])
