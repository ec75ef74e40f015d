"""Golden facts of the embedded dataset: what the article says, and that what it leaves open stays open."""

import datetime as dt

import pytest

from incidents import Atlas, Selection

A = "balochistan-2026.coordinated-attacks"
B = "balochistan-2026.security-operations"

PLACES = [
    ("Quetta", "district", "Quetta"),
    ("Gwadar", "district", "Gwadar"),
    ("Mastung", "district", "Mastung"),
    ("Noshki", "district", "Nushki"),
    ("Dalbandin", "town", "Chagai"),
    ("Kharan", "district", "Kharan"),
    ("Panjgur", "district", "Panjgur"),
    ("Tump", "tehsil", "Kech"),
    ("Pasni", "town", "Gwadar"),
]


def test_it_reads_without_a_problem(atlas: Atlas) -> None:
    assert atlas.problems == ()


def test_it_holds_nine_incidents_two_campaigns_and_one_source(atlas: Atlas) -> None:
    (info,) = atlas.datasets
    assert (info.incidents, info.campaigns, info.sources) == (9, 2, 1)


def test_the_places_stand_in_the_order_of_the_article_with_level_and_district(atlas: Atlas) -> None:
    found = atlas.incidents()
    district = found["admin2"].replace({"Noshki": "Nushki"})
    assert list(zip(found["toponym"], found["level"], district, strict=True)) == PLACES


def test_what_is_known_to_an_area_is_a_polygon_and_a_town_is_a_point(atlas: Atlas) -> None:
    found = atlas.incidents()
    points = found.geometry.geom_type == "Point"
    assert list(found.loc[points, "toponym"]) == ["Dalbandin", "Pasni"]
    assert found.loc[~points].geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    assert found.crs.to_epsg() == 4326


def test_every_incident_has_both_days_because_the_article_does_not_say_which(atlas: Atlas) -> None:
    found = atlas.incidents()
    assert set(found["start"].dt.date) == {dt.date(2026, 1, 29)}
    assert set(found["end"].dt.date) == {dt.date(2026, 1, 30)}
    assert set(found["date_precision"]) == {"range"}


def test_no_incident_carries_a_toll_or_a_target(atlas: Atlas) -> None:
    found = atlas.incidents()
    assert found[["fatalities_low", "fatalities_best", "fatalities_high"]].isna().all().all()
    assert set(found["target_kinds"]) == {()}
    assert all(atlas.claims_of(incident) == () for incident in found["id"])


def test_the_kind_is_not_stated_and_the_attack_type_is_the_articles_own(atlas: Atlas) -> None:
    found = atlas.incidents()
    assert set(found["event_label"]) == {"Attack, kind not stated"}
    assert set(found["attack_types"]) == {("coordinated_attack",)}


@pytest.mark.parametrize("name", ["dalbandin", "tump", "pasni"])
def test_what_the_article_calls_a_district_and_is_none_says_so(atlas: Atlas, name: str) -> None:
    assert "called a district by the source" in atlas.incident(f"balochistan-2026.{name}").where.note.lower()


def test_targets_belong_to_the_campaign(atlas: Atlas) -> None:
    kinds = [target.kind for target in atlas.campaign(A).targets]
    assert kinds == [
        "police_station",
        "checkpoint",
        "training_facility",
        "bank",
        "market",
        "government_office",
        "security_installation",
    ]


def test_the_bla_claims_and_its_units_are_only_named(atlas: Atlas) -> None:
    roles = {each.actor: each.role for each in atlas.campaign(A).actors}
    assert roles == {
        "bla": "claimed_responsibility",
        "majeed_brigade": "named_as_involved",
        "fidayeen_squad": "named_as_involved",
        "stos": "named_as_involved",
    }
    assert set(atlas.incidents()["actors"]) == {("bla",)}


def test_the_five_claims_are_as_the_article_gives_them(atlas: Atlas) -> None:
    claims = [*atlas.claims_of(A), *atlas.claims_of(B)]
    found = {(each.value, each.counted, each.word, each.claimant, each.standing) for each in claims}
    assert found == {
        (197, "militants", "killed", "security_forces", "attributed"),
        (17, "law_enforcement", "killed", "unnamed_reports", "attributed"),
        (31, "civilians", "killed", "unnamed_reports", "attributed"),
        (200, "security_personnel", "killed", "bla", "unconfirmed"),
        (177, "militants", "neutralized", "military", "unverified"),
    }


def test_neutralized_is_never_read_as_killed(atlas: Atlas) -> None:
    (claim,) = [each for each in atlas.claims_of(B) if each.value == 177]
    assert claim.quantity == "neutralized"


def test_two_pairs_of_claims_contest_each_other(atlas: Atlas) -> None:
    claims = {each.id: each for record in (A, B) for each in atlas.claims_of(record)}
    pairs = {frozenset((each.value, claims[other].value)) for each in claims.values() for other in each.contests}
    assert pairs == {frozenset((197, 177)), frozenset((17, 200))}


def test_all_nine_are_contested_through_their_campaign(atlas: Atlas) -> None:
    assert atlas.incidents()["contested"].all()
    assert len(atlas.incidents(Selection(contested=False))) == 0


def test_the_source_is_undated_with_an_earliest_day(atlas: Atlas) -> None:
    source = atlas.source("balochistan-2026.escalating-violence")
    assert source.title == "Escalating Violence in Balochistan: Pakistan Reports Significant Militant Deaths"
    assert (source.publisher, source.author, source.url, source.published) == ("", "", "", None)
    assert source.not_before == dt.date(2026, 2, 2)


def test_context_is_a_note_of_the_campaign_and_the_allegation_is_called_one(atlas: Atlas) -> None:
    china, india = atlas.campaign(A).context
    assert china == "China condemned the attacks."
    assert "allegation" in india


def test_no_text_of_the_dataset_holds_a_sum_of_its_figures(atlas: Atlas) -> None:
    written = "".join(record.model_dump_json() for record in (*atlas.campaigns, *atlas.sources))
    for total in (17 + 31, 17 + 200, 177 + 197, 197 + 17 + 31, 177 + 17 + 31, 31 + 200, 197 + 200):
        assert str(total) not in written
