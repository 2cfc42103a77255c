"""One entry of a stream to its line and back (XCH-4): a view, or a tombstone in its place."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Annotated, Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.errors import ReadError
from aeo_exchange.exchange.line_bounds import DEEPEST, has_canonical_numbers, is_flat
from aeo_exchange.exchange.unread_record import told_revision
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.formats.record_line import RecordLine
from aeo_exchange.model.canonical import canonical_bytes, canonical_item, is_canonical
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.model.revisions import path_of
from aeo_exchange.model.texts import CountryCode, Instant
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing import refusals

__all__ = [
    "KEY_PATTERN",
    "LINE_FORM",
    "LONGEST_LINE",
    "SALT_PATTERN",
    "Entry",
    "EntryKey",
    "EntryLine",
    "EntryTombstone",
    "TombstoneCause",
    "entry_line",
    "holder_of",
    "key_of",
    "read_any_entry",
    "read_entries",
    "read_entry",
    "tombstone_line",
]

LINE_FORM = "AEO-XCH-22"
LONGEST_LINE = 1 << 21  # bytes before its line feed
TombstoneCause: TypeAlias = Literal[
    "consent-withdrawn", "erased", "moved", "out-of-scope", "sent-in-error"
]
KEY_PATTERN = "[A-Z]{2}/[A-Za-z0-9._-]{1,64}"
SALT_PATTERN = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
EntryKey = Annotated[str, Meta(pattern=rf"^(?:{KEY_PATTERN})\Z", min_length=4, max_length=67)]
Salt = Annotated[str, Meta(pattern=rf"^(?:{SALT_PATTERN})\Z")]


class EntryTombstone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """That a view is no more, and why; `to` stands beside the cause `moved` alone."""

    cause: TombstoneCause
    effective_from: Instant
    retain_until: Instant
    to: CountryCode | UnsetType = UNSET


class EntryLine(Struct, frozen=True, forbid_unknown_fields=True):
    """The members of a line, of record and tombstone one; a record is looked at elsewhere."""

    key: EntryKey
    salt: Salt
    record: msgspec.Raw | UnsetType = UNSET
    tombstone: EntryTombstone | UnsetType = UNSET


class Entry(NamedTuple):
    """An entry that was read: its line, its key, and its record or its tombstone.

    `known` is a record that has the form this program knows; of any other there is the `tree`.
    """

    line: bytes
    key: str
    tree: Tree | None
    tombstone: EntryTombstone | None
    known: AeoRecord | None = None

    @property
    def record(self) -> Tree | None:
        """The tree of the record, read anew where the record is known; None for a tombstone."""
        if self.known is None:
            return self.tree
        record: Tree = msgspec.json.decode(self.line)["record"]
        return record

    @property
    def revision(self) -> int | None:
        """The revision of the record, if it can be read."""
        return told_revision(self.tree) if self.known is None else self.known.revision

    @property
    def whose(self) -> dict[str, Tree] | None:
        """The items of the record that tell whose it is, and others; None where there is none."""
        record = self.known
        if record is None:
            return self.tree if isinstance(self.tree, dict) else None
        items: dict[str, Tree] = {
            "recordId": record.record_id,
            "administration": record.administration,
            "programme": record.programme,
            "holder": {"tin": record.holder.tin},
        }
        if record.former_administrations is not UNSET:
            items["formerAdministrations"] = list(record.former_administrations)
        if record.view is not UNSET:
            items["view"] = msgspec.to_builtins(record.view)
        return items


class _LineName(Struct, frozen=True):
    """What each line of an entry has beside its record or tombstone."""

    key: EntryKey
    salt: Salt


class _KnownLine(_LineName, frozen=True, forbid_unknown_fields=True):
    """The members of the line of a record that has the form this program knows."""

    record: AeoRecord


_KNOWN = msgspec.json.Decoder(_KnownLine)
_LINES = msgspec.json.Decoder(EntryLine)


def key_of(record: AeoRecord) -> str:
    """Return the key of a record in a stream: who first issued it, and its id (XCH-4-2)."""
    return f"{path_of(record)[0]}/{record.record_id}"


def holder_of(tree: object) -> Holder | None:
    """Return the holder of a record that may be broken or newer elsewhere, where it can be read."""
    if not isinstance(tree, dict):
        return None
    try:
        return msgspec.convert(tree.get("holder"), Holder)
    except msgspec.ValidationError:
        return None


def entry_line(view: AeoRecord, secret: bytes) -> RecordLine:
    """Return the line of a view, without line feed; it is canonical (CON-6-1)."""
    key, content = key_of(view), canonical_bytes(view)
    salt = _salt(secret, key, content)
    line = b'{"key":"%s","record":%s,"salt":"%s"}' % (key.encode(), content, salt)
    return RecordLine.known(line, key, salt.decode(), view)


def tombstone_line(key: str, tombstone: EntryTombstone, secret: bytes) -> bytes:
    """Return the line of a tombstone, without line feed."""
    content = canonical_item(tombstone)
    return b'{"key":"%s","salt":"%s","tombstone":%s}' % (
        key.encode(),
        _salt(secret, key, content),
        content,
    )


def _salt(secret: bytes, key: str, content: bytes) -> bytes:
    """Return the salt of an entry (XCH-4-3): the same content gives the same."""
    message = f"{key}\n{sha256(content).hexdigest()}".encode()
    salt = hmac.digest(secret, message, "sha256")
    return base64.urlsafe_b64encode(salt).rstrip(b"=")


def read_entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Yield the entries of a snapshot from its lines, each with its line feed.

    Raises MessageRefused (AEO-XCH-22) for what is no entry, has another spelling, or is out of
    order.
    """
    last = ""
    for number, line in enumerate(lines, start=1):
        entry = read_entry(line, number)
        refusals.require(
            last < entry.key,
            LINE_FORM,
            f"line {number}: the key {entry.key} stands behind {last}",
        )
        last = entry.key
        yield entry


