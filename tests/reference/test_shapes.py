"""What a file misses of its schema is told alike, whichever engine saw it first."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from aeo_exchange.exchange import profile_file
from aeo_exchange.reference import (
    agreement_overlay,
    programme_overlay,
    scheme_overlay,
    size_overlay,
)
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.shapes import DEEPEST, shape_faults
from aeo_exchange.resources import published
from aeo_exchange.tabular import loading
from aeo_exchange.tabular.ledger import answers

SCHEMAS = [
    module.SCHEMA
    for module in (
        agreement_overlay,
        answers,
        loading,
        programme_overlay,
        profile_file,
        scheme_overlay,
        size_overlay,
    )
]
PROFILE = published("samples/profiles/HK-JP.toml")


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "tree", [{}, [], "a", {"code": 1}, {"a": float("inf")}, {"a": 10**400}], ids=str
)
def test_both_engines_refuse_the_same(schema: Path, tree: object) -> None:
    judge = Draft202012Validator(json.loads(schema.read_bytes()))
    assert len(shape_faults(tree, schema)) == len(list(judge.iter_errors(tree))) > 0


def test_what_is_right_misses_nothing_and_what_is_wrong_has_places_in_order() -> None:
    tree = read_toml(PROFILE)
    assert shape_faults(tree, profile_file.SCHEMA) == ()
    tree["party"] = tree.pop("parties")
    tree["version"] = []
    assert [place for place, _ in shape_faults(tree, profile_file.SCHEMA)] == ["", "", "/version"]
    assert "unexpected" in shape_faults(tree, profile_file.SCHEMA)[0][1]


def test_a_tree_is_followed_to_a_bound() -> None:
    tree: object = "a"
    for _ in range(DEEPEST + 1):
        tree = [tree]
    assert shape_faults(tree, programme_overlay.SCHEMA) == (
        ("", f"nests more than {DEEPEST} levels"),
    )


def test_a_right_file_does_without_the_slow_engine() -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from aeo_exchange.reference.programmes import ReferenceData\n"
        "from aeo_exchange.exchange.profile_file import read_partner_profile\n"
        f"read_partner_profile(Path({str(PROFILE)!r}).read_bytes(), ReferenceData())\n"
        "print('jsonschema' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"
