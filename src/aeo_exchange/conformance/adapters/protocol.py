"""The messages between the runner and an adapter: one JSON object each way (CNF-3).

An adapter is told a number, an operation and bytes; never the case, and never the expectation.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Literal, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.legible import cut
from aeo_exchange.conformance.suite.lists import Depth
from aeo_exchange.errors import ReadError
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.report import Severity, Verdict

__all__ = [
    "BYE",
    "HELLO",
    "NOT_TOLD",
    "RESET",
    "Check",
    "Hello",
    "Implementation",
    "Inputs",
    "Named",
    "Options",
    "Part",
    "Place",
    "Reply",
    "Request",
    "RootPart",
    "Standing",
    "decoded",
    "read_hello",
    "read_reply",
    "read_reset",
]

VERSION = 1
HELLO = {"v": VERSION, "cmd": "hello"}
RESET = {"v": VERSION, "cmd": "reset"}
BYE = {"v": VERSION, "cmd": "bye"}
# The version of a program that says nothing of itself.
NOT_TOLD = "not told"
QUOTED = 80  # bytes of an answer that is none
Message = TypeVar("Message", bound=Struct)
Plain: TypeAlias = dict[str, object]


class _Message(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A message: members in camelCase; what is absent is not sent."""


class Part(_Message, frozen=True, kw_only=True):
    """Bytes with their media type; `content` is base64."""

    media: str
    content: str

    @classmethod
    def of(cls, media: str, content: bytes) -> Part:
        """Return bytes as a part."""
        return cls(media=media, content=base64.b64encode(content).decode())

    @property
    def held(self) -> bytes:
        """The bytes themselves."""
        return decoded(self.content)


class RootPart(Part, frozen=True, kw_only=True):
    """A root, or a handover; one that names administrations is pinned for these alone."""

    pinned_for: tuple[str, ...] | UnsetType = UNSET


class Inputs(_Message, frozen=True, kw_only=True):
    """What a question is about, and what else the product is given to answer it."""

    document: Part
    record: Part | UnsetType = UNSET
    trust: tuple[Part, ...] = ()
    roots: tuple[RootPart, ...] = ()
    status: tuple[Part, ...] = ()
    key: Part | UnsetType = UNSET
    certificate: Part | UnsetType = UNSET


class Place(_Message, frozen=True, kw_only=True):
    """One place in one status list."""

    idx: int
    uri: str


class Options(_Message, frozen=True, kw_only=True):
    """What the question says beside its inputs."""

    target: str | UnsetType = UNSET
    expect_tin: str | UnsetType = UNSET
    min_sequence: int | UnsetType = UNSET
    known_revision: int | UnsetType = UNSET
    known_status_at: str | UnsetType = UNSET
    pinned_for: tuple[str, ...] | UnsetType = UNSET
    test_keys: bool | UnsetType = UNSET
    status: Place | UnsetType = UNSET
    expires: str | UnsetType = UNSET
    issuer: str | UnsetType = UNSET
    tier: str | UnsetType = UNSET
    known_at: str | UnsetType = UNSET


class Request(_Message, frozen=True, kw_only=True, omit_defaults=False):
    """One question."""

    v: int = VERSION
    cmd: Literal["run"] = "run"
    seq: int
    operation: str
    role: str
    at: str
    inputs: Inputs
    options: Options = Options()
    deadline_ms: int


class Implementation(_Message, frozen=True, kw_only=True):
    """What is under test, in its own words."""

    name: str
    version: str
    vendor: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    homepage: str | UnsetType = UNSET
    digest: str | UnsetType = UNSET

    @property
    def title(self) -> str:
        """Its name and version, as they are printed: each is cut where it is very long."""
        return f"{cut(self.name)} {cut(self._version)}"

    @property
    def full_title(self) -> str:
        """Its name and version, as they are compared."""
        return f"{self.name} {self._version}"

    @property
    def _version(self) -> str:
        return self.version if self.version != NOT_TOLD else "(version not told)"


