# ruff: noqa: RUF001 the texts are of many countries
"""What steps make of a text, and the dirt that they are there for."""

from __future__ import annotations

import pytest

from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.reference.schemes import shipped_schemes
from aeo_exchange.tabular.countries import country_of
from aeo_exchange.tabular.dates import day_of, end_of, start_of
from aeo_exchange.tabular.folding import cleaned, folded, folded_word
from aeo_exchange.tabular.layout import Step
from aeo_exchange.tabular.month_names import MONTHS, months_by_language
from aeo_exchange.tabular.numbers import identifier_in, is_rounded, tin_in
from aeo_exchange.tabular.steps import CellContext, Doubtful, Unusable, stepped
from rows import for_each_row


def step(do, *texts, **more):
    return Step(do=do, texts=texts, **more)


@for_each_row(
    ("text", "steps", "made"),
    [
        (" a  b\u00a0c ", (), ["a b c"]),
        ("Ａ１２", (step("nfkc"),), ["A12"]),
        ("abcı", (step("upper"),), ["ABCı"]),
        ("42", (step("pad-left", number=5),), ["00042"]),
        ("4x", (step("pad-left", number=5),), ["4x"]),
        ("CHE-123.456.788 MWST", (step("strip-suffix", "MWST", "TVA"),), ["CHE-123.456.788"]),
        ("923609016 mva", (step("strip-suffix", "MVA"),), ["923609016"]),
        ("923609016", (step("strip-suffix", "MVA"),), ["923609016"]),
        ("VAT: 12", (step("strip-prefix", "VAT"),), ["12"]),
        # Letters that are several in another case are cut whole, and a dot makes no difference.
        ("İZİN NO: 5", (step("strip-prefix", "İzin No"),), ["5"]),
        ("I\u0307zin No: 5", (step("strip-prefix", "İ", "İZİN NO"),), ["5"]),
        ("I\u0307 5", (step("strip-prefix", "i"),), ["5"]),
        ("Straße5", (step("strip-prefix", "STRASSE"),), ["5"]),
        ("ßx", (step("strip-prefix", "s"),), ["ßx"]),
        ("5 STRASSE", (step("strip-suffix", "straße"),), ["5"]),
        ("5 Weiß", (step("strip-suffix", "s"),), ["5 Weiß"]),
        ("5 ŞTİ", (step("strip-suffix", "şti"),), ["5"]),
        ("İZİN 5", (step("begins", "izin"),), ["İZİN 5"]),
        ("VAT: 12", (step("strip-prefix", ""),), ["VAT: 12"]),
        ("CO123", (step("begins", "CO"),), ["CO123"]),
        ("PE123", (step("begins", "CO"),), []),
        ("AEOC / AEOS", (step("split", "/", "+"),), ["AEOC", "AEOS"]),
        ("a, b, c", (step("part", ",", number=2),), ["b"]),
        ("a, b, c", (step("part", ",", number=-1),), ["c"]),
        ("a, b", (step("part", ",", number=3),), []),
        ("Firm Ltd\n1 Road\nTown", (step("line", number=1),), ["Firm Ltd"]),
        ("Firm Ltd\r\n1 Road\r\nTown", (step("line", number=-1),), ["Town"]),
        ("Firm Ltd", (step("line", number=2),), []),
        ("Germany", (step("country"),), ["DE"]),
        ("YES", (step("map", map={"yes": "granted"}),), ["granted"]),
        ("n/a", (step("map", map={"n/a": ""}),), []),
    ],
)
def test_a_step_makes_of_a_text_what_is_said(text, steps, made) -> None:
    assert stepped(text, steps, CellContext()) == made


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Atlantis", (step("country"),)),
        ("perhaps", (step("map", map={"yes": "granted"}),)),
        ("2024-02-30", (step("date", "iso"),)),
        ("13/13/2024", (step("date", "%d/%m/%Y"),)),
    ],
)
def test_what_no_step_explains_is_unusable(text, steps) -> None:
    with pytest.raises(Unusable):
        stepped(text, steps, CellContext())


def test_a_cell_of_a_day_counts_by_the_calendar_that_the_layout_names() -> None:
    cell = CellContext(kind=CellKind.DATE)
    assert stepped("2567-06-01", (step("date", "era-buddhist", "iso"),), cell) == ["2024-06-01"]
    assert stepped("2024-06-01", (step("date", "era-buddhist"),), cell) == ["2024-06-01"]
    with pytest.raises(Unusable, match="2567"):
        stepped("2567-06-01", (step("date", "iso"),), cell)


def test_no_name_of_a_month_means_two_in_any_language() -> None:
    meant: dict[str, set[int]] = {}
    for months in months_by_language().values():
        assert len(months) == len(MONTHS)
        for number, names in enumerate(months, 1):
            for name in names:
                meant.setdefault(folded(name).replace(" ", ""), set()).add(number)
    assert [name for name, numbers in meant.items() if len(numbers) > 1] == []


