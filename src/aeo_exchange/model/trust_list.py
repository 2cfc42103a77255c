"""The trust list (specification, ATT-5): who may speak for what, by which keys."""

from typing import Annotated

from msgspec import UNSET, UnsetType, field

from aeo_exchange.model.codes import Code
from aeo_exchange.model.disclosure import Disclosure, item
from aeo_exchange.model.record import NOT_EMPTY, ItemGroup
from aeo_exchange.model.texts import (
    CertificateText,
    CountryCode,
    Instant,
    ListSequence,
    Name,
    ProgrammeCode,
    RecordId,
    SpecVersion,
    Thumbprint,
    TinPrefix,
    Uri,
)

__all__ = [
    "Authority",
    "KeyAlgorithm",
    "KeyState",
    "ListedKey",
    "Purpose",
    "Scope",
    "TrustList",
]

PUBLIC = Disclosure.PUBLIC


class KeyAlgorithm(Code):
    """The signature algorithms of this standard."""

    ES256 = "ES256", "ECDSA on P-256 with SHA-256."
    ES384 = "ES384", "ECDSA on P-384 with SHA-384; to verify only."


class KeyState(Code):
    """Whether a key may be relied upon."""

    ACTIVE = "active", "In use."
    RETIRED = "retired", "No longer in use; what it signed within its period stands."
    COMPROMISED = "compromised", "In other hands, or feared to be; it verifies nothing."


class Purpose(Code):
    """What an authority may sign."""

    ATTESTATION = "attestation", "Attestations."
    STATUS = "status", "Status lists."
    EXCHANGE = "exchange", "Messages of the exchange."


class ListedKey(ItemGroup, frozen=True, kw_only=True):
    """A key of an authority; its period is `from`, inclusive, to `until`, exclusive."""

    kid: Annotated[Thumbprint, item("Thumbprint of the key.", PUBLIC)]
    algorithm: Annotated[KeyAlgorithm, item("The one algorithm it is used with.", PUBLIC)]
    certificate: Annotated[CertificateText, item("Carrier of the public key.", PUBLIC)]
    state: Annotated[KeyState, item("Whether it may still be relied upon.", PUBLIC)]
    from_: Annotated[Instant | UnsetType, item("First instant at which it signs.", PUBLIC)] = field(
        default=UNSET, name="from"
    )
    until: Annotated[
        Instant | UnsetType, item("First instant at which it no longer signs.", PUBLIC)
    ] = UNSET


class Scope(ItemGroup, frozen=True, kw_only=True):
    """What an authority may speak for; all of it must fit."""

    administration: Annotated[CountryCode, item("In whose name.", PUBLIC)]
    programme: Annotated[ProgrammeCode, item("About which programme.", PUBLIC)]
    tin_prefixes: Annotated[
        Annotated[tuple[TinPrefix, ...], NOT_EMPTY],
        item("How the TINs covered begin.", PUBLIC, is_set=True),
    ]
    purposes: Annotated[
        Annotated[tuple[Purpose, ...], NOT_EMPTY],
        item("What it may sign.", PUBLIC, is_set=True),
    ]
    from_: Annotated[Instant | UnsetType, item("First instant at which it counts.", PUBLIC)] = (
        field(default=UNSET, name="from")
    )
    until: Annotated[
        Instant | UnsetType, item("First instant at which it no longer counts.", PUBLIC)
    ] = UNSET


class Authority(ItemGroup, frozen=True, kw_only=True):
    """An administration, or a union of them, with its keys and what they may speak for."""

    administration: Annotated[CountryCode, item("The administration.", PUBLIC)]
    name: Annotated[Name | UnsetType, item("Its name.", PUBLIC)] = UNSET
    keys: Annotated[Annotated[tuple[ListedKey, ...], NOT_EMPTY], item("Its keys.", PUBLIC)]
    scope: Annotated[
        Annotated[tuple[Scope, ...], NOT_EMPTY], item("What it may speak for.", PUBLIC)
    ]
    status_lists: Annotated[
        Annotated[tuple[Uri, ...], NOT_EMPTY] | UnsetType,
        item("Its status lists; absent means any that its keys sign.", PUBLIC, is_set=True),
    ] = UNSET


class TrustList(ItemGroup, frozen=True, kw_only=True):
    """Who may speak for what, as one relying party sees it."""

    spec_version: Annotated[SpecVersion, item("Version of this standard.", PUBLIC)]
    list_id: Annotated[RecordId, item("Name of the list.", PUBLIC)]
    sequence: Annotated[ListSequence, item("Number of this issue of the list.", PUBLIC)]
    issued_at: Annotated[Instant, item("When it was issued.", PUBLIC)]
    next_update: Annotated[Instant, item("By when the next one is issued.", PUBLIC)]
    authorities: Annotated[
        Annotated[tuple[Authority, ...], NOT_EMPTY], item("Who may speak.", PUBLIC)
    ]
