"""Cases of part 7 that two careful readers had answered in two ways: which code is the first.

The ids begin at 81, apart from those of the area's own module.
"""

from __future__ import annotations

import zlib
from typing import Any

import msgspec
from attesting import (
    INDEX,
    JP,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    TRUST_LIST,
    URI,
    AttestationCase,
    claims_of,
    document,
    present,
    split,
    token,
)
from forging import (
    KEYS,
    authority,
    decoded,
    digests,
    disclosure,
    encoded,
    header,
    jws,
    listed_key,
    lst,
    salt,
    scope,
    status_list,
    thumbprint,
    trust_list,
)
from xml_forging import Signing, attestation, content

OTHER = URI[:-1] + "2"
NO_XML = "The XML envelope has no such part."
FIRST = "Of several faults the first by the order of the standard is said."
OVERDUE = "2026-10-31T23:59:59Z"
ELSEWHERE = {"status": {"status_list": {"idx": INDEX, "uri": OTHER}}}
BEHIND_LAST = {"status": {"status_list": {"idx": 1 << 17, "uri": URI}}}


def _case(name: str, title: str, why: str, flag: str, **more: Any) -> AttestationCase:
    """Return a case in both envelopes; `claims` are those that differ, `key` who signs."""
    claims, key = more.pop("claims", {}), more.pop("key", "hk")
    rule, letter = f"AEO-{name.split('.', maxsplit=1)[0]}", name.split(".")[1]
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=why,
        flags=(flag,),
        sdjwt=token(name, RECORD, key, **claims),
        xml=document(RECORD, Signing(key=key), **claims),
        finds=(rule,) if letter.startswith("n") else (),
        **more,
    )


def _form(name: str, title: str, why: str, sdjwt: bytes, **more: Any) -> AttestationCase:
    """Return a case of the SD-JWT envelope alone."""
    rule, letter = f"AEO-{name.split('.', maxsplit=1)[0]}", name.split(".")[1]
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=f"{why} {NO_XML}",
        flags=("Order",),
        sdjwt=sdjwt,
        finds=(rule,) if letter.startswith("n") else (),
        **more,
    )


def _signed(shown: list[str], extra: list[str], **claims: Any) -> bytes:
    """Return a token with disclosures that were signed, and others behind them."""
    visible, _ = split(claims_of(RECORD, **claims))
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests("one", shown)}
    return "~".join([jws(header("hk"), payload, "hk"), *shown, *extra, ""]).encode()


def _around(payload: bytes) -> bytes:
    """Return a token around a payload of any kind."""
    return f"{jws(header('hk'), payload, 'hk')}~".encode()


def _with_blank() -> bytes:
    """Return a token whose header has a blank behind its brace."""
    visible, hidden = split(claims_of(RECORD))
    shown = [disclosure("blank", name, value) for name, value in hidden.items()]
    head = (f'{{ "alg":"ES256","typ":"aeo-status+sd-jwt","kid":"{thumbprint("hk")}"}}').encode()
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests("blank", shown)}
    return "~".join([jws(head, payload, "hk"), *shown, ""]).encode()


def _list(key: str = "hk", **more: Any) -> bytes:
    times = {"iat": LISTED, "exp": LISTED_UNTIL, **more}
    return status_list(times.pop("uri", URI), times.pop("entries", {}), key, **times)


def _long_list(*revoked: int) -> bytes:
    """Return a status list of twice the least length."""
    return _list(status_list={"bits": 2, "lst": lst(dict.fromkeys(revoked, 1), 1 << 18)})


def _trust(*keys: dict[str, Any], **more: Any) -> tuple[bytes, ...]:
    hk = authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")], statusLists=[URI])
    jp = authority("JP", list(keys) or [listed_key("jp")], [scope("JP", "JP-AEO")])
    return (trust_list([hk, jp], **more),)


def _roots(*names: str) -> bytes:
    return b"".join((KEYS / f"{name}.cert.pem").read_bytes() for name in names)


