"""The vocabulary is closed under its own words, and the crosswalks leave no code of another dataset out."""

import pytest

from incidents import vocabulary
from incidents.crosswalk import (
    ACLED_ATTACKS,
    ACLED_EVENTS,
    ACLED_INTER,
    acled_actor,
    acled_attack,
    acled_event,
    gtd_attack,
    gtd_event,
    gtd_target,
    ucdp_event,
)
from incidents.errors import UnknownCode
from incidents.term import Term
from incidents.vocabulary import ATTACK_TYPES, COUNTED, COUNTED_GROUPS, EVENT_TYPES, TARGET_KINDS

ACLED = """Chemical weapon; Air/drone strike; Suicide bomb; Shelling/artillery/missile attack;
Remote explosive/landmine/IED; Grenade; Sexual violence; Attack; Abduction/forced disappearance; Peaceful protest;
Protest with intervention; Excessive force against protesters; Violent demonstration; Mob violence; Agreement; Arrests;
Change to group/activity; Disrupted weapons use; Headquarters or base established; Looting/property destruction;
Non-violent transfer of territory; Other; Armed clash; Government regains territory;
Non-state actor overtakes territory"""
SUB_EVENT_TYPES = [" ".join(each.split()) for each in ACLED.split(";")]
DICTS = [value for name, value in vars(vocabulary).items() if name.isupper() and isinstance(value, dict)]


@pytest.mark.parametrize("sub_event_type", SUB_EVENT_TYPES)
def test_every_acled_sub_event_type_has_one_event_type(sub_event_type: str) -> None:
    assert acled_event(sub_event_type).id in EVENT_TYPES


def test_no_sub_event_type_is_known_that_acled_does_not_have() -> None:
    assert {*ACLED_EVENTS, *ACLED_ATTACKS} == set(SUB_EVENT_TYPES)


@pytest.mark.parametrize("code", [1, 2, 3])
def test_every_ucdp_type_of_violence_has_one_event_type(code: int) -> None:
    assert ucdp_event(code).id in EVENT_TYPES


def test_ucdp_says_who_fought_and_not_how() -> None:
    assert [ucdp_event(code).id for code in (1, 2, 3)] == ["unknown", "unknown", "attack"]


@pytest.mark.parametrize("code", range(1, 10))
def test_every_gtd_attack_type_has_one_event_type_and_one_attack_type(code: int) -> None:
    assert gtd_event(code).id in EVENT_TYPES
    assert gtd_attack(code).id in ATTACK_TYPES


@pytest.mark.parametrize("code", range(1, 23))
def test_every_gtd_target_type_has_one_target_kind(code: int) -> None:
    assert gtd_target(code).id in TARGET_KINDS


@pytest.mark.parametrize("code", range(1, 9))
def test_every_acled_inter_code_has_an_actor_in_figures_and_in_words(code: int) -> None:
    words, actor = ACLED_INTER[str(code)]
    assert acled_actor(code).id == actor
    assert acled_actor(words) == acled_actor(code)


def test_the_means_of_attack_follow_the_sub_event_type_where_it_states_one() -> None:
    suicide, attack = acled_attack("Suicide bomb"), acled_attack("Attack")
    assert suicide is not None
    assert suicide.id == "suicide_bombing"
    assert attack is None


@pytest.mark.parametrize("call", [lambda: acled_event("Battle"), lambda: gtd_target(23), lambda: ucdp_event(0)])
def test_a_code_that_does_not_exist_is_an_error_that_names_the_known(call: object) -> None:
    with pytest.raises(UnknownCode, match="known: "):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("terms", DICTS)
def test_ids_are_keys_and_labels_are_unique(terms: dict[str, Term]) -> None:
    assert all(key == term.id for key, term in terms.items())
    assert len({term.label for term in terms.values()}) == len(terms)


@pytest.mark.parametrize("terms", DICTS)
def test_no_alias_stands_for_two_terms(terms: dict[str, Term]) -> None:
    aliases = [alias for term in terms.values() for alias in term.aliases]
    assert len(aliases) == len(set(aliases))
    assert all(alias == alias.casefold().strip() for alias in aliases)


def test_everyone_who_is_counted_belongs_to_a_group() -> None:
    assert {term.group for term in COUNTED.values()} == set(COUNTED_GROUPS)


def test_no_word_on_screen_takes_a_side() -> None:
    shown = " ".join(f"{term.label} {term.note} {term.noun(2)}" for terms in DICTS for term in terms.values())
    shown = shown.lower().replace("counter-terrorism units", "")  # the name of a force, as the source has it
    assert not any(word in shown for word in ("terror", "martyr", "enemy", "miscreant", "freedom fighter"))
