"""What a run keeps of each answer, so that nothing older is accepted from now on.

An answer that a worker worked out is looked at again by the parent, which alone knows what the
run has accepted meanwhile. So a worker hands over the answer as shown, with what it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.reader_codes import UNREADABLE
from aeo_exchange.report import Verdict
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.answer import CheckName, Outcome, Verification, refused, verdict_of_checks
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.store import Store

__all__ = [
    "RestsOn",
    "Show",
    "ShownAnswer",
    "recall",
    "reconsider",
    "remember",
    "remember_told",
    "retold",
    "shown_answers",
]

# How an answer is shown to whoever asked.
Show: TypeAlias = Callable[[Verification], str]


class RestsOn(Struct, frozen=True, gc=False, array_like=True):
    """The parts of a proved answer that a memory of verifiers keeps or compares."""

    administration: str
    record_id: str
    revision: int
    uri: str
    as_of: str
    trust_lists: tuple[str, ...]


class ShownAnswer(Struct, frozen=True, gc=False, array_like=True):
    """An answer as it is shown, with its verdict and what it rests on; `answer` is the whole.

    `unread` says that the content could not be opened, or is no attestation at all. What no key
    has proved rests on nothing.
    """

    verdict: Verdict
    unread: bool
    shown: str
    rests_on: RestsOn | None = None
    answer: msgspec.Raw = msgspec.Raw(b"")


def is_unread(answer: Verification) -> bool:
    """Say whether there was nothing to verify: no file, or no attestation at all in it."""
    form = answer.checks[0]
    nothing = form.code == "AEO-SIG-01" and form.outcome is Outcome.UNDETERMINED
    return nothing or form.code == UNREADABLE


def shown_answers(
    answers: Iterable[Verification], show: Show, *, whole: bool = False
) -> Iterator[ShownAnswer]:
    """Yield answers as they are shown; with `whole` they can be looked at again elsewhere."""
    for answer in answers:
        yield ShownAnswer(
            answer.verdict,
            is_unread(answer),
            show(answer),
            rests_on(answer),
            msgspec.Raw(msgspec.msgpack.encode(answer)) if whole else msgspec.Raw(b""),
        )


def rests_on(answer: Verification) -> RestsOn | None:
    """Return what an answer rests on, or None where no key has proved the claims."""
    claims = answer.claims
    if not claims:
        return None
    # A key has signed them and the model has accepted them, so each is there and of its kind.
    return RestsOn(
        claims["iss"],
        claims["recordId"],
        claims["revision"],
        claims["status"]["status_list"]["uri"],
        "" if answer.as_of is UNSET else answer.as_of,
        answer.trust_lists,
    )


def recall(store: Store | None) -> Seen:
    """Return what a store keeps of earlier runs; nothing without one. Raises StateError."""
    return Seen.empty() if store is None else Seen.read(store)


def remember(answer: Verification, seen: Seen) -> None:
    """Keep what an answer rests on."""
    _keep(answer.verdict, rests_on(answer), seen)


def remember_told(answer: ShownAnswer, seen: Seen) -> None:
    """Keep what an answer rests on that was shown already."""
    _keep(answer.verdict, answer.rests_on, seen)


def _keep(verdict: Verdict, rests: RestsOn | None, seen: Seen) -> None:
    if rests is None:
        return
    if rests.as_of:
        seen.note_status(rests.administration, rests.uri, numeric_date(rests.as_of))
    if verdict is Verdict.VALID:
        for name in rests.trust_lists:
            seen.note_revision(name, rests.administration, rests.record_id, rests.revision)


def reconsider(answer: Verification, seen: Seen) -> Verification:
    """Return an answer that was worked out elsewhere, now that those before it are remembered.

    A revision that is lower than one accepted meanwhile is refused, as it is in one process.
    """
    cause = _refusal(rests_on(answer), seen)
    if cause is None:
        return answer
    refusal = refused(CheckName.REVISION, cause)
    checks = tuple(
        refusal if check.name is CheckName.REVISION else check for check in answer.checks
    )
    return msgspec.structs.replace(answer, checks=checks, verdict=verdict_of_checks(checks))


def retold(answer: ShownAnswer, seen: Seen, show: Show) -> ShownAnswer:
    """Return what a worker told, worked out again where a revision is refused meanwhile."""
    if _refusal(answer.rests_on, seen) is None:
        return answer
    decoded = msgspec.msgpack.decode(answer.answer, type=Verification)
    return next(shown_answers([reconsider(decoded, seen)], show))


def _refusal(rests: RestsOn | None, seen: Seen) -> SignatureError | None:
    """Return why the revision of an answer does not count any more, or None."""
    if rests is None:
        return None
    try:
        for name in rests.trust_lists:
            seen.check_revision(name, rests.administration, rests.record_id, rests.revision)
    except SignatureError as cause:
        return cause
    return None
