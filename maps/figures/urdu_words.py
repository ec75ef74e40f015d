"""The Urdu of the vocabulary: kinds of event, actors, who is counted, standings, months; by the ids of `incidents.vocabulary`."""

from __future__ import annotations

STEPS = {"day": "دن", "week": "ہفتے", "month": "مہینے", "year": "سال", "period": "مدت"}
"""Steps of time, as they stand before a word such as "of"."""
PER = {"day": "دن", "week": "ہفتہ", "month": "مہینہ", "year": "سال"}
"""The same after "per"."""
MANY = {"day": "دنوں", "week": "ہفتوں", "month": "مہینوں", "year": "سالوں", "period": "مدتوں"}
"""Several of them, before such a word."""
WHICH = {"day": "کا دن", "week": "کا ہفتہ", "month": "کا مہینہ", "year": "کا سال", "period": "کی مدت"}
"""The same with what of them is not stated."""

MONTHS = ("", "جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر")
SMALL = ("کوئی نہیں", "ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو", "دس", "گیارہ", "بارہ")

LEVELS = {
    "site": "مقام",
    "town": "قصبے",
    "tehsil": "تحصیل",
    "district": "ضلع",
    "division": "ڈویژن",
    "province": "صوبے",
    "country": "ملک",
}

TITLES = {
    "site": "مقام",
    "town": "قصبہ",
    "tehsil": "تحصیل",
    "district": "ضلع",
    "division": "ڈویژن",
    "province": "صوبہ",
    "country": "ملک",
}
"""What stands before a place's name."""

UNITS = {
    "site": ("مقام", "مقامات"),
    "town": ("قصبے", "قصبوں"),
    "tehsil": ("تحصیل", "تحصیلوں"),
    "district": ("ضلع", "اضلاع"),
    "division": ("ڈویژن", "ڈویژنوں"),
    "province": ("صوبے", "صوبوں"),
    "country": ("ملک", "ملکوں"),
    "area": ("علاقے", "علاقوں"),
}
"""One, and several, of what is counted (see `incidents.units`), before "in"."""

UNSPECIFIED = "نامعلوم حصوں"

ALT_PLACES = {
    "locator": ("نمایاں علاقے", "نشان زد قصبے یا مقامات"),
    "symbol": ("لکیروں والے علاقے، تعداد کے ساتھ", "قصبوں یا مقامات پر علامات"),
    "choropleth": ("ہر ضلع کے اندر معلوم واقعات", ""),
    "timeline": ("علاقے تک معلوم", "قصبے یا مقام تک معلوم"),
}
"""What an alt text calls the areas and the points of a kind of figure."""

KINDS = {
    "attack": ("حملہ، نوعیت درج نہیں", "حملہ", "حملے"),
    "armed_assault": ("مسلح حملہ", "مسلح حملہ", "مسلح حملے"),
    "bombing": ("بم دھماکہ", "بم دھماکہ", "بم دھماکے"),
    "clash": ("مسلح جھڑپ", "مسلح جھڑپ", "مسلح جھڑپیں"),
    "shelling": ("گولہ باری یا راکٹ", "گولہ باری", "گولہ باری کے واقعات"),
    "air_strike": ("فضائی یا ڈرون حملہ", "فضائی یا ڈرون حملہ", "فضائی یا ڈرون حملے"),
    "assassination": ("ہدف بنا کر قتل", "ہدف بنا کر قتل", "ہدف بنا کر قتل کے واقعات"),
    "abduction": ("اغوا یا گمشدگی", "اغوا", "اغوا کے واقعات"),
    "sexual_violence": ("جنسی تشدد", "جنسی تشدد کا واقعہ", "جنسی تشدد کے واقعات"),
    "sabotage": ("تخریب کاری یا املاک کی تباہی", "تخریب کاری", "تخریب کاری کے واقعات"),
    "operation": ("سکیورٹی آپریشن", "سکیورٹی آپریشن", "سکیورٹی آپریشن"),
    "protest": ("احتجاج", "احتجاج", "احتجاج کے واقعات"),
    "riot": ("ہنگامہ یا ہجوم کا تشدد", "ہنگامہ", "ہنگامے"),
    "development": ("دیگر پیش رفت", "دیگر پیش رفت", "دیگر پیش رفت"),
    "other": ("دیگر قسم، جیسا لکھا گیا", "دیگر واقعہ", "دیگر واقعات"),
    "unknown": ("قسم درج نہیں", "نامعلوم قسم کا واقعہ", "نامعلوم قسم کے واقعات"),
}
"""Label, one, many of each event type."""

