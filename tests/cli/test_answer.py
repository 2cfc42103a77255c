"""Answers from Japan to Hong Kong: made, shown, and taken over into the register of Hong Kong."""

from __future__ import annotations

import json

import msgspec
import pytest
from msgspec.structs import replace

from aeo_exchange.exchange.answers import ANSWER
from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import Identifier, Recognition
from aeo_exchange.resources import published
from aeo_exchange.signing import base64url
from aeo_exchange.signing.jws import sign_compact
from exchange.recognising import event, events
from exchange.streams import changed_line, content, create, firms, head_of, lines_of, with_body
from keys_at_hand import pem
from running import instead
from schemas import keep_to, printed_schema
from trust.made_lists import authority, made
from trust.made_world import trust

PROFILE = str(published("samples/profiles/HK-JP.toml"))
NIGHT, NOON, LATER = "2026-11-01T00:00:00Z", "2026-11-01T12:00:00Z", "2026-11-02T00:00:00Z"
RELY = ("--trust", "list.jwt", "--root", "root.pem")
CODES = "scheme,value,tin,from,until\nJP-MRA,P000033,HK00000033,,\n"
ISSUED = {"scheme": "JP-MRA", "value": "P000033"}


@pytest.fixture
def run(aeo, tmp_path):
    """Run a command beside a stream of Hong Kong with two firms, and its register."""
    (tmp_path / "list.jwt").write_bytes(trust(authority("HK"), authority("JP")))
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    for name in ("JP", "HK"):
        key = tmp_path / f"{name}.pem"
        key.write_bytes(pem(name))
        key.chmod(0o600)
    (tmp_path / "codes.csv").write_text(CODES)
    sent(tmp_path, *firms(33, 34))
    return aeo


def sent(tmp_path, *records, at: str = NIGHT) -> None:
    """Send a state, and keep the register that it was cut from."""
    create(tmp_path / "hk", *records, at=at)
    (tmp_path / "register.aeo.ndjson").write_bytes(content(*records).held)


def make(run, *more: str, key: str = "JP", codes: bool = True, at: str = NOON):
    own = ("--own-codes", "codes.csv") if codes else ()
    return run(
        "answer", "make", "hk", "--profile", PROFILE, *RELY, "--key", f"{key}.pem",
        f"--at={at}", *own, "-o", "A.jwt", "--force", *more,
    )  # fmt: skip


def made_answer(run, tmp_path, **given) -> dict:
    done = make(run, **given)
    assert done.returncode == 0, done.stderr
    return payload(tmp_path)


def payload(tmp_path) -> dict:
    answer = json.loads(base64url.decode((tmp_path / "A.jwt").read_text().split(".")[1]))
    keep_to(answer, printed_schema("answer"))
    return answer


def remade(tmp_path, by: str = "JP", typ: str = ANSWER.typ, **members) -> None:
    """Put an answer in the place of another, as it would be with some members otherwise."""
    tree = {**payload(tmp_path), **members}
    told = {name: value for name, value in tree.items() if value is not None}
    token = sign_compact(msgspec.json.encode(told, order="sorted"), made(by).key, typ)
    (tmp_path / "A.jwt").write_text(token)


def apply(run, *more: str, at: str = NOON):
    asked = (
        "answer", "apply", "register.aeo.ndjson", "--answer", "A.jwt", "--stream", "hk",
        "--state", "seen.json", "--profile", PROFILE, *RELY, f"--at={at}", "--format=json",
        "-o", "new.aeo.ndjson", "--force",
    )  # fmt: skip
    return run(*instead(asked, more))


def objection(done) -> tuple[int, str, str]:
    """Return the exit code, how the last step came out, and its code."""
    told = json.loads(done.stdout)
    keep_to(told, printed_schema("answer-apply"))
    last = told["steps"][-1]
    return done.returncode, f"{last['name']} {last['outcome']}", last.get("code", "")


def written(tmp_path) -> list[dict]:
    return [json.loads(line) for line in (tmp_path / "new.aeo.ndjson").read_text().splitlines()]


