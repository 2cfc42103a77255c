from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import ProfileError
from aeo_exchange.exchange.views import NotShared, Revision, Shared, view_of
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent, View
from aeo_exchange.operations.records import view
from aeo_exchange.operations.records.view import make_views
from exchange.made_views import AGREEMENT, AT, GIVEN, consenting, firm, order, revisions
from exchange.profiles import profile
from exchange.streams import content, firms
from rows import for_each_row

EARLY = "2026-01-01T00:00:00Z"
LATER = "2026-03-01T00:00:00Z"


def consent(state: str, since: str, scope: str = AGREEMENT) -> Consent:
    return Consent(scope=scope, state=ConsentState(state), since=since)


def shared(*records, **given) -> Shared:
    made = view_of(revisions(*records), order(**given))
    assert isinstance(made, Shared), made
    return made


def why(*records, **given) -> str:
    made = view_of(revisions(*records), order(**given))
    assert isinstance(made, NotShared)
    return made.why


def test_a_view_says_for_whom_it_is_and_lacks_what_is_restricted_withheld_or_of_others() -> None:
    made = shared(firm())
    view = made.record
    assert view.view == View(audience="JP", agreement=AGREEMENT)
    assert view.consents == (GIVEN,) or view.consents[-1] == GIVEN
    assert {item.path: item.why for item in made.left} == {
        "/consents/0": "other-audience",
        "/recognitions/0": "other-audience",
        "/holder/contacts": "restricted",
        "/authorisation/criteria": "restricted",
        "/msme": "withheld",
        "/extensions": "restricted",
    }
    assert view.holder.contacts is UNSET
    assert view.msme is UNSET
    assert view.recognitions is UNSET
    assert view.holder.address == firm().holder.address


def test_what_is_not_withheld_is_shared_but_for_what_is_restricted_in_it() -> None:
    made = shared(firm(), of=profile(('withheld = ["msme"]\n', "")))
    assert made.record.msme is not UNSET
    assert made.record.msme.basis is UNSET
    assert made.record.msme.sector is UNSET
    assert {"/msme/basis", "/msme/sector"} <= {item.path for item in made.left}


@for_each_row(
    ("consents", "reason"),
    [
        ((), "no-consent"),
        ((consent("given", EARLY),), None),
        ((consent("not-required", EARLY),), None),
        ((consent("refused", EARLY),), "no-consent"),
        ((consent("given", EARLY), consent("withdrawn", LATER)), "no-consent"),
        ((consent("withdrawn", EARLY), consent("given", LATER)), None),
        ((consent("given", EARLY, "all"),), None),
        ((consent("refused", LATER, "all"), consent("given", EARLY)), None),
        ((consent("given", LATER, "all"), consent("refused", EARLY)), "no-consent"),
        ((consent("given", EARLY, "CN-HK-2013"),), "no-consent"),
        # Of two that stand since one instant none is known to count.
        ((consent("given", EARLY), consent("refused", EARLY)), "no-consent"),
        # One that begins after the instant does not count yet.
        ((consent("given", EARLY), consent("withdrawn", "2026-12-01T00:00:00Z")), None),
    ],
)
def test_the_consent_that_counts_decides(consents, reason) -> None:
    made = view_of(revisions(consenting(*consents)), order())
    assert (made.why if isinstance(made, NotShared) else None) == reason


def test_a_profile_may_ask_for_a_consent_that_was_given() -> None:
    narrow = profile(('"given-or-not-required"', '"given"'))
    record = consenting(consent("not-required", EARLY))
    assert why(record, of=narrow) == "no-consent"
    assert shared(consenting(consent("given", EARLY)), of=narrow)


def test_a_consent_for_all_is_shown_only_where_it_can_count() -> None:
    before, after = consent("refused", EARLY, "all"), consent("refused", LATER, "all")
    assert shared(consenting(before, after, GIVEN)).record.consents == (before, GIVEN)
    same = consent("refused", GIVEN.since, "all")
    assert shared(consenting(same, GIVEN)).record.consents == (GIVEN,)


@for_each_row(
    ("change", "reason"),
    [
        ({"view": View(audience="CN")}, "is-a-view"),
        ({"issued_at": "2026-11-01T00:00:01Z"}, "not-yet-issued"),
        ({"administration": "CN"}, "other-administration"),
        ({"moved_to": "CN"}, "moved"),
        ({"programme": "HK-OTHER"}, "out-of-scope"),
        ({"consents": ()}, "no-consent"),
        ({"view": View(audience="CN"), "moved_to": "CN"}, "is-a-view"),
        ({"administration": "CN", "moved_to": "MO"}, "other-administration"),
        ({"moved_to": "CN", "programme": "HK-OTHER"}, "moved"),
        ({"programme": "HK-OTHER", "consents": ()}, "out-of-scope"),
    ],
)
def test_the_first_reason_in_the_order_of_the_text_is_given(change, reason) -> None:
    assert why(firm(**change)) == reason


def test_a_revision_issued_at_the_very_instant_is_shared() -> None:
    assert shared(firm(issued_at=AT))


