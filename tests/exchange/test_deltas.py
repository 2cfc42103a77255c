from __future__ import annotations

import gzip
import json
import shutil
from hashlib import sha256

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused, StateError, WrongChoice
from aeo_exchange.exchange import acceptance
from aeo_exchange.exchange.deltas import read_delta
from aeo_exchange.exchange.entries import EntryTombstone, tombstone_line
from aeo_exchange.exchange.heads import DELTA, DeltaBase, HeadFile, HeadReset
from aeo_exchange.exchange.partner_profile import MassChange
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent
from aeo_exchange.operations.exchange.deltas import DeltaPlace, check_delta, make_delta
from aeo_exchange.report import Verdict
from exchange.made_views import AGREEMENT, AT, withdrawn
from exchange.profiles import profile
from exchange.streams import (
    LATER,
    SECRET,
    apply,
    check,
    check_next,
    create,
    firms,
    head_of,
    line_of,
    lines_of,
    objection,
    question,
    signed,
    with_body,
)
from rows import for_each_row
from trust.made_lists import authority
from trust.made_world import trust

ONE, TWO, THREE, FOUR = firms(1, 2, 3, 4)


@pytest.fixture
def nights(tmp_path):
    """What a receiver holds, the sender's folder a night later, and the delta between them."""
    sender = tmp_path / "jp"
    create(sender, ONE, TWO, THREE)
    shutil.copytree(sender, tmp_path / "held")
    create(sender, withdrawn(ONE), ONE, TWO, THREE, FOUR, at=LATER)
    make_delta(tmp_path / "held", sender, DeltaPlace(folder=tmp_path / "delta"))
    return tmp_path


def test_a_delta_leads_from_what_is_held_to_what_was_signed(nights) -> None:
    answer = apply(nights / "held", nights / "delta", nights / "result", at=LATER)
    assert answer.verdict is Verdict.VALID
    assert (answer.entries.accepted, answer.entries.tombstones) == (3, 1)
    assert lines_of(nights / "result") == lines_of(nights / "jp")
    assert check(nights / "result", at=LATER).verdict is Verdict.VALID
    (body,) = (nights / "delta").glob("*.gz")
    assert body.name == "0000000001-0000000002.delta.aeo.ndjson.gz"


def test_a_delta_holds_its_base_and_what_differs_and_nothing_else(nights) -> None:
    make_delta(nights / "held", nights / "jp", DeltaPlace(folder=nights / "plain", gzip=False))
    (body,) = (nights / "plain").glob("*.ndjson")
    first, *lines = body.read_bytes().splitlines()
    base = {"root": head_of(nights / "held").root, "sequence": 1}
    assert json.loads(first) == {"base": base}
    keys = [json.loads(line)["key"] for line in lines]
    assert keys == ["HK/HK-2021-0001", "HK/HK-2021-0004"]
    assert apply(nights / "held", nights / "plain", nights / "r", at=LATER).verdict is Verdict.VALID


def test_the_base_is_only_read_and_nothing_is_written_where_a_message_is_refused(nights) -> None:
    before = {file.name: file.read_bytes() for file in (nights / "held").iterdir()}
    apply(nights / "held", nights / "delta", nights / "result", at=LATER)
    (body,) = (nights / "delta").glob("*.gz")
    body.write_bytes(body.read_bytes()[:-1])
    answer = apply(nights / "held", nights / "delta", nights / "none", at=LATER)
    assert answer.verdict is Verdict.NOT_VALID
    assert not (nights / "none").exists()
    assert {file.name: file.read_bytes() for file in (nights / "held").iterdir()} == before
    with pytest.raises(WrongChoice, match="holds a head already"):
        apply(nights / "held", nights / "delta", nights / "result", at=LATER)


