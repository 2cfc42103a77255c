"""The administration's own copy of its status list: which places are taken, and what they say.

The list that is published is signed from it. Two processes may draw places at once: `changing`
lets one in at a time, so that no place is ever given twice (ATT-1-6). A place is reserved before
something is signed for it, and handed out once the attestation is where it was to go; one that a
run reserved and never handed out is not drawn again, since nobody knows what became of it.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Literal, Self

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.errors import ReadError, StateError, WrongChoice
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.texts import Uri
from aeo_exchange.signing import base64url
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import SigningKey
from aeo_exchange.trust.place_notes import PlaceLine, PlaceNote
from aeo_exchange.trust.status_list import (
    BITS,
    ENTRIES,
    ENTRIES_PER_BYTE,
    FEWEST_ENTRIES,
    LONGEST_HOURS,
    LONGEST_LIST,
    TYP,
    USUAL_TTL,
    EntryStatus,
    entry_of,
)
from aeo_exchange.trust.store import Store, content_at

__all__ = ["MOST_ENTRIES", "StatusListWork", "StatusWorkFile"]

MOST_ENTRIES = LONGEST_LIST * ENTRIES_PER_BYTE
DRAWS = 64  # before the free places are counted
DRAWN_BYTES = 8  # so many more than an index needs that every place is as likely
SMALLEST = 9  # zlib level: made once, fetched by everybody


class StatusWorkFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The working file of a status list.

    `lst` and `allocated` are zlib streams in base64url: of two bits an entry, as in the list
    that is published, and of one bit an entry, set where a place was given. `reserved` is of one
    bit an entry too, set where a place is drawn for an attestation that may not have come to be;
    a file without it has none. `places` says which records places were drawn for, as far as that
    was told.
    """

    spec_version: Literal["1.0"]
    uri: str
    size: Annotated[int, Meta(ge=FEWEST_ENTRIES, le=MOST_ENTRIES, multiple_of=8)]
    lst: str
    allocated: str
    reserved: str | UnsetType = UNSET
    places: list[PlaceLine] | UnsetType = UNSET


