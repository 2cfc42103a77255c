"""What a person decided about a head that was held, or about a stream that is disputed."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from aeo_exchange.errors import WrongChoice
from aeo_exchange.register.streams import confirm_head
from aeo_exchange.register.tables import HEADS, STREAMS

__all__ = ["adopt_head"]


def adopt_head(connection: Connection, digest: str, at: str) -> str:
    """Take a head that was seen; return what follows, in words.

    Of two heads under one number the one that was applied ends the dispute. The other one can only
    be followed by a new head, since a number is not used again. Raises WrongChoice for a digest
    that was not seen, and for that other one.
    """
    query = select(HEADS, STREAMS.c.head_id, STREAMS.c.disputed).join(
        STREAMS, STREAMS.c.id == HEADS.c.stream_id
    )
    row = connection.execute(query.where(HEADS.c.digest == digest)).first()
    if row is None:
        raise WrongChoice(f"no head with the digest {digest} was seen; `register apply` tells it")
    if row.disputed is None:
        confirm_head(connection, digest, at)
        return f"head {row.sequence} is taken; apply it now"
    if row.applied_at is None:
        raise WrongChoice(
            f"head {row.sequence} with this digest was not applied; if it is the right one ask the "
            "sender for a new head with a reset, and take the applied one until then"
        )
    connection.execute(update(STREAMS).where(STREAMS.c.id == row.stream_id).values(disputed=None))
    return f"head {row.sequence} stands, and the stream is disputed no more"
