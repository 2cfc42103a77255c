"""Numbers are judged as python-stdnum judges them, ours by their rules, and no TIN is guessed."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.model.texts import Tin
from aeo_exchange.reference.identifiers import (
    check_number,
    from_tin,
    guess,
    near_misses,
    number_in_tin,
    scheme_doubts,
    to_tin,
)
from aeo_exchange.reference.identifiers.rules import is_placeholder
from aeo_exchange.reference.identifiers.tin import TIN
from aeo_exchange.reference.schemes import Schemes, shipped_schemes
from aeo_exchange.report import Verdict
from rows import for_each_row

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.schemes import NumberScheme

ROWS = shipped_schemes().schemes()
# The second judge: modules of python-stdnum that judge the same numbers. The first judge is
# the published data, and where they differ DIFFERENT says why.
BY_LIBRARY = {
    "AL-NIPT": "al.nipt",
    "AR-CUIT": "ar.cuit",
    "AU-ABN": "au.abn",
    "AU-ACN": "au.acn",
    "AZ-VOEN": "az.voen",
    "BR-CNPJ": "br.cnpj",
    "BY-UNP": "by.unp",
    "CA-BN": "ca.bn",
    "CH-UID": "ch.uid",
    "CL-RUT": "cl.rut",
    "CN-USCC": "cn.uscc",
    "CO-NIT": "co.nit",
    "CR-CPJ": "cr.cpj",
    "DO-CEDULA": "do.cedula",
    "DO-RNC": "do.rnc",
    "DZ-NIF": "dz.nif",
    "EC-RUC": "ec.ruc",
    "EG-TN": "eg.tn",
    "EU-VAT": "eu.vat",
    "FR-SIREN": "fr.siren",
    "FR-SIRET": "fr.siret",
    "FR-TVA": "fr.tva",
    "GB-UTR": "gb.utr",
    "GB-VAT": "gb.vat",
    "GH-TIN": "gh.tin",
    "GLN": "ean",
    "GT-NIT": "gt.nit",
    "ID-NPWP": "id.npwp",
    "IL-HP": "il.hp",
    "IN-GSTIN": "in_.gstin",
    "IN-PAN": "in_.pan",
    "JP-CN": "jp.cn",
    "KE-PIN": "ke.pin",
    "KR-BRN": "kr.brn",
    "LEI": "lei",
    "MA-ICE": "ma.ice",
    "MD-IDNO": "md.idno",
    "ME-PIB": "me.pib",
    "MK-EDB": "mk.edb",
    "MX-RFC": "mx.rfc",
    "MZ-NUIT": "mz.nuit",
    "NO-ORGNR": "no.orgnr",
    "NZ-IRD": "nz.ird",
    "NZ-NZBN": "ean",
    "PE-RUC": "pe.ruc",
    "PY-RUC": "py.ruc",
    "RS-PIB": "rs.pib",
    "SG-UEN": "sg.uen",
    "SN-NINEA": "sn.ninea",
    "SV-NIT": "sv.nit",
    "TH-TIN": "th.tin",
    "TN-MF": "tn.mf",
    "TR-TCKN": "tr.tckimlik",
    "TR-VKN": "tr.vkn",
    "TW-UBN": "tw.ubn",
    "UA-EDRPOU": "ua.edrpou",
    "UA-RNTRC": "ua.rntrc",
    "US-EIN": "us.ein",
    "UY-RUT": "uy.rut",
    "VN-MST": "vn.mst",
    "ZA-TIN": "za.tin",
}
DIFFERENT = {
    "AR-CUIT": "25 and 26 begin numbers of persons too",
    "CA-BN": "there are more kinds of accounts than four",
    "CN-USCC": "the office and the kind of body may be letters",
    "EC-RUC": "numbers of companies have no check digit any more",
    "EU-VAT": "dates and counties inside a person's number are not judged, nor French letter keys",
    "FR-TVA": "of keys with a letter only the SIREN is judged",
    "GT-NIT": "a number of zeros alone, a placeholder",
    "ID-NPWP": "dates and places inside a citizen's number are not judged",
    "IN-GSTIN": "codes of states since 2019, and 97 and 99",
    "KR-BRN": "the library knows the form only",
    "MX-RFC": "dates are judged by day and month, words not at all",
    "SG-UEN": "a year may be after today",
    "TW-UBN": "the law of April 2023",
    "UY-RUT": "a sequence of zeros alone, which the library refuses",
    "VN-MST": "a sequence of zeros alone, which the library refuses",
}
PLAUSIBLE = [row.code for row in ROWS if row.confidence == "D"]
VALID, NOT_VALID, UNDETERMINED = Verdict.VALID, Verdict.NOT_VALID, Verdict.UNDETERMINED

# The examples of the documentation of python-stdnum 2.2, and forms that it shows with a branch.
NUMBERS = {
    "AR-CUIT": ["20267565393"],
    "AU-ABN": ["51824753556"],
    "AU-ACN": ["010 499 966", "002 724 334"],
    "BR-CNPJ": ["16727230000197"],
    "CL-RUT": ["CL 12531909-2"],
    "CR-CPJ": ["4 000 042138"],
    "DO-CEDULA": ["22400022111"],
    "DO-RNC": ["131246796"],
    "DZ-NIF": ["000 216 001 808 337 13010"],
    "EG-TN": ["100531385"],
    "EU-VAT": ["FR 61 954 506 077", "EL094259216"],
    "FR-TVA": ["23334175221", "K7399859412", "4Z123456782"],
    "GB-VAT": ["GB 980 7806 84"],
    "GLN": ["9780471117094"],
    "GT-NIT": ["7108-0", "39525503"],
    "ID-NPWP": ["016090524017000", "0016090524017000", "3171011708450001"],
    "IN-PAN": ["AAPPV8261K"],
    "KE-PIN": ["A004416331M"],
    "KR-BRN": ["1348672683"],
    "MK-EDB": ["MK4057009501106"],
    "MX-RFC": ["COMG-600703", "VACE-460910-SX6"],
    "PE-RUC": ["10054148289"],
    "PY-RUC": ["9991603", "2660-3"],
    "SG-UEN": ["00192200M", "S16FC0121D", "T01FC6132D"],
    "SN-NINEA": ["30672212G2"],
    "TH-TIN": ["0994000617721", "3100600445635"],
    "TN-MF": ["1282182 W", "121J", "1496298 T P N 000"],
    "UA-RNTRC": ["2530414071"],
    "US-EIN": ["04-2103594"],
    "UY-RUT": ["UY 21 140634 001 1"],
    "VN-MST": ["0314409058-002"],
    "ZA-TIN": ["084308984-8"],
}
WITH_NUMBERS = [
    (row.code, value)
    for row in ROWS
    for value in (*(example.value for example in row.examples), *NUMBERS.get(row.code, ()))
]
JUDGED_TWICE = [(code, value) for code, value in WITH_NUMBERS if code in BY_LIBRARY]
DIGITS = "0123456789"


def row_of(code: str) -> NumberScheme:
    """Return a scheme that is known to be there."""
    row = shipped_schemes().look_up(code)
    assert row is not None
    return row


def other_digits(value: str) -> list[str]:
    """Return the value with each one of its digits replaced by each other one."""
    return [
        value[:i] + digit + value[i + 1 :]
        for i, old in enumerate(value)
        if old in DIGITS
        for digit in DIGITS
        if digit != old
    ]


# Agreement with the library


def test_every_scheme_of_the_library_is_judged_with_a_number() -> None:
    assert set(BY_LIBRARY) == {code for code, _ in JUDGED_TWICE}


# Of cheap questions about many numbers one test asks all, and names each that is answered wrong.


def test_every_example_is_valid() -> None:
    wrong = []
    for code, value in WITH_NUMBERS:
        answer = check_number(code, value)
        normal = answer.normal or ""
        if (
            (answer.verdict, answer.scheme, answer.value) != (VALID, code, value)
            or not re.fullmatch(row_of(code).pattern or "", normal)
            or check_number(code, normal).normal != answer.normal
        ):
            wrong.append((code, value, answer))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_number_with_one_other_digit_is_judged_as_by_the_library() -> None:
    wrong = []
    for code, value in JUDGED_TWICE:
        library = import_module(f"stdnum.{BY_LIBRARY[code]}")
        wrong += [
            (code, value, other)
            for other in other_digits(value)
            if code not in DIFFERENT
            and (check_number(code, other).verdict is VALID) != library.is_valid(other)
        ]
    assert not wrong, "\n".join(map(str, wrong))


@settings(max_examples=4 * settings.default.max_examples)  # each asks every scheme
@given(value=st.from_regex(r"\A[A-Z0-9./ -]{1,22}\Z"))
def test_no_text_is_valid_that_the_library_refuses(value: str) -> None:
    assert [
        code
        for code in BY_LIBRARY
        if code not in DIFFERENT
        and check_number(code, value).verdict is VALID
        and not import_module(f"stdnum.{BY_LIBRARY[code]}").is_valid(value)
    ] == []


@pytest.mark.long
@pytest.mark.parametrize("code", sorted(set(BY_LIBRARY) - {"TH-TIN"}))
@settings(max_examples=max(settings.default.max_examples // 3, 5))  # a third, as schemes are many
@given(choice=st.data())
def test_the_published_data_judges_numbers_of_the_form_as_the_library(
    code: str, choice: st.DataObject
) -> None:
    number = choice.draw(st.from_regex(rf"\A({row_of(code).pattern})\Z"))
    library = import_module(f"stdnum.{BY_LIBRARY[code]}")
    same = (check_number(code, number).verdict is VALID) == library.is_valid(number)
    assert same or code in DIFFERENT or is_placeholder(number), number


@for_each_row("row", [row for row in ROWS if row.test_numbers], ids=lambda row: row.code)
def test_test_numbers_are_judged_as_published(row: NumberScheme) -> None:
    numbers = row.test_numbers
    assert numbers
    for number in numbers.right:
        answer = check_number(row.code, number)
        assert (answer.verdict, answer.normal) == (VALID, number)
    for number in (*numbers.other, *numbers.swapped):
        assert check_number(row.code, number).verdict is NOT_VALID, number
    for number in numbers.swapped:
        assert check_number(row.code, number).checked == "check-digit"


def test_every_scheme_with_a_confirmed_form_has_test_numbers() -> None:
    without = {row.code for row in ROWS if not row.test_numbers}
    assert without == {row.code for row in ROWS if not row.pattern or row.confidence == "D"}


@for_each_row("row", [row for row in ROWS if row.check_digits], ids=lambda row: row.code)
def test_every_check_digit_bites(row: NumberScheme) -> None:
    numbers = row.test_numbers
    assert numbers
    assert any(
        check_number(row.code, number).checked == "check-digit"
        for number in (*numbers.other, *numbers.swapped)
    )


def test_the_law_of_a_day_is_asked() -> None:
    before, since = date(2023, 3, 31), date(2023, 4, 1)
    assert check_number("TW-UBN", "00501508", day=before).verdict is NOT_VALID
    assert check_number("TW-UBN", "00501508", day=since).verdict is VALID
    assert check_number("TW-UBN", "00501508").verdict is VALID
    assert check_number("TW-UBN", "00501503", day=before).verdict is VALID
    letters = "12.ABC.345/01DE-35"
    assert check_number("BR-CNPJ", letters, day=date(2026, 6, 30)).verdict is NOT_VALID
    assert check_number("BR-CNPJ", letters, day=date(2026, 7, 1)).verdict is VALID


def test_what_is_missing_or_written_otherwise_is_said() -> None:
    assert "With 2 it is 8600259002" in (check_number("CO-NIT", "860025900").hint or "")
    assert "one short of TR-VKN" in check_number("TR-VKN", "454053692").reason
    (short,) = (
        candidate for candidate in near_misses("454053692") if "9 digits: one short of" in candidate
    )
    assert "TR-VKN" in short.split(" of ")[1].split(", ")
    assert "one more than TR-TCKN has" in check_number("TR-TCKN", "172917160600").reason
    assert near_misses("@") == ()
    assert check_number("CH-UID", "CHE-109.322.551 MWST").normal == "CHE109322551"
    assert check_number("NO-ORGNR", "988 077 917 MVA").normal == "988077917"
    assert check_number("EU-VAT", "GR094259216").normal == "EL094259216"
    wide = check_number("HK-BR", "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18")
    assert (wide.verdict, wide.normal) == (VALID, "12345678")
    assert "full-width" in (wide.hint or "")


@pytest.mark.parametrize(
    ("code", "value", "normal"),
    [
        ("MK-EDB", "\u041c\u041a 4020990116747", "4020990116747"),
        ("MK-EDB", "MK4057009501106", "4057009501106"),
        ("BY-UNP", "\u0423\u041d\u041f 591705582", "591705582"),
    ],
)
def test_a_prefix_in_cyrillic_letters_is_the_prefix(code: str, value: str, normal: str) -> None:
    answer = check_number(code, value)
    assert (answer.verdict, answer.normal) == (VALID, normal)


@for_each_row(
    ("code", "value", "verdict"),
    [
        ("AR-CUIT", "25-12345678-8", VALID),
        ("AR-CUIT", "25-12345678-9", NOT_VALID),
        ("AR-CUIT", "22-12345678-8", NOT_VALID),
        ("CA-BN", "725574198 RR 0001", VALID),
        ("CA-BN", "725574198 SR 0001", NOT_VALID),
        ("CN-USCC", "Y1440300MB2C184732", VALID),
        ("CN-USCC", "Y1440300MB2C184733", NOT_VALID),
        ("CN-USCC", "YI440300MB2C184732", NOT_VALID),
    ],
)
def test_kinds_that_the_library_does_not_know(code: str, value: str, verdict: Verdict) -> None:
    assert check_number(code, value).verdict is verdict


def test_the_dummy_number_of_a_firm_of_hong_kong_is_told() -> None:
    dummy, short = check_number("HK-BR", "C0012345"), check_number("HK-BR", "C001234")
    assert (dummy.verdict, short.verdict) == (VALID, NOT_VALID)
    assert "dummy number" in (dummy.hint or "")
    assert not short.hint


def test_a_number_with_a_letter_beyond_ascii_makes_no_tin() -> None:
    assert check_number("MX-RFC", "ñ&a930714AB1").normal == "\u00d1&A930714AB1"
    made = to_tin("MX-RFC", "\u00d1&A930714AB1")
    assert (made.verdict, bool(made.tin)) == (NOT_VALID, False)
    assert "\u00d1" in made.reasons[0]


def test_numbers_of_companies_in_ecuador_have_their_form_alone() -> None:
    assert check_number("EC-RUC", "1799999999001").checked == "format"
    assert check_number("EC-RUC", "1769999999001").checked == "format"
    assert check_number("EC-RUC", "1713175072001").verdict is NOT_VALID


def test_another_kind_of_indian_number_is_not_refused() -> None:
    assert check_number("IN-GSTIN", "0717UNO00157UNO").verdict is UNDETERMINED
    assert check_number("IN-GSTIN", "27AAPFU0939F1ZW").verdict is NOT_VALID


@for_each_row(
    ("number", "one"),
    [
        ("00000", True),
        ("0000", False),
        ("GB000000000000", True),
        ("00000010", False),
        ("AAAAAAAAAA", True),
        ("A000000000X", True),
        ("99999999", True),
    ],
)
def test_a_placeholder_is_one_character_again_and_again(number: str, *, one: bool) -> None:
    assert is_placeholder(number) is one


@for_each_row(
    ("code", "value", "doubtful"),
    [
        ("EORI", "BEAEOF0000064GDA", True),
        ("EORI", "DE AEOF 00025/08", True),
        ("EORI", "FR123", True),
        ("EORI", "NLNL", True),
        ("EORI", "DE!!", True),
        ("EORI", "FR732829320", False),
        ("EORI", "FR73282932000074", False),
        ("EORI", "AT123", False),
        ("GLN", "0000000000000", True),
        ("ZZ-NONE", "000000", False),
    ],
)
def test_a_number_unlike_those_of_its_issuer_is_doubted(
    code: str, value: str, *, doubtful: bool
) -> None:
    assert bool(list(scheme_doubts(code, value))) is doubtful


def test_the_siren_of_an_establishment_is_proposed() -> None:
    made = to_tin("FR-SIRET", "73282932000074")
    assert (made.verdict, made.tin, made.lossy) == (UNDETERMINED, "FR732829320", True)
    assert to_tin("FR-SIREN", "732829320").tin == "FR732829320"
    assert "FR-SIREN" in {candidate.scheme for candidate in from_tin("FR732829320")}


@for_each_row("code", [row.code for row in ROWS if row.proves == "check-digit" and row.examples])
def test_a_wrong_check_digit_is_told_apart_from_a_wrong_form(code: str) -> None:
    value = row_of(code).examples[0].value
    answers = [check_number(code, other) for other in other_digits(value)]
    wrong = [answer for answer in answers if answer.checked == "check-digit"]
    assert {answer.verdict for answer in wrong} >= {NOT_VALID}
    assert check_number(code, "1").checked == "format"


# Verdicts


@given(value=st.text(max_size=80))
def test_any_text_gets_an_answer_for_every_scheme(value: str) -> None:
    for row in ROWS:
        answer = check_number(row.code, value)
        made = to_tin(row.code, value)
        assert (answer.verdict is VALID) <= bool(answer.normal)
        assert made.verdict is not VALID or made.tin
        assert not made.tin or re.fullmatch(TIN, made.tin)
    assert isinstance(guess(value), tuple)


@for_each_row("value", ["", "1\n", "١٢٣٤٥٦٧٨", "12345678 ", "1" * 71])
def test_what_is_not_printable_ascii_of_70_characters_is_no_number(value: str) -> None:
    answer = check_number("HK-BR", value)
    assert answer.verdict is (VALID if value == "12345678 " else NOT_VALID)


def test_an_unknown_scheme_is_undetermined() -> None:
    assert check_number("ZZ-NONE", "1").verdict is UNDETERMINED
    assert to_tin("ZZ-NONE", "1").verdict is UNDETERMINED


@pytest.mark.parametrize("code", ["HK-AEO"])
def test_a_scheme_without_a_rule_is_undetermined(code: str) -> None:
    answer = check_number(code, "HKAEO0001")
    assert (answer.verdict, answer.checked) == (UNDETERMINED, "none")


@pytest.mark.parametrize("code", PLAUSIBLE)
@pytest.mark.parametrize("value", ["12345678", "12345678A", "A" * 15, "!"])
def test_a_form_that_is_only_plausible_decides_nothing(code: str, value: str) -> None:
    assert check_number(code, value).verdict is UNDETERMINED
    assert to_tin(code, value).verdict is not VALID


def test_numbers_without_check_digit_do_not_claim_one() -> None:
    assert check_number("ID-NPWP", "3171011708450001").checked == "format"
    assert check_number("ID-NPWP", "0016090524017000").checked == "check-digit"


@for_each_row(
    ("code", "value", "verdict"),
    [
        ("EORI", "DE1", VALID),
        ("EORI", "FR73282932000074", VALID),
        ("EORI", "IE1234567!/&", VALID),
        ("EORI", "DE1234567890123456", NOT_VALID),
        ("EORI", "DE", NOT_VALID),
        ("EORI", "US123456789", NOT_VALID),
        ("EORI", "GB123456789000", NOT_VALID),
        ("GB-EORI", "GB123456789000", VALID),
        ("GB-EORI", "GB123456789000123", VALID),
        ("GB-EORI", "GB1234567890001", NOT_VALID),
        ("GB-EORI", "XI123456789000", NOT_VALID),
        ("XI-EORI", "XI123456789000", VALID),
        ("TCUIN", "US123456789", VALID),
        ("TCUIN", "XI123456789000", VALID),
        ("TCUIN", "EL123456789", NOT_VALID),
        ("TCUIN", "UK123456789", NOT_VALID),
        ("TCUIN", "ZZ123456789", NOT_VALID),
        ("IN-IEC", "ACUPA7085R", VALID),
        ("IN-IEC", "ACUXA7085R", NOT_VALID),
        ("IN-IEC", "0388012345", VALID),
        ("IN-IEC", "038801234", NOT_VALID),
        ("CN-CUSTOMS", "0123456789", VALID),
        ("CN-CUSTOMS", "012345678", NOT_VALID),
        ("CN-AEO", "AEOCN0123456789", VALID),
        ("CN-AEO", "AEOSG0123456789", NOT_VALID),
        ("HK-BR", "00000033", VALID),
        ("HK-BR", "33", NOT_VALID),
        ("HK-BR", "C0012345", VALID),
        ("HK-BR", "F0001234", VALID),
        ("HK-BR", "C12345", NOT_VALID),
        ("HK-BR", "0012345C", NOT_VALID),
        ("HK-BR", "CC012345", NOT_VALID),
        ("NZ-NZBN", "9429046393920", VALID),
        ("NZ-NZBN", "9429046393921", NOT_VALID),
        ("NZ-NZBN", "9780471117094", NOT_VALID),
        ("PH-TIN", "123-456-789-000", VALID),
        ("PH-TIN", "123-456-789-00", NOT_VALID),
        ("FJ-TIN", "123456789", VALID),
        ("JM-TRN", "12345678", NOT_VALID),
        ("UG-TIN", "1234567890", VALID),
        ("ZM-TPIN", "1234567890", VALID),
        ("ID-NIB", "1234567890123", VALID),
        ("ZA-CCN", "12345678", VALID),
        ("LEI", "01", NOT_VALID),
    ],
)
def test_our_own_rules(code: str, value: str, verdict: Verdict) -> None:
    assert check_number(code, value).verdict is verdict


@for_each_row(
    ("value", "verdict"),
    [
        ("FRLAVIE243BRE", VALID),
        ("VE20TCEN5880CAR", VALID),
        ("XOMAPLEA12TOR", VALID),
        ("XYMAPLEA12WHI", VALID),
        ("XNBER1HAL", VALID),
        ("CAMAPLEA12TOR", NOT_VALID),
        ("XZMAPLEA12TOR", NOT_VALID),
        ("FR@AVIE243BRE", NOT_VALID),
        ("FRLAVIE243BREM", NOT_VALID),
    ],
)
def test_a_mid_begins_with_a_country_or_a_province_of_canada(value: str, verdict: Verdict) -> None:
    assert check_number("MID", value).verdict is verdict


def test_the_vat_number_in_a_british_eori_number_is_never_required() -> None:
    without, within = (
        check_number("GB-EORI", "GB123456789000"),
        check_number("GB-EORI", "GB980780684000"),
    )
    assert (without.verdict, within.verdict) == (VALID, VALID)
    assert "not a VAT number" in (without.hint or "")
    assert not within.hint


# TINs


def test_a_tin_that_is_not_lossy_leads_back_to_its_number() -> None:
    asked = [
        (code, value, made)
        for code, value in WITH_NUMBERS
        if (made := to_tin(code, value)).verdict is VALID
        and not made.lossy
        and not row_of(code).carries
    ]
    assert asked
    wrong = [
        f"{code} {value}"
        for code, value, made in asked
        if (code, check_number(code, value).normal)
        not in {(candidate.scheme, candidate.value) for candidate in from_tin(made.tin or "")}
    ]
    assert not wrong, "\n".join(wrong)


def test_of_one_scheme_a_tin_leads_to_the_number_that_it_leads_to_among_all() -> None:
    known = shipped_schemes()
    tins = {made.tin for code, value in WITH_NUMBERS if (made := to_tin(code, value)).tin}
    assert tins
    for tin in (*tins, "", "XX1", "12"):
        among_all = {made.scheme: made.value for made in from_tin(tin)}
        alone = {code: number_in_tin(tin, code, schemes=known) for code in known.codes()}
        assert {code: number for code, number in alone.items() if number} == among_all
    assert not number_in_tin("HK12345678", "no scheme", schemes=known)


def test_a_tin_is_one_of_the_model_or_is_not_given() -> None:
    pattern = Tin.__metadata__[0].pattern
    wrong = []
    for code, value in WITH_NUMBERS:
        made = to_tin(code, value)
        if made.tin:
            holds = re.search(pattern, made.tin) and len(made.tin) <= 17
        else:
            holds = made.verdict is not VALID
        if not holds:
            wrong.append((code, value, made))
    assert not wrong, "\n".join(map(str, wrong))


@for_each_row(
    ("code", "value", "tin"),
    [
        ("BR-CNPJ", "16.727.230/0001-97", "BR16727230000197"),
        ("HK-BR", "00000033", "HK00000033"),
        ("ZA-TIN", "0001339050", "ZA0001339050"),
        ("MA-ICE", "001561191000066", "MA001561191000066"),
        ("CA-BN", "12302 6635 RC 0001", "CA123026635RC0001"),
        ("CN-CUSTOMS", "0123456789", "CN0123456789"),
        ("CN-AEO", "AEOCN0123456789", "CN0123456789"),
        ("SG-AEO", "AEOSG123456789012", "SG123456789012"),
        ("EORI", "DE1234567", "DE1234567"),
        ("XI-EORI", "XI123456789000", "XI123456789000"),
        ("JP-IMPEXP", "123456789012", "JP123456789012"),
    ],
)
def test_a_tin_is_country_and_number_with_all_its_zeros(code: str, value: str, tin: str) -> None:
    made = to_tin(code, value)
    assert (made.verdict, made.tin, made.lossy) == (VALID, tin, False)


def test_a_wrong_check_digit_leaves_the_tin_undetermined() -> None:
    made = to_tin("AR-CUIT", "20-05536168-3")
    assert (made.verdict, made.tin) == (UNDETERMINED, "AR20055361683")
    assert "check digit" in made.reasons[0]


def test_a_wrong_form_makes_no_tin() -> None:
    made = to_tin("AR-CUIT", "20-05536168")
    assert (made.verdict, bool(made.tin)) == (NOT_VALID, False)


@for_each_row("code", ["LEI", "GLN", "MID", "EU-VAT", "GB-VAT", "AU-ACN"])
def test_numbers_that_are_no_home_numbers_make_no_tin(code: str) -> None:
    value = next(value for scheme, value in WITH_NUMBERS if scheme == code)
    made = to_tin(code, value)
    assert (made.verdict, bool(made.tin)) == (UNDETERMINED, False)
    assert made.reasons


# Traps


def carried(code: str, number: str) -> str:
    """Return how the code of a trader in Japan writes a number of another scheme."""
    (row,) = (row for row in row_of("JP-PARTY12").carries if row.scheme == code)
    match = re.fullmatch(row.pattern, number)
    assert match
    return row.written.format(*match.groups())


def test_a_malaysian_number_loses_its_sequence_in_the_japanese_field() -> None:
    one, two = (carried("MY-AEO", f"MY12345H10000{i}") for i in (1, 2))
    assert one == two == "A1234510MY00"
    made = to_tin("JP-PARTY12", one)
    assert (made.verdict, made.lossy, bool(made.tin)) == (UNDETERMINED, True, False)


def test_an_australian_number_comes_back_from_the_japanese_field() -> None:
    written = carried("AU-ABN", "83914571673")
    assert written == "A83914571673"
    made = to_tin("JP-PARTY12", written)
    assert (made.tin, made.ambiguous) == ("AU83914571673", True)
    assert to_tin("JP-PARTY12", "A12345678901").verdict is UNDETERMINED


def test_a_guess_is_certain_only_alone_and_of_a_scheme_that_is_not_ambiguous() -> None:
    kinds = set()
    for value in (example.value for row in ROWS for example in row.examples):
        candidates = guess(value)
        for candidate in candidates:
            alone, doubtful = len(candidates) == 1, bool(row_of(candidate.scheme).ambiguous)
            kinds.add((alone, doubtful))
            assert candidate.ambiguous is not (alone and not doubtful)
    assert kinds >= {(True, False), (False, False), (False, True)}


def test_a_narrow_form_is_guessed_before_a_wide_one() -> None:
    """A width is a difference of lengths: a long narrow form comes before a short wide one."""
    told_apart = 0
    for value in (example.value for row in ROWS for example in row.examples):
        rows = [
            row_of(candidate.scheme) for candidate in guess(value) if candidate.verdict is VALID
        ]
        kinds = [
            (scheme.proves, scheme.longest - scheme.shortest, sum_of(scheme)) for scheme in rows
        ]
        for (proof, width, length), (next_proof, next_width, next_length) in pairwise(kinds):
            if proof == next_proof:
                assert width <= next_width
                told_apart += length > next_length
    assert told_apart


def sum_of(row: NumberScheme) -> int:
    return (row.longest or 0) + (row.shortest or 0)


def test_of_what_the_japanese_field_was_made_is_not_guessed() -> None:
    assert to_tin("JP-PARTY12", "P00000000001").verdict is UNDETERMINED


@pytest.mark.parametrize(
    ("code", "value", "advice"),
    [
        ("JP-IMPEXP", "12345678901230000", "twelve"),
        ("CN-USCC", "91110000600037341L", "CN-CUSTOMS"),
        ("ID-NPWP", "0016090524017000", "ID-NIB"),
    ],
)
def test_a_number_too_long_for_a_tin_is_never_cut(code: str, value: str, advice: str) -> None:
    assert check_number(code, value).verdict is VALID
    made = to_tin(code, value)
    assert (made.verdict, bool(made.tin)) == (NOT_VALID, False)
    assert advice in " ".join(made.reasons)


def test_an_aeo_number_of_china_is_not_of_the_emirates() -> None:
    assert all(candidate.ambiguous for candidate in from_tin("AEOCN0123456789"))
    made = to_tin("TCUIN", "AEOCN0123456789")
    assert made.ambiguous
    assert "(AE)" in made.reasons[0]
    assert guess("AEOCN0123456789")[0].scheme == "CN-AEO"


def test_one_tin_can_be_made_of_two_numbers() -> None:
    back = {candidate.scheme: candidate for candidate in from_tin("CN0123456789")}
    assert back["CN-CUSTOMS"].value == "0123456789"
    assert back["CN-AEO"].value == "AEOCN0123456789"
    assert all(candidate.ambiguous for candidate in back.values())


def test_greece_is_el_in_vat_numbers_only() -> None:
    assert check_number("EU-VAT", "EL094259216").verdict is VALID
    refused = check_number("EORI", "EL094259216")
    assert refused.verdict is NOT_VALID
    assert "GR" in (refused.hint or "")
    assert check_number("EORI", "GR094259216").verdict is VALID


def test_northern_ireland_is_told_to_be_no_country_of_iso() -> None:
    for code in ("EORI", "XI-EORI", "TCUIN"):
        assert "ISO 3166-1" in (check_number(code, "XI123456789000").hint or "")


def test_a_mid_is_never_a_key() -> None:
    made = to_tin("MID", "XOMAPLEA12TOR")
    assert (made.verdict, bool(made.tin)) == (UNDETERMINED, False)
    assert "several" in made.reasons[0]
    assert "province" in (check_number("MID", "XOMAPLEA12TOR").hint or "")


def test_a_colombian_number_without_its_check_digit_fails() -> None:
    assert check_number("CO-NIT", "8600259002").verdict is VALID
    assert check_number("CO-NIT", "860025900").verdict is NOT_VALID
    assert to_tin("CO-NIT", "8600259002").ambiguous


def test_leading_zeros_make_another_number() -> None:
    assert to_tin("HK-BR", "00000033").tin != to_tin("HK-BR", "33").tin
    assert check_number("AU-ACN", "4085616").verdict is NOT_VALID


# Guesses


def test_a_guess_begins_with_the_strongest_evidence() -> None:
    guesses = guess("51824753556")
    strength = [("check-digit", "format", "none").index(candidate.checked) for candidate in guesses]
    certain = [candidate.verdict is VALID for candidate in guesses]
    assert guesses[0].checked == "check-digit"
    assert "AU-ABN" in [candidate.scheme for candidate in guesses]
    confirmed = strength[: certain.count(True)]
    assert confirmed == sorted(confirmed)
    assert certain == sorted(certain, reverse=True)


def test_a_guess_among_several_is_ambiguous() -> None:
    guesses = guess("51824753556")
    assert len(guesses) > 1
    assert all(candidate.ambiguous for candidate in guesses)


def test_a_guess_of_nothing_is_empty() -> None:
    assert guess("@") == ()
    assert guess("") == ()


def test_a_number_is_among_the_guesses_for_it() -> None:
    wrong = [
        f"{code} {value}"
        for code, value in WITH_NUMBERS
        if code not in {candidate.scheme for candidate in guess(value)}
    ]
    assert not wrong, "\n".join(wrong)


def test_a_form_that_is_only_plausible_and_does_not_fit_is_no_candidate() -> None:
    assert [candidate.scheme for candidate in from_tin("JO1234567")] == ["JO-TAX", "TCUIN"]
    assert [candidate.scheme for candidate in from_tin("JO12")] == ["TCUIN"]


@for_each_row("tin", ["", "A", "cn0123456789", "CN", "CN0123456789012345", "CN 1"])
def test_what_is_no_tin_was_made_of_nothing(tin: str) -> None:
    assert from_tin(tin) == ()


@pytest.mark.parametrize("module", ["no.such", "luhnatic", "util"])
def test_a_check_that_does_not_exist_raises(tmp_path: Path, module: str) -> None:
    (tmp_path / "schemes.toml").write_text(
        f"""
[sources.LETTER]
title = "A letter"
publisher = "A partner"

[[schemes]]
code = "ZZ-NUMBER"
name = "A number"
pattern = "[0-9]{{5}}"
shortest = 5
longest = 5
check = "{module}"
proves = "format"
tin = {{ prefix = "ZZ" }}
examples_note = "none"
source = "LETTER"
as_of = 2026-01-01
confidence = "B"
""",
        encoding="utf-8",
    )
    with pytest.raises(ReferenceDataError):
        check_number("ZZ-NUMBER", "12345", schemes=Schemes(tmp_path))
