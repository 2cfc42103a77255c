"""Each reason is said where it holds and not where it does not; each wrong answer has its right."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.exchange.partner_profile import OwnSettings
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldChange
from aeo_exchange.exchange.recognition.question import IssuedCode, Sought
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.codes import ConsentState, ReplacementCause, Role, Status
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import Consent, FormerTin, Identifier, Recognition, Replacement
from exchange.made_views import AGREEMENT, FIRM, GIVEN, consenting, firm
from exchange.recognising import (
    APPLIED,
    HEAD,
    KEY,
    TIN,
    T,
    accepted,
    ask,
    codes,
    event,
    events,
    evidence,
    gone,
    held_by,
    japans,
    key,
    of,
    row,
    said,
    stream,
    terms,
    with_rows,
)
from rows import for_each_row

YES = ("RECOGNISED", ["recognised"])
BEFORE, AFTER = "2026-10-31T23:59:59Z", "2026-11-01T00:00:01Z"


def no(*reasons: str) -> tuple[str, list[str]]:
    return "NOT_RECOGNISED", [*reasons]


def open_(*reasons: str) -> tuple[str, list[str]]:
    return "UNDETERMINED", [*reasons]


def under(*rows, **changes):
    """Return the firm under a profile of some rows."""
    return of(firm(**changes), profiles=(AdoptedProfile(with_rows(*rows)),))


def test_a_firm_is_recognised_with_its_benefits_and_what_that_rests_on():
    answer = ask()
    assert said(answer) == YES
    assert [one.code for one in answer.benefits] == ["FEWER-EXAMINATIONS", "FIRST-IN-LINE"]
    # From then on a row held; the consent and the grant came before.
    assert answer.since == "2026-03-31T15:00:00Z"
    rests = answer.rests_on
    assert (rests.profile.code, rests.profile.version, rests.profile.rows) == (AGREEMENT, 1, (1,))
    (record,) = rests.records
    assert (record.key, record.revision, record.transcribed) == (KEY, 5, False)
    (head,) = rests.heads
    assert (head.sequence, head.digest) == (41, "a" * 64)
    assert [(one.list_id, one.sequence) for one in head.trust_lists] == [("urn:example:list", 7)]


# Step 1: a profile and a stream.


def test_a_profile_answers_from_its_adoption_on():
    held = evidence(profiles=(AdoptedProfile(japans(), since="2026-11-01T12:00:00Z"),))
    assert said(ask(held)) == YES
    assert said(ask(held, known_at=instant("2026-11-01T11:59:59Z"))) == open_("no-profile")


def test_what_nobody_had_sent_yet_is_no_stream():
    assert said(ask(known_at=instant(APPLIED))) == YES
    assert said(ask(known_at=instant("2026-10-31T21:59:59Z"))) == open_("no-stream")


# Step 2: the stream may answer.


@pytest.mark.parametrize("reason", ["disputed", "restored"])
def test_a_stream_that_a_person_must_look_at_answers_nothing(reason):
    held = evidence(stream(key(accepted()), **{reason: True}))
    assert said(ask(held)) == open_(reason)


def test_a_stale_stream_answers_about_last_month_and_not_about_today():
    last = "2026-11-03T21:00:00Z"  # 72 hours behind the state
    assert said(ask(at=last)) == YES
    assert said(ask(at="2026-11-03T21:00:01Z")) == open_("stale")
    later = instant("2027-01-01T00:00:00Z")
    assert said(ask(at="2026-10-01T00:00:00Z", known_at=later)) == YES
    assert said(ask(at="2026-12-31T00:00:00Z", known_at=later)) == open_("stale")


def test_the_limit_of_the_other_side_does_not_bind_the_asking_one():
    at = "2026-11-03T21:00:01Z"
    own = OwnSettings(side="HK", staleness_hours=96)
    held = evidence(profiles=(AdoptedProfile(japans(own=own)),))
    assert said(ask(held, at=at)) == open_("stale")
    own = OwnSettings(side="JP", staleness_hours=96)
    held = evidence(profiles=(AdoptedProfile(japans(own=own)),))
    assert said(ask(held, at=at)) == YES


def test_a_key_that_was_compromised_later_speaks_for_what_was_known_before():
    head = replace(HEAD, compromised_since="2026-11-01T12:00:00Z")
    held = evidence(stream(key(accepted()), heads=(head,)))
    assert said(ask(held)) == open_("key-compromised")
    assert said(ask(held, known_at=instant("2026-11-01T11:59:59Z"))) == YES
    anew = replace(HEAD, sequence=42, applied_at="2026-11-01T12:00:00Z")
    held = evidence(stream(key(accepted()), heads=(head, anew)))
    assert said(ask(held)) == YES


def test_a_stream_that_is_not_trusted_answers_nothing_and_stops_no_other():
    refusal = (RecognitionReason.NOT_TRUSTED, "AEO-XCH-11: not signed by this key")
    refused = stream(heads=(), refusal=refusal, sender="bad")
    answer = ask(evidence(refused))
    assert said(answer) == open_("not-trusted")
    assert "AEO-XCH-11" in answer.reasons[0].because
    good = stream(key(accepted()))
    assert said(ask(evidence(refused, good))) == ("RECOGNISED", ["recognised", "not-trusted"])
    # Whoever is in no stream that was read may be in the other one.
    answer = ask(evidence(refused, good), tin="HK1")
    assert said(answer) == open_("not-trusted", "not-in-stream")


# Step 3: a row.


@for_each_row(
    ("asked", "expected"),
    [
        ({"flow": "export"}, no("no-row")),
        ({"flow": None}, ("RECOGNISED", ["recognised", "flow-not-asked"])),
        ({"party_role": Role.CARRIER}, no("no-row")),
        ({"party_role": None}, ("RECOGNISED", ["recognised", "role-not-asked"])),
        ({"at": "2026-03-31T15:00:00Z"}, YES),
        ({"at": "2026-03-31T14:59:59Z"}, no("no-row")),
    ],
)
def test_a_row_covers_what_it_does_not_narrow(asked, expected):
    assert said(ask(**asked)) == expected


def test_a_row_ends_at_its_until():
    held = under(row(until=T))
    assert said(ask(held)) == no("no-row")
    assert said(ask(held, at=BEFORE)) == YES


def test_a_row_that_is_not_narrowed_needs_no_assumption_and_goes_first():
    wide = row(flows=UNSET, party_roles=UNSET, benefits=("FIRST-IN-LINE",))
    held = under(row(), wide)
    answer = ask(held, flow=None, party_role=None)
    assert said(answer) == YES
    assert [one.code for one in answer.benefits] == ["FIRST-IN-LINE"]
    assert answer.rests_on.profile.rows == (2,)


def test_a_profile_changed_in_the_middle_is_chosen_by_what_was_known_and_its_row_by_the_instant():
    second = replace(with_rows(row(2)), version=2)
    adopted = (AdoptedProfile(japans()), AdoptedProfile(second, since="2026-11-01T06:00:00Z"))
    held = evidence(profiles=adopted)
    assert said(ask(held, known_at=instant("2026-11-01T05:59:59Z"))) == YES
    answer = ask(held, known_at=instant("2026-11-01T06:00:00Z"))
    assert said(answer) == no("tier-not-covered")
    assert answer.rests_on.profile.version == 2


# Step 4: whose identifier it is.


def test_who_is_in_no_entry_is_not_recognised_unless_one_could_not_be_read():
    assert said(ask(tin="HK1")) == no("not-in-stream")
    held = evidence(stream(key(accepted()), unread=1))
    assert said(ask(held, tin="HK1")) == open_("unread")
    assert said(ask(held)) == YES


def test_a_tombstone_of_nobody_knows_whom_hides_who_was_there_before_it():
    held = evidence(stream(key(accepted()), lost_until=T))
    assert said(ask(held, tin="HK1", at=BEFORE)) == open_("out-of-use")
    assert said(ask(held, tin="HK1", at=T)) == no("not-in-stream")


def test_a_firm_is_found_by_a_number_while_that_is_in_force():
    number = Identifier(scheme="LEI", value="1", from_=T, until=AFTER)
    held = of(firm(holder=replace(FIRM.holder, identifiers=(number,))))
    sought = Sought(scheme="LEI", value="1")
    assert said(ask(held, sought=sought)) == YES
    assert said(ask(held, sought=sought, at=BEFORE)) == no("not-in-stream")
    assert said(ask(held, sought=sought, at=AFTER)) == no("not-in-stream")
    assert said(ask(held, sought=Sought(scheme="GLN", value="1"))) == no("not-in-stream")


def test_the_number_of_a_site_finds_no_firm():
    assert said(ask(sought=Sought(scheme="MID", value="HKEXALAM88TSU"))) == no("not-in-stream")


def test_a_tin_that_passed_to_another_holder_leads_to_one_at_a_time():
    passed = FormerTin(tin=TIN, until=T)
    held = of(held_by("HK00000099", former_tins=(passed,)))
    assert said(ask(held, at=BEFORE)) == YES
    assert said(ask(held)) == no("not-in-stream")
    both = of(held_by("HK00000099", former_tins=(passed,)), firm())
    assert said(ask(both)) == YES
    assert said(ask(both, at=BEFORE)) == open_("two-holders", "two-holders")


def test_one_number_of_two_holders_leads_to_none():
    sought = Sought(scheme="LEI", value="999900EXAMPLELAMP168")
    assert said(ask(of(firm()), sought=sought)) == YES
    held = of(firm(), held_by("HK00000099"))
    assert said(ask(held, sought=sought)) == open_("two-holders", "two-holders")


def test_a_code_that_the_asking_side_issued_is_what_its_own_table_says():
    echo = Identifier(scheme="JP-MRA", value="J1")
    recognition = Recognition(
        agreement=AGREEMENT,
        partner="JP",
        identifier_mode=FIRM.recognitions[0].identifier_mode,
        identifiers=(echo,),
        from_="2026-04-01T00:00:00Z",
    )
    # The sender echoes the code of another firm, as identifier and as recognition.
    holder = replace(FIRM.holder, identifiers=(echo,))
    wrong = firm(holder=holder, recognitions=(recognition,))
    right = held_by("HK00000099")
    issued = IssuedCode(scheme="JP-MRA", value="J1", tin="HK00000099", from_=BEFORE, until=AFTER)
    held = of(wrong, right, issued_codes=(issued,))
    sought = Sought(scheme="JP-MRA", value="J1")
    answer = ask(held, sought=sought)
    assert said(answer) == YES
    assert [one.key for one in answer.rests_on.records] == ["HK/HK-2021-0034"]
    assert said(ask(held, sought=sought, at=AFTER)) == no("code-not-issued")
    unknown = Sought(scheme="JP-MRA", value="J2")
    assert said(ask(held, sought=unknown)) == no("code-not-issued")
    assert said(ask(of(wrong, right), sought=sought)) == open_("no-own-codes")
    assert said(ask(held, sought=Sought(scheme="JP-OLD", value="J1"))) == no("not-in-stream")


# XCH-13-5: the record.


def rejected_after(state: str, record=None, holder=FIRM.holder):
    change = HeldChange(state=state, applied_at=APPLIED, record=record, holder=holder)
    return evidence(stream(key(accepted(at="2026-10-01T00:00:00Z"), change)))


@pytest.mark.parametrize("state", ["rejected", "newer", "missing"])
def test_what_was_not_accepted_answers_nothing_until_a_later_revision_is(state):
    held = rejected_after(state)
    assert said(ask(held)) == open_(state)
    (only,) = held.streams
    earlier = replace(HEAD, sequence=40, applied_at="2026-10-01T00:00:00Z")
    before = replace(held, streams=(replace(only, heads=(earlier, HEAD)),))
    known_at = instant("2026-10-31T21:59:59Z")
    assert said(ask(before, known_at=known_at)) == YES
    changes = (*only.keys[0].changes, accepted())
    assert said(ask(evidence(stream(key(*changes))))) == YES


@for_each_row(
    ("cause", "before", "then"),
    [
        ("consent-withdrawn", "out-of-use", no("consent-withdrawn")),
        ("out-of-scope", "out-of-use", no("out-of-scope")),
        ("erased", "out-of-use", open_("out-of-use")),
        ("sent-in-error", "out-of-use", open_("out-of-use")),
        ("moved", "out-of-use", open_("out-of-use")),
    ],
)
def test_a_tombstone_is_a_no_only_where_it_says_one_and_from_then_on(cause, before, then):
    change = gone(cause, T, to="DE" if cause == "moved" else None)
    held = evidence(stream(key(accepted(), change)))
    assert said(ask(held)) == then
    assert said(ask(held, at=BEFORE)) == open_(before)


def test_a_record_that_moved_counts_when_the_stream_that_it_left_says_so():
    moved = firm(administration="DE", former_administrations=("FR",))
    union = replace(row(), granted_by="EU", programme="EU-AEO", tiers=("AEOF",))
    profile = replace(
        with_rows(union),
        parties=(replace(japans().parties[0], party="EU"), japans().parties[1]),
    )
    term = replace(FIRM.authorisation.terms[-1], tiers=("AEOF",))
    moved = replace(
        moved,
        programme="EU-AEO",
        authorisation=replace(FIRM.authorisation, terms=(term,)),
    )
    name = "FR/HK-2021-0033"
    new = stream(key(accepted(moved), name=name), sender="DE")
    adopted = (AdoptedProfile(profile),)

    def answered(*old):
        return said(ask(evidence(new, *old, profiles=adopted)))

    assert answered() == YES
    still = stream(key(accepted(held_by("FR1")), name="FR/OTHER"), sender="FR")
    assert answered(still) == open_("move-not-confirmed")
    to_spain = stream(key(gone("moved", T, to="ES"), name=name), sender="FR")
    assert answered(to_spain) == open_("move-not-confirmed")
    says_so = stream(key(gone("moved", T, to="DE"), name=name), sender="FR")
    assert answered(says_so) == YES


def test_a_record_that_names_where_it_went_answers_no_more():
    assert said(ask(of(firm(moved_to="MO")))) == open_("move-not-confirmed")


def test_a_transcription_counts_where_the_profile_says_so_and_until_the_own_stream_begins():
    written = stream(key(accepted()), transcribed=True)
    assert said(ask(evidence(written))) == open_("transcribed")
    counts = (AdoptedProfile(japans(transcription=True)),)
    answer = ask(evidence(written, profiles=counts))
    assert said(answer) == ("RECOGNISED", ["recognised", "transcribed"])
    assert [one.transcribed for one in answer.rests_on.records] == [True]
    begun = replace(HEAD, as_of=T, applied_at="2026-11-01T01:00:00Z")
    own = stream(heads=(begun,))
    held = evidence(written, own, profiles=counts)
    assert said(ask(held)) == no("not-in-stream")
    assert ask(held, at=BEFORE).result == "RECOGNISED"


def consent(state: ConsentState, since: str, scope: str = AGREEMENT) -> Consent:
    return Consent(scope=scope, state=state, since=since)


def test_a_time_without_consent_is_one_without_recognition():
    withdrawn = consent(ConsentState.WITHDRAWN, "2026-06-01T00:00:00Z")
    again = consent(ConsentState.GIVEN, "2026-08-01T00:00:00Z")
    held = of(consenting(GIVEN, withdrawn, again))
    assert said(ask(held, at="2026-05-31T23:59:59Z")) == YES
    assert said(ask(held, at="2026-06-01T00:00:00Z")) == no("no-consent")
    assert said(ask(held, at="2026-07-31T23:59:59Z")) == no("no-consent")
    answer = ask(held, at="2026-08-01T00:00:00Z")
    assert said(answer) == YES
    assert answer.since == "2026-08-01T00:00:00Z"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"programme": "HK-OTHER"}, "programme-not-covered"),
        ({"tin_prefixes_excluded": ("HK0",)}, "tin-excluded"),
        ({"tiers": ("TIER1",)}, "tier-not-covered"),
        ({"holder_roles": (Role.CARRIER,)}, "role-not-covered"),
    ],
)
def test_each_thing_that_narrows_a_row_is_a_no_of_its_own(changes, reason):
    assert said(ask(under(row(**changes)))) == no(reason)
    # Another row that covers suffices.
    assert said(ask(under(row(**changes), row()))) == YES


def test_a_prefix_that_is_not_that_of_the_tin_leaves_nothing_out():
    assert said(ask(under(row(tin_prefixes_excluded=("HK1",))))) == YES


def test_a_programme_that_the_reference_data_does_not_know_is_no_yes():
    record = firm(programme="HK-OTHER")
    profile = with_rows(row(programme="HK-OTHER"))
    held = of(record, profiles=(AdoptedProfile(profile),))
    assert said(ask(held)) == open_("programme-unknown")


def test_a_tier_is_held_from_its_term_on_and_between_two_terms_none_is():
    held = of(terms(("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"), (T, None)))
    assert said(ask(held, at="2026-04-30T23:59:59Z")) == no("tier-not-covered")
    assert said(ask(held, at="2026-05-01T00:00:00Z")) == YES
    assert said(ask(held, at="2026-06-01T00:00:00Z")) == no("tier-not-covered")
    assert said(ask(held, at=BEFORE)) == no("tier-not-covered")
    assert said(ask(held)) == YES


def status_of(record, **changes) -> tuple[str, str, str]:
    answer = ask(of(record), **changes)
    (why,) = answer.reasons
    return str(answer.result), str(why.code), str(why.status)


def test_an_annulled_grant_was_never_held():
    record = events(event(2, Status.ANNULLED, "2026-03-01T00:00:00Z", annuls=1))
    assert status_of(record) == ("NOT_RECOGNISED", "status", "never-held")


def test_a_suspension_takes_recognition_and_its_annulment_gives_it_back():
    suspended = event(2, Status.SUSPENDED, T)
    assert status_of(events(suspended)) == ("NOT_RECOGNISED", "status", "suspended")
    assert said(ask(of(events(suspended)), at=BEFORE)) == YES
    annulled = event(3, Status.ANNULLED, T, annuls=2)
    assert said(ask(of(events(suspended, annulled)))) == YES


def test_an_announced_revocation_counts_from_when_it_takes_effect_and_is_annulled():
    revoked = event(2, Status.REVOKED, T)
    assert status_of(events(revoked)) == ("NOT_RECOGNISED", "status", "revoked")
    assert said(ask(of(events(revoked)), at=BEFORE)) == YES
    annulled = event(3, Status.ANNULLED, T, annuls=2)
    assert said(ask(of(events(revoked, annulled)))) == YES


def test_a_status_that_cannot_be_told_is_no_no():
    # The grant takes effect later than the instant asked about.
    granted = replace(FIRM.history[0], effective_from=AFTER)
    assert status_of(firm(history=(granted,))) == ("UNDETERMINED", "status", "undetermined")


def test_of_two_tiers_that_a_row_covers_the_one_that_is_held_counts():
    tiers = {"tiers": ("TIER1", "TIER2")}
    record = terms(("2021-02-28T16:00:00Z", None), **tiers)
    suspended = event(2, Status.SUSPENDED, T, applies_to=("TIER2",))
    record = replace(record, history=(*FIRM.history, suspended))
    both = row(**tiers)
    held = of(record, profiles=(AdoptedProfile(with_rows(both)),))
    assert said(ask(held)) == YES
    only = of(record, profiles=(AdoptedProfile(with_rows(row())),))
    assert codes(ask(only)) == ["status"]
    # The benefits are those of the rows with the tier that is held.
    rows = (row(benefits=("FEWER-EXAMINATIONS",)), row(tiers=("TIER1",), benefits=()))
    answer = ask(of(record, profiles=(AdoptedProfile(with_rows(*rows)),)))
    assert (answer.result, answer.benefits) == ("RECOGNISED", ())


# XCH-13-6: several records.


def test_one_of_several_records_of_a_holder_suffices_and_the_others_are_named():
    ended = replace(events(event(2, Status.REVOKED, T)), record_id="HK-2019-0001")
    answer = ask(of(ended, firm()))
    assert said(answer) == ("RECOGNISED", ["recognised", "status"])
    assert [(one.key, str(one.result)) for one in answer.rests_on.records] == [
        ("HK/HK-2019-0001", "NOT_RECOGNISED"),
        (KEY, "RECOGNISED"),
    ]


def test_what_cannot_be_told_goes_before_a_no():
    ended = replace(events(event(2, Status.REVOKED, T)), record_id="HK-2019-0001")
    missing = HeldChange(state="missing", applied_at=APPLIED)
    held = evidence(
        stream(
            key(accepted(ended), name="HK/HK-2019-0001"),
            key(accepted(at="2026-10-01T00:00:00Z"), missing),
        )
    )
    assert said(ask(held)) == open_("missing", "status")


def test_a_firm_that_was_merged_inherits_nothing():
    merged = Replacement(
        administration="HK", record_id="HK-2021-0033", cause=ReplacementCause.MERGER
    )
    new = held_by("HK00000099")
    new = replace(
        new,
        authorisation=replace(
            terms((AFTER, None)).authorisation, replaces=(merged,), number="HKAEO-EX-0099"
        ),
    )
    held = of(firm(), new)
    assert said(ask(held)) == YES
    assert said(ask(held, tin="HK00000099")) == no("tier-not-covered")
    assert said(ask(held, tin="HK00000099", at=AFTER)) == YES


# K and days.


def test_a_revision_that_was_issued_or_applied_after_the_instant_of_knowledge_answers_not():
    suspended = events(event(2, Status.SUSPENDED, "2026-10-01T00:00:00Z"))
    later = replace(suspended, revision=6, issued_at="2026-11-01T09:00:00Z")
    held = evidence(stream(key(accepted(), accepted(later, at="2026-11-01T10:00:00Z"))))
    assert codes(ask(held)) == ["status"]
    assert codes(ask(held, known_at=instant("2026-11-01T10:00:00Z"))) == ["status"]
    answer = ask(held, known_at=instant("2026-11-01T09:59:59Z"))
    assert said(answer) == YES
    assert [one.revision for one in answer.rests_on.records] == [5]
    ahead = accepted(replace(later, issued_at="2026-11-01T12:00:01Z"), at="2026-11-01T12:00:00Z")
    assert said(ask(evidence(stream(key(accepted(), ahead))))) == YES


def test_a_day_is_that_of_the_asking_side_and_needs_one_answer():
    # 1 November in Tokyo: from 15:00 of the day before, UTC.
    answer = ask(at="2026-11-01")
    assert said(answer) == YES
    span = (answer.from_instant, answer.until_instant)
    assert span == ("2026-10-31T15:00:00Z", "2026-11-01T15:00:00Z")
    for effective, expected in (
        ("2026-10-31T15:00:00Z", no("status")),
        ("2026-10-31T15:00:01Z", open_("not-all-day", "recognised", "status")),
        ("2026-11-01T14:59:59Z", open_("not-all-day", "recognised", "status")),
        ("2026-11-01T15:00:00Z", YES),
    ):
        held = of(events(event(2, Status.SUSPENDED, effective)))
        assert said(ask(held, at="2026-11-01")) == expected, effective


def test_one_day_is_answered_in_each_zone_by_itself_across_26_hours():
    suspended = events(event(2, Status.SUSPENDED, "2026-10-31T11:00:00Z"))

    def on_31_october(zone: str) -> tuple[str, list[str]]:
        sides = [
            replace(side, time_zone=zone) if side.party == "JP" else side
            for side in japans().parties
        ]
        adopted = (AdoptedProfile(japans(parties=tuple(sides))),)
        return said(ask(of(suspended, profiles=adopted), at="2026-10-31"))

    # From 10:00 of the day before to 10:00, from 15:00 to 15:00, and from 12:00 to 12:00 behind.
    assert on_31_october("Pacific/Kiritimati") == YES
    assert on_31_october("Asia/Tokyo") == open_("not-all-day", "recognised", "status")
    assert on_31_october("Etc/GMT+12") == no("status")


def test_a_day_with_two_answers_says_from_when_which():
    effective = "2026-11-01T03:00:00Z"
    held = of(events(event(2, Status.SUSPENDED, effective)))
    answer = ask(held, at="2026-11-01")
    parts = [(one.from_instant, str(one.result), [*one.reasons]) for one in answer.within_day]
    assert parts == [
        ("2026-10-31T15:00:00Z", "RECOGNISED", ["recognised"]),
        (effective, "NOT_RECOGNISED", ["status"]),
    ]
    assert answer.benefits == ()
    assert answer.since is UNSET


PASSED = FormerTin(tin=TIN, until=T)


@for_each_row(
    "held",
    [
        under(row(until=T)),
        of(terms(("2021-02-28T16:00:00Z", T))),
        of(consenting(GIVEN, consent(ConsentState.WITHDRAWN, T))),
        of(
            firm(holder=replace(FIRM.holder, tin="HK1", former_tins=(FormerTin(tin=TIN, until=T),)))
        ),
        evidence(stream(key(accepted(), gone("out-of-scope", T)))),
        evidence(stream(key(accepted()), heads=(replace(HEAD, as_of="2026-10-29T00:00:00Z"),))),
    ],
    ids=["row", "term", "consent", "identifier", "tombstone", "staleness"],
)
def test_whatever_changes_within_a_day_is_seen(held):
    answer = ask(held, at="2026-11-01")
    assert (str(answer.result), codes(answer)[0]) == ("UNDETERMINED", "not-all-day")


def test_a_benefit_of_a_day_follows_at_each_instant_of_it():
    first = row(until=T)
    second = row(from_=T, benefits=("FIRST-IN-LINE",))
    answer = ask(under(first, second), at="2026-11-01")
    assert answer.result == "RECOGNISED"
    assert [one.code for one in answer.benefits] == ["FIRST-IN-LINE"]
    assert answer.rests_on.profile.rows == (1, 2)


def test_about_a_day_that_there_was_not_nothing_is_asked():
    side = replace(japans().parties[1], time_zone="Pacific/Apia")
    profile = japans(parties=(japans().parties[0], side))
    with pytest.raises(InvalidInstant, match="there was no 2011-12-30"):
        ask(evidence(profiles=(AdoptedProfile(profile),)), at="2011-12-30")


# Records that nobody signed.


def test_records_that_nobody_signed_are_never_a_yes_nor_a_no():
    answer = ask(evidence(signed=False))
    assert said(answer) == open_("not-signed", "recognised")
    assert answer.would_be == "RECOGNISED"
    assert answer.benefits == ()
    answer = ask(evidence(signed=False), tin="HK1")
    assert said(answer) == open_("not-signed", "not-in-stream")
    assert answer.would_be == "NOT_RECOGNISED"
    # What the profile alone decides rests on no record.
    answer = ask(evidence(signed=False), flow="export")
    assert said(answer) == no("no-row")
    assert answer.would_be is UNSET
