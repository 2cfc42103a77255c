"""The schemas of the suite say what the structs say: what a struct refuses, its schema refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from aeo_exchange.conformance.adapters.replies import Hello, Reply
from aeo_exchange.conformance.adapters.requests import Request
from aeo_exchange.conformance.suite.case import Case
from aeo_exchange.conformance.suite.files import (
    KeyList,
    Manifest,
    MutantList,
    RequirementList,
    TombstoneList,
)
from aeo_exchange.model.tree import walk
from rows import for_each_row

FOLDER = Path(__file__).resolve().parents[2] / "conformance"
AT = "2026-11-22T00:00:00Z"
PART = {"media": "application/vnd.aeo-exchange.record+json;version=1.0", "content": "e30="}
ROOT = {**PART, "pinnedFor": ["HK"]}


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_bytes())


# Struct and an instance, by the name of the schema; nothing that may be absent is.
TOLD: dict[str, list[tuple[Any, Any]]] = {
    "suite": [(Manifest, _read("suite.json"))],
    "requirements": [(RequirementList, _read("requirements.json"))],
    "tombstones": [(TombstoneList, _read("TOMBSTONES.json"))],
    "mutants": [(MutantList, _read("mutants/mutants.json"))],
    "keys": [(KeyList, _read("keys/keys.json"))],
    "case": [
        (Case, _read(f"cases/{name.split('-')[1][:3]}/{name}/case.json"))
        for name in ("AEO-LIF-01.n01", "AEO-SIG-01.p01", "AEO-STR-01.n01")
    ],
    "adapter-request": [
        (
            Request,
            {
                "v": 1,
                "cmd": "run",
                "seq": 1,
                "operation": "verify",
                "role": "verifier",
                "at": AT,
                "inputs": {"document": PART, "roots": [ROOT]},
                "options": {"minSequence": 1, "status": {"idx": 0, "uri": "urn:x"}, "issuer": "HK"},
                "deadlineMs": 1000,
            },
        )
    ],
    "adapter-reply": [
        (Reply, {"seq": 1, "verdict": "VALID", "checks": [{"name": "a", "outcome": "pass"}]}),
        (Hello, {"v": 1, "implementation": {"name": "P", "version": "1"}, "roles": ["validator"]}),
    ],
}
WRONG: tuple[Any, ...] = (None, True, 7, -1, 0.5, "", "x y\n", "AA" * 2000, [], {}, [None])


@pytest.mark.parametrize("name", TOLD)
def test_what_a_struct_refuses_its_schema_refuses(name: str) -> None:
    schema = jsonschema_rs.Draft202012Validator(_read(f"schema/{name}.schema.json"))
    for struct, told in TOLD[name]:
        schema.validate(told)
        msgspec.convert(told, struct)
        refused = [changed for changed in _changed(told) if not _is_taken(changed, struct)]
        assert refused
        missed = [changed for changed in refused if schema.is_valid(changed)]
        assert not missed, json.dumps(missed[0])[:400]


@pytest.mark.parametrize("name", [name for name in TOLD if name != "adapter-reply"])
def test_a_member_that_is_not_known_is_refused_in_what_the_suite_writes(name: str) -> None:
    schema = jsonschema_rs.Draft202012Validator(_read(f"schema/{name}.schema.json"))
    for _, told in TOLD[name]:
        assert not schema.is_valid({**told, "unknown": 1})


def test_of_what_an_adapter_answers_members_that_are_not_known_are_ignored() -> None:
    schema = jsonschema_rs.Draft202012Validator(_read("schema/adapter-reply.schema.json"))
    for _, told in TOLD["adapter-reply"]:
        schema.validate({**told, "unknown": 1})


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"verdict": "VALID", "error": {"message": "m"}},
        {"unsupported": False},
        {"unsupported": True, "verdict": "VALID"},
    ],
)
def test_a_reply_has_one_of_verdict_unsupported_and_error(members: dict[str, Any]) -> None:
    schema = jsonschema_rs.Draft202012Validator(_read("schema/adapter-reply.schema.json"))
    assert not schema.is_valid({"seq": 1, **members})


SCHEMAS = sorted([*FOLDER.glob("schema/*.json"), *FOLDER.parent.glob("schemas/1.0/*.schema.json")])


@for_each_row("path", SCHEMAS, ids=lambda path: path.name)
def test_a_pattern_is_one_that_every_engine_reads(path: Path) -> None:
    patterns = [
        value["pattern"]
        for _, value in walk(json.loads(path.read_bytes()))
        if isinstance(value, dict) and isinstance(value.get("pattern"), str)
    ]
    # What Python has and ECMA 262 has not.
    assert not [pattern for pattern in patterns if re.search(r"\\[AZ]|\(\?[^:=!<]", pattern)]


def _changed(told: Any) -> Iterator[Any]:
    """Yield a value with one member left out, or one value of it replaced by a wrong one."""
    if isinstance(told, dict):
        for member, value in told.items():
            rest = {name: other for name, other in told.items() if name != member}
            yield rest
            yield from ({**told, member: wrong} for wrong in WRONG)
            yield from ({**told, member: changed} for changed in _changed(value))
    elif isinstance(told, list) and told:
        first, *others = told
        yield from ([wrong, *others] for wrong in WRONG)
        # The other elements are as the first; a few of them keep the test short.
        yield from ([changed, *others[:2]] for changed in _changed(first))


def _is_taken(told: Any, struct: Any) -> bool:
    try:
        msgspec.convert(told, struct)
    except msgspec.ValidationError:
        return False
    return True
