"""The other files of the suite, each the definition of a schema that is printed from it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel
from aeo_exchange.conformance.suite.texts import (
    EACH_ONCE,
    AtLeastOne,
    CaseId,
    Clause,
    Phrase,
    Release,
    RuleCode,
    Sha256,
    SpecRelease,
    told,
)

__all__ = [
    "CaseSet",
    "KeyFiles",
    "KeyList",
    "Manifest",
    "Mutant",
    "MutantList",
    "PublishedFile",
    "Requirement",
    "RequirementList",
    "SuiteKey",
    "Tombstone",
    "TombstoneList",
]

KeyFile = Annotated[
    str,
    Meta(pattern="^[a-z0-9-]+\\.(private|public)\\.(pem|der|jwk)$|^[a-z0-9-]+\\.cert\\.pem$"),
]


class _Written(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of a file that is written with the suite."""


class PublishedFile(_Written, frozen=True, kw_only=True):
    """A file and its digest."""

    path: Annotated[Phrase, told("Path below the project or the installed package.")]
    sha256: Annotated[Sha256, told("SHA-256 of the file.")]


class CaseSet(_Written, frozen=True, kw_only=True):
    """The cases and keys.

    The digest is over the lines that sha256sum prints of their files, sorted by path.
    """

    cases: Annotated[AtLeastOne, told("Cases.")]
    inputs: Annotated[AtLeastOne, told("Input files.")]
    sha256: Annotated[Sha256, told("Digest of the case set.")]


class Manifest(_Written, frozen=True, kw_only=True):
    """What a release of the suite consists of.

    All digests are SHA-256; a shell repeats them with sha256sum.
    """

    id: Annotated[Literal["urn:aeo-exchange:conformance"], told("What is versioned.")]
    version: Annotated[
        Release,
        told(
            "Version of the suite: major when an adapter must change, minor for cases a "
            "conformant product can fail, patch for what only loosens or explains."
        ),
    ]
    spec: SpecRelease
    protocol: Annotated[AtLeastOne, told("Version of the adapter protocol.")]
    schemas: Annotated[
        tuple[PublishedFile, ...], Meta(description="Schemas of the standard.", min_length=2)
    ]
    rules: Annotated[PublishedFile, told("The table of rules.")]
    code_lists: Annotated[
        tuple[PublishedFile, ...], Meta(description="Closed code lists.", min_length=1)
    ]
    case_set: CaseSet
    smoke: Annotated[
        tuple[CaseId, ...],
        Meta(
            description="Cases that show whether an adapter works.",
            min_length=1,
            extra_json_schema=EACH_ONCE,
        ),
    ]
    files: Annotated[tuple[PublishedFile, ...], told("Every other file of the suite.")]


class Requirement(_Written, frozen=True, kw_only=True):
    """One numbered requirement of the specification, and what tests it."""

    id: Annotated[Clause, told("Number of the requirement.")]
    level: Annotated[
        Literal["MUST", "SHOULD", "MAY", "EXPLAINS"],
        told("The strongest key word of the text, or of its rules; EXPLAINS where there is none."),
    ]
    roles: Annotated[
        tuple[ProductRole, ...], told("Roles that it binds, which may be none.", **EACH_ONCE)
    ]
    file: Annotated[
        str,
        Meta(
            description="The part of the specification.",
            pattern="^docs/spec/[0-9]{1,2}-[a-z-]+\\.md$",
        ),
    ]
    anchor: Annotated[
        str, Meta(description="The section, as a link has it.", pattern="^[a-z0-9-]+$")
    ]
    kind: Annotated[
        Literal["testable", "reviewed"], told("Whether cases test it, or people read it.")
    ]
    reason: Annotated[
        Phrase | UnsetType, told("Why no case can test it, where it is reviewed.")
    ] = UNSET
    rules: Annotated[tuple[RuleCode, ...], told("Rules that check it.", **EACH_ONCE)]
    cases: Annotated[tuple[CaseId, ...], told("Cases that test it.", **EACH_ONCE)]


