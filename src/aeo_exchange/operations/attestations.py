"""Content to attestations that nobody has believed yet: tokens, one a line, or an XML document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NoReturn, TypeAlias

from aeo_exchange.formats import Content
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Unproved
from aeo_exchange.signing.jws import why_not_ascii
from aeo_exchange.signing.sd_jwt import LONGEST_TOKEN, read_sd_jwt

__all__ = ["BLANKS", "OTHER_STARTS", "Found", "attestations", "numbered"]

# The name of an attestation, and what reads it or refuses it.
Found: TypeAlias = tuple[str, Callable[[], Unproved]]
LONGEST_XML = 1 << 21
BLANKS = b" \t\r\n"
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
    elif start in OTHER_STARTS:
        yield content.name, _unsigned
    else:
        yield from _tokens(content)


def numbered(content: Content) -> Iterator[Found]:
    """Yield the tokens of content by the numbers of their lines; blank lines are nothing."""
    with content.open() as stream:
        for number, line in _lines(stream, content.first_line):
            yield f"{content.name}:{number}", partial(_token, line)


def _start(content: Content) -> bytes:
    """Return the first byte of content that is no blank."""
    with content.open() as stream:
        while piece := stream.readline(_LONGEST_LINE):
            if stripped := piece.lstrip(BLANKS):
                return stripped[:1]
    return b""


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
        elif stripped := line.strip(BLANKS):
            yield number, stripped
        number += 1


def _skip_line(stream: BinaryIO) -> None:
    piece = stream.readline(_LONGEST_LINE)
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(_LONGEST_LINE)


def _token(line: bytes) -> Unproved:
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
    from aeo_exchange.signing.xml_attestation import (  # noqa: PLC0415 start-up time is felt
        read_xml_attestation,
    )

    return read_xml_attestation(content)


def _unsigned() -> NoReturn:
    refusals.refuse("AEO-SIG-01", "a record, or other JSON, that nobody has signed")
