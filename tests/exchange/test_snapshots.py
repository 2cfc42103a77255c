from __future__ import annotations

import gzip
import io
import json
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused, StateError, WrongChoice
from aeo_exchange.exchange.entries import LONGEST_LINE, EntryTombstone, read_entry, tombstone_line
from aeo_exchange.exchange.heads import DeltaBase, HeadReset
from aeo_exchange.exchange.receiving import check_message
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent, View
from aeo_exchange.operations.exchange.message_files import FolderFiles
from aeo_exchange.operations.exchange.snapshot_advice import ADVICE
from aeo_exchange.operations.exchange.stream_secret import stream_secret
from aeo_exchange.report import Verdict
from aeo_exchange.rules import Station, all_rules
from aeo_exchange.rules.rule import items_of
from aeo_exchange.signing.jws import sign_compact
from exchange.made_views import AGREEMENT, AT, FIRM, order, withdrawn
from exchange.profiles import profile
from exchange.streams import (
    LATER,
    SECRET,
    changed_line,
    check,
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
from trust.made_lists import authority, listed, made, scope
from trust.made_world import trust

ONE, TWO, THREE = firms(1, 2, 3)
BODY = b"".join(line_of(record) + b"\n" for record in (ONE, TWO, THREE))


@pytest.fixture
def stream(tmp_path):
    folder = tmp_path / "jp"
    create(folder, THREE, ONE, TWO)
    return folder


def test_a_snapshot_is_taken_by_its_receiver(stream) -> None:
    answer = check(stream)
    assert answer.verdict is Verdict.VALID
    # What takes something held to compare with is asked in test_deltas.py.
    skipped = {step.name for step in answer.steps if step.outcome == "skipped"}
    assert skipped == {"sequence", "changes"}
    assert {step.outcome for step in answer.steps} == {"pass", "skipped"}
    assert (answer.entries.accepted, answer.entries.rejected) == (3, 0)
    assert check(stream / "0000000001.head.jwt").verdict is Verdict.VALID
    assert {file.name for file in stream.iterdir()} == {
        "head.jwt",
        "0000000001.head.jwt",
        "0000000001.snapshot.aeo.ndjson.gz",
    }


def test_lines_are_canonical_and_stand_in_the_order_of_their_keys(stream) -> None:
    lines = lines_of(stream)
    keys = [json.loads(line)["key"] for line in lines]
    assert keys == ["HK/HK-2021-0001", "HK/HK-2021-0002", "HK/HK-2021-0003"]
    assert all(before < after for before, after in pairwise(lines))
    for line in lines:
        tree = json.loads(line)
        bare = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert bare.encode() == line
        assert list(tree) == ["key", "record", "salt"]
        assert tree["record"]["view"] == {"audience": "JP", "agreement": AGREEMENT}


def test_the_same_register_gives_the_same_body_and_another_secret_another(tmp_path) -> None:
    for name, records in (("a", (ONE, TWO)), ("b", (TWO, ONE))):
        create(tmp_path / name, *records)
    create(tmp_path / "c", ONE, TWO, secret=b"t" * 32)
    bodies = [
        (tmp_path / name / "0000000001.snapshot.aeo.ndjson.gz").read_bytes() for name in "abc"
    ]
    assert bodies[0] == bodies[1]
    assert head_of(tmp_path / "a").root != head_of(tmp_path / "c").root


def test_a_body_need_not_be_compressed(tmp_path) -> None:
    create(tmp_path / "plain", ONE, TWO, gzip=False)
    create(tmp_path / "packed", ONE, TWO)
    assert check(tmp_path / "plain").verdict is Verdict.VALID
    assert head_of(tmp_path / "plain").root == head_of(tmp_path / "packed").root
    assert lines_of(tmp_path / "plain") == lines_of(tmp_path / "packed")


def test_a_state_without_entries_is_one(tmp_path) -> None:
    create(tmp_path / "none", FIRM)
    head = head_of(tmp_path / "none")
    assert (head.count, head.root) == (0, sha256().hexdigest())
    assert check(tmp_path / "none").verdict is Verdict.VALID
    signed(tmp_path / "none", replace(head, files=UNSET))
    assert check(tmp_path / "none").verdict is Verdict.VALID


# What is wrong with the head, and what is said of it: the step, the outcome, the code.
HEADS = {
    "issued before as of": ({"issued_at": "2026-10-31T00:00:00Z"}, "head", "AEO-XCH-10"),
    "no next update": ({"next_update": AT}, "head", "AEO-XCH-10"),
    "agreement alone": ({"profile": UNSET}, "head", "AEO-XCH-10"),
    "profile alone": ({"agreement": UNSET}, "head", "AEO-XCH-10"),
    "sender": ({"iss": "SG"}, "key", "AEO-TRU-12"),
    "audience": ({"aud": "CN"}, "stream", "AEO-XCH-13"),
    "agreement": ({"agreement": "HK-JP-2025"}, "stream", "AEO-XCH-13"),
    "count": ({"count": 4}, "entries", "AEO-XCH-24"),
    "root": ({"root": "0" * 64}, "entries", "AEO-XCH-24"),
}


@pytest.mark.parametrize("fault", HEADS)
def test_a_head_that_does_not_fit_is_refused_with_its_own_code(stream, fault) -> None:
    changes, step, code = HEADS[fault]
    signed(stream, replace(head_of(stream), **changes))
    answer = check(stream)
    assert objection(answer) == (step, "refused", code)
    assert answer.verdict is Verdict.NOT_VALID
    assert answer.entries is UNSET


def test_a_snapshot_that_the_head_does_not_name_is_believed_by_its_root(stream) -> None:
    signed(stream, replace(head_of(stream), files=UNSET))
    assert check(stream).verdict is Verdict.VALID
    body = stream / "0000000001.snapshot.aeo.ndjson.gz"
    plain = gzip.decompress(body.read_bytes())
    body.unlink()
    assert objection(check(stream)) == ("files", "refused", "AEO-XCH-20")
    (stream / "0000000001.snapshot.aeo.ndjson").write_bytes(plain)
    assert check(stream).verdict is Verdict.VALID
    (stream / "0000000001.snapshot.aeo.ndjson").write_bytes(plain.replace(b"Example", b"Exemple"))
    assert objection(check(stream)) == ("entries", "refused", "AEO-XCH-24")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"eyJ",
        b"a.b.c",
        b"{}",
        sign_compact(b"{}", made("HK").key, "aeo-head+jwt").encode(),
        sign_compact(b"[]", made("HK").key, "aeo-head+jwt").encode(),
        sign_compact(b'{"a":1,"a":1}', made("HK").key, "aeo-head+jwt").encode(),
        sign_compact(b'{"specVersion":"2.0"}', made("HK").key, "aeo-head+jwt").encode(),
        trust(),
        b"x" * 70_000,
    ],
)
def test_what_is_no_head_is_refused_as_such(stream, content) -> None:
    (stream / "head.jwt").write_bytes(content)
    assert objection(check(stream)) == ("head", "refused", "AEO-XCH-10")


