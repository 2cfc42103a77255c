"""The rows of the identifier schemes hold to their schema, and local ones win over them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

import msgspec
import pytest
from jsonschema import Draft202012Validator

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference import ReferenceData
from aeo_exchange.reference.check_digit_rows import CheckDigit, WeightedPart
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.identifiers import check_number, near_misses
from aeo_exchange.reference.identifiers.check_digits import fits
from aeo_exchange.reference.identifiers.rules import PREFIX_CHECKS
from aeo_exchange.reference.scheme_overlay import patterns_of, scheme_faults
from aeo_exchange.reference.schemes import (
    CarriedNumber,
    Example,
    Hint,
    NewForm,
    NumberScheme,
    Rewrite,
    Schemes,
    TinMapping,
    TrialNumbers,
    UsualShape,
    shipped_schemes,
)
from aeo_exchange.report import Verdict
from rows import for_each_row

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = resources.files("aeo_exchange.reference")
SCHEMA = json.loads((FOLDER / "scheme.schema.json").read_text(encoding="utf-8"))
ROWS = shipped_schemes().schemes()
SOURCES = read_toml(FOLDER / "schemes.toml")["sources"]

ASKED_FOR = """
AR-CUIT AU-ABN AU-ACN BR-CNPJ CA-BN CH-UID CL-RUT CN-USCC CN-CUSTOMS CN-AEO CO-NIT DO-RNC EU-VAT
FR-SIREN FR-SIRET FR-TVA GB-VAT GB-UTR EORI GB-EORI XI-EORI HK-BR ID-NPWP ID-NIB IL-HP IN-PAN
IN-GSTIN IN-IEC JM-TRN JP-CN JP-IMPEXP JP-PARTY12 KE-PIN KR-BRN KR-CUSTOMS MA-ICE MX-RFC MY-AEO
NZ-NZBN NZ-IRD NZ-CLIENT PE-RUC PH-TIN SG-UEN SG-AEO TH-TIN TR-VKN TW-UBN UA-EDRPOU UA-RNTRC
UG-TIN US-EIN MID UY-RUT VN-MST ZA-TIN ZA-CCN ZM-TPIN FJ-TIN BO-NIT JO-TAX LEI GLN DUNS TCUIN
"""

LOCAL = """
[sources.LETTER]
title = "A letter"
publisher = "A partner"

