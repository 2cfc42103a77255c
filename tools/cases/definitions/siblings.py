"""Cases at the sibling places of rules about attestations: every set, claim, tuple and handover.

A product that holds a rule at the place where it is first met, and not at the others, fails here.
"""

from __future__ import annotations

from typing import Any

from attesting import (
    HK,
    JP,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    TRUST_LIST,
    URI,
    AttestationCase,
    claims_of,
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
)
from making import json_bytes

NO_SD = "The SD-JWT envelope hides the claim, and shows it by another code in AEO-SIG-13."
HK_BR, LEI = {"scheme": "HK-BR", "value": "00000001"}, {"scheme": "LEI", "value": "1"}
BASIS = claims_of(RECORD)["msmeBasis"]
PROVISIONS = ["reduced-guarantee", "simplified-requirements"]
SETS: tuple[tuple[str, str, str, Any], ...] = (
    ("n90", "Tiers that are not in order", "tiers", ["TIER2", "TIER1"]),
    ("n91", "One role twice", "roles", ["exporter", "exporter"]),
    ("n92", "Identifiers that are not in order", "identifiers", [LEI, HK_BR]),
    ("n93", "One identifier twice", "identifiers", [HK_BR, HK_BR]),
    ("n94", "Provisions that are not in order", "msmeBasis",
     {**BASIS, "provisions": PROVISIONS[::-1]}),
    ("n95", "One provision twice", "msmeBasis", {**BASIS, "provisions": PROVISIONS[:1] * 2}),
)  # fmt: skip
VISIBLE = frozenset({"tiers", "roles"})


def in_both(name: str, title: str, why: str, flag: str, **more: Any) -> AttestationCase:
    """Return a case in both envelopes, unless one of them is given as none."""
    rule, letter = f"AEO-{name.partition('.')[0]}", name.partition(".")[2]
    claims = more.pop("claims", {})
    given = {
        "sdjwt": token(f"{rule}.{letter}", **claims),
        "xml": document(**claims),
        "finds": (rule,) if letter.startswith("n") else (),
        **more,
    }
    return AttestationCase(id=f"{rule}.{letter}", title=title, why=why, flags=(flag,), **given)


OF_SETS = [
    in_both(f"SIG-08.{number}", title, "A set is sorted, each element once." if name in VISIBLE
          else f"A set is sorted, each element once. {NO_SD}", "Set", claims={name: value},
          **({} if name in VISIBLE else {"sdjwt": None}))
    for number, title, name, value in SETS
]  # fmt: skip
OF_SETS.append(
    in_both("SIG-13.n10", "One provision twice", "A set has each element once. The XML envelope "
          "shows it in AEO-SIG-08.n95.", "Set", claims={"msmeBasis": SETS[-1][3]}, xml=None)
)  # fmt: skip

WITH_CRITERIA = {
    **{name: value for name, value in RECORD.items() if name != "view"},
    "authorisation": {
        **RECORD["authorisation"],
        "grantedOn": "2024-01-01",
        "criteria": [{"criterion": "A", "outcome": "met"}],
    },
}
BARE: dict[str, Any] = {
    **{name: value for name, value in RECORD.items() if name not in {"msme", "consents"}},
    "view": {"audience": "CN"},
    "holder": {"kind": "legal-person", "tin": "HK00000001", "legalName": "Example Trading Limited"},
}
NOTHING: Any = None  # a claim of this value is not made
LEFT_OUT = ("view", "legalName", "otherNames", "identifiers", "sizeClass", "msmeBasis", "criteria")
ADDED = ("otherNames", "address", "identifiers", "sizeClass", "msmeBasis")


def _left_out() -> list[AttestationCase]:
    """Return a case in XML for each claim that the record has an item for, without it."""
    return [
        AttestationCase(
            id=f"AEO-SIG-24.n{70 + place}",
            title=f"No {name}, though the record has it",
            why="In XML every claim is made that the record has an item for. The SD-JWT envelope "
            "may keep it back, or shows it elsewhere.",
            flags=("Claims",),
            xml=document(WITH_CRITERIA if name == "criteria" else RECORD, **{name: NOTHING}),
            finds=("AEO-SIG-24",),
        )
        for place, name in enumerate(LEFT_OUT)
    ]


