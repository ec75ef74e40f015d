"""The claim ladder and two days compared: from the same week of made-up reports as the figures by rule."""

import datetime as dt

from incidents import Atlas, Selection
from incidents.claim_ladder import Ladder, Rung
from incidents.knowledge import between
from tests.incidents.samples import atlas_of, campaign, claim, dataset
from tests.incidents.test_ladder import CLAIMS, SOURCES, ladder

__all__ = ["ladder"]  # the fixture


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def drawn(atlas: Atlas, on: str | None = None) -> Ladder:
    found = atlas.ladder_of("made-up.raids", Selection(as_known_on=day(on) if on else None))
    assert found is not None
    return found


def rungs(atlas: Atlas, on: str | None = None) -> dict[str, Rung]:
    return {rung.claim_id.partition(".")[2]: rung for rung in drawn(atlas, on).rungs}


def test_a_row_for_each_claimant_and_group_from_the_first_claim_on(ladder: Atlas) -> None:
    labels = {row.label: [rung.figure for rung in row.rungs] for row in drawn(ladder).rows}
    assert labels["Pakistani military: militants killed"] == ["41", "92", "177", "216"]
    assert labels["Balochistan Liberation Army (BLA): security personnel killed"] == ["84", "at least 150", "at least 200"]  # fmt: skip
    assert drawn(ladder).most == 216


def test_a_claim_reaches_from_when_it_was_known_to_when_it_no_longer_stands(ladder: Atlas) -> None:
    found = rungs(ladder)
    assert (found["m92"].stated, found["m92"].until) == (day("2026-01-31"), day("2026-02-02"))
    assert (found["m216"].until, found["s84"].until) == (None, None)
    assert (found["s17"].until, found["s17-back"].kind) == (day("2026-02-04"), "retraction")
    assert [words for _, _, words in found["s17-back"].links] == ["takes back 17 by unnamed reports"]


def test_an_open_end_stays_open(ladder: Atlas) -> None:
    assert (rungs(ladder)["s150"].low, rungs(ladder)["s150"].high) == (150, None)


def test_as_known_on_a_day_nothing_later_is_told(ladder: Atlas) -> None:
    found = rungs(ladder, "2026-02-01")
    assert set(found) == {"m41", "m92", "m145", "s84", "s150", "s17"}
    assert (found["m92"].until, found["m92"].state, found["s17"].until) == (None, "", None)


def test_an_undated_claim_begins_on_its_earliest_possible_day() -> None:
    source = {"id": "s", "title": "A report", "not_before": "2026-02-02"}
    undated = claim("c", "raids", 5, evidence=[{"source": "s", "locator": "p. 3"}])
    atlas = atlas_of(dataset(source=[source], campaign=[campaign("raids")], claim=[undated]))
    (rung,) = drawn(atlas).rungs
    assert (rung.stated, rung.on_or_after, rung.when) == (day("2026-02-02"), True, "on or after 2 February 2026")
    assert rung.source == "A report; p. 3"


def test_without_claims_there_is_no_ladder() -> None:
    assert atlas_of(dataset(campaign=[campaign("raids")])).ladder_of("made-up.raids") is None


class TestBetween:
    def test_figures_then_and_now(self, ladder: Atlas) -> None:
        found = between(ladder, Selection(), day("2026-01-31"), day("2026-02-03"))
        assert [(each.then, each.now, each.changed) for each in found.figures] == [
            ("Militants: 92", "Militants: 145–197, contested", True),
            ("State forces: 84", "State forces: 17 or more", True),
        ]

    def test_by_the_rule_of_the_selection(self, ladder: Atlas) -> None:
        found = between(ladder, Selection(rule="claimant:military"), day("2026-01-31"), day("2026-02-05"))
        assert (found.figures[0].then, found.figures[0].now) == ("Militants: 92", "Militants: 216")

    def test_what_has_happened_to_claims(self, ladder: Atlas) -> None:
        found = between(ladder, Selection(), day("2026-02-02"), day("2026-02-04")).claims
        told = {(each.claim_id.partition(".")[2], each.what): each.words for each in found}
        assert told["m197", "new"] == "contests 177 by the Pakistani military"
        assert told["s17", "withdrawn"] == "taken back, 4 February 2026"
        assert told["s150", "no longer stands"] == "counted in at least 200, 3 February 2026"
        assert ("m41", "new") not in told

    def test_what_is_denied_between(self) -> None:
        denial = claim("no", "raids", counted="militants", qualifier="unknown", claimant="bla", denies=["m197"], stated_on="2026-02-06")  # fmt: skip
        raids = campaign("raids", first="2026-01-29", last="2026-02-05")
        atlas = atlas_of(dataset(source=SOURCES, campaign=[raids], claim=[*CLAIMS, denial]))
        found = between(atlas, Selection(), day("2026-02-05"), day("2026-02-06")).claims
        assert ("m197", "denied") in {(each.claim_id.partition(".")[2], each.what) for each in found}
        assert ("no", "new") in {(each.claim_id.partition(".")[2], each.what) for each in found}

    def test_between_days_on_which_nothing_was_said_nothing_is_told(self, ladder: Atlas) -> None:
        found = between(ladder, Selection(), day("2026-02-06"), day("2026-02-09"))
        assert (found.claims, {each.changed for each in found.figures}) == ((), {False})
