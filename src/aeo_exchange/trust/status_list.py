"""A status list token to the entries in it: a Token Status List of 2 bits an entry (ATT-4).

Reading looks at the form only. Who signed it is for `prove` to say, whether it answers for an
instant for status.py.
"""

from __future__ import annotations

import zlib
from functools import cached_property

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.codes import Code
from aeo_exchange.model.texts import NumericDate
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import Codes, Compact, decoded_part, read_compact, read_token_json
from aeo_exchange.signing.keys import VerificationKey
from aeo_exchange.trust.list_form import is_unsigned, token_text

__all__ = [
    "BITS",
    "ENTRIES",
    "ENTRIES_PER_BYTE",
    "FEWEST_ENTRIES",
    "LONGEST_HOURS",
    "LONGEST_LIST",
    "TYP",
    "USUAL_TTL",
    "EntryStatus",
    "StatusToken",
    "entry_of",
    "read_status_list",
]

TYP = "statuslist+jwt"
FORM = "AEO-STA-01"
CODES = Codes.one(FORM)
BITS = 2
ENTRIES_PER_BYTE = 8 // BITS
FEWEST_ENTRIES = 1 << 17
LONGEST_LIST = 1 << 24  # bytes, of the token and of what it inflates to
LONGEST_HOURS = 72
USUAL_TTL = 3600  # seconds
_MEMBERS = frozenset({"sub", "iat", "exp", "status_list"})
_LIST_MEMBERS = frozenset({"bits", "lst"})


class EntryStatus(Code):
    """What an entry of a status list says of its attestation (ATT-4-8)."""

    VALID = "valid", "Nothing has become of it."
    REVOKED = "revoked", "It no longer holds."
    SUSPENDED = "suspended", "It does not hold for the time being."
    SUPERSEDED = "superseded", "A newer attestation was made; ask for it."


# By the value of the entry.
ENTRIES = tuple(EntryStatus)


class _Entries(Struct, frozen=True):
    bits: int
    lst: str


class _Payload(Struct, frozen=True):
    """The payload; that it has no other members is checked before."""

    sub: str  # of any form: what is not asked for is of another name (ATT-4-1)
    iat: NumericDate
    exp: NumericDate
    status_list: _Entries
    ttl: int | UnsetType = UNSET


class StatusToken(Struct, frozen=True, kw_only=True, dict=True):
    """A status list that was read; unproved until `prove` has passed.

    `iat` and `exp` are NumericDates, `ttl` is seconds or None.
    """

    compact: Compact
    uri: str
    iat: int
    exp: int
    ttl: int | None
    lst: str

    @property
    def kid(self) -> str:
        """The thumbprint of the key that it names."""
        return self.compact.header.kid

    def prove(self, key: VerificationKey) -> None:
        """Refuse a list that a key has not signed (AEO-STA-02)."""
        refusals.require(
            self.compact.is_of(key),
            "AEO-STA-02",
            f"the signature of the status list is not that of the key {key.kid}",
        )

    def require_lifetime(self) -> None:
        """Refuse a list that lasts too long; of one of another name nobody asks (AEO-STA-04)."""
        refusals.require(
            self.exp - self.iat <= LONGEST_HOURS * 3600,
            "AEO-STA-04",
            f"the status list lasts longer than {LONGEST_HOURS} hours",
        )

    def require_entries(self) -> None:
        """Refuse a list whose entries cannot be read, so that another may answer (AEO-STA-06)."""
        assert self._inflated

    @property
    def entries(self) -> int:
        """How many entries it has; inflates it (AEO-STA-06)."""
        return len(self._inflated) * ENTRIES_PER_BYTE

    def entry(self, index: int) -> int:
        """Return the entry at an index, 0 to 3; raises StatusIndexOutOfRange (AEO-STA-07)."""
        entries = self._inflated
        refusals.require(
            0 <= index < len(entries) * ENTRIES_PER_BYTE,
            "AEO-STA-07",
            self._none_at,
            index,
        )
        return entry_of(entries, index)

    def _none_at(self, index: int) -> str:
        return f"the status list has {self.entries} entries and none at {index}"

    @cached_property
    def _inflated(self) -> bytes:
        """The entries, four in a byte; inflated when first asked for, and once."""
        return _inflated(decoded_part(self.lst, "AEO-STA-06"))


def read_status_list(token: str | bytes) -> StatusToken:
    """Return a status list by its form; raises StatusError (AEO-STA-01).

    Takes the token alone, or as the one line of a file.
    """
    content = token.encode("ascii", "replace") if isinstance(token, str) else token
    refusals.require(len(content) <= LONGEST_LIST, FORM, "longer than a status list may be, 16 MiB")
    refusals.require(
        not is_unsigned(content),
        FORM,
        "this is the working file; `aeo status-list sign` makes the list of it",
    )
    compact = read_compact(token_text(content, FORM), TYP, CODES)
    tree = read_token_json(compact.payload, FORM)
    _require_members(tree)
    try:
        payload = msgspec.convert(tree, _Payload)
    except msgspec.ValidationError as cause:
        refusals.refuse(FORM, f"no status list by its payload: {cause}", cause)
    _require_values(payload)
    return StatusToken(
        compact=compact,
        uri=payload.sub,
        iat=payload.iat,
        exp=payload.exp,
        ttl=None if payload.ttl is UNSET else payload.ttl,
        lst=payload.status_list.lst,
    )


def entry_of(entries: bytes | bytearray, index: int) -> int:
    """Return the two bits at an index, counted from the least significant of the first byte."""
    place = index // ENTRIES_PER_BYTE
    # A slice: beyond the end there is nothing set, and AEO-STA-07 has been asked before.
    held = int.from_bytes(entries[place : place + 1])
    return held >> BITS * (index % ENTRIES_PER_BYTE) & 3


def _require_members(tree: Tree) -> None:
    names = set(tree) if isinstance(tree, dict) else set()
    refusals.require(
        _MEMBERS <= names <= _MEMBERS | {"ttl"},
        FORM,
        f"the payload has {', '.join(sorted(names)) or 'no members'}",
    )
    entries = tree.get("status_list") if isinstance(tree, dict) else None
    refusals.require(
        isinstance(entries, dict) and set(entries) == _LIST_MEMBERS,
        FORM,
        "status_list has other members than bits and lst",
    )


def _require_values(payload: _Payload) -> None:
    bits = payload.status_list.bits
    refusals.require(bits == BITS, FORM, f"it has {bits} bits an entry, not {BITS}")
    refusals.require(payload.ttl is UNSET or payload.ttl >= 0, FORM, "ttl is less than nothing")


def _inflated(deflated: bytes) -> bytes:
    """Return the entries of a zlib stream; stops at 16 MiB, whatever the stream goes on to say."""
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(deflated, LONGEST_LIST)
        # At the limit the end of the stream may not have been read yet; one byte more is too many.
        more = stream.decompress(stream.unconsumed_tail, 1)
    except zlib.error as cause:
        refusals.refuse("AEO-STA-06", f"lst is not a zlib stream: {cause}", cause)
    refusals.require(not more, "AEO-STA-06", "lst inflates to more than 16 MiB")
    refusals.require(
        stream.eof and not stream.unused_data,
        "AEO-STA-06",
        "lst goes on behind its stream, or ends before",
    )
    refusals.require(
        len(content) * ENTRIES_PER_BYTE >= FEWEST_ENTRIES,
        "AEO-STA-06",
        f"the status list has {len(content) * ENTRIES_PER_BYTE} entries, {FEWEST_ENTRIES} is least",
    )
    return content
