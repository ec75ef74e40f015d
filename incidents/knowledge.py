"""What was claimed by one day against what was claimed by another: figures then and now, and what has happened between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from incidents.claim_ladder import link_words
from incidents.wording import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from incidents.atlas import Atlas
    from incidents.selection import Selection
    from incidents.toll_view import ClaimLine, TollView

NOT_YET: Final = "nothing claimed yet"


@dataclass(frozen=True)
class FigureThenNow:
    """The figure of one group and outcome about one record, by the selection's rule, on two days of knowledge.

    `record` is the id, `title` its title; `then` and `now` are headlines such as "Militants: 92", with "contested"
    where claims contest each other on that day; `changed` is whether they differ.
    """

    record: str
    title: str
    outcome: str
    then: str
    now: str

    @property
    def changed(self) -> bool:
        """Whether the figure is another now."""
        return self.then != self.now


@dataclass(frozen=True)
class ClaimBetween:
    """What has happened to one claim between two days.

    Attributes
    ----------
    record, title : str
        About which incident or campaign it is.
    what : str
        "new", "no longer stands", "withdrawn", "denied", "corroborated", or "contested".
    claimant, figure : str
        Whose, and the figure in words.
    words : str
        How: "counted in 216, 5 February 2026", or what a new claim does to others.
    stated : str
        When the claim was stated.
    claim_id : str
        Its id.
    """

    record: str
    title: str
    what: str
    claimant: str
    figure: str
    words: str
    stated: str
    claim_id: str


@dataclass(frozen=True)
class Between:
    """Two days compared."""

    figures: tuple[FigureThenNow, ...]
    claims: tuple[ClaimBetween, ...]


def between(atlas: Atlas, selection: Selection, then: dt.date, now: dt.date) -> Between:
    """Return what was claimed by one day against another, of the campaigns and single incidents of a selection.

    Parameters
    ----------
    atlas : Atlas
        The records.
    selection : Selection
        Which incidents, and by which rule; its own day of knowledge is left aside.
    then, now : date
        The earlier and the later day.
    """
    summary = atlas.summary(selection.replace(as_known_on=now))
    titles = {view.campaign.id: view.title for view in summary.campaigns}
    titles |= {each.incident: f"{one_line(each.title)}, {each.when}" for each in summary.figures.incidents}
    figures: list[FigureThenNow] = []
    claims: list[ClaimBetween] = []
    for record, title in titles.items():
        was, is_ = (atlas.tolls_of(record, selection.replace(as_known_on=day)) for day in (then, now))
        figures += [_figure(record, title, _same(toll, was), toll) for toll in is_]
        lines = {line.claim_id: line for toll in was for line in toll.lines}
        contested = {line.claim_id for toll in was if toll.contested for line in toll.lines}
        for toll in is_:
            for line in toll.lines:
                newly = toll.contested and line.claim_id not in contested
                claims += _changes(atlas, now, record, title, lines.get(line.claim_id), line, newly)
    return Between(tuple(figures), tuple(claims))


def _same(toll: TollView, earlier: Sequence[TollView]) -> TollView | None:
    """Return the earlier view of the same claims."""
    ids = {line.claim_id for line in toll.lines}
    return next((each for each in earlier if ids & {line.claim_id for line in each.lines}), None)


def _figure(record: str, title: str, then: TollView | None, now: TollView) -> FigureThenNow:
    return FigureThenNow(record, title, now.outcome, _headline(then) if then else NOT_YET, _headline(now))


def _headline(toll: TollView) -> str:
    return f"{toll.headline}, contested" if toll.contested else toll.headline


def _changes(
    atlas: Atlas, now: dt.date, record: str, title: str, was: ClaimLine | None, line: ClaimLine, contested: bool
) -> Iterator[ClaimBetween]:
    def told(what: str, words: str) -> ClaimBetween:
        return ClaimBetween(record, title, what, line.claimant, line.figure, words, line.stated, line.claim_id)

    if was is None:
        yield told("new", _does(atlas, now, record, line))
    elif contested and not line.superseded:
        yield told("contested", line.standing_label)
    if line.superseded and not (was and was.superseded):
        yield told("withdrawn" if line.standing == "withdrawn" else "no longer stands", line.state)
    elif was and line.standing != was.standing and line.standing in ("denied", "corroborated"):
        yield told(line.standing, line.standing_label)


def _does(atlas: Atlas, now: dt.date, record: str, line: ClaimLine) -> str:
    """Return what a new claim does to others, in words."""
    claims = {claim.id: claim for claim in atlas.claims_of(record)}
    links = atlas.links_of(claims[line.claim_id], now)
    found = [link_words(link, claims[other]) for link, ids in links.items() for other in ids if other in claims]
    return "; ".join(found)
