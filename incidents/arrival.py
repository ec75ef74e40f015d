"""A file that a person hands over: kept apart until it is imported or put aside, looked at and imported beside the caller."""

from __future__ import annotations

import logging
import re
import secrets
import tempfile
import threading
import weakref
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from gazetteer import Gazetteer
from incidents.dataset import slug
from incidents.errors import DatasetExists, IncidentsError
from incidents.likeness import Likeness, columns_read, is_of_others, likeness, mended
from incidents.locking import Held
from incidents.looking import Look
from incidents.manifest import Manifest
from incidents.problem import shorten
from incidents.readers.errors import Cancelled
from incidents.readers.mapping import Mapping as ColumnMapping
from incidents.sandbox import Worker
from incidents.sheet import MAX_BYTES
from incidents.snapshot import UPLOADING, Snapshots
from incidents.store import Store
from incidents.wording import one_line

BUSY: Final = ("arriving", "waiting", "looking", "importing")
AT_ONCE: Final = 2  # children that read files at the same time; others wait
_free = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Choice:
    """What a person wants of a file.

    Attributes
    ----------
    how : str
        "new" for a dataset of its own, "version" for the next version of one, "append" for more rows of one.
    dataset : str
        The dataset's name.
    kind, mapping : str and Mapping or None
        As what, and how, it is read; found out where nothing is said.
    """

    how: str = "new"
    dataset: str = ""
    kind: str = ""
    mapping: ColumnMapping | None = None


@dataclass(frozen=True)
class Taken:
    """What became of a file: the dataset with its version (0 for one without versions) and what of its rows."""

    dataset: str
    version: int = 0
    rows: int = 0
    taken: int = 0
    repeated: int = 0
    rejected: int = 0
    already: bool = False


