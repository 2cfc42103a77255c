"""Cases of area IDN: identifiers by their schemes, and over several records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from making import Case, Expected

from aeo_exchange.reference.schemes import NumberScheme, TrialNumbers, shipped_schemes
from definitions.bases import (
    BRAZIL,
    DOMINICAN,
    INDIA,
    LEI,
    MID,
    MODULES,
    OTHER_LEI,
    PLAIN,
    RECOGNITION,
    SECOND_OPERATOR,
    SITE,
    VIEW,
    number,
)
from definitions.scheme_cases import cases_of_scheme

SEVERAL = ("json", "ndjson", "xml")
GLN = "9520000000011"
WIDE = "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18"
WIDE_EORI = "".join(chr(ord(letter) + 0xFEE0) for letter in "de123456789012345")
FIRST_HALF = {"from": "2024-01-01T00:00:00Z", "until": "2024-07-01T00:00:00Z"}
SECOND_HALF = {"from": "2024-07-01T00:00:00Z"}
EVERY_LETTER = tuple(
    f"{letters}{98 - int(''.join(str(int(letter, 36)) for letter in letters) + '00') % 97:02}"
    for letters in ("0123456789ABCDEFGH", "IJKLMNOPQRSTUVWXYZ")
)
BEYOND_ASCII = "".join(map(chr, (*range(0xE0, 0xF7), *range(0xF8, 0xFF))))
CAPITALS = "".join(chr(ord(letter) - 0x20) for letter in BEYOND_ASCII)
# The next revision of a record, after the holder got another TIN.
REPLACES_FIRST = (
    "/authorisation/replaces",
    [{"administration": "HK", "recordId": "HK-2024-0001", "cause": "tin-change"}],
)
TIN_CHANGED = (
    ("/revision", 4),
    ("/holder/tin", "HK00000009"),
    ("/holder/formerTins", [{"tin": "HK00000001", "until": "2026-09-01T00:00:00Z"}]),
)

ALONE = (
    Case(
        id="AEO-IDN-01.p01",
        title="Good numbers of three schemes, on the holder and on a site",
        why="Form and check digits fit; whether the numbers were issued is not asked.",
        flags=("CheckDigit", "Identifier"),
        base=PLAIN,
        edits=(
            ("/holder/identifiers", [number("GLN", GLN), number("LEI", LEI)]),
            ("/holder/sites", [{**SITE, "identifiers": [number("MID", MID)]}]),
        ),
    ),
    Case(
        id="AEO-IDN-01.p02",
        title="Numbers of a scheme without a rule, and of one whose form is not confirmed",
        why="HK-AEO has no form; that of JO-TAX is only plausible, and two digits may be right.",
        flags=("Identifier", "UncertainFact"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("HK-AEO", "?"), number("JO-TAX", "12")]),),
    ),
    Case(
        id="AEO-IDN-01.p902",
        title="A Turkish number of which two digits give 9 and one gives 0",
        why="A product that 9 divides counts as 9, and a digit that gives 0 counts as 0.",
        flags=("Identifier", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("TR-VKN", "5223780464")]),),
    ),
    Case(
        id="AEO-IDN-01.p903",
        title="Numbers that hold every letter, with their check digits",
        why="In the check of ISO/IEC 7064 A counts as 10, and so on to Z as 35.",
        flags=("CheckDigit", "Identifier", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [
                    number("LEI", every, **when)
                    for every, when in zip(EVERY_LETTER, (FIRST_HALF, SECOND_HALF), strict=True)
                ],
            ),
        ),
    ),
    Case(
        id="AEO-IDN-01.p901",
        title="Indian numbers of the kinds whose rule is not known",
        why="They have not the form of the scheme and match its otherKinds, so they may be right.",
        flags=("Identifier", "UncertainFact"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [number("IN-GSTIN", "0512ABC12345DE6"), number("IN-GSTIN", "05ABCDE1234F1D5")],
            ),
        ),
    ),
    Case(
        id="AEO-IDN-01.n901",
        title="A character more than the other kinds of Indian numbers have",
        why="otherKinds is matched from the first character to the last.",
        flags=("Identifier", "Form"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("IN-GSTIN", "05ABCDE1234F1D56")]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-01.n902",
        title="An Indian number of neither kind",
        why="Where the last but one is Z it is of the usual kind, whose check digit is wrong.",
        flags=("Identifier", "CheckDigit"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("IN-GSTIN", "05ABCDE1234F1ZZ")]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-01.n01",
        title="Two digits of an LEI changed places",
        why="The check digits tell.",
        flags=("CheckDigit", "CommonSlip"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("LEI", "999900EXAMPLE0000113")]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-01.n02",
        title="The GLN of a site with a wrong check digit",
        why="Numbers of sites are looked at; the right last digit is 1.",
        flags=("CheckDigit", "Site"),
        base=PLAIN,
        edits=(("/holder/sites", [{**SITE, "identifiers": [number("GLN", "9520000000012")]}]),),
        finds=("/holder/sites/0/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-01.n03",
        title="A business registration number that lost its leading zero, in a recognition",
        why="Eight digits make a number of HK-BR, and leading zeros count.",
        flags=("Form", "Recognition", "CommonSlip"),
        base=PLAIN,
        edits=(("/recognitions", [{**RECOGNITION, "identifiers": [number("HK-BR", "1234567")]}]),),
        finds=("/recognitions/0/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-02.p01",
        title="A scheme that is known by name alone",
        why="HK-AEO is in the reference data, though nothing is known of its form.",
        flags=("Identifier",),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("HK-AEO", "1")]),),
    ),
    Case(
        id="AEO-IDN-02.n01",
        title="A scheme that nobody knows",
        why="Its numbers cannot be checked nor matched; they may be right, so a warning.",
        flags=("Identifier", "UnknownCode"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("QQ-TAX", "1")]),),
        finds=("/holder/identifiers/0/scheme",),
    ),
    Case(
        id="AEO-IDN-02.n02",
        title="The second number of a site is of a scheme spelled wrong",
        why="HK-BRN is no scheme; HK-BR is.",
        flags=("Identifier", "Site", "CommonSlip"),
        base=PLAIN,
        edits=(
            (
                "/holder/sites",
                [{**SITE, "identifiers": [number("GLN", GLN), number("HK-BRN", "12345678")]}],
            ),
        ),
        finds=("/holder/sites/0/identifiers/1/scheme",),
    ),
    Case(
        id="AEO-IDN-02.n03",
        title="A recognition by a number of no known scheme",
        why="Numbers that a partner issued have a scheme too.",
        flags=("Identifier", "Recognition"),
        base=PLAIN,
        edits=(
            ("/recognitions", [{**RECOGNITION, "identifiers": [number("CN-PARTNER-NO", "1")]}]),
        ),
        finds=("/recognitions/0/identifiers/0/scheme",),
    ),
    Case(
        id="AEO-IDN-03.p01",
        title="An Indian TIN made of the permanent account number",
        why="IN and the ten characters of the number fit.",
        flags=("Tin", "Form"),
        base=INDIA,
    ),
    Case(
        id="AEO-IDN-03.n01",
        title="A TIN of Hong Kong with nine digits",
        why="The number that makes the TIN has eight.",
        flags=("Tin", "Form"),
        base=PLAIN,
        edits=(("/holder/tin", "HK000000001"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-IDN-03.n02",
        title="A Brazilian TIN with a wrong check digit",
        why="The register number ends in 97, not 98.",
        flags=("Tin", "CheckDigit"),
        base=BRAZIL,
        edits=(("/holder/tin", "BR16727230000198"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-IDN-03.n03",
        title="A Dominican TIN with a wrong check digit",
        why="The register number ends in 2, not 1.",
        flags=("Tin", "CheckDigit"),
        base=DOMINICAN,
        edits=(("/holder/tin", "DO900000551"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-IDN-04.p01",
        title="Two numbers of one scheme, and one of them again on a site",
        why="A scheme may give several numbers, and a site is another place than the holder.",
        flags=("Identifier", "Site"),
        base=PLAIN,
        edits=(
            ("/holder/identifiers", [number("MID", MID), number("MID", "HKEXA2EXA")]),
            ("/holder/sites", [{**SITE, "identifiers": [number("MID", MID)]}]),
        ),
    ),
    Case(
        id="AEO-IDN-04.n01",
        title="One LEI in two intervals that touch",
        why="It counts throughout, or not at all in between: nobody can tell.",
        flags=("Identifier", "Repeated", "Interval"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [number("LEI", LEI, **FIRST_HALF), number("LEI", LEI, **SECOND_HALF)],
            ),
        ),
        finds=("/holder/identifiers/1/value",),
    ),
    Case(
        id="AEO-IDN-04.n02",
        title="A GLN with an interval, and again without one behind another number",
        why="The bare one counts always, the dated one does not.",
        flags=("Identifier", "Repeated", "Contradiction"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [
                    number("GLN", GLN, **FIRST_HALF),
                    number("LEI", LEI, **SECOND_HALF),
                    number("GLN", GLN),
                ],
            ),
        ),
        finds=("/holder/identifiers/2/value",),
    ),
    Case(
        id="AEO-IDN-04.n03",
        title="One number of a site in two intervals",
        why="A site is a place that names a number once, as the holder does.",
        flags=("Identifier", "Repeated", "Site"),
        base=PLAIN,
        edits=(
            (
                "/holder/sites",
                [
                    {
                        **SITE,
                        "identifiers": [
                            number("MID", MID, **FIRST_HALF),
                            number("MID", MID, **SECOND_HALF),
                        ],
                    }
                ],
            ),
        ),
        finds=("/holder/sites/0/identifiers/1/value",),
    ),
)

SETS = (
    Case(
        id="AEO-IDN-05.p01",
        title="Two revisions of one record, and a record of another operator",
        why="One operator may show its number as often as it likes.",
        flags=("Set", "CertificateNumber"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), (("/revision", 4),), SECOND_OPERATOR),
    ),
    Case(
        id="AEO-IDN-05.p02",
        title="The operator got another TIN between two revisions",
        why="A record is about one operator in all its revisions; the later names the former TIN.",
        flags=("Set", "CertificateNumber", "FormerTin"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), TIN_CHANGED),
    ),
    Case(
        id="AEO-IDN-05.p03",
        title="Two operators with one number, of two administrations",
        why="Each member state counts its certificates by itself.",
        flags=("Set", "CertificateNumber", "Union"),
        base=MODULES,
        syntaxes=SEVERAL,
        records=(
            (),
            (
                ("/administration", "FR"),
                ("/recordId", "FR-2024-0001"),
                ("/holder/tin", "FR73282932000074"),
                ("/holder/legalName", "Exemple Commerce SARL"),
            ),
        ),
    ),
    Case(
        id="AEO-IDN-05.p04",
        title="A view of the next revision, after another TIN, without the former one",
        why="Records of one key are about one operator, whatever their TINs.",
        flags=("Set", "CertificateNumber", "FormerTin", "View"),
        base=VIEW,
        syntaxes=SEVERAL,
        records=((), (("/revision", 4), ("/holder/tin", "HK00000009"))),
    ),
    Case(
        id="AEO-IDN-05.p05",
        title="Another record under the new TIN, behind the one that tells of the change",
        why="The second record joins both TINs, so the third is about the operator of the first.",
        flags=("Set", "CertificateNumber", "FormerTin"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            TIN_CHANGED,
            (("/recordId", "HK-2026-0007"), ("/holder/tin", "HK00000009"), REPLACES_FIRST),
        ),
    ),
    Case(
        id="AEO-IDN-05.n01",
        title="Two operators with one certificate number",
        why="The partner's system would find one of the two.",
        flags=("Set", "CertificateNumber"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), (*SECOND_OPERATOR, ("/authorisation/number", "HKAEO-EX-0001"))),
        finds=("/authorisation/number",),
    ),
    Case(
        id="AEO-IDN-05.n02",
        title="The third of four records has the number of the first",
        why="Each record is compared with all before it; the finding stands at the later one.",
        flags=("Set", "CertificateNumber"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            SECOND_OPERATOR,
            (
                ("/recordId", "HK-2024-0004"),
                ("/holder/tin", "HK00000004"),
                ("/holder/legalName", "Fourth Example Limited"),
            ),
            (("/revision", 4),),
        ),
        finds=(Expected("/authorisation/number", record=2),),
    ),
    Case(
        id="AEO-IDN-05.n03",
        title="Two later operators with the number of the first, one of them twice",
        why="The first record says whose the number is; every later one of others is named.",
        flags=("Set", "CertificateNumber"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            (*SECOND_OPERATOR, ("/authorisation/number", "HKAEO-EX-0001")),
            (
                *SECOND_OPERATOR,
                ("/authorisation/number", "HKAEO-EX-0001"),
                ("/revision", 4),
            ),
        ),
        finds=(
            Expected("/authorisation/number", record=1),
            Expected("/authorisation/number", record=2),
        ),
    ),
    Case(
        id="AEO-IDN-06.p01",
        title="Two operators whose numbers of two schemes read alike",
        why="A number is that of its scheme; the same digits of another are another number.",
        flags=("Set", "Identifier", "EdgeValue"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (("/holder/identifiers", [number("HK-AEO", "12345678"), number("LEI", LEI)]),),
            (
                *SECOND_OPERATOR,
                ("/holder/identifiers", [number("HK-BR", "12345678"), number("LEI", OTHER_LEI)]),
            ),
        ),
    ),
    Case(
        id="AEO-IDN-06.p02",
        title="The operator got another TIN and kept its LEI",
        why="It is one operator: the later revision names the former TIN.",
        flags=("Set", "Identifier", "FormerTin"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("LEI", LEI)]),),
        syntaxes=SEVERAL,
        records=((), TIN_CHANGED),
    ),
    Case(
        id="AEO-IDN-06.n01",
        title="Two operators with one LEI",
        why="The benefits of one would go to the other.",
        flags=("Set", "Identifier"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("LEI", LEI)]),),
        syntaxes=SEVERAL,
        records=((), SECOND_OPERATOR),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-06.n02",
        title="The second number of the second of three operators is that of the first",
        why="Every number is looked at, whatever stands before it.",
        flags=("Set", "Identifier"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (("/holder/identifiers", [number("LEI", LEI)]),),
            (*SECOND_OPERATOR, ("/holder/identifiers", [number("GLN", GLN), number("LEI", LEI)])),
            (
                ("/recordId", "HK-2024-0003"),
                ("/holder/tin", "HK00000003"),
                ("/holder/legalName", "Third Example Limited"),
                ("/authorisation/number", "HKAEO-EX-0003"),
                ("/holder/identifiers", [number("LEI", OTHER_LEI)]),
            ),
        ),
        finds=(Expected("/holder/identifiers/1/value", record=1),),
    ),
)


def number_cases(schemes: Iterable[NumberScheme]) -> tuple[Case, ...]:
    """Return the cases of published numbers: right ones of a scheme, each wrong one alone."""
    return tuple(
        case
        for row in schemes
        if isinstance(row.test_numbers, TrialNumbers)
        for case in _cases_of(row, row.test_numbers)
    )


def _cases_of(row: NumberScheme, tried: TrialNumbers) -> Iterator[Case]:
    right, others = cases_of_scheme(row.code, len(tried.other))
    flags = ("Identifier", "CheckDigit" if row.check_digits else "Form")
    numbers = [number(row.code, value) for value in sorted(tried.right)]
    yield Case(
        id=f"AEO-IDN-01.p{right:02d}",
        title=f"Right numbers of {row.code}",
        why="They are published with the scheme as right.",
        flags=flags,
        base=PLAIN,
        edits=(("/holder/identifiers", numbers),),
    )
    for place, value in zip(others, tried.other, strict=True):
        yield Case(
            id=f"AEO-IDN-01.n{place:02d}",
            title=f"A number of {row.code} with one other character",
            why=f"{value} is published with the scheme as wrong.",
            flags=flags,
            base=PLAIN,
            edits=(("/holder/identifiers", [number(row.code, value)]),),
            finds=("/holder/identifiers/0/value",),
        )


NUMBERS = number_cases(shipped_schemes().schemes())


USUAL = (
    Case(
        id="AEO-IDN-07.p01",
        title="Zeros within a number, and a usual EORI number",
        why="A placeholder is one character five times or more, and nothing else.",
        flags=("Identifier", "EdgeValue"),
        base=PLAIN,
        edits=(
            ("/holder/identifiers", [number("EORI", "DE0000001"), number("EORI", "FR732829320")]),
        ),
    ),
    Case(
        id="AEO-IDN-07.p02",
        title="A number with a letter beyond ASCII",
        why="The alphabet of the Mexican register has the letter.",
        flags=("Identifier", "Script"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("MX-RFC", "\u00d1&A930714AB1")]),),
    ),
    Case(
        id="AEO-IDN-07.n01",
        title="A location number of zeros",
        why="Its check digit fits, and it is nobody's.",
        flags=("Identifier", "CommonSlip"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("GLN", "0000000000000")]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-07.n02",
        title="The number of an authorisation in the place of an EORI number",
        why="It belongs into authorisation.number.",
        flags=("Identifier", "CommonSlip"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("EORI", "AT AEOF 0000064 GDA")]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-07.n03",
        title="An EORI number of France with three digits, on a site",
        why="France gives nine digits, formerly fourteen.",
        flags=("Identifier", "Site"),
        base=PLAIN,
        edits=(("/holder/sites", [{**SITE, "identifiers": [number("EORI", "FR123")]}]),),
        finds=("/holder/sites/0/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-07.n04",
        title="A number with full-width digits, in a recognition",
        why="It is read as ASCII, but a partner that compares texts does not find it.",
        flags=("Identifier", "Recognition", "Script"),
        base=PLAIN,
        edits=(("/recognitions", [{**RECOGNITION, "identifiers": [number("HK-BR", WIDE)]}]),),
        finds=("/recognitions/0/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-07.n41",
        title="A number in full-width letters and digits, the letters small",
        why="It is read as ASCII in capitals, but a partner that compares texts does not find it.",
        flags=("Identifier", "Script"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("EORI", WIDE_EORI)]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-07.n05",
        title="Letters alone, ten times one of them",
        why="Letters are left out at the ends only where something remains.",
        flags=("Identifier", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/identifiers", [number("CN-CUSTOMS", "AAAAAAAAAA")]),),
        finds=("/holder/identifiers/0/value",),
    ),
    Case(
        id="AEO-IDN-07.n06",
        title="A TIN of nines",
        why="It is the key of the firm at every partner, and of every firm without a number.",
        flags=("Identifier", "CommonSlip"),
        base=PLAIN,
        edits=(("/holder/tin", "HK99999999"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-IDN-07.p03",
        title="A TIN of one digit seven times and another",
        why="A placeholder is one character alone, whatever its length.",
        flags=("Identifier", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/tin", "HK99999990"),),
    ),
    Case(
        id="AEO-IDN-04.n04",
        title="One LEI in two spellings",
        why="Numbers are compared in normal form: capitals, without punctuation.",
        flags=("Identifier", "Repeated", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [number("LEI", f"{LEI[:4]}-{LEI[4:].lower()}"), number("LEI", LEI)],
            ),
        ),
        finds=("/holder/identifiers/1/value",),
    ),
    Case(
        id="AEO-IDN-04.n05",
        title="One number in every small letter beyond ASCII, and in capitals",
        why="The normal form has capitals for them too, save for two that are none (IDN-2-1).",
        flags=("Identifier", "Repeated", "Script", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [number("HK-AEO", CAPITALS), number("HK-AEO", BEYOND_ASCII)],
            ),
        ),
        finds=("/holder/identifiers/1/value",),
    ),
    Case(
        id="AEO-IDN-04.p02",
        title="Signs that stand where a small letter would, and one that has no capital there",
        why="A division sign is no small multiplication sign, and \u00ff no small \u00df.",
        flags=("Identifier", "Script", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [number("HK-AEO", sign) for sign in ("\u00d7", "\u00df", "\u00f7", "\u00ff")],
            ),
        ),
    ),
    Case(
        id="AEO-IDN-06.n03",
        title="Two operators with one GLN, written with a hyphen by the second",
        why="Numbers are compared in normal form, also between records.",
        flags=("Set", "Identifier", "EdgeValue"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (("/holder/identifiers", [number("GLN", GLN)]),),
            (
                *SECOND_OPERATOR,
                ("/holder/identifiers", [number("GLN", f"{GLN[:3]}-{GLN[3:]}")]),
            ),
        ),
        finds=(Expected("/holder/identifiers/0/value", record=1),),
    ),
    Case(
        id="AEO-IDN-05.p06",
        title="Two operators with one number under two programmes",
        why="Each programme counts its certificates by itself.",
        flags=("Set", "CertificateNumber", "Programme"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            (
                *SECOND_OPERATOR,
                ("/programme", "QQ-OTHER"),
                ("/authorisation/number", "HKAEO-EX-0001"),
            ),
        ),
        allow=("AEO-COD-07",),
    ),
    Case(
        id="AEO-IDN-05.n04",
        title="A later record joins two operators that had one number before it",
        why="Steps lead over the records of the set up to the later one, and not beyond.",
        flags=("Set", "CertificateNumber", "FormerTin"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            (
                *SECOND_OPERATOR,
                ("/holder/tin", "HK00000009"),
                ("/holder/legalName", "Example Trading Limited"),
                ("/authorisation/number", "HKAEO-EX-0001"),
            ),
            TIN_CHANGED,
        ),
        finds=(Expected("/authorisation/number", record=1),),
        allow=("AEO-TIN-05", "AEO-XCH-05"),
    ),
    *(
        Case(
            id=f"AEO-IDN-01.n{n:02d}",
            title=title,
            why=why,
            flags=("Identifier", "Form"),
            base=PLAIN,
            edits=(("/holder/identifiers", [number(scheme, value)]),),
            finds=("/holder/identifiers/0/value",),
        )
        for n, scheme, value, title, why in (
            (4, "MID", "XZMAPLEA12TOR", "A MID of no country", "XZ is no country, no province."),
            (5, "MID", "CAMAPLEA12TOR", "A MID of Canada", "Canada stands by its provinces."),
            (6, "TCUIN", "ZZ123456789", "A third country that is none", "ZZ is no country."),
            (7, "GB-VAT", "GD500", "A department numbered too high", "They end below 500."),
        )
    ),
    Case(
        id="AEO-IDN-01.p03",
        title="Small letters, a number without check digit, a province and a number of XI",
        why="Form and check digit are judged in normal form.",
        flags=("Identifier", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/identifiers",
                [
                    number("CH-UID", "che-109.322.551 mwst"),
                    number("GB-VAT", "GD499"),
                    number("MID", "xomaplea12tor"),
                    number("TCUIN", "XI123456789000"),
                ],
            ),
        ),
    ),
)

CASES: tuple[Case, ...] = (*ALONE, *SETS, *USUAL, *NUMBERS)
