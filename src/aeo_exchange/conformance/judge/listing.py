"""What a status service published, beside what was asked for: form, key, name, time, entries.

It is read by the judge's own reader, by section 4 of part 7 of the specification.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from msgspec import Struct

from aeo_exchange.conformance.adapters.protocol import decoded_base64
from aeo_exchange.conformance.judge.issuing import SKEW, seconds_of
from aeo_exchange.conformance.judge.keys import IssuerKey, certified_key
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.conformance.judge.token import Rules, base64url_of, read_token
from aeo_exchange.conformance.suite.cases import ExpectedStatusList
from aeo_exchange.errors import AeoError
from aeo_exchange.model.tree import Tree

__all__ = ["status_list_differences"]

SHOWN = 3
TYPE = "statuslist+jwt"
FORM, LIFE, KEY, ENTRIES = "AEO-STA-01", "AEO-STA-04", "AEO-STA-02", "AEO-STA-06"
MEMBERS = frozenset({"sub", "iat", "exp", "status_list"})
LONGEST = 1 << 24  # bytes, of the token and of what it inflates to
LONGEST_LIFE = 72 * 3600
FEWEST = 1 << 17
BITS, PER_BYTE = 2, 4
WITH_ENTRY = re.compile(rb"[^\0]+")  # most of a list is nothing


class StatusList(Struct, frozen=True, kw_only=True):
    """A status list of the key of the case, with its entries inflated, four in a byte."""

    name: Tree
    iat: int
    exp: int
    entries: bytes

    def entry(self, index: int) -> int:
        """Return an entry, counted from the least significant bits; 0 behind the end."""
        place, step = divmod(index, PER_BYTE)
        byte = self.entries[place] if place < len(self.entries) else 0
        return byte >> BITS * step & 3


def status_list_differences(
    output: str, certificate: bytes, at: str, expect: ExpectedStatusList
) -> Iterator[str]:
    """Yield how what a status service signed differs from the status list asked for."""
    try:
        made = _read(decoded_base64(output), certified_key(certificate))
    except AeoError as cause:
        yield f"the output is not a status list of the key: {cause}"
        return
    if made.name != expect.uri:
        yield "sub is not the name of the list"
    if abs(made.iat - seconds_of(at)) > SKEW:
        yield "iat is not the instant of the question"
    if made.exp - made.iat != expect.seconds:
        yield f"it does not last {expect.seconds} seconds"
    if (size := len(made.entries) * PER_BYTE) < expect.size:
        yield f"it has {size} entries, {expect.size} were asked for"
    yield from _of_entries(made, expect)


def _of_entries(made: StatusList, expect: ExpectedStatusList) -> Iterator[str]:
    wanted = {entry.index: entry.value for entry in expect.entries}
    told = {
        index: made.entry(index)
        for some in WITH_ENTRY.finditer(made.entries)
        for index in range(some.start() * PER_BYTE, some.end() * PER_BYTE)
    }
    wrong = [index for index in sorted(wanted | told) if told.get(index, 0) != wanted.get(index, 0)]
    for index in wrong[:SHOWN]:
        yield f"entry {index} is {told.get(index, 0)}, expected {wanted.get(index, 0)}"
    if len(wrong) > SHOWN:
        yield f"and {len(wrong) - SHOWN} more, not as expected"


def _read(content: bytes, key: IssuerKey) -> StatusList:
    """Return the status list of an output, signed by a key; raises BadOutput."""
    require(len(content) <= LONGEST, FORM, "longer than a status list may be")
    text = content.strip(b" \t\r\n").decode("ascii", "replace")
    token = read_token(text, TYPE, Rules(FORM, FORM, FORM, FORM, FORM, FORM))
    payload = token.payload
    if not isinstance(payload, dict) or payload.keys() - {"ttl"} != MEMBERS:
        raise BadOutput(FORM, "the payload has other members than those of a status list")
    iat, exp = (_whole(payload, name) for name in ("iat", "exp"))
    if "ttl" in payload:
        _whole(payload, "ttl")
    deflated = _deflated(payload["status_list"])
    require(exp - iat <= LONGEST_LIFE, LIFE, "it lasts longer than 72 hours")
    require(token.is_of(key), KEY, "the signature is not one of the key of the case")
    entries = _inflated(base64url_of(deflated, ENTRIES))
    return StatusList(name=payload["sub"], iat=iat, exp=exp, entries=entries)


def _whole(payload: dict[str, Tree], name: str) -> int:
    value = payload[name]
    if type(value) is not int or value < 0:
        raise BadOutput(FORM, f"{name} is not a number of seconds")
    return value


def _deflated(told: Tree) -> str:
    """Return the text of the entries; raises BadOutput."""
    if not isinstance(told, dict) or told.keys() != {"bits", "lst"}:
        raise BadOutput(FORM, "status_list has other members than bits and lst")
    bits, text = told["bits"], told["lst"]
    is_two = type(bits) is int and bits == BITS
    require(is_two, FORM, f"it has {bits} bits an entry, not {BITS}")
    if not isinstance(text, str):
        raise BadOutput(FORM, "lst is not a text")
    return text


def _inflated(deflated: bytes) -> bytes:
    """Return the entries of a zlib stream, of which no more is made than a list may have."""
    stream = zlib.decompressobj()
    try:
        entries = stream.decompress(deflated, LONGEST + 1)
    except zlib.error as cause:
        raise BadOutput(ENTRIES, "lst is not a zlib stream") from cause
    require(len(entries) <= LONGEST, ENTRIES, "lst inflates to more than 16 MiB")
    is_whole = stream.eof and not stream.unused_data
    require(is_whole, ENTRIES, "lst goes on behind its stream, or ends before")
    size = len(entries) * PER_BYTE
    require(size >= FEWEST, ENTRIES, f"it has {size} entries, {FEWEST} is least")
    return entries