class RequirementList(_Written, frozen=True, kw_only=True):
    """Every numbered requirement of the specification, and how it is tested."""

    spec: SpecRelease
    requirements: Annotated[tuple[Requirement, ...], told("In the order of the text.")]


class Tombstone(_Written, frozen=True, kw_only=True):
    """One case that is gone."""

    id: Annotated[CaseId, told("Id of the case.")]
    until: Annotated[Release, told("First version of the suite without it.")]
    why: Annotated[Phrase, told("Why it was taken out.")]
    instead: Annotated[tuple[CaseId, ...], told("Cases that test the same now.")] = ()


class TombstoneList(_Written, frozen=True, kw_only=True):
    """Cases that were taken out. Their ids are never given again."""

    tombstones: Annotated[tuple[Tombstone, ...], told("In the order of the ids.")]


class Mutant(_Written, frozen=True, kw_only=True):
    """A deliberately broken implementation."""

    id: Annotated[str, Meta(description="Name of the mutant.", pattern="^[a-z]+(-[a-z0-9]+)*$")]
    breaks: Annotated[Phrase, told("What it does wrong, as a sentence.")]
    role: Annotated[ProductRole, told("The role it fails in.")]
    level: Annotated[RunLevel, told("The lowest level at which it is caught.")]
    depth: Annotated[Depth, told("The least depth at which it is caught.")]
    adapter: Annotated[Phrase, told("How it is reached.")]
    caught_by: Annotated[
        tuple[CaseId, ...],
        Meta(description="Cases that must turn red.", min_length=1, extra_json_schema=EACH_ONCE),
    ]


class MutantList(_Written, frozen=True, kw_only=True):
    """Deliberately broken implementations, and the cases that must catch each."""

    mutants: Annotated[tuple[Mutant, ...], told("In the order of the names.")]


class KeyFiles(_Written, frozen=True, kw_only=True):
    """The same key in each encoding: file names beside keys.json."""

    private_pem: Annotated[KeyFile, told("PKCS #8 in PEM, without passphrase.")]
    private_der: Annotated[KeyFile, told("PKCS #8 in DER, without passphrase.")]
    private_jwk: Annotated[KeyFile, told("JSON Web Key (RFC 7517) with the private members.")]
    public_pem: Annotated[KeyFile, told("SubjectPublicKeyInfo in PEM.")]
    public_jwk: Annotated[KeyFile, told("JSON Web Key (RFC 7517) of the public half.")]
    certificate: Annotated[KeyFile, told("X.509 certificate in PEM, signed by the key itself.")]


class SuiteKey(_Written, frozen=True, kw_only=True):
    """A key that the suite publishes."""

    name: Annotated[
        str,
        Meta(
            description="What cases call the key; an administration by its country in lower case.",
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
    ]
    kid: Annotated[
        str,
        Meta(
            description="RFC 7638 thumbprint of the public key: SHA-256 in base64url.",
            pattern="^[A-Za-z0-9_-]{43}$",
        ),
    ]
    algorithm: Annotated[
        Literal["ES256", "ES384", "ES256K", "RS256"],
        told(
            "The JOSE name of the one algorithm it is used with; RS256 and ES256K in attacks only."
        ),
    ]
    use: Annotated[
        Literal["authority", "root", "vendor", "attack"],
        told(
            "Whose part it plays: an administration, a root that signs trust lists, a vendor whom "
            "nobody trusts, or a key of a kind that is refused."
        ),
    ]
    files: KeyFiles


class KeyList(_Written, frozen=True, kw_only=True):
    """keys.json: which keys the suite publishes.

    Both halves of each are known to everybody, so a verifier refuses them unless it was asked to
    take test keys.
    """

    note: Annotated[Phrase, told("What everybody who opens the file must know.")]
    keys: Annotated[
        tuple[SuiteKey, ...],
        Meta(
            description="The keys; none is ever replaced, since signed cases rest on it.",
            min_length=1,
        ),
    ]
