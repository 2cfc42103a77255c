"""What a case about attestations is made of, and how a definition becomes its files.

The answers stand in the definitions, taken from part 7 of the specification. Everything is at
one instant, under one trust list and one status list, unless a case says otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from definitions.bases import VIEW
from forging import authority, decoded, listed_key, scope, sd_jwt, seconds, status_list, trust_list
from making import json_bytes
from msgspec import Struct
from xml_forging import Signing, attestation, content

from aeo_exchange.rules import all_rules

AT = "2026-11-01T00:00:00Z"
SIGNED = "2026-10-20T00:00:00Z"
ENDS = "2026-12-31T00:00:00Z"
URI = "https://status.customs.example/hk/1"
INDEX = 4711
LISTED = "2026-10-31T20:00:00Z"
LISTED_UNTIL = "2026-11-02T20:00:00Z"

SD_JWT = "application/vnd.aeo-exchange.status+sd-jwt"
XML = "application/vnd.aeo-exchange.attestation+xml;version=1.0"
TRUST = "application/vnd.aeo-exchange.trust-list+jwt"
STATUS = "application/statuslist+jwt"
PNG = "image/png"
CERTIFICATE = "application/pem-certificate-chain"
HANDOVER = "application/vnd.aeo-exchange.root-handover+jwt"
RECORD_JSON = "application/vnd.aeo-exchange.record+json;version=1.0"

# A view for a partner, with an item behind every claim that a view can have.
RECORD: dict[str, Any] = {
    **VIEW,
    "view": {"audience": "CN", "agreement": "CN-HK-2013"},
    "holder": {
        "kind": "legal-person",
        "tin": "HK00000001",
        "legalName": "Example Trading Limited",
        "otherNames": [
            {"text": "例子貿易有限公司", "language": "zh-Hant", "script": "Hant", "use": "local"}
        ],
        "address": {"lines": ["1 Example Road"], "city": "Example City", "country": "HK"},
        "identifiers": [{"scheme": "HK-BR", "value": "00000001"}],
    },
    "authorisation": {
        "number": "HKAEO-EX-0001",
        "terms": [
            {
                "from": "2024-01-01T00:00:00Z",
                "until": "2027-01-01T00:00:00Z",
                "tiers": ["TIER1"],
                "roles": ["exporter"],
            }
        ],
    },
    "msme": {
        "sizeClass": "small",
        "definition": "EXAMPLE-SMALL-FIRMS",
        "definitionVersion": "1",
        "assessedOn": "2026-01-31",
        "assurance": "certified",
    },
    "consents": [{"scope": "CN-HK-2013", "state": "given", "since": "2024-01-01T00:00:00Z"}],
}
# The same for a human being, whose name and TIN are not shown to everybody.
PERSON: dict[str, Any] = {
    **RECORD,
    "recordId": "HK-2024-0002",
    "holder": {**RECORD["holder"], "kind": "natural-person", "legalName": "Chan Example"},
}
HIDEABLE = (
    "otherNames",
    "address",
    "identifiers",
    "sizeClass",
    "msmeBasis",
    "criteria",
    "record_digest",
)


def record_digest(record: Mapping[str, Any]) -> str:
    """Return the digest of a record: SHA-256 of its RFC 8785 bytes."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def claims_of(record: Mapping[str, Any], **other: Any) -> dict[str, Any]:
    """Return every claim of an attestation about a record, in the order of the standard."""
    holder, term = record["holder"], record["authorisation"]["terms"][-1]
    msme = dict(record.get("msme", {}))
    claims = {
        "iss": record["administration"],
        "sub": holder["tin"],
        "tinCountry": holder["tin"][:2] if holder["kind"] == "natural-person" else None,
        "vct": "urn:aeo-exchange:1.0:status",
        "jti": "case-1",
        "iat": seconds(SIGNED),
        "nbf": seconds(SIGNED),
        "exp": seconds(ENDS),
        "recordId": record["recordId"],
        "revision": record["revision"],
        "view": record.get("view"),
        "programme": record["programme"],
        "authorisationNumber": record["authorisation"]["number"],
        "tiers": term["tiers"],
        "roles": term["roles"],
        "term": {end: term[end] for end in ("from", "until") if end in term},
        "authorisation_status": "granted",
        "status": {"status_list": {"idx": INDEX, "uri": URI}},
        "legalName": holder["legalName"],
        "otherNames": holder.get("otherNames"),
        "address": holder.get("address"),
        "identifiers": holder.get("identifiers"),
        "sizeClass": msme.pop("sizeClass", None),
        "msmeBasis": msme or None,
        "criteria": record["authorisation"].get("criteria"),
        "record_digest": record_digest(record),
        **other,
    }
    return {name: value for name, value in claims.items() if value is not None}