def test_a_result_is_the_base_of_the_next_night(nights) -> None:
    apply(nights / "held", nights / "delta", nights / "second", at=LATER)
    third = "2026-11-03T00:00:00Z"
    create(nights / "jp", withdrawn(ONE), ONE, TWO, THREE, FOUR, *firms(5), at=third)
    make_delta(nights / "second", nights / "jp", DeltaPlace(folder=nights / "d3"))
    answer = apply(nights / "second", nights / "d3", nights / "third", at=third)
    assert answer.verdict is Verdict.VALID
    assert lines_of(nights / "third") == lines_of(nights / "jp")


def test_a_heartbeat_needs_no_file_and_changes_nothing(nights) -> None:
    head = head_of(nights / "held")
    signed(
        nights / "delta",
        replace(
            head,
            sequence=2,
            as_of=LATER,
            issued_at=LATER,
            files=UNSET,
            next_update="2026-11-04T00:00:00Z",
        ),
    )
    for file in (nights / "delta").glob("*.gz"):
        file.unlink()
    answer = apply(nights / "held", nights / "delta", nights / "result", at=LATER)
    assert answer.verdict is Verdict.VALID
    assert answer.entries.accepted == 3
    assert head_of(nights / "result").sequence == 2
    assert lines_of(nights / "result") == lines_of(nights / "held")


def test_a_delta_starts_from_every_head_with_the_root_of_its_base(nights) -> None:
    head = head_of(nights / "held")
    shutil.copytree(nights / "held", nights / "beaten")
    signed(nights / "beaten", replace(head, sequence=9))
    later = head_of(nights / "delta")
    signed(nights / "delta", replace(later, sequence=10, files=named(nights / "delta")))
    assert check_next(nights / "beaten", nights / "delta", at=LATER).verdict is Verdict.VALID


def named(folder, **changes) -> tuple[HeadFile, ...]:
    """Return the delta of a folder as a head names it, in the plain."""
    (file,) = folder.glob("*.delta.*")
    content = gzip.decompress(file.read_bytes())
    (folder / "delta").write_bytes(content)
    first = json.loads(content.splitlines()[0])["base"]
    made = HeadFile(
        name="delta",
        media=DELTA,
        bytes=len(content),
        sha256=sha256(content).hexdigest(),
        base=DeltaBase(**first),
    )
    return (replace(made, **changes),)


# What the head says that it may not, beside what is held: the step, the outcome, the code.
FOLLOWS = {
    "another stream": ({"aud": "JP-MOF"}, "stream", "refused", "AEO-XCH-13"),
    "another sender": ({"iss": "CN"}, "key", "refused", "AEO-TRU-12"),
    "a fork": ({"sequence": 1}, "sequence", "refused", "AEO-XCH-15"),
    "as of earlier": ({"as_of": "2026-10-31T23:59:59Z"}, "sequence", "refused", "AEO-XCH-17"),
    "signed earlier": (
        {"as_of": "2026-10-31T00:00:00Z", "issued_at": "2026-10-31T00:00:00Z"},
        "sequence",
        "refused",
        "AEO-XCH-17",
    ),
    "a reset": ({"reset": HeadReset(reason="x")}, "reset", "held", "AEO-XCH-18"),
    "another root": ({"root": "0" * 64}, "entries", "refused", "AEO-XCH-24"),
    "another count": ({"count": 9}, "entries", "refused", "AEO-XCH-24"),
}


@pytest.mark.parametrize("fault", FOLLOWS)
def test_what_may_not_follow_is_refused_with_a_code_of_its_own(nights, fault) -> None:
    changes, step, outcome, code = FOLLOWS[fault]
    signed(nights / "delta", replace(head_of(nights / "delta"), **changes))
    answer = apply(nights / "held", nights / "delta", nights / "result", at=LATER)
    assert objection(answer) == (step, outcome, code)
    assert not (nights / "result").exists()


def test_of_time_that_stands_still_nothing_is_wrong(nights) -> None:
    head = head_of(nights / "delta")
    signed(nights / "delta", replace(head, as_of=AT, issued_at=AT, next_update=LATER))
    assert check_next(nights / "held", nights / "delta", at=LATER).verdict is Verdict.VALID


