"""Claims are never edited: they are superseded, contested, denied, corroborated, withdrawn; two people see each other."""

import pytest

from incidents import Atlas, Claim, Dataset, Selection
from incidents.curated import AlreadySuperseded, Curated, Entry, NotAllowed, RecordRefused
from incidents.curated.claims import add, contest, corroborate, deny, resolve, statement, supersede, withdraw
from incidents.curated.published import published
from tests.incidents.curated.made_up import EDITOR, OTHER, READER, REVIEWER, campaign, claim, source


def record(name: str, value: int | None = None, **more: object) -> Claim:
    made = claim(name, value, **more).record
    assert isinstance(made, Claim)
    return made


@pytest.fixture
def raids(ledger: Curated) -> Curated:
    ledger.save(campaign(), EDITOR)
    add(ledger, record("first", 41, claimant="military", stated_on="2026-01-30"), EDITOR)
    return ledger


def test_a_claim_takes_the_place_of_another_which_stays(raids: Curated) -> None:
    kept = supersede(raids, "first", record("second", 45), EDITOR, "corrected by the military")
    assert kept.record.supersedes == ("first",)  # type: ignore[union-attr]
    assert raids.get("first").record.value == 41  # type: ignore[union-attr]
    assert [each.operation for each in raids.history()[:2]] == ["supersede", "claim"]


class TestTwoPeopleSupersedeOneClaim:
    def conflict(self, raids: Curated) -> AlreadySuperseded:
        supersede(raids, "first", record("theirs", 92), OTHER)
        with pytest.raises(AlreadySuperseded, match="superseded by 'theirs' already") as refused:
            supersede(raids, "first", record("yours", 90), EDITOR)
        return refused.value

    def test_the_second_sees_the_first_s_and_nothing_is_kept(self, raids: Curated) -> None:
        conflict = self.conflict(raids)
        assert [each.record.value for each in conflict.theirs] == [92]  # type: ignore[union-attr]
        assert (conflict.claim.id, conflict.yours.record.value) == ("first", 90)  # type: ignore[union-attr]
        assert conflict.choices == ("supersede theirs", "contest theirs", "withdraw yours")
        assert {each.id for each in raids.entries("claim")} == {"first", "theirs"}

    def test_the_second_supersedes_the_first_s(self, raids: Curated) -> None:
        kept = resolve(raids, self.conflict(raids), "supersede theirs", EDITOR)
        assert kept is not None
        assert (kept.record.supersedes, kept.record.contests) == (("theirs",), ())  # type: ignore[union-attr]

    def test_the_second_contests_the_first_s(self, raids: Curated) -> None:
        kept = resolve(raids, self.conflict(raids), "contest theirs", EDITOR)
        assert kept is not None
        assert (kept.record.supersedes, kept.record.contests) == ((), ("theirs",))  # type: ignore[union-attr]

    def test_the_second_withdraws(self, raids: Curated) -> None:
        assert resolve(raids, self.conflict(raids), "withdraw yours", EDITOR) is None
        assert len(raids.entries("claim")) == 2

    def test_a_rejected_claim_does_not_stand_in_the_way(self, raids: Curated) -> None:
        theirs = supersede(raids, "first", record("theirs", 92), OTHER)
        raids.review(theirs, "rejected", REVIEWER, "not in the source")
        assert supersede(raids, "first", record("yours", 90), EDITOR).id == "yours"


def test_a_reader_adds_no_claim(raids: Curated) -> None:
    with pytest.raises(NotAllowed):
        add(raids, record("second", 45), READER)


def test_a_claim_about_another_record_cannot_be_superseded(raids: Curated) -> None:
    raids.save(campaign("other"), EDITOR)
    with pytest.raises(RecordRefused, match="name a claim about the same record"):
        supersede(raids, "first", record("second", 45, about="other"), EDITOR)


class TestOrigins:
    @pytest.fixture
    def wire(self, raids: Curated) -> Curated:
        raids.save(source("wire"), EDITOR)
        raids.save(source("outlet", derived_from="wire"), EDITOR)
        raids.save(source("paper"), EDITOR)
        add(raids, record("reported", 17, evidence=[{"source": "wire"}]), EDITOR)
        return raids

    def test_a_repost_corroborates_nothing(self, wire: Curated) -> None:
        with pytest.raises(RecordRefused, match="rests on the same origin as 'reported'"):
            corroborate(wire, "reported", record("again", 17, evidence=[{"source": "outlet"}]), EDITOR)

    def test_another_origin_corroborates(self, wire: Curated) -> None:
        kept = corroborate(wire, "reported", record("too", 17, evidence=[{"source": "paper"}]), EDITOR)
        assert kept.record.corroborates == ("reported",)  # type: ignore[union-attr]


def accepted(ledger: Curated) -> Atlas:
    for entry in ledger.entries():
        ledger.review(entry, "accepted", REVIEWER)
    made: Dataset = published(ledger.shown(), Atlas.of([]).gazetteer)
    return Atlas.of([made])


def test_what_is_done_in_the_ledger_is_what_the_atlas_shows(raids: Curated) -> None:
    first = raids.get("first").record
    assert isinstance(first, Claim)
    contest(raids, "first", record("other", 17, claimant="bla", stated_on="2026-01-31"), EDITOR)
    denied = statement("denial", first, claimant="bla", stated_on="2026-01-31")
    deny(raids, "first", denied, EDITOR)
    withdraw(raids, "first", statement("back", first, claimant="military", stated_on="2026-02-03"), EDITOR)
    atlas = accepted(raids)
    days = {day: atlas.tolls_of("curated.raids", Selection(as_known_on=day))[0] for day in ("2026-01-31", "2026-02-03")}
    assert [(view.headline, view.tag) for view in days.values()] == [
        ("People: 17–41", "contested"),
        ("People: 17", "attributed"),
    ]


def test_a_statement_with_a_mistake_names_the_field(raids: Curated) -> None:
    first = raids.get("first").record
    assert isinstance(first, Claim)
    with pytest.raises(RecordRefused, match="stated_on"):
        statement("denial", first, stated_on="yesterday")


def test_an_entry_says_what_it_is_about(raids: Curated) -> None:
    entry: Entry = raids.get("first")
    assert (entry.about, raids.get("raids").about) == ("raids", None)
