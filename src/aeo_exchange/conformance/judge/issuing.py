"""What an issuer signed, read by our verifier: form, key, claims, times, what was hidden.

Nothing said here holds what differs from run to run, such as a salt or the clock of the product:
two runs give one report (CNF-5-5).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aeo_exchange.conformance.adapters.protocol import decoded
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.cases import ExpectedAttestation
from aeo_exchange.errors import AeoError
from aeo_exchange.formats import Content
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.canonical import digest
from aeo_exchange.operations.attestations import attestations
from aeo_exchange.operations.reading import read_record
from aeo_exchange.signing import base64url
from aeo_exchange.signing.attestation import Envelope, Proved, Unproved
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.keys import carried_key, read_certificate
from aeo_exchange.signing.sd_jwt import SdJwt

__all__ = ["ENVELOPES", "attestation_differences", "repetitions", "said"]

SKEW = 60
# By the media type of the target, without parameters.
ENVELOPES = {
    "application/vnd.aeo-exchange.status+sd-jwt": Envelope.SD_JWT,
    "application/vnd.aeo-exchange.attestation+xml": Envelope.XADES,
}
# What differs each time, or has bounds instead of a value.
OF_THE_ISSUER = frozenset({"jti", "iat", "nbf", "exp"})


class Drawn(NamedTuple):
    """What an issuer drew at random for one attestation."""

    name: str
    salts: Sequence[str]
    digests: frozenset[str]


def attestation_differences(
    output: str, target: str, certificate: bytes, at: str, expect: ExpectedAttestation
) -> Iterator[str]:
    """Yield how what an issuer signed differs from the attestation that was asked for."""
    try:
        read = _read(output)
        proved = read.prove(carried_key(read_certificate(certificate)))
        yield from _of_record(proved, expect)
    except AeoError as cause:
        yield f"the output is no attestation of the key: {said(cause)}"
        return
    if read.envelope is not ENVELOPES[target.partition(";")[0]]:
        yield f"the output is {read.envelope}, which was not asked for"
    yield from _of_claims(proved, expect)
    yield from _of_times(proved.claims, numeric_date(at), expect)
    if len(set(salts := _drawn(read).salts)) < len(salts):
        yield "two disclosures have one salt"


def repetitions(output: str, before: Sequence[str]) -> Iterator[str]:
    """Yield what an issuer had drawn for an attestation before, and used again."""
    try:
        now, then = _drawn(_read(output)), [_drawn(_read(each)) for each in before]
    except AeoError:  # said of the one that is none
        return
    if any(now.name == each.name for each in then):
        yield "jti was given before"
    if any(not now.digests.isdisjoint(each.digests) for each in then):
        yield "a digest was there before: a salt or a decoy is not random"
    elif any(set(now.salts) & set(each.salts) for each in then):
        yield "a salt was there before"


def _read(output: str) -> Unproved:
    """Return the attestation of an output; raises AeoError."""
    content = Content(name="output", held=decoded(output))
    (_, read), *others = attestations(content)
    if others:
        raise AdapterFailure(f"there are {1 + len(others)} attestations, one was asked for")
    return read()


def said(cause: AeoError) -> str:
    """Return a refusal with its rule, where it has one."""
    rule = getattr(cause, "rule", "")
    return f"{rule}: {cause}" if rule else str(cause)


def _of_claims(proved: Proved, expect: ExpectedAttestation) -> Iterator[str]:
    made = {name: value for name, value in proved.tree.items() if name not in OF_THE_ISSUER}
    for name in sorted(expect.claims.keys() - made.keys()):
        yield f"the claim {name} is missing"
    for name in sorted(made.keys() - expect.claims.keys()):
        yield f"the claim {name} has nothing to rest on in the record"
    for name in sorted(expect.claims.keys() & made.keys()):
        if expect.claims[name] != made[name]:
            yield f"the claim {name} is not that of the record"
    for name in sorted(set(expect.hidden) & made.keys() - proved.disclosed):
        yield f"the claim {name} is visible"
    for name in sorted(proved.disclosed - set(expect.hidden)):
        yield f"the claim {name} is hidden"


def _of_record(proved: Proved, expect: ExpectedAttestation) -> Iterator[str]:
    """Yield that the record inside is another one; raises AeoError where it is none."""
    if proved.record is None:
        return
    inside = digest(read_record(proved.record))
    if inside != expect.claims["record_digest"]:
        yield "the record inside is not the one that was given"


def _of_times(claims: Claims, at: int, expect: ExpectedAttestation) -> Iterator[str]:
    until = numeric_date(expect.until)
    if abs(claims.iat - at) > SKEW:
        yield "iat is not the instant of the question"
    if claims.nbf > at + SKEW:
        yield "nbf is after the instant of the question"
    if expect.exactly and claims.exp != until:
        yield f"exp is not {expect.until}"
    elif claims.exp > until:
        yield f"exp is after {expect.until}"


def _drawn(read: Unproved) -> Drawn:
    """Return what was drawn; in the XML envelope that is the name alone."""
    if not isinstance(read, SdJwt):
        return Drawn(read.claims.jti, (), frozenset())
    salts = [json.loads(base64url.decode(each))[0] for each in read.disclosed.values()]
    # Its reader refuses one without digests, or with some that are none (AEO-SIG-09).
    digests = frozenset(json.loads(read.compact.payload)["_sd"])
    return Drawn(read.claims.jti, salts, digests)
