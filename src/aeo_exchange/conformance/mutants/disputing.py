"""Mutants that remember a stream wrongly: how a dispute begins and ends, and what came first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from typing import TypeAlias

from msgspec import UNSET

from aeo_exchange.conformance.adapters.own.held_streams import (
    HeldStreams,
    KeyPast,
    StreamInMemory,
)
from aeo_exchange.conformance.adapters.own.receiver import (
    MessageAtHand,
    answer_about_messages,
    judged_in_order,
    ordered_steps,
    signed_head,
)
from aeo_exchange.conformance.mutants.making import Answering, answering
from aeo_exchange.conformance.mutants.receivers import judged_with, receiver
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.exchange.heads import SignedHead
from aeo_exchange.exchange.receiving import ReceivedMessage
from aeo_exchange.exchange.succession import FORK
from aeo_exchange.exchange.unread_record import told_revision
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing import refusals

__all__ = ["DISPUTING"]

FUTURE = "AEO-XCH-14"
# True lets a head pass, False refuses it, and None leaves it to the usual look.
AtSequence: TypeAlias = Callable[[MessageAtHand, ReceivedMessage], bool | None]


def _remembering(kind: type[StreamInMemory]) -> Answering:
    """Return a receiver that keeps its streams in another way."""

    class Streams(HeldStreams):
        kind_of_stream = kind

    return answering(
        Operation.RECEIVE, lambda request: answer_about_messages(request, streams=Streams())
    )


class _DeafToTheOperator(StreamInMemory):
    def take(self, digest: str) -> None:
        """Leave the dispute as it is."""


class _EndedByAnyHead(StreamInMemory):
    def take(self, digest: str) -> None:
        """End the dispute, whichever head was named."""
        is_other = digest and self.disputes.number_of(digest) is None
        for number in tuple(self.seen) if is_other else ():
            heads = self.disputes.about(number)
            applied = [one for one in heads if one in self.applied]
            super().take("".join((applied or heads)[:1]))
        super().take(digest)


class _TakingBack(StreamInMemory):
    def take(self, digest: str) -> None:
        """Let the operator take one head in the place of another that was applied."""
        kept, self.applied = self.applied, set()
        super().take(digest)
        self.applied = kept


class _DisputedAgain(StreamInMemory):
    def take(self, digest: str) -> None:
        """Forget that the other head was decided about."""
        super().take(digest)
        self.left.clear()


class _ForgettingBoth(StreamInMemory):
    def take(self, digest: str) -> None:
        """Forget which head of the number was taken."""
        super().take(digest)
        self.left.clear()
        self.seen = {number: one for number, one in self.seen.items() if one != digest}


class _Unconfirmed(StreamInMemory):
    def take(self, digest: str) -> None:
        """Take a head for right, and ask about it once more."""
        super().take(digest)
        self.taken.clear()


class _DisputedOnce(StreamInMemory):
    def dispute(self, signed: SignedHead) -> None:
        """Dispute nothing once the operator has decided."""
        if not self.taken:
            super().dispute(signed)


class _OneDispute(StreamInMemory):
    def dispute(self, signed: SignedHead) -> None:
        """See no other fork while a stream is disputed."""
        if not self.disputes:
            super().dispute(signed)


class _EndedByOne(StreamInMemory):
    def take(self, digest: str) -> None:
        """End every dispute with the first that the operator decides."""
        before = len(self.taken)
        super().take(digest)
        if len(self.taken) > before:
            self.disputes = Disputes()


class _TwoOfThree(StreamInMemory):
    def dispute(self, signed: SignedHead) -> None:
        """Dispute no third head of a number of which two are disputed."""
        assert signed.head is not None
        if not self.disputes.about(signed.head.sequence):
            super().dispute(signed)


class _TakingWhatWasLeft(StreamInMemory):
    def take(self, digest: str) -> None:
        """Let the operator take in a dispute what was not taken in an earlier one."""
        for number in tuple(self.seen) if digest in self.left else ():
            if self.disputes.about(number):
                self.disputes = self.disputes.joined(number, digest)
        super().take(digest)


class _ForgettingOlder(StreamInMemory):
    def apply(self, signed: SignedHead, judged: Iterable[JudgedEntry]) -> None:
        """Forget which heads had the numbers below the one applied last."""
        super().apply(signed, judged)
        assert signed.head is not None
        last = signed.head.sequence
        self.seen = {number: one for number, one in self.seen.items() if number >= last}


class _LastContent(StreamInMemory):
    @staticmethod
    def note_revision(known: KeyPast, record: Tree, *, is_accepted: bool) -> None:  # noqa: ARG004
        """Let of two contents of one revision the last count, whatever became of it."""
        revision = told_revision(record) or 0
        if revision >= known.revision:
            known.revision = revision
            known.digest = sha256(canonical_item(record)).hexdigest()


def _disputed_by_the_future(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Take another head of a number for a fork before its time has come."""
    message = judged_in_order(came, told)
    if message.steps[-1].code == FUTURE and message.signed is not None:
        came.stream.dispute(message.signed)
    return message


