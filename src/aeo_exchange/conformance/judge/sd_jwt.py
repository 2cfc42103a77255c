"""What an issuer signed as an SD-JWT, by part 7 of the specification and none of the toolkit."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TypeAlias

from aeo_exchange.conformance.judge.attested import Attested
from aeo_exchange.conformance.judge.keys import IssuerKey, base64url_bytes, base64url_text
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.conformance.judge.token import Rules, base64url_of, json_of, read_token
from aeo_exchange.conformance.suite.media import SD_JWT
from aeo_exchange.model.tree import Tree, walk

__all__ = ["read_sd_jwt"]

TYPE = "aeo-status+sd-jwt"
RULES = Rules("AEO-SIG-02", "AEO-SIG-03", "AEO-SIG-04", "AEO-SIG-05", "AEO-SIG-06", "AEO-SIG-07")
LONGEST = 262_144  # ATT-2-1
DIGESTS, DIGEST_BYTES = 16, 32  # ATT-2-7
SALT_BYTES = 16  # ATT-2-8
MEMBERS = 3
# The claims that can be kept back (ATT-1-2).
DISCLOSABLE = frozenset(
    {
        "sub",
        "legalName",
        "otherNames",
        "address",
        "identifiers",
        "sizeClass",
        "msmeBasis",
        "criteria",
        "record_digest",
    }
)
Disclosure: TypeAlias = tuple[str, str, Tree]


def read_sd_jwt(text: str, key: IssuerKey) -> Attested:
    """Return what an SD-JWT claims, which the key has signed; raises BadOutput."""
    require(len(text) <= LONGEST, "AEO-SIG-01", "longer than an attestation may be")
    token_text, *disclosed = text.split("~")
    require(bool(disclosed) and not disclosed[-1], "AEO-SIG-02", "no ~ ends it")
    token = read_token(token_text, TYPE, RULES)
    payload = token.payload
    if not isinstance(payload, dict):
        raise BadOutput("AEO-SIG-09", "the payload is not an object, so it has no _sd")
    visible = dict(payload)
    digests = _digests(visible)
    disclosures = [_disclosure(text) for text in disclosed[:-1]]
    kept_back = {name: value for _, name, value in disclosures}
    _require_signed(disclosed[:-1], digests)
    require(len(kept_back) == len(disclosures), "AEO-SIG-11", "a claim is disclosed twice")
    require(not kept_back.keys() & visible, "AEO-SIG-12", "a claim is visible and disclosed too")
    claims = {**visible, **kept_back}
    _require_flat(claims)
    require(token.is_of(key), "AEO-SIG-19", "the signature is not one of the key of the case")
    return Attested(
        envelope=SD_JWT,
        claims=claims,
        hidden=frozenset(kept_back),
        salts=tuple(salt for salt, _, _ in disclosures),
        digests=frozenset(digests),
    )


def _digests(payload: dict[str, Tree]) -> list[str]:
    """Take the digests out of a payload, and return them."""
    algorithm, told = payload.pop("_sd_alg", None), payload.pop("_sd", None)
    require(algorithm == "sha-256", "AEO-SIG-09", "_sd_alg is not sha-256")
    digests = [digest for digest in told if _is_digest(digest)] if isinstance(told, list) else []
    texts = list(map(str, digests))
    require(
        isinstance(told, list) and len(texts) == len(told) == DIGESTS,
        "AEO-SIG-09",
        f"_sd does not have {DIGESTS} digests",
    )
    in_order = all(before < after for before, after in pairwise(texts))
    require(in_order, "AEO-SIG-09", "_sd is not in ascending order, each once")
    return texts


def _is_digest(value: Tree) -> bool:
    return len(_bytes_of(value)) == DIGEST_BYTES


def _bytes_of(value: Tree) -> bytes:
    """Return the bytes of base64url, or none where a value is anything else."""
    try:
        return base64url_bytes(value) if isinstance(value, str) else b""
    except ValueError:
        return b""


def _disclosure(text: str) -> Disclosure:
    """Return salt, name and value of a disclosure; raises BadOutput."""
    triple = json_of(base64url_of(text, "AEO-SIG-02"), "AEO-SIG-03")
    if not isinstance(triple, list) or len(triple) != MEMBERS:
        raise BadOutput("AEO-SIG-10", "a disclosure is not a list of salt, name and value")
    salt, name, value = triple
    if not isinstance(salt, str) or len(_bytes_of(salt)) < SALT_BYTES:
        raise BadOutput("AEO-SIG-10", "a salt is not base64url of 16 bytes or more")
    if not isinstance(name, str) or name not in DISCLOSABLE:
        raise BadOutput("AEO-SIG-10", "a disclosure names no claim that can be disclosed")
    return salt, name, value


def _require_signed(disclosed: list[str], digests: list[str]) -> None:
    made = {
        base64url_text(hashlib.sha256(disclosure.encode()).digest()) for disclosure in disclosed
    }
    require(made <= set(digests), "AEO-SIG-11", "a disclosure was not signed")


def _require_flat(claims: dict[str, Tree]) -> None:
    """Refuse digests inside a claim (ATT-2-7)."""
    for _, value in walk(claims):
        is_nested = isinstance(value, dict) and not {"_sd", "..."}.isdisjoint(value)
        require(not is_nested, "AEO-SIG-09", "a claim has disclosures inside it")