def test_an_old_head_is_refused_and_the_same_one_again_is_not(nights) -> None:
    shutil.copytree(nights / "held", nights / "first")
    answer = check_next(nights / "jp", nights / "first", at=LATER)
    assert objection(answer) == ("sequence", "refused", "AEO-XCH-16")
    again = check_next(nights / "held", nights / "first", at=LATER)
    assert again.verdict is Verdict.VALID
    assert again.entries.accepted == 3


def test_a_gap_is_refused_and_says_what_is_held_and_what_is_offered(nights) -> None:
    head = head_of(nights / "held")
    with_body(nights / "held", line_of(THREE) + b"\n", sequence=1, as_of=head.as_of)
    answer = apply(nights / "held", nights / "delta", nights / "result", at=LATER)
    assert objection(answer) == ("files", "refused", "AEO-XCH-20")
    assert "no delta from head 1, which is held; deltas start from 1" in answer.steps[-1].reason


def test_where_a_snapshot_is_there_it_leads_over_a_gap(nights) -> None:
    with_body(nights / "held", line_of(THREE) + b"\n")
    answer = apply(nights / "held", nights / "jp", nights / "result", at=LATER)
    assert answer.verdict is Verdict.VALID
    assert lines_of(nights / "result") == lines_of(nights / "jp")


def test_who_is_not_trusted_is_not_applied(nights) -> None:
    for lists, outcome, code in (
        (trust(authority("SG")), "refused", "AEO-TRU-07"),
        (trust(by="SG"), "undetermined", "AEO-TRU-03"),
    ):
        answer = apply(nights / "held", nights / "delta", nights / "result", at=LATER, lists=lists)
        assert objection(answer) == ("key", outcome, code)
        assert not (nights / "result").exists()


BASE = b'{"base":{"root":"%s","sequence":1}}\n'
ZERO = b"0" * 64
L1, L2 = line_of(ONE) + b"\n", line_of(TWO) + b"\n"
DROP = b'{"drop":"HK/HK-2021-0002"}\n'
LINES = {
    "nothing": b"",
    "no base": L1,
    "a base later": L1 + BASE % ZERO,
    "two bases": BASE % ZERO + BASE % ZERO,
    "white space in the base": b'{"base": {"root":"%s","sequence":1}}\n' % ZERO,
    "another order in the base": b'{"base":{"sequence":1,"root":"%s"}}\n' % ZERO,
    "one member more in the base": b'{"base":{"root":"%s","sequence":1,"x":1}}\n' % ZERO,
    "head 0": b'{"base":{"root":"%s","sequence":0}}\n' % ZERO,
    "head 01": b'{"base":{"root":"%s","sequence":01}}\n' % ZERO,
    "a number too high": b'{"base":{"root":"%s","sequence":2147483649}}\n' % ZERO,
    "a short root": b'{"base":{"root":"00","sequence":1}}\n',
    "a root in upper case": BASE % (b"A" * 64),
    "no line feed behind the base": (BASE % ZERO)[:-1],
    "out of order": BASE % ZERO + L2 + L1,
    "one twice": BASE % ZERO + L1 + L1,
    "a drop out of order": BASE % ZERO + DROP + L1,
    "a drop and its entry": BASE % ZERO + DROP + L2,
    "a drop with white space": BASE % ZERO + DROP.replace(b":", b": "),
    "a drop of two": BASE % ZERO + b'{"drop":"HK/A","x":1}\n',
    "a drop of no key": BASE % ZERO + b'{"drop":"A"}\n',
    "a drop without line feed": BASE % ZERO + DROP[:-1],
    "carriage returns": BASE % ZERO + L1[:-1] + b"\r\n",
    "a blank line": BASE % ZERO + b"\n",
}


@for_each_row("fault", LINES)
def test_what_is_no_delta_in_its_one_spelling_is_refused(fault) -> None:
    with pytest.raises(MessageRefused) as refused:
        list(read_delta(LINES[fault].splitlines(keepends=True)).changes)
    assert refused.value.rule == "AEO-XCH-22"


