"""The form of a campaign: incidents that one report groups, the area and days that its figures cover."""

from typing import Any

from gazetteer import Gazetteer
from incidents.curated import RecordRefused
from incidents.record import Campaign
from pages.edit_fields import common_of, common_values, kind_fields, place_values, places_of, source_fields, when_fields
from pages.edit_form import Values, group, grouped, lines, numbered, text
from pages.elements import Element


def values_of(record: Campaign | None, gazetteer: Gazetteer) -> Values:
    """A campaign as the form's values; of None, those of an empty form."""
    return {
        **common_values(record),
        **place_values("places", record.places if record else (), gazetteer),
        **numbered("context", ({"text": each} for each in (record.context if record else ())), {"text": ""}),
    }


def fields(values: Values) -> list[Element | None]:
    """The fields."""
    return [
        group("Title", text("title", "Title", "Readers always see it.", wide=True, most=300)),
        when_fields("campaign"),
        group(
            "Area",
            lines(
                "places",
                "What its figures cover",
                [text("place", "Place")],
                values,
                "Another area",
                "The area as a whole, such as “Balochistan (province)”; where each target was hit stands with the incidents.",
            ),
        ),
        *kind_fields(values),
        group(
            "Context",
            lines(
                "context", "What others say of it", [text("text", "A sentence", most=400)], values, "Another sentence"
            ),
        ),
        source_fields(values),
    ]


def record_of(values: Values, base: Campaign | None, gazetteer: Gazetteer) -> dict[str, Any]:
    """What was written, as fields of a campaign. Raises `RecordRefused`, naming field, value and remedy."""
    common = common_of(values, base, "write what the report calls it")
    places = places_of(values, "places", "Area", gazetteer)
    if not places:
        raise RecordRefused("Area: empty (write the area that the figures cover, at least the province)")
    return {
        **common,
        "places": places,
        "context": tuple(each["text"] for each in grouped(values, "context")),
    }
