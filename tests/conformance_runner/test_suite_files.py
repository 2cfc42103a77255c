"""The files about the suite: each keeps to its schema, and says what is there."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest

from aeo_exchange.conformance.suite.cases import smoke_cases
from aeo_exchange.conformance.suite.coverage import gaps, requirements_of
from aeo_exchange.conformance.suite.lists import Operation, ProductRole, RunLevel
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.rules import Station, all_rules

OF_MESSAGES = {Station.RECEIVER, Station.PUBLISHER, Station.PARTNER_PROFILE}
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "conformance"
FILES = {
    "suite": "suite.json",
    "requirements": "requirements.json",
    "tombstones": "TOMBSTONES.json",
    "mutants": "mutants/mutants.json",
    "keys": "keys/keys.json",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_the_suite_keeps_to_its_schema(kind: str) -> None:
    schema = json.loads((FOLDER / "schema" / f"{kind}.schema.json").read_bytes())
    told = json.loads((FOLDER / FILES[kind]).read_bytes())
    jsonschema_rs.Draft202012Validator(schema).validate(told)


@pytest.mark.parametrize("path", sorted((FOLDER / "schema").glob("*.json")), ids=lambda p: p.name)
def test_a_schema_of_the_suite_is_one_and_bears_its_name(path: Path) -> None:
    schema = json.loads(path.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    name = path.name.removesuffix(".schema.json")
    assert schema["$id"] == f"urn:aeo-exchange:conformance:1.0:{name}"


@pytest.mark.long
def test_the_files_about_the_suite_are_those_that_the_tool_prints() -> None:
    tool = ROOT / "tools" / "cases" / "write_suite.py"
    ran = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_every_digest_of_the_suite_is_that_of_its_file() -> None:
    told = json.loads((FOLDER / "suite.json").read_bytes())
    for file in (*told["schemas"], told["rules"], *told["codeLists"], *told["files"]):
        digest = hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest()
        assert digest == file["sha256"], file["path"]


def test_the_case_set_is_the_one_that_was_published(suite) -> None:
    assert suite.is_release


def test_there_is_no_gap_between_requirements_and_cases(suite) -> None:
    assert gaps(suite) == []


def test_every_must_has_a_case_or_a_reason(suite) -> None:
    for requirement in requirements_of(suite):
        assert requirement.cases or requirement.reason, requirement.id


@pytest.mark.parametrize(
    ("clause", "roles", "has_cases"),
    [
        ("SIZ-2-1", (), False),  # of the reference data
        ("SIZ-2-6", (ProductRole.VALIDATOR,), True),
        ("SIZ-3-7", (ProductRole.VALIDATOR,), True),
        ("SIZ-4-1", (), False),  # of who shows a class
        ("SIZ-1-5", (ProductRole.PRODUCER,), False),
        ("CNF-4-1", (), False),  # of the runner
        ("RDA-3-1", (ProductRole.VALIDATOR,), True),  # of the data, and asked
        ("ATT-1-4", (ProductRole.ISSUER,), True),
    ],
)
def test_a_requirement_names_the_roles_that_it_binds(suite, clause, roles, has_cases) -> None:
    told = {requirement.id: requirement for requirement in requirements_of(suite)}[clause]
    assert told.roles == roles
    assert bool(told.cases) == has_cases


def test_no_requirement_on_size_classes_binds_a_role_that_is_not_asked(suite) -> None:
    hanging = [
        requirement.id
        for requirement in requirements_of(suite)
        if requirement.id.startswith("SIZ-")
        and ProductRole.VALIDATOR in requirement.roles
        and not requirement.cases
    ]
    assert hanging == []


def test_every_requirement_names_roles_that_exist_and_an_anchor_of_its_part(suite) -> None:
    for requirement in requirements_of(suite):
        text = (ROOT / requirement.file).read_text(encoding="utf-8").lower()
        section = requirement.anchor.partition("-")[0]
        assert f"## {section} " in text, requirement.id


def test_the_suite_is_as_large_as_was_promised(suite) -> None:
    areas = Counter(case.area for case in suite.cases)
    assert sum(len(case.inputs) for case in suite.cases) >= 400
    assert areas["SIG"] + areas["STA"] + areas["TRU"] >= 80
    assert areas["LIF"] >= 30
    assert sum(len(case.inputs) for case in suite.cases if case.area == "HOS") >= 40


def test_every_programme_known_has_a_case(suite) -> None:
    wanted = {f"PRG-{programme.code}.p01" for programme in ReferenceData().programmes()}
    assert wanted <= set(suite.by_id)


def test_every_rule_but_one_has_cases(suite) -> None:
    # What cannot be opened cannot be a file of the suite; what receivers check takes scenarios.
    tested = {case.id.partition(".")[0] for case in suite.cases}
    asked = {code for code, rule in all_rules().items() if rule.station not in OF_MESSAGES}
    assert asked - tested == {"AEO-SYN-00"}


def test_a_converter_is_asked_for_every_direction(suite) -> None:
    asked = {
        (part.media, case.options.target)
        for case in suite.chosen(ProductRole.CONVERTER, RunLevel.CORE)
        if case.operation is Operation.CONVERT
        for part in case.inputs
    }
    syntaxes = {media for media, _ in asked}
    assert len(syntaxes) == 5
    assert asked == {(media, target) for media in syntaxes for target in syntaxes}


def test_smoke_asks_a_good_and_a_bad_document_of_every_area(suite) -> None:
    chosen = [suite.by_id[case] for case in smoke_cases(suite)]
    assert {case.area for case in chosen} == {case.area for case in suite.cases if case.is_core}
    assert len(chosen) < 60


def test_tombstones_are_of_no_case_that_lives(suite) -> None:
    told = json.loads((FOLDER / "TOMBSTONES.json").read_bytes())["tombstones"]
    assert not {tombstone["id"] for tombstone in told} & set(suite.by_id)
