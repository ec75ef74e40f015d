"""What a form of the ledger holds and what is read back from it: nothing changes by looking, and what cannot be is refused."""

from pathlib import Path

import pytest

from gazetteer import Gazetteer
from incidents.atlas import EMBEDDED
from incidents.curated import LOCAL, Actor, Curated, Entry, RecordRefused, StaleSave, made
from incidents.curated.database import chosen_url
from incidents.curated.promoting import adopt
from incidents.dataset_file import read_toml
from incidents.record import Claim, Source
from pages import edit_claim, edit_incident, edit_ledger, edit_source
from pages.edit_form import Values
from pages.edit_list import chosen as listed
from pages.edit_merge import chosen
from pages.edit_record import entry_of_values, values_of

PASNI = "balochistan-2026.pasni"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    with Curated.open(folder) as ledger:
        adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), LOCAL)
    return folder


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(home))


def present(record_id: str) -> Entry:
    found = edit_ledger.entry(record_id)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["source", "campaign", "incident"])
def test_a_form_that_is_saved_as_it_was_opened_changes_nothing(kind: str):
    entries = edit_ledger.entries(kind)  # type: ignore[arg-type]
    assert entries
    for entry in entries:
        assert entry_of_values(kind, entry, values_of(kind, entry), Gazetteer.load()) == entry


def changed(**fields: str) -> Entry:
    entry = present(PASNI)
    return entry_of_values("incident", entry, {**values_of("incident", entry), **fields}, Gazetteer.load())


def test_what_is_written_is_what_is_kept():
    record = changed(title="Attack in Pasni", first="2026-01-30", last="", **{"actors.0.name": "Local elders"}).record
    assert record.title == "Attack in Pasni"  # type: ignore[union-attr]
    assert record.when.first == record.when.last  # type: ignore[union-attr]
    assert record.actors[0].name == "Local elders"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", " ", "Title: empty"),
        ("first", "2026-02-31", "First day"),
        ("last", "2026-01-01", "reversed dates"),
        ("latitude", "north", "Latitude: not a number: 'north'"),
        ("latitude", "900", "latitude"),
        ("place_id", "town:atlantis", "not in the gazetteer"),
        ("event_type", "party", "unknown event type"),
    ],
)
def test_what_cannot_be_is_refused_with_field_and_value(field: str, value: str, said: str):
    with pytest.raises(RecordRefused, match=said):
        changed(**{field: value, **({"level": ""} if field == "place_id" else {})})


def test_a_name_that_means_several_places_is_asked_about():
    values: Values = {"toponym": "Dasht", "place_id": "", "level": ""}
    assert edit_incident.proposed_place(values, Gazetteer.load())["place_id"] == ""
    with pytest.raises(RecordRefused, match="may be"):
        edit_incident.where_of(values, None, Gazetteer.load())


def test_a_name_that_means_one_place_proposes_it_with_its_level():
    proposed = edit_incident.proposed_place({"toponym": "Noshki"}, Gazetteer.load())
    assert (proposed["place_id"], proposed["level"]) == ("district:noshki", "district")


def test_a_citation_fills_only_what_is_empty():
    proposed = edit_source.proposed_fields({"pasted": "“New”, The Paper, 2026-02-01", "title": "Mine"})
    assert proposed == {"publisher": "The Paper", "published": "2026-02-01"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("at least 41", {"qualifier": "at_least", "low": "41", "value": "", "high": ""}),
        ("6-8", {"qualifier": "range", "low": "6", "value": "", "high": "8"}),
        ("dozens", {"qualifier": "vague", "low": "", "value": "", "high": ""}),
        ("many, I hear", {}),
    ],
)
def test_the_wording_of_a_figure_proposes_its_range(written: str, expected: Values):
    assert edit_claim.proposed_amount({"as_written": written}) == expected


def claimed(verb: str = "claim", **fields: str) -> Claim:
    before = present("balochistan-2026.militants-killed-197").record
    assert isinstance(before, Claim)
    values = {**edit_claim.values_of(before, verb), **fields}
    return edit_claim.claim_of(values, before.about, verb, before, Gazetteer.load())


def test_a_claim_keeps_wording_word_range_and_scope():
    made_ = claimed(
        "supersede",
        as_written="at least 150",
        low="150",
        qualifier="at_least",
        word="neutralized",
        scope_kind="cumulative",
    )
    assert (made_.low, made_.value, made_.high) == (150, None, None)
    assert (made_.as_written, made_.word, made_.scope.kind) == ("at least 150", "neutralized", "cumulative")
    assert made_.claimant == "security_forces"


def test_what_supersedes_a_contested_claim_is_contested_as_it_was():
    assert claimed("supersede", value="200").contests == ("balochistan-2026.militants-neutralized-177",)


def test_a_statement_needs_no_figure_and_a_claim_does():
    assert claimed("deny", claimant="Balochistan Liberation Army (BLA)").qualifier == "unknown"
    with pytest.raises(RecordRefused, match="Figure: empty"):
        claimed("contest")
    with pytest.raises(RecordRefused, match="Figure: not a number of people: '-4'"):
        claimed("contest", value="-4")


def test_a_merge_keeps_both_and_takes_what_was_chosen(tmp_path: Path):
    with Curated.open(tmp_path) as ledger:
        base = ledger.save(made(Source(id="s", title="Report")), LOCAL)
        ledger.save(base.edited(title="Theirs", language="en"), Actor("Sana", "editor"))
        with pytest.raises(StaleSave) as refused:
            ledger.save(base.edited(title="Yours", author="A. Khan"), LOCAL)
        theirs, yours = (chosen(refused.value, {"choice-title": each}) for each in ("theirs", "yours"))
        assert (theirs.record.title, yours.record.title) == ("Theirs", "Yours")  # type: ignore[union-attr]
        kept = ledger.save(yours, LOCAL).record
        assert (kept.language, kept.author) == ("en", "A. Khan")  # type: ignore[union-attr]


def test_records_are_found_by_words_kind_and_review():
    everything = edit_ledger.entries()
    assert [each.id for each in listed(everything, "PASNI", "incident", "")] == [PASNI]
    assert listed(everything, "", "", "in_review") == []


def test_looking_at_a_page_makes_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    assert edit_ledger.entries() == ()
    assert not Path(str(chosen_url().database)).exists()