ATTACKS = {
    "coordinated_attack": ("مربوط حملہ", "مربوط حملے"),
    "armed_assault": ("مسلح حملہ", "مسلح حملے"),
    "ambush": ("گھات لگا کر حملہ", "گھات لگا کر حملے"),
    "raid": ("چھاپہ", "چھاپے"),
    "bombing": ("بم دھماکہ", "بم دھماکے"),
    "suicide_bombing": ("خودکش دھماکہ", "خودکش دھماکے"),
    "vehicle_bomb": ("گاڑی بم", "گاڑی بم دھماکے"),
    "landmine": ("بارودی سرنگ", "بارودی سرنگیں"),
    "grenade": ("دستی بم حملہ", "دستی بم حملے"),
    "shelling": ("گولہ باری", "گولہ باری کے واقعات"),
    "air_strike": ("فضائی یا ڈرون حملہ", "فضائی یا ڈرون حملے"),
    "assassination": ("ہدف بنا کر قتل", "ہدف بنا کر قتل کے واقعات"),
    "hostage_taking": ("یرغمال بنانا", "یرغمال بنانے کے واقعات"),
    "abduction": ("اغوا", "اغوا کے واقعات"),
    "sabotage": ("تخریب کاری", "تخریب کاری کے واقعات"),
}
"""One and many of each attack type."""

ACTORS = {
    "bla": ("بلوچستان لبریشن آرمی (بی ایل اے)", "بی ایل اے"),
    "majeed_brigade": ("مجید بریگیڈ", "مجید بریگیڈ"),
    "fidayeen_squad": ("فدائین اسکواڈ", "فدائین اسکواڈ"),
    "stos": ("اسپیشل ٹیکٹیکل آپریشنز اسکواڈ", "ایس ٹی او ایس"),
    "state_forces": ("ریاستی افواج، نام درج نہیں", "ریاستی افواج"),
    "security_forces": ("پاکستانی سکیورٹی فورسز", "سکیورٹی فورسز"),
    "military": ("پاکستانی فوج", "فوج"),
    "police": ("پولیس", "پولیس"),
    "ctd": ("انسداد دہشت گردی کے دستے", "انسداد دہشت گردی کے دستے"),
    "government": ("حکومت پاکستان", "حکومت پاکستان"),
    "provincial_government": ("حکومت بلوچستان", "حکومت بلوچستان"),
    "state_media": ("سرکاری ذرائع ابلاغ", "سرکاری ذرائع ابلاغ"),
    "unnamed_reports": ("اطلاعات، ذریعے کا نام نہیں", "بے نام اطلاعات"),
    "civilians": ("عام شہری", "عام شہری"),
    "rebel_group": ("مسلح گروہ، نام درج نہیں", "مسلح گروہ"),
    "protesters": ("مظاہرین", "مظاہرین"),
    "unknown": ("دعویدار درج نہیں", "دعویدار درج نہیں"),
}
"""Full and short name of each actor."""

COUNTED = {
    "people": "افراد",
    "civilians": "عام شہری",
    "militants": "عسکریت پسند",
    "law_enforcement": "قانون نافذ کرنے والے اہلکار",
    "security_personnel": "سکیورٹی اہلکار",
    "soldiers": "فوجی",
    "police": "پولیس اہلکار",
    "women": "خواتین",
    "men": "مرد",
    "children": "بچے",
}
GROUPS = {
    "militants": "عسکریت پسند",
    "state_forces": "ریاستی فورسز",
    "civilians": "عام شہری",
    "people": "افراد",
    "women": "خواتین",
    "men": "مرد",
    "children": "بچے",
}
QUANTITIES = {
    "killed": "ہلاک",
    "neutralized": "”نیوٹرلائز“",
    "wounded": "زخمی",
    "captured": "گرفتار",
    "missing": "لاپتہ",
    "attacks": "حملے",
}
STANDINGS = {
    "attributed": "منسوب",
    "unverified": "تصدیق نہیں کی گئی",
    "unconfirmed": "توثیق نہیں ہوئی",
    "corroborated": "آزادانہ تصدیق",
    "denied": "تردید",
    "withdrawn": "واپس لیا گیا",
}
TAGS = {
    "contested": "متنازع",
    "figures differ": "اعداد مختلف",
    "attributed": "منسوب دعویٰ",
    "not verified": "تصدیق نہیں کی گئی",
    "not confirmed": "توثیق نہیں ہوئی",
    "corroborated": "آزادانہ تصدیق",
    "denied": "تردید",
    "withdrawn": "واپس لیا گیا",
}
RULES = {
    "range": "تمام دعووں کی حدود",
    "lowest": "سب سے کم دعویٰ",
    "highest": "سب سے زیادہ دعویٰ",
    "latest": "ہر دعویدار کا تازہ ترین دعویٰ",
}
FIGURES = (
    (r", or ", "، یا "),
    (r"\bat least\b", "کم از کم"),
    (r"\bat most\b", "زیادہ سے زیادہ"),
    (r"\babout\b", "تقریباً"),
    (r"\bor more\b", "یا زیادہ"),
    (r"\bup to\b", "تک"),
    (r"\bnot known\b", "معلوم نہیں"),
    (r"(?<=\d)–(?=\d)", " تا "),
    (r"\bno number\b|\bno figure\b", "کوئی عدد نہیں"),
    (r"\bdozens\b", "درجنوں"),
    (r"\band\b", "اور"),
    (r", ", "، "),
)
"""English words in figures, as patterns, and their Urdu."""