def test_a_delta_with_the_highest_number_and_without_lines_is_one() -> None:
    content = b'{"base":{"root":"%s","sequence":2147483648}}\n' % ZERO
    base, changes = read_delta([content])
    assert (base.sequence, list(changes)) == (2_147_483_648, [])


def test_a_line_that_is_no_delta_refuses_the_message(nights) -> None:
    (file,) = (nights / "delta").glob("*.gz")
    file.unlink()
    root = head_of(nights / "held").root.encode()
    (nights / "delta" / "0000000001-0000000002.delta.aeo.ndjson").write_bytes(BASE % root + L2 + L1)
    answer = check_next(nights / "held", nights / "delta", at=LATER)
    assert objection(answer) == ("entries", "refused", "AEO-XCH-22")


GONE = EntryTombstone(cause="erased", effective_from="2026-01-01T00:00:00Z", retain_until=LATER)


def dropping(folder, what: bytes, key: bytes) -> None:
    """Put a head and a delta in a folder that drops a key from a base of one line and another."""
    base = folder / "base"
    shutil.copytree(folder / "held", base)
    kept = line_of(THREE) + b"\n"
    with_body(base, what + kept)
    delta = folder / "drop"
    shutil.copytree(base, delta)
    with_body(
        delta, kept, sequence=2, as_of=LATER, issued_at=LATER, next_update="2026-11-04T00:00:00Z"
    )
    (delta / "body").unlink()
    head = head_of(base)
    text = BASE % head.root.encode() + b'{"drop":"%s"}\n' % key
    (delta / "0000000001-0000000002.delta.aeo.ndjson").write_bytes(text)


def test_a_tombstone_whose_time_is_over_may_be_dropped(nights) -> None:
    dropping(nights, tombstone_line("HK/HK-2021-0001", GONE, SECRET) + b"\n", b"HK/HK-2021-0001")
    answer = check_next(nights / "base", nights / "drop", at=LATER)
    assert answer.verdict is Verdict.VALID
    assert (answer.entries.accepted, answer.entries.missing) == (1, 0)
    assert answer.alarms == ()


@pytest.mark.parametrize(
    ("what", "key"),
    [
        (L1, b"HK/HK-2021-0001"),
        (
            tombstone_line(
                "HK/HK-2021-0001", replace(GONE, retain_until="2026-11-02T00:00:01Z"), SECRET
            )
            + b"\n",
            b"HK/HK-2021-0001",
        ),
        (tombstone_line("HK/HK-2021-0001", GONE, SECRET) + b"\n", b"HK/HK-2021-0002"),
    ],
    ids=["a record", "a tombstone before its time", "what is not there"],
)
def test_what_may_not_go_is_not_dropped(nights, what, key) -> None:
    dropping(nights, what, key)
    answer = check_next(nights / "base", nights / "drop", at=LATER)
    assert objection(answer) == ("entries", "refused", "AEO-XCH-23")


def test_no_delta_is_made_over_what_may_not_go(nights) -> None:
    with_body(nights / "jp", line_of(THREE) + b"\n")
    with pytest.raises(MessageRefused) as refused:
        make_delta(nights / "held", nights / "jp", DeltaPlace(folder=nights / "more"))
    assert refused.value.rule == "AEO-XCH-23"
    assert not (nights / "more").exists()


def test_what_is_left_out_of_a_snapshot_is_missing_and_an_alarm(nights) -> None:
    shutil.copytree(nights / "jp", nights / "short")
    with_body(nights / "short", line_of(TWO) + b"\n" + line_of(THREE) + b"\n")
    answer = check_next(nights / "held", nights / "short", at=LATER)
    assert answer.entries.missing == 1
    assert [(alarm.key, alarm.code) for alarm in answer.alarms] == [
        ("HK/HK-2021-0001", "AEO-XCH-29")
    ]
    assert answer.verdict is Verdict.UNDETERMINED


