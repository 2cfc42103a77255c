"""Evidence to the rows that no profile decides: statuses of tiers, and numbers of holders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import UNSET

from aeo_exchange.declarations.interval_tables.rows import NumberRow, StatusRow
from aeo_exchange.exchange.recognition.evidence import HeldEvidence, KnownKey, known_key
from aeo_exchange.exchange.recognition.intervals import FIRST, LAST
from aeo_exchange.exchange.recognition.recognise import EARLIEST
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.model.status import held_tiers, status_at
from aeo_exchange.reference.identifiers.compared import compared_number, compared_of_scheme
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.rules.rule import items_of

__all__ = ["number_rows", "status_rows"]


def status_rows(evidence: HeldEvidence, known_at: str) -> Iterator[StatusRow]:
    """Yield the statuses of every tier of the records that are in use, sorted by their keys."""
    for key in _known(evidence, known_at):
        record = key.last.record
        if record is None or key.last.state != "accepted":
            continue
        for tier in held_tiers(record):
            for from_, until, status in _statuses(record, tier, known_at):
                yield StatusRow(
                    key.key,
                    key.stream.sender,
                    record.programme,
                    record.holder.tin,
                    tier,
                    status,
                    from_,
                    until,
                )


def number_rows(evidence: HeldEvidence, known_at: str, schemes: Schemes) -> Iterator[NumberRow]:
    """Yield the numbers of holders, each once, sorted."""
    rows = {
        row
        for key in _known(evidence, known_at)
        if key.holder is not None
        for row in (*_of_holder(key.holder, schemes), *_of_authorisation(key))
    }
    yield from sorted(rows)


def _known(evidence: HeldEvidence, known_at: str) -> Iterator[KnownKey]:
    for stream in evidence.streams:
        for key in sorted(stream.keys, key=lambda one: one.key):
            known = known_key(key, stream, known_at)
            if known is not None:
                yield known


def _of_holder(holder: Holder, schemes: Schemes) -> Iterator[NumberRow]:
    tin = holder.tin
    yield NumberRow(compared_number(tin), "tin", "", tin, FIRST, LAST)
    for former in items_of(holder.former_tins):
        number = compared_number(former.tin)
        yield NumberRow(number, "former-tin", "", tin, FIRST, former.until)
    for own in items_of(holder.identifiers):
        number = compared_of_scheme(own.scheme, own.value, schemes)
        from_ = FIRST if own.from_ is UNSET else own.from_
        until = own.until if isinstance(own.until, str) else LAST
        yield NumberRow(number, "identifier", own.scheme, tin, from_, until)


def _of_authorisation(key: KnownKey) -> Iterator[NumberRow]:
    record = key.last.record
    if record is not None:
        number = compared_number(record.authorisation.number)
        tin = record.holder.tin
        yield NumberRow(number, "authorisation-number", "", tin, FIRST, LAST)


def _statuses(record: AeoRecord, tier: str, known_at: str) -> Iterator[tuple[str, str, str]]:
    """Yield from when until when a tier has which status; neighbours differ."""
    turns = sorted(set(_turns(record)))
    starts = [min([EARLIEST, *turns]), *turns]
    said = [str(status_at(record, at=at, known_at=known_at, tier=tier).status) for at in starts]
    begun = FIRST
    for place, (_, until) in enumerate(pairwise([FIRST, *turns, LAST])):
        if place + 1 == len(said) or said[place + 1] != said[place]:
            yield begun, until, said[place]
            begun = until


def _turns(record: AeoRecord) -> Iterator[str]:
    for term in record.authorisation.terms:
        yield term.from_
        if isinstance(term.until, str):
            yield term.until
    yield from (event.effective_from for event in record.history)
