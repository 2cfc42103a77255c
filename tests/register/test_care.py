from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, select, text, update

from aeo_exchange.errors import StateError, WrongChoice
from aeo_exchange.exchange.entries import EntryTombstone, tombstone_line
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.codes import Status
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.register.care import (
    affected_decisions,
    check_register,
    keep_answer,
    purge_register,
    register_lines_of,
)
from aeo_exchange.operations.register.register import Register
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.register.tables import CHANGES, ENTRIES, FILES, HEADS, NAMES, STATE
from exchange.profiles import profile
from exchange.recognising import event
from exchange.streams import SECRET, create, firms, line_of, lines_of, with_body
from register.keeping import JAPANS, NIGHT, adopted, apply, ask, last_step, night, said

KEY = "HK/HK-2021-0001"
MUCH_LATER = instant("2032-11-01T00:00:00Z")


def gone(cause: str, key: str = KEY, since: str = NIGHT[2]) -> bytes:
    tombstone = EntryTombstone(
        cause=cause, effective_from=since, retain_until="2028-01-01T00:00:00Z"
    )
    return tombstone_line(key, tombstone, SECRET)


def body(*lines: bytes) -> bytes:
    return b"\n".join(lines) + b"\n"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "hk"


def with_tombstone(register, folder, cause: str):
    """Apply two firms, and a night later a tombstone in the place of the first."""
    night(register, folder, 1, *firms(1, 2))
    create(folder, *firms(1, 2), at=NIGHT[2])
    with_body(folder, body(gone(cause), line_of(firms(2)[0])))
    assert apply(register, folder, NIGHT[2]).outcome == "applied"


def test_what_is_held_is_exported_byte_for_byte(register, folder):
    with pytest.raises(WrongChoice, match="there is none yet"):
        list(register_lines_of(register, None))
    night(register, folder, 1, *firms(1, 2, 3))
    held = b"".join(line + b"\n" for line in lines_of(folder))
    assert b"".join(register_lines_of(register, None)) == held
    assert b"".join(register_lines_of(register, "HK/JP/HK-JP-2026")) == held
    with pytest.raises(WrongChoice, match="there is no stream CN/JP"):
        list(register_lines_of(register, "CN/JP"))


def test_a_register_is_checked_by_the_roots_of_its_heads(register, folder):
    night(register, folder, 1, *firms(1, 2, 3))
    answer = check_register(register)
    assert (answer.verdict, answer.faults, answer.streams) == ("VALID", (), ("HK/JP/HK-JP-2026",))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (delete(ENTRIES).where(ENTRIES.c.key == KEY), "it holds 2 entries, and head 1 says 3"),
        (
            update(CHANGES).where(CHANGES.c.key == KEY).values(line=gone("erased")),
            "another root than head 1",
        ),
        (update(CHANGES).where(CHANGES.c.key == KEY).values(line=None), "its line is gone"),
        (update(HEADS).values(digest="0" * 64), "another digest than was noted"),
        (update(HEADS).values(applied_at=None), "3 changes of a head that was not applied"),
        (update(HEADS).values(token=b"none"), "the head applied last cannot be read"),
        (update(FILES).values(sha256="0" * 64), "is not as it came"),
        (update(CHANGES).values(digest="0" * 64), "another thing than its line: digest"),
        (update(CHANGES).values(leaf="0" * 64), "another thing than its line: leaf"),
        (update(CHANGES).values(revision=6), "another thing than its line: revision"),
        (update(CHANGES).values(issued_at=NIGHT[9]), "another thing than its line: issued_at"),
        (update(CHANGES).values(issued_at=None), "another thing than its line: issued_at"),
        (update(CHANGES).values(has_holder=False), "another thing than its line: has_holder"),
        (update(CHANGES).values(cause="erased"), "another thing than its line: cause"),
        (update(CHANGES).values(state="tombstone"), "another thing than its line: state"),
        (update(CHANGES).values(line=b"{"), "a line of it cannot be read"),
        (delete(NAMES).where(NAMES.c.value == "HK00000001"), "not found by each of its numbers"),
    ],
)
def test_what_was_changed_in_a_register_is_found(register, folder, spoil, words):
    night(register, folder, 1, *firms(1, 2, 3))
    with register.database.writing() as connection:
        connection.execute(spoil)
    answer = check_register(register)
    assert answer.verdict == "NOT_VALID"
    assert any(words in fault.fault for fault in answer.faults)


