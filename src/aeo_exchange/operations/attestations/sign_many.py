"""Content to attestations: one for each record, in the order of the content.

What cannot be signed is reported and the rest goes on. Records are taken some at a time: places
in a status list are drawn for those that are going to be signed, so that few are wasted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import NotSigned
from aeo_exchange.formats import Limits
from aeo_exchange.formats.sources import Source, contents_of
from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.attestations.sign import Order, attest, claims_of
from aeo_exchange.operations.reading import Reading, read_contents
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.operations.trust.places import PlaceUse, ReservedPlaces
from aeo_exchange.report import Report, Verdict
from aeo_exchange.rules import Context
from aeo_exchange.signing.dates import numeric_date_instant

__all__ = [
    "Objection",
    "Places",
    "Refused",
    "Signed",
    "SigningOutcome",
    "Terms",
    "sign_many",
    "sign_readings",
    "unobjectionable",
]

BATCH = 512  # records in memory at a time; each batch draws its places at once


class Signed(Struct, frozen=True, kw_only=True):
    """A record that was signed, for a place in a status list; `is_full` says that it is no view."""

    source: str
    record_id: str
    content: bytes
    index: int
    is_full: bool


class Refused(Struct, frozen=True, kw_only=True):
    """A record that cannot be signed so, and why."""

    source: str
    record_id: str
    message: str


# A report stands for what is no valid record.
SigningOutcome: TypeAlias = Signed | Refused | Report
# So many places in a status list, or fewer when there are no more.
Places: TypeAlias = Callable[[int], list[StatusListPlace]]
# Why a record of this id is not to be signed, or an empty text.
Objection: TypeAlias = Callable[[str], str]


def unobjectionable(_record_id: str) -> str:
    """Object to nothing."""
    return ""


class _Ready(NamedTuple):
    """A valid record with what is to be claimed of it."""

    source: str
    record: AeoRecord
    claims: dict[str, Tree]


class Terms(Struct, frozen=True, kw_only=True):
    """On what terms records are signed: where places come from, how they are judged and read.

    `objection` is asked before a place is drawn, so that none is wasted. Without a `context`
    records are judged at the instant of signing, by the reference data of the package.
    """

    places: Places
    context: Context | None = None
    limits: Limits = Limits()
    objection: Objection = unobjectionable


def sign_many(
    contents: Source | Iterable[Source], order: Order, terms: Terms
) -> Iterator[Signed | Refused | Report]:
    """Yield an attestation for each valid record, and what is wrong with the others.

    Content is bytes, a path or an open binary file, one or several. Raises NotContent, StateError
    where there are no places left, SignatureError where the key cannot sign.
    """
    yield from sign_readings(read_contents(contents_of(contents), terms.limits), order, terms)


def sign_readings(
    readings: Iterable[Reading], order: Order, terms: Terms
) -> Iterator[SigningOutcome]:
    """Yield an attestation for each valid record that was read, and what is wrong with others."""
    context = terms.context or Context(at=order.at)
    ready = (
        _prepare(reading, report, order, terms)
        for reading, report in refusals_told(readings, context)
    )
    while batch := list(islice(ready, BATCH)):
        yield from _attested(batch, order, terms.places)


def _prepare(
    reading: Reading, report: Report, order: Order, terms: Terms
) -> _Ready | Refused | Report:
    """Return the claims of a record, nothing drawn and nothing signed yet."""
    source, record = reading.source, reading.record
    if record is None or report.verdict is not Verdict.VALID:
        return report
    if objection := terms.objection(record.record_id):
        return Refused(source=source, record_id=record.record_id, message=objection)
    try:
        return _Ready(source, record, claims_of(record, order))
    except NotSigned as cause:
        return _refused(source, record, cause)


def _attested(
    batch: list[_Ready | Refused | Report], order: Order, places: Places
) -> Iterator[SigningOutcome]:
    """Yield what becomes of a batch; a place is drawn for each record that is ready."""
    ready = [prepared for prepared in batch if isinstance(prepared, _Ready)]
    drawn = iter(_drawn(ready, places) if ready else ())
    for prepared in batch:
        yield (
            _attest(prepared, order, next(drawn, UNSET))
            if isinstance(prepared, _Ready)
            else prepared
        )


def _drawn(ready: Sequence[_Ready], places: Places) -> list[StatusListPlace]:
    """Return places for records; the working file of a status list is told which they are."""
    if not isinstance(places, ReservedPlaces):
        return places(len(ready))
    return places.for_records(
        [PlaceUse(signable.record.record_id, _end_of(signable.claims)) for signable in ready]
    )


def _end_of(claims: dict[str, Tree]) -> str:
    end = claims["exp"]
    assert isinstance(end, int)
    return numeric_date_instant(end)


def _attest(ready: _Ready, order: Order, place: StatusListPlace | UnsetType) -> SigningOutcome:
    source, record, claims = ready
    if place is UNSET:
        return _refused(source, record, NotSigned("", "an earlier record took the one place given"))
    try:
        content = attest(record, claims, place, order)
    except NotSigned as cause:
        return _refused(source, record, cause)
    is_full = record.view is UNSET
    return Signed(
        source=source,
        record_id=record.record_id,
        content=content,
        index=place.idx,
        is_full=is_full,
    )


def _refused(source: str, record: AeoRecord, cause: NotSigned) -> Refused:
    return Refused(source=source, record_id=record.record_id, message=f"{cause}. {cause.advice}")
