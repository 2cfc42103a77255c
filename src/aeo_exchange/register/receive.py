"""A message to what the register makes of it: applied whole, or noted and not applied (XCH-8)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.disputes import Disputes
from aeo_exchange.exchange.heads import SignedHead, read_head
from aeo_exchange.exchange.held_state import HeldState
from aeo_exchange.exchange.message_steps import PROFILE, MessageStep
from aeo_exchange.exchange.receiving import (
    STEPS,
    HeadQuestion,
    ReceivedMessage,
    Step,
    check_message,
    steps_of,
)
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.succession import FORK
from aeo_exchange.exchange.ways import MessageFiles
from aeo_exchange.register.applying import HeadNumber, StateWriter, held_entries
from aeo_exchange.register.database import Database, tick
from aeo_exchange.register.erasing import erase_at_once
from aeo_exchange.register.marks import MarksFile, seen_outside
from aeo_exchange.register.noting import keep_file, lists_used, note_compromised, note_message
from aeo_exchange.register.profiles import AdoptedVersion, adopted_profiles, profile_under
from aeo_exchange.register.received_keys import ReceivedKeys, standing_states
from aeo_exchange.register.streams import (
    HeadOutcome,
    StreamRow,
    head_applied_last,
    is_confirmed,
    keep_head,
    seen_digests,
    stream_or_new,
)

__all__ = ["ReceiveOutcome", "Reception", "receive"]

ReceiveOutcome: TypeAlias = Literal["applied", "already-applied", "refused", "held", "undetermined"]
NAMES_OF_STEPS = [name for name, _ in STEPS]
BEFORE_SEQUENCE = STEPS[: NAMES_OF_STEPS.index("sequence")]
BEFORE_PROFILE = STEPS[: NAMES_OF_STEPS.index("profile")]


class Reception(Struct, frozen=True, kw_only=True):
    """What became of a message; without `message` the head had been applied before.

    `written` counts the changes of keys that were noted.
    """

    outcome: ReceiveOutcome
    message: ReceivedMessage | None
    stream: StreamName | None
    applied_at: str = ""
    written: int = 0


class _Undone(Exception):
    """Ends the transaction of a message that is not applied, so that nothing of it stays."""

    def __init__(self, message: ReceivedMessage) -> None:
        super().__init__()
        self.message = message


class _Came(NamedTuple):
    """A message as it came, and the digests of heads that are known from outside."""

    signed: SignedHead
    content: bytes
    files: MessageFiles
    seen: dict[int, str]


class _Beside(NamedTuple):
    """What is held beside a message: its stream, the head applied last, what was adopted."""

    stream: StreamRow
    last: SignedHead | None
    seen: dict[int, str]
    adopted: Sequence[AdoptedVersion]


def receive(
    database: Database,
    content: bytes,
    files: MessageFiles,
    asked: HeadQuestion,
    marks: MarksFile,
) -> Reception:
    """Apply a message in one transaction, or note why not; what is held comes from the register.

    The digests of heads that the marks tell were seen as well, though a register that was restored
    has forgotten them. Raises OSError for a file that cannot be read, StateError for what the
    database refuses.
    """
    signed = _signed(content)
    name = None if signed is None or signed.head is None else StreamName.of(signed.head)
    if signed is None or name is None:
        # Nothing tells whose it is, so there is nothing that it could be compared with.
        message = check_message(content, asked, files)
        return Reception(outcome=_outcome(message), message=message, stream=None)
    seen = {**seen_outside(marks, name)}
    try:
        with database.writing() as connection:
            return _applied(connection, _Came(signed, content, files, seen), asked)
    except _Undone as ended:
        message = ended.message
    with database.writing() as connection:
        note_message(connection, message, content, tick(connection, asked.at), seen)
    return Reception(outcome=_outcome(message), message=message, stream=name)


def _signed(content: bytes) -> SignedHead | None:
    try:
        return read_head(content)
    except SignatureError:
        return None


def _applied(connection: Connection, came: _Came, asked: HeadQuestion) -> Reception:
    signed = came.signed
    assert signed.head is not None
    name = StreamName.of(signed.head)
    stream = stream_or_new(connection, name)
    beside = _Beside(
        stream,
        head_applied_last(connection, stream),
        {**came.seen, **seen_digests(connection, stream)},
        adopted_profiles(connection, asked.reference, name.agreement or None),
    )
    if beside.last is not None and beside.last.digest == signed.digest:
        # The list of today may say what that of the day on which it was applied did not.
        note_compromised(connection, stream, asked, tick(connection, asked.at))
        return _known_already(came, asked, beside, name)
    at = tick(connection, asked.at)
    outcome = HeadOutcome("applied", at, trust_lists=lists_used(asked))
    number = keep_head(connection, stream, signed, came.content, outcome)
    standing = standing_states(connection, stream)
    writer = StateWriter(connection, stream, HeadNumber(number, at), standing)
    received = ReceivedKeys(connection, stream, standing, number)
    question = _question(connection, asked, signed, beside, received)
    message = _looked_at(came, question, beside, writer)
    if not message.passed or message.acceptance is None:
        raise _Undone(message)
    message.acceptance.counts()  # judges those that still wait
    writer.finish()
    erase_at_once(connection, stream, number)
    keep_file(connection, message, number)
    note_compromised(connection, stream, asked, at)
    return Reception(
        outcome="applied", message=message, stream=name, applied_at=at, written=writer.written
    )


def _known_already(
    came: _Came, asked: HeadQuestion, beside: _Beside, name: StreamName
) -> Reception:
    """Return that a head was applied, unless what came is no word of the sender this time."""
    assert came.signed.head is not None
    under = profile_under(beside.adopted, came.signed.head.profile or "")
    message = ReceivedMessage(came.content, replace(asked, profile=under), came.files)
    message.steps.extend(steps_of(message, BEFORE_SEQUENCE))
    if message.steps[-1].outcome not in ("pass", "skipped"):
        raise _Undone(message)
    return Reception(outcome="already-applied", message=None, stream=name)


def _question(
    connection: Connection,
    asked: HeadQuestion,
    signed: SignedHead,
    beside: _Beside,
    received: ReceivedKeys,
) -> HeadQuestion:
    """Return the question with what the register holds and the operator has adopted."""
    assert signed.head is not None
    held = None
    if beside.last is not None and beside.last.head is not None:
        held = HeldState(
            head=beside.last.head,
            digest=beside.last.digest,
            entries=partial(held_entries, connection, beside.stream.id),
            seen=beside.seen,
            received=received,
        )
    taken = is_confirmed(connection, signed.digest)
    return replace(
        asked,
        held=held,
        profile=profile_under(beside.adopted, signed.head.profile or ""),
        confirmed=signed.digest if taken else asked.confirmed,
    )


def _looked_at(
    came: _Came, asked: HeadQuestion, beside: _Beside, writer: StateWriter
) -> ReceivedMessage:
    """Return the message with its steps, and those that the register alone can make."""
    head = came.signed.head
    assert head is not None
    other = beside.seen.get(head.sequence, came.signed.digest)
    why = beside.stream.disputed or ""
    if beside.last is None and other != came.signed.digest:
        why = str(Disputes().joined(head.sequence, other, came.signed.digest))
    if why:
        step = MessageStep(name="sequence", outcome="refused", code=FORK, reason=why)
        return _stopped(ReceivedMessage(came.content, asked, came.files), BEFORE_SEQUENCE, step)
    if head.agreement and asked.profile is None:
        reason = f"no profile {head.agreement} was adopted in this register"
        step = MessageStep(name="profile", outcome="held", code=PROFILE, reason=reason)
        return _stopped(ReceivedMessage(came.content, asked, came.files), BEFORE_PROFILE, step)
    return check_message(came.content, asked, came.files, judged=writer.take)


def _stopped(message: ReceivedMessage, steps: Sequence[Step], last: MessageStep) -> ReceivedMessage:
    message.steps.extend(steps_of(message, steps))
    if message.steps[-1].outcome in ("pass", "skipped"):
        message.steps.append(last)
    return message


def _outcome(message: ReceivedMessage) -> ReceiveOutcome:
    """Return how a message ended that was not applied."""
    last = message.steps[-1].outcome
    return last if last in ("refused", "held", "undetermined") else "refused"
