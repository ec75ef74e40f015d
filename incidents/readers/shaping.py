"""Turns a draft into the columns of a snapshot: ids, lists of terms and actors, claims, points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa

from incidents.meaning import lookup
from incidents.named import NAMED
from incidents.readers.arrow import pc
from incidents.readers.columns import Each, plain
from incidents.readers.draft import Counted, Draft, Part
from incidents.readers.ground import Grounded
from incidents.readers.own import as_actor
from incidents.readers.scanning import Bytes
from incidents.readers.spool import WORD, Array, Numbers, codes_in
from incidents.readers.words import NONE, Words, unified

WORDS: Final = pa.list_(WORD)
ACTOR: Final = pa.struct([(name, WORD) for name in ("actor", "name", "role", "native_kind")])
NATIVE: Final = "native."
COLUMNS: Final = pa.schema(
    [
        ("id", pa.string()),
        ("native_id", pa.string()),
        ("row", pa.int64()),
        ("digest", pa.uint64()),
        ("title", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("date_precision", WORD),
        ("native_date_precision", WORD),
        ("place_id", WORD),
        ("level", WORD),
        ("how", WORD),
        ("place_note", WORD),
        ("native_place_precision", WORD),
        ("country", WORD),
        ("admin1", WORD),
        ("admin2", WORD),
        ("admin3", WORD),
        ("toponym", WORD),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("event_type", WORD),
        ("native_type", WORD),
        ("attack_types", WORDS),
        ("target_kinds", WORDS),
        ("actors", pa.list_(ACTOR)),
        ("fatalities_low", pa.float64()),
        ("fatalities_best", pa.float64()),
        ("fatalities_high", pa.float64()),
        ("source", pa.string()),
        ("source_scale", WORD),
        ("note", pa.string()),
        ("updated", pa.string()),
        ("flags", WORDS),
        ("geometry", pa.binary()),
    ]
)
CLAIMS: Final = pa.schema(
    [
        ("about", pa.string()),
        ("quantity", WORD),
        ("counted", WORD),
        ("low", pa.float64()),
        ("value", pa.float64()),
        ("high", pa.float64()),
        ("qualifier", WORD),
        ("as_written", WORD),
        ("word", WORD),
        ("claimant", WORD),
        ("claimant_name", WORD),
        ("note", WORD),
        ("column", WORD),
    ]
)
_Figures = tuple[Numbers, Numbers, Numbers]
_LONGEST: Final = 60  # characters of an id
_PLAIN: Final = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_POINT: Final = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])


@cache
def geo() -> str:
    """Return what GeoParquet tells of its geometry; the reference system is looked up when a file is first made."""
    import pyproj

    crs = pyproj.CRS.from_epsg(4326).to_json_dict()
    geometry = {"encoding": "WKB", "geometry_types": ["Point"], "crs": crs}
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}})


def incidents_schema(native: Mapping[str, bool]) -> Any:
    """Return the schema of a snapshot's incidents, with the file's own columns at the end.

    `native` says of each of them whether hardly a text in it is there twice.
    """
    own = (pa.field(f"{NATIVE}{name}", pa.string() if once else WORD) for name, once in native.items())
    fields = [*COLUMNS, *own]
    return pa.schema(fields, metadata={b"geo": geo().encode()})


def alike(*schemas: Any) -> Any:
    """Return the schema of snapshots' files put together: a column is of texts where any of them has it as such, not as words.

    Examples
    --------
    >>> alike(pa.schema([("a", WORD)]), pa.schema([("a", pa.string()), ("b", WORD)])).field("a").type
    DataType(string)
    """
    texts = {field.name for schema in schemas for field in schema if pa.types.is_string(field.type)}
    kinds = [[field.with_type(pa.string()) if field.name in texts else field for field in each] for each in schemas]
    return pa.unify_schemas([pa.schema(fields) for fields in kinds], promote_options="permissive")


def local_ids(native: Array, numbers: Numbers) -> Array:
    """Return ids of small letters, digits, dots and hyphens; of the row's number where there is none.

    Examples
    --------
    >>> local_ids(pa.array(["PAK 12", None]), np.array([2, 3])).to_pylist()
    ['pak-12', 'r3']
    """
    text = pc.utf8_lower(plain(native))
    odd = ~Bytes(text).made_of(_PLAIN, _LONGEST)
    if not odd.any():
        return text
    some = pc.replace_substring_regex(text.filter(pa.array(odd)), r"[^a-z0-9._]+", "-")
    some = pc.utf8_slice_codeunits(pc.utf8_trim(some, "-._"), 0, _LONGEST)
    rows = pc.binary_join_element_wise("r", pa.array(numbers[odd]).cast(pa.string()), "")
    mended = pc.if_else(pc.fill_null(pc.equal(some, ""), True), rows, some)
    return pc.replace_with_mask(text, pa.array(odd), mended)


def points(latitude: Numbers, longitude: Numbers) -> Array:
    """Return points as WKB; null where there is no position.

    Examples
    --------
    >>> points(np.array([25.0, np.nan]), np.array([63.0, np.nan])).is_valid().to_pylist()
    [True, False]
    """
    wkb = np.empty(len(latitude), dtype=_POINT)
    wkb["order"], wkb["kind"], wkb["x"], wkb["y"] = 1, 1, longitude, latitude
    there = np.isfinite(latitude) & np.isfinite(longitude)
    size = _POINT.itemsize
    offsets = np.arange(len(latitude) + 1, dtype=np.int32) * size
    valid = pa.array(there).buffers()[1]
    buffers = [valid, pa.py_buffer(offsets), pa.py_buffer(wkb.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(latitude), buffers)


def listed(columns: Sequence[Words], rows: int) -> Array:
    """Return lists of the words that several columns have for a row, each once."""
    if not columns:
        return pa.ListArray.from_arrays(pa.array(np.zeros(rows + 1, dtype=np.int32)), pa.array([], WORD))
    each, words = unified(columns)
    codes = np.stack(each, axis=1)
    there = codes != NONE
    for at in range(1, len(columns)):
        for before in range(at):
            there[:, at] &= codes[:, at] != codes[:, before]
    return pa.ListArray.from_arrays(_offsets(there.sum(axis=1)), Words(codes[there], words).array())


def _offsets(sizes: Numbers) -> Array:
    """Return where lists of so many values begin, and where the last ends."""
    return pa.array(np.concatenate([[0], sizes.cumsum()]).astype(np.int32))


def flag_lists(flags: dict[str, Numbers], rows: int) -> Array:
    """Return for each row the names of the flags that it has."""
    names = [name for name, marked in flags.items() if np.any(marked)]
    if not names:
        return listed([], rows)
    matrix = np.stack([np.asarray(flags[name], dtype=bool) for name in names], axis=1)
    codes = np.nonzero(matrix)[1].astype(np.int32)
    return pa.ListArray.from_arrays(_offsets(matrix.sum(axis=1)), Words(codes, tuple(names)).array())


def _named(text: str) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of each actor that a cell names."""
    found: list[tuple[str, str]] = []
    for name in text.split(";"):
        whole = name.strip()
        if whole:
            found.append((_actor(whole), whole[:300]))
    return tuple(found)