class Hello(_Message, frozen=True, kw_only=True):
    """What an adapter can do; empty `operations` or `media` mean all that its roles ask for."""

    v: int
    implementation: Implementation
    roles: tuple[str, ...]
    operations: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    spec: tuple[str, ...] = ()
    depth: Depth = Depth.D1


class Named(_Message, frozen=True, kw_only=True):
    """A finding as an adapter tells it; a product may keep codes of its own, or give none."""

    code: str | UnsetType = UNSET
    severity: Severity = Severity.ERROR
    path: str | UnsetType = UNSET
    record: int | UnsetType = UNSET
    message: str | UnsetType = UNSET


class Check(_Message, frozen=True, kw_only=True):
    """One named check of a verifier and its outcome: pass, fail, undetermined, skipped."""

    name: str
    outcome: Literal["pass", "fail", "undetermined", "skipped"]


class Standing(_Message, frozen=True, kw_only=True):
    """A status, why it is that, and which event of which revision decides, where one does."""

    status: str
    reason: str | UnsetType = UNSET
    event: int | UnsetType = UNSET
    revision: int | UnsetType = UNSET


class Fault(_Message, frozen=True, kw_only=True):
    """Why the product could not answer."""

    message: str


class Reply(_Message, frozen=True, kw_only=True):
    """The answer to one question: a verdict, or that there is none, or that it failed."""

    seq: int
    verdict: Verdict | UnsetType = UNSET
    findings: tuple[Named, ...] = ()
    checks: tuple[Check, ...] = ()
    output: str | UnsetType = UNSET
    digests: tuple[str, ...] | UnsetType = UNSET
    standing: Standing | UnsetType = UNSET
    unsupported: bool = False
    reason: str | UnsetType = UNSET
    error: Fault | UnsetType = UNSET


class _Done(_Message, frozen=True, kw_only=True):
    ok: Literal[True]


def decoded(text: str) -> bytes:
    """Return the bytes of base64 text; raises AdapterFailure for text that is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise AdapterFailure("the output is not base64") from cause


def read_hello(answer: bytes | Plain) -> Hello:
    """Return what an adapter says of itself; raises AdapterFailure."""
    found = _read(answer, Hello)
    if found.v != VERSION:
        raise AdapterFailure(f"the adapter speaks version {found.v} of the protocol, not 1")
    return found


def read_reply(answer: bytes | Plain, seq: int) -> Reply:
    """Return the answer to the question of a number; raises AdapterFailure."""
    found = _read(answer, Reply)
    if found.seq != seq:
        raise AdapterFailure(f"the answer is to question {found.seq}, asked was {seq}")
    if [found.verdict is not UNSET, found.unsupported, found.error is not UNSET].count(True) != 1:
        raise AdapterFailure("an answer has one of verdict, unsupported and error")
    return found


def read_reset(answer: bytes | Plain) -> None:
    """Take note that an adapter has forgotten; raises AdapterFailure."""
    _read(answer, _Done)


def _read(answer: bytes | Plain, kind: type[Message]) -> Message:
    """Return a message; one that says something twice, or too deeply, is none."""
    content = answer if isinstance(answer, bytes) else _written(answer)
    try:
        return msgspec.convert(read_tree(content), kind)
    except (ReadError, msgspec.ValidationError, RecursionError) as cause:
        text = content[:QUOTED].decode("utf-8", "replace")
        raise AdapterFailure(
            f"no {kind.__name__.strip('_').lower()} as the protocol has it: {cause}; "
            f"got {json.dumps(text, ensure_ascii=False)}"
        ) from cause


def _written(answer: Plain) -> bytes:
    """Return what a callable answered as a process would have written it."""
    try:
        return msgspec.json.encode(answer)
    except Exception as cause:  # any object may come, and any trouble with it is the adapter's
        raise AdapterFailure(f"the answer is no JSON object: {type(cause).__name__}") from cause
