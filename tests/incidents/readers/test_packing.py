"""How the columns of a snapshot lie in its files."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

from incidents.readers.packing import writer
from incidents.readers.shaping import ACTOR, WORDS
from incidents.readers.spool import WORD

SCHEMA = pa.schema(
    [("id", pa.string()), ("level", WORD), ("flags", WORDS), ("actors", pa.list_(ACTOR))], {b"geo": b"{}"}
)


def test_words_in_lists_are_read_as_texts(tmp_path: Path):
    actor = {"actor": "bla", "name": None, "role": "named", "native_kind": "Rebel group"}
    rows = [
        {"id": "a", "level": "town", "flags": ["markup"], "actors": [actor, actor]},
        {"id": "b", "level": None, "flags": [], "actors": []},
    ]
    file = tmp_path / "incidents.parquet"
    with writer(file, SCHEMA) as made:
        made.write_table(pa.Table.from_pylist(rows, SCHEMA))

    read = parquet.read_table(file)

    assert read.to_pylist() == rows
    parts = pa.struct([(name, pa.string()) for name in actor])
    assert read.schema.types == [pa.string(), WORD, pa.list_(pa.string()), pa.list_(parts)]
    assert read.schema.metadata == SCHEMA.metadata
