"""What a case is made of in which something is to be signed: an attestation, or a status list.

The answers stand in the definitions, taken from part 7 of the specification. What is signed
differs each time, so a case says what it must claim, and not which bytes it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from any_xml import any_tree_to_xml
from attesting import AT, INDEX, SD_JWT, URI, claims_of, split
from making import MEDIA, json_bytes
from msgspec import Struct

ENTRIES_MEDIA = "application/vnd.aeo-exchange.conformance.status-entries+json;version=1.0"
PRIVATE_KEY = "application/x-pem-file"
CERTIFICATE = "application/pem-certificate-chain"
STATUSES = ("valid", "revoked", "suspended", "superseded")
# What the issuer chooses, or what the question bounds.
NOT_COMPARED = ("jti", "iat", "nbf", "exp")
SMALLEST = 1 << 17


class SigningCase(Struct, frozen=True, kw_only=True):
    """A case of an issuer: `p` is signed and speaks until `until`, `n` must not be signed.

    `claims` are those that the case has beside, or instead of, what stands in the record; a claim
    of value None is not made. `inputs` gives the bytes of an input that is no record. `verdict`
    is the answer where it is neither VALID nor NOT_VALID.
    """

    id: str
    title: str
    why: str
    flags: tuple[str, ...]
    requirements: tuple[str, ...]
    record: Mapping[str, Any]
    inputs: Mapping[str, bytes] = {}
    target: str = SD_JWT
    key: str = "hk"
    certificate: str = ""
    at: str = AT
    expires: str = ""
    issuer: str = ""
    until: str = ""
    verdict: str = ""
    claims: Mapping[str, Any] = {}

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"{self.id.partition('-')[0]}/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        contents = dict(self.inputs) or {
            "json": json_bytes(dict(self.record)),
            "xml": any_tree_to_xml(dict(self.record)).encode(),
        }
        yield f"{self.folder}/case.json", json_bytes(self._described(list(contents)))
        for suffix, content in contents.items():
            yield f"{self.folder}/input.{suffix}", content

    def _described(self, suffixes: list[str]) -> dict[str, Any]:
        inputs = [
            {"media": MEDIA.format(suffix=suffix), "path": f"input.{suffix}"} for suffix in suffixes
        ]
        options = {"expires": self.expires, "issuer": self.issuer}
        return {
            **_head(self, "issuer", "sign", self.at),
            "inputs": inputs,
            "given": _given(self.key, self.certificate),
            "options": {
                "target": self.target,
                "status": {"idx": INDEX, "uri": URI},
                **{name: value for name, value in options.items() if value},
            },
            "expect": (
                {"verdict": self.verdict}
                if self.verdict
                else _expectation("attestation", self._attestation() if self.until else None)
            ),
        }

    def _attestation(self) -> dict[str, Any]:
        record = self.record
        every = {
            name: value
            for name, value in claims_of(record, **self.claims).items()
            if name not in NOT_COMPARED
        }
        is_person = record["holder"]["kind"] == "natural-person"
        hidden = split(every, person=is_person)[1] if self.target == SD_JWT else {}
        return {
            "claims": every,
            "hidden": list(hidden),
            "until": self.until,
            **({"exactly": True} if self.expires else {}),
        }


class ListingCase(Struct, frozen=True, kw_only=True):
    """A case of a status service: `p` is published, `n` must not be.

    `entries` are places with what is told of them; `told` takes the place of the whole document.
    """

    id: str
    title: str
    why: str
    requirements: tuple[str, ...]
    entries: tuple[tuple[int, str], ...] = ()
    hours: int = 24
    size: int = 0
    uri: str = URI
    key: str = "hk"
    told: bytes = b""
    flags: tuple[str, ...] = ("StatusList",)

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"{self.id.partition('-')[0]}/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        yield f"{self.folder}/case.json", json_bytes(self._described())
        yield f"{self.folder}/input.json", self.told or json_bytes(self._document())

    def _document(self) -> dict[str, Any]:
        return {
            "uri": self.uri,
            "hours": self.hours,
            **({"size": self.size} if self.size else {}),
            "entries": [{"index": index, "status": status} for index, status in self.entries],
        }

    def _described(self) -> dict[str, Any]:
        is_good = self.id.partition(".")[2].startswith("p")
        return {
            **_head(self, "status-service", "status-list", AT),
            "inputs": [{"media": ENTRIES_MEDIA, "path": "input.json"}],
            "given": _given(self.key, ""),
            "expect": _expectation("statusList", self._list() if is_good else None),
        }

    def _list(self) -> dict[str, Any]:
        values = {index: STATUSES.index(status) for index, status in self.entries}
        return {
            "uri": self.uri,
            "seconds": self.hours * 3600,
            "size": self.size or SMALLEST,
            "entries": [
                {"index": index, "value": values[index]}
                for index in sorted(values)
                if values[index]
            ],
        }


def _head(case: SigningCase | ListingCase, role: str, operation: str, at: str) -> dict[str, Any]:
    return {
        "id": case.id,
        "title": case.title,
        "why": case.why,
        "requirement": list(case.requirements),
        "level": "MUST",
        "roles": [role],
        "since": "1.0",
        "flags": list(case.flags),
        "operation": operation,
        "at": at,
    }


def _given(key: str, certificate: str) -> dict[str, Any]:
    return {
        "key": {"media": PRIVATE_KEY, "path": f"keys/{key}.private.pem"},
        "certificate": {"media": CERTIFICATE, "path": f"keys/{certificate or key}.cert.pem"},
    }


def _expectation(name: str, made: dict[str, Any] | None) -> dict[str, Any]:
    return {"verdict": "NOT_VALID"} if made is None else {"verdict": "VALID", name: made}