def read_entry(line: bytes, number: int) -> Entry:
    """Return the entry of a line with its line feed; raises MessageRefused (AEO-XCH-22)."""
    refusals.require(
        line.endswith(b"\n") and len(line) <= LONGEST_LINE + 1,
        LINE_FORM,
        f"line {number} has no line feed, or is longer than {LONGEST_LINE:,} bytes",
    )
    bare = line[:-1]
    if isinstance(line, RecordLine):
        return _written_entry(line, bare) or read_any_entry(bare, number)
    return _known_entry(bare) or read_any_entry(bare, number)


def _written_entry(line: RecordLine, bare: bytes) -> Entry | None:
    """Return the entry of a line that was written from a record; None where its key is none."""
    try:
        msgspec.convert({"key": line.key, "salt": line.salt}, _LineName)
    except msgspec.ValidationError:
        return None
    return Entry(bare, line.key, None, None, line.record)


def _known_entry(bare: bytes) -> Entry | None:
    """Return the entry of a record in the form that this program knows; None for any other line.

    Written again it must be the same bytes: so no name stood twice in it, each number is one that
    the form allows, and nothing is spelt otherwise.
    """
    try:
        line = _KNOWN.decode(bare)
        is_same = canonical_item(line) == bare
    except ValueError:
        return None
    return Entry(bare, line.key, None, None, line.record) if is_same else None


def read_any_entry(bare: bytes, number: int) -> Entry:
    """Return the entry of any line, looked at closely."""
    try:
        # Duplicate names and half characters, which the decoder of lines lets pass, first.
        tree = read_tree(bare)
        read = _LINES.decode(bare)
    except (ReadError, msgspec.ValidationError, msgspec.DecodeError) as cause:
        refusals.refuse(LINE_FORM, f"line {number} is not an entry: {cause}", cause)
    assert isinstance(tree, dict)
    refusals.require(
        is_flat(bare, tree), LINE_FORM, f"line {number} is nested more than {DEEPEST} levels deep"
    )
    refusals.require(
        (read.record is UNSET) is not (read.tombstone is UNSET),
        LINE_FORM,
        f"line {number} has not one of record and tombstone",
    )
    refusals.require(
        has_canonical_numbers(bare, tree),
        LINE_FORM,
        f"line {number} has a number that is not whole, or beyond what every program can hold",
    )
    refusals.require(
        is_canonical(bare, tree), LINE_FORM, f"line {number} is not in its canonical bytes"
    )
    tombstone = None if isinstance(read.tombstone, UnsetType) else read.tombstone
    if tombstone is not None:
        _require_tombstone(tombstone, number)
    record = tree.get("record")
    refusals.require(
        tombstone is not None or _is_named(record),
        LINE_FORM,
        f"line {number}: the record names no recordId and no administration",
    )
    return Entry(bare, read.key, record, tombstone)


def _require_tombstone(tombstone: EntryTombstone, number: int) -> None:
    refusals.require(
        tombstone.effective_from < tombstone.retain_until,
        LINE_FORM,
        f"line {number}: retainUntil is not later than effectiveFrom",
    )
    refusals.require(
        (tombstone.to is not UNSET) is (tombstone.cause == "moved"),
        LINE_FORM,
        f"line {number}: `to` stands beside the cause moved, and beside no other",
    )


def _is_named(record: Tree) -> bool:
    return isinstance(record, dict) and all(
        isinstance(record.get(name), str) for name in ("recordId", "administration")
    )
