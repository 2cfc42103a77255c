"""What an invented sender knows of two firms, and the messages that it signs of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.deltas import delta_lines
from aeo_exchange.exchange.entries import (
    Entry,
    EntryTombstone,
    entry_line,
    read_entry,
    tombstone_line,
)
from aeo_exchange.exchange.heads import (
    DELTA,
    SNAPSHOT,
    DeltaBase,
    Head,
    HeadFile,
    HeadReset,
    head_token,
    read_head,
)
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.views import Shared, view_of
from aeo_exchange.model.codes import ConsentState, Status
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.record import Consent
from exchange.made_views import AGREEMENT, AT, GIVEN, firm, order, revisions
from exchange.profiles import profile
from exchange.recognising import event
from exchange.streams import SECRET, firms
from trust.made_lists import made

SMALL = ("at_least = 20", "at_least = 1")  # two changes at once are many here
DIGEST = profile_digest(profile(SMALL))
FAR = "2030-01-01T00:00:00Z"


def at(hour: int) -> Instant:
    """Return the instant of an hour; the first one is AT."""
    return instant(datetime.fromisoformat(AT) + timedelta(hours=hour))


class Change(NamedTuple):
    """What happened to a firm, and at which hour."""

    what: str
    hour: int


class Known(NamedTuple):
    """What the sender knows of a firm: everything that happened, in order."""

    number: int
    changes: tuple[Change, ...] = ()

    @property
    def revision(self) -> int:
        return 5 + len(self.changes)

    def last(self, *whats: str) -> Change | None:
        return next((change for change in self.changes[::-1] if change.what in whats), None)

    @property
    def is_suspended(self) -> bool:
        last = self.last("suspend", "reinstate")
        return last is not None and last.what == "suspend"

    @property
    def is_withdrawn(self) -> bool:
        last = self.last("withdraw", "give")
        return last is not None and last.what == "withdraw"

    @property
    def is_erased(self) -> bool:
        return self.last("erase") is not None

    @property
    def is_good(self) -> bool:
        """Whether the partner would recognise it, by all that the sender knows."""
        return not (self.is_suspended or self.is_withdrawn or self.is_erased)

    def and_then(self, what: str, hour: int) -> Known:
        return self._replace(changes=(*self.changes, Change(what, hour)))


@cache
def entry_of(known: Known) -> Entry:
    """Return the entry of a firm that was shared at some time."""
    key = f"HK/HK-2021-{known.number:04}"
    gone = known.last("erase") or (known.last("withdraw", "give") if known.is_withdrawn else None)
    if gone is not None:
        cause = "erased" if gone.what == "erase" else "consent-withdrawn"
        tombstone = EntryTombstone(cause=cause, effective_from=at(gone.hour), retain_until=FAR)
        return read_entry(tombstone_line(key, tombstone, SECRET) + b"\n", 1)
    history, consents = list(firm().history), [GIVEN]
    for change in known.changes:
        since = at(change.hour)
        if change.what in ("suspend", "reinstate"):
            status = Status.SUSPENDED if change.what == "suspend" else Status.REINSTATED
            history.append(event(len(history) + 1, status, since, recorded_at=since))
        else:
            state = ConsentState.GIVEN if change.what == "give" else ConsentState.WITHDRAWN
            consents.append(Consent(scope=AGREEMENT, state=state, since=since))
    (record,) = firms(
        known.number,
        revision=known.revision,
        issued_at=at(known.changes[-1].hour) if known.changes else AT,
        history=tuple(history),
        consents=(*[one for one in firm().consents if one.scope != AGREEMENT], *consents),
    )
    shared = view_of(revisions(record), order(at=FAR))
    assert isinstance(shared, Shared)
    return read_entry(entry_line(shared.record, SECRET) + b"\n", 1)


class Message(NamedTuple):
    """A head with its files; `knows` is what the sender knew when it signed."""

    token: bytes
    digest: str
    head: Head
    bodies: tuple[tuple[HeadFile, bytes], ...]
    knows: tuple[Known, ...]
    lines: tuple[bytes, ...]

    def offered(self, _head: Head) -> Sequence[HeadFile]:
        return [file for file, _ in self.bodies]

    def beside(self, _head: Head) -> Iterator[HeadFile]:
        return iter(())

    @contextmanager
    def opened(self, wanted: HeadFile) -> Iterator[BinaryIO]:
        yield io.BytesIO({file.name: body for file, body in self.bodies}[wanted.name])

    def cut(self) -> Message:
        """Return the message as it comes where every file lost its end."""
        return self._replace(bodies=tuple((file, body[:-9]) for file, body in self.bodies))


@cache
def message(
    knows: tuple[Known, ...], sequence: int, hour: int, before: Message | None, *, reset: bool
) -> Message:
    """Return the message of a state; a delta leads to it from the one before."""
    entries = [entry_of(known) for known in sorted(knows)]
    root = TreeRoot()
    for entry in entries:
        root.add(entry.line)
    bodies = [_body("snapshot", SNAPSHOT, [entry.line for entry in entries])]
    if before is not None and not reset and before.head.root != root.root():
        base = DeltaBase(root=before.head.root, sequence=before.head.sequence)
        old = [read_entry(line + b"\n", 1) for line in before.lines]
        try:
            lines = list(delta_lines(base, old, entries, at(hour)))
        except MessageRefused:
            lines = []  # an entry is gone that no delta may drop
        if lines:
            file, body = _body("delta", DELTA, lines)
            bodies.insert(0, (replace(file, base=base), body))
    head = Head(
        spec_version="1.0",
        iss="HK",
        aud="JP",
        agreement=AGREEMENT,
        sequence=sequence,
        as_of=at(hour),
        issued_at=at(hour),
        next_update=at(hour + 26),
        count=root.count,
        root=root.root(),
        profile=DIGEST,
        reset=HeadReset(reason="A backup was restored") if reset else UNSET,
        files=tuple(file for file, _ in bodies),
    )
    token = head_token(head, made("HK").key).encode()
    digest = read_head(token).digest
    lines_of_state = tuple(entry.line for entry in entries)
    return Message(token, digest, head, tuple(bodies), knows, lines_of_state)


def _body(name: str, media: str, lines: list[bytes]) -> tuple[HeadFile, bytes]:
    body = b"".join(line + b"\n" for line in lines)
    file = HeadFile(name=name, media=media, bytes=len(body), sha256=sha256(body).hexdigest())
    return file, body
