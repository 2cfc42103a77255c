"""Rules over a set of records: what each record may be and two of them together may not.

A finding stands at the later of two records and names the other. What was seen is kept as 64-bit
hashes, about a kilobyte for each record, so these rules run only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reference.identifiers import compared_form
from aeo_exchange.rules.moves import CONTRADICTED, UNCONFIRMED, Keys, record_place
from aeo_exchange.rules.operator_groups import Authorisations, Operators
from aeo_exchange.rules.rule import Breach, Level, Rule, Station, items_of
from aeo_exchange.rules.set_members import FirstValues, Origin, SetMembers

__all__ = ["SET_RULES", "RecordSet"]


class Newcomer(NamedTuple):
    """A record beside those met before it: its number among them, its key and its operator."""

    record: AeoRecord
    met: int
    key: int
    operator: int


class RecordSet:
    """The records seen so far, as far as the set rules remember them."""

    def __init__(self) -> None:
        self.met = SetMembers()
        self.operators = Operators()
        self.authorisations = Authorisations()
        self.keys = Keys(self.met)
        self._memories = {code: FirstValues() for code in SET_RULES}

    def breaches(self, record: AeoRecord, origin: Origin) -> Iterator[tuple[Rule, Breach]]:
        """Compare a record with those before it, and remember it."""
        met = self.met.add(record, origin)
        key = self.keys.of(record, met)
        newcomer = Newcomer(record, met, key, self.operators.of(record, key))
        for code, (rule, check) in SET_RULES.items():
            for breach in check(newcomer, self._memories[code], self):
                yield rule, breach


SetCheck = Callable[[Newcomer, FirstValues, RecordSet], Iterator[Breach]]


def _fork(new: Newcomer, memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    record, content = new.record, hash(canonical_bytes(new.record))
    # Also by the place alone: what was met before the old side's word came is one record with it.
    for mark in (_revision(record, new.key), _revision(record, record_place(record))):
        first = memory.first(mark, content, new.met)
        if first.value != content:
            yield Breach(
                "/revision",
                "is that of another record with this key and other content, a fork",
                got=f"{record.administration} {record.record_id} revision {record.revision}",
                hint="ask the administration which of the two it issued; a change takes a new "
                "revision",
                other=seen.met.other(first.met),
            )
            return


def _twice(new: Newcomer, memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    content = hash(canonical_bytes(new.record))
    first = memory.first(_revision(new.record, record_place(new.record)), content, new.met)
    if first.value == content and first.met != new.met:
        yield Breach(
            "/recordId",
            "stands in the set already, with the same revision and content",
            got=new.record.record_id,
            hint="leave one of them out",
            other=seen.met.other(first.met),
        )


def _move(new: Newcomer, _memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    yield from seen.keys.unconfirmed(new.record)


def _issued_on(new: Newcomer, _memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    yield from seen.keys.contradicted(new.record)


def _two_ids(new: Newcomer, memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    record = new.record
    own = seen.authorisations.of(record)
    number = record.authorisation.number
    first = memory.first(hash((record.holder.tin, record.programme, number)), own, new.met)
    if seen.authorisations.known(first.value) != own:
        yield Breach(
            "/recordId",
            "is another one for a TIN, programme and certificate number met before",
            got=record.record_id,
            hint="keep one record, or name the other in authorisation.replaces",
            other=seen.met.other(first.met),
        )


def _number(new: Newcomer, memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    record = new.record
    number = record.authorisation.number
    mark = hash((record.administration, record.programme, number))
    first = memory.first(mark, new.operator, new.met)
    if seen.operators.known(first.value) != new.operator:
        yield Breach(
            "/authorisation/number",
            "is the certificate number of another operator too",
            got=number,
            hint="a number may come back after a revocation; else one of the two is wrong",
            other=seen.met.other(first.met),
        )


def _identifier(new: Newcomer, memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    for i, identifier in enumerate(items_of(new.record.holder.identifiers)):
        mark = hash((identifier.scheme, compared_form(identifier.scheme, identifier.value)))
        first = memory.first(mark, new.operator, new.met)
        if seen.operators.known(first.value) != new.operator:
            yield Breach(
                f"/holder/identifiers/{i}/value",
                f"is the {identifier.scheme} of another operator too",
                got=identifier.value,
                other=seen.met.other(first.met),
            )


def _name(new: Newcomer, memory: FirstValues, seen: RecordSet) -> Iterator[Breach]:
    holder = new.record.holder
    name = hash(holder.legal_name)
    # Revisions of one record may tell of a change of name; two records may not differ.
    # Compared with the first name met, so that memory does not grow with the names of a TIN.
    known = memory.first(hash(holder.tin), name, new.met)
    first = memory.first(hash(("record", holder.tin)), new.key, new.met)
    if known.value != name and first.value != new.key:
        yield Breach(
            "/holder/legalName",
            "is not the legal name that this TIN has in another record",
            got=holder.legal_name,
            other=seen.met.other(first.met),
        )


def _revision(record: AeoRecord, key: int) -> int:
    """Return the mark of a revision: key or place of the record, view, revision."""
    return hash((key, _view(record), record.revision))


def _view(record: AeoRecord) -> tuple[str, str]:
    if record.view is UNSET:
        return ("", "")
    return (record.view.audience, str(record.view.agreement))


def _rule(  # noqa: PLR0913, PLR0917 each part is one sentence of the rule
    code: str, sentence: str, reason: str, clause: str, at: str, level: Level
) -> Rule:
    return Rule(
        code=code,
        sentence=sentence,
        reason=reason,
        clause=clause,
        at=at,
        level=level,
        station=Station.SET,
    )


SET_RULES: dict[str, tuple[Rule, SetCheck]] = {
    rule.code: (rule, check)
    for rule, check in (
        (
            _rule(
                "AEO-XCH-01",
                "A key and revision stand for one content.",
                "Two contents under one key and revision are a fork: one of them was never issued.",
                "REC-1-5",
                "/revision",
                Level.MUST,
            ),
            _fork,
        ),
        (
            _rule(
                "AEO-XCH-02",
                "A revision stands in a set once.",
                "A record sent twice is counted twice.",
                "REC-1-7",
                "/recordId",
                Level.SHOULD,
            ),
            _twice,
        ),
        (UNCONFIRMED, _move),
        (CONTRADICTED, _issued_on),
        (
            _rule(
                "AEO-XCH-05",
                "One TIN, programme and certificate number stand under one record id.",
                "Under two ids one authorisation would be counted, and end, twice.",
                "REC-5-12",
                "/recordId",
                Level.SHOULD,
            ),
            _two_ids,
        ),
        (
            _rule(
                "AEO-IDN-05",
                "One certificate number of a programme belongs to one operator.",
                "The partner's system finds the operator by it.",
                "REC-5-11",
                "/authorisation/number",
                Level.SHOULD,
            ),
            _number,
        ),
        (
            _rule(
                "AEO-IDN-06",
                "One identifier belongs to one operator.",
                "A number on two operators gives the benefits of one to the other.",
                "REC-4-11",
                "/holder/identifiers/*/value",
                Level.SHOULD,
            ),
            _identifier,
        ),
        (
            _rule(
                "AEO-TIN-05",
                "One TIN has one legal name.",
                "Two names under one TIN are two firms, or one that has changed its name.",
                "REC-4-12",
                "/holder/legalName",
                Level.SHOULD,
            ),
            _name,
        ),
    )
}
