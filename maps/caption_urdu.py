"""The words of captions and notes on methods in Urdu; what a record or source wrote stays as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.headline import LATER
from incidents.vocabulary import UNKNOWN_PLACE
from maps.caption_words import SOURCES, Phrases, fineness
from maps.figures.alt import NOT_STATED, sources_of
from maps.figures.bidi import LEFT_TO_RIGHT_MARK as LRM
from maps.figures.urdu import UNSTATED, Urdu, elsewhere
from maps.figures.urdu_text import a_day, directed, in_urdu_digits, quoted
from maps.figures.urdu_words import LEVELS
from maps.figures.words import clean
from maps.population import PEOPLE
from maps.recipe import figure_id

if TYPE_CHECKING:
    import pandas as pd

    from incidents import CampaignView
    from incidents.summary import IncidentFigures

_DRAWN = {
    "locator": "نقشہ منتخب واقعات کی جگہیں دکھاتا ہے۔",
    "symbol": "ہر نشان کسی قصبے یا مقام پر ہے؛ اس کی شکل اور رنگ واقعے کی قسم بتاتے ہیں۔",
    "multiples": "ہر چھوٹا نقشہ منتخب واقعات کا ایک حصہ دکھاتا ہے۔ کئی مدتوں پر پھیلی تاریخ کا واقعہ ہر نقشے میں ہے: نقشوں کی تعداد جمع نہیں ہوتی۔",
    "timeline": "واقعات وقت کے ساتھ، قسم کے مطابق دکھائے گئے ہیں۔ جس واقعے کا دن معلوم نہیں وہ پہلے سے آخری ممکنہ دن تک دکھایا گیا ہے۔",
    "map_timeline": "ہر نشان کسی قصبے یا مقام پر ہے؛ اس کی شکل اور رنگ واقعے کی قسم بتاتے ہیں۔ نقشے کے نیچے وہی واقعات وقت کے ساتھ ہیں؛ "
    "جس کا دن معلوم نہیں وہ پہلے سے آخری ممکنہ دن تک دکھایا گیا ہے۔",
}
_CLASSES = {"quantiles": "ہر درجے میں تقریباً برابر اضلاع", "equal": "برابر وقفے", "natural": "قدرتی وقفے"}
_AREAS = "جو صرف ضلع، تحصیل یا بڑے علاقے تک معلوم ہے وہ اس علاقے میں تعداد کے ساتھ لکیروں سے دکھایا گیا ہے، نقطے کے طور پر نہیں۔"
_NOT_ADDED = "لوگوں کے اعداد دعوے ہیں۔ جن میں ایک ہی لوگ گنے گئے ہو سکتے ہیں وہ ساتھ ساتھ یا حدود کے طور پر دیے گئے ہیں، جمع نہیں کیے گئے۔"


class UrduPhrases(Phrases):
    """The sentences about one figure in Urdu."""

    @property
    def _urdu(self) -> Urdu:
        wording = self.subject.wording
        assert isinstance(wording, Urdu)
        return wording

    def sentence(self, text: str) -> str:
        words = directed(text)
        ended = words if not words or words.endswith((".", "!", "?", "…", "۔", "؟")) else f"{words}۔"
        return in_urdu_digits(ended) if self._urdu.digits == "urdu" else ended

    def title(self) -> str:
        subject = self.subject
        return self.sentence(clean(subject.recipe.title) or self._urdu.title(subject.summary, subject.records))

    def counts(self) -> list[str]:
        atlas, parts = self.subject.atlas, self.subject.records.groupby("dataset", sort=True)
        return [
            self.sentence(
                f"ڈیٹا سیٹ {quoted(atlas.dataset_label(str(dataset)))} میں {self._urdu.incidents(len(part))} "
                f"درج {'ہے' if len(part) == 1 else 'ہیں'}{self.in_places(part) and '، '}{self.in_places(part)}"
            )
            for dataset, part in parts
        ]

    def responsibility(self) -> str:
        said = "" if LATER in self.subject.summary.subline else self._urdu.responsibility(self.subject.records)
        return self.sentence(said)

    def _in_places(self, records: pd.DataFrame) -> str:
        lost, places = int((records["level"] == UNKNOWN_PLACE).sum()), self._urdu.in_kinds(records)
        if not lost:
            return places
        if not places:
            return f"{elsewhere(lost)}، جو نقشے پر نہیں"
        placed, others = self._urdu.incidents(len(records) - lost), self._urdu.incidents(lost)
        return f"{places} {placed}، {elsewhere(lost)} {others} جو نقشے پر نہیں"

    def filters(self) -> str:
        chosen = self.chosen
        return self.sentence(self._urdu.filters(chosen)) if chosen else ""

    def campaign(self, view: CampaignView) -> str:
        return self._urdu.tolls_sentence(self._urdu.campaign(view))

    def more_campaigns(self, number: int) -> str:
        return self.sentence(f"مزید {number:,} {'مہم' if number == 1 else 'مہمات'} کا نام یہاں نہیں")

    def incident(self, figures: IncidentFigures) -> str:
        return self._urdu.tolls_sentence(self.subject.of_incident(figures.incident))

    def more_incidents(self, number: int) -> str:
        return self.sentence(
            f"دعووں والے مزید {number:,} {'واقعہ یہاں درج نہیں' if number == 1 else 'واقعات یہاں درج نہیں'}"
        )

    def note(self, text: str) -> str:
        return self._urdu.note(text)

    def sources(self) -> str:
        subject = self.subject
        return self._urdu.sources(
            sources_of(subject.atlas, subject.records, subject.summary, subject.recipe.selection.as_known_on), SOURCES
        )

    def credit(self) -> str:
        return self._urdu.boundaries(disputed="", beyond=False)

    def number(self) -> str:
        return f"شکل نمبر {LRM}{figure_id(self.subject.asked, self.subject.atlas)}{LRM}، انسیڈنٹ اٹلس۔"

    def drawn(self) -> str:
        recipe = self.subject.recipe
        if recipe.kind == "choropleth":
            what = f"{self._for_each()}واقعات کی تعداد"
            from maps.figures.choropleth import shading_of

            shading = shading_of(self.subject)
            far, whole = shading.far, "نقشے میں پورے دکھائے گئے " if shading.cut else ""
            apart = f"؛ {self._urdu.far_above(far)}" if far else ""
            shaded = self.sentence(
                f"{whole}ہر ضلع کا رنگ اس میں درج {what} کے مطابق ہے؛ درجے: {_CLASSES[recipe.classes]}{apart}"
            )
            return f"{shaded} جو واقعات ضلع سے بڑے علاقے تک معلوم ہیں وہ کسی ضلع کی گنتی میں نہیں۔"
        return _DRAWN[recipe.kind] if recipe.kind == "timeline" else f"{_DRAWN[recipe.kind]} {_AREAS}"

    def _for_each(self) -> str:
        recipe = self.subject.recipe
        if recipe.measure == "per_people" and recipe.population:
            return f"فی {PEOPLE:,} افراد (آبادی: {quoted(recipe.population['source'])}) "
        return "فی 1,000 مربع کلومیٹر " if recipe.measure == "per_area" else ""

    def precision(self) -> str:
        levels = self.subject.records["level"].value_counts()
        lost = int(levels.get(UNKNOWN_PLACE, 0))
        known = [level for level in sorted(levels.index, key=fineness) if level != UNKNOWN_PLACE]
        words = [f"{levels[level]:,} {LEVELS[level]} تک" for level in known]
        words += [f"{lost:,} کی جگہ نا"] if lost else []
        if not words:
            return "کوئی واقعہ اس انتخاب میں نہیں۔"
        return self.sentence(
            f"جگہ کی درستی، {self._urdu.incidents(len(self.subject.records))}: {self._urdu.listed(words)} معلوم"
        )

    def days(self, vague: int) -> str:
        return self.sentence(f"{self._urdu.of_incidents(vague)} کی تاریخ ایک دن نہیں بلکہ کئی دنوں کی مدت ہے")

    def claimants(self) -> str:
        names = self._urdu.claimants(self.subject.said)
        return f"{names} {_NOT_ADDED}" if names else ""

    def rule(self) -> str:
        rule = self.subject.selection.rule
        said = self._urdu.rule(rule)
        return "" if rule == "range" else self.sentence(f"سرخیوں میں اعداد: {said}؛ دوسرے دعوے ساتھ درج ہیں")

    def known_on(self) -> str:
        day = self.subject.selection.as_known_on
        return self.sentence(f"صرف وہ دعوے جو {a_day(day)} تک معلوم ہو سکتے تھے") if day else ""

    def datasets(self) -> str:
        used = set(self.subject.records["dataset"].unique())
        data = [
            f"{quoted(info.title)} ({UNSTATED if info.licence in {NOT_STATED, ''} else clean(info.licence)})"
            for info in self.subject.atlas.datasets
            if info.id in used
        ]
        return self.sentence(f"ڈیٹا سیٹ: {self._urdu.listed(data)}") if data else ""

    def silence(self) -> str:
        return "جس علاقے میں کوئی واقعہ نہیں، اس کا نام کسی اندراج میں نہیں؛ اس کا مطلب یہ نہیں کہ وہاں کچھ نہیں ہوا۔"

    def made(self) -> str:
        day = f" {a_day(self.subject.recipe.made)} کو" if self.subject.recipe.made else ""
        return f"{self.sentence(f'انسیڈنٹ اٹلس سے{day} بنایا گیا')} {self.number()}"