def test_an_answer_says_of_each_record_what_was_made_of_it(run, tmp_path):
    done = make(run)
    assert "head 1 of HK applied: 2 records, 0 rejected, 1 pending, 1 recognised" in done.stderr
    answer = payload(tmp_path)
    assert (answer["iss"], answer["aud"], answer["agreement"]) == ("JP", "HK", "HK-JP-2026")
    assert (answer["outcome"], answer["head"]["sequence"]) == ("applied", 1)
    assert answer["entries"] == [
        {
            "key": "HK/HK-2021-0033",
            "revision": 5,
            "acceptance": "accepted",
            "recognition": "recognised",
            "identifiers": [ISSUED],
        },
        {
            "key": "HK/HK-2021-0034",
            "revision": 5,
            "acceptance": "accepted",
            "recognition": "pending",
        },
    ]


def test_without_its_table_a_side_that_issues_codes_leaves_it_pending(run, tmp_path):
    answer = made_answer(run, tmp_path, codes=False)
    assert {entry["recognition"] for entry in answer["entries"]} == {"pending"}


@pytest.mark.parametrize(
    ("row", "recognition"),
    [
        ("JP-MRA,X,HK00000033,2026-11-01T00:00:00Z,", "recognised"),
        ("JP-MRA,X,HK00000033,2026-11-01T00:00:01Z,", "pending"),
        ("JP-MRA,X,HK00000033,,2026-11-01T00:00:01Z", "recognised"),
        ("JP-MRA,X,HK00000033,,2026-11-01T00:00:00Z", "pending"),
        ("LEI,X,HK00000033,,", "pending"),
        ("JP-MRA,X,HK00000099,,", "pending"),
    ],
)
def test_a_code_counts_that_was_issued_for_the_firm_and_is_in_force(
    run, tmp_path, row, recognition
):
    (tmp_path / "codes.csv").write_text(f"scheme,value,tin,from,until\n{row}\n")
    assert made_answer(run, tmp_path)["entries"][0]["recognition"] == recognition


def test_the_echo_of_a_code_is_never_taken_for_one_that_was_issued(run, tmp_path):
    echo = Recognition(
        agreement="HK-JP-2026",
        partner="JP",
        identifier_mode="partner-customs-code",
        identifiers=(Identifier(scheme="JP-MRA", value="WRONG"),),
        from_="2026-04-01T00:00:00Z",
    )
    sent(tmp_path, *firms(33, 34, recognitions=(echo,)), at=LATER)
    assert b"WRONG" in lines_of(tmp_path / "hk")[0]
    answer = made_answer(run, tmp_path, at=LATER)
    assert answer["entries"][0]["identifiers"] == [ISSUED]
    assert "identifiers" not in answer["entries"][1]
    assert "WRONG" not in json.dumps(answer)


def test_a_firm_that_is_suspended_is_not_recognised_and_gets_no_code(run, tmp_path):
    suspended = events(event(2, Status.SUSPENDED, "2026-10-01T00:00:00Z"))
    sent(tmp_path, *firms(33, history=suspended.history), *firms(34), at=LATER)
    one, two = made_answer(run, tmp_path, at=LATER)["entries"]
    assert (one["acceptance"], one["recognition"]) == ("accepted", "not-recognised")
    assert "identifiers" not in one
    assert two["recognition"] == "pending"


def test_a_record_that_breaks_a_rule_is_rejected_by_its_codes_and_pending(run, tmp_path):
    first, second = lines_of(tmp_path / "hk")
    record = json.loads(first)["record"]
    history = [{**record["history"][0], "status": "reinstated"}, *record["history"][1:]]
    broken = changed_line(first, record={**record, "history": history})
    unread = changed_line(second, record={**json.loads(second)["record"], "revision": "five"})
    with_body(tmp_path / "hk", broken + b"\n" + unread + b"\n")
    one, two = made_answer(run, tmp_path)["entries"]
    assert (one["acceptance"], one["recognition"]) == ("rejected", "pending")
    assert [code for code in one["codes"] if code.startswith("AEO-LIF")]
    assert (two["acceptance"], two["codes"]) == ("rejected", ["AEO-STR-03"])
    assert "revision" not in two


