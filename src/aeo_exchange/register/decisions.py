"""What a person decided about a head that was held, or about a stream that is disputed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from aeo_exchange.errors import WrongChoice
from aeo_exchange.register.streams import confirm_head
from aeo_exchange.register.tables import HEADS, STREAMS

__all__ = ["adopt_head"]


def adopt_head(connection: Connection, digest: str, at: str) -> str:
    """Take a head that was seen; return what follows, in words.

    Of two heads under one number the one that was applied ends the dispute; where neither was,
    the one that is taken. Raises WrongChoice for a digest that was not seen, and for the other
    head of one that was applied, which only a new head can follow.
    """
    query = select(HEADS, STREAMS.c.disputed).join(STREAMS, STREAMS.c.id == HEADS.c.stream_id)
    row = connection.execute(query.where(HEADS.c.digest == digest)).first()
    if row is None:
        raise WrongChoice(f"no head with the digest {digest} was seen; `register apply` tells it")
    if row.applied_at is None:
        _require_none_applied(connection, row)
    confirm_head(connection, digest, at)
    if row.disputed is None:
        return f"head {row.sequence} is taken; apply it now"
    connection.execute(update(STREAMS).where(STREAMS.c.id == row.stream_id).values(disputed=None))
    ended = "and the stream is disputed no more"
    if row.applied_at is None:
        return f"head {row.sequence} is taken, {ended}; apply it now"
    return f"head {row.sequence} stands, {ended}"


def _require_none_applied(connection: Connection, head: Row[Any]) -> None:
    """Refuse a head whose number another one has that was applied (XCH-8-8)."""
    query = select(HEADS.c.id).where(
        HEADS.c.stream_id == head.stream_id,
        HEADS.c.sequence == head.sequence,
        HEADS.c.applied_at.is_not(None),
    )
    if connection.execute(query).first() is not None:
        raise WrongChoice(
            f"head {head.sequence} with this digest was not applied, and another one was; if this "
            "is the right one ask the sender for a new head with a reset, and take the applied one "
            "until then"
        )
