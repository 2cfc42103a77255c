"""Cases of attestations and status lists in which one fault hides another, or does not.

The ids begin at 82 or behind those of other modules.
"""

from __future__ import annotations

import json
from typing import Any

from attesting import (
    INDEX,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    STATUS_LIST,
    TRUST_LIST,
    URI,
    AttestationCase,
    claims_of,
    document,
    split,
    token,
)
from forging import (
    decoded,
    digests,
    disclosure,
    encoded,
    header,
    json_text,
    jws,
    salt,
    status_list,
)

from definitions.one_answer import FIRST

NO_XML = "The XML envelope has no JSON in it."
NO_BASE64 = "WyJ="
OTHER = "https://status.customs.example/hk/2"
FOUR_DAYS = "2026-11-03T20:00:01Z"  # 72 hours and a second behind what LISTED says


def nested(levels: int) -> bytes:
    """Return arrays in arrays, of which the innermost is empty."""
    return b"[" * levels + b"]" * levels


def _written(
    case: str, old: bytes, new: bytes, *, of_header: bool = False, extra: tuple[str, ...] = ()
) -> bytes:
    """Return a token whose payload, or header, was changed as bytes before it was signed."""
    visible, hidden = split(claims_of(RECORD))
    shown = [disclosure(case, name, value) for name, value in hidden.items()]
    listed = [text for text in extra if text != NO_BASE64]
    payload = json_text({**visible, "_sd_alg": "sha-256", "_sd": digests(case, shown + listed)})
    head = json_text(header("hk"))
    if of_header:
        head = head.replace(old, new, 1)
    else:
        payload = payload.replace(old, new, 1)
    return "~".join([jws(head, payload, "hk"), *extra, *shown, ""]).encode()


def _form(name: str, title: str, why: str, sdjwt: bytes, **more: Any) -> AttestationCase:
    rule = f"AEO-{name.partition('.')[0]}"
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=f"{why} {NO_XML}",
        flags=("Order",) if why == FIRST else ("Json",),
        sdjwt=sdjwt,
        finds=more.pop("finds", (rule,)),
        **more,
    )


def _lists(name: str, title: str, why: str, *lists: bytes, **more: Any) -> AttestationCase:
    """Return a case in both envelopes, in which the lists given are at hand."""
    rule, letter = f"AEO-{name.partition('.')[0]}", name.partition(".")[2]
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=why,
        flags=("Order", "Lists"),
        sdjwt=token(f"AEO-{name}", RECORD),
        xml=document(RECORD),
        status=lists,
        finds=more.pop("finds", (rule,) if letter.startswith("n") else ()),
        **more,
    )


def _list(uri: str = URI, key: str = "hk", **times: Any) -> bytes:
    return status_list(uri, {}, key, **{"iat": LISTED, "exp": LISTED_UNTIL, **times})


def _minus_zero_ttl() -> bytes:
    payload = decoded(STATUS_LIST.decode().split(".")[1])
    told = json.loads(payload)["ttl"]
    changed = payload.replace(f'"ttl":{told}'.encode(), b'"ttl":-0', 1)
    return jws(header("hk", "statuslist+jwt"), changed, "hk").encode()


def _deep(case: str, levels: int) -> str:
    """Return a disclosure of so many levels, of which the array of three is the first."""
    content = json_text([salt(case, "sizeClass"), "sizeClass", 0])
    return encoded(content.replace(b",0]", b"," + nested(levels - 1) + b"]"))


def _place(index: str) -> dict[str, Any]:
    return {"status": {"status_list": {"idx": index, "uri": URI}}}


def _trust(name: str, title: str, trust: bytes) -> AttestationCase:
    return AttestationCase(
        id=f"AEO-TRU-02.{name}",
        title=title,
        why="It is no compact JWS, and no list that somebody forgot to sign.",
        flags=("Form",),
        sdjwt=token(f"TRU-02.{name}", RECORD),
        xml=document(RECORD),
        trust=(trust,),
        finds=("AEO-TRU-02",),
    )


REVISION = f'"revision":{RECORD["revision"]}'.encode()
PLACE = f'"idx":{INDEX}'.encode()
NOT_WHOLE = b'"revision":3.5'
VCT = b'"vct":'

