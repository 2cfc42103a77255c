"""The closed code lists of the record, one enumeration each, one sentence per code.

Printed to schemas/1.0/codes/*.csv and into both schemas. The file is long because it is one list.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = [
    "CODE_LISTS",
    "Aggregation",
    "Assurance",
    "Code",
    "ConsentState",
    "Criterion",
    "CriterionOutcome",
    "HolderKind",
    "IdentifierMode",
    "Measure",
    "NameUse",
    "Provision",
    "ReplacementCause",
    "Role",
    "Romanisation",
    "SizeClass",
    "Status",
]


class Code(StrEnum):
    """A code of a closed list, with the sentence that defines it.

    `equivalent` is the same idea in a public list (UN/EDIFACT 3035, EU CL704), or empty.
    """

    definition: str
    equivalent: str
    # That of the text, which a member is equal to; an enum of Python would take that of its name.
    __hash__ = str.__hash__

    def __new__(cls, code: str, definition: str, equivalent: str = "") -> Self:
        """Make the member; the code alone is its value."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.definition = definition
        member.equivalent = equivalent
        return member


class HolderKind(Code):
    """Whether the operator is an organisation or a human being."""

    LEGAL_PERSON = "legal-person", "A company or other body that the law treats as a person."
    NATURAL_PERSON = "natural-person", "A human being trading in their own name."


class NameUse(Code):
    """What another name of the operator is for."""

    TRADE = (
        "trade",
        "The name under which the operator trades, where it differs from the legal name.",
    )
    LOCAL = "local", "The legal name as registered, in the script of the country."
    FORMER = "former", "A legal name the operator had before."


class Romanisation(Code):
    """How a name registered in another script was written in Latin letters."""

    ALA_LC = "ALA-LC", "The tables of the American Library Association and Library of Congress."
    BGN_PCGN = "BGN-PCGN", "The systems of the United States and United Kingdom boards on names."
    HANYU_PINYIN = "HANYU-PINYIN", "Hanyu Pinyin, for Chinese (ISO 7098)."
    HEPBURN = "HEPBURN", "Hepburn, for Japanese."
    ISO_9 = "ISO-9", "ISO 9, for Cyrillic."
    ISO_233 = "ISO-233", "ISO 233, for Arabic."
    ISO_3602 = "ISO-3602", "ISO 3602, the Kunrei system, for Japanese."
    MCCUNE_REISCHAUER = "MCCUNE-REISCHAUER", "McCune-Reischauer, for Korean."
    NATIONAL = "NATIONAL", "Another system that the law of the country prescribes."
    OWN = "OWN", "The holder's own choice: a translation, an English name, or no system."
    REVISED_KOREAN = "REVISED-KOREAN", "Revised Romanization of Korean."
    RTGS = "RTGS", "Royal Thai General System of Transcription."
    WADE_GILES = "WADE-GILES", "Wade-Giles, for Chinese."
    UNKNOWN = "UNKNOWN", "It is a romanisation, and nobody noted of which system."


class Role(Code):
    """What the operator does in the supply chain (SAFE Framework operator types)."""

    MANUFACTURER = "manufacturer", "Makes the goods.", "MF"
    IMPORTER = "importer", "Brings goods into the customs territory, or has this done."
    EXPORTER = "exporter", "Sends goods out of the customs territory, or has this done."
    BROKER = "broker", "Declares goods to customs on behalf of others."
    CARRIER = "carrier", "Moves goods, or is responsible for moving them."
    CONSOLIDATOR = "consolidator", "Groups consignments of several shippers into one.", "CS"
    INTERMEDIARY = "intermediary", "Acts between the parties of a trade without carrying the goods."
    PORT = "port", "Runs a sea or inland port."
    AIRPORT = "airport", "Runs an airport."
    TERMINAL_OPERATOR = "terminal-operator", "Handles goods at a terminal."
    INTEGRATED_OPERATOR = "integrated-operator", "Runs several links of the chain as one service."
    WAREHOUSE = "warehouse", "Keeps goods for itself or for others.", "WH"
    DISTRIBUTOR = "distributor", "Distributes goods in the market of destination."
    FREIGHT_FORWARDER = "freight-forwarder", "Arranges the carriage of goods for others.", "FW"
    COURIER = "courier", "Carries express consignments door to door."
    OTHER = "other", "Another role; nationalRole says which."


