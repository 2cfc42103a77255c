"""What an attestation claims (specification, ATT-1): the same items in both envelopes.

A claim that the record has an item for carries the value of that item; the projection is in
signing/projection.py. The definition of the items themselves stands in record.py.
"""

from typing import TYPE_CHECKING, Annotated, TypeAlias, get_type_hints

from msgspec import UNSET, UnsetType, defstruct, field, structs

from aeo_exchange.model.codes import Code, Role, SizeClass
from aeo_exchange.model.disclosure import Disclosure, item
from aeo_exchange.model.record import (
    NOT_EMPTY,
    Address,
    CriterionResult,
    Identifier,
    ItemGroup,
    Msme,
    OtherName,
    View,
)
from aeo_exchange.model.texts import (
    AuthorisationNumber,
    CountryCode,
    Instant,
    Name,
    NumericDate,
    ProgrammeCode,
    RecordId,
    SequenceNumber,
    Sha256Hex,
    StatementType,
    StatusIndex,
    TierCode,
    Tin,
    Uri,
)

__all__ = [
    "DISCLOSABLE",
    "PERSONAL",
    "AttestedStatus",
    "ClaimedTerm",
    "Claims",
    "StatusListPlace",
    "StatusPlace",
]

PUBLIC, PARTNER, RESTRICTED = Disclosure.PUBLIC, Disclosure.PARTNER, Disclosure.RESTRICTED

# Claims that an SD-JWT hides or discloses, each as a whole (ATT-1-2). Those of PERSONAL are so for
# a natural person only: what names a firm to everybody names a human being to partners alone.
PERSONAL = frozenset({"sub", "legalName"})
DISCLOSABLE = (
    "sub",
    "legalName",
    "otherNames",
    "address",
    "identifiers",
    "sizeClass",
    "msmeBasis",
    "criteria",
    "record_digest",
)


class AttestedStatus(Code):
    """What the status of an authorisation can be at an instant (REC-6)."""

    GRANTED = "granted", "It is in effect."
    SUSPENDED = "suspended", "It has no effect for the time being."
    REVOKED = "revoked", "The administration has ended it."
    WITHDRAWN = "withdrawn", "It has ended at the request of its holder."
    EXPIRED = "expired", "Its term has run out."


class StatusListPlace(ItemGroup, frozen=True, kw_only=True):
    """One place in one status list."""

    idx: Annotated[StatusIndex, item("Place of the entry, counted from 0.", PUBLIC)]
    uri: Annotated[Uri, item("Name and address of the status list.", PUBLIC)]


class StatusPlace(ItemGroup, frozen=True, kw_only=True):
    """Where the present status of the attestation is published."""

    status_list: Annotated[
        StatusListPlace, item("Place in a status list (Token Status List).", PUBLIC)
    ] = field(name="status_list")


class ClaimedTerm(ItemGroup, frozen=True, kw_only=True):
    """The interval of the term that an attestation speaks of."""

    from_: Annotated[Instant, item("First instant of the term.", PUBLIC)] = field(name="from")
    until: Annotated[
        Instant | UnsetType, item("First instant after the term; absent while open.", PUBLIC)
    ] = UNSET


def _rest_of(group: type[ItemGroup], without: str, *, name: str, definition: str) -> type:
    """Return a group that has the items of another but one, so that none is defined twice."""
    hints = get_type_hints(group, include_extras=True)
    fields = {field.name: field for field in structs.fields(group)}
    return defstruct(
        name,
        [
            (item, hints[item]) if fields[item].required else (item, hints[item], UNSET)
            for item in group.__struct_fields__
            if item != without
        ],
        bases=(ItemGroup,),
        namespace={"__doc__": definition},
        module=__name__,
        kw_only=True,
        frozen=True,
    )


if TYPE_CHECKING:
    MsmeBasis: TypeAlias = Msme
else:
    MsmeBasis = _rest_of(
        Msme,
        "size_class",
        name="MsmeBasis",
        definition="What a size class rests on: everything of the item msme but the class itself.",
    )


class Claims(ItemGroup, frozen=True, kw_only=True):
    """The claims of an attestation about the status of one authorisation."""

    iss: Annotated[CountryCode, item("Administration that speaks.", PUBLIC)]
    sub: Annotated[
        Tin | UnsetType,
        item(
            "TIN of the holder; public for a legal person, partner for a natural person.",
            PUBLIC,
            wco="R143",
        ),
    ] = UNSET
    tin_country: Annotated[
        CountryCode | UnsetType,
        item("First two letters of the TIN of a natural person, in place of the TIN.", PUBLIC),
    ] = UNSET
    vct: Annotated[StatementType, item("What the attestation states.", PUBLIC)]
    jti: Annotated[RecordId, item("Name of the attestation, given once.", PUBLIC)]
    iat: Annotated[NumericDate, item("When it was signed.", PUBLIC)]
    nbf: Annotated[NumericDate, item("From when it speaks.", PUBLIC)]
    exp: Annotated[NumericDate, item("Until before when it speaks.", PUBLIC)]
    record_id: Annotated[RecordId, item("Record id of the authorisation.", PUBLIC)]
    revision: Annotated[SequenceNumber, item("Revision of the record.", PUBLIC)]
    view: Annotated[View | UnsetType, item("For whom the record was cut.", PUBLIC)] = UNSET
    programme: Annotated[ProgrammeCode, item("Programme of the authorisation.", PUBLIC)]
    authorisation_number: Annotated[AuthorisationNumber, item("Number of the certificate.", PUBLIC)]
    tiers: Annotated[
        Annotated[tuple[TierCode, ...], NOT_EMPTY],
        item("Tiers held at iat.", PUBLIC, is_set=True),
    ]
    roles: Annotated[
        Annotated[tuple[Role, ...], NOT_EMPTY],
        item("Roles covered at iat.", PUBLIC, wco="R005", is_set=True),
    ]
    term: Annotated[ClaimedTerm, item("Term at iat.", PUBLIC)]
    authorisation_status: Annotated[
        AttestedStatus, item("Status at iat, as known at iat.", PUBLIC)
    ] = field(name="authorisation_status")
    status: Annotated[StatusPlace, item("Where the present status is published.", PUBLIC)]
    legal_name: Annotated[
        Name | UnsetType,
        item("Legal name; public for a legal person, partner for a natural person.", PUBLIC),
    ] = UNSET
    other_names: Annotated[
        Annotated[tuple[OtherName, ...], NOT_EMPTY] | UnsetType,
        item("Trade names, names in local script, former names.", PARTNER),
    ] = UNSET
    address: Annotated[Address | UnsetType, item("Registered address.", PARTNER)] = UNSET
    identifiers: Annotated[
        Annotated[tuple[Identifier, ...], NOT_EMPTY] | UnsetType,
        item("Numbers of the holder beside its TIN.", PARTNER, is_set=True),
    ] = UNSET
    size_class: Annotated[SizeClass | UnsetType, item("Size class.", PARTNER)] = UNSET
    msme_basis: Annotated[
        MsmeBasis | UnsetType, item("What the size class rests on.", RESTRICTED)
    ] = UNSET
    criteria: Annotated[
        Annotated[tuple[CriterionResult, ...], NOT_EMPTY] | UnsetType,
        item("How each criterion of the SAFE Framework came out.", RESTRICTED),
    ] = UNSET
    record_digest: Annotated[Sha256Hex | UnsetType, item("Digest of the record.", PARTNER)] = field(
        default=UNSET, name="record_digest"
    )
