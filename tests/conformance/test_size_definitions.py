"""Each published definition of size classes that has ceilings is asked on both sides of one."""

from __future__ import annotations

import json

import pytest

from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.resources import published

FOLDER = published("conformance/cases/MSME")
DEFINITIONS = SizeDefinitions()
WITH_CEILINGS = [
    code
    for code in DEFINITIONS.codes()
    if (known := DEFINITIONS.look_up(code))
    and any(version.thresholds for version in known.versions)
]


def asked(pattern: str) -> set[str]:
    """Return the definitions that records of the cases name."""
    named = set()
    for file in FOLDER.glob(f"{pattern}/input.json"):
        told = json.loads(file.read_bytes())
        for record in told if isinstance(told, list) else [told]:
            named.add(record.get("msme", {}).get("definition"))
    return named


@pytest.mark.parametrize("kind", ["p", "n"])
def test_each_definition_with_ceilings_has_a_case_within_and_one_beyond(kind: str) -> None:
    assert set(WITH_CEILINGS) - asked(f"AEO-MSME-01.{kind}*") == set()
    assert "UA-996" in WITH_CEILINGS
