"""Our matcher behind the adapter protocol: a declaration in, who in it is recognised out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.holding import Holding
from aeo_exchange.conformance.adapters.own.recogniser import held_evidence, known_at
from aeo_exchange.conformance.adapters.protocol import (
    AnsweredCandidate,
    AnsweredParty,
    Reply,
    Request,
)
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.operations.recognition.held_evidence import held_matcher
from aeo_exchange.operations.recognition.match import (
    DeclarationLimits,
    MatchedDeclaration,
    MatchedParty,
    MatchTerms,
    MatchTotals,
    declaration_layout,
    matched_declarations,
)

__all__ = ["Matching", "answer_about_declaration", "matched_by_our_rules"]

Matching: TypeAlias = Callable[[Content, MatchTerms, HeldEvidence], list[MatchedDeclaration]]


def matched_by_our_rules(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    """Return what part 12 says of each party."""
    matcher = held_matcher(terms, held)
    layout, limits = declaration_layout(None), DeclarationLimits()
    return list(matched_declarations([content], matcher, terms, layout, limits))


def answer_about_declaration(request: Request, matching: Matching = matched_by_our_rules) -> Reply:
    """Return the answer about each party, and the verdict over all of them.

    Raises AdapterFailure for a request without holding, record or recognition.
    """
    inputs, asked = request.inputs, request.options.recognition
    if UNSET in (inputs.holding, inputs.record) or asked is UNSET:
        raise AdapterFailure("match needs inputs.holding, inputs.record and options.recognition")
    holding = msgspec.json.decode(inputs.holding.held, type=Holding)  # type: ignore[union-attr]
    held = held_evidence(holding, inputs.record.held)  # type: ignore[union-attr]
    terms = MatchTerms(
        profile=held.profiles[-1].profile,
        asked_by=asked.asked_by,
        known_at=known_at(request, holding),
        by_name=True,
    )
    totals, parties = MatchTotals(), list[MatchedParty]()
    for matched in matching(Content(name="document", held=inputs.document.held), terms, held):
        totals.add(matched)
        parties += matched.parties
    return Reply(seq=request.seq, verdict=totals.verdict, parties=tuple(_told_each(parties)))


def _told_each(parties: Iterable[MatchedParty]) -> Iterator[AnsweredParty]:
    """Yield the answers, each with which of the parties of its role it is about."""
    met = Counter[str]()
    for party in parties:
        met[party.role] += 1
        yield _answered_party(party, met[party.role])


def _answered_party(party: MatchedParty, ordinal: int) -> AnsweredParty:
    told = AnsweredParty(
        role=str(party.role),
        ordinal=ordinal,
        result=str(party.result),
        reasons=tuple(dict.fromkeys(why.code for why in party.reasons)),
        benefits=party.benefits,
        candidates=tuple(
            AnsweredCandidate(tin=candidate.tin, near=str(candidate.near))
            for candidate in party.candidates
        ),
    )
    if party.found_by is UNSET or party.tin is UNSET:
        return told
    return replace(told, tin=party.tin, lookup=party.found_by.lookup)