def test_an_unknown_member_is_refused_and_of_a_newer_head_is_held(stream) -> None:
    known = json.loads(json.dumps(read_payload(stream)))
    for version, outcome, code in (("1.0", "refused", "AEO-XCH-10"), ("1.1", "held", "AEO-SYN-11")):
        payload = json.dumps({**known, "specVersion": version, "new": 1}).encode()
        (stream / "head.jwt").write_text(sign_compact(payload, made("HK").key, "aeo-head+jwt"))
        answer = check(stream)
        assert objection(answer) == ("head", outcome, code)
    assert answer.verdict is Verdict.UNDETERMINED


def read_payload(stream) -> dict:
    import base64

    payload = (stream / "head.jwt").read_text().split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


@pytest.mark.parametrize(
    ("lists", "outcome", "code"),
    [
        (trust(authority("SG")), "refused", "AEO-TRU-07"),
        (trust(by="SG"), "undetermined", "AEO-TRU-03"),
        (trust(authority("HK", listed("HK", state="compromised"))), "refused", "AEO-TRU-08"),
        (
            trust(authority("HK", listed("HK", until="2026-10-31T00:00:00Z"))),
            "refused",
            "AEO-TRU-09",
        ),
        (trust(nextUpdate="2026-10-02T00:00:00Z"), "undetermined", "AEO-TRU-04"),
        (
            trust(authority("HK", scope=[scope("HK", purposes=["attestation", "status"])])),
            "refused",
            "AEO-XCH-12",
        ),
        (
            trust(authority("HK", scope=[scope("HK", until="2026-10-31T00:00:00Z")])),
            "refused",
            "AEO-XCH-12",
        ),
        (trust(authority("HK", scope=[scope("SG")])), "refused", "AEO-XCH-12"),
    ],
)
def test_whose_head_it_is_the_trust_list_says(stream, lists, outcome, code) -> None:
    assert objection(check(stream, lists=lists)) == ("key", outcome, code)


def test_a_head_of_another_key_or_with_another_content_is_refused(stream) -> None:
    signed(stream, head_of(stream), by="other")
    assert objection(check(stream)) == ("key", "refused", "AEO-TRU-07")
    signed(stream, head_of(stream))
    head, payload, signature = (stream / "head.jwt").read_text().split(".")
    signed(stream, replace(head_of(stream), sequence=9))
    other = (stream / "head.jwt").read_text().split(".")[1]
    (stream / "head.jwt").write_text(f"{head}.{other}.{signature}")
    assert payload != other
    assert objection(check(stream)) == ("key", "refused", "AEO-XCH-11")


