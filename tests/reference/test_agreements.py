"""Files about arrangements: only what was read, each fact with its clause, and only a start."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference import ReferenceData
from aeo_exchange.reference.agreement_facts import AGREEMENT_ROWS, ReadAgreement
from aeo_exchange.reference.agreement_overlay import agreement_faults
from aeo_exchange.reference.files import HERE, read_toml
from rows import for_each_row

TOP = Path(__file__).resolve().parents[2]
FOLDER = HERE / "agreements"
SCHEMA = json.loads((HERE / "agreement.schema.json").read_text("utf-8"))
KNOWN = ReferenceData()
CODES = KNOWN.agreements.codes()
EVERY_ROW = {"source", "as_of", "confidence", "clause"}
NO_ROWS = {"ReadText", "OtherReading", "Unread"}

# The least that a file holds; the texts and terms are invented.
LEAST = """\
code = "HK-JP-2026"
parties = ["HK", "JP"]

[sources.HK-NOTICE]
title = "An invented notice"
publisher = "Nobody"
side = "HK"
standing = "official"
url = "https://customs.example/notice"
read = 2026-11-29

[[names]]
text = "An invented arrangement"
clause = "preamble"
source = "HK-NOTICE"
as_of = 2026-01-01
confidence = "A"

[[in_force]]
on = 2026-04-01
clause = "preamble"
source = "HK-NOTICE"
as_of = 2026-01-01
confidence = "A"

