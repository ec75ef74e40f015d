"""The briefings of a data folder: one JSON file each, written whole or not at all, earlier versions kept."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefing.errors import BadBriefing, FrozenBriefing, LibraryError, StaleBriefing, UnknownBriefing
from briefing.sample import SAMPLE, sample
from briefing.scene import MAX_FILE, Briefing, from_json, to_json
from gazetteer import home as data_folder

if TYPE_CHECKING:
    from collections.abc import Generator

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Listed:
    """A briefing of a library in one line; `problem` says why its file cannot be read, where that is so."""

    id: str
    title: str
    scenes: int
    version: int
    saved: dt.datetime | None
    frozen: dt.date | None
    problem: str = ""


class Library:
    """The briefings in a data folder, and the embedded sample, which can be read and copied but not saved over.

    Parameters
    ----------
    home : path, optional
        The data folder; by default ``ATLAS_HOME`` or the platform's.
    """

    def __init__(self, home: str | Path | None = None) -> None:
        self.folder = (Path(home) if home is not None else data_folder()) / "briefings"

    # Reading

    def listed(self) -> tuple[Listed, ...]:
        """Return the briefings, the last saved first, then the sample; one that cannot be read says why."""
        try:
            paths = [path for path in self.folder.glob("*.json") if _ID.fullmatch(path.stem)]
        except OSError as reason:
            raise _unusable(self.folder, reason) from None
        found = [self._line(path.stem) for path in paths]
        oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
        found.sort(key=lambda each: each.saved or oldest, reverse=True)
        return (*found, _summed(sample()))

    def _line(self, briefing_id: str) -> Listed:
        try:
            return _summed(self.read(briefing_id))
        except (BadBriefing, LibraryError) as problem:
            return Listed(briefing_id, briefing_id, 0, 0, None, None, str(problem))

    def read(self, briefing_id: str, version: int | None = None) -> Briefing:
        """Return a briefing by its id, as it is now or as it was in an earlier version.

        Raises
        ------
        UnknownBriefing
            There is none.
        BadBriefing
            Its file was damaged, or another program wrote it.
        LibraryError
            The folder cannot be read.
        """
        if briefing_id == SAMPLE:
            return sample()
        path = self._path(briefing_id) if version is None else self._earlier(briefing_id, version)
        try:
            with path.open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except FileNotFoundError:
            which = "" if version is None else f" in version {version}"
            raise UnknownBriefing(
                f"there is no briefing {briefing_id!r:.80}{which}: it may have been deleted"
            ) from None
        except OSError as reason:
            raise _unusable(path, reason) from None
        try:
            return from_json(content)
        except BadBriefing as problem:
            raise BadBriefing(f"{path.name}: {problem}") from None

    def versions(self, briefing_id: str) -> tuple[int, ...]:
        """Return the numbers of the versions that are kept, oldest first; they outlive the briefing's deletion."""
        names = (
            path.stem.rpartition(".") for path in (self.folder / "versions").glob(f"{_checked(briefing_id)}.*.json")
        )
        return tuple(sorted(int(number) for stem, _, number in names if stem == briefing_id and number.isdigit()))

    # Writing

    def save(self, briefing: Briefing) -> Briefing:
        """Save a briefing over the version that it was made from, and return it with its new version.

        Raises
        ------
        StaleBriefing
            Somebody saved another version meanwhile; nothing is written.
        FrozenBriefing
            The saved one is frozen, or it is the sample.
        LibraryError
            The folder cannot be written; the saved version stays as it was.
        """
        now = self._present(briefing)
        new = briefing.replace(version=now + 1, saved=dt.datetime.now(dt.UTC).replace(microsecond=0))
        kept = self._earlier(new.id, new.version)
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with _written(kept.parent, to_json(new)) as written:
                os.link(written, kept)  # fails where somebody took this version first
                written.replace(self._path(new.id))
        except FileExistsError:
            self._finish(kept)
            raise _stale(briefing.title, briefing.version) from None
        except OSError as reason:
            raise _unusable(self.folder, reason) from None
        return new

    def _present(self, briefing: Briefing) -> int:
        """Return the version to save over; versions of a deleted briefing of that id count on."""
        if briefing.id == SAMPLE:
            raise FrozenBriefing("the sample comes with the atlas and stays as it is: copy it, and edit the copy")
        try:
            saved = self.read(briefing.id)
        except UnknownBriefing:
            if briefing.version:
                raise
            return max(self.versions(briefing.id), default=0)
        if saved.frozen:
            raise FrozenBriefing(f"“{saved.title}” is frozen and never changes: copy it, and edit the copy")
        check_version(saved, briefing.version)
        return saved.version

    def _finish(self, kept: Path) -> None:
        """Put a version in its place whose save was cut off between keeping it and that."""
        with contextlib.suppress(OSError, BadBriefing):
            if time.time() - kept.stat().st_mtime > 10:
                version = from_json(kept.read_bytes())
                with _written(self.folder, to_json(version)) as written:
                    written.replace(self._path(version.id))

    def new_id(self, title: str) -> str:
        """Return an id for a new briefing, made from its title; no other one has or had it.

        Examples
        --------
        >>> Library("/nowhere").new_id("Monday, 2 March: what we know")
        'monday-2-march-what-we-know'
        """
        stem = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "briefing"
        taken = {SAMPLE, *(path.stem for path in self.folder.glob("*.json"))}
        numbered = (f"{stem}-{number}" for number in range(2, 10_000))
        free = lambda each: each not in taken and not self.versions(each)  # noqa: E731
        return stem if free(stem) else next(each for each in numbered if free(each))

    def copy(self, briefing: Briefing, title: str) -> Briefing:
        """Save a briefing under another title as a new one that can be edited, and return that."""
        return self.save(briefing.replace(id=self.new_id(title), title=title, version=0, saved=None, frozen=None))

    def take_in(self, content: bytes) -> Briefing:
        """Save the briefing of an exported file as a new one, frozen where it was, and return it. Raises `BadBriefing`."""
        given = from_json(content)
        return self.save(given.replace(id=self.new_id(given.title), version=0, saved=None))

    def delete(self, briefing_id: str, version: int | None = None) -> None:
        """Take a briefing out of the library; its versions are kept, and `restore` brings it back.

        Raises
        ------
        StaleBriefing
            It is not the `version` that whoever deletes it has seen; nothing is deleted.
        """
        if briefing_id == SAMPLE:
            raise FrozenBriefing("the sample comes with the atlas and stays")
        if version is not None:
            check_version(self.read(briefing_id), version)
        try:
            self._path(briefing_id).unlink()
        except FileNotFoundError:
            raise UnknownBriefing(
                f"there is no briefing {briefing_id!r:.80}: it may have been deleted before"
            ) from None
        except OSError as reason:
            raise _unusable(self.folder, reason) from None

    def restore(self, briefing_id: str, version: int | None = None) -> Briefing:
        """Save an earlier version (the last one without) as the newest, and return it."""
        kept = self.versions(briefing_id)
        if not kept:
            raise UnknownBriefing(f"no version of {briefing_id!r:.80} is kept")
        old = self.read(briefing_id, kept[-1] if version is None else version)
        present = self.read(briefing_id).version if self._path(briefing_id).exists() else 0
        return self.save(old.replace(version=present))

    def _path(self, briefing_id: str) -> Path:
        return self.folder / f"{_checked(briefing_id)}.json"

    def _earlier(self, briefing_id: str, version: int) -> Path:
        return self.folder / "versions" / f"{_checked(briefing_id)}.{version:05d}.json"


