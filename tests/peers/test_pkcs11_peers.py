"""SoftHSM2 stands for a token: keys made in it sign, and never leave it."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509 import Certificate
from msgspec import Struct

from aeo_exchange.errors import UnsupportedAlgorithm, UnusableKey
from aeo_exchange.resources import published
from aeo_exchange.signing.certificates import Bearer, read_subject, self_signed
from aeo_exchange.signing.jws import Codes, read_compact, sign_compact
from aeo_exchange.signing.keys import (
    SigningKey,
    VerificationKey,
    private_key,
    read_certificate,
    verification_key,
)
from aeo_exchange.signing.pen import Pen
from aeo_exchange.signing.pkcs11 import HardwareKey, open_token_key
from aeo_exchange.signing.sd_jwt import read_sd_jwt
from aeo_exchange.signing.xml_attestation import read_xml_attestation
from peers.conftest import absent

pytestmark = pytest.mark.peer

PIN, OFFICER_PIN = "tok-en-4711", "offi-cer-0815"
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm.so",
    "/usr/lib64/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
RECORD = published("samples/records/HK-AEO/TIER1.aeo.json")
STATUS = "https://status.customs.example/aeo/1.jwt"
P256, P384 = "secp256r1", "secp384r1"
TYPE = "aeo-status+sd-jwt"
ALWAYS = {pkcs11.Attribute.ALWAYS_AUTHENTICATE: True}


@cache
def module() -> str:
    """Return the library of SoftHSM2, wherever a system keeps it."""
    path = next((file for file in MODULES if Path(file).exists()), None)
    if path is None:
        absent("softhsm2")
    return str(path)


def uri(path: str) -> str:
    return f"pkcs11:{path}?module-path={module()}"


@pytest.fixture(scope="session", autouse=True)
def tokens(tool, tmp_path_factory) -> Iterator[Path]:
    """Two tokens with keys of every kind that a user may point at.

    Once for a process: the module stays with the folder that it met first, also where a worker is
    given a test of this file later, and would have each key twice.
    """
    program, folder = tool("softhsm2-util"), tmp_path_factory.mktemp("tokens")
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        for label in ("aeo", "other"):
            pins = ("--pin", PIN, "--so-pin", OFFICER_PIN)
            command = (program, "--init-token", "--free", "--label", label, *pins)
            subprocess.run(command, check=True, capture_output=True)
        for label in ("aeo", "other"):
            token = pkcs11.lib(os.path.realpath(module())).get_token(token_label=label)
            with token.open(rw=True, user_pin=PIN) as session:
                fill(session)
        yield folder


def fill(session: pkcs11.Session) -> None:
    """Make the keys of a token, by label and id."""
    make(session, "hk", 1)
    make(session, "twin", 2)
    make(session, "twin", 3)
    make(session, "large", 4, curve=P384)
    make(session, "careful", 5, private_template=ALWAYS)
    make(session, "bare", 6)[0].destroy()
    make(session, "crossed", 7)[0].destroy()
    make(session, "crossed", 7)[1].destroy()
    make(session, "shy", 8, capabilities=pkcs11.MechanismFlag.DERIVE)
    public, _ = make(session, "carried", 9)
    session.create_object(
        {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.ID: b"\x09",
            pkcs11.Attribute.LABEL: "carried",
            pkcs11.Attribute.SUBJECT: certificate(public).subject.public_bytes(),
            pkcs11.Attribute.VALUE: certificate(public).public_bytes(serialization.Encoding.DER),
        }
    )
    public.destroy()
    session.generate_keypair(pkcs11.KeyType.RSA, 2048, store=True, label="rsa", id=b"\x0a")


def make(session: pkcs11.Session, label: str, number: int, *, curve: str = P256, **settings):
    """Generate a pair of keys inside the token; return the public and the private one."""
    parameters = session.create_domain_parameters(
        pkcs11.KeyType.EC,
        {pkcs11.Attribute.EC_PARAMS: pkcs11.util.ec.encode_named_curve_parameters(curve)},
        local=True,
    )
    return parameters.generate_keypair(store=True, label=label, id=bytes([number]), **settings)


@cache
def authority() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(public: pkcs11.PublicKey) -> Certificate:
    """Return a certificate that carries a public key of the token."""
    point = public[pkcs11.Attribute.EC_POINT][-65:]
    return certificate_of(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))


def certificate_of(public_key: ec.EllipticCurvePublicKey) -> Certificate:
    subject = read_subject("CN=TEST ONLY,C=HK")
    bearer = Bearer(
        subject=subject,
        not_before=datetime(2026, 1, 1, tzinfo=UTC),
        not_after=datetime(2030, 1, 1, tzinfo=UTC),
        serial=1,
    )
    return self_signed(Pen(Authority(verification_key(public_key))), bearer)


class Authority(Struct, frozen=True):
    """What signs the certificate of a public key that belongs to somebody else."""

    public: VerificationKey

    def sign(self, message: bytes) -> bytes:
        return private_key(authority()).sign(message)


def signed_by(key: SigningKey, payload: bytes = b'{"iss":"HK"}') -> str:
    return sign_compact(payload, key, TYPE)


def proves(token: str, key: VerificationKey) -> bool:
    return read_compact(token, TYPE, Codes.one("AEO-SIG-01")).is_of(key)


@pytest.mark.parametrize(
    "path",
    [
        "token=aeo;object=hk",
        "token=aeo;id=%01",
        "token=aeo;object=hk;id=%01;type=private;manufacturer=SoftHSM%20project",
        "token=aeo;object=carried",
    ],
)
def test_a_key_in_a_token_signs_what_anybody_verifies(path: str) -> None:
    with open_token_key(uri(path), PIN.encode()) as key:
        tokens = [signed_by(key) for _ in range(3)]
    assert len(set(tokens)) == 3
    assert all(proves(token, key.public) for token in tokens)
    assert key.public.algorithm == "ES256"
    assert key.public.kid in repr(key)
    assert PIN not in repr(key)


def test_openssl_verifies_what_a_token_signed(tool, tmp_path: Path) -> None:
    with open_token_key(uri("token=aeo;object=hk"), PIN.encode()) as key:
        compact = read_compact(signed_by(key), TYPE, Codes.one("AEO-SIG-01"))
    halves = compact.signature[:32], compact.signature[32:]
    files = {
        "signature": utils.encode_dss_signature(*(int.from_bytes(half) for half in halves)),
        "message": compact.signing_input,
        "public.pem": key.public.public_key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    command = ["dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "message"]
    done = subprocess.run(
        [tool("openssl"), *command], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.stdout == b"Verified OK\n"


def test_the_module_may_be_named_beside_the_uri() -> None:
    with open_token_key("pkcs11:token=aeo;object=hk", PIN.encode(), module=module()) as key:
        assert proves(signed_by(key), key.public)


def test_a_key_that_wants_its_pin_each_time_gets_it() -> None:
    with open_token_key(uri("token=aeo;object=careful"), PIN.encode()) as key:
        assert proves(signed_by(key), key.public)
        assert proves(signed_by(key), key.public)


def test_two_keys_of_a_token_are_open_at_once() -> None:
    with (
        open_token_key(uri("token=aeo;object=hk"), PIN.encode()) as one,
        open_token_key(uri("token=aeo;object=carried"), PIN.encode()) as two,
        open_token_key(uri("token=other;object=hk"), PIN.encode()) as three,
    ):
        keys = (one, two, three)
        for key in keys:
            assert proves(signed_by(key), key.public)
    assert len({key.public.kid for key in keys}) == 3


@pytest.mark.parametrize(
    ("path", "pin", "reason"),
    [
        ("token=aeo;object=hk", b"0000", "the pin is wrong"),
        ("token=aeo;object=hk", b"1", "the pin is wrong"),
        ("token=aeo;object=hk", b"\xff\xfe\xfd\xfc", "the pin is not UTF-8"),
        ("token=aeo;object=hk", None, "without a pin"),
        ("token=aeo;object=hk", b"", "without a pin"),
        ("token=aeo;object=jp", PIN.encode(), "no private keys fit"),
        ("token=aeo;id=%ff", PIN.encode(), "no private keys fit"),
        ("token=aeo;object=twin", PIN.encode(), "2 private keys fit"),
        ("token=aeo", PIN.encode(), "10 private keys fit"),
        ("token=missing;object=hk", PIN.encode(), "no tokens fit .* there are: (aeo|other), "),
        ("token=aeo;model=v1;object=hk", PIN.encode(), "no tokens fit"),
        ("token=aeo;serial=0;object=hk", PIN.encode(), "no tokens fit"),
        ("token=aeo;slot-id=1;object=hk", PIN.encode(), "no tokens fit"),
        ("object=hk", PIN.encode(), "2 tokens fit"),
        ("token=aeo;object=bare", PIN.encode(), "neither a public key nor a certificate"),
        ("token=aeo;object=shy", PIN.encode(), "does not let this key sign"),
    ],
)
def test_what_gives_no_key_is_refused_and_the_pin_not_shown(path, pin, reason) -> None:
    with pytest.raises(UnusableKey, match=reason) as refusal:
        open_token_key(uri(path), pin)
    assert PIN not in f"{refusal.value} {refusal.value.advice} {refusal.value.__cause__}"
    # The refusal has left no session that the next one would trip over.
    with open_token_key(uri("token=aeo;object=hk"), PIN.encode()) as key:
        assert proves(signed_by(key), key.public)


@pytest.mark.parametrize("label", ["rsa", "large"])
def test_a_key_of_another_kind_is_refused(label: str) -> None:
    with pytest.raises(UnsupportedAlgorithm, match="must be on P-256"):
        open_token_key(uri(f"token=aeo;object={label}"), PIN.encode())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("pkcs11:object=hk", "nothing says which module"),
        ("pkcs11:object=hk?module-path=libsofthsm2.so", "whole path"),
        ("pkcs11:object=hk?module-path=/nowhere/module.so", "cannot be loaded"),
        (f"pkcs11:object=hk?module-path={__file__}", "cannot be loaded"),
    ],
)
def test_a_module_that_is_none_is_refused(path: str, reason: str) -> None:
    with pytest.raises(UnusableKey, match=reason):
        open_token_key(path, PIN.encode())


def test_a_signature_of_another_key_does_not_leave() -> None:
    with (
        open_token_key(uri("token=aeo;object=crossed"), PIN.encode()) as key,
        pytest.raises(UnusableKey, match="not of the public key"),
    ):
        signed_by(key)


def test_a_key_that_was_closed_signs_nothing() -> None:
    key = open_token_key(uri("token=aeo;object=hk"), PIN.encode())
    key.close()
    key.close()
    with pytest.raises(UnusableKey, match="the token refuses"):
        signed_by(key)


def test_a_key_does_not_travel_to_another_process() -> None:
    with open_token_key(uri("token=aeo;object=hk"), PIN.encode()) as key:
        with pytest.raises(UnusableKey, match="does not travel"):
            pickle.dumps(key)
        assert forked(key) == "the key was opened by another process"
        assert proves(signed_by(key), key.public)


def aeo(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command, which starts SoftHSM2 in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "aeo_exchange", *arguments],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "AEO_PKCS11_MODULE": module(), **environment},
        text=True,
        check=False,
    )


SIGN = ("sign", str(RECORD), "--issuer=HK", "--full", f"--status-uri={STATUS}", "--status-index=7")


@pytest.mark.parametrize("way", ["file", "env", "fd"])
def test_aeo_sign_takes_a_key_in_hardware(tmp_path: Path, way: str) -> None:
    (tmp_path / "pin").write_text(f"{PIN}\n")
    place = {"file": "pin", "env": "PIN", "fd": "0"}[way]
    key = f"--key={uri('token=aeo;object=hk')}"
    with (tmp_path / "pin").open() as pin:
        done = subprocess.run(
            [sys.executable, "-m", "aeo_exchange", *SIGN, key, f"--passphrase-{way}={place}"],
            stdin=pin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PIN": PIN},
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    with open_token_key(uri("token=aeo;object=hk"), PIN.encode()) as key:
        read_sd_jwt(done.stdout.removesuffix("\n")).prove(key.public)


CERTIFY = ("key", "certify", "--cert=hk.pem", "--subject=CN=Customs,C=HK", "--passphrase-env=P")


def test_aeo_certifies_a_key_in_hardware_and_signs_in_xml_with_it(tmp_path: Path) -> None:
    key = "--key=pkcs11:token=aeo;object=hk"
    done = aeo(tmp_path, *CERTIFY, key, P=PIN)
    assert done.returncode == 0, done.stderr
    assert PIN not in done.stdout + done.stderr
    certificate = read_certificate((tmp_path / "hk.pem").read_bytes())
    certificate.verify_directly_issued_by(certificate)
    xades = ("--envelope=xades", "--cert=hk.pem", "-o", "a.aeo.xml")
    done = aeo(tmp_path, *SIGN, key, "--passphrase-env=P", *xades, P=PIN)
    assert done.returncode == 0, done.stderr
    public = verification_key(certificate.public_key())
    read_xml_attestation((tmp_path / "a.aeo.xml").read_bytes()).prove(public)


def test_openssl_reads_the_certificate_of_a_key_in_hardware(tool, tmp_path: Path) -> None:
    aeo(tmp_path, *CERTIFY, "--key=pkcs11:token=aeo;object=hk", P=PIN)
    command = ["verify", "-check_ss_sig", "-CAfile", "hk.pem", "-partial_chain", "hk.pem"]
    done = subprocess.run(
        [tool("openssl"), *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "hk.pem: OK\n", done.stderr


def test_a_trust_list_takes_the_certificate_of_a_key_in_hardware(tmp_path: Path) -> None:
    aeo(tmp_path, *CERTIFY, "--key=pkcs11:token=aeo;object=hk", P=PIN)
    done = aeo(tmp_path, "trust", "build", "--authority", "HK=hk.pem", "-o", "list.json")
    assert done.returncode == 0, done.stderr
    with open_token_key(uri("token=aeo;object=hk"), PIN.encode()) as key:
        assert key.public.kid in (tmp_path / "list.json").read_text()


def test_a_wrong_pin_gives_no_certificate(tmp_path: Path) -> None:
    done = aeo(tmp_path, *CERTIFY, "--key=pkcs11:token=aeo;object=hk", P="0000")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "pin", "reason"),
    [
        (f"pkcs11:token=aeo;object=hk?pin-value={PIN}", PIN, "must not hold a pin"),
        ("pkcs11:token=aeo;object=hk?pin-source=file:pin", PIN, "must not hold a pin"),
        ("pkcs11:token=aeo;object=hk", "0000", "the pin is wrong"),
        ("pkcs11:token=aeo;object=twin", PIN, "2 private keys fit"),
        ("pkcs11:token=aeo;object=rsa", PIN, "must be on P-256"),
    ],
)
def test_aeo_sign_says_why_a_token_gives_no_key(tmp_path, key, pin, reason) -> None:
    done = aeo(tmp_path, *SIGN, f"--key={key}", "--passphrase-env=P", P=pin)
    assert done.returncode == 2
    assert reason in done.stderr
    assert PIN not in done.stderr
    assert done.stdout == ""


def forked(key: HardwareKey) -> str:
    """Return what a key answers in a process that was forked off."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        try:
            signed_by(key)
        except UnusableKey as refusal:
            there.send(str(refusal))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return str(here.recv()) if here.poll() else "nothing"
