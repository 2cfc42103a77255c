"""The two months, night by night: what Hong Kong does, what reaches Japan, and what Japan makes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.counting import how_many
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.files import temporary_in_errors
from aeo_exchange.model.codes import ConsentState, Status
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.exchange.snapshot_advice import advice_on_message
from aeo_exchange.operations.exchange.stream_states import open_state
from aeo_exchange.operations.simulation.practice import PracticeFolder, PractisedMessage
from aeo_exchange.operations.simulation.sides import Receiver, Sender, Taken, TrustKeeper, new_key
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["Happened", "Kind", "Played", "play"]

Kind: TypeAlias = Literal["event", "applied", "refused", "held", "lost", "asked", "end"]
Notes: TypeAlias = Iterator["Happened"]
FIRMS = 30
GRANTED = "2026-04-01T02:00:00Z"
LISTED = "2026-04-30T00:00:00Z"
RENAMED = range(1, 26)  # more than the mass change that the profile lets pass


class Happened(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One line of the log: when, on which side, of what kind, in words, and what to do next."""

    at: Instant
    side: Literal["HK", "JP"]
    kind: Kind
    words: str
    code: str = ""
    advice: str = ""


class Played(Struct, frozen=True, kw_only=True, rename="camel"):
    """The log, and whether both registers are equal in the end, as they have to be."""

    log: tuple[Happened, ...]
    equal: bool


