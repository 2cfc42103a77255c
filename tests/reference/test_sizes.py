"""The files of the size definitions hold to their schema, and the look-up finds them."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

import msgspec
import pytest
from jsonschema import Draft202012Validator

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.model.codes import Aggregation, Measure, SizeClass
from aeo_exchange.model.tree import walk
from aeo_exchange.reference import size_facts
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.size_overlay import size_faults
from aeo_exchange.reference.sizes import SizeDefinitions
from local_scale import LOCAL
from rows import for_each_row

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = resources.files("aeo_exchange.reference")
SCHEMA = json.loads((FOLDER / "size.schema.json").read_text(encoding="utf-8"))
KNOWN = SizeDefinitions()
CODES = KNOWN.codes()
STRUCTS = {
    "SizeVersion": size_facts.SizeVersion,
    "ClassTest": size_facts.ClassTest,
    "Threshold": size_facts.Threshold,
    "SectorRow": size_facts.SectorRow,
    "Weight": size_facts.Weight,
    "Caution": size_facts.Caution,
    "Combination": size_facts.Combination,
}
ROWS = ("sectors", "score", "cautions", "classes", "thresholds")


# Each change of LOCAL, with the place that the fault must name.
BROKEN = {
    'code = "XX-LOCAL"': ('code = "OTHER"', "/code"),
    'op = "<"': ('op = ">"', "/versions/0/thresholds/0/op"),
    'value = "7"': ("value = 7.5", "/versions/0/thresholds/0/value"),
    'above = ["large"]': ('above = ["huge"]', "/versions/0/above/0"),
    'version = "1"': ('version = "1"\ncolour = "red"', "/versions/0"),
    '{ all = ["headcount"] }': ('{ all = ["headcount", "assets"] }', "/versions/0/classes/0/test"),
    '{ all = ["headcount"]': (
        '{ any = ["headcount"], all = ["headcount"]',
        "/versions/0/classes/0",
    ),
    'measure = "headcount"': ('sector = "x"\nmeasure = "headcount"', "/thresholds/0/sector"),
    'class = "small"\nmeasure': ('class = "micro"\nmeasure', "/thresholds/0/class"),
    'aggregation = "single"': (
        'from = 2026-01-01\nuntil = 2026-01-01\naggregation = "single"',
        "/versions/0/until",
    ),
    'above = ["large"]\nsource = "LETTER"': (
        'above = ["large"]\nsource = "RUMOUR"',
        "/versions/0/source",
    ),
    "as_of = 2026-01-01\n": ("as_of = 2026-02-30\n", "Invalid"),
}


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """Return an overlay folder with one local definition."""
    (tmp_path / "sizes").mkdir()
    (tmp_path / "sizes" / "XX-LOCAL.toml").write_text(LOCAL, encoding="utf-8")
    return tmp_path


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_object_of_the_schema_is_closed_and_everything_is_described() -> None:
    for place, value in walk(SCHEMA):
        if not isinstance(value, dict):
            continue
        if value.get("type") == "object" and "propertyNames" not in value:
            assert value["additionalProperties"] is False, place
        named = place.rpartition("/")[0].endswith(("/properties", "/$defs"))
        assert not named or value.get("description"), place


def test_every_row_of_the_schema_asks_for_source_day_and_confidence() -> None:
    for name in ("SizeVersion", "ClassTest", "Threshold", "SectorRow", "Weight", "Caution"):
        assert set(SCHEMA["$defs"][name]["required"]) >= {"source", "as_of", "confidence"}


@for_each_row("name", STRUCTS)
def test_schema_and_structs_have_the_same_members(name: str) -> None:
    fields = msgspec.structs.fields(STRUCTS[name])
    definition = SCHEMA["$defs"][name]
    assert set(definition["properties"]) == {field.encode_name for field in fields}
    assert set(definition.get("required", [])) == {
        field.encode_name for field in fields if field.required
    }


def test_the_schema_has_the_code_lists_of_the_model() -> None:
    defined = SCHEMA["$defs"]
    assert defined["SizeClass"]["enum"] == [code.value for code in SizeClass]
    measured = defined["Threshold"]["properties"]["measure"]["enum"]
    assert sorted(measured) == sorted([*(code.value for code in Measure), "score"])
    assert defined["Aggregation"]["enum"] == [code.value for code in Aggregation]


@for_each_row("code", CODES)
def test_a_shipped_file_has_no_fault(code: str) -> None:
    assert list(size_faults(read_toml(FOLDER / "sizes" / f"{code}.toml"), code)) == []


@for_each_row("code", CODES)
def test_no_number_of_a_shipped_file_is_a_float(code: str) -> None:
    tree = read_toml(FOLDER / "sizes" / f"{code}.toml")
    assert not [place for place, value in walk(tree) if isinstance(value, float)]


@for_each_row("code", CODES)
def test_every_row_has_a_source_of_its_file_a_day_and_a_confidence(code: str) -> None:
    definition = KNOWN.look_up(code)
    assert definition is not None
    used = set()
    for version in definition.versions:
        for row in (version, *(row for kind in ROWS for row in getattr(version, kind))):
            assert row.confidence in set("SABCD")
            assert isinstance(row.as_of, date)
            used.add(row.source)
    assert used == set(definition.sources)


@for_each_row("code", CODES)
def test_every_sector_has_a_ceiling_in_the_largest_class(code: str) -> None:
    definition = KNOWN.look_up(code)
    assert definition is not None
    for version in definition.versions:
        largest = version.classes[-1].class_
        with_ceiling = {row.sector for row in version.thresholds if row.class_ is largest}
        assert msgspec.UNSET in with_ceiling or with_ceiling == {
            row.code for row in version.sectors
        }


def test_only_the_scale_of_the_standard_itself_is_not_official() -> None:
    assert [definition.code for definition in KNOWN.definitions() if not definition.official] == [
        "SAFE-NEUTRAL-HC"
    ]


def test_rows_marked_as_unverified_are_a_ceiling_of_jamaica_and_one_of_uganda() -> None:
    doubtful = {
        definition.code
        for definition in KNOWN.definitions()
        for version in definition.versions
        for row in (version, *version.thresholds)
        if row.confidence == "D"
    }
    assert doubtful == {"JM-2013", "UG-MSME"}


def test_an_unknown_code_gives_none_and_the_codes_like_it() -> None:
    assert KNOWN.look_up("EU-2003-631") is None
    assert KNOWN.look_up("../programmes/HK-AEO") is None
    assert KNOWN.did_you_mean("eu-2003-631")[0] == "EU-2003-361"


def test_a_local_file_wins_over_the_shipped_one(overlay: Path) -> None:
    local = LOCAL.replace("XX-LOCAL", "FJ-MSME")
    (overlay / "sizes" / "FJ-MSME.toml").write_text(local, encoding="utf-8")
    known = SizeDefinitions(overlay)
    fiji = known.look_up("FJ-MSME")
    assert fiji is not None
    assert fiji.name == "A local scale"
    assert set(known.codes()) == {*CODES, "XX-LOCAL"}


@pytest.mark.parametrize("said", BROKEN)
def test_a_broken_local_file_is_refused_with_its_place(overlay: Path, said: str) -> None:
    instead, place = BROKEN[said]
    assert said in LOCAL
    file = overlay / "sizes" / "XX-LOCAL.toml"
    file.write_text(LOCAL.replace(said, instead, 1), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=place):
        SizeDefinitions(overlay).look_up("XX-LOCAL")


def test_a_combination_nested_too_deep_is_refused(overlay: Path) -> None:
    deep = "{ all = [" * 150 + '"headcount"' + "] }" * 150
    file = overlay / "sizes" / "XX-LOCAL.toml"
    file.write_text(LOCAL.replace('{ all = ["headcount"] }', deep), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="nests more than 64 levels"):
        SizeDefinitions(overlay).look_up("XX-LOCAL")


def test_ceilings_that_fall_or_stand_twice_are_found() -> None:
    tree = read_toml(FOLDER / "sizes" / "EU-2003-361.toml")
    assert isinstance(tree, dict)
    thresholds = tree["versions"][0]["thresholds"]
    thresholds[3]["value"] = "9"
    thresholds.append(dict(thresholds[-1]))
    faults = dict(size_faults(tree, "EU-2003-361"))
    assert faults == {
        "/versions/0/thresholds/3/value": "is below that of a smaller class",
        "/versions/0/thresholds/9": "states a ceiling a second time",
    }


def test_versions_that_overlap_and_classes_out_of_order_are_found() -> None:
    tree = read_toml(FOLDER / "sizes" / "IN-MSMED.toml")
    assert isinstance(tree, dict)
    old, new = tree["versions"]
    old["until"] = "2025-05-01"
    new["classes"].reverse()
    places = {place for place, _ in size_faults(tree, "IN-MSMED")}
    assert "/versions/1/from" in places
    assert "/versions/1/classes/1/class" in places


def test_an_overlay_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="is not a directory"):
        SizeDefinitions(tmp_path / "nowhere")


SCORED = """
[[versions.score]]
measure = "turnover"
weight = "0.9"
source = "LETTER"
as_of = 2026-01-01
confidence = "B"
"""
OF_SCORE = LOCAL.replace('"headcount"', '"score"')
NO_MONEY = ("/versions/0", "has ceilings of money but neither currency nor index_unit")


def _faults_of(text: str, folder: Path) -> list[tuple[str, str]]:
    """Return the faults of a definition file."""
    file = folder / "XX-LOCAL.toml"
    file.write_text(text, encoding="utf-8")
    return list(size_faults(read_toml(file), "XX-LOCAL"))


def test_a_local_file_with_persons_alone_needs_no_currency(tmp_path: Path) -> None:
    assert _faults_of(LOCAL, tmp_path) == []


def test_a_ceiling_of_money_needs_a_currency_or_an_index_unit(tmp_path: Path) -> None:
    of_money = LOCAL.replace('"headcount"', '"turnover"')
    assert _faults_of(of_money, tmp_path) == [NO_MONEY]
    for unit in ('currency = "FJD"', 'index_unit = "UF"'):
        with_unit = of_money.replace("aggregation", f"{unit}\naggregation")
        assert _faults_of(with_unit, tmp_path) == []


def test_a_score_of_money_needs_a_currency_and_one_of_persons_none(tmp_path: Path) -> None:
    assert _faults_of(OF_SCORE + SCORED, tmp_path) == [NO_MONEY]
    of_persons = SCORED.replace('"turnover"', '"headcount"')
    assert _faults_of(OF_SCORE + of_persons, tmp_path) == []
    with_unit = OF_SCORE.replace("aggregation", 'currency = "FJD"\naggregation')
    assert _faults_of(with_unit + SCORED, tmp_path) == []


def test_a_ceiling_of_a_score_needs_the_weights(tmp_path: Path) -> None:
    assert _faults_of(OF_SCORE, tmp_path) == [("/versions/0/score", "is missing")]
