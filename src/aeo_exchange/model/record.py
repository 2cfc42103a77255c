"""THE definition: one authorisation of one operator by one administration.

Every schema, code list, dictionary and test strategy is printed from these structs, so an
item is added here and nowhere else. Optional items are UNSET when absent; None, empty texts
and empty lists do not exist in a record (specification, CON-5-3). The file is long because the
definition is read as a whole.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from aeo_exchange.model.codes import (
    Aggregation,
    Assurance,
    ConsentState,
    Criterion,
    CriterionOutcome,
    HolderKind,
    IdentifierMode,
    Measure,
    NameUse,
    Provision,
    ReplacementCause,
    Role,
    Romanisation,
    SizeClass,
    Status,
)
from aeo_exchange.model.disclosure import Disclosure, item
from aeo_exchange.model.texts import (
    AddressLine,
    AgreementCode,
    AudienceCode,
    AuthorisationNumber,
    CityName,
    ConsentScope,
    CountryCode,
    CurrencyCode,
    Date,
    DecimalText,
    DefinitionCode,
    DefinitionVersion,
    ExtensionName,
    ExtensionValue,
    IdentifierScheme,
    IdentifierValue,
    Instant,
    LanguageTag,
    LongText,
    Name,
    OfficeCode,
    Postcode,
    ProgrammeCode,
    RecordId,
    ScriptCode,
    SequenceNumber,
    ShortText,
    SpecVersion,
    TierCode,
    Tin,
    Uri,
)

__all__ = [
    "NOT_EMPTY",
    "Address",
    "AeoRecord",
    "Authorisation",
    "BasisMeasure",
    "Consent",
    "Contact",
    "CriterionResult",
    "Evidence",
    "Extension",
    "FormerTin",
    "Holder",
    "Identifier",
    "IdentifierSet",
    "ItemGroup",
    "Msme",
    "OtherName",
    "Recognition",
    "Replacement",
    "Sector",
    "Site",
    "StatusEvent",
    "Term",
    "View",
]

PUBLIC, PARTNER, RESTRICTED = Disclosure.PUBLIC, Disclosure.PARTNER, Disclosure.RESTRICTED
NOT_EMPTY = Meta(min_length=1)


class ItemGroup(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel", gc=False
):
    """A group of items: frozen, complete, closed; item names are camelCase outside Python.

    A record holds no cycle, so the garbage collector need not look at it (a tenth of the time).
    """


class View(ItemGroup, frozen=True, kw_only=True):
    """For whom this record was cut from the administration's full record."""

    audience: Annotated[AudienceCode, item("Who the view was made for.", PUBLIC)]
    agreement: Annotated[
        AgreementCode | UnsetType, item("Agreement under which the view is shared.", PUBLIC)
    ] = UNSET


class OtherName(ItemGroup, frozen=True, kw_only=True):
    """A name of the operator beside its legal name."""

    text: Annotated[Name, item("The name itself, in any script.", PUBLIC, cefact="TradeParty/Name")]
    language: Annotated[
        LanguageTag, item("Language of the name.", PUBLIC, cefact="TradeParty/Name@languageID")
    ]
    script: Annotated[ScriptCode, item("Script of the name.", PUBLIC)]
    use: Annotated[NameUse, item("What the name is for.", PUBLIC)]


class Address(ItemGroup, frozen=True, kw_only=True):
    """A postal address; lengths as the WCO Data Model, class 04A."""

    lines: Annotated[
        Annotated[tuple[AddressLine, ...], Meta(min_length=1, max_length=4)],
        item(
            "Street, number, building or post box, one to four lines.",
            PARTNER,
            cefact="TradeAddress/LineOne to LineFour",
            wco="239",
        ),
    ]
    city: Annotated[
        CityName, item("City or town.", PARTNER, cefact="TradeAddress/CityName", wco="241")
    ]
    subdivision: Annotated[
        CityName | UnsetType,
        item(
            "State, province or region.",
            PARTNER,
            cefact="TradeAddress/CountrySubDivisionName",
            wco="243",
        ),
    ] = UNSET
    postcode: Annotated[
        Postcode | UnsetType,
        item("Postal code.", PARTNER, cefact="TradeAddress/PostcodeCode", wco="245"),
    ] = UNSET
    country: Annotated[
        CountryCode,
        item("Country of the address.", PARTNER, cefact="TradeAddress/CountryID", wco="242"),
    ]