def test_each_name_of_a_month_is_read_in_capitals_too() -> None:
    for months in months_by_language().values():
        for number, names in enumerate(months, 1):
            for name in (written for one in names for written in (one, one.upper())):
                assert day_of(f"2 {name} 2024", ("%d %B %Y",)) == f"2024-{number:02}-02", name


@for_each_row(
    ("text", "form", "day"),
    [
        ("02/03/2021", "%d/%m/%Y", "2021-03-02"),
        ("2/3/2021", "%d/%m/%Y", "2021-03-02"),
        ("2021-03-02", "iso", "2021-03-02"),
        ("2015-02-17Z", "iso", "2015-02-17"),
        ("2021-03-02T10:00:00Z", "iso", "2021-03-02T10:00:00+00:00"),
        ("２０２１/３/２", "%Y/%m/%d", "2021-03-02"),
        ("Tue, 02 Mar 2021 10:00:00 GMT", "rfc-1123", "2021-03-02T10:00:00+00:00"),
        ("2nd March 2021", "%d %B %Y", "2021-03-02"),
        ("31ST OCTOBER 2026", "%d %B %Y", "2026-10-31"),
        ("October 3rd, 2026", "%B %d, %Y", "2026-10-03"),
        ("22nd Sept 2024", "%d %b %Y", "2024-09-22"),
        ("2 Monday 2024", "%d %B %Y", ""),
        ("12thirty 2024", "%d %B %Y", ""),
        ("1er mars 2021", "%d %B %Y", "2021-03-01"),
        ("2er mars 2021", "%d %B %Y", ""),
        ("1º de outubro de 2026", "%d de %B de %Y", "2026-10-01"),
        ("31 de octubre de 2026", "%d de %B de %Y", "2026-10-31"),
        ("12-ene-24", "%d-%b-%y", "2024-01-12"),
        ("12.mar.2024", "%d.%b.%Y", "2024-03-12"),
        ("5 sept. 2024", "%d %b %Y", "2024-09-05"),
        ("5 MAYIS 2024", "%d %B %Y", "2024-05-05"),
        ("31 октября 2026 г.", "%d %B %Y г.", "2026-10-31"),
        ("31 листопада 2026", "%d %B %Y", ""),
        ("٣١ كانون الثاني ٢٠٢٦", "%d %B %Y", "2026-01-31"),
        ("1 กุมภาพันธ์ 2566", "era-buddhist", "2023-02-01"),
        ("15 มี.ค. 2566", "era-buddhist", "2023-03-15"),
        ("15มีค2566", "era-buddhist", "2023-03-15"),
        ("๑๕ สิงหาคม พ.ศ. ๒๕๖๗", "era-buddhist", "2024-08-15"),
        ("1 ก.ค. 67", "era-buddhist", ""),
        ("31 กุมภาพันธ์ 2567", "era-buddhist", ""),
        ("令和3年3月2日", "era-japan", "2021-03-02"),
        ("令和元年5月1日", "era-japan", "2019-05-01"),
        ("平成31年4月30日", "era-japan", "2019-04-30"),
        ("H31.4.30", "era-japan", "2019-04-30"),
        ("平成31年5月1日", "era-japan", ""),
        ("令和元年4月30日", "era-japan", ""),
        ("民國110年3月2日", "era-republic-of-china", "2021-03-02"),
        ("110/03/02", "era-republic-of-china", "2021-03-02"),
        ("110/02/30", "era-republic-of-china", ""),
        ("44257", "serial", "2021-03-02"),
        ("44257.5", "serial", "2021-03-02T12:00:00"),
        ("-1", "serial", ""),
        ("31.02.2021", "%d.%m.%Y", ""),
        ("2021", "iso", ""),
        ("110/03/02", "%d/%m/%Y", ""),
    ],
)
def test_a_day_is_read_in_the_forms_named_and_in_no_other(text, form, day) -> None:
    assert day_of(text, (form,)) == day


def test_the_two_date_systems_are_1462_days_apart() -> None:
    assert day_of("42795", ("serial",), since_1904=True) == day_of("44257", ("serial",))


def test_of_several_forms_the_first_that_fits_counts() -> None:
    assert day_of("02/03/2021", ("%d/%m/%Y", "%m/%d/%Y")) == "2021-03-02"


def test_a_day_begins_and_ends_at_midnight_of_its_zone_in_summer_and_winter() -> None:
    assert start_of("2021-03-28", "Europe/Berlin") == "2021-03-27T23:00:00Z"
    assert end_of("2021-03-28", "Europe/Berlin") == "2021-03-28T22:00:00Z"


