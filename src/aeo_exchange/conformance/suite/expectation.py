"""What must be answered to a case: the part `expect` of case.json."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.conformance.adapters.replies import (
    AnsweredParty,
    AnsweredRecognition,
    AnsweredStanding,
    AnsweredState,
    AnsweredViews,
)
from aeo_exchange.conformance.suite.texts import (
    EACH_ONCE,
    AtLeastNothing,
    Codes,
    InstantText,
    Phrase,
    RuleCode,
    Sha256,
    told,
)
from aeo_exchange.report import Severity, Verdict

__all__ = [
    "Expectation",
    "ExpectedAttestation",
    "ExpectedCheck",
    "ExpectedEntry",
    "ExpectedFinding",
    "ExpectedLine",
    "ExpectedStatusList",
    "ExpectedStream",
    "ExpectedTombstone",
    "SuitePart",
]


XPath = Annotated[str, Meta(pattern="^/AeoRecord(/[A-Z][A-Za-z0-9]*(\\[[1-9][0-9]*\\])?)*$")]


class SuitePart(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of a suite file."""


class ExpectedFinding(SuitePart, frozen=True, kw_only=True):
    """A finding that must be there."""

    code: Annotated[RuleCode, told("Code of the rule that is broken.")]
    severity: Annotated[Severity, told("How much the finding weighs.")]
    path: Annotated[
        str,
        Meta(
            description="JSON Pointer into the record, in every syntax; empty for the record, or "
            "the content, as a whole.",
            pattern="^(/([^~/]|~[01])*)*$",
        ),
    ]
    record: Annotated[
        AtLeastNothing | UnsetType,
        told(
            "Place of the record in an input of several, counted from 0; always there where "
            "records are compared."
        ),
    ] = UNSET
    xpath: Annotated[
        XPath | UnsetType,
        told(
            "The same place, or its nearest parent that exists, in the XML input, from AeoRecord "
            "on; absent where there is none."
        ),
    ] = UNSET


class ExpectedCheck(SuitePart, frozen=True, kw_only=True):
    """A check of a verifier that must come out so."""

    name: Annotated[Phrase, told("Name of the check.")]
    outcome: Annotated[
        Literal["pass", "fail", "undetermined", "skipped"], told("How it comes out.")
    ]


class ExpectedAttestation(SuitePart, frozen=True, kw_only=True):
    """What an attestation must say."""

    # A tree; msgspec takes no type that holds itself.
    claims: Annotated[
        dict[str, Any],
        Meta(description="Every claim but jti, iat, nbf and exp, disclosed or not.", min_length=1),
    ]
    hidden: Annotated[
        tuple[Phrase, ...],
        told(
            "Names of the claims that are disclosures and not visible; none in the XML envelope.",
            **EACH_ONCE,
        ),
    ] = ()
    until: Annotated[InstantText, told("The latest instant that exp may be.")]
    exactly: Annotated[bool, told("Whether exp must be just that instant.")] = False


class ExpectedEntry(SuitePart, frozen=True, kw_only=True):
    """An entry of a status list that is not 0."""

    index: Annotated[AtLeastNothing, told("Place, counted from 0.")]
    value: Annotated[int, Meta(description="Value of its two bits.", ge=1, le=3)]


class ExpectedStatusList(SuitePart, frozen=True, kw_only=True):
    """What a status list must say."""

    uri: Annotated[Phrase, told("Its sub.")]
    seconds: Annotated[int, Meta(description="exp less iat.", ge=1, le=259_200)]
    size: Annotated[int, Meta(description="How many entries it has at least.", ge=131_072)]
    entries: Annotated[tuple[ExpectedEntry, ...], told("Every entry that is not 0.")]


class ExpectedTombstone(SuitePart, frozen=True, kw_only=True):
    """What a tombstone must say; of a new one `retainUntil` is free."""

    cause: Annotated[Phrase, told("Cause.")]
    effective_from: Annotated[InstantText, told("Since when.")]
    retain_until: Annotated[InstantText | UnsetType, told("Of one that was there before.")] = UNSET
    to: Annotated[Phrase | UnsetType, told("Where a record moved.")] = UNSET


class ExpectedLine(SuitePart, frozen=True, kw_only=True):
    """An entry of the state: one of the digest of a view and a tombstone."""

    key: Annotated[Phrase, told("Key of the entry.")]
    digest: Annotated[Sha256 | UnsetType, told("Digest of the view.")] = UNSET
    tombstone: Annotated[ExpectedTombstone | UnsetType, told("The tombstone.")] = UNSET


class ExpectedStream(SuitePart, frozen=True, kw_only=True):
    """What the next message of a stream must say."""

    iss: Annotated[Phrase, told("Sender.")]
    aud: Annotated[Phrase, told("Audience.")]
    agreement: Annotated[Phrase, told("Agreement.")]
    profile: Annotated[Sha256, told("Digest of the partner profile.")]
    above: Annotated[AtLeastNothing, told("The number that the sequence must be higher than.")]
    entries: Annotated[tuple[ExpectedLine, ...], told("The state, in its order.")]


class Expectation(SuitePart, frozen=True, kw_only=True):
    """The answer, the same for every input."""

    verdict: Annotated[Verdict, told("The verdict over all records of an input.")]
    findings: Annotated[
        tuple[ExpectedFinding, ...],
        told("Every finding that must be there, in any order; none beside them but those allowed."),
    ] = ()
    checks: Annotated[
        tuple[ExpectedCheck, ...] | UnsetType,
        told(
            "Named checks of a verifier that must come out so; every other one passes or is "
            "skipped."
        ),
    ] = UNSET
    digests: Annotated[
        Annotated[tuple[Sha256, ...], Meta(min_length=1)] | UnsetType,
        told("Digest of each record, in their order."),
    ] = UNSET
    attestation: Annotated[
        ExpectedAttestation | UnsetType, told("What the attestation must say.")
    ] = UNSET
    status_list: Annotated[
        ExpectedStatusList | UnsetType, told("What the status list must say.")
    ] = UNSET
    standing: Annotated[AnsweredStanding | UnsetType, told("The status that was asked for.")] = (
        UNSET
    )
    state: Annotated[
        AnsweredState | UnsetType,
        told("What a receiver must hold then; absent where it must hold nothing."),
    ] = UNSET
    recognition: Annotated[
        AnsweredRecognition | UnsetType, told("What must be answered about recognition.")
    ] = UNSET
    left_out: Annotated[
        AnsweredViews | UnsetType, told("What a producer must leave out of views, and why.")
    ] = UNSET
    parties: Annotated[
        tuple[AnsweredParty, ...] | UnsetType,
        told("The parties, in any order; candidates are the least that must be named."),
    ] = UNSET
    stream: Annotated[
        ExpectedStream | UnsetType, told("What the next message of a stream must say.")
    ] = UNSET
    allow: Annotated[
        Codes, told("Codes of findings that may stand beside, wherever they are.")
    ] = ()
    forbid: Annotated[
        Codes,
        told("Codes of findings that must not be there, even if a profile allows others."),
    ] = ()
