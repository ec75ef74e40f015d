"""The tables of the ledger: the records as they are, and every revision that made them so."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

metadata: Final = MetaData()

revision: Final = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 ... without a gap
    Column("at", Text, nullable=False),  # UTC, ISO 8601
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("operation", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", Text, nullable=False),  # the entry after this revision, canonical JSON
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("record", "version", name="one_revision_a_version"),
    CheckConstraint("number > 0", name="numbered_from_one"),
)

record: Final = Table(
    "record",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("about", Text, ForeignKey("record.id"), index=True),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, ForeignKey("revision.number"), nullable=False),
    Column("shown", Integer, nullable=False),  # the version that readers see; 0 for none
    Column("content", Text, nullable=False),
    CheckConstraint("version > 0 AND shown >= 0 AND shown <= version", name="versions_in_order"),
)
