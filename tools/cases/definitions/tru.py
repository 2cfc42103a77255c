"""Cases of TRU: who may speak for what, by which keys, under which list."""

from __future__ import annotations

import base64
import json
from typing import Any

from attesting import (
    AT,
    HK,
    JP,
    PERSON,
    RECORD,
    SIGNED,
    TRUST_LIST,
    URI,
    AttestationCase,
    document,
    present,
    token,
)
from forging import KEYS as KEYS_FOLDER
from forging import (
    authority,
    certificate,
    decoded,
    header,
    jws,
    listed_key,
    scope,
    status_list,
    thumbprint,
    trust_list,
)
from xml_forging import Signing

from definitions.bases import BRITAIN, MODULES


def _case(name: str, title: str, why: str, flag: str, **more: Any) -> AttestationCase:
    """Return a case in both envelopes; `claims` are those that differ, `key` who signs."""
    claims, about = more.pop("claims", {}), more.pop("about", RECORD)
    key = more.pop("key", "hk")
    number, letter = name.split(".")
    rule = f"AEO-TRU-{number}"
    return AttestationCase(
        id=f"{rule}.{letter}",
        title=title,
        why=why,
        flags=(flag,),
        sdjwt=token(f"{rule}.{letter}", about, key, **claims),
        xml=document(about, Signing(key=key), **claims),
        finds=more.pop("finds", (rule,) if letter.startswith("n") else ()),
        **more,
    )


def _hk(*keys: dict[str, Any], **more: Any) -> dict[str, Any]:
    scopes = more.pop("scopes", [scope("HK", "HK-AEO")])
    return authority("HK", list(keys) or [listed_key("hk")], scopes, statusLists=[URI], **more)


def _trust(*authorities: dict[str, Any], **more: Any) -> tuple[bytes, ...]:
    return (trust_list(list(authorities), **more),)


def _rewritten(before: str, after: str) -> tuple[bytes, ...]:
    """Return the trust list with another text in it, signed by the root."""
    payload = decoded(TRUST_LIST.decode().split(".")[1]).decode()
    assert before in payload
    return (
        jws(
            header("root-1", "aeo-trust-list+jwt"),
            payload.replace(before, after, 1).encode(),
            "root-1",
        ).encode(),
    )


