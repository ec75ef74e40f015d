"""Captions and notes on methods: plain sentences, every number with its claimant, nothing that the data does not say."""

from __future__ import annotations

import re
import unicodedata

import pytest

from incidents import Atlas, Claim, Dataset, Incident, When, Where
from maps.captions import caption, methods
from maps.figures.choropleth import Unshaded
from maps.figures.languages import wording_of
from maps.figures.style import House
from maps.recipe import CHOICES, Recipe, figure_id
from tests.maps.figure_samples import MADE, crowd, embedded
from tests.maps.hostile import HOSTILE


def test_a_caption_says_what_where_when_who_and_from_what():
    said = caption(embedded(), Recipe())
    assert said.startswith(
        "Coordinated attacks in two towns, one tehsil and six districts of Balochistan, 29–30 January 2026."
    )
    assert "records 9 incidents." in said
    assert "undated, on or after 2 February 2026" in said
    assert "not authoritative" in said
    assert f"Figure {figure_id(Recipe(), embedded())}" in said


def test_every_toll_in_a_caption_is_followed_by_its_claimant():
    said = caption(embedded(), Recipe())
    for figure in re.findall(r"(\d+) (?:security|members|civilians|militants)", said):
        assert re.search(rf"{figure} [\w ]+, according to ", said), figure
    assert "200 security personnel killed, according to the Balochistan Liberation Army (BLA)" in said
    assert "177 militants neutralized, according to the Pakistani military" in said


def test_no_sum_of_claims_is_in_the_words():
    said = caption(embedded(), Recipe()) + methods(embedded(), Recipe())
    for total in ("217", "374", "228", "248", "445", "405", "231"):
        assert total not in said
    assert "not added up" in said


def test_contested_figures_are_called_so():
    assert "these claims contest each other" in caption(embedded(), Recipe())


def test_the_day_of_knowledge_takes_claims_out_of_the_words_and_is_named():
    recipe = Recipe(query="as_known_on=2026-01-31")
    said = caption(embedded(), recipe)
    assert "according to" not in said
    assert "as known on 31 January 2026" in said


@pytest.mark.parametrize("kind", CHOICES["kind"])
def test_methods_of_every_kind_say_precision_claimants_and_the_limits(kind):
    said = methods(embedded(), Recipe(kind=kind))
    assert "2 known to the town, 1 to the tehsil and 6 to the district" in said
    assert "Figures as claimed by the Balochistan Liberation Army (BLA), unnamed reports" in said
    assert "it does not mean that nothing happened" in said


def test_the_classes_of_a_choropleth_are_explained():
    assert "quantiles" in methods(embedded(), Recipe(kind="choropleth"))
    assert "equal intervals" in methods(embedded(), Recipe(kind="choropleth", classes="equal"))
    assert "1,000 square kilometres" in methods(embedded(), Recipe(kind="choropleth", measure="per_area"))


def test_an_empty_selection_says_so():
    recipe = Recipe(query="start=1999-01-01&end=1999-01-02")
    assert caption(embedded(), recipe).startswith("No incident matches.")
    assert "No incident matches the selection" in methods(embedded(), recipe)
    assert caption(Atlas.of([]), Recipe()).startswith("No incident matches.")


def test_hostile_words_stay_on_one_line_without_control_characters():
    for text in HOSTILE:
        said = caption(embedded(), Recipe(title=text[:300]))
        assert not any(unicodedata.category(each) == "Cc" or each in "\u202e\u2028\u2066" for each in said), text


def test_the_words_of_many_incidents_stay_bounded():
    assert len(caption(crowd(2000), Recipe())) < 12_000


def test_one_person_is_not_called_people():
    incident = Incident(id="i", dataset="d", title="A blast", when=When(first=MADE, last=MADE), where=Where(place_id="town:pasni", level="town"), event_type="bombing")  # fmt: skip
    claims = tuple(Claim(id=f"c{n}", about="i", quantity="killed", counted=who, value=n, claimant="police") for n, who in ((1, "people"), (2, "civilians")))  # fmt: skip
    said = caption(Atlas.of([Dataset("d", "D", incidents=(incident,), claims=claims)]), Recipe())
    assert "1 person killed, according to police" in said
    assert "2 civilians killed" in said