NOT_SIGNED = disclosure("x", "criteria", [])
NO_SUCH_CLAIM = encoded(f'["{salt("x", "tiers")}","tiers",["TIER2"]]'.encode())
NO_BASE64 = "WyJ*"
NO_JSON = encoded(b'["')
FORM = [
    _form("SIG-01.n81", "A header with a blank behind its brace", "It does not begin as an "
          "attestation does, so it is none, and no answer is given about one.", _with_blank(),
          verdict="UNDETERMINED"),
    _form("SIG-02.n81", "A disclosure that was not signed, before one that is no base64url", FIRST,
          _signed([], [NOT_SIGNED, NO_BASE64]), allow=("AEO-SIG-11",)),
    _form("SIG-02.n82", "A disclosure that is no JSON, before one that is no base64url", FIRST,
          _signed([], [NO_JSON, NO_BASE64]), allow=("AEO-SIG-03",)),
    _form("SIG-03.n81", "A disclosure of a claim that cannot be hidden, before one that is no JSON",
          FIRST, _signed([NO_SUCH_CLAIM], [NO_JSON]), allow=("AEO-SIG-10", "AEO-SIG-11")),
    _form("SIG-10.n81", "A disclosure that was not signed, before one of a claim that cannot be "
          "hidden", FIRST, _signed([NO_SUCH_CLAIM], [NOT_SIGNED]).replace(
              f"~{NO_SUCH_CLAIM}~{NOT_SIGNED}~".encode(),
              f"~{NOT_SIGNED}~{NO_SUCH_CLAIM}~".encode()), allow=("AEO-SIG-11",)),
    _form("SIG-08.n81", "A visible value and a disclosed one of the wrong form", FIRST,
          _signed([disclosure("x", "sizeClass", "tiny")], [], sub="hk00000001"),
          allow=("AEO-SIG-13",)),
    _form("SIG-08.n82", "A claim that is missing, and a disclosed value of the wrong form", FIRST,
          _signed([disclosure("x", "sizeClass", "tiny")], [], term=None), allow=("AEO-SIG-13",)),
    _form("SIG-08.n83", "An unknown claim that is visible, before a disclosure that is no "
          "base64url", FIRST, _signed([], [NO_BASE64], override="granted"),
          allow=("AEO-SIG-02",)),
    _form("SIG-09.n81", "A payload that is a list", "It has no _sd, which is looked for first.",
          _around(b"[]"), allow=("AEO-SIG-08",)),
    _form("SIG-08.p81", "A firm whose name is not among the claims", "Whether the name is missing "
          "is seen where a record is at hand, and none is.", token("p81", legalName=None)),
    _form("SIG-22.p81", "Two attestations in one content, the older one behind", "The question has "
          "no memory of its own, so each is answered as if it were alone.",
          token("p82") + b"\n" + token("p83", revision=2) + b"\n"),
    _form("SIG-02.p81", "A presentation broken behind a tilde", "What goes on begins as a "
          "disclosure does.", present(token("p84"), "sizeClass").replace(b"~", b"~\n", 1)),
]  # fmt: skip
XML = document()
NO_SD = "The SD-JWT envelope has no such part."


def _xml(name: str, title: str, why: str, xml: bytes) -> AttestationCase:
    """Return a case of the XML envelope alone."""
    rule, letter = f"AEO-{name.split('.', maxsplit=1)[0]}", name.split(".")[1]
    return AttestationCase(
        id=f"AEO-{name}",
        title=title,
        why=f"{why} {NO_SD}",
        flags=("Form",),
        xml=xml,
        finds=(rule,) if letter.startswith("n") else (),
    )


def _named(identity: str) -> bytes:
    """Return an attestation whose root has another Id."""
    first, *others = Signing().references
    how = Signing(references=(msgspec.structs.replace(first, uri=f"#{identity}"), *others))
    return attestation(content(claims_of(RECORD), RECORD), how, identity=identity)


def _with_dictionary() -> bytes:
    """Return the entries of a status list as a stream that asks for a dictionary."""
    stream = zlib.compressobj(9, zdict=bytes(64))
    return stream.compress(bytes(1 << 15)) + stream.flush()