class Arrival:
    """A file that is on its way into the atlas.

    Parameters
    ----------
    home : path
        The data folder.
    name : str
        The file's name, as whoever brings it says.

    Attributes
    ----------
    state : str
        "arriving", "waiting", "looking", "ready", "importing", "done", "failed", "cancelled".
    stage, done, whole : str and int
        How far it is.
    message : str
        Why it failed.
    look : Look or None
        What it looks like, once it was looked at.
    mapping : Mapping or None
        How a person wants its columns read.
    like : str
        The dataset whose mapping fits the file too, and by which it is read.
    newer : Likeness or None
        The dataset of which it may be a newer export.
    mends : str
        The dataset whose rejected rows, or rows on no map, it brings back.
    others : frozenset of str
        The datasets of its name of which it has no incident.
    same : Manifest or None
        The version that a file of the same content made.
    result : Taken or None
        What became of it, once it was imported.
    """

    def __init__(self, home: Path, name: str) -> None:
        self.id = secrets.token_hex(12)  # Streamlit refuses keys with two underscores in a row
        self.name = shorten(one_line(name) or "file", 120)
        self.home = home
        self._held = Held(UPLOADING, home / "imported")
        self._worker = Worker(home=home)
        self.path = self._held.path / safe_name(name)
        self.state, self.stage, self.message = "arriving", "", ""
        self.done = self.whole = 0
        self.look: Look | None = None
        self.kind, self.like = "", ""
        self.mapping: ColumnMapping | None = None
        self.newer: Likeness | None = None
        self.mends = ""
        self.others: frozenset[str] = frozenset()
        self.same: Manifest | None = None
        self.result: Taken | None = None
        self._cancel = threading.Event()
        self._away = weakref.finalize(self, _away, self._held, self._worker)

    @property
    def busy(self) -> bool:
        """Whether something is being done with it."""
        return self.state in BUSY

    @property
    def rejected(self) -> Path:
        """The list of rows that a plain sheet would lose, once it was looked at; it need not be there."""
        return self._held.path / "rejected.csv"

    def look_at(self, kind: str = "", mapping: ColumnMapping | None = None) -> None:
        """Look at the file, in a thread and a child process of its own; again, where it is being looked at already."""
        self.kind, self.mapping = kind, mapping
        self._begin("looking", self._look)

    def take(self, choice: Choice, taken: Collection[str] = ()) -> None:
        """Import the file, in a thread and a child process of its own; `taken` are the names of other datasets."""
        self._begin("importing", lambda: self._take(choice, taken))

    def cancel(self) -> None:
        """Stop what is being done; nothing is kept of an import that is stopped."""
        self._cancel.set()
        if self.state == "arriving":
            self.state = "cancelled"

    def put_aside(self) -> None:
        """Stop, and remove the file."""
        self.cancel()
        self._away()

    def _begin(self, state: str, work: Callable[[], None]) -> None:
        if self.state in ("waiting", "looking", "importing"):
            return
        self.state, self.stage, self.message = "waiting", "", ""
        self.done = self.whole = 0
        self._cancel.clear()
        threading.Thread(target=self._run, args=(state, work), name=f"arrival-{state}", daemon=True).start()

    def _run(self, state: str, work: Callable[[], None]) -> None:
        while not _free.acquire(timeout=0.2):
            if self._cancel.is_set():
                self.state = "cancelled"
                return
        try:
            self.state = state
            work()
        except Cancelled:
            self.state = "cancelled"
        except IncidentsError as error:
            self.message, self.state = str(error), "failed"
        except Exception:
            logging.getLogger(__name__).exception("a file could not be imported")
            self.message, self.state = "a fault of the atlas, told in its log; nothing was kept", "failed"
        finally:
            _free.release()
            if self.state != "ready" or self.look is None or self.look.kind != "table":
                self._worker.close()

    def _look(self) -> None:
        while True:
            asked = (self.kind, self.mapping)
            found = self._seen(*asked)
            if asked == ("", None) and found.kind == "table" and (known := self._fitting(found)):
                self.like, self.mapping = known
            if asked == (self.kind, self.mapping):
                self.newer, self.others = self._newer(found), self._others(found)
                self.mends = mended(found.marks, self._alike(found))
                self.same = Snapshots(self.home).with_content(self.path, found.kind, self.mapping)
                self.look, self.state = found, "ready"
                return

    def _newer(self, found: Look) -> Likeness | None:
        """Return the dataset that has most of the file's event ids; of tables, one that was read from columns that it has, too."""
        columns = {column.heading for column in found.columns}
        there = self._alike(found)
        return likeness(found.ids, [each for each in there if found.kind != "table" or columns_read(each) <= columns])

    def _alike(self, found: Look) -> list[Manifest]:
        return [each for each in Snapshots(self.home).datasets() if each.kind == found.kind]

    def _others(self, found: Look) -> frozenset[str]:
        """Return the datasets that the file's name tells and of which it is hardly a version."""
        own, headings = slug(self.name.rpartition(".")[0] or self.name), [column.heading for column in found.columns]
        named = [each for each in self._alike(found) if own == each.dataset or each.file == self.name]
        return frozenset(each.dataset for each in named if is_of_others(headings, found.ids, found.digests, each))

    def _seen(self, kind: str, mapping: ColumnMapping | None) -> Look:
        self.rejected.unlink(missing_ok=True)
        job: dict[str, Any] = {"do": "look", "kind": kind, "mapping": mapping.to_dict() if mapping else None}
        job |= {"file": str(self.path), "folder": str(self._held.path), "name": self.name}
        return Look.from_dict(self._worker.run(job, self.path.stat().st_size, self._tell, self._cancel))

    def _fitting(self, found: Look) -> tuple[str, ColumnMapping] | None:
        """Return the dataset whose mapping names only columns that this file has, and the mapping."""
        snapshots, there = Snapshots(self.home), {column.heading for column in found.columns}
        own = slug(self.name.rpartition(".")[0] or self.name)
        for each in sorted(snapshots.datasets(), key=lambda one: one.dataset != own):
            if each.kind == "table":
                mapping = snapshots.mapping(each.dataset)
                named = {*mapping.columns.values(), *(count.column for count in mapping.counts)}
                if named and named <= there:
                    return each.dataset, mapping if each.dataset == own else replace(mapping, title="", year="")
        return None

    def _take(self, choice: Choice, taken: Collection[str]) -> None:
        kind = choice.kind or (self.look.kind if self.look else "")
        if kind == "toml":
            added = Store(self.home).add(self.path, Gazetteer.load(), taken=taken)
            count = added.dataset.incidents
            result = Taken(
                added.dataset.id, 0, count + added.dataset.rejected, count, 0, added.dataset.rejected, added.already
            )
        elif kind == "sheet":
            result = self._take_sheet(choice, taken)
        else:
            result = self._take_table(choice, kind, taken)
        self.result, self.state = result, "done"
        self._away()

    def _take_sheet(self, choice: Choice, taken: Collection[str]) -> Taken:
        store = Store(self.home)
        dataset, already = store.add_apart(
            self.path,
            self.name,
            self._worker,
            name=choice.dataset,
            taken=taken,
            progress=self._tell,
            cancel=self._cancel,
        )
        told = (self.look.sheet if self.look else None) or {}
        return Taken(dataset, 0, told.get("rows", 0), told.get("placed", 0), 0, told.get("rejected_rows", 0), already)

    def _take_table(self, choice: Choice, kind: str, taken: Collection[str]) -> Taken:
        snapshots = Snapshots(self.home)
        there = {each.dataset for each in snapshots.datasets()}
        name = slug(choice.dataset or re.sub(r"\.[A-Za-z0-9]{1,8}$", "", self.name))
        if choice.how == "new":
            if same := snapshots.with_content(self.path, kind, choice.mapping):
                return Taken(same.dataset, same.version, same.rows, same.taken, same.repeated, same.rejected, True)
            if name in there:
                raise DatasetExists(f"a dataset has the name {name!r}: choose another, or make this its next version")
        done = snapshots.add(
            self.path,
            name=self.name,
            dataset=name,
            kind=kind,
            mapping=choice.mapping,
            append=choice.how == "append",
            taken=set(taken) - there,
            progress=self._tell,
            cancel=self._cancel,
            worker=self._worker,
        )
        made = done.manifest
        return Taken(made.dataset, made.version, made.rows, made.taken, made.repeated, made.rejected, done.already)

    def _tell(self, stage: str, done: int, whole: int) -> None:
        self.stage, self.done, self.whole = stage, done, whole


def kind_of(file: Path, worker: Worker) -> str:
    """Return what a file is, a key of `looking.KINDS`, as it is found out for an arrival; empty for one too large to be a sheet.

    Raises
    ------
    Refused
        If it cannot be imported at all.
    """
    if not file.is_file() or file.stat().st_size > MAX_BYTES:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        job = {"do": "look", "file": str(file.resolve()), "folder": folder, "name": file.name}
        return Look.from_dict(worker.run(job, file.stat().st_size)).kind


def _away(held: Held, worker: Worker) -> None:
    worker.close()
    held.away()


def safe_name(name: str) -> str:
    """Return a file's name as any system can hold it: no path, no control characters, not too long, no device.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name("CON.csv"), safe_name("a\\u202egpj.csv"), safe_name("")
    ('passwd', '_CON.csv', 'a_gpj.csv', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .,()-]", "_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    short = f"{stem[:80]}{dot}{ending[:12]}" if dot else plain[:80]
    device = re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", short, re.IGNORECASE)
    return f"_{short}" if device else short or "file"