@for_each_row(
    ("text", "code"),
    [
        ("UK", "GB"), ("EL", "GR"), ("gr", "GR"), ("Germany", "DE"), ("GERMANY", "DE"),
        ("The Netherlands", "NL"), ("Türkiye", "TR"), ("Turkey", "TR"), ("Côte d'Ivoire", "CI"),
        ("Korea", ""), ("Atlantis", ""), ("XX", ""), ("EU", ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_and_by_english_name(text, code) -> None:
    assert country_of(text) == code


@for_each_row(
    ("one", "other"),
    [
        ("FIRMA UNVANI", "Firma Unvanı"), ("İHRACATÇI", "ihracatçı"), ("Ｃｏｄｅ", "code"),
        ("Nº do certificado:", "nº do certificado"), ("Tax  no.", "TAX NO"),
        ("AEO\nTier", "aeo tier"),
    ],
)  # fmt: skip
def test_headers_are_the_same_whatever_their_case_width_blanks_and_dots(one, other) -> None:
    assert folded(one) == folded(other)


def test_a_text_is_composed_and_its_blanks_are_single() -> None:
    assert cleaned("Muehle\u3000 Cafe\u0301\t1") == "Muehle Caf\u00e9 1"


SCHEMES = shipped_schemes()
UNTYPED = Cell(1, "", CellKind.TEXT, code="General")


@pytest.mark.parametrize(
    ("scheme", "text", "normal"),
    [
        ("BR-CNPJ", "11.222.333/0001-81", "11222333000181"),
        ("TR-VKN", " 123 456 7890 ", "1234567890"),
        ("JP-CN", "２０００012345678", "2000012345678"),
    ],
)
def test_marks_blanks_and_width_are_no_part_of_a_number(scheme, text, normal) -> None:
    assert identifier_in(text, UNTYPED, scheme, SCHEMES).value == normal


@for_each_row(
    ("scheme", "text"),
    [
        ("EORI", "BEAEOF0000064GDA"),
        ("EORI", "DE AEOF 00025/08"),
        ("EORI", "DE0000000000"),
        ("JP-CN", "999"),
        ("TR-VKN", "1.23E+09"),
        ("TR-VKN", "1234567"),
        ("JP-CN", "000000000000"),
    ],
)
def test_a_number_that_is_none_leaves_a_candidate_and_is_not_taken(scheme, text) -> None:
    with pytest.raises(Unusable) as told:
        tin_in(text, UNTYPED, scheme, SCHEMES)
    assert isinstance(told.value, Doubtful)


def test_a_number_without_its_check_digit_is_told_with_it() -> None:
    with pytest.raises(Unusable, match="is not a number of BR-CNPJ") as told:
        identifier_in("112223330001", UNTYPED, "BR-CNPJ", SCHEMES)
    assert isinstance(told.value, Doubtful)


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_not_taken() -> None:
    cell = Cell(1, "123456789012345000", CellKind.NUMBER, "123456789012345678", "General")
    with pytest.raises(Unusable, match="keeps no more"):
        identifier_in(cell.text, cell, "CN-USCC", SCHEMES)


@pytest.mark.parametrize(
    ("number", "is_lost"),
    [
        ("123456789012345", False),
        ("-123456789012345", False),
        ("12345678901234.5", False),
        ("1234567890123450", True),  # of sixteen digits a spreadsheet leaves fifteen and a zero
        ("1000000000000000", True),
        ("1.2345678901234499E+17", True),
        ("1.5E+17", True),
        ("1.5E+3", False),
        ("0.0000001", False),
    ],
)
def test_zeros_that_a_spreadsheet_made_of_digits_count(number: str, *, is_lost: bool) -> None:
    """They were left out of the count, so a number of sixteen digits was taken for whole."""
    assert is_rounded(Cell(1, number, CellKind.NUMBER, number, "General")) is is_lost
    assert not is_rounded(Cell(1, number, CellKind.TEXT))


@for_each_row(
    ("one", "other"),
    [
        ("Tier 1", "TIER-1"), ("Geçerli", "GEÇERLİ"), ("Freight / Forwarder", "freight forwarder"),
        ("Active.", "active"), ("Exporter(Importer)", "exporter  (importer)"), ("유 효", "유 효"),
        ("Active", "\u202bActive\u202c"), ("Active", "Act\u00adive\u200f"), ("معلق", "معلـــق"),
        ("- Active", "Active -"), ("\N{MINUS SIGN}1", "-1"),
    ],
)  # fmt: skip
def test_words_are_the_same_whatever_their_case_width_blanks_and_silent_marks(one, other) -> None:
    assert folded_word(one) == folded_word(other)


@for_each_row(
    ("word", "another"),
    [
        ("Active", "Active?"), ("Active", "Active*"), ("Active", "(Active)"), ("Active", "!Active"),
        ("Tier 1", "Tier 1*"), ("Tier 1", "#Tier 1"), ("-", "*"), ("-", ""), ("*", "**"),
        ("\N{DAGGER}", "\N{DOUBLE DAGGER}"), ("1", "-1"), ("A", "A-"),
        ("Tier A", "Tier A\N{EN DASH}"),
    ],
)  # fmt: skip
def test_a_mark_of_a_footnote_a_doubt_or_an_aside_makes_another_word(word, another) -> None:
    assert folded_word(word) != folded_word(another)
