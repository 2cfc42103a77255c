"""Content to answers about attestations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.record_at_hand import record_at_hand
from aeo_exchange.operations.attestations.unproved import NumberedToken, attestations, named_tokens
from aeo_exchange.reader_codes import UNREADABLE
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.trust.answer import (
    CheckName,
    CheckResult,
    Outcome,
    Verification,
)
from aeo_exchange.trust.handover import take_over
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.roots import Root
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import StatusToken, read_status_list
from aeo_exchange.trust.trust_list import open_trust
from aeo_exchange.trust.verify import verify_attestations

__all__ = [
    "TrustEvidence",
    "gather",
    "open_trust_lists",
    "verify_contents",
    "verify_tokens",
]


class TrustEvidence(Struct, frozen=True, kw_only=True):
    """What the verifier was given, as bytes: trust lists, pinned roots, status lists.

    `handovers` introduce new roots, in their order. `min_sequence` is the lowest sequence of a
    trust list that counts. `test_keys` lets roots count whose keys are published.
    """

    trust: tuple[bytes, ...] = ()
    roots: tuple[Root, ...] = ()
    handovers: tuple[bytes, ...] = ()
    status: tuple[bytes, ...] = ()
    min_sequence: int = 0
    test_keys: bool = False


def gather(
    evidence: TrustEvidence,
    *,
    seen: Seen,
    reference: ReferenceData,
    fetch: Callable[[str], StatusToken] | None = None,
    confirm: Callable[[StatusToken], None] | None = None,
) -> Sources:
    """Return what answers rest on; evidence that is refused is kept as its refusal."""
    return Sources(
        trust=_opened(evidence, seen),
        seen=seen,
        reference=reference,
        read_record=record_at_hand,
        status=tuple(_status_list(status) for status in evidence.status),
        fetch=fetch,
        confirm=confirm,
    )


def open_trust_lists(evidence: TrustEvidence, seen: Seen | None = None) -> Trust | SignatureError:
    """Return what the trust lists that count say together, or why none does.

    Without `seen` nothing is remembered of lists used before.
    """
    return _opened(evidence, seen or Seen.empty())


def _opened(evidence: TrustEvidence, seen: Seen) -> Trust | SignatureError:
    try:
        roots = evidence.roots
        for handover in evidence.handovers:
            roots = (*roots, take_over(handover, roots, test_keys=evidence.test_keys))
        return open_trust(
            evidence.trust,
            roots,
            seen=seen,
            min_sequence=evidence.min_sequence,
            test_keys=evidence.test_keys,
        )
    except SignatureError as refusal:
        return refusal


def _status_list(content: bytes) -> StatusToken | SignatureError:
    try:
        return read_status_list(content)
    except SignatureError as refusal:
        return refusal


def verify_contents(
    contents: Iterable[Content], question: Question, sources: Sources
) -> Iterator[Verification]:
    """Yield an answer for each attestation of each content.

    Content that cannot be opened gives an UNDETERMINED answer with code AEO-SYN-00, and the
    rest is still verified.
    """
    for content in contents:
        try:
            yield from verify_attestations(attestations(content), question, sources)
        except OSError as cause:
            yield _unread(content.name, cause)


def verify_tokens(
    name: str, tokens: Iterable[NumberedToken], question: Question, sources: Sources
) -> Iterator[Verification]:
    """Yield an answer for each of some tokens of the content of a name."""
    return verify_attestations(named_tokens(name, tokens), question, sources)


def _unread(source: str, cause: OSError) -> Verification:
    reason = f"cannot be read: {cause.strerror or cause}"
    unread = CheckResult(
        name=CheckName.FORMAT, outcome=Outcome.UNDETERMINED, reason=reason, code=UNREADABLE
    )
    others: Sequence[CheckResult] = [
        CheckResult(name=name, outcome=Outcome.SKIPPED, reason="there was nothing to check")
        for name in CheckName
        if name is not CheckName.FORMAT
    ]
    return Verification(
        source=source, verdict=Verdict.UNDETERMINED, checks=(unread, *others), claims={}
    )