class _Nights:
    """Both sides, what lies between them, and what happens; each night is one method."""

    def __init__(self, folder: Path, practice: PracticeFolder | None) -> None:
        reference = ReferenceData()
        self.folder = folder
        self.root = TrustKeeper(reference)
        self.sender = Sender(folder, reference)
        trust = self.root.issue([self.sender.key], instant(LISTED))
        self.receiver = Receiver(folder, self.root, trust, reference)
        self.last_sent = 0
        self._practice = practice
        if practice is not None:
            practice.keep_file("root.cert.pem", self.root.certificate)
            practice.keep_file("HK-JP.toml", (folder / "JP.toml").read_bytes())
            practice.keep_trust_list(trust)

    def night(self, day: str, happens: Callable[[_Nights, Instant], Notes]) -> Notes:
        """Let a night come."""
        self.receiver.now = instant(f"2026-{day}T20:00:00Z")
        yield from happens(self, self.receiver.now)

    def begin(self, at: Instant) -> Notes:
        for number in range(1, FIRMS + 1):
            self.sender.firms.grant(number, instant(GRANTED), _tier(number))
        yield _event(at, f"publishes {FIRMS} firms for the first time")
        yield from self.sent(at)

    def nothing_new(self, at: Instant) -> Notes:
        yield _event(at, "has nothing new, and signs that")
        yield from self.sent(at)

    def grant(self, at: Instant) -> Notes:
        self.sender.firms.grant(FIRMS + 1, at)
        yield _event(at, f"grants firm {FIRMS + 1} the status")
        yield from self.sent(at)
        yield self.asked(FIRMS + 1, at)

    def suspend(self, at: Instant) -> Notes:
        on_the_day = instant("2026-05-06T03:00:00Z")
        yield self.asked(3, on_the_day)
        since = instant("2026-05-05T00:00:00Z")
        self.sender.firms.record_event(3, Status.SUSPENDED, at, effective=since)
        yield _event(at, "suspends firm 3, as from 5 May")
        yield from self.sent(at)
        yield self.asked(3, on_the_day)
        yield self.asked(3, on_the_day, known_at=on_the_day)

    def lose(self, at: Instant) -> Notes:
        self.sender.firms.raise_tier(5, "TIER2", at)
        yield _event(at, "raises firm 5 to the second tier")
        self.last_sent = self.sender.publish(at).head.sequence
        yield Happened(at=at, side="JP", kind="lost", words="gets nothing: the message is lost")

    def catch_up(self, at: Instant) -> Notes:
        yield _event(at, "publishes as every night; the lost one stops mattering")
        yield from self.sent(at)

    def replay(self, at: Instant) -> Notes:
        yield _event(at, "sends nothing; somebody gives Japan the head of 2 May again")
        yield self.told(self.came(self.sender.head(2), at))

    def withdraw(self, at: Instant) -> Notes:
        self.sender.firms.say(7, ConsentState.WITHDRAWN, at)
        yield _event(at, "hears that firm 7 withdraws its consent")
        yield from self.sent(at)
        yield self.asked(7, at)

    def revoke(self, at: Instant) -> Notes:
        self.sender.firms.record_event(9, Status.REVOKED, at)
        yield _event(at, "revokes the status of firm 9")
        yield from self.sent(at)
        yield self.asked(9, at)

    def annul(self, at: Instant) -> Notes:
        self.sender.firms.record_event(9, Status.ANNULLED, at, annuls=2)
        yield _event(at, "sees that it revoked the wrong firm, and annuls that")
        yield from self.sent(at)
        yield self.asked(9, instant("2026-05-20T22:00:00Z"))

    def consent(self, at: Instant) -> Notes:
        self.sender.firms.say(7, ConsentState.GIVEN, at)
        yield _event(at, "hears that firm 7 gives its consent again")
        yield from self.sent(at)
        yield self.asked(7, at)

    def rotate(self, at: Instant) -> Notes:
        old, self.sender.key = self.sender.key, new_key("exchange 2")
        yield _event(at, "signs by a new key, before Japan has heard of it")
        yield from self.sent(at)
        self.receiver.trust = self.root.issue([old, self.sender.key], at)
        if self._practice is not None:
            self._practice.keep_trust_list(self.receiver.trust)
        yield Happened(
            at=at, side="JP", kind="event", words="gets the trust list of today, and asks again"
        )
        yield self.told(self.receiver.take(self.sender.folder, at))

    def move(self, at: Instant) -> Notes:
        self.sender.firms.move(11, "MO", at)
        yield _event(at, "lets go firm 11, whose record moves to Macao")
        yield from self.sent(at)
        yield self.asked(11, at)

    def rename(self, at: Instant) -> Notes:
        self.sender.back_up(self.folder / "backup")
        for number in RENAMED:
            self.sender.firms.rename(number, f"Example Company {number} Limited", at)
        yield _event(at, f"renames {len(RENAMED)} firms at once, by a new rule for names")
        made = self.sender.publish(at, most_changes=len(RENAMED))
        self.last_sent = made.head.sequence
        taken = self.came(self.sender.folder, at)
        yield self.told(taken)
        yield Happened(at=at, side="JP", kind="event", words="calls Hong Kong: it was meant so")
        assert taken.answer.digest is not UNSET
        yield self.told(self.receiver.take(self.sender.folder, at, taken.answer.digest))

    def restore(self, at: Instant) -> Notes:
        self.sender.restore(self.folder / "backup")
        self.sender.firms.grant(FIRMS + 2, at)
        yield _event(at, "loses a disk, restores what it published by the backup of 9 June")
        self.sender.publish(at, most_changes=len(RENAMED))
        yield self.told(self.came(self.sender.folder, at))

    def reset(self, at: Instant) -> Notes:
        reason = "The backup of 9 June was restored; the number was asked of Japan"
        yield _event(at, "begins the stream anew, well above the number that Japan names")
        made = self.sender.publish(at, reset=reason, at_least=self.last_sent + 10)
        self.last_sent = made.head.sequence
        taken = self.came(self.sender.folder, at)
        yield self.told(taken)
        yield Happened(at=at, side="JP", kind="event", words="has asked why, and confirms the head")
        assert taken.answer.digest is not UNSET
        yield self.told(self.receiver.take(self.sender.folder, at, taken.answer.digest))

    def sent(self, at: Instant) -> Notes:
        """Publish, and let Japan take it."""
        self.last_sent = self.sender.publish(at).head.sequence
        yield self.told(self.came(self.sender.folder, at))

    def came(self, place: Path, at: Instant) -> Taken:
        """Let a message come to Japan for the first time, and keep it where that is wanted."""
        taken = self.receiver.take(place, at)
        if self._practice is not None:
            last, head = taken.answer.steps[-1], place / LATEST if place.is_dir() else place
            outcome, code = ("applied", "") if taken.is_applied else (str(last.outcome), last.code)
            self._practice.keep_message(PractisedMessage(head, at, outcome, code))
        return taken

    def told(self, taken: Taken) -> Happened:
        """Return what Japan says of a message."""
        answer, last = taken.answer, taken.answer.steps[-1]
        if taken.is_applied:
            assert answer.head is not UNSET
            entries = how_many(answer.head.count, "entry", "entries")
            words = f"takes head {answer.head.sequence}, {entries}"
            return Happened(at=self.receiver.now, side="JP", kind="applied", words=words)
        is_refused = last.outcome == "refused"
        words = "refuses it" if is_refused else "keeps it and does not apply it"
        return Happened(
            at=self.receiver.now,
            side="JP",
            kind="refused" if is_refused else "held",
            words=f"{words}: {last.reason}",
            code=last.code,
            advice=advice_on_message(last.code),
        )

    def asked(self, number: int, at: Instant, known_at: Instant | None = None) -> Happened:
        """Return what Japan hears of a firm as an exporter, by what is known now or was earlier."""
        now = self.receiver.now
        answer = self.receiver.asks(number, at, known_at or now)
        words = f"asks: is firm {number} recognised at {at}"
        words += (
            f", as was known then? {_answered(answer)}" if known_at else f"? {_answered(answer)}"
        )
        return Happened(at=now, side="JP", kind="asked", words=words)


