"""Cases of roots that are trusted a little: what they may not take from other administrations.

`root-1` is pinned for all, `root-2` for Japan alone, unless a case says otherwise.
"""

from __future__ import annotations

from typing import Any

from attesting import HK, JP, RECORD, TRUST_LIST, URI, AttestationCase, document, token
from forging import (
    authority,
    handover,
    listed_key,
    scope,
    trust_list,
)
from xml_forging import Signing

ROOTS = ("root-1", "root-2")
FOR_JAPAN = {"root-2": ("JP",)}
OVERDUE = "2026-10-31T23:59:59Z"


def _case(name: str, title: str, why: str, *, key: str = "hk", **more: Any) -> AttestationCase:
    """Return a case in both envelopes, `key` being who signs."""
    rule, letter = f"AEO-{name.partition('.')[0]}", name.partition(".")[2]
    given = {"roots": ROOTS, "pinned": FOR_JAPAN, **more}
    return AttestationCase(
        id=f"{rule}.{letter}",
        title=title,
        why=why,
        flags=("Root", "Pinned"),
        sdjwt=token(f"{rule}.{letter}", RECORD, key),
        xml=document(RECORD, Signing(key=key)),
        finds=given.pop("finds", (rule,) if letter.startswith("n") else ()),
        **given,
    )


def _japan(*keys: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the authority of Japan with keys of any kind."""
    return authority("JP", list(keys) or [listed_key("jp")], [scope("JP", "JP-AEO")], **more)


def _weak(*authorities: dict[str, Any], **more: Any) -> bytes:
    """Return a list by the root that is pinned for Japan."""
    return trust_list(list(authorities) or [_japan()], "root-2", **{"listId": "weak", **more})


def _strong(*authorities: dict[str, Any], **more: Any) -> bytes:
    return trust_list(list(authorities) or [HK], **more)


UNNAMED = authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")])
NAMING = _japan(statusLists=[URI])
COMPROMISED = listed_key("hk", "compromised")
NAMES = [
    _case("STA-03.p04", "A root pinned for Japan whose list names Hong Kong's status list for "
          "Japan", "What such a list says takes nothing from the others.",
          trust=(_strong(UNNAMED), _weak(NAMING))),
    _case("STA-03.p05", "The same, the list of the weak root first", "Their order says nothing.",
          trust=(_weak(NAMING), _strong(UNNAMED)), roots=("root-2", "root-1")),
    _case("STA-03.n07", "A root pinned for Japan and Hong Kong whose list names the status list "
          "for Japan", "It is heard for Hong Kong too, and so the list is the other's.",
          trust=(_strong(UNNAMED), _weak(NAMING)), pinned={"root-2": ("HK", "JP")}),
]  # fmt: skip
PUSHING = [
    _case("TRU-05.p03", "A root pinned for Japan makes a list of the same name and a higher "
          "sequence", "It is another list, and pushes none aside.",
          trust=(TRUST_LIST, _weak(listId="conformance", sequence=2**31))),
    _case("TRU-06.p02", "A root pinned for Japan makes another list of the same name and sequence",
          "It is another list, and no fork.", trust=(TRUST_LIST, _weak(listId="conformance"))),
]  # fmt: skip
HEARD = [
    _case("TRU-03.p04", "A root pinned for Hong Kong, beside one pinned for Japan", "Each vouches "
          "for its own.", trust=(_strong(), _weak()), pinned={"root-1": ("HK",), **FOR_JAPAN}),
    _case("TRU-03.p05", "A root pinned for all, beside one pinned for Japan whose list has Hong "
          "Kong", "Of that list Hong Kong does not count, and of the other it does.",
          allow=("AEO-TRU-03",), trust=(_strong(), _weak(HK))),
    _case("TRU-07.n04", "A list that has Hong Kong, by a root pinned for Japan", "For Hong Kong it "
          "cannot vouch, and the list by the other root does not have the key.",
          allow=("AEO-TRU-03",), trust=(_strong(JP), _weak(HK))),
    _case("TRU-07.n05", "The key is listed for Japan alone, by a root pinned for Japan", "For Hong "
          "Kong that list is not heard, so nobody knows the key.",
          trust=(_strong(authority("HK", [listed_key("sg")], [scope("HK", "HK-AEO")])),
                 _weak(_japan(listed_key("hk"))))),
    _case("TRU-07.n06", "An unknown key, and an overdue list by a root pinned for Japan", "The "
          "next one will not be heard for Hong Kong either, so it leaves nothing open.",
          key="vendor", trust=(TRUST_LIST, _weak(due=OVERDUE))),
    _case("TRU-04.n08", "An unknown key, and an overdue list by a root pinned for Hong Kong", "Its "
          "next issue may have the key.", key="vendor", pinned={"root-2": ("HK",)},
          trust=(TRUST_LIST, _weak(authority("HK", [listed_key("sg")], [scope("HK", "HK-AEO")]),
                                   due=OVERDUE))),
    _case("TRU-04.n09", "A key that only an overdue list by a root pinned for Japan has, as "
          "compromised, and an overdue list by a root for all", "For Hong Kong the first is not "
          "heard; the next issue of the second may have the key.",
          trust=(_strong(JP, due=OVERDUE), _weak(_japan(COMPROMISED)))),
    _case("TRU-10.p05", "A root pinned for Japan lists the key of Hong Kong as one of Japan that "
          "is compromised", "Certificates are public: anybody can list one.",
          trust=(TRUST_LIST, _weak(_japan(COMPROMISED)))),
    _case("TRU-10.p06", "The same under the name of Hong Kong", "For Hong Kong it cannot vouch.",
          allow=("AEO-TRU-03",), trust=(TRUST_LIST, _weak(
              authority("HK", [COMPROMISED], [scope("HK", "HK-AEO")], statusLists=[URI])))),
    _case("TRU-10.n12", "A root pinned for Hong Kong lists the key as compromised, another one as "
          "active", "Both are heard for Hong Kong.", pinned={"root-2": ("HK",)},
          trust=(TRUST_LIST, _weak(
              authority("HK", [COMPROMISED], [scope("HK", "HK-AEO")], statusLists=[URI])))),
]  # fmt: skip


BY_THIRD_ROOT = (trust_list([HK, JP], "vendor"),)
NEW_ROOTS = [
    _case("TRU-14.p05", "A new root that the one pinned for all introduced", "It takes over what "
          "the old one was pinned for, and not what another one is.", trust=BY_THIRD_ROOT,
          handover=handover("root-1", "vendor")),
    _case("TRU-07.n07", "A new root that the one pinned for Japan introduced", "It vouches for "
          "Japan and no more, whatever another root is pinned for.", trust=BY_THIRD_ROOT,
          handover=handover("root-2", "vendor"), allow=("AEO-TRU-03",)),
]  # fmt: skip

CASES = [*NAMES, *PUSHING, *HEARD, *NEW_ROOTS]