[[schemes]]
code = "ZZ-NUMBER"
name = "A number of ours"
issuer = "ZZ"
pattern = "[0-9]{5}"
shortest = 5
longest = 5
drops = "-"
check = "none"
proves = "format"
tin = { prefix = "ZZ" }
examples = [{ value = "12-345", source = "LETTER" }]
source = "LETTER"
as_of = 2026-01-01
confidence = "B"
"""


def overlay(folder: Path, text: str) -> Schemes:
    """Return the schemes over a local file."""
    (folder / "schemes.toml").write_text(text, encoding="utf-8")
    return Schemes(folder)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_shipped_file_has_no_fault() -> None:
    assert list(scheme_faults(read_toml(FOLDER / "schemes.toml"))) == []


def test_everything_in_the_schema_is_closed_and_described() -> None:
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description"), name
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False, name
            for item, said in definition["properties"].items():
                assert said.get("description"), (name, item)


@for_each_row(
    "struct",
    [
        CarriedNumber,
        CheckDigit,
        Example,
        Hint,
        NewForm,
        NumberScheme,
        Rewrite,
        TrialNumbers,
        TinMapping,
        UsualShape,
        WeightedPart,
    ],
)
def test_schema_and_structs_have_the_same_members(struct: type[msgspec.Struct]) -> None:
    definition = SCHEMA["$defs"][struct.__name__]
    fields = msgspec.structs.fields(struct)
    assert set(definition["properties"]) == {field.name.rstrip("_") for field in fields}
    assert set(definition.get("required", ())) == {
        field.name.rstrip("_") for field in fields if field.required
    }


def test_every_scheme_that_was_asked_for_is_there() -> None:
    assert set(ASKED_FOR.split()) <= set(shipped_schemes().codes())


@for_each_row("row", ROWS, ids=lambda row: row.code)
def test_every_row_has_source_day_and_confidence(row: NumberScheme) -> None:
    assert row.source in SOURCES
    assert row.as_of
    assert row.confidence in set("SABCD")


@for_each_row("row", ROWS, ids=lambda row: row.code)
def test_every_row_has_examples_or_says_that_none_was_found(row: NumberScheme) -> None:
    assert bool(row.examples) != (row.examples_note == "no published example was found")


@for_each_row("row", ROWS, ids=lambda row: row.code)
def test_every_check_exists(row: NumberScheme) -> None:
    assert row.check in PREFIX_CHECKS


def test_every_source_is_used() -> None:
    used = {row.source for row in ROWS} | {
        example.source for row in ROWS for example in row.examples
    }
    used |= {row.iso6523.source for row in ROWS if row.iso6523}
    assert used == set(SOURCES)


def test_codes_of_one_country_begin_with_it() -> None:
    for row in ROWS:
        if row.issuer and row.code not in {"MID", "XI-EORI", "EORI"}:
            assert row.code.startswith(f"{row.issuer}-")


def test_every_scheme_that_a_programme_names_is_known() -> None:
    named = {
        scheme.code
        for programme in ReferenceData().programmes()
        for scheme in programme.identifier_schemes
    }
    assert named <= set(shipped_schemes().codes())


def test_patterns_use_only_the_portable_subset() -> None:
    for row in ROWS:
        for pattern in patterns_of(row):
            assert not set(pattern) & set("\\^$."), row.code
            assert "(?" not in pattern, row.code


def test_a_local_file_adds_a_scheme(tmp_path: Path) -> None:
    schemes = overlay(tmp_path, LOCAL)
    assert set(schemes.codes()) == {*shipped_schemes().codes(), "ZZ-NUMBER"}
    assert list(schemes.codes()) == sorted(schemes.codes())


def test_a_local_file_wins_by_code(tmp_path: Path) -> None:
    row = overlay(tmp_path, LOCAL.replace("ZZ-NUMBER", "AR-CUIT")).look_up("AR-CUIT")
    assert row is not None
    assert row.name == "A number of ours"


def test_an_overlay_without_a_file_changes_nothing(tmp_path: Path) -> None:
    assert Schemes(tmp_path).codes() == shipped_schemes().codes()


def test_a_local_scheme_may_name_a_shipped_one(tmp_path: Path) -> None:
    schemes = overlay(tmp_path, LOCAL.replace('check = "none"', 'check = "none"\ninstead = "LEI"'))
    assert schemes.look_up("ZZ-NUMBER") is not None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('proves = "format"', 'proves = "luck"', "/schemes/0/proves"),
        ('name = "A number of ours"', "", "/schemes/0"),
        ('drops = "-"', 'drops = "-"\ncolour = "red"', "/schemes/0"),
        ('drops = "-"', 'drops = "A"', "/schemes/0/drops"),
        ("shortest = 5", "", "/schemes/0"),
        ('tin = { prefix = "ZZ" }', "", "/schemes/0"),
        ('tin = { prefix = "ZZ" }', 'tin = { suffix = "ZZ" }', "/schemes/0/tin"),
        ('source = "LETTER"\nas_of', 'source = "X"\nas_of', "/schemes/0/source"),
        ('drops = "-"', 'drops = "-"\ninstead = "NONE"', "names no known scheme"),
        ('"[0-9]{5}"', '"[0-9"', "is not a pattern"),
        ("as_of = 2026-01-01", 'as_of = "2026-02-30"', "asOf"),
        ('code = "ZZ-NUMBER"', 'code = "ZZ-NUMBER', "line 7"),
        (LOCAL, LOCAL + LOCAL[LOCAL.index("[[schemes]]") :], "/schemes/1/code"),
        (
            LOCAL,
            LOCAL + '[[schemes.carries]]\nscheme = "LEI"\npattern = "(A)"\n'
            'written = "{1}"\nread = "B"\nlossy = "all"\n',
            "cannot be filled",
        ),
    ],
)
def test_a_broken_local_file_raises_with_file_and_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    assert old in LOCAL
    schemes = overlay(tmp_path, LOCAL.replace(old, new))
    with pytest.raises(ReferenceDataError) as raised:
        schemes.look_up("ZZ-NUMBER")
    assert "schemes.toml" in str(raised.value)
    assert place in str(raised.value)


def test_an_overlay_that_is_no_directory_raises(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError):
        Schemes(tmp_path / "absent")


def test_importing_the_identifiers_reads_no_file_and_no_slow_module() -> None:
    code = (
        "import sys\n"
        "import aeo_exchange.reference.identifiers, aeo_exchange.operations.reference.identifiers\n"
        "assert not {'stdnum', 'jsonschema'} & set(sys.modules)\n"
        "from aeo_exchange.reference.schemes import shipped_schemes\n"
        "assert '_by_code' not in vars(shipped_schemes())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_ten_schemes_have_their_code_of_iso_6523() -> None:
    assert {row.code: row.iso6523.code for row in ROWS if row.iso6523} == {
        "AU-ABN": "0151",
        "CH-UID": "0183",
        "DUNS": "0060",
        "FR-SIREN": "0002",
        "FR-SIRET": "0009",
        "GLN": "0088",
        "JP-CN": "0188",
        "LEI": "0199",
        "NO-ORGNR": "0192",
        "SG-UEN": "0195",
    }


@pytest.mark.parametrize(
    "row",
    [
        CheckDigit(
            method="sum",
            sums=(WeightedPart(first=1, last=-2, weights=(1,)),),
            modulus=10,
            digits=1,
            at=-1,
        ),
        CheckDigit(method="iso-7064-mod-11-10", first=1, last=-1),
    ],
    ids=lambda row: row.method,
)
def test_a_character_that_has_no_value_fits_no_check_digit(row: CheckDigit) -> None:
    assert not fits(row, "1A1")
    assert fits(row, {"sum": "112", "iso-7064-mod-11-10": "07945"}[row.method])


def test_a_scheme_of_its_days_is_there_from_its_first_and_not_on_its_last(tmp_path: Path) -> None:
    known = overlay(tmp_path, LOCAL + "from = 2020-01-01\nuntil = 2025-01-01\n")
    for day, is_there in (
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ):
        answer = check_number("ZZ-NUMBER", "12345", schemes=known, day=day)
        assert answer.verdict is (Verdict.VALID if is_there else Verdict.UNDETERMINED)
        near = " ".join(near_misses("1234", schemes=known, day=day))
        assert ("ZZ-NUMBER" in near) is is_there
