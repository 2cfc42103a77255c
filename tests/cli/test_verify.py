"""`aeo verify`: what it says, by which exit code, and on what it lets itself rely."""

from __future__ import annotations

import io
import json
import shutil
from functools import cache
from pathlib import Path

import jsonschema
import msgspec
import pytest

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.verdicts import Verdicts, exit_of
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.locks import locked
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.sd_jwt import with_disclosures
from aeo_exchange.trust.handover import make_handover
from aeo_exchange.trust.status_list import EntryStatus
from aeo_exchange.trust.status_work import StatusListWork
from rows import for_each_row
from signing.tokens import issued, sample
from trust.made_lists import authority, listed, made, scope
from trust.made_world import AT, NOW, attestation, claiming, status, trust

ELSEWHERE = {"status_list": {"idx": 7, "uri": "https://status.example.hk/2"}}
TRUST = ("--trust", "list.jwt", "--root", "root.pem")
RELY = (*TRUST, "--status-list", "status.jwt")
AGO = ("--at", NOW, "--no-state")
SURE = (*RELY, *AGO)
SCHEMA = json.loads(published("schemas/1.0/verify.schema.json").read_bytes())


@cache
def files() -> dict[str, bytes]:
    """Return what a verifier may find in a folder, by the name of the file."""
    xml = io.BytesIO()
    write_xml([sample()], xml)
    token = attestation()
    header, payload, rest = token.split(b".", 2)
    return {
        "a.sdjwt": token,
        "b.sdjwt": attestation() + b"\n",
        "a.aeo.xml": attestation(envelope=Envelope.XADES),
        "bare.sdjwt": with_disclosures(token.decode(), ()).encode(),
        "forged.sdjwt": b".".join(
            (header, payload, (b"B" if rest[:1] == b"A" else b"A") + rest[1:])
        ),
        "early.sdjwt": attestation(at="2026-11-01T06:02:00Z"),
        "elsewhere.sdjwt": claiming(status=ELSEWHERE),
        "list.jwt": trust(),
        "root.pem": made("root").pem,
        "stranger.pem": made("stranger").pem,
        "status.jwt": status(),
        "revoked.jwt": status(EntryStatus.REVOKED, at="2026-11-01T03:00:00Z"),
        "record.json": published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes(),
        "record.xml": xml.getvalue(),
    }


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    for name, content in files().items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def verify(aeo, folder):
    """Return a function that verifies a.sdjwt unless told, with all that is needed."""

    def run(*arguments: str, **environment: str):
        homes = {"XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}
        return aeo("verify", *arguments, **{**homes, **environment})

    return run


@pytest.fixture
def answers(verify):
    """Return a function that gives the answers of a run as JSON, which must keep to the schema."""

    def run(*arguments: str):
        done = verify(*arguments, "--format", "json")
        told = json.loads(done.stdout)
        jsonschema.Draft202012Validator(SCHEMA).validate(told)
        return told["results"]

    return run


def outcomes(answered) -> dict[str, str]:
    return {check["name"]: check["outcome"] for check in answered["checks"]}


def codes(answered) -> set[str]:
    return {
        check["code"]
        for check in answered["checks"]
        if check["outcome"] in {"fail", "undetermined"}
    }


# The answer, and its exit code.


@pytest.mark.parametrize("name", ["a.sdjwt", "a.aeo.xml", "bare.sdjwt"])
def test_an_attestation_that_holds_is_valid_in_a_few_lines(verify, name):
    done = verify(name, *SURE)
    assert (done.returncode, done.stderr) == (0, "")
    first, said, as_of, *_ = done.stdout.splitlines()
    assert first == f"{name}  VALID: yes"
    assert said == (
        "    HK says: HK00000107 Specimen Tea Trading Limited is granted under HK-AEO, tier TIER1,"
        " number HKAEO-EX-0107"
    )
    assert as_of.startswith(f"    status as of {AT}, asked at ")
    assert len(done.stdout.splitlines()) <= 6


@pytest.mark.parametrize(
    ("arguments", "code", "verdict", "check"),
    [
        (("a.sdjwt", *SURE), 0, "VALID", ""),
        (("forged.sdjwt", *SURE), 1, "NOT_VALID", "signature"),
        (("record.json", *SURE), 3, "UNDETERMINED", "format"),
        (("record.xml", *SURE), 3, "UNDETERMINED", "format"),
        (("list.jwt", *SURE), 1, "NOT_VALID", "format"),
        (("early.sdjwt", *SURE), 1, "NOT_VALID", "window"),
        (("a.sdjwt", *TRUST, "--status-list", "revoked.jwt", *AGO), 1, "NOT_VALID", "status"),
        (("a.sdjwt", "--status-list", "status.jwt", *AGO), 4, "UNDETERMINED", "trust-list"),
        (("a.sdjwt", *TRUST, *AGO), 4, "UNDETERMINED", "status"),
        (("elsewhere.sdjwt", *SURE), 4, "UNDETERMINED", "status"),
        (("a.sdjwt", "--trust", "list.jwt", *AGO), 4, "UNDETERMINED", "trust-list"),
        (("a.sdjwt", *TRUST[:2], "--root", "stranger.pem", *AGO), 4, "UNDETERMINED", "trust-list"),
        (("a.sdjwt", "--trust", "a.sdjwt", *TRUST[2:], *AGO), 4, "UNDETERMINED", "trust-list"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else str(value),
)
def test_each_verdict_has_its_exit_code_and_its_json_keeps_to_the_schema(
    verify, answers, arguments, code, verdict, check
):
    assert verify(*arguments).returncode == code
    (answered,) = answers(*arguments)
    assert answered["verdict"] == verdict
    decided = {name for name, outcome in outcomes(answered).items() if outcome not in GOOD}
    assert decided == ({check} if check else set())


GOOD = {"pass", "skipped"}


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("a.sdjwt", "b.sdjwt"), 0),
        (("a.sdjwt", "forged.sdjwt"), 1),
        (("forged.sdjwt", "elsewhere.sdjwt", "a.sdjwt"), 4),
        (("nowhere.sdjwt", "forged.sdjwt", "elsewhere.sdjwt", "a.sdjwt"), 3),
    ],
)
def test_over_many_inputs_the_gravest_decides_and_each_is_answered(verify, names, code):
    done = verify(*names, *SURE, "--format", "ndjson")
    assert done.returncode == code
    told = [json.loads(line)["source"] for line in done.stdout.splitlines()]
    assert told == list(names)


