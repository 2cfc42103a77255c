"""What a case of answers is made of: heads that were sent, and answers to them as they come."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from attesting import CERTIFICATE, TRUST
from forging import decoded, header, json_text, jws, signed_anew
from making import json_bytes
from msgspec import Struct
from receiving import TOML, TRUST_LIST, profile_digest, profile_toml
from streaming import AGREEMENT, Bytes, Message, written_message

from aeo_exchange.rules import all_rules

AT = "2026-11-05T00:00:00Z"
ANSWERS = "application/vnd.aeo-exchange.conformance.answers+json;version=1.0"
HELD = frozenset({"AEO-SYN-11", "AEO-XCH-43"})


class Answered(Struct, frozen=True, kw_only=True):
    """An answer of Japan to a head of Hong Kong: `claims` are otherwise, and None leaves one out.

    `to` is the head, `head` are members of its header, `key` signs in the place of the one named.
    `chosen` says that a person has chosen this one, `chooses` another digest. What comes `anew`
    was signed once more.
    """

    to: Message
    claims: Mapping[str, Any] = {}
    head: Mapping[str, Any] = {}
    key: str = "jp"
    signer: str = ""
    at: str = ""
    chosen: bool = False
    chooses: str = ""
    anew: bool = False


class AnswerCase(Struct, frozen=True, kw_only=True):
    """One case: what a sender makes of the last answer; `finds` is the code in its way."""

    id: str
    title: str
    why: str
    answers: tuple[Answered, ...]
    sent: tuple[Message, ...]
    profile: Mapping[str, Any]
    finds: str = ""

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"XCH/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        yield f"{self.folder}/case.json", json_bytes(self._described())
        yield f"{self.folder}/input.json", json_bytes(self._document())
        yield f"{self.folder}/trust-1.jwt", TRUST_LIST
        yield f"{self.folder}/profile-1.toml", profile_toml(self.profile)

    def _document(self) -> dict[str, Any]:
        digest = profile_digest(self.profile)
        return {
            "heads": [
                {"head": _head_of(message, digest), "revisions": _revisions(message)}
                for message in self.sent
            ],
            "answers": [_written(answer, digest) for answer in self.answers],
        }

    def _described(self) -> dict[str, Any]:
        rule = all_rules()[self.id.partition(".")[0]]
        verdict = "UNDETERMINED" if self.finds in HELD else "NOT_VALID"
        findings = [{"code": self.finds, "severity": "error", "path": ""}] if self.finds else []
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": [*dict.fromkeys((rule.clause, "XCH-10-5", "CNF-3-19"))],
            "level": "MUST",
            "roles": ["sender"],
            "since": "1.0",
            "flags": ["Answer"],
            "operation": "take-answer",
            "at": AT,
            "inputs": [{"media": ANSWERS, "path": "input.json"}],
            "given": {
                "trust": [{"media": TRUST, "path": "trust-1.jwt"}],
                "roots": [{"media": CERTIFICATE, "path": "keys/root-1.cert.pem"}],
                "profiles": [{"media": TOML, "path": "profile-1.toml"}],
                "testKeys": True,
            },
            "expect": {
                "verdict": verdict if self.finds else "VALID",
                "findings": findings,
                "allow": [],
                "forbid": [],
            },
        }


def _head_of(message: Message, profile: str) -> str:
    head: str = written_message(message, "ndjson", profile)["head"]
    return head


def _revisions(message: Message) -> dict[str, int]:
    lines = [line for line in message.lines if not isinstance(line, Bytes)]
    return {line["key"]: line["record"]["revision"] for line in lines if "record" in line}


def _written(answer: Answered, profile: str) -> dict[str, Any]:
    token = base64.b64decode(_head_of(answer.to, profile)).decode()
    head = hashlib.sha256(decoded(token.split(".")[1])).hexdigest()
    claims = {
        "specVersion": "1.0",
        "iss": "JP",
        "aud": "HK",
        "agreement": AGREEMENT,
        "issuedAt": "2026-11-04T00:00:00Z",
        "head": {"sequence": answer.to.sequence, "digest": head},
        "outcome": "applied",
        **answer.claims,
    }
    payload = json_text({name: value for name, value in claims.items() if value is not None})
    signed = jws(
        {**header(answer.key, "aeo-answer+jwt"), **answer.head},
        payload,
        answer.signer or answer.key,
    )
    if answer.anew:
        signed = signed_anew(signed)
    digest = hashlib.sha256(payload).hexdigest()
    chosen = digest if answer.chosen else answer.chooses
    return {
        "answer": base64.b64encode(signed.encode()).decode(),
        **({"at": answer.at} if answer.at else {}),
        **({"chosen": chosen} if chosen else {}),
    }
