from __future__ import annotations

import json
import re

import msgspec
import pytest
from msgspec.structs import replace

from aeo_exchange.exchange.heads import HeadReset, read_head
from aeo_exchange.model.record import Consent
from aeo_exchange.resources import published
from exchange.made_views import order
from exchange.streams import changed_line, create, firms, head_of, lines_of, signed, with_body
from running import instead
from schemas import keep_to
from trust.made_lists import made
from trust.made_world import trust

PROFILE = str(published("samples/profiles/HK-JP.toml"))
GIVEN = {"scope": "HK-JP-2026", "state": "given", "since": "2026-02-01T00:00:00Z"}
TIN = "HK00000033"
ABOUT = ("--profile", PROFILE, "--by", "JP", "--at", "2026-11-01T00:00:00Z")
WHAT = ("--party-role", "exporter", "--flow", "import")
RELY = ("--trust", "list.jwt", "--root", "root.pem")


@pytest.fixture
def ask(aeo, tmp_path, monkeypatch):
    """Ask on 1 November 2026, by a folder of a stream that Hong Kong made the night before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793534400")  # 2026-11-01T12:00:00Z
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)

    def run(*more, tin=TIN, source="hk", rely=RELY):
        asked = instead(("--tin", tin, *ABOUT, *WHAT), more)
        return aeo("recognise", *asked, "--from", source, *rely)

    return run


def told(done) -> tuple[str, list[str]]:
    """Return the result and the reasons of an answer that fits its schema."""
    answer = json.loads(done.stdout)
    schema = json.loads(published("schemas/1.0/recognise.schema.json").read_bytes())
    keep_to(answer, schema)
    return answer["result"], [why["code"] for why in answer["reasons"]]


def test_a_firm_of_a_snapshot_is_recognised(ask, tmp_path):
    create(tmp_path / "hk", *firms(33, 34))
    done = ask()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("HK00000033: RECOGNISED by JP, yes\n")
    assert "asked about 2026-11-01T00:00:00Z, as known at 2026-11-01T12:00:00Z" in done.stdout
    assert "so since 2026-03-31T15:00:00Z\n" in done.stdout
    assert "benefit FIRST-IN-LINE: Where goods are examined, these come first.\n" in done.stdout
    assert "rests on HK-JP-2026 version 1, row 1\n" in done.stdout
    assert "rests on HK/HK-2021-0033 revision 5: RECOGNISED\n" in done.stdout
    assert "rests on head 1 from HK, as of 2026-11-01T00:00:00Z\n" in done.stdout
    done = ask("--format", "json")
    assert told(done) == ("RECOGNISED", ["recognised"])
    used = json.loads(done.stdout)["restsOn"]["heads"][0]["trustLists"]
    assert [sorted(one) for one in used] == [["listId", "sequence"]]


def test_a_firm_that_is_not_in_the_snapshot_is_not_recognised(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    done = ask("--format", "json", tin="HK00000034")
    assert (done.returncode, told(done)) == (1, ("NOT_RECOGNISED", ["not-in-stream"]))


def test_a_snapshot_that_is_not_trusted_says_nothing(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    done = ask("--format", "json", rely=())
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-trusted"]))
    # Signed by the key of another administration.
    signed(tmp_path / "hk", head_of(tmp_path / "hk"), by="JP")
    done = ask("--format", "json")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-trusted"]))
    # One record of another administration refuses the whole.
    create(tmp_path / "cn", *firms(33, 34))
    theirs, ours = lines_of(tmp_path / "cn")
    record = {**json.loads(theirs)["record"], "administration": "CN"}
    stray = changed_line(theirs, key="CN/HK-2021-0033", record=record)
    with_body(tmp_path / "cn", stray + b"\n" + ours + b"\n")
    done = ask("--format", "json", source="cn", tin="HK00000034")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-trusted"]))
    assert "AEO-XCH-25" in done.stdout


def test_a_snapshot_for_another_side_is_not_asked(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    done = ask("--format", "json", "--by", "HK")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-trusted"]))
    assert "the stream is from HK for JP" in done.stdout


def test_what_was_signed_after_the_instant_of_knowledge_does_not_answer(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    done = ask("--format", "json", "--known-at", "2026-10-31T23:59:59Z")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["no-stream"]))
    done = ask("--format", "json", "--known-at", "2026-11-01T00:00:00Z")
    assert told(done) == ("RECOGNISED", ["recognised"])


def test_snapshots_of_one_stream_are_its_history(ask, tmp_path):
    create(tmp_path / "hk", *firms(33), at="2026-10-31T00:00:00Z")
    first = (tmp_path / "hk" / "head.jwt").read_bytes()
    (tmp_path / "hk" / "first.jwt").write_bytes(first)
    withdrawn = {**GIVEN, "state": "withdrawn", "since": "2026-10-31T12:00:00Z"}
    consents = msgspec.convert([GIVEN, withdrawn], tuple[Consent, ...])
    now = firms(33, revision=6, issued_at="2026-10-31T13:00:00Z", consents=consents)
    create(tmp_path / "hk", *firms(33), *now)
    history = ("--from", "hk/first.jwt", "--format", "json")
    assert told(ask(*history)) == ("NOT_RECOGNISED", ["consent-withdrawn"])
    before = "--at=2026-10-31T11:59:59Z"
    assert told(ask(*history, before)) == ("UNDETERMINED", ["out-of-use"])
    known = "--known-at=2026-10-31T12:00:00Z"
    assert told(ask(*history, known)) == ("RECOGNISED", ["recognised"])
    # The last snapshot alone does not say whose record it was.
    assert told(ask("--format", "json")) == ("NOT_RECOGNISED", ["not-in-stream"])
    assert told(ask("--format", "json", before)) == ("UNDETERMINED", ["out-of-use"])


def test_a_tombstone_of_a_firm_that_an_earlier_snapshot_names_hides_no_other(ask, tmp_path):
    create(tmp_path / "hk", *firms(33), at="2026-10-31T00:00:00Z")
    (tmp_path / "hk" / "first.jwt").write_bytes((tmp_path / "hk" / "head.jwt").read_bytes())
    withdrawn = {**GIVEN, "state": "withdrawn", "since": "2026-10-31T12:00:00Z"}
    consents = msgspec.convert([GIVEN, withdrawn], tuple[Consent, ...])
    now = firms(33, revision=6, issued_at="2026-10-31T13:00:00Z", consents=consents)
    create(tmp_path / "hk", *firms(33), *now)
    asked = ("--at", "2026-10-31T11:59:59Z", "--format", "json")
    assert told(ask(*asked, tin="HK00000099")) == ("UNDETERMINED", ["out-of-use"])
    both = ("--from", "hk/first.jwt", *asked)
    assert told(ask(*both, tin="HK00000099")) == ("NOT_RECOGNISED", ["not-in-stream"])


def test_an_entry_that_is_gone_without_tombstone_is_missing(ask, tmp_path):
    create(tmp_path / "hk", *firms(33, 34), at="2026-10-31T00:00:00Z")
    create(tmp_path / "new", *firms(34))
    later = head_of(tmp_path / "new")
    signed(tmp_path / "new", replace(later, sequence=2))
    done = ask("--from", "new", "--format", "json")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["missing"]))


def test_a_stream_that_begins_anew_answers_when_its_operator_has_confirmed_it(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    reset = HeadReset(reason="restored from a backup")
    signed(tmp_path / "hk", replace(head_of(tmp_path / "hk"), reset=reset))
    done = ask("--format", "json")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-trusted"]))
    (digest,) = re.findall(r"[0-9a-f]{64}", json.loads(done.stdout)["reasons"][0]["because"])
    done = ask("--format", "json", "--confirm-reset", digest)
    assert told(done) == ("RECOGNISED", ["recognised"])


def test_two_heads_with_one_number_are_disputed(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    create(tmp_path / "fork", *firms(33, 34))
    done = ask("--from", "fork", "--format", "json")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["disputed"]))


@pytest.mark.parametrize(
    ("at", "changes", "more"),
    [
        ("2026-11-01T00:00:00Z", {"reset": HeadReset(reason="Nobody confirmed it")}, ()),
        ("2026-11-01T06:00:00Z", {}, ("--known-at", "2026-11-01T03:00:00Z")),
        ("2026-11-01T00:00:00Z", {"profile": "0" * 64}, ()),
    ],
)
def test_another_head_of_a_number_disputes_whatever_became_of_it(ask, tmp_path, at, changes, more):
    """One that is held, or was signed after K, is a second truth all the same."""
    create(tmp_path / "hk", *firms(33))
    create(tmp_path / "fork", *firms(33, 34), at=at)
    signed(tmp_path / "fork", replace(head_of(tmp_path / "fork"), **changes))
    done = ask("--from", "fork", *more, "--format", "json")
    result, reasons = told(done)
    assert (done.returncode, result, "disputed" in reasons) == (4, "UNDETERMINED", True)


def test_the_numbers_of_an_agency_are_its_own(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    views = order(at="2026-11-01T00:00:00Z")
    create(tmp_path / "agency", *firms(33), views=replace(views, audience="JP-METI"))
    done = ask("--from", "agency", "--format", "json")
    assert (done.returncode, told(done)[0]) == (0, "RECOGNISED")


def test_each_reset_that_was_taken_is_named(ask, tmp_path):
    digests = []
    for number, day in enumerate(("2026-10-30", "2026-10-31", "2026-11-01"), 1):
        place = tmp_path / ("hk" if number == 3 else f"before-{number}")
        create(place, *firms(33), at=f"{day}T00:00:00Z")
        reset = HeadReset(reason="A backup was restored")
        signed(place, replace(head_of(place), sequence=number, reset=reset))
        digests.append(read_head((place / "head.jwt").read_bytes()).digest)
    before = ("--from", "before-1", "--from", "before-2")
    confirmed = [part for digest in digests for part in ("--confirm-reset", digest)]
    assert told(ask(*before, *confirmed, "--format", "json")) == ("RECOGNISED", ["recognised"])
    one_of_three = ask(*before, *confirmed[:2], "--format", "json")
    assert "not-trusted" in told(one_of_three)[1]


def test_records_that_nobody_signed_are_no_yes(ask, tmp_path):
    record = {**json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())}
    record["consents"] = [*record["consents"], GIVEN]
    (tmp_path / "full.json").write_text(json.dumps(record), "utf-8")
    done = ask("--format", "json", source="full.json", rely=())
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-signed", "recognised"]))
    assert json.loads(done.stdout)["wouldBe"] == "RECOGNISED"
    done = ask(source="full.json", rely=())
    assert "in a stream it would be RECOGNISED\n" in done.stdout
    # One revision with two contents, and one that is not valid, are not accepted.
    record["issuingOffice"] = "OTHER"
    (tmp_path / "fork.json").write_text(json.dumps(record), "utf-8")
    done = ask("--from", "fork.json", "--format", "json", source="full.json", rely=())
    assert told(done) == ("UNDETERMINED", ["not-signed", "rejected"])
    (tmp_path / "broken.json").write_text("{", "utf-8")
    done = ask("--format", "json", source="broken.json", rely=())
    assert told(done)[1][0] == "not-signed"
    done = ask(source="absent.json", rely=())
    assert (done.returncode, done.stdout) == (3, "")
    assert "absent.json" in done.stderr


@pytest.mark.parametrize("faulty", ["", "Dear partner", "{", '{"recordId": "%s"}'])
def test_beside_what_cannot_be_read_records_come_to_nothing(ask, tmp_path, faulty):
    """It may be the revision that suspends the firm, or that ends its consent."""
    record = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
    record["consents"] = [*record["consents"], GIVEN]
    (tmp_path / "full.json").write_text(json.dumps(record), "utf-8")
    (tmp_path / "later.json").write_text(faulty.replace("%s", record["recordId"]), "utf-8")
    done = ask("--from", "later.json", "--format", "json", source="full.json", rely=())
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["not-signed", "rejected"]))
    assert json.loads(done.stdout)["wouldBe"] == "UNDETERMINED"
    # Of what tells another id it is no revision.
    (tmp_path / "later.json").write_text('{"recordId": "OTHER-1"}', "utf-8")
    done = ask("--from", "later.json", "--format", "json", source="full.json", rely=())
    assert json.loads(done.stdout)["wouldBe"] == "RECOGNISED"


@pytest.mark.usefixtures("ask")
def test_a_code_of_the_asking_side_takes_its_table(aeo, tmp_path):
    create(tmp_path / "hk", *firms(33))
    (tmp_path / "codes.csv").write_text("scheme,value,tin\nJP-MRA,J1,HK00000033\n", "utf-8")
    code = ("recognise", "--identifier", "JP-MRA:J1", *ABOUT, *WHAT, "--from", "hk", *RELY)
    done = aeo(*code, "--format", "json")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["no-own-codes"]))
    done = aeo(*code, "--own-codes", "codes.csv", "--format", "json")
    assert (done.returncode, told(done)) == (0, ("RECOGNISED", ["recognised"]))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("scheme,value\n", "its first line names the columns"),
        ("scheme,value,tin,note\n", "its first line names the columns"),
        ("scheme,value,tin\nJP-MRA,J1\n", "codes.csv:2: a row has"),
        ("scheme,value,tin\nJP-MRA,J1,HK1,more\n", "codes.csv:2: a row has"),
        ("scheme,value,tin,from\nJP-MRA,J1,HK1,1 May\n", "codes.csv:2: '1 May' is not an instant"),
    ],
)
def test_a_table_that_is_none_is_told_with_its_line(ask, tmp_path, table, words):
    create(tmp_path / "hk", *firms(33))
    (tmp_path / "codes.csv").write_text(table, "utf-8")
    done = ask("--own-codes", "codes.csv")
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--identifier", "LEI:1"), "ask by one of --tin and --identifier"),
        (("--by", "KR"), "KR is not a side of HK-JP-2026"),
        (("--from", "full.json"), "give snapshots, or records, and not both"),
    ],
)
def test_a_question_that_is_none_is_a_usage_error(ask, tmp_path, more, words):
    create(tmp_path / "hk", *firms(33))
    (tmp_path / "full.json").write_bytes(b"{}")
    done = ask(*more)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_day_is_told_with_its_two_instants(ask, tmp_path):
    create(tmp_path / "hk", *firms(33))
    done = ask("--at", "2026-11-01")
    assert done.returncode == 0
    between = "(from 2026-10-31T15:00:00Z to 2026-11-01T15:00:00Z)"
    assert f"asked about 2026-11-01 {between}" in done.stdout


def test_a_revision_that_goes_back_is_rejected(ask, tmp_path):
    create(tmp_path / "hk", *firms(33, revision=7), at="2026-10-31T00:00:00Z")
    create(tmp_path / "new", *firms(33, revision=6))
    signed(tmp_path / "new", replace(head_of(tmp_path / "new"), sequence=2))
    done = ask("--from", "new", "--format", "json")
    assert (done.returncode, told(done)) == (4, ("UNDETERMINED", ["rejected"]))
    assert told(ask("--format", "json", source="new")) == ("RECOGNISED", ["recognised"])


def test_a_record_that_is_newer_or_broken_is_no_no(ask, tmp_path):
    create(tmp_path / "hk", *firms(33, 34))
    first, second = lines_of(tmp_path / "hk")
    record = json.loads(first)["record"]
    newer = changed_line(first, record={**record, "specVersion": "1.9"})
    with_body(tmp_path / "hk", newer + b"\n" + second + b"\n")
    assert told(ask("--format", "json")) == ("UNDETERMINED", ["newer"])
    broken = changed_line(first, record={**record, "revision": 0})
    with_body(tmp_path / "hk", broken + b"\n" + second + b"\n")
    assert told(ask("--format", "json")) == ("UNDETERMINED", ["rejected"])
    nobody = changed_line(first, record={**record, "holder": {}})
    with_body(tmp_path / "hk", nobody + b"\n" + second + b"\n")
    # Such a record does not say that it is the sender's own, so the whole message may be refused.
    assert told(ask("--format", "json", tin="HK00000035"))[0] == "UNDETERMINED"
