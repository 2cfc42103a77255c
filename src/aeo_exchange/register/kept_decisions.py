"""Decisions that were kept, so that those can be found that would be another today (XCH-13-8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select

from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.register.streams import next_number
from aeo_exchange.register.tables import DECISIONS

__all__ = ["KeptDecision", "keep_decision", "kept_decisions"]


class KeptDecision(NamedTuple):
    """A decision by its number, and when it was kept."""

    number: int
    kept_at: str
    answer: RecognitionAnswer


def keep_decision(
    connection: Connection, answer: RecognitionAnswer, receipt: bytes | None, at: str
) -> int:
    """Keep a decision, with its receipt where one was signed; return its number."""
    number = next_number(connection, DECISIONS)
    connection.execute(
        insert(DECISIONS).values(
            id=number,
            kept_at=at,
            answer=msgspec.json.encode(answer).decode(),
            receipt=receipt,
        )
    )
    return number


def kept_decisions(connection: Connection) -> Iterator[KeptDecision]:
    """Yield the decisions in the order in which they were kept."""
    for row in connection.execute(select(DECISIONS).order_by(DECISIONS.c.id)).all():
        answer = msgspec.json.decode(row.answer, type=RecognitionAnswer)
        yield KeptDecision(row.id, row.kept_at, answer)
