"""Distances in Urdu: how far from a place, and in which direction."""

import re

from gazetteer.spelling import fold_letters

BEARINGS = {
    "شمال مشرق": 45.0,
    "جنوب مشرق": 135.0,
    "جنوب مغرب": 225.0,
    "شمال مغرب": 315.0,
    "شمال": 0.0,
    "مشرق": 90.0,
    "جنوب": 180.0,
    "مغرب": 270.0,
}
"""Compass points in degrees clockwise from north; of two words the first."""

KILOMETRES = {"کلومیٹر": 1.0, "کلو میٹر": 1.0, "کیلومیٹر": 1.0, "کلومیتر": 1.0, "کم": 1.0, "میل": 1.609344}
"""Units of distance."""

_DIGITS = {ord(digit): str(at % 10) for at, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")} | {ord("٫"): "."}
_UNITS = {fold_letters(unit): length for unit, length in KILOMETRES.items()}
_POINTS = {fold_letters(point): bearing for point, bearing in BEARINGS.items()}
_POINT = "(?P<compass>" + "|".join(BEARINGS) + ")"
_FAR = r"(?P<number>\d{1,6}(?:\.\d{1,3})?)\s*(?P<unit>" + "|".join(KILOMETRES) + ")"
_SIDE = r"(?:\s+(?:کی|کے))?(?:\s+(?:جانب|طرف|میں))*"
_FORMS = tuple(
    re.compile(fold_letters(form))
    for form in (
        rf"^{_FAR}(?:\s+دور)?\s+{_POINT}{_SIDE}\s+(?P<name>\S.*)$",
        rf"^(?P<name>.*?\S)\s+(?:سے|کے)\s+{_FAR}(?:\s+(?:دور|کے فاصلے پر))?\s+{_POINT}{_SIDE}$",
        rf"^(?P<name>.*?\S)\s+(?:سے|کے)\s+{_POINT}{_SIDE}\s+{_FAR}(?:\s+(?:دور|کے فاصلے پر|پر))?$",
        rf"^(?P<name>.*?\S)\s+سے\s+{_FAR}(?:\s+(?:دور|کے فاصلے پر))?$",
    )
)


def distance_from(text: str) -> tuple[str, float, float | None] | None:
    """The place, the kilometres and the bearing (None where not said), or None when the text says no distance.

    >>> distance_from("۱۰ کلومیٹر مغرب تربت"), distance_from("تربت سے 5 میل دور")
    (('تربت', 10.0, 270.0), ('تربت', 8.047, None))
    >>> distance_from("تربت") is None
    True
    """
    folded = fold_letters(text.translate(_DIGITS))
    found = next((found for form in _FORMS if (found := form.match(folded))), None)
    if not found:
        return None
    parts = found.groupdict()
    kilometres = float(parts["number"]) * _UNITS[parts["unit"]]
    return parts["name"], round(kilometres, 3), _POINTS.get(parts.get("compass") or "")
