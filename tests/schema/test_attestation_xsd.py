"""The XML Schema of an attestation accepts ours, and refuses claims that the reader refuses."""

from __future__ import annotations

import pytest
from lxml import etree

from aeo_exchange.resources import published
from rows import for_each_row
from signing.xml_attacks import CLAIMS
from signing.xml_forging import Attack
from signing.xml_material import make_material
from signing.xml_variants import VARIANTS

SCHEMA = etree.XMLSchema(etree.parse(published("schemas/1.0/aeo-attestation.xsd")))
MATERIAL = make_material()


def accepts(content: bytes) -> bool:
    return SCHEMA.validate(etree.fromstring(content))


def test_an_attestation_is_accepted() -> None:
    assert accepts(MATERIAL.content), SCHEMA.error_log


@for_each_row("does", VARIANTS)
def test_a_harmless_difference_is_accepted(does: str) -> None:
    assert accepts(VARIANTS[does](MATERIAL))


@for_each_row("attack", CLAIMS, ids=lambda attack: attack.does)
def test_claims_out_of_form_are_refused(attack: Attack) -> None:
    assert not accepts(attack.build(MATERIAL))


@pytest.mark.parametrize(
    ("old", "new"), [(' Id="', ' Ix="'), ("Claims>", "Claim>"), ("AeoRecord>", "Record>")]
)
def test_parts_out_of_place_are_refused(old: str, new: str) -> None:
    assert not accepts(MATERIAL.content.decode().replace(old, new).encode())
