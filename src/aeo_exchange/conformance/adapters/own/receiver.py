"""Our receiver behind the adapter protocol: it begins with nothing and takes message by message."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import BinaryIO, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET

from aeo_exchange.conformance.adapters.own.held_streams import HeldStreams, StreamInMemory
from aeo_exchange.conformance.adapters.own.verifier import trust_evidence
from aeo_exchange.conformance.adapters.protocol import Named, Reply, Request
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.messages import MeantStream, MessageSeries, SeriesMessage
from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.heads import Head, HeadFile, SignedHead, read_head
from aeo_exchange.exchange.message_steps import PROFILE, MessageStep, StepOutcome
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest, try_profile
from aeo_exchange.exchange.receiving import STEPS, HeadQuestion, ReceivedMessage, Step, steps_of
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.succession import FORK
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.exchange.message_files import of_number, unnamed_file
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.signing import refusals

__all__ = [
    "FilesAtHand",
    "Judging",
    "MessageAtHand",
    "answer_about_messages",
    "judged_by",
    "judged_in_order",
    "ordered_steps",
    "signed_head",
]

VERDICTS: dict[StepOutcome, Verdict] = {
    "refused": Verdict.NOT_VALID,
    "held": Verdict.UNDETERMINED,
    "undetermined": Verdict.UNDETERMINED,
}
PASSED = ("pass", "skipped")


class FilesAtHand:
    """The files that came with a head (`MessageFiles`); no others are at hand."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = contents

    def offered(self, head: Head) -> Sequence[HeadFile]:
        """Return the files that a head names and that are there."""
        return [file for file in head.files or () if file.name in self.contents]

    def beside(self, head: Head) -> Iterator[HeadFile]:
        """Yield the files of its number that a head does not name."""
        for name in of_number(head, self.contents):
            file = unnamed_file(io.BytesIO(self.contents[name]), name)
            if file is not None:
                yield file

    @contextmanager
    def opened(self, file: HeadFile) -> Iterator[BinaryIO]:
        """Give the stream of a file."""
        yield io.BytesIO(self.contents[file.name])


class MessageAtHand(NamedTuple):
    """A message, what it is judged by, and what is held of the stream that it is read for."""

    token: bytes
    files: FilesAtHand
    asked: HeadQuestion
    stream: StreamInMemory


# What is told of each key, and the steps that were made.
Judging: TypeAlias = Callable[[MessageAtHand, list[JudgedEntry]], ReceivedMessage]


def judged_in_order(came: MessageAtHand, told: list[JudgedEntry]) -> ReceivedMessage:
    """Return a message with its steps, as XCH-8-1 orders them."""
    return judged_by(list(ordered_steps(came)), came, told)


def judged_by(
    steps: Sequence[Step], came: MessageAtHand, told: list[JudgedEntry]
) -> ReceivedMessage:
    """Return a message with some steps, made to the first that does not hold."""
    message = ReceivedMessage(came.token, came.asked, came.files, judged=told.append)
    message.steps.extend(steps_of(message, steps))
    return message


def ordered_steps(came: MessageAtHand) -> Iterator[Step]:
    """Yield the steps, with what a receiver of several streams adds to two of them."""

    def look_at_sequence(message: ReceivedMessage) -> str:
        assert message.signed is not None
        _require_no_fork(message.signed, came.stream)
        return message.look_at_sequence()

    def look_at_profile(message: ReceivedMessage) -> str:
        is_known = came.asked.profile is not None or message.head.agreement is UNSET
        refusals.require(is_known, PROFILE, "no profile of the agreement was adopted")
        return message.look_at_profile()

    own = {"sequence": look_at_sequence, "profile": look_at_profile}
    for name, look in STEPS:
        yield name, own.get(name, look)
        if name == "sequence" and is_applied_already(came):
            return


def is_applied_already(came: MessageAtHand) -> bool:
    """Say whether a message is that of the head applied last, which is no refusal (XCH-8-8)."""
    signed, last = signed_head(came.token), came.stream.last
    return signed is not None and last is not None and signed.digest == last.digest


def _require_no_fork(signed: SignedHead, stream: StreamInMemory) -> None:
    """Refuse each other head of a stream of which two heads have one number."""
    if stream.last is not None and signed.digest == stream.last.digest:
        return
    assert signed.head is not None
    other = stream.seen.get(signed.head.sequence, signed.digest)
    is_fork = stream.disputes or other != signed.digest
    refusals.require(not is_fork, FORK, f"there are two heads, {signed.digest} and {other}")


