"""A record to an attestation of its status at an instant, in either envelope."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

import msgspec
from cryptography.x509 import Certificate
from msgspec import UNSET, Struct

from aeo_exchange.errors import NotSigned
from aeo_exchange.formats.json_places import places_in
from aeo_exchange.model.attestation import DISCLOSABLE, Claims, StatusListPlace
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.codes import HolderKind
from aeo_exchange.model.document import Document, Place, Position
from aeo_exchange.model.instants import instant, normalise
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.reading import reading_of, refusal_of
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.report import Severity, Verdict
from aeo_exchange.rules import Context
from aeo_exchange.signing import base64url
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.dates import numeric_date, numeric_date_instant
from aeo_exchange.signing.keys import SigningKey
from aeo_exchange.signing.projection import ends, project
from aeo_exchange.signing.sd_jwt import HIDDEN, issue_sd_jwt

__all__ = ["Order", "attest", "claims_of", "require_valid", "sign"]

_NAME_BYTES = 16


class Order(Struct, frozen=True, kw_only=True):
    """How records are to be signed, the same for each of them.

    Without `expires` an attestation speaks as long as it may. `issuer` is the administration
    that signs, whose records these must be. The XML envelope needs the certificate of the key.
    A record that is no view is refused unless `full` (ATT-1-4).
    """

    key: SigningKey
    at: str
    expires: str | None = None
    issuer: str | None = None
    envelope: Envelope = Envelope.SD_JWT
    certificate: Certificate | None = None
    randomness: Callable[[int], bytes] = secrets.token_bytes
    full: bool = False

    def __post_init__(self) -> None:
        """Read the instants once; raises InvalidInstant for anything else."""
        normalise(self, "at", optional=("expires",))


def sign(  # noqa: PLR0913 one for each thing that an attestation depends on
    record: AeoRecord,
    *,
    key: SigningKey,
    status: StatusListPlace,
    at: str | datetime,
    expires: str | datetime | None = None,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
    full: bool = False,
) -> str:
    """Return the attestation of a record as an SD-JWT with every disclosure.

    `at` is the instant of signing, and `expires` the first at which it no longer speaks; without
    it that is as late as allowed. Raises InvalidRecord for a record that is not valid at `at`,
    NotSigned for one that cannot be signed so, such as a full record without `full`.
    """
    when, until = instant(at), None if expires is None else instant(expires)
    require_valid(record, Context(at=when, reference=shipped()))
    order = Order(key=key, at=when, expires=until, randomness=randomness, full=full)
    return attest(record, claims_of(record, order), status, order).decode()


def require_valid(record: AeoRecord, context: Context) -> None:
    """Raise InvalidRecord unless schema and rules accept a record, NewerVersion if none can say."""
    document = Document(tree=msgspec.to_builtins(record), locate=partial(_in_canonical, record))
    _, report = next(refusals_told([reading_of(document, record.record_id)], context))
    if report.verdict is not Verdict.VALID:
        errors = (finding for finding in report.findings if finding.severity is Severity.ERROR)
        raise refusal_of(msgspec.structs.replace(report, record_id=UNSET, findings=(*errors,)))


def _in_canonical(record: AeoRecord, paths: Iterable[str]) -> Mapping[str, Place]:
    """Return the places of what is wrong with a record that has no text, in its canonical one."""
    return places_in(canonical_bytes(record).decode(), paths, Position(1, 1))


def claims_of(record: AeoRecord, order: Order) -> dict[str, Tree]:
    """Return what an attestation of a record is to claim, all but its place in a status list.

    Raises NotSigned for a record of another administration, for one whose status is not known,
    for that of a natural person in XML, and for an end that is too late.
    """
    if order.issuer is not None and order.issuer != record.administration:
        raise NotSigned(
            "", f"{order.issuer} cannot sign for the administration {record.administration}"
        )
    if order.envelope is Envelope.XADES and _is_person(record):
        raise NotSigned(
            "", "the holder is a natural person, and the XML envelope shows name and TIN to all"
        )
    if record.view is UNSET and not order.full:
        raise NotSigned(
            "",
            "it is a full record, with what no partner may see; sign a view of it, or say that the "
            "full record is meant (--full)",
        )
    iat = numeric_date(order.at)
    claims: dict[str, Tree] = {
        **project(record, order.at),
        "jti": base64url.encode(order.randomness(_NAME_BYTES)),
        "iat": iat,
        "nbf": iat,
        "exp": _end(record, iat, order.expires),
    }
    if "authorisation_status" not in claims:
        raise NotSigned("", f"the history says nothing of the status at {order.at}")
    return claims


def attest(
    record: AeoRecord, claims: dict[str, Tree], status: StatusListPlace, order: Order
) -> bytes:
    """Return the attestation that claims of a record, at a place in a status list, make.

    Raises NotSigned for claims that no verifier would read, such as a date before 2001.
    """
    place: Tree = {"status_list": {"idx": status.idx, "uri": status.uri}}
    placed = {**claims, "status": place}
    _require_form(placed)
    match order.envelope:
        case Envelope.SD_JWT:
            hide = frozenset(DISCLOSABLE) if _is_person(record) else HIDDEN
            return issue_sd_jwt(placed, order.key, hide=hide, randomness=order.randomness).encode()
        case Envelope.XADES:
            from aeo_exchange.signing.xades import sign_xml  # noqa: PLC0415 loads lxml and signxml

            if order.certificate is None:
                raise NotSigned("", "the XML envelope carries a certificate, and none is given")
            return sign_xml(
                placed, record, order.key, order.certificate, randomness=order.randomness
            )


def _is_person(record: AeoRecord) -> bool:
    return record.holder.kind is HolderKind.NATURAL_PERSON


def _end(record: AeoRecord, iat: int, expires: str | None) -> int:
    """Return `exp`: as late as allowed, or as asked for."""
    latest, bound = min(ends(record, iat))
    if expires is None:
        return latest
    exp = numeric_date(expires)
    if exp > latest:
        raise NotSigned("", f"it cannot be valid after {numeric_date_instant(latest)}, {bound}")
    if exp <= iat:
        raise NotSigned("", f"it would end at {expires}, which is not after it is signed")
    return exp


def _require_form(claims: dict[str, Tree]) -> None:
    try:
        msgspec.convert(claims, Claims)
    except msgspec.ValidationError as cause:
        raise NotSigned("", f"the claims have not their form: {cause}") from cause
