"""The records of this side, and the heads that were published of them.

A migration is written once and never changed: registers have been made by it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables, empty; what was there stays."""
    op.create_table(
        "own_records",
        sa.Column("key", WORD, primary_key=True),
        sa.Column("revision", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("kept_at", WORD, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "published_heads",
        sa.Column("stream", WORD, primary_key=True),
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("published_at", WORD, nullable=False),
    )
