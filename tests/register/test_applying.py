from __future__ import annotations

import json

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import StateError, WrongChoice
from aeo_exchange.exchange.heads import HeadReset
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent
from aeo_exchange.operations.register.register import EntryFilter, Register, init_register
from aeo_exchange.waiting import Waiting, waiting_as
from exchange.made_views import AGREEMENT, FIRM, GIVEN, consenting, order
from exchange.profiles import profile
from exchange.streams import (
    changed_line,
    create,
    firms,
    head_of,
    line_of,
    lines_of,
    signed,
    with_body,
)
from register.keeping import NIGHT, adopted, apply, ask, last_step, night, said
from trust.made_lists import authority, listed, made
from trust.made_world import trust

KEY = "HK/HK-2021-0001"


def states(register: Register, key: str = KEY) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.state, one.codes) for one in register.history(key).changes]


def test_a_message_is_applied_once(register, tmp_path):
    done = night(register, tmp_path / "hk", 1, *firms(1, 2))
    assert (done.outcome, done.applied_at, done.changes) == ("applied", NIGHT[1], 2)
    (stream,) = register.query(None).streams
    assert (stream.stream, stream.sequence, stream.entries.accepted) == ("HK/JP/HK-JP-2026", 1, 2)
    again = apply(register, tmp_path / "hk", NIGHT[2])
    assert (again.outcome, again.changes) == ("already-applied", 0)
    assert register.query(None).streams == (stream,)


def test_what_stays_as_it_was_is_noted_no_second_time(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2))
    done = night(register, folder, 2, *firms(1, 2, 3))
    assert (done.outcome, done.changes) == ("applied", 1)
    heartbeat = night(register, folder, 3, *firms(1, 2, 3))
    assert (heartbeat.outcome, heartbeat.changes) == ("applied", 0)
    (stream,) = register.query(None).streams
    assert (stream.sequence, stream.as_of, stream.entries.accepted) == (3, NIGHT[3], 3)
    assert [change.sequence for change in register.history(KEY).changes] == [1]


def with_lost_key(*authorities, **changes) -> bytes:
    lost = listed("HK", state="compromised")
    return trust(authority("HK", lost, listed("JP")), *authorities, sequence=2, **changes)


def test_a_key_in_other_hands_answers_nothing_more_whatever_becomes_of_the_message(
    register, tmp_path
):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(*range(1, 30)))
    assert said(ask(register, "HK00000001", NIGHT[2]))[0] == "RECOGNISED"
    # The head that was applied, once more: whose key it is comes before which head it is (XCH-8-1).
    same = apply(register, folder, NIGHT[2], lists=with_lost_key())
    assert last_step(same) == ("refused", "key", "AEO-TRU-08")
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["key-compromised"])
    assert said(ask(register, "HK00000001", NIGHT[1], NIGHT[1]))[0] == "RECOGNISED"
    # A head signed anew speaks again.
    create(folder, *firms(*range(1, 30)), at=NIGHT[3], key=made("JP").key)
    assert apply(register, folder, NIGHT[3], lists=with_lost_key()).outcome == "applied"
    assert said(ask(register, "HK00000001", NIGHT[3]))[0] == "RECOGNISED"


def test_a_message_that_is_held_tells_of_a_key_in_other_hands_too(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(*range(1, 30)))
    create(folder, *firms(*range(1, 30), revision=6), at=NIGHT[2], key=made("JP").key)
    done = apply(register, folder, NIGHT[2], lists=with_lost_key())
    assert last_step(done) == ("held", "changes", "AEO-XCH-26")
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["key-compromised"])


MEANT = StreamName("HK", "JP", "HK-JP-2026")


@pytest.mark.parametrize(
    "other",
    [MEANT._replace(audience="KR"), MEANT._replace(sender="KR"), MEANT._replace(agreement="")],
)
def test_a_head_of_another_stream_than_is_meant_is_refused(register, tmp_path, other):
    folder = tmp_path / "hk"
    create(folder, *firms(1), at=NIGHT[1])
    refused = apply(register, folder, NIGHT[1], meant=other)
    assert last_step(refused) == ("refused", "stream", "AEO-XCH-13")
    assert register.query(None).streams == ()
    assert apply(register, folder, NIGHT[1], meant=MEANT).outcome == "applied"
    # The head that was applied, once more, is no head of the other stream either.
    again = apply(register, folder, NIGHT[2], meant=other)
    assert last_step(again) == ("refused", "stream", "AEO-XCH-13")
    assert apply(register, folder, NIGHT[2], meant=MEANT).outcome == "already-applied"


