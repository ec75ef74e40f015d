"""The vocabulary is closed under its own words, and the crosswalks leave no code of another dataset out."""

import pytest

from incidents import vocabulary
from incidents.crosswalk import (
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
from incidents.vocabulary import ACTORS, ATTACK_TYPES, COUNTED, COUNTED_GROUPS, EVENT_TYPES, TARGET_KINDS, Term

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
    carrying = [term.id for term in EVENT_TYPES.values() if sub_event_type in term.acled]
    assert carrying == [acled_event(sub_event_type).id]


def test_no_term_carries_a_code_that_acled_does_not_have() -> None:
    carried = {code for terms in (EVENT_TYPES, ATTACK_TYPES) for term in terms.values() for code in term.acled}
    assert carried <= set(SUB_EVENT_TYPES)


@pytest.mark.parametrize("code", [1, 2, 3])
def test_every_ucdp_type_of_violence_has_one_event_type(code: int) -> None:
    assert [term.id for term in EVENT_TYPES.values() if code in term.ucdp] == [ucdp_event(code).id]


def test_ucdp_says_who_fought_and_not_how() -> None:
    assert [ucdp_event(code).id for code in (1, 2, 3)] == ["unknown", "unknown", "attack"]


@pytest.mark.parametrize("code", range(1, 10))
def test_every_gtd_attack_type_has_one_event_type_and_one_attack_type(code: int) -> None:
    assert [term.id for term in EVENT_TYPES.values() if code in term.gtd] == [gtd_event(code).id]
    assert [term.id for term in ATTACK_TYPES.values() if code in term.gtd] == [gtd_attack(code).id]


@pytest.mark.parametrize("code", range(1, 23))
def test_every_gtd_target_type_has_one_target_kind(code: int) -> None:
    assert [term.id for term in TARGET_KINDS.values() if code in term.gtd] == [gtd_target(code).id]


@pytest.mark.parametrize("code", range(1, 9))
def test_every_acled_inter_code_has_an_actor_that_carries_it(code: int) -> None:
    words, _ = ACLED_INTER[str(code)]
    assert str(code) in acled_actor(code).acled
    assert acled_actor(words) == acled_actor(code)


def test_every_acled_code_of_an_actor_is_one_of_theirs() -> None:
    assert {code for term in ACTORS.values() for code in term.acled} == set(ACLED_INTER)


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
