"""The previous result and the answers of a person to a ledger for the next import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.reading import read
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report
from aeo_exchange.rules import Context
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.answers import VanishedAnswer, read_answers
from aeo_exchange.tabular.ledger.base_records import BaseRecords
from aeo_exchange.tabular.ledger.ledger import Ledger

__all__ = ["answers_of", "ledger_of"]


def answers_of(file: Path | None) -> tuple[VanishedAnswer, ...]:
    """Return the answers of a file, TOML or JSON; raises AnswersFileError and OSError."""
    return () if file is None else read_answers(file)


def ledger_of(
    base: Content,
    layout: Layout,
    answers: tuple[VanishedAnswer, ...],
    context: tuple[Instant, ReferenceData],
    refused: Callable[[Report], None],
) -> Ledger | None:
    """Return the ledger of a base in any format; None where some of it cannot be read.

    A base without a byte holds no record: an import that made none wrote it. What cannot be read
    cannot be kept, so nothing is to be written then. It is handed to `refused`.
    """
    known = BaseRecords(layout)
    is_whole = True
    for reading in () if _is_empty(base) else read(base, Limits()):
        if reading.record is None:
            is_whole = False
            refused(reading.report())
        else:
            known.add(reading.record)
    if not is_whole:
        return None
    at, reference = context
    return Ledger(base.name, layout, known, answers, Context(at=at, reference=reference))


def _is_empty(base: Content) -> bool:
    """Say whether content has no byte; what cannot be opened is not empty."""
    try:
        with base.open() as stream:
            return not stream.read(1)
    except OSError:
        return False
