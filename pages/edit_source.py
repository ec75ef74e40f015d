"""The form of a source: pasted as an address or a citation, compared with those that are there, with what it repeats."""

from typing import Any

from incidents.curated import RecordRefused
from incidents.curated.citation import Duplicate, duplicates, read_citation
from incidents.record import Source
from pages.edit_fields import day, shown_day, shown_record, source_list
from pages.edit_form import Values, area, group, text, written
from pages.edit_ledger import entries, found_by_label, source_of, title
from pages.elements import Element, el

_DAYS = ("published", "not_before", "accessed")
_TEXTS = ("title", "publisher", "author", "url", "language", "archive_url", "sha256", "derived_from", "note")


def values_of(record: Source | None) -> Values:
    """A source as the form's values; of None, those of an empty form."""
    texts: Values = {name: getattr(record, name) if record else "" for name in _TEXTS}
    texts["derived_from"] = shown_record(record.derived_from) if record else ""
    return {"pasted": "", **texts, **{name: shown_day(getattr(record, name) if record else None) for name in _DAYS}}


def fields(values: Values, own_id: str) -> list[Element | None]:
    """The fields, with the sources that may be the same."""
    others = [each for each in entries("source") if each.id != own_id]
    return [
        None
        if own_id
        else group(
            "Paste",
            area(
                "pasted",
                "An address or a whole citation",
                "What it holds goes into the fields below that are empty; no page is fetched.",
                rows=2,
                ask="citation",
            ),
        ),
        _same(duplicates(written(values, "title"), (written(values, "url"), written(values, "archive_url")), others)),
        group(
            "Source",
            text("title", "Title", wide=True, most=500, ask="duplicates"),
            text("publisher", "Publisher"),
            text("author", "Author"),
            text("published", "Published on", kind="date"),
            text(
                "not_before",
                "If undated: not before",
                "Its claims count from this day, marked “on or after”.",
                kind="date",
            ),
            text("language", "Language", "Two letters: en, ur.", most=20),
            text("accessed", "Read on", kind="date"),
        ),
        group(
            "Where it can be read",
            text("url", "Address", wide=True, most=2000, ask="duplicates"),
            text("archive_url", "Archived copy", wide=True, most=2000),
            text("sha256", "SHA-256 of the kept file", most=64),
        ),
        group(
            "What it repeats",
            source_list(),
            text(
                "derived_from",
                "Repeats",
                "Empty for a report of its own.",
                choices="edit-sources",
                ask="chain",
                wide=True,
            ),
            el("p", _chain(values), class_="hint wide"),
            area("note", "Note"),
            hint="A repost is not a second source: whatever repeats one report counts as one origin.",
        ),
    ]


def _same(found: tuple[Duplicate, ...]) -> Element | None:
    """The sources that may be the same, each to be opened."""
    if not found:
        return None
    rows = [
        el(
            "li",
            el("button", title(each.entry), type="button", class_="link", send={"open": each.entry.id}),
            el("span", f" · {each.why}", class_="muted small"),
        )
        for each in found[:5]
    ]
    words = (
        "This may be there already. Open it and use it instead, or go on if it is another report; one that only repeats "
        "it is added with “Repeats”."
    )
    return el("div", el("p", words), el("ul", *rows), class_="told", role="status")


def _chain(values: Values) -> str:
    """The way from a source to what it repeats in the end, in words."""
    names, next_one = [], found_by_label(written(values, "derived_from"), "source")
    while next_one and len(names) < 20 and (source := source_of(next_one)) is not None:
        names.append(f"“{source.title}”")
        next_one = source.derived_from
    return f"One origin with {', which repeats '.join(names)}." if names else ""


def proposed_fields(values: Values) -> Values:
    """What a pasted citation proposes for the fields that are empty."""
    found = read_citation(written(values, "pasted"))
    return {name: str(value) for name, value in found.items() if not written(values, name)}


def record_of(values: Values) -> dict[str, Any]:
    """What was written, as fields of a source. Raises `RecordRefused`, naming field, value and remedy."""
    if not written(values, "title"):
        raise RecordRefused("Title: empty (write the headline, or what kind of message it is and from whom)")
    words = {"published": "Published on", "not_before": "Not before", "accessed": "Read on"}
    days = {name: day(values, name, words[name]) for name in _DAYS}
    texts = {name: written(values, name) for name in _TEXTS}
    return {**texts, **days, "derived_from": found_by_label(texts["derived_from"], "source")}
