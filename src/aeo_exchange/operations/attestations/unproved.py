"""Content to attestations that nobody has believed yet: tokens, one a line, XML, or a picture."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NoReturn, TypeAlias

from aeo_exchange.errors import NoAttestation, SignatureError, UnreadPicture
from aeo_exchange.formats import Content
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.formats.pictures import AGAIN, MOST_BYTES, is_picture, read_codes
from aeo_exchange.formats.recognise import MARK, seems
from aeo_exchange.operations.foreign import seems_to_be
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Reading, Unproved, in_one_part
from aeo_exchange.signing.jws import why_not_ascii
from aeo_exchange.signing.sd_jwt import LONGEST_TOKEN, read_sd_jwt, sd_jwt_in_parts
from aeo_exchange.trust.verify import NamedReading

__all__ = [
    "NumberedToken",
    "attestations",
    "begins_with_tokens",
    "named_tokens",
    "numbered_tokens",
]

# A token, or whatever stands where one is awaited, by the number of its first line.
NumberedToken: TypeAlias = tuple[int, bytes]

LONGEST_XML = 1 << 21  # and how far content is searched for an attestation
BLANKS = b" \t\r\n"
# How an attestation begins and goes on: base64url of a JSON object, points and tildes (ATT-2-14).
TOKEN_START = b"eyJ"
DISCLOSURE_STARTS = (b"WyI", b"WyJ", b"WyL")  # the third letter has two bits of the salt
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
ROOT = b"AeoAttestation"
# What a letter that no token has breaks where it stands.
NOT_WRITTEN = ("AEO-SIG-01", "AEO-SIG-02")
_LONGEST_LINE = LONGEST_TOKEN + 2  # with what ends it


def attestations(content: Content) -> Iterator[NamedReading]:
    """Yield the attestations of content; one that stands alone has the name of the content.

    Raises OSError when the content cannot be read.
    """
    with content.open() as stream:
        head = _head(stream)
        if is_picture(head):
            yield from _of_picture(content, stream)
        elif _is_xml(head):
            yield content.name, in_one_part(_xml, stream.read(LONGEST_XML + 1), content)
        elif not _has_token(head):
            yield content.name, in_one_part(_nothing, stream.read(_LONGEST_LINE), content)
        else:
            yield from _tokens(content, stream)


def _of_picture(content: Content, stream: BinaryIO) -> Iterator[NamedReading]:
    """Yield the attestations of the codes of a picture (ATT-2-15); each code is content."""
    try:
        codes = read_codes(stream.read(MOST_BYTES + 1))
    except UnreadPicture as refusal:
        yield content.name, in_one_part(_refused, refusal)
        return
    is_alone = len(codes.said) == 1 and not codes.unread
    for number, code in enumerate(codes.said, 1):
        name = content.name if is_alone else f"{content.name}, code {number}"
        yield from _of_code(Content(name=name, held=code))
    if codes.unread:
        fault = UnreadPicture("the picture shows another QR code that cannot be read", AGAIN)
        yield content.name, in_one_part(_refused, fault)


def _of_code(content: Content) -> Iterator[NamedReading]:
    with content.open() as stream:
        if _has_token(_head(stream)):
            yield from _tokens(content, stream)
        else:
            yield content.name, in_one_part(_no_code_of_ours, stream.read())


def _refused(refusal: SignatureError) -> NoReturn:
    raise refusal


def begins_with_tokens(stream: BinaryIO) -> bool:
    """Say whether a stream holds tokens, by its beginning; it stands at its first byte again."""
    head = _head(stream)
    return not _is_whole_content(head) and _has_token(head)


def numbered_tokens(stream: BinaryIO, first_line: int = 1) -> Iterator[NumberedToken]:
    """Yield the tokens of a stream by the numbers of their lines; blank lines are nothing."""
    return _joined(_lines(stream, first_line))


def named_tokens(name: str, tokens: Iterable[NumberedToken]) -> Iterator[NamedReading]:
    """Yield tokens of the content of a name, each by its name and what reads it."""
    for number, token in tokens:
        yield f"{name}:{number}", _token(token)


def _head(stream: BinaryIO) -> bytes:
    """Return the beginning of a stream, which stands at its first byte again afterwards.

    As much as tells that there are tokens, or all that is searched for one.
    """
    head = stream.read(CHUNK)
    if not _has_token(head):
        head += stream.read(LONGEST_XML - len(head))
    stream.seek(0)
    return head


def _is_xml(head: bytes) -> bool:
    return head.removeprefix(MARK).lstrip(BLANKS).startswith(b"<")


def _is_whole_content(head: bytes) -> bool:
    return _is_xml(head) or is_picture(head)


def _has_token(head: bytes) -> bool:
    """Say whether a line of the beginning of content begins as an attestation does (ATT-2-14)."""
    return any(line.startswith(TOKEN_START) for _, line in _lines(io.BytesIO(head), 1))


def _joined(lines: Iterable[NumberedToken]) -> Iterator[NumberedToken]:
    """Yield whole tokens: a line that can only go on with the one before it belongs to that."""
    first, last, before, token = 0, 0, b"", b""
    for number, line in lines:
        # As most are: a token that is there whole, and the beginning of another.
        if line.startswith(TOKEN_START) and before.endswith(b"~"):
            yield first, token
            first, token = number, line
        elif number == last + 1 and token.startswith(TOKEN_START) and _goes_on(before, line):
            # Of one that is too long already, enough to refuse it is kept.
            token = token + line if len(token) < _LONGEST_LINE else token
        else:
            if token:
                yield first, token
            first, token = number, line
        last, before = number, line
    if token:
        yield first, token


def _goes_on(before: bytes, line: bytes) -> bool:
    """Say whether a line is the rest of the one before it, part of a token (ATT-2-14)."""
    if before.endswith(b"~"):
        return line.startswith(DISCLOSURE_STARTS) and _has_letters_only(line)
    return not _is_whole(line) and _has_letters_only(line)


def _has_letters_only(line: bytes) -> bool:
    """Say whether a line could be part of a token; looks at every letter, so ask it last."""
    return not line.strip(LETTERS)


def _is_whole(line: bytes) -> bool:
    """Say whether a line is the beginning of a token wherever it stands."""
    # Finding two points is faster than counting all.
    return line.startswith(TOKEN_START) and line.find(b".", line.find(b".") + 1) > 0


def _tokens(content: Content, stream: BinaryIO) -> Iterator[NamedReading]:
    tokens = named_tokens(content.name, numbered_tokens(stream, content.first_line))
    first, second = next(tokens, None), next(tokens, None)
    if first is None:
        yield content.name, _token(b"")
    elif second is None:
        yield content.name, first[1]
    else:
        yield first
        yield second
        yield from tokens


def _lines(stream: BinaryIO, number: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank; of one that is too long, enough to refuse it."""
    while line := stream.readline(_LONGEST_LINE):
        if line.endswith(b"~\n") and line.startswith(TOKEN_START):  # as most are
            yield number, line[:-1]
            number += 1
            continue
        start = line.removeprefix(MARK) if number == 1 else line
        while not start.endswith(b"\n") and start and not start.strip(BLANKS):
            start = stream.readline(_LONGEST_LINE)  # many blanks before a token are no part of it
        whole = start.strip(BLANKS)
        if not start.endswith(b"\n") and (end := _end_of_line(stream)):
            whole = start.lstrip(BLANKS) + end
        if whole:
            yield number, whole
        number += 1


