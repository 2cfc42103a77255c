"""A URI names one key in hardware, in whole and without a secret."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import UnusableKey
from aeo_exchange.signing.key_uri import KeyUri, read_key_uri
from rows import for_each_row

SECRET = "0815-4711"  # noqa: S105 what must not be shown


def test_a_uri_names_module_token_and_key() -> None:
    uri = (
        "pkcs11:token=Customs%20%F0%9F%94%91;serial=4%2f2;manufacturer=SoftHSM%20project;"
        "model=v2;slot-id=7;object=a%3Bb;id=%01%ff;type=private?module-path=/usr/lib/m%2Eso"
    )
    assert read_key_uri(uri) == KeyUri(
        module_path="/usr/lib/m.so",
        token="Customs 🔑",  # noqa: S106 a label
        serial="4/2",
        manufacturer="SoftHSM project",
        model="v2",
        slot_id=7,
        label="a;b",
        id=b"\x01\xff",
    )


def test_a_uri_may_leave_everything_open() -> None:
    assert read_key_uri("pkcs11:") == KeyUri()


@for_each_row(
    "uri",
    [
        f"pkcs11:object=hk?pin-value={SECRET}",
        f"pkcs11:object=hk;pin-value={SECRET}",
        f"pkcs11:object=hk?PIN-VALUE={SECRET}",
        f"pkcs11:object=hk?pin={SECRET}",
        f"pkcs11:object=hk?pin-value:{SECRET}",
        f"pkcs11:object=hk?module-path=/m.so&pin-source=file:/run/{SECRET}",
        f"pkcs11:object=hk?pin-source=|{SECRET}",
    ],
)
def test_a_pin_in_a_uri_is_refused_and_not_shown(uri: str) -> None:
    with pytest.raises(UnusableKey, match="must not hold a pin") as refusal:
        read_key_uri(uri)
    assert SECRET not in f"{refusal.value} {refusal.value.advice} {refusal.value.__cause__}"


@for_each_row(
    ("uri", "reason"),
    [
        ("hk.pem", "not a PKCS#11 URI"),
        ("PKCS11:object=hk", "not a PKCS#11 URI"),
        ("pkcs11:object=hk#part", "not a PKCS#11 URI"),
        ("pkcs11:object=hk?module-path=/m?x", "not a PKCS#11 URI"),
        ("pkcs11:object", "not written as one"),
        ("pkcs11:object=hk;", "not written as one"),
        ("pkcs11:object=%4", "not written as one"),
        ("pkcs11:object=%zz", "not written as one"),
        ("pkcs11:object=%ff", "object .* is not UTF-8"),
        ("pkcs11:object=hk;object=jp", "object twice"),
        ("pkcs11:object=hk;type=public", "type"),
        ("pkcs11:slot-id=seven", "slot-id"),
        ("pkcs11:slot-id=-1", "slot-id"),
        ("pkcs11:slot-description=left", "slot-description, which is not supported"),
        ("pkcs11:module-path=/m.so", "module-path, which is not supported"),
        ("pkcs11:?object=hk", "object, which is not supported"),
        ("pkcs11:?module-name=soft", "module-name, which is not supported"),
    ],
)
def test_what_is_not_understood_is_refused(uri: str, reason: str) -> None:
    with pytest.raises(UnusableKey, match=reason):
        read_key_uri(uri)


@given(st.text() | st.text("%;=?&01apin-value").map(lambda text: f"pkcs11:{text}"))
def test_any_text_names_a_key_or_is_refused(text: str) -> None:
    with suppress(UnusableKey):
        assert isinstance(read_key_uri(text), KeyUri)


def test_without_the_extra_the_extra_is_named() -> None:
    program = """
import sys
sys.modules["pkcs11"] = None
from aeo_exchange.errors import MissingExtra
try:
    from aeo_exchange.signing import pkcs11
except MissingExtra as refusal:
    print(refusal)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode() == "a key in hardware needs the extra `hsm`\n"


def test_what_is_no_uri_is_answered_with_how_to_write_one() -> None:
    with pytest.raises(UnusableKey) as caught:
        read_key_uri("pkcs12:token=x")
    assert "pkcs11:token=LABEL" in caught.value.advice
