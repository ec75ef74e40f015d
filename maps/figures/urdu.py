"""The words of a figure in Urdu; what a record or source wrote stays as written."""

# ruff: noqa: ARG002 (methods have the arguments that some language needs)

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from incidents.headline import LATER, around
from incidents.table import POINT_LEVELS
from incidents.vocabulary import UNKNOWN_PLACE
from incidents.wording import place_words
from maps.figures import alt
from maps.figures.bidi import LEFT_TO_RIGHT_MARK as LRM
from maps.figures.bidi import RIGHT_TO_LEFT_MARK as RLM
from maps.figures.numbered import kinds_of_records, table_of
from maps.figures.urdu_keys import UrduKeys
from maps.figures.urdu_text import (
    COMMA,
    SEMICOLON,
    a_day,
    all_in_urdu,
    dates,
    joined,
    known,
    months,
    projection_words,
    quoted,
)
from maps.figures.urdu_words import (
    ALT_PLACES,
    ATTACKS,
    COUNTRIES,
    KINDS,
    LEVELS,
    MANY,
    MONTHS,
    PER,
    SMALL,
    TITLES,
    TOWNS,
    UNITS,
    UNSPECIFIED,
)
from maps.figures.wording import Said, Wording
from maps.figures.words import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from incidents import CampaignView, Source, Summary, TollView
    from incidents.summary import Span
    from maps.figures.choropleth import Unshaded
    from maps.figures.frame import Projection
    from maps.figures.numbered import Numbered
    from maps.figures.subject import Subject

_UNDATED = "تاریخ درج نہیں"
UNSTATED = "لائسنس درج نہیں"


def elsewhere(number: int) -> str:
    """Return where so many incidents are that no place is known of."""
    return "نامعلوم مقام پر" if number == 1 else "نامعلوم مقامات پر"


