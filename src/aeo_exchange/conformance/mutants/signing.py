"""Mutants that sign what they should not, or not as they should: issuers and status services."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import TypeAlias, cast

import msgspec

from aeo_exchange.conformance.adapters.own.signer import (
    Randomness,
    answer_with_attestation,
    order_of,
    record_of,
    signing_key,
    status_place,
)
from aeo_exchange.conformance.adapters.protocol import (
    Plain,
    Reply,
    Request,
    SentDocument,
    decoded_base64,
)
from aeo_exchange.conformance.mutants.making import (
    Answering,
    after,
    answering,
    asked,
    document_of,
    with_content,
)
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.attestations.sign import attest, claims_of
from aeo_exchange.report import Verdict
from aeo_exchange.signing import base64url
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.disclosures import SALT_BYTES
from aeo_exchange.signing.jws import sign_compact

__all__ = ["SIGNING"]

Payload: TypeAlias = dict[str, Tree]
WEEK = 7 * 24 * 60 * 60
YEAR = 365 * 24 * 60 * 60
LONGEST = 90 * 24 * 60 * 60


def _signing(sign: Callable[[Request], Reply]) -> Answering:
    """Return an implementation that signs in a way of its own."""
    return answering(Operation.SIGN, sign)


def _drawing(source: Callable[[], Randomness]) -> Answering:
    """Return an issuer that draws its random bytes elsewhere, anew for each attestation."""
    return _signing(lambda request: answer_with_attestation(request, source()))


def _one_salt() -> Randomness:
    """Return what draws well but for salts, which come behind the name of the attestation."""
    drawn: list[int] = []

    def draw(count: int) -> bytes:
        drawn.append(count)
        is_salt = count == SALT_BYTES and len(drawn) > 1
        return bytes(count) if is_salt else secrets.token_bytes(count)

    return draw


def _repeating() -> Randomness:
    """Return what draws the same for every attestation, but for its name."""
    drawn: list[int] = []

    def draw(count: int) -> bytes:
        drawn.append(count)
        if len(drawn) == 1:
            return secrets.token_bytes(count)
        return sha256(b"%d" % len(drawn)).digest()[:count]

    return draw


def _unchecked(request: Request) -> Reply:
    """Sign every record that can be read, valid or not."""
    try:
        order = order_of(request, secrets.token_bytes)
        record = record_of(request)
        output = attest(record, claims_of(record, order), status_place(request), order)
    except Exception:  # noqa: BLE001 what goes wrong elsewhere is not what this one does wrong
        return answer_with_attestation(request)
    return Reply(seq=request.seq, verdict=Verdict.VALID, output=SentDocument.of("", output).content)


def _resigned(
    change: Callable[[Payload, list[str]], None], operation: str = Operation.SIGN
) -> Answering:
    """Return a signer that changes a payload, and disclosures, before it signs a token."""

    def changed(said: Plain, message: Plain) -> Plain:
        output = decoded_base64(str(said.get("output", "")))
        if message["operation"] != operation or not output or output.startswith(b"<"):
            return said
        token, *disclosures = output.decode().split("~")
        header, body, _ = token.split(".")
        payload = json.loads(base64url.decode(body))
        change(payload, disclosures)
        typ = json.loads(base64url.decode(header))["typ"]
        key = signing_key(msgspec.convert(message, Request))
        signed = sign_compact(msgspec.json.encode(payload), key, typ)
        return {
            **said,
            "output": SentDocument.of("", "~".join([signed, *disclosures]).encode()).content,
        }

    return after(changed)


def _seconds(value: Tree) -> int:
    return cast("int", value)


def _without_decoys(payload: Payload, disclosures: list[str]) -> None:
    digests = sorted(
        base64url.encode(sha256(disclosure.encode()).digest()) for disclosure in disclosures[:-1]
    )
    payload["_sd"] = cast("Tree", digests)


def _for_a_year(payload: Payload, _disclosures: list[str]) -> None:
    payload["exp"] = _seconds(payload["iat"]) + YEAR


def _to_the_end_of_the_term(payload: Payload, _disclosures: list[str]) -> None:
    """Speak as long as can be told without the history."""
    term = cast("dict[str, str]", payload["term"])
    latest = _seconds(payload["iat"]) + LONGEST
    payload["exp"] = min(latest, numeric_date(term["until"]) if "until" in term else latest)


def _one_name(payload: Payload, _disclosures: list[str]) -> None:
    payload["jti"] = "attestation"


def _shown_name(payload: Payload, disclosures: list[str]) -> None:
    """Show TIN and legal name, whosever they are."""
    for disclosure in disclosures[:-1]:
        _, name, value = json.loads(base64url.decode(disclosure))
        if name in {"sub", "legalName"}:
            payload.pop("tinCountry", None)
            payload[name] = value
            disclosures.remove(disclosure)


def _always_granted(payload: Payload, _disclosures: list[str]) -> None:
    payload["authorisation_status"] = "granted"


def _kept_back(_payload: Payload, disclosures: list[str]) -> None:
    """Hand out every disclosure but that of the digest, which is the last."""
    del disclosures[-2]


def _for_anybody(message: Plain) -> Plain:
    options = dict(cast("Plain", message["options"]))
    options.pop("issuer", None)
    return {**message, "options": options}


def _entries(change: Callable[[bytes], bytes]) -> Answering:
    """Return a status service that writes the entries in another way."""

    def changed(payload: Payload, _disclosures: list[str]) -> None:
        status_list = cast("dict[str, str]", payload["status_list"])
        entries = change(zlib.decompress(base64url.decode(status_list["lst"])))
        status_list["lst"] = base64url.encode(zlib.compress(entries))

    return _resigned(changed, Operation.STATUS_LIST)


def _backwards(entries: bytes) -> bytes:
    """Count the entries of a byte from its most significant bit."""
    return bytes(
        (entry & 3) << 6 | (entry & 12) << 2 | (entry & 48) >> 2 | entry >> 6 for entry in entries
    )


def _one_bit(payload: Payload, _disclosures: list[str]) -> None:
    """Write entries of one bit, which know valid and revoked alone."""
    status_list = cast("dict[str, Tree]", payload["status_list"])
    entries = zlib.decompress(base64url.decode(str(status_list["lst"])))
    bits = bytearray(len(entries) // 2)
    for index in range(len(entries) * 4):
        if entries[index // 4] >> 2 * (index % 4) & 3:
            bits[index // 8] |= 1 << index % 8
    status_list.update(bits=1, lst=base64url.encode(zlib.compress(bytes(bits))))


def _for_a_week(payload: Payload, _disclosures: list[str]) -> None:
    payload["exp"] = _seconds(payload["iat"]) + WEEK


def _last_alone(message: Plain) -> Plain:
    """Let the last that is told of a place stand."""
    try:
        told = json.loads(document_of(message))
        by_index = {entry["index"]: entry for entry in told["entries"]}
    except (ValueError, KeyError, TypeError):
        return message
    return with_content(message, json.dumps({**told, "entries": [*by_index.values()]}).encode())


# What is signed wrongly -> the implementation that does so.
SIGNING: dict[str, Answering] = {
    "draws-one-salt-for-all": _drawing(_one_salt),
    "draws-the-same-each-time": _drawing(_repeating),
    "gives-one-name-to-all": _resigned(_one_name),
    "ignores-announced-events": _resigned(_to_the_end_of_the_term),
    "keeps-the-record-digest": _resigned(_kept_back),
    "leaves-out-decoys": _resigned(_without_decoys),
    "lets-the-last-status-stand": asked(_last_alone),
    "lists-backwards": _entries(_backwards),
    "lists-for-a-week": _resigned(_for_a_week, Operation.STATUS_LIST),
    "lists-one-bit": _resigned(_one_bit, Operation.STATUS_LIST),
    "lists-too-few": _entries(lambda entries: entries.rstrip(b"\0")),
    "says-granted-always": _resigned(_always_granted),
    "shows-the-name-of-a-person": _resigned(_shown_name),
    "signs-for-a-year": _resigned(_for_a_year),
    "signs-for-anybody": asked(_for_anybody),
    "signs-invalid-records": _signing(_unchecked),
}
