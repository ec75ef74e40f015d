"""Columns of a snapshot as codes and numbers: who is named, where a row is, the figures that its claims carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from incidents.coding import Coded, Codes, Mask, joined, lists_of, together, words
from incidents.columns import NO_FIGURE, NO_NUMBER
from incidents.killed import EVERYONE, Figures, KilledClaims
from incidents.outside import SOURCE
from incidents.readers.arrow import pc
from incidents.readers.columns import Batch, digest
from incidents.table import POINT_LEVELS

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Place

CARRIED = ("quantity", "low", "value", "high", "qualifier")
PIECE: Final = 50_000
"""Rows whose actors are read at once."""

FIGURED = ("quantity", "counted", "low", "value", "high", "qualifier", "claimant")


def cast(column: Any) -> tuple[Coded, dict[str, str]]:
    """Return who is named in each row, in which role; and the names, by id, of those that the vocabulary lacks.

    A piece at a time: the texts of a million rows at once take several hundred megabytes.
    """
    parts = [_cast(column.slice(start, PIECE)) for start in range(0, len(column), PIECE)]
    names = {one: text for _, own in reversed(parts) for one, text in own.items()}
    return joined([coded for coded, _ in parts]), names


def _cast(column: Any) -> tuple[Coded, dict[str, str]]:
    whole = _combined(column)
    values = whole.flatten()
    actor, role, name = (words(values.field(each)) for each in ("actor", "role", "name"))
    pair, at = together([actor.codes, role.codes])
    _, named = together([actor.codes, name.codes])
    names: dict[str, str] = {}
    for one, text in zip(actor.take_at(named), name.take_at(named), strict=True):
        if text and one.startswith("named:"):
            names.setdefault(one, text)
    pairs = list(zip(actor.take_at(at), role.take_at(at), strict=True))
    offsets = _offsets(whole)
    codes, rows = lists_of(offsets, pair)
    return Coded(codes, [tuple(pairs[each] for each in pair[offsets[row] : offsets[row + 1]]) for row in rows]), names


def actors(column: Any) -> Coded:
    """Return the ids of those who are named in each row, each once."""
    whole = _combined(column)
    actor = words(whole.flatten().field("actor"))
    offsets = _offsets(whole)
    codes, rows = lists_of(offsets, actor.codes)
    texts = actor.values
    found = [actor.codes[offsets[row] : offsets[row + 1]] for row in rows]
    return Coded(codes, [tuple(dict.fromkeys(texts[each] for each in one)) for one in found])


def lists(column: Any) -> Coded:
    """Return a column of lists of texts as codes of tuples."""
    whole = _combined(column)
    values, offsets = words(whole.flatten()), _offsets(whole)
    codes, rows = lists_of(offsets, values.codes)
    texts = values.values
    return Coded(codes, [tuple(texts[each] for each in values.codes[offsets[row] : offsets[row + 1]]) for row in rows])


def _combined(column: Any) -> Any:
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], column.type)
    return whole


def _offsets(column: Any) -> Codes:
    """Return where each list begins in the flattened values."""
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def contains(column: Any, word: str) -> Mask:
    """Return which texts of a column have a folded word."""
    if pa.types.is_dictionary(column.type):
        coded = words(column)
        return np.array([word in text.casefold() for text in coded.values], dtype=bool)[coded.codes]
    return pc.fill_null(pc.match_substring(pc.utf8_lower(column), word), False).to_numpy()


def hashes(column: Any) -> Codes:
    """Return a number for each text of a column, by which it is found."""
    parts = [digest(Batch(np.zeros(len(each)), {"id": each})) for each in column.chunks if len(each)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)


def hashed(ids: Iterable[str]) -> Codes:
    """Return the numbers of some texts."""
    return hashes(pa.chunked_array([pa.array(list(ids), pa.string())]))


# Where


def points(place: Coded, level: Coded, how: Coded, read: Callable[[str], Any], gazetteer: Gazetteer) -> Iterator[Codes]:
    """Yield latitude and longitude: the row's own where it has a point (`read` gives the column), else its place's.

    A row outside the gazetteer has its own at every level: no polygon says where it is.
    """
    places = [_place(each, gazetteer) for each in place.values]
    own = np.array([each in POINT_LEVELS for each in level.values], dtype=bool)[level.codes]
    own |= np.array([each is not None and each.source == SOURCE for each in places], dtype=bool)[place.codes]
    own &= np.array([each == "given" for each in how.values], dtype=bool)[how.codes]
    for axis in ("latitude", "longitude"):
        values = read(axis).to_numpy()
        centre = np.array([getattr(each, axis) if each else np.nan for each in places])[place.codes]
        yield np.where(own & np.isfinite(values), values, centre)


def _place(place_id: str, gazetteer: Gazetteer) -> Place | None:
    try:
        return gazetteer.place(place_id) if place_id else None
    except KeyError:
        return None


# Figures


def carried(read: Any, about: Codes, size: int) -> tuple[Codes, Codes]:
    """Return the largest number that one claim about each row gives: of people killed, and of all else.

    `read` are the columns `CARRIED` of the claims, `about` says of which of `size` rows each is, -1 for none of them.
    """
    low, value, high = (_whole(read[name]) for name in ("low", "value", "high"))
    most = np.where(np.isnan(high), value, high)
    most = np.where(np.isnan(most), np.where(np.isnan(low), value, low), most)
    deadly = _are(read["quantity"], "killed")
    figure = ~_are(read["qualifier"], "unknown") & (about >= 0)
    killed, other = (np.full(size, start, dtype=np.float32) for start in (NO_FIGURE, NO_NUMBER))
    killed[about[figure]] = NO_NUMBER
    for column, kind in ((killed, deadly), (other, ~deadly)):
        chosen = figure & kind
        np.maximum.at(column, about[chosen], np.nan_to_num(most[chosen], nan=NO_NUMBER).astype(np.float32))
    return killed, other


def figures(read: Any, about: Codes, size: int, rule: str) -> Figures:
    """Return the people killed in each row by a rule; `read` are the columns `FIGURED` of the claims, `about` as above."""
    used = np.flatnonzero(_are(read["quantity"], "killed") & (about >= 0))
    low, value, high = (_whole(read[name])[used] for name in ("low", "value", "high"))
    day = np.zeros(len(used), dtype="datetime64[D]")  # all are undated, so all of a row count from the same day
    claims = KilledClaims(
        size=size,
        row=about[used].astype(np.int64),
        claimant=words(read["claimant"]).take()[used],
        series=np.arange(len(used)),
        group=words(read["counted"]).codes[used].astype(np.int64),
        everyone=_are(read["counted"], EVERYONE)[used],
        about=_are(read["qualifier"], "about")[used],
        stated=day,
        low=np.where(np.isnan(low), value, low),
        value=value,
        high=np.where(np.isnan(high), value, high),
        since=day,
        until=np.full(len(used), "9999-12-31", dtype="datetime64[D]"),
    )
    return Figures(*(column.astype(np.float32) for column in claims.figures(None, rule)))


def _are(column: Any, word: str) -> Mask:
    """Return in which rows a column has a word."""
    coded = words(column)
    return np.array([each == word for each in coded.values], dtype=bool)[coded.codes]


def _whole(column: Any) -> Codes:
    """Return numbers as they are, NaN for none and for a half."""
    values = column.to_numpy()
    return np.where(np.isnan(values) | (values == np.floor(values)), values, np.nan)