def test_a_head_of_the_future_is_refused_beyond_the_skew(stream) -> None:
    assert objection(check(stream, at="2026-10-31T23:58:59Z")) == ("time", "refused", "AEO-XCH-14")
    assert check(stream, at="2026-10-31T23:59:00Z").verdict is Verdict.VALID


def test_a_head_under_another_profile_is_held(stream) -> None:
    other = profile(('side = "HK"', 'side = "JP"'), ('withheld = ["msme"]\n', ""))
    answer = check(stream, profile=other)
    assert objection(answer) == ("profile", "held", "AEO-XCH-19")
    assert answer.verdict is Verdict.UNDETERMINED


def test_without_a_profile_stream_and_text_are_not_compared_and_the_answer_says_so(stream) -> None:
    answer = check(stream, profile=None)
    assert answer.verdict is Verdict.VALID
    assert [step.name for step in answer.steps if step.outcome == "skipped"] == [
        "stream",
        "sequence",
        "profile",
        "changes",
    ]


def test_the_stream_of_the_other_side_is_not_ones_own(stream) -> None:
    assert check(stream, profile=profile()).verdict is Verdict.VALID  # the sender looks at it
    other = profile(('side = "HK"', 'side = "JP"'))
    assert check(stream, profile=other).verdict is Verdict.VALID


PACKED = gzip.compress(BODY)
# Bodies that are not what the head names; the head is right.
FILES = {
    "cut off": lambda body: body[:-1],
    "longer": lambda body: body + b"x",
    "another byte": lambda body: body[:-1] + b"x",
    "nothing": lambda _: b"",
}


@pytest.mark.parametrize("fault", FILES)
@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_was_changed_is_refused(stream, fault, packed) -> None:
    with_body(stream, BODY, packed=PACKED if packed else None)
    assert check(stream).verdict is Verdict.VALID
    file = stream / "body"
    file.write_bytes(FILES[fault](file.read_bytes()))
    assert objection(check(stream)) == ("files", "refused", "AEO-XCH-21")


@pytest.mark.parametrize(
    "packed",
    [
        BODY,
        PACKED + b"x",
        PACKED + PACKED,
        PACKED[:-1],
        gzip.compress(BODY + b"\n"),
        gzip.compress(BODY[:-1]),
        gzip.compress(BODY[:-1] + b"x"),
        gzip.compress(PACKED),
        gzip.compress(b"0" * 10_000_000),
        zlib.compress(BODY),
        b"",
    ],
    ids=range(11),
)
def test_what_inflates_to_something_else_is_refused(stream, packed) -> None:
    with_body(stream, BODY, packed=packed)
    assert objection(check(stream)) == ("files", "refused", "AEO-XCH-21")


def _salted(body: bytes, salt: bytes) -> bytes:
    """Return a body whose first line is of the same length and another entry."""
    before, begin, rest = body.partition(b'"salt":"')
    return before + begin + salt + rest[len(salt) :]


@pytest.mark.parametrize("salt", [b"A" * 42, b"\n" * 42], ids=["entries", "no entries"])
def test_what_is_wrong_with_a_file_is_told_before_what_is_wrong_in_it(stream, salt) -> None:
    with_body(stream, _salted(BODY, salt), packed=gzip.compress(BODY))
    assert objection(check(stream)) == ("files", "refused", "AEO-XCH-21")
    other = _salted(BODY, salt)
    with_body(stream, BODY, packed=gzip.compress(other))
    assert objection(check(stream)) == ("files", "refused", "AEO-XCH-21")
    assert [step.name for step in check(stream).steps].count("files") == 1


class _Changing(FolderFiles):
    """Files of which the second look finds another content than the first."""

    def __init__(self, folder: Path, later: bytes) -> None:
        super().__init__(folder)
        self._contents = [None, later]

    @contextmanager
    def opened(self, file):
        content = self._contents.pop(0)
        with super().opened(file) as stream:
            yield stream if content is None else io.BytesIO(content)


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_changes_while_it_is_read_is_refused(stream, packed) -> None:
    stored = gzip.compress(BODY) if packed else BODY
    with_body(stream, BODY, packed=stored if packed else None)
    content = (stream / "head.jwt").read_bytes()
    assert check_message(content, question(), _Changing(stream, stored)).passed
    other = _salted(BODY, b"A" * 42)
    changed = gzip.compress(other) if packed else other
    message = check_message(content, question(), _Changing(stream, changed))
    assert message.steps[-1].code == ("AEO-XCH-21" if packed else "AEO-XCH-24")


def test_a_file_that_is_not_there_leads_nowhere(stream) -> None:
    body = next(stream.glob("*.gz"))
    body.unlink()
    answer = check(stream)
    assert objection(answer) == ("files", "refused", "AEO-XCH-20")
    assert body.name in answer.steps[-1].reason


