"""npm jose, @sd-jwt/core and openssl take our attestations, and we take theirs.

They are oracles for what is right only: what they let pass beside that, our own tests refuse.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from aeo_exchange.model.attestation import DISCLOSABLE
from aeo_exchange.resources import published
from aeo_exchange.signing.keys import VerificationKey, read_certificate, verification_key
from aeo_exchange.signing.sd_jwt import TYPE, read_sd_jwt, with_disclosures
from signing.tokens import HK, claims_of_sample, issued

pytestmark = pytest.mark.peer

KEYS = published("conformance/keys")
Ask = Callable[..., object]


@pytest.fixture
def node(npm_package: Callable[[str], Path], tool: Callable[[str], str]) -> Ask:
    """Return what asks the script of the npm packages."""
    folder = npm_package("@sd-jwt/core")

    def ask(task: str, key: str, given: object, algorithm: str = "ES256") -> object:
        done = subprocess.run(
            [tool("node"), folder / "sd_jwt.mjs", task, KEYS / key, algorithm],
            input=json.dumps(given),
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    return ask


def _key(name: str) -> VerificationKey:
    certificate = read_certificate((KEYS / f"{name}.cert.pem").read_bytes())
    return verification_key(certificate.public_key())


def test_npm_packages_verify_ours_and_read_the_same_claims(node):
    token = issued()
    tokens = [token, with_disclosures(token, []), with_disclosures(token, ["address", "sizeClass"])]
    for text, answer in zip(tokens, node("verify", "hk.public.jwk", tokens), strict=True):
        ours = read_sd_jwt(text).prove(HK.public)
        assert answer["claims"] == ours.tree
        assert answer["jose"]["header"] == {"alg": "ES256", "typ": TYPE, "kid": HK.public.kid}


def test_npm_packages_refuse_ours_under_another_key(node):
    with pytest.raises(subprocess.CalledProcessError):
        node("verify", "jp.public.jwk", [issued()])


def test_a_presentation_made_by_the_peer_is_the_one_that_we_make(node):
    token = issued()
    for names in ([], ["address", "sizeClass"], ["record_digest"]):
        theirs = node("present", "hk.public.jwk", {"token": token, "names": names})
        assert theirs == with_disclosures(token, names)


def test_we_verify_an_attestation_that_the_peer_made_to_our_profile(node):
    claims = claims_of_sample()
    hide = [name for name in DISCLOSABLE if name in claims and name not in {"legalName", "sub"}]
    token = node(
        "issue",
        "hk.private.jwk",
        {
            "header": {"typ": TYPE, "kid": HK.public.kid},
            "payload": claims,
            "hide": hide,
            "digests": 16,
        },
    )
    attestation = read_sd_jwt(token)
    assert sorted(attestation.disclosed) == sorted(hide)
    assert attestation.prove(_key("hk")).tree == claims


@pytest.mark.parametrize(("name", "algorithm"), [("hk", "ES256"), ("hk-384", "ES384")])
def test_we_verify_a_token_that_jose_signed(node, name, algorithm):
    payload = node("verify", "hk.public.jwk", [issued()])[0]["jose"]["payload"]
    header = {"alg": algorithm, "typ": TYPE, "kid": _key(name).kid}
    given = {"header": header, "payload": payload}
    token = node("sign", f"{name}.private.jwk", given, algorithm)
    proved = read_sd_jwt(f"{token}~").prove(_key(name))
    assert proved.claims.sub == payload["sub"]


def test_openssl_verifies_the_raw_signature(tool, tmp_path):
    compact = read_sd_jwt(issued()).compact
    r, s = (int.from_bytes(half) for half in (compact.signature[:32], compact.signature[32:]))
    (tmp_path / "signature").write_bytes(encode_dss_signature(r, s))
    (tmp_path / "message").write_bytes(compact.signing_input)
    command = [tool("openssl"), "dgst", "-sha256", "-verify", KEYS / "hk.public.pem"]
    command += ["-signature", tmp_path / "signature", tmp_path / "message"]
    assert b"Verified OK" in subprocess.run(command, capture_output=True, check=True).stdout