XML_FORM = [
    _xml("SIG-15.p81", "An Id with a point, a hyphen and a low line", "All of them may stand in a "
         "name.", _named("_att-1.a")),
    _xml("SIG-15.n81", "An Id with a letter that is not ASCII", "Which letters a name may have "
         "must not depend on the edition of XML that a reader has.", _named("\u00e9tat")),
    _xml("SIG-01.p81", "A byte order mark before the attestation", "It is no part of the content.",
         b"\xef\xbb\xbf" + XML),
    _xml("SIG-01.p82", "2,097,152 bytes", "That is as long as it may be.",
         XML + b" " * ((1 << 21) - len(XML))),
    _xml("SIG-01.n82", "2,097,153 bytes", "White space around it counts.",
         XML + b" " * ((1 << 21) + 1 - len(XML))),
]  # fmt: skip
STATUS = [
    _case("STA-06.n81", "A stream that asks for a preset dictionary", "Nobody says which.",
          "NoStream", status=(_list(status_list={
              "bits": 2, "lst": encoded(_with_dictionary())}),)),
    _case("STA-03.n81", "No status list at hand, and a name that the trust list does not have",
          "The name is looked at before the lists are.", "Uri", claims=ELSEWHERE, status=()),
    _case("STA-01.n81", "A token that is no status list, and a list of another name", "What cannot "
          "be read has no name that is another.", "Lists", status=(_list(uri=OTHER), b"rubbish")),
    _case("STA-02.n81", "A list of another name, and one of the name by a stranger", "The refusal "
          "is that of a list of the name.", "Lists", status=(_list(uri=OTHER), _list("vendor"))),
    _case("STA-07.n81", "Two equally new lists, one revoked, one too short", "A list that has no "
          "entry at the place is worse than any entry.", "Newest", claims=BEHIND_LAST,
          status=(_long_list(1 << 17), _list())),
    _case("STA-07.n82", "The same, the short one first", "Their order says nothing.", "Newest",
          claims=BEHIND_LAST, status=(_list(), _long_list(1 << 17))),
    _case("STA-07.p81", "A place behind the least length, in a list that has it", "A list may be "
          "longer.", "Size", claims=BEHIND_LAST, status=(_long_list(),)),
]  # fmt: skip
TRUST = [
    _case("TRU-03.n81", "Two certificates in one file of a root, the signer second", "The first is "
          "pinned, and no other.", "Root", roots=(), root_file=_roots("root-2", "root-1")),
    _case("TRU-03.p81", "Two certificates in one file of a root, the signer first", "The first is "
          "pinned.", "Root", roots=(), root_file=_roots("root-1", "root-2")),
    _case("TRU-03.n82", "A list that is no JSON, signed by a stranger", "The signature is checked "
          "before anything is read that a stranger could have written.", "Order",
          trust=(jws(header("vendor", "aeo-trust-list+jwt"), b"rubbish", "vendor").encode(),)),
    _case("TRU-02.n81", "A token of another type, signed by a stranger", "The header is looked at "
          "before the signature.", "Order",
          trust=(jws(header("vendor", "JWT"), decoded(TRUST_LIST.decode().split(".")[1]),
                     "vendor").encode(),)),
    _case("TRU-02.n82", "A list that is no JSON, signed by the root", "What the root signed has to "
          "be a list.", "Order",
          trust=(jws(header("root-1", "aeo-trust-list+jwt"), b"rubbish", "root-1").encode(),)),
    _case("TRU-04.n81", "The key of another administration, in an overdue list", FIRST, "Order",
          key="jp", trust=_trust(due=OVERDUE)),
    _case("TRU-08.n81", "A compromised key of another administration", FIRST, "Order", key="jp",
          trust=_trust(listed_key("jp", "compromised"))),
    _case("TRU-12.n81", "The key of another administration, before its period", FIRST, "Order",
          key="jp", trust=_trust(listed_key("jp", **{"from": "2026-10-20T00:00:01Z"}))),
    _case("TRU-08.n82", "A compromised key, before its period", FIRST, "Order", trust=(trust_list(
        [authority("HK", [listed_key("hk", "compromised", **{"from": "2026-10-20T00:00:01Z"})],
                   [scope("HK", "HK-AEO")]), JP]),)),
    _case("TRU-10.n81", "Two lists that differ over the key of another administration", FIRST,
          "Order", key="jp", trust=(*_trust(), *_trust(
              listed_key("jp", until="2027-01-01T00:00:00Z"), listId="second"))),
]  # fmt: skip

CASES = [*FORM, *XML_FORM, *STATUS, *TRUST]