class Identifier(ItemGroup, frozen=True, kw_only=True):
    """A number that some scheme gave the operator or one of its sites."""

    scheme: Annotated[
        IdentifierScheme,
        item("Scheme that issued the number.", PARTNER, cefact="TradeParty/GlobalID@schemeID"),
    ]
    value: Annotated[
        IdentifierValue,
        item("The number, as the scheme writes it.", PARTNER, cefact="TradeParty/GlobalID"),
    ]
    from_: Annotated[
        Instant | UnsetType, item("First instant at which the number counts.", PARTNER)
    ] = field(default=UNSET, name="from")
    until: Annotated[
        Instant | UnsetType, item("First instant at which it no longer counts.", PARTNER)
    ] = UNSET


IdentifierSet = Annotated[tuple[Identifier, ...], NOT_EMPTY]
RoleSet = Annotated[tuple[Role, ...], NOT_EMPTY]
TierSet = Annotated[tuple[TierCode, ...], NOT_EMPTY]


class Site(ItemGroup, frozen=True, kw_only=True):
    """A place where the operator works, with the numbers partners know it by."""

    site_id: Annotated[RecordId, item("Name of the site, stable within the record.", PARTNER)]
    name: Annotated[Name, item("Name of the site.", PARTNER)]
    address: Annotated[Address, item("Where the site is.", PARTNER)]
    identifiers: Annotated[
        IdentifierSet | UnsetType,
        item("Numbers of the site, such as several MIDs.", PARTNER, is_set=True),
    ] = UNSET
    functions: Annotated[
        RoleSet | UnsetType, item("What is done at the site.", PARTNER, is_set=True)
    ] = UNSET
    from_: Annotated[
        Instant | UnsetType, item("First instant at which the site belongs to the record.", PARTNER)
    ] = field(default=UNSET, name="from")
    until: Annotated[
        Instant | UnsetType, item("First instant at which it no longer belongs to it.", PARTNER)
    ] = UNSET


class FormerTin(ItemGroup, frozen=True, kw_only=True):
    """A TIN that the operator had before."""

    tin: Annotated[Tin, item("The former number.", PARTNER, wco="R143")]
    until: Annotated[Instant, item("First instant at which it no longer counted.", PARTNER)]


class Contact(ItemGroup, frozen=True, kw_only=True):
    """Whom to ask about the record; holds at least one of its items."""

    name: Annotated[
        Name | UnsetType,
        item("Name of the person or desk.", RESTRICTED, cefact="TradeContact/PersonName"),
    ] = UNSET
    email: Annotated[
        ShortText | UnsetType,
        item("E-mail address.", RESTRICTED, cefact="TradeContact/EmailURIUniversalCommunication"),
    ] = UNSET
    phone: Annotated[
        ShortText | UnsetType,
        item(
            "Telephone number.", RESTRICTED, cefact="TradeContact/TelephoneUniversalCommunication"
        ),
    ] = UNSET