ONE = {
    "en": [
        "No room for the count of 1 incident and for 1 name.",
        "Bars: incidents per month. 1 incident dated to more than one month is drawn below as a span, in no bar.",
        "Shaded: 1 incident whose district is known. Not shaded: 1 of which only a larger area is known, 1 at a place not known.",
        "Not shown: the figures of 1 more incident.",
        "and 1 more claim, contested: see the caption.",
    ],
    "ur": [
        "جگہ نہ ہونے سے 1 واقعے کی تعداد اور 1 نام چھوڑ دیے گئے ہیں۔",
        "ستون: فی مہینہ واقعات۔ 1 واقعہ جس کی تاریخ ایک سے زیادہ مہینوں پر پھیلی ہے، کسی ستون میں نہیں بلکہ نیچے ہے۔",
        "رنگوں میں: ضلع کے اندر معلوم 1 واقعہ۔ رنگوں میں نہیں: 1 صرف بڑے علاقے تک معلوم، نامعلوم مقام پر 1۔",
        "مزید 1 واقعے کے اعداد یہاں نہیں دکھائے گئے۔",
        "اور مزید 1 دعویٰ، جو متنازع ہے: دیکھیے عبارتِ تصویر۔",
    ],
}


@pytest.mark.parametrize("language", ONE)
def test_one_incident_and_one_claim_are_spoken_of_in_the_singular(language):
    say = wording_of(language, embedded(), House())
    about_one = (
        say.binned("month", 1),
        say.not_shaded(1, Unshaded(1, (), 0, 1)),
        say.more_incidents(1),
        say.more_claims(1, 1, shown=True),
    )
    assert [say.no_room(1, 1), *about_one] == ONE[language]


def test_an_urdu_figure_has_urdu_words_with_the_same_numbers_and_claimants():
    atlas, recipe = embedded(), Recipe(language="ur")
    said = caption(atlas, recipe)
    for claim, number in (
        ("بی ایل اے: سکیورٹی اہلکار (توثیق نہیں ہوئی)", 200),
        ("بے نام اطلاعات: قانون نافذ کرنے والے اہلکار (منسوب)", 17),
        ("سکیورٹی فورسز: ہلاک (منسوب)", 197),
        ("فوج: ”نیوٹرلائز“ (تصدیق نہیں کی گئی)", 177),
    ):
        assert f"{claim}: {number}" in said
    assert "عام شہری: 31 ہلاک، بے نام اطلاعات (منسوب)۔" in said
    assert not re.search(r"according|claimed|records|Figure |Made |Selected", said + methods(atlas, recipe))
    assert figure_id(recipe, atlas) in said
    assert "2 قصبے تک، 1 تحصیل تک اور 6 ضلع تک" in methods(atlas, recipe)


@pytest.mark.parametrize("kind", CHOICES["kind"])
def test_an_id_keeps_its_digits_in_urdu_ones(kind):
    recipe = Recipe(language="ur", kind=kind, style={"digits": "urdu"}, query="rule=claimant:military")
    assert figure_id(recipe, embedded()) in methods(embedded(), recipe)


@pytest.fixture(scope="module")
def estimated() -> Atlas:
    when, where = When(first=MADE, last=MADE), Where(place_id="town:pasni", level="town", toponym="Pasni 10")
    clash = Incident(id="i", dataset="m", title="Armed clash in Pasni 10", when=when, where=where, event_type="clash")
    estimate = Claim(id="k", about="i", quantity="killed", counted="people", value=90, word="fatalities", claimant="named:acled-coders-estimate", claimant_name="ACLED, coder’s estimate")  # fmt: skip
    return Atlas.of([Dataset("m", "Made up", incidents=(clash,), claims=(estimate,))])


def test_a_column_of_fatalities_is_a_sentence(estimated):
    said = "90 people killed, according to ACLED, coder’s estimate (attributed)"
    assert said in caption(estimated, Recipe())


def test_a_coders_estimate_and_a_made_title_are_urdu_in_urdu(estimated):
    said = caption(estimated, Recipe(language="ur"))
    assert "ACLED کے کوڈر کا اندازہ" in said
    assert "پسنی میں مسلح جھڑپ" in said
    assert not re.search("Acled|Armed clash", said)
