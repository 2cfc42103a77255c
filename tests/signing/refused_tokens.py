"""Tokens that break one rule each, by the rule; signed by a key that is trusted.

A token says in its title what is wrong with it. Most break their rule and no other, so that a
verifier without the check would take them.
"""

from __future__ import annotations

import json

from signing.tokens import (
    DAY,
    IAT,
    claims_of_sample,
    covering,
    encoded,
    header,
    issued,
    parts_of,
    signed,
)

SALT = encoded(bytes(16))
ADDRESS = {"lines": ["1 Example Road"], "city": "Example City", "country": "HK"}
TOKEN = issued()


def disclosed(name: object, value: object, salt: object = SALT) -> str:
    """Return a disclosure, whatever is in it."""
    return encoded([salt, name, value])


def payload(**other: object) -> str:
    """Return a token without disclosures whose payload has members otherwise; None takes away."""
    merged = {
        name: value for name, value in {**parts_of(TOKEN)[1], **other}.items() if value is not None
    }
    return signed(header(), merged)


def _digests() -> list[str]:
    return parts_of(TOKEN)[1]["_sd"]


def respelt(old: str, new: str) -> str:
    """Return a token whose payload is spelt otherwise in one place."""
    text = json.dumps(parts_of(TOKEN)[1])
    assert old in text
    return signed(header(), text.replace(old, new, 1).encode())


SIGNED, TAIL = TOKEN.partition("~")[0], TOKEN.partition("~")[2]
CITY = disclosed("address", ADDRESS)

