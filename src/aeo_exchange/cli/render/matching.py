"""What is said of declarations, as lines of text, JSON and CSV, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET

from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.counting import how_many
from aeo_exchange.operations.recognition.match import match_header, match_rows
from aeo_exchange.operations.recognition.match_parquet import rows_of_parties
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.operations.recognition.match import (
        MatchedDeclaration,
        MatchedParty,
        MatchSummary,
    )

__all__ = ["FORMS", "MatchForm"]


class MatchForm(NamedTuple):
    """How declarations are shown: before the first, each, between two, and behind the last."""

    begin: str
    show: Callable[[MatchedDeclaration], str]
    between: str
    end: Callable[[MatchSummary], str]


def as_json(declaration: MatchedDeclaration) -> str:
    """Return a declaration as an object."""
    return visible_json(declaration)


def as_line(declaration: MatchedDeclaration) -> str:
    """Return a declaration as a line of NDJSON."""
    return visible_json(declaration) + "\n"


def as_text(declaration: MatchedDeclaration) -> str:
    """Return a declaration with its parties, in lines."""
    return "".join(_declaration_lines(declaration))


def _summary_text(told: MatchSummary) -> str:
    counted = (
        f"{how_many(told.declarations, 'declaration')}, "
        f"{how_many(told.parties, 'party', 'parties')}: "
        f"{told.recognised:,} recognised, {told.not_recognised:,} not, "
        f"{told.undetermined:,} cannot be told ({told.with_candidates:,} with candidates)"
    )
    if told.refused:
        counted += f"; {told.refused:,} could not be read"
    if told.not_counted:
        counted += f"; {how_many(len(told.not_counted), 'stream')} did not count"
    return f"{counted}\n"


def _summary_json(told: MatchSummary) -> str:
    return f'\n],"summary":{visible_json(told)}}}\n'


def _nothing(_told: MatchSummary) -> str:
    return ""


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


_NO_ONE = "        {} leads to no one holder\n"


def _party_lines(party: MatchedParty) -> Iterator[str]:
    numbers = ", ".join(visible(number.value) for number in party.numbers) or "no number"
    name = f" {visible(party.name)}" if party.name else ""
    yield f"    {party.role}{name} ({numbers}): {party.result}\n"
    if party.found_by is not UNSET:
        by = party.found_by.lookup
        yield f"        found as {party.tin} by {by}\n" if party.tin else _NO_ONE.format(by)
    for why in party.reasons:
        about = f"{visible(why.key)} " if why.key is not UNSET else ""
        yield f"        {about}{why.code}: {visible(why.because)}\n"
    if party.benefits:
        yield f"        benefits: {', '.join(party.benefits)}\n"
    for candidate in party.candidates:
        yield f"        candidate {visible(candidate.tin)} {visible(candidate.name)}: "
        yield f"{candidate.near}, {visible(candidate.number)}: {visible(candidate.differs)}\n"


FORMS = {
    "text": MatchForm("", as_text, "", _summary_text),
    "json": MatchForm('{"declarations":[\n', as_json, ",\n", _summary_json),
    "ndjson": MatchForm("", as_line, "", _nothing),
    "csv": MatchForm(match_header(), match_rows, "", _nothing),
    "parquet": MatchForm("", rows_of_parties, "", _nothing),
}