def test_of_a_newer_record_nothing_is_judged_and_of_a_tombstone_nothing_is_said(run, tmp_path):
    first, second = lines_of(tmp_path / "hk")
    newer = changed_line(first, record={**json.loads(first)["record"], "specVersion": "1.7"})
    tombstone = {
        "cause": "out-of-scope",
        "effectiveFrom": "2026-10-31T00:00:00Z",
        "retainUntil": "2027-12-31T00:00:00Z",
    }
    gone = changed_line(second, record=None, tombstone=tombstone)
    with_body(tmp_path / "hk", newer + b"\n" + gone + b"\n")
    (entry,) = made_answer(run, tmp_path)["entries"]
    assert (entry["acceptance"], entry["recognition"]) == ("not-judged", "pending")


def test_a_head_that_was_refused_is_answered_by_its_code(run, tmp_path):
    body = next((tmp_path / "hk").glob("*.snapshot.*"))
    body.write_bytes(body.read_bytes() + b"x")
    done = make(run)
    assert "head 1 of HK refused (AEO-XCH-21)" in done.stderr
    answer = payload(tmp_path)
    assert (answer["outcome"], answer["code"]) == ("refused", "AEO-XCH-21")
    assert "entries" not in answer
    done = apply(run)
    assert objection(done) == (0, "entries pass", "")
    assert json.loads(done.stdout)["code"] == "AEO-XCH-21"


def test_a_head_that_nobody_knows_to_be_the_senders_is_owed_no_answer(run, tmp_path):
    done = run("answer", "make", "hk", "--profile", PROFILE, "--key", "JP.pem", "-o", "A.jwt")
    assert (done.returncode, "no answer is owed" in done.stderr) == (2, True)
    assert not (tmp_path / "A.jwt").exists()
    (tmp_path / "hk" / "head.jwt").write_text("no head")
    assert "no answer is owed" in make(run).stderr


def test_the_codes_that_were_issued_go_into_a_new_revision(run, tmp_path):
    make(run)
    done = apply(run)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["changed"], told["absent"], told["again"]) == (1, 0, False)
    before = (tmp_path / "register.aeo.ndjson").read_text().splitlines()
    *old, new = written(tmp_path)
    assert old == [json.loads(line) for line in before]
    *others, recognition = new.pop("recognitions")
    assert recognition == {
        "agreement": "HK-JP-2026",
        "partner": "JP",
        "identifierMode": "partner-customs-code",
        "identifiers": [ISSUED],
        "from": NIGHT,
    }
    assert (new.pop("revision"), new.pop("issuedAt")) == (6, NOON)
    first = {**old[0]}
    first.pop("revision"), first.pop("issuedAt")
    assert others == first.pop("recognitions", [])
    assert new == first
    checked = run("validate", "new.aeo.ndjson", f"--at={NOON}")
    assert checked.returncode == 0, checked.stdout


def test_an_answer_again_changes_nothing(run, tmp_path):
    make(run)
    apply(run)
    (tmp_path / "register.aeo.ndjson").write_bytes((tmp_path / "new.aeo.ndjson").read_bytes())
    told = json.loads(apply(run).stdout)
    assert (told["verdict"], told["again"], told["changed"]) == ("VALID", True, 0)
    assert (tmp_path / "register.aeo.ndjson").read_bytes() == (
        tmp_path / "new.aeo.ndjson"
    ).read_bytes()


def test_a_recognition_that_is_open_gets_the_codes_and_one_that_ended_does_not(run, tmp_path):
    ended = Recognition(
        agreement="HK-JP-2026",
        partner="JP",
        identifier_mode="partner-customs-code",
        identifiers=(Identifier(scheme="JP-MRA", value="OLD"),),
        from_="2026-04-01T00:00:00Z",
        until="2026-06-01T00:00:00Z",
    )
    is_open = replace(ended, from_="2026-07-01T00:00:00Z", until="2027-01-01T00:00:00Z")
    other = replace(ended, agreement="HK-KR-2026", partner="KR", until="2027-01-01T00:00:00Z")
    sent(tmp_path, *firms(33, recognitions=(ended, is_open, other)), *firms(34), at=LATER)
    make(run, at=LATER)
    assert apply(run, at=LATER).returncode == 0
    told = written(tmp_path)[-1]["recognitions"]
    assert len(told) == 3
    assert [one["identifiers"][0]["value"] for one in told] == ["OLD", "P000033", "OLD"]
    assert told[1]["until"] == "2027-01-01T00:00:00Z"


