"""Every hostile XML attestation is refused by the rule that it breaks, and by no chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import SignatureError
from aeo_exchange.signing import refusals, xades_schema
from aeo_exchange.signing.attestation import Proved
from aeo_exchange.signing.keys import verification_key
from aeo_exchange.signing.xml_attestation import read_xml_attestation
from rows import for_each_row
from signing.xml_attacks import ATTACKS
from signing.xml_forging import Attack
from signing.xml_material import make_material
from signing.xml_variants import VARIANTS

MATERIAL = make_material()
KEY = verification_key(MATERIAL.key.public_key())


def proved(content: bytes) -> Proved:
    """Return what the genuine key has signed in a document."""
    return read_xml_attestation(content).prove(KEY)


def proved_or_refused(content: bytes) -> Proved | None:
    """Return what the genuine key has signed, or None for a document that is refused."""
    try:
        return proved(content)
    except SignatureError:
        return None


@for_each_row("attack", ATTACKS, ids=lambda attack: f"{attack.code}: {attack.does}")
def test_an_attack_is_refused_by_its_rule(attack: Attack) -> None:
    content = attack.build(MATERIAL)
    with pytest.raises(SignatureError) as refusal:
        proved(content)
    assert refusal.value.rule == attack.code


@pytest.mark.parametrize("does", VARIANTS)
def test_a_harmless_difference_changes_nothing(does: str) -> None:
    content = VARIANTS[does](MATERIAL)
    assert content != MATERIAL.content
    assert proved(content) == proved(MATERIAL.content)


@pytest.mark.long
def test_what_holds_very_many_elements_is_judged_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xades_schema, "MOST_ELEMENTS", 0)
    assert proved(MATERIAL.content)
    for attack in ATTACKS:
        with pytest.raises(SignatureError) as refusal:
            proved(attack.build(MATERIAL))
        assert refusal.value.rule == attack.code


def test_of_thousands_of_references_the_schema_is_not_asked_as_a_tree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(xades_schema, "_accepts_tree", lambda *_: asked.append("tree"))
    many = b'<ds:Reference URI="#x"/>' * xades_schema.MOST_ELEMENTS
    content = MATERIAL.content.replace(b"</ds:SignedInfo>", many + b"</ds:SignedInfo>")
    assert content != MATERIAL.content
    with pytest.raises(SignatureError) as refusal:
        proved(content)
    assert (refusal.value.rule, asked) == ("AEO-SIG-16", [])


@pytest.mark.parametrize(
    "code", ["AEO-SIG-01", "AEO-SIG-08", "AEO-SIG-15", "AEO-SIG-16", "AEO-SIG-17", "AEO-SIG-18"]
)
def test_without_its_check_an_attack_gets_through(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    require = refusals.require

    def lenient(holds: bool, rule: str, *message: object) -> None:  # noqa: FBT001 as the original
        require(holds or rule == code, rule, *message)

    monkeypatch.setattr(refusals, "require", lenient)
    attacks = [attack.build(MATERIAL) for attack in ATTACKS if attack.code == code]
    assert any(proved_or_refused(content) for content in attacks)


@given(
    place=st.integers(0, len(MATERIAL.content) - 1),
    length=st.integers(0, 40),
    noise=st.binary(max_size=20) | st.sampled_from([b"<", b"&", b"<!--", b"\0", b"'", b" ", b"#"]),
)
def test_whatever_is_changed_it_is_refused_or_states_the_same(
    place: int, length: int, noise: bytes
) -> None:
    content = MATERIAL.content[:place] + noise + MATERIAL.content[place + length :]
    assert proved_or_refused(content) in (None, proved(MATERIAL.content))


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(SignatureError):
        read_xml_attestation(content)