class Status(Code):
    """What a status event does to the authorisation."""

    GRANTED = "granted", "The authorisation takes effect."
    SUSPENDED = "suspended", "The authorisation has no effect until it is reinstated."
    REINSTATED = "reinstated", "A suspension ends and the authorisation has effect again."
    REVOKED = "revoked", "The administration ends the authorisation."
    WITHDRAWN = "withdrawn", "The authorisation ends at the request of its holder."
    EXPIRED = "expired", "The authorisation ends because its term ran out."
    ANNULLED = "annulled", "The event named in annuls is to be read as never recorded."


class Criterion(Code):
    """The thirteen conditions of the SAFE Framework, in its order."""

    A = "A", "Demonstrated compliance with customs requirements."
    B = "B", "Satisfactory system for the management of commercial records."
    C = "C", "Financial viability."
    D = "D", "Consultation, co-operation and communication."
    E = "E", "Education, training and threat awareness."
    F = "F", "Information exchange, access and confidentiality."
    G = "G", "Cargo security."
    H = "H", "Conveyance security."
    I = "I", "Premises security."  # noqa: E741 the framework's own letter
    J = "J", "Personnel security."
    K = "K", "Trading partner security."
    L = "L", "Crisis management and incident recovery."
    M = "M", "Measurement, analyses and improvement."


class CriterionOutcome(Code):
    """How a criterion came out for this operator."""

    MET = "met", "The criterion is met as the programme words it."
    MET_BY_ALTERNATIVE = (
        "met-by-alternative",
        "The criterion is met by other evidence that the programme accepts.",
    )
    NOT_REQUIRED_BY_TIER = "not-required-by-tier", "The tier held does not ask for the criterion."
    NOT_IN_PROGRAMME = "not-in-programme", "The programme does not have the criterion."


class ReplacementCause(Code):
    """Why one record takes the place of another."""

    MERGER = "merger", "The former holder was merged into this one."
    DIVISION = "division", "The former holder was divided."
    TRANSFER = "transfer", "The authorisation moved to another administration."
    TIN_CHANGE = "tin-change", "The operator received another Trader Identification Number."
    RENEWAL = "renewal", "The operator came back with a new authorisation."


class SizeClass(Code):
    """How large the operator is under the definition named beside it."""

    MICRO = "micro", "A micro enterprise."
    SMALL = "small", "A small enterprise."
    MEDIUM = "medium", "A medium-sized enterprise."
    MSME = "msme", "Micro, small or medium; the definition or the evidence does not tell which."
    LARGE = "large", "Larger than any class of small and medium-sized enterprises."


class Assurance(Code):
    """Who stands behind the size class."""

    SELF_DECLARED = "self-declared", "The operator said so; nobody checked."
    CERTIFIED = "certified", "Another body certified it; evidence names the certificate."
    VERIFIED_BY_CUSTOMS = "verified-by-customs", "The customs administration checked it."


class Measure(Code):
    """What is measured to find the size class."""

    HEADCOUNT = (
        "headcount",
        "Persons employed, in annual work units or as the definition counts them.",
    )
    TURNOVER = "turnover", "Net sales of one year."
    BALANCE_SHEET = "balance-sheet", "Balance sheet total at the end of the period."
    ASSETS = "assets", "Assets as the definition counts them."
    INVESTMENT = "investment", "Investment in plant, machinery and equipment."
    CAPITAL = "capital", "Paid-in or registered capital."