def answered(key: int = 33, **members) -> dict:
    return {
        "key": f"HK/HK-2021-00{key}",
        "revision": 5,
        "acceptance": "accepted",
        "recognition": "not-recognised",
        **members,
    }


def test_a_recognition_ends_where_the_partner_says_that_it_is_none(run, tmp_path):
    is_open = Recognition(
        agreement="HK-JP-2026",
        partner="JP",
        identifier_mode="partner-customs-code",
        identifiers=(Identifier(scheme="JP-MRA", value="OLD"),),
        from_="2026-04-01T00:00:00Z",
    )
    begun = replace(is_open, from_=LATER)
    sent(
        tmp_path,
        *firms(33, recognitions=(is_open,)),
        *firms(34, recognitions=(begun,)),
        at=LATER,
    )
    make(run, at=LATER)
    remade(tmp_path, entries=[answered(33), answered(34)])
    assert json.loads(apply(run, at=LATER).stdout)["changed"] == 2
    one, two = written(tmp_path)[-2:]
    assert one["recognitions"][0]["until"] == LATER
    assert "recognitions" not in two


@pytest.mark.long
@pytest.mark.parametrize(
    ("by", "members", "said"),
    [
        ("JP", {"more": 1}, (1, "form refused", "AEO-XCH-40")),
        ("JP", {"code": "AEO-XCH-21"}, (1, "form refused", "AEO-XCH-40")),
        ("JP", {"outcome": "held"}, (1, "form refused", "AEO-XCH-40")),
        ("JP", {"outcome": "held", "code": "AEO-XCH-19"}, (1, "form refused", "AEO-XCH-40")),
        ("JP", {"entries": [answered(34), answered(33)]}, (1, "form refused", "AEO-XCH-40")),
        ("JP", {"entries": [answered(), answered()]}, (1, "form refused", "AEO-XCH-40")),
        ("JP", {"entries": []}, (1, "form refused", "AEO-XCH-40")),
        (
            "JP",
            {"entries": [answered(acceptance="rejected", codes=["AEO-LIF-01"])]},
            (1, "form refused", "AEO-XCH-40"),
        ),
        (
            "JP",
            {"entries": [answered(acceptance="rejected", recognition="pending")]},
            (1, "form refused", "AEO-XCH-40"),
        ),
        (
            "JP",
            {"entries": [answered(codes=["AEO-LIF-01"])]},
            (1, "form refused", "AEO-XCH-40"),
        ),
        (
            "JP",
            {"entries": [answered(identifiers=[ISSUED])]},
            (1, "form refused", "AEO-XCH-40"),
        ),
        (
            "JP",
            {"entries": [answered(recognition="recognised", identifiers=[ISSUED, ISSUED])]},
            (1, "form refused", "AEO-XCH-40"),
        ),
        ("JP", {"specVersion": "1.1"}, (4, "form held", "AEO-SYN-11")),
        ("HK", {}, (1, "key refused", "AEO-TRU-12")),
        ("nobody", {}, (1, "key refused", "AEO-TRU-07")),
        ("JP", {"issuedAt": "2026-11-01T12:01:00Z"}, (0, "entries pass", "")),
        ("JP", {"issuedAt": "2026-11-01T12:01:01Z"}, (1, "time refused", "AEO-XCH-14")),
        ("JP", {"issuedAt": "2026-10-31T23:59:59Z"}, (1, "head refused", "AEO-XCH-41")),
        ("JP", {"aud": "KR"}, (1, "head refused", "AEO-XCH-41")),
        ("JP", {"agreement": None}, (1, "head refused", "AEO-XCH-41")),
        ("JP", {"agreement": "HK-JP-2027"}, (1, "head refused", "AEO-XCH-41")),
        (
            "JP",
            {"head": {"sequence": 1, "digest": "0" * 64}},
            (1, "head refused", "AEO-XCH-41"),
        ),
        (
            "JP",
            {"head": {"sequence": 2, "digest": "0" * 64}},
            (1, "head refused", "AEO-XCH-41"),
        ),
        ("JP", {"entries": [answered(35)]}, (1, "entries refused", "AEO-XCH-45")),
        ("JP", {"entries": [answered(revision=4)]}, (1, "entries refused", "AEO-XCH-45")),
        (
            "JP",
            {
                "entries": [
                    answered(
                        recognition="recognised",
                        identifiers=[{"scheme": "LEI", "value": "5493001KJTIIGC8Y1R12"}],
                    )
                ]
            },
            (1, "entries refused", "AEO-XCH-45"),
        ),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_by_a_code_and_changes_nothing(
    run, tmp_path, by, members, said
):
    assert make(run).returncode == 0
    remade(tmp_path, by=by, **members)
    assert objection(apply(run)) == said
    assert (tmp_path / "new.aeo.ndjson").exists() is (said[0] == 0)
    assert (tmp_path / "seen.json").exists() is (said[0] == 0)


def test_what_the_last_answer_said_may_be_left_out(run, tmp_path):
    make(run)
    (tmp_path / "last.jwt").write_bytes((tmp_path / "A.jwt").read_bytes())
    assert "is not later" in make(run, "--since", "last.jwt").stderr
    sent(tmp_path, *firms(33, 34, 35), at=LATER)
    assert make(run, "--since", "last.jwt", at=LATER).returncode == 0
    assert [entry["key"] for entry in payload(tmp_path)["entries"]] == ["HK/HK-2021-0035"]
    (tmp_path / "codes.csv").write_text(f"{CODES}JP-MRA,P000034,HK00000034,,\n")
    make(run, "--since", "last.jwt", at=LATER)
    names = [entry["key"] for entry in payload(tmp_path)["entries"]]
    assert names == ["HK/HK-2021-0034", "HK/HK-2021-0035"]
    assert objection(apply(run, at=LATER)) == (0, "entries pass", "")
    remade(tmp_path, aud="KR")
    (tmp_path / "last.jwt").write_bytes((tmp_path / "A.jwt").read_bytes())
    assert "another stream" in make(run, "--since", "last.jwt", at=LATER).stderr


def test_an_answer_is_read_by_the_profile_of_its_head(run, tmp_path):
    make(run)
    text = published("samples/profiles/HK-JP.toml").read_text("utf-8")
    (tmp_path / "next.toml").write_text(text.replace("HK-JP-2026", "HK-JP-2027"))
    assert objection(apply(run, "--profile", "next.toml")) == (1, "head refused", "AEO-XCH-41")


def test_a_head_in_the_place_of_an_answer_is_none(run, tmp_path):
    (tmp_path / "A.jwt").write_bytes((tmp_path / "hk" / "head.jwt").read_bytes())
    assert objection(apply(run)) == (1, "form refused", "AEO-XCH-40")


def test_an_older_answer_is_refused_and_a_later_one_is_taken(run, tmp_path):
    make(run)
    first = (tmp_path / "A.jwt").read_bytes()
    sent(tmp_path, *firms(33, 34), at=LATER)
    make(run, at=LATER)
    assert objection(apply(run, at=LATER)) == (0, "entries pass", "")
    (tmp_path / "A.jwt").write_bytes(first)
    assert objection(apply(run, at=LATER)) == (1, "order refused", "AEO-XCH-42")


def test_of_two_answers_to_one_head_the_second_is_held_until_a_person_chooses(run, tmp_path):
    make(run)
    assert apply(run).returncode == 0
    remade(tmp_path, entries=None)
    done = apply(run)
    assert objection(done) == (4, "order held", "AEO-XCH-43")
    digest = json.loads(done.stdout)["digest"]
    assert objection(apply(run, "--choose", "0" * 64)) == (4, "order held", "AEO-XCH-43")
    assert objection(apply(run, "--choose", digest)) == (0, "entries pass", "")
    assert objection(apply(run)) == (0, "entries pass", "")


def test_a_register_that_is_not_whole_is_not_written(run, tmp_path):
    make(run)
    register = tmp_path / "register.aeo.ndjson"
    whole = register.read_text()
    register.write_text(whole + '{"recordId": "HK-1"}\n')
    done = apply(run)
    assert done.returncode == 2
    assert "the register has to be whole" in done.stderr
    register.write_text("\n".join(json.dumps(json.loads(line)["record"]) for line in
                                  map(bytes.decode, lines_of(tmp_path / "hk"))))  # fmt: skip
    assert "is a view, and no full record" in apply(run).stderr
    assert not (tmp_path / "new.aeo.ndjson").exists()
    assert not (tmp_path / "seen.json").exists()


def test_a_record_that_left_the_register_is_told(run, tmp_path):
    make(run)
    register = tmp_path / "register.aeo.ndjson"
    register.write_text(register.read_text().splitlines()[1] + "\n")
    told = json.loads(apply(run).stdout)
    assert (told["changed"], told["absent"]) == (0, 1)


def test_what_was_sent_is_looked_for_where_it_was_written(run, tmp_path):
    make(run)
    next((tmp_path / "hk").glob("*.snapshot.*")).write_bytes(b"")
    done = apply(run)
    assert done.returncode == 3
    assert "is not what was sent" in done.stderr
    assert not (tmp_path / "seen.json").exists()


def test_the_file_of_answers_keeps_to_its_schema_and_a_broken_one_stops(run, tmp_path):
    make(run)
    apply(run)
    seen = tmp_path / "seen.json"
    keep_to(json.loads(seen.read_bytes()), printed_schema("answers-seen"))
    seen.write_text("{}")
    done = apply(run)
    assert (done.returncode, "is not a file of answers" in done.stderr) == (3, True)


def test_no_register_is_written_over_the_file_of_answers(run, tmp_path):
    make(run)
    for _ in ("none yet", "one"):
        done = apply(run, "--state", "new.aeo.ndjson")
        assert (done.returncode, "new.aeo.ndjson is an input" in done.stderr) == (2, True)
        assert not (tmp_path / "new.aeo.ndjson").exists()
        apply(run, "--state", "other.json")
        (tmp_path / "new.aeo.ndjson").unlink()


def test_an_answer_is_shown_whoever_signed_it(run, tmp_path):
    make(run)
    done = run("answer", "show", "A.jwt")
    assert done.returncode == 0
    assert "answer of JP to HK under HK-JP-2026" in done.stdout
    assert "signature not checked" in done.stdout
    line = "HK/HK-2021-0033 revision 5: accepted, recognised, JP-MRA:P000033"
    assert line in done.stdout
    shown = json.loads(run("answer", "show", "A.jwt", "--format=json").stdout)
    keep_to(shown, printed_schema("answer-show"))
    assert shown["answer"] == payload(tmp_path)


def test_nothing_of_a_record_but_its_key_is_in_an_answer(run, tmp_path):
    sent_text = b"".join(lines_of(tmp_path / "hk")).decode()
    answer = made_answer(run, tmp_path)
    names = {entry["key"] for entry in answer["entries"]}
    assert len(names) == head_of(tmp_path / "hk").count
    hidden = {record.holder.tin for record in firms(33, 34)} | {firms(33)[0].holder.legal_name}
    for text in hidden:
        assert text in sent_text
        assert text not in json.dumps(answer)


def test_what_is_no_answer_is_shown_with_the_advice_for_answers(run, tmp_path):
    (tmp_path / "words.txt").write_text("abc")
    done = run("answer", "show", "words.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Give the answer as it came; ask the partner for it again if it did" in done.stderr
    assert "`aeo explain AEO-XCH-40` says why." in done.stderr
    assert "applied" not in done.stderr
    listed = run("answer", "show", "list.jwt")
    assert "list.jwt seems to be a signed trust list" in listed.stderr
