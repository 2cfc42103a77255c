"""The status at an instant, as known at another (specification, REC-6)."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.revisions import by_record
from aeo_exchange.model.standing import Standing, StatusReason
from aeo_exchange.model.status import (
    TERMINAL,
    live_events,
    status_at,
    status_by,
)
from aeo_exchange.resources import published
from rows import for_each_row
from strategies import records

SAMPLE = json.loads(published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes())
LATER = "2099-01-01T00:00:00Z"


def day(text: str) -> str:
    """Return the first instant of a day."""
    return f"{text}T00:00:00Z"


def event(seq: int, status: str, effective: str, recorded: str = "", **more: object) -> dict:
    """Return an event; recorded when it takes effect unless told."""
    return {
        "seq": seq,
        "status": status,
        "effectiveFrom": day(effective),
        "recordedAt": day(recorded or effective),
        **more,
    }


def record(*events: dict, until: str | None = None) -> AeoRecord:
    """Return a record with this history and one term from 2020 on."""
    term = {"from": day("2020-01-01"), "tiers": ["TIER1"], "roles": ["importer"]}
    if until:
        term["until"] = day(until)
    authorisation = {**SAMPLE["authorisation"], "terms": [term]}
    issued = max(change["recordedAt"] for change in events)
    tree = {
        **SAMPLE,
        "authorisation": authorisation,
        "history": list(events),
        "issuedAt": issued,
    }
    return msgspec.convert(tree, AeoRecord)


def revisions(held: AeoRecord) -> list[AeoRecord]:
    """Return a revision for each event, issued when it was recorded."""
    return [
        replace(held, revision=i + 1, issued_at=change.recorded_at, history=held.history[: i + 1])
        for i, change in enumerate(held.history)
    ]


def at(held: AeoRecord, when: str, known: str = "") -> Standing:
    """Return the status on the first instant of a day, by the revisions of a record."""
    known_at = day(known) if known else LATER
    return status_by(revisions(held), at=day(when), known_at=known_at).status


GRANTED = event(1, "granted", "2020-01-01")


def test_before_the_first_event_there_is_no_status() -> None:
    answer = status_at(record(GRANTED), at="2019-12-31T23:59:59Z", known_at=LATER)
    assert (answer.status, answer.event) == (Standing.UNDETERMINED, None)
    assert answer.reason is StatusReason.BEFORE_HISTORY


def test_an_event_is_in_effect_from_its_first_instant_on() -> None:
    assert at(record(GRANTED), "2020-01-01") is Standing.GRANTED


def test_the_latest_event_decides() -> None:
    held = record(GRANTED, event(2, "suspended", "2021-01-01"), event(3, "revoked", "2022-01-01"))
    assert at(held, "2020-06-01") is Standing.GRANTED
    assert at(held, "2021-06-01") is Standing.SUSPENDED
    assert at(held, "2022-06-01") is Standing.REVOKED


def test_reinstated_is_answered_as_granted() -> None:
    held = record(
        GRANTED, event(2, "suspended", "2021-01-01"), event(3, "reinstated", "2021-03-01")
    )
    answer = status_at(held, at=day("2021-03-01"), known_at=LATER)
    assert answer.status is Standing.GRANTED
    assert answer.event == held.history[2]


def test_a_planned_end_reinstates_nothing() -> None:
    held = record(GRANTED, event(2, "suspended", "2021-01-01", plannedUntil=day("2021-02-01")))
    assert at(held, "2025-01-01") is Standing.SUSPENDED


def test_a_retroactive_event_counts_from_its_effect_once_it_is_known() -> None:
    held = record(GRANTED, event(2, "suspended", "2021-01-01", "2021-06-01"))
    assert at(held, "2021-03-01", known="2021-03-01") is Standing.GRANTED
    assert at(held, "2021-03-01", known="2021-06-01") is Standing.SUSPENDED
    assert at(held, "2021-03-01") is Standing.SUSPENDED


def test_an_event_announced_for_later_does_not_count_before() -> None:
    held = record(GRANTED, event(2, "revoked", "2022-01-01", "2021-01-01"))
    assert at(held, "2021-06-01") is Standing.GRANTED
    assert at(held, "2022-01-01") is Standing.REVOKED


def test_the_effect_decides_and_not_the_number() -> None:
    held = record(
        GRANTED,
        event(2, "suspended", "2021-06-01"),
        event(3, "reinstated", "2021-03-01", "2021-07-01"),
    )
    assert at(held, "2021-08-01") is Standing.SUSPENDED


def test_of_two_with_one_effect_the_higher_number_decides() -> None:
    held = record(
        GRANTED,
        event(2, "suspended", "2021-01-01"),
        event(3, "revoked", "2021-01-01", "2021-02-01"),
    )
    assert at(held, "2021-01-01") is Standing.REVOKED
    assert at(held, "2021-01-01", known="2021-01-15") is Standing.SUSPENDED


def test_an_annulled_event_never_was_once_the_annulment_is_known() -> None:
    held = record(
        GRANTED,
        event(2, "revoked", "2021-01-01"),
        event(3, "annulled", "2021-01-01", "2021-02-01", annuls=2),
    )
    assert at(held, "2021-01-15", known="2021-01-15") is Standing.REVOKED
    assert at(held, "2021-01-15") is Standing.GRANTED
    assert at(held, "2021-03-01") is Standing.GRANTED


def test_an_annulment_is_itself_no_status() -> None:
    held = record(GRANTED, event(2, "annulled", "2020-01-01", "2021-01-01", annuls=1))
    assert at(held, "2022-01-01") is Standing.NEVER_HELD
    assert at(held, "2019-01-01") is Standing.NEVER_HELD
    assert at(held, "2022-01-01", known="2020-06-01") is Standing.GRANTED
    assert live_events(held.history) == []


def test_past_the_last_term_the_status_is_expired_without_an_event() -> None:
    held = record(GRANTED, until="2023-01-01")
    assert status_at(held, at="2022-12-31T23:59:59Z", known_at=LATER).status is Standing.GRANTED
    answer = status_at(held, at=day("2023-01-01"), known_at=LATER)
    assert (answer.status, answer.event) == (Standing.EXPIRED, None)
    assert answer.reason is StatusReason.TERM_ENDED


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_an_end_stays_the_end_that_it_was_past_the_last_term(status: Status) -> None:
    held = record(GRANTED, event(2, status, "2022-01-01"), until="2023-01-01")
    assert at(held, "2024-01-01") == status


def test_a_suspension_does_not_outlive_the_last_term() -> None:
    held = record(GRANTED, event(2, "suspended", "2022-01-01"), until="2023-01-01")
    assert at(held, "2024-01-01") is Standing.EXPIRED


def test_an_end_decides_over_what_was_announced_before_it() -> None:
    held = record(
        GRANTED,
        event(2, "suspended", "2021-01-01"),
        event(3, "reinstated", "2022-01-01", "2021-02-01"),
        event(4, "revoked", "2021-06-01"),
    )
    assert at(held, "2021-03-01") is Standing.SUSPENDED
    assert at(held, "2023-01-01") is Standing.REVOKED


def test_an_event_for_one_tier_leaves_the_others_alone() -> None:
    terms = [{"from": day("2020-01-01"), "tiers": ["AEOC", "AEOS"], "roles": ["importer"]}]
    tree = {
        **SAMPLE,
        "authorisation": {**SAMPLE["authorisation"], "terms": terms},
        "history": [GRANTED, event(2, "suspended", "2021-01-01", appliesTo=["AEOS"])],
    }
    held = msgspec.convert(tree, AeoRecord)
    answers = {
        tier: status_at(held, at=day("2021-06-01"), known_at=LATER, tier=tier).status
        for tier in ("AEOC", "AEOS", None)
    }
    assert answers == {
        "AEOC": Standing.GRANTED,
        "AEOS": Standing.SUSPENDED,
        None: Standing.SUSPENDED,
    }


def test_nothing_was_known_before_anything_was_recorded() -> None:
    assert at(record(GRANTED), "2020-06-01", known="2019-06-01") is Standing.UNDETERMINED


@given(records(), st.sampled_from(("2015-01-01", "2020-02-29", "2026-06-01", "9999-12-31")))
def test_an_answer_is_a_status_that_can_be_held(held: AeoRecord, when: str) -> None:
    answer = status_at(held, at=day(when), known_at=day(when))
    assert isinstance(answer.status, Standing)
    assert (answer.event is None) == (answer.reason is not StatusReason.EVENT)
    if answer.event is not None:
        assert answer.event in held.history
        assert answer.event.effective_from <= day(when)
        assert held.issued_at <= day(when)


@given(records())
def test_the_order_in_which_events_are_written_does_not_matter(held: AeoRecord) -> None:
    turned = msgspec.structs.replace(held, history=held.history[::-1])
    numbers = [change.seq for change in held.history]
    if len(numbers) == len(set(numbers)):
        one = status_at(turned, at=LATER, known_at=LATER)
        other = status_at(held, at=LATER, known_at=LATER)
        assert (one.status, one.reason, one.event) == (other.status, other.reason, other.event)


def two_terms() -> AeoRecord:
    """Return a record of TIER1, then of nothing, then of TIER2."""
    terms = [
        {
            "from": day("2020-01-01"),
            "until": day("2021-01-01"),
            "tiers": ["TIER1"],
            "roles": ["importer"],
        },
        {
            "from": day("2021-02-01"),
            "until": day("2022-01-01"),
            "tiers": ["TIER2"],
            "roles": ["importer"],
        },
    ]
    authorisation = {**SAMPLE["authorisation"], "terms": terms}
    return msgspec.convert(
        {**SAMPLE, "authorisation": authorisation, "history": [GRANTED]}, AeoRecord
    )


@for_each_row(
    ("when", "tier", "status", "reason"),
    [
        ("2020-06-01T00:00:00Z", "TIER1", "granted", "event"),
        ("2020-06-01T00:00:00Z", "TIER2", "not-held", "tier-not-in-term"),
        ("2020-06-01T00:00:00Z", "TIER3", "not-held", "tier-not-in-record"),
        ("2020-12-31T23:59:59Z", "TIER1", "granted", "event"),
        ("2021-01-01T00:00:00Z", "TIER1", "not-held", "between-terms"),
        ("2021-01-31T23:59:59Z", None, "not-held", "between-terms"),
        ("2021-02-01T00:00:00Z", "TIER1", "not-held", "tier-not-in-term"),
        ("2021-02-01T00:00:00Z", "TIER2", "granted", "event"),
        ("2022-01-01T00:00:00Z", "TIER2", "expired", "term-ended"),
        ("2022-01-01T00:00:00Z", "TIER1", "not-held", "tier-not-in-term"),
        ("2022-01-01T00:00:00Z", None, "expired", "term-ended"),
    ],
)
def test_the_terms_say_which_tier_is_held(
    when: str, tier: str | None, status: str, reason: str
) -> None:
    answer = status_at(two_terms(), at=when, known_at=LATER, tier=tier)
    assert (answer.status, answer.reason) == (status, reason)


def test_a_term_that_begins_after_the_grant_is_not_held_before() -> None:
    grant = replace(two_terms().history[0], effective_from=day("2019-01-01"))
    early = replace(two_terms(), history=(grant,))
    answer = status_at(early, at=day("2019-06-01"), known_at=LATER)
    assert (answer.status, answer.reason) == ("not-held", "before-first-term")


def test_a_revision_issued_later_does_not_answer() -> None:
    first = record(GRANTED)
    second = replace(two_terms(), revision=first.revision + 1, issued_at=day("2021-01-01"))
    both = [second, first]
    known = status_by(both, at=day("2021-01-15"), known_at="2020-12-31T23:59:59Z")
    assert (known.status, known.revision) == (Standing.GRANTED, first)
    later = status_by(both, at=day("2021-01-15"), known_at=day("2021-01-01"))
    assert (later.status, later.revision) == (Standing.NOT_HELD, second)


def test_two_contents_of_the_revision_that_answers_are_a_fork() -> None:
    first = record(GRANTED)
    other = replace(first, issuing_office="X1")
    assert status_by([first, first], at=LATER, known_at=LATER).status is Standing.GRANTED
    forked = status_by([first, other], at=LATER, known_at=LATER)
    assert (forked.status, forked.reason) == ("undetermined", "fork")
    newer = replace(first, revision=first.revision + 1)
    assert status_by([first, other, newer], at=LATER, known_at=LATER).status == "granted"


def test_revisions_of_two_records_give_no_answer() -> None:
    first = record(GRANTED)
    other = replace(first, record_id="HK-OTHER")
    answer = status_by([first, other], at=LATER, known_at=LATER)
    assert (answer.status, answer.reason) == ("undetermined", "several-records")


def test_a_stranger_that_names_the_administration_stands_apart_in_any_order() -> None:
    ours = msgspec.convert(SAMPLE, AeoRecord)
    theirs = replace(
        ours, administration="MO", former_administrations=("HK",), revision=ours.revision + 1
    )
    let_go = replace(ours, moved_to="MO")
    for order in ([ours, theirs], [theirs, ours]):
        assert [len(history) for history in by_record(order)] == [1, 1]
        assert status_by(order, at=LATER, known_at=LATER).reason is StatusReason.SEVERAL_RECORDS
    for order in ([let_go, theirs], [theirs, let_go]):
        assert [len(history) for history in by_record(order)] == [2]
