"""The answers of partners that were taken over into the records of this side.

A migration is written once and never changed: registers have been made by it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, empty; what was taken over before stands in the records."""
    op.create_table(
        "taken_answers",
        sa.Column("stream", WORD, primary_key=True),
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("taken_at", WORD, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
    )
