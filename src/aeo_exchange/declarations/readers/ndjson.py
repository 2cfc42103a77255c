"""Lines of NDJSON to declarations; a line that is not one does not stop the others (DEC-1-8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.assembly import (
    MOST_PARTIES,
    assembled,
    too_many_parties,
)
from aeo_exchange.declarations.declaration import LONG as LONGEST
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty, QuotedNumber
from aeo_exchange.declarations.moments import moment_written
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.declarations.readers.rows import MetDeclaration
from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE
from aeo_exchange.reference.suggestions import did_you_mean

__all__ = ["declarations_of_lines"]

# What msgspec says of a member that is not known, and of where it stands.
UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`(?: - at `([^`]*)`)?")
# Items of tables, by what they are called here.
CALLED = {"declaration": "number", "id": "numbers", "aeoNumber": "numbers", "number": "numbers"}
BLANKS = b" \t\r\n"
MARK = b"\xef\xbb\xbf"
LOOKED_AT = 1 << 16


def declarations_of_lines(stream: BinaryIO, limits: DeclarationLimits) -> Iterator[MetDeclaration]:
    """Yield the declaration of each line, or why it has none; blank lines are passed over."""
    most = limits.declaration_bytes
    if _is_one_object(stream):
        yield _whole(stream, most)
        return
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = stream.readline(most)
            refusal = LimitExceeded(
                TOO_LARGE, f"the line is longer than {how_many(most, 'byte')}", line=number
            )
            yield MetDeclaration(None, refusal, number)
            continue
        if number == 1:
            line = line.removeprefix(MARK)
        if line := line.strip(BLANKS):
            yield _met(line, number)


def _is_one_object(stream: BinaryIO) -> bool:
    """Say whether a text is one object over several lines; the stream stands where it stood."""
    begun = stream.readline(LOOKED_AT)
    first, second = begun.strip(BLANKS), stream.readline(LOOKED_AT).strip(BLANKS)
    stream.seek(0)
    return (
        len(begun) < LOOKED_AT
        and bool(second)
        and not first.endswith(b"}")
        and not second.startswith(b"{")
    )


def _whole(stream: BinaryIO, most: int) -> MetDeclaration:
    content = stream.read(most + 1)
    if len(content) > most:
        refusal = LimitExceeded(
            TOO_LARGE, f"the declaration is longer than {how_many(most, 'byte')}", line=1
        )
        return MetDeclaration(None, refusal, 1)
    return _met(content.removeprefix(MARK).strip(BLANKS), 1)


def _met(line: bytes, number: int) -> MetDeclaration:
    try:
        declaration = _declaration(line, number)
    except ReadError as refusal:
        return MetDeclaration(None, refusal, number)
    return MetDeclaration(declaration, None, number)


def _declaration(line: bytes, number: int) -> Declaration:
    tree = read_tree(line, number)
    try:
        declaration = msgspec.convert(tree, Declaration)
    except msgspec.ValidationError as cause:
        raise MalformedDocument(MALFORMED, _no_declaration(str(cause)), line=number) from cause
    if len(declaration.parties) > MOST_PARTIES:
        raise too_many_parties(declaration.number, number)
    _check_lengths(declaration, number)
    accepted, released = (
        _moment(written, number) for written in (declaration.accepted_at, declaration.released_at)
    )
    return msgspec.structs.replace(
        declaration,
        accepted_at=accepted,
        released_at=released,
        parties=assembled(declaration.parties, ()),
    )


def _no_declaration(cause: str) -> str:
    """Return why an object is no declaration, and what a member that is not known may be called."""
    unknown = UNKNOWN.match(cause)
    if unknown is None:
        return f"no declaration: {cause}"
    member, place = unknown[1], unknown[2] or ""
    if ".numbers" in place:
        known = _members_of(QuotedNumber)
    else:
        known = _members_of(DeclaredParty if place else Declaration)
    called = CALLED.get(member)
    likely = (called,) if called in known else did_you_mean(member, known)[:1]
    meant = f"; perhaps {likely[0]} is meant" if likely else f"; there is {', '.join(known)}"
    return f"no declaration: {cause}{meant}"


def _members_of(part: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the names of the members of a part of a declaration."""
    return tuple(field.encode_name for field in msgspec.structs.fields(part))


def _check_lengths(declaration: Declaration, number: int) -> None:
    """Raise ReadError for texts that the schema of a declaration has not; types say no lengths."""
    texts = [declaration.number]
    for party in declaration.parties:
        texts += (party.name, party.address, party.country)
        for quoted in party.numbers:
            if not quoted.value:
                raise MalformedDocument(MALFORMED, "no declaration: a number is empty", line=number)
            texts.append(quoted.value)
    if max(map(len, texts)) > LONGEST:
        message = f"a text is longer than {how_many(LONGEST, 'character')}"
        raise LimitExceeded(TOO_LARGE, message, line=number)


def _moment(written: str, number: int) -> str:
    moment = moment_written(written) if written else ""
    if written and not moment:
        message = f"{written[:40]!r} is neither an instant nor a day"
        raise MalformedDocument(MALFORMED, message, line=number)
    return moment
