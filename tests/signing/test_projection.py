"""An attestation claims what the record says at its instant, and ends in time."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.model.attestation import DISCLOSABLE, Claims
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.codes import Role, Status
from aeo_exchange.model.record import StatusEvent, Term
from aeo_exchange.signing.dates import numeric_date, numeric_date_instant
from aeo_exchange.signing.projection import latest_end, project
from rows import for_each_row
from signing.tokens import AT, DAY, IAT, claims_of_sample, sample
from strategies import records

NINETY_DAYS = 90 * DAY


def _with_terms(*terms: tuple[str, str | None, str]):
    record = sample()
    made = tuple(
        Term(from_=start, until=end or UNSET, tiers=(tier,), roles=(Role.EXPORTER,))
        for start, end, tier in terms
    )
    return replace(record, authorisation=replace(record.authorisation, terms=made))


def _with_events(*events: tuple[str, str, str], annuls: int = 0):
    history = tuple(
        StatusEvent(
            seq=place,
            status=Status[status.upper()],
            effective_from=effective,
            recorded_at=recorded,
            annuls=annuls if status == "annulled" else UNSET,
        )
        for place, (status, effective, recorded) in enumerate(events, 1)
    )
    return replace(sample(), history=history)


GRANT = ("granted", "2024-06-16T16:00:00Z", "2024-06-16T16:00:00Z")


def test_the_claims_of_a_record_have_the_form_of_the_model():
    assert msgspec.convert(claims_of_sample(), Claims).sub == sample().holder.tin


def test_every_item_that_a_claim_stands_for_is_claimed():
    claims = project(sample(), AT)
    assert claims["record_digest"] == digest(sample())
    assert claims["legalName"] == sample().holder.legal_name
    assert claims["authorisation_status"] == "granted"
    assert "sizeClass" not in claims["msmeBasis"]
    assert set(DISCLOSABLE) <= claims.keys()
    assert "view" not in claims


def test_a_view_is_claimed_as_a_view():
    assert project(sample("HK-AEO/TIER2.view-CN"), AT)["view"]["audience"] == "CN"


@given(records(), st.integers(1_000_000_000, 4_000_000_000))
def test_the_projection_of_any_record_is_plain_and_ends_after_it_begins(record, iat):
    claims = project(record, numeric_date_instant(iat))
    assert msgspec.json.decode(msgspec.json.encode(claims)) == claims
    assert iat < latest_end(record, iat) <= iat + NINETY_DAYS


@for_each_row(
    ("at", "tier"),
    [
        ("2023-12-31T23:59:59Z", "ONE"),
        ("2024-01-01T00:00:00Z", "ONE"),
        ("2024-12-31T23:59:59Z", "ONE"),
        ("2025-01-01T00:00:00Z", "ONE"),
        ("2026-01-01T00:00:00Z", "TWO"),
        ("2030-01-01T00:00:00Z", "TWO"),
    ],
)
def test_the_term_is_the_one_in_force_or_the_last_begun_or_the_first(at, tier):
    record = _with_terms(
        ("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "ONE"),
        ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "TWO"),
    )
    assert project(record, at)["tiers"] == [tier]


def test_without_an_event_in_effect_no_status_is_claimed():
    assert "authorisation_status" not in project(sample(), "2010-01-01T00:00:00Z")


def test_a_status_is_claimed_as_it_was_known_when_signed():
    late = ("suspended", "2026-10-01T00:00:00Z", "2026-12-01T00:00:00Z")
    record = msgspec.structs.replace(_with_events(GRANT, late), issued_at="2026-12-01T00:00:00Z")
    assert "authorisation_status" not in project(record, "2026-11-30T23:59:59Z")
    assert project(record, "2026-12-01T00:00:00Z")["authorisation_status"] == "suspended"


@for_each_row(
    ("record", "end"),
    [
        (_with_events(GRANT), IAT + NINETY_DAYS),
        (_with_events(GRANT, ("suspended", "2026-11-02T00:00:00Z", AT)), IAT + DAY),
        (
            _with_events(GRANT, ("suspended", "2026-11-02T00:00:00Z", "2026-11-01T00:00:01Z")),
            IAT + NINETY_DAYS,
        ),
        (_with_events(GRANT, ("suspended", AT, AT)), IAT + NINETY_DAYS),
        (
            _with_events(
                GRANT, ("suspended", "2026-11-02T00:00:00Z", AT), ("annulled", AT, AT), annuls=2
            ),
            IAT + NINETY_DAYS,
        ),
        (_with_terms(("2024-01-01T00:00:00Z", "2026-11-01T00:00:01Z", "ONE")), IAT + 1),
        (_with_terms(("2024-01-01T00:00:00Z", AT, "ONE")), IAT + NINETY_DAYS),
        (_with_terms(("2024-01-01T00:00:00Z", None, "ONE")), IAT + NINETY_DAYS),
    ],
    ids=[
        "nothing is near",
        "an announced suspension",
        "one announced after signing",
        "one in effect already",
        "one annulled",
        "the end of the term",
        "a term that has ended",
        "an open term",
    ],
)
def test_the_latest_end_is_the_first_thing_that_would_change_the_statement(record, end):
    assert latest_end(record, IAT) == end


@given(st.integers(1_000_000_000, 9_999_999_999))
def test_a_numeric_date_and_its_instant_are_one(date):
    assert numeric_date(numeric_date_instant(date)) == date