@for_each_row(
    ("told", "unread", "code"),
    [
        ((), False, Exit.POSITIVE),
        ((Verdict.VALID,), False, Exit.POSITIVE),
        ((Verdict.VALID, Verdict.NOT_VALID), False, Exit.NEGATIVE),
        ((Verdict.NOT_VALID, Verdict.UNDETERMINED), False, Exit.UNDECIDED),
        ((Verdict.UNDETERMINED, Verdict.NOT_VALID), True, Exit.UNREADABLE),
    ],
)
def test_the_gravest_of_several_verdicts_is_the_exit_code(told, unread, code):
    assert exit_of(told, unread=unread) is code
    verdicts = Verdicts()
    for number, verdict in enumerate(told):
        verdicts.add(verdict, unread=unread and not number)
    assert verdicts.exit is code


def test_what_cannot_be_opened_has_an_answer_that_keeps_to_the_schema(answers):
    (answered,) = answers("nowhere.sdjwt", *SURE)
    assert (answered["verdict"], answered["claims"]) == ("UNDETERMINED", {})
    assert codes(answered) == {"AEO-SYN-00"}


@pytest.mark.parametrize("option", ["--trust", "--root", "--status-list", "--record"])
def test_evidence_that_cannot_be_opened_is_exit_3_and_nothing_is_answered(verify, option):
    done = verify("a.sdjwt", *SURE, option, "nowhere.file")
    assert (done.returncode, done.stdout) == (3, "")
    assert "nowhere.file" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("a.sdjwt", "--at", "yesterday"),
        ("a.sdjwt", "--online", "--jobs", "2"),
        ("a.sdjwt", "--root", "a.sdjwt"),
        ("a.sdjwt", "--trust-min-sequence", "-1"),
        ("a.sdjwt", "--format", "sarif"),
        ("a.sdjwt", "-o", "record.json"),
        ("a.sdjwt", "-o", "a.sdjwt", "--force"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_a_usage_error(verify, arguments):
    done = verify(*arguments)
    assert (done.returncode, done.stdout) == (2, "")


# What it relies on.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--trust", "root.pem"), "--trust root.pem: this is a certificate; --root takes it"),
        (("--root", "list.jwt"), "--root list.jwt: no certificate in PEM or DER"),
        (("--root", "ZZ=root.pem"), "ZZ is the code of no administration"),
        (("--root", "hk=root.pem"), "hk is the code of no administration"),
        (("--status-list", "work.json"), "this is the working file; `aeo status-list sign`"),
        (("--record", "-"), "standard input is for attestations"),
        (("--state", "seen.json", "--no-state"), "--no-state"),
    ],
    ids=str,
)
def test_a_file_that_is_meant_for_another_option_is_told_so(verify, folder, arguments, said):
    (folder / "work.json").write_bytes(StatusListWork.create("https://hk.example/1").write())
    done = verify("a.sdjwt", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_root_pinned_for_others_is_named_as_the_reason(verify):
    done = verify("a.sdjwt", *TRUST[:2], "--root", "JP=root.pem", *RELY[4:], *AGO)
    assert "the root of the trust list was not pinned for HK" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbfeyJ.a.b~", "base64url with bits set"),
        (b"eyJhbGciOiJFUzI1NiJ9.e30.AA", "no ~ ends it; an attestation stands whole on one line"),
        (b"dGhlIHNlY29uZCBsaW5l", "it seems to be text"),
    ],
    ids=str,
)
def test_content_that_is_no_attestation_is_told_why(verify, folder, content, said):
    (folder / "odd.sdjwt").write_bytes(content)
    assert said in verify("odd.sdjwt", *SURE).stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [("list.jwt", "a trust list, for --trust"), ("status.jwt", "a status list, for --status-list")],
)
def test_another_token_is_told_by_its_type(verify, name, said):
    assert f"this is {said}, and no attestation" in verify(name, *SURE).stdout


