"""One case of the suite: what is asked, and what must be answered.

case.schema.json is printed from it; what one member asks of another is beside the printer.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from aeo_exchange.conformance.adapters.requests import (
    AnsweredPlace,
    AskedAudience,
    AskedExpiry,
    AskedIssuer,
    AskedKnowledge,
    AskedRecognition,
    AskedTier,
)
from aeo_exchange.conformance.suite.expectation import Expectation, SuitePart
from aeo_exchange.conformance.suite.lists import Operation, ProductRole
from aeo_exchange.conformance.suite.texts import (
    EACH_ONCE,
    AtLeastOne,
    CaseId,
    Clause,
    Countries,
    InstantText,
    Phrase,
    SpecRelease,
    told,
)

__all__ = ["Case", "CaseDocument", "CaseGiven", "CaseOptions", "Input", "RootInput", "SuiteRelease"]

Written = Literal[
    "application/vnd.aeo-exchange.record+json;version=1.0",
    "application/vnd.aeo-exchange.record+ndjson;version=1.0",
    "application/vnd.aeo-exchange.record+xml;version=1.0",
    "application/vnd.aeo-exchange.record+csv;version=1.0",
    "application/vnd.aeo-exchange.record+xlsx;version=1.0",
    "application/vnd.aeo-exchange.status+sd-jwt",
    "application/vnd.aeo-exchange.attestation+xml;version=1.0",
]
Asked = Literal[
    Written,
    "image/png",
    "application/vnd.aeo-exchange.conformance.status-entries+json;version=1.0",
    "application/vnd.aeo-exchange.conformance.messages-ndjson+json;version=1.0",
    "application/vnd.aeo-exchange.conformance.messages-xml+json;version=1.0",
    "application/vnd.aeo-exchange.conformance.answers+json;version=1.0",
    "application/vnd.aeo-exchange.conformance.declaration+json;version=1.0",
    "application/vnd.aeo-exchange.conformance.declaration+xml;version=1.0",
    "application/vnd.aeo-exchange.conformance.declaration+csv;version=1.0",
]


class Input(SuitePart, frozen=True, kw_only=True):
    """A file and its media type."""

    media: Annotated[Phrase, told("Media type.")]
    path: Annotated[
        str,
        Meta(
            description="File beside case.json, or below keys/ of the suite.",
            pattern="^([a-z0-9][A-Za-z0-9._-]*|keys/[A-Za-z0-9._/-]+)$",
        ),
    ]


class CaseDocument(Input, frozen=True, kw_only=True):
    """A document and its media type."""

    media: Annotated[Asked, told("Media type of the input.")]
    path: Annotated[
        str,
        Meta(
            description="File beside case.json.",
            pattern="^input(\\.(json|ndjson|xml|csv|xlsx|sdjwt|png)|-(ndjson|xml)\\.json)$",
        ),
    ]


class RootInput(Input, frozen=True, kw_only=True):
    """A root, or a handover; one that names administrations is pinned for these alone."""

    pinned_for: Annotated[
        Countries | UnsetType,
        told("Administrations for which this root is pinned, in place of pinnedFor of the case."),
    ] = UNSET


class CaseGiven(SuitePart, frozen=True, kw_only=True):
    """What is given beside the document: what a verdict rests on, or the key of one who signs."""

    record: Annotated[
        Input | UnsetType,
        told("The record that the attestation is about; of a matcher those that are held."),
    ] = UNSET
    trust: Annotated[tuple[Input, ...], told("Trust lists.")] = ()
    roots: Annotated[tuple[RootInput, ...], told("Keys by which trust lists are checked.")] = ()
    status: Annotated[tuple[Input, ...], told("Status lists.")] = ()
    profiles: Annotated[
        tuple[Input, ...], told("Versions of the partner profile that were adopted.")
    ] = ()
    expect_tin: Annotated[
        Phrase | UnsetType, told("The TIN that the verifier was shown elsewhere.")
    ] = UNSET
    min_sequence: Annotated[
        AtLeastOne | UnsetType,
        told("The lowest sequence of a trust list that is not a rollback."),
    ] = UNSET
    known_revision: Annotated[
        AtLeastOne | UnsetType, told("The latest revision of the record that is known.")
    ] = UNSET
    known_status_at: Annotated[
        InstantText | UnsetType,
        told("The instant of the newest status list of that name that was used before."),
    ] = UNSET
    pinned_for: Annotated[
        Countries | UnsetType,
        told("Administrations for which the roots are pinned; absent means all."),
    ] = UNSET
    test_keys: Annotated[bool | UnsetType, told("Whether keys marked test-only are taken.")] = UNSET
    key: Annotated[Input | UnsetType, told("Private key to sign with.")] = UNSET
    certificate: Annotated[
        Input | UnsetType,
        told("Certificate of that key, by which what was signed is judged."),
    ] = UNSET
    holding: Annotated[
        Input | UnsetType, told("What a recogniser holds, in the place of its register.")
    ] = UNSET
    previous: Annotated[
        Input | UnsetType, told("The message that a sender published last; absent at first.")
    ] = UNSET
    secret: Annotated[Input | UnsetType, told("Secret of the stream of a sender.")] = UNSET


class CaseOptions(SuitePart, frozen=True, kw_only=True):
    """What else is asked: the media type to be written, and what an attestation is to say."""

    target: Annotated[
        Written | UnsetType, told("Media type that a converter or an issuer writes.")
    ] = UNSET
    status: AnsweredPlace | UnsetType = UNSET
    expires: AskedExpiry = UNSET
    issuer: AskedIssuer = UNSET
    tier: AskedTier = UNSET
    known_at: AskedKnowledge = UNSET
    recognition: AskedRecognition | UnsetType = UNSET
    audience: AskedAudience = UNSET


class Case(SuitePart, frozen=True, kw_only=True):
    """One case, as its case.json has it."""

    id: Annotated[
        CaseId,
        told(
            "Rule and number, or family, item and number: p is valid, n is not. Never given a "
            "second time, never renumbered."
        ),
    ]
    title: Annotated[
        str, Meta(description="What the input is, in a few words.", min_length=1, max_length=120)
    ]
    why: Annotated[
        str,
        Meta(
            description="Why the answer is right, and why a syntax is missing where one is.",
            min_length=1,
            max_length=400,
        ),
    ]
    requirement: Annotated[
        tuple[Clause, ...],
        Meta(
            description="Clauses of the specification that the case tests.",
            min_length=1,
            extra_json_schema=EACH_ONCE,
        ),
    ]
    level: Annotated[
        Literal["MUST", "SHOULD"],
        told(
            "How binding the requirement is; a broken SHOULD gives a warning and leaves the "
            "verdict VALID."
        ),
    ]
    roles: Annotated[
        tuple[ProductRole, ...],
        Meta(
            description="The conformance roles that must answer the case.",
            min_length=1,
            extra_json_schema=EACH_ONCE,
        ),
    ]
    since: Annotated[SpecRelease, told("Version of the standard that has the case first.")]
    flags: Annotated[
        tuple[Annotated[str, Meta(pattern="^[A-Z][A-Za-z0-9]*$")], ...],
        Meta(
            description="Kinds of fault or edge, for choosing cases and for counting what an "
            "implementation misses.",
            min_length=1,
            extra_json_schema=EACH_ONCE,
        ),
    ]
    operation: Annotated[
        Operation,
        told(
            "What the implementation is asked to do with each input: validate its records one by "
            "one, or also compare them with each other; convert it; give its digests; verify an "
            "attestation; sign a record; publish a status list; say a status; take the messages "
            "of a stream; say whether a firm is recognised; cut views; "
            "write the next message of a stream; take answers to heads; say who in a declaration "
            "is recognised."
        ),
    ]
    at: Annotated[InstantText, told("The instant of the question, in place of the clock.")]
    inputs: Annotated[
        tuple[CaseDocument, ...],
        Meta(
            description="The same case in each syntax that can write it, one input a syntax.",
            min_length=1,
            max_length=3,
        ),
    ]
    given: CaseGiven | UnsetType = UNSET
    options: CaseOptions = CaseOptions()
    expect: Expectation

    @property
    def area(self) -> str:
        """The area of the case, such as LIF, which is also its folder."""
        first, second, *_ = self.id.split("-")
        return second if first == "AEO" else first

    @property
    def is_core(self) -> bool:
        """Whether the case tests a MUST."""
        return self.level == "MUST"


class SuiteRelease(SuitePart, frozen=True, kw_only=True):
    """What names a release of the suite in a report."""

    id: str
    version: str
    spec: str
    case_set: str
