"""Our verifier behind the adapter protocol: everything it rests on comes with the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.protocol import (
    AnsweredCheck,
    Named,
    Options,
    Reply,
    Request,
    RootPart,
)
from aeo_exchange.errors import AeoError
from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.verify import TrustEvidence, gather, verify_contents
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict, worst
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.answer import Outcome, Verification
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.roots import Root, read_root
from aeo_exchange.trust.seen import Seen

__all__ = ["answer_about_attestation", "trust_evidence"]

ROOT_HANDOVER = "application/vnd.aeo-exchange.root-handover+jwt"
OPEN = (Outcome.FAIL, Outcome.UNDETERMINED)
GRAVEST = (*OPEN, Outcome.PASS, Outcome.SKIPPED)


def answer_about_attestation(request: Request) -> Reply:
    """Return verdict, checks and the codes of those that did not pass."""
    options = request.options
    question = Question(
        at=request.at,
        record=None if request.inputs.record is UNSET else request.inputs.record.held,
        expect_tin=None if options.expect_tin is UNSET else options.expect_tin,
        test_keys=options.test_keys is True,
    )
    sources = gather(trust_evidence(request), seen=_Known(options), reference=_reference())
    content = Content(name="document", held=request.inputs.document.held)
    answers = list(verify_contents([content], question, sources))
    return Reply(
        seq=request.seq,
        verdict=worst({answer.verdict for answer in answers}) if answers else Verdict.NOT_VALID,
        findings=_once(named for answer in answers for named in _named(answer)),
        checks=tuple(_worst_checks(answers)),
    )


def trust_evidence(request: Request) -> TrustEvidence:
    """Return the trust lists, roots and status lists that came with a question."""
    inputs, options = request.inputs, request.options
    roots = [root for root in inputs.roots if root.media != ROOT_HANDOVER]
    return TrustEvidence(
        trust=tuple(held.held for held in inputs.trust),
        roots=tuple(_roots(roots, options.pinned_for)),
        handovers=tuple(root.held for root in inputs.roots if root.media == ROOT_HANDOVER),
        status=tuple(status.held for status in inputs.status),
        min_sequence=0 if options.min_sequence is UNSET else options.min_sequence,
        test_keys=options.test_keys is True,
    )


def _roots(parts: Iterable[RootPart], for_all: tuple[str, ...] | UnsetType) -> Iterator[Root]:
    """Yield the roots given; what is no key pins nothing (ATT-5-3)."""
    for part in parts:
        pinned = for_all if part.pinned_for is UNSET else part.pinned_for
        with suppress(AeoError):
            yield read_root(part.held, None if pinned is UNSET else pinned)


class _Known(Seen):
    """What the question says was used before: of whatever list and record it asks about."""

    def __init__(self, options: Options) -> None:
        super().__init__(Seen.empty().to_file())
        self._options = options

    def check_status(self, administration: str, uri: str, iat: int) -> None:
        """Refuse a status list that is older than the one used before."""
        super().check_status(administration, uri, iat)
        known = self._options.known_status_at
        refusals.require(
            known is UNSET or iat >= numeric_date(known),
            "AEO-STA-05",
            "the status list is older than the one used before",
        )

    def check_revision(
        self, list_id: str, administration: str, record_id: str, revision: int
    ) -> None:
        """Refuse a revision that is older than the one accepted before."""
        super().check_revision(list_id, administration, record_id, revision)
        known = self._options.known_revision
        refusals.require(
            known is UNSET or revision >= known,
            "AEO-SIG-22",
            "the revision is older than the one accepted before",
        )


def _named(answer: Verification) -> list[Named]:
    return [
        Named(code=check.code, path="", message=check.reason)
        for check in answer.checks
        if check.outcome in OPEN
    ]


def _once(findings: Iterable[Named]) -> tuple[Named, ...]:
    """Return the first finding of each code: several attestations can have the same fault."""
    first: dict[object, Named] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    return tuple(first.values())


def _worst_checks(answers: Iterable[Verification]) -> Iterator[AnsweredCheck]:
    """Yield each check with the worst of its outcomes."""
    for same in zip(*(answer.checks for answer in answers), strict=True):
        worst_of = min((check.outcome for check in same), key=GRAVEST.index)
        yield AnsweredCheck(name=same[0].name, outcome=worst_of.value)


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