def test_several_trust_lists_are_put_together(answers, folder):
    (folder / "jp.jwt").write_bytes(trust(authority("JP"), listId="other"))
    (alone,) = answers("a.sdjwt", "--trust", "jp.jwt", *RELY[2:], *AGO)
    assert codes(alone) == {"AEO-TRU-07"}
    (both,) = answers("a.sdjwt", "--trust", "jp.jwt", *SURE)
    assert (both["verdict"], both["trustLists"]) == ("VALID", ["test"])


@pytest.mark.parametrize(
    ("root", "verdict"),
    [("HK=root.pem", "VALID"), ("HK,JP=root.pem", "VALID"), ("JP=root.pem", "NOT_VALID")],
)
def test_a_root_counts_for_the_administrations_it_was_pinned_for(answers, root, verdict):
    (answered,) = answers("a.sdjwt", *TRUST[:2], "--root", root, *RELY[4:], *AGO)
    assert answered["verdict"] == verdict


def test_a_new_root_is_taken_by_its_handover_and_not_without(answers, folder):
    old, new = made("root"), made("root-2")
    statement = make_handover(old.key, new.key, new.certificate, at=AT)
    (folder / "handover.jwt").write_text(statement)
    (folder / "new.jwt").write_bytes(trust(by="root-2"))
    rely = ("--trust", "new.jwt", *RELY[2:], *AGO)
    (without,) = answers("a.sdjwt", *rely)
    assert codes(without) == {"AEO-TRU-03"}
    (answered,) = answers("a.sdjwt", *rely, "--root-handover", "handover.jwt")
    assert answered["verdict"] == "VALID"
    (wrong,) = answers("a.sdjwt", *SURE, "--root-handover", "list.jwt")
    assert codes(wrong) == {"AEO-TRU-14"}


def test_a_list_lower_than_was_asked_for_does_not_count(answers):
    (answered,) = answers("a.sdjwt", *SURE, "--trust-min-sequence", "1")
    assert answered["verdict"] == "VALID"
    (answered,) = answers("a.sdjwt", *SURE, "--trust-min-sequence", "2")
    assert codes(answered) == {"AEO-TRU-05"}


def test_of_several_status_lists_the_newest_counts(answers):
    (answered,) = answers("a.sdjwt", *SURE, "--status-list", "revoked.jwt")
    assert (codes(answered), answered["asOf"]) == ({"AEO-STA-08"}, "2026-11-01T03:00:00Z")


@pytest.mark.parametrize("name", ["record.json", "record.xml"])
@pytest.mark.parametrize("token", ["a.sdjwt", "a.aeo.xml"])
def test_a_record_in_any_syntax_bears_an_attestation_out(answers, name, token):
    (answered,) = answers(token, *SURE, "--record", name)
    assert answered["verdict"] == "VALID"
    assert {"record-digest", "claims-match-record", "schema", "rules"} <= {
        name for name, outcome in outcomes(answered).items() if outcome == "pass"
    }


def test_another_record_does_not_bear_it_out(answers, folder):
    text = (folder / "record.json").read_text().replace("Specimen Tea", "Specimen Sea")
    (folder / "other.json").write_text(text)
    for name in ("a.sdjwt", "a.aeo.xml"):
        (answered,) = answers(name, *SURE, "--record", "other.json")
        assert codes(answered) == {"AEO-SIG-23", "AEO-SIG-24"}


def test_without_the_digest_a_record_cannot_be_compared(verify, answers):
    (answered,) = answers("bare.sdjwt", *SURE, "--record", "record.json")
    assert (answered["verdict"], codes(answered)) == ("UNDETERMINED", {"AEO-SIG-23"})
    assert "ask the holder for it" in verify("bare.sdjwt", *SURE, "--record", "record.json").stdout


