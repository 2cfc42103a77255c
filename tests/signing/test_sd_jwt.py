"""SD-JWT attestations: what was signed is read, everything else is refused by its rule."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import string
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import AeoError, NotDisclosed, SignatureError
from aeo_exchange.model.attestation import DISCLOSABLE
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.sd_jwt import issue_sd_jwt, present, read_sd_jwt
from signing.tokens import (
    DAY,
    HK,
    IAT,
    claims_of_sample,
    covering,
    encoded,
    header,
    issued,
    key_of,
    parts_of,
    seeded,
    signed,
)

SALT = encoded(bytes(16))
ADDRESS = {"lines": ["1 Example Road"], "city": "Example City", "country": "HK"}
TOKEN = issued()
LETTERS = string.ascii_letters + string.digits + "-_.~=+/ \n\u00e9"


def _disclosed(name: object, value: object, salt: object = SALT) -> str:
    return encoded([salt, name, value])


def _payload(**other: object) -> str:
    """Return a token without disclosures whose payload has members otherwise; None takes away."""
    _, payload, _ = parts_of(TOKEN)
    merged = {name: value for name, value in {**payload, **other}.items() if value is not None}
    return signed(header(), merged)


def _digests() -> list[str]:
    return parts_of(TOKEN)[1]["_sd"]


def _raw_payload(old: str, new: str) -> str:
    """Return a token whose payload is spelt otherwise in one place."""
    _, payload, _ = parts_of(TOKEN)
    text = json.dumps(payload)
    assert old in text
    return signed(header(), text.replace(old, new, 1).encode())


SIGNED, TAIL = TOKEN.partition("~")[0], TOKEN.partition("~")[2]
CITY = _disclosed("address", ADDRESS)

REFUSED = {
    "AEO-SIG-01": {
        "nothing": "",
        "a sentence": "This firm is authorised.",
        "an XML document": "<AeoAttestation/>",
        "JSON": json.dumps({"payload": "", "signatures": []}),
        "two parts": "AA.AA~",
        "a salt that never ends": covering(_disclosed("address", ADDRESS, "A" * 200_000)),
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
        "a claim twice": _raw_payload('"iss"', '"iss": "JP", "iss"'),
        "a claim twice by escape": _raw_payload('"iss"', '"\\u0069ss": "JP", "iss"'),
        "a name twice deep inside": _raw_payload('"idx"', '"idx": 1, "idx"'),
        "a fraction": _raw_payload(f'"iat": {IAT}', f'"iat": {IAT}.0'),
        "an exponent": _raw_payload(f'"iat": {IAT}', '"iat": 1.793491200e9'),
        "infinity": _raw_payload(f'"iat": {IAT}', '"iat": 1e999'),
        "not a number": _raw_payload(f'"iat": {IAT}', '"iat": NaN'),
        "half a character": _raw_payload('"HK"', '"\\ud800"'),
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
        "a list": signed(header(), []),
        "a text": signed(header(), "granted"),
        **{f"no {name}": _payload(**{name: None}) for name in ("iss", "sub", "status", "term")},
        "no authorisation_status": _payload(authorisation_status=None),
        "a claim of nobody": _payload(scope="all"),
        "a visible address": _payload(address=ADDRESS),
        "another statement": _payload(vct="urn:aeo-exchange:2.0:status"),
        "a status that is none": _payload(authorisation_status="ok"),
        "a status in capitals": _payload(authorisation_status="GRANTED"),
        "a status of events": _payload(status="valid"),
        "a date as text": _payload(iat=str(IAT)),
        "a date of truth": _payload(iat=True),
        "a date of eleven digits": _payload(exp=10_000_000_000),
        "an empty list of tiers": _payload(tiers=[]),
        "null for a claim": _raw_payload('"HK"', "null"),
        "a place before the first": _payload(
            status={"status_list": {"idx": -1, "uri": "https://a.example"}}
        ),
        "a line end behind a code": _payload(iss="HK\n"),
    },
    "AEO-SIG-09": {
        "no digests": _payload(_sd=None),
        "no algorithm": _payload(_sd_alg=None),
        "another algorithm": _payload(_sd_alg="sha-512"),
        "the algorithm in capitals": _payload(_sd_alg="SHA-256"),
        "fifteen digests": _payload(_sd=_digests()[1:]),
        "seventeen digests": _payload(_sd=sorted([*_digests(), encoded(bytes(32))])),
        "no digest at all": _payload(_sd=[]),
        "digests out of order": _payload(_sd=_digests()[::-1]),
        "a digest twice": _payload(_sd=sorted([_digests()[0], *_digests()[:15]])),
        "a digest that is none": _payload(_sd=[*_digests()[:15], "z" * 44]),
        "a digest with a bit too many": _payload(_sd=[*_digests()[:15], "z" * 42 + "B"]),
        "a digest with padding": _payload(_sd=[*_digests()[:15], "z" * 42 + "="]),
        "a number for a digest": _payload(_sd=[*_digests()[:15], 1]),
        "a text for digests": _payload(_sd="digests"),
        "digests within a claim": _payload(term={"from": "2024-06-16T16:00:00Z", "_sd": []}),
        "a hidden element of a list": _payload(tiers=[{"...": _digests()[0]}]),
        "digests within a disclosure": covering(_disclosed("address", {**ADDRESS, "_sd": []})),
    },
    "AEO-SIG-10": {
        "an object": covering(encoded({"salt": SALT})),
        "two members": covering(encoded([SALT, ADDRESS])),
        "four members": covering(encoded([SALT, "address", ADDRESS, ADDRESS])),
        "a salt of 15 bytes": covering(_disclosed("address", ADDRESS, encoded(bytes(15)))),
        "no salt": covering(_disclosed("address", ADDRESS, "")),
        "a salt of blanks": covering(_disclosed("address", ADDRESS, " " * 22)),
        "a padded salt": covering(_disclosed("address", ADDRESS, f"{SALT}==")),
        "a salt with a bit too many": covering(_disclosed("address", ADDRESS, "A" * 21 + "B")),
        "two salts in one": covering(_disclosed("address", ADDRESS, f"{SALT} {SALT}")),
        "a number for a salt": covering(_disclosed("address", ADDRESS, 10**30)),
        "the name _sd": covering(_disclosed("_sd", [])),
        "the name of a hidden element": covering(_disclosed("...", "x")),
        "a status to be left out": covering(
            _disclosed("authorisation_status", "granted"), authorisation_status=None
        ),
        "an end to be left out": covering(_disclosed("exp", IAT + DAY), exp=None),
        "a name of nobody": covering(_disclosed("colour", "green")),
        "a number for a name": covering(_disclosed(1, "green")),
        "a list for a name": covering(_disclosed(["address"], ADDRESS)),
    },
    "AEO-SIG-11": {
        "one that was not signed": f"{TOKEN}{CITY}~",
        "one of another attestation": f"{SIGNED}~{issued(seed=2).split('~')[1]}~",
        "one shown twice": f"{SIGNED}~{TAIL.split('~')[0]}~{TAIL}",
        "one name with two values": covering(CITY, _disclosed("address", {**ADDRESS, "city": "B"})),
        "one guessed": f"{SIGNED}~{_disclosed('sizeClass', claims_of_sample()['sizeClass'])}~",
    },
    "AEO-SIG-12": {
        "a name shown already": covering(_disclosed("legalName", "Another Firm Limited")),
    },
    "AEO-SIG-13": {
        "a number for an address": covering(_disclosed("address", 1)),
        "an address without a city": covering(_disclosed("address", {"lines": ["1 Road"]})),
        "an address with more": covering(_disclosed("address", {**ADDRESS, "planet": "Earth"})),
        "a size of nobody": covering(_disclosed("sizeClass", "huge")),
        "null for a size": covering(_disclosed("sizeClass", None)),
        "no names at all": covering(_disclosed("otherNames", [])),
        "a digest in capitals": covering(_disclosed("record_digest", "A" * 64)),
        "a name with a line end": covering(_disclosed("legalName", "A\nB"), legalName=None),
    },
    "AEO-SIG-14": {
        "it begins before it was signed": _payload(nbf=IAT - 1),
        "it ends as it begins": _payload(exp=IAT),
        "it ends before it begins": _payload(nbf=IAT + DAY, exp=IAT + DAY - 1),
        "it lasts 90 days and a second": _payload(exp=IAT + 90 * DAY + 1),
    },
}
# Where the parser refuses there is nothing to go on with.
UNREADABLE = "AEO-SIG-03"
_PAYLOAD = parts_of(TOKEN)[1]
# Tokens that break a rule in the header and hold to every other.
BARELY = {
    "AEO-SIG-04": [signed(header(crit=["exp"]), _PAYLOAD)],
    "AEO-SIG-05": [signed(header(typ="statuslist+jwt"), _PAYLOAD)],
    "AEO-SIG-06": [signed(header(alg="none"), _PAYLOAD)],
    "AEO-SIG-07": [signed(header(kid="../../etc/passwd"), _PAYLOAD)],
}
CASES = [(code, title, token) for code, cases in REFUSED.items() for title, token in cases.items()]


@pytest.mark.parametrize(
    ("code", "token"),
    [(code, token) for code, _, token in CASES],
    ids=[f"{code} {title}" for code, title, _ in CASES],
)
def test_what_breaks_a_rule_is_refused_by_that_rule(code, token):
    with pytest.raises(SignatureError) as refusal:
        read_sd_jwt(token)
    assert refusal.value.rule == code


@pytest.mark.parametrize("code", [code for code in REFUSED if code != UNREADABLE])
def test_each_rule_bites_alone(code, monkeypatch):
    """Switched off, a rule lets something pass that nothing else would have refused."""
    require = refusals.require

    def lenient(holds, asked, message):
        if asked != code:
            require(holds, asked, message)

    def passes(token):
        from aeo_exchange.signing.jws import _header

        _header.cache_clear()
        try:
            read_sd_jwt(token)
        except AeoError:
            return False
        except AssertionError:  # a header of another shape, with the check of its shape off
            return False
        finally:
            _header.cache_clear()
        return True

    monkeypatch.setattr(refusals, "require", lenient)
    assert any(passes(each) for each in [*REFUSED[code].values(), *BARELY.get(code, ())])


def test_what_was_issued_is_read_and_proved_as_it_was_claimed():
    attestation = read_sd_jwt(TOKEN)
    assert attestation.envelope is Envelope.SD_JWT
    assert (attestation.kid, attestation.algorithm) == (HK.public.kid, "ES256")
    proved = attestation.prove(HK.public)
    assert proved.tree == claims_of_sample()
    assert proved.claims == attestation.claims
    assert proved.record is None


def test_the_longest_attestation_is_read_and_one_byte_more_is_not():
    room = 262_144 - len(covering(_disclosed("address", ADDRESS, "")))
    salt = "A" * (room * 3 // 4 // 12 * 12)
    text = covering(_disclosed("address", ADDRESS, salt))
    assert 262_144 - 32 < len(text) <= 262_144
    assert read_sd_jwt(text).prove(HK.public)
    longer = covering(_disclosed("address", ADDRESS, f"{salt}{'A' * 36}"))
    with pytest.raises(SignatureError) as refusal:
        read_sd_jwt(longer)
    assert refusal.value.rule == "AEO-SIG-01"


def test_the_edges_of_the_window_are_inside():
    for window in ({"exp": IAT + 90 * DAY}, {"nbf": IAT + 1, "exp": IAT + 2}):
        assert read_sd_jwt(_payload(**window))


def test_the_key_of_another_proves_nothing():
    with pytest.raises(SignatureError) as refusal:
        read_sd_jwt(TOKEN).prove(key_of("jp").public)
    assert refusal.value.rule == "AEO-SIG-19"


@pytest.mark.parametrize("place", range(0, len(TOKEN), 7))
def test_one_other_character_anywhere_is_refused(place):
    for other in ("A", "B", "~", "."):
        if TOKEN[place] != other:
            changed = TOKEN[:place] + other + TOKEN[place + 1 :]
            with pytest.raises(AeoError):
                read_sd_jwt(changed).prove(HK.public)


@given(st.data())
def test_no_mutation_of_a_token_is_proved_and_only_our_errors_escape(data):
    text = TOKEN
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 3, len(text))))
        text = text[:start] + data.draw(st.text(LETTERS, max_size=3)) + text[end:]
    try:
        proved = read_sd_jwt(text).prove(HK.public)
    except AeoError:
        return
    # Disclosures may have been dropped; nothing else can have changed.
    assert proved.tree.items() <= claims_of_sample().items()
    assert text == present(TOKEN, read_sd_jwt(text).disclosed)


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_on_any_text_only_our_errors_escape(text):
    with pytest.raises(AeoError):
        read_sd_jwt(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(_PAYLOAD)), JSON)
def test_with_any_claim_otherwise_only_our_errors_escape(name, value):
    try:
        read_sd_jwt(_payload(**{name: value}))
    except AeoError:
        return
    assert value is None or type(value) is type(_PAYLOAD[name])


@given(JSON, JSON, JSON)
def test_with_any_disclosure_only_our_errors_escape(salt, name, value):
    for disclosure in ([salt, name, value], [SALT, name, value], [SALT, "address", value], value):
        with pytest.raises(AeoError):
            read_sd_jwt(covering(encoded(disclosure)))


def test_the_twin_of_a_signature_is_another_text_of_the_same_statement():
    """ECDSA has two signatures for one message (ATT-6-2), so bytes name no attestation."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    compact = read_sd_jwt(TOKEN).compact
    s = order - int.from_bytes(compact.signature[32:])
    twin = encoded(compact.signature[:32] + s.to_bytes(32))
    text = f"{compact.signing_input.decode()}.{twin}~{TAIL}"
    assert read_sd_jwt(text).prove(HK.public).claims == read_sd_jwt(TOKEN).claims