def _actor(name: str) -> str:
    """Return the vocabulary's id of an actor, also where brackets or a short form stand beside the name."""
    bare = name.split("(")[0].strip()
    for form in (name, bare, *(part.strip() for part in bare.split(":", 1))):
        if form and (known := lookup("actor", form)):
            return known
    return name if name.startswith(NAMED) else as_actor(name)


_ACTORS: Final = Each(_named)


def actor_lists(parts: Sequence[Part], rows: int) -> Array:
    """Return for each row its actors with their roles, in the order of the columns."""
    found = [each for part in parts for each in _actors(part)]
    sizes = np.zeros(rows, dtype=np.int64)
    places: list[Numbers] = []
    for which, _ in found:
        places.append(sizes[which])
        sizes[which] += 1
    offsets = _offsets(sizes)
    if not found:
        return pa.ListArray.from_arrays(offsets, pa.array([], ACTOR))
    starts = offsets.to_numpy()
    order = np.concatenate([starts[which] + place for (which, _), place in zip(found, places, strict=True)])
    columns: list[Array] = []
    for column in zip(*(words for _, words in found), strict=True):
        codes, words = unified(column)
        ordered = np.empty(len(order), dtype=np.int32)
        ordered[order] = np.concatenate(codes)
        columns.append(Words(ordered, words).array())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, fields=list(ACTOR)))