def test_what_is_erased_is_deleted_at_once(register, folder):
    with_tombstone(register, folder, "erased")
    with register.database.reading() as connection:
        query = select(CHANGES.c.line).where(CHANGES.c.key == KEY).order_by(CHANGES.c.id)
        lines = connection.execute(query).scalars()
        assert [line is None for line in lines] == [True, False]
        names = connection.execute(select(NAMES.c.key)).scalars().all()
        assert KEY not in names
        assert connection.execute(select(FILES.c.head_id)).scalars().all() == [2]
    assert [one.content for one in register.history(KEY).changes] == ["deleted", "kept"]
    # It may be the firm that is asked about, at whatever instant, as known before.
    for at, known in ((NIGHT[1], NIGHT[1]), (NIGHT[2], NIGHT[1]), (NIGHT[1], NIGHT[3])):
        assert said(ask(register, "HK00000001", at, known)) == ("UNDETERMINED", ["out-of-use"])
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("NOT_RECOGNISED", ["not-in-stream"])
    assert said(ask(register, "HK00000002", NIGHT[1]))[0] == "RECOGNISED"
    assert check_register(register).verdict == "VALID"


def test_content_out_of_use_is_deleted_when_its_time_is_over(register, folder):
    with_tombstone(register, folder, "out-of-scope")
    early = purge_register(register, shipped(), instant("2031-11-02T00:00:00Z"))
    (stream,) = early.streams
    assert (stream.contents, stream.heads, stream.decisions) == (0, 0, 0)
    assert said(ask(register, "HK00000001", NIGHT[2])) == ("NOT_RECOGNISED", ["out-of-scope"])
    (stream,) = purge_register(register, shipped(), MUCH_LATER).streams
    assert (stream.contents, stream.heads) == (1, 0)
    assert [one.content for one in register.history(KEY).changes] == ["deleted", "kept"]
    assert said(ask(register, "HK00000001", NIGHT[1], NIGHT[2])) == ("UNDETERMINED", ["out-of-use"])
    (stream,) = purge_register(register, shipped(), MUCH_LATER).streams
    assert stream.contents == 0
    assert check_register(register).verdict == "VALID"


def test_evidence_and_decisions_go_when_their_time_is_over_and_digests_stay(register, folder):
    night(register, folder, 1, *firms(1))
    night(register, folder, 2, *firms(1, 2))
    keep_answer(register, ask(register, "HK00000001", NIGHT[2]), None, NIGHT[2])
    at = instant("2037-01-01T00:00:00Z")
    (stream,) = purge_register(register, shipped(), at).streams
    assert (stream.heads, stream.decisions) == (1, 1)
    with register.database.reading() as connection:
        kept = connection.execute(select(HEADS.c.token).order_by(HEADS.c.id)).scalars().all()
    assert [token is None for token in kept] == [True, False]
    old = folder / "0000000001.head.jwt"
    assert last_step(apply(register, old, NIGHT[3])) == ("refused", "sequence", "AEO-XCH-16")


def test_a_retroactive_event_affects_the_decisions_that_rested_on_it(register, folder):
    one, two = firms(1, 2)
    night(register, folder, 1, one, two)
    for tin in ("HK00000001", "HK00000002", "HK00000003"):
        keep_answer(register, ask(register, tin, NIGHT[1]), None, instant(NIGHT[1]))
    assert affected_decisions(register, shipped(), instant(NIGHT[2])).decisions == ()
    # Hong Kong records on the third what holds since the day before the first.
    told = event(9, Status.SUSPENDED, "2026-10-31T00:00:00Z", recorded_at=NIGHT[2])
    later = replace(
        one, revision=one.revision + 1, issued_at=NIGHT[2], history=(*one.history, told)
    )
    assert night(register, folder, 3, one, later, two).outcome == "applied"
    answer = affected_decisions(register, shipped(), instant(NIGHT[3]))
    assert answer.looked_at == 3
    (affected,) = answer.decisions
    assert (affected.identifier, affected.was, affected.would_be) == (
        "HK00000001",
        "RECOGNISED",
        "NOT_RECOGNISED",
    )
    assert affected.reasons == ("status",)
    assert affected.benefits_gone == ("FEWER-EXAMINATIONS", "FIRST-IN-LINE")
    assert said(ask(register, "HK00000001", NIGHT[1], NIGHT[2]))[0] == "RECOGNISED"


def marks_of(tmp_path) -> dict:
    return json.loads((tmp_path / "outside.json").read_bytes())


@pytest.fixture
def anchored(tmp_path, url, register):
    """The register again, with its marks in a file of their own."""
    register.close()
    held = Register(url, {}, tmp_path / "outside.json")
    yield held
    held.close()


def test_marks_outside_tell_what_was_applied_and_what_was_erased(anchored, folder, tmp_path):
    with_tombstone(anchored, folder, "erased")
    marks = marks_of(tmp_path)
    stream = marks["streams"]["HK/JP/HK-JP-2026"]
    assert (stream["applied"], sorted(stream["heads"])) == (2, ["1", "2"])
    assert [(one["key"], one["cause"]) for one in marks["erasures"]] == [(KEY, "erased")]