def _checked(briefing_id: str) -> str:
    if not _ID.fullmatch(briefing_id):
        raise UnknownBriefing(f"{briefing_id!r:.80} is no id of a briefing")
    return briefing_id


@contextlib.contextmanager
def _written(folder: Path, text: str) -> Generator[Path]:
    """Write a text to a temporary file that reaches the disk, and clean up what is left of it."""
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def _summed(briefing: Briefing) -> Listed:
    frozen = briefing.frozen.on if briefing.frozen else None
    return Listed(briefing.id, briefing.title, len(briefing.scenes), briefing.version, briefing.saved, frozen)


def check_version(saved: Briefing, seen: int) -> None:
    """Raise `StaleBriefing` where a briefing is not the version that somebody has seen who wants to change it."""
    if saved.version != seen:
        raise _stale(saved.title, seen)


def _stale(title: str, seen: int) -> StaleBriefing:
    return StaleBriefing(
        f"“{title}” was saved by somebody else since version {seen}, which you have seen; nothing was overwritten or "
        "deleted: look at it again, and make the change once more"
    )


def _unusable(path: Path, reason: OSError) -> LibraryError:
    words = reason.strerror or str(reason)
    return LibraryError(f"{path} cannot be used: {words}; let the program read and write there, or set ATLAS_HOME")
