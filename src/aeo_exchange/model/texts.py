"""The named text types of the record: portable pattern, length in code points, definition.

A pattern uses only what JSON Schema (ECMA 262), XML Schema 1.0 and Python read alike:
literal characters, classes of ranges, groups, `?`, `*`, `+`, `{n,m}` and `|`. It is written
without anchors; the model and the JSON Schema printer add them, XML Schema implies them.

The file is long because it is one list.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

__all__ = [
    "BREAKS",
    "CALENDAR",
    "AddressLine",
    "AgreementCode",
    "AudienceCode",
    "AuthorisationNumber",
    "CertificateText",
    "CityName",
    "ConsentScope",
    "CountryCode",
    "CurrencyCode",
    "Date",
    "DecimalText",
    "DefinitionCode",
    "DefinitionVersion",
    "ExtensionName",
    "ExtensionValue",
    "IdentifierScheme",
    "IdentifierValue",
    "Instant",
    "IntegerType",
    "LanguageTag",
    "ListSequence",
    "LongText",
    "Name",
    "NumericDate",
    "OfficeCode",
    "Postcode",
    "ProgrammeCode",
    "RecordId",
    "ScriptCode",
    "SequenceNumber",
    "Sha256Hex",
    "ShortText",
    "SpecVersion",
    "StatementType",
    "StatusIndex",
    "TextType",
    "Thumbprint",
    "TierCode",
    "Tin",
    "TinPrefix",
    "Uri",
    "class_of",
]

# Controls, every blank but U+0020, line and paragraph separators, and the two
# noncharacters that XML cannot write: never part of a text of ours.
BREAKS = (
    (0x00, 0x20),
    (0x7F, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFFFE, 0xFFFF),
)

_YEAR = "[1-9][0-9]{3}"
_LEAP_YEAR = "([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)"
CALENDAR = (
    f"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_CODE = "[A-Z0-9]+(-[A-Z0-9]+)*"
_ASCII = "[!-~]+( [!-~]+)*"


class TextType(Struct, frozen=True):
    """A named text type as the printers see it; lengths count code points."""

    name: str
    definition: str
    pattern: str
    longest: int
    example: str


class IntegerType(Struct, frozen=True):
    """A named integer type as the printers see it; bounds inclusive."""

    name: str
    definition: str
    pattern: str
    least: int
    greatest: int


def class_of(ranges: tuple[tuple[int, int], ...]) -> str:
    """Return the inside of a character class for code point ranges."""
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)


FREE_CHARACTER = f"[^{class_of(BREAKS)}]"
FREE_TEXT = f"{FREE_CHARACTER}+( {FREE_CHARACTER}+)*"


def _text(name: str, definition: str, pattern: str, longest: int, example: str) -> Meta:
    r"""Return the msgspec constraint of a named text type.

    `\Z` and not `$`: in Python `$` also matches before a last line feed.
    """
    return Meta(
        pattern=rf"^(?:{pattern})\Z",
        min_length=1,
        max_length=longest,
        extra={"type": TextType(name, definition, pattern, longest, example)},
    )


SpecVersion = Annotated[
    str,
    _text("SpecVersion", "Version of this standard that the record follows.", "1\\.0", 3, "1.0"),
]
CountryCode = Annotated[
    str,
    _text(
        "CountryCode",
        "Country as ISO 3166-1 alpha-2, or the customs code EU, XI or XK where a rule allows.",
        "[A-Z]{2}",
        2,
        "HK",
    ),
]
CurrencyCode = Annotated[
    str, _text("CurrencyCode", "Currency as ISO 4217 alpha-3.", "[A-Z]{3}", 3, "HKD")
]
LanguageTag = Annotated[
    str,
    _text("LanguageTag", "Language as BCP 47.", "[a-z]{2,3}(-[A-Za-z0-9]{1,8})*", 35, "zh-Hant"),
]
ScriptCode = Annotated[str, _text("ScriptCode", "Script as ISO 15924.", "[A-Z][a-z]{3}", 4, "Hant")]
Instant = Annotated[
    str,
    _text(
        "Instant",
        "Instant in UTC to the second, `YYYY-MM-DDThh:mm:ssZ`.",
        f"{CALENDAR}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
        20,
        "2026-04-01T00:00:00Z",
    ),
]
Date = Annotated[
    str,
    _text("Date", "Calendar date `YYYY-MM-DD`, informative only.", CALENDAR, 10, "2026-04-01"),
]
DecimalText = Annotated[
    str,
    _text(
        "DecimalText",
        "Exact decimal as text: no exponent, no leading or trailing zero, no minus zero.",
        "0|-?([1-9][0-9]*(\\.[0-9]*[1-9])?|0\\.[0-9]*[1-9])",
        24,
        "9500000.5",
    ),
]
SequenceNumber = Annotated[
    int,
    Meta(
        ge=1,
        le=999_999_999,
        extra={
            "type": IntegerType(
                "SequenceNumber",
                "Whole number from 1, at most nine digits, written without sign or point.",
                "[1-9][0-9]{0,8}",
                1,
                999_999_999,
            )
        },
    ),
]
RecordId = Annotated[
    str,
    _text(
        "RecordId",
        "Name of a record or site, unique and stable within the administration that issued it.",
        "[A-Za-z0-9._-]+",
        64,
        "HK-2018-0042",
    ),
]
ProgrammeCode = Annotated[
    str,
    _text(
        "ProgrammeCode",
        "AEO programme: country or customs code, hyphen, name.",
        "[A-Z]{2}(-[A-Z0-9]+)+",
        32,
        "HK-AEO",
    ),
]
TierCode = Annotated[
    str,
    _text("TierCode", "Code of a tier within its programme.", _CODE, 32, "TIER1"),
]
AgreementCode = Annotated[
    str,
    _text("AgreementCode", "Code of a mutual recognition arrangement.", _CODE, 64, "CN-HK-2013"),
]
AudienceCode = Annotated[
    str,
    _text(
        "AudienceCode",
        "For whom a view is made: `public`, a country or EU, or an agency of one of these.",
        "public|[A-Z]{2}(-[A-Z0-9]+)*",
        32,
        "JP",
    ),
]
ConsentScope = Annotated[
    str,
    _text("ConsentScope", "`all`, or the code of one agreement.", f"all|{_CODE}", 64, "all"),
]
Tin = Annotated[
    str,
    _text(
        "Tin",
        "Trader Identification Number: issuing country alpha-2, then 1 to 15 printable ASCII "
        "characters without blank or lower case (WCO an..17).",
        "[A-Z]{2}[!-`{-~]{1,15}",
        17,
        "HK12345678",
    ),
]
AuthorisationNumber = Annotated[
    str,
    _text(
        "AuthorisationNumber", "Number of the AEO certificate, as issued.", _ASCII, 35, "AEOHK0042"
    ),
]
IdentifierScheme = Annotated[
    str,
    _text("IdentifierScheme", "Code of an identifier scheme.", _CODE, 32, "LEI"),
]
IdentifierValue = Annotated[
    str,
    _text("IdentifierValue", "Identifier as its scheme writes it.", FREE_TEXT, 70, "12345678"),
]
OfficeCode = Annotated[
    str,
    _text("OfficeCode", "Customs office, as its administration writes it.", _ASCII, 35, "DE007600"),
]
DefinitionCode = Annotated[
    str,
    _text("DefinitionCode", "Code of a definition of size classes.", _CODE, 48, "EU-2003-361"),
]
DefinitionVersion = Annotated[
    str,
    _text(
        "DefinitionVersion",
        "Version of the definition: a year, a date or the number its source gives it.",
        "[A-Za-z0-9]+([.-][A-Za-z0-9]+)*",
        32,
        "2025-04-01",
    ),
]
Uri = Annotated[
    str,
    _text(
        "Uri",
        "Absolute URI that names the owner of an extension.",
        "[a-z][a-z0-9+.-]*:[!-~]+",
        256,
        "urn:example:customs",
    ),
]
ExtensionName = Annotated[
    str,
    _text(
        "ExtensionName", "Name of an extension item.", "[A-Za-z_][A-Za-z0-9._-]*", 64, "riskLane"
    ),
]
Name = Annotated[
    str, _text("Name", "Name of a person, body or site.", FREE_TEXT, 256, "Example Ltd")
]
AddressLine = Annotated[
    str,
    _text("AddressLine", "Street, number, building or post box.", FREE_TEXT, 70, "1 Example Road"),
]
CityName = Annotated[
    str, _text("CityName", "City, or subdivision of a country.", FREE_TEXT, 35, "Example City")
]
Postcode = Annotated[str, _text("Postcode", "Postal code.", FREE_TEXT, 17, "12345")]
ShortText = Annotated[
    str, _text("ShortText", "Short free text.", FREE_TEXT, 70, "Exporter of record")
]
LongText = Annotated[
    str, _text("LongText", "Free text of one line.", FREE_TEXT, 512, "Audit pending")
]
ExtensionValue = Annotated[
    str, _text("ExtensionValue", "Value of an extension item.", FREE_TEXT, 4000, "green")
]

# Of attestations and trust lists (specification, part 7).
StatementType = Annotated[
    str,
    _text(
        "StatementType",
        "What an attestation states.",
        "urn:aeo-exchange:1\\.0:status",
        27,
        "urn:aeo-exchange:1.0:status",
    ),
]
NumericDate = Annotated[
    int,
    Meta(
        ge=1_000_000_000,
        le=9_999_999_999,
        extra={
            "type": IntegerType(
                "NumericDate",
                "Whole seconds since 1970-01-01T00:00:00Z (RFC 7519), ten digits.",
                "[1-9][0-9]{9}",
                1_000_000_000,
                9_999_999_999,
            )
        },
    ),
]
StatusIndex = Annotated[
    int,
    Meta(
        ge=0,
        le=99_999_999,
        extra={
            "type": IntegerType(
                "StatusIndex",
                "Place in a status list, counted from 0.",
                "0|[1-9][0-9]{0,7}",
                0,
                99_999_999,
            )
        },
    ),
]
ListSequence = Annotated[
    int,
    Meta(
        ge=1,
        le=2_147_483_648,
        extra={
            "type": IntegerType(
                "ListSequence",
                "Number of a trust list, from 1 to 2^31, strictly increasing.",
                "[1-9][0-9]{0,9}",
                1,
                2_147_483_648,
            )
        },
    ),
]
Thumbprint = Annotated[
    str,
    _text(
        "Thumbprint",
        "RFC 7638 thumbprint of a public key: SHA-256 in base64url.",
        "[A-Za-z0-9_-]{43}",
        43,
        "zxrAkmAUvZNMbWqkXBTS8Q8VRgXoC0bh5ExPBG8GKwM",
    ),
]
Sha256Hex = Annotated[
    str,
    _text(
        "Sha256Hex",
        "SHA-256 in lower-case hexadecimal digits.",
        "[0-9a-f]{64}",
        64,
        "544ca022c48a8d8a1a8aa01e70c02f4a28e72cba9efd47db8deeb9148c87017b",
    ),
]
CertificateText = Annotated[
    str,
    _text(
        "CertificateText",
        "X.509 certificate: base64 of its DER bytes, on one line.",
        "[A-Za-z0-9+/]+(=|==)?",
        8192,
        "MIIBszCCAVmgAwIBAgIUQ0Z1",
    ),
]
TinPrefix = Annotated[
    str,
    _text("TinPrefix", "How the TINs covered begin, with the country.", "[A-Z]{2}[!-~]*", 17, "HK"),
]
