"""What a case about recognition is made of: records, what is held of them, a question, an answer.

What is held is written by hand: heads with the keys of their state, each leading to a record of the
document by its place, or to a tombstone. Nothing here asks the implementation for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from making import MEDIA, Edits, edited, json_bytes, written
from msgspec import Struct

HOLDING_MEDIA = "application/vnd.aeo-exchange.conformance.holding+json;version=1.0"
SYNTAXES = ("json", "xml")
VERDICTS = {"yes": "VALID", "no": "NOT_VALID", "open": "UNDETERMINED"}
ALWAYS = "2026-01-01T00:00:00Z"
AGREEMENT = "HK-JP-2026"
KEY = "HK/HK-2024-0001"
SECOND = "HK/HK-2024-0002"
T, K = "2026-11-01T00:00:00Z", "2026-11-01T12:00:00Z"
AS_OF, APPLIED = "2026-10-31T21:00:00Z", "2026-10-31T22:00:00Z"

# As Japan holds it: a view of a record of Hong Kong under the agreement.
FIRM: dict[str, Any] = {
    "specVersion": "1.0",
    "administration": "HK",
    "recordId": "HK-2024-0001",
    "revision": 3,
    "issuedAt": "2026-10-01T00:00:00Z",
    "view": {"audience": "JP", "agreement": AGREEMENT},
    "programme": "HK-AEO",
    "holder": {
        "kind": "legal-person",
        "tin": "HK00000001",
        "legalName": "Example Trading Limited",
    },
    "authorisation": {
        "number": "HKAEO-EX-0001",
        "terms": [{"from": "2024-01-01T00:00:00Z", "tiers": ["TIER2"], "roles": ["exporter"]}],
    },
    "history": [
        {
            "seq": 1,
            "status": "granted",
            "effectiveFrom": "2024-01-01T00:00:00Z",
            "recordedAt": "2024-01-01T00:00:00Z",
        }
    ],
    "consents": [{"scope": AGREEMENT, "state": "given", "since": "2026-01-01T00:00:00Z"}],
}

START = """code = "{code}"
version = {version}
spec_version = "1.0"
consent = "{consent}"
transcription = {transcription}{more}

[[parties]]
party = "{sender}"
time_zone = "Asia/Hong_Kong"
identifier_mode = "aeo-number"

[[parties]]
party = "JP"
time_zone = "{zone}"
identifier_mode = "{mode}"
{schemes}
[retention]
content_days = 1826
evidence_days = 3653

[[benefits]]
code = "FEWER-EXAMINATIONS"
text = "Invented: goods are examined less often."