def _actors(part: Part) -> Iterator[tuple[Numbers, tuple[Words, Words, Words, Words]]]:
    """Yield rows with who is named there, the name, the role and the kind: the first of each cell, the second and so on."""
    results, codes = _ACTORS(part.name)
    kinds = Words.of(part.native_kind.dictionary.to_pylist(), codes_in(part.native_kind))
    sizes = np.array([*(len(each) for each in results), 0])[codes]
    for nth in range(int(sizes.max(initial=0))):
        rows = np.flatnonzero(sizes > nth)
        named = [each[nth] if nth < len(each) else (None, None) for each in results]
        actors, names = (Words.of([each[at] for each in named], codes[rows]) for at in (0, 1))
        yield rows, (actors, names, part.role.take(rows), kinds.take(rows))
    rows = np.flatnonzero((codes == NONE) & ~part.fallback.none)
    if len(rows):
        nameless = Words.same(None, len(rows))
        yield rows, (part.fallback.take(rows), nameless, part.role.take(rows), kinds.take(rows))


def _word(value: Any, rows: int) -> Array:
    """Return a column of words as a dictionary array, of one word or of a column."""
    if isinstance(value, str):
        codes = pa.array(np.zeros(rows, dtype=np.int32))
        return pa.DictionaryArray.from_arrays(codes, pa.array([value]))
    array = value.array() if isinstance(value, Words) else value
    return array.cast(WORD) if pa.types.is_dictionary(array.type) else array.dictionary_encode()


def claims(counted: Sequence[Counted], ids: Array, kept: Numbers) -> Any:
    """Return the claims of the rows kept as a table; a row without a figure in a column makes none of it."""
    tables: list[Any] = []
    for each in counted:
        read = each.amounts
        rows = np.flatnonzero(kept & read.stated)
        at = pa.array(rows)

        def words(value: Any, rows: int = len(kept), at: Any = at) -> Any:
            return _word(value, len(at)) if isinstance(value, str) else _word(value, rows).take(at)

        written = words(each.written) if each.written is not None else words("")
        columns = [
            ids.take(at),
            words(each.quantity),
            words(each.counted),
            *(pa.array(axis[rows], from_pandas=True) for axis in (read.low, read.value, read.high)),
            words(read.qualifier.put(read.unreadable, "unknown")),
            written,
            words(each.word),
            words(each.claimant),
            words(each.claimant_name),
            words(each.note),
            words(each.column),
        ]
        tables.append(pa.table(columns, names=CLAIMS.names).cast(CLAIMS))
    return pa.concat_tables(tables) if tables else CLAIMS.empty_table()


def fatalities(draft: Draft) -> tuple[Numbers, Numbers, Numbers]:
    """Return the low, best and high number of people killed, where the dataset counts everyone; of several claimants the range."""
    whole = [each.amounts for each in draft.counted if each.quantity == "killed" and each.counted == "people"]
    if not whole:
        return tuple(np.full(len(draft.batch), np.nan) for _ in range(3))  # type: ignore[return-value]
    low, best, high = whole[0].low, whole[0].value, whole[0].high
    for each in whole[1:]:
        low, best, high = _range((low, best, high), (each.low, each.value, each.high))
    return low, best, high