L1, L2 = line_of(ONE), line_of(TWO)
GONE = EntryTombstone(cause="erased", effective_from=AT, retain_until=LATER)
T1 = tombstone_line("HK/HK-2021-0001", GONE, SECRET)
LINES = {
    "out of order": L2 + b"\n" + L1 + b"\n",
    "one twice": L1 + b"\n" + L1 + b"\n",
    "a record and its tombstone": L1 + b"\n" + T1 + b"\n",
    "no last line feed": L1 + b"\n" + L2,
    "carriage returns": L1 + b"\r\n" + L2 + b"\r\n",
    "a blank line": L1 + b"\n\n" + L2 + b"\n",
    "a byte order mark": b"\xef\xbb\xbf" + L1 + b"\n",
    "white space": L1.replace(b":", b": ", 1) + b"\n",
    "another order of members": b'{"salt":"' + b"A" * 43 + b'",' + L1[1:] + b"\n",
    "an escape that need not be": L1.replace(b"Example", b"\\u0045xample", 1) + b"\n",
    "an unknown member": changed_line(L1, more="x") + b"\n",
    "no salt": changed_line(L1, salt=None) + b"\n",
    "a short salt": changed_line(L1, salt="AAAA") + b"\n",
    "a salt with bits of no byte": changed_line(L1, salt="A" * 42 + "B") + b"\n",
    "neither record nor tombstone": changed_line(L1, record=None) + b"\n",
    "both": changed_line(L1, tombstone=json.loads(T1)["tombstone"]) + b"\n",
    "a key without administration": changed_line(L1, key="HK-2021-0001") + b"\n",
    "a record that names nothing": changed_line(L1, record={}) + b"\n",
    "a record that is a text": changed_line(L1, record="x") + b"\n",
    "a number with a point": changed_line(L1, record={**json.loads(L1)["record"], "revision": 1.5})
    + b"\n",
    "no JSON": b"{\n",
    "an array": b"[]\n",
    "a member twice": L1[:-1] + b',"salt":"' + b"A" * 43 + b'"}\n',
    "a base": b'{"base":{"root":"' + b"0" * 64 + b'","sequence":1}}\n' + L1 + b"\n",
    "a drop": b'{"drop":"HK/HK-2021-0001"}\n',
    "a line too long": b'{"key":"' + b"x" * (LONGEST_LINE + 1) + b'"}\n',
    "a line one byte too long": changed_line(L1, more="")
    + b" " * (LONGEST_LINE + 1 - len(changed_line(L1, more="")))
    + b"\n",
    "an unknown cause": changed_line(T1, tombstone={**json.loads(T1)["tombstone"], "cause": "x"})
    + b"\n",
    "retained for no time": tombstone_line(
        "HK/HK-2021-0001", replace(GONE, retain_until=AT), SECRET
    )
    + b"\n",
    "erased to somewhere": tombstone_line("HK/HK-2021-0001", replace(GONE, to="CN"), SECRET)
    + b"\n",
    "moved to nowhere": tombstone_line("HK/HK-2021-0001", replace(GONE, cause="moved"), SECRET)
    + b"\n",
}


@pytest.mark.parametrize("fault", LINES)
def test_lines_that_are_no_entries_in_their_one_spelling_are_refused(stream, fault) -> None:
    with_body(stream, LINES[fault])
    assert objection(check(stream)) == ("entries", "refused", "AEO-XCH-22")


# Beside a number that a program of another language may hold otherwise: is it refused?
NUMBERS = {
    "1.5": True,
    "[-0.5]": True,
    "1e3": True,
    "1E3": True,
    " 1.5": True,
    "9007199254740991": False,
    "9007199254740992": True,
    "[1,-9007199254740992]": True,
    "99999999999999999999999999": True,
    " 99999999999999999999999999": True,
    "[-9007199254740991,0,12]": False,
    '"a:1.5,2e3,9999999999999999"': False,
    '{"n":[[7.25]]}': True,
}


@for_each_row("written", NUMBERS)
def test_a_number_is_whole_and_one_that_every_program_holds(written) -> None:
    record = L1[L1.index(b'{"administration"') : L1.index(b',"salt"')]
    line = L1.replace(record, record.replace(b'"revision":5', b'"revision":' + written.encode()))
    if NUMBERS[written]:
        with pytest.raises(MessageRefused, match="line 1 has a number") as refused:
            read_entry(line + b"\n", 1)
        assert refused.value.rule == "AEO-XCH-22"
    else:
        assert read_entry(line + b"\n", 1).line == line


def test_tombstones_are_entries(stream) -> None:
    moved = tombstone_line("HK/HK-2021-0002", replace(GONE, cause="moved", to="CN"), SECRET)
    with_body(stream, T1 + b"\n" + moved + b"\n" + line_of(THREE) + b"\n")
    answer = check(stream)
    assert answer.verdict is Verdict.VALID
    assert (answer.entries.accepted, answer.entries.tombstones) == (1, 2)


