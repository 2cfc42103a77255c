"""What a reader met of a declaration to its parties: equal ones once, each with its numbers.

A number that a document quotes stands apart from the party that it is about; here they meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from aeo_exchange.declarations.declaration import (
    PARTY_ROLES,
    DeclaredParty,
    NumberPlace,
    PartyRole,
    QuotedNumber,
)
from aeo_exchange.errors import LimitExceeded
from aeo_exchange.reference.declaration_codes import CodeListName, code_roles
from aeo_exchange.reference.identifiers.compared import compared_number

__all__ = [
    "LONGEST",
    "MOST_PARTIES",
    "QuotedApart",
    "assembled",
    "document_quoted",
    "party_of",
    "quoted",
]

MOST_PARTIES = 10_000
LONGEST = 512  # characters of what a party is told by; the longest of any form has fewer
HOSTILE = "AEO-HOS-03"


class QuotedApart(NamedTuple):
    """A number that stands apart from its party: of which role that is, where the code tells it."""

    number: QuotedNumber
    role: PartyRole | None


def party_of(role: PartyRole, number: str, name: str = "", **more: str) -> DeclaredParty | None:
    """Return a party with its number; None where there is nothing by which to tell it."""
    value = number.strip()
    if not value and not name.strip():
        return None
    numbers = (QuotedNumber(value=value[:LONGEST]),) if value else ()
    texts = {key: " ".join(text.split())[:LONGEST] for key, text in more.items()}
    return DeclaredParty(role=role, name=" ".join(name.split())[:LONGEST], numbers=numbers, **texts)


def quoted(
    place: NumberPlace, value: str, code: str, among: CodeListName = "role"
) -> QuotedApart | None:
    """Return a number of a place, whose code is one of a list; None where there is none."""
    value, code = value.strip(), code.strip().upper()
    if not value:
        return None
    role = code_roles(among).get(code, "")
    number = QuotedNumber(value=value[:LONGEST], place=place, code=code[:LONGEST])
    return QuotedApart(number, PARTY_ROLES.get(role))


def document_quoted(value: str, *codes: str) -> QuotedApart | None:
    """Return the number of a document, if one of the spellings of its code says AEO."""
    known = code_roles("document")
    for code in codes:
        if code in known or code.strip().upper() in known:
            return quoted("aeo-number", value, code, "document")
    return None


def assembled(
    met: Iterable[DeclaredParty | None], apart: Iterable[QuotedApart | None]
) -> tuple[DeclaredParty, ...]:
    """Return the parties, each once and with its numbers; raises LimitExceeded for too many."""
    parties: dict[DeclaredParty, None] = {}
    for party in met:
        if party is not None:
            parties[party] = None
            _bound(parties)
    quotes: dict[QuotedApart, None] = {}
    for quote in apart:
        if quote is not None:
            quotes[quote] = None
            _bound(quotes)
    return tuple(_joined(list(parties), list(quotes))) if quotes else tuple(parties)


def _bound(parties: dict[DeclaredParty, None] | dict[QuotedApart, None]) -> None:
    if len(parties) > MOST_PARTIES:
        raise LimitExceeded(HOSTILE, f"the declaration names more than {MOST_PARTIES:,} parties")


def _joined(parties: list[DeclaredParty], quotes: list[QuotedApart]) -> Iterator[DeclaredParty]:
    by_role: dict[PartyRole, list[int]] = {}
    by_number: dict[str, list[int]] = {}
    for index, party in enumerate(parties):
        by_role.setdefault(party.role, []).append(index)
        for number in party.numbers:
            by_number.setdefault(compared_number(number.value), []).append(index)
    given: dict[int, list[QuotedNumber]] = {}
    alone: dict[DeclaredParty, None] = {}
    for number, role in quotes:
        meant = _meant(number, role, by_role, by_number)
        for index in meant:
            given.setdefault(index, []).append(number)
        if not meant:
            alone[DeclaredParty(role=role or PartyRole.OTHER, numbers=(number,))] = None
    for index, party in enumerate(parties):
        more = given.get(index, ())
        yield replace(party, numbers=(*party.numbers, *more)) if more else party
    yield from alone


def _meant(
    number: QuotedNumber,
    role: PartyRole | None,
    by_role: dict[PartyRole, list[int]],
    by_number: dict[str, list[int]],
) -> list[int]:
    """Return which parties a number is of; several only where they have this very number."""
    if number.place == "authorisation-holder":
        return by_number.get(compared_number(number.value), [])
    if role is None:
        return []
    parties = by_role.get(role, [])
    if not parties and role is PartyRole.EXPORTER and number.place == "aeo-number":
        parties = by_role.get(PartyRole.CONSIGNOR, [])
    return parties if len(parties) == 1 else []
