"""aeo-exchange: the exchange of Authorized Economic Operator status records.

Everything a program needs is found here; what is loaded is only what is used.

    >>> import aeo_exchange as aeo
    >>> record = aeo.read_record("samples/story/06-reinstated.aeo.json")
    >>> aeo.status_at(record, at="2025-04-01T00:00:00Z").status.value
    'suspended'
    >>> aeo.digest(record) == aeo.digest(aeo.read_record("samples/story/06-reinstated.aeo.xml"))
    True

Content is bytes, a path, or a file opened with mode "rb". An instant is a datetime with a time
zone, or text such as `2026-11-21T17:30:00+08:00`. What is wrong with a document is in a `Report`,
what is wrong with an attestation in a `Verification`; only inability to do the job is raised, as
an `AeoError` with `code` and `advice`.
"""

from __future__ import annotations

# As type checkers know it; to import it takes longer than the rest, and `aeo` waits for it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from aeo_exchange.errors import (
        AeoError,
        BadSignature,
        DoesNotFit,
        InvalidInstant,
        InvalidRecord,
        ItemsLost,
        LimitExceeded,
        MalformedDocument,
        MissingExtra,
        NewerVersion,
        NoAttestation,
        NotContent,
        NotDisclosed,
        NotSigned,
        ReadError,
        ReferenceDataError,
        SeveralAttestations,
        SeveralRecords,
        SignatureError,
        StaleStatusList,
        StateError,
        StatusError,
        StatusIndexOutOfRange,
        UnknownFormat,
        UnsupportedAlgorithm,
        UntrustedKey,
        UnusableKey,
        WrongChoice,
        WrongType,
    )
    from aeo_exchange.files import FileStore
    from aeo_exchange.formats import Content, Format, Limits
    from aeo_exchange.formats.row import Loss
    from aeo_exchange.formats.sources import Source
    from aeo_exchange.model import (
        AeoRecord,
        Instant,
        Standing,
        StatusAnswer,
        StatusReason,
        canonical_bytes,
        digest,
        instant,
        status_at,
        status_by,
    )
    from aeo_exchange.model.attestation import StatusListPlace
    from aeo_exchange.model.codes import Measure, SizeClass
    from aeo_exchange.model.record import (
        Authorisation,
        Consent,
        Extension,
        Holder,
        Msme,
        Recognition,
        StatusEvent,
        Term,
        View,
    )
    from aeo_exchange.msme import (
        Amount,
        CautionGiven,
        Classification,
        DefinitionUsed,
        Missing,
        SizeCriterion,
    )
    from aeo_exchange.msme.given_figures import Figures
    from aeo_exchange.operations.attestations.present import present
    from aeo_exchange.operations.attestations.sign import Order, sign
    from aeo_exchange.operations.attestations.sign_many import (
        Objection,
        Places,
        Refused,
        Signed,
        Terms,
        sign_many,
    )
    from aeo_exchange.operations.attestations.verifier import Verifier, verify
    from aeo_exchange.operations.reading import read_record, read_records
    from aeo_exchange.operations.records.convert import convert
    from aeo_exchange.operations.records.validate import validate
    from aeo_exchange.operations.reference.classify import classify
    from aeo_exchange.operations.reference.identifiers import (
        Guess,
        check_identifier,
        guess_schemes,
        make_tin,
    )
    from aeo_exchange.operations.trust.places import GivenPlace, PlaceUse, ReservedPlaces
    from aeo_exchange.reference.identifiers import Candidate, IdentifierAnswer, TinAnswer
    from aeo_exchange.reference.programme_facts import Programme, Tier
    from aeo_exchange.reference.programmes import ReferenceData
    from aeo_exchange.reference.schemes import NumberScheme, Proof, Schemes
    from aeo_exchange.reference.size_facts import SectorRow, SizeDefinition, SizeVersion
    from aeo_exchange.report import Finding, LeftOut, Report, Severity, Verdict
    from aeo_exchange.rules import Context, Profile
    from aeo_exchange.signing.attestation import Envelope
    from aeo_exchange.signing.keys import (
        SigningKey,
        SoftwareKey,
        VerificationKey,
        read_certificate,
        read_private_key,
    )
    from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome, Verification
    from aeo_exchange.trust.roots import Root, read_root
    from aeo_exchange.trust.status_list import StatusToken, read_status_list
    from aeo_exchange.trust.store import Store