def test_without_an_adopted_profile_a_message_is_held(tmp_path, url):
    init_register(url, {})
    register = Register(url, {})
    create(tmp_path / "hk", *firms(1), at=NIGHT[1])
    done = apply(register, tmp_path / "hk", NIGHT[1])
    assert last_step(done) == ("held", "profile", "AEO-XCH-19")
    adopted(tmp_path, register)
    assert apply(register, tmp_path / "hk", NIGHT[1]).outcome == "applied"
    register.close()


def test_a_head_under_another_text_is_held_till_that_version_is_adopted(register, tmp_path):
    folder = tmp_path / "hk"
    create(folder, *firms(1), at=NIGHT[1])
    signed(folder, replace(head_of(folder), profile="0" * 64))
    assert last_step(apply(register, folder, NIGHT[1])) == ("held", "profile", "AEO-XCH-19")
    assert register.query(None).streams[0].sequence is UNSET


def test_nothing_of_a_refused_message_stays(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2))
    before = register.query(EntryFilter())
    create(folder, *firms(1, 2, 3), at=NIGHT[2])
    lines = lines_of(folder)
    stray = lines[2].replace(b'"HK/HK-2021-0003"', b'"HK/HK-2021-0004"')
    with_body(folder, b"\n".join([*lines[:2], stray]) + b"\n")
    assert last_step(apply(register, folder, NIGHT[2])) == ("refused", "entries", "AEO-XCH-25")
    after = register.query(EntryFilter())
    assert (after.entries, after.streams) == (before.entries, before.streams)
    assert ask(register, "HK00000003", NIGHT[1], NIGHT[3]).result == "NOT_RECOGNISED"