def test_marks_that_cannot_be_read_stop_everything(anchored, folder, tmp_path, url):
    night(anchored, folder, 1, *firms(1))
    for content in (
        b"",
        b"{}x",
        b'{"version":2}',
        b'{"streams":{"HK/JP":{"applied":-1,"heads":{}}}}',
    ):
        (tmp_path / "outside.json").write_bytes(content)
        with pytest.raises(StateError, match="the marks"):
            Register(url, {}, tmp_path / "outside.json")


def test_a_profile_that_was_adopted_later_is_in_force_later(register, folder, tmp_path):
    night(register, folder, 1, *firms(1))
    adopted(tmp_path, register, ("version = 1", "version = 3"), at=NIGHT[2])
    for known, version in ((NIGHT[1], 1), (NIGHT[2], 3)):
        answer = ask(register, "HK00000001", NIGHT[1], known)
        assert answer.rests_on.profile.version == version
    with pytest.raises(WrongChoice, match="was adopted with another text"):
        adopted(tmp_path, register, ("version = 1", "version = 3"), ("1826", "1827"), at=NIGHT[3])
    with pytest.raises(WrongChoice, match="version 3 was adopted, which is later"):
        adopted(tmp_path, register, ("version = 1", "version = 2"), at=NIGHT[3])
    assert adopted(tmp_path, register, at=NIGHT[3]).startswith("was adopted already")


def test_limits_of_a_text_that_was_adopted_are_set_anew_without_a_new_version(
    register, folder, tmp_path
):
    night(register, folder, 1, *firms(1))
    late = NIGHT[7]
    assert said(ask(register, "HK00000001", late, late)) == ("UNDETERMINED", ["stale"])
    patient = ("staleness_hours = 72", "staleness_hours = 720")
    told = adopted(tmp_path, register, patient, at=NIGHT[2])
    assert told.startswith("adopted already; the new file takes the place of the old one: HK-JP")
    assert said(ask(register, "HK00000001", late, late)) == ("RECOGNISED", ["recognised"])
    assert adopted(tmp_path, register, patient, at=NIGHT[3]).startswith(
        "was adopted already: HK-JP"
    )


def test_under_an_agreement_that_nobody_adopted_nothing_is_answered(register, folder):
    night(register, folder, 1, *firms(1))
    assert said(ask(register, "HK00000001", NIGHT[1]))[0] == "RECOGNISED"
    strange = profile(JAPANS, ("version = 1\n", "version = 7\n"))
    with pytest.raises(WrongChoice, match="version 7 was not adopted in this register"):
        ask(register, "HK00000001", NIGHT[1], profile=strange)
    other = profile(JAPANS, ('consent = "given-or-not-required"', 'consent = "given"'))
    with pytest.raises(
        WrongChoice, match=r"version 1 was adopted .* another text, that of [0-9a-f]{64}"
    ):
        ask(register, "HK00000001", NIGHT[1], profile=other)


def test_who_asks_sees_one_state_whatever_is_written_meanwhile(register):
    query = select(STATE.c.writes)
    with register.database.reading() as reader:
        before = reader.execute(query).scalar_one()
        with register.database.writing():
            pass
        assert reader.execute(query).scalar_one() == before
    with register.database.reading() as reader:
        assert reader.execute(query).scalar_one() == before + 1


def test_a_question_to_a_database_without_our_tables_is_refused_in_words(register, folder):
    night(register, folder, 1, *firms(1))
    with register.database.writing() as connection:
        connection.execute(text("DROP TABLE names"))
    with pytest.raises(StateError, match="it is not a register") as refused:
        ask(register, "HK00000001", NIGHT[1])
    assert "aeo register init" in refused.value.advice


def test_the_head_that_answers_is_the_highest_that_was_applied_by_then(register, folder):
    for number in (1, 2, 3):
        night(register, folder, number, *firms(1, revision=4 + number))
    for number in (1, 2, 3):
        answer = ask(register, "HK00000001", NIGHT[number], NIGHT[number])
        (head,) = answer.rests_on.heads
        assert (head.sequence, head.as_of) == (number, NIGHT[number])
    assert not ask(register, "HK00000001", NIGHT[1], NIGHT[0]).rests_on.heads


def test_the_answer_names_the_digest_of_the_record_as_it_stands_in_the_register(register, folder):
    night(register, folder, 1, *firms(1))
    (line,) = lines_of(folder)
    (used,) = ask(register, "HK00000001", NIGHT[1]).rests_on.records
    assert used.digest == digest(read_record(json.dumps(json.loads(line)["record"]).encode()))
    other = line.replace(b"Example Lamp Works", b"Example Lamp Wonks")
    with register.database.writing() as connection:
        connection.execute(update(CHANGES).values(line=other))
    (changed,) = ask(register, "HK00000001", NIGHT[1]).rests_on.records
    assert changed.digest == digest(read_record(json.dumps(json.loads(other)["record"]).encode()))
    assert changed.digest != used.digest
