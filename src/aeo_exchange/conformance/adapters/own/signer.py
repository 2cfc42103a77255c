"""Our issuer and our status service behind the adapter protocol; the key comes with the question.

A key that cannot sign, and a document that must not be signed so, are refused: NOT_VALID, and
nothing is handed out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache
from typing import Annotated, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct

from aeo_exchange.conformance.adapters.protocol import Named, Reply, Request, SentDocument
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.media import envelope_of
from aeo_exchange.conformance.suite.texts import told
from aeo_exchange.errors import (
    InvalidRecord,
    NotSigned,
    ReadError,
    SeveralRecords,
    StateError,
    UnsupportedAlgorithm,
    UnusableKey,
)
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.texts import Uri
from aeo_exchange.operations.attestations.sign import Order, attest, claims_of, require_valid
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Severity, Verdict
from aeo_exchange.rules import Context
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.keys import SoftwareKey, read_certificate, read_private_key
from aeo_exchange.trust.status_list import (
    ENTRIES_PER_BYTE,
    FEWEST_ENTRIES,
    LONGEST_HOURS,
    LONGEST_LIST,
    EntryStatus,
)
from aeo_exchange.trust.status_work import StatusListWork

__all__ = [
    "Randomness",
    "answer_with_attestation",
    "answer_with_status_list",
    "order_of",
    "record_of",
    "signing_key",
    "status_place",
]

Randomness: TypeAlias = Callable[[int], bytes]
MOST_ENTRIES = LONGEST_LIST * ENTRIES_PER_BYTE
# What is wrong with the question itself, and not with the product.
REFUSALS = (
    InvalidRecord,
    NotSigned,
    ReadError,
    SeveralRecords,
    StateError,
    UnsupportedAlgorithm,
    UnusableKey,
)


class StatusEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The status of one place in a status list."""

    index: Annotated[int, Meta(description="Place, counted from 0, less than size.", ge=0)]
    status: Annotated[EntryStatus, told("What the entry says: 0, 1, 2 or 3, in this order.")]


class StatusEntries(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The entries of a status list to be signed: the document of `status-list`."""

    uri: Annotated[Uri, told("Name of the list, its sub.")]
    hours: Annotated[
        int, Meta(description="How long the list lasts, from iat to exp.", ge=1, le=LONGEST_HOURS)
    ]
    size: Annotated[
        int,
        Meta(
            description="How many entries it is to have at least.",
            ge=FEWEST_ENTRIES,
            le=MOST_ENTRIES,
        ),
    ] = FEWEST_ENTRIES
    entries: Annotated[
        tuple[StatusEntry, ...],
        told("What is known of places; every other one is valid. No place is told in two ways."),
    ]


def answer_with_attestation(
    request: Request, randomness: Randomness = secrets.token_bytes
) -> Reply:
    """Return the attestation of a record, or refuse to sign it."""
    try:
        record = record_of(request)
        require_valid(record, Context(at=request.at, reference=_reference()))
        order = order_of(request, randomness)
        output = attest(record, claims_of(record, order), status_place(request), order)
    except REFUSALS as cause:
        return _refused(request, cause)
    return _made(request, output)


def answer_with_status_list(request: Request) -> Reply:
    """Return the status list of the entries told, or refuse to publish it."""
    try:
        told = msgspec.convert(read_tree(request.inputs.document.held), StatusEntries)
        work = _status_list(told)
        token = work.token(signing_key(request), at=request.at, lifetime_hours=told.hours)
    except (*REFUSALS, msgspec.ValidationError) as cause:
        return _refused(request, cause)
    return _made(request, token.encode())


def signing_key(request: Request) -> SoftwareKey:
    """Return the key to sign with; raises UnusableKey and UnsupportedAlgorithm.

    Raises AdapterFailure for a question that came without one.
    """
    if request.inputs.key is UNSET:
        raise AdapterFailure("to sign needs inputs.key")
    return read_private_key(request.inputs.key.held)


def order_of(request: Request, randomness: Randomness) -> Order:
    """Return how a record is to be signed; raises UnusableKey and UnsupportedAlgorithm."""
    inputs, options = request.inputs, request.options
    return Order(
        key=signing_key(request),
        at=request.at,
        expires=None if options.expires is UNSET else options.expires,
        issuer=None if options.issuer is UNSET else options.issuer,
        envelope=Envelope(envelope_of(str(options.target))),
        certificate=(
            None if inputs.certificate is UNSET else read_certificate(inputs.certificate.held)
        ),
        randomness=randomness,
        full=True,  # the question says which record is meant
    )


def status_place(request: Request) -> StatusListPlace:
    """Return the place in a status list that an attestation is to name.

    Raises AdapterFailure for a request that names none.
    """
    place = request.options.status
    if place is UNSET:
        raise AdapterFailure("an attestation needs options.status")
    return StatusListPlace(idx=place.idx, uri=place.uri)


def record_of(request: Request) -> AeoRecord:
    """Return the record to be signed; raises InvalidRecord, ReadError, SeveralRecords."""
    return read_record(request.inputs.document.held)


def _status_list(told: StatusEntries) -> StatusListWork:
    """Return a list with the entries told; raises StateError for what cannot be published."""
    # A list of ours has whole bytes of places, so it may be a little longer than was asked for.
    work = StatusListWork.create(told.uri, told.size + -told.size % 8)
    by_index: dict[int, EntryStatus] = {}
    for entry in told.entries:
        if entry.index >= told.size:
            raise StateError(f"there are {told.size} places and none at {entry.index}")
        if by_index.setdefault(entry.index, entry.status) is not entry.status:
            raise StateError(f"two statuses are told for the place {entry.index}")
        work.set(entry.index, entry.status)
    return work


def _made(request: Request, output: bytes) -> Reply:
    return Reply(seq=request.seq, verdict=Verdict.VALID, output=SentDocument.of("", output).content)


def _refused(request: Request, cause: Exception) -> Reply:
    named = [Named(path="", message=str(cause))]
    verdict = Verdict.NOT_VALID
    if isinstance(cause, InvalidRecord):
        verdict = cause.report.verdict
        named = [
            Named(code=finding.code, path=finding.path, message=finding.message)
            for finding in cause.report.findings
            if finding.severity is Severity.ERROR
        ]
    return Reply(seq=request.seq, verdict=verdict, findings=tuple(named))


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
