"""An issued attestation compared with the request: form, key, claims, times, hidden claims.

It is read by the judge's own readers: a fault that a product shared with ours would pass. Nothing
said here holds what differs from run to run, such as a salt or the clock of the product: two runs
give one report (CNF-5-5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from aeo_exchange.conformance.adapters.protocol import decoded_base64
from aeo_exchange.conformance.judge.attestation import read_attestation
from aeo_exchange.conformance.judge.attested import Attested, Times, require_name, times_of
from aeo_exchange.conformance.judge.canonical import canonical_text, tree_digest
from aeo_exchange.conformance.judge.keys import IssuerKey, certified_key
from aeo_exchange.conformance.suite.cases import ExpectedAttestation
from aeo_exchange.conformance.suite.media import envelope_of
from aeo_exchange.errors import AeoError

__all__ = ["SKEW", "attestation_differences", "repetitions", "seconds_of"]

SKEW = 60
# What differs each time, or has bounds instead of a value.
OF_THE_ISSUER = frozenset({"jti", "iat", "nbf", "exp"})


def attestation_differences(
    output: str, target: str, certificate: bytes, at: str, expect: ExpectedAttestation
) -> Iterator[str]:
    """Yield how what an issuer signed differs from the attestation that was asked for."""
    try:
        attested = read_attestation(decoded_base64(output), certified_key(certificate))
        times = times_of(attested)
        require_name(attested)
    except AeoError as cause:
        yield f"the output is not an attestation of the key: {cause}"
        return
    if attested.envelope != envelope_of(target):
        yield f"the output is {attested.envelope}, which was not asked for"
    inside = attested.record
    if inside is not None and tree_digest(inside) != expect.claims["record_digest"]:
        yield "the record inside is not the one that was given"
    yield from _of_claims(attested, expect)
    yield from _of_times(times, seconds_of(at), expect)
    if len(set(attested.salts)) < len(attested.salts):
        yield "two disclosures have one salt"


def repetitions(output: str, certificate: bytes, before: Sequence[str]) -> Iterator[str]:
    """Yield each random value (salt, decoy, jti) that an issuer used a second time."""
    key = certified_key(certificate)
    now = _read(output, key)
    if now is None:
        return
    then = [earlier for earlier in (_read(one, key) for one in before) if earlier is not None]
    if any(now.name == earlier.name for earlier in then):
        yield "jti was given before"
    if any(not now.digests.isdisjoint(earlier.digests) for earlier in then):
        yield "a digest was there before: a salt or a decoy is not random"
    elif any(set(now.salts) & set(earlier.salts) for earlier in then):
        yield "a salt was there before"


def _read(output: str, key: IssuerKey) -> Attested | None:
    """Return the attestation of an output; None where it is refused, which is reported already."""
    try:
        return read_attestation(decoded_base64(output), key)
    except AeoError:
        return None


def seconds_of(instant: str) -> int:
    """Return the whole seconds since 1970 of an instant of a case."""
    return int(datetime.fromisoformat(instant).timestamp())


def _of_claims(attested: Attested, expect: ExpectedAttestation) -> Iterator[str]:
    made = {name: value for name, value in attested.claims.items() if name not in OF_THE_ISSUER}
    for name in sorted(expect.claims.keys() - made.keys()):
        yield f"the claim {name} is missing"
    for name in sorted(made.keys() - expect.claims.keys()):
        yield f"the claim {name} has nothing to rest on in the record"
    for name in sorted(expect.claims.keys() & made.keys()):
        if canonical_text(expect.claims[name]) != canonical_text(made[name]):
            yield f"the claim {name} is not that of the record"
    for name in sorted(set(expect.hidden) & made.keys() - attested.hidden):
        yield f"the claim {name} is visible"
    for name in sorted(attested.hidden - set(expect.hidden)):
        yield f"the claim {name} is hidden"


def _of_times(times: Times, at: int, expect: ExpectedAttestation) -> Iterator[str]:
    until = seconds_of(expect.until)
    if abs(times.iat - at) > SKEW:
        yield "iat is not the instant of the question"
    if times.nbf > at + SKEW:
        yield "nbf is after the instant of the question"
    if expect.exactly and times.exp != until:
        yield f"exp is not {expect.until}"
    elif times.exp > until:
        yield f"exp is after {expect.until}"
