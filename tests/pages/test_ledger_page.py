"""The Ledger page runs without a browser: whatever the link says it raises nothing, and a reader gets no form and no record."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gazetteer import Gazetteer
from incidents.atlas import EMBEDDED
from incidents.curated import LOCAL, Actor, Curated, made
from incidents.curated.promoting import adopt
from incidents.dataset_file import read_toml
from incidents.record import Source
from pages.edit_removing import bring_back
from pages.ledger import promote_incident
from tests.hostile import hostile_texts

SECRET = "known to one person only"
QUETTA = "balochistan-2026.quetta"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    with Curated.open(folder) as ledger:
        adopt(ledger, read_toml(EMBEDDED, Gazetteer.load()), LOCAL)
        ledger.save(ledger.get(QUETTA).edited(note=SECRET).replace(sensitive=("note",)), LOCAL)
    return folder


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_HOME", str(home))


def _page() -> None:
    from pages.ledger import page

    page()


def shown(**query: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def trees(app: AppTest) -> str:
    """All that the page sends to the browser, as text."""
    return str([element.proto for element in app.main.children.values()])


@pytest.mark.parametrize(
    "act", ["", "claim", "supersede", "deny", "withdraw", "new-incident", "new-campaign", "new-source"]
)
def test_each_view_of_the_page_raises_nothing(act: str):
    app = shown(entry="balochistan-2026.security-operations", act=act, claim="balochistan-2026.militants-killed-197")
    assert not app.exception
    assert "Security operations" in trees(app) or act.startswith("new-")


@pytest.mark.parametrize("text", hostile_texts(12))
def test_a_hostile_link_never_raises(text: str):
    assert not shown(entry=text, act=text, claim=text).exception
    assert not shown(entry="balochistan-2026.security-operations", act="supersede", claim=text).exception


def test_a_record_that_was_taken_out_can_be_brought_back(home: Path):
    with Curated.open(home) as ledger:
        ledger.save(made(Source(id="gone", title="A message that was a hoax")), LOCAL)
        ledger.remove(ledger.get("gone"), LOCAL, "it was a hoax")
        assert "it was a hoax" in trees(shown(entry="gone"))
        bring_back("gone")
        assert not ledger.get("gone").removed


def test_an_incident_that_is_not_in_the_ledger_is_offered_for_promotion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    assert "Promote this one incident" in trees(shown(entry=QUETTA))
    assert "Promote this one incident" not in trees(shown(entry="balochistan-2026.nowhere"))
    promote_incident(QUETTA)
    assert "Promote this one incident" not in trees(shown(entry=QUETTA))


def test_an_editor_is_offered_review_and_a_reviewer_acceptance(monkeypatch: pytest.MonkeyPatch):
    assert "Save and accept" in trees(shown(entry=QUETTA))
    for module in ("ledger", "edit_saving", "edit_form"):
        monkeypatch.setattr(f"pages.{module}.visitor", lambda: Actor("Sana", "editor"))
    told = trees(shown(entry=QUETTA))
    assert "Save and submit for review" in told
    assert "Save and accept" not in told


def test_an_editor_sees_what_readers_do_not_and_a_reader_sees_no_record(monkeypatch: pytest.MonkeyPatch):
    assert SECRET in trees(shown(entry=QUETTA))
    for module in ("ledger", "edit_saving", "edit_form"):
        monkeypatch.setattr(f"pages.{module}.visitor", lambda: Actor("Sana", "reader"))
    told = trees(shown(entry=QUETTA))
    assert SECRET not in told
    assert "Sana reads here" in told
    assert "atlas_form" not in told
