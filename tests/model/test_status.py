"""The status at an instant, as known at another (specification, REC-6)."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import TERMINAL, deciding_event, live_events, status_at
from aeo_exchange.resources import published
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
    tree = {**SAMPLE, "authorisation": authorisation, "history": list(events)}
    return msgspec.convert(tree, AeoRecord)


def at(held: AeoRecord, when: str, known: str = "") -> Status | None:
    """Return the status on the first instant of a day."""
    return status_at(held, at=day(when), known_at=day(known) if known else LATER).status


GRANTED = event(1, "granted", "2020-01-01")


def test_before_the_first_event_there_is_no_status() -> None:
    answer = status_at(record(GRANTED), at="2019-12-31T23:59:59Z", known_at=LATER)
    assert (answer.status, answer.event) == (None, None)
    assert answer.reason


def test_an_event_is_in_effect_from_its_first_instant_on() -> None:
    assert at(record(GRANTED), "2020-01-01") is Status.GRANTED


def test_the_latest_event_decides() -> None:
    held = record(GRANTED, event(2, "suspended", "2021-01-01"), event(3, "revoked", "2022-01-01"))
    assert at(held, "2020-06-01") is Status.GRANTED
    assert at(held, "2021-06-01") is Status.SUSPENDED
    assert at(held, "2022-06-01") is Status.REVOKED


def test_reinstated_is_answered_as_granted() -> None:
    held = record(
        GRANTED, event(2, "suspended", "2021-01-01"), event(3, "reinstated", "2021-03-01")
    )
    answer = status_at(held, at=day("2021-03-01"), known_at=LATER)
    assert answer.status is Status.GRANTED
    assert answer.event == held.history[2]


def test_a_planned_end_reinstates_nothing() -> None:
    held = record(GRANTED, event(2, "suspended", "2021-01-01", plannedUntil=day("2021-02-01")))
    assert at(held, "2025-01-01") is Status.SUSPENDED


def test_a_retroactive_event_counts_from_its_effect_once_it_is_known() -> None:
    held = record(GRANTED, event(2, "suspended", "2021-01-01", "2021-06-01"))
    assert at(held, "2021-03-01", known="2021-03-01") is Status.GRANTED
    assert at(held, "2021-03-01", known="2021-06-01") is Status.SUSPENDED
    assert at(held, "2021-03-01") is Status.SUSPENDED


def test_an_event_announced_for_later_does_not_count_before() -> None:
    held = record(GRANTED, event(2, "revoked", "2022-01-01", "2021-01-01"))
    assert at(held, "2021-06-01") is Status.GRANTED
    assert at(held, "2022-01-01") is Status.REVOKED


def test_the_effect_decides_and_not_the_number() -> None:
    held = record(
        GRANTED,
        event(2, "suspended", "2021-06-01"),
        event(3, "reinstated", "2021-03-01", "2021-07-01"),
    )
    assert at(held, "2021-08-01") is Status.SUSPENDED


def test_of_two_with_one_effect_the_higher_number_decides() -> None:
    held = record(
        GRANTED,
        event(2, "suspended", "2021-01-01"),
        event(3, "revoked", "2021-01-01", "2021-02-01"),
    )
    assert at(held, "2021-01-01") is Status.REVOKED
    assert at(held, "2021-01-01", known="2021-01-15") is Status.SUSPENDED


def test_an_annulled_event_never_was_once_the_annulment_is_known() -> None:
    held = record(
        GRANTED,
        event(2, "revoked", "2021-01-01"),
        event(3, "annulled", "2021-01-01", "2021-02-01", annuls=2),
    )
    assert at(held, "2021-01-15", known="2021-01-15") is Status.REVOKED
    assert at(held, "2021-01-15") is Status.GRANTED
    assert at(held, "2021-03-01") is Status.GRANTED


def test_an_annulment_is_itself_no_status() -> None:
    held = record(GRANTED, event(2, "annulled", "2020-01-01", "2021-01-01", annuls=1))
    assert at(held, "2022-01-01") is None
    assert live_events(held.history) == []
    assert deciding_event(held.history, LATER, "TIER1") is None


def test_past_the_last_term_the_status_is_expired_without_an_event() -> None:
    held = record(GRANTED, until="2023-01-01")
    assert status_at(held, at="2022-12-31T23:59:59Z", known_at=LATER).status is Status.GRANTED
    answer = status_at(held, at=day("2023-01-01"), known_at=LATER)
    assert (answer.status, answer.event) == (Status.EXPIRED, None)


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_an_end_stays_the_end_that_it_was_past_the_last_term(status: Status) -> None:
    held = record(GRANTED, event(2, status, "2022-01-01"), until="2023-01-01")
    assert at(held, "2024-01-01") is status


def test_a_suspension_does_not_outlive_the_last_term() -> None:
    held = record(GRANTED, event(2, "suspended", "2022-01-01"), until="2023-01-01")
    assert at(held, "2024-01-01") is Status.EXPIRED


def test_an_end_decides_over_what_was_announced_before_it() -> None:
    held = record(
        GRANTED,
        event(2, "suspended", "2021-01-01"),
        event(3, "reinstated", "2022-01-01", "2021-02-01"),
        event(4, "revoked", "2021-06-01"),
    )
    assert at(held, "2021-03-01") is Status.SUSPENDED
    assert at(held, "2023-01-01") is Status.REVOKED


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
        "AEOC": Status.GRANTED,
        "AEOS": Status.SUSPENDED,
        None: Status.SUSPENDED,
    }


def test_nothing_was_known_before_anything_was_recorded() -> None:
    assert at(record(GRANTED), "2020-06-01", known="2019-06-01") is None


@given(records(), st.sampled_from(("2015-01-01", "2020-02-29", "2026-06-01", "9999-12-31")))
def test_an_answer_is_a_status_that_can_be_held(held: AeoRecord, when: str) -> None:
    answer = status_at(held, at=day(when), known_at=day(when))
    assert answer.status not in {Status.ANNULLED, Status.REINSTATED}
    assert answer.reason
    if answer.event is not None:
        assert answer.event in held.history
        assert answer.event.effective_from <= day(when)
        assert answer.event.recorded_at <= day(when)


@given(records())
def test_the_order_in_which_events_are_written_does_not_matter(held: AeoRecord) -> None:
    turned = msgspec.structs.replace(held, history=held.history[::-1])
    numbers = [each.seq for each in held.history]
    if len(numbers) == len(set(numbers)):
        assert status_at(turned, at=LATER, known_at=LATER) == status_at(
            held, at=LATER, known_at=LATER
        )