RECORD = json.loads(L1)["record"]
# Records that do not belong to the stream.
STRAYS = {
    "another administration": {**RECORD, "administration": "SG"},
    "another id": {**RECORD, "recordId": "HK-2021-0009"},
    "another first administration": {**RECORD, "formerAdministrations": ["CN"]},
    "a full record": {name: value for name, value in RECORD.items() if name != "view"},
    "a view for another": {**RECORD, "view": {"audience": "CN", "agreement": AGREEMENT}},
    "a view for an agency": {**RECORD, "view": {"audience": "JP-MOF", "agreement": AGREEMENT}},
    "a view under another agreement": {**RECORD, "view": {"audience": "JP"}},
    "a programme out of scope": {**RECORD, "programme": "HK-OTHER"},
    "a TIN out of scope": {**RECORD, "holder": {**RECORD["holder"], "tin": "SG00000001"}},
    "of a newer version": {**RECORD, "specVersion": "1.1", "administration": "SG"},
}


@pytest.mark.parametrize("fault", STRAYS)
def test_one_record_that_does_not_belong_refuses_the_whole_message(stream, fault) -> None:
    with_body(stream, changed_line(L1, record=STRAYS[fault]) + b"\n" + L2 + b"\n")
    answer = check(stream)
    assert objection(answer) == ("entries", "refused", "AEO-XCH-25")
    assert answer.rejected == ()
    assert answer.entries is UNSET


def test_the_state_is_looked_at_before_the_records_in_it(stream) -> None:
    with_body(stream, changed_line(L1, record=STRAYS["another id"]) + b"\n", count=7)
    assert objection(check(stream)) == ("entries", "refused", "AEO-XCH-24")


def test_a_record_that_moved_stands_under_its_first_administration(stream) -> None:
    moved = {**RECORD, "formerAdministrations": ["CN"]}
    with_body(stream, changed_line(L1, key="CN/HK-2021-0001", record=moved) + b"\n")
    assert check(stream).entries.accepted == 1


def test_a_record_with_an_error_is_rejected_alone_and_one_of_a_newer_version_is_neither(
    stream,
) -> None:
    broken = {**RECORD, "history": [{**RECORD["history"][0], "status": "suspended"}]}
    unread = {**json.loads(L2)["record"], "revision": "five"}
    newer = {**json.loads(line_of(THREE))["record"], "specVersion": "1.7", "new": "x"}
    lines = [
        changed_line(L1, record=broken),
        changed_line(L2, record=unread),
        changed_line(line_of(THREE), record=newer),
        line_of(firms(4)[0]),
    ]
    with_body(stream, b"\n".join(lines) + b"\n")
    answer = check(stream)
    counts = answer.entries
    assert (counts.accepted, counts.rejected, counts.newer) == (1, 2, 1)
    assert [(rejection.key, "AEO-LIF-01" in rejection.codes) for rejection in answer.rejected] == [
        ("HK/HK-2021-0001", True),
        ("HK/HK-2021-0002", False),
    ]
    assert answer.steps[-1].name == "changes"
    assert answer.verdict is Verdict.NOT_VALID
    with_body(stream, lines[2] + b"\n" + lines[3] + b"\n")
    assert check(stream).verdict is Verdict.UNDETERMINED


def test_every_code_of_a_receiver_has_an_advice_of_its_own() -> None:
    codes = {code for code, rule in all_rules().items() if rule.station is Station.RECEIVER}
    assert codes | {"AEO-SYN-11"} == set(ADVICE)
    assert len(set(ADVICE.values())) == len(ADVICE)


def test_a_reset_is_held_until_the_operator_confirms_that_very_head(stream) -> None:
    signed(stream, replace(head_of(stream), reset=HeadReset(reason="A new system.")))
    answer = check(stream)
    assert objection(answer) == ("reset", "held", "AEO-XCH-18")
    assert "A new system." in answer.steps[-1].reason
    assert answer.digest in answer.steps[-1].reason
    assert check(stream, confirmed=answer.digest).verdict is Verdict.VALID
    assert objection(check(stream, confirmed="0" * 64)) == ("reset", "held", "AEO-XCH-18")


def test_a_head_with_a_delta_beside_the_snapshot_is_a_head(stream) -> None:
    head = head_of(stream)
    (file,) = head.files
    delta = replace(
        file,
        name="delta",
        media="application/vnd.aeo-exchange.delta+ndjson;version=1.0",
        base=DeltaBase(root="0" * 64, sequence=1),
    )
    signed(stream, replace(head, files=(delta, file)))
    assert check(stream).verdict is Verdict.VALID
    signed(stream, replace(head, files=(file, file)))
    assert objection(check(stream)) == ("head", "refused", "AEO-XCH-10")


