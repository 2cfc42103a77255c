"""Write samples/attestations/ by the published test keys; the same bytes at every run.

`make schemas` writes; with --check nothing is written and the exit code tells whether a file
differs. Signatures are deterministic (RFC 6979), and salts come from a hash in place of chance:
both for samples only.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import sign
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.trust.trust_draft import Issue, NewAuthority, build, default_scope
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.keys import VerificationKey, read_certificate, verification_key
from aeo_exchange.signing.sd_jwt import with_disclosures
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.status_list import EntryStatus
from aeo_exchange.trust.status_work import StatusListWork

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
KEYS = ROOT / "conformance" / "keys"
RECORD = SAMPLES / "records" / "HK-AEO" / "TIER2.view-CN.aeo.json"
URI = "https://status.customs.example/hk/1"
INDEX = 40_713
SIGNED = "2026-10-20T00:00:00Z"
LISTED = "2026-10-31T12:00:00Z"
SUSPENDED = "2026-11-04T12:00:00Z"


class SampleKey:
    """A published key that signs one message in one way only."""

    def __init__(self, name: str) -> None:
        content = (KEYS / f"{name}.private.pem").read_bytes()
        key = serialization.load_pem_private_key(content, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self._key = key
        self.public: VerificationKey = verification_key(key.public_key())

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature of a message, r and s one behind the other."""
        der = self._key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return b"".join(part.to_bytes(32, "big") for part in utils.decode_dss_signature(der))


def main(arguments: list[str]) -> int:
    """Write, or with --check compare, every file."""
    files = {SAMPLES / "attestations" / name: content for name, content in _files().items()}
    stale = [path for path, content in files.items() if not _is_current(path, content)]
    if "--check" in arguments:
        for path in stale:
            print(f"differs from what is signed: {path}; run `make schemas`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def _files() -> dict[str, bytes]:
    record = read_record(RECORD.read_bytes())
    administration = SampleKey("hk")
    attestation = sign(
        record,
        key=administration,
        status=StatusListPlace(idx=INDEX, uri=URI),
        at=SIGNED,
        randomness=_randomness("attestation"),
    )
    presented = with_disclosures(attestation, ["sizeClass"])
    return {
        "lamp-works.aeo.sdjwt": f"{attestation}\n".encode(),
        "lamp-works.presented.aeo.sdjwt": f"{presented}\n".encode(),
        "root.cert.pem": (KEYS / "root-1.cert.pem").read_bytes(),
        "trust-list.jwt": f"{_trust_list()}\n".encode(),
        "status-list.jwt": _status_list(administration, EntryStatus.VALID, LISTED),
        "status-list.later.jwt": _status_list(administration, EntryStatus.SUSPENDED, SUSPENDED),
    }


def _trust_list() -> str:
    reference = ReferenceData()
    authorities = [
        NewAuthority(
            administration=administration,
            certificates=(read_certificate((KEYS / f"{key}.cert.pem").read_bytes()),),
            scope=default_scope(administration, reference),
            status_lists=lists,
        )
        for administration, key, lists in (("HK", "hk", (URI,)), ("JP", "jp", ()))
    ]
    issue = Issue(
        list_id="sample-agency",
        sequence=3,
        issued_at="2026-10-15T00:00:00Z",
        next_update="2026-12-15T00:00:00Z",
    )
    return sign_trust_list(build(authorities, issue, reference), SampleKey("root-1"))


def _status_list(key: SampleKey, status: EntryStatus, at: str) -> bytes:
    work = StatusListWork.create(URI)
    random = _randomness("status list")
    for place in [work.reserve(random) for _ in range(200)]:
        work.set(place, (EntryStatus.REVOKED, EntryStatus.SUPERSEDED)[place % 2])
    work.set(INDEX, status)
    return f"{work.token(key, at=at, lifetime_hours=72)}\n".encode()


def _randomness(name: str) -> Callable[[int], bytes]:
    """Return what gives bytes that look like chance and are the same at every run."""
    state = hashlib.sha256(name.encode()).digest()

    def next_bytes(count: int) -> bytes:
        nonlocal state
        drawn = b""
        while len(drawn) < count:
            state = hashlib.sha256(state).digest()
            drawn += hashlib.sha256(state + b"out").digest()
        return drawn[:count]

    return next_bytes


def _is_current(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
