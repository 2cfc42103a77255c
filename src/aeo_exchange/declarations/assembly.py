"""The parties that a reader found in a declaration: equal ones once, each with its numbers.

A number that a document quotes stands apart from the party that it is about; here they meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from aeo_exchange.declarations.declaration import (
    PARTY_ROLES,
    DeclaredParty,
    NumberPlace,
    PartyRole,
    QuotedNumber,
)
from aeo_exchange.errors import LimitExceeded
from aeo_exchange.reader_codes import TOO_LARGE
from aeo_exchange.reference.declaration_codes import CodeListName, code_roles
from aeo_exchange.reference.identifiers.compared import compared_number
from aeo_exchange.safe_text import excerpt

__all__ = [
    "CUT",
    "LONGEST",
    "MOST_PARTIES",
    "QuotedApart",
    "WrittenNumber",
    "assembled",
    "cut",
    "document_quoted",
    "each_with",
    "party_of",
    "quoted",
    "set_apart",
    "too_many_codes",
    "too_many_parties",
]

MOST_PARTIES = 10_000
LONGEST = 512  # characters of what a party is told by; the longest of any form has fewer
CUT = "\N{HORIZONTAL ELLIPSIS}"
LONG_CODE = 64  # characters of what is kept
MOST_APART = 100_000  # numbers apart from their party, before equal ones are one and after
Met = TypeVar("Met")
One = TypeVar("One")
Other = TypeVar("Other")


class WrittenNumber(NamedTuple):
    """A number as it is written, and the scheme that the declaration names beside it."""

    value: str
    scheme: str = ""

    def at(self, place: NumberPlace, code: str = "") -> QuotedNumber | None:
        """Return the number of a place; None where it is blank."""
        value = cut(self.value.strip())
        scheme = cut(self.scheme.strip()) if self.scheme else ""
        return QuotedNumber(value=value, place=place, scheme=scheme, code=code) if value else None


class QuotedApart(NamedTuple):
    """A number that stands apart from its party: of which role that is, where the code tells it."""

    number: QuotedNumber
    role: PartyRole | None


def party_of(
    role: PartyRole,
    written: Iterable[WrittenNumber],
    name: str = "",
    *,
    address: str = "",
    country: str = "",
) -> DeclaredParty | None:
    """Return a party with its numbers; None where it has neither a number nor a name."""
    given = [told for number in written if (told := number.at("id"))]
    numbers = tuple(given if len(given) <= 1 else dict.fromkeys(given))
    shown = _single(name)
    if not numbers and not shown:
        return None
    return DeclaredParty(
        role=role,
        name=shown,
        address=_single(address),
        country=_single(country),
        numbers=numbers,
    )


def _single(text: str) -> str:
    """Return a text with single blanks, as long as it may be."""
    return cut(" ".join(text.split())) if text else ""


def cut(text: str) -> str:
    """Return a text as long as it may be: of one that is longer the beginning, and a mark.

    So it is equal to no number and to no name: what is left of it may be those of another.
    """
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + CUT


def quoted(
    place: NumberPlace, written: WrittenNumber, code: str, among: CodeListName = "role"
) -> QuotedApart | None:
    """Return a number of a place, whose code is one of a list; None where there is none."""
    return _quoted(place, written, _listed_code(code, among))


def document_quoted(written: WrittenNumber, *codes: str) -> QuotedApart | None:
    """Return the number of a document, if one of the spellings of its code says AEO."""
    for code in codes:
        told = _listed_code(code, "document")
        if told.is_known:
            return _quoted("aeo-number", written, told)
    return None


def _quoted(place: NumberPlace, written: WrittenNumber, told: _ToldCode) -> QuotedApart | None:
    number = written.at(place, told.code)
    return None if number is None else QuotedApart(number, told.role)


class _ToldCode(NamedTuple):
    """A code as it is told, whether its list has it, and the role that it names."""

    code: str
    is_known: bool
    role: PartyRole | None


def _listed_code(code: str, among: CodeListName) -> _ToldCode:
    return _known_code(code, among) if len(code) <= LONG_CODE else _read_code(code, among)


def _read_code(code: str, among: CodeListName) -> _ToldCode:
    read = code.strip().upper()
    role = code_roles(among).get(read)
    return _ToldCode(read[:LONGEST], role is not None, PARTY_ROLES.get(role or ""))


_known_code = lru_cache(maxsize=1024)(_read_code)


def assembled(
    met: Iterable[DeclaredParty | None], apart: Iterable[QuotedApart | None], number: str = ""
) -> tuple[DeclaredParty, ...]:
    """Return the parties, each once and with its numbers.

    Raises LimitExceeded for too many, which names the declaration by its number.
    """
    parties = _each_once(met)
    quotes = _each_once(apart)
    if len(parties) > MOST_PARTIES or len(quotes) > MOST_PARTIES:
        raise too_many_parties(number)
    return tuple(_joined(parties, quotes)) if quotes else tuple(parties)


def each_with(some: Iterable[One], others: Iterable[Other]) -> Iterable[tuple[One, Other]]:
    """Return each of some with each of others, such as numbers with codes.

    Raises LimitExceeded for too many pairs: a short element may have hundreds of both.
    """
    first, second = tuple(some), tuple(others)
    if len(first) * len(second) > MOST_PARTIES:
        raise too_many_codes()
    return product(first, second)


def set_apart(apart: list[QuotedApart | None], more: Iterable[QuotedApart | None]) -> None:
    """Hold more numbers that stand apart; raises LimitExceeded for too many."""
    apart += more
    if len(apart) > MOST_APART:
        raise _too_many(MOST_APART, "numbers apart from its parties")


def too_many_parties(number: str = "", line: int | None = None) -> LimitExceeded:
    """Return why a declaration is not read that names more parties than are read."""
    which = f"declaration {excerpt(number)}" if number else "the declaration"
    return LimitExceeded(TOO_LARGE, f"{which} names more than {MOST_PARTIES:,} parties", line=line)


def too_many_codes() -> LimitExceeded:
    """Return why a declaration is not read, of which an element has too many numbers and codes."""
    return _too_many(MOST_PARTIES, "numbers with codes in one element")


def _too_many(most: int, what: str) -> LimitExceeded:
    return LimitExceeded(TOO_LARGE, f"the declaration has more than {most:,} {what}")


def _each_once(several: Iterable[Met | None]) -> list[Met]:
    once = dict.fromkeys(several)
    once.pop(None, None)
    return list(once)  # type: ignore[arg-type]  # None is taken out


def _joined(parties: list[DeclaredParty], quotes: list[QuotedApart]) -> Iterable[DeclaredParty]:
    by_role: dict[PartyRole, list[int]] = {}
    for index, party in enumerate(parties):
        by_role.setdefault(party.role, []).append(index)
    by_number: dict[str, list[int]] | None = None
    joined = 0
    given: dict[int, list[QuotedNumber]] = {}
    alone: dict[DeclaredParty, None] = {}
    for number, role in quotes:
        if number.place == "authorisation-holder":
            if by_number is None:
                by_number = _by_number(parties)
            meant = by_number.get(compared_number(number.value), [])
        else:
            meant = _of_role(role, by_role, of_consignor=number.place == "aeo-number")
        joined += len(meant)
        if joined > MOST_APART:
            raise _too_many(MOST_APART, "numbers apart from its parties")
        for index in meant:
            given.setdefault(index, []).append(number)
        if not meant:
            alone[DeclaredParty(role=role or PartyRole.OTHER, numbers=(number,))] = None
    for index, more in given.items():
        party = parties[index]
        parties[index] = replace(party, numbers=(*party.numbers, *more))
    return (*parties, *alone)


def _by_number(parties: list[DeclaredParty]) -> dict[str, list[int]]:
    by_number: dict[str, list[int]] = {}
    for index, party in enumerate(parties):
        for number in party.numbers:
            by_number.setdefault(compared_number(number.value), []).append(index)
    return by_number


def _of_role(
    role: PartyRole | None, by_role: dict[PartyRole, list[int]], *, of_consignor: bool
) -> list[int]:
    """Return the one party of a role, none where there are several."""
    if role is None:
        return []
    parties = by_role.get(role, [])
    if not parties and role is PartyRole.EXPORTER and of_consignor:
        parties = by_role.get(PartyRole.CONSIGNOR, [])
    return parties if len(parties) == 1 else []
