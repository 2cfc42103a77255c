"""A head and its files to an answer: what a receiver would do, and with what it holds (XCH-8).

The steps are made in the order of the text, and the first that does not hold ends them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.acceptance import Acceptance, JudgedTold
from aeo_exchange.exchange.bodies import content_first, require_stored
from aeo_exchange.exchange.deltas import EntryChange, by_delta, by_snapshot
from aeo_exchange.exchange.heads import Head, HeadFile, SignedHead, read_head
from aeo_exchange.exchange.held_state import HeldState, received_by_entry
from aeo_exchange.exchange.mass_changes import MASS_CHANGE, limit_for, mass_change
from aeo_exchange.exchange.message_steps import PROFILE, RESET, MessageStep, StepName, ended_at
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.reached_state import ReachedState
from aeo_exchange.exchange.sender import sender_scope
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.succession import require_later, require_stream
from aeo_exchange.exchange.ways import (
    DELTAS,
    SNAPSHOTS,
    MessageFiles,
    is_held,
    require_named_base,
    way_to,
)
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.trust_list import Scope
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.progress import SKEW

__all__ = [
    "STEPS",
    "HeadQuestion",
    "ReceivedMessage",
    "Step",
    "check_message",
    "steps_of",
]

ChangeTold: TypeAlias = Callable[[EntryChange], object]


class HeadQuestion(Struct, frozen=True, kw_only=True):
    """What a head is judged by: who is trusted, now, what was agreed, and what is held.

    `meant` is the stream that the operator reads; None where nobody said it. `confirmed` is the
    digest of the one head whose reset, or mass change, the operator takes.
    """

    trust: Trust | SignatureError
    at: Instant
    reference: ReferenceData
    meant: StreamName | None = None
    profile: PartnerProfile | None = None
    held: HeldState | None = None
    confirmed: str = ""
    test_keys: bool = False


class ReceivedMessage:
    """What is known of a message so far: its head once it was read, its state in the end."""

    def __init__(
        self,
        content: bytes,
        asked: HeadQuestion,
        files: MessageFiles,
        told: ChangeTold = lambda _: None,
        judged: JudgedTold = lambda _: None,
    ) -> None:
        self.asked = asked
        self.told = told
        self.judged = judged
        self.files = files
        self.content = content
        self.signed: SignedHead | None = None
        self.reached: ReachedState | None = None
        self.steps: list[MessageStep] = []
        self.tuples: tuple[Scope, ...] = ()
        self.way: HeadFile | None = None

    @property
    def head(self) -> Head:
        """The head; there is one behind the first step."""
        assert self.signed is not None
        assert self.signed.head is not None
        return self.signed.head

    @property
    def acceptance(self) -> Acceptance | None:
        """Which records are accepted, once the entries were looked at."""
        return None if self.reached is None else self.reached.acceptance

    @property
    def passed(self) -> bool:
        """Whether every step was made, and nothing stands in the way."""
        return len(self.steps) == len(STEPS) and self.steps[-1].outcome in ("pass", "skipped")

    def look_at_head(self) -> str:
        """Refuse what is no head in form; hold one that is newer than this program."""
        self.signed = read_head(self.content)
        if self.signed.head is None:
            refusals.refuse(NEWER_VERSION, "the head is of a later version than this program knows")
        return ""

    def look_at_key(self) -> str:
        """Find whose key it is, that it signed this, and that it may speak in the exchange."""
        assert self.signed is not None
        asked = self.asked
        self.tuples = sender_scope(
            self.signed, self.head, asked.trust, at=asked.at, test_keys=asked.test_keys
        )
        return ""

    def look_at_stream(self) -> str:
        """Refuse a head of another stream than is meant, is held, or the profile is about."""
        head, profile, meant = self.head, self.asked.profile, self.asked.meant
        if meant is not None:
            require_stream(head, meant, "that which is meant is")
        if self.asked.held is not None:
            require_stream(head, StreamName.of(self.asked.held.head), "what is held is")
        if profile is None:
            return "" if meant else "no stream, and no profile, was given to compare it with"
        sides = {side.party for side in profile.parties}
        refusals.require(
            head.agreement == profile.code,
            "AEO-XCH-13",
            f"the head is under {head.agreement or 'no agreement'}, not {profile.code}",
        )
        own = profile.settings.side
        refusals.require(
            head.aud[:2] in sides and (own is UNSET or head.iss == own or head.aud[:2] == own),
            "AEO-XCH-13",
            f"the stream is from {head.iss} for {head.aud}",
        )
        return ""

    def look_at_time(self) -> str:
        """Refuse a head that was signed after now."""
        signed, now = numeric_date(self.head.issued_at), numeric_date(self.asked.at)
        refusals.require(
            signed <= now + SKEW,
            "AEO-XCH-14",
            f"the head was signed at {self.head.issued_at}, and it is {self.asked.at}",
        )
        return ""

    def look_at_sequence(self) -> str:
        """Refuse a fork, an old head, and time that goes back."""
        assert self.signed is not None
        if self.asked.held is None:
            return "nothing is held to compare it with"
        require_later(self.head, self.signed.digest, self.asked.held)
        return ""

    def look_at_reset(self) -> str:
        """Hold a head that begins the stream anew, unless it is the one that was confirmed."""
        assert self.signed is not None
        reset = self.head.reset
        refusals.require(
            reset is UNSET or self.signed.digest == self.asked.confirmed,
            RESET,
            f"the sender begins the stream anew: {reset.reason if reset else ''}; "
            f"the digest of the head is {self.signed.digest}",
        )
        return ""

    def look_at_profile(self) -> str:
        """Hold a head under another text than the one that was adopted here."""
        if self.asked.profile is None:
            return "no profile was given to compare it with"
        adopted = profile_digest(self.asked.profile)
        refusals.require(
            self.head.profile == adopted,
            PROFILE,
            f"the head is under the profile {self.head.profile}, and {adopted} was adopted",
        )
        return ""

    def look_at_files(self) -> str:
        """Find a way to the state, and refuse a file that as stored is not the one named."""
        self.way = way_to(self.head, self.asked.held, self.files)
        if self.way is None:
            held = is_held(self.head, self.asked.held)
            return "it is the state that is held" if held else "there are no entries"
        with self.files.opened(self.way) as stream:
            require_stored(stream, self.way)
        return ""

    def look_at_entries(self) -> str:
        """Refuse lines that are no entries, a state that was not signed, and records of others."""
        asked = self.asked
        received = received_by_entry if asked.held is None else asked.held.received_for(self.head)
        acceptance = Acceptance(self.head, asked.reference, received, self.judged)
        reached = ReachedState(self.head, self.tuples, asked.held, acceptance)
        with self._changes() as changes:
            for change in changes:
                reached.take(change)
                self.told(change)
        reached.require()
        self.reached = reached
        return ""

    def look_at_changes(self) -> str:
        """Hold a message that brings more changes than are let pass, unless it is confirmed."""
        assert self.signed is not None
        assert self.reached is not None
        held = self.asked.held
        if held is None or self.head.reset is not UNSET:
            return "there is nothing that it could change"
        if self.signed.digest == self.asked.confirmed:
            return "the operator confirmed this head"
        limit = limit_for(self.asked.profile, self.head.aud)
        many = mass_change(self.reached.changes, held.head.count, limit)
        refusals.require(
            not many, MASS_CHANGE, f"{many}; the digest of the head is {self.signed.digest}"
        )
        return ""

    @contextmanager
    def _changes(self) -> Iterator[Iterator[EntryChange]]:
        """Give what the file makes of each key, while it is open."""
        held, way = self.asked.held, self.way
        before = () if held is None else held.entries()
        if way is None:
            yield by_delta(before, (), "") if is_held(self.head, held) else by_snapshot(before, ())
            return
        with self.files.opened(way) as stream, content_first(stream, way):
            if way.media in DELTAS:
                delta = DELTAS[way.media](stream, way)
                require_named_base(delta, way)
                yield by_delta(before, delta.changes, self.head.as_of)
            else:
                yield by_snapshot(before, SNAPSHOTS[way.media](stream, way))


# It gives why it was skipped, nothing where it passed, and raises SignatureError where it fails.
Step: TypeAlias = tuple[StepName, Callable[[ReceivedMessage], str]]
STEPS: tuple[Step, ...] = (
    ("head", ReceivedMessage.look_at_head),
    ("key", ReceivedMessage.look_at_key),
    ("stream", ReceivedMessage.look_at_stream),
    ("time", ReceivedMessage.look_at_time),
    ("sequence", ReceivedMessage.look_at_sequence),
    ("reset", ReceivedMessage.look_at_reset),
    ("profile", ReceivedMessage.look_at_profile),
    ("files", ReceivedMessage.look_at_files),
    ("entries", ReceivedMessage.look_at_entries),
    ("changes", ReceivedMessage.look_at_changes),
)


def check_message(
    content: bytes,
    asked: HeadQuestion,
    files: MessageFiles,
    told: ChangeTold = lambda _: None,
    judged: JudgedTold = lambda _: None,
) -> ReceivedMessage:
    """Return a message with its steps; `files` are those that came with it or lie beside it.

    What becomes of each key of the state held, or of the new one, is `told` as it is read, and
    `judged` some keys later, the last of them when the answer is counted: before the message has
    passed it counts for nothing. Raises OSError for a file that cannot be read, and StateError
    where the entries held are not those of the head held.
    """
    message = ReceivedMessage(content, asked, files, told, judged)
    message.steps.extend(steps_of(message, STEPS))
    return message


def steps_of(message: ReceivedMessage, steps: Sequence[Step]) -> list[MessageStep]:
    """Return the steps in their order, to the first that does not hold."""
    made: list[MessageStep] = []
    for name, look in steps:
        try:
            why = look(message)
        except SignatureError as cause:
            return ended_at(name, cause, made)
        made.append(MessageStep(name=name, outcome="skipped" if why else "pass", reason=why))
    return made