def test_a_presentation_keeps_the_signature_and_shows_what_was_asked():
    for names in ([], ["address"], ["record_digest", "sizeClass"], list(_hidden())):
        text = present(TOKEN, names)
        proved = read_sd_jwt(text).prove(HK.public)
        assert text.partition("~")[0] == SIGNED
        assert {name for name in DISCLOSABLE if name in proved.tree} == {*names, "legalName"}
    assert present(TOKEN, _hidden()) == TOKEN


def test_a_presentation_can_be_presented_again_with_less_and_not_with_more():
    once = present(TOKEN, ["address", "sizeClass"])
    assert present(once, ["address"]) == present(TOKEN, ["address"])
    with pytest.raises(NotDisclosed):
        present(once, ["identifiers"])


@pytest.mark.parametrize("name", ["colour", "iss", "_sd", "...", "legalName", "Address", ""])
def test_what_is_not_disclosed_cannot_be_presented(name):
    with pytest.raises(NotDisclosed):
        present(TOKEN, [name])


def _hidden() -> list[str]:
    return [name for name in DISCLOSABLE if name != "legalName"]


def test_the_name_of_a_human_being_is_hidden_where_it_was_asked():
    claims = claims_of_sample("EU-AEO/AEOC")
    text = issue_sd_jwt(claims, HK, hide=frozenset(DISCLOSABLE), randomness=seeded())
    assert "legalName" not in parts_of(text)[1]
    assert "legalName" not in read_sd_jwt(present(text, [])).tree
    assert read_sd_jwt(present(text, ["legalName"])).tree["legalName"] == claims["legalName"]


