"""Attestations as SD-JWT (RFC 9901, with the fewer liberties of ATT-2): made, read, presented.

What is read is unproved: `SdJwt.prove` returns what a key has signed, and nothing else counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import Struct

from aeo_exchange.errors import NotDisclosed
from aeo_exchange.model.attestation import DISCLOSABLE, PERSONAL, Claims
from aeo_exchange.model.tree import Tree, walk
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Envelope, Proved, Reading, read_whole
from aeo_exchange.signing.claims_form import check_holder, check_lifetime, check_sets
from aeo_exchange.signing.disclosures import digests_of, disclosed_by, disclosures_of
from aeo_exchange.signing.jws import (
    KINDS,
    Codes,
    SignedBytes,
    read_signed,
    read_token_json,
    sign_compact,
    token_type,
)
from aeo_exchange.signing.keys import SigningKey, VerificationKey
from aeo_exchange.signing.repeated_claims import typed_claims

__all__ = [
    "HIDDEN",
    "LONGEST_TOKEN",
    "TYPE",
    "SdJwt",
    "issue_sd_jwt",
    "read_sd_jwt",
    "sd_jwt_in_parts",
    "with_disclosures",
]

TYPE = "aeo-status+sd-jwt"
ATTESTATION = KINDS[TYPE]
LONGEST_TOKEN = 262_144
CODES = Codes(
    form="AEO-SIG-02",
    json="AEO-SIG-03",
    header="AEO-SIG-04",
    typ="AEO-SIG-05",
    algorithm="AEO-SIG-06",
    kid="AEO-SIG-07",
)
HIDDEN = frozenset(DISCLOSABLE).difference(PERSONAL)
# TIN and name are visible in the attestation of a legal person only, so a payload may have them.
_VISIBLE = frozenset(Claims.__struct_encode_fields__).difference(DISCLOSABLE) | PERSONAL
_ELSEWHERE = frozenset({"_sd", "..."})


class SdJwt(Struct, frozen=True, kw_only=True, gc=False):
    """An attestation that was read from its SD-JWT envelope and is not yet proved.

    `tree` holds the claims visible and disclosed, by name, as they were written; `disclosed`
    the text of each disclosure by the name of its claim, in the order of the token.
    """

    compact: SignedBytes
    claims: Claims
    tree: dict[str, Tree]
    disclosed: dict[str, str]

    @property
    def envelope(self) -> Envelope:
        """How it is written."""
        return Envelope.SD_JWT

    @property
    def kid(self) -> str:
        """The thumbprint of the key that it names."""
        return self.compact.header.kid

    @property
    def algorithm(self) -> str:
        """The algorithm that it names, ES256 or ES384."""
        return self.compact.header.alg

    def prove(self, key: VerificationKey) -> Proved:
        """Return what the key has signed; raises BadSignature (AEO-SIG-19)."""
        refusals.require(
            self.compact.is_of(key), "AEO-SIG-19", "the signature is not one of the key named"
        )
        return Proved(claims=self.claims, tree=self.tree, disclosed=frozenset(self.disclosed))


def read_sd_jwt(text: str) -> SdJwt:
    """Return the attestation of an SD-JWT; raises SignatureError (AEO-SIG-01 to AEO-SIG-14)."""
    return read_whole(sd_jwt_in_parts(text))


def sd_jwt_in_parts(text: str) -> Reading[SdJwt]:
    """Read an SD-JWT part by part, as `read_sd_jwt` does at once; each pause ends a part."""
    # Finding two points is faster than counting all, and so on below.
    is_token = len(text) <= LONGEST_TOKEN and text.find(".", text.find(".") + 1) > 0
    if not is_token or not text.endswith("~"):
        refusals.require(is_token, "AEO-SIG-01", _no_sd_jwt, text)
        refusals.require(text.endswith("~"), "AEO-SIG-02", _not_ended, text)
    token, _, rest = text.partition("~")
    compact, payload = read_signed(token, TYPE, CODES)
    # Not held while others are read to here: what they leave of the cache is for the trees.
    del text, token
    yield
    tree = read_token_json(payload, "AEO-SIG-03")
    del payload
    if not isinstance(tree, dict):
        refusals.refuse("AEO-SIG-09", "the payload is not an object, so it has no _sd")
    digests = digests_of(tree)
    if not _VISIBLE.issuperset(tree):
        _refuse_visible(tree)
    disclosures = rest.split("~")[:-1]
    disclosed = disclosed_by(disclosures, digests) if disclosures else {}
    del digests
    yield
    if disclosed:
        refusals.require(
            not disclosed.keys() & tree, "AEO-SIG-12", "a claim is visible and disclosed too"
        )
        tree.update(disclosed)
    claims = _claims(tree, disclosed)
    yield
    check_holder(claims, disclosed)
    check_sets(claims, of_disclosed="AEO-SIG-13")
    check_lifetime(claims)
    texts = dict(zip(disclosed, disclosures, strict=False)) if disclosed else {}
    return SdJwt(compact=compact, claims=claims, tree=tree, disclosed=texts)


def issue_sd_jwt(
    claims: Mapping[str, Tree],
    key: SigningKey,
    *,
    hide: frozenset[str] = HIDDEN,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Return the attestation of claims, with every disclosure, signed by a key.

    `hide` names the claims to be disclosed or not; `sub` and `legalName` are such for a natural
    person.
    """
    to_hide = [(name, claims[name]) for name in DISCLOSABLE if name in hide and name in claims]
    disclosures, digests = disclosures_of(to_hide, randomness)
    kept_back = {name for name, _ in to_hide}
    payload = {name: value for name, value in claims.items() if name not in kept_back}
    content = msgspec.json.encode({**payload, "_sd_alg": "sha-256", "_sd": digests})
    return "~".join((sign_compact(content, key, TYPE), *disclosures, ""))


