"""What claims say, in Urdu: who says a figure of whom, by which rule, and who says otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.allocated import NOWHERE
from incidents.toll import NOT_ADDED, OF_NO_PLACE
from incidents.toll_view import EVERYONE
from maps.claimants import REPORTED, UNSAID_STANDINGS, reporter_of, said_tag
from maps.figures.urdu_text import SEMICOLON, all_in_urdu, directed, figure, joined
from maps.figures.urdu_words import (
    ACTORS,
    ALL_AT_ONCE,
    COUNTED,
    DISSENT,
    GROUPS,
    QUANTITIES,
    RULES,
    SMALL,
    STANDINGS,
    TAGS,
    UNALLOCATED,
)
from maps.figures.urdu_words import NOT_ADDED as NOT_ADDED_UR
from maps.figures.urdu_words import OF_NO_PLACE as OF_NO_PLACE_UR
from maps.figures.wording import Wording
from maps.figures.words import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents import Atlas, Claim, ClaimLine, TollView
    from maps.figures.wording import Said

NO_FIGURE = "no figure from "
_ESTIMATE = re.compile("(.+), coder['’]s estimate")


def _called(name: str) -> str:
    """Return a claimant's name as written; in Urdu what the atlas itself says of a dataset's coders, or of who reports.

    Examples
    --------
    >>> _called("A list, coder’s estimate"), _called("Dawn"), _called("as reported by Dawn")
    ('A list کے کوڈر کا اندازہ', 'Dawn', 'Dawn کی رپورٹ کے مطابق')
    """
    words = clean(name)
    estimate, reported = _ESTIMATE.fullmatch(words), words.removeprefix(REPORTED)
    if estimate:
        return f"{estimate[1]} کے کوڈر کا اندازہ"
    return f"{reported} کی رپورٹ کے مطابق" if reported != words else words


@all_in_urdu
class UrduClaims(Wording):
    """The words of figures that claims give, in Urdu."""

    def __init__(self, atlas: Atlas, digits: str = "latin") -> None:
        super().__init__(atlas)
        self.digits = digits
        self._claims: dict[str, Claim] = {}

    def actor(self, actor: str) -> str:
        if actor in ACTORS:
            return ACTORS[actor][0]
        named = next((claim.claimant_name for claim in self._claims.values() if claim.claimant == actor), "")
        return _called(named) or clean(self.atlas.actor_label(actor))

    def rule(self, rule: str) -> str:
        """Return which of several claims a heading shows."""
        name, _, claimant = rule.partition(":")
        return f"{self.actor(claimant)} کا دعویٰ" if claimant else RULES.get(name, name)

    def note(self, text: str) -> str:
        return {NOT_ADDED: NOT_ADDED_UR, OF_NO_PLACE: OF_NO_PLACE_UR}.get(text) or clean(text)

    def remember(self, record_id: str) -> None:
        """Keep the claims about a record, whose ids the lines of its figures have."""
        self._claims |= {claim.id: claim for claim in self.atlas.claims_of(record_id)}

    def toll(self, toll: TollView) -> tuple[str, str, str, str]:
        group = GROUPS.get(toll.counted, clean(toll.counted_label))
        said = clean(toll.headline).removeprefix(f"{clean(toll.counted_label)}: ")
        claimant = toll.rule.partition(":")[2]
        number = f"{self.actor(claimant)}: کوئی عدد نہیں" if said.startswith(NO_FIGURE) else figure(said)
        happened = " یا ".join(self._quantities(toll))
        beside = joined(filter(None, (*self._called_otherwise(toll), self._overlap(toll))), SEMICOLON)
        tag = said_tag(toll)
        return self._heading(toll, group, number, happened), beside, TAGS.get(tag, clean(tag)), self._told(toll)

    def _heading(self, toll: TollView, group: str, number: str, happened: str) -> str:
        """Return whom, how many and what happened in one phrase, as `TollView.heading` in English."""
        if not toll.is_counted:
            return f"{group} {happened}: {number}"
        number = number.replace("، یا ", " یا ")
        return f"{number} {group} {happened}" if toll.counted == EVERYONE else f"{group}: {number} {happened}"

    def short_toll(self, toll: TollView) -> tuple[str, str]:
        headline, beside, tag, _ = self.toll(toll)
        return joined(filter(None, (headline, tag))), beside

    def one_after_another(self, parts: Iterable[str]) -> str:
        return joined(parts)

    def _told(self, toll: TollView) -> str:
        """Return the rule with its dissent, and what of the figure belongs to places: as `TollView.told` in English."""
        apart = "" if toll.unallocated == NOWHERE else clean(toll.unallocated)
        for pattern, urdu in UNALLOCATED:
            apart = re.sub(pattern, lambda found, urdu=urdu: urdu.format(*map(figure, found.groups())), apart)
        return " ".join(filter(None, (self._by_rule(toll), apart)))

    def _by_rule(self, toll: TollView) -> str:
        if not toll.note:
            return ""
        if not toll.note.startswith(toll.rule_label):
            return ALL_AT_ONCE
        number = SMALL[toll.dissent] if toll.dissent < len(SMALL) else f"{toll.dissent:,}"
        return f"{self.rule(toll.rule)}؛ {DISSENT[min(toll.dissent, 2)].format(number)}"

    def _of(self, toll: TollView) -> list[Claim]:
        return [self._claims[line.claim_id] for line in toll.lines if line.claim_id in self._claims]

    def _outcomes(self, toll: TollView) -> list[str]:
        """Return the ids of what happened to the people."""
        order = list(QUANTITIES)
        found = {claim.quantity for claim in self._of(toll)}
        return sorted(found, key=lambda each: order.index(each) if each in order else len(order))

    def _quantities(self, toll: TollView) -> list[str]:
        return [QUANTITIES.get(each, each) for each in self._outcomes(toll)]

    def _called_otherwise(self, toll: TollView) -> list[str]:
        """Return whose words those for what happened are, the first left out."""
        claims, words = self._of(toll), self._quantities(toll)
        others = zip(self._outcomes(toll)[1:], words[1:], strict=True)
        whose = [(next(claim for claim in claims if claim.quantity == quantity), word) for quantity, word in others]
        return [f"{self._brief(claim)} کے الفاظ میں {word}" for claim, word in whose]

    def _overlap(self, toll: TollView) -> str:
        groups = len({claim.counted for claim in self._of(toll)})
        number = SMALL[groups] if groups < len(SMALL) else str(groups)
        return f"{number} گروہ، جزوی طور پر ایک ہی لوگ" if groups > 1 and toll.contested else ""

    def _brief(self, claim: Claim) -> str:
        return ACTORS[claim.claimant][1] if claim.claimant in ACTORS else self.actor(claim.claimant)

    def claim(self, line: ClaimLine, toll: TollView) -> tuple[str, str]:
        claim, beside = self._claims.get(line.claim_id), self._of(toll)
        if claim is None:
            return super().claim(line, toll)
        apart = ""
        if len({other.counted for other in beside}) > 1:
            apart = COUNTED.get(claim.counted, claim.counted)
        elif len({other.quantity for other in beside}) > 1:
            apart = QUANTITIES.get(claim.quantity, claim.quantity)
        standing = STANDINGS.get(claim.standing, claim.standing)
        is_report = claim.standing in UNSAID_STANDINGS and reporter_of(clean(line.label))
        label = f"{self._brief(claim)}{': ' if apart else ''}{apart}{'' if is_report else f' ({standing})'}"
        return (f"{label} (منسوخ)" if line.superseded else label), figure(clean(line.figure))

    def more_incidents(self, number: int) -> str:
        return f"مزید {number:,} {'واقعے' if number == 1 else 'واقعات'} کے اعداد یہاں نہیں دکھائے گئے۔"

    def highest(self, number: int, *, tied: bool = False) -> str:
        of_others = "؛ بعض دوسرے واقعات کے دعوے بھی اتنے ہی بڑے ہیں" if tied else ""
        return f"سب سے بڑے دعووں والے واقعات میں سے {SMALL[number] if number < len(SMALL) else number}{of_others}"

    def more_claims(self, number: int, contested: int, *, shown: bool) -> str:
        more = f"{'اور مزید ' if shown else ''}{number:,} {'دعویٰ' if number == 1 else 'دعوے'}"
        if not contested:
            return f"{more}۔"
        some = f"جن میں {contested:,} متنازع {'ہے' if contested == 1 else 'ہیں'}"
        which = "جو متنازع ہے" if number == 1 else "سب متنازع ہیں" if contested == number else some
        return f"{more}، {which}: دیکھیے عبارتِ تصویر۔"

    def claimants(self, said: Iterable[Said]) -> str:
        lines = [line for each in said for toll in each.tolls for line in toll.lines]
        reported = [reporter for line in lines if (reporter := reporter_of(clean(line.claimant)))]
        lines = [line for line in lines if not reporter_of(clean(line.claimant))]
        names = [self.actor(self._claims[line.claim_id].claimant) if line.claim_id in self._claims else clean(line.claimant) for line in lines]  # fmt: skip
        parts = [f"اعداد ان کے دعوے ہیں: {joined(dict.fromkeys(names), SEMICOLON)}۔"] if names else []
        parts += [f"اعداد کی رپورٹ: {joined(dict.fromkeys(reported), SEMICOLON)}۔"] if reported else []
        return " ".join(parts)

    def tolls_sentence(self, said: Said) -> str:
        """Return the figures of a campaign or of one incident below its title, where and when, each with who claims it."""
        return f"{directed(f'{said.title} ({said.scope})')}: {' '.join(map(self.toll_sentence, said.tolls))}"

    def toll_sentence(self, toll: TollView) -> str:
        headline, beside, tag, _ = self.toll(toll)
        if len(toll.lines) == 1 and not (beside or toll.contested):
            return f"{joined((headline, self.claim(toll.lines[0], toll)[0]))}۔"
        said = joined((": ".join(self.claim(line, toll)) for line in toll.lines), SEMICOLON)
        about = joined(filter(None, (beside, tag)))
        return f"{headline}{f' ({about})' if about else ''}۔ {said}۔"