def _range(one: _Figures, other: _Figures) -> _Figures:
    """Return the range of two claims row by row; where only one gives a figure, that one, and an open end stays open."""
    silent, other_silent = (np.isnan(np.stack(each)).all(axis=0) for each in (one, other))
    low, high = np.minimum(one[0], other[0]), np.maximum(one[2], other[2])
    best = np.where(one[1] == other[1], one[1], np.nan)
    both = zip((low, best, high), one, other, strict=True)
    low, best, high = (np.where(silent, theirs, np.where(other_silent, ours, range_)) for range_, ours, theirs in both)
    return low, best, high


def incidents(
    draft: Draft, ground: Grounded, ids: Array, digests: Numbers, kept: Numbers, native: Mapping[str, bool]
) -> Any:
    """Return the rows kept as a table of the snapshot's schema; `native` as in `incidents_schema`."""
    size = len(draft.batch)
    low, best, high = fatalities(draft)
    columns: dict[str, Any] = {
        "id": ids,
        "native_id": plain(draft.native_id),
        "row": pa.array(draft.batch.numbers),
        "digest": pa.array(digests),
        "title": plain(draft.or_null(draft.title)),
        "start": pa.array(draft.dates.first).cast(pa.date32()),
        "end": pa.array(draft.dates.last).cast(pa.date32()),
        "date_precision": _word(draft.dates.precision, size),
        "native_date_precision": draft.or_null(draft.native_date_precision),
        "place_id": _word(ground.place_id, size),
        "level": _word(ground.level, size),
        "how": _word(ground.how, size),
        "place_note": _word(ground.note, size),
        "native_place_precision": draft.or_null(draft.native_place_precision),
        **{name: draft.names[name] for name in ("country", "admin1", "admin2", "admin3")},
        "toponym": draft.names["location"],
        "latitude": pa.array(ground.latitude, from_pandas=True),
        "longitude": pa.array(ground.longitude, from_pandas=True),
        "event_type": _word(draft.event_type, size),
        "native_type": draft.native_type,
        "attack_types": listed(draft.attack_types, size),
        "target_kinds": listed(draft.target_kinds, size),
        "actors": actor_lists(draft.actors, size),
        "fatalities_low": pa.array(low, from_pandas=True),
        "fatalities_best": pa.array(best, from_pandas=True),
        "fatalities_high": pa.array(high, from_pandas=True),
        "source": plain(draft.or_null(draft.source)),
        "source_scale": draft.or_null(draft.source_scale),
        "note": plain(draft.or_null(draft.note)),
        "updated": plain(draft.or_null(draft.updated)),
        "flags": flag_lists(draft.flags, size),
        "geometry": points(ground.latitude, ground.longitude),
    }
    columns |= _native(draft, native)
    schema = incidents_schema(native)
    table = pa.table([columns[field.name] for field in schema], names=schema.names)
    return (table if kept.all() else table.filter(pa.array(kept))).cast(schema)


def _native(draft: Draft, native: Mapping[str, bool]) -> dict[str, Array]:
    """Return the file's own columns; a long text is null where ours is the same, so that it is not kept twice."""
    raw = dict(draft.batch.encoded())
    ours = {draft.batch.source_of(text): text for text in (draft.native_id, draft.note) if text is not None}
    columns: dict[str, Array] = {}
    for name, once in native.items():
        written = plain(raw[name]) if once else raw[name]
        if once and ours.get(name) is raw[name]:
            written = pa.nulls(len(written), pa.string())
        elif once and name in ours:
            same = pc.fill_null(pc.equal(written, plain(ours[name])), False)
            written = pc.if_else(same, None, written)
        columns[f"{NATIVE}{name}"] = written
    return columns