class Holder(ItemGroup, frozen=True, kw_only=True):
    """The economic operator that holds the authorisation."""

    kind: Annotated[HolderKind, item("Organisation or human being.", PUBLIC)]
    tin: Annotated[
        Tin,
        item(
            "Trader Identification Number under which partners know the holder; public for a legal "
            "person, partner for a natural person.",
            PUBLIC,
            cefact="TradeParty/ID",
            wco="R143",
        ),
    ]
    legal_name: Annotated[
        Name,
        item(
            "Legal name in Latin script; public for a legal person, partner for a natural person.",
            PUBLIC,
            cefact="TradeParty/Name",
        ),
    ]
    legal_name_romanisation: Annotated[
        Romanisation | UnsetType,
        item(
            "System by which legalName was written in Latin script; absent where it is the name "
            "registered. Classed as legalName.",
            PUBLIC,
        ),
    ] = UNSET
    other_names: Annotated[
        Annotated[tuple[OtherName, ...], NOT_EMPTY] | UnsetType,
        item("Trade names, names in local script, former names; classed as legalName.", PUBLIC),
    ] = UNSET
    address: Annotated[
        Address | UnsetType,
        item("Registered address.", PARTNER, cefact="TradeParty/PostalTradeAddress"),
    ] = UNSET
    identifiers: Annotated[
        IdentifierSet | UnsetType,
        item("Numbers of the holder beside its TIN.", PARTNER, is_set=True),
    ] = UNSET
    sites: Annotated[
        Annotated[tuple[Site, ...], NOT_EMPTY] | UnsetType,
        item("Places where the holder works.", PARTNER),
    ] = UNSET
    former_tins: Annotated[
        Annotated[tuple[FormerTin, ...], NOT_EMPTY] | UnsetType,
        item("Numbers the holder had before.", PARTNER),
    ] = UNSET
    contacts: Annotated[
        Annotated[tuple[Contact, ...], NOT_EMPTY] | UnsetType,
        item("Whom to ask about the record.", RESTRICTED, cefact="TradeParty/DefinedTradeContact"),
    ] = UNSET


class Term(ItemGroup, frozen=True, kw_only=True):
    """A period during which the same tiers and roles were held."""

    from_: Annotated[
        Instant, item("First instant of the term.", PUBLIC, cefact="SpecifiedPeriod/StartDateTime")
    ] = field(name="from")
    until: Annotated[
        Instant | UnsetType,
        item(
            "First instant after the term; absent while open.",
            PUBLIC,
            cefact="SpecifiedPeriod/EndDateTime",
        ),
    ] = UNSET
    tiers: Annotated[
        TierSet,
        item("Tiers of the programme held; several where modules combine.", PUBLIC, is_set=True),
    ]
    roles: Annotated[
        RoleSet,
        item(
            "Roles in the supply chain that are covered.",
            PUBLIC,
            cefact="TradeParty/RoleCode",
            wco="R005",
            is_set=True,
        ),
    ]
    national_role: Annotated[
        ShortText | UnsetType, item("The role in the words of the programme.", PUBLIC)
    ] = UNSET


class CriterionResult(ItemGroup, frozen=True, kw_only=True):
    """How one criterion of the SAFE Framework came out."""

    criterion: Annotated[Criterion, item("The criterion.", RESTRICTED)]
    outcome: Annotated[CriterionOutcome, item("How it came out.", RESTRICTED)]


class Replacement(ItemGroup, frozen=True, kw_only=True):
    """A record that this one takes the place of; nothing is inherited from it."""

    administration: Annotated[CountryCode, item("Administration of the former record.", PARTNER)]
    record_id: Annotated[RecordId, item("Record id of the former record.", PARTNER)]
    cause: Annotated[ReplacementCause, item("Why it was replaced.", PARTNER)]


class Authorisation(ItemGroup, frozen=True, kw_only=True):
    """The decision: its number, its terms and what it was based on."""

    number: Annotated[
        AuthorisationNumber,
        item(
            "Number of the certificate; no key, since it may come back after a revocation.", PUBLIC
        ),
    ]
    terms: Annotated[
        Annotated[tuple[Term, ...], NOT_EMPTY],
        item("Periods with the same tiers and roles, in order, not overlapping.", PUBLIC),
    ]
    granted_on: Annotated[Date | UnsetType, item("Date of the decision.", PARTNER)] = UNSET
    validated_on: Annotated[Date | UnsetType, item("Date of the last validation.", PARTNER)] = UNSET
    criteria: Annotated[
        Annotated[tuple[CriterionResult, ...], NOT_EMPTY] | UnsetType,
        item("How each criterion of the SAFE Framework came out.", RESTRICTED),
    ] = UNSET
    replaces: Annotated[
        Annotated[tuple[Replacement, ...], NOT_EMPTY] | UnsetType,
        item("Records that this one takes the place of.", PARTNER),
    ] = UNSET


