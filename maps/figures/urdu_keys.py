"""What the keys of a figure say of symbols, counts and names, in Urdu."""

from __future__ import annotations

from maps.figures.urdu_claims import UrduClaims
from maps.figures.urdu_text import all_in_urdu


@all_in_urdu
class UrduKeys(UrduClaims):
    """The words of a map's key, in Urdu."""

    reaching_in = "جو مدتیں اس وقت تک پہنچتی ہیں وہ شامل ہیں"

    def _incidents(self, number: int) -> str:
        return f"{number:,} {'واقعہ' if number == 1 else 'واقعات'}"

    def sizes(self, largest: int) -> str:
        return f"بڑی علامت زیادہ واقعات کی ہے، سب سے بڑی {largest} یا زیادہ کی"

    def sizes_and_numbers(self) -> str:
        return "بڑی علامت: اس جگہ پر اس قسم کے کئی واقعات؛ عدد بتاتا ہے کہ کتنے"

    def counts_left_out(self) -> str:
        return "جن تعداد اور ناموں کی چھوٹے نقشے پر جگہ نہیں وہ چھوڑ دیے گئے ہیں۔"

    def no_room(self, uncounted: int) -> str:
        if not uncounted:
            return self.names_left_out()
        return f"جگہ نہ ہونے سے {self._incidents(uncounted)} کی تعداد اور کچھ نام چھوڑ دیے گئے ہیں۔"

    def dots(self, number: int) -> str:
        return f"واقعہ قصبے یا مقام تک معلوم: {number:,} {'نقطہ' if number == 1 else 'نقطے'}"

    def outlines(self, number: int) -> str:
        return f"واقعہ صرف علاقے تک معلوم: {number:,} {'علاقہ' if number == 1 else 'علاقے'}"

    def several_a_place(self, places: int) -> str:
        return f"قریبی نقطے ایک ہی مقام کے ہو سکتے ہیں: کل {places:,} مقامات۔"

    def towns_alone(self) -> str:
        return "صرف بڑے قصبوں کے نام درج ہیں۔"

    def names_left_out(self) -> str:
        return "جن ناموں کی نقشے پر جگہ نہیں وہ چھوڑ دیے گئے ہیں۔"
