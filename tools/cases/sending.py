"""What a case of a sender is made of: records, the message before, and what the next must say.

The state is written in the definitions, taken from sections 2 to 6 of part 6; the views are made
by hand. Nothing here makes a message that is expected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from asking import CERTIFICATE, PRIVATE_KEY
from making import MEDIA, json_bytes, written
from msgspec import Struct
from receiving import MESSAGES, TOML, profile_digest, profile_toml
from streaming import AGREEMENT, SECRET, STREAM, Message, canonical, day, key_of, written_message

SYNTAXES = ("json", "xml")
OCTETS = "application/octet-stream"
VIEWED = {"audience": "JP", "agreement": AGREEMENT}


def view_entry(record: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the entry that a view of a record is expected to be."""
    view = {**record, "view": VIEWED, **changes}
    view = {name: value for name, value in view.items() if value is not None}
    return {"key": key_of(view), "digest": hashlib.sha256(canonical(view)).hexdigest()}


def gone(key: str, cause: str, since: str, **more: str) -> dict[str, Any]:
    """Return the entry that a tombstone is expected to be."""
    return {"key": key, "tombstone": {"cause": cause, "effectiveFrom": since, **more}}


class SendingCase(Struct, frozen=True, kw_only=True):
    """Records of now and the message before: what the next message says; `n` must not be made."""

    id: str
    title: str
    why: str
    records: tuple[Mapping[str, Any], ...]
    previous: Message | None
    entries: tuple[Mapping[str, Any], ...]
    profile: Mapping[str, Any]
    number: int
    key: str
    audience: str
    issuer: str
    requirements: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"SND/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        contents = written([dict(record) for record in self.records])
        yield f"{self.folder}/case.json", json_bytes(self._described())
        yield f"{self.folder}/profile.toml", profile_toml(self.profile)
        yield f"{self.folder}/secret.bin", SECRET
        if self.previous is not None:
            message = written_message(self.previous, "ndjson", profile_digest(self.profile))
            told = {"stream": dict(STREAM), "messages": [message]}
            yield f"{self.folder}/previous.json", json_bytes(told)
        for suffix in SYNTAXES:
            yield f"{self.folder}/input.{suffix}", contents[suffix]

    def _described(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": [*self.requirements, "CNF-3-17"],
            "level": "MUST",
            "roles": ["sender"],
            "since": "1.0",
            "flags": ["Stream"],
            "operation": "snapshot",
            "at": day(self.number),
            "inputs": [
                {"media": MEDIA.format(suffix=syntax), "path": f"input.{syntax}"}
                for syntax in SYNTAXES
            ],
            "given": self._given(),
            "options": {"audience": self.audience, "issuer": self.issuer},
            "expect": self._expectation(),
        }

    def _given(self) -> dict[str, Any]:
        messages = MESSAGES.format(syntax="ndjson")
        previous = {"previous": {"media": messages, "path": "previous.json"}}
        return {
            "key": {"media": PRIVATE_KEY, "path": f"keys/{self.key}.private.pem"},
            "certificate": {"media": CERTIFICATE, "path": f"keys/{self.key}.cert.pem"},
            "profiles": [{"media": TOML, "path": "profile.toml"}],
            "secret": {"media": OCTETS, "path": "secret.bin"},
            **({} if self.previous is None else previous),
        }

    def _expectation(self) -> dict[str, Any]:
        if ".n" in self.id:
            return {"verdict": "NOT_VALID"}
        return {
            "verdict": "VALID",
            "stream": {
                **STREAM,
                "profile": profile_digest(self.profile),
                "above": 0 if self.previous is None else self.previous.sequence,
                "entries": [dict(entry) for entry in self.entries],
            },
        }