def test_what_is_shared_no_more_leaves_a_tombstone_that_stays_and_goes(stream) -> None:
    create(stream, ONE, withdrawn(ONE), TWO, replace(THREE, moved_to="CN"), at=LATER)
    head = head_of(stream)
    assert (head.sequence, head.as_of, head.count) == (2, LATER, 3)
    gone, two, moved = (json.loads(line) for line in lines_of(stream))
    assert gone["tombstone"] == {
        "cause": "consent-withdrawn",
        "effectiveFrom": "2026-11-01T12:00:00Z",
        "retainUntil": "2027-12-07T00:00:00Z",
    }
    assert two["record"]["recordId"] == "HK-2021-0002"
    assert (moved["tombstone"]["cause"], moved["tombstone"]["to"]) == ("moved", "CN")
    assert check(stream, at=LATER).verdict is Verdict.VALID
    last = lines_of(stream)[0]
    create(stream, ONE, withdrawn(ONE), TWO, at="2027-12-06T23:59:59Z")
    assert lines_of(stream)[0] == last
    create(stream, ONE, withdrawn(ONE), TWO, at="2027-12-07T00:00:00Z")
    assert [json.loads(line)["key"] for line in lines_of(stream)] == ["HK/HK-2021-0002"]


def test_a_consent_given_again_brings_the_record_back(stream) -> None:
    records = (ONE, withdrawn(ONE), TWO, THREE)
    create(stream, *records, at=LATER)
    again = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since="2026-11-02T06:00:00Z")
    back = replace(
        withdrawn(ONE),
        revision=7,
        issued_at="2026-11-02T06:00:00Z",
        consents=(*withdrawn(ONE).consents, again),
    )
    create(stream, *records, back, at="2026-11-03T00:00:00Z")
    record = json.loads(lines_of(stream)[0])["record"]
    assert (record["revision"], record["consents"][-1]["state"]) == (7, "given")


def test_one_revision_with_two_contents_is_told_as_that(stream) -> None:
    other = replace(ONE, holder=replace(ONE.holder, legal_name="Another Name Limited"))
    with pytest.raises(WrongChoice, match=r"HK-2021-0001 .* one revision is there with two"):
        create(stream, ONE, other, TWO, THREE, at=LATER)


def test_a_withdrawn_consent_that_is_lost_sends_nothing_again(stream) -> None:
    create(stream, ONE, withdrawn(ONE), TWO, THREE, at=LATER)
    gone = lines_of(stream)
    # A database restored from before the withdrawal: partners would reject it, and have it.
    for reset in ("", "a backup was restored"):
        with pytest.raises(
            WrongChoice, match="the consent for HK/HK-2021-0001 ended at 2026-11-01"
        ):
            create(stream, ONE, TWO, THREE, at="2026-11-03T00:00:00Z", reset=reset)
    assert lines_of(stream) == gone


def test_a_consent_that_another_profile_lets_share_is_no_later_one(stream) -> None:
    needed = Consent(scope=AGREEMENT, state=ConsentState.NOT_REQUIRED, since="2026-11-01T06:00:00Z")
    free = replace(
        ONE, revision=6, issued_at=needed.since, consents=(*items_of(ONE.consents), needed)
    )
    strict = profile(("given-or-not-required", "given"), ("version = 1", "version = 2"))
    create(stream, ONE, free, TWO, THREE, at=LATER, views=order(strict, at=LATER))
    gone = lines_of(stream)
    assert json.loads(gone[0])["tombstone"]["effectiveFrom"] == needed.since
    create(stream, ONE, free, TWO, THREE, at="2026-11-03T00:00:00Z")
    assert lines_of(stream) == gone


def out_of_scope(record, since: str, revision: int = 6):
    """Return a revision of a tier that no row is about."""
    term = replace(record.authorisation.terms[-1], tiers=("TIER1",))
    terms = replace(record.authorisation, terms=(term,))
    return replace(record, revision=revision, issued_at=since, authorisation=terms)


NO_TIER_ONE = profile(('tiers = ["TIER1"]', 'tiers = ["TIER9"]'), ("version = 1", "version = 2"))


def test_a_change_of_scope_that_is_lost_sends_nothing_again(tmp_path) -> None:
    """Partners would take the old revision: it is not lower than any that they have."""
    out = out_of_scope(ONE, "2026-11-01T06:00:00Z")
    stream = tmp_path / "jp"

    def sent(*records, at: str, **given) -> list[bytes]:
        create(stream, *records, TWO, THREE, at=at, views=order(NO_TIER_ONE, at=at), **given)
        return lines_of(stream)

    sent(ONE, at=AT)
    gone = sent(ONE, out, at=LATER)
    assert json.loads(gone[0])["tombstone"]["effectiveFrom"] == "2026-11-01T06:00:00Z"
    for reset in ("", "a backup was restored"):
        with pytest.raises(WrongChoice, match="HK/HK-2021-0001 left the scope at 2026-11-01T06"):
            sent(ONE, at="2026-11-03T00:00:00Z", reset=reset)
    assert lines_of(stream) == gone
    assert sent(ONE, out, at="2026-11-03T00:00:00Z") == gone
    # A later revision that is in scope again tells what happened, be it all that is at hand.
    back = replace(ONE, revision=7, issued_at="2026-11-03T06:00:00Z")
    assert b'"record"' in sent(back, at="2026-11-04T00:00:00Z")[0]


