"""A figure says what the page says: every claim with its claimant, nothing of what its edges leave out."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gazetteer import Gazetteer
from incidents import Atlas, Campaign, Claim, Dataset, Incident, Selection, When, Where
from maps.captions import alt_text, caption
from maps.claimants import line_words, lines_of
from maps.figures import compose, draw, keys, notes
from maps.figures.boxes import Box
from maps.figures.layout import subject_of
from maps.figures.sheet import Sheet
from maps.figures.words import clean
from maps.gallery import busy, complaints
from maps.recipe import KINDS, Recipe, figure_id
from tests.incidents.samples import atlas_of, campaign, claim, dataset, incident
from tests.maps.drawn_figures import WITH_CLAIMS, drawn, drawn_text, texts
from tests.maps.figure_samples import MADE, crowd, crowd_of, embedded


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


@pytest.mark.parametrize("preset", ["single", "slide"])
@pytest.mark.parametrize("kind", WITH_CLAIMS)
def test_every_figure_of_people_stands_with_its_claimant(atlas, kind, preset):
    said = " ".join(texts(drawn(atlas, kind=kind, preset=preset, by="day"), "claims"))
    summary = atlas.summary()
    for toll in (toll for view in summary.campaigns for toll in view.tolls):
        for line in toll.lines:
            assert re.search(rf"{re.escape(line_words(line))}[:\s]+{line.figure}", said), (line.label, said)
    assert said.count("contested") == 2
    assert "more claim" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_the_id_is_printed_and_is_that_of_recipe_and_data(atlas, kind):
    from maps.recipe import figure_id

    recipe = Recipe(kind=kind, made=MADE)
    composed = compose(atlas, recipe)
    assert composed.identifier == figure_id(recipe, atlas)
    assert f"Figure\u00a0{composed.identifier}." in " ".join(texts(composed, "small-print"))


def test_datasets_stand_with_licence_and_version(atlas):
    assert re.search(r"\(MIT, version [0-9a-f]{8}\)", " ".join(texts(drawn(atlas), "small-print")))


def test_figures_of_a_single_incident_stand_with_their_claimants():
    incident = Incident(id="i", dataset="d", title="A blast", when=When(first=MADE, last=MADE), where=Where(place_id="town:pasni", level="town"), event_type="bombing")  # fmt: skip
    claims = tuple(Claim(id=f"c{n}", about="i", quantity="killed", counted="civilians", value=n, claimant=who, contests=("c3",) if n == 5 else ()) for n, who in ((3, "police"), (5, "military")))  # fmt: skip
    said = " ".join(texts(drawn(Atlas.of([Dataset("d", "D", incidents=(incident,), claims=claims)])), "claims"))
    assert "A blast" in said
    assert "3–5" in said
    assert "contested" in said
    assert "Police" in said
    assert "Military" in said


def test_a_selection_without_records_is_drawn_in_every_kind(atlas):
    for kind in KINDS:
        composed = drawn(atlas, kind=kind, query=Selection(text="no such words").to_query())
        assert composed.title == "No incident matches"
        assert dt.date(2026, 3, 5) == composed.made


SELECTIONS = (
    "places=district:gwadar",
    "rule=lowest",
    "rule=claimant:military",
    "as_known_on=2026-01-31",
    "contested=yes&precisions=town",
    "start=2026-01-30&text=pasni&rule=latest",
)


@pytest.mark.parametrize("query", SELECTIONS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_figure_says_what_the_page_says_of_the_same_selection(atlas, query, language):
    recipe = Recipe(query=query, preset="slide", language=language, made=MADE)
    said = " ".join(drawn_text(draw(atlas, recipe, "svg")))
    summary = atlas.summary(recipe.selection)
    numbers = [toll.headline.partition(": ")[2] for view in summary.campaigns for toll in view.tolls]
    figures = [line.figure for view in summary.campaigns for toll in view.tolls for line in toll.lines]
    assert f"{summary.count} " in said
    for number in (*numbers, *figures):
        assert all(digits in said for digits in re.findall(r"\d+", number)), number
    if language == "en":
        assert summary.headline in said
        labels = [clean(label) for _, _, label in recipe.selection.active(atlas)]
        assert all(label in said for label in labels)
        lines = [line for view in summary.campaigns for toll in view.tolls for line in toll.lines]
        told = said.replace(":\u00a0", " ")  # a claim in a sentence has a colon before its figure
        assert all(f"{line_words(line)} {line.figure}" in told for line in lines)


# What the map leaves out is not spoken of


def test_a_map_with_edges_speaks_only_of_what_lies_inside_them(atlas):
    recipe = Recipe(made=MADE, preset="page", view={"bounds": (61, 24.8, 64.2, 26.5)})
    composed = compose(atlas, recipe)
    shown = atlas.summary(Selection(bounds=(61, 24.8, 64.2, 26.5)))
    said = re.sub(r"\s+", "", "".join(texts(composed)))
    assert 0 < shown.count < 9
    assert composed.title == shown.headline
    for text in (shown.headline, shown.subline, "insidethemapview"):
        assert re.sub(r"\s+", "", text) in said
    assert "nine" not in said
    assert f"records {shown.count} incidents" in caption(atlas, recipe)
    assert "nine places" not in alt_text(atlas, recipe)
    assert figure_id(recipe, atlas) != figure_id(Recipe(made=MADE, preset="page"), atlas)


def test_edges_that_leave_nothing_out_are_no_filter(atlas):
    composed = drawn(atlas, view={"bounds": (60, 22, 78, 38)})
    assert composed.title.startswith("Coordinated attacks in two towns")
    assert not any("map view" in text for text in texts(composed))


def test_the_edges_of_a_map_do_not_touch_a_timeline(atlas):
    assert drawn(atlas, kind="timeline", view={"bounds": (61, 24.8, 64.2, 26.5)}).title == atlas.summary().headline


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_empty_figure_gives_no_hint_to_somebody_before_a_screen(atlas, kind, language):
    said = " ".join(texts(drawn(atlas, kind=kind, language=language, query="start=1999-01-01&end=1999-01-02")))
    assert not re.search("Take a filter|click|فلٹر ہٹائیے", said, re.IGNORECASE)


def test_the_subtitle_does_not_repeat_the_title():
    crowded = busy()
    composed = drawn(crowded)
    number = f"{len(crowded.incidents()):,} incidents"
    assert composed.title.startswith(number)
    assert sum(number in text for text in texts(composed, "heading")) == 1


def test_the_standing_of_every_claim_is_said_as_on_the_page(atlas):
    summary = atlas.summary()
    for line in lines_of(summary):
        assert re.search(r"\((attributed|not [a-z ]+|corroborated|denied)\)", line_words(line)), line


@pytest.mark.parametrize(("language", "word"), [("en", "superseded by 19"), ("ur", "منسوخ")])
def test_the_alt_text_says_what_is_superseded(language, word):
    old, new = claim("old", "c", 17), claim("new", "c", 19, supersedes="old")
    told = atlas_of(dataset(campaign=[campaign()], incident=[incident("one", campaign="c")], claim=[old, new]))
    assert word in alt_text(told, Recipe(language=language))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "no claim about numbers was known by then"), ("ur", "تعداد کا کوئی دعویٰ معلوم نہیں تھا")],
)
def test_a_day_before_every_claim_is_said_and_nothing_that_was_learnt_later(atlas, language, words):
    heading = " ".join(texts(drawn(atlas, language=language, query="as_known_on=2026-01-30"), "heading"))
    assert words in heading
    assert not re.search("claimed by|ذمہ داری", heading)
    assert re.search("recorded later|بعد میں درج", heading)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["State forces: 17 or 200 killed, contested", "Civilians: 31 killed, attributed", "Militants: 177–197 killed or “neutralized”, contested"]),
        ("ur", ["ریاستی فورسز: 17 یا 200 ہلاک، متنازع", "عام شہری: 31 ہلاک، منسوب", "عسکریت پسند: 177 تا 197 ہلاک یا ”نیوٹرلائز“، "]),
    ],
)  # fmt: skip
def test_the_shortest_words_on_figures_say_what_happened_and_that_groups_overlap(atlas, language, words):
    subject = subject_of(atlas, Recipe(language=language))
    short = [subject.wording.short_toll(toll) for said in subject.said for toll in said.tolls]
    assert [said.replace("\u200f", "").startswith(each) for (said, _), each in zip(short, words, strict=True)] == [True] * 3  # fmt: skip
    assert [bool(overlap) for _, overlap in short] == [True, False, True]


@pytest.mark.parametrize(("language", "title"), [("en", "Attack in Basti Arani"), ("ur", "Basti Arani میں حملہ")])
def test_the_figures_of_an_incident_stand_under_its_village_and_its_day(language, title):
    village = _of(1, "tehsil:duki", "town", toponym="Basti Arani", latitude=30.25, longitude=68.7)
    incident = village.model_copy(update={"title": "Attack in Basti Arani"})
    killed = Claim(id="k", about=incident.id, quantity="killed", counted="civilians", value=3, claimant="police")
    data = Atlas.of([Dataset("d", "D", incidents=(incident,), claims=(killed,))])
    (said,) = subject_of(data, Recipe(language=language)).said
    assert said.title.lstrip("\u200f") == title
    assert said.when.lstrip("\u200f") == {"en": "5 March 2026", "ur": "5 مارچ 2026"}[language]


NOT_OF_A_PLACE = "These figures belong to the campaign"


@pytest.fixture(scope="module")
def mixed() -> Atlas:
    """An atlas with figures of a campaign and of one incident, by different claimants."""
    when = When(first=MADE, last=MADE)
    campaign = Campaign(
        id="c", dataset="m", title="A wave", when=when, places=("province:balochistan",), event_type="attack"
    )
    incident = Incident(id="i", dataset="m", title="Clash in Pasni", when=when, where=Where(place_id="town:pasni", level="town"), event_type="clash")  # fmt: skip
    claims = (
        Claim(id="k1", about="c", quantity="killed", counted="civilians", value=140, claimant="bla"),
        Claim(id="k2", about="i", quantity="killed", counted="civilians", value=90, claimant="named:coder", claimant_name="A coder"),
    )  # fmt: skip
    licence = "Terms: attribution required"
    return Atlas.of([Dataset("m", "Mixed", licence=licence, citation="Cite Mixed (2026)", campaigns=(campaign,), incidents=(incident,), claims=claims)])  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_small_print_names_the_claimant_of_an_incidents_own_figure(mixed, language):
    assert "A coder" in " ".join(texts(drawn(mixed, preset="double", language=language), "small-print"))


def test_that_figures_belong_to_no_place_is_said_of_campaigns_only(mixed):
    said = " ".join(texts(drawn(mixed, preset="double"), "claims"))
    assert said.index("A wave") < said.index(NOT_OF_A_PLACE) < said.index("Clash in Pasni")
    assert said.count(NOT_OF_A_PLACE) == 1


def test_the_attribution_that_a_licence_asks_for_is_printed_however_small_the_figure(mixed):
    assert "Cite Mixed (2026)" in " ".join(texts(drawn(mixed, preset="single"), "small-print"))


@pytest.mark.parametrize(("language", "ground"), [("en", "on the map"), ("ur", "نقشے پر")])
def test_a_timeline_speaks_of_no_map(mixed, language, ground):
    recipe = {"kind": "timeline", "preset": "double", "language": language}
    drawn_words = " ".join(texts(drawn(mixed, **recipe), "claims"))
    told = [caption(mixed, Recipe(**recipe)), alt_text(mixed, Recipe(**recipe)), drawn_words]
    assert drawn_words and not [text for text in told if ground in text]


def test_characters_that_no_font_has_show_as_one_plain_sign_and_their_maker_is_told(mixed):
    title = "Pasni \U0001f525 پسنی \u4e2d"
    assert "Pasni [?] پسنی [?]" in texts(drawn(mixed, preset="double", title=title), "heading")[0]
    assert notes(mixed, Recipe(title=title, inset=False)) == (
        "The title is drawn with [?] for \U0001f525 \u4e2d: no font of the figure has them.",
    )


# One table of places for the alt texts of both languages, with the numbers that the figure prints


def _of(number: int, place: str, level: str, **where: object) -> Incident:
    known = Where(place_id=place, level=level, **where)  # pyright: ignore[reportArgumentType]
    name = place.replace(":", "-")
    return Incident(id=f"{name}-{level}-{number}", dataset="d", title="T", when=When(first=MADE, last=MADE), where=known, event_type="attack")  # fmt: skip


@pytest.fixture(scope="module")
def same_names() -> Atlas:
    """Duki the district, the town, and a village in Duki tehsil; Punjab the province and a village of that name in it."""
    village = {"toponym": "Basti Arani", "latitude": 30.25, "longitude": 68.7}
    off = {"toponym": "Punjab", "latitude": 31.0, "longitude": 72.0}
    incidents = [
        *(_of(n, "district:duki", "district") for n in range(2)),
        *(_of(n, "town:duki", "town") for n in range(3)),
        *(_of(n, "tehsil:duki", "town", **village) for n in range(4)),
        *(_of(n, "province:punjab", "province") for n in range(5)),
        _of(9, "province:punjab", "town", **off),
    ]
    return Atlas.of([Dataset("d", "D", incidents=tuple(incidents))])


def _numbers(said: str) -> list[int]:
    """Return the numbers that stand behind the names of places."""
    return [int(found) for found in re.findall(r": (\d+)\u200f?(?=[,.،۔]| and | اور )", said)]


def test_alt_texts_of_both_languages_have_the_numbers_of_the_figure(same_names):
    english, urdu = (alt_text(same_names, Recipe(language=language)) for language in ("en", "ur"))
    assert _numbers(english) == _numbers(urdu) == [5, 2, 4, 3, 1]
    printed = [int(each.words.rpartition(" ")[2]) for each in drawn(same_names, inset=False).sheet.measure() if each.kind in ("badge", "symbol-number")]  # fmt: skip
    assert sorted(printed, reverse=True) == [5, 4, 3, 2]


def test_places_of_one_name_are_told_apart_in_both_languages(same_names):
    english, urdu = (alt_text(same_names, Recipe(language=language)) for language in ("en", "ur"))
    for each in ("Duki district: 2", "Duki town: 3", "Basti Arani: 4", "Punjab province: 5", "Punjab (Punjab province): 1"):  # fmt: skip
        assert each in english
    for each in ("ضلع دکی: 2", "قصبہ دکی: 3", "Basti Arani: 4", "صوبہ پنجاب: 5", "پنجاب (صوبہ پنجاب): 1"):
        assert each in urdu


def test_the_alt_text_of_a_choropleth_has_the_numbers_in_its_boxes(same_names):
    assert "Duki district: 9" in alt_text(same_names, Recipe(kind="choropleth"))
    assert "ضلع دکی: 9" in alt_text(same_names, Recipe(kind="choropleth", language="ur"))


def test_villages_that_count_to_their_tehsil_are_not_one_place(same_names):
    incidents = [
        _of(n, "tehsil:gwadar", "town", toponym=name, latitude=25.2 + n / 10, longitude=62.4)
        for n, name in enumerate(("Mauza Belshah", "Basti Arani"))
    ]
    villages = Atlas.of([Dataset("d", "D", incidents=tuple(incidents))])
    assert "records 2 incidents in 1 tehsil." in caption(villages, Recipe(title="Mine"))
    assert "1 تحصیل میں" in caption(villages, Recipe(language="ur", title="Mine"))
    assert "attacks in one town and three areas of Pakistan".lower() in same_names.summary().headline.lower()
    assert "پاکستان کے ایک قصبے اور تین علاقوں میں" in alt_text(same_names, Recipe(language="ur"))


def test_a_choice_of_datasets_stands_in_the_small_print_alone_and_no_file_name_under_the_title():
    data = Atlas.of([Dataset("d", "ACLED, f.csv", incidents=(_of(1, "town:pasni", "town"),))])
    composed = drawn(data, query="datasets=d&places=district:gwadar")
    assert "Filtered by: Gwadar district" in texts(composed, "heading")
    assert "Dataset: “ACLED, f.csv”" in " ".join(texts(composed, "small-print"))


# Places too near each other to be told apart


@pytest.mark.parametrize(("preset", "language"), [("single", "en"), ("slide", "ur")])
def test_places_without_room_apart_are_counted_together_and_every_incident_is_in_a_number(preset, language):
    composed = drawn(crowd(400), preset=preset, language=language)
    things = composed.sheet.measure()
    circles = [int(thing.words) for thing in things if thing.kind == "gathered-number"]
    alone = len([thing for thing in things if thing.kind == "symbol"])
    more = [int(thing.words) - 1 for thing in things if thing.kind == "symbol-number"]
    assert sum(circles) + alone + sum(more) == 400
    assert max(circles) < 400
    assert complaints(composed) == []
    said = " ".join(texts(composed, "legend"))
    assert re.search(
        r"circle: all incidents at a place and those within \d+ km of it in its district"
        if language == "en"
        else r"دائرہ: ایک مقام اور اسی ضلعے میں اس سے \d+ کلومیٹر کے اندر کے مقامات کے تمام واقعات",
        said,
    )


def test_where_counts_have_no_room_circles_are_totals_of_districts_and_the_legend_says_so():
    composed = drawn(Atlas.of(_crowded_districts()), preset="single")
    things = composed.sheet.measure()
    numbers = [int(thing.words) for thing in things if thing.kind in ("gathered-number", "badge-number")]
    legend = " ".join(texts(composed, "legend"))
    left_out = re.search(r"the counts of (\d+) incidents", legend)
    assert "circle: all incidents in a district, known to a town or to the district only" in legend
    assert sum(numbers) + int(left_out[1] if left_out else 0) == 400 + 72
    assert complaints(composed) == []


def _crowded_districts() -> list[Dataset]:
    """Four hundred records at points, and two known to each district."""
    districts = [place for place in Gazetteer.load().places("district") if place.geometry is not None][:36]
    incidents = tuple(
        Incident(id=f"{place.id.partition(':')[2]}-{n}", dataset="areas", title="-", when=When(first=MADE, last=MADE), where=Where(place_id=place.id, level="district"), event_type="attack")
        for place in districts
        for n in range(2)
    )  # fmt: skip
    return [crowd_of(400), Dataset("areas", "Areas", incidents=incidents)]


def test_the_legend_of_a_map_names_no_kind_that_only_circles_count():
    subject = subject_of(several_kinds("clash", "protest"), Recipe(made=MADE))
    arranged, _ = keys.arrange(keys.entries_of(subject), subject.theme, 1.0, 600)
    assert len(arranged) == 2
    sheet = Sheet(600, 400, "#ffffff")
    sheet.note("symbol", "Pasni", Box(0, 0, 9, 9), of=("town:pasni", "Pasni", "protest", "0 0"))
    (left,) = keys.of_symbols(arranged, sheet, 1.0)
    assert (left.entry.words, left.x) == ("protest; the town is known", 0.0)


def several_kinds(*kinds: str) -> Atlas:
    """An incident of each kind in Pasni."""
    incidents = tuple(Incident(id=kind, dataset="d", title="-", when=When(first=MADE, last=MADE), where=Where(place_id="town:pasni", level="town"), event_type=kind) for kind in kinds)  # fmt: skip
    return Atlas.of([Dataset("d", "D", incidents=incidents)])