def _disputed_with_the_future(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Take a head from the future for one of those that a dispute is about."""
    message = judged_in_order(came, told)
    is_early = message.steps[-1].code == FUTURE and message.signed is not None
    if is_early and came.stream.disputes.about(message.head.sequence):
        assert message.signed is not None
        came.stream.dispute(message.signed)
    return message


def _blind_to_the_future(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Remember nothing of a head from the future, though the sender signed it."""
    message = judged_in_order(came, told)
    if message.steps[-1].code == FUTURE:
        del message.steps[:-1]  # what it passed is what lets it count as seen
    return message


def _seeing_what_is_of_nobody(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Remember the number of each head that came, whoever signed it, and for whom."""
    message = judged_in_order(came, told)
    signed = signed_head(came.token)
    if signed is not None and signed.head is not None:
        came.stream.seen.setdefault(signed.head.sequence, signed.digest)
    return message


def _sequence_first(look: AtSequence) -> Answering:
    """Return a receiver that asks something before it looks for a fork."""

    def judge(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
        at_sequence = partial(_asked_first, came, look)
        return judged_with({"sequence": at_sequence}, came, told)

    return receiver(judge)


def _asked_first(came: MessageAtHand, look: AtSequence, message: ReceivedMessage) -> str:
    """Ask something of a head, and look for a fork where that leaves it open."""
    passes = look(came, message)
    refusals.require(passes is not False, FORK, "there are two heads")
    return "" if passes else dict(ordered_steps(came))["sequence"](message)


def _is_signed_as_before(came: MessageAtHand, message: ReceivedMessage) -> bool | None:
    """Refuse the head applied last where it was signed once more."""
    last, signed = came.stream.last, message.signed
    if last is None or signed is None or last.digest != signed.digest:
        return None
    return None if last.compact.signature == signed.compact.signature else False


def _is_confirmed_reset(came: MessageAtHand, message: ReceivedMessage) -> bool | None:
    """Let a reset pass that was confirmed, whatever else has its number."""
    assert message.signed is not None
    is_reset = message.head.reset is not UNSET
    return True if is_reset and came.asked.confirmed == message.signed.digest else None


def _silent_in_a_dispute(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Refuse every head of a disputed stream, the one applied last as well."""
    if not came.stream.disputes:
        return judged_in_order(came, told)
    return judged_with({"sequence": _refused_as_disputed}, came, told)


def _refused_as_disputed(_message: ReceivedMessage) -> str:
    refusals.refuse(FORK, "the stream is disputed")


# What is remembered wrongly -> the implementation that does so.
DISPUTING: dict[str, Answering] = {
    "asks-again-about-what-was-taken": _remembering(_Unconfirmed),
    "compares-signatures": _sequence_first(_is_signed_as_before),
    "confirms-before-it-compares": _sequence_first(_is_confirmed_reset),
    "disputes-before-its-time": receiver(_disputed_by_the_future),
    "disputes-but-once": _remembering(_DisputedOnce),
    "disputes-two-of-three": _remembering(_TwoOfThree),
    "disputes-what-was-decided": _remembering(_DisputedAgain),
    "ends-all-disputes-with-one": _remembering(_EndedByOne),
    "ends-a-dispute-by-any-head": _remembering(_EndedByAnyHead),
    "forgets-a-second-dispute": _remembering(_OneDispute),
    "forgets-older-numbers": _remembering(_ForgettingOlder),
    "forgets-the-future": receiver(_blind_to_the_future),
    "forgets-which-head-was-taken": _remembering(_ForgettingBoth),
    "lets-the-last-content-count": _remembering(_LastContent),
    "never-ends-a-dispute": _remembering(_DeafToTheOperator),
    "refuses-what-it-has-in-a-dispute": receiver(_silent_in_a_dispute),
    "sees-heads-of-nobody": receiver(_seeing_what_is_of_nobody),
    "takes-back-what-was-applied": _remembering(_TakingBack),
    "takes-the-future-in-a-dispute": receiver(_disputed_with_the_future),
    "takes-what-was-left": _remembering(_TakingWhatWasLeft),
}
