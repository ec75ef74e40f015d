"""Names of claimants within a sentence: their article, and their capital."""

import pytest

from incidents.names_in_text import briefly, in_a_sentence, listed_names
from incidents.vocabulary import ACTORS


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Human Rights Commission of Pakistan", "the Human Rights Commission of Pakistan"),
        ("Baloch Liberation Front (BLF)", "the Baloch Liberation Front (BLF)"),
        ("Frontier Corps, Balochistan", "the Frontier Corps, Balochistan"),
        ("Inter-Services Public Relations (ISPR)", "Inter-Services Public Relations (ISPR)"),
        ("The Balochistan Post", "The Balochistan Post"),
        ("State Bank of Pakistan", "the State Bank of Pakistan"),
        ("Voice for Baloch Missing Persons", "Voice for Baloch Missing Persons"),
        ("Local elders", "local elders"),
        ("ACLED, coder’s estimate", "ACLED, coder’s estimate"),
        ("فوج", "فوج"),
        ("", ""),
    ],
)
def test_a_name_has_the_article_of_its_noun_and_else_stays_as_written(name, said):
    assert in_a_sentence(name) == said
    assert in_a_sentence(said) == said


def test_names_of_the_vocabulary_begin_small_where_they_are_common_words():
    said = {actor: in_a_sentence(term.label) for actor, term in ACTORS.items()}
    assert said["police"] == "police"
    assert said["security_forces"] == "Pakistani security forces"
    assert said["political_militia"] == "a political militia, not named"
    assert said["government"] == "the Government of Pakistan"
    assert said["majeed_brigade"] == "the Majeed Brigade"


def test_a_short_form_has_the_article_of_the_whole_name():
    assert briefly("Baloch Liberation Front (BLF)", "BLF") == "the BLF"
    assert briefly("Inter-Services Public Relations (ISPR)", "ISPR") == "ISPR"


def test_names_with_commas_of_their_own_are_parted_by_semicolons():
    assert listed_names(["Dawn", "Military"]) == "Dawn and the military"
    assert listed_names(["ACLED, coder’s estimate", "Military"]) == "ACLED, coder’s estimate; the military"