def later(folder, *lines: bytes, **changes):
    """Put a snapshot of lines in a folder, as the next one of the stream."""
    shutil.copytree(folder / "jp", folder / "later")
    body = b"".join(line + b"\n" for line in lines)
    with_body(folder / "later", body, **{"sequence": 3, **changes})
    return folder / "later"


def test_a_lower_revision_or_another_content_of_the_same_one_is_rejected(nights) -> None:
    lower = line_of(replace(ONE, revision=ONE.revision - 1))
    other = line_of(replace(TWO, holder=replace(TWO.holder, tin="HK00000077")))
    higher = line_of(
        replace(THREE, revision=THREE.revision + 1, holder=replace(THREE.holder, tin="HK00000078"))
    )
    answer = check_next(nights / "held", later(nights, lower, other, higher), at=LATER)
    assert [(rejected.key[-1], rejected.codes) for rejected in answer.rejected] == [
        ("1", ("AEO-XCH-27",)),
        ("2", ("AEO-XCH-27",)),
    ]
    assert answer.entries.accepted == 1
    assert answer.verdict is Verdict.NOT_VALID


def test_at_a_confirmed_reset_what_goes_back_is_told_and_taken(nights, monkeypatch) -> None:
    lower = line_of(replace(ONE, revision=ONE.revision - 1))
    folder = later(
        nights,
        lower,
        reset=HeadReset(reason="A restored backup."),
        as_of="2026-10-01T00:00:00Z",
        files=UNSET,
    )
    (folder / "0000000003.snapshot.aeo.ndjson").write_bytes(lower + b"\n")
    digest = check(folder, at=LATER).digest
    answer = check_next(nights / "held", folder, at=LATER, confirmed=digest)
    told = {(alarm.key[-1], alarm.code) for alarm in answer.alarms}
    assert told == {("1", "AEO-XCH-27"), ("2", "AEO-XCH-29"), ("3", "AEO-XCH-29")}
    assert (answer.entries.accepted, answer.entries.rejected) == (1, 0)
    monkeypatch.setattr(acceptance, "MOST_TOLD", 2)
    answer = check_next(nights / "held", folder, at=LATER, confirmed=digest)
    assert (len(answer.alarms), answer.entries.alarmed) == (2, 3)


# A tombstone, what may come back behind it, and what may not.
def given_again(record, since: str, revision: int = 7):
    consent = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since=since)
    return replace(record, revision=revision, issued_at=since, consents=(*record.consents, consent))


TOMBSTONE = EntryTombstone(
    cause="consent-withdrawn",
    effective_from="2026-10-01T00:00:00Z",
    retain_until="2028-01-01T00:00:00Z",
)
COMES_BACK = [
    ("consent-withdrawn", given_again(ONE, "2026-10-01T00:00:01Z"), True),
    ("consent-withdrawn", given_again(ONE, "2026-10-01T00:00:00Z"), False),
    ("consent-withdrawn", ONE, False),
    ("out-of-scope", ONE, True),
    ("sent-in-error", ONE, True),
    ("erased", given_again(ONE, "2026-10-02T00:00:00Z"), False),
    ("moved", ONE, False),
]


@pytest.mark.parametrize(("cause", "record", "may"), COMES_BACK)
def test_what_stands_behind_a_tombstone_comes_back_as_its_cause_lets_it(
    nights, cause, record, may
) -> None:
    to = {"to": "CN"} if cause == "moved" else {}
    dead = tombstone_line("HK/HK-2021-0001", replace(TOMBSTONE, cause=cause, **to), SECRET)
    with_body(nights / "held", dead + b"\n")
    answer = check_next(nights / "held", later(nights, line_of(record)), at=LATER)
    assert [rejected.codes for rejected in answer.rejected] == ([] if may else [("AEO-XCH-28",)])


