"""zbar reads our codes back, byte for byte, and what it reads is verified."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import sign
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published
from aeo_exchange.signing.keys import VerificationKey, read_private_key
from aeo_exchange.signing.sd_jwt import with_disclosures

pytestmark = pytest.mark.peer

AT = "2026-11-01T00:00:00Z"
PLACE = StatusListPlace(idx=4711, uri="https://status.customs.example/aeo/1.jwt")
RECORDS = sorted(published("samples/records").rglob("*.aeo.json"))[::8]


class SteadyKey:
    """A key that signs one message in one way (RFC 6979), so that a picture is always the same."""

    def __init__(self, pem: bytes) -> None:
        self._key = read_private_key(pem)

    @property
    def public(self) -> VerificationKey:
        return self._key.public

    def sign(self, message: bytes) -> bytes:
        steady = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        der = self._key.key.sign(message, steady)
        return b"".join(number.to_bytes(32) for number in utils.decode_dss_signature(der))


def attest(record: Path) -> str:
    key = SteadyKey(published("conformance/keys/hk.private.pem").read_bytes())
    return sign(
        read_record(record.read_bytes()),
        key=key,
        status=PLACE,
        at=AT,
        full=True,
        randomness=random.Random(record.name).randbytes,  # noqa: S311 repeatable
    )


def draw(text: str, folder: Path, name: str, *options: str) -> Path:
    (folder / "a.sdjwt").write_text(text)
    command = [sys.executable, "-m", "aeo_exchange", "qr", "a.sdjwt", "-o", name, *options]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return folder / name


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_zbar_reads_back_what_was_drawn(tool, tmp_path, record):
    text = attest(record)
    picture = draw(text, tmp_path, "a.png")
    done = subprocess.run(
        [tool("zbarimg"), "--quiet", "--raw", picture], capture_output=True, check=True
    )
    assert done.stdout.decode() == f"{with_disclosures(text, ())}\n"


def test_aeo_verifies_what_zbar_read(tool, tmp_path):
    def aeo(*arguments: str) -> str:
        command = [sys.executable, "-m", "aeo_exchange", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    keys = published("conformance/keys")
    aeo("trust", "build", f"--authority=HK={keys}/hk.cert.pem", f"--at={AT}", "-o", "t.json")
    aeo("trust", "sign", "t.json", f"--key={keys}/root-1.private.pem", "-o", "t.jwt")
    aeo("status-list", "create", f"--uri={PLACE.uri}", "-o", "s.json")
    signed = ("status-list", "sign", "s.json", f"--key={keys}/hk.private.pem", f"--at={AT}")
    aeo(*signed, "-o", "s.jwt")
    picture = draw(attest(published("samples/records/HK-AEO/TIER1.aeo.json")), tmp_path, "a.png")
    done = subprocess.run(
        [tool("zbarimg"), "-q", "--raw", picture], capture_output=True, check=True
    )
    (tmp_path / "read.txt").write_bytes(done.stdout)
    evidence = ("--trust=t.jwt", f"--root={keys}/root-1.cert.pem", "--status-list=s.jwt")
    said = aeo("verify", "read.txt", *evidence, f"--at={AT}", "--test-keys", "--no-state")
    assert "VALID: yes" in said
