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
from aeo_exchange.model.attestation import DISCLOSABLE, PERSONAL
from aeo_exchange.signing import refusals
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.sd_jwt import issue_sd_jwt, read_sd_jwt, with_disclosures
from rows import for_each_row
from signing.refused_tokens import (
    ADDRESS,
    BARELY,
    PAYLOAD,
    REFUSED,
    SALT,
    SIGNED,
    TAIL,
    TOKEN,
    UNREADABLE,
    disclosed,
    payload,
)
from signing.tokens import (
    DAY,
    HK,
    IAT,
    claims_of_sample,
    covering,
    encoded,
    key_of,
    parts_of,
    seeded,
)

LETTERS = string.ascii_letters + string.digits + "-_.~=+/ \n\u00e9"
CASES = [(code, title, token) for code, cases in REFUSED.items() for title, token in cases.items()]


@for_each_row(
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

    def lenient(holds, asked, *message):
        if asked != code:
            require(holds, asked, *message)

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
    assert any(passes(content) for content in [*REFUSED[code].values(), *BARELY.get(code, ())])


def test_what_was_issued_is_read_and_proved_as_it_was_claimed():
    attestation = read_sd_jwt(TOKEN)
    assert attestation.envelope is Envelope.SD_JWT
    assert (attestation.kid, attestation.algorithm) == (HK.public.kid, "ES256")
    proved = attestation.prove(HK.public)
    assert proved.tree == claims_of_sample()
    assert proved.claims == attestation.claims
    assert proved.record is None


def test_the_longest_attestation_is_read_and_one_byte_more_is_not():
    room = 262_144 - len(covering(disclosed("address", ADDRESS, "")))
    salt = "A" * (room * 3 // 4 // 12 * 12)
    text = covering(disclosed("address", ADDRESS, salt))
    assert 262_144 - 32 < len(text) <= 262_144
    assert read_sd_jwt(text).prove(HK.public)
    longer = covering(disclosed("address", ADDRESS, f"{salt}{'A' * 36}"))
    with pytest.raises(SignatureError) as refusal:
        read_sd_jwt(longer)
    assert refusal.value.rule == "AEO-SIG-01"


def test_the_edges_of_the_window_are_inside():
    for window in ({"exp": IAT + 90 * DAY}, {"nbf": IAT + 1, "exp": IAT + 2}):
        assert read_sd_jwt(payload(**window))


def test_the_key_of_another_proves_nothing():
    with pytest.raises(SignatureError) as refusal:
        read_sd_jwt(TOKEN).prove(key_of("jp").public)
    assert refusal.value.rule == "AEO-SIG-19"


@for_each_row("place", range(0, len(TOKEN), 7))
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
    assert text == with_disclosures(TOKEN, read_sd_jwt(text).disclosed)


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_on_any_text_only_our_errors_escape(text):
    with pytest.raises(AeoError):
        read_sd_jwt(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(PAYLOAD)), JSON)
def test_with_any_claim_otherwise_only_our_errors_escape(name, value):
    try:
        read_sd_jwt(payload(**{name: value}))
    except AeoError:
        return
    assert value is None or type(value) is type(PAYLOAD[name])


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
        text = with_disclosures(TOKEN, names)
        proved = read_sd_jwt(text).prove(HK.public)
        assert text.partition("~")[0] == SIGNED
        assert {name for name in DISCLOSABLE if name in proved.tree} == {*names, *PERSONAL}
    assert with_disclosures(TOKEN, _hidden()) == TOKEN


def test_a_presentation_can_be_presented_again_with_less_and_not_with_more():
    once = with_disclosures(TOKEN, ["address", "sizeClass"])
    assert with_disclosures(once, ["address"]) == with_disclosures(TOKEN, ["address"])
    with pytest.raises(NotDisclosed):
        with_disclosures(once, ["identifiers"])


@for_each_row("name", ["colour", "iss", "_sd", "...", "legalName", "Address", ""])
def test_what_is_not_disclosed_cannot_be_presented(name):
    with pytest.raises(NotDisclosed):
        with_disclosures(TOKEN, [name])


def _hidden() -> list[str]:
    return [name for name in DISCLOSABLE if name not in PERSONAL]


def test_name_and_tin_of_a_human_being_are_hidden_where_it_was_asked():
    claims = claims_of_sample("EU-AEO/AEOC")
    text = issue_sd_jwt(claims, HK, hide=frozenset(DISCLOSABLE), randomness=seeded())
    assert not PERSONAL & parts_of(text)[1].keys()
    assert not PERSONAL & read_sd_jwt(with_disclosures(text, [])).tree.keys()
    assert (
        read_sd_jwt(with_disclosures(text, ["legalName"])).tree["legalName"] == claims["legalName"]
    )


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
    digests = {base64.urlsafe_b64decode(f"{digest}=") for digest in parts_of(TOKEN)[1]["_sd"]}
    shown = with_disclosures(TOKEN, [])
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
from aeo_exchange.signing.sd_jwt import read_sd_jwt, with_disclosures
token = issued()
print(token.split(".")[1].partition("~")[0], token.partition("~")[2])
presented = with_disclosures(token, {"address", "sizeClass"})
print(list(read_sd_jwt(token).tree), presented.partition("~")[2])
"""


@pytest.mark.long
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
