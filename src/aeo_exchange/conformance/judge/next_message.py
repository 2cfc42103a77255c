"""The next message of a stream beside what was asked for: its head, its snapshot, each entry.

It is read by the judge's own readers, by sections 3 to 6 of part 6 of the specification.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import decoded_base64
from aeo_exchange.conformance.judge.canonical import canonical_text, tree_digest
from aeo_exchange.conformance.judge.issuing import SKEW, seconds_of
from aeo_exchange.conformance.judge.keys import base64url_text, certified_key
from aeo_exchange.conformance.judge.merkle_root import root_of_lines
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.conformance.judge.token import Rules, json_of, read_token
from aeo_exchange.conformance.suite.expectation import (
    ExpectedLine,
    ExpectedStream,
    ExpectedTombstone,
)
from aeo_exchange.conformance.suite.messages import MessageSeries, SeriesMessage
from aeo_exchange.errors import AeoError
from aeo_exchange.model.tree import Tree

__all__ = ["StreamGiven", "stream_differences"]

HEAD, FILES, LINES, ROOT = "AEO-XCH-10", "AEO-XCH-21", "AEO-XCH-22", "AEO-XCH-24"
SIGNED, BACK = "AEO-XCH-11", "AEO-XCH-16"
MEMBERS = frozenset(
    {"specVersion", "iss", "aud", "agreement", "sequence", "asOf", "issuedAt", "nextUpdate"}
    | {"count", "root", "profile"}
)
SNAPSHOT = "application/vnd.aeo-exchange.snapshot+ndjson;version=1.0"
GZIP, GZIPPED = b"\x1f\x8b", 31
LONGEST, LONGEST_HEAD = 1 << 24, 1 << 16
LAST = 1 << 31  # the highest number that a head may have


class StreamGiven(NamedTuple):
    """What a sender was given, by which its message is judged."""

    at: str
    certificate: bytes
    secret: bytes


class _MessageRead(NamedTuple):
    head: Mapping[str, Tree]
    lines: list[bytes]


def stream_differences(output: str, given: StreamGiven, expect: ExpectedStream) -> Iterator[str]:
    """Yield how the message that a sender made differs from the one asked for."""
    try:
        made = _read(decoded_base64(output), given)
        entries = [_entry(line) for line in made.lines]
    except AeoError as cause:
        yield f"the output is not a message of the key: {cause}"
        return
    except msgspec.DecodeError as cause:
        yield f"the output is not a document of one message: {cause}"
        return
    yield from _of_head(made, given, expect)
    yield from _of_order([str(entry["key"]) for entry in entries])
    yield from _of_entries(entries, given, expect)


def _read(content: bytes, given: StreamGiven) -> _MessageRead:
    """Return the head and the lines of a message; raises BadOutput and DecodeError."""
    series = msgspec.json.decode(content, type=MessageSeries)
    require(len(series.messages) == 1, "", "the document holds more than one message")
    message = series.messages[0]
    require(len(message.token) <= LONGEST_HEAD, HEAD, "longer than a head may be")
    text = message.token.strip(b" \t\r\n").decode("ascii", "replace")
    token = read_token(text, "aeo-head+jwt", Rules(HEAD, HEAD, HEAD, HEAD, HEAD, HEAD))
    head = token.payload
    if not isinstance(head, dict) or head.keys() - {"files"} != MEMBERS:
        raise BadOutput(HEAD, "the payload has other members than those of a head")
    require(token.is_of(certified_key(given.certificate)), SIGNED, "not signed by the key")
    return _MessageRead(head, _lines(message, head))


def _lines(message: SeriesMessage, head: Mapping[str, Tree]) -> list[bytes]:
    """Return the lines of the snapshot; raises BadOutput where none leads to the state."""
    held = {file.name: file.held for file in message.files}
    named = head.get("files", [])
    for file in named if isinstance(named, list) else []:
        if isinstance(file, dict) and file.get("media") == SNAPSHOT:
            stored = held.get(str(file.get("name")))
            if stored is None:
                raise BadOutput(FILES, "the snapshot that the head names did not come")
            return _split(_content(stored, file))
    raise BadOutput(FILES, "the head names no snapshot in NDJSON")


def _content(stored: bytes, file: Mapping[str, Tree]) -> bytes:
    require(_measures(stored, file), FILES, "the file is not the one that the head names")
    if not stored.startswith(GZIP):
        return stored
    reader = zlib.decompressobj(GZIPPED)
    try:
        content = reader.decompress(stored, LONGEST)
    except zlib.error as cause:
        raise BadOutput(FILES, "the file is not gzip") from cause
    require(reader.eof and not reader.unused_data, FILES, "gzip of more than one member")
    inflated = file.get("inflated")
    is_told = isinstance(inflated, dict) and _measures(content, inflated)
    require(is_told, FILES, "inflated is not what is inside")
    return content


def _measures(content: bytes, told: Mapping[str, Tree]) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    return told.get("bytes") == len(content) and told.get("sha256") == digest


def _split(content: bytes) -> list[bytes]:
    """Return the lines of a body; raises BadOutput for one that does not end each."""
    *lines, rest = content.split(b"\n")
    require(not rest, LINES, "the last line is not ended")
    return lines


def _entry(line: bytes) -> dict[str, Tree]:
    """Return the tree of a line; raises BadOutput for one that is not canonical, or no entry."""
    tree = json_of(line, LINES)
    if canonical_text(tree).encode() != line:
        raise BadOutput(LINES, "a line is not in its canonical bytes")
    if not isinstance(tree, dict) or tree.keys() not in (
        {"key", "record", "salt"},
        {"key", "tombstone", "salt"},
    ):
        raise BadOutput(LINES, "a line is not an entry")
    return tree


def _of_head(made: _MessageRead, given: StreamGiven, expect: ExpectedStream) -> Iterator[str]:
    head = made.head
    for name, wanted in (
        ("specVersion", "1.0"),
        ("iss", expect.iss),
        ("aud", expect.aud),
        ("agreement", expect.agreement),
        ("profile", expect.profile),
        ("asOf", given.at),
        ("count", len(made.lines)),
        ("root", root_of_lines(made.lines)),
    ):
        if head[name] != wanted:
            yield f"{name} of the head is {head[name]}, expected {wanted}"
    sequence = head["sequence"]
    if type(sequence) is not int or not expect.above < sequence <= LAST:
        yield f"{BACK}: sequence {sequence} is not higher than {expect.above}"
    issued, following = (_seconds(head[name]) for name in ("issuedAt", "nextUpdate"))
    if not 0 <= issued - seconds_of(given.at) <= SKEW:
        yield "issuedAt is not the instant of the question"
    if following <= issued:
        yield f"{HEAD}: nextUpdate is not after issuedAt"


def _seconds(told: Tree) -> int:
    """Return the seconds of an instant; a number that none has for what is no instant."""
    try:
        return seconds_of(str(told))
    except ValueError:
        return -1


def _of_order(keys: list[str]) -> Iterator[str]:
    if keys != sorted(set(keys), key=str.encode):
        yield f"{LINES}: the keys do not stand in their order, each once"


def _of_entries(
    entries: list[dict[str, Tree]], given: StreamGiven, expect: ExpectedStream
) -> Iterator[str]:
    wanted = {line.key: line for line in expect.entries}
    told = {str(entry["key"]): entry for entry in entries}
    for key in sorted(wanted.keys() - told.keys()):
        yield f"there is no entry of {key}"
    for key in sorted(told.keys() - wanted.keys()):
        yield f"there is an entry of {key}, expected none"
    for key in sorted(wanted.keys() & told.keys()):
        yield from _of_entry(told[key], given, wanted[key])


def _of_entry(entry: dict[str, Tree], given: StreamGiven, wanted: ExpectedLine) -> Iterator[str]:
    content = entry.get("record", entry.get("tombstone"))
    if entry["salt"] != _salt(wanted.key, content, given.secret):
        yield f"the salt of {wanted.key} is not that of its content"
    if ("record" in entry) is (wanted.digest is UNSET):
        yield f"{wanted.key} is {' and '.join(sorted(entry.keys() - {'key', 'salt'}))}"
    elif wanted.tombstone is not UNSET:
        yield from _of_tombstone(content, wanted.key, given.at, wanted.tombstone)
    elif tree_digest(content) != wanted.digest:
        yield f"the view of {wanted.key} is not the one that may be shared"


def _salt(key: str, content: Tree, secret: bytes) -> str:
    text = f"{key}\n{tree_digest(content)}".encode()
    return base64url_text(hmac.digest(secret, text, "sha256"))


def _of_tombstone(told: Tree, key: str, at: str, wanted: ExpectedTombstone) -> Iterator[str]:
    if not isinstance(told, dict):
        yield f"the tombstone of {key} is none"
        return
    exact = {"cause": wanted.cause, "effectiveFrom": wanted.effective_from}
    if wanted.to is not UNSET:
        exact["to"] = wanted.to
    if wanted.retain_until is not UNSET:
        exact["retainUntil"] = wanted.retain_until
    got = {name: value for name, value in told.items() if name in exact or name != "retainUntil"}
    if got != exact:
        yield f"the tombstone of {key} says {got}, expected {exact}"
    until = _seconds(told.get("retainUntil"))
    if until <= max(_seconds(told.get("effectiveFrom")), seconds_of(at)):
        yield f"the tombstone of {key} is not kept beyond today"