class StatusEvent(ItemGroup, frozen=True, kw_only=True):
    """One change of the status, as recorded; never edited, only annulled by a later event."""

    seq: Annotated[SequenceNumber, item("Number of the event within the record.", PUBLIC)]
    status: Annotated[Status, item("What the event does.", PUBLIC)]
    effective_from: Annotated[
        Instant, item("When it takes effect; may be earlier than recordedAt.", PUBLIC)
    ]
    recorded_at: Annotated[Instant, item("When the administration recorded it.", PUBLIC)]
    planned_until: Annotated[
        Instant | UnsetType,
        item("Until when a suspension is planned; passing it reinstates nothing.", PUBLIC),
    ] = UNSET
    applies_to: Annotated[
        TierSet | UnsetType, item("Tiers it concerns; absent means all.", PUBLIC, is_set=True)
    ] = UNSET
    annuls: Annotated[
        SequenceNumber | UnsetType, item("Number of the event that is annulled.", PUBLIC)
    ] = UNSET
    reason: Annotated[LongText | UnsetType, item("Why, in words.", RESTRICTED)] = UNSET


class Sector(ItemGroup, frozen=True, kw_only=True):
    """The line of business under which the size was assessed."""

    scheme: Annotated[IdentifierScheme, item("Classification, such as ISIC4 or NACE2.", RESTRICTED)]
    code: Annotated[IdentifierValue, item("Code within the classification.", RESTRICTED)]


class Evidence(ItemGroup, frozen=True, kw_only=True):
    """The document behind a size class."""

    scheme: Annotated[IdentifierScheme, item("Scheme that issued the document.", RESTRICTED)]
    value: Annotated[IdentifierValue, item("Number of the document.", RESTRICTED)]
    valid_until: Annotated[
        Date | UnsetType, item("Last day of its validity, where it has one.", RESTRICTED)
    ] = UNSET


class BasisMeasure(ItemGroup, frozen=True, kw_only=True):
    """One figure on which the size class rests."""

    measure: Annotated[Measure, item("What was measured.", RESTRICTED)]
    value: Annotated[DecimalText, item("The figure, exact.", RESTRICTED)]
    currency: Annotated[
        CurrencyCode | UnsetType, item("Currency, where the measure is money.", RESTRICTED)
    ] = UNSET
    period_end: Annotated[Date, item("Last day of the period measured.", RESTRICTED)]
    aggregation: Annotated[Aggregation, item("Firm alone or group.", RESTRICTED)]


class Msme(ItemGroup, frozen=True, kw_only=True):
    """Size class of the holder under one legal definition, and what the programme does for it."""

    size_class: Annotated[SizeClass, item("The class.", PARTNER)]
    definition: Annotated[DefinitionCode, item("Legal definition applied.", PARTNER)]
    definition_version: Annotated[DefinitionVersion, item("Version of that definition.", PARTNER)]
    sector: Annotated[Sector | UnsetType, item("Line of business assessed.", RESTRICTED)] = UNSET
    assessed_on: Annotated[Date, item("Date of the assessment.", PARTNER)]
    assurance: Annotated[Assurance, item("Who stands behind the class.", PARTNER)]
    evidence: Annotated[Evidence | UnsetType, item("Document behind the class.", RESTRICTED)] = (
        UNSET
    )
    basis: Annotated[
        Annotated[tuple[BasisMeasure, ...], NOT_EMPTY] | UnsetType,
        item("Figures on which the class rests.", RESTRICTED),
    ] = UNSET
    provisions: Annotated[
        Annotated[tuple[Provision, ...], NOT_EMPTY] | UnsetType,
        item("Provisions for small firms that were applied to this holder.", PARTNER, is_set=True),
    ] = UNSET


class Consent(ItemGroup, frozen=True, kw_only=True):
    """Where the holder stands on sharing the record, for all agreements or one."""

    scope: Annotated[ConsentScope, item("What the consent is about.", PARTNER)]
    state: Annotated[ConsentState, item("Where the holder stands.", PARTNER)]
    since: Annotated[Instant, item("Since when.", PARTNER)]
    publish: Annotated[
        bool | UnsetType, item("Whether the holder agreed to be named in public.", PARTNER)
    ] = UNSET