__all__ = [
    "AeoError",
    "AeoRecord",
    "Amount",
    "Authorisation",
    "BadSignature",
    "Candidate",
    "CautionGiven",
    "CheckName",
    "CheckResult",
    "Classification",
    "Consent",
    "Content",
    "Context",
    "DefinitionUsed",
    "DoesNotFit",
    "Envelope",
    "Extension",
    "Figures",
    "FileStore",
    "Finding",
    "Format",
    "GivenPlace",
    "Guess",
    "Holder",
    "IdentifierAnswer",
    "Instant",
    "InvalidInstant",
    "InvalidRecord",
    "ItemsLost",
    "LeftOut",
    "LimitExceeded",
    "Limits",
    "Loss",
    "MalformedDocument",
    "Measure",
    "Missing",
    "MissingExtra",
    "Msme",
    "NewerVersion",
    "NoAttestation",
    "NotContent",
    "NotDisclosed",
    "NotSigned",
    "NumberScheme",
    "Objection",
    "Order",
    "Outcome",
    "PlaceUse",
    "Places",
    "Profile",
    "Programme",
    "Proof",
    "ReadError",
    "Recognition",
    "ReferenceData",
    "ReferenceDataError",
    "Refused",
    "Report",
    "ReservedPlaces",
    "Root",
    "Schemes",
    "SectorRow",
    "SeveralAttestations",
    "SeveralRecords",
    "Severity",
    "SignatureError",
    "Signed",
    "SigningKey",
    "SizeClass",
    "SizeCriterion",
    "SizeDefinition",
    "SizeVersion",
    "SoftwareKey",
    "Source",
    "StaleStatusList",
    "Standing",
    "StateError",
    "StatusAnswer",
    "StatusError",
    "StatusEvent",
    "StatusIndexOutOfRange",
    "StatusListPlace",
    "StatusReason",
    "StatusToken",
    "Store",
    "Term",
    "Terms",
    "Tier",
    "TinAnswer",
    "UnknownFormat",
    "UnsupportedAlgorithm",
    "UntrustedKey",
    "UnusableKey",
    "Verdict",
    "Verification",
    "VerificationKey",
    "Verifier",
    "View",
    "WrongChoice",
    "WrongType",
    "canonical_bytes",
    "check_identifier",
    "classify",
    "convert",
    "digest",
    "guess_schemes",
    "instant",
    "make_tin",
    "present",
    "read_certificate",
    "read_private_key",
    "read_record",
    "read_records",
    "read_root",
    "read_status_list",
    "sign",
    "sign_many",
    "status_at",
    "status_by",
    "validate",
    "verify",
]

__version__ = "0.1.0"

# Where each name is at home; the name is imported from there when it is first used.
_HOMES = {
    "aeo_exchange.errors": (
        "AeoError BadSignature DoesNotFit InvalidInstant InvalidRecord ItemsLost LimitExceeded "
        "MalformedDocument MissingExtra NewerVersion NoAttestation NotContent NotDisclosed "
        "NotSigned ReadError ReferenceDataError SeveralAttestations SeveralRecords "
        "SignatureError StaleStatusList StateError StatusError StatusIndexOutOfRange "
        "UnknownFormat UnsupportedAlgorithm UntrustedKey UnusableKey WrongChoice WrongType"
    ),
    "aeo_exchange.files": "FileStore",
    "aeo_exchange.formats": "Content Format Limits",
    "aeo_exchange.formats.row": "Loss",
    "aeo_exchange.formats.sources": "Source",
    "aeo_exchange.model": (
        "AeoRecord Instant Standing StatusAnswer StatusReason canonical_bytes digest "
        "instant status_at status_by"
    ),
    "aeo_exchange.model.attestation": "StatusListPlace",
    "aeo_exchange.model.codes": "Measure SizeClass",
    "aeo_exchange.model.record": (
        "Authorisation Consent Extension Holder Msme Recognition StatusEvent Term View"
    ),
    "aeo_exchange.msme": (
        "Amount CautionGiven Classification DefinitionUsed Missing SizeCriterion"
    ),
    "aeo_exchange.msme.given_figures": "Figures",
    "aeo_exchange.operations.attestations.present": "present",
    "aeo_exchange.operations.attestations.sign": "Order sign",
    "aeo_exchange.operations.attestations.sign_many": (
        "Objection Places Refused Signed Terms sign_many"
    ),
    "aeo_exchange.operations.attestations.verifier": "Verifier verify",
    "aeo_exchange.operations.reading": "read_record read_records",
    "aeo_exchange.operations.records.convert": "convert",
    "aeo_exchange.operations.records.validate": "validate",
    "aeo_exchange.operations.reference.classify": "classify",
    "aeo_exchange.operations.reference.identifiers": (
        "Guess check_identifier guess_schemes make_tin"
    ),
    "aeo_exchange.operations.trust.places": "GivenPlace PlaceUse ReservedPlaces",
    "aeo_exchange.reference.programme_facts": "Programme Tier",
    "aeo_exchange.reference.identifiers": "Candidate IdentifierAnswer TinAnswer",
    "aeo_exchange.reference.programmes": "ReferenceData",
    "aeo_exchange.reference.schemes": "NumberScheme Proof Schemes",
    "aeo_exchange.reference.size_facts": "SectorRow SizeDefinition SizeVersion",
    "aeo_exchange.report": "Finding LeftOut Report Severity Verdict",
    "aeo_exchange.rules": "Context Profile",
    "aeo_exchange.signing.attestation": "Envelope",
    "aeo_exchange.signing.keys": (
        "SigningKey SoftwareKey VerificationKey read_certificate read_private_key"
    ),
    "aeo_exchange.trust.answer": "CheckName CheckResult Outcome Verification",
    "aeo_exchange.trust.roots": "Root read_root",
    "aeo_exchange.trust.status_list": "StatusToken read_status_list",
    "aeo_exchange.trust.store": "Store",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import a public name from its home, and keep it."""
    if name not in _HOME_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 only what is used is loaded
    from types import FunctionType  # noqa: PLC0415 as above

    value: object = getattr(import_module(_HOME_OF[name]), name)
    if isinstance(value, FunctionType):
        from aeo_exchange.taking import taking_its_types  # noqa: PLC0415 as above

        value = taking_its_types(value)
        value.__module__ = __name__  # by which it travels to another process
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return what a user needs, and nothing of how it is made."""
    return [*__all__, "__version__"]
