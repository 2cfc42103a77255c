"""The heads at hand of a stream in their order: which of them would be held as a mass change.

Without a register nothing says what was applied. What there is is a row of heads: those that were
given, and those that stand beside them in the folder of the stream (XCH-7-1). Each is compared with
the last one before it that is not held, as a register does that takes them night by night.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, SignatureError, StateError
from aeo_exchange.exchange.bodies import require_stored
from aeo_exchange.exchange.deltas import by_snapshot
from aeo_exchange.exchange.heads import Head, read_head
from aeo_exchange.exchange.mass_changes import CountedChanges, is_many, limit_for, mass_change
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.receiving import STEPS, HeadQuestion, ReceivedMessage, steps_of
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.ways import DELTAS
from aeo_exchange.operations.exchange.message_files import FolderFiles, head_file
from aeo_exchange.operations.exchange.stream_states import StreamState, open_state

__all__ = ["HeldBack", "held_back", "question_about"]

NUMBERED = "[0-9]*.head.jwt"
BEFORE_FILES = STEPS[: [name for name, _ in STEPS].index("files")]


class HeldBack(NamedTuple):
    """Why heads are held, by their digests; and the heads that answer in their place."""

    reasons: dict[str, str]
    instead: tuple[Path, ...]


class _HeadRow(Struct, frozen=True, kw_only=True):
    """The heads of one stream in the order of their numbers, and the digests of those given."""

    states: tuple[StreamState, ...]
    given: frozenset[str]


def held_back(
    places: Sequence[Path], asked: HeadQuestion, known_at: str, confirmed: Collection[str]
) -> HeldBack:
    """Return which heads bring more than is let pass, and were not confirmed.

    What was signed after the instant of knowledge counts for nothing, and what a receiver stops
    before it looks at files neither. Raises OSError for a file that cannot be read.
    """
    reasons: dict[str, str] = {}
    instead: list[Path] = []
    for row in _rows(places, asked, known_at, confirmed):
        last = row.states[0]
        held: set[str] = set()
        for state in row.states[1:]:
            why = "" if state.digest in confirmed else _objection(last, state, asked.profile)
            if why:
                reasons[state.digest] = f"{why}; the digest of the head is {state.digest}"
                held.add(state.digest)
            else:
                last = state
        if held & row.given and last.digest not in row.given:
            instead.append(last.source)
    return HeldBack(reasons, tuple(instead))


def _rows(
    places: Sequence[Path], asked: HeadQuestion, known_at: str, confirmed: Collection[str]
) -> Iterator[_HeadRow]:
    """Yield the row of each stream of which there are two heads or more."""
    of_stream: dict[StreamName, dict[str, StreamState]] = defaultdict(dict)
    given = set[str]()
    for place in places:
        file = head_file(place)
        state = _authentic(file, asked, confirmed)
        if state is None or state.head.issued_at > known_at:
            continue
        name = StreamName.of(state.head)
        of_stream[name][state.digest] = state
        given.add(state.digest)
        for other in sorted(file.parent.glob(NUMBERED)):
            beside = _authentic(other, asked, confirmed) if other.is_file() else None
            if beside is not None and _is_before(beside.head, state.head):
                of_stream[name].setdefault(beside.digest, beside)
    for states in of_stream.values():
        if len(states) > 1:
            in_order = sorted(states.values(), key=lambda state: state.head.sequence)
            yield _HeadRow(states=tuple(in_order), given=frozenset(given))


def _is_before(head: Head, other: Head) -> bool:
    return StreamName.of(head) == StreamName.of(other) and head.sequence < other.sequence


def question_about(content: bytes, asked: HeadQuestion, confirmed: Collection[str]) -> HeadQuestion:
    """Return the question about one head, which the operator may have confirmed."""
    try:
        digest = read_head(content).digest
    except SignatureError:
        return asked
    return replace(asked, confirmed=digest) if digest in confirmed else asked


def _authentic(file: Path, asked: HeadQuestion, confirmed: Collection[str]) -> StreamState | None:
    """Return a head that nothing stops before its files; what is none is told elsewhere."""
    content = read_file(file)
    message = ReceivedMessage(
        content, question_about(content, asked, confirmed), FolderFiles(file.parent)
    )
    last = steps_of(message, BEFORE_FILES)[-1]
    return open_state(file) if last.outcome in ("pass", "skipped") else None


def _objection(last: StreamState, state: StreamState, profile: PartnerProfile | None) -> str:
    """Return why a head is held beside the last one; empty where nothing can be counted."""
    head, entries = state.head, last.head.count
    if head.root == last.head.root or head.reset is not UNSET:
        return ""
    limit = limit_for(profile, head.aud)
    lines = _lines_of_delta(last, state)
    if lines is not None and not is_many(lines, entries, limit):
        return ""
    try:
        counted = CountedChanges(by_snapshot(last.entries(), state.entries()))
    except StateError:
        if lines is None:
            return ""
        counted = CountedChanges()
        counted.changed = lines
    return mass_change(counted, entries, limit)


def _lines_of_delta(last: StreamState, state: StreamState) -> int | None:
    """Return how many lines the delta between two heads has, None where none is at hand.

    It has a line for each key that is not as it was, so no snapshot need be read on most nights.
    """
    files = FolderFiles(state.source.parent)
    for file in files.offered(state.head):
        if file.base is not UNSET and file.base.root == last.head.root and file.media in DELTAS:
            try:
                with files.opened(file) as stream:
                    require_stored(stream, file)
                    return sum(1 for _ in DELTAS[file.media](stream, file).changes)
            except MessageRefused:
                return None
    return None
