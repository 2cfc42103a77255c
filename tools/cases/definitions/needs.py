"""Cases of attestations with two faults, of which the second is not looked at, or is (ATT-7-1)."""

from __future__ import annotations

from typing import Any

from attesting import (
    HK,
    INDEX,
    JP,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    URI,
    AttestationCase,
    claims_of,
    document,
    split,
    token,
)
from forging import (
    authority,
    digests,
    disclosure,
    header,
    jws,
    listed_key,
    scope,
    seconds,
    signature,
    status_list,
    trust_list,
)
from making import json_bytes
from xml_forging import Signing

SKIPPED = "What needs a check that did not pass is skipped."
MADE = "The check needs no other but those that passed."
OVERDUE = "2026-10-31T23:59:59Z"
REVOKED = (status_list(URI, {INDEX: 1}, "hk", iat=LISTED, exp=LISTED_UNTIL),)
OVER = {"exp": seconds("2026-10-31T00:00:00Z")}
NOT_YET = {"nbf": seconds("2026-11-10T00:00:00Z")}
OTHER_TIN = "HK00000002"
NO_HOLDER = json_bytes({name: value for name, value in RECORD.items() if name != "holder"})
OTHER_SCOPE = trust_list(
    [
        authority(
            "HK",
            [listed_key("hk")],
            [
                scope("HK", "HK-OTHER", purposes=["attestation"]),
                scope("HK", "HK-AEO", purposes=["status"]),
            ],
            statusLists=[URI],
        )
    ]
)
LOST = trust_list([authority("HK", [listed_key("hk", "compromised")], [scope("HK", "HK-AEO")]), JP])


def _by_vendor(_key: str, message: bytes) -> bytes:
    return signature("vendor", message)


def _forged(case: str, **claims: Any) -> bytes:
    """Return a token that names the key of Hong Kong and is signed by another."""
    visible, hidden = split(claims_of(RECORD, **claims))
    shown = [disclosure(case, name, value) for name, value in hidden.items()]
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests(case, shown)}
    return "~".join([jws(header("hk"), payload, "vendor"), *shown, ""]).encode()


def _case(name: str, title: str, why: str = SKIPPED, **more: Any) -> AttestationCase:
    """Return a case in both envelopes; with `forged` the signature is of another key."""
    claims, forged = more.pop("claims", {}), more.pop("forged", False)
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=why,
        flags=("Order",),
        sdjwt=_forged(name, **claims) if forged else token(name, RECORD, **claims),
        xml=document(RECORD, Signing(signed_with=_by_vendor) if forged else Signing(), **claims),
        finds=more.pop("finds", (f"AEO-{name.partition('.')[0]}",)),
        **more,
    )


CASES = [
    _case("SIG-19.n61", "A forged signature, and a programme outside the scope", forged=True,
          trust=(OTHER_SCOPE,)),
    _case("SIG-19.n62", "A forged signature, and it is over", forged=True, claims=OVER),
    _case("SIG-19.n63", "A forged signature, and not the TIN expected", forged=True,
          expect_tin=OTHER_TIN),
    _case("SIG-19.n64", "A forged signature, and a newer revision was seen", forged=True,
          seen={"knownRevision": 9}),
    _case("SIG-19.n65", "A forged signature, and what is beside is no record", forged=True,
          record=NO_HOLDER),
    _case("SIG-19.n66", "A forged signature, and the status list says revoked", forged=True,
          status=REVOKED),
    _case("TRU-08.n61", "A compromised key that did not sign this", forged=True, trust=(LOST,)),
    _case("TRU-04.n61", "A key of an overdue list that did not sign this", f"{SKIPPED} Nobody can "
          "tell whose key it is now.", forged=True, trust=(trust_list([HK, JP], due=OVERDUE),)),
    _case("TRU-11.n61", "A programme outside the scope, and the status list says revoked",
          trust=(OTHER_SCOPE,), status=REVOKED),
    _case("TRU-11.n62", "A programme outside the scope, and no status list", trust=(OTHER_SCOPE,),
          status=()),
    _case("SIG-21.n64", "It is over, and the status list says revoked", claims=OVER,
          status=REVOKED),
    _case("SIG-21.n65", "It is over, and there is no status list", claims=OVER, status=()),
    _case("SIG-20.n61", "It does not speak yet, and the status list says revoked", claims=NOT_YET,
          status=REVOKED),
    _case("SIG-27.n61", "Not the TIN expected, and a programme outside the scope", MADE,
          expect_tin=OTHER_TIN, trust=(OTHER_SCOPE,), finds=("AEO-SIG-27", "AEO-TRU-11")),
    _case("SIG-27.n62", "Not the TIN expected, and it is over", MADE, expect_tin=OTHER_TIN,
          claims=OVER, finds=("AEO-SIG-27", "AEO-SIG-21")),
    _case("SIG-27.n63", "Not the TIN expected, and the status list says revoked", MADE,
          expect_tin=OTHER_TIN, status=REVOKED, finds=("AEO-SIG-27", "AEO-STA-08")),
    _case("SIG-22.n61", "A newer revision was seen, and it is over", MADE,
          seen={"knownRevision": 9}, claims=OVER, finds=("AEO-SIG-22", "AEO-SIG-21")),
    _case("SIG-22.n62", "A newer revision was seen, and a programme outside the scope", MADE,
          seen={"knownRevision": 9}, trust=(OTHER_SCOPE,), finds=("AEO-SIG-22", "AEO-TRU-11")),
    _case("SIG-25.n66", "What is beside is no record, and it is over", MADE, record=NO_HOLDER,
          claims=OVER, finds=("AEO-SIG-25", "AEO-SIG-21")),
    _case("SIG-25.n67", "What is beside is no record, and a programme outside the scope", MADE,
          record=NO_HOLDER, trust=(OTHER_SCOPE,), finds=("AEO-SIG-25", "AEO-TRU-11")),
]  # fmt: skip