COUNTRIES = {"Tajikistan": "تاجکستان", "Turkmenistan": "ترکمانستان", "Uzbekistan": "ازبکستان"}
"""Countries whose Urdu name the gazetteer does not have."""

TOWNS = {
    "Kandahar": "قندھار",
    "Kabul": "کابل",
    "Herat": "ہرات",
    "Farah": "فراہ",
    "Zaranj": "زرنج",
    "Lashkar Gah": "لشکر گاہ",
    "Ghazni": "غزنی",
    "Zahedan": "زاہدان",
    "Zabol": "زابل",
    "Chabahar": "چابہار",
    "Iranshahr": "ایرانشہر",
    "Mashhad": "مشہد",
    "Kerman": "کرمان",
    "Bandar Abbas": "بندر عباس",
    "Muscat": "مسقط",
    "Delhi": "دہلی",
    "New Delhi": "نئی دہلی",
    "Jaipur": "جے پور",
    "Jodhpur": "جودھ پور",
    "Jaisalmer": "جیسلمیر",
    "Bikaner": "بیکانیر",
    "Amritsar": "امرتسر",
    "Ludhiana": "لدھیانہ",
    "Ahmedabad": "احمد آباد",
    "Dushanbe": "دوشنبہ",
    "Mazar-e Sharif": "مزار شریف",
    "Baghlan": "بغلان",
    "Srinagar": "سری نگر",
    "Surat": "سورت",
    "As Sib": "السیب",
}
"""Large towns abroad whose Urdu name the gazetteer does not have."""

OF_NO_PLACE = "یہ اعداد پوری مہم کے ہیں، نقشے پر کسی ایک جگہ کے نہیں۔"
NOT_ADDED = f"{OF_NO_PLACE} ان میں ایک ہی لوگ ایک سے زیادہ بار گنے گئے ہو سکتے ہیں، اس لیے انہیں جمع نہیں کیا گیا۔"

ALL_AT_ONCE = "سب ایک ہی تاریخ کے بیان ہیں: کوئی تازہ ترین نہیں۔"
"""Said of the rule "latest" where no claim is later than another."""

DISSENT = (
    "کوئی دعویٰ دوسرا عدد نہیں دیتا۔",
    "ایک دعویٰ دوسرا عدد دیتا ہے۔",
    "{} دعوے دوسرا عدد دیتے ہیں۔",
)
"""That none, one, or so many claims give another figure than a rule shows."""

UNALLOCATED = (
    (
        r"([\d,]+) incidents? of it have figures that can overlap; they are not subtracted\.",
        "اس میں سے {} واقعات کے اعداد میں وہی لوگ ہو سکتے ہیں؛ انہیں منہا نہیں کیا گیا۔",
    ),
    (
        r"(.+) of it in (1) incident; (.+) not allocated to any place\.",
        "اس میں سے {0}، {1} واقعے میں؛ {2} کسی جگہ سے منسوب نہیں۔",
    ),
    (
        r"(.+) of it in ([\d,]+) incidents; (.+) not allocated to any place\.",
        "اس میں سے {0}، {1} واقعات میں؛ {2} کسی جگہ سے منسوب نہیں۔",
    ),
)
"""What of a campaign's figure belongs to single places, as patterns of the English sentence, and its Urdu."""
