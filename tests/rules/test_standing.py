"""The rules over long lists say what going through the list for each element would say."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aeo_exchange.model.codes import IdentifierMode, Status
from aeo_exchange.model.record import AeoRecord, Recognition, StatusEvent
from aeo_exchange.model.status import TERMINAL, live_events
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, Rule, lifecycle, recognition, suspensions

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
RECORD = read_record(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
HELD = {tier for term in RECORD.authorisation.terms for tier in term.tiers}
INSTANTS = [f"202{i}-01-01T00:00:00Z" for i in range(6)]
instants = st.sampled_from(INSTANTS)
tiers = st.lists(st.sampled_from([*sorted(HELD), "OTHER"]), min_size=1, max_size=2, unique=True)
events = st.builds(
    StatusEvent,
    seq=st.integers(1, 8),
    status=st.sampled_from(list(Status)),
    effective_from=instants,
    recorded_at=st.just(INSTANTS[0]),
    applies_to=st.one_of(st.just(UNSET), tiers.map(tuple)),
    annuls=st.one_of(st.just(UNSET), st.integers(1, 8)),
)
histories = st.lists(events, min_size=1, max_size=9).map(tuple)


def breached(rule: Rule, record: AeoRecord) -> set[str]:
    """Return the places of the breaches of a rule."""
    assert rule.check is not None
    return {breach.path for breach in rule.check(record, CONTEXT)}


def deciding_event(history: tuple[StatusEvent, ...], at: str, tier: str) -> StatusEvent | None:
    """Return the event of a history that decides about a tier at an instant."""
    in_effect = [
        event
        for event in live_events(history)
        if event.effective_from <= at and (event.applies_to is UNSET or tier in event.applies_to)
    ]
    return max(
        in_effect,
        key=lambda event: (event.status in TERMINAL, event.effective_from, event.seq),
        default=None,
    )


def suspended(history: tuple[StatusEvent, ...], i: int) -> set[str]:
    """Return the tiers suspended when the event at an index takes effect."""
    event = history[i]
    named = () if event.applies_to is UNSET else event.applies_to
    last = {
        tier: deciding_event(history[:i], event.effective_from, tier) for tier in {*HELD, *named}
    }
    return {tier for tier, event in last.items() if event and event.status is Status.SUSPENDED}


@given(histories)
def test_what_stands_is_what_stood_among_the_events_before(
    history: tuple[StatusEvent, ...],
) -> None:
    record = msgspec.structs.replace(RECORD, history=history)
    before = [live_events(history[:i]) for i in range(len(history))]
    grants, ends, annulments = set(), set(), set()
    for i, event in enumerate(history):
        if event.status is Status.GRANTED and any(e.status is Status.GRANTED for e in before[i]):
            grants.add(f"/history/{i}/status")
        if event.status is not Status.ANNULLED and any(e.status in TERMINAL for e in before[i]):
            ends.add(f"/history/{i}/status")
        names_one = event.status is Status.ANNULLED and event.annuls is not UNSET
        if names_one and event.annuls not in {finding.seq for finding in before[i]}:
            annulments.add(f"/history/{i}/annuls")
    assert breached(lifecycle.granted_once, record) == grants
    assert breached(lifecycle.nothing_follows_terminal, record) == ends
    assert breached(lifecycle.annuls_standing_event, record) == annulments


@given(histories)
def test_what_is_suspended_is_what_the_status_says(history: tuple[StatusEvent, ...]) -> None:
    if len({event.seq for event in history}) < len(history):
        return  # of two events with one seq and instant none is the later
    record = msgspec.structs.replace(RECORD, history=history)
    lifted, again, met = set(), set(), False
    for i, event in enumerate(history):
        named = set() if event.applies_to is UNSET else set(event.applies_to)
        now = suspended(history, i)
        if event.status is Status.REINSTATED and (not now or not now >= named):
            lifted.add(f"/history/{i}/status")
        if event.status is Status.SUSPENDED:
            if met and now >= (named or HELD):
                again.add(f"/history/{i}/status")
            met = True
    assert breached(suspensions.reinstated_after_suspended, record) == lifted
    assert breached(suspensions.suspended_once, record) == again


recognitions = st.builds(
    Recognition,
    partner=st.sampled_from(["JP", "SG"]),
    agreement=st.sampled_from(["A", "B"]),
    identifier_mode=st.just(IdentifierMode.AEO_NUMBER),
    from_=instants,
    until=st.one_of(st.just(UNSET), instants),
)


@given(st.lists(recognitions, min_size=1, max_size=8).map(tuple))
def test_a_recognition_lies_in_another_when_it_overlaps_one_before(
    several: tuple[Recognition, ...],
) -> None:
    expected = {
        f"/recognitions/{i}/from"
        for i, later in enumerate(several)
        for earlier in several[:i]
        if (earlier.partner, earlier.agreement) == (later.partner, later.agreement)
        and (later.until is UNSET or later.until > earlier.from_)
        and (earlier.until is UNSET or earlier.until > later.from_)
        and all(tier.until is UNSET or tier.until > tier.from_ for tier in (earlier, later))
    }
    record = msgspec.structs.replace(RECORD, recognitions=several)
    assert breached(recognition.recognitions_apart, record) == expected
