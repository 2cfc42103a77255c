"""A register to the static files of a site, every night: snapshot, deltas, heads, hints.

What a head names is written before it, and `head.jwt` last, each whole or not at all: an end in
between leaves the site as it was. Where nothing changed nothing is written, until a head is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, StateError, WrongChoice
from aeo_exchange.exchange.heads import Head, HeadFile, read_head
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.site_layout import LAYOUT, TRUST_LIST, stream_name
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.exchange.ways import SNAPSHOTS
from aeo_exchange.exchange.windows import bases_before
from aeo_exchange.files import folder_made, real_path
from aeo_exchange.formats import Content, Limits
from aeo_exchange.locks import locked
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.exchange.deltas import DeltaPlace, written_delta
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.exchange.own_stream import last_head
from aeo_exchange.operations.exchange.snapshots import (
    NextState,
    SnapshotOrder,
    head_of_state,
    write_head,
    written_state,
)
from aeo_exchange.operations.exchange.stream_states import StreamState, open_state
from aeo_exchange.operations.records.view import views_of_whole
from aeo_exchange.operations.site.hints import write_hints
from aeo_exchange.operations.writing import written_whole
from aeo_exchange.report import Report
from aeo_exchange.trust.list_form import read_list_token, read_signed_list

__all__ = [
    "PublishOrder",
    "Published",
    "PublishedHead",
    "beside_site",
    "one_night",
    "publish",
    "require_signed_list",
    "sides_of",
    "stream_folder",
]


class PublishedHead(NamedTuple):
    """A head that was published, as it was noted elsewhere than in the site."""

    sequence: int
    digest: str


def require_signed_list(content: bytes) -> None:
    """Raise UntrustedKey (AEO-TRU-02) for what is no trust list."""
    read_signed_list(read_list_token(content))


class PublishOrder(Struct, frozen=True, kw_only=True):
    """What is published where; a trust list that is given stands beside the streams of its sender.

    `folder_name` is that of the stream's folder; without it the one that tells whose it is.
    `before` is the last head that was published, where that is known from elsewhere than the site.
    Raises UntrustedKey (AEO-TRU-02) for what is given as a trust list and is none.
    """

    snapshot: SnapshotOrder
    site: Path
    folder_name: str = ""
    trust_list: bytes | None = None
    before: PublishedHead | None = None

    def __post_init__(self) -> None:
        """Refuse what is no trust list."""
        if self.trust_list is not None:
            require_signed_list(self.trust_list)

    @property
    def stream(self) -> str:
        """The stream, as a command line names it."""
        return str(self.snapshot.stream)

    def after(self, before: PublishedHead | None) -> PublishOrder:
        """Return the order with the head that was noted last, above which the next number is."""
        if before is None:
            return self
        least = max(self.snapshot.at_least, before.sequence + 1)
        return replace(self, before=before, snapshot=replace(self.snapshot, at_least=least))

    @property
    def sender_folder(self) -> Path:
        """The folder of the sender."""
        return self.site / LAYOUT / self.snapshot.sender

    @property
    def folder(self) -> Path:
        """The folder of the stream."""
        views = self.snapshot.views
        name = self.folder_name or stream_name(views.audience, views.profile.code)
        return stream_folder(self.site, self.snapshot.sender, name)


class Published(Struct, frozen=True, kw_only=True):
    """The head that stands now, whether it was made now, and how many records were left out."""

    head: Head
    is_new: bool
    left: Counter[str]


def stream_folder(site: Path, sender: str, stream: str) -> Path:
    """Return the folder of a stream in a site."""
    return site / LAYOUT / sender / stream


def beside_site(site: Path, sender: str, stream: str) -> Path:
    """Return the path, beside a site and never in it, by which a stream's own files are named."""
    real = real_path(site)
    return real.with_name(f"{real.name}.{sender}.{stream}")


@contextmanager
def one_night(site: Path, stream: StreamName) -> Iterator[None]:
    """Keep every other process from publishing a stream until the block ends."""
    lock = beside_site(site, stream.sender, f"{stream.audience}.{stream.agreement}.night")
    with folder_made(lock.parent), locked(lock):
        yield


def sides_of(profile: PartnerProfile, sender: str | None, audience: str | None) -> tuple[str, str]:
    """Return sender and audience of the stream under a profile; what was told comes first.

    Raises WrongChoice where neither the operator nor the profile says which side sends.
    """
    own = sender or profile.settings.side or None
    if own is None:
        raise WrongChoice("the profile does not say whose it is; give --sender")
    others = [side.party for side in profile.parties if side.party != own]
    if audience is None and len(others) != 1:
        raise WrongChoice(f"{own} is not a side of {profile.code}; give --audience")
    return own, audience or others[0]


