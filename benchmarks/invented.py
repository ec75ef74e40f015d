"""The words of made-up events: groups, villages, papers, sentences. Nothing here exists or happened."""

from __future__ import annotations

from typing import Final

#: Syllables that names of groups and villages are made of.
FIRST: Final = ("Ar", "Bel", "Dar", "Gul", "Kar", "Lor", "Mir", "Naz", "Par", "Sor", "Tal", "Zar")
SECOND: Final = ("abad", "ani", "dasht", "gah", "iband", "khel", "mand", "ozai", "rud", "shah", "tang", "wari")
BODIES: Final = ("Front", "League", "Movement", "Council", "Column", "Alliance", "Brigade", "Committee")
VILLAGES: Final = ("Killi", "Goth", "Kot", "Shahr", "Mauza", "Basti")
PAPERS: Final = ("Chronicle", "Courier", "Gazette", "Herald", "Ledger", "Mirror", "Observer", "Times")

#: Sub-event types by event type with the share of rows, and who takes part: side one, side two, how often somebody is killed.
KINDS: Final = (
    ("Battles", "Armed clash", 0.22, "rebels", "state", 0.75),
    ("Battles", "Government regains territory", 0.005, "state", "rebels", 0.6),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", 0.14, "rebels", "state", 0.5),
    ("Explosions/Remote violence", "Grenade", 0.06, "rebels", "civilians", 0.15),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", 0.03, "rebels", "state", 0.1),
    ("Explosions/Remote violence", "Air/drone strike", 0.01, "state", "rebels", 0.8),
    ("Explosions/Remote violence", "Suicide bomb", 0.005, "rebels", "civilians", 0.95),
    ("Violence against civilians", "Attack", 0.13, "unknown", "civilians", 0.8),
    ("Violence against civilians", "Abduction/forced disappearance", 0.08, "unknown", "civilians", 0.0),
    ("Protests", "Peaceful protest", 0.2, "protesters", "", 0.0),
    ("Protests", "Protest with intervention", 0.02, "protesters", "state", 0.0),
    ("Riots", "Mob violence", 0.02, "rioters", "civilians", 0.2),
    ("Strategic developments", "Arrests", 0.04, "state", "rebels", 0.0),
    ("Strategic developments", "Looting/property destruction", 0.03, "rebels", "civilians", 0.0),
    ("Strategic developments", "Other", 0.01, "rebels", "", 0.0),
)
DISORDER: Final = {
    "Protests": "Demonstrations",
    "Riots": "Political violence; Demonstrations",
    "Strategic developments": "Strategic developments",
}
#: A side's ``inter`` in words, its code, and how many names it has; the names of rebels are made of syllables.
SIDES: Final = {
    "state": ("State forces", 1),
    "rebels": ("Rebel group", 2),
    "unknown": ("Political militia", 3),
    "rioters": ("Rioters", 5),
    "protesters": ("Protesters", 6),
    "civilians": ("Civilians", 7),
    "": ("", 0),
}
OPENINGS: Final = (
    "unidentified men on motorcycles opened fire near a checkpoint",
    "an explosive device went off beside a road as a convoy passed",
    "an exchange of fire began during a search of a hillside",
    "residents gathered on the main road and demanded electricity and water",
    "armed men stopped vehicles, checked papers and left after two hours",
    "a hand grenade was thrown at a shop and did not go off at once",
    "a house was searched before dawn and several people were taken away",
    "traders shut the bazaar and held a sit-in before the press club",
)
MIDDLES: Final = (
    "The road was closed to traffic until the evening, and several vehicles that carried coal were held back at the pass.",
    "Witnesses gave different accounts of how it began; the authorities did not say how many had taken part in it.",
    "A statement issued the next day said that the area had been cleared, which residents of two villages disputed.",
    "Telephone and internet service was suspended in the district for three days, and the market opened again on the fourth.",
    "The injured were brought to the district hospital, from where those in a serious condition were sent on to Quetta.",
    "Organisers said that they would go on until their demands were met, and named a committee of elders to speak for them.",
    "No group had said that it was responsible when this was coded; two earlier events on the same road resemble it.",
)
#: What may stand at the end: share of rows, and words; ``{dead}`` is the number coded, ``{more}`` a larger one.
ENDINGS: Final = (
    (0.55, ""),
    (0.1, "Reported killed: {dead}."),
    (0.08, "Officials spoke of {dead} killed; the group spoke of {more}."),
    (0.06, "Local reports of {more} killed were rejected by the authorities, who confirmed {dead}."),
    (0.05, "Fatalities coded as {dead}."),
    (0.03, "The toll of {more} was split across 2 events."),
    (0.13, "Size of the crowd not reported."),
)