NO_RECORDS = {
    "empty": (b"", "the content is empty"),
    "blank": (b" \r\n\t", "the content is empty"),
    "letter": (b"Dear Sir,\nplease find the record attached.\n", "seems to be text"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "seems to be a picture"),
    "of Windows": ("{}".encode("utf-16"), "UTF-16"),
    "with a mark": (b"\xef\xbb\xbf" + files()["record.json"], "byte order mark"),
    "attestation": (files()["a.sdjwt"], "seems to be an attestation"),
    "XML attestation": (files()["a.aeo.xml"], "seems to be an attestation in XML"),
    "certificate": (files()["root.pem"], "seems to be a certificate"),
    "other JSON": (b'{"listId":"HK-1"}', "seems to be a trust list that nobody has signed"),
    "other XML": (b"<invoice/>", "seems to be another XML document"),
    "no records": (b"[]", "seems to be JSON"),
    "no records in XML": (b'<AeoRecords xmlns="urn:aeo-exchange:1.0"/>', "no record"),
    "two records": (
        msgspec.json.format(files()["record.json"], indent=-1)
        + b"\n"
        + msgspec.json.format(files()["record.json"], indent=-1),
        "several records",
    ),
    "a record and a broken one": (b"[" + files()["record.json"] + b',{"recordId":1}]', "several"),
    "a broken one and a record": (b'[{"recordId":1},' + files()["record.json"] + b"]", "several"),
}


@pytest.mark.parametrize("name", ["a.sdjwt", "a.aeo.xml"])
@pytest.mark.parametrize("record", NO_RECORDS)
def test_what_is_no_record_at_all_is_not_a_no(verify, folder, name, record):
    content, seems = NO_RECORDS[record]
    (folder / "beside").write_bytes(content)
    done = verify(name, *SURE, "--record", "beside", "--format", "json")
    (answered,) = json.loads(done.stdout)["results"]
    (schema,) = (check for check in answered["checks"] if check["name"] == "schema")
    assert (done.returncode, answered["verdict"]) == (Exit.UNREADABLE, "UNDETERMINED")
    assert (schema["outcome"], schema["code"]) == ("undetermined", "AEO-SIG-25")
    assert seems in schema["reason"]


@pytest.mark.parametrize(
    "record",
    [
        b'{"recordId":"HK-1"}',
        b'{"specVersion":"1.0"',
        b"<AeoRecord",
        b'<AeoRecord xmlns="urn:aeo-exchange:1.0">',
        b'[{"recordId":1}]',
    ],
)
def test_one_record_that_is_broken_does_not_bear_it_out(verify, folder, record):
    (folder / "beside").write_bytes(record)
    done = verify("a.sdjwt", *SURE, "--record", "beside", "--format", "json")
    (answered,) = json.loads(done.stdout)["results"]
    assert (done.returncode, answered["verdict"]) == (Exit.NEGATIVE, "NOT_VALID")
    assert codes(answered) == {"AEO-SIG-25"}


def test_a_no_stands_whatever_was_given_as_the_record(verify, folder):
    (folder / "beside").write_bytes(b"")
    revoked = (*TRUST, "--status-list", "revoked.jwt", *AGO)
    assert verify("a.sdjwt", *revoked, "--record", "beside").returncode == Exit.NEGATIVE
    assert verify("a.sdjwt", *SURE, "--record", ".").returncode == Exit.UNREADABLE


def test_the_tin_is_compared_or_the_answer_says_that_it_was_not(verify, answers):
    assert "not compared, tin: nobody said which TIN" in verify("a.sdjwt", *SURE).stdout
    (answered,) = answers("a.sdjwt", *SURE, "--expect-tin", "HK00000107")
    assert outcomes(answered)["tin"] == "pass"
    (answered,) = answers("a.sdjwt", *SURE, "--expect-tin", "HK00000108")
    assert (answered["verdict"], codes(answered)) == ("NOT_VALID", {"AEO-SIG-27"})
    for no_tin in ("HK00000107 ", "hk00000107", ""):
        done = verify("a.sdjwt", *SURE, "--expect-tin", no_tin)
        assert (done.returncode, done.stdout) == (2, "")