@all_in_urdu
class Urdu(UrduKeys):
    """Every word that a figure adds to the records' own, in Urdu."""

    code = "ur"
    right_to_left = True
    who_says_what = "کون کیا کہتا ہے"
    kilometres = "کلومیٹر"
    comma, semicolon, set_off = "، ", "؛ ", f"{RLM} · "
    north = "شمال"
    none_yet = "اس وقت تک تعداد کا کوئی دعویٰ معلوم نہیں تھا"
    span_key = "ان دنوں میں سے ایک یا زیادہ پر؛ کون سا، درج نہیں"
    campaign_key = "پوری مہم؛ قصبہ یا ضلع درج نہیں"
    reach_key = "جگہ اس دائرے میں کہیں بھی ہو سکتی ہے"
    moved_key = "جگہ کم ہونے پر علامتیں ہٹا کر لگائی گئیں؛ نقطہ اصل مقام بتاتا ہے"
    wide_key = "صرف بڑے علاقے تک معلوم"
    credit = "انسیڈنٹ اٹلس سے بنایا گیا"
    of_no_place = ("نقشے پر کسی ایک جگہ کے نہیں", "کسی ایک واقعے کے نہیں")

    number = Wording.number

    def title(self, summary: Summary, records: pd.DataFrame) -> str:
        if records.empty:
            return "کوئی واقعہ اس انتخاب میں نہیں"
        precisions = set(records["date_precision"].unique())
        whole = len(records[["start", "end"]].drop_duplicates()) == 1 and len(precisions) == 1
        first, last = records["start"].min().date(), records["end"].max().date()
        long = (last - first).days > 92
        when = dates(first, last, precisions.pop() if whole else "month" if long else "day")
        return f"{self._where(records)} {self._what(records)}، {when}"

    def _what(self, records: pd.DataFrame) -> str:
        many = 2 if len(records) > 1 else 1
        attacks, types = set(records["attack_types"].unique()), set(records["event_type"].unique())
        if len(attacks) == 1 and len(types) == 1 and len(only := next(iter(attacks))) == 1 and only[0] in ATTACKS:
            return ATTACKS[only[0]][many - 1]
        if len(types) == 1 and (kind := next(iter(types))) in KINDS:
            return KINDS[kind][many]
        return self._incidents(len(records))

    def _where(self, records: pd.DataFrame) -> str:
        known = records["level"] != UNKNOWN_PLACE
        places, others = (
            list(records["place_id"][known].unique()),
            "" if known.all() else f" اور {elsewhere(int((~known).sum()))}",
        )
        if not places:
            return elsewhere(len(records))
        if len(places) == 1:
            return f"{self._place_of(str(places[0]))} میں{others}"
        whole = around(self.atlas, places)
        also = UNSPECIFIED if set(whole).intersection(places) else ""
        some = self._in_kinds(
            records[known & ~records["place_id"].isin(whole)], also, spelt=records["event_type"].nunique() == 1
        )
        area = self.listed(list(map(self._place_of, whole)))
        return f"{area} کے {some}{others}" if area else f"{some}{others}"

    def _place_of(self, place_id: str) -> str:
        if not self.atlas.has_place(place_id):
            return self.atlas.place_label(place_id)
        place = self.atlas.gazetteer.place(place_id)
        name = place.name_ur or place.name
        return self.level(name, place.level) if place.level in ("division", "district", "tehsil") else name

    def subtitle(self, summary: Summary, records: pd.DataFrame, *, titled: bool = True) -> str:
        if records.empty:
            return ""
        known = records[records["level"] != UNKNOWN_PLACE]
        places, lost = self.in_kinds(known), len(records) - len(known)
        number = self._incidents(len(records))
        parts = [] if len(records) == 1 or records["event_type"].nunique() > 1 else [number]
        if not titled:
            parts = [f"{places} {number}".strip()]
        if lost and places:
            parts = [f"{places} {self._incidents(len(known))}، {elsewhere(lost)} {self._incidents(lost)}"]
        sources = self._dated_sources(records)
        if LATER in summary.subline:
            return " · ".join([*parts, f"بعد میں درج: {sources}"])
        parts += filter(None, [self.responsibility(records), sources])
        return " · ".join(parts)

    def in_kinds(self, records: pd.DataFrame) -> str:
        """Return in how many places of which kinds records are; empty where no place is known."""
        return self._in_kinds(records)

    def _in_kinds(self, records: pd.DataFrame, also: str = "", *, spelt: bool = False) -> str:
        kinds = kinds_of_records(self.atlas, records)
        spelt = spelt and all(number < len(SMALL) for _, number in kinds)
        some = [f"{SMALL[number] if spelt else f'{number:,}'} {UNITS[kind][number > 1]}" for kind, number in kinds]
        words = self.listed([*some, *filter(None, [also])])
        return f"{words} میں" if words else ""

    def counted_with_areas(self, records: pd.DataFrame) -> str:
        return f"چھوٹے مقامات اپنے علاقے کے ساتھ گنے گئے ہیں: کل {self.in_kinds(records)}۔"

    def responsibility(self, records: pd.DataFrame) -> str:
        """Return who claimed responsibility for incidents, and for how many where not for all; empty where nobody did."""
        claimed = records["claimed"]
        actors = sorted({actor for each in claimed.unique() for actor in each})
        if not actors:
            return ""
        names = self.listed(list(map(self.actor, actors))) if len(actors) <= 3 else f"{len(actors):,} گروہ"
        some = int(claimed.map(bool).sum())
        return f"ذمہ داری کا دعویٰ: {names}" + (f" ({len(claimed):,} میں سے {some:,})" if some < len(claimed) else "")

    def _dated_sources(self, records: pd.DataFrame) -> str:
        used = list(dict.fromkeys(source for sources in records["sources"].unique() for source in sources))
        if not used:
            return "ماخذ درج نہیں"
        number = SMALL[len(used)] if len(used) < len(SMALL) else f"{len(used):,}"
        if len(used) > 1:
            return f"{number} ماخذ"
        return f"{number} ماخذ، {self._source_date(self.atlas.source(used[0]))}"

    def _source_date(self, source: Source) -> str:
        if source.published:
            return f"شائع {a_day(source.published)}"
        since = f"، {a_day(source.not_before)} یا اس کے بعد" if source.not_before else ""
        return f"{_UNDATED}{since}"

    def date(self, first: dt.date, last: dt.date, precision: str = "day") -> str:
        return dates(first, last, precision)

    def filters(self, chosen: Sequence[tuple[str, Any, str]]) -> str:
        return "فلٹر: " + "  ·  ".join(self._chosen(*each) for each in chosen)

    def _chosen(self, field: str, value: Any, label: str) -> str:
        if field == "datasets":
            return f"ڈیٹا سیٹ {quoted(label)}"
        if field == "places":
            return self._place_of(str(value))
        if field == "event_types" and value in KINDS:
            return KINDS[value][0]
        if field == "actors":
            return self.actor(str(value))
        if field == "rule":
            return f"اعداد: {self.rule(str(value))}"
        if field == "as_known_on" and isinstance(value, dt.date):
            return f"جیسا {a_day(value)} کو معلوم تھا"
        if field in ("start", "end") and isinstance(value, dt.date):
            return f"{a_day(value)} {'سے' if field == 'start' else 'تک'}"
        if field == "attack_types" and value in ATTACKS:
            return ATTACKS[value][0]
        if field == "precisions" and value in LEVELS:
            return f"{LEVELS[value]} تک معلوم"
        if field == "precisions" and value == UNKNOWN_PLACE:
            return "جگہ نامعلوم"
        if field == "bounds":
            return "نقشے کی حدود کے اندر"
        if field == "contested":
            return "متنازع" if value else "غیر متنازع"
        return months(clean(label))

    def campaign(self, view: CampaignView) -> Said:
        self.remember(view.campaign.id)
        when = view.campaign.when
        places = [self._place_of(place) for place in view.campaign.places]
        scope = joined(filter(None, (self.listed(places), dates(when.first, when.last, when.precision))))
        return Said(f"{known(clean(view.campaign.title))}، پوری مہم", scope, view.tolls, self.note(view.note))

    def incident(self, record_id: str, title: str, place: str, when: str, tolls: tuple[TollView, ...]) -> Said:
        self.remember(record_id)
        named = self._title_of(record_id, clean(title), place)
        return Said(named, when if place in named else f"{place}، {when}", tolls, "", when)

    def _title_of(self, record_id: str, title: str, place: str) -> str:
        """Return the title of an incident: one that was made of what and where in Urdu, one that was given as it was written."""
        written = self.atlas.incident(record_id).where
        toponym, of = clean(written.toponym), written.place_id
        own = (toponym, self.atlas.place_label(of), place_words(of), clean(self.atlas.gazetteer.place(of).name))
        what, _, where = title.partition(" in ")
        if known(what) != what and where in own:
            return f"{self._within(where, of) if self._is_within(where, of) else place} میں {known(what)}"
        what, _, where = title.partition(", ")
        return joined((known(what), where)) if known(what) != what and where == toponym else title

    def _is_within(self, name: str, place_id: str) -> bool:
        """Return whether a place stands under its own name though it counts to an area: the gazetteer lacks it."""
        of = self.atlas.gazetteer.place(place_id)
        return of.level not in POINT_LEVELS and name not in (
            clean(of.name),
            self.atlas.place_label(place_id),
            place_words(place_id),
        )

    def _within(self, name: str, area: str) -> str:
        """Return a place's own name, in Urdu where all places in an area that are called so have one and the same."""
        found = [each.place for each in self.atlas.gazetteer.resolve(name, within=area).candidates]
        named = {each.name_ur for each in found if clean(each.name) == name}
        return (named.pop() or name) if len(named) == 1 else name

    def kilometres_at(self, latitude: float) -> str:
        if abs(latitude) < 0.5:
            return f"{self.kilometres} خط استوا پر"
        return f"{self.kilometres}، {abs(latitude):.0f}° {'شمال' if latitude > 0 else 'جنوب'} پر"

    def kind(self, event_type: str) -> str:
        return KINDS[event_type][0] if event_type in KINDS else super().kind(event_type)

    def family(self, event_types: Sequence[str]) -> str:
        return "؛ ".join(map(self.kind, event_types))

    def place(self, name: str, urdu: str) -> str:
        return urdu or name

    def ground(self, name: str, urdu: str) -> str:
        return urdu or COUNTRIES.get(name, name)

    def town(self, name: str, urdu: str) -> str:
        return urdu or TOWNS.get(name, "")

    def sources(self, sources: tuple[Source, ...], most: int = alt.NAMED_SOURCES) -> str:
        every = [
            joined(filter(None, (quoted(source.title), clean(source.publisher)[:80], self._source_date(source))))
            for source in sources
        ]
        named = every[: alt.most_named(sources, most)]
        named = alt.tail_once(named, f"{COMMA}{_UNDATED}", f" (سب کی {_UNDATED})")
        more = len(sources) - len(named)
        named += [f"مزید {more:,} ماخذ"] if more else []
        return f"ماخذ: {joined(named, SEMICOLON)}۔" if named else ""

    def boundaries(self, *, disputed: str, beyond: bool) -> str:
        parts = ["حدود: geoBoundaries (ODbL)، مستند نہیں۔ بنیادی نقشہ: Natural Earth۔ مقامات: GeoNames (CC BY)۔"]
        parts += [f"{'چھوٹے نقشے میں ' if disputed == 'inset' else ''}نقطہ دار سرحدیں متنازع ہیں۔"] if disputed else []
        parts += ["تفصیلی نقشے سے باہر زمین اور سرحدیں موٹے خط میں ہیں۔"] if beyond else []
        return " ".join(parts)

    def made(
        self,
        records: pd.DataFrame,
        made: dt.date,
        projection: Projection | None,
        identifier: str,
        versions: Mapping[str, str],
    ) -> str:
        ids = set(records["dataset"].unique())
        data = [info for info in self.atlas.datasets if info.id in ids]
        titles = [quoted(info.title) + alt.version(info, versions, "ورژن", f"{RLM}{COMMA}", UNSTATED) for info in data]
        named = self.listed(titles)
        drawn = f" پروجیکشن: {projection_words(projection.name)}۔" if projection else ""
        shown_by = f" شکل نمبر\u00a0{LRM}{identifier}{LRM}۔" if identifier else ""
        return f"انسیڈنٹ اٹلس سے {a_day(made)} (پاکستانی وقت) کو بنایا گیا۔" + (f" ڈیٹا سیٹ: {named}۔" if named else "") + drawn + shown_by  # fmt: skip

    def tick(self, day: dt.date, unit: str) -> str:
        month = MONTHS[day.month]
        return {"year": f"{day.year}", "month": f"{month} {day.year}", "day": f"{day.day} {month}"}[unit]

    def span(self, span: Span) -> str:
        return known(clean(span.label))

    def some(self, span: Span) -> str:
        return self.span(span) if span.count == 1 else f"{span.count:,} {known(clean(span.label))}"

    def span_note(self, span: Span) -> str:
        when = dates(span.start, span.end, span.precision)
        return f"{self._incidents(span.count)} · {when}" if span.count else f"پوری مہم · {when}"

    def incidents(self, number: int) -> str:
        return self._incidents(number)

    def of_incidents(self, number: int) -> str:
        """Return so many incidents as they are called before "of"."""
        return self._incidents(number, of=True)

    def binned(self, unit: str, spans: int) -> str:
        bars = f"ستون: فی {PER[unit]} واقعات۔"
        whose, below = ("جس", "نیچے ہے") if spans == 1 else ("جن", "نیچے ہیں")
        return (
            f"{bars} {self._incidents(spans)} {whose} کی تاریخ ایک سے زیادہ {MANY[unit]} پر پھیلی ہے، کسی ستون میں نہیں بلکہ {below}۔"
            if spans
            else bars
        )

    def binned_alone(self, unit: str, spans: int, incidents: int) -> str:
        held = f" ({self._incidents(incidents)})" if incidents else ""
        shown = f"{spans:,} {'مدت' if spans == 1 else 'مدتیں'}{held} دکھائی نہیں {'گئی' if spans == 1 else 'گئیں'}"
        return f"ستون: فی {PER[unit]} واقعات۔ جگہ نہ ہونے سے {shown}۔"

    def bar_colours(self) -> str:
        return "ستونوں کے رنگ علامتوں کے ہیں؛ ایک رنگ کی اقسام یکجا ہیں۔"

    def more_spans(self, spans: int, incidents: int) -> str:
        return f"مزید {spans:,} {'مدت' if spans == 1 else 'مدتیں'}" + (
            f"، {self._incidents(incidents)}" if incidents else ""
        )

    def not_shaded(self, shaded: int, unshaded: Unshaded) -> str:
        parts = [f"{unshaded.wide:,} صرف بڑے علاقے تک معلوم"] if unshaded.wide else []
        parts += [f"{self.place(clean(each.name), each.name_ur or '')} میں {n:,}" for each, n in unshaded.named]
        parts += [f"دیگر علاقوں میں {unshaded.others:,}"] if unshaded.others else []
        parts += [f"جزوی طور پر دکھائے گئے اضلاع میں {unshaded.cut:,}"] if unshaded.cut else []
        parts += [f"{elsewhere(unshaded.lost)} {unshaded.lost:,}"] if unshaded.lost else []
        return f"رنگوں میں: ضلع کے اندر معلوم {self._incidents(shaded)}۔ رنگوں میں نہیں: {joined(parts)}۔"

    def alt(self, subject: Subject) -> str:
        summary, records, kind, shown = subject.summary, subject.records, subject.recipe.kind, table_of(subject)
        kinds = {"timeline": "وقت کی پٹی", "multiples": "چھوٹے نقشے", "map_timeline": "نقشہ اور وقت کی پٹی"}
        sentences = [f"{kinds.get(kind, 'نقشہ')}۔", f"{self.title(summary, records)}۔", f"{self.subtitle(summary, records)}۔"]  # fmt: skip
        areas, points = ALT_PLACES.get(kind, ALT_PLACES["symbol"])
        sentences += [f"{areas}: {self._numbered(shown.areas, 'علاقہ', 'علاقے')}۔"] if shown.areas else []
        sentences += [f"{points}: {self._numbered(shown.points, 'مقام', 'مقامات')}۔"] if shown.points else []
        for view in summary.campaigns:
            said = self.campaign(view)
            sentences += [self.toll_sentence(toll) for toll in view.tolls]
            note = said.note.replace(*self.of_no_place) if kind == "timeline" else said.note
            sentences += [note] if view.tolls and note and note not in sentences else []
        sentences += [*map(self.tolls_sentence, (said for said in subject.said if said.when)), subject.unsaid()]
        return " ".join(filter(None, sentences))[: alt.LONGEST_ALT]

    def _numbered(self, found: Sequence[Numbered], one: str, many: str) -> str:
        named = [f"{self._name_of(each)}: {each.count:,}" for each in found[: alt.NAMED_PLACES]]
        more = len(found) - len(named)
        return self.listed([*named, f"مزید {more:,} {one if more == 1 else many}"] if more > 0 else named)

    def _name_of(self, each: Numbered) -> str:
        name = f"{TITLES.get(each.level, '')} {self.place(each.name, each.name_ur)}".strip()
        within = each.within
        return f"{name} ({TITLES.get(within.level, '')} {within.name_ur or within.name})" if within else name

    def listed(self, parts: Sequence[str]) -> str:
        return " اور ".join(part for part in (joined(parts[:-1]), *parts[-1:]) if part)