@for_each_row(
    ("old", "new", "reason"),
    [
        ('"TIER2"', '"TIER9"', "out-of-scope"),
        ('from = "2026-03-31T15:00:00Z"', 'from = "2026-11-01T00:00:01Z"', "out-of-scope"),
        ('from = "2026-03-31T15:00:00Z"', f'from = "{AT}"', None),
        (
            'from = "2026-03-31T15:00:00Z"',
            f'from = "2026-03-31T15:00:00Z"\nuntil = "{AT}"',
            "out-of-scope",
        ),
        (
            'from = "2026-03-31T15:00:00Z"',
            'from = "2026-03-31T15:00:00Z"\nuntil = "2026-11-01T00:00:01Z"',
            None,
        ),
        (
            'flows = ["import"]',
            'flows = ["import"]\ntin_prefixes_excluded = ["HK"]',
            "out-of-scope",
        ),
        ('flows = ["import"]', 'flows = ["import"]\ntin_prefixes_excluded = ["XI"]', None),
    ],
)
def test_a_row_of_the_profile_has_the_record_in_scope_or_not(old, new, reason) -> None:
    made = view_of(revisions(firm()), order(of=profile((old, new))))
    assert (made.why if isinstance(made, NotShared) else None) == reason


def test_a_term_that_is_over_is_still_in_scope() -> None:
    decision = firm().authorisation
    first, last = decision.terms
    over = replace(decision, terms=(first, replace(last, tiers=("TIER1",))))
    lone = profile(('tiers = ["TIER1"]', 'tiers = ["TIER9"]'))
    assert shared(firm(authorisation=over), of=lone)


@pytest.mark.parametrize("audience", ["CN", "HK", "HK-C", "public"])
def test_an_audience_that_is_not_the_other_side_is_refused(audience) -> None:
    with pytest.raises(ProfileError):
        order(audience=audience)


def test_an_agency_of_the_other_side_is_an_audience() -> None:
    assert shared(firm(), audience="JP-MOF").record.view.audience == "JP-MOF"


def test_a_hidden_change_changes_no_byte() -> None:
    """Revisions 5, 6 and 7 look alike to Japan: contacts, then a consent for China, changed."""
    one = firm()
    two = firm(revision=6, issued_at="2026-04-01T00:00:00Z", extensions=UNSET)
    other = consent("withdrawn", "2026-05-01T00:00:00Z", "CN-HK-2013")
    three = firm(revision=7, issued_at="2026-05-02T00:00:00Z", consents=(other, *one.consents))
    views = [
        canonical_bytes(shared(*upto).record) for upto in ((one,), (one, two), (one, two, three))
    ]
    assert len(set(views)) == 1
    assert shared(three, two, one).cut_from == 7
    assert shared(three, two, one).record.revision == 5


def test_a_change_that_shows_and_one_that_is_taken_back_both_count() -> None:
    one = firm()
    two = firm(revision=6, issued_at="2026-04-01T00:00:00Z", issuing_office="OTHER")
    three = firm(revision=7, issued_at="2026-05-01T00:00:00Z")
    four = firm(revision=8, issued_at="2026-06-01T00:00:00Z", extensions=UNSET)
    view = shared(one, two, three, four).record
    assert (view.revision, view.issued_at) == (7, "2026-05-01T00:00:00Z")


def test_a_time_without_consent_shows_though_the_revisions_look_alike() -> None:
    one = consenting(consent("given", EARLY))
    two = replace(
        consenting(consent("given", EARLY), consent("withdrawn", LATER)),
        revision=6,
        issued_at="2026-04-01T00:00:00Z",
    )
    again = consent("given", "2026-04-15T00:00:00Z")
    three = replace(consenting(*two.consents, again), revision=7, issued_at="2026-05-01T00:00:00Z")
    assert why(one, two) == "no-consent"
    assert shared(one, two, three).record.revision == 7
    assert shared(one, two, three).record.consents == three.consents


def test_a_revision_that_is_not_valid_breaks_a_run_and_as_the_last_one_is_not_shared() -> None:
    one, two, three = (firm(revision=n, issued_at=f"2026-0{n}-01T00:00:00Z") for n in (5, 6, 7))
    broken = [Revision(one, True), Revision(two, False), Revision(three, True)]
    made = view_of(broken, order())
    assert isinstance(made, Shared)
    assert made.record.revision == 7
    assert view_of([Revision(one, True), Revision(two, False)], order()) == NotShared("not-valid")
    fork = replace(two, issuing_office="OTHER")
    assert why(one, two, fork) == "not-valid"
    assert why(one, fork, two) == "not-valid"
    assert shared(one, two, two).record.revision == 5


def test_what_is_out_of_scope_since_a_row_ended_says_when() -> None:
    ended = profile(('until = "2027-03-31T15:00:00Z"', 'until = "2026-10-15T00:00:00Z"'))
    record = firm(authorisation=replace(firm().authorisation, terms=(tier_one(),)))
    made = view_of(revisions(record), order(ended))
    assert isinstance(made, NotShared)
    assert (made.why, made.since) == ("out-of-scope", "2026-10-15T00:00:00Z")


def test_what_no_row_was_ever_about_is_out_of_scope_since_the_view() -> None:
    made = view_of(revisions(firm(programme="HK-OTHER")), order())
    assert isinstance(made, NotShared)
    assert (made.why, made.since) == ("out-of-scope", AT)


def tier_one():
    return replace(firm().authorisation.terms[-1], tiers=("TIER1",))


def test_records_that_wait_compressed_have_the_views_of_those_that_wait_as_they_are(
    monkeypatch,
) -> None:
    records = [*firms(3, 1, 2), *firms(1, revision=6, issued_at="2026-04-01T00:00:00Z")]
    given = [content(*records)]
    plain = list(make_views(given, order(), print))
    assert [made.line.revision for made in plain] == [6, 5, 5]
    longest = max(len(canonical_bytes(record)) for record in records)
    for most in (0, longest, 2 * longest):
        monkeypatch.setattr(view, "MOST_PLAIN", most)
        assert list(make_views(given, order(), print)) == plain
