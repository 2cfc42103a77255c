from __future__ import annotations

import pytest
from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.heads import Head, HeadReset
from aeo_exchange.exchange.held_state import (
    HeldState,
    leads_nowhere_else,
    require_few,
    require_following,
)
from aeo_exchange.exchange.partner_profile import MassChange
from aeo_exchange.exchange.receiving import EMPTY_ROOT, ReceivedMessage, check_message
from aeo_exchange.operations.snapshot_check import files_beside
from exchange.streams import AT, LATER, create, firms, head_of, question

NIGHT = Head(
    spec_version="1.0",
    iss="HK",
    aud="JP",
    sequence=5,
    as_of="2026-11-01T00:00:00Z",
    issued_at="2026-11-01T00:10:00Z",
    next_update="2026-11-02T02:00:00Z",
    count=0,
    root=EMPTY_ROOT,
)
HELD = HeldState(
    applied=NIGHT, digest="five", seen={4: frozenset({"four"}), 5: frozenset({"five"})}
)
RESET = HeadReset(reason="A new system.")


def code_of(head: Head, digest: str, held: HeldState = HELD) -> str:
    try:
        return "same" if require_following(head, digest, held) else "follows"
    except MessageRefused as refused:
        return refused.rule


@pytest.mark.parametrize(
    ("sequence", "digest", "code"),
    [
        (5, "five", "same"),
        (6, "six", "follows"),
        (5, "other", "AEO-XCH-15"),
        (4, "other", "AEO-XCH-15"),
        (4, "four", "AEO-XCH-16"),
        (3, "three", "AEO-XCH-16"),
    ],
)
def test_a_head_follows_by_its_number_and_is_known_by_its_digest(sequence, digest, code):
    assert code_of(replace(NIGHT, sequence=sequence), digest) == code


@pytest.mark.parametrize("name", ["as_of", "issued_at"])
def test_time_goes_back_at_a_reset_alone(name):
    following = replace(NIGHT, sequence=6)
    earlier = replace(following, **{name: "2026-10-31T23:59:59Z"})
    assert code_of(following, "six") == "follows"
    assert code_of(earlier, "six") == "AEO-XCH-17"
    assert code_of(replace(earlier, reset=RESET), "six") == "follows"


def test_a_head_that_was_seen_and_not_applied_forks_too():
    held = HeldState(applied=None, seen={5: frozenset({"five"})})
    assert [code_of(NIGHT, digest, held) for digest in ("five", "other")] == [
        "follows",
        "AEO-XCH-15",
    ]


def test_the_state_held_needs_no_file_and_a_reset_always_does():
    following = replace(NIGHT, sequence=6)
    assert leads_nowhere_else(following, HELD)
    assert not leads_nowhere_else(following, None)
    assert not leads_nowhere_else(following, HeldState(applied=None))
    for other in ({"reset": RESET}, {"root": "0" * 64}, {"count": 1}):
        assert not leads_nowhere_else(replace(following, **other), HELD)


@pytest.mark.parametrize(
    ("changed", "count", "is_held"),
    [(20, 20, False), (21, 209, True), (21, 210, False), (100, 1000, False), (101, 1000, True)],
)
def test_a_message_is_held_above_both_figures(changed, count, is_held):
    limit = MassChange(percent=10, at_least=20)
    if not is_held:
        require_few(changed, count, limit)
        return
    with pytest.raises(MessageRefused, match=f"{changed} of") as held:
        require_few(changed, count, limit)
    assert held.value.rule == "AEO-XCH-26"


def received(folder, **given) -> ReceivedMessage:
    content = (folder / "head.jwt").read_bytes()
    return check_message(content, question(**given), files_beside(folder))


def test_the_steps_tell_what_is_held(tmp_path):
    folder = tmp_path / "jp"
    create(folder, *firms(1, 2))
    first = received(folder)
    assert first.signed is not None
    digest = first.signed.digest
    held = HeldState(applied=head_of(folder), digest=digest, seen={1: frozenset({digest})})
    again = received(folder, held=held)
    assert [step.name for step in again.steps][-1] == "history"
    assert (again.is_applied, again.steps[-1].outcome) == (True, "skipped")
    create(folder, *firms(1, 2), at=LATER)
    heartbeat = received(folder, held=held, at=LATER)
    assert [step.name for step in heartbeat.steps if step.outcome == "skipped"] == [
        "files",
        "entries",
    ]
    create(folder, *firms(1, 2, 3), at="2026-11-03T00:00:00Z")
    many = HeldState(applied=held.applied, digest=digest, changed=lambda: 21)
    last = received(folder, held=many, at="2026-11-03T00:00:00Z").steps[-1]
    assert (last.name, last.outcome, last.code) == ("changes", "held", "AEO-XCH-26")
    assert AT < LATER


def test_the_operator_takes_many_changes_by_the_digest_of_the_head(tmp_path):
    folder = tmp_path / "jp"
    create(folder, *firms(1))
    first = head_of(folder)
    create(folder, *firms(1, 2), at=LATER)
    held = HeldState(applied=first, digest="one", changed=lambda: 21)
    refused = received(folder, held=held, at=LATER)
    assert refused.signed is not None
    taken = received(folder, held=held, at=LATER, confirmed=refused.signed.digest)
    assert (refused.steps[-1].outcome, taken.steps[-1].outcome) == ("held", "skipped")


def test_each_record_is_told_with_how_it_was_judged(tmp_path):
    folder = tmp_path / "jp"
    create(folder, *firms(1, 2))
    told = []
    content = (folder / "head.jwt").read_bytes()
    message = check_message(content, question(), files_beside(folder), judged=told.append)
    assert message.acceptance is not None
    assert message.acceptance.counts().accepted == 2
    assert [(one.key, one.state, one.record.record_id) for one in told] == [
        ("HK/HK-2021-0001", "accepted", "HK-2021-0001"),
        ("HK/HK-2021-0002", "accepted", "HK-2021-0002"),
    ]
