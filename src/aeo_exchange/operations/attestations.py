"""Content to attestations that nobody has believed yet: tokens, one a line, or an XML document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO, NoReturn, TypeAlias

from aeo_exchange.errors import NoAttestation
from aeo_exchange.formats import Content
from aeo_exchange.formats.recognise import MARK, seems
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Unproved
from aeo_exchange.signing.jws import why_not_ascii
from aeo_exchange.signing.sd_jwt import LONGEST_TOKEN, read_sd_jwt

__all__ = ["BLANKS", "OTHER_STARTS", "Found", "attestations", "numbered"]

# The name of an attestation, and what reads it or refuses it.
Found: TypeAlias = tuple[str, Callable[[], Unproved]]
LONGEST_XML = 1 << 21
BLANKS = b" \t\r\n"
# How an attestation begins and goes on: base64url of a JSON object, points and tildes (ATT-2-14).
TOKEN_START = b"eyJ"
DISCLOSURE_START = b"WyJ"
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
ROOT = b"AeoAttestation"
# How content begins that is no list of tokens: XML, a record in JSON, several of them.
OTHER_STARTS = (b"<", b"{", b"[")
_LONGEST_LINE = LONGEST_TOKEN + 2  # with what ends it


def attestations(content: Content) -> Iterator[Found]:
    """Yield the attestations of content; one that stands alone has the name of the content.

    Raises OSError when the content cannot be read.
    """
    start = _start(content)
    if start == b"<":
        with content.open() as stream:
            yield content.name, partial(_xml, stream.read(LONGEST_XML + 1))
    elif start in OTHER_STARTS or not _has_token(content):
        with content.open() as stream:
            yield content.name, partial(_nothing, stream.read(_LONGEST_LINE))
    else:
        yield from _tokens(content)


def numbered(content: Content) -> Iterator[Found]:
    """Yield the tokens of content by the numbers of their lines; blank lines are nothing."""
    with content.open() as stream:
        for number, token in _joined(_lines(stream, content.first_line)):
            yield f"{content.name}:{number}", partial(_token, token)


def _start(content: Content) -> bytes:
    """Return the first byte of content that is no blank."""
    with content.open() as stream:
        while piece := stream.readline(_LONGEST_LINE):
            if stripped := piece.removeprefix(MARK).lstrip(BLANKS):
                return stripped[:1]
    return b""


def _has_token(content: Content) -> bool:
    """Say whether any line begins as an attestation does."""
    with content.open() as stream:
        return any(line.startswith(TOKEN_START) for _, line in _lines(stream, 1))


def _joined(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield whole tokens: a line that can only go on with the one before it belongs to that."""
    first, last, token = 0, 0, b""
    for number, line in lines:
        if number == last + 1 and _goes_on(token, line) and len(token) < _LONGEST_LINE:
            token, last = token + line, number
            continue
        if token:
            yield first, token
        first, last, token = number, number, line
    if token:
        yield first, token


def _goes_on(token: bytes, line: bytes) -> bool:
    """Say whether a line is the rest of the one before it (ATT-2-14)."""
    if not token.startswith(TOKEN_START) or line.strip(LETTERS):
        return False
    if token.endswith(b"~"):
        return line.startswith(DISCLOSURE_START)
    return not (line.startswith(TOKEN_START) and line.count(b".") > 1)


def _tokens(content: Content) -> Iterator[Found]:
    found = numbered(content)
    first, second = next(found, None), next(found, None)
    if first is None:
        yield content.name, partial(_token, b"")
    elif second is None:
        yield content.name, first[1]
    else:
        yield first
        yield second
        yield from found


def _lines(stream: BinaryIO, number: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank; of one that is too long, enough to refuse it."""
    while line := stream.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(stream)
            yield number, line
        elif stripped := line.removeprefix(MARK).strip(BLANKS):
            yield number, stripped
        number += 1


def _skip_line(stream: BinaryIO) -> None:
    piece = stream.readline(_LONGEST_LINE)
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(_LONGEST_LINE)


def _token(line: bytes) -> Unproved:
    if not line.startswith(TOKEN_START):
        _nothing(line)
    refusals.require(
        len(line) <= LONGEST_TOKEN, "AEO-SIG-01", "longer than an attestation may be, 256 KiB"
    )
    try:
        return read_sd_jwt(line.decode("ascii"))
    except UnicodeDecodeError as cause:
        refusals.refuse("AEO-SIG-01", f"not an attestation: {why_not_ascii(line)}", cause)


def _xml(content: bytes) -> Unproved:
    refusals.require(
        len(content) <= LONGEST_XML, "AEO-SIG-01", "longer than an attestation may be, 2 MiB"
    )
    if ROOT not in content:
        _nothing(content)
    from aeo_exchange.signing.xml_attestation import (  # noqa: PLC0415 start-up time is felt
        read_xml_attestation,
    )

    return read_xml_attestation(content)


def _nothing(content: bytes) -> NoReturn:
    raise NoAttestation("AEO-SIG-01", f"not an attestation at all: it {seems(content)}")
