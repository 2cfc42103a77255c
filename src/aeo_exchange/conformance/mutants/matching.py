"""Mutants that say wrongly who in a declaration is recognised: what is nearly right is a yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.matcher import (
    Matching,
    answer_about_declaration,
    matched_by_our_rules,
)
from aeo_exchange.conformance.mutants.making import Answering, answering
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.declarations.answer import MatchedDeclaration, MatchedParty, NearMiss
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.formats import Content
from aeo_exchange.formats.tables.cells import GUARD
from aeo_exchange.operations.recognition.held_evidence import held_matcher
from aeo_exchange.operations.recognition.match import (
    DeclarationLimits,
    MatchTerms,
    declaration_layout,
)

__all__ = ["MATCHING"]

_YES, _NO = RecognitionResult.RECOGNISED, RecognitionResult.NOT_RECOGNISED


def _matching(matching: Matching) -> Answering:
    """Return our own implementation with another way to match."""
    return answering(Operation.MATCH, partial(answer_about_declaration, matching=matching))


def _by_party(change: Callable[[MatchedParty], MatchedParty]) -> Answering:
    """Return an implementation that says something else of each party."""

    def matching(
        content: Content, terms: MatchTerms, held: HeldEvidence
    ) -> list[MatchedDeclaration]:
        return [
            replace(one, parties=tuple(map(change, one.parties)))
            for one in matched_by_our_rules(content, terms, held)
        ]

    return _matching(matching)


def _saying(result: RecognitionResult, *reasons: str) -> Answering:
    """Return an implementation that gives one answer wherever one of some reasons stands."""

    def changed(party: MatchedParty) -> MatchedParty:
        is_so = any(why.code in reasons for why in party.reasons)
        return replace(party, result=result) if is_so else party

    return _by_party(changed)


def _taking(*near: NearMiss) -> Answering:
    """Return an implementation that takes a candidate for the firm."""

    def changed(party: MatchedParty) -> MatchedParty:
        is_near = any(candidate.near in near for candidate in party.candidates)
        return replace(party, result=_YES) if is_near else party

    return _by_party(changed)


def _of_now(content: Content, terms: MatchTerms, held: HeldEvidence) -> list[MatchedDeclaration]:
    """Ask about the instant of knowledge, whatever the declaration says."""
    return matched_by_our_rules(content, replace(terms, at=terms.known_at), held)


def _of_every_flow(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    profiles = [
        one._replace(
            profile=replace(
                one.profile, rows=tuple(replace(row, flows=UNSET) for row in one.profile.rows)
            )
        )
        for one in held.profiles
    ]
    return matched_by_our_rules(
        content, replace(terms, profile=profiles[-1].profile), replace(held, profiles=profiles)
    )


def _first_alone(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    matched = matched_by_our_rules(content, terms, held)
    return [replace(one, parties=one.parties[:1]) for one in matched]


def _by_role(change: Callable[[list[MatchedParty]], list[MatchedParty]]) -> Answering:
    """Return an implementation that says something else of the parties of one role."""

    def matching(
        content: Content, terms: MatchTerms, held: HeldEvidence
    ) -> list[MatchedDeclaration]:
        changed = []
        for one in matched_by_our_rules(content, terms, held):
            of_role: dict[str, list[MatchedParty]] = {}
            for party in one.parties:
                of_role.setdefault(party.role, []).append(party)
            parties = (party for several in of_role.values() for party in change(several))
            changed.append(replace(one, parties=tuple(parties)))
        return changed

    return _matching(matching)


def _like_the_first(parties: list[MatchedParty]) -> list[MatchedParty]:
    return [parties[0]] * len(parties)


def _each_alone(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    """Count the parties of a role in each declaration anew: of several the last one stands."""
    by_place: dict[tuple[str, int], MatchedParty] = {}
    declarations = matched_by_our_rules(content, terms, held)
    for one in declarations:
        met = Counter[str]()
        for party in one.parties:
            met[party.role] += 1
            by_place[party.role, met[party.role]] = party
    return [replace(one, parties=tuple(by_place.values())) for one in declarations[:1]]


def _of_the_outer(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    """Ask about a declaration within another at the acceptance of that one."""
    matched = matched_by_our_rules(content, terms, held)
    outer = matched[-1].at if len(matched) > 1 else UNSET
    return (
        matched if outer is UNSET else matched_by_our_rules(content, replace(terms, at=outer), held)
    )


def _first_message(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    """Read one message of an envelope and pass over those behind it."""
    return matched_by_our_rules(content, terms, held)[:1]


def _guarded_everywhere(
    content: Content, terms: MatchTerms, held: HeldEvidence
) -> list[MatchedDeclaration]:
    """Take every apostrophe before a number for a guard of CSV."""
    parts = [
        replace(
            one,
            parties=tuple(
                replace(
                    party,
                    numbers=tuple(
                        replace(number, value=number.value.removeprefix(GUARD))
                        for number in party.numbers
                    ),
                )
                for party in one.parties
            ),
        )
        for met in declarations_of(content, declaration_layout(None), DeclarationLimits())
        if (one := met.declaration) is not None
    ]
    matcher = held_matcher(terms, held)
    return [matcher.matched(one, content.name) for one in parts]


# What is taken for whom -> the implementation that does so.
MATCHING: dict[str, Answering] = {
    "answers-one-role-alike": _by_role(_like_the_first),
    "asks-about-now": _matching(_of_now),
    "asks-at-the-outer-acceptance": _matching(_of_the_outer),
    "assumes-the-role-of-a-party": _saying(_YES, "role-not-asked"),
    "calls-a-placeholder-a-no": _saying(_NO, "placeholder"),
    "calls-a-stranger-a-no": _saying(_NO, "not-found", "no-number"),
    "counts-in-each-declaration-anew": _matching(_each_alone),
    "exchanges-parties-of-one-role": _by_role(lambda parties: parties[::-1]),
    "ignores-the-flow-of-a-declaration": _matching(_of_every_flow),
    "keeps-one-party-of-a-role": _by_role(lambda parties: parties[:1]),
    "names-no-candidates": _by_party(lambda party: replace(party, candidates=())),
    "reads-the-first-message-alone": _matching(_first_message),
    "sees-the-first-party-alone": _matching(_first_alone),
    "takes-every-apostrophe-for-a-guard": _matching(_guarded_everywhere),
    "takes-former-numbers": _taking(NearMiss.FORMER_TIN, NearMiss.FORMER_IDENTIFIER),
    "takes-names-for-firms": _taking(NearMiss.NAME),
    "takes-numbers-of-other-fields": _taking(NearMiss.OTHER_FIELD, NearMiss.AUTHORISATION_NUMBER),
    "takes-one-character-off": _taking(NearMiss.ONE_CHARACTER),
    "takes-one-of-two-holders": _saying(_YES, "two-holders", "numbers-differ"),
    "takes-what-is-written-otherwise": _taking(
        NearMiss.WRITTEN_OTHERWISE, NearMiss.WITHOUT_COUNTRY
    ),
}
