"""A stream of Hong Kong for Japan in a folder, signed by keys nobody knows."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from aeo_exchange.exchange.entries import entry_line
from aeo_exchange.exchange.heads import (
    SNAPSHOT,
    Head,
    HeadFile,
    InflatedFile,
    head_token,
    read_head,
)
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.exchange.views import Shared, view_of
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.attestations.verify import TrustEvidence, open_trust_lists
from aeo_exchange.operations.exchange.deltas import apply_delta, check_delta
from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer, check_snapshot
from aeo_exchange.operations.exchange.snapshots import SnapshotMade, SnapshotOrder, create_snapshot
from aeo_exchange.operations.exchange.stream_states import open_state
from aeo_exchange.reference.programmes import shipped
from exchange.made_views import AT, firm, order, revisions
from exchange.profiles import profile
from trust.made_lists import made
from trust.made_world import trust

SECRET = b"s" * 32
LATER = "2026-11-02T00:00:00Z"


def firms(*numbers: int, **changes) -> list[AeoRecord]:
    return [
        firm(
            record_id=f"HK-2021-{number:04}",
            holder=replace(firm().holder, tin=f"HK{number:08}"),
            **changes,
        )
        for number in numbers
    ]


def content(*records: AeoRecord) -> Content:
    held = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    return Content(name="register", held=held)


def create(folder: Path, *records: AeoRecord, at: str = AT, **given) -> SnapshotMade:
    refused: list[object] = []
    made_by = SnapshotOrder(
        **{
            "views": order(at=at),
            "sender": "HK",
            "key": made("HK").key,
            "secret": SECRET,
            "most_changes": 1000,  # what a receiver makes of many is asked, and not of the sender
            **given,
        }
    )
    folder.mkdir(exist_ok=True)
    done = create_snapshot([content(*records)], made_by, folder, refused.append)
    assert not refused
    return done


def question(at: str = AT, lists: bytes | None = None, **given) -> HeadQuestion:
    evidence = TrustEvidence(trust=(lists or trust(),), roots=(made("root").root(),))
    # The side that keeps the profile is Japan here, which receives.
    adopted = profile(('side = "HK"', 'side = "JP"'))
    return HeadQuestion(
        **{
            "trust": open_trust_lists(evidence),
            "at": instant(at),
            "reference": shipped(),
            "profile": adopted,
            **given,
        }
    )


def check_next(base: Path, place: Path, **given) -> SnapshotAnswer:
    """Return what a receiver that holds a base makes of a message."""
    return check_delta(place, question(**given), base)


def apply(base: Path, place: Path, result: Path, **given) -> SnapshotAnswer:
    return apply_delta(base, place, question(**given), result)


def check(place: Path, **given) -> SnapshotAnswer:
    return check_snapshot(place, question(**given))


def objection(answer: SnapshotAnswer) -> tuple[str, str, str]:
    """Return the step that did not hold, how it came out, and its code."""
    last = answer.steps[-1]
    return str(last.name), str(last.outcome), last.code


def lines_of(folder: Path) -> list[bytes]:
    return [entry.line for entry in open_state(folder).entries()]


def head_of(folder: Path) -> Head:
    head = read_head((folder / "head.jwt").read_bytes()).head
    assert head is not None
    return head


def signed(folder: Path, head: Head, by: str = "HK") -> None:
    (folder / "head.jwt").write_text(head_token(head, made(by).key))


def with_body(folder: Path, body: bytes, *, packed: bytes | None = None, **changes) -> None:
    """Put a body in the folder, and a head that fits it save for the changes."""
    root = TreeRoot()
    for line in body.splitlines():
        root.add(line)
    stored = body if packed is None else packed
    inflated = InflatedFile(bytes=len(body), sha256=sha256(body).hexdigest())
    file = HeadFile(
        name="body",
        media=SNAPSHOT,
        bytes=len(stored),
        sha256=sha256(stored).hexdigest(),
        **({} if packed is None else {"inflated": inflated}),
    )
    fitting = {"count": root.count, "root": root.root(), "files": (file,)}
    (folder / "body").write_bytes(stored)
    signed(folder, replace(head_of(folder), **{**fitting, **changes}))


def line_of(record: AeoRecord) -> bytes:
    shared = view_of(revisions(record), order())
    assert isinstance(shared, Shared)
    return entry_line(shared.record, SECRET)


def changed_line(line: bytes, **members) -> bytes:
    tree = {**json.loads(line), **members}
    kept = {name: value for name, value in tree.items() if value is not None}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