class Recognition(ItemGroup, frozen=True, kw_only=True):
    """How a partner recognises the holder under an agreement."""

    agreement: Annotated[AgreementCode, item("The agreement.", PARTNER)]
    partner: Annotated[CountryCode, item("The partner administration.", PARTNER)]
    identifier_mode: Annotated[
        IdentifierMode, item("How the partner finds the holder in a declaration.", PARTNER)
    ]
    identifiers: Annotated[
        IdentifierSet | UnsetType,
        item("Numbers by which the partner knows the holder.", PARTNER, is_set=True),
    ] = UNSET
    from_: Annotated[Instant, item("First instant of the recognition.", PARTNER)] = field(
        name="from"
    )
    until: Annotated[Instant | UnsetType, item("First instant after it.", PARTNER)] = UNSET


class Extension(ItemGroup, frozen=True, kw_only=True):
    """An item of somebody else's vocabulary, kept as text in every syntax."""

    uri: Annotated[Uri, item("Owner of the vocabulary.", RESTRICTED)]
    name: Annotated[ExtensionName, item("Name of the item within it.", RESTRICTED)]
    value: Annotated[ExtensionValue, item("Value of the item.", RESTRICTED)]


class AeoRecord(ItemGroup, frozen=True, kw_only=True):
    """One authorisation of one operator by one administration.

    The key is (administration, recordId), where administration is the one that first issued
    the record id.
    """

    spec_version: Annotated[SpecVersion, item("Version of this standard.", PUBLIC)]
    administration: Annotated[
        CountryCode, item("Customs administration that took the decision: DE, not EU.", PUBLIC)
    ]
    issuing_office: Annotated[
        OfficeCode | UnsetType, item("Customs office that took the decision.", PUBLIC)
    ] = UNSET
    record_id: Annotated[
        RecordId,
        item("Name of the record, unique and stable within the administration.", PUBLIC),
    ]
    former_administrations: Annotated[
        Annotated[tuple[CountryCode, ...], NOT_EMPTY] | UnsetType,
        item("Administrations the record moved from, oldest first.", PUBLIC),
    ] = UNSET
    moved_to: Annotated[
        CountryCode | UnsetType,
        item(
            "Administration the record moves to; in the last revision of the one it leaves.", PUBLIC
        ),
    ] = UNSET
    revision: Annotated[
        SequenceNumber, item("Number of this version of the record, strictly increasing.", PUBLIC)
    ]
    issued_at: Annotated[Instant, item("When this revision was issued.", PUBLIC)]
    view: Annotated[
        View | UnsetType,
        item("For whom the record was cut; absent only in the full record.", PUBLIC),
    ] = UNSET
    programme: Annotated[ProgrammeCode, item("Programme under which it was granted.", PUBLIC)]
    holder: Annotated[Holder, item("The economic operator.", PUBLIC)]
    authorisation: Annotated[Authorisation, item("The decision.", PUBLIC)]
    history: Annotated[
        Annotated[tuple[StatusEvent, ...], NOT_EMPTY],
        item("Changes of the status, ordered by seq and recordedAt.", PUBLIC),
    ]
    msme: Annotated[
        Msme | UnsetType, item("Size class and what the programme does for it.", PARTNER)
    ] = UNSET
    consents: Annotated[
        Annotated[tuple[Consent, ...], NOT_EMPTY] | UnsetType,
        item("Where the holder stands on sharing.", PARTNER),
    ] = UNSET
    recognitions: Annotated[
        Annotated[tuple[Recognition, ...], NOT_EMPTY] | UnsetType,
        item("How partners recognise the holder.", PARTNER),
    ] = UNSET
    extensions: Annotated[
        Annotated[tuple[Extension, ...], NOT_EMPTY] | UnsetType,
        item("Items of other vocabularies, lossless everywhere.", RESTRICTED),
    ] = UNSET
