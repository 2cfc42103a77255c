"""A compact JWS to its payload, and to whether the key of the case signed it (RFC 7515)."""

from __future__ import annotations

from typing import NamedTuple

from aeo_exchange.conformance.json_text import read_json_tree
from aeo_exchange.conformance.judge.canonical import canonical_text
from aeo_exchange.conformance.judge.keys import IssuerKey, base64url_bytes
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.model.tree import Tree

__all__ = ["Rules", "Token", "base64url_of", "json_of", "read_token"]

POINTS = 2
KID_BYTES = 32  # of a SHA-256
HEADER = frozenset({"alg", "typ", "kid"})


class Rules(NamedTuple):
    """The rules that a kind of token breaks: by its form, JSON, header, type, algorithm, kid."""

    form: str
    json: str
    header: str
    typ: str
    algorithm: str
    kid: str


class Token(NamedTuple):
    """A token that was read; who signed it is for `is_of` to say."""

    payload: Tree
    kid: str
    signed: bytes
    signature: bytes

    def is_of(self, key: IssuerKey) -> bool:
        """Say whether a key signed it, and is the one that it names."""
        return self.kid == key.kid and key.has_signed(self.signed, self.signature)


def read_token(text: str, typ: str, rules: Rules) -> Token:
    """Return the token of a text; raises BadOutput with the rule that it breaks."""
    require(text.count(".") == POINTS, rules.form, "not three parts with points between them")
    header, payload, signature = text.split(".")
    told = json_of(base64url_of(header, rules.form), rules.json)
    if not isinstance(told, dict) or told.keys() != HEADER:
        raise BadOutput(rules.header, "the header does not have alg, kid and typ alone")
    require(told["typ"] == typ, rules.typ, f"typ is not {typ}")
    require(told["alg"] == "ES256", rules.algorithm, "alg is not ES256")
    kid = told["kid"]
    if not isinstance(kid, str) or len(base64url_of(kid, rules.kid)) != KID_BYTES:
        raise BadOutput(rules.kid, "kid is not a thumbprint of a key")
    return Token(
        payload=json_of(base64url_of(payload, rules.form), rules.json),
        kid=kid,
        signed=f"{header}.{payload}".encode(),
        signature=base64url_of(signature, rules.form),
    )


def base64url_of(text: str, rule: str) -> bytes:
    """Return the bytes of a part of a token; raises BadOutput."""
    try:
        return base64url_bytes(text)
    except ValueError as cause:
        raise BadOutput(rule, str(cause)) from cause


def json_of(content: bytes, rule: str) -> Tree:
    """Return the tree of JSON with whole numbers alone; raises BadOutput."""
    try:
        tree = read_json_tree(content)
        canonical_text(tree)
    except ValueError as cause:
        raise BadOutput(rule, str(cause)) from cause
    return tree
