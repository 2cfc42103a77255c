"""A later change of a key counts only where it does not go back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from aeo_exchange.exchange.recognition.evidence import HeldChange
from aeo_exchange.exchange.recognition.history import following
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent
from exchange.made_views import AGREEMENT, GIVEN, firm
from exchange.recognising import T, accepted, gone
from rows import for_each_row

BEFORE, AFTER = "2026-10-31T23:59:59Z", "2026-11-01T00:00:01Z"


def revision(number: int, **changes: object) -> HeldChange:
    return accepted(firm(revision=number, **changes))


def again(since: str, state: ConsentState = ConsentState.GIVEN) -> tuple[Consent, ...]:
    return (GIVEN, Consent(scope=AGREEMENT, state=state, since=since))


def counts(change: HeldChange, *earlier: HeldChange) -> bool:
    return following(earlier, change, AGREEMENT, "2026-11-02T00:00:00Z").state == "accepted"


def test_a_revision_follows_a_lower_one_and_itself():
    assert counts(revision(5))
    assert counts(revision(6), revision(5))
    assert counts(revision(5), revision(5))
    assert not counts(revision(4), revision(5))
    assert not counts(revision(5, issuing_office="OTHER"), revision(5))
    # The highest that was received counts, whatever was made of the one behind it.
    assert not counts(revision(5), revision(6), replace(revision(4), state="rejected"))


@for_each_row(
    ("number", "consents", "expected"),
    [
        (6, again(AFTER), True),
        (6, again(AFTER, ConsentState.NOT_REQUIRED), True),
        (6, again(AFTER, ConsentState.WITHDRAWN), False),
        (6, again(T), False),
        (6, again(BEFORE), False),
        (5, again(AFTER), False),
    ],
)
def test_a_consent_that_was_withdrawn_comes_back_by_a_later_one(number, consents, expected):
    change = revision(number, consents=consents)
    assert counts(change, revision(5), gone("consent-withdrawn", T)) is expected


@pytest.mark.parametrize(
    ("cause", "same", "higher"),
    [
        ("out-of-scope", True, True),
        ("sent-in-error", False, True),
        ("erased", False, False),
        ("moved", False, False),
    ],
)
def test_each_tombstone_lets_back_what_it_may(cause, same, higher):
    earlier = (revision(5), gone(cause, T, to="DE" if cause == "moved" else None))
    assert counts(revision(5), *earlier) is same
    assert counts(revision(6), *earlier) is higher
    assert not counts(revision(4), *earlier)


def test_behind_a_reset_revisions_count_anew_and_tombstones_go_on():
    def counts_anew(change: HeldChange, *earlier: HeldChange) -> bool:
        at = "2026-11-02T00:00:00Z"
        return following(earlier, change, AGREEMENT, at, len(earlier)).state == "accepted"

    assert counts_anew(revision(1), revision(5))
    assert counts_anew(revision(1), revision(5), gone("out-of-scope", T))
    assert not counts_anew(revision(9), revision(5), gone("erased", T))
    # From the place on, and not behind it alone.
    earlier = (revision(5), revision(2))
    assert following(earlier, revision(1), AGREEMENT, T, 1).state == "rejected"
    assert following(earlier, revision(3), AGREEMENT, T, 1).state == "accepted"


@pytest.mark.parametrize("state", ["newer", "rejected"])
def test_the_revision_of_what_nobody_accepted_is_not_forgotten(state):
    unread = HeldChange(state=state, applied_at=T, revision=5)
    lower = replace(revision(4), state="rejected")
    assert not counts(revision(4), unread)
    assert not counts(revision(4), unread, lower)
    assert not counts(revision(5), unread)
    assert counts(revision(6), unread)
    assert counts(revision(4), HeldChange(state=state, applied_at=T))


def test_what_is_no_accepted_record_stays_what_it_is():
    change = HeldChange(state="newer", applied_at=T)
    assert following((revision(5),), change, AGREEMENT, T) is change


def test_only_a_record_that_is_accepted_takes_a_tombstone_away():
    erased = (revision(5), gone("erased", T))
    unread = HeldChange(state="rejected", applied_at=T)
    rejected = replace(revision(6), state="rejected")
    assert not counts(revision(7), *erased, unread)
    assert not counts(revision(7), *erased, rejected)
    let_back = (revision(5), gone("out-of-scope", T), revision(5))
    assert counts(revision(6), *let_back)
    assert not counts(revision(4), *let_back)