def few(percent: int, at_least: int):
    adopted = profile(('side = "HK"', 'side = "JP"'))
    limit = MassChange(percent=percent, at_least=at_least)
    return replace(adopted, own=replace(adopted.settings, mass_change=limit))


def test_a_mass_change_is_held_until_that_very_head_is_confirmed(nights) -> None:
    """Beside the three entries held one is changed and one is new."""
    for percent, at_least, outcome in (
        (66, 0, "held"),
        (67, 0, "pass"),
        (0, 1, "held"),
        (0, 2, "pass"),
    ):
        limits = few(percent, at_least)
        answer = check_next(nights / "held", nights / "delta", at=LATER, profile=limits)
        code = "AEO-XCH-26" if outcome == "held" else ""
        assert objection(answer) == ("changes", outcome, code)
    for confirmed, outcome in ((answer.digest, "skipped"), ("0" * 64, "held")):
        again = check_next(
            nights / "held",
            nights / "delta",
            at=LATER,
            profile=few(0, 0),
            confirmed=confirmed,
        )
        assert again.steps[-1].outcome == outcome
    held = apply(nights / "held", nights / "delta", nights / "result", at=LATER, profile=few(0, 0))
    assert held.verdict is Verdict.UNDETERMINED
    assert not (nights / "result").exists()


def test_a_base_that_was_changed_is_not_built_upon_and_named(nights) -> None:
    body = next((nights / "held").glob("*.gz"))
    whole = body.read_bytes()
    for content in (whole[:-1], b"", whole + b"x"):
        body.write_bytes(content)
        with pytest.raises(StateError, match="held"):
            apply(nights / "held", nights / "delta", nights / "result", at=LATER)
    assert not (nights / "result").exists()
    (nights / "held" / "head.jwt").write_text("x")
    with pytest.raises(StateError, match="AEO-XCH-10"):
        apply(nights / "held", nights / "delta", nights / "result", at=LATER)


def test_a_file_with_another_base_than_its_head_says_is_refused(nights) -> None:
    base = DeltaBase(root=head_of(nights / "held").root, sequence=7)
    head = head_of(nights / "delta")
    signed(nights / "delta", replace(head, files=named(nights / "delta", base=base)))
    answer = check_next(nights / "held", nights / "delta", at=LATER)
    assert objection(answer) == ("files", "refused", "AEO-XCH-21")


def test_a_delta_alone_is_looked_at_and_never_said_to_be_right(nights) -> None:
    alone = check_delta(nights / "delta", question(at=LATER), None)
    assert objection(alone) == ("changes", "undetermined", "")
    assert "that of head 1" in alone.steps[-1].reason
    assert alone.verdict is Verdict.UNDETERMINED
    (file,) = (nights / "delta").glob("*.gz")
    file.unlink()
    assert objection(check_delta(nights / "delta", question(at=LATER), None))[2] == "AEO-XCH-20"
    root = head_of(nights / "held").root.encode()
    (nights / "delta" / "0000000001-0000000002.delta.aeo.ndjson").write_bytes(BASE % root + L2 + L1)
    assert objection(check_delta(nights / "delta", question(at=LATER), None))[2] == "AEO-XCH-22"


def test_between_what_is_not_one_stream_in_its_order_there_is_no_delta(nights) -> None:
    for old, new, why in (("jp", "held", "not later"), ("held", "held", "not later")):
        with pytest.raises(WrongChoice, match=why):
            make_delta(nights / old, nights / new, DeltaPlace(folder=nights / "more"))
    signed(nights / "jp", replace(head_of(nights / "jp"), reset=HeadReset(reason="x")))
    with pytest.raises(WrongChoice, match="begins the stream anew"):
        make_delta(nights / "held", nights / "jp", DeltaPlace(folder=nights / "more"))
    signed(nights / "jp", replace(head_of(nights / "jp"), reset=UNSET, aud="JP-MOF"))
    with pytest.raises(WrongChoice, match="two streams"):
        make_delta(nights / "held", nights / "jp", DeltaPlace(folder=nights / "more"))