def test_a_published_key_counts_on_request_only_and_the_answer_says_so(verify, answers, folder):
    (folder / "test.sdjwt").write_text(issued())
    keys = published("conformance/keys")
    entry = {
        **listed("HK"),
        "kid": json.loads((keys / "hk.public.jwk").read_bytes())["kid"],
        "certificate": "".join((keys / "hk.cert.pem").read_text().splitlines()[1:-1]),
    }
    (folder / "test.jwt").write_bytes(trust(authority("HK", entry, listed("HK"))))
    rely = ("test.sdjwt", "--trust", "test.jwt", *RELY[2:], *AGO)
    (answered,) = answers(*rely)
    assert (answered["verdict"], codes(answered)) == ("NOT_VALID", {"AEO-TRU-13"})
    (answered,) = answers(*rely, "--test-keys")
    assert answered["verdict"] == "VALID"
    (issuer,) = (check for check in answered["checks"] if check["name"] == "issuer")
    assert "proves nothing about a real firm" in issuer["reason"]
    done = verify(*rely, "--test-keys")
    assert "issuer: the key is a published test key" in done.stdout
    assert "published test keys were let count" in done.stderr
    (real,) = answers("a.sdjwt", *rely[1:], "--test-keys")
    assert "reason" not in real["checks"][2]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-10-31T23:59:00Z", 0),
        ("2026-10-31T23:58:59Z", 1),
        ("2026-11-02T00:00:00Z", 0),
        ("2026-11-02T00:00:01Z", 4),
        ("2026-11-02", 0),
        ("2026-11-03", 4),
    ],
)
def test_the_question_is_asked_of_an_instant(verify, at, code):
    assert verify("a.sdjwt", *RELY, "--no-state", "--at", at).returncode == code


def test_without_at_the_clock_is_asked_or_the_source_date(verify):
    epoch = str(1793491200 + 3600)
    assert verify("a.sdjwt", *RELY, "--no-state", SOURCE_DATE_EPOCH=epoch).returncode == 0
    assert verify("a.sdjwt", *RELY, "--no-state", SOURCE_DATE_EPOCH="9").returncode == 1


# What it remembers.


STATE = ("--state", "seen.json", "--at", NOW)


def test_what_was_used_is_kept_by_default_in_the_folder_of_the_user(verify, folder):
    assert verify("a.sdjwt", *RELY, "--at", NOW).returncode == 0
    kept = json.loads((folder / "state/aeo-exchange/seen.json").read_bytes())
    assert kept["trustLists"][0]["sequence"] == 1
    assert kept["statusLists"] == [
        {"administration": "HK", "uri": "https://status.example.hk/1", "iat": 1793491200}
    ]
    assert kept["revisions"][0]["recordId"] == "HK-2024-0107"


def test_nothing_is_kept_where_nothing_is_to_be(verify, folder):
    before = sorted(folder.rglob("*"))
    assert verify("a.sdjwt", *SURE).returncode == 0
    assert sorted(folder.rglob("*")) == before


def test_a_trust_list_that_was_rolled_back_or_forked_does_not_count(verify, folder):
    (folder / "newer.jwt").write_bytes(trust(sequence=5))
    (folder / "fork.jwt").write_bytes(trust(sequence=5, nextUpdate="2027-06-02T00:00:00Z"))
    newer = ("--trust", "newer.jwt", *RELY[2:], *STATE)
    assert verify("a.sdjwt", *newer).returncode == 0
    done = verify("a.sdjwt", *RELY, *STATE)
    assert (done.returncode, "AEO-TRU-05" in done.stdout) == (4, True)
    done = verify("a.sdjwt", "--trust", "fork.jwt", *newer[2:])
    assert (done.returncode, "AEO-TRU-06" in done.stdout) == (4, True)
    assert verify("a.sdjwt", *newer).returncode == 0


def test_an_older_status_list_does_not_come_back(verify):
    later = ("--trust", "list.jwt", *TRUST[2:], "--status-list", "revoked.jwt", *STATE)
    assert verify("a.sdjwt", *RELY, *STATE).returncode == 0
    assert verify("a.sdjwt", *later).returncode == 1
    done = verify("a.sdjwt", *RELY, *STATE)
    assert (done.returncode, "AEO-STA-05" in done.stdout) == (4, True)


@pytest.fixture
def revisions(folder):
    record = sample()
    for number in (1, 2):
        changed = msgspec.structs.replace(record, revision=number)
        (folder / f"r{number}.sdjwt").write_bytes(attestation(changed))
    return folder


@pytest.mark.usefixtures("revisions")
def test_a_revision_lower_than_one_accepted_is_refused_and_one_refused_is_not_remembered(
    verify,
):
    assert verify("r2.sdjwt", *RELY, *STATE, "--expect-tin", "HK1").returncode == 1
    assert verify("r1.sdjwt", *RELY, *STATE).returncode == 0
    assert verify("r2.sdjwt", *RELY, *STATE).returncode == 0
    done = verify("r1.sdjwt", *RELY, *STATE)
    assert (done.returncode, "AEO-SIG-22" in done.stdout) == (1, True)