def split(
    claims: Mapping[str, Any], *, person: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the claims that everybody sees and those that are disclosed."""
    hidden = {*HIDEABLE, *(("sub", "legalName") if person else ())}
    return (
        {name: value for name, value in claims.items() if name not in hidden},
        {name: value for name, value in claims.items() if name in hidden},
    )


def token(
    case: str,
    record: Mapping[str, Any] = RECORD,
    key: str = "hk",
    **other: Any,
) -> bytes:
    """Return an attestation in the SD-JWT envelope with all its disclosures."""
    person = record["holder"]["kind"] == "natural-person"
    visible, hidden = split(claims_of(record, **other), person=person)
    return sd_jwt(case, visible, hidden, key).encode()


def present(attested: bytes, *names: str) -> bytes:
    """Return a presentation with the disclosures named."""
    first, *rest = attested.decode().split("~")
    kept = [text for text in rest if text and json.loads(decoded(text))[1] in names]
    return "~".join([first, *kept, ""]).encode()


def document(
    record: Mapping[str, Any] = RECORD,
    how: Signing = Signing(),
    **other: Any,
) -> bytes:
    """Return an attestation in the XML envelope."""
    return attestation(content(claims_of(record, **other), record), how)


HK = authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")], statusLists=[URI])
JP = authority("JP", [listed_key("jp")], [scope("JP", "JP-AEO")])
TRUST_LIST = trust_list([HK, JP])
STATUS_LIST = status_list(URI, {17: 1, 18: 2, 19: 3}, "hk", iat=LISTED, exp=LISTED_UNTIL)


class AttestationCase(Struct, frozen=True, kw_only=True):
    """One case: `<RULE>.p<nn>` is accepted, `<RULE>.n<nn>` is not.

    `sdjwt` and `xml` are the attestation in each envelope that can show the case; `why` says why
    one is missing. With `picture` the case is about a picture of codes.
    `finds` are the codes of the checks that do not pass; a passing case has none.
    `undetermined` are those of them that leave the question open here and not always.
    `check` is that which refuses, where a code is one of several checks.
    `seen` is what the verifier had used before: minSequence, knownRevision, knownStatusAt.
    `pinned_for` names the administrations of all roots, `pinned` those of one root by its name.
    """

    id: str
    title: str
    why: str
    flags: tuple[str, ...]
    sdjwt: bytes | None = None
    xml: bytes | None = None
    picture: bytes | None = None
    trust: tuple[bytes, ...] = (TRUST_LIST,)
    roots: tuple[str, ...] = ("root-1",)
    root_file: bytes | None = None
    pinned_for: tuple[str, ...] = ()
    pinned: Mapping[str, tuple[str, ...]] = {}
    handover: bytes | None = None
    handovers: tuple[bytes, ...] = ()
    status: tuple[bytes, ...] = (STATUS_LIST,)
    record: bytes | None = None
    record_media: str = RECORD_JSON
    at: str = AT
    expect_tin: str | None = None
    seen: Mapping[str, Any] = {}
    test_keys: bool = True
    finds: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    verdict: str = ""
    undetermined: tuple[str, ...] = ()
    check: str = ""

    @property
    def rule(self) -> str:
        """The code of the rule that the case is about."""
        return self.id.partition(".")[0]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"{self.rule.split('-')[1]}/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        yield f"{self.folder}/case.json", json_bytes(self._described())
        for name, written in self._contents():
            yield f"{self.folder}/{name}", written

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        if self.sdjwt is not None:
            yield "input.sdjwt", self.sdjwt
        if self.xml is not None:
            yield "input.xml", self.xml
        if self.picture is not None:
            yield "input.png", self.picture
        if self.record is not None:
            yield _record_name(self.record_media), self.record
        if self.root_file is not None:
            yield "root.pem", self.root_file
        if self.handover is not None:
            yield "handover.jwt", self.handover
        yield from _numbered("handover", "jwt", self.handovers)
        yield from _numbered("trust", "jwt", self.trust)
        yield from _numbered("status", "jwt", self.status)

    def _described(self) -> dict[str, Any]:
        rule = all_rules()[self.rule]
        inputs = [
            ("input.sdjwt", SD_JWT, self.sdjwt),
            ("input.xml", XML, self.xml),
            ("input.png", PNG, self.picture),
        ]
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": [rule.clause],
            "level": rule.level.value,
            "roles": ["verifier"],
            "since": "1.0",
            "flags": list(self.flags),
            "operation": "verify" if self.picture is None else "verify-picture",
            "at": self.at,
            "inputs": [
                {"media": media, "path": name}
                for name, media, written in inputs
                if written is not None
            ],
            "given": self._given(),
            "expect": {
                "verdict": self._verdict(),
                "findings": [
                    {"code": code, "severity": "error", "path": ""} for code in self.finds
                ],
                # Where another code may stand beside, so may the check that says it.
                **({} if self.allow else {"checks": self._checks()}),
                "allow": list(self.allow),
                "forbid": [],
            },
        }

    def _checks(self) -> list[dict[str, str]]:
        """Return the checks that do not pass, by the table of ATT-7-1."""
        is_open_in: dict[str, bool] = {}
        for code in self.finds:
            is_open = _undetermined(code) or code in self.undetermined
            check = self.check or check_of(code)
            is_open_in[check] = is_open and is_open_in.get(check, True)
        if self.verdict == "UNDETERMINED":
            is_open_in = dict.fromkeys(is_open_in, True)
        return [
            {"name": name, "outcome": "undetermined" if undetermined else "fail"}
            for name, undetermined in is_open_in.items()
        ]

    def _verdict(self) -> str:
        if self.verdict:
            return self.verdict
        if not self.finds:
            return "VALID"
        return "UNDETERMINED" if all(map(_undetermined, self.finds)) else "NOT_VALID"

    def _given(self) -> dict[str, Any]:
        names = ["handover.jwt"] if self.handover else []
        names += [name for name, _ in _numbered("handover", "jwt", self.handovers)]
        given = {
            "trust": [
                {"media": TRUST, "path": name} for name, _ in _numbered("trust", "jwt", self.trust)
            ],
            "roots": [
                *(self._root(name) for name in self.roots),
                *([{"media": CERTIFICATE, "path": "root.pem"}] if self.root_file else []),
                *({"media": HANDOVER, "path": name} for name in names),
            ],
            "status": [
                {"media": STATUS, "path": name}
                for name, _ in _numbered("status", "jwt", self.status)
            ],
            "record": (
                {"media": self.record_media, "path": _record_name(self.record_media)}
                if self.record is not None
                else None
            ),
            "pinnedFor": list(self.pinned_for),
            "expectTin": self.expect_tin,
            "testKeys": self.test_keys,
            **self.seen,
        }
        return {name: value for name, value in given.items() if value not in (None, [])}

    def _root(self, name: str) -> dict[str, Any]:
        pins = {"pinnedFor": list(self.pinned[name])} if name in self.pinned else {}
        return {"media": CERTIFICATE, "path": f"keys/{name}.cert.pem", **pins}


# The check that refuses by a code (ATT-7-1); every other code of STA is one of status.
CHECKS = {
    "format": ("SYN-00", *(f"SIG-{number:02}" for number in range(1, 19))),
    # TRU-13 is one of issuer too, but every root of the suite is published as well.
    "trust-list": ("TRU-01", "TRU-02", "TRU-03", "TRU-05", "TRU-06", "TRU-13", "TRU-14"),
    "issuer": ("TRU-04", "TRU-07", "TRU-08", "TRU-09", "TRU-10", "TRU-12"),
    "signature": ("SIG-19",),
    "scope": ("TRU-11",),
    "window": ("SIG-20", "SIG-21"),
    "revision": ("SIG-22",),
    "record-digest": ("SIG-23",),
    "claims-match-record": ("SIG-24",),
    "schema": ("SIG-25",),
    "rules": ("SIG-26",),
    "tin": ("SIG-27",),
}


def check_of(code: str) -> str:
    """Return the name of the check that refuses by a code."""
    return next(
        (name for name, codes in CHECKS.items() if code.removeprefix("AEO-") in codes), "status"
    )


def _undetermined(code: str) -> bool:
    """Say whether a refusal leaves the question open (ATT-7-9)."""
    area, number = code.split("-")[1:]
    return (area == "TRU" and int(number) in {1, 2, 3, 4, 5, 6, 10, 14}) or (
        area == "STA" and int(number) in {1, 2, 3, 4, 5, 6, 10}
    )


def _numbered(name: str, suffix: str, contents: tuple[bytes, ...]) -> list[tuple[str, bytes]]:
    if len(contents) == 1:
        return [(f"{name}.{suffix}", contents[0])]
    return [(f"{name}-{place}.{suffix}", part) for place, part in enumerate(contents, 1)]


def _record_name(media: str) -> str:
    return "record.xml" if "+xml" in media else "record.json"
