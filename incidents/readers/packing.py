"""How the columns of a snapshot lie in its Parquet files: which are written by numbers, and what they are to whoever reads them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet

if TYPE_CHECKING:
    from pathlib import Path

_STATISTICS: Final = ["start", "end", "latitude", "longitude"]


def writer(path: Path, schema: Any) -> Any:
    """Return a writer of a snapshot's file: words by their numbers, also those in lists; texts as they are, packed well."""
    kinds = {name: field.type for field in schema for name in _paths(field)}
    words: Any = [name for name, kind in kinds.items() if pa.types.is_dictionary(kind) or pa.types.is_list(kind)]
    packed: Any = {name: "zstd" if pa.types.is_string(kind) else "snappy" for name, kind in kinds.items()}
    told: Any = _STATISTICS
    made = parquet.ParquetWriter(
        path, schema, compression=packed, use_dictionary=words, write_statistics=told, store_schema=False
    )
    made.add_key_value_metadata(_stored(schema))
    return made


def _paths(field: Any) -> Sequence[str]:
    """Return the name that a column has in the file; of a list those of its values, or of their parts."""
    if not pa.types.is_list(field.type):
        return [field.name]
    values = f"{field.name}.list.element"
    kind = field.type.value_type
    return [f"{values}.{each.name}" for each in kind] if pa.types.is_struct(kind) else [values]


def _stored(schema: Any) -> dict[str, str]:
    """Return what a file of a schema says that its columns are: words in lists are only written by their numbers, and read as texts."""
    read = pa.schema([each.with_type(_read(each.type)) for each in schema], metadata=schema.metadata)
    return {"ARROW:schema": base64.b64encode(read.serialize().to_pybytes()).decode()}


def _read(kind: Any) -> Any:
    """Return the type of a column as it is read: of one of lists without words by their numbers."""
    if not pa.types.is_list(kind):
        return kind
    value = kind.value_type
    if pa.types.is_struct(value):
        return pa.list_(pa.struct([(each.name, each.type.value_type) for each in value]))
    return pa.list_(value.value_type)
