"""Under which profile each head is: another one cuts other views, with other revisions.

A migration is written once and never changed: registers have been made by it.
"""

from __future__ import annotations

import base64
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column, and fill it from each head that is kept."""
    op.add_column("heads", sa.Column("profile", WORD))
    heads = sa.table(
        "heads",
        sa.column("id", sa.BigInteger()),
        sa.column("token", sa.LargeBinary()),
        sa.column("profile", sa.Text()),
    )
    connection = op.get_bind()
    query = sa.select(heads.c.id, heads.c.token).where(heads.c.token.is_not(None))
    for number, token in connection.execute(query).all():
        change = sa.update(heads).where(heads.c.id == number)
        connection.execute(change.values(profile=_profile_of(bytes(token))))


def _profile_of(token: bytes) -> str | None:
    payload = token.split(b".")[1]
    content = base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
    profile = json.loads(content).get("profile")
    return None if profile is None else str(profile)
