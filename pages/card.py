"""The card of one incident: what is known and how well, with every claim, its standing and its source."""

from collections.abc import Iterable
from urllib.parse import urlencode

from incidents import Atlas, Claim, ClaimLine, Incident, Selection, UnknownRecord
from incidents.names_in_text import in_a_sentence
from incidents.record import Participant
from incidents.toll import claimant_label, figure
from incidents.vocabulary import (
    ACTORS,
    ATTACK_TYPES,
    DATE_PRECISIONS,
    EVENT_TYPES,
    ROLES,
    TARGET_KINDS,
    UNKNOWN_PLACE,
)
from incidents.wording import date_words, day_words, known_words, one_line, where_words
from pages import link
from pages.claim_ladder import figure_words, ladder
from pages.elements import Element, cell, el, show
from pages.visitor import visitor

#: How a written place became a place of the gazetteer, in words.
MATCHED = {
    "chosen": "place chosen by hand",
    "exact": "the same name",
    "alias": "a known other name",
    "key": "another spelling",
    "fuzzy": "a near spelling",
    "area": "only the area is known",
    "relative": "told from a place nearby",
    "coordinates": "coordinates given",
    "unknown": "no place of this name in the gazetteer, and no coordinates",
}


def card(atlas: Atlas, record: str) -> None:
    """Draw the card of an incident, or say that there is no such record."""
    try:
        parts = _parts(atlas, atlas.incident(record))
    except UnknownRecord:
        parts = [
            el("p", f"There is no incident {record!r} in this atlas; it may belong to a dataset that is not here.")
        ]
    close = el("button", "Close", type="button", class_="link", send={"close": True})
    show(
        el("article", *parts, _edit(record), close, class_="card"),
        key="card",
        on_send=lambda _: link.choose(link.selection(), record=None),
    )


def _edit(record: str) -> Element | None:
    """The way to the record in the ledger, for whoever may edit it."""
    if not visitor().may("editor"):
        return None
    query = urlencode({**link.selection().to_params(), "entry": record}, doseq=True)
    return el("p", el("a", "Edit in the ledger", href=f"./ledger?{query}"), class_="small")


def _parts(atlas: Atlas, incident: Incident) -> list[Element]:
    facts = [
        el(tag, *content) for pair in _facts(atlas, incident) for tag, content in zip(("dt", "dd"), pair, strict=True)
    ]
    parts = [el("h2", one_line(incident.title)), el("dl", *facts)]
    selection = link.selection()
    nothing = "No number is given for this incident alone."
    parts += _claims(atlas, incident.id, "Claims about this incident", selection, nothing)
    parts += ladder(atlas, incident.id, selection, figures=False)
    if incident.campaign:
        title = atlas.campaign(incident.campaign).title
        heading = f"Claims about the whole campaign, {title}, not about this place"
        parts += _claims(atlas, incident.campaign, heading, selection, "None.")
    return parts


def _facts(atlas: Atlas, incident: Incident) -> Iterable[tuple[tuple[str], tuple[Element | str, ...]]]:
    where, when = incident.where, incident.when
    place = atlas.gazetteer.place(where.place_id)
    parents = ", ".join(
        f"{p.name} {p.level}" for p in atlas.gazetteer.ancestors(place.id) if p.level in ("district", "province")
    )
    urdu = el("bdi", place.name_ur, lang="ur", dir="rtl") if place.name_ur else ""
    yield ("When",), (f"{date_words(when.first, when.last, when.precision)}: {DATE_PRECISIONS[when.precision].label}",)
    around = f" ({place.level}{', in ' + parents if parents else ''})" if where.level != UNKNOWN_PLACE else ""
    named = where_words(place.name, place.id, where.level, where.toponym, where.how)
    yield ("Where",), (f"{named} ", urdu, around)
    written = f"“{where.toponym}” in the source; " if where.toponym else ""
    yield (
        ("Precision",),
        (f"{known_words(where.level)}. {written}{MATCHED.get(where.how, where.how)}. {where.note}".strip(),),
    )
    yield (
        ("What",),
        ("; ".join([EVENT_TYPES[incident.event_type].label, *(ATTACK_TYPES[a].label for a in incident.attack_types)]),),
    )
    if incident.type_as_written:
        yield ("In the source's words",), (incident.type_as_written,)
    if incident.targets:
        yield (
            ("Targets",),
            ("; ".join(TARGET_KINDS[t.kind].label + (f" ({t.note})" if t.note else "") for t in incident.targets),),
        )
    if incident.actors:
        yield ("Actors",), ("; ".join(_actor(each) for each in incident.actors),)
    if incident.note:
        yield ("Note",), (incident.note,)
    yield ("Sources",), ("; ".join(_source(atlas, each) for each in incident.sources) or "none given",)
    promoted = atlas.promoted_from(incident.id)
    yield ("Record",), (", ".join(filter(None, (incident.id, f"dataset {incident.dataset}", promoted))),)


def _actor(participant: Participant) -> str:
    name = participant.name or (ACTORS[participant.actor].label if participant.actor in ACTORS else participant.actor)
    return f"{name}: {ROLES[participant.role].label.lower()}"


def _source(atlas: Atlas, source_id: str) -> str:
    source = atlas.source(source_id)
    when = (
        f"published {day_words(source.published)}"
        if source.published
        else f"undated, on or after {day_words(source.not_before)}"
        if source.not_before
        else "undated"
    )
    return ", ".join(filter(None, [f"“{source.title}”", source.publisher, source.author, source.url, when]))


def _claims(atlas: Atlas, record: str, heading: str, selection: Selection, nothing: str) -> list[Element]:
    """What was claimed about a record by the selection's day, with the figures by its rule above."""
    tolls = atlas.tolls_of(record, selection)
    if not tolls:
        return [el("p", heading, class_="label"), el("p", nothing, class_="muted")]
    claims = {claim.id: claim for claim in atlas.claims_of(record)}
    heads = ("Who says it", "Figure", "Of whom", "In the source's word", "Stated", "Standing", "Contests", "Source")
    lines = [(claims[line.claim_id], line) for toll in tolls for line in toll.lines]
    rows = [el("tr", *map(cell, _claim(atlas, claim, line, selection))) for claim, line in lines]
    table = el("table", el("thead", el("tr", *(el("th", words, scope="col") for words in heads))), el("tbody", *rows))
    return [
        el("p", heading, class_="label"),
        *(el("p", figure_words(toll), class_="small") for toll in tolls),
        el("div", table, class_="scroll", tabindex="0", role="region", aria_label=heading),
    ]


def _claim(atlas: Atlas, claim: Claim, line: ClaimLine, selection: Selection) -> tuple[str, ...]:
    known = set(atlas.links_of(claim, selection.as_known_on)["contests"])
    contested = [other for other in atlas.claims_of(claim.about) if other.id in known]
    sources = "; ".join(
        atlas.source(each.source).title + (f", {each.locator}" if each.locator else "") for each in claim.evidence
    )
    return (
        line.claimant,
        line.figure,
        line.counted_label,
        claim.word,
        line.stated,
        "; ".join(filter(None, (line.standing_label, line.state, line.origins))),
        ", ".join(f"{figure(other)} by {in_a_sentence(claimant_label(other))}" for other in contested) or "–",
        sources,
    )
