"""A head and its snapshot to an answer: what a receiver that holds nothing yet would do (XCH-8).

The steps are made in the order of the text, and the first that does not hold ends them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Literal, TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.errors import MessageRefused, SignatureError
from aeo_exchange.exchange.acceptance import Acceptance
from aeo_exchange.exchange.bodies import content_lines, require_file
from aeo_exchange.exchange.entries import Entry, read_entries
from aeo_exchange.exchange.heads import NEWER, SNAPSHOT, Head, HeadFile, SignedHead, read_head
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.sender import require_own_record, sender_scope
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.trust_list import Scope
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.rules import Context
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.answer import UNDETERMINED_CODES
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.progress import SKEW

__all__ = [
    "HeadQuestion",
    "MessageStep",
    "ReceivedMessage",
    "StepName",
    "StepOutcome",
    "check_message",
]

StepName: TypeAlias = Literal[
    "head", "key", "stream", "time", "reset", "profile", "files", "entries"
]
StepOutcome: TypeAlias = Literal["pass", "refused", "held", "undetermined", "skipped"]
Opened: TypeAlias = Callable[[HeadFile], AbstractContextManager[BinaryIO]]
EntryTold: TypeAlias = Callable[[Entry], object]
PROFILE, RESET = "AEO-XCH-19", "AEO-XCH-18"
HELD = frozenset({NEWER, PROFILE, RESET})
EMPTY_ROOT = TreeRoot().root()


class HeadQuestion(Struct, frozen=True, kw_only=True):
    """What a head is judged by: who is trusted, now, and what was agreed, if that was given.

    `confirmed` is the digest of the one head whose reset the operator takes.
    """

    trust: Trust | SignatureError
    at: Instant
    reference: ReferenceData
    profile: PartnerProfile | None = None
    confirmed: str = ""
    test_keys: bool = False


class MessageStep(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How one step came out; where it did not hold, by which rule and why."""

    name: StepName
    outcome: StepOutcome
    code: str = ""
    reason: str = ""


class ReceivedMessage:
    """What is known of a message so far: its head once it was read, its entries in the end."""

    def __init__(
        self, content: bytes, asked: HeadQuestion, opened: Opened, told: EntryTold
    ) -> None:
        self.asked = asked
        self.told = told
        self.opened = opened
        self.content = content
        self.signed: SignedHead | None = None
        self.acceptance: Acceptance | None = None
        self.steps: list[MessageStep] = []
        self._tuples: tuple[Scope, ...] = ()

    @property
    def head(self) -> Head:
        """The head; there is one behind the first step."""
        assert self.signed is not None
        assert self.signed.head is not None
        return self.signed.head

    def look_at_head(self) -> str:
        """Refuse what is no head in form; hold one that is newer than this program."""
        self.signed = read_head(self.content)
        if self.signed.head is None:
            refusals.refuse(NEWER, "the head is of a later version than this program knows")
        return ""

    def look_at_key(self) -> str:
        """Find whose key it is, that it signed this, and that it may speak in the exchange."""
        assert self.signed is not None
        asked = self.asked
        self._tuples = sender_scope(
            self.signed, self.head, asked.trust, at=asked.at, test_keys=asked.test_keys
        )
        return ""

    def look_at_stream(self) -> str:
        """Refuse a head of another stream than the profile is about."""
        head, profile = self.head, self.asked.profile
        if profile is None:
            return "no profile was given to compare it with"
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
        """Find the snapshot, and refuse one that is not the file that the head names."""
        file = self._snapshot()
        if file is None:
            return "there are no entries, so none is needed"
        with self.opened(file) as stream:
            require_file(stream, file)
        return ""

    def look_at_entries(self) -> str:
        """Refuse lines that are no entries, a state that was not signed, and records of others."""
        file = self._snapshot()
        if file is None:
            return "there are none"
        head, root, stray = self.head, TreeRoot(), None
        self.acceptance = Acceptance(Context(at=head.as_of, reference=self.asked.reference))
        with self.opened(file) as stream:
            for entry in read_entries(content_lines(stream, file)):
                root.add(entry.line)
                self.told(entry)
                if not isinstance(entry.record, dict):
                    self.acceptance.take_tombstone()
                    continue
                try:
                    require_own_record(entry.key, entry.record, head, self._tuples)
                except MessageRefused as cause:
                    stray = stray or cause  # told behind what is wrong with the whole
                self.acceptance.take(entry.key, entry.record)
        _require_state(head, root)
        if stray is not None:
            raise stray
        return ""

    def _snapshot(self) -> HeadFile | None:
        """Return the snapshot in NDJSON that the head names; None where there is nothing in it."""
        files = self.head.files or ()
        found = next((file for file in files if file.media == SNAPSHOT), None)
        refusals.require(
            found is not None or self.head.root == EMPTY_ROOT,
            "AEO-XCH-20",
            "the head names no snapshot, and nothing is held that it could start from",
        )
        return found


STEPS: tuple[tuple[StepName, Callable[[ReceivedMessage], str]], ...] = (
    ("head", ReceivedMessage.look_at_head),
    ("key", ReceivedMessage.look_at_key),
    ("stream", ReceivedMessage.look_at_stream),
    ("time", ReceivedMessage.look_at_time),
    ("reset", ReceivedMessage.look_at_reset),
    ("profile", ReceivedMessage.look_at_profile),
    ("files", ReceivedMessage.look_at_files),
    ("entries", ReceivedMessage.look_at_entries),
)


def check_message(
    content: bytes, asked: HeadQuestion, opened: Opened, told: EntryTold = lambda _: None
) -> ReceivedMessage:
    """Return a message with its steps; `opened` gives the stream of a file that the head names.

    Each entry is `told` as it is read: before the message has passed it counts for nothing.
    Raises OSError for a file that cannot be read.
    """
    message = ReceivedMessage(content, asked, opened, told)
    for step in _steps(message):
        message.steps.append(step)
    return message


def _steps(message: ReceivedMessage) -> Iterator[MessageStep]:
    for name, look in STEPS:
        try:
            why = look(message)
        except SignatureError as cause:
            yield MessageStep(
                name=name, outcome=_outcome(cause.rule), code=cause.rule, reason=cause.message
            )
            return
        yield MessageStep(name=name, outcome="skipped" if why else "pass", reason=why)


def _outcome(code: str) -> StepOutcome:
    if code in HELD:
        return "held"
    return "undetermined" if code in UNDETERMINED_CODES else "refused"


def _require_state(head: Head, root: TreeRoot) -> None:
    refusals.require(
        root.count == head.count,
        "AEO-XCH-24",
        f"there are {root.count:,} entries, and the head says {head.count:,}",
    )
    refusals.require(
        root.root() == head.root, "AEO-XCH-24", "the entries have another root than the head says"
    )