def with_disclosures(text: str, names: Iterable[str]) -> str:
    """Return an attestation with the disclosures of the claims named and no others (ATT-2-13).

    Raises SignatureError for a text that is no attestation, NotDisclosed for a name that it
    does not disclose.
    """
    attestation, wanted = read_sd_jwt(text), frozenset(names)
    for name in sorted(wanted - attestation.disclosed.keys()):
        raise NotDisclosed("", _not_disclosed(name, attestation))
    kept = (disclosure for name, disclosure in attestation.disclosed.items() if name in wanted)
    return "~".join((text.partition("~")[0], *kept, ""))


def _claims(tree: dict[str, Tree], disclosed: Mapping[str, Tree]) -> Claims:
    """Return the claims of a tree; raises SignatureError (AEO-SIG-08, AEO-SIG-13).

    The visible ones are looked at first (ATT-7-13).
    """
    try:
        return typed_claims(tree)
    except msgspec.ValidationError as cause:
        _refuse_misfits(tree)
        said = str(cause)
        name = next((claim for claim in disclosed if f"at `$.{claim}" in said), "")
        if not name:
            refusals.refuse("AEO-SIG-08", f"not the claims of this standard: {said}", cause)
        visible = {claim: value for claim, value in tree.items() if claim not in disclosed}
        _claims(visible, {})
        refusals.require(
            not name, "AEO-SIG-13", f"{name} does not have the form that it must have: {said}"
        )
    del tree[name]
    return _claims(tree, disclosed)


def _refuse_visible(tree: dict[str, Tree]) -> None:
    """Refuse a payload that has other members than claims which may be visible."""
    refusals.require("..." not in tree, "AEO-SIG-09", "the payload has a digest outside of _sd")
    refusals.require(
        _VISIBLE.issuperset(tree),
        "AEO-SIG-08",
        "something is visible that is not a claim, or that must be hidden",
    )


def _refuse_misfits(tree: dict[str, Tree]) -> None:
    """Refuse what explains best why a tree is not of claims: digests inside."""
    for _, value in walk(tree):
        is_nested = isinstance(value, dict) and not _ELSEWHERE.isdisjoint(value)
        refusals.require(not is_nested, "AEO-SIG-09", "a claim has disclosures inside it")


def _no_sd_jwt(text: str) -> str:
    if not text:
        return "the file is empty"
    if len(text) > LONGEST_TOKEN:
        return f"longer than an attestation may be, {LONGEST_TOKEN:,} bytes"
    return "no SD-JWT; an attestation stands whole on one line"


def _not_ended(text: str) -> str:
    """Return why a text does not end in ~: it is something else, or not whole."""
    if "~" in text:
        return "something follows the last ~; an attestation stands whole on one line"
    kind = token_type(text)
    whole = "no ~ ends it; an attestation stands whole on one line"
    return f"this is {kind}, and no attestation" if kind and kind != ATTESTATION else whole


def _not_disclosed(name: str, attestation: SdJwt) -> str:
    if name not in DISCLOSABLE:
        from aeo_exchange.reference.suggestions import (  # noqa: PLC0415 start-up time is felt
            did_you_mean,
        )

        near = " or ".join(did_you_mean(name, DISCLOSABLE))
        meant = f"did you mean {near}?" if near else f"there are {', '.join(DISCLOSABLE)}"
        return f"{excerpt(name)} is not a claim that can be disclosed; {meant}"
    if name in attestation.tree:
        return f"{name} is visible in this attestation to everybody"
    return (
        f"this attestation discloses {_comma_list(attestation.disclosed) or 'nothing'}, not {name}"
    )


def _comma_list(names: Iterable[str]) -> str:
    return ", ".join(excerpt(name) for name in sorted(names))