[[recognitions]]
granted_by = "JP"
recognised_by = "HK"
named = "Exporters of Japan"
programme = "JP-AEO"
tiers = ["EXPORTER"]
clause = "1"
source = "HK-NOTICE"
as_of = 2026-01-01
confidence = "A"
"""
BENEFIT = """
[[benefits]]
code = "FIRST"
text = "Comes first."
clause = "2"
source = "HK-NOTICE"
as_of = 2026-01-01
confidence = "A"
"""
DECLARING = """
[[declarations]]
side = "HK"
form = "Its number."
clause = "2"
source = "HK-NOTICE"
as_of = 2026-01-01
confidence = "A"
"""
ANOTHER_TEXT = """
[sources.JP-NOTICE]
title = "Another invented notice"
publisher = "Nobody"
side = "JP"
standing = "official"
url = "https://customs.example/another"
read = 2026-11-29
"""
OF_ROW = 'tiers = ["EXPORTER"]\nclause = "1"\nsource = "HK-NOTICE"'


def places(text: str, code: str = "HK-JP-2026") -> list[str]:
    """Return where a file is at fault."""
    tree = msgspec.to_builtins(tomllib.loads(text))
    return [place or "/" for place, _ in agreement_faults(tree, code)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_file_is_known_by_its_name() -> None:
    assert set(CODES) == {file.stem for file in FOLDER.glob("*.toml")}
    assert len(CODES) >= 3


@for_each_row("code", CODES)
def test_a_shipped_file_has_no_fault(code: str) -> None:
    assert list(agreement_faults(read_toml(FOLDER / f"{code}.toml"), code)) == []


@for_each_row("code", CODES)
def test_programmes_tiers_and_schemes_of_a_shipped_file_are_known(code: str) -> None:
    agreement = KNOWN.agreements.look_up(code)
    assert agreement is not None
    for row in agreement.recognitions:
        programme = KNOWN.look_up(row.programme)
        assert programme is not None, row.programme
        assert set(row.tiers or ()) <= {tier.code for tier in programme.tiers}
    for row in agreement.declarations:
        assert all(KNOWN.schemes.look_up(scheme) for scheme in row.schemes or ())


@for_each_row("code", CODES)
def test_what_both_sides_recognise_was_read_whole_and_all_else_is_told(code: str) -> None:
    agreement = KNOWN.agreements.look_up(code)
    assert agreement is not None
    assert {row.recognised_by for row in agreement.recognitions} == set(agreement.parties)
    assert agreement.benefits
    cut = [text for text in agreement.sources.values() if text.left_out]
    assert not cut or agreement.unread
    assert any("itself" in row.what or "every article" in row.what for row in agreement.unread)


def test_the_schema_asks_every_row_for_clause_source_day_and_confidence() -> None:
    for name, definition in SCHEMA["$defs"].items():
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False, name
            assert name in NO_ROWS or set(definition["required"]) >= EVERY_ROW, name


def test_schema_and_struct_have_the_same_rows() -> None:
    assert set(SCHEMA["properties"]) == set(ReadAgreement.__struct_fields__)
    about = {"code", "parties", "unread", "sources"}
    assert set(AGREEMENT_ROWS) == set(ReadAgreement.__struct_fields__) - about


def test_the_least_that_a_file_holds_has_no_fault() -> None:
    assert places(LEAST) == []
    assert places(LEAST + BENEFIT + DECLARING) == []


@for_each_row(
    ("old", "new", "place"),
    [
        ('clause = "1"\n', "", "/recognitions/0"),
        (OF_ROW, OF_ROW.replace('\nsource = "HK-NOTICE"', ""), "/recognitions/0"),
        ('"Exporters of Japan"\n', '"Exporters"\nwhom = "all"\n', "/recognitions/0"),
        (OF_ROW, OF_ROW.replace("HK-NOTICE", "JP-NOTICE"), "/recognitions/0/source"),
        (OF_ROW, f'{OF_ROW}\nalso = ["JP-NOTICE"]', "/recognitions/0/source"),
        (
            OF_ROW,
            f'{OF_ROW}\notherwise = [{{ source = "JP-NOTICE", says = "None." }}]',
            "/recognitions/0/source",
        ),
        ("[[names]]", f"{ANOTHER_TEXT}\n[[names]]", "/sources/JP-NOTICE"),
        ('side = "HK"', 'side = "CN"', "/sources/HK-NOTICE/side"),
        ("read = 2026-11-29\n", "", "/sources/HK-NOTICE"),
        ('url = "https://customs.example/notice"\n', "", "/sources/HK-NOTICE"),
        ('standing = "official"', 'standing = "press"', "/sources/HK-NOTICE/standing"),
        ('standing = "official"', 'standing = "copy"', "/recognitions/0/confidence"),
        ('standing = "official"', 'standing = "translation"', "/names/0/confidence"),
        ('side = "HK"', 'side = "JP"', "/recognitions/0/confidence"),
        ('confidence = "A"', 'confidence = "C"', "/in_force/0/confidence"),
        ('confidence = "A"', 'confidence = "D"', "/in_force/0/confidence"),
        ('confidence = "A"', 'confidence = "S"', "/in_force/0/confidence"),
        ("on = 2026-04-01", 'on = "2026"', "/in_force/0/on"),
        ("on = 2026-04-01", 'on = "2026-04-31"', "/"),
        (OF_ROW, f"{OF_ROW}\nfrom = 2026-01-02\nuntil = 2026-01-02", "/recognitions/0/until"),
        ('granted_by = "JP"', 'granted_by = "CN"', "/recognitions/0/granted_by"),
        ('recognised_by = "HK"', 'recognised_by = "JP"', "/recognitions/0/recognised_by"),
        ('programme = "JP-AEO"', 'programme = "HK-AEO"', "/recognitions/0/programme"),
        ('parties = ["HK", "JP"]', 'parties = ["HK", "KR"]', "/code"),
        ('parties = ["HK", "JP"]', 'parties = ["HK"]', "/parties"),
        ('code = "HK-JP-2026"', 'code = "HK-JP-2025"', "/code"),
        ('code = "HK-JP-2026"', 'code = "JP-HK-2026"', "/code"),
        ('tiers = ["EXPORTER"]', "tiers = []", "/recognitions/0/tiers"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str) -> None:
    assert old in LEAST
    assert place in places(LEAST.replace(old, new))


def test_a_benefit_stands_once_and_only_a_party_finds_a_holder() -> None:
    assert places(LEAST + BENEFIT + BENEFIT) == ["/benefits/0/code", "/benefits/1/code"]
    assert "/declarations/0/side" in places(LEAST + DECLARING.replace('"HK"', '"CN"'))
    # What Hong Kong tells of Japan is less sure than what it tells of itself.
    told = DECLARING.replace('side = "HK"', 'side = "JP"')
    assert places(LEAST + told) == ["/declarations/0/confidence"]
    assert places(LEAST + told.replace('confidence = "A"', 'confidence = "B"')) == []


def test_arrangements_are_found_by_their_sides_in_either_order() -> None:
    theirs = KNOWN.agreements.between("CN", "AU")
    assert [agreement.code for agreement in theirs] == ["AU-CN-2017"]
    assert KNOWN.agreements.between("AU", "CN") == theirs
    assert KNOWN.agreements.between("AU", "ZA") == ()
    assert KNOWN.agreements.look_up("../agreements/AU-CN-2017") is None


def test_a_local_file_wins_and_is_checked_when_it_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    shipped = (FOLDER / "AU-CN-2017.toml").read_text("utf-8")
    (folder / "AU-CN-2017.toml").write_text(
        shipped.replace("on = 2023-12-14", "on = 2023-12-15"), "utf-8"
    )
    (folder / "HK-JP-2026.toml").write_text(LEAST.replace('clause = "1"\n', ""), "utf-8")
    known = ReferenceData(tmp_path).agreements
    assert set(known.codes()) == {*CODES, "HK-JP-2026"}
    local = known.look_up("AU-CN-2017")
    assert local is not None
    assert local.in_force[0].on.isoformat() == "2023-12-15"
    with pytest.raises(ReferenceDataError, match=r"HK-JP-2026\.toml: /recognitions/0: .*clause"):
        known.look_up("HK-JP-2026")


def test_codes_are_found_by_their_sides_though_no_file_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "HK-CN-2026.toml").write_text("nothing", "utf-8")
    known = ReferenceData(tmp_path).agreements
    assert known.codes_between("CN", "HK") == ("CN-HK-2013", "HK-CN-2026")
    assert known.codes_between("HK", "JP") == known.codes_between("CN", "CN") == ()


@pytest.mark.long
def test_nothing_but_a_start_and_what_lists_them_asks_for_an_arrangement() -> None:
    """XCH-1-8: a row of theirs decides nothing, so no recognition may reach it.

    The rule of codes asks for the names of files (REC-2-8), and only for those.
    """
    of_codes = (TOP / "src/aeo_exchange/rules/codes.py").read_text("utf-8")
    assert of_codes.count(".agreements") == of_codes.count("context.agreements:") + 1
    assert of_codes.count("reference.agreements.codes_between(") == 1
    package = TOP / "src/aeo_exchange"
    texts = {file: file.read_text("utf-8") for file in package.rglob("*.py")}
    asking = {
        file.relative_to(package).as_posix()
        for file, text in texts.items()
        if "agreements" in text  # to parse all takes seconds
        and any(
            isinstance(node, ast.Attribute) and node.attr == "agreements"
            for node in ast.walk(ast.parse(text))
        )
    }
    assert asking == {
        "operations/reference/agreements.py",
        "operations/exchange/profile_start.py",
        "operations/reference/stale.py",
        "rules/codes.py",
    }
