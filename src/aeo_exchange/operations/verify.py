"""Content to answers about attestations: tokens, one a line, or an XML attestation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, NoReturn

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.formats import Content
from aeo_exchange.model.attestation import Claims
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Unproved
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.sd_jwt import read_sd_jwt
from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome, Verification
from aeo_exchange.trust.handover import take_over
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.roots import Root
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import StatusToken, read_status_list
from aeo_exchange.trust.trust_list import Trust, open_trust
from aeo_exchange.trust.verify import verify_attestation

__all__ = ["UNREADABLE", "Evidence", "gather", "remember", "verify"]

UNREADABLE = "AEO-SYN-00"
LONGEST_TOKEN = 1 << 18  # ATT-2-1
LONGEST_XML = 1 << 21
BLANKS = b" \t\r\n"


class Evidence(Struct, frozen=True, kw_only=True):
    """What the verifier was given, as bytes: trust lists, pinned roots, status lists.

    `handovers` introduce new roots, in their order. `min_sequence` is the lowest sequence of a
    trust list that counts.
    """

    trust: tuple[bytes, ...] = ()
    roots: tuple[Root, ...] = ()
    handovers: tuple[bytes, ...] = ()
    status: tuple[bytes, ...] = ()
    min_sequence: int = 0


def gather(
    evidence: Evidence,
    *,
    seen: Seen,
    reference: ReferenceData,
    fetch: Callable[[str], StatusToken] | None = None,
) -> Sources:
    """Return what answers rest on; evidence that is refused is kept as its refusal."""
    return Sources(
        trust=_opened(evidence, seen),
        seen=seen,
        reference=reference,
        read_record=read_record,
        status=tuple(_status_list(each) for each in evidence.status),
        fetch=fetch,
    )


def _opened(evidence: Evidence, seen: Seen) -> Trust | SignatureError:
    try:
        roots = evidence.roots
        for handover in evidence.handovers:
            roots = (*roots, take_over(handover, roots))
        return open_trust(evidence.trust, roots, seen=seen, min_sequence=evidence.min_sequence)
    except SignatureError as refusal:
        return refusal


def _status_list(content: bytes) -> StatusToken | SignatureError:
    try:
        return read_status_list(content)
    except SignatureError as refusal:
        return refusal


def verify(
    contents: Iterable[Content], question: Question, sources: Sources
) -> Iterator[Verification]:
    """Yield an answer for each attestation of each content.

    Content that cannot be opened gives an UNDETERMINED answer with code AEO-SYN-00, and the
    rest is still verified.
    """
    for content in contents:
        try:
            for name, read in _attestations(content):
                yield verify_attestation(read, name, question, sources)
        except OSError as cause:
            yield _unread(content.name, cause)


def remember(answer: Verification, seen: Seen) -> None:
    """Keep what an answer rests on, so that nothing older is accepted from now on."""
    if not answer.claims or answer.trust_list is UNSET:
        return
    claims = msgspec.convert(answer.claims, Claims)
    if answer.as_of is not UNSET:
        seen.note_status(claims.status.status_list.uri, numeric_date(answer.as_of))
    if answer.verdict is Verdict.VALID:
        seen.note_revision(answer.trust_list, claims.iss, claims.record_id, claims.revision)


def _attestations(content: Content) -> Iterator[tuple[str, Callable[[], Unproved]]]:
    """Yield the attestations of content, each by a name and what reads it or refuses it."""
    with content.open() as stream:
        head = _first_piece(stream)
        if head.lstrip(BLANKS).startswith(b"<"):
            whole = head + stream.read(LONGEST_XML)
            yield content.name, lambda: _xml(whole)
            return
        if head.lstrip(BLANKS).startswith((b"{", b"[")):
            yield content.name, _unsigned
            return
        _skip_rest(head, stream)
        for name, line in _lines(content, head, stream):
            yield name, partial(_token, line)


def _first_piece(stream: BinaryIO) -> bytes:
    """Return the next line that is not blank; of one that is too long, enough to refuse it."""
    while piece := stream.readline(LONGEST_TOKEN + 2):
        if piece.strip(BLANKS):
            return piece
    return b""


def _skip_rest(piece: bytes, stream: BinaryIO) -> None:
    """Read over the rest of a line that is too long."""
    while len(piece) > LONGEST_TOKEN and not piece.endswith(b"\n"):
        piece = stream.readline(LONGEST_TOKEN + 2)


def _next_line(stream: BinaryIO) -> bytes:
    line = _first_piece(stream)
    _skip_rest(line, stream)
    return line


def _unsigned() -> NoReturn:
    refusals.refuse("AEO-SIG-01", "a record, or other JSON, that nobody has signed")


def _lines(content: Content, head: bytes, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield each line with its name; where there is one only, the name is that of the content."""
    number = content.first_line
    following = _next_line(stream)
    if not following:
        yield (content.name if number == 1 else f"{content.name}:{number}"), head.strip(BLANKS)
        return
    line = head
    while line:
        yield f"{content.name}:{number}", line.strip(BLANKS)
        line, following, number = following, _next_line(stream), number + 1


def _token(line: bytes) -> Unproved:
    refusals.require(
        len(line) <= LONGEST_TOKEN, "AEO-SIG-01", "longer than an attestation may be, 256 KiB"
    )
    try:
        return read_sd_jwt(line.decode("ascii"))
    except UnicodeDecodeError as cause:
        refusals.refuse("AEO-SIG-01", "not an attestation: not ASCII", cause)


def _xml(content: bytes) -> Unproved:
    refusals.require(
        len(content) <= LONGEST_XML, "AEO-SIG-01", "longer than an attestation may be, 2 MiB"
    )
    from aeo_exchange.signing.xml_attestation import (  # noqa: PLC0415 start-up time is felt
        read_xml_attestation,
    )

    return read_xml_attestation(content)


def _unread(source: str, cause: OSError) -> Verification:
    reason = f"cannot be read: {cause.strerror or cause}"
    unread = CheckResult(
        name=CheckName.FORMAT, outcome=Outcome.UNDETERMINED, reason=reason, code=UNREADABLE
    )
    others: Sequence[CheckResult] = [
        CheckResult(name=name, outcome=Outcome.SKIPPED, reason="there was nothing to check")
        for name in CheckName
        if name is not CheckName.FORMAT
    ]
    return Verification(
        source=source, verdict=Verdict.UNDETERMINED, checks=(unread, *others), claims={}
    )