def _added() -> list[AttestationCase]:
    """Return a case in either envelope for each claim for which the record has no item."""
    cases = []
    for place, name in enumerate(ADDED):
        claim = {name: claims_of(RECORD)[name]}
        told: dict[str, Any] = {
            "title": f"{name}, which the record does not have",
            "flags": ("Claims",),
            "finds": ("AEO-SIG-24",),
        }
        cases += [
            AttestationCase(
                id=f"AEO-SIG-24.n{80 + place}",
                why=f"A claim rests on the record. The XML envelope shows it in n{90 + place}.",
                sdjwt=token(f"added-{name}", BARE, **claim),
                record=json_bytes(BARE),
                **told,
            ),
            AttestationCase(
                id=f"AEO-SIG-24.n{90 + place}",
                why=f"A claim rests on the record. The SD-JWT envelope shows it in n{80 + place}.",
                xml=document(BARE, **claim),
                **told,
            ),
        ]
    return cases


NO_NAME = AttestationCase(
    id="AEO-SIG-24.n77",
    title="A legal person whose name is neither visible nor hidden",
    why="It is visible to everybody. The XML envelope shows it in n71.",
    flags=("Claims",),
    sdjwt=token("no-name", legalName=None),
    record=json_bytes(RECORD),
    finds=("AEO-SIG-24",),
)


def hong_kong(*keys: Any, **scoped: Any) -> dict[str, Any]:
    """Return the authority of Hong Kong, with other members of its tuple."""
    return authority("HK", list(keys) or [listed_key("hk")],
                     [{**scope("HK", "HK-AEO"), **scoped}], statusLists=[URI])  # fmt: skip


def _beside(**scoped: Any) -> tuple[bytes, ...]:
    """Return the trust list and a second one that says another tuple of the same key."""
    return (TRUST_LIST, trust_list([hong_kong(**scoped)], listId="second"))


def _at_place(index: int) -> dict[str, Any]:
    """Return the claim that names a place in the status list."""
    return {"status": {"status_list": {"idx": index, "uri": URI}}}


DAY = "2025-01-01T00:00:00Z"


def _with_periods(of_key: dict[str, str], of_scope: dict[str, str]) -> tuple[bytes, ...]:
    """Return a list whose second authority has a key and a scope of some periods."""
    japan = authority("JP", [listed_key("jp", **of_key)], [scope("JP", "JP-AEO", **of_scope)])
    return (trust_list([HK, japan]),)


NO_TIME = "An interval ends after it begins; who wrote the list meant another."
CONFLICT = "One of them is wrong."
TUPLES = [
    in_both("TRU-10.n13", "Fewer purposes in the second list", CONFLICT, "Conflict",
          trust=_beside(purposes=["attestation", "status"])),
    in_both("TRU-10.n14", "A beginning of the tuple in the second list", CONFLICT, "Conflict",
          trust=_beside(**{"from": "2024-01-01T00:00:00Z"})),
    in_both("TRU-10.n15", "An end of the tuple in the second list", CONFLICT, "Conflict",
          trust=_beside(until="2027-01-01T00:00:00Z")),
    in_both("TRU-10.n16", "Two places of one list with other scopes", CONFLICT, "Conflict",
          trust=(trust_list([HK, hong_kong(tinPrefixes=["HK", "HKX"])]),)),
    in_both("TRU-10.n17", "Two places of one list, compromised in the second", CONFLICT, "Conflict",
          trust=(trust_list([HK, hong_kong(listed_key("hk", "compromised"))]),)),
    in_both("TRU-10.n18", "Two places of one list, compromised in the first", CONFLICT, "Conflict",
          trust=(trust_list([hong_kong(listed_key("hk", "compromised")), HK]),)),
    in_both("TRU-10.n19", "Two places of one list, one of them without status lists", CONFLICT,
          "Conflict", trust=(trust_list([HK, authority(
              "HK", [listed_key("hk")], [scope("HK", "HK-AEO")])]),)),
    in_both("TRU-10.n20", "One key under two administrations, with one scope", "Whose is the key?",
          "Conflict", trust=(trust_list([HK, {**hong_kong(), "administration": "JP"}]),)),
    in_both("STA-07.p02", "The first entry", "Places are counted from 0.", "Edge",
          claims=_at_place(0)),
    in_both("STA-08.n09", "The first entry says revoked", "Places are counted from 0.", "Edge",
          claims=_at_place(0),
          status=(status_list(URI, {0: 1}, "hk", iat=LISTED, exp=LISTED_UNTIL),)),
    in_both("TRU-02.n20", "A purpose twice in a scope", "A set has each element once.", "Set",
          trust=(trust_list([hong_kong(purposes=["attestation", "attestation", "status"]), JP]),)),
    in_both("TRU-02.n21", "A status list named twice", "A set has each element once.", "Set",
          trust=(trust_list([{**hong_kong(), "statusLists": [URI, URI]}, JP]),)),
    in_both("TRU-02.n101", "The period of another key ends as it begins", NO_TIME, "Period",
          trust=_with_periods({"from": DAY, "until": DAY}, {})),
    in_both("TRU-02.n102", "A scope of another authority ends before it begins", NO_TIME, "Period",
          trust=_with_periods({}, {"from": DAY, "until": "2024-12-31T23:59:59Z"})),
    in_both("TRU-02.p91", "A key and a scope of another authority for one second", "An end is "
          "after its beginning, however little.", "Period",
          trust=_with_periods(*[{"from": DAY, "until": "2025-01-01T00:00:01Z"}] * 2)),
]  # fmt: skip