def _end_of_line(stream: BinaryIO) -> bytes:
    """Read the rest of a line, and return its last letter: the next line may go on with it."""
    end, piece = b"", stream.readline(_LONGEST_LINE)
    while piece:
        end = piece.rstrip(BLANKS)[-1:] or end
        if piece.endswith(b"\n"):
            break
        piece = stream.readline(_LONGEST_LINE)
    return end


def _token(line: bytes) -> Reading[Unproved]:
    if line.startswith(TOKEN_START) and line.isascii():
        return sd_jwt_in_parts(line.decode())
    return in_one_part(_no_token, line)


def _no_token(line: bytes) -> NoReturn:
    if not line.startswith(TOKEN_START):
        _nothing(line)
    refusals.require(
        len(line) <= LONGEST_TOKEN, "AEO-SIG-01", "longer than an attestation may be, 256 KiB"
    )
    first = _first_fault(line)
    if first.rule not in NOT_WRITTEN:
        raise first
    refusals.refuse(first.rule, f"not an attestation: {why_not_ascii(line)}")


def _first_fault(line: bytes) -> SignatureError:
    """Return what is looked at first in a token with a letter of no token (ATT-7-13)."""
    try:
        read_sd_jwt(line.decode("latin-1"))
    except SignatureError as refusal:
        return refusal
    raise AssertionError("every part of a token is base64url")


def _xml(content: bytes, given: Content) -> Unproved:
    if ROOT not in content:
        _nothing(content, given)
    refusals.require(
        len(content) <= LONGEST_XML, "AEO-SIG-01", "longer than an attestation may be, 2 MiB"
    )
    from aeo_exchange.signing.xml_attestation import (  # noqa: PLC0415 start-up time is felt
        read_xml_attestation,
    )

    return read_xml_attestation(content.removeprefix(MARK))


def _no_code_of_ours(said: bytes) -> NoReturn:
    raise NoAttestation("AEO-SIG-01", f"the QR code holds no attestation at all: it {seems(said)}")


def _nothing(content: bytes, given: Content | None = None) -> NoReturn:
    what = seems(content) if given is None else seems_to_be(given, content)
    raise NoAttestation("AEO-SIG-01", f"not an attestation at all: it {what}")
