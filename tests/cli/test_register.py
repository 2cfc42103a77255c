from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys

import pytest
from msgspec.structs import replace

from aeo_exchange.cli.render.register import register_lines
from aeo_exchange.exchange.heads import HeadReset, read_head
from aeo_exchange.operations.register.register import HeldEntry, RegisterAnswer
from aeo_exchange.resources import published
from exchange.made_views import order, withdrawn
from exchange.profiles import changed
from exchange.streams import create, firms, head_of, lines_of, signed
from schemas import keep_to
from trust.made_lists import authority, listed, made
from trust.made_world import trust

NOW = "1793534400"  # 2026-11-01T12:00:00Z
NOON = "2026-11-01T12:00:00Z"
RELY = ("--trust", "list.jwt", "--root", "root.pem")
DB = ("--db", "japan.db")


def fits(done, name: str):
    told = json.loads(done.stdout)
    schema = json.loads(published(f"schemas/1.0/{name}.schema.json").read_bytes())
    keep_to(told, schema)
    return told


@pytest.fixture
def japan(aeo, tmp_path, monkeypatch):
    """Run commands of Japan on 1 November 2026, beside a stream that came the night before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    (tmp_path / "HK-JP.toml").write_bytes(changed(('side = "HK"', 'side = "JP"')))
    create(tmp_path / "hk", *firms(33, 34))
    assert aeo("register", "init", *DB).stderr == "the register japan.db is ready\n"
    done = aeo("register", "adopt", *DB, "--profile", "HK-JP.toml")
    assert done.stderr.startswith("adopted HK-JP-2026 version 1, ")
    return aeo


def test_a_register_that_another_program_writes_is_not_waited_for_for_ever(japan, tmp_path):
    other = sqlite3.connect(tmp_path / "japan.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = japan("--wait", "0", "register", "apply", "hk", *DB, *RELY)
    other.close()
    assert (done.returncode, done.stdout) == (3, "")
    assert "japan.db: another program writes to it" in done.stderr
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0


def test_a_message_is_applied_and_the_register_asked(japan):
    done = japan("register", "apply", "hk", *DB, *RELY)
    assert (done.returncode, done.stderr) == (0, "")
    first = done.stdout.splitlines()[0]
    assert first == (
        "hk: the message of HK/JP/HK-JP-2026 applied at 2026-11-01T12:00:00Z, 2 changes"
    )
    again = japan("register", "apply", "hk", *DB, *RELY)
    assert (again.returncode, "had been applied before" in again.stdout) == (0, True)
    shown = japan("register", "query", *DB)
    assert shown.returncode == 0
    assert "HK/JP/HK-JP-2026: head 1 as of 2026-11-01T00:00:00Z, applied at" in shown.stdout
    assert "2 accepted, 0 rejected, 0 newer than this program, 0 tombstones" in shown.stdout
    asked = japan("register", "query", *DB, "--tin", "HK00000033")
    assert "HK/HK-2021-0033 revision 5: accepted  HK00000033" in asked.stdout
    assert japan("register", "query", *DB, "--tin", "HK00000035").returncode == 1
    assert japan("register", "history", "HK/HK-2021-0033", *DB).returncode == 0
    assert japan("register", "history", "HK/HK-1", *DB).returncode == 2
    yes = japan("recognise", *DB, "--tin", "HK00000033", "--flow", "import")
    assert (yes.returncode, yes.stderr) == (0, "")
    assert yes.stdout.startswith("HK00000033: RECOGNISED by JP, yes\n")
    assert japan("recognise", *DB, "--tin", "HK00000035").returncode == 1


def test_what_was_applied_by_a_clock_that_was_ahead_is_known_now(japan, tmp_path):
    japan("register", "apply", "hk", *DB, *RELY)
    later = {"SOURCE_DATE_EPOCH": "1793620800"}  # a day later
    kept = japan("recognise", *DB, "--tin", "HK00000033", "--flow", "import", "--keep")
    assert (kept.returncode, "decision 1 is kept" in kept.stderr) == (0, True)
    create(tmp_path / "hk", withdrawn(firms(33)[0]), *firms(33, 34), views=order(at=NOON))
    assert japan("register", "apply", "hk", *DB, *RELY, **later).returncode == 0
    asked = ("recognise", *DB, "--tin", "HK00000033", "--flow", "import")
    now = japan(*asked)
    assert (now.returncode, "consent-withdrawn" in now.stdout) == (1, True)
    assert "as known at 2026-11-02T12:00:00Z" in now.stdout
    assert japan(*asked, "--known-at", NOON).returncode == 0  # who asks for that gets it
    affected = japan("register", "affected", *DB)
    assert (affected.returncode, "HK00000033" in affected.stdout) == (1, True)


def without_lost_key() -> bytes:
    """Return the next issue of the list: the key of HK is lost, and another one speaks."""
    lost = listed("HK", state="compromised")
    return trust(authority("HK", lost, listed("JP")), sequence=2)


def test_an_older_trust_list_brings_no_lost_key_back(japan, tmp_path):
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    (tmp_path / "list-2.jwt").write_bytes(without_lost_key())
    newer = ("--trust", "list-2.jwt", "--root", "root.pem")
    assert "AEO-TRU-08" in japan("register", "apply", "hk", *DB, *newer).stdout
    # Whoever has the lost key signs the next head, and the list of before is given beside it.
    create(tmp_path / "hk", *firms(33, 34, 35), views=order(at=NOON))
    forged = japan("register", "apply", "hk", *DB, *RELY)
    assert forged.returncode == 4
    assert "the trust list test has sequence 1, 2 was used before" in " ".join(
        forged.stdout.split()
    )
    assert "AEO-TRU-05" in forged.stdout
    assert japan("recognise", *DB, "--tin", "HK00000035", "--flow", "import").returncode == 4
    assert japan("recognise", *DB, "--tin", "HK00000033", "--flow", "import").returncode == 4


def test_a_register_that_is_restored_brings_no_lost_key_back(japan, tmp_path):
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    (tmp_path / "list-2.jwt").write_bytes(without_lost_key())
    before = (tmp_path / "japan.db").read_bytes()
    newer = ("--trust", "list-2.jwt", "--root", "root.pem")
    assert "AEO-TRU-08" in japan("register", "apply", "hk", *DB, *newer).stdout
    (tmp_path / "japan.db").write_bytes(before)
    for rest in ("japan.db-wal", "japan.db-shm"):
        (tmp_path / rest).unlink(missing_ok=True)
    create(tmp_path / "hk", *firms(33, 34, 35), views=order(at=NOON))
    forged = japan("register", "apply", "hk", *DB, *RELY)
    assert (forged.returncode, "AEO-TRU-05" in forged.stdout) == (4, True)
    assert japan("recognise", *DB, "--tin", "HK00000035", "--flow", "import").returncode == 1
    marks = json.loads((tmp_path / "japan.db.marks.json").read_bytes())
    assert [one["sequence"] for one in marks["trustLists"]] == [2]


def disputed(japan, tmp_path):
    create(tmp_path / "hk", *firms(33, 34), views=order(at=NOON), at_least=2)
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    signed(tmp_path / "hk", replace(head_of(tmp_path / "hk"), next_update="2026-11-09T00:00:00Z"))
    assert "AEO-XCH-15" in japan("register", "apply", "hk", *DB, *RELY).stdout


def held(japan, tmp_path):
    head = replace(head_of(tmp_path / "hk"), sequence=2, reset=HeadReset(reason="Lost"))
    signed(tmp_path / "hk", head)
    assert "AEO-XCH-18" in japan("register", "apply", "hk", *DB, *RELY).stdout


def lost_key(japan, tmp_path):
    (tmp_path / "list-2.jwt").write_bytes(without_lost_key())
    newer = ("--trust", "list-2.jwt", "--root", "root.pem")
    assert "AEO-TRU-08" in japan("register", "apply", "hk", *DB, *newer).stdout


def nothing(_japan, _tmp_path):
    """No message comes any more."""


# What happens, and when it is asked for.
ALARMS = {
    "disputed": (disputed, NOW),
    "held": (held, NOW),
    "key-compromised": (lost_key, NOW),
    "stale": (nothing, "1794182400"),  # 2026-11-09
}


@pytest.mark.parametrize("code", ALARMS)
def test_who_reads_entries_is_told_why_a_question_has_no_answer(japan, tmp_path, code):
    japan("register", "apply", "hk", *DB, *RELY)
    reading = (
        ("register", "query", *DB, "--tin", "HK00000033"),
        ("register", "history", "HK/HK-2021-0033", *DB),
        ("register", "export", *DB),
    )
    assert [japan(*asked).stderr for asked in reading] == ["", "", ""]
    happens, at = ALARMS[code]
    happens(japan, tmp_path)
    clock = {"SOURCE_DATE_EPOCH": at}
    asked = japan("recognise", *DB, "--tin", "HK00000033", "--flow", "import", **clock)
    # A head that is held waits for a person, and the one before answers.
    assert asked.returncode == (0 if code == "held" else 4)
    for command in reading:
        done = japan(*command, **clock)
        assert (done.returncode, done.stdout != "") == (0, True)
        assert done.stderr.startswith(f"warning: HK/JP/HK-JP-2026: {code}: ")
        assert done.stderr.count("warning: ") == 1
    for command, schema in zip(reading[:2], ("register-query", "register-history"), strict=True):
        told = fits(japan(*command, "--format", "json", **clock), schema)
        alarms = [(alarm["stream"], alarm["code"]) for alarm in told["alarms"]]
        assert alarms == [("HK/JP/HK-JP-2026", code)]


def test_trust_lists_beside_a_question_to_a_register_are_refused(japan, tmp_path):
    japan("register", "apply", "hk", *DB, *RELY)
    (tmp_path / "list-2.jwt").write_bytes(without_lost_key())
    asked = ("recognise", *DB, "--tin", "HK00000033", "--flow", "import")
    # By this list the answer would be another one, and a register looks at none.
    done = japan(*asked, "--trust", "list-2.jwt", "--root", "root.pem")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`aeo register apply --trust`" in " ".join(done.stderr.split())
    assert japan(*asked, "--trust-min-sequence", "2").returncode == 2
    (tmp_path / "declared.csv").write_text("reference,tin,role\n1,HK00000033,exporter\n")
    matched = japan("match", "declared.csv", *DB, "--trust", "list-2.jwt")
    assert (matched.returncode, matched.stdout) == (2, "")
    assert japan(*asked).returncode == 0


def test_a_stream_that_is_named_is_the_only_one_that_is_taken(japan):
    other = japan("register", "apply", "hk", *DB, *RELY, "--stream", "HK/KR/HK-KR-2014")
    assert (other.returncode, "AEO-XCH-13" in other.stdout) == (1, True)
    said = "the head is of HK/JP/HK-JP-2026, and that which is meant is HK/KR/HK-KR-2014"
    assert said in " ".join(other.stdout.split())
    assert "nothing was received yet" in japan("register", "query", *DB).stdout
    wrong = japan("register", "apply", "hk", *DB, *RELY, "--stream", "Hong Kong")
    assert (wrong.returncode, "a stream is SENDER/AUDIENCE/AGREEMENT" in wrong.stderr) == (2, True)
    meant = japan("register", "apply", "hk", *DB, *RELY, "--stream", "HK/JP/HK-JP-2026")
    assert (meant.returncode, meant.stderr) == (0, "")


def test_what_is_printed_as_json_has_its_schema(japan):
    applied = fits(
        japan("register", "apply", "hk", *DB, *RELY, "--format", "json"), "register-apply"
    )
    assert [one["outcome"] for one in applied] == ["applied"]
    asked = japan("register", "query", *DB, "--sender", "HK", "--format", "json")
    entries = fits(asked, "register-query")["entries"]
    assert [entry["tin"] for entry in entries] == ["HK00000033", "HK00000034"]
    told = japan("register", "history", "HK/HK-2021-0033", *DB, "--format", "json")
    assert [one["state"] for one in fits(told, "register-history")["changes"]] == ["accepted"]
    answer = japan("recognise", *DB, "--tin", "HK00000033", "--format", "json")
    assert fits(answer, "recognise")["restsOn"]["heads"][0]["sequence"] == 1


def test_what_stands_in_the_way_is_told_with_what_to_do(japan, tmp_path):
    untrusted = japan("register", "apply", "hk", *DB)
    assert untrusted.returncode == 4
    assert "NOT APPLIED, since nobody can tell whether it may be" in untrusted.stdout
    japan("register", "apply", "hk", *DB, *RELY)
    signed(tmp_path / "hk", replace(head_of(tmp_path / "hk"), next_update="2026-12-01T00:00:00Z"))
    forked = japan("register", "apply", "hk", *DB, *RELY)
    assert forked.returncode == 1
    assert "REFUSED, and nothing of it was applied" in forked.stdout
    assert "AEO-XCH-15" in forked.stdout
    assert "DISPUTED, so nothing is answered" in japan("register", "query", *DB).stdout
    assert japan("recognise", *DB, "--tin", "HK00000033").returncode == 4
    unseen = japan("register", "adopt", *DB, "--head", "0" * 64)
    assert (unseen.returncode, "no head with the digest" in unseen.stderr) == (2, True)
    assert japan("register", "adopt", *DB).returncode == 2


def test_own_codes_are_kept_and_decide(japan, tmp_path):
    japan("register", "apply", "hk", *DB, *RELY)
    asked = ("recognise", *DB, "--identifier", "JP-MRA:JPHK0000001")
    assert "no-own-codes" in japan(*asked).stdout
    (tmp_path / "codes.csv").write_text("scheme,value,tin\nJP-MRA,JPHK0000001,HK00000033\n")
    kept = japan("register", "adopt", *DB, "--own-codes", "codes.csv")
    assert kept.stderr == "kept 1 code\n"
    assert japan(*asked).returncode == 0
    (tmp_path / "none.csv").write_text("scheme,value,tin\n")
    emptied = japan("register", "adopt", *DB, "--own-codes", "none.csv")
    assert (emptied.returncode, "holds no code" in emptied.stderr) == (2, True)
    assert japan(*asked).returncode == 0
    assert "code-not-issued" in japan(*asked[:-1], "JP-MRA:JPHK0000002").stdout


def test_a_register_is_cared_for(japan, tmp_path):
    japan("register", "apply", "hk", *DB, *RELY)
    kept = japan("recognise", *DB, "--tin", "HK00000033", "--keep")
    assert (kept.returncode, kept.stderr) == (0, "decision 1 is kept\n")
    whole = japan("register", "check", *DB)
    assert (whole.returncode, whole.stdout) == (0, "japan.db: VALID, 1 stream\n")
    assert fits(japan("register", "check", *DB, "--format", "json"), "register-check")
    assert japan("register", "export", *DB, "-o", "held.ndjson").returncode == 0
    assert (tmp_path / "held.ndjson").read_bytes().splitlines() == lines_of(tmp_path / "hk")
    assert japan("register", "export", *DB, "--stream", "CN/JP").returncode == 2
    same = japan("register", "affected", *DB)
    assert (same.returncode, same.stdout) == (0, "looked at 1 decision, 0 would be another\n")
    fits(japan("register", "affected", *DB, "--format", "json"), "register-affected")
    purged = japan("register", "purge", *DB)
    assert purged.stdout == (
        "HK/JP/HK-JP-2026: deleted 0 contents, the files of 0 heads, 0 decisions\n"
    )
    fits(japan("register", "purge", *DB, "--format", "json"), "register-purge")
    (tmp_path / "hk" / "head.jwt").unlink()
    with sqlite3.connect(tmp_path / "japan.db") as connection:
        connection.execute("UPDATE changes SET line = NULL")
    connection.close()
    broken = japan("register", "check", *DB)
    assert (broken.returncode, "its line is gone" in broken.stdout) == (1, True)
    bounded = japan("register", "check", *DB, "--max-errors", "1").stdout
    assert bounded.endswith("    and 2 more; --max-errors 0 shows all\n")
    assert bounded.count("\n") == 3
    assert japan("recognise", "--keep", "--from", "hk", "--tin", "HK1").returncode == 2


def test_a_restored_register_is_told_and_taken_by_a_person(japan, tmp_path):
    outside = ("--marks", "outside.json")
    japan("register", "apply", "hk", *DB, *outside, *RELY)
    marks = json.loads((tmp_path / "outside.json").read_bytes())
    marks["streams"]["HK/JP/HK-JP-2026"]["applied"] = 7
    (tmp_path / "outside.json").write_text(json.dumps(marks))
    shown = japan("register", "query", *DB, *outside)
    assert "RESTORED, so nothing is answered: head 7 had been applied" in shown.stdout
    assert "restored" in japan("recognise", *DB, *outside, "--tin", "HK00000033").stdout
    taken = japan("register", "adopt", *DB, *outside, "--restored", "HK/JP/HK-JP-2026")
    assert taken.stderr.startswith("HK/JP/HK-JP-2026 goes on from head 1; apply the latest head")
    assert japan("recognise", *DB, *outside, "--tin", "HK00000033").returncode == 0
    assert japan("register", "adopt", *DB, "--restored", "HK/JP/HK-JP-2026").returncode == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://japan:secret-word@localhost/aeo", "a password in a URL is read by others"),
        ("postgresql://japan@localhost/aeo?password=secret-word", "a password in a URL"),
        ("postgresql://japan@localhost/aeo?PASSWORD=secret-word", "a password in a URL"),
        ("postgresql://japan%3Asecret-word@localhost/aeo", "a password in a URL"),
        ("japan:secret-word@localhost/aeo", "a password in a URL"),
        ("mysql://japan@localhost/secret-word", "write a path, sqlite:///FILE or postgresql://"),
        ("://secret-word", "write a path"),
        ("sqlite://", "write a path"),
        ("sqlite:///:memory:", "write a path"),
    ],
)
def test_a_url_with_a_password_or_of_another_kind_is_a_usage_error(aeo, url, words):
    for command in ("init", "query"):
        done = aeo("register", command, "--db", url)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
        assert "secret-word" not in done.stderr


def test_a_database_that_cannot_be_used_is_told_in_words(aeo, tmp_path):
    absent = aeo("register", "query", "--db", "absent.db")
    assert absent.returncode == 3
    assert "there is no such file (state-error). `aeo register init` makes one." in absent.stderr
    assert not (tmp_path / "absent.db").exists()
    (tmp_path / "text.db").write_text("no database at all, and longer than a header " * 9)
    broken = aeo("register", "query", "--db", "text.db")
    assert (broken.returncode, "is not a database, or is damaged" in broken.stderr) == (3, True)
    nobody = aeo("register", "init", "--db", "postgresql://aeo@127.0.0.1:9/aeo")
    assert (nobody.returncode, "cannot be reached" in nobody.stderr) == (3, True)
    both = aeo("recognise", "--db", "r.db", "--from", "hk", "--tin", "HK1")
    assert (both.returncode, "ask one of a register" in both.stderr) == (2, True)


def test_a_message_that_is_held_says_the_command_that_takes_it(japan, tmp_path):
    signed(tmp_path / "hk", replace(head_of(tmp_path / "hk"), reset=HeadReset(reason="A disk")))
    held = japan("register", "apply", "hk", *DB, *RELY)
    assert held.returncode == 4
    command = re.search(r"`aeo (register adopt --head [0-9a-f]{64})` takes it", held.stdout)
    assert japan(*command[1].split(), *DB).returncode == 0
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0


def test_who_asks_is_told_which_head_waits_for_a_person(japan, tmp_path):
    """Till then the state before it answers, in which a firm may be that is suspended since."""
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    head = head_of(tmp_path / "hk")
    signed(tmp_path / "hk", replace(head, sequence=2, reset=HeadReset(reason="A disk")))
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 4
    warning = "warning: HK/JP/HK-JP-2026: held: head 2 waits for a person: AEO-XCH-18: "
    recognise = ("recognise", *DB, "--tin", "HK00000033", "--party-role", "exporter")
    asked = japan(*recognise, "--flow", "import", "--format", "json")
    assert (asked.returncode, asked.stderr.startswith(warning)) == (0, True)
    party = {"role": "exporter", "numbers": [{"value": "HK00000033"}]}
    declared = {"number": "1", "acceptedAt": NOON, "flow": "import", "parties": [party]}
    (tmp_path / "d.ndjson").write_text(json.dumps(declared) + "\n", "utf-8")
    match = ("match", "d.ndjson", *DB, "--profile", "HK-JP.toml", "--format", "json")
    done = japan(*match)
    assert done.stderr.startswith(warning)
    (waits,) = json.loads(done.stdout)["summary"]["notCounted"]
    assert (waits["stream"], waits["code"]) == ("HK/JP/HK-JP-2026", "held")
    digest = read_head((tmp_path / "hk" / "head.jwt").read_bytes()).digest
    assert japan("register", "adopt", *DB, "--head", digest).returncode == 0
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    assert (japan(*match).stderr, japan(*recognise).stderr) == ("", "")


def test_the_ledger_of_a_status_list_and_a_verifier_keep_their_state_in_a_register(japan):
    listed = "sqlite:///japan.db#list-1"
    made_list = ("status-list", "create", "--uri", "https://customs.example/aeo/1", "-o", listed)
    assert japan(*made_list).returncode == 0
    again = japan(*made_list)
    assert (again.returncode, "keeps something already" in again.stderr) == (2, True)
    drawn = japan("status-list", "allocate", listed, "--record-id", "HK-1").stdout.strip()
    assert japan("status-list", "set", listed, "--record-id", "HK-1", "--status", "suspended")
    shown = japan("status-list", "show", listed, "--index", drawn)
    assert "1 of 131,072 places taken: 0 valid, 0 revoked, 1 suspended" in shown.stdout
    assert f"{drawn}  suspended" in shown.stdout
    missing = japan("status-list", "show", "sqlite:///japan.db#list-2")
    assert (missing.returncode, "No such file" in missing.stderr) == (3, True)
    seen = ("trust", "check", "list.jwt", "--root", "root.pem", "--state")
    assert japan(*seen, "sqlite:///japan.db#seen").returncode == 0
    secret = japan(*seen, "postgresql://me:secret@127.0.0.1/aeo#seen")
    assert (secret.returncode, "a password in a URL" in secret.stderr) == (2, True)
    assert japan("register", "check", *DB).returncode == 0


def test_no_command_loads_the_database_unless_it_is_asked_for():
    loads = (
        "import sys; from aeo_exchange.cli import register, recognise; "
        "print(sorted({'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_output_replaces_the_register_or_its_marks(japan, tmp_path):
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    (tmp_path / "d.ndjson").write_text("{}\n")
    match = ("match", "d.ndjson", "--profile", "HK-JP.toml")
    for name in ("japan.db", "japan.db.marks.json"):
        for url in ("japan.db", "sqlite:///japan.db", "sqlite+pysqlite:///japan.db"):
            to = ("--db", url, "-o", name, "--force")
            for asked in (("register", "export"), match):
                done = japan(*asked, *to)
                assert (done.returncode, f"{name} is an input" in done.stderr) == (2, True)
    assert japan("register", "check", *DB).returncode == 0
    assert json.loads((tmp_path / "japan.db.marks.json").read_bytes())
    assert japan("register", "export", *DB, "-o", "out.ndjson").returncode == 0


def test_a_profile_that_is_none_is_named_when_it_is_adopted(japan, tmp_path):
    (tmp_path / "none.toml").write_text("")
    done = japan("register", "adopt", *DB, "--profile", "none.toml")
    assert (done.returncode, done.stderr.startswith("error: none.toml: /: ")) == (2, True)


@pytest.mark.parametrize("url", ["", ":memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_register_has_a_place(aeo, url):
    for asked in (("register", "init"), ("register", "query")):
        done = aeo(*asked, "--db", url)
        assert (done.returncode, "--db: write a path" in done.stderr) == (2, True)


def test_a_register_makes_no_folder(aeo, tmp_path):
    for place in ("typo/japan.db", "sqlite:///typo/japan.db"):
        done = aeo("register", "init", "--db", place)
        assert (done.returncode, done.stdout) == (3, "")
        assert "typo/japan.db: there is no folder typo" in done.stderr
        assert "make it, or mend the path" in done.stderr
    assert not (tmp_path / "typo").exists()


def test_a_tombstone_that_was_dropped_is_told_from_one_that_stands():
    stands = HeldEntry(
        stream="HK/JP/HK-JP-2026",
        key="HK/HK-2021-0033",
        state="tombstone",
        codes=(),
        sequence=3,
        applied_at="2026-11-01T12:00:00Z",
        cause="erased",
        effective_from="2026-10-31T00:00:00Z",
    )
    answer = RegisterAnswer(register="r", streams=(), entries=(stands, replace(stands, over=True)))
    first, second = (line for line in register_lines(answer) if "erased" in line)
    assert first.endswith(": tombstone  erased from 2026-10-31T00:00:00Z\n")
    assert second.endswith("Z  (dropped by its sender, and still keeps a record away)\n")


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_no_record_of_a_partner_is_counted_as_an_operator_and_that_is_said(japan, form):
    """The table was empty, and nothing said why."""
    assert japan("register", "apply", "hk", *DB, *RELY).returncode == 0
    done = japan("programmes", "stats", *DB, "--format", form)
    assert done.returncode == 0
    assert done.stderr == (
        "the register holds no records of your own, which `aeo register add` puts there; "
        "those of partners are not counted\n"
    )
    assert "hidden:" not in done.stdout
