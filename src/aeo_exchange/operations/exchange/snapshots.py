"""A register to a signed snapshot in a folder: its body, its head, and the latest head.

The body is written before the head that names it, and `head.jwt` last, each whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.errors import NothingToShare, WrongChoice
from aeo_exchange.exchange.heads import (
    MOST_HEADS,
    Head,
    HeadFile,
    HeadReset,
    head_token,
)
from aeo_exchange.exchange.mass_changes import CountedChanges, limit_for, mass_change
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.next_state import KeptPromises, KeyNow, LineChange, next_entries
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.views import NotShared
from aeo_exchange.files import real_path
from aeo_exchange.formats import Content, Limits
from aeo_exchange.locks import locked
from aeo_exchange.model.instants import Instant, shifted
from aeo_exchange.operations.exchange.body_files import BODY_FORMS, BodyForm, written_body
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.exchange.own_stream import (
    free_number,
    last_head,
    sent_entries,
    take_away_what_was_left,
)
from aeo_exchange.operations.records.view import ViewMade, ViewOrder, views_of_whole
from aeo_exchange.operations.writing import written_whole
from aeo_exchange.report import Report
from aeo_exchange.signing.keys import SigningKey

__all__ = [
    "LATEST",
    "MOST_HEADS",
    "NextState",
    "SnapshotMade",
    "SnapshotOrder",
    "create_snapshot",
    "head_of_state",
    "write_head",
    "written_state",
]

SHORTEST_SECRET = 32
KEPT_BACK = frozenset({"moved", "out-of-scope", "natural-person", "no-consent"})
UNNUMBERED = ".next"  # a name that no head has, and no host shows


class SnapshotOrder(Struct, frozen=True, kw_only=True):
    """What a snapshot is made by: views, sender, the key that signs, the secret of the stream.

    `keep_secret` is called before a head is written, for a new secret that is not kept yet. `reset`
    is the reason where the sender cannot keep what earlier heads promised (XCH-3-6), else empty;
    `at_least` is the lowest number that its head may have; `most_changes` says how many entries may
    be new, changed or gone although a partner would hold that (XCH-8-18). Raises WrongChoice for a
    sender that is not of the other side, for a short secret, and for a reason of more than a line.
    """

    views: ViewOrder
    sender: str
    key: SigningKey
    secret: bytes
    keep_secret: Callable[[], None] = lambda: None
    hours: int = 26
    gzip: bool = True
    reset: str = ""
    at_least: int = 1
    most_changes: int = 0
    form: BodyForm = BODY_FORMS["ndjson"]

    def __post_init__(self) -> None:
        """Refuse what would sign in the name of another, or salt with what can be guessed."""
        if not is_of_side(self.sender, self.views.granting, self.views.reference):
            raise WrongChoice(f"{self.sender} is not of the side {self.views.granting}")
        if len(self.secret) < SHORTEST_SECRET:
            raise WrongChoice(f"the secret of the stream has fewer than {SHORTEST_SECRET} bytes")
        if self.reset:
            self.as_reset()

    @property
    def stream(self) -> StreamName:
        """The stream of which the snapshot is."""
        return StreamName(self.sender, self.views.audience, self.views.profile.code)

    @property
    def not_before(self) -> Instant | None:
        """The instant before which the state of the last head has to be; None at a reset."""
        return None if self.reset else self.views.at

    def as_reset(self) -> HeadReset:
        """Return what the head says of the reset."""
        try:
            return msgspec.convert({"reason": self.reset}, HeadReset)
        except msgspec.ValidationError as cause:
            fault = "the reason of a reset is one line of at most 512 characters"
            raise WrongChoice(fault) from cause


class SnapshotMade(Struct, frozen=True, kw_only=True):
    """The head that was signed, and how many records were left out, by reason."""

    head: Head
    left: Counter[str]


def create_snapshot(
    contents: Iterable[Content],
    order: SnapshotOrder,
    folder: Path,
    refused: Callable[[Report], None],
    limits: Limits | None = None,
) -> SnapshotMade:
    """Write the next snapshot of a stream into its folder, and return its head.

    Raises WrongChoice where the folder holds another stream or a later state, where nobody can say
    what became of a record that was sent, and where so much changed at once that a partner would
    hold it, NothingToShare where a stream would begin with nobody, UnreadContent for what cannot be
    read; then nothing was written.
    """
    views = views_of_whole(contents, order.views, refused, limits)
    # Two that take one number would be a fork, which shuts the stream at every receiver.
    with locked(real_path(folder)):
        state = written_state(views, order, folder)
        body = state.placed(state.free_number)
        head = head_of_state(order, state, state.free_number, (body,))
        write_head(head, order, folder)
    return SnapshotMade(head=head, left=state.left)


class NextState(Struct, frozen=True, kw_only=True):
    """The body of the next state, which has no number yet, and the last head of its folder."""

    folder: Path
    last: Head | None
    body: HeadFile
    root: str
    count: int
    left: Counter[str]
    free_number: int

    def placed(self, number: int) -> HeadFile:
        """Give the body its number and return it as a head names it."""
        file = replace(self.body, name=self.body.name.replace(UNNUMBERED, f"{number:010}", 1))
        (self.folder / self.body.name).replace(self.folder / file.name)
        return file

    def discard(self) -> None:
        """Take the body away: the state is that of the last head."""
        (self.folder / self.body.name).unlink()


def written_state(views: Iterable[ViewMade], order: SnapshotOrder, folder: Path) -> NextState:
    """Write the body of the next state into a folder, under a name that no head has."""
    left: Counter[str] = Counter()
    take_away_what_was_left(folder)
    with ExitStack() as held:
        last = last_head(folder, order.stream, order.not_before)
        number = max(free_number(folder, last), order.at_least)
        sent = sent_entries(folder, last, held)
        now, kept = _candidates(views, order, left), _promises(last, order)
        changes = next_entries(sent, now, order.secret, order.views.at, kept)
        root, counted, form = TreeRoot(), CountedChanges(), order.form
        path = folder / form.name("snapshot", UNNUMBERED, gzip=order.gzip)
        body = written_body(_lines_after(changes, root, counted), path, form.snapshot)
    state = NextState(
        folder=folder,
        last=last,
        body=body,
        root=root.root(),
        count=root.count,
        left=left,
        free_number=number,
    )
    _require_some_record(state, order)
    _require_few_changes(state, counted, order)
    return state


def _require_some_record(state: NextState, order: SnapshotOrder) -> None:
    """Refuse to begin a stream with nobody, unless some record at hand is kept back."""
    is_first = state.last is None or order.reset
    if is_first and not state.count and KEPT_BACK.isdisjoint(state.left):
        state.discard()
        given = ", ".join(f"{count:,} {why}" for why, count in sorted(state.left.items()))
        raise NothingToShare(
            f"{order.stream} cannot begin: among the records given ({given or 'none'}) is no full, "
            f"valid one of {order.sender} in force"
        )


def _require_few_changes(state: NextState, counted: CountedChanges, order: SnapshotOrder) -> None:
    """Refuse what a partner would hold, and take the body away; a first state is beside nothing."""
    last, audience = state.last, order.views.audience
    if last is None or order.reset or counted.total <= order.most_changes:
        return
    many = mass_change(counted, last.count, limit_for(order.views.profile, audience))
    if not many:
        return
    state.discard()
    refusal = WrongChoice(f"{state.folder}: {audience} would hold this for a person: {many}")
    refusal.advice = (
        "Nothing was written. Look whether so many are right, as after an export with another "
        "query; where they are, tell the partner, and run this once with "
        f"`--confirm-mass-change {counted.total}`."
    )
    raise refusal


def _promises(last: Head | None, order: SnapshotOrder) -> KeptPromises:
    """Return what of earlier heads is kept: of a reset what they said of tombstones alone."""
    is_one_text = last is not None and last.profile == profile_digest(order.views.profile)
    return KeptPromises(
        keys=not order.reset,
        revisions=is_one_text and not order.reset,
        in_scope=order.views.in_scope if is_one_text else None,
    )


def write_head(head: Head, order: SnapshotOrder, folder: Path) -> None:
    """Sign a head and write it, under its number first."""
    token = f"{head_token(head, order.key)}\n".encode()
    order.keep_secret()
    for name in (f"{head.sequence:010}.head.jwt", LATEST):
        with written_whole(folder / name, None) as stream:
            stream.write(token)


def _candidates(
    views: Iterable[ViewMade], order: SnapshotOrder, left: Counter[str]
) -> Iterator[KeyNow]:
    """Yield what there is of each key now, once; a view at hand is nothing beside its record."""
    for record, line, not_shared, issued_at in views:
        at_hand = line.revision or 0 if not_shared is None else not_shared.revision
        made = KeyNow(line.key, record, not_shared, at_hand, issued_at)
        if record is not None and record.administration != order.sender:
            made = KeyNow(line.key, None, NotShared("other-administration"))
        if made.not_shared is not None:
            left[made.not_shared.why] += 1
        if made.not_shared is None or made.not_shared.why != "is-a-view":
            yield made


def _lines_after(
    changes: Iterable[LineChange], root: TreeRoot, counted: CountedChanges
) -> Iterator[bytes]:
    """Yield the lines of the next state, whose root is made and whose changes are counted."""
    for before, after in changes:
        if before != after:
            counted.count(before, after)
        if after is not None:
            root.add(after)
            yield after


def head_of_state(
    order: SnapshotOrder, state: NextState, sequence: int, files: tuple[HeadFile, ...]
) -> Head:
    """Return the head of a state, not yet signed."""
    views = order.views
    return Head(
        spec_version=views.profile.spec_version,
        iss=order.sender,
        aud=views.audience,
        agreement=views.profile.code,
        sequence=sequence,
        as_of=views.at,
        issued_at=views.at,
        next_update=shifted(views.at, timedelta(hours=order.hours)),
        count=state.count,
        root=state.root,
        profile=profile_digest(views.profile),
        reset=order.as_reset() if order.reset else UNSET,
        files=files or UNSET,
    )
