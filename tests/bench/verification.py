"""Attestations to verify, and the bound: the same signatures by the cryptography package alone."""

from __future__ import annotations

from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.verify import TrustEvidence, gather, verify_contents
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.trust.trust_draft import Issue, NewAuthority, build, default_scope
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from aeo_exchange.signing import base64url
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import read_certificate, read_private_key
from aeo_exchange.signing.projection import project
from aeo_exchange.signing.sd_jwt import HIDDEN, issue_sd_jwt, read_sd_jwt, with_disclosures
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.roots import read_root
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_work import StatusListWork

AT = "2026-11-01T00:00:00Z"
URI = "https://status.example/bench"
DAY = 86_400
SAMPLE = "samples/records/HK-AEO/TIER1.aeo.json"
# All that the sample has; it names no natural person.
EVERY_CLAIM = tuple(sorted(HIDDEN))
QUESTION = Question(at=AT, test_keys=True)


def _key_file(name: str) -> bytes:
    return published(f"conformance/keys/{name}").read_bytes()


def write_attestations(folder: Path, count: int, disclose: tuple[str, ...]) -> Content:
    """Write so many attestations of different records, one a line, with claims disclosed."""
    sample = published(SAMPLE)
    record = read_record(Content(name=sample.name, path=sample))
    key = read_private_key(_key_file("hk.private.pem"))
    signed = numeric_date(AT)
    with (folder / "bench.sdjwt").open("w") as file:
        for number in range(count):
            numbered = msgspec.structs.replace(record, record_id=f"bench-{number}")
            claims = {
                **project(numbered, AT),
                "jti": f"bench-{number}",
                "iat": signed,
                "nbf": signed,
                "exp": signed + 30 * DAY,
                "status": {"status_list": {"idx": number, "uri": URI}},
            }
            file.write(with_disclosures(issue_sd_jwt(claims, key), disclose) + "\n")
    return Content(name="bench.sdjwt", path=folder / "bench.sdjwt")


def evidence() -> TrustEvidence:
    """Return the trust list and the status list that the attestations are verified by."""
    authority = NewAuthority(
        administration="HK",
        certificates=(read_certificate(_key_file("hk.cert.pem")),),
        scope=default_scope("HK", ReferenceData()),
    )
    issue = Issue(list_id="bench", sequence=1, issued_at=AT, next_update="2026-12-01T00:00:00Z")
    trust_list = build([authority], issue, ReferenceData())
    root = read_private_key(_key_file("root-1.private.pem"))
    token = sign_compact(msgspec.json.encode(trust_list), root, "aeo-trust-list+jwt")
    key = read_private_key(_key_file("hk.private.pem"))
    status = StatusListWork.create(URI).token(key, at=AT)
    return TrustEvidence(
        trust=(token.encode(),),
        roots=(read_root(_key_file("root-1.cert.pem")),),
        status=(status.encode(),),
        test_keys=True,
    )


def sources() -> Sources:
    """Return what the answers rest on."""
    return gather(evidence(), seen=Seen.empty(), reference=ReferenceData())


def verify_all(content: Content, count: int, rests_on: Sources) -> None:
    """Verify every attestation, with all checks."""
    valid = sum(
        answer.verdict is Verdict.VALID for answer in verify_contents([content], QUESTION, rests_on)
    )
    assert valid == count, f"{valid} of {count} attestations are valid"


def prove_all(content: Content, count: int, rests_on: Sources) -> None:
    """Read every SD-JWT and prove its signature; no other check."""
    assert isinstance(rests_on.trust, Trust)
    with content.open() as stream:
        for line in stream:
            attestation = read_sd_jwt(line.strip().decode())
            entry = rests_on.trust.find(attestation.kid)
            assert entry is not None
            attestation.prove(entry.key)
            count -= 1
    assert count == 0


def raw_signatures(content: Content) -> list[tuple[bytes, bytes]]:
    """Return each message with its signature as DER, ready for the cryptography package."""
    with content.open() as stream:
        tokens = [line.split(b"~")[0].decode().rpartition(".") for line in stream]
    pairs = []
    for message, _, signature in tokens:
        raw = base64url.decode(signature)
        r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        pairs.append((message.encode(), utils.encode_dss_signature(r, s)))
    return pairs


def verify_raw(pairs: list[tuple[bytes, bytes]]) -> None:
    """Verify the signatures alone."""
    key = read_certificate(_key_file("hk.cert.pem")).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    for message, signature in pairs:
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