class StatusListWork:
    """A status list in the making."""

    def __init__(
        self,
        uri: str,
        entries: bytearray,
        allocated: bytearray,
        reserved: bytearray,
        notes: Sequence[str] = (),
    ) -> None:
        """Take the entries, four in a byte, and the places given or reserved, eight in a byte.

        `notes` are lines of `PlaceNote`, which are read when somebody asks for a record.
        """
        self.uri = uri
        self._entries = entries
        self._allocated = allocated
        self._reserved = reserved
        self._notes = list(notes)

    @classmethod
    def create(cls, uri: str, size: int = FEWEST_ENTRIES) -> Self:
        """Return a list without a place taken; raises StateError for a size it cannot have."""
        file = {"specVersion": "1.0", "uri": uri, "size": size, "lst": "", "allocated": ""}
        try:
            msgspec.convert(file, StatusWorkFile)
            msgspec.convert(uri, Uri)
        except msgspec.ValidationError as cause:
            fault = f"a status list cannot be made so: {cause}"
            raise StateError(fault) from cause
        return cls(
            uri, bytearray(size // ENTRIES_PER_BYTE), bytearray(size // 8), bytearray(size // 8)
        )

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Return the list of a working file; raises StateError for one that is broken."""
        try:
            file = msgspec.convert(read_tree(content), StatusWorkFile)
            msgspec.convert(file.uri, Uri)
            entries = _unpacked(file.lst, file.size // ENTRIES_PER_BYTE)
            allocated = _unpacked(file.allocated, file.size // 8)
            reserved = bytearray(file.size // 8)
            if file.reserved is not UNSET:
                reserved = _unpacked(file.reserved, file.size // 8)
        except (ReadError, msgspec.ValidationError, ValueError, zlib.error) as cause:
            fault = f"no working file of a status list: {cause}"
            raise StateError(fault) from cause
        notes = () if file.places is UNSET else file.places
        return cls(file.uri, entries, allocated, reserved, notes)

    @classmethod
    @contextmanager
    def changing(cls, store: Store) -> Iterator[Self]:
        """Give the list that a store keeps to change, and write it back unless something is raised.

        Other processes wait meanwhile. Raises FileNotFoundError where nothing is kept.
        """
        content_at(store)  # else a lock would be made beside nothing
        with store.locked():
            work = cls.read(content_at(store))
            yield work
            store.write(work.write())

    def write(self) -> bytes:
        """Return the working file as bytes."""
        file = StatusWorkFile(
            spec_version="1.0",
            uri=self.uri,
            size=self.size,
            lst=_packed(self._entries),
            allocated=_packed(self._allocated),
            reserved=_packed(self._reserved) if any(self._reserved) else UNSET,
            places=self._notes or UNSET,
        )
        return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self._entries) * ENTRIES_PER_BYTE

    @property
    def taken(self) -> int:
        """How many places were given."""
        return int.from_bytes(self._allocated).bit_count()

    @property
    def reserved(self) -> int:
        """How many places were drawn for attestations that were perhaps never issued."""
        return int.from_bytes(self._reserved).bit_count()

    def is_taken(self, index: int) -> bool:
        """Say whether a place was given or reserved, and so is drawn no more."""
        taken = self._allocated[index // 8] | self._reserved[index // 8]
        return bool(taken >> index % 8 & 1)

    def reserve(self, randomness: Callable[[int], bytes] = secrets.token_bytes) -> int:
        """Return a place drawn among the free ones, for an attestation that is still to be made.

        It is never drawn again. An order would tell who was attested when. Raises StateError when
        no place is free.
        """
        index = self._draw(randomness)
        self._reserved[index // 8] |= 1 << index % 8
        return index

    def note(self, place: PlaceNote) -> None:
        """Keep which record a place was drawn for."""
        self._notes.append(place.line)

    def notes_of(self, record_id: str) -> list[PlaceNote]:
        """Return the places that were drawn for a record, in the order in which they were."""
        ending = f" {record_id}"
        return [PlaceNote.of_line(line) for line in self._notes if line.endswith(ending)]

    @property
    def without_record(self) -> int:
        """How many places are taken of which nobody told the record."""
        return self.taken + self.reserved - len({line.split(" ", 1)[0] for line in self._notes})

    def hand_out(self, index: int) -> None:
        """Note that the attestation for a place was delivered."""
        self.require_place(index)
        self._reserved[index // 8] &= ~(1 << index % 8)
        self._allocated[index // 8] |= 1 << index % 8

    def set(self, index: int, status: EntryStatus) -> None:
        """Say what became of the attestation at a place; raises WrongChoice beyond the end.

        A place that was never drawn here was given by other means, so it is taken from now on.
        """
        self.hand_out(index)
        shift = BITS * (index % ENTRIES_PER_BYTE)
        place = index // ENTRIES_PER_BYTE
        self._entries[place] = self._entries[place] & ~(3 << shift) | ENTRIES.index(status) << shift

    def get(self, index: int) -> EntryStatus:
        """Return what the list says at a place, taken or free; WrongChoice beyond the end."""
        self.require_place(index)
        return ENTRIES[entry_of(self._entries, index)]

    def counts(self) -> dict[EntryStatus, int]:
        """Return how many of the given places have each status."""
        counts = [0, 0, 0, 0]
        for byte, number in _histogram(self._entries).items():
            for offset in range(ENTRIES_PER_BYTE):
                counts[byte >> BITS * offset & 3] += number
        counts[0] -= self.size - self.taken
        return dict(zip(ENTRIES, counts, strict=True))

    def token(
        self, key: SigningKey, *, at: str, lifetime_hours: int = 24, ttl: int = USUAL_TTL
    ) -> str:
        """Return the status list signed at an instant, for so many hours.

        Raises StateError for a lifetime that no verifier accepts (ATT-4-4).
        """
        if not 0 < lifetime_hours <= LONGEST_HOURS:
            fault = f"a status list lasts 1 to {LONGEST_HOURS} hours, not {lifetime_hours}"
            raise StateError(fault)
        iat = numeric_date(at)
        payload = {
            "sub": self.uri,
            "iat": iat,
            "exp": iat + lifetime_hours * 3600,
            "ttl": ttl,
            "status_list": {"bits": BITS, "lst": _packed(self._entries)},
        }
        return sign_compact(canonical_item(payload), key, TYP)

    def require_place(self, index: int) -> None:
        """Raise WrongChoice for an index that the list does not have."""
        if not 0 <= index < self.size:
            fault = f"the list has no place {index}; give an index below {self.size}"
            raise WrongChoice(fault)

    def _draw(self, randomness: Callable[[int], bytes]) -> int:
        for _ in range(DRAWS):
            index = int.from_bytes(randomness(DRAWN_BYTES)) % self.size
            if not self.is_taken(index):
                return index
        free = [index for index in range(self.size) if not self.is_taken(index)]
        if not free:
            fault = f"every place of {self.uri} was given; make another list"
            raise StateError(fault)
        return free[int.from_bytes(randomness(DRAWN_BYTES)) % len(free)]


def _packed(content: bytearray) -> str:
    return base64url.encode(zlib.compress(bytes(content), SMALLEST))


def _unpacked(text: str, length: int) -> bytearray:
    """Return what was packed; raises ValueError when it has another length."""
    stream = zlib.decompressobj()
    content = stream.decompress(base64url.decode(text), length + 1)
    if len(content) != length or not stream.eof or stream.unused_data:
        raise ValueError("lst or allocated is not as long as the list")
    return bytearray(content)


def _histogram(content: bytearray) -> dict[int, int]:
    return {byte: number for byte in range(256) if (number := content.count(byte))}