class Aggregation(Code):
    """Whether the measure is that of one firm or of its group."""

    SINGLE = "single", "The firm alone."
    GROUP = "group", "The firm with its partner and linked enterprises."


class ConsentState(Code):
    """Where the holder stands on sharing the record."""

    GIVEN = "given", "The holder agreed."
    REFUSED = "refused", "The holder said no."
    WITHDRAWN = "withdrawn", "The holder agreed once and has taken it back."
    NOT_REQUIRED = "not-required", "The law lets the administration share without asking."


class IdentifierMode(Code):
    """How a partner administration recognises the operator in a declaration."""

    AEO_NUMBER = "aeo-number", "By the AEO number of the holder's own administration."
    PARTNER_CUSTOMS_CODE = "partner-customs-code", "By a code the partner administration issued."
    IMPORTER_CODE = (
        "importer-code",
        "By a code made by the importer or its broker, such as the MID.",
    )
    NAME_ADDRESS = "name-address", "By legal name and address."


class Provision(Code):
    """What a programme does for micro, small and medium-sized enterprises."""

    CRIT_REDUCED = "CRIT-REDUCED", "Fewer criteria are asked for a status."
    CRIT_SPECIFIC_ONLY = "CRIT-SPECIFIC-ONLY", "Only criteria relevant to the business are asked."
    CRIT_ALTERNATIVE_EVIDENCE = (
        "CRIT-ALTERNATIVE-EVIDENCE",
        "A criterion may be shown by other means, such as an outsourced audit.",
    )
    CRIT_TAILORED = "CRIT-TAILORED", "The programme can be fitted to the situation of the firm."
    CRIT_VALIDATORS_TRAINED = (
        "CRIT-VALIDATORS-TRAINED",
        "Those who validate are trained to judge small firms by their situation.",
    )
    FIN_RELAXED_SOLVENCY = "FIN-RELAXED-SOLVENCY", "Lighter proof of solvency is accepted."
    VOL_THRESHOLD_REMOVED = "VOL-THRESHOLD-REMOVED", "No minimum volume of trade is asked."
    VOL_THRESHOLD_LOWERED = "VOL-THRESHOLD-LOWERED", "A lower volume of trade is asked."
    HIST_PERIOD_REDUCED = "HIST-PERIOD-REDUCED", "A shorter history of compliance is asked."
    SEC_SPECIALISED = "SEC-SPECIALISED", "Security criteria are set for small firms."
    PREM_FLEX = "PREM-FLEX", "Small or home premises are accepted."
    APP_SIMPLIFIED_FORM = "APP-SIMPLIFIED-FORM", "The application has fewer forms or annexes."
    APP_DIGITAL = "APP-DIGITAL", "The application is made online."
    APP_FEE_FREE = "APP-FEE-FREE", "The application costs nothing."
    APP_EXPEDITED = "APP-EXPEDITED", "The application is processed faster."
    APP_INVITED = "APP-INVITED", "Customs invites firms that qualify."
    APP_SEPARATE_ROLES = "APP-SEPARATE-ROLES", "Partners in a chain are accredited independently."
    SUP_CONSULTING_SUBSIDY = "SUP-CONSULTING-SUBSIDY", "Part of the consulting cost is paid."
    SUP_INVESTMENT_COFUNDING = "SUP-INVESTMENT-COFUNDING", "Part of the investment is paid."
    SUP_SOFT_LOAN = "SUP-SOFT-LOAN", "Loans at low interest are offered."
    SUP_FREE_TRAINING = "SUP-FREE-TRAINING", "Training is free."
    SUP_TRAINING = "SUP-TRAINING", "Training is offered; nothing is said of a price."
    SUP_ADVISORY_DESK = "SUP-ADVISORY-DESK", "A contact person or team advises the firm."
    SUP_TAILORED_ADVICE = "SUP-TAILORED-ADVICE", "Advice is fitted to the situation of the firm."
    SUP_SELF_ASSESSMENT_TOOL = "SUP-SELF-ASSESSMENT-TOOL", "A tool lets the firm assess itself."
    SUP_MENTOR_LARGE_AEO = "SUP-MENTOR-LARGE-AEO", "A larger operator helps the firm."
    SUP_TEMPLATE_RULES = "SUP-TEMPLATE-RULES", "Template rules and manuals are offered."
    SUP_OTHER_AGENCY_BENEFIT = "SUP-OTHER-AGENCY-BENEFIT", "Another agency adds a benefit."
    TIER_ENTRY = "TIER-ENTRY", "An entry tier is within reach of small firms."
    TIER_UPGRADE_PATH = "TIER-UPGRADE-PATH", "A staged path leads to the full status."
    BEN_GOODS_AT_PREMISES = "BEN-GOODS-AT-PREMISES", "Goods are cleared at the firm's premises."
    BEN_SEAL_HANDLING = "BEN-SEAL-HANDLING", "The firm may affix and remove seals itself."
    BEN_ROUTE_CHOICE = "BEN-ROUTE-CHOICE", "The firm may choose the route of its goods."
    BEN_PRIORITY_PROCESSING = "BEN-PRIORITY-PROCESSING", "Its goods are processed first."
    BEN_FLEX_FIN_STANDARD = "BEN-FLEX-FIN-STANDARD", "Financial standards are applied flexibly."
    BEN_SIMPLIFIED_CARGO_TRANSPORT = (
        "BEN-SIMPLIFIED-CARGO-TRANSPORT",
        "Moving cargo under customs control is simplified.",
    )
    BEN_REDUCED_LEAD_TIME = "BEN-REDUCED-LEAD-TIME", "Notice and lead times are shorter."
    BEN_INSPECTION_EXEMPTION = "BEN-INSPECTION-EXEMPTION", "Inspections are fewer or waived."
    BEN_TAX_PRIORITY = "BEN-TAX-PRIORITY", "Tax matters such as refunds are handled first."
    BEN_COMPLIANCE_GUIDANCE = "BEN-COMPLIANCE-GUIDANCE", "Customs guides the firm on compliance."
    BEN_TRAINING = "BEN-TRAINING", "Training comes with the status."
    BEN_GUARANTEE_REDUCTION = "BEN-GUARANTEE-REDUCTION", "Guarantees are lower or waived."
    BEN_CREDIT_CULTIVATION = "BEN-CREDIT-CULTIVATION", "Customs helps the firm raise its standing."
    BEN_ONLINE_TRAINING = "BEN-ONLINE-TRAINING", "Online training comes with the status."
    BEN_REPUTATION = "BEN-REPUTATION", "The status is published or may be shown."
    BEN_BOND_REDUCTION = "BEN-BOND-REDUCTION", "Bonds are lower or waived."
    BEN_REFUND_SPEEDUP = "BEN-REFUND-SPEEDUP", "Refunds are paid faster."
    BEN_24H_RELEASE = "BEN-24H-RELEASE", "Goods are released within 24 hours."
    ENG_OUTREACH = "ENG-OUTREACH", "Customs seeks out small firms and tells them of the programme."
    ENG_OUTREACH_BUDGET = "ENG-OUTREACH-BUDGET", "Money is set aside to reach small firms."
    ENG_PUBLIC_CONSULTATION = "ENG-PUBLIC-CONSULTATION", "Small firms are consulted."
    ENG_REGULAR_FEEDBACK = (
        "ENG-REGULAR-FEEDBACK",
        "Small firms are regularly asked what they think.",
    )
    ENG_MSME_FORUM = "ENG-MSME-FORUM", "A standing forum hears small firms."
    ENG_INTERAGENCY_RECOGNITION = (
        "ENG-INTERAGENCY-RECOGNITION",
        "Other agencies recognise the status.",
    )


CODE_LISTS: tuple[type[Code], ...] = (
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
