"""The form of an incident: its title, days, place through the gazetteer, kinds, actors, campaign, sources."""

from typing import Any

from gazetteer import Candidate, Gazetteer
from gazetteer.answers import label
from incidents.curated import RecordRefused
from incidents.record import Incident, Where
from incidents.vocabulary import PLACE_LEVELS
from pages.card import MATCHED
from pages.edit_fields import common_of, common_values, kind_fields, records_to_choose, source_fields, when_fields
from pages.edit_form import Values, choice, group, options, text, written
from pages.edit_ledger import entries
from pages.elements import Element, el

MOST_CANDIDATES = 8


def values_of(record: Incident | None) -> Values:
    """An incident as the form's values; of None, those of an empty form."""
    where = record.where if record else None
    return {
        **common_values(record),
        "campaign": record.campaign if record else "",
        "toponym": where.toponym if where else "",
        "place_id": where.place_id if where else "",
        "level": where.level if where else "",
        "where_note": where.note if where else "",
        "latitude": _number(where.latitude if where else None),
        "longitude": _number(where.longitude if where else None),
        "radius_km": _number(where.radius_km if where else None),
        "type_as_written": record.type_as_written if record else "",
    }


def fields(values: Values, gazetteer: Gazetteer) -> list[Element | None]:
    """The fields, with the places that the name can mean."""
    return [
        group(
            "Title",
            text("title", "Title", "Readers always see it: write no secret into it.", wide=True, most=300),
            choice("campaign", "Campaign", records_to_choose(entries("campaign"), "none")),
        ),
        when_fields("incident"),
        _where(values, gazetteer),
        *kind_fields(values),
        group("In the source’s words", text("type_as_written", "What the source calls it", wide=True)),
        source_fields(values),
    ]


def record_of(values: Values, base: Incident | None, gazetteer: Gazetteer) -> dict[str, Any]:
    """What was written, as fields of an incident. Raises `RecordRefused`, naming field, value and remedy."""
    return {
        **common_of(values, base, "write what happened and where, as in “Bombing in Quetta”"),
        "campaign": written(values, "campaign"),
        "where": where_of(values, base.where if base else None, gazetteer),
        "type_as_written": written(values, "type_as_written"),
    }


# Where


def _where(values: Values, gazetteer: Gazetteer) -> Element:
    return group(
        "Where",
        text("toponym", "Place as the source writes it", ask="place"),
        choice("level", "Known to the", options(PLACE_LEVELS, "level of the place chosen")),
        el("fieldset", el("legend", "Which place that is"), *_candidates(values, gazetteer), class_="wide"),
        text("where_note", "Note on the place", wide=True),
        text("latitude", "Latitude, if the source gives a point"),
        text("longitude", "Longitude"),
        text("radius_km", "How far it may be from there, km"),
        hint="Only as exact as the source: what is known to a district shades the district and is never a dot.",
    )


def _candidates(values: Values, gazetteer: Gazetteer) -> list[Element]:
    name, chosen = written(values, "toponym"), written(values, "place_id")
    match = gazetteer.resolve(name) if name else None
    found = list(match.candidates[:MOST_CANDIDATES]) if match else []
    known = {each.place.id for each in found}
    picks = [_pick(each) for each in found]
    if chosen and chosen not in known:
        picks.insert(0, _present(chosen, gazetteer))
    note = match.note if match and not (chosen and match.place is None) else ""
    told = note or ("" if picks else "Write a name: the places that it can mean appear here.")
    if match and not found:
        told = told or f"No place is called “{name}”: try another spelling, or the district."
    return [*picks, *([el("p", told, class_="told")] if told else [])]


def _pick(candidate: Candidate) -> Element:
    how = MATCHED.get(candidate.how, candidate.how)
    sure = "" if candidate.score >= 0.995 else f", {candidate.score:.0%} alike"
    return _radio(candidate.place.id, label(candidate.place), f"{how}{sure}; marked as a {candidate.place.level}")


def _present(place_id: str, gazetteer: Gazetteer) -> Element:
    try:
        return _radio(place_id, label(gazetteer.place(place_id)), "as it is recorded")
    except KeyError:
        return _radio(place_id, place_id, "not in the gazetteer of this atlas")


def _radio(value: str, words: str, beside: str) -> Element:
    return el(
        "label",
        el("input", type="radio", name="place_id", value=value, send={"ask": "level"}),
        el("span", el("bdi", words), el("small", f" · {beside}")),
        class_="pick",
    )


def proposed_place(values: Values, gazetteer: Gazetteer) -> Values:
    """What a new name proposes: the place where it means one, and the level that it is known to."""
    name = written(values, "toponym")
    match = gazetteer.resolve(name) if name else None
    point: Values = {"latitude": "", "longitude": "", "radius_km": ""}  # of the name before, if any
    if match is None or match.place is None:
        return {"place_id": "", "level": "", **point}
    if match.how == "relative":
        point = {each: _number(getattr(match, each)) for each in point}
    return {"place_id": match.place.id, "level": match.place.level, **point}


def proposed_level(values: Values, gazetteer: Gazetteer) -> Values:
    """What choosing a place proposes: its level."""
    return {"level": _level(written(values, "place_id"), gazetteer)}


def where_of(values: Values, base: Where | None, gazetteer: Gazetteer) -> dict[str, Any]:
    """The place that was written and chosen. Raises `RecordRefused` where none is chosen and the name means several."""
    name, chosen = written(values, "toponym"), written(values, "place_id")
    match = gazetteer.resolve(name) if name else None
    if not chosen and match is not None and match.place is not None:
        chosen = match.place.id
    if not chosen:
        said = (match.note if match else "") or "no place"
        raise RecordRefused(f"Place: {said} (choose one of the places below the name, or write the district)")
    level = written(values, "level") or _level(chosen, gazetteer)
    kept = base is not None and (base.place_id, base.toponym) == (chosen, name)
    how = next((each.how for each in match.candidates if each.place.id == chosen), "chosen") if match else "chosen"
    return {
        "place_id": chosen,
        "level": level,
        "toponym": name,
        "how": base.how if kept and base else match.how if match and match.place and match.place.id == chosen else how,
        "latitude": _degrees(values, "latitude", "Latitude"),
        "longitude": _degrees(values, "longitude", "Longitude"),
        "radius_km": _degrees(values, "radius_km", "Distance"),
        "note": written(values, "where_note"),
    }


def _level(place_id: str, gazetteer: Gazetteer) -> str:
    try:
        return gazetteer.place(place_id).level
    except KeyError:
        raise RecordRefused(f"Place: not in the gazetteer: {place_id[:80]!r} (choose another)") from None


def _number(value: float | None) -> str:
    return "" if value is None else str(value).removesuffix(".0")


def _degrees(values: Values, name: str, words: str) -> float | None:
    given = written(values, name)
    if not given:
        return None
    try:
        return float(given)
    except ValueError:
        raise RecordRefused(f"{words}: not a number: {given[:80]!r} (write it as 25.26)") from None
