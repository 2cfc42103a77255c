"""What a case of a receiver is made of: messages of a stream, and what it must hold in the end.

The answers stand in the definitions, taken from part 6 of the specification. The receiver begins
with nothing; the verdict is that on the last message.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from attesting import CERTIFICATE, JP, TRUST
from forging import authority, listed_key, scope, trust_list
from making import json_bytes
from msgspec import Struct
from streaming import AGREEMENT, STREAM, Bytes, Message, written_message

from aeo_exchange.reference.files import in_camel_case
from aeo_exchange.rules import all_rules

AT = "2026-11-05T00:00:00Z"
MESSAGES = "application/vnd.aeo-exchange.conformance.messages-{syntax}+json;version=1.0"
TOML = "application/toml"
HELD = frozenset({"AEO-SYN-11", "AEO-XCH-18", "AEO-XCH-19", "AEO-XCH-26"})
UNDECIDED = frozenset(f"AEO-TRU-{number:02}" for number in (1, 2, 3, 4, 5, 6, 10, 14))
# Not of a message but of a record in it, which leaves the verdict as it is.
OF_RECORDS = frozenset({"AEO-XCH-27", "AEO-XCH-28", "AEO-XCH-29"})

PROFILE: Mapping[str, Any] = {
    "code": AGREEMENT,
    "version": 1,
    "spec_version": "1.0",
    "consent": "given-or-not-required",
    "transcription": False,
    "parties": [
        {"party": "HK", "time_zone": "Asia/Hong_Kong", "identifier_mode": "aeo-number"},
        {"party": "JP", "time_zone": "Asia/Tokyo", "identifier_mode": "aeo-number"},
    ],
    "retention": {"content_days": 1826, "evidence_days": 3653},
    "rows": [
        {
            "granted_by": "HK",
            "recognised_by": "JP",
            "programme": "HK-AEO",
            "tiers": ["TIER1"],
            "from": "2026-01-01T00:00:00Z",
        }
    ],
    # So many that nothing but a case about many changes is held for it.
    "own": {"side": "JP", "mass_change": {"percent": 50, "at_least": 9}},
}
HK = authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")])
TRUST_LIST = trust_list([HK, JP])


class Text(bytes):
    """A partner profile as it stands, which no tree gives."""


def profile_toml(profile: Mapping[str, Any]) -> bytes:
    """Return a partner profile as TOML, its tables in their order."""
    plain = {name: value for name, value in profile.items() if not _is_table(value)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in plain.items()]
    for name, value in profile.items():
        if isinstance(value, dict):
            lines += ["", f"[{name}]", *(f"{inner} = {_toml(one)}" for inner, one in value.items())]
        elif _is_table(value):
            for row in value:
                lines += ["", f"[[{name}]]"]
                lines += [f"{inner} = {_toml(one)}" for inner, one in row.items()]
    return ("\n".join(lines) + "\n").encode()


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + "}"
    return json.dumps(value)


def profile_digest(profile: Mapping[str, Any]) -> str:
    """Return the digest of a partner profile (XCH-1-2); each list here is sorted as it stands."""
    tree = in_camel_case({name: value for name, value in profile.items() if name != "own"})
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class ReceivingCase(Struct, frozen=True, kw_only=True):
    """One case: what is made of the last message, and what is held then.

    `finds` is the code that stands in its way; without one it is applied. `holds` is the message
    whose state is held in the end, the last one where it is applied; `became` are the keys of
    which it says something else than that their record was accepted or is a tombstone: the state,
    and behind it codes. `syntaxes` are those that can write the bodies; `why` says why one is
    missing.
    """

    id: str
    title: str
    why: str
    flags: tuple[str, ...]
    messages: tuple[Message, ...]
    finds: str = ""
    verdict: str = ""
    holds: Message | None = None
    became: Mapping[str, str] = {}
    syntaxes: tuple[str, ...] = ("ndjson", "xml")
    requirements: tuple[str, ...] = ()
    level: str = "MUST"
    stream: Mapping[str, str] = STREAM
    profiles: tuple[Mapping[str, Any] | Text, ...] = (PROFILE,)
    trust: tuple[bytes, ...] = (TRUST_LIST,)
    roots: tuple[str, ...] = ("root-1",)
    at: str = AT
    test_keys: bool = True
    root_file: bytes | None = None

    @property
    def rule(self) -> str:
        """The code of the rule that the case is about, or its family."""
        return self.id.partition(".")[0]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        first, second, *_ = self.id.split("-")
        return f"{second if first == 'AEO' else first}/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        yield f"{self.folder}/case.json", json_bytes(self._described())
        for syntax in self.syntaxes:
            yield f"{self.folder}/input-{syntax}.json", json_bytes(self._document(syntax))
        for number, content in enumerate(self.trust, 1):
            yield f"{self.folder}/trust-{number}.jwt", content
        if self.root_file is not None:
            yield f"{self.folder}/root.pem", self.root_file
        for number, profile in enumerate(self.profiles, 1):
            written = profile if isinstance(profile, Text) else profile_toml(profile)
            yield f"{self.folder}/profile-{number}.toml", written

    def _document(self, syntax: str) -> dict[str, Any]:
        last = self.profiles[-1] if self.profiles else PROFILE
        digest = profile_digest(PROFILE if isinstance(last, Text) else last)
        messages = [written_message(message, syntax, digest) for message in self.messages]
        return {"stream": dict(self.stream), "messages": messages}

    def _described(self) -> dict[str, Any]:
        rule = all_rules().get(self.rule)
        state = self._state()
        given = {
            "trust": [
                {"media": TRUST, "path": f"trust-{number}.jwt"}
                for number, _ in enumerate(self.trust, 1)
            ],
            "roots": [
                *({"media": CERTIFICATE, "path": f"keys/{name}.cert.pem"} for name in self.roots),
                *([{"media": CERTIFICATE, "path": "root.pem"}] if self.root_file else []),
            ],
            "profiles": [
                {"media": TOML, "path": f"profile-{number}.toml"}
                for number, _ in enumerate(self.profiles, 1)
            ],
        }
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": list(
                dict.fromkeys([*([rule.clause] if rule else []), *self.requirements])
            ),
            "level": self.level,
            "roles": ["receiver"],
            "since": "1.0",
            "flags": list(self.flags),
            "operation": "receive",
            "at": self.at,
            "inputs": [
                {"media": MESSAGES.format(syntax=syntax), "path": f"input-{syntax}.json"}
                for syntax in self.syntaxes
            ],
            "given": {
                **{name: value for name, value in given.items() if value},
                "testKeys": self.test_keys,
            },
            "expect": {
                "verdict": self.verdict or _verdict(self.finds),
                "findings": (
                    [{"code": self.finds, "severity": "error", "path": ""}] if self.finds else []
                ),
                "allow": [],
                "forbid": [],
                **({"state": state} if state else {}),
            },
        }

    def _state(self) -> dict[str, Any] | None:
        """Return what is held in the end: by the message that was applied last."""
        holds = self.messages[-1] if self.holds is None and not self.finds else self.holds
        if holds is None:
            return None
        became = {}
        for line in holds.lines:
            assert not isinstance(line, Bytes)
            became[line["key"]] = "accepted" if "record" in line else "tombstone"
        became.update(self.became)
        return {
            "sequence": holds.claims.get("sequence", holds.sequence),
            "root": holds.root,
            "entries": [_entry(key, became[key].split()) for key in sorted(became)],
        }


def _entry(key: str, became: list[str]) -> dict[str, Any]:
    state, *codes = became
    return {"key": key, "state": state, **({"codes": codes} if codes else {})}


def _verdict(code: str) -> str:
    """Return the verdict that the table of XCH-8-1 gives with a code."""
    if not code:
        return "VALID"
    return "UNDETERMINED" if code in HELD | UNDECIDED else "NOT_VALID"