REFUSED = {
    "AEO-SIG-01": {
        "nothing": "",
        "a sentence": "This firm is authorised.",
        "an XML document": "<AeoAttestation/>",
        "JSON": json.dumps({"payload": "", "signatures": []}),
        "two parts": "AA.AA~",
        "a salt that never ends": covering(disclosed("address", ADDRESS, "A" * 200_000)),
    },
    "AEO-SIG-02": {
        "no tilde": SIGNED,
        "no last tilde": TOKEN[:-1],
        "a token of five parts": "AA.AA.AA.AA.AA~",
        "a key binding": f"{TOKEN}{SIGNED}",
        "something behind the last tilde": f"{TOKEN}AAAA",
        "a line end behind it": f"{TOKEN}\n",
        "two tildes at the end": f"{TOKEN}~",
        "a tilde too many at the start": f"~{TOKEN}",
        "a blank before it": f" {TOKEN}",
        "a padded header": TOKEN.replace(".", "=.", 1),
        "a padded signature": TOKEN.replace("~", "==~", 1),
        "a padded disclosure": f"{TOKEN[:-1]}=~",
        "base64 and not base64url": signed(header(), b"\xff\xff\xff").replace("____", "////", 1),
        "a letter that is no ASCII": TOKEN.replace("~", "\u00e9~", 1),
        "bits set that belong to no byte": f"{SIGNED}~AB~",
        "an empty signature": SIGNED.rpartition(".")[0] + ".~",
        "a line end inside": TOKEN.replace(".", ".\n", 1),
    },
    "AEO-SIG-03": {
        "a header with a name twice": signed(b'{"alg":"ES256","alg":"ES256"}', b"{}"),
        "a claim twice": respelt('"iss"', '"iss": "JP", "iss"'),
        "a claim twice by escape": respelt('"iss"', '"\\u0069ss": "JP", "iss"'),
        "a name twice deep inside": respelt('"idx"', '"idx": 1, "idx"'),
        "a fraction": respelt(f'"iat": {IAT}', f'"iat": {IAT}.0'),
        "an exponent": respelt(f'"iat": {IAT}', '"iat": 1.793491200e9'),
        "infinity": respelt(f'"iat": {IAT}', '"iat": 1e999'),
        "not a number": respelt(f'"iat": {IAT}', '"iat": NaN'),
        "half a character": respelt('"HK"', '"\\ud800"'),
        "something behind the object": signed(header(), b"{} {}"),
        "a disclosure with a name twice": covering(
            encoded(f'["{SALT}", "address", {{"city": "A", "city": "B"}}]'.encode())
        ),
        "a disclosure that is no JSON": covering(encoded(b"[")),
        "a disclosure of bytes": covering(encoded(b"\xff\xfe")),
        "a disclosure without bottom": covering(encoded(b"[" * 50_000)),
    },
    "AEO-SIG-04": {
        "crit": signed(header(crit=["exp"]), b"{}"),
        "a key of its own": signed(header(jwk={"kty": "EC"}), b"{}"),
        "an address of a key": signed(header(jku="https://attacker.example"), b"{}"),
        "certificates": signed(header(x5c=[]), b"{}"),
        "unencoded payload": signed(header(b64=False), b"{}"),
        "no kid": signed({"alg": "ES256", "typ": "aeo-status+sd-jwt"}, b"{}"),
        "a list": signed([], b"{}"),
    },
    "AEO-SIG-05": {
        "a status list": signed(header(typ="statuslist+jwt"), b"{}"),
        "a trust list": signed(header(typ="aeo-trust-list+jwt"), b"{}"),
        "a credential of others": signed(header(typ="dc+sd-jwt"), b"{}"),
    },
    "AEO-SIG-06": {
        "none": signed(header(alg="none"), b"{}"),
        "HS256": signed(header(alg="HS256"), b"{}"),
        "RS256": signed(header(alg="RS256"), b"{}"),
        "ES512": signed(header(alg="ES512"), b"{}"),
    },
    "AEO-SIG-07": {
        "a path": signed(header(kid="../../etc/passwd"), b"{}"),
        "an address": signed(header(kid="https://attacker.example/key.pem"), b"{}"),
        "a short name": signed(header(kid="hk"), b"{}"),
    },
    "AEO-SIG-08": {
        **{f"no {name}": payload(**{name: None}) for name in ("iss", "sub", "status", "term")},
        "no authorisation_status": payload(authorisation_status=None),
        "a claim of nobody": payload(scope="all"),
        "a visible address": payload(address=ADDRESS),
        "another statement": payload(vct="urn:aeo-exchange:2.0:status"),
        "a status that is none": payload(authorisation_status="ok"),
        "a status in capitals": payload(authorisation_status="GRANTED"),
        "a status of events": payload(status="valid"),
        "a date as text": payload(iat=str(IAT)),
        "a date of truth": payload(iat=True),
        "a date of eleven digits": payload(exp=10_000_000_000),
        "an empty list of tiers": payload(tiers=[]),
        "null for a claim": respelt('"HK"', "null"),
        "a place before the first": payload(
            status={"status_list": {"idx": -1, "uri": "https://a.example"}}
        ),
        "a line end behind a code": payload(iss="HK\n"),
    },
    "AEO-SIG-09": {
        "a list": signed(header(), []),
        "a text": signed(header(), "granted"),
        "no digests": payload(_sd=None),
        "no algorithm": payload(_sd_alg=None),
        "another algorithm": payload(_sd_alg="sha-512"),
        "the algorithm in capitals": payload(_sd_alg="SHA-256"),
        "fifteen digests": payload(_sd=_digests()[1:]),
        "seventeen digests": payload(_sd=sorted([*_digests(), encoded(bytes(32))])),
        "no digest at all": payload(_sd=[]),
        "digests out of order": payload(_sd=_digests()[::-1]),
        "a digest twice": payload(_sd=sorted([_digests()[0], *_digests()[:15]])),
        "a digest that is none": payload(_sd=[*_digests()[:15], "z" * 44]),
        "a digest with a bit too many": payload(_sd=[*_digests()[:15], "z" * 42 + "B"]),
        "a digest with padding": payload(_sd=[*_digests()[:15], "z" * 42 + "="]),
        "a number for a digest": payload(_sd=[*_digests()[:15], 1]),
        "a text for digests": payload(_sd="digests"),
        "digests within a claim": payload(term={"from": "2024-06-16T16:00:00Z", "_sd": []}),
        "a hidden element of a list": payload(tiers=[{"...": _digests()[0]}]),
        "digests within a disclosure": covering(disclosed("address", {**ADDRESS, "_sd": []})),
    },
    "AEO-SIG-10": {
        "an object": covering(encoded({"salt": SALT})),
        "two members": covering(encoded([SALT, ADDRESS])),
        "four members": covering(encoded([SALT, "address", ADDRESS, ADDRESS])),
        "a salt of 15 bytes": covering(disclosed("address", ADDRESS, encoded(bytes(15)))),
        "no salt": covering(disclosed("address", ADDRESS, "")),
        "a salt of blanks": covering(disclosed("address", ADDRESS, " " * 22)),
        "a padded salt": covering(disclosed("address", ADDRESS, f"{SALT}==")),
        "a salt with a bit too many": covering(disclosed("address", ADDRESS, "A" * 21 + "B")),
        "two salts in one": covering(disclosed("address", ADDRESS, f"{SALT} {SALT}")),
        "a number for a salt": covering(disclosed("address", ADDRESS, 10**30)),
        "the name _sd": covering(disclosed("_sd", [])),
        "the name of a hidden element": covering(disclosed("...", "x")),
        "a status to be left out": covering(
            disclosed("authorisation_status", "granted"), authorisation_status=None
        ),
        "an end to be left out": covering(disclosed("exp", IAT + DAY), exp=None),
        "a name of nobody": covering(disclosed("colour", "green")),
        "a number for a name": covering(disclosed(1, "green")),
        "a list for a name": covering(disclosed(["address"], ADDRESS)),
    },
    "AEO-SIG-11": {
        "one that was not signed": f"{TOKEN}{CITY}~",
        "one of another attestation": f"{SIGNED}~{issued(seed=2).split('~')[1]}~",
        "one shown twice": f"{SIGNED}~{TAIL.split('~')[0]}~{TAIL}",
        "one name with two values": covering(CITY, disclosed("address", {**ADDRESS, "city": "B"})),
        "one guessed": f"{SIGNED}~{disclosed('sizeClass', claims_of_sample()['sizeClass'])}~",
    },
    "AEO-SIG-12": {
        "a name shown already": covering(disclosed("legalName", "Another Firm Limited")),
    },
    "AEO-SIG-13": {
        "a number for an address": covering(disclosed("address", 1)),
        "an address without a city": covering(disclosed("address", {"lines": ["1 Road"]})),
        "an address with more": covering(disclosed("address", {**ADDRESS, "planet": "Earth"})),
        "a size of nobody": covering(disclosed("sizeClass", "huge")),
        "null for a size": covering(disclosed("sizeClass", None)),
        "no names at all": covering(disclosed("otherNames", [])),
        "a digest in capitals": covering(disclosed("record_digest", "A" * 64)),
        "a name with a line end": covering(disclosed("legalName", "A\nB"), legalName=None),
    },
    "AEO-SIG-14": {
        "it begins before it was signed": payload(nbf=IAT - 1),
        "it ends as it begins": payload(exp=IAT),
        "it ends before it begins": payload(nbf=IAT + DAY, exp=IAT + DAY - 1),
        "it lasts 90 days and a second": payload(exp=IAT + 90 * DAY + 1),
    },
}

# Where the parser refuses there is nothing to go on with.
UNREADABLE = "AEO-SIG-03"
PAYLOAD = parts_of(TOKEN)[1]
# Tokens that break a rule in the header and hold to every other.
BARELY = {
    "AEO-SIG-04": [signed(header(crit=["exp"]), PAYLOAD)],
    "AEO-SIG-05": [signed(header(typ="statuslist+jwt"), PAYLOAD)],
    "AEO-SIG-06": [signed(header(alg="none"), PAYLOAD)],
    "AEO-SIG-07": [signed(header(kid="../../etc/passwd"), PAYLOAD)],
}
