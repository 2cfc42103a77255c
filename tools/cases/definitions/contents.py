"""Cases of content with several attestations, and of newer records inside an attestation."""

from __future__ import annotations

from typing import Any

from attesting import (
    HK,
    INDEX,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    STATUS_LIST,
    URI,
    AttestationCase,
    claims_of,
    record_digest,
    token,
)
from forging import authority, listed_key, scope, seconds, status_list, trust_list
from making import json_bytes
from xml_forging import attestation, content

ONE_IN_XML = "An XML document is one attestation."
NO_SD = "The SD-JWT envelope has no record inside."
WORST = "The answer is the worst of the answers, with the findings of all."
GOOD = token("several")
OVER = token("several-over", exp=seconds("2026-10-31T00:00:00Z"))
REVOKED = token("several-revoked", status={"status_list": {"idx": 17, "uri": URI}})
ELSEWHERE = token("several-elsewhere", status={"status_list": {"idx": 17, "uri": f"{URI}1"}})
OF_JAPAN = token("several-japan", RECORD, "jp", iss="JP", programme="JP-AEO", sub="JP0000000000001")
BOTH_NAME = trust_list(
    [HK, authority("JP", [listed_key("jp")], [scope("JP", "JP-AEO")], statusLists=[URI])]
)
LETTER = b"Dear colleague, please find enclosed"


def _lines(name: str, title: str, *lines: bytes, why: str = WORST, **more: Any) -> AttestationCase:
    """Return the case of a content of several lines."""
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=f"{why} {ONE_IN_XML}",
        flags=("Several",),
        sdjwt=b"\n".join(lines) + b"\n",
        **more,
    )


SEVERAL = [
    _lines("SIG-21.n61", "A good attestation before one that is over", GOOD, OVER,
           finds=("AEO-SIG-21",)),
    _lines("SIG-21.n62", "An attestation that is over before a good one", OVER, GOOD,
           finds=("AEO-SIG-21",)),
    _lines("SIG-21.n63", "Two attestations that are over", OVER, OVER, finds=("AEO-SIG-21",),
           why=f"{WORST} A code is said once."),
    _lines("STA-08.n61", "A good attestation, one that is revoked, a good one", GOOD, REVOKED, GOOD,
           finds=("AEO-STA-08",)),
    _lines("STA-08.n62", "One that is revoked and one that is over", REVOKED, OVER,
           finds=("AEO-STA-08", "AEO-SIG-21")),
    _lines("STA-02.n61", "Two administrations whose attestations name one status list", GOOD,
           OF_JAPAN, finds=("AEO-STA-02",), trust=(BOTH_NAME,),
           why=f"{WORST} That the list answered for the one who signed it says nothing of the "
           "other."),
    _lines("STA-02.n62", "The same, the other first", OF_JAPAN, GOOD,
           finds=("AEO-STA-02",), trust=(BOTH_NAME,),
           why=f"{WORST} That the list answered for the one who signed it says nothing of the "
           "other."),
    _lines("STA-03.n61", "A good attestation before one whose list nobody has", GOOD, ELSEWHERE,
           finds=("AEO-STA-03",)),
    _lines("STA-03.n62", "One whose list nobody has before one that is revoked", ELSEWHERE, REVOKED,
           finds=("AEO-STA-03", "AEO-STA-08"), why=f"{WORST} A check is as bad as its worst."),
    _lines("SIG-01.n61", "A good attestation before a line of a letter", GOOD, LETTER,
           finds=("AEO-SIG-01",), verdict="UNDETERMINED",
           why=f"{WORST} A line that is no attestation gets an answer of its own."),
    _lines("SIG-01.n62", "A line of a letter before a good attestation", LETTER, GOOD,
           finds=("AEO-SIG-01",), verdict="UNDETERMINED",
           why=f"{WORST} A line that is no attestation gets an answer of its own."),
    _lines("SIG-01.n63", "A line of a letter before an attestation that is over", LETTER, OVER,
           finds=("AEO-SIG-01", "AEO-SIG-21"), undetermined=("AEO-SIG-01",)),
    _lines("SIG-01.p61", "Two good attestations, blank lines around them", b" \t", GOOD, b"", GOOD,
           b"\r", why="A blank line is nothing."),
]  # fmt: skip
NEWER = {**RECORD, "specVersion": "1.1"}
NEWER_WITH_MORE = {**NEWER, "riskLane": "green"}
NO_HOLDER = {name: value for name, value in RECORD.items() if name != "holder"}
REVOKED_LIST = status_list(URI, {INDEX: 1}, "hk", iat=LISTED, exp=LISTED_UNTIL)


def _inside(name: str, title: str, why: str, inner: dict[str, Any], **more: Any) -> AttestationCase:
    """Return the case of a record inside an attestation whose claims are those of the usual one."""
    claims = claims_of(RECORD, record_digest=record_digest(inner))
    return AttestationCase(
        id=f"AEO-SIG-25.{name}",
        title=title,
        why=f"{why} {NO_SD}",
        flags=("RecordInside", "Version"),
        xml=attestation(content(claims, inner)),
        **{"finds": ("AEO-SIG-25",), "status": (STATUS_LIST,), **more},
    )


VERSIONS = [
    _inside("n61", "A record of a newer minor version inside", "Nobody here can read it, so it "
            "says neither yes nor no.", NEWER, verdict="UNDETERMINED"),
    _inside("n62", "A newer record inside, with an item that this version lacks", "It is no fault "
            "in the version that the record was written by.", NEWER_WITH_MORE,
            verdict="UNDETERMINED"),
    _inside("n63", "A newer record inside, and beside it one that is none", "What the schema "
            "refuses is refused.", NEWER, record=json_bytes(NO_HOLDER)),
    _inside("n64", "A newer record inside, and the status list says revoked", "A no stands over "
            "what cannot be told.", NEWER, status=(REVOKED_LIST,),
            finds=("AEO-SIG-25", "AEO-STA-08"), undetermined=("AEO-SIG-25",)),
    _inside("n65", "A record of another major version inside", "It is no record of this standard.",
            {**RECORD, "specVersion": "2.0"}),
]  # fmt: skip

CASES = [*SEVERAL, *VERSIONS]
