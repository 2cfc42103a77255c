"""The files of the programmes hold to their schema, and say what their sources say."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from typing import TYPE_CHECKING, get_type_hints

import msgspec
from jsonschema import Draft202012Validator

from aeo_exchange.model.codes import Criterion, Provision, Role
from aeo_exchange.reference import ReferenceData, programme_facts
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.programme_overlay import programme_faults
from rows import for_each_row

if TYPE_CHECKING:
    from aeo_exchange.reference.programme_facts import Programme

FOLDER = resources.files("aeo_exchange.reference")
SCHEMA = json.loads((FOLDER / "programme.schema.json").read_text(encoding="utf-8"))
CODES = ReferenceData().codes()
EVERY_ROW = {"source", "as_of", "confidence"}

# Figures of the WCO, WTO and ICC study report of September 2025, source STUDY-2025.
STUDY_REPORT_FIGURES = {
    ("HK-AEO", "criteria-tier1"): ["10"],
    ("HK-AEO", "criteria-tier2"): ["12"],
    ("HK-AEO", "sme-share"): ["98"],
    ("HK-AEO", "buyer-credit-checks"): ["10"],
    ("DO-OEA", "simplified-holders"): ["60", "241"],
    ("DO-OEA", "simplified-invited"): ["700"],
    ("DO-OEA", "simplified-reaccredited"): ["14"],
    ("CN-AEO", "volume-threshold"): ["30000000", "500000"],
    ("CN-AEO", "criteria-items"): ["94"],
    ("EU-AEO", "sme-share-of-holders"): ["65"],
    ("EU-AEO", "member-states"): ["27"],
}


def programme(code: str) -> Programme:
    """Return a programme that is known to be there."""
    known = ReferenceData().look_up(code)
    assert known is not None
    return known


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@for_each_row("code", CODES)
def test_a_shipped_file_has_no_fault(code: str) -> None:
    assert list(programme_faults(read_toml(FOLDER / "programmes" / f"{code}.toml"), code)) == []


@for_each_row("code", CODES)
def test_every_row_rests_on_a_source_of_its_file(code: str) -> None:
    known = programme(code)
    for kind in programme_facts.ROW_KINDS:
        for row in getattr(known, kind):
            assert row.source in known.sources
            assert row.confidence in set("SABCD")
            assert row.as_of


@for_each_row("code", CODES)
def test_every_source_of_a_file_is_used(code: str) -> None:
    known = programme(code)
    used = {row.source for kind in programme_facts.ROW_KINDS for row in getattr(known, kind)}
    assert used == set(known.sources)


def test_the_schema_asks_every_row_for_source_day_and_confidence() -> None:
    for name, definition in SCHEMA["$defs"].items():
        if definition.get("type") == "object" and name != "Source":
            assert set(definition["required"]) >= EVERY_ROW, name
            assert definition["additionalProperties"] is False, name


def test_schema_and_structs_have_the_same_members() -> None:
    """Compare by name in snake_case, as the files write them."""
    kinds = {
        kind: SCHEMA["properties"][kind]["items"]["$ref"] for kind in programme_facts.ROW_KINDS
    }
    assert set(SCHEMA["properties"]) == set(programme_facts.Programme.__struct_fields__)
    hints = get_type_hints(programme_facts.Programme)
    for kind, reference in kinds.items():
        definition = SCHEMA["$defs"][reference.removeprefix("#/$defs/")]
        fields = msgspec.structs.fields(hints[kind].__args__[0])
        assert set(definition["properties"]) == {field.name.rstrip("_") for field in fields}
        assert set(definition["required"]) == {
            field.name.rstrip("_") for field in fields if field.required
        }


def test_the_schema_has_the_code_lists_of_the_model() -> None:
    for codes in (Criterion, Provision, Role):
        assert SCHEMA["$defs"][codes.__name__]["enum"] == [code.value for code in codes]


@for_each_row(("place", "values"), STUDY_REPORT_FIGURES.items())
def test_the_figures_are_those_of_the_study_report(
    place: tuple[str, str], values: list[str]
) -> None:
    code, figure = place
    rows = [row for row in programme(code).figures if row.code == figure]
    assert [row.value for row in rows if row.source == "STUDY-2025"] == values


def test_hong_kong_asks_ten_of_its_twelve_criteria_for_the_first_tier() -> None:
    hong_kong = programme("HK-AEO")
    assert {tier.code: tier.criteria for tier in hong_kong.tiers} == {"TIER1": 10, "TIER2": 12}
    waived = {row.criterion.value: row.outcome.value for row in hong_kong.criteria_waived}
    assert waived == {
        "D": "not-in-programme",
        "L": "not-required-by-tier",
        "M": "not-required-by-tier",
    }
    assert len(Criterion) - len(waived) == 10


def test_the_simplified_tier_of_the_dominican_republic_takes_importers_only() -> None:
    simplified = {tier.code: tier for tier in programme("DO-OEA").tiers}["OEA-SIMPLIFICADO"]
    assert simplified.kind == "simplified"
    assert simplified.roles == (Role.IMPORTER,)


def test_the_union_has_a_tin_prefix_time_zone_and_authority_for_each_member_state() -> None:
    union = programme("EU-AEO")
    prefixes = {row.prefix for row in union.tin_prefixes}
    assert len(prefixes) == 27
    assert not {"XI", "GB", "EU"} & prefixes
    assert {row.administration for row in union.time_zones} == prefixes
    assert {
        row.administration for row in union.administrations if row.function == "decides"
    } == prefixes


@for_each_row("code", CODES)
def test_one_identifier_scheme_makes_the_tin(code: str) -> None:
    schemes = programme(code).identifier_schemes
    assert len([scheme for scheme in schemes if scheme.makes_tin]) == 1


def test_one_look_up_reads_one_file_and_never_imports_jsonschema() -> None:
    program = (
        "import sys; from aeo_exchange.reference import ReferenceData;"
        "data = ReferenceData(); data.look_up('HK-AEO');"
        "print(sorted(data._files._read), 'jsonschema' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "['HK-AEO'] False"
