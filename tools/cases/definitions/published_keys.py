"""Cases in which some of the keys are published test keys and the others are not: TRU-13.

The key of the attestation, of its status list, the root and a new root are each looked at; where
all of them are published, the first that is refused hides the rest.
"""

from __future__ import annotations

from typing import Any

from attesting import (
    HK,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    STATUS_LIST,
    URI,
    AttestationCase,
    document,
    token,
)
from forging import (
    authority,
    handover,
    listed_key,
    scope,
    status_list,
    trust_list,
    unlisted_certificate,
)
from xml_forging import Signing

ROOT, KEY, OTHER_ROOT = "unlisted-root", "unlisted-key", "unlisted-second-root"
BY_KEY = status_list(URI, {}, KEY, iat=LISTED, exp=LISTED_UNTIL)


def _case(name: str, title: str, why: str, *, key: str = KEY, **more: Any) -> AttestationCase:
    """Return a case without test keys, under a root that is not published."""
    rule, letter = f"AEO-{name.partition('.')[0]}", name.partition(".")[2]
    given = {"roots": (), "root_file": unlisted_certificate(ROOT), "status": (BY_KEY,), **more}
    return AttestationCase(
        id=f"{rule}.{letter}",
        title=title,
        why=why,
        flags=("TestKey",),
        sdjwt=token(f"{rule}.{letter}", RECORD, key),
        xml=document(RECORD, Signing(key=key)),
        test_keys=False,
        finds=given.pop("finds", (rule,) if letter.startswith("n") else ()),
        **given,
    )


def _hk(*names: str, state: str = "active") -> dict[str, Any]:
    keys: list[object] = [listed_key(name, state) for name in names]
    return authority("HK", keys, [scope("HK", "HK-AEO")], statusLists=[URI])


def _trust(*authorities: dict[str, Any], by: str = ROOT, **more: Any) -> tuple[bytes, ...]:
    return (trust_list(list(authorities), by, **more),)


WHATEVER = "It is refused whatever the lists say of it."
CASES = [
    _case("TRU-13.p02", "Keys none of which is published", "This is how it is in earnest.",
          trust=_trust(_hk(KEY))),
    _case("TRU-13.p03", "A published key beside the one that signed", "It signed nothing here.",
          trust=_trust(_hk("hk", KEY))),
    _case("TRU-13.n03", "A published key, under a root that is not", "Everybody has its private "
          "half, whoever lists it.", key="hk", trust=_trust(_hk("hk", KEY)), check="issuer"),
    _case("TRU-13.n04", "A published key that no list has", WHATEVER, key="hk",
          trust=_trust(_hk(KEY)), check="issuer"),
    _case("TRU-13.n05", "A published key that is compromised", WHATEVER, key="hk", check="issuer",
          trust=_trust(_hk("hk", state="compromised"))),
    _case("TRU-13.n06", "A published key of which two lists say different things", WHATEVER,
          key="hk", check="issuer", trust=(
              *_trust(_hk("hk")), *_trust(_hk("hk", state="compromised"), listId="second"))),
    _case("TRU-13.n07", "A published key in an overdue list", WHATEVER, key="hk", check="issuer",
          trust=_trust(_hk("hk"), due="2026-10-31T23:59:59Z")),
    _case("TRU-13.p04", "A list by a published key, beside one that counts", "It takes nothing "
          "from the other.", roots=(), allow=("AEO-TRU-13",),
          trust=(*_trust(_hk(KEY)), trust_list([HK], "root-1", listId="second"))),
    _case("STA-02.n16", "The status list is signed by a published key", "Whoever has it makes "
          "every firm valid.", trust=_trust(_hk("hk", KEY)), status=(STATUS_LIST,),
          allow=("AEO-TRU-13",)),
    _case("TRU-14.p09", "A handover between keys that are not published", "This is how it is in "
          "earnest.", trust=_trust(_hk(KEY), by=OTHER_ROOT), handover=handover(ROOT, OTHER_ROOT)),
    _case("TRU-14.n79", "A handover by a published key that is pinned", "Everybody could have "
          "signed it.", roots=("root-1",), trust=_trust(_hk(KEY)),
          handover=handover("root-1", OTHER_ROOT)),
    _case("TRU-14.n80", "A handover to a published key", "Everybody could sign lists.",
          trust=_trust(_hk(KEY)), handover=handover(ROOT, "root-2")),
]  # fmt: skip