def test_the_number_of_digests_tells_nothing_of_what_is_hidden():
    few = {name: value for name, value in claims_of_sample().items() if name not in DISCLOSABLE}
    for claims in (few, claims_of_sample()):
        assert len(parts_of(issue_sd_jwt(claims, HK))[1]["_sd"]) == 16


def test_two_attestations_of_one_record_have_no_digest_in_common():
    first, second = (parts_of(issue_sd_jwt(claims_of_sample(), HK))[1]["_sd"] for _ in "12")
    assert not set(first) & set(second)


def test_what_is_hidden_cannot_be_found_by_guessing():
    """Who knows the value exactly, and tries every spelling without the salt, finds no digest."""
    claims = claims_of_sample()
    digests = {base64.urlsafe_b64decode(f"{each}=") for each in _digests()}
    shown = present(TOKEN, [])
    for name in _hidden():
        value = claims[name]
        guesses = [
            text.encode()
            for shape in (value, [name, value], {name: value}, ["", name, value])
            for separators in ((",", ":"), (", ", ": "))
            for text in (json.dumps(shape, separators=separators, ensure_ascii=False), str(value))
        ]
        for guess in guesses:
            for content in (guess, encoded(guess).encode()):
                assert hashlib.sha256(content).digest() not in digests
    # The digest of the record, which many could compute, is nowhere in what is shown.
    assert claims["record_digest"] not in base64.urlsafe_b64decode(
        shown.split(".")[1] + "=="
    ).decode(errors="replace")


def test_each_disclosure_has_a_salt_of_its_own():
    salts = [salt for salt, _, _ in parts_of(TOKEN)[2]]
    assert len(set(salts)) == len(salts)
    assert all(len(base64.urlsafe_b64decode(f"{salt}==")) == 16 for salt in salts)


PROGRAM = """
from signing.tokens import *
from aeo_exchange.signing.sd_jwt import read_sd_jwt, present
token = issued()
print(token.split(".")[1].partition("~")[0], token.partition("~")[2])
print(list(read_sd_jwt(token).tree), present(token, {"address", "sizeClass"}).partition("~")[2])
"""


def test_what_is_signed_depends_on_no_hash_seed_locale_or_time_zone():
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **changed},
            capture_output=True,
            check=True,
        ).stdout
        for changed in (
            {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Hong_Kong", "LC_ALL": "C.UTF-8"},
            {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
        )
    }
    assert len(printed) == 1
