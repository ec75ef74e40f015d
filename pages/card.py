"""The card of one incident: what is known and how well, with every claim, its standing and its source."""

from incidents import Atlas, Claim, UnknownRecord, date_words
from incidents.vocabulary import ACTORS, ATTACK_TYPES, EVENT_TYPES, STANDINGS, TARGET_KINDS
from pages import link
from pages.elements import Element, el, show