@pytest.mark.usefixtures("revisions")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_lower_revision_is_refused_in_the_same_run_too(verify, jobs):
    done = verify("r2.sdjwt", "r1.sdjwt", *SURE, "--jobs", jobs)
    assert done.stdout.splitlines()[0] == "r2.sdjwt  VALID: yes"
    assert "AEO-SIG-22" in done.stdout


def test_a_broken_memory_is_not_taken_for_an_empty_one(verify, folder):
    (folder / "seen.json").write_text('{"specVersion":"1.0"')
    done = verify("a.sdjwt", *RELY, *STATE)
    assert (done.returncode, done.stdout) == (3, "")
    assert "seen.json" in done.stderr
    assert (folder / "seen.json").read_text() == '{"specVersion":"1.0"'


def test_a_memory_that_cannot_be_kept_is_told_after_the_answer(verify, folder):
    (folder / ".seen.json.lock").mkdir()  # nobody can write, whoever runs this
    done = verify("a.sdjwt", *RELY, *STATE)
    assert done.returncode == 3
    assert "a.sdjwt  VALID: yes" in done.stdout
    assert "cannot be kept" in done.stderr
    assert "--no-state" in done.stderr


def test_a_memory_that_another_process_keeps_is_told_after_the_answer(aeo, verify, folder):
    with locked(folder / "seen.json"):
        done = aeo("--wait", "0", "verify", "a.sdjwt", *RELY, *STATE)
    assert done.returncode == 3
    assert "a.sdjwt  VALID: yes" in done.stdout
    assert ".seen.json.lock since " in done.stderr
    assert verify("a.sdjwt", *RELY, *STATE).returncode == 0


def test_a_memory_that_has_nothing_to_learn_is_only_read(verify, folder):
    assert verify("a.sdjwt", *RELY, *STATE).returncode == 0
    (folder / ".seen.json.lock").mkdir()
    assert verify("a.sdjwt", *RELY, *STATE).returncode == 0


# Inputs.


def test_a_folder_gives_its_attestations_and_says_what_it_skipped(verify, folder):
    made_of = {"x/b.aeo.sdjwt": "a.sdjwt", "x/a.sdjwt": "a.sdjwt", "x/y/c.aeo.xml": "a.aeo.xml"}
    for target, source in made_of.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / source, folder / target)
    (folder / "x/readme.md").write_text("nothing")
    (folder / "x/record.json").write_text("{}")
    done = verify("x", *SURE, "--format", "ndjson")
    told = [json.loads(line)["source"] for line in done.stdout.splitlines()]
    assert (done.returncode, told) == (0, ["x/a.sdjwt", "x/b.aeo.sdjwt", "x/y/c.aeo.xml"])
    assert "skipped 2 files without a suffix of .sdjwt, .xml" in done.stderr


def test_a_folder_without_attestations_is_exit_3(verify, folder):
    (folder / "empty").mkdir()
    assert verify("empty", *SURE).returncode == 3


def test_several_attestations_stand_one_a_line_and_each_has_its_answer(answers, folder):
    lines = (files()["a.sdjwt"], b"", files()["forged.sdjwt"], b"\t", b"  " + files()["bare.sdjwt"])
    (folder / "many.ndjson").write_bytes(b"\r\n".join(lines))
    verdicts = {answer["source"]: answer["verdict"] for answer in answers("many.ndjson", *SURE)}
    assert verdicts == {
        "many.ndjson:1": "VALID",
        "many.ndjson:3": "NOT_VALID",
        "many.ndjson:5": "VALID",
    }


def test_standard_input_and_a_list_of_names_are_inputs(aeo, folder):
    token = files()["a.sdjwt"].decode()
    assert "<stdin>  VALID" in aeo("verify", "-", *SURE, stdin=f"\n{token}\n\n").stdout
    (folder / "names").write_text("a.sdjwt\nb.sdjwt\n")
    done = aeo("verify", "--files-from", "names", *SURE)
    assert "verified 2 attestations" in done.stdout


LONG = 1 << 18


@pytest.mark.parametrize(
    "line",
    [
        b"A" * (LONG + 1),
        b"A" * (LONG + 2),
        b"A" * (3 * LONG),
        None,
    ],
    ids=["by one", "by two", "by far", "a token, blanks, more"],
)
def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(answers, folder, line):
    token = files()["a.sdjwt"]
    line = token + b" " * LONG + b"more" if line is None else line
    (folder / "long").write_bytes(b"\n".join((token, line, token)))
    first, second, third = (answer["verdict"] for answer in answers("long", *SURE))
    assert (first, third) == ("VALID", "VALID")
    assert second in {"NOT_VALID", "UNDETERMINED"}
    (folder / "long").write_bytes(line)
    (answered,) = answers("long", *SURE)
    assert (answered["source"], codes(answered)) == ("long", {"AEO-SIG-01"})