CASES = [
    _form("SIG-03.n82", "A revision that is not whole, and a disclosure that is no base64url",
          FIRST, _written("n82", REVISION, NOT_WHOLE, extra=(NO_BASE64,)), allow=("AEO-SIG-02",)),
    _form("SIG-03.n83", "A revision that is not whole, and an algorithm that is none", FIRST,
          _written("n83", b'"sha-256"', b'"sha-512",' + NOT_WHOLE.replace(b"revision", b"x")),
          allow=("AEO-SIG-09",)),
    _form("SIG-03.n84", "A claim that is none, whose value is not whole", FIRST,
          _written("n84", VCT, b'"score":1.5,' + VCT), allow=("AEO-SIG-08",)),
    _form("SIG-03.n85", "A header with a member too many, whose value is not whole", FIRST,
          _written("n85", b'"kid":', b'"x":1e0,"kid":', of_header=True),
          allow=("AEO-SIG-04",)),
    _form("SIG-03.n86", "A revision in the form of an exponent", "A number is written in digits.",
          _written("n86", REVISION, b'"revision":3e0')),
    _form("SIG-03.n87", "A claim that nests 65 levels", "64 are the most, as in a record.",
          _written("n87", VCT, b'"deep":' + nested(64) + b"," + VCT), allow=("AEO-SIG-08",)),
    _form("SIG-08.n101", "A claim that is none and nests 64 levels", "So deep JSON may be.",
          _written("n101", VCT, b'"deep":' + nested(63) + b"," + VCT)),
    _form("SIG-03.n88", "A disclosure that nests 65 levels", "64 are the most, as in a record.",
          _written("n88", b"", b"", extra=(_deep("n88", 65),)), allow=("AEO-SIG-13",)),
    _form("SIG-11.n82", "A disclosure of 64 levels that names a claim twice",
          "So deep JSON may be.", _written("n82", b"", b"", extra=(_deep("n82", 64),)),
          allow=("AEO-SIG-13",)),
    AttestationCase(
        id="AEO-SIG-08.n102", title="A place in the status list that is -0",
        why="It lies outside of all bounds, as in a record.", flags=("Json", "Number"),
        sdjwt=_written("n102", PLACE, b'"idx":-0'), xml=document(RECORD, **_place("-0")),
        finds=("AEO-SIG-08",)),
    AttestationCase(
        id="AEO-SIG-08.n103", title="A place in the status list with a leading zero",
        why="It is no number of a record. In SD-JWT it is no JSON (AEO-SIG-03).",
        flags=("Number",), xml=document(RECORD, **_place(f"0{INDEX}")), finds=("AEO-SIG-08",)),
    _lists("STA-01.n89", "A ttl that is -0", "It lies outside of all bounds, as in a record.",
           _minus_zero_ttl()),
    _lists("STA-03.n84", "A list of another name that lasts longer than 72 hours",
           "Of what has another name nothing else is asked.", _list(OTHER, exp=FOUR_DAYS)),
    _lists("STA-03.n85", "A list of another name that is over, by a stranger",
           "Of what has another name nothing else is asked.",
           _list(OTHER, "vendor", iat="2026-10-28T00:00:00Z", exp="2026-10-29T00:00:00Z")),
    _lists("STA-02.n82", "A list of another name that lasts too long, and one by a stranger",
           "The refusal is that of the first that is of the name.",
           _list(OTHER, exp=FOUR_DAYS), _list(key="vendor")),
    _lists("STA-01.n90", "A list of another name, and a token that is no list",
           "What cannot be read has no other name.", _list(OTHER), b"rubbish"),
    _lists("STA-10.p10", "A list of another name that lasts too long, beside the right one",
           "The one that is named answers.", _list(OTHER, exp=FOUR_DAYS), STATUS_LIST),
    _lists("STA-10.p11", "A newer list that lasts too long, beside the right one",
           "Only lists that count are compared.",
           _list(iat="2026-10-31T20:00:01Z", exp="2026-11-04T20:00:00Z"), STATUS_LIST),
    _trust("n94", "A trust list with an empty signature", TRUST_LIST.rpartition(b".")[0] + b"."),
    _trust("n95", "A trust list of four parts", TRUST_LIST + b".AAAA"),
    _trust("n96", "An empty file in place of a trust list", b""),
    _trust("n97", "A letter in place of a trust list", b"Dear colleague"),
]  # fmt: skip
