"""Figures, captions and alt texts say who claimed an attack where the table that was imported does."""

from __future__ import annotations

from incidents import Atlas
from incidents.snapshot import Snapshots
from maps.captions import alt_text, caption
from maps.figures.layout import subject_of
from maps.listing import described
from maps.recipe import Recipe
from tests.maps.figure_samples import MADE, embedded


def test_who_claimed_an_attack_in_a_column_of_that_name_is_said_by_figure_caption_and_alt_text(tmp_path):
    table = "date,place,type,Claimed by\n2024-03-01,Pasni,bombing,BLA\n2024-03-02,Turbat,bombing,Unclaimed\n"
    (tmp_path / "made.csv").write_text(table, encoding="utf-8")
    Snapshots(tmp_path).add(tmp_path / "made.csv")
    atlas, recipe = Atlas.open(tmp_path), Recipe(query="datasets=made", made=MADE)
    said = "1 of the 2 incidents claimed by the Balochistan Liberation Army (BLA)"
    assert said in subject_of(atlas, recipe).subtitle
    assert f"Responsibility: {said}." in caption(atlas, recipe)
    assert said in alt_text(atlas, recipe)
    urdu = "ذمہ داری کا دعویٰ: بلوچستان لبریشن آرمی (بی ایل اے) (2 میں سے 1)"
    assert urdu in caption(atlas, recipe.replace(language="ur"))
    assert [each.get("claimed_by") for each in described(atlas, atlas.page(recipe.selection))] == [
        "Balochistan Liberation Army (BLA)",
        None,
    ]


def test_a_caption_names_no_claimant_whom_the_line_below_the_title_does_not():
    assert "Responsibility" not in caption(embedded(), Recipe(query="as_known_on=2026-01-31"))
    assert "Responsibility: claimed by the Balochistan Liberation Army (BLA)." in caption(embedded(), Recipe())