def signed_head(token: bytes) -> SignedHead | None:
    """Return the head in a token, None for what is none or is newer."""
    try:
        signed = read_head(token)
    except SignatureError:
        return None
    return None if signed.head is None else signed


def _name_of(meant: MeantStream) -> StreamName:
    return StreamName(meant.iss, meant.aud, meant.agreement or "")


def answer_about_messages(
    request: Request, judge: Judging = judged_in_order, streams: HeldStreams | None = None
) -> Reply:
    """Return the verdict on the last of some messages, and what is held then of its stream.

    Raises AdapterFailure for a document that is no series of messages.
    """
    try:
        series = msgspec.json.decode(request.inputs.document.held, type=MessageSeries)
    except msgspec.DecodeError as cause:
        raise AdapterFailure(f"no messages: {cause}") from cause
    streams, adopted = streams or HeldStreams(), _adopted(request)
    trust = open_trust_lists(trust_evidence(request))
    for message in series.messages:
        meant = _name_of(series.stream if message.stream is UNSET else message.stream)
        streams.get(meant).take(message.taken or "")
        asked = HeadQuestion(
            trust=trust,
            at=instant(request.at if message.at is UNSET else message.at),
            reference=_reference(),
            meant=meant,
            test_keys=request.options.test_keys is True,
        )
        came = _at_hand(message, asked, streams.get(meant), adopted)
        last = _taken(came, judge)
    return _reply(request, last, streams.get(meant))


def _adopted(request: Request) -> dict[str, PartnerProfile]:
    """Return the versions of partner profiles that were adopted, by digest, in their order.

    What is no profile was adopted by nobody, nor were two texts of one version (XCH-1-6).
    """
    read = [try_profile(part.held, _reference()).profile for part in request.inputs.profiles]
    adopted = {profile_digest(profile): profile for profile in read if profile is not None}
    texts = Counter((profile.code, profile.version) for profile in adopted.values())
    return {
        digest: profile
        for digest, profile in adopted.items()
        if texts[profile.code, profile.version] == 1
    }


def _at_hand(
    message: SeriesMessage,
    asked: HeadQuestion,
    stream: StreamInMemory,
    adopted: Mapping[str, PartnerProfile],
) -> MessageAtHand:
    signed = signed_head(message.token)
    head = None if signed is None else signed.head
    agreement = asked.meant.agreement if asked.meant else ""
    of_agreement = [profile for profile in adopted.values() if profile.code == agreement]
    latest = max(of_agreement, key=lambda profile: profile.version, default=None)
    under = adopted.get((head.profile or "") if head else "")
    asked = msgspec.structs.replace(
        asked,
        profile=under if under in of_agreement else latest,
        confirmed=_confirmed(message, signed, stream),
        held=stream.held(),
    )
    files = FilesAtHand({file.name: file.held for file in message.files})
    return MessageAtHand(message.token, files, asked, stream)


def _confirmed(message: SeriesMessage, signed: SignedHead | None, stream: StreamInMemory) -> str:
    """Return the digest of the head that is confirmed: one that was taken is (XCH-8-8)."""
    if signed is not None and signed.digest in stream.taken:
        return signed.digest
    return message.confirmed or ""


def _taken(came: MessageAtHand, judge: Judging) -> MessageStep:
    """Take a message, or note that it was seen; return the step that decided."""
    judged: list[JudgedEntry] = []
    message = judge(came, judged)
    last, stream = message.steps[-1], came.stream
    names = [step.name for step in message.steps if step.outcome in PASSED]
    if message.signed is not None and message.signed.head is not None and "stream" in names:
        stream.seen.setdefault(message.head.sequence, message.signed.digest)
    if last.code == FORK and message.signed is not None:
        stream.dispute(message.signed)
    if last.outcome in PASSED and message.acceptance is not None:
        message.acceptance.counts()  # judges those that still wait
        assert message.signed is not None
        stream.apply(message.signed, judged)
        stream.warn(message.acceptance.alarms)
    return last


def _reply(request: Request, last: MessageStep, stream: StreamInMemory) -> Reply:
    is_taken = last.outcome in PASSED
    finding = Named(code=last.code, path="", message=last.reason)
    return Reply(
        seq=request.seq,
        verdict=VERDICTS.get(last.outcome, Verdict.VALID),
        findings=() if is_taken else (finding,),
        state=stream.told() or UNSET,
    )


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