[[benefits]]
code = "FIRST-IN-LINE"
text = "Invented: goods are examined first."
"""
ROW: dict[str, Any] = {
    "granted_by": "HK",
    "recognised_by": "JP",
    "programme": "HK-AEO",
    "tiers": ["TIER2"],
    "from": "2026-04-01T00:00:00Z",
    "benefits": ["FEWER-EXAMINATIONS"],
}
# A member of this value is left out of a row.
NOT_TOLD = ""


def row(**changes: Any) -> dict[str, Any]:
    """Return the row of the cases with changes; `since` is the member `from`."""
    changed = {("from" if name == "since" else name): value for name, value in changes.items()}
    return {name: value for name, value in {**ROW, **changed}.items() if value != NOT_TOLD}


def profile(*rows: dict[str, Any], own: str = "", **changes: Any) -> str:
    """Return a partner profile of Hong Kong and Japan in TOML; every term in it is invented."""
    told = {
        "code": AGREEMENT,
        "version": 1,
        "sender": "HK",
        "zone": "Asia/Tokyo",
        "mode": "aeo-number",
        "transcription": "false",
        "consent": "given",
        "schemes": "",
        "more": "",
        **changes,
    }
    tables = "".join(f"\n[[rows]]\n{_table(table)}" for table in rows or (row(),))
    return START.format(**told) + tables + (f"\n[own]\n{own}\n" if own else "")


def _table(members: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in members.items())


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return f'"{value}"'


def adopted(*texts: str, at: tuple[str, ...] = (ALWAYS,)) -> tuple[dict[str, str], ...]:
    """Return versions of a profile, each with the instant of its adoption."""
    return tuple(
        {"adoptedAt": instant, "content": text} for text, instant in zip(texts, at, strict=True)
    )


def entries(*records: int, keys: tuple[str, ...] = (KEY, SECOND)) -> list[dict[str, Any]]:
    """Return entries with records, each under the key of its place."""
    return [{"key": keys[place], "record": record} for place, record in enumerate(records)]


def gone(cause: str, effective: str, key: str = KEY, to: str = "") -> dict[str, Any]:
    """Return an entry with a tombstone."""
    tombstone = {
        "cause": cause,
        "effectiveFrom": effective,
        "retainUntil": "2028-12-01T00:00:00Z",
        **({"to": to} if to else {}),
    }
    return {"key": key, "tombstone": tombstone}


def head(
    number: int, held: list[dict[str, Any]], as_of: str = AS_OF, applied: str = APPLIED, **more: Any
) -> dict[str, Any]:
    """Return a head with the whole state that it leads to."""
    return {"sequence": number, "asOf": as_of, "appliedAt": applied, **more, "entries": held}


def stream(*heads: dict[str, Any], sender: str = "HK", **more: Any) -> dict[str, Any]:
    """Return a stream of heads."""
    return {"sender": sender, **more, "heads": list(heads)}


def why(code: str, key: str = KEY, status: str = "") -> dict[str, str]:
    """Return a reason; with an empty key it is about no record."""
    return {
        "code": code,
        **({"key": key} if key else {}),
        **({"status": status} if status else {}),
    }


class RecognitionCase(Struct, frozen=True, kw_only=True):
    """A question about recognition, and the answer by hand: `yes`, `no` or `open`.

    `records` are edits of the firm, one set for each record of the document. `streams` are what is
    held; without any there is one head with a record under each key. Where `known` is empty nobody
    names K.
    """

    id: str
    title: str
    why: str
    answer: str
    reasons: tuple[dict[str, str], ...]
    records: tuple[Edits, ...] = ((),)
    base: Mapping[str, Any]
    profiles: tuple[dict[str, str], ...]
    streams: tuple[dict[str, Any], ...] = ()
    codes: tuple[dict[str, str], ...] | None = None
    question: Mapping[str, str]
    at: str = T
    known: str = K
    revision: int = 3
    key: str = KEY
    rows: tuple[int, ...] = (1,)
    benefits: tuple[str, ...] = ("FEWER-EXAMINATIONS",)
    requirements: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"RCG/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        contents = written([edited(self.base, own) for own in self.records])
        yield f"{self.folder}/case.json", json_bytes(self._described())
        yield f"{self.folder}/holding.json", json_bytes(self._holding())
        for suffix in SYNTAXES:
            yield f"{self.folder}/input.{suffix}", contents[suffix]

    def _holding(self) -> dict[str, Any]:
        streams = self.streams or (stream(head(41, entries(*range(len(self.records))))),)
        return {
            "profiles": list(self.profiles),
            "streams": list(streams),
            **({} if self.codes is None else {"issuedCodes": list(self.codes)}),
        }

    def _described(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": [*self.requirements, "CNF-3-15"],
            "level": "MUST",
            "roles": ["recogniser"],
            "since": "1.0",
            "flags": list(self.flags),
            "operation": "recognise",
            "at": self.at,
            "inputs": [
                {"media": MEDIA.format(suffix=syntax), "path": f"input.{syntax}"}
                for syntax in SYNTAXES
            ],
            "given": {"holding": {"media": HOLDING_MEDIA, "path": "holding.json"}},
            "options": {
                **({"knownAt": self.known} if self.known else {}),
                "recognition": {"askedBy": "JP", **self.question},
            },
            "expect": {"verdict": VERDICTS[self.answer], "recognition": self._answer()},
        }

    def _answer(self) -> dict[str, Any]:
        reasons = {"reasons": list(self.reasons)}
        if self.answer != "yes":
            return reasons
        return {
            **reasons,
            "records": [{"key": self.key, "revision": self.revision}],
            "rows": list(self.rows),
            "benefits": list(self.benefits),
        }
