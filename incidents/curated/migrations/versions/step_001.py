"""The first tables: records and revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("at", "actor", "role", "record", "kind")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("operation", "reason", "content")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("previous", "hash")),
        sa.UniqueConstraint("record", "version", name="one_revision_a_version"),
        sa.CheckConstraint("number > 0", name="numbered_from_one"),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), sa.ForeignKey("record.id"), index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), sa.ForeignKey("revision.number"), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 0 AND shown >= 0 AND shown <= version", name="versions_in_order"),
    )
