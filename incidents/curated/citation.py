"""Reads a pasted address or citation into the fields of a source, offline, and finds sources that are there already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from incidents.dates import MONTHS, NotADate, read_when
from incidents.record import Source

if TYPE_CHECKING:
    import datetime as dt

    from incidents.curated.entry import Entry

_URL: Final = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_ARCHIVE: Final = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(https?://.+)", re.IGNORECASE)
_NAMES: Final = "|".join(sorted((re.escape(each) for each in MONTHS), key=len, reverse=True))
_DATE: Final = re.compile(
    rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_NAMES})\.?,?\s+\d{{4}}\b"
    rf"|\b(?:{_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b",
    re.IGNORECASE,
)
_ACCESSED: Final = re.compile(rf"(?:accessed|retrieved|viewed)(?:\s+on)?:?\s+({_DATE.pattern})", re.IGNORECASE)
_IN_PATH: Final = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:/|\b)")
_QUOTED: Final = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)|‘([^’]+)’(?!\w)|«([^»]+)»")
_BY: Final = re.compile(r"\b[Bb]y\s+([A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|and|al|ul))*)")
_TRACKING: Final = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|amp")
_TRAILING: Final = ".,;:!?)]}'’"
MOST: Final = 4_000  # characters of a citation that are looked at
ALIKE: Final = 0.92  # of two titles, from 0 to 1, from which on they may be the same


def read_citation(citation: str) -> dict[str, str | dt.date]:
    """Return the fields of `Source` that a pasted address or citation holds; nothing is asked of any server.

    Examples
    --------
    >>> found = read_citation("By A. Khan, “Blast in Quetta”, Dawn, 31 January 2026, https://www.dawn.com/news/1?utm_source=x")
    >>> found["title"], found["publisher"], found["author"], str(found["published"]), found["url"]
    ('Blast in Quetta', 'Dawn', 'A. Khan', '2026-01-31', 'https://www.dawn.com/news/1?utm_source=x')
    >>> read_citation("https://example.org/2026/02/01/two-killed-in-mastung")["title"]
    'Two killed in mastung'
    """
    text = " ".join(citation[:MOST].split())
    found: dict[str, str | dt.date] = {}
    url = next((match.group().rstrip(_TRAILING) for match in _URL.finditer(text)), "")
    if archived := _ARCHIVE.match(url):
        found["archive_url"], url = url, archived[1]
    if url:
        found["url"] = url
    words = _URL.sub(" ", text)
    if (accessed := _ACCESSED.search(words)) and (day := _day(accessed[1])):
        found["accessed"] = day
        words = words.replace(accessed.group(), " ")
    if published := _published(words, url):
        found["published"] = published
    return found | _said(words, url)


def _published(words: str, url: str) -> dt.date | None:
    if match := _DATE.search(words):
        return _day(match.group())
    path = _IN_PATH.search(_split(url).path)
    return _day("-".join(path.groups())) if path else None


def _day(written: str) -> dt.date | None:
    try:
        when = read_when(written)
    except NotADate:
        return None
    return when.first if when.first == when.last else None


def _said(words: str, url: str) -> dict[str, str | dt.date]:
    """Return title, author and publisher: the title in quotation marks or the longest part, the rest by its place."""
    found: dict[str, str | dt.date] = {}
    words = _DATE.sub(" ", words)
    if by := _BY.search(words):
        found["author"] = by[1].rstrip(".")
        words = words.replace(by.group(), " ")
    quoted = _QUOTED.search(words)
    parts = [part for each in re.split(r"[,;|\n]|\.\s|\s[–—-]\s", words.replace(quoted.group() if quoted else "\x00", ",")) if (part := each.strip(" .,:()[]"))]  # fmt: skip
    if quoted:
        found["title"] = next(filter(None, quoted.groups())).strip(" ,")
    elif parts:
        title = max(parts, key=len)
        parts.remove(title)
        found["title"] = title
    elif slug := _slug(url):
        found["title"] = slug
    publisher = next(iter(parts), "") or host(url)
    return found | ({"publisher": publisher} if publisher else {})


def _slug(url: str) -> str:
    """Return the words in the last part of an address, where it has some."""
    last = unquote(_split(url).path).rstrip("/").rpartition("/")[2]
    words = re.sub(r"\.\w{2,5}$", "", last).replace("_", "-").split("-")
    named = [word for word in words if word and not word.isdigit()]
    return " ".join(named).capitalize() if len(named) >= 3 else ""


def host(url: str) -> str:
    """Return the site of an address, without "www." and such; nothing for no address."""
    return re.sub(r"^(?:www\d?|m|amp)\.", "", _split(url).hostname or "")


def _split(url: str) -> SplitResult:
    """Return the parts of an address; empty ones where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def same_address(url: str) -> str:
    """Return an address as it is compared: without scheme, "www.", tracking, fragment and slash at the end.

    Examples
    --------
    >>> same_address("HTTPS://www.Dawn.com/news/1/?utm_source=x#top")
    'dawn.com/news/1'
    """
    url = archived[1] if (archived := _ARCHIVE.match(url.strip())) else url.strip()
    parts = _split(url)
    if not parts.hostname:
        return url
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])))
    path = re.sub(r"/amp$", "", parts.path.rstrip("/"))
    return host(url) + path + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Duplicate:
    """A source that is there already, and in words why it may be the same."""

    entry: Entry
    why: str


def duplicates(title: str, urls: Iterable[str], known: Iterable[Entry]) -> tuple[Duplicate, ...]:
    """Return the sources that may be the one with a title and addresses: by address, then by title.

    Parameters
    ----------
    title : str
        Of the source to be added; may be empty.
    urls : iterable of str
        Its address and that of its archived copy.
    known : iterable of Entry
        What the ledger has.
    """
    wanted = {same_address(url) for url in urls if url.strip()}
    words = _plain(title)
    by_address: list[Duplicate] = []
    by_title: list[Duplicate] = []
    for entry in known:
        record = entry.record
        if not isinstance(record, Source):
            continue
        if wanted & {same_address(url) for url in (record.url, record.archive_url) if url}:
            by_address.append(Duplicate(entry, "the same address"))
        elif words and (why := _alike(words, _plain(record.title))):
            by_title.append(Duplicate(entry, why))
    return (*by_address, *by_title)


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _alike(one: str, other: str) -> str:
    if one == other:
        return "the same title"
    compared = SequenceMatcher(None, one, other, autojunk=False)
    if compared.quick_ratio() >= ALIKE and compared.ratio() >= ALIKE:
        return "nearly the same title"
    return ""
