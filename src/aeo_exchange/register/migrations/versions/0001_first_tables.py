"""The first tables.

A migration is written once and never changed: registers have been made by it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, each of them empty."""
    op.create_table(
        "confirmed_heads",
        sa.Column("digest", WORD, primary_key=True),
        sa.Column("confirmed_at", WORD, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("kept_at", WORD, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("receipt", sa.LargeBinary()),
    )
    op.create_table(
        "entries",
        sa.Column("stream_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("key", WORD, primary_key=True),
        sa.Column("change_id", NUMBER, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "file_pieces",
        sa.Column("head_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("name", WORD, primary_key=True),
        sa.Column("piece", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "issued_codes",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("scheme", WORD, nullable=False),
        sa.Column("value", WORD, nullable=False),
        sa.Column("tin", WORD, nullable=False),
        sa.Column("valid_from", WORD),
        sa.Column("valid_until", WORD),
    )
    op.create_index("codes_of_value", "issued_codes", ["scheme", "value"])
    op.create_table(
        "kept",
        sa.Column("name", WORD, primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "names",
        sa.Column("scheme", WORD, primary_key=True),
        sa.Column("value", WORD, primary_key=True),
        sa.Column("stream_id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("key", WORD, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("names_of_key", "names", ["stream_id", "key"])
    op.create_table(
        "profiles",
        sa.Column("code", WORD, primary_key=True),
        sa.Column("version", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("adopted_at", WORD, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "register_state",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("writes", NUMBER, nullable=False),
        sa.Column("clock", WORD, nullable=False),
    )
    op.create_table(
        "streams",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("sender", WORD, nullable=False),
        sa.Column("audience", WORD, nullable=False),
        sa.Column("agreement", WORD, nullable=False),
        sa.Column("head_id", NUMBER),
        sa.Column("disputed", sa.Text()),
        sa.Column("restored", sa.Text()),
        sa.UniqueConstraint("sender", "audience", "agreement"),
    )
    op.create_table(
        "erasures",
        sa.Column(
            "stream_id", NUMBER, sa.ForeignKey("streams.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("key", WORD, primary_key=True),
        sa.Column("cause", WORD, nullable=False),
        sa.Column("effective_from", WORD, nullable=False),
        sa.Column("applied_at", WORD, nullable=False),
        sa.Column("erased_at", WORD, nullable=False),
    )
    op.create_table(
        "heads",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("stream_id", NUMBER, sa.ForeignKey("streams.id"), nullable=False),
        sa.Column("sequence", NUMBER, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.Column("kid", WORD, nullable=False),
        sa.Column("as_of", WORD, nullable=False),
        sa.Column("token", sa.LargeBinary()),
        sa.Column("received_at", WORD, nullable=False),
        sa.Column("applied_at", WORD),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("code", WORD, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_reset", sa.Boolean(), nullable=False),
        sa.Column("trust_lists", sa.Text(), nullable=False),
        sa.Column("compromised_since", WORD),
        sa.Column("unread", NUMBER, nullable=False),
        sa.Column("lost_until", WORD),
        sa.UniqueConstraint("stream_id", "sequence", "digest"),
    )
    op.create_table(
        "answers",
        sa.Column(
            "head_id", NUMBER, sa.ForeignKey("heads.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("made_at", WORD, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("stream_id", NUMBER, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("head_id", NUMBER, nullable=False),
        sa.Column("applied_at", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("codes", WORD, nullable=False),
        sa.Column("revision", NUMBER),
        sa.Column("issued_at", WORD),
        sa.Column("digest", WORD),
        sa.Column("has_holder", sa.Boolean(), nullable=False),
        sa.Column("cause", WORD),
        sa.Column("effective_from", WORD),
        sa.Column("retain_until", WORD),
        sa.Column("moved_to", WORD),
        sa.Column("leaf", WORD),
        sa.Column("line", sa.LargeBinary()),
    )
    op.create_index("changes_of_head", "changes", ["head_id"])
    op.create_index("changes_of_key", "changes", ["stream_id", "key", "id"])
    op.create_table(
        "head_files",
        sa.Column(
            "head_id", NUMBER, sa.ForeignKey("heads.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("name", WORD, primary_key=True),
        sa.Column("bytes", NUMBER, nullable=False),
        sa.Column("sha256", WORD, nullable=False),
    )