PEM_IN_BASE64 = base64.b64encode((KEYS_FOLDER / "hk.cert.pem").read_bytes()).decode()
UNSIGNED = decoded(TRUST_LIST.decode().split(".")[1])
LISTS = [
    _case("01.p01", "One list of one root", "That is all it takes.", "TrustList"),
    _case("01.n01", "No trust list and no root", "The signature may be right; nobody says whose it "
          "is.", "NoTrust", trust=(), roots=()),
    _case("01.n02", "A root and no trust list", "A root signs lists, not attestations.", "NoTrust",
          trust=()),
    _case("02.p01", "The highest sequence there is", "2^31 is the last one.", "Edge",
          trust=_trust(HK, JP, sequence=2**31)),
    _case("02.n01", "A name twice in the list", "Two readers trust two sets of keys.",
          "DuplicateName", trust=_rewritten('"sequence":7', '"sequence":9,"sequence":7')),
    _case("02.n02", "A member that the standard does not have", "A reader that knows it would act "
          "on it.", "Unknown", trust=_trust(HK, JP, note="trust everybody")),
    _case("02.n03", "A token of another type", "Another message of the root.", "WrongType",
          trust=_trust(HK, JP, head={"typ": "JWT"})),
    _case("02.n04", "A key under the name of another", "The name is the thumbprint of the key.",
          "KeyId", trust=_rewritten(thumbprint("hk"), thumbprint("sg"))),
    _case("02.n05", "ES384 for a key of P-256", "The algorithm belongs to the key.", "Algorithm",
          trust=_rewritten('"algorithm":"ES256"', '"algorithm":"ES384"')),
    _case("02.n06", "A sequence above 2^31", "Then no list could follow.", "Edge",
          trust=_trust(HK, JP, sequence=2**31 + 1)),
    _case("02.n07", "An RSA certificate", "Keys are elliptic.", "Algorithm",
          trust=_rewritten(certificate("hk"), certificate("rsa"))),
    _case("02.p02", "Blanks and line ends around the list", "White space at either end of a token "
          "is no part of it.", "WhiteSpace", trust=(b" \r\n" + TRUST_LIST + b" \t\r\n\n",)),
    _case("02.n08", "A blank inside the token", "Only at its ends is white space nothing.",
          "WhiteSpace", trust=(TRUST_LIST.replace(b".", b". ", 1),)),
    _case("02.n09", "A prefix twice in a scope", "A set has each element once.", "Set",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", "HK", "HK")]), JP)),
    _case("02.n10", "Prefixes that are not in order", "A set is sorted.", "Set",
          trust=_trust(_hk(scopes=[{**scope("HK", "HK-AEO"), "tinPrefixes": ["HK0", "HK"]}]), JP)),
    _case("02.n11", "Purposes that are not in order", "A set is sorted.", "Set",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", purposes=["status", "attestation"])]),
                       JP)),
    _case("02.n12", "Status lists that are not in order", "A set is sorted.", "Set",
          trust=_trust({**_hk(), "statusLists": [URI, URI[:-1] + "0"]}, JP)),
    _case("02.p03", "Several prefixes, purposes and status lists, all in order", "Sets are sorted "
          "by the canonical bytes of their elements.", "Set",
          trust=_trust({**_hk(scopes=[{**scope("HK", "HK-AEO"), "tinPrefixes": ["HK", "HK0"]}]),
                        "statusLists": [URI, URI[:-1] + "2"]}, JP)),
    _case("02.n13", "A certificate in PEM, in base64", "It is base64 of DER.", "Certificate",
          trust=_rewritten(certificate("hk"), PEM_IN_BASE64)),
    _case("02.n14", "Base64 of a certificate without its padding", "There is one way to write it.",
          "Certificate", trust=_rewritten(certificate("hk"), certificate("hk").rstrip("=") + "*")),
    _case("02.n15", "The next list due when this one was issued", "It would be overdue at once.",
          "Times", trust=_trust(HK, JP, issued="2026-11-15T00:00:00Z")),
    _case("02.p04", "The next list due a second after this one was issued, asked at the latter",
          "A short life is one.", "Times", trust=_trust(
              HK, JP, issued=AT, due="2026-11-01T00:00:01Z")),
    _case("02.n16", "A sequence of 0", "The first is 1.", "Edge", trust=_trust(HK, JP, sequence=0)),
    _case("02.n17", "No authority", "Nobody may speak.", "Form", trust=_trust()),
    _case("02.n19", "A list of a newer version", "What it says cannot be judged here, and no list "
          "counts.", "Version", trust=_trust(HK, JP, specVersion="1.1")),
    _case("02.n18", "An authority without a scope", "It may speak for nothing.", "Form",
          trust=_trust(authority("HK", [listed_key("hk")], []))),
    _case("03.n06", "A root that is no certificate", "What cannot be read pins nothing.", "Root",
          roots=(), root_file=b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    _case("03.n07", "A root with a key of RSA", "Keys are elliptic: it pins nothing.", "Root",
          roots=("rsa",)),
    _case("03.p02", "A root that is no certificate, beside one that is", "What cannot be read pins "
          "nothing, and takes nothing away.", "Root", root_file=b"rubbish"),
    _case("03.p03", "A root pinned for two administrations", "It may vouch for either.", "Root",
          pinned_for=("HK", "JP")),
    _case("03.n08", "The list was changed after the root had signed", "One character is enough.",
          "Changed", trust=(TRUST_LIST.split(b".")[0] + b"." + _trust(JP, HK)[0].split(b".")[1]
                            + b"." + TRUST_LIST.split(b".")[2],)),
    _case("03.p01", "A root pinned for the administration that speaks", "It may vouch for it.",
          "Root", pinned_for=("HK",)),
    _case("03.n01", "Signed by a root that is not pinned", "Anybody can make a root.", "Root",
          trust=_trust(HK, JP, name="root-2")),
    _case("03.n02", "Signed by an authority of the list", "Nobody vouches for oneself.", "Root",
          trust=_trust(HK, JP, name="jp")),
    _case("03.n03", "A list that nobody has signed", "Anybody can write one.", "Unsigned",
          trust=(UNSIGNED,)),
    _case("03.n04", "Signed by the key of a stranger under the name of the root", "A name is no "
          "proof.", "Root", trust=(jws(header("root-1", "aeo-trust-list+jwt"), UNSIGNED,
                                       "vendor").encode(),)),
    _case("03.n05", "A root pinned for another administration", "For this one it cannot vouch: the "
          "key is as unknown as if it were not in the list.", "Root", pinned_for=("JP",),
          finds=("AEO-TRU-07",), allow=("AEO-TRU-03",)),
]  # fmt: skip
LATE = "2026-11-16T00:00:00Z"
LATE_STATUS = (status_list(URI, {}, "hk", iat="2026-11-15T12:00:00Z", exp="2026-11-16T12:00:00Z"),)
OTHER_ORDER = (TRUST_LIST, trust_list([JP, HK]))
OLDER_FORK = (trust_list([HK, JP], sequence=6), trust_list([JP, HK], sequence=6))
PAST = trust_list([HK, JP], due="2026-10-31T23:59:59Z")
CURRENT_LIST = trust_list([HK], listId="second")
RETIRED = listed_key(
    "hk", "retired", **{"from": "2024-01-01T00:00:00Z", "until": "2026-10-20T00:00:01Z"}
)


def _listed_by_sg(at: str) -> tuple[bytes, ...]:
    day = at.partition("T")[0]
    return (status_list(URI, {}, "sg", iat=f"{day}T00:00:00Z", exp=f"{day}T12:00:00Z"),)


CURRENT = [
    _case("04.p01", "Asked at the instant by which the next list is due", "Until then it is not "
          "overdue.", "Edge", at="2026-11-15T00:00:00Z", status=(status_list(
              URI, {}, "hk", iat="2026-11-14T12:00:00Z", exp="2026-11-15T12:00:00Z"),)),
    _case("04.n01", "A day later, with a key that the list has", "A newer list may have withdrawn "
          "it.", "Overdue", at=LATE, status=LATE_STATUS),
    _case("04.n02", "A day later, with a key that the list does not have", "A newer list may have "
          "it.", "Overdue", at=LATE, status=LATE_STATUS, key="vendor"),
    _case("04.n03", "A second after the instant by which the next list is due", "Now it is "
          "overdue.", "Edge", at="2026-11-15T00:00:01Z", status=(status_list(
              URI, {}, "hk", iat="2026-11-14T12:00:00Z", exp="2026-11-15T12:00:00Z"),)),
    _case("04.p02", "An overdue list and a current one that says the same", "The current one is "
          "enough; the other takes nothing away.", "Overdue", trust=(PAST, CURRENT_LIST)),
    _case("04.p03", "The same, the current one first", "Their order says nothing.", "Overdue",
          trust=(CURRENT_LIST, PAST)),
    _case("04.n04", "Two overdue lists that say the same", "A newer issue of either may say "
          "otherwise.", "Overdue", trust=(PAST, trust_list([HK], due="2026-10-31T23:59:59Z",
                                                           listId="second"))),
    _case("04.n05", "An overdue list that has the key, a current one that has not", "Only the "
          "overdue one says whose it is.", "Overdue",
          trust=(PAST, trust_list([JP], listId="second"))),
    _case("04.n06", "A key in neither of an overdue list and a current one", "A newer issue of "
          "the overdue one may have it.", "Overdue", key="vendor", trust=(PAST, CURRENT_LIST)),
    _case("04.p04", "An overdue list without the key, a current one with it", "The current one is "
          "enough.", "Overdue", trust=(trust_list([JP], due="2026-10-31T00:00:00Z"),
                                       CURRENT_LIST)),
    _case("04.p05", "A list that was issued a year after the instant asked about", "Who asks about "
          "the past has the newest list; issuedAt is not compared with the instant.", "Issued",
          trust=_trust(HK, JP, issued="2027-11-01T00:00:00Z", due="2027-12-01T00:00:00Z")),
    _case("04.n07", "A retired key in an overdue list", "A newer list may call it compromised.",
          "Overdue", at=LATE, status=_listed_by_sg(LATE), trust=_trust(
              _hk(RETIRED, listed_key("sg")))),
    _case("05.p02", "A newer sequence than was asked for", "Sequences may have gaps.", "Rollback",
          seen={"minSequence": 6}),
    _case("05.p01", "The sequence that was asked for", "As new as it has to be.", "Rollback",
          seen={"minSequence": 7}),
    _case("05.n01", "One sequence older than the last one used", "It may trust a key that the "
          "newer one does not.", "Rollback", seen={"minSequence": 8}),
    _case("05.n02", "Much older", "Sequences may have gaps.", "Rollback",
          seen={"minSequence": 2**31}),
    _case("06.p01", "One content, signed by two roots", "It is one issue of one list.", "Fork",
          trust=(TRUST_LIST, trust_list([HK, JP], "root-2")), roots=("root-1", "root-2")),
    _case("06.n01", "Two contents of one number, both signed by the root", "Somebody shows "
          "different lists to different people.", "Fork",
          trust=(TRUST_LIST, *_trust(_hk(listed_key("hk"), listed_key("sg")), JP))),
    _case("06.n02", "The same authorities in another order", "Other bytes, so another issue.",
          "Fork", trust=OTHER_ORDER),
    _case("06.p31", "Two contents of an older number, and the newest issue", "What is older says "
          "nothing, forked or not.", "Fork", allow=("AEO-TRU-05", "AEO-TRU-06"),
          trust=(*OLDER_FORK, TRUST_LIST)),
    _case("05.n31", "Two contents of one number, and an issue of a lower number", "That there is a "
          "newer issue is known, so the older one may trust a key that this one does not.", "Fork",
          allow=("AEO-TRU-06",), trust=(*OTHER_ORDER, trust_list([HK, JP], sequence=6))),
]  # fmt: skip
STATUS_BY_SG = (status_list(URI, {}, "sg", iat="2026-10-31T20:00:00Z", exp="2026-11-02T20:00:00Z"),)
KEYS = [
    _case("07.p01", "The second key of the authority", "An authority may have several.", "Keys",
          trust=_trust(_hk(listed_key("sg"), listed_key("hk")), JP)),
    _case("07.n01", "A key that no list has", "A right signature of a stranger.", "UnknownKey",
          key="vendor"),
    _case("07.n02", "The authority is gone from the list", "It may no longer speak.", "UnknownKey",
          trust=_trust(JP)),
    _case("08.p01", "Another key of the authority is compromised", "This one is not.",
          "Compromised", trust=_trust(_hk(listed_key("sg", "compromised"), listed_key("hk")))),
    _case("08.n01", "A key that is compromised", "Whoever has it can sign with any date.",
          "Compromised", trust=_trust(_hk(listed_key("hk", "compromised")))),
    _case("08.n02", "A key that an overdue list knows to be compromised", "A newer list would not "
          "make it whole.", "Compromised", at=LATE, status=LATE_STATUS,
          trust=_trust(_hk(listed_key("hk", "compromised")))),
    _case("08.n03", "A key that was compromised after it had signed", "Nobody can tell when "
          "something was signed with it.", "Compromised",
          trust=_trust(_hk(listed_key("hk", "compromised", until="2026-10-25T00:00:00Z")))),
    _case("09.p01", "A retired key, used in the last second of its period", "What it signed then "
          "stands.", "Retired", trust=_trust(_hk(RETIRED, listed_key("sg"))),
          status=STATUS_BY_SG),
    _case("09.n01", "Signed before the period of the key", "A date that was put back.",
          "BackDated", trust=_trust(_hk(listed_key("hk", **{"from": "2026-10-20T00:00:01Z"})))),
    _case("09.n02", "Signed at the end of the period of the key", "The end is exclusive.",
          "Retired", trust=_trust(_hk(listed_key("hk", "retired", until=SIGNED)))),
    _case("09.n03", "A retired key, and nobody says since when", "Then every date is too late.",
          "Retired", trust=_trust(_hk(listed_key("hk", "retired")))),
    _case("09.p02", "Signed at the first second of the period of the key", "The beginning is "
          "inclusive.", "Edge", trust=_trust(_hk(listed_key("hk", **{"from": SIGNED})))),
    _case("09.p03", "An active key, used in the last second of its period", "It was inside.",
          "Edge", trust=_trust(_hk(listed_key("hk", until="2026-10-20T00:00:01Z"),
                                   listed_key("sg"))), status=STATUS_BY_SG),
    _case("09.n04", "An active key, used at the end of its period", "The end is exclusive, "
          "whatever its state.", "Edge", trust=_trust(
              _hk(listed_key("hk", until=SIGNED), listed_key("sg"))), status=STATUS_BY_SG),
    _case("09.n05", "A retired key, used before its period", "A date that was put back.",
          "BackDated", trust=_trust(_hk(listed_key("hk", "retired", **{
              "from": "2026-10-20T00:00:01Z", "until": "2026-10-25T00:00:00Z"})))),
    _case("10.n03", "Another scope in the second list", "One of them is wrong.", "Conflict",
          trust=(TRUST_LIST, trust_list([_hk(scopes=[scope("HK", "HK-AEO", "HK", "HKX")])],
                                        listId="second"))),
    _case("10.n04", "One tuple more in the second list", "One of them is wrong.", "Conflict",
          trust=(TRUST_LIST, trust_list([_hk(scopes=[
              scope("HK", "HK-AEO"), scope("HK", "HK-OTHER")])], listId="second"))),
    _case("10.n05", "Other status lists in the second list", "One of them is wrong.", "Conflict",
          trust=(TRUST_LIST, trust_list([{**_hk(), "statusLists": [URI, URI[:-1] + "2"]}],
                                        listId="second"))),
    _case("10.n06", "No status lists in the second list", "Any that its keys sign, says that "
          "one.", "Conflict", trust=(TRUST_LIST, trust_list(
              [authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")])], listId="second"))),
    _case("10.n07", "Another beginning of the period in the second list", "One of them is wrong.",
          "Conflict", trust=(TRUST_LIST, trust_list(
              [_hk(listed_key("hk", **{"from": "2024-01-01T00:00:00Z"}))], listId="second"))),
    _case("10.n08", "An end of the period in the second list", "One of them is wrong.",
          "Conflict", trust=(TRUST_LIST, trust_list(
              [_hk(listed_key("hk", until="2027-01-01T00:00:00Z"))], listId="second"))),
    _case("10.n09", "Retired in the second list", "One of them is wrong.", "Conflict",
          trust=(TRUST_LIST, trust_list([_hk(listed_key(
              "hk", "retired", until="2027-01-01T00:00:00Z"))], listId="second"))),
    _case("10.p02", "The tuples of a scope in another order", "They say the same.", "Conflict",
          trust=(_trust(_hk(scopes=[scope("HK", "HK-AEO"), scope("HK", "HK-OTHER")]))[0],
                 trust_list([_hk(scopes=[scope("HK", "HK-OTHER"), scope("HK", "HK-AEO")])],
                            listId="second"))),
    _case("10.p03", "Another key differs in the second list", "Of this one they say the same.",
          "Conflict", trust=(_trust(_hk(listed_key("hk"), listed_key("sg")))[0], trust_list(
              [_hk(listed_key("hk"), listed_key("sg", "compromised"))], listId="second"))),
    _case("10.n10", "Two places of one list with other periods", "One of them is wrong.",
          "Conflict", trust=_trust(HK, _hk(listed_key("hk", until="2027-01-01T00:00:00Z")))),
    _case("10.n11", "One key under two administrations, by a root pinned for both", "It is heard "
          "for both, and whose is the key?", "Conflict", pinned_for=("HK", "JP"), trust=_trust(
              HK, authority("JP", [listed_key("hk")], [scope("JP", "JP-AEO")]))),
    _case("10.p04", "One key under two administrations, by a root pinned for one", "Of the other "
          "it is not heard.", "Conflict", pinned_for=("HK",), allow=("AEO-TRU-03",), trust=_trust(
              HK, authority("JP", [listed_key("hk")], [scope("JP", "JP-AEO")]))),
    _case("10.p01", "Two lists that say the same of the key", "They agree.", "Conflict",
          trust=(TRUST_LIST, trust_list([HK], listId="second"))),
    _case("10.n01", "Active in one list, compromised in the other", "Choosing one would be "
          "guessing.", "Conflict", trust=(TRUST_LIST, trust_list(
              [_hk(listed_key("hk", "compromised"))], listId="second"))),
    _case("10.n02", "One key under two administrations of one list", "Whose is it?", "Conflict",
          trust=_trust(HK, authority("JP", [listed_key("hk")], [scope("JP", "JP-AEO")]))),
]  # fmt: skip


def _view(record: dict[str, Any]) -> dict[str, Any]:
    """Return the view of a record that holds public items only."""
    first = ("specVersion", "administration", "recordId", "revision", "issuedAt")
    holder = {name: record["holder"][name] for name in ("kind", "tin", "legalName")}
    return {
        **{name: record[name] for name in first},
        "view": {"audience": "CN"},
        "programme": record["programme"],
        "holder": holder,
        "authorisation": {name: record["authorisation"][name] for name in ("number", "terms")},
        "history": record["history"],
    }


GERMAN = _view(MODULES)
BRITISH = _view(BRITAIN)
DE = authority("DE", [listed_key("de")], [scope("DE", "EU-AEO")])
FR = authority("FR", [listed_key("fr")], [scope("FR", "EU-AEO")])
EU = authority("EU", [listed_key("eu")], [scope("EU", "EU-AEO", "DE", "FR")])
GB = authority("GB", [listed_key("gb")], [scope("GB", "GB-AEO")])
XI = authority("XI", [listed_key("xi")], [scope("XI", "EU-AEO")])
NO_RECORD = "The XML envelope is not asked: no record of that kind would be valid."


def _listed_by(key: str) -> tuple[bytes, ...]:
    return (status_list(URI, {}, key, iat="2026-10-31T20:00:00Z", exp="2026-11-02T20:00:00Z"),)


def _speaks(
    name: str,
    title: str,
    why: str,
    key: str,
    trust: tuple[bytes, ...],
    **claims: Any,
) -> AttestationCase:
    """Return a case about claims alone: about Germany's record, with other claims."""
    number, letter = name.split(".")
    rule = f"AEO-TRU-{number}"
    return AttestationCase(
        id=f"{rule}.{letter}",
        title=title,
        why=f"{why} {NO_RECORD}",
        flags=("Scope",),
        sdjwt=token(f"{rule}.{letter}", GERMAN, key, **claims),
        trust=trust,
        status=_listed_by(key),
        finds=(rule,) if letter.startswith("n") else (),
    )


PERSON_TOKEN = token("person", PERSON)


def _hidden(
    name: str, title: str, why: str, sdjwt: bytes, prefixes: tuple[str, ...], verdict: str = ""
) -> AttestationCase:
    """Return a case about a natural person and the prefixes of a scope."""
    scopes = [scope("HK", "HK-AEO", *prefixes), scope("HK", "HK-AEO", purposes=["status"])]
    return AttestationCase(
        id=f"AEO-TRU-{name}",
        title=title,
        why=f"{why} {NO_RECORD}",
        flags=("Scope", "NaturalPerson"),
        sdjwt=sdjwt,
        trust=_trust(_hk(scopes=scopes)),
        finds=("AEO-TRU-11",) if ".n" in name else (),
        verdict=verdict,
    )


SCOPE = [
    _case("11.p01", "A member state for its own firm under the Union's programme", "Programme and "
          "prefix are both in its scope.", "Scope", about=GERMAN, key="de",
          trust=_trust(DE, FR, EU), status=_listed_by("de")),
    _speaks("11.p02", "The Union by a key of the Union", "The list gives it that key.", "eu",
            _trust(DE, EU), iss="EU"),
    _speaks("11.p03", "Northern Ireland for a firm of its own", "XI is an authority of its own.",
            "xi", _trust(GB, XI), iss="XI", sub="XI123456789000"),
    _speaks("11.n01", "Germany about a French firm", "Each member state speaks for its own.", "de",
            _trust(DE, FR, EU), sub="FR12345678901234"),
    _case("11.n02", "Great Britain about a firm of Northern Ireland", "GB does not speak for XI.",
          "Scope", about=BRITISH, key="gb", trust=_trust(GB, XI), status=_listed_by("gb"),
          claims={"sub": "XI123456789000"}, finds=("AEO-TRU-11",), allow=("AEO-SIG-24",)),
    _case("11.n03", "A programme that the scope does not have", "It may speak for another one.",
          "Scope", trust=_trust(_hk(scopes=[scope("HK", "HK-OTHER", purposes=["attestation"]),
                                            scope("HK", "HK-AEO", purposes=["status"])]))),
    _case("11.n04", "A scope for status lists only", "Attestations are another purpose.", "Purpose",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", purposes=["status"])]))),
    _case("11.n05", "A scope that had ended when it was signed", "The end is exclusive.", "Scope",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", until=SIGNED),
                                   scope("HK", "HK-AEO", purposes=["status"])]))),
    _case("11.n06", "Programme and purpose in two tuples", "One tuple must match whole.", "Scope",
          trust=_trust(_hk(scopes=[scope("HK", "HK-OTHER"), scope("HK", "HK-AEO", "JP"),
                                   scope("HK", "HK-AEO", purposes=["status"])]))),
    _hidden("11.p31", "A natural person whose TIN is not disclosed", "The scope is of the whole "
            "country, so the country suffices.", present(PERSON_TOKEN), ("HK",)),
    _hidden("11.p32", "A scope for some TINs of the country, and a TIN that is disclosed", "It is "
            "compared as that of a firm.", present(PERSON_TOKEN, "sub"), ("HK0",)),
    _hidden("11.n31", "A scope for another country than that of a TIN not disclosed", "The country "
            "says enough.", present(PERSON_TOKEN), ("JP",)),
    _hidden("11.n32", "A scope for some TINs of the country of a TIN not disclosed", "It may be "
            "one of them or not; the holder can disclose it.", present(PERSON_TOKEN), ("HK0",),
            verdict="UNDETERMINED"),
    _hidden("11.n33", "Two prefixes, one of which goes on behind the country of a hidden TIN",
            "The TIN may begin with that one.", present(PERSON_TOKEN), ("HK0", "JP"),
            verdict="UNDETERMINED"),
    _case("11.n07", "A tuple in the name of another administration", "Its administration must be "
          "the one that speaks.", "Scope", trust=_trust(_hk(scopes=[
              scope("JP", "HK-AEO", "HK"), scope("HK", "HK-AEO", purposes=["status"])]))),
    _case("11.n08", "A tuple of other prefixes", "The TIN must begin with one.", "Scope",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", "HK1", "KH")]))),
    _case("11.p04", "The second of two prefixes fits", "One is enough.", "Scope",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", "CN", "HK000")]))),
    _case("11.p05", "A prefix that is the whole TIN", "It begins the TIN.", "Edge",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", "HK00000001")]))),
    _case("11.n09", "A prefix that differs in its last character", "It must begin it.", "Edge",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", "HK00000002")]))),
    _case("11.n10", "A prefix that is longer than the TIN", "It must begin it.", "Edge",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", "HK000000011")]))),
    _case("11.p06", "The second of two tuples fits", "One is enough.", "Scope",
          trust=_trust(_hk(scopes=[scope("HK", "HK-OTHER"), scope("HK", "HK-AEO")]))),
    _case("11.p07", "A scope that began when it was signed", "The beginning is inclusive.",
          "Edge", trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", **{"from": SIGNED})]))),
    _case("11.n11", "A scope that began a second after it was signed", "The beginning is "
          "inclusive, and later.", "Edge", trust=_trust(_hk(scopes=[
              scope("HK", "HK-AEO", **{"from": "2026-10-20T00:00:01Z"})]))),
    _case("11.p08", "A scope that ended a second after it was signed", "It was inside.", "Edge",
          trust=_trust(_hk(scopes=[scope("HK", "HK-AEO", until="2026-10-20T00:00:01Z"),
                                   scope("HK", "HK-AEO", purposes=["status"])]))),
    _case("11.n12", "A scope for the exchange only", "Attestations are another purpose.",
          "Purpose", trust=_trust(_hk(scopes=[
              scope("HK", "HK-AEO", purposes=["exchange", "status"])]))),
    _case("12.n05", "The key of another administration, whose scope names the one that speaks",
          "A tuple in the name of another never counts.", "Issuer", key="jp", trust=_trust(
              HK, authority("JP", [listed_key("jp")], [scope("HK", "HK-AEO")]))),
    _case("12.p01", "The key of the administration that speaks", "It is listed under its name.",
          "Issuer"),
    _case("12.n01", "The key of another administration", "Japan signs in Hong Kong's name.",
          "Issuer", key="jp"),
    _case("12.n04", "A German attestation by the key of France", "Each member state signs its "
          "own.", "Issuer", about=GERMAN, key="fr", trust=_trust(DE, FR), status=_listed_by("de")),
    _speaks("12.n02", "The Union by the key of a member state", "Only a key that the list gives "
            "to the Union speaks for it.", "de", _trust(DE, EU), iss="EU"),
    _speaks("12.n03", "Northern Ireland by the key of Great Britain", "They are two authorities.",
            "gb", _trust(GB, XI), iss="XI", sub="XI123456789000"),
]  # fmt: skip
BY_NO_ROOT = trust_list([HK, JP], "root-2", listId="second")
TEST_KEYS = [
    _case("13.p01", "A published key, where test keys were asked for", "For tests and for learning "
          "only.", "TestKey"),
    _case("13.n01", "A published key", "Everybody has its private half.", "TestKey",
          test_keys=False),
    _case("13.n02", "A published key in a list that trusts it", "A list cannot make it secret.",
          "TestKey", test_keys=False, trust=_trust(HK)),
    _case("13.n81", "Two lists by published keys", "Each is refused for that, so the check fails.",
          "TestKey", test_keys=False, roots=("root-1", "root-2"),
          trust=(TRUST_LIST, trust_list([HK], "root-2", listId="second"))),
    _case("03.n83", "A list by a root that is not pinned, before one by a published key", "The "
          "first may be right; that the second is refused says nothing of it.", "TestKey",
          test_keys=False, trust=(BY_NO_ROOT, TRUST_LIST), allow=("AEO-TRU-13",)),
    _case("03.n84", "The same, the list by the published key first", "Their order says nothing.",
          "TestKey", test_keys=False, trust=(TRUST_LIST, BY_NO_ROOT), allow=("AEO-TRU-13",)),
]  # fmt: skip


HANDOVER_TYP = "aeo-root-handover+jwt"


def _handover(
    inner: str,
    outer: str,
    old: str = "root-1",
    new: str = "root-2",
    *,
    typ: str = HANDOVER_TYP,
    outer_typ: str = HANDOVER_TYP,
    **other: object,
) -> bytes:
    """Return the introduction of a new root, signed by two keys of any name."""
    payload = {
        "specVersion": "1.0",
        "oldRoot": thumbprint(old),
        "newRoot": certificate(new),
        "issuedAt": "2026-10-14T00:00:00Z",
        **other,
    }
    payload = {name: value for name, value in payload.items() if value is not None}
    by_old = jws(header(old, typ), payload, inner)
    return jws(header(new, outer_typ), {"handover": by_old}, outer).encode()


RIGHT_HANDOVER = _handover("root-1", "root-2")


def _outer(payload: object) -> bytes:
    """Return a token of the new root around a payload of any kind."""
    return jws(header("root-2", HANDOVER_TYP), payload, "root-2").encode()


BY_NEW_ROOT = _trust(HK, JP, name="root-2")


def _root(name: str, title: str, why: str, handover: bytes, **more: Any) -> AttestationCase:
    given = {"trust": BY_NEW_ROOT, "handover": handover, **more}
    return _case(f"14.{name}", title, why, "Handover", **given)


def _by_old_alone() -> bytes:
    """Return the inner token of a handover by itself."""
    payload = json.loads(decoded(RIGHT_HANDOVER.decode().split(".")[1]))
    return str(payload["handover"]).encode()


ROOTS = [
    _root("p01", "A list by a new root that the old one introduced", "Both have signed the "
          "handover.", RIGHT_HANDOVER),
    _root("p02", "A list by the old root, with the handover beside", "Both roots count.",
          RIGHT_HANDOVER, trust=(TRUST_LIST,)),
    _root("p03", "Blanks and line ends around the handover", "White space at either end of a token "
          "is no part of it.", b"\n " + RIGHT_HANDOVER + b" \r\n"),
    _root("p04", "A new root takes over what the old one was pinned for", "It vouches for the same "
          "administrations.", RIGHT_HANDOVER, pinned_for=("HK",)),
    _root("n01", "A handover that the new root did not sign", "The old root may name a key that "
          "it does not have.", _handover("root-1", "vendor")),
    _root("n02", "A handover that the old root did not sign", "A stranger introduces itself.",
          _handover("vendor", "root-2")),
    _root("n03", "A handover by a root that is not pinned", "A stranger introduces a stranger.",
          _handover("vendor", "root-2", old="vendor")),
    _root("n04", "Another root is named as the old one", "oldRoot is the key that signed inside.",
          _handover("root-1", "root-2", oldRoot=thumbprint("vendor"))),
    _root("n05", "The inner token is of another type", "Another message of the old root.",
          _handover("root-1", "root-2", typ="JWT")),
    _root("n06", "The outer token is of another type", "Another message of the new root.",
          _handover("root-1", "root-2", outer_typ="JWT")),
    _root("n07", "The statement of the old root alone", "The new one has to accept.",
          _by_old_alone()),
    _root("n08", "The new root named by its thumbprint", "newRoot is a certificate.",
          _handover("root-1", "root-2", newRoot=thumbprint("root-2"))),
    _root("n09", "The certificate of the new root in PEM, in base64", "It is base64 of DER.",
          _handover("root-1", "root-2", newRoot=base64.b64encode(
              (KEYS_FOLDER / "root-2.cert.pem").read_bytes()).decode())),
    _root("n10", "A member that the standard does not have", "Nobody says what it means.",
          _handover("root-1", "root-2", note="for all")),
    _root("n11", "No instant of issue", "It is always written.",
          _handover("root-1", "root-2", issuedAt=None)),
    _root("n12", "Another version", "Nobody says what it means.",
          _handover("root-1", "root-2", specVersion="2.0")),
    _root("n15", "A newer version", "What it says cannot be judged here.",
          _handover("root-1", "root-2", specVersion="1.1")),
    _root("n61", "A member beside the inner token", "Nobody says what it means.",
          _outer({"handover": _by_old_alone().decode(), "note": "for all"})),
    _root("n62", "The inner statement and not the token of the old root", "The old root has not "
          "signed it.", _outer({"handover": json.loads(decoded(_by_old_alone().decode().split(
              ".")[1]))})),
    _root("n63", "A list of inner tokens", "There is one, a text.",
          _outer({"handover": [_by_old_alone().decode()]})),
    _root("n64", "No inner token", "The old root has not spoken.", _outer({})),
    _root("n13", "A handover between published keys, which nobody asked to take", "Of the two "
          "refusals the handover is said, and no list counts.", RIGHT_HANDOVER, test_keys=False),
    _root("n14", "A refused handover beside a list by the pinned root", "Where a handover is "
          "refused, no list counts.", _handover("vendor", "root-2"), trust=(TRUST_LIST,)),
    _case("07.n03", "A new root for another administration than the one that speaks", "It vouches "
          "for what the old one was pinned for, and no more.", "Handover", trust=BY_NEW_ROOT,
          handover=RIGHT_HANDOVER, pinned_for=("JP",), allow=("AEO-TRU-03",)),
]  # fmt: skip

CASES = [*LISTS, *CURRENT, *KEYS, *SCOPE, *TEST_KEYS, *ROOTS]