def test_a_view_of_an_earlier_number_was_cut_from_what_tells_that_nothing_is_lost(tmp_path) -> None:
    out = out_of_scope(ONE, "2026-11-01T06:00:00Z")
    # Beside the first revision the view of the last one has the number and the instant of that one.
    back = replace(ONE, revision=7, issued_at="2026-11-03T06:00:00Z")
    nights = (AT, (ONE,)), (LATER, (ONE, out)), ("2026-11-04T00:00:00Z", (ONE, back))
    for at, records in nights:
        create(tmp_path / "jp", *records, at=at, views=order(NO_TIER_ONE, at=at))
    assert json.loads(lines_of(tmp_path / "jp")[0])["record"]["revision"] == ONE.revision


def test_what_a_row_or_another_profile_has_in_scope_again_is_sent_again(tmp_path) -> None:
    until, from_ = "2026-11-01T06:00:00Z", "2026-11-02T12:00:00Z"
    one_of_tier_one = out_of_scope(ONE, ONE.issued_at, ONE.revision)
    ended = profile(('until = "2027-03-31T15:00:00Z"', f'until = "{until}"'))
    again = replace(ended.rows[1], from_=from_, until=UNSET)
    paused = replace(ended, rows=(*ended.rows, again))
    nights = (AT, b'"record"'), (LATER, b"out-of-scope"), ("2026-11-03T00:00:00Z", b'"record"')
    for number, texts in enumerate(([paused] * 3, [profile(), NO_TIER_ONE, profile()])):
        folder = tmp_path / str(number)
        for (at, told), text in zip(nights, texts, strict=True):
            create(folder, one_of_tier_one, at=at, views=order(text, at=at))
            assert told in lines_of(folder)[0]


def test_a_record_that_moved_comes_back_from_there_alone(stream) -> None:
    create(stream, ONE, TWO, replace(THREE, moved_to="CN"), at=LATER)
    with pytest.raises(WrongChoice, match="HK/HK-2021-0003 was sent as moved to CN"):
        create(stream, ONE, TWO, THREE, at="2026-11-03T00:00:00Z")


def test_a_second_move_that_is_lost_sends_nothing_again(tmp_path) -> None:
    """The revision before it names the other side as well, from which it came back once."""
    came = replace(ONE, former_administrations=("CN",), revision=7, issued_at=AT)
    left = replace(came, moved_to="CN", revision=8, issued_at="2026-11-01T06:00:00Z")
    for at, records in ((AT, (came,)), (LATER, (came, left))):
        create(tmp_path / "jp", *records, at=at)
    third = "2026-11-03T00:00:00Z"
    with pytest.raises(WrongChoice, match="was sent as moved to CN"):
        create(tmp_path / "jp", came, at=third)
    back = replace(came, revision=9, issued_at="2026-11-02T06:00:00Z")
    create(tmp_path / "jp", came, back, at=third)
    assert b'"record"' in lines_of(tmp_path / "jp")[0]


def test_a_record_that_was_sent_and_is_not_among_the_records_stops_the_next_snapshot(
    stream,
) -> None:
    before = {file.name: file.read_bytes() for file in stream.iterdir()}
    with pytest.raises(WrongChoice, match="HK/HK-2021-0003 was sent before"):
        create(stream, ONE, TWO, at=LATER)
    assert {file.name: file.read_bytes() for file in stream.iterdir()} == before


def test_time_does_not_go_back_and_a_folder_holds_one_stream(stream) -> None:
    with pytest.raises(WrongChoice, match="time never goes back"):
        create(stream, ONE, TWO, THREE, at="2026-10-31T23:59:59Z")
    with pytest.raises(WrongChoice, match="holds the stream of HK for JP"):
        create(stream, ONE, TWO, THREE, views=order(audience="JP-MOF"))
    create(stream, ONE, TWO, THREE)
    assert head_of(stream).sequence == 2


