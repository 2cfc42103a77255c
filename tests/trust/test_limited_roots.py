"""Who is trusted a little cannot take away what others are trusted for."""

from __future__ import annotations

from aeo_exchange.operations.attestations.verify_memory import remember
from aeo_exchange.report import Verdict
from aeo_exchange.trust.seen import Seen
from trust.made_lists import authority, listed, made, scope
from trust.made_world import IAT, URI, answer, attestation, codes, evidence, trust

# A root for Japan alone, whose list bears the name of the list of all.
GREEDY = trust(authority("JP", listed("JP"), scope=[scope("JP")]), by="jp-root", sequence=2**31)


def _both(japanese: bytes = GREEDY) -> object:
    roots = (made("root").root(), made("jp-root").root("JP"))
    return evidence(trust=(trust(), japanese), roots=roots)


def test_a_list_by_a_limited_root_does_not_push_aside_that_of_another() -> None:
    seen = Seen.empty()
    assert answer(attestation(), _both(), seen=seen).verdict is Verdict.VALID
    assert answer(attestation(), evidence(), seen=seen).verdict is Verdict.VALID


def test_a_list_of_which_no_authority_counts_is_not_remembered() -> None:
    seen = Seen.empty()
    foreign = trust(by="jp-root", sequence=2**31)
    assert answer(attestation(), _both(foreign), seen=seen).verdict is Verdict.VALID
    assert all(not issue.pinned_for for issue in seen.to_file().trust_lists)


def test_a_limited_root_that_lists_the_key_of_another_is_not_heard_for_it() -> None:
    thief = trust(authority("JP", listed("HK"), scope=[scope("JP")]), by="jp-root", listId="thief")
    assert answer(attestation(), _both(thief)).verdict is Verdict.VALID


def test_a_status_list_of_another_administration_is_remembered_for_it_alone() -> None:
    seen = Seen.empty()
    seen.note_status("JP", URI, IAT + 59)
    assert answer(attestation(), seen=seen).verdict is Verdict.VALID
    seen.note_status("HK", URI, IAT + 59)
    assert answer(attestation(), seen=seen).verdict is Verdict.UNDETERMINED


def test_a_status_list_that_belongs_to_another_administration_is_refused() -> None:
    lists = trust(
        authority("HK", listed("HK"), scope=[scope("HK")]),
        authority("JP", listed("JP"), scope=[scope("JP")], statusLists=[URI]),
    )
    answered = answer(attestation(), evidence(trust=(lists,)))
    assert codes(answered) == {"status": "AEO-STA-03"}


def test_an_attestation_outside_its_scope_leaves_nothing_to_remember() -> None:
    seen = Seen.empty()
    lists = trust(authority("HK", listed("HK"), scope=[scope("HK", programme="HK-OTHER")]))
    remember(answer(attestation(), evidence(trust=(lists,)), seen=seen), seen)
    assert seen.to_file().status_lists == ()


def test_an_older_revision_is_refused_under_a_second_list_too() -> None:
    seen = Seen.empty()
    second = trust(listId="second", nextUpdate="2026-12-01T00:00:00Z")
    newer = answer(attestation(revision=9), seen=seen)
    assert newer.verdict is Verdict.VALID
    remember(newer, seen)
    answered = answer(attestation(), evidence(trust=(trust(), second)), seen=seen)
    assert codes(answered) == {"revision": "AEO-SIG-22"}
