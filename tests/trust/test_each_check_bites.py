"""Each refusal of trust and status lists is made by one check: without it the input is taken."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from aeo_exchange.errors import SignatureError
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.trust.handover import make_handover, take_over
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import read_status_list
from aeo_exchange.trust.status_work import StatusListWork
from trust.made_lists import AT, authority, listed, made, tree, trust_list

URI = "https://example.org/1"
IAT = 1_800_000_000


def opened(*tokens: str, seen: Seen | None = None, by: str = "root", pinned: tuple = ()) -> None:
    from aeo_exchange.trust.trust_list import open_trust

    given = [token.encode() for token in tokens]
    trust = open_trust(given, [made(by).root(*pinned)], seen=seen or Seen.empty())
    if trust.find(made("HK").kid) is None:
        raise trust.refused[0]


def signed(*authorities, **changes) -> str:
    return sign_trust_list(trust_list(*authorities, **changes), made("root").key)


def used(**changes) -> Seen:
    seen = Seen.empty()
    opened(signed(**changes), seen=seen)
    return seen


def status(**changes):
    lst = json.loads(StatusListWork.create(URI).write())["lst"]
    payload = {"sub": URI, "iat": IAT, "exp": IAT + 60, "status_list": {"bits": 2, "lst": lst}}
    token = json.dumps({**payload, **changes}).encode()
    return read_status_list(sign_compact(token, made("HK").key, "statuslist+jwt"))


def noted() -> Seen:
    seen = Seen.empty()
    seen.note_status("HK", URI, IAT)
    seen.note_revision("list", "HK", "HK-1", 2)
    return seen


def entry_of_a_small_list() -> None:
    from aeo_exchange.trust.status_work import _packed

    status(status_list={"bits": 2, "lst": _packed(bytearray(8))}).entry(3)


def handover() -> bytes:
    return make_handover(made("old").key, made("new").key, made("new").certificate, at=AT).encode()


def wrong_algorithm() -> str:
    value = tree(authority("HK", listed("HK", algorithm="ES384")))
    return sign_compact(json.dumps(value).encode(), made("root").key, "aeo-trust-list+jwt")


def two_owners() -> str:
    return signed(authority("HK"), authority("JP", listed("HK")))


CASES: dict[str, tuple[str, Callable[[], object]]] = {
    "another algorithm than the key's": ("AEO-TRU-02", lambda: opened(wrong_algorithm())),
    "a root nobody pinned": ("AEO-TRU-03", lambda: opened(signed(), by="stranger")),
    "an authority nobody pinned the root for": (
        "AEO-TRU-03",
        lambda: opened(signed(), pinned=("JP",)),
    ),
    "an older issue": ("AEO-TRU-05", lambda: opened(signed(), seen=used(sequence=2))),
    "a fork": ("AEO-TRU-06", lambda: opened(signed(), seen=used(nextUpdate=AT))),
    "a fork at once": ("AEO-TRU-06", lambda: opened(signed(), signed(nextUpdate=AT))),
    "two owners": ("AEO-TRU-10", lambda: opened(two_owners())),
    "a handover by a stranger": (
        "AEO-TRU-14",
        lambda: take_over(handover(), [made("stranger").root()]),
    ),
    "a member too many": ("AEO-STA-01", lambda: status(nbf=IAT)),
    "another key": ("AEO-STA-02", lambda: status().prove(made("JP").public)),
    "a list that lasts": ("AEO-STA-04", lambda: status(exp=IAT + 10**6).require_lifetime()),
    "an older list": ("AEO-STA-05", lambda: noted().check_status("HK", URI, IAT - 1)),
    "a small list": ("AEO-STA-06", entry_of_a_small_list),
    "no such entry": ("AEO-STA-07", lambda: status().entry(1 << 20)),
    "an older revision": (
        "AEO-SIG-22",
        lambda: noted().check_revision("list", "HK", "HK-1", 1),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_is_made_by_one_check_and_no_other(case, monkeypatch):
    code, act = CASES[case]
    with pytest.raises(SignatureError) as caught:
        act()
    assert caught.value.rule == code
    require = refusals.require

    def lenient(holds: bool, of: str, *message: object) -> None:  # noqa: FBT001
        require(holds or of == code, of, *message)

    monkeypatch.setattr(refusals, "require", lenient)
    act()
