"""What the keys of a figure say of symbols, counts and names, in Urdu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.figures.urdu_claims import UrduClaims
from maps.figures.urdu_text import all_in_urdu, quoted
from maps.figures.urdu_words import LEVELS, MANY, STEPS, WHICH
from maps.figures.words import FORESEEN
from maps.legends import EACH, SEVERAL, SYMBOL
from maps.population import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maps.legends import LegendItem


IN_AREA = {
    "district": ("ضلعے", "ضلعے"),
    "division": ("ڈویژن", "ڈویژن"),
    "province": ("صوبے", "صوبے"),
    "country": ("ملک", "ملک"),
}
"""An area of a level before "of" and "to"."""


@all_in_urdu
class UrduKeys(UrduClaims):
    """The words of a map's key, in Urdu."""

    unasked_districts = "منتخب نہیں"
    no_incidents = "کوئی واقعہ نہیں"
    reaching_in = "جن واقعات کی تاریخیں اس وقت سے باہر بھی جاتی ہیں وہ شامل ہیں"

    def _incidents(self, number: int, *, of: bool = False) -> str:
        """Return how many incidents; `of` before a word such as "of" or "in", which changes a single one's."""
        return f"{number:,} {('واقعے' if of else 'واقعہ') if number == 1 else 'واقعات'}"

    def sizes(self, largest: int) -> str:
        return f"بڑی علامت زیادہ واقعات کی ہے، سب سے بڑی {largest} یا زیادہ کی"

    def sizes_and_numbers(self) -> str:
        return "بڑی علامت: اس جگہ پر اس قسم کے کئی واقعات؛ عدد بتاتا ہے کہ کتنے"

    def gathered(self, kilometres: int, beneath: int, brief: bool = False, level: str = "") -> str:
        if level:
            of, to = IN_AREA[level]
            return f"دائرہ: {of} کے تمام واقعات، قصبے تک معلوم ہوں یا صرف {to} تک"
        if brief:
            return "دائرہ: واقعات کی تعداد"
        near = f" اور اسی ضلعے میں اس سے {kilometres:,} کلومیٹر کے اندر کے مقامات" if kilometres else ""
        words = f"دائرہ: ایک مقام{near} کے تمام واقعات"
        if not beneath:
            return words
        return f"{words}؛ ان میں سے {self._incidents(beneath)} صرف علاقے تک معلوم"

    def discs(self, level: str, *counts: int) -> str:
        of, to = IN_AREA[level]
        numbers, circles = " اور ".join(f"{count:,}" for count in counts), "دائرہ" if len(counts) == 1 else "دائرے"
        incidents = f"کا {numbers} واقعہ" if counts == (1,) else f"کے {numbers} واقعات"
        return f"{circles}: {of} {incidents}، قصبے تک معلوم ہوں یا صرف {to} تک"

    def counts_left_out(self) -> str:
        return "جن تعداد اور ناموں کی جگہ نہیں وہ چھوڑ دیے گئے ہیں۔"

    def no_room(self, uncounted: int, names: int = FORESEEN) -> str:
        if not uncounted:
            return self.names_left_out(names)
        counts = f"{self._incidents(uncounted, of=True)} کی تعداد"
        return f"جگہ نہ ہونے سے {counts} {f'اور {names:,} نام چھوڑ دیے گئے ہیں' if names else 'چھوڑ دی گئی ہے'}۔"

    def dots(self, number: int) -> str:
        return f"واقعہ قصبے یا مقام تک معلوم: {number:,} {'نقطہ' if number == 1 else 'نقطے'}"

    def outlines(self, number: int) -> str:
        return f"واقعہ صرف علاقے تک معلوم: {number:,} {'علاقہ' if number == 1 else 'علاقے'}"

    def several_a_place(self, places: int) -> str:
        return f"قریبی نقطے ایک ہی مقام کے ہو سکتے ہیں: کل {places:,} {'مقام' if places == 1 else 'مقامات'}۔"

    def between(self, low: str, high: str) -> str:
        return low if low == high else f"{low} تا {high}"

    def towns_alone(self) -> str:
        return "صرف بڑے قصبوں کے نام درج ہیں۔"

    def names_left_out(self, number: int = FORESEEN) -> str:
        return f"جگہ نہ ہونے سے {number:,} نام {'چھوڑ دیا گیا ہے' if number == 1 else 'چھوڑ دیے گئے ہیں'}۔"

    def legend(self, item: LegendItem, *, coloured: bool = True, boxed: bool = True, of_all: bool = False) -> str:
        named = " یا ".join(map(self.kind, item.event_types)) if item.named else ""
        named = {SEVERAL: "ایک علاقے میں کئی اقسام", EACH: ""}.get(item.kind, named)
        if not item.levels:
            return named
        known = f"{self._either([LEVELS[level] for level in item.levels])} تک معلوم"
        known = f"کچھ واقعات صرف {known}" if of_all and item.kind != SYMBOL else known
        if item.told and item.kind != SYMBOL:
            how = "قسم کے رنگ میں لکیریں" if coloured else "قسم کے مطابق لکیریں"
            how = f"تمام واقعات کی {how}" if of_all else how
            known += f": {how if item.kind == EACH else 'لکیریں'}{'، تعداد کے ساتھ' if boxed else ''}"
        return "؛ ".join(filter(None, (named, known)))

    def _either(self, words: Sequence[str]) -> str:
        return " یا ".join(filter(None, ["، ".join(words[:-1]), *words[-1:]]))

    def symbols(self, known: str) -> str:
        return f"تمام علامات: {known}۔"

    def panel_note(self, uncertain: int, unit: str) -> str:
        verb = "ہو سکتا ہے" if uncertain == 1 else "ہو سکتے ہیں"
        return f"{uncertain:,} کسی اور {STEPS[unit]} {'کا' if uncertain == 1 else 'کے'} {verb}" if uncertain else ""

    def several_panels(self, unit: str) -> str:
        return f"جو واقعہ کئی {MANY[unit]} میں سے کسی ایک کا ہو سکتا ہے وہ ہر ایک کے نقشے پر ہے: نقشوں کی تعداد جمع نہیں ہوتی۔"

    def no_empty_maps(self, unit: str) -> str:
        return f"جس {STEPS[unit]} میں کوئی واقعہ نہیں اس کا نقشہ نہیں ہے۔"

    def alike(self, unit: str, *, all_of_them: bool) -> str:
        if all_of_them:
            return f"کسی واقعے {WHICH[unit]} درج نہیں: ہر {STEPS[unit]} کا نقشہ ایک سا ہوتا۔"
        return f"جہاں واقعات {WHICH[unit]} درج نہیں، وہاں ساتھ ساتھ کی مدتوں کا ایک ہی نقشہ ہے۔"

    def shorter(self, period: str, years: int, of: int) -> str:
        return f"{period} ({of:,} میں سے {years:,} سال)"

    def periods_differ(self) -> str:
        return "مدتیں برابر نہیں: موازنہ احتیاط سے کریں۔"

    def scale_of_all(self, length: str) -> str:
        return f"ہر نقشے پر {length}"

    def other_kinds(self) -> str:
        return "دیگر اقسام"

    def measured(self, measure: str, source: str = "") -> str:
        return {
            "count": "فی ضلع واقعات:",
            "per_area": "ضلع کے فی 1,000 مربع کلومیٹر واقعات:",
            "per_people": f"ضلع کے فی {PEOPLE:,} افراد واقعات (آبادی: {quoted(source)}):",
        }[measure]

    def classes(self, method: str, number: int, of: int, far: int = 0, *, in_view: bool = False) -> str:
        whole = "نقشے میں پورے دکھائے گئے " if in_view else ""
        some = f"{whole}{of:,} {'ضلع' if of == 1 else 'اضلاع'} میں سے {number:,} میں واقعات ہیں"
        if not method:
            return f"{some}۔"
        how = {
            "quantiles": "ہر رنگ میں لگ بھگ برابر اضلاع",
            "equal": "ہر رنگ میں اعداد کا برابر وقفہ",
            "natural": "ایک رنگ میں قریبی اعداد",
        }[method]
        return f"{some}؛ {how}؛ {self.far_above(far)}۔" if far else f"{some}؛ {how}۔"

    def far_above(self, number: int) -> str:
        return (
            f"ان سے بہت اوپر کے {number:,} اضلاع الگ درجے میں" if number > 1 else "ان سے بہت اوپر کا 1 ضلع الگ درجے میں"
        )

    def without_people(self, districts: int, number: int) -> str:
        return f"آبادی درج نہیں: {districts:,} {'ضلع' if districts == 1 else 'اضلاع'}، {self._incidents(number)}"

    def none_recorded(self, lost: int) -> str:
        some = f" ({lost:,} {'واقعے' if lost == 1 else 'واقعات'} کا ضلع معلوم نہیں)" if lost else ""
        return f"کوئی اندراج نہیں{some}"

    def cut_districts(self) -> str:
        return "نقشے میں صرف جزوی: رنگ نہیں، صرف دکھائے گئے حصے کے واقعات گنے گئے"

    def rates_in_boxes(self) -> str:
        return "ضلع کی شرح"

    def counts_in_boxes(self) -> str:
        return "ضلع میں واقعات کی تعداد"