def test_a_number_that_was_signed_once_is_not_used_again(stream) -> None:
    latest = (stream / "head.jwt").read_bytes()
    create(stream, ONE, TWO, THREE, at=LATER)
    second = (stream / "0000000002.head.jwt").read_bytes()
    # As after an end between the two heads, or with the latest one from a backup.
    (stream / "head.jwt").write_bytes(latest)
    create(stream, ONE, TWO, THREE, at=LATER)
    assert head_of(stream).sequence == 3
    assert (stream / "0000000002.head.jwt").read_bytes() == second
    (stream / "head.jwt").unlink()
    create(stream, ONE, TWO, THREE, at=LATER)
    assert head_of(stream).sequence == 4


def test_two_at_once_take_two_numbers(tmp_path) -> None:
    folder = tmp_path / "jp"
    with ThreadPoolExecutor(4) as several:
        done = [several.submit(create, folder, ONE, TWO) for _ in range(4)]
    assert sorted(future.result().head.sequence for future in done) == [1, 2, 3, 4]
    assert check(folder).verdict is Verdict.VALID
    assert {file.name for file in tmp_path.iterdir()} == {"jp"}


def test_a_body_of_the_folder_that_was_changed_is_not_built_upon(stream) -> None:
    body = next(stream.glob("*.gz"))
    body.write_bytes(body.read_bytes()[:-1])
    with pytest.raises(StateError, match=f"{body.name} is not what was sent") as refused:
        create(stream, ONE, TWO, THREE, at=LATER)
    assert "--reset" in refused.value.advice
    body.unlink()
    with pytest.raises(StateError, match=f"{body.name} is gone"):
        create(stream, ONE, TWO, THREE, at=LATER)


@pytest.mark.parametrize("name", ["head.jwt", "0000000001.head.jwt"])
def test_a_head_of_the_folder_that_was_changed_is_not_gone_on_from(stream, name) -> None:
    (stream / name).write_bytes((stream / name).read_bytes()[:99])
    with pytest.raises(StateError, match=f"{name} is not a head any more") as refused:
        create(stream, ONE, TWO, THREE, at=LATER)
    assert "Bring it back" in refused.value.advice
    (stream / name).unlink()
    (stream / name).mkdir()
    with pytest.raises(StateError, match=f"{name} is not a file"):
        create(stream, ONE, TWO, THREE, at=LATER)


def test_behind_the_highest_number_there_is_none(stream) -> None:
    stray = stream / "2147483647.snapshot.aeo.ndjson.gz"
    stray.write_bytes(b"")
    assert create(stream, ONE, TWO, THREE, at=LATER).head.sequence == 2_147_483_648
    with pytest.raises(StateError, match="behind 2147483648 there is no number") as refused:
        create(stream, ONE, TWO, THREE, at=LATER)
    assert "Take away" in refused.value.advice


def test_what_a_killed_process_left_is_taken_away_and_nothing_else(stream) -> None:
    left = (
        ".next.snapshot.aeo.ndjson.gz",
        "..next.snapshot.aeo.ndjson.gz.7qnxvwk5",
        ".head.jwt.ab_c1234",
        ".0000000002.head.jwt.abcdefgh",
    )
    others = (".keep", ".head.jwt", ".0000000002.head.jwt.bak")
    for name in (*left, *others):
        (stream / name).touch()
    create(stream, ONE, TWO, THREE, at=LATER)
    assert [name for name in (*left, *others) if (stream / name).exists()] == list(others)


def test_two_first_nights_at_once_have_one_secret(tmp_path) -> None:
    file, others = tmp_path / "jp.secret", []

    def opened(letter: bytes):
        given = {"published": None, "made": told.append}
        return stream_secret(file, lambda count: letter * count, **given)

    def other() -> None:
        with opened(b"o") as secret:
            secret.keep()
            others.append(secret.content)

    told: list[Path] = []
    thread = threading.Thread(target=other)
    with opened(b"s") as secret:
        thread.start()
        thread.join(0.1)  # without a lock it would have ended, and its secret be replaced
        assert not file.exists()
        secret.keep()
    thread.join()
    assert (secret.content, others, told) == (b"s" * 32, [b"s" * 32], [file])


@pytest.mark.parametrize("change", [{"sender": "JP"}, {"sender": "CN"}, {"secret": b"short"}])
def test_who_may_not_send_and_a_secret_that_is_none_are_refused(tmp_path, change) -> None:
    with pytest.raises(WrongChoice):
        create(tmp_path, ONE, **change)


def test_a_view_at_hand_beside_its_record_changes_nothing(stream) -> None:
    view = replace(ONE, view=View(audience="CN", agreement="CN-HK-2013"), extensions=UNSET)
    view = replace(view, consents=UNSET, recognitions=UNSET, msme=UNSET)
    view = replace(view, authorisation=replace(ONE.authorisation, criteria=UNSET))
    view = replace(view, holder=replace(ONE.holder, contacts=UNSET))
    view = replace(view, history=tuple(replace(event, reason=UNSET) for event in ONE.history))
    create(stream, ONE, view, TWO, THREE, at=LATER)
    assert len(lines_of(stream)) == 3