def test_an_older_head_and_time_that_goes_back_are_refused(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    old = folder / "0000000001.head.jwt"
    night(register, folder, 2, *firms(1, 2))
    assert last_step(apply(register, old, NIGHT[3])) == ("refused", "sequence", "AEO-XCH-16")
    back = replace(head_of(folder), sequence=9, as_of=NIGHT[1])
    signed(folder, back)
    assert last_step(apply(register, folder, NIGHT[3])) == ("refused", "sequence", "AEO-XCH-17")


def test_a_fork_shuts_the_stream_till_a_person_decides(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    applied = register.query(None).streams[0].digest
    assert said(ask(register, "HK00000001", NIGHT[1]))[0] == "RECOGNISED"
    signed(folder, replace(head_of(folder), next_update="2026-12-24T00:00:00Z"))
    assert last_step(apply(register, folder, NIGHT[2])) == ("refused", "sequence", "AEO-XCH-15")
    assert said(ask(register, "HK00000001", NIGHT[1])) == ("UNDETERMINED", ["disputed"])
    (folder / "head.jwt").unlink()
    (folder / "0000000001.head.jwt").rename(folder / "head.jwt")
    assert apply(register, folder, NIGHT[2]).outcome == "already-applied"
    later = night(register, folder, 3, *firms(1, 2))
    assert last_step(later) == ("refused", "sequence", "AEO-XCH-15")
    assert "disputed no more" in register.adopt_head(applied, NIGHT[3])
    assert apply(register, folder, NIGHT[3]).outcome == "applied"
    assert said(ask(register, "HK00000002", NIGHT[3]))[0] == "RECOGNISED"


def test_of_two_heads_that_were_not_applied_a_person_takes_one(register, tmp_path):
    folder = tmp_path / "hk"
    create(folder, *firms(1), at=NIGHT[1])
    (right,) = folder.glob("*.gz")
    body = right.read_bytes()
    right.unlink()
    absent = apply(register, folder, NIGHT[1])
    assert last_step(absent) == ("refused", "files", "AEO-XCH-20")
    (stream,) = register.query(None).streams  # the head was seen, so its fork is
    assert (stream.stream, stream.sequence) == ("HK/JP/HK-JP-2026", UNSET)
    first = (folder / "head.jwt").read_bytes()
    signed(folder, replace(head_of(folder), next_update="2026-12-24T00:00:00Z"))
    second = (folder / "head.jwt").read_bytes()
    right.write_bytes(body)
    assert last_step(apply(register, folder, NIGHT[1])) == ("refused", "sequence", "AEO-XCH-15")
    (folder / "head.jwt").write_bytes(first)
    assert last_step(apply(register, folder, NIGHT[1])) == ("refused", "sequence", "AEO-XCH-15")
    assert "disputed no more; apply it now" in register.adopt_head(absent.check.digest, NIGHT[2])
    # The other one stays refused, and does not shut the stream again.
    (folder / "head.jwt").write_bytes(second)
    assert last_step(apply(register, folder, NIGHT[2])) == ("refused", "sequence", "AEO-XCH-15")
    assert register.query(None).streams[0].disputed is UNSET
    (folder / "head.jwt").write_bytes(first)
    assert apply(register, folder, NIGHT[2]).outcome == "applied"
    # A third one does.
    signed(folder, replace(head_of(folder), next_update="2026-12-25T00:00:00Z"))
    assert last_step(apply(register, folder, NIGHT[2])) == ("refused", "sequence", "AEO-XCH-15")
    assert "two heads 1" in register.query(None).streams[0].disputed


def test_a_head_that_a_dispute_is_not_about_does_not_end_it(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    applied = register.query(None).streams[0].digest
    two, digests = tmp_path / "two", []
    create(two, *firms(1, 2), at=NIGHT[2])
    for body in two.glob("*.gz"):
        body.unlink()
    for next_update in ("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"):
        signed(two, replace(head_of(two), sequence=2, next_update=next_update))
        digests.append(apply(register, two, NIGHT[2]).check.digest)
    with pytest.raises(WrongChoice, match="head 1 is none of those that the dispute is about"):
        register.adopt_head(applied, NIGHT[3])
    assert "two heads 2" in register.query(None).streams[0].disputed
    first, second = digests
    assert "disputed no more; apply it now" in register.adopt_head(second, NIGHT[3])
    with pytest.raises(WrongChoice, match=f"of the heads 2 the one with the digest {second}"):
        register.adopt_head(first, NIGHT[3])


def test_each_fork_is_remembered_and_the_stream_goes_on_when_all_are_decided(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    applied = register.query(None).streams[0].digest
    late, later = "2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"
    signed(folder, replace(head_of(folder), next_update=late))
    apply(register, folder, NIGHT[2])
    create(folder, *firms(1, 2), at=NIGHT[2])
    second = head_of(folder)
    digests = []
    for next_update in (second.next_update, late, later):
        signed(folder, replace(second, next_update=next_update))
        done = apply(register, folder, NIGHT[2])
        assert last_step(done) == ("refused", "sequence", "AEO-XCH-15")
        digests.append(done.check.digest)
    why = register.query(None).streams[0].disputed
    assert "there are two heads 1, " in why
    assert (
        f"there are 3 heads 2, with the digests {digests[0]}, {digests[1]} and {digests[2]}" in why
    )
    told = register.adopt_head(applied, NIGHT[3])
    assert told.startswith("head 1 stands, and the stream is disputed still: there are 3 heads 2")
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["disputed"])
    assert last_step(apply(register, folder, NIGHT[3])) == ("refused", "sequence", "AEO-XCH-15")
    told = register.adopt_head(digests[2], NIGHT[3])
    assert told == "head 2 is taken, and the stream is disputed no more; apply it now"
    assert apply(register, folder, NIGHT[3]).outcome == "applied"
    assert said(ask(register, "HK00000002", NIGHT[3]))[0] == "RECOGNISED"


def test_the_other_head_of_one_that_was_applied_cannot_be_taken(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    applied = register.query(None).streams[0].digest
    signed(folder, replace(head_of(folder), next_update="2026-12-24T00:00:00Z"))
    other = apply(register, folder, NIGHT[2])
    with pytest.raises(WrongChoice, match="and another one was"):
        register.adopt_head(other.check.digest, NIGHT[2])
    assert "two heads 1" in register.query(None).streams[0].disputed
    register.adopt_head(applied, NIGHT[2])
    with pytest.raises(WrongChoice, match="and another one was"):
        register.adopt_head(other.check.digest, NIGHT[2])


def test_a_reset_is_held_till_its_head_is_taken(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2))
    create(folder, *firms(1, 2), at=NIGHT[2])
    body = line_of(firms(1)[0]) + b"\n"
    with_body(folder, body, reset=HeadReset(reason="A new system."))
    held = apply(register, folder, NIGHT[2])
    assert last_step(held) == ("held", "reset", "AEO-XCH-18")
    digest = held.check.digest
    assert register.adopt_head(digest, NIGHT[2]) == "head 2 is taken; apply it now"
    assert apply(register, folder, NIGHT[2]).outcome == "applied"
    assert said(ask(register, "HK00000002", NIGHT[2])) == ("UNDETERMINED", ["missing"])


def test_what_no_person_is_asked_about_is_not_taken(register, tmp_path):
    """A head that is taken is past the limit of mass changes, which nobody has looked at yet."""
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    (applied,) = register.query(None).streams
    with pytest.raises(WrongChoice, match="head 1 was applied, and nothing of its stream is disp"):
        register.adopt_head(applied.digest, NIGHT[2])
    create(folder, *firms(*range(1, 23)), at=NIGHT[2])
    body = folder / "0000000002.snapshot.aeo.ndjson.gz"
    content = body.read_bytes()
    body.write_bytes(b"")
    refused = apply(register, folder, NIGHT[2])
    assert last_step(refused) == ("refused", "files", "AEO-XCH-21")
    with pytest.raises(
        WrongChoice, match=r"head 2 was refused \(AEO-XCH-21: .*a head that is held"
    ):
        register.adopt_head(refused.check.digest, NIGHT[2])
    body.write_bytes(content)
    held = apply(register, folder, NIGHT[2])
    assert last_step(held) == ("held", "changes", "AEO-XCH-26")
    for _ in range(2):
        assert "apply it now" in register.adopt_head(held.check.digest, NIGHT[2])
    assert apply(register, folder, NIGHT[2]).outcome == "applied"


def test_a_head_under_another_profile_waits_for_the_profile(register, tmp_path):
    folder = tmp_path / "hk"
    other = profile(("version = 1", "version = 2"))
    create(folder, *firms(1), at=NIGHT[1], views=order(other, at=NIGHT[1]))
    held = apply(register, folder, NIGHT[1])
    assert last_step(held) == ("held", "profile", "AEO-XCH-19")
    with pytest.raises(WrongChoice, match="adopt the profile that it names"):
        register.adopt_head(held.check.digest, NIGHT[1])


def test_many_changes_are_held_till_a_person_takes_them(register, tmp_path):
    folder = tmp_path / "hk"
    numbers = range(1, 23)
    night(register, folder, 1, *firms(*numbers))
    later = [
        replace(one, revision=one.revision + 1, holder=replace(one.holder, legal_name="Other"))
        for one in firms(*numbers)
    ]
    held = night(register, folder, 2, *firms(*numbers), *later)
    assert last_step(held) == ("held", "changes", "AEO-XCH-26")
    assert said(ask(register, "HK00000001", NIGHT[1])) == ("RECOGNISED", ["recognised"])
    register.adopt_head(held.check.digest, NIGHT[2])
    assert apply(register, folder, NIGHT[2]).changes == 22


def test_firms_exported_by_mistake_are_no_answer_till_a_person_takes_them(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1))
    held = night(register, folder, 2, *firms(*range(1, 23)))
    assert last_step(held) == ("held", "changes", "AEO-XCH-26")
    assert "21 new, 0 changed and 0 gone, beside 1 entry held" in held.check.steps[-1].reason
    assert said(ask(register, "HK00000002", NIGHT[2]))[0] == "NOT_RECOGNISED"
    register.adopt_head(held.check.digest, NIGHT[2])
    assert apply(register, folder, NIGHT[2]).changes == 21
    assert said(ask(register, "HK00000002", NIGHT[2]))[0] == "RECOGNISED"


def test_a_record_is_rejected_alone_and_its_firm_is_neither_yes_nor_no(register, tmp_path):
    folder = tmp_path / "hk"
    create(folder, *firms(1, 2), at=NIGHT[1])
    first, second = lines_of(folder)
    tree = json.loads(first)["record"]
    broken = {**tree, "history": [{**tree["history"][0], "status": "suspended"}]}
    with_body(folder, changed_line(first, record=broken) + b"\n" + second + b"\n")
    done = apply(register, folder, NIGHT[1])
    assert (done.outcome, done.verdict) == ("applied", "NOT_VALID")
    assert said(ask(register, "HK00000001", NIGHT[1])) == ("UNDETERMINED", ["rejected"])
    assert said(ask(register, "HK00000002", NIGHT[1])) == ("RECOGNISED", ["recognised"])
    (entry,) = register.query(EntryFilter(state="rejected")).entries
    assert (entry.key, "AEO-LIF-01" in entry.codes) == (KEY, True)


def test_a_lower_revision_is_rejected_and_stays_so_while_it_stands(register, tmp_path):
    folder = tmp_path / "hk"
    (firm,) = firms(1)
    night(register, folder, 1, firm)
    lower = line_of(replace(firm, revision=firm.revision - 1)) + b"\n"
    for number in (2, 3):
        create(folder, *firms(1), at=NIGHT[number])
        with_body(folder, lower)
        assert apply(register, folder, NIGHT[number]).outcome == "applied"
        assert said(ask(register, "HK00000001", NIGHT[number])) == ("UNDETERMINED", ["rejected"])
    assert states(register) == [("accepted", ()), ("rejected", ("AEO-XCH-27",))]
    again = night(register, folder, 4, firm)
    assert (again.outcome, states(register)[-1]) == ("applied", ("accepted", ()))


def test_what_is_gone_without_a_tombstone_is_missing(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 1, *firms(1, 2))
    create(folder, *firms(1, 2), at=NIGHT[2])
    with_body(folder, line_of(firms(2)[0]) + b"\n")
    done = apply(register, folder, NIGHT[2])
    assert (done.outcome, done.verdict) == ("applied", "UNDETERMINED")
    assert states(register) == [("accepted", ()), ("missing", ("AEO-XCH-29",))]
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("UNDETERMINED", ["missing"])
    assert said(ask(register, "HK00000001", NIGHT[2], NIGHT[1]))[0] == "RECOGNISED"
    night(register, folder, 3, *firms(1, 2))
    assert said(ask(register, "HK00000001", NIGHT[3])) == ("RECOGNISED", ["recognised"])


def test_a_consent_withdrawn_and_given_again(register, tmp_path):
    folder = tmp_path / "hk"
    given = (*FIRM.consents, GIVEN)
    withdrawn = Consent(scope=AGREEMENT, state=ConsentState.WITHDRAWN, since=NIGHT[2])
    again = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since=NIGHT[4])
    first = consenting(*given)
    second = replace(first, revision=6, consents=(*given, withdrawn), issued_at=NIGHT[2])
    third = replace(first, revision=7, consents=(*given, withdrawn, again), issued_at=NIGHT[4])
    night(register, folder, 1, first)
    night(register, folder, 3, first, second)
    night(register, folder, 5, first, second, third)
    assert [state for state, _ in states(register, "HK/HK-2021-0033")] == [
        "accepted",
        "tombstone",
        "accepted",
    ]
    tin = FIRM.holder.tin
    asked = [(NIGHT[1], NIGHT[2]), (NIGHT[3], NIGHT[3]), (NIGHT[1], NIGHT[3])]
    assert [said(ask(register, tin, at, known)) for at, known in asked] == [
        ("RECOGNISED", ["recognised"]),
        ("NOT_RECOGNISED", ["consent-withdrawn"]),
        ("UNDETERMINED", ["out-of-use"]),
    ]
    assert said(ask(register, tin, NIGHT[5])) == ("RECOGNISED", ["recognised"])
    assert said(ask(register, tin, NIGHT[3], NIGHT[5])) == ("NOT_RECOGNISED", ["no-consent"])


def test_what_was_applied_later_answers_for_no_earlier_knowledge(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 2, *firms(1))
    assert said(ask(register, "HK00000001", NIGHT[2], NIGHT[1])) == ("UNDETERMINED", ["no-stream"])
    night(register, folder, 3, *firms(1, 2))
    assert said(ask(register, "HK00000002", NIGHT[2], NIGHT[2])) == (
        "NOT_RECOGNISED",
        ["not-in-stream"],
    )
    assert said(ask(register, "HK00000002", NIGHT[2], NIGHT[3]))[0] == "RECOGNISED"
    # As of the night before, the limit of 72 hours is over for an instant four days later.
    assert said(ask(register, "HK00000002", NIGHT[7], NIGHT[7])) == ("UNDETERMINED", ["stale"])


def test_who_writes_and_waits_for_nobody_says_nothing(register, tmp_path):
    told = []
    with waiting_as(Waiting(told=told.append, untold=0)):
        assert night(register, tmp_path / "hk", 1, *firms(1)).outcome == "applied"
    assert told == []


def test_the_clock_of_the_register_never_goes_back(register, tmp_path):
    folder = tmp_path / "hk"
    night(register, folder, 5, *firms(1))
    create(folder, *firms(1, 2), at=NIGHT[5])
    done = apply(register, folder, NIGHT[5])
    assert done.applied_at == NIGHT[5]
    assert apply(register, folder, NIGHT[9]).outcome == "already-applied"
    create(folder, *firms(1, 2, 3), at=NIGHT[6])
    assert apply(register, folder, NIGHT[6]).applied_at == NIGHT[9]


def test_what_is_no_register_is_told(tmp_path):
    with pytest.raises(StateError, match="there is no such file"):
        Register(str(tmp_path / "absent.db"), {})
    (tmp_path / "empty.db").touch()
    with pytest.raises(StateError, match="it is not a register"):
        Register(str(tmp_path / "empty.db"), {})