@pytest.mark.parametrize("before", [b"", b" " * (LONG + 3)], ids=["none", "before"])
@pytest.mark.parametrize("behind", [b"", b" " * (LONG + 3)], ids=["none", "behind"])
def test_blanks_around_a_token_are_no_part_of_it_however_many(answers, folder, before, behind):
    (folder / "wide").write_bytes(before + files()["a.sdjwt"] + behind + b"\n" + before)
    (answered,) = answers("wide", *SURE)
    assert (answered["source"], answered["verdict"]) == ("wide", "VALID")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\n<a/>", b"[]", b"\xff\xfe", b"\x00"])
def test_content_without_an_attestation_is_answered(answers, folder, content):
    (folder / "odd").write_bytes(content)
    (answered,) = answers("odd", *SURE)
    assert (answered["verdict"], answered["claims"]) == ("UNDETERMINED", {})
    assert codes(answered) == {"AEO-SIG-01"}


def test_an_xml_document_with_something_before_its_declaration_is_none(answers, folder):
    (folder / "odd.xml").write_bytes(b"\n" + files()["a.aeo.xml"])
    (answered,) = answers("odd.xml", *SURE)
    assert answered["verdict"] == "NOT_VALID"


# What is shown.


def test_the_deciding_check_comes_first(verify):
    done = verify("forged.sdjwt", *SURE)
    assert done.stdout.splitlines() == [
        "forged.sdjwt  NOT VALID: no",
        "    signature failed: the signature is not one of the key named   aeo explain AEO-SIG-19",
        (
            "    next: Do not rely on it. Ask the holder for the attestation as it was given out; "
            "where that is the same, tell the administration."
        ),
        "    asked at 2026-11-01T06:00:00Z",
        "    passed: format, trust-list, issuer",
    ]
    undetermined = verify("a.sdjwt", *TRUST, *AGO).stdout.splitlines()
    assert undetermined[0] == "a.sdjwt  UNDETERMINED: cannot tell"
    assert undetermined[1].startswith("    status cannot be decided: there is no status list")


@pytest.mark.parametrize(
    "arguments",
    [
        ("forged.sdjwt", *SURE),
        ("a.sdjwt", *AGO),
        ("a.sdjwt", "--trust", "other.jwt", *RELY[2:], *AGO),
        ("a.sdjwt", "--trust", "owner.jwt", *RELY[2:], *AGO),
    ],
    ids=["forged", "no list", "unknown key", "another's key"],
)
def test_nothing_that_no_key_has_proved_is_shown(verify, folder, arguments):
    (folder / "other.jwt").write_bytes(trust(authority("JP")))
    (folder / "owner.jwt").write_bytes(trust(authority("JP", listed("HK"))))
    for form in ("text", "json", "ndjson"):
        done = verify(*arguments, "--format", form, "--record", "record.json")
        for claimed in ("HK00000107", "Specimen", "HKAEO-EX", "TIER1", "HK-2024", "speaks for HK"):
            assert claimed not in done.stdout + done.stderr


def test_no_claim_and_no_name_steers_a_terminal(verify, folder):
    nasty = "Tea\u202e\u2066 Trading\u200b\u00ad"
    (folder / "nasty.sdjwt").write_bytes(claiming(legalName=nasty))
    header = attestation().split(b".")[0]
    (folder / "claim.sdjwt").write_bytes(
        claiming(authorisationNumber="\x1b[2J\x1b]0;x\x07", roles=["\x1b[31m"])
    )
    (folder / "\x1b[2Jname.sdjwt").write_bytes(header)
    for name in ("nasty.sdjwt", "claim.sdjwt", "\x1b[2Jname.sdjwt"):
        shown = verify(name, *SURE).stdout
        assert all(letter.isprintable() or letter == "\n" for letter in shown), shown
    assert "Tea\\u202e\\u2066 Trading" in verify("nasty.sdjwt", *SURE).stdout


def test_quiet_leaves_the_summary(verify):
    done = verify("a.sdjwt", "forged.sdjwt", "elsewhere.sdjwt", *SURE, "-q")
    assert done.stdout == (
        f"verified 3 attestations at {NOW}: 1 valid, 1 not valid, 1 not decided\n"
    )
    assert json.loads(verify("a.sdjwt", *SURE, "-q", "--format", "json").stdout) == {
        "at": NOW,
        "results": [],
        "verdict": "VALID",
    }


