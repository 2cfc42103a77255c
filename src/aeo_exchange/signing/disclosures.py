"""The disclosures of an SD-JWT (RFC 9901, section 4.2): claims that are shown or kept back.

A disclosure is the base64url of a JSON array of salt, name and value. The issuer signs its
digest; whoever has the disclosure can show it, and who has only the digest cannot guess it.
Checks look at all disclosures of an attestation at once, which is faster than one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from operator import lt
from string import ascii_letters, digits
from typing import TypeGuard, cast

import msgspec

from aeo_exchange.model.attestation import DISCLOSABLE
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing import base64url, refusals
from aeo_exchange.signing.jws import decoded_part, read_token_json

__all__ = [
    "DIGESTS",
    "SALT_BYTES",
    "digests_of",
    "disclosed_by",
    "disclosures_of",
]

DIGESTS = 16  # of every attestation, so that their number tells nothing
SALT_BYTES = 16
DECOY_BYTES = 32
_OTHER_ALGORITHM = "_sd_alg is not sha-256"
_OTHER_NUMBER = f"_sd does not have {DIGESTS} digests"
_TEXT_ALONE = frozenset({str})
_SALT_LENGTH = 22  # of 16 bytes in base64url
_DIGEST_LENGTH = 43
_DIGEST_FORM = b"x" * _DIGEST_LENGTH + b","
_MEMBERS = 3
_NAMES = frozenset(DISCLOSABLE)
# Each letter of base64url to x, x being one of them, and no other byte to anything.
_LETTERS = bytes(
    ord("x") if chr(byte) in f"{ascii_letters}{digits}-_" else byte for byte in range(256)
)
# The last of the 43 characters; it sets no bit that belongs to no byte.
_DIGEST_ENDS = "AEIMQUYcgkosw048"
_SALT = (
    f"(?=[A-Za-z0-9_-]{{{_SALT_LENGTH}}})(?:[A-Za-z0-9_-]{{4}})+"
    "(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?"
)
_SALTS = re.compile(rf"(?:{_SALT} )*\Z")


def digests_of(payload: dict[str, Tree]) -> list[str]:
    """Take the digests out of a payload and return them; raises SignatureError (AEO-SIG-09)."""
    algorithm, digests = payload.pop("_sd_alg", None), payload.pop("_sd", None)
    if not isinstance(digests, list) or not digests or not _are_digests(digests):
        refusals.require(algorithm == "sha-256", "AEO-SIG-09", _OTHER_ALGORITHM)
        refusals.refuse("AEO-SIG-09", "_sd is not a list of digests")
    if algorithm != "sha-256" or len(digests) != DIGESTS or not _are_ascending(digests):
        _refuse_digests(algorithm, digests)
    return digests


def _refuse_digests(algorithm: Tree, digests: list[str]) -> None:
    refusals.require(algorithm == "sha-256", "AEO-SIG-09", _OTHER_ALGORITHM)
    refusals.require(len(digests) == DIGESTS, "AEO-SIG-09", _OTHER_NUMBER)
    refusals.require(
        _are_ascending(digests), "AEO-SIG-09", "_sd is not in ascending order, each once"
    )


def disclosed_by(texts: list[str], digests: list[str]) -> dict[str, Tree]:
    """Return the claims that disclosures make, by name, in their order.

    Raises SignatureError (AEO-SIG-02, AEO-SIG-03, AEO-SIG-10, AEO-SIG-11).
    """
    if not texts:
        return {}
    # Each code is looked for in all of them before the next (ATT-7-13).
    contents = [decoded_part(text, "AEO-SIG-02") for text in texts]
    trees = [read_token_json(content, "AEO-SIG-03") for content in contents]
    triples = [tree for tree in trees if isinstance(tree, list) and len(tree) == _MEMBERS]
    names = _texts([name for _, name, _ in triples])
    if names is None or len(names) != len(texts):
        refusals.refuse("AEO-SIG-10", "a disclosure is not a list of salt, name and value")
    refusals.require(
        _are_salts([salt for salt, _, _ in triples]),
        "AEO-SIG-10",
        "the salt of a disclosure is not base64url of 16 bytes or more",
    )
    refusals.require(
        _NAMES.issuperset(names), "AEO-SIG-10", "a disclosure names no claim that can be disclosed"
    )
    refusals.require(
        set(digests).issuperset(map(_digest_of, texts)),
        "AEO-SIG-11",
        "a disclosure was not signed",
    )
    disclosed = {name: value for name, (_, _, value) in zip(names, triples, strict=True)}
    refusals.require(len(disclosed) == len(texts), "AEO-SIG-11", "a claim is disclosed twice")
    return disclosed


def disclosures_of(
    claims: Iterable[tuple[str, Tree]], randomness: Callable[[int], bytes]
) -> tuple[list[str], list[str]]:
    """Return the disclosures of claims, and the digests of them and of random bytes, sorted."""
    disclosures = [
        base64url.encode(
            msgspec.json.encode((base64url.encode(randomness(SALT_BYTES)), name, value))
        )
        for name, value in claims
    ]
    decoys = [base64url.encode(randomness(DECOY_BYTES)) for _ in range(DIGESTS - len(disclosures))]
    return disclosures, sorted(map(_digest_of, disclosures + decoys))


def _texts(values: list[Tree]) -> list[str] | None:
    """Return values as texts, or None when one of them is no text."""
    return cast("list[str]", values) if _TEXT_ALONE.issuperset(map(type, values)) else None


def _digest_of(text: str) -> str:
    """Return the digest by which a payload knows a disclosure (ATT-2-9)."""
    return base64url.encode(sha256(text.encode()).digest())


def _are_digests(values: list[Tree]) -> TypeGuard[list[str]]:
    """Say whether values are texts that are base64url of 32 bytes each."""
    try:
        joined = ",".join(cast("list[str]", values))
    except TypeError:  # one of them is no text
        return False
    # With every letter of base64url the same, what has its form has the form of all others.
    return (
        joined.isascii()
        and joined.encode().translate(_LETTERS) == (_DIGEST_FORM * len(values))[:-1]
        and not joined[_DIGEST_LENGTH - 1 :: len(_DIGEST_FORM)].strip(_DIGEST_ENDS)
    )


def _are_ascending(digests: list[str]) -> bool:
    return all(map(lt, digests, digests[1:]))


def _are_salts(values: list[Tree]) -> bool:
    texts = _texts(values)
    if texts is None:
        return False
    joined = " ".join((*texts, ""))
    return joined.count(" ") == len(texts) and bool(_SALTS.match(joined))
