"""npm jose and @sd-jwt/jwt-status-list read our status and trust lists, and we read theirs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.status_list import ENTRIES, EntryStatus, read_status_list
from aeo_exchange.trust.status_work import StatusListWork
from trust.made_lists import AT, made, trust_list

pytestmark = pytest.mark.peer

URI = "https://example.org/status/1"
SIZE = 1 << 17
PLACES = [0, 1, 2, 3, 4, 5, 130, 65_535, 65_536, 131_070, 131_071]


@pytest.fixture
def node(tool: Callable[[str], str], npm_package: Callable[[str], Path]) -> Callable[..., Any]:
    """Return what asks the peers."""
    program = tool("node")
    for package in ("jose", "@sd-jwt/jwt-status-list"):
        script = npm_package(package) / "status_list.mjs"

    def ask(what: str, **question: object) -> Any:
        done = subprocess.run(
            [program, script, what],
            input=json.dumps(question),
            capture_output=True,
            check=True,
            text=True,
            timeout=120,
        )
        return json.loads(done.stdout)

    return ask


def private_jwk(name: str) -> dict[str, Any]:
    return ECKey.import_key(made(name).key.key).as_dict(private=True)


def public_jwk(name: str) -> dict[str, Any]:
    return ECKey.import_key(made(name).key.key).as_dict(private=False)


def test_the_peer_finds_in_our_list_what_we_have_set(node):
    work = StatusListWork.create(URI)
    said = {index: list(EntryStatus)[place % 4] for place, index in enumerate(PLACES)}
    for index, status in said.items():
        # The randomness draws the place that is wanted.
        assert work.reserve(lambda count, index=index: index.to_bytes(count)) == index
        work.set(index, status)
    token = work.token(made("HK").key, at=AT)
    read = node("read", token=token, key=public_jwk("HK"), typ="statuslist+jwt", indexes=PLACES)
    assert [ENTRIES[value] for value in read["entries"]] == list(said.values())
    assert read["payload"]["sub"] == URI
    assert read["header"] == {"alg": "ES256", "typ": "statuslist+jwt", "kid": made("HK").kid}


def test_we_find_in_the_list_of_the_peer_what_it_has_set(node):
    entries = [0] * SIZE
    for place, index in enumerate(PLACES):
        entries[index] = place % 4
    iat = numeric_date(AT)
    payload = {"sub": URI, "iat": iat, "exp": iat + 3600, "ttl": 60}
    answer = node(
        "make", key=private_jwk("HK"), kid=made("HK").kid, entries=entries, payload=payload
    )
    token = read_status_list(answer["token"])
    token.prove(made("HK").public)
    assert (token.uri, token.entries, token.ttl) == (URI, SIZE, 60)
    assert [token.entry(index) for index in PLACES] == [entries[index] for index in PLACES]


def test_the_peer_verifies_our_trust_list(node):
    made_list = trust_list()
    token = sign_trust_list(made_list, made("root").key)
    verified = node("verify", token=token, key=public_jwk("root"), typ="aeo-trust-list+jwt")
    assert verified["header"]["kid"] == made("root").kid
    assert verified["payload"]["listId"] == made_list.list_id
    assert verified["payload"]["authorities"][0]["keys"][0]["kid"] == made("HK").kid


def test_the_peer_refuses_our_trust_list_under_another_key(node):
    token = sign_trust_list(trust_list(), made("root").key)
    with pytest.raises(subprocess.CalledProcessError):
        node("verify", token=token, key=public_jwk("HK"), typ="aeo-trust-list+jwt")