def publish(
    contents: Iterable[Content],
    order: PublishOrder,
    refused: Callable[[Report], None],
    limits: Limits | None = None,
) -> Published:
    """Bring a site up to date with a register, and return the head of its stream.

    Raises WrongChoice where the site holds a later state, where nobody can say what became of a
    record that was sent, and where so much changed at once that a partner would hold it,
    NothingToShare where a stream would begin with nobody, UnreadContent for what cannot be read,
    StateError where the site holds less than was published; then nothing was written. With a
    reset there is a new head in any case.
    """
    views = views_of_whole(contents, order.snapshot.views, refused, limits)
    lock = beside_site(order.site, order.snapshot.sender, order.folder.name)
    with folder_made(order.folder), locked(lock):
        _require_not_restored(order)
        state = written_state(views, order.snapshot, order.folder)
        head = _next_head(state, order)
        if order.trust_list is not None:
            _write_changed(order.sender_folder / TRUST_LIST, order.trust_list)
        if head is None:
            assert state.last is not None
            _complete(order.folder, state.last)
        else:
            write_head(head, order.snapshot, order.folder)
    with locked(real_path(order.site).with_name(f"{real_path(order.site).name}.hints")):
        write_hints(order.site)
    standing = head or state.last
    assert standing is not None
    return Published(head=standing, is_new=head is not None, left=state.left)


def _require_not_restored(order: PublishOrder) -> None:
    """Refuse to go on from a site that has forgotten what was published, save by a reset."""
    before = order.before
    if before is None or order.snapshot.reset:
        return
    head = last_head(order.folder, order.snapshot.stream, order.snapshot.not_before)
    number = 0 if head is None else head.sequence
    file = order.folder / f"{number:010}.head.jwt"
    same = number != before.sequence or read_head(read_file(file)).digest == before.digest
    if number < before.sequence or not same:
        what = f"head {number}" if same else f"another head {number}"
        error = StateError(
            f"{order.folder}: head {before.sequence} was published, and the site holds {what}"
        )
        error.advice = (
            "Was the site restored? Bring back what it held; where that is lost, begin anew by "
            '`--reset "why, in one line"` after you told the partner.'
        )
        raise error


def _next_head(state: NextState, order: PublishOrder) -> Head | None:
    """Return the head of a state with all that it names written; None where none is due."""
    made_by, last = order.snapshot, state.last
    old = None if last is None else _same_body(last, state, made_by)
    if last is not None and old is not None:
        same_text = last.profile == profile_digest(made_by.views.profile)
        if same_text and not (made_by.reset or _is_due(last, made_by.views.at)):
            state.discard()
            return None
    number = state.free_number
    if old is None:
        old = state.placed(number)
    else:
        state.discard()
    head = head_of_state(made_by, state, number, (old,))
    deltas = tuple(_deltas(head, order))
    return replace(head, files=(old, *deltas))


def _same_body(last: Head, state: NextState, order: SnapshotOrder) -> HeadFile | None:
    """Return the snapshot of the last head where it is that of this state too, and still there."""
    if (last.root, last.count) != (state.root, state.count):
        return None
    named = next((file for file in last.files or () if file.media in SNAPSHOTS), None)
    is_there = named is not None and (state.folder / named.name).exists()
    is_alike = last.spec_version == order.views.profile.spec_version
    return named if is_there and is_alike else None


def _is_due(last: Head, at: Instant) -> bool:
    """Say whether half of the time to the next head, which the last one told, is over."""
    begin, end, now = map(datetime.fromisoformat, (last.as_of, last.next_update, at))
    return now - begin >= (end - begin) / 2


def _deltas(head: Head, order: PublishOrder) -> Iterator[HeadFile]:
    """Write the deltas that lead to a head from earlier ones, as far as these are still there.

    None leads to a reset: it is taken by a snapshot alone (XCH-8-11).
    """
    if head.reset is not UNSET:
        return
    new = StreamState(source=order.folder / LATEST, head=head, digest="", token=b"")
    files = sorted(order.folder.glob("[0-9]*.head.jwt"), reverse=True)
    for base in bases_before(head.root, map(open_state, files)):
        made_by = order.snapshot
        # From one that is older than a tombstone was kept none may lead; the snapshot does.
        with suppress(MessageRefused):
            if base.has_body:
                target = DeltaPlace(folder=order.folder, gzip=made_by.gzip, form=made_by.form)
                yield written_delta(base, head, new.entries(), target).file


def _complete(folder: Path, last: Head) -> None:
    """Write `head.jwt` where an end came between it and the numbered head."""
    _write_changed(folder / LATEST, read_file(folder / f"{last.sequence:010}.head.jwt"))


def _write_changed(file: Path, content: bytes) -> None:
    """Write a file unless it holds these bytes already."""
    if not file.exists() or read_file(file) != content:
        with written_whole(file, None) as stream:
            stream.write(content)
