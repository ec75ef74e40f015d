"""Makes a small data folder with a ledger, an imported dataset, a sheet and a briefing: run it with the release whose folder is to be kept.

python -m tests.old_data_folder FILE.zip
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

from briefing.library import Library
from briefing.sample import sample
from gazetteer import Gazetteer
from incidents import Store
from incidents.curated import Actor, Curated
from incidents.curated.claims import add, contest, statement, withdraw
from incidents.snapshot import Snapshots
from tests.incidents.curated.made_up import campaign, claim, incident, source
from tests.incidents.readers.made import ACLED, acled, text

REVIEWER, EDITOR = Actor("Mehr", "reviewer"), Actor("Sana", "editor")
ACCEPTED = {"review": {"status": "accepted"}}


def fill(home: Path) -> None:
    """Write what a team and its importers would have left."""
    with Curated.open(home) as ledger:
        first = ledger.save(source(url="https://example.org/a").replace(**ACCEPTED), REVIEWER, "first source")
        ledger.save(source("repost", derived_from="wire").replace(**ACCEPTED), REVIEWER, "a repost")
        ledger.save(first.edited(language="ur"), EDITOR, "it is in Urdu")
        ledger.save(campaign(sources=("wire",)).replace(**ACCEPTED), REVIEWER, "the week")
        place = incident(campaign="raids", sources=("wire",)).replace(
            **ACCEPTED, sensitive=("site",), contributor="Gul"
        )
        ledger.save(place, REVIEWER, "told by one who was there")
        ledger.save(incident("draft", title="Not yet checked"), EDITOR, "to be checked")
        evidence = [{"source": "wire", "locator": "paragraph 3", "quote": "ninety-two"}]
        said = {"counted": "militants", "claimant": "military", "word": "neutralized"}
        one = claim("c92", 92, stated_on="2026-01-31", evidence=evidence, **said).record
        add(ledger, one, REVIEWER, "claimed", **ACCEPTED)  # type: ignore[arg-type]
        other = claim(
            "c145", low=145, qualifier="at_least", as_written="145+", claimant="security_forces", counted="militants"
        )
        contest(ledger, "c92", other.record, REVIEWER, "another figure")  # type: ignore[arg-type]
        withdraw(ledger, "c145", statement("back", other.record, claimant="security_forces"), REVIEWER, "taken back")  # type: ignore[arg-type]
        gone = ledger.save(source("gone"), REVIEWER, "a mistake")
        ledger.remove(gone, REVIEWER, "entered twice")
    rows = [
        acled(number, location="Pasni", latitude=25.263, longitude=63.4692, fatalities=number) for number in (1, 2, 3)
    ]
    table = home / "made.csv"
    table.write_text(text(ACLED, rows), encoding="utf-8")
    Snapshots(home).add(table, dataset="made")
    table.unlink()
    sheet = home / "sheet.csv"
    sheet.write_text("place,date,type,killed,source\nGwadar,2026-01-30,bombing,4,A paper\n", encoding="utf-8")
    Store(home).add(sheet, Gazetteer.load())
    sheet.unlink()
    Library(home).copy(sample(), "Told to the team")


def main(to: Path) -> None:
    """Write the folder as a ZIP."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home)
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as whole:
            for path in sorted(home.rglob("*")):
                if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm")):
                    whole.write(path, path.relative_to(home))
    print(json.dumps({"file": str(to), "bytes": to.stat().st_size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
