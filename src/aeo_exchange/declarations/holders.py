"""The holders of all that is held, by every number that a declaration may name them by.

Built once, as known at one instant. Numbers stand in their compared form (DEC-3-1); what they lead
to are the numbers as records have them, since those are what recognition is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.exchange.recognition.evidence import HeldEvidence, KnownKey, known_key
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.reference.identifiers.compared import compared_number, compared_of_scheme
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.rules.rule import items_of

__all__ = ["HolderNumbers", "IndexedHolders", "NumberKind"]

NumberKind: TypeAlias = Literal["tin", "former-tin", "identifier", "authorisation-number"]


class HolderNumbers(Struct):
    """A holder by its TIN: its name, and every number of it in compared form, with its kind.

    `address` is without `subdivision`, which many declarations leave out.
    """

    tin: str
    name: str
    names: tuple[str, ...]
    address: str
    subdivision: str
    country: str
    numbers: dict[str, NumberKind]
    records: list[AeoRecord]

    def firm_turns(self) -> list[str]:
        """Return the instants between which `firm` tells the same."""
        terms = [term for record in self.records for term in record.authorisation.terms]
        ends = (term.until for term in terms if isinstance(term.until, str))
        return sorted({*(term.from_ for term in terms), *ends})

    def firm(self, moment: str) -> tuple[tuple[str, ...], str]:
        """Return the tiers of the terms in force at a moment, and the size class told last."""
        tiers = {
            tier
            for record in self.records
            for term in record.authorisation.terms
            if term.from_ <= moment and (term.until is UNSET or moment < term.until)
            for tier in term.tiers
        }
        told = [record.msme for record in self.records if record.msme is not UNSET]
        last = max(told, key=lambda size: size.assessed_on, default=None)
        return tuple(sorted(tiers)), "" if last is None else str(last.size_class)


class IndexedHolders:
    """Every holder of some evidence, by its numbers."""

    def __init__(self, evidence: HeldEvidence, known_at: str, schemes: Schemes) -> None:
        self.by_tin: dict[str, HolderNumbers] = {}
        # By sender too: a record that moves away keeps its key, and its holder may get another TIN.
        self.tin_of_key: dict[tuple[str, str], str] = {}
        # Compared number -> TINs of the holders that have it, by the kind of number.
        self.tins: dict[str, set[str]] = defaultdict(set)
        self.authorisations: dict[str, set[str]] = defaultdict(set)
        # Compared number -> the number as records have it, and the TINs of the holders.
        self.formers: dict[str, dict[str, set[str]]] = defaultdict(dict)
        self.identifiers: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
        self._schemes = schemes
        for key in _known(evidence, known_at):
            if key.holder is not None:
                self._add(key, key.holder)
        self.holders_of: dict[str, list[str]] = defaultdict(list)
        for known in self.by_tin.values():
            for compared in known.numbers:
                self.holders_of[compared].append(known.tin)

    def _add(self, key: KnownKey, holder: Holder) -> None:
        known = self.by_tin.get(holder.tin)
        if known is None:
            known = _named(holder)
            self.by_tin[holder.tin] = known
        else:
            known.names = tuple(dict.fromkeys((*known.names, *_names_of(holder))))
        self.tin_of_key[key.stream.sender, key.key] = holder.tin
        self._add_tins(known, holder)
        for number in items_of(holder.identifiers):
            compared = compared_of_scheme(number.scheme, number.value, self._schemes)
            place = self.identifiers[number.scheme, compared]
            place.setdefault(number.value, set()).add(holder.tin)
            known.numbers.setdefault(compared, "identifier")
        record = key.last.record
        if record is not None:
            self._add_authorisation(known, record)
            known.records.append(record)

    def _add_tins(self, known: HolderNumbers, holder: Holder) -> None:
        compared = compared_number(holder.tin)
        self.tins[compared].add(holder.tin)
        known.numbers[compared] = "tin"
        for former in items_of(holder.former_tins):
            compared = compared_number(former.tin)
            self.formers[compared].setdefault(former.tin, set()).add(holder.tin)
            known.numbers.setdefault(compared, "former-tin")

    def _add_authorisation(self, known: HolderNumbers, record: AeoRecord) -> None:
        compared = compared_number(record.authorisation.number)
        self.authorisations[compared].add(known.tin)
        known.numbers.setdefault(compared, "authorisation-number")


def _named(holder: Holder) -> HolderNumbers:
    address = holder.address or None
    parts = () if address is None else (*address.lines, address.city, address.postcode or "")
    return HolderNumbers(
        tin=holder.tin,
        name=holder.legal_name,
        names=tuple(dict.fromkeys(_names_of(holder))),
        address=", ".join(filter(None, parts)),
        subdivision="" if address is None else address.subdivision or "",
        country="" if address is None else address.country,
        numbers={},
        records=[],
    )


def _names_of(holder: Holder) -> Iterator[str]:
    yield holder.legal_name
    yield from (other.text for other in items_of(holder.other_names))


def _known(evidence: HeldEvidence, known_at: str) -> Iterator[KnownKey]:
    for stream in evidence.streams:
        for key in stream.keys:
            known = known_key(key, stream, known_at)
            if known is not None:
                yield known
