"""Nothing is recognised of which the status would not be granted to a tier of a row, all day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence
from aeo_exchange.model.codes import ConsentState, Status
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, Consent, StatusEvent
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import status_by
from exchange.made_views import AGREEMENT, FIRM, firm
from exchange.recognising import (
    HEAD,
    accepted,
    ask,
    event,
    evidence,
    gone,
    key,
    row,
    stream,
    with_rows,
)

HOURS = [f"2026-10-{day:02}T{hour:02}:00:00Z" for day in (30, 31) for hour in (3, 14, 15, 16, 21)]
HOURS += ["2026-11-01T00:00:00Z", "2026-11-01T15:00:00Z", "2026-11-02T03:00:00Z"]
TIERS = ("TIER1", "TIER2")
instants = st.sampled_from(HOURS)
tiers = st.lists(st.sampled_from(TIERS), min_size=1, unique=True).map(tuple)
CHANGES = (Status.SUSPENDED, Status.REINSTATED, Status.REVOKED, Status.ANNULLED)


@st.composite
def histories(draw) -> tuple[StatusEvent, ...]:
    events = [event(1, Status.GRANTED, draw(st.sampled_from(["2021-03-01T00:00:00Z", *HOURS])))]
    for seq in range(2, draw(st.integers(2, 5))):
        status = draw(st.sampled_from(CHANGES))
        more = {"annuls": draw(st.integers(1, seq - 1))} if status is Status.ANNULLED else {}
        if status in {Status.SUSPENDED, Status.REINSTATED}:
            more = {"applies_to": draw(st.one_of(st.just(UNSET), tiers))}
        events.append(event(seq, status, draw(instants), **more))
    return tuple(events)


@st.composite
def revisions_of_the_firm(draw) -> list[AeoRecord]:
    """Return some revisions, rising, of which each has terms, history and consents of its own."""
    term = FIRM.authorisation.terms[-1]
    made = []
    for number, issued in enumerate(sorted(draw(st.sets(instants, min_size=1, max_size=3))), 1):
        turn = draw(st.sampled_from(HOURS[1:]))
        terms = (
            replace(term, tiers=draw(tiers), until=turn),
            replace(term, tiers=draw(tiers), from_=turn, until=UNSET),
        )
        state = draw(st.sampled_from([ConsentState.GIVEN, ConsentState.WITHDRAWN]))
        given_ = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")
        made.append(
            firm(
                revision=number,
                issued_at=issued,
                history=draw(histories()),
                authorisation=replace(FIRM.authorisation, terms=terms),
                consents=(given_, Consent(scope=AGREEMENT, state=state, since=draw(instants))),
            )
        )
    return made


@st.composite
def held_and_revisions(draw) -> tuple[HeldEvidence, list[AeoRecord], tuple[str, ...]]:
    revisions = draw(revisions_of_the_firm())
    changes = [accepted(one, at=one.issued_at) for one in revisions]
    if draw(st.booleans()):
        cause = draw(st.sampled_from(["consent-withdrawn", "erased"]))
        changes.append(gone(cause, draw(instants), at="2026-11-02T03:00:00Z"))
    covered = draw(tiers)
    profile = with_rows(
        row(tiers=covered, until=draw(st.one_of(st.just(UNSET), instants))), row(tiers=covered[:1])
    )
    head = replace(HEAD, as_of=draw(instants), applied_at="2026-10-30T00:00:00Z")
    held = evidence(stream(key(*changes), heads=(head,)), profiles=(AdoptedProfile(profile),))
    return held, revisions, covered


def is_granted(revisions: list[AeoRecord], covered: tuple[str, ...], at: str, known: str) -> bool:
    answers = [status_by(revisions, at=at, known_at=known, tier=tier) for tier in covered]
    return any(answer.status is Standing.GRANTED for answer in answers)


def is_yes(answer: RecognitionAnswer) -> bool:
    return answer.result == "RECOGNISED"


@given(held_and_revisions(), instants, instants)
def test_who_is_recognised_holds_a_tier_of_a_row_as_known_then(made, at, known) -> None:
    held, revisions, covered = made
    if is_yes(ask(held, at=at, known_at=instant(known))):
        assert is_granted(revisions, covered, at, known)


@given(held_and_revisions(), instants)
def test_who_is_recognised_on_a_day_is_so_at_each_instant_of_it(made, known) -> None:
    held, revisions, covered = made
    known_at = instant(known)
    answer = ask(held, at="2026-10-31", known_at=known_at)  # from the 30th at 15:00, UTC
    within = [hour for hour in HOURS if "2026-10-30T15:00:00Z" <= hour < "2026-10-31T15:00:00Z"]
    answers = [ask(held, at=hour, known_at=known_at) for hour in within]
    # Whatever changes here changes at one of these instants, and the first of them begins the day.
    assert is_yes(answer) is all(is_yes(one) for one in answers)
    if is_yes(answer):
        assert all(is_granted(revisions, covered, hour, known) for hour in within)


@given(held_and_revisions(), instants, instants)
def test_an_answer_is_the_same_from_since_on(made, at, known) -> None:
    held, _, _ = made
    known_at = instant(known)
    answer = ask(held, at=at, known_at=known_at)
    since = "1000-01-01T00:00:00Z" if answer.since is UNSET else answer.since
    assert since <= at
    for hour in HOURS:
        if since <= hour <= at:
            assert ask(held, at=hour, known_at=known_at).result == answer.result, hour