BY_SG = (status_list(URI, {}, "sg", iat=LISTED, exp=LISTED_UNTIL),)
FOR_STATUS = scope("HK", "HK-AEO", purposes=["status"])


def _with_signer(**scoped: Any) -> dict[str, Any]:
    """Return an authority that gives a second key for status lists."""
    return authority("HK", [listed_key("sg")], [{**FOR_STATUS, **scoped}], statusLists=[URI])


SIGNERS = [
    in_both("STA-02.n14", "A scope that began a second after the list was signed", "The list is "
          "asked for its own instant.", "Period", status=BY_SG,
          trust=(trust_list([HK, _with_signer(**{"from": "2026-10-31T20:00:01Z"})]),)),
    in_both("STA-02.n15", "Signed by a key that only an overdue list has", "A newer issue may have "
          "withdrawn it.", "Overdue", status=BY_SG, allow=("AEO-TRU-04",), trust=(
              TRUST_LIST,
              trust_list([_with_signer()], listId="second", due="2026-10-31T23:59:59Z"))),
    in_both("STA-02.p08", "Signed by a key that an overdue list and a current one have", "The "
          "current one is enough.", "Overdue", status=BY_SG, trust=(
              trust_list([HK, _with_signer()]),
              trust_list([_with_signer()], listId="second", due="2026-10-31T23:59:59Z"))),
]  # fmt: skip


FIRST, SECOND = handover("root-1", "root-2"), handover("root-2", "vendor")
BY_THIRD = (trust_list([HK, JP], "vendor"),)
HANDOVERS = [
    in_both("TRU-14.p06", "Two handovers one behind the other", "They are taken in their order, "
          "and the third root is one.", "Handover", trust=BY_THIRD, handovers=(FIRST, SECOND)),
    in_both("TRU-14.p07", "Two handovers, and a list by the root between", "Each root that was "
          "introduced counts.", "Handover", trust=(trust_list([HK, JP], "root-2"),),
          handovers=(FIRST, SECOND)),
    in_both("TRU-14.p08", "Two handovers, and roots pinned for Hong Kong", "The third root takes "
          "over what the first was pinned for.", "Handover", trust=BY_THIRD, pinned_for=("HK",),
          handovers=(FIRST, SECOND)),
    in_both("TRU-14.n66", "Two handovers in the wrong order", "When the first of them is taken, "
          "its old root is none.", "Handover", trust=BY_THIRD, handovers=(SECOND, FIRST)),
    in_both("TRU-14.n67", "The second of two handovers was not signed by the new root", "Where one "
          "is refused, no list counts.", "Handover", trust=(TRUST_LIST,),
          handovers=(FIRST, handover("root-2", "vendor", "jp"))),
    in_both("TRU-14.n68", "The first of two handovers was not signed by the new root", "Where one "
          "is refused, no list counts.", "Handover", trust=(TRUST_LIST,),
          handovers=(handover("root-1", "vendor", "jp"), FIRST)),
    in_both("TRU-07.n08", "Two handovers of a root that is pinned for Japan", "The third root "
          "vouches for what the first was pinned for, and no more.", "Handover", trust=BY_THIRD,
          pinned_for=("JP",), handovers=(FIRST, SECOND), allow=("AEO-TRU-03",)),
]  # fmt: skip

CASES = [
    *OF_SETS,
    *_left_out(),
    NO_NAME,
    *_added(),
    *TUPLES,
    *SIGNERS,
    *HANDOVERS,
]