def test_an_answer_can_go_to_a_file_and_colours_do_not(verify, folder):
    done = verify("a.sdjwt", *SURE, "-o", "out.txt", FORCE_COLOR="1", NO_COLOR="")
    assert (done.returncode, done.stdout) == (0, "")
    assert (folder / "out.txt").read_text().startswith("a.sdjwt  VALID: yes\n")
    assert verify("a.sdjwt", *SURE, "-o", "out.txt").returncode == 2
    assert verify("forged.sdjwt", *SURE, "-o", "out.txt", "--force").returncode == 1
    assert "NOT VALID" in (folder / "out.txt").read_text()


# Several processes.


@pytest.fixture
def many(folder):
    """Return the name of a file longer than the parts that workers get."""
    kinds = ("a.sdjwt", "forged.sdjwt", "bare.sdjwt", "b.sdjwt", "elsewhere.sdjwt")
    lines = [files()[kinds[number % len(kinds)]].strip() for number in range(1000)]
    lines[500:500] = [b"", b"A" * (2 * LONG), b"   ", b"<a/>", b"{}"]
    (folder / "many.ndjson").write_bytes(b"\n".join(lines))
    assert (folder / "many.ndjson").stat().st_size > 2 << 20
    return "many.ndjson"


@pytest.mark.long
@pytest.mark.parametrize("form", ["text", "json", "ndjson"])
def test_two_processes_say_and_remember_what_one_does(verify, folder, many, form):
    told = []
    for jobs in ("1", "2"):
        state = ("--state", f"{jobs}.json", "--at", NOW, "--format", form)
        done = verify(many, "a.aeo.xml", "nowhere", *RELY, *state, "--jobs", jobs)
        assert done.returncode == 3
        told.append((done.stdout, (folder / f"{jobs}.json").read_bytes()))
    assert told[0] == told[1]


@pytest.mark.long
@pytest.mark.parametrize("start", [b"\n" * (1 << 20), b"A" * (3 << 20), b"{}\n", b" " * (2 << 20)])
def test_two_processes_take_odd_content_as_one_does(verify, folder, start):
    (folder / "odd").write_bytes(start + b"\n" + files()["a.sdjwt"] + b"\n" + b"A" * (1 << 20))
    one, two = (
        verify("odd", *SURE, "--jobs", jobs, "--format", "ndjson").stdout for jobs in ("1", "2")
    )
    assert one == two


@pytest.mark.long
def test_two_processes_refuse_a_rolled_back_list_later(verify, folder):
    (folder / "newer.jwt").write_bytes(trust(sequence=5))
    newer = ("--trust", "newer.jwt", *RELY[2:], *STATE, "--jobs", "2")
    assert verify("a.sdjwt", *newer).returncode == 0
    assert verify("a.sdjwt", *RELY, *STATE, "--jobs", "2").returncode == 4


def test_scope_and_purpose_of_the_list_are_looked_at(answers, folder):
    (folder / "list.jwt").write_bytes(
        trust(authority("HK", scope=[scope("HK", purposes=["status"])]))
    )
    (answered,) = answers("a.sdjwt", *SURE)
    assert (answered["verdict"], codes(answered)) == ("NOT_VALID", {"AEO-TRU-11"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"Dear colleague,\n\nit holds. Yours. J.\n", "it seems to be text"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"-----BEGIN CERTIFICATE-----\n", "--root takes it"),
        (b"a,b,c\n1,2,3\n", "a table of text"),
        (b'{"specVersion": "1.0"}', "`aeo validate` takes records"),
    ],
)
def test_what_is_no_attestation_at_all_is_not_a_no(aeo, tmp_path, content, said):
    (tmp_path / "odd").write_bytes(content)
    done = aeo("verify", "odd", "--no-state", "--at=2026-05-01")
    assert done.returncode == 3
    assert done.stdout.count("UNDETERMINED") == 1
    assert said in done.stdout


@pytest.mark.parametrize("width", [3, 64, 76])
def test_a_token_broken_over_lines_is_one_and_two_are_two(answers, folder, width):
    token = files()["a.sdjwt"].strip()
    lines = b"\r\n".join(token[place : place + width] for place in range(0, len(token), width))
    (folder / "one").write_bytes(b"\xef\xbb\xbf\n" + lines + b"\n")
    (folder / "two").write_bytes(lines + b"\n\n" + token)
    assert [answer["verdict"] for answer in answers("one", *SURE)] == ["VALID"]
    assert [answer["verdict"] for answer in answers("two", *SURE)] == ["VALID", "VALID"]


def test_a_token_that_was_cut_off_is_broken_and_not_valid(answers, folder):
    (folder / "cut").write_bytes(files()["a.sdjwt"][:100])
    assert [answer["verdict"] for answer in answers("cut", *SURE)] == ["NOT_VALID"]
