"""Mutants that send wrongly: another state than they may, or a head that does not fit it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.own.signer import signing_key
from aeo_exchange.conformance.adapters.own.streamer import answer_with_message, sent_by_our_rules
from aeo_exchange.conformance.adapters.protocol import Plain, Request, SentDocument
from aeo_exchange.conformance.mutants.making import Answering, answering, asked
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.conformance.suite.messages import MessageSeries, SeriesFile, SeriesMessage
from aeo_exchange.exchange.entries import EntryTombstone, tombstone_line
from aeo_exchange.exchange.heads import Head, head_token
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.exchange.snapshots import SnapshotOrder
from aeo_exchange.operations.reading import read_contents

__all__ = ["SENDING"]

MANY_YEARS = "2099-01-01T00:00:00Z"


class _MessageMade(Struct):
    """A message that was made: the claims of its head, its lines, and what was asked."""

    claims: Plain
    lines: list[bytes]
    request: Request

    @property
    def secret(self) -> bytes:
        """The secret of the stream."""
        part = self.request.inputs.secret
        return b"" if part is UNSET else part.held

    def root(self) -> str:
        """Return the root of the lines as they stand."""
        root = TreeRoot()
        for line in self.lines:
            root.add(line)
        return root.root()


def _remade(change: Callable[[_MessageMade], None]) -> Answering:
    """Return an implementation that changes its message, and signs a head that fits it."""
    return _signed_anew(partial(_changed_with_head, change))


def _changed_with_head(change: Callable[[_MessageMade], None], made: _MessageMade) -> None:
    """Change a message; root and count are those of the changed lines."""
    before = (made.root(), len(made.lines))
    change(made)
    if (made.root(), len(made.lines)) != before:
        made.claims.update(root=made.root(), count=len(made.lines))


def _signed_anew(change: Callable[[_MessageMade], None]) -> Answering:
    """Return an implementation that changes its message, and signs what came of it."""

    def answer(message: Plain) -> Plain:
        said = own.answer(message)
        if message.get("operation") != Operation.SNAPSHOT or "output" not in said:
            return said
        request = msgspec.convert(message, Request)
        series = msgspec.json.decode(base64.b64decode(str(said["output"])), type=MessageSeries)
        made = _opened(series.messages[0], request)
        change(made)
        written = msgspec.structs.replace(series, messages=(_closed(made),))
        return {**said, "output": SentDocument.of("", msgspec.json.encode(written)).content}

    return answer


def _opened(message: SeriesMessage, request: Request) -> _MessageMade:
    payload = message.token.split(b".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
    return _MessageMade(claims, message.files[0].held.splitlines(), request)


def _closed(made: _MessageMade) -> SeriesMessage:
    body = b"".join(line + b"\n" for line in made.lines)
    named = cast("list[Plain]", made.claims.get("files") or [])
    for file in named:
        file.update(bytes=len(body), sha256=hashlib.sha256(body).hexdigest())
    token = head_token(msgspec.convert(made.claims, Head), signing_key(made.request))
    return SeriesMessage(
        head=base64.b64encode(token.encode()).decode(),
        files=tuple(
            SeriesFile(name=str(file["name"]), content=base64.b64encode(body).decode())
            for file in named
        ),
    )


def _by_tree(change: Callable[[Plain, _MessageMade], None]) -> Answering:
    """Return an implementation that writes each line otherwise."""

    def changed(made: _MessageMade) -> None:
        trees = [json.loads(line) for line in made.lines]
        for tree in trees:
            change(tree, made)
        made.lines = [_dumped(tree) for tree in trees]

    return _remade(changed)


def _by_tombstone(change: Callable[[Plain, _MessageMade], None]) -> Answering:
    """Return an implementation that buries otherwise, with salts that are right."""

    def changed(made: _MessageMade) -> None:
        for i, line in enumerate(made.lines):
            tree = json.loads(line)
            if "tombstone" in tree:
                change(tree["tombstone"], made)
                told = msgspec.convert(tree["tombstone"], EntryTombstone)
                made.lines[i] = tombstone_line(tree["key"], told, made.secret)

    return _remade(changed)


def _dumped(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _backwards(made: _MessageMade) -> None:
    made.lines.reverse()


def _without_tombstones(made: _MessageMade) -> None:
    made.lines = [line for line in made.lines if b'"tombstone"' not in line]


def _with_root_of_nothing(made: _MessageMade) -> None:
    made.claims["root"] = TreeRoot().root()


def _counting_records(made: _MessageMade) -> None:
    made.claims["count"] = sum(b'"record"' in line for line in made.lines)


def _from_one(made: _MessageMade) -> None:
    made.claims["sequence"] = 1


def _with_all_that_was_gone(made: _MessageMade) -> None:
    """Put each tombstone of the message before in the place of what stands there now."""
    before = made.request.inputs.previous
    if before is UNSET:
        return
    series = msgspec.json.decode(before.held, type=MessageSeries)
    sent = _opened(series.messages[0], made.request).lines
    gone = {json.loads(line)["key"]: line for line in sent if b'"tombstone"' in line}
    made.lines = [gone.get(json.loads(line)["key"], line) for line in made.lines]


def _without_files(made: _MessageMade) -> None:
    made.claims.pop("files", None)


def _already_due(made: _MessageMade) -> None:
    made.claims["nextUpdate"] = made.claims["issuedAt"]


def _with_digest_of_the_file(made: _MessageMade) -> None:
    made.claims["profile"] = hashlib.sha256(made.request.inputs.profiles[0].held).hexdigest()


def _salted_at_random(tree: Plain, _made: _MessageMade) -> None:
    tree["salt"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def _with_blanks(made: _MessageMade) -> None:
    made.lines = [line.replace(b'","', b'", "', 1) for line in made.lines]


def _since_today(tombstone: Plain, made: _MessageMade) -> None:
    tombstone["effectiveFrom"] = made.request.at


def _as_erased(tombstone: Plain, _made: _MessageMade) -> None:
    tombstone["cause"] = "erased"
    tombstone.pop("to", None)


def _kept_longer(tombstone: Plain, _made: _MessageMade) -> None:
    tombstone["retainUntil"] = MANY_YEARS


def _alone(message: Plain) -> Plain:
    inputs = cast("dict[str, object]", message["inputs"])
    kept = {name: part for name, part in inputs.items() if name != "previous"}
    return {**message, "inputs": kept}


def _anew_where_it_should_stop(message: Plain) -> Plain:
    """Answer as if nothing had been sent where what was sent stands in the way."""
    said = own.answer(message)
    is_refused = message.get("operation") == "snapshot" and "output" not in said
    return own.answer(_alone(message)) if is_refused else said


def _sent_as_far_as_read(content: Content, order: SnapshotOrder, folder: Path) -> None:
    """Send what can be read, whatever else there is."""
    records = (reading.record for reading in read_contents([content], Limits()))
    held = b"".join(msgspec.json.encode(record) + b"\n" for record in records if record is not None)
    sent_by_our_rules(Content(name=content.name, held=held), order, folder)


# What is sent wrongly -> the implementation that does so.
SENDING: dict[str, Answering] = {
    "begins-anew-where-it-should-stop": _anew_where_it_should_stop,
    "begins-each-stream-anew": asked(_alone),
    "brings-nobody-back": _remade(_with_all_that_was_gone),
    "buries-for-ever": _by_tombstone(_kept_longer),
    "buries-since-today": _by_tombstone(_since_today),
    "calls-all-that-is-gone-erased": _by_tombstone(_as_erased),
    "counts-records-alone": _signed_anew(_counting_records),
    "drops-what-it-no-longer-shares": _remade(_without_tombstones),
    "is-late-at-once": _remade(_already_due),
    "names-no-file": _remade(_without_files),
    "passes-over-what-it-cannot-read": answering(
        Operation.SNAPSHOT, partial(answer_with_message, sending=_sent_as_far_as_read)
    ),
    "salts-at-random": _by_tree(_salted_at_random),
    "sends-the-root-of-nothing": _signed_anew(_with_root_of_nothing),
    "takes-the-file-for-the-profile": _remade(_with_digest_of_the_file),
    "turns-the-order-of-entries": _remade(_backwards),
    "uses-numbers-again": _remade(_from_one),
    "writes-blanks-in-lines": _remade(_with_blanks),
}
