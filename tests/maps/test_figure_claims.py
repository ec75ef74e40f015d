"""Claims that have no room on a figure: which of them stay, and that the others are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incidents import Atlas, Claim, Dataset, Incident, TollView, Where
from incidents.problem import LABEL, shorten
from maps.figures.boxes import Box
from maps.figures.claims import LeftOut
from maps.figures.column import highest, only, place_claims
from maps.figures.layout import subject_of
from maps.figures.refusal import TooSmallError
from maps.figures.shares import Kept
from maps.figures.sheet import Sheet
from maps.figures.wording import Said
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE, WHEN, embedded

NAMES = ("BLA", "BLF", "Reuters", "Edhi", "Dawn", "hospital", "AFP", "police", "levies", "official", "military")


@pytest.fixture(scope="module")
def told() -> Said:
    """One incident: 3 to 40 killed by eleven accounts, and 10 to 70 wounded by two."""
    pattern = next(toll for view in embedded().summary().campaigns for toll in view.tolls)

    def toll(happened: str, figures: dict[str, int]) -> TollView:
        lines = tuple(
            replace(pattern.lines[0], claim_id=f"{happened}-{name}", label=name, claimant=name, low=None, value=number, high=None, figure=f"{number}")
            for name, number in figures.items()
        )  # fmt: skip
        headline = f"People: {min(figures.values())}–{max(figures.values())}"
        return replace(pattern, counted="people", counted_label="People", outcome=happened, headline=headline, contested=False, tag="figures differ", overlap="", unallocated="", lines=lines, killed=happened == "killed")  # fmt: skip

    killed = toll("killed", dict(zip(NAMES, (40, 38, 7, 6, 6, 5, 5, 4, 4, 3, 3), strict=True)))
    return Said(
        "Bombing in Mastung", "1 May 2025", (killed, toll("wounded", {"BLA": 70, "official": 10})), "", "1 May 2025"
    )


def said_in(told: Said, high: float, least_tolls: int) -> tuple[str, int]:
    """The claims in a column so high, and how many are left out."""
    sheet, keep = Sheet(400, 900, "#ffffff"), Kept(0.0, 0.0, 0.0, 0.0, 0.0)
    placed = place_claims(
        sheet, subject_of(embedded(), Recipe()), [told], Box(0, 0, 400, high), 0.76, 8.0, keep, beside=True, least_tolls=least_tolls
    )  # fmt: skip
    placed.draw()
    return " ".join(words for _, words, *_ in sheet.measure()), placed.left_out


def test_those_killed_stay_before_more_who_were_wounded(told: Said):
    words, left_out = said_in(told, 120, least_tolls=1)
    assert "3–40 killed" in words and "70" not in words
    assert left_out == 2


def test_of_a_figure_whose_claims_have_no_room_together_the_ends_of_its_range_stay_and_the_others_are_counted(
    told: Said,
):
    with pytest.raises(TooSmallError):
        said_in(told, 97, least_tolls=1)
    words, left_out = said_in(told, 97, least_tolls=0)
    assert "3–40 killed" in words and "BLA: 40" in words.replace("\u00a0", " ") and "3" in words
    assert f"and {left_out} more claims." in words and 2 < left_out < 12


def test_incidents_and_claims_that_are_left_out_are_counted_apart(told: Said):
    other = replace(told, tolls=tuple(replace(toll) for toll in told.tolls))
    killed, _ = told.tolls
    fewer, left_out = only([told, other], {id(killed): killed})
    assert [len(view.tolls) for view in fewer] == [1]
    assert left_out == LeftOut(claims=2, contested=0, incidents=1)


def test_a_claimants_name_stands_whole_on_as_many_lines_as_it_takes(told: Said):
    name = "Ministry of Interior and Tribal Affairs of the Provincial Government of Balochistan, Directorate of Public Relations"
    toll = told.tolls[1]
    line = replace(toll.lines[0], claimant=name, label=f"{shorten(name, LABEL)}: killed")
    words, _ = said_in(replace(told, tolls=(replace(toll, lines=(line,)),)), 400, least_tolls=1)
    assert f"{name}: killed" in words


def claimed(*numbers: int) -> Atlas:
    """An incident in Pasni for each number, with a claim of so many people killed."""
    where = Where(place_id="town:pasni", level="town")
    incidents = tuple(
        Incident(id=f"i{n}", dataset="d", title=f"Blast {n}", when=WHEN, where=where, event_type="bombing")
        for n in range(len(numbers))
    )
    claims = tuple(
        Claim(id=f"c{n}", about=f"i{n}", quantity="killed", counted="civilians", value=number, claimant="military")
        for n, number in enumerate(numbers)
    )
    return Atlas.of([Dataset("d", "D", incidents=incidents, claims=claims)])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((9, 8, 7, 6), "Three of the incidents with the highest claims"),
        ((9, 7, 7, 7), "Three of the incidents with the highest claims; others have claims as high"),
        ((9, 7, 7), ""),
    ],
)
def test_figures_of_some_incidents_say_where_those_of_others_are_as_high(numbers: tuple[int, ...], said: str):
    subject = subject_of(claimed(*numbers), Recipe(made=MADE))
    assert highest(subject, subject.said) == said


def test_as_high_is_said_in_urdu_too():
    subject = subject_of(claimed(9, 7, 7, 7), Recipe(language="ur", made=MADE))
    assert "اتنے ہی بڑے" in highest(subject, subject.said)
