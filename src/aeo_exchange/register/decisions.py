"""What a person decided about a head that was held, or about a stream that is disputed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.register.streams import confirm_head, is_confirmed
from aeo_exchange.register.tables import CONFIRMED, HEADS, STREAMS

__all__ = ["adopt_head"]

_ENDED = "and the stream is disputed no more"
# A reset and a mass change are held until a person takes the head (XCH-8-11, XCH-8-18).
CONFIRMABLE = frozenset({"AEO-XCH-18", "AEO-XCH-26"})
NO_PROFILE = "AEO-XCH-19"


def adopt_head(connection: Connection, digest: str, at: str) -> str:
    """Take a head that was seen; return what follows, in words.

    Of the heads of a dispute the one that was applied ends it; where none was, the one that is
    taken. Raises WrongChoice for a digest that was not seen, for a head that no dispute of a
    disputed stream is about, for one that is not held where nothing is disputed, and for another
    head beside one that was applied, which only a new head can follow.
    """
    query = select(HEADS, STREAMS.c.disputed).join(STREAMS, STREAMS.c.id == HEADS.c.stream_id)
    row = connection.execute(query.where(HEADS.c.digest == digest)).first()
    if row is None:
        raise WrongChoice(f"no head with the digest {digest} was seen; `register apply` tells it")
    disputes = Disputes.told(row.disputed or "")
    if row.disputed is not None:
        _require_disputed(disputes, row)
    if row.applied_at is None:
        _require_none_applied(connection, row)
    if row.disputed is None:
        _require_none_taken(connection, row)
        _require_asked(connection, row)
    confirm_head(connection, digest, at)
    _forget_others(connection, row)
    if row.disputed is None:
        return f"head {row.sequence} is taken; apply it now"
    left = disputes.ended(row.sequence)
    stream = STREAMS.c.id == row.stream_id
    connection.execute(update(STREAMS).where(stream).values(disputed=str(left) or None))
    ended = f"and the stream is disputed still: {left}" if left else _ENDED
    if row.applied_at is None:
        return f"head {row.sequence} is taken, {ended}" + ("" if left else "; apply it now")
    return f"head {row.sequence} stands, {ended}"


def _others(head: Row[Any]) -> ColumnElement[bool]:
    """Return what selects the other heads of a number."""
    stream, number, digest = HEADS.c.stream_id, HEADS.c.sequence, HEADS.c.digest
    return and_(stream == head.stream_id, number == head.sequence, digest != head.digest)


def _forget_others(connection: Connection, head: Row[Any]) -> None:
    """Let a head be the only one of its number that was taken: there may have been a third."""
    others = select(HEADS.c.digest).where(_others(head))
    connection.execute(delete(CONFIRMED).where(CONFIRMED.c.digest.in_(others)))


def _require_none_taken(connection: Connection, head: Row[Any]) -> None:
    """Refuse a head of a number of which another one was taken, which stays so (XCH-8-8)."""
    taken = select(CONFIRMED.c.digest).join(HEADS, HEADS.c.digest == CONFIRMED.c.digest)
    if (other := connection.execute(taken.where(_others(head))).scalar()) is not None:
        raise WrongChoice(f"of the heads {head.sequence} the one with the digest {other} was taken")


def _require_asked(connection: Connection, head: Row[Any]) -> None:
    """Refuse a head about which nobody is asked: that it was taken would count later.

    A head that was refused since its file was lost may come again with it, and be a mass change
    that nobody has looked at.
    """
    if head.applied_at is not None:
        raise WrongChoice(
            f"head {head.sequence} was applied, and nothing of its stream is disputed; there is "
            "nothing to take"
        )
    if head.code in CONFIRMABLE or is_confirmed(connection, head.digest):
        return
    what = f"head {head.sequence} was {head.outcome} ({head.code}: {head.reason})"
    if head.code == NO_PROFILE:
        raise WrongChoice(f"{what}; adopt the profile that it names, by `--profile FILE`")
    raise WrongChoice(f"{what}, and only a head that is held can be taken; apply it again first")


def _require_disputed(disputes: Disputes, head: Row[Any]) -> None:
    """Refuse a head that is none of those that the stream is disputed by (XCH-8-8)."""
    if head.digest not in disputes.about(head.sequence):
        raise WrongChoice(
            f"head {head.sequence} is none of those that the dispute is about: {disputes}; "
            "take one of these"
        )


def _require_none_applied(connection: Connection, head: Row[Any]) -> None:
    """Refuse a head whose number another one has that was applied (XCH-8-8)."""
    query = select(HEADS.c.id).where(_others(head), HEADS.c.applied_at.is_not(None))
    if connection.execute(query).first() is not None:
        raise WrongChoice(
            f"head {head.sequence} with this digest was not applied, and another one was; if this "
            "is the right one ask the sender for a new head with a reset, and take the applied one "
            "until then"
        )