def _tier(number: int) -> str:
    return "TIER1" if number in {5, 6} else "TIER2"


def _event(at: Instant, words: str) -> Happened:
    return Happened(at=at, side="HK", kind="event", words=words)


def _answered(answer: RecognitionAnswer) -> str:
    reasons = ", ".join(dict.fromkeys(str(why.code) for why in answer.reasons))
    return f"{answer.result} ({reasons})"


# Nights at 20:00 UTC; between them nothing is played.
STORY: Sequence[tuple[str, Callable[[_Nights, Instant], Notes]]] = (
    ("05-01", _Nights.begin),
    ("05-02", _Nights.nothing_new),
    ("05-03", _Nights.grant),
    ("05-07", _Nights.suspend),
    ("05-08", _Nights.lose),
    ("05-09", _Nights.catch_up),
    ("05-12", _Nights.replay),
    ("05-15", _Nights.withdraw),
    ("05-20", _Nights.revoke),
    ("05-22", _Nights.annul),
    ("05-27", _Nights.consent),
    ("06-02", _Nights.rotate),
    ("06-05", _Nights.move),
    ("06-09", _Nights.rename),
    ("06-15", _Nights.restore),
    ("06-16", _Nights.reset),
    ("06-30", _Nights.nothing_new),
)


def play(practice: PracticeFolder | None = None) -> Played:
    """Return what happens in two months, and whether both sides then hold the same.

    What reaches the receiver is kept in the folder that is given.
    """
    with temporary_in_errors(), tempfile.TemporaryDirectory(prefix="aeo-") as folder:
        nights = _Nights(Path(folder), practice)
        log = [
            note for day, night in STORY for note in night(nights, instant(f"2026-{day}T20:00:00Z"))
        ]
        sent, held = open_state(nights.sender.folder), open_state(nights.receiver.state)
        if practice is not None:
            practice.finish()
        equal = [entry.line for entry in sent.entries()] == [entry.line for entry in held.entries()]
    return Played(log=tuple(log), equal=equal)
