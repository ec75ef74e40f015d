"""The claims of an export: those about campaigns and recorded incidents one by one, those of imported datasets as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from incidents.coding import Coded
from incidents.export.cells import Row
from incidents.export.columns import CLAIMS, Column
from incidents.export.held import TEXT, as_texts, joined, taken, values_of
from incidents.ledger import TODAY, Ledger
from incidents.record import CLAIM_LINKS
from incidents.toll import Tolls, claimant_label
from incidents.vocabulary import QUANTITIES

if TYPE_CHECKING:
    from incidents.atlas import Atlas
    from incidents.coding import Codes
    from incidents.export.held import Held, Piece
    from incidents.imported_records import Said
    from incidents.pieces import Pieces
    from incidents.record import Claim, Evidence
    from incidents.selection import Selection
    from incidents.toll import ClaimLine


class Claims:
    """The claims about a selection's incidents and their campaigns that were known on its day.

    Parameters
    ----------
    atlas : Atlas
        The records.
    selection : Selection
        Which incidents.
    selected : Pieces
        The same, to go through.
    """

    def __init__(self, atlas: Atlas, selection: Selection, selected: Pieces) -> None:
        self._atlas, self._selection, self._selected = atlas, selection, selected

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._recorded) + self._selected.claim_count()

    @cached_property
    def _recorded(self) -> list[Row]:
        return list(self._recorded_rows())

    def _recorded_rows(self) -> Iterator[Row]:
        """Yield the campaigns' claims, which stand first because they belong to no one incident, then the incidents'."""
        for view in self._atlas.summary(self._selection).campaigns:
            yield from self._about(view.campaign.id, "campaign", view.campaign.title)
        for record in self._selected.recorded():
            if self._atlas.claims_of(record):
                yield from self._about(record, "incident", self._atlas.incident(record).title)

    def _about(self, record: str, kind: str, title: str) -> Iterator[Row]:
        """Yield a row for each claim about a record that was known on the selection's day, in the order of the record."""
        tolls = self._atlas.tolls_of(record, self._selection)
        shown = {line.claim_id: (line, toll) for toll in tolls for line in toll.lines}
        for claim in self._atlas.claims_of(record):
            if claim.id in shown:
                line, toll = shown[claim.id]
                head = {"claim_id": claim.id, "about": record, "about_kind": kind, "about_title": title}
                links = self._atlas.links_of(claim, self._selection.as_known_on)
                contested = toll.contested and not line.superseded
                yield {**head, **_claim_row(claim, line), **links, "contested": contested}

    def of_campaigns(self) -> Piece:
        """Return the claims about campaigns."""
        return columns_of((row for row in self._recorded if row["about_kind"] == "campaign"), CLAIMS)

    def named_sources(self) -> Iterator[str]:
        """Yield the ids of the sources of those that are not of imported datasets; these name the incident's own."""
        return (each for row in self._recorded for each in row["sources"])

    def pieces(self) -> Iterator[Piece]:
        """Yield all of them, a piece at a time."""
        yield columns_of(self._recorded, CLAIMS)
        for rows, frame in self._selected.named():
            yield from (self._of(said, frame) for said in self._selected.said_of(rows))

    def about(self, rows: Codes, piece: Piece) -> Piece:
        """Return those about some rows, all of them records or all of one imported dataset; `piece` holds them."""
        for said in self._selected.said_of(rows):
            return self._of(said, piece)
        ids = set(values_of(piece["id"], "text"))
        return columns_of((row for row in self._recorded if row["about"] in ids), CLAIMS)

    def _of(self, said: Said, named: Piece) -> Piece:
        """Return claims of an imported dataset: what they say is worded once for all that say the same."""
        if not said.claims.values:
            return columns_of((), CLAIMS)
        on = self._selection.as_known_on
        first = named["start"].to_numpy(zero_copy_only=False)[said.about]
        known = np.flatnonzero(first <= np.datetime64(on or TODAY))
        about = said.about[known]
        shared = [_claim_row(claim, _alone(claim)) for claim in said.claims.values]
        code, none = said.claims.codes[known], np.zeros(len(known), dtype=np.int32)
        ids, sources = as_texts(taken(named["id"], about)), taken(named["sources"], about)
        numbers = pa.array(said.number[known]).cast(TEXT)
        columns: dict[str, Held] = {
            name: Coded(code, [row[name] for row in shared]) for name in CLAIMS if name in shared[0]
        }
        return columns | {
            "claim_id": joined([ids, ".c", numbers]),
            "about": ids,
            "about_kind": Coded(none, ["incident"]),
            "about_title": taken(named["title"], about),
            "contested": Coded(none, [False]),
            "sources": sources,
            "evidence": sources,
            "note": said.note.take(pa.array(known)).cast(TEXT),
        }


def columns_of(rows: Iterable[Row], columns: Mapping[str, Column]) -> Piece:
    """Return rows as columns in which every value is what it was."""
    listed = list(rows)
    numbers = np.arange(len(listed), dtype=np.int32)
    return {name: Coded(numbers, [row[name] for row in listed]) for name in columns}


def _alone(claim: Claim) -> ClaimLine:
    """Return a claim that no other contests or replaces as a line."""
    (toll,) = Tolls(Ledger([claim], {}, {}), {}).views(claim.about)
    return toll.lines[0]


def _claim_row(claim: Claim, line: ClaimLine) -> Row:
    return {
        "counted": claim.counted,
        "counted_label": line.counted_label,
        "quantity": claim.quantity,
        "quantity_label": QUANTITIES[claim.quantity].label,
        "word": claim.word,
        "figure": line.figure,
        "low": claim.low,
        "value": claim.value,
        "high": claim.high,
        "qualifier": claim.qualifier,
        "as_written": claim.as_written,
        "claimant": claim.claimant,
        "claimant_label": claimant_label(claim),
        "relayed_by": claim.relayed_by,
        "standing": claim.standing,
        "standing_label": line.standing_label,
        **{link: getattr(claim, link) for link in CLAIM_LINKS},
        "superseded": line.superseded,
        "state": line.state,
        "stated": line.stated,
        "stated_on": claim.stated_on,
        "as_of": claim.as_of,
        "scope_places": claim.scope.places,
        "scope_start": claim.scope.first,
        "scope_end": claim.scope.last,
        "scope_kind": claim.scope.kind,
        "sources": tuple(item.source for item in claim.evidence),
        "evidence": tuple(map(_evidence_words, claim.evidence)),
        "origins": line.origins,
        "note": claim.note,
    }


def _evidence_words(item: Evidence) -> str:
    quote = f"“{item.quote}”" if item.quote else ""
    return ", ".join(part for part in (item.source, item.locator, quote) if part)
