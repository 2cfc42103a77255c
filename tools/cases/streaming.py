"""Makes streams for cases: entries, roots, heads and bodies, right or wrong, by part 6 alone.

It shares no code with the receivers that are tested. What a head says of its files is counted here
from their bytes, and its root from its lines, unless a case says otherwise.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from any_xml import any_tree_to_xml
from definitions.bases import VIEW
from forging import encoded, header, json_text, jws, signed_anew
from msgspec import Struct

from aeo_exchange.model.shape import NAMESPACE

AGREEMENT = "HK-JP-TEST"
SECRET = b"a secret of thirty-two bytes .. "
FIRST_DAY = 20  # of October 2026: the head with the sequence 1
KEPT_UNTIL = "2028-01-01T00:00:00Z"
MEDIA = "application/vnd.aeo-exchange.{kind}+{syntax};version=1.0"

Line: TypeAlias = Mapping[str, Any]


class Bytes(bytes):
    """A line as it stands, which no tree gives."""


def canonical(tree: object) -> bytes:
    """Return the bytes of RFC 8785; numbers are whole, so sorting the names is enough."""
    return json.dumps(_in_order(tree), ensure_ascii=False, separators=(",", ":")).encode()


def _in_order(tree: object) -> object:
    """Return a tree with the members of each object in the order of UTF-16 (RFC 8785, 3.2.3)."""
    if isinstance(tree, Mapping):
        # Both orders are one where no name has a character beyond ASCII, and this one is quick.
        is_plain = "".join(tree).isascii()
        names = sorted(tree, key=None if is_plain else lambda name: name.encode("utf-16-be"))
        return {name: _in_order(tree[name]) for name in names}
    return [_in_order(one) for one in tree] if isinstance(tree, list | tuple) else tree


def day(sequence: int) -> str:
    """Return the instant of the head with a sequence, one a day, across the end of a month."""
    over = FIRST_DAY + sequence - 1
    month, of_month = (10, over) if over <= 31 else (11, over - 31)  # noqa: PLR2004 days of October
    return f"2026-{month}-{of_month:02}T00:00:00Z"


def view(number: int = 1, revision: int = 1, **other: Any) -> dict[str, Any]:
    """Return the view of a firm of Hong Kong for Japan."""
    return {
        **VIEW,
        "recordId": f"HK-2024-{number:04}",
        "revision": revision,
        "view": {"audience": "JP", "agreement": AGREEMENT},
        "holder": {**VIEW["holder"], "tin": f"HK{number:08}"},
        "authorisation": {**VIEW["authorisation"], "number": f"HKAEO-EX-{number:04}"},
        "consents": [consent("given", "2024-01-01T00:00:00Z")],
        **other,
    }


def consent(state: str, since: str) -> dict[str, str]:
    """Return a consent under the agreement."""
    return {"scope": AGREEMENT, "state": state, "since": since}


def key_of(record: Mapping[str, Any]) -> str:
    """Return the key of a record: who first issued it, and its id."""
    path = [*record.get("formerAdministrations", []), record["administration"]]
    return f"{path[0]}/{record['recordId']}"


def salt(key: str, content: object) -> str:
    """Return the salt of an entry (XCH-4-3)."""
    digest = hashlib.sha256(canonical(content)).hexdigest()
    return encoded(hmac.digest(SECRET, f"{key}\n{digest}".encode(), "sha256"))


def entry(record: Mapping[str, Any], key: str = "") -> Line:
    """Return the entry of a view; under another key than its own where one is told."""
    key = key or key_of(record)
    return {"key": key, "record": record, "salt": salt(key, record)}


def firm(number: int = 1, revision: int = 1, **other: Any) -> Line:
    """Return the entry of a firm of Hong Kong."""
    return entry(view(number, revision, **other))


def key(number: int = 1) -> str:
    """Return the key of a firm of Hong Kong."""
    return f"HK/HK-2024-{number:04}"


def tombstone(number: int, cause: str, since: str, until: str = KEPT_UNTIL, **more: str) -> Line:
    """Return a tombstone in the place of a firm."""
    told = {"cause": cause, "effectiveFrom": since, "retainUntil": until, **more}
    return {"key": key(number), "salt": salt(key(number), told), "tombstone": told}


def line_of(line: Line | Bytes) -> bytes:
    """Return a line without its line feed."""
    return line if isinstance(line, Bytes) else canonical(line)


def root_of(lines: Sequence[Line | Bytes]) -> str:
    """Return the Merkle Tree Hash of RFC 9162, 2.1.1, as its definition has it."""
    return _tree([line_of(line) for line in lines]).hex()


def _tree(lines: Sequence[bytes]) -> bytes:
    if not lines:
        return hashlib.sha256().digest()
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    half = 1
    while half * 2 < len(lines):
        half *= 2
    return hashlib.sha256(b"\x01" + _tree(lines[:half]) + _tree(lines[half:])).digest()


def ndjson(lines: Sequence[Line | Bytes]) -> bytes:
    """Return a body in NDJSON."""
    return b"".join(line_of(line) + b"\n" for line in lines)


def xml(lines: Sequence[Line | Bytes], root: str) -> bytes:
    """Return a body in XML."""
    inner = "".join(_element(dict(line)) for line in lines if not isinstance(line, Bytes))
    prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{prolog}<{root} xmlns="{NAMESPACE}">\n{inner}</{root}>\n'.encode()


def _element(line: dict[str, Any]) -> str:
    if "base" in line:
        base = line["base"]
        return _part("Base", _part("Root", base["root"]) + _part("Sequence", base["sequence"]))
    if "drop" in line:
        return _part("Drop", line["drop"])
    named = _part("Key", line["key"]) + _part("Salt", line["salt"])
    if "record" in line:
        _, record = any_tree_to_xml(line["record"]).split("\n", 1)
        return _part("Entry", named + record.replace(f' xmlns="{NAMESPACE}"', "", 1))
    members = {f"{name[:1].upper()}{name[1:]}": value for name, value in line["tombstone"].items()}
    told = "".join(_part(name, value) for name, value in members.items())
    return _part("Entry", named + _part("Tombstone", told))


def _part(name: str, content: object) -> str:
    return f"<{name}>{content}</{name}>\n"


class Body(Struct, frozen=True, kw_only=True):
    """A file of a message: a snapshot, or with `base` the delta from an earlier message.

    `lines` stand in the place of those that are right, `content` in that of the whole content.
    `stored` makes the bytes as stored from the content, and `told` what the head says of the file
    otherwise from what it would say. A body that is `lost` is named and does not come; one that
    is `unnamed` comes, and the head does not name it. `syntax` is its own where it is another than
    that of the rest.
    """

    base: Message | None = None
    lines: tuple[Line | Bytes, ...] | None = None
    first: Line | Bytes | None = None
    content: bytes | None = None
    stored: Callable[[bytes], bytes] | None = None
    told: Callable[[dict[str, Any]], dict[str, Any]] = dict
    gzipped: bool = False
    lost: bool = False
    unnamed: bool = False
    syntax: str = ""

    @property
    def kind(self) -> str:
        """What it is."""
        return "snapshot" if self.base is None else "delta"


class Message(Struct, frozen=True, kw_only=True, dict=True):
    """A head with its files: the state is `lines`, in the order in which they stand.

    `claims` are members of the head that are otherwise; None leaves one out. `head` are members of
    its header. `after` are members that are put in another place once it was signed, `signer` is
    the key that signs in the place of the one named. `token` stands in the place of it all.
    `written` makes the payload that is signed from the one that would be, `around` stands before
    and behind the token. `confirmed` says that the operator has confirmed this head, `confirms`
    the digest that was confirmed instead. `takes` is the head that the operator takes before this
    one comes, to end a dispute. What comes `anew` was signed once more.
    """

    sequence: int
    lines: tuple[Line | Bytes, ...] = ()
    bodies: tuple[Body, ...] = (Body(),)
    key: str = "hk"
    claims: Mapping[str, Any] = {}
    head: Mapping[str, Any] = {}
    after: Mapping[str, Any] = {}
    signer: str = ""
    written: Callable[[bytes], bytes] = bytes
    around: tuple[bytes, bytes] = (b"", b"")
    token: bytes | None = None
    at: str = ""
    stream: Mapping[str, str] = {}
    confirmed: bool = False
    confirms: str = ""
    takes: Message | None = None
    anew: bool = False

    @cached_property
    def root(self) -> str:
        """The root of its state."""
        return root_of(self.lines)


STREAM = MappingProxyType({"iss": "HK", "aud": "JP", "agreement": AGREEMENT})


def head_claims(message: Message, files: Sequence[Mapping[str, Any]], profile: str) -> Any:
    """Return the payload of the head of a message."""
    claims = {
        "specVersion": "1.0",
        **STREAM,
        "sequence": message.sequence,
        "asOf": day(message.sequence),
        "issuedAt": day(message.sequence),
        "nextUpdate": day(message.sequence + 2),
        "count": len(message.lines),
        "root": message.root,
        "profile": profile,
        "files": list(files) or None,
        **message.claims,
    }
    return {name: value for name, value in claims.items() if value is not None}


def written_message(message: Message, syntax: str, profile: str) -> dict[str, Any]:
    """Return a message as the document of a case has it, its bodies in a syntax."""
    named, files = _named_and_sent(message, syntax)
    claims = head_claims(message, named, profile)
    payload = message.written(json_text(claims))
    token = jws(
        {**header(message.key, "aeo-head+jwt"), **message.head},
        payload,
        message.signer or message.key,
    )
    if message.anew:
        token = signed_anew(token)
    if message.after:
        first, _, last = token.split(".")
        token = f"{first}.{encoded(json_text({**claims, **message.after}))}.{last}"
    confirmed = hashlib.sha256(payload).hexdigest() if message.confirmed else message.confirms
    taken = "" if message.takes is None else _digest(message.takes, syntax, profile)
    return {
        "head": _base64(_around(token.encode(), message)),
        **({"files": files} if files else {}),
        **({"at": message.at} if message.at else {}),
        **({"stream": dict(message.stream)} if message.stream else {}),
        **({"confirmed": confirmed} if confirmed else {}),
        **({"taken": taken} if taken else {}),
    }


def _named_and_sent(message: Message, syntax: str) -> tuple[list[Any], list[Any]]:
    """Return the files of a message as its head names them, and as they come."""
    named, files = [], []
    for body in message.bodies:
        its = body.syntax or syntax
        content = _content(body, message, its)
        stored = gzip.compress(content, mtime=0) if body.gzipped else content
        stored = stored if body.stored is None else body.stored(content)
        file = _named(body, message, its, content, stored)
        if not body.unnamed:
            named.append(file)
        if not body.lost:
            files.append({"name": file["name"], "content": _base64(stored)})
    return named, files


def _digest(message: Message, syntax: str, profile: str) -> str:
    """Return the digest of the head of a message (XCH-3-7)."""
    named, _ = _named_and_sent(message, syntax)
    payload = message.written(json_text(head_claims(message, named, profile)))
    return hashlib.sha256(payload).hexdigest()


def _around(token: bytes, message: Message) -> bytes:
    before, behind = message.around
    return before + (token if message.token is None else message.token) + behind


def _content(body: Body, message: Message, syntax: str) -> bytes:
    if body.content is not None:
        return body.content
    lines: Sequence[Line | Bytes]
    if body.base is None:
        lines = message.lines if body.lines is None else body.lines
    else:
        changes = _changes(body.base, message) if body.lines is None else body.lines
        lines = [body.first or {"base": _base(body.base)}, *changes]
    if syntax == "ndjson":
        return ndjson(lines)
    return xml(lines, "AeoSnapshot" if body.base is None else "AeoDelta")


def _base(message: Message) -> dict[str, Any]:
    return {"root": message.root, "sequence": message.sequence}


def _changes(base: Message, message: Message) -> list[Line]:
    """Return the lines of a delta: what is new or another, and a drop for each key that is gone."""
    old, new = (_by_key(one.lines) for one in (base, message))
    return [
        new.get(changed, {"drop": changed})
        for changed in sorted(old.keys() | new)
        if old.get(changed) != new.get(changed)
    ]


def _by_key(lines: Sequence[Line | Bytes]) -> dict[str, Line]:
    return {line["key"]: line for line in lines if not isinstance(line, Bytes)}


def _named(
    body: Body, message: Message, syntax: str, content: bytes, stored: bytes
) -> dict[str, Any]:
    """Return what a head says of a file."""
    numbers = f"{message.sequence:010}"
    if body.base is not None:
        numbers = f"{body.base.sequence:010}-{numbers}"
    named = {
        "name": f"{numbers}.{body.kind}.aeo.{syntax}{'.gz' if body.gzipped else ''}",
        "media": MEDIA.format(kind=body.kind, syntax=syntax),
        **_measured(stored),
        **({"inflated": _measured(content)} if body.gzipped else {}),
        **({} if body.base is None else {"base": _base(body.base)}),
    }
    return {**named, **body.told(named)}


def _measured(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
