"""What is said of declarations, as lines of text, JSON and CSV: a stream of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from aeo_exchange.operations.match import match_rows
from aeo_exchange.report import visible

if TYPE_CHECKING:
    from aeo_exchange.operations.match import MatchedDeclaration, MatchedParty, MatchTotals

__all__ = ["as_rows", "as_text", "in_lines", "in_one"]


def in_one(declarations: Iterable[MatchedDeclaration], totals: MatchTotals) -> Iterator[str]:
    """Yield one object {declarations, summary}; the summary comes last, when all is known."""
    yield '{"declarations":['
    mark = ""
    for declaration in declarations:
        yield f"{mark}\n{_encoded(declaration)}"
        mark = ","
    yield f'\n],"summary":{_encoded(totals.summary)}}}\n'


def in_lines(declarations: Iterable[MatchedDeclaration], _totals: MatchTotals) -> Iterator[str]:
    """Yield a declaration a line."""
    for declaration in declarations:
        yield _encoded(declaration) + "\n"


def as_rows(declarations: Iterable[MatchedDeclaration], _totals: MatchTotals) -> Iterator[str]:
    """Yield a row of CSV for each party."""
    first = True
    for declaration in declarations:
        yield from match_rows(declaration, first=first)
        first = False


def as_text(declarations: Iterable[MatchedDeclaration], totals: MatchTotals) -> Iterator[str]:
    """Yield each declaration with its parties, and the summary."""
    for declaration in declarations:
        yield from _declaration_lines(declaration)
    told = totals.summary
    yield f"{_many(told.declarations, 'declaration')}, {_many(told.parties, 'party', 'parties')}: "
    yield f"{told.recognised:,} recognised, {told.not_recognised:,} not, "
    yield f"{told.undetermined:,} cannot be told ({told.with_candidates:,} with candidates)"
    yield f"; {told.refused:,} could not be read\n" if told.refused else "\n"


def _declaration_lines(declaration: MatchedDeclaration) -> Iterator[str]:
    place = visible(declaration.source)
    if declaration.line is not UNSET:
        place = f"{place}:{declaration.line}"
    if declaration.refusal is not UNSET:
        yield f"{place}: not read: {declaration.refusal.code} "
        yield f"{visible(declaration.refusal.message)}\n"
        return
    number = f" {visible(declaration.number)}" if declaration.number else ""
    kind = "notification" if declaration.is_notification else "declaration"
    when = "without acceptance"
    if declaration.at is not UNSET:
        when = f"at {declaration.at}{' as given' if declaration.at_was_given else ''}"
    flow = "" if declaration.flow is UNSET else f", {declaration.flow}"
    yield f"{place}: {kind}{number}, {when}{flow}\n"
    if not declaration.parties:
        yield "    names no party\n"
    for party in declaration.parties:
        yield from _party_lines(party)


def _party_lines(party: MatchedParty) -> Iterator[str]:
    numbers = ", ".join(visible(number.value) for number in party.numbers) or "no number"
    name = f" {visible(party.name)}" if party.name else ""
    yield f"    {party.role}{name} ({numbers}): {party.result}\n"
    if party.found_by is not UNSET:
        yield f"        found as {party.tin or 'several'} by {party.found_by.lookup}\n"
    for why in party.reasons:
        about = f"{visible(why.key)} " if why.key is not UNSET else ""
        yield f"        {about}{why.code}: {visible(why.because)}\n"
    if party.benefits:
        yield f"        benefits: {', '.join(party.benefits)}\n"
    for candidate in party.candidates:
        yield f"        candidate {visible(candidate.tin)} {visible(candidate.name)}: "
        yield f"{candidate.near}, {visible(candidate.number)}: {visible(candidate.differs)}\n"


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()
