"""The register from outside: made, adopted into, asked, and each message that comes applied or not.

Imported only where a register is asked for, since SQLAlchemy is slow to import.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError, WrongChoice
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.files import FileStore
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.attestations.verify import TrustEvidence, open_trust_lists
from aeo_exchange.operations.exchange.message_files import FolderFiles, head_file
from aeo_exchange.operations.exchange.partner_profiles import partner_profile_of
from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer, snapshot_answer
from aeo_exchange.operations.recognition.issued_codes import read_issued_codes
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.alarms import AlarmWatch, StreamAlarm
from aeo_exchange.register.codes import replace_codes
from aeo_exchange.register.database import (
    Database,
    init_database,
    latest,
    open_database,
    tick,
)
from aeo_exchange.register.decisions import adopt_head
from aeo_exchange.register.kept_state import RegisterStore
from aeo_exchange.register.marks import (
    lists_outside,
    lower_mark,
    note_lists,
    note_marks,
    read_marks,
    reconcile,
)
from aeo_exchange.register.profiles import Adoption, adopt_profile
from aeo_exchange.register.queries import (
    EntryFilter,
    HeldEntry,
    HeldHistory,
    StreamSummary,
    held,
    history,
    summaries,
)
from aeo_exchange.register.receive import ReceiveOutcome, receive
from aeo_exchange.register.streams import streams
from aeo_exchange.report import Verdict
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.seen import Seen
from aeo_exchange.user_folders import state_folder

__all__ = [
    "AppliedMessage",
    "EntryFilter",
    "HeldEntry",
    "HeldHistory",
    "Register",
    "RegisterAnswer",
    "init_register",
]

LISTS_USED = "trust-lists"  # the row of the register that says which issues were used

ADOPTED: dict[Adoption, str] = {
    "adopted": "adopted",
    "kept anew": "adopted already; the new file takes the place of the old one:",
    "known": "was adopted already:",
}


class AppliedMessage(Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of a message; `changes` counts the keys of which something new was noted.

    `check` is absent where the very head had been applied before, which changes nothing.
    """

    source: str
    outcome: ReceiveOutcome
    stream: str | UnsetType = UNSET
    applied_at: str | UnsetType = UNSET
    changes: int
    check: SnapshotAnswer | UnsetType = UNSET

    @property
    def verdict(self) -> Verdict:
        """The outcome as a verdict: a record that is not accepted is told by it as well."""
        return Verdict.VALID if self.check is UNSET else self.check.verdict


class RegisterAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a register holds: its streams, what is to be told of them, the entries asked for."""

    register: str
    streams: tuple[StreamSummary, ...]
    entries: tuple[HeldEntry, ...] | UnsetType = UNSET
    alarms: tuple[StreamAlarm, ...] = ()


class Register:
    """A register that is open; safe for several processes, one of them writing at a time."""

    def __init__(self, url: str, environment: Mapping[str, str], marks: Path | None = None) -> None:
        """Open it, and see whether it was restored by its marks, which stand outside of it.

        Raises WrongChoice for a URL of none, StateError for what cannot be used.
        """
        self.database: Database = open_database(url, environment)
        try:
            self.marks = FileStore(marks or marks_file(self.database, environment))
            reconcile(self.database, self.marks)
        except BaseException:
            self.database.close()
            raise

    def close(self) -> None:
        """Let the database go."""
        self.database.close()

    def latest(self, now: Instant) -> Instant:
        """Return the instant of knowledge of who asks now: all counts that was applied.

        It is later than now where the clock was ahead when something was applied (XCH-9-2).
        """
        with self.database.reading() as connection:
            return latest(connection, now)

    def trust(self, evidence: TrustEvidence) -> Trust | SignatureError:
        """Return what the trust lists say together, or why none counts, and note them as used.

        A list that is older than one used here before does not count (ATT-5-6): by it a key that
        was lost since would speak again. The marks know of them as well: a register that was
        restored has forgotten the last.
        """
        store = RegisterStore(self.database, LISTS_USED)
        seen = Seen.read(store)
        seen.learn_from(lists_outside(read_marks(self.marks)))
        trust = open_trust_lists(evidence, seen)
        seen.write(store)
        note_lists(self.marks, seen)
        return trust

    def apply(self, place: Path, asked: HeadQuestion) -> AppliedMessage:
        """Apply a head with the files beside it, whole or not at all, and say what came of it.

        Raises OSError for a file that cannot be read.
        """
        file = head_file(place)
        content, files = read_file(file), FolderFiles(file.parent)
        done = receive(self.database, content, files, asked, read_marks(self.marks))
        # Behind the commit: marks that say more than the register mean that it was restored.
        note_marks(self.database, self.marks)
        return AppliedMessage(
            source=str(place),
            outcome=done.outcome,
            stream=UNSET if done.stream is None else str(done.stream),
            applied_at=done.applied_at or UNSET,
            changes=done.written,
            check=UNSET if done.message is None else snapshot_answer(str(place), done.message),
        )

    def adopt_profile(self, file: Path, reference: ReferenceData, at: Instant) -> str:
        """Adopt a version of a partner profile from now on; return what was adopted, in words.

        Raises ProfileError for what is none, WrongChoice for another text of a known version.
        """
        content = read_file(file)
        profile = partner_profile_of(content, file, reference)
        with self.database.writing() as connection:
            adoption = adopt_profile(connection, content, profile, tick(connection, at))
        word = ADOPTED[adoption]
        return f"{word} {profile.code} version {profile.version}, {profile_digest(profile)}"

    def adopt_head(self, digest: str, at: Instant) -> str:
        """Take a head that was held, by its digest; return what follows, in words.

        Raises WrongChoice for a digest of no head that was seen here.
        """
        with self.database.writing() as connection:
            return adopt_head(connection, digest, tick(connection, at))

    def adopt_restored(self, stream: str) -> str:
        """Note that a person has seen what a restored register lost of a stream; return that.

        Raises WrongChoice for a stream that was not restored.
        """
        with self.database.writing() as connection:
            known = {str(one.name): one for one in streams(connection)}
            if stream not in known or known[stream].restored is None:
                raise WrongChoice(f"{stream}: no such stream was restored; `register query` tells")
            return lower_mark(connection, self.marks, stream)

    def adopt_codes(self, file: Path) -> int:
        """Put a table of issued codes in the place of the one that is kept; return their number.

        Raises WrongChoice for a table without a code: what was issued once ends by its `until`.
        """
        codes = read_issued_codes(file)
        if not codes:
            raise WrongChoice(f"{file} holds no code; the table that is kept stays as it was")
        with self.database.writing() as connection:
            replace_codes(connection, codes)
        return len(codes)

    def query(self, wanted: EntryFilter | None) -> RegisterAnswer:
        """Return the streams and, where some are asked for, entries."""
        with self.database.reading() as connection:
            return RegisterAnswer(
                register=self.database.name,
                streams=summaries(connection),
                entries=UNSET if wanted is None else held(connection, wanted),
            )

    def waiting_heads(
        self, asked_by: str, agreement: str, now: Instant, reference: ReferenceData
    ) -> tuple[StreamAlarm, ...]:
        """Return the heads that wait for a person in the streams for one side under a profile."""
        alarms = self.alarms(now, reference)
        return tuple(alarm for alarm in alarms if alarm.is_about_head(asked_by, agreement))

    def alarms(
        self, now: Instant, reference: ReferenceData, names: Container[str] | None = None
    ) -> tuple[StreamAlarm, ...]:
        """Return why nothing is answered from streams now, those of names or all; what waits."""
        with self.database.reading() as connection:
            watch = AlarmWatch.of(connection, reference, latest(connection, now))
            return tuple(
                alarm
                for stream in streams(connection)
                if names is None or str(stream.name) in names
                for alarm in watch.alarms(connection, stream)
            )

    def history(self, key: str) -> HeldHistory:
        """Return what every message made of a key; raises WrongChoice for one that none named."""
        with self.database.reading() as connection:
            told = history(connection, key)
        if not told.changes:
            raise WrongChoice(f"no message named the key {key}; a key is as HK/HK-2018-0042")
        return told


def marks_file(database: Database, environment: Mapping[str, str]) -> Path:
    """Return where the marks are: beside a file, else in the user's state folder (XDG)."""
    if database.file is not None:
        return database.file.with_name(f"{database.file.name}.marks.json")
    name = sha256(database.name.encode()).hexdigest()[:16]
    return state_folder(environment, "--marks") / f"register-{name}.marks.json"


def init_register(url: str, environment: Mapping[str, str]) -> str:
    """Make a register of an empty database, or bring one up to date; return what it is called.

    Raises WrongChoice and StateError as `Register` does.
    """
    database = init_database(url, environment)
    database.close()
    return database.name
