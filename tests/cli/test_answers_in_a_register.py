"""Answers beside a register: what Japan signed stays one, and Hong Kong takes it into its records.

The stream, its keys and its night are those of the answers in files.
"""

from __future__ import annotations

import json
import shutil

import pytest
from msgspec.structs import replace

from cli.test_answer import CODES, ISSUED, NIGHT, NOON, PROFILE, RELY, payload, remade, sent
from exchange.profiles import changed
from exchange.streams import content, create, firms, head_of, signed
from keys_at_hand import pem
from schemas import keep_to, printed_schema
from trust.made_lists import authority, made
from trust.made_world import trust

JAPAN, OWN = ("--db", "japan.db"), ("--db", "own.db")
ON = ("--profile", PROFILE, *RELY)


@pytest.fixture
def run(aeo, tmp_path, monkeypatch):
    """Run commands beside a stream of two firms, the register of Japan, and that of Hong Kong."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793534400")  # NOON
    (tmp_path / "list.jwt").write_bytes(trust(authority("HK"), authority("JP")))
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    (tmp_path / "HK-JP.toml").write_bytes(changed(('side = "HK"', 'side = "JP"')))
    for name in ("JP", "HK"):
        (tmp_path / f"{name}.pem").write_bytes(pem(name))
        (tmp_path / f"{name}.pem").chmod(0o600)
    (tmp_path / "codes.csv").write_text(CODES)
    sent(tmp_path, *firms(33, 34))
    for db in (JAPAN, OWN):
        assert aeo("register", "init", *db).returncode == 0
    adopted = aeo("register", "adopt", *JAPAN, "--profile=HK-JP.toml", "--own-codes=codes.csv")
    assert adopted.returncode == 0, adopted.stderr
    assert aeo("register", "add", "register.aeo.ndjson", *OWN, f"--at={NIGHT}").returncode == 0
    return aeo


def received(run, at: str = NOON):
    return run("register", "apply", "hk", *JAPAN, *RELY, f"--at={at}")


def make(run, *more: str, at: str = NOON, profile: str = PROFILE):
    given = (
        f"--profile={profile}",
        *RELY,
        *JAPAN,
        "--key=JP.pem",
        f"--at={at}",
        "-o",
        "A.jwt",
        "--force",
    )
    return run("answer", "make", "hk", *given, *more)


def taken(run, *more: str, at: str = NOON, profile: str = PROFILE):
    on = (f"--profile={profile}", *RELY)
    given = ("--answer=A.jwt", "--stream=hk", *on, f"--at={at}", *more)
    return run("answer", "apply", *OWN, *given)


def kept(run, db: tuple[str, str]) -> list[tuple[str, str, int, str]]:
    done = run("answer", "show", *db, "--format=json")
    told = json.loads(done.stdout)
    keep_to(told, printed_schema("answer-kept"))
    answers = [(one, one["shown"]["answer"]) for one in told]
    return [(one["kind"], one["stream"], says["head"]["sequence"], says["outcome"])
            for one, says in answers]  # fmt: skip


def own(run) -> dict[str, list[dict]]:
    lines = run("register", "export", *OWN, "--own=last", "-o", "-").stdout.splitlines()
    return {tree["recordId"]: tree.get("recognitions", []) for tree in map(json.loads, lines)}


def test_an_answer_rests_on_the_register_and_is_signed_once(run, tmp_path):
    before = make(run)
    assert (before.returncode, "`register apply` first" in before.stderr) == (2, True)
    assert received(run).returncode == 0
    done = make(run)
    assert "head 1 of HK applied: 2 records, 0 rejected, 1 pending, 1 recognised" in done.stderr
    first = (tmp_path / "A.jwt").read_bytes()
    assert payload(tmp_path)["entries"][0]["identifiers"] == [ISSUED]  # by the table that is kept
    again = make(run, at="2026-11-01T15:00:00Z")
    assert "answered before: head 1 of HK applied" in again.stderr
    assert (tmp_path / "A.jwt").read_bytes() == first
    assert kept(run, JAPAN) == [("issued", "HK/JP/HK-JP-2026", 1, "applied")]
    assert "issued at 2026-11-01T12:00:00Z: head 1" in run("answer", "show", *JAPAN).stdout
    assert make(run, "--since=A.jwt").returncode == 2


def test_the_next_answer_says_what_is_new(run, tmp_path):
    received(run)
    make(run)
    first = payload(tmp_path)["entries"]
    create(tmp_path / "hk", *firms(33, 34, 35), at="2026-11-02T00:00:00Z")
    later = "2026-11-02T12:00:00Z"
    assert received(run, later).returncode == 0
    assert make(run, at=later).returncode == 0
    assert [entry["key"] for entry in payload(tmp_path)["entries"]] == ["HK/HK-2021-0035"]
    assert len(first) == 2
    assert [number for *_, number, _ in kept(run, JAPAN)] == [1, 2]


def test_what_the_register_rejected_beside_what_came_before_is_answered_so(run, tmp_path):
    received(run)
    shutil.rmtree(tmp_path / "hk")
    lower = [replace(one, revision=one.revision - 1) for one in firms(33)]
    create(tmp_path / "hk", *lower, *firms(34), at="2026-11-02T00:00:00Z", at_least=2)
    later = "2026-11-02T12:00:00Z"
    assert "AEO-XCH-27" in received(run, later).stdout
    make(run, at=later)
    (entry, _) = payload(tmp_path)["entries"]
    said = (entry["acceptance"], entry["codes"], entry["recognition"])
    assert said == ("rejected", ["AEO-XCH-27"], "pending")


def test_a_head_that_was_refused_or_is_behind_is_answered_by_what_became_of_it(run, tmp_path):
    received(run)
    old = (tmp_path / "hk/head.jwt").read_bytes()
    create(tmp_path / "hk", *firms(33, 34, 35), at="2026-11-02T00:00:00Z")
    received(run, "2026-11-02T12:00:00Z")
    new = (tmp_path / "hk/head.jwt").read_bytes()
    (tmp_path / "hk/head.jwt").write_bytes(old)
    behind = make(run, at="2026-11-02T12:00:00Z")
    assert (behind.returncode, "a later head was applied" in behind.stderr) == (2, True)
    (tmp_path / "hk/head.jwt").write_bytes(new)
    back = replace(head_of(tmp_path / "hk"), sequence=9, as_of=NIGHT)
    signed(tmp_path / "hk", back)
    assert "AEO-XCH-17" in received(run, "2026-11-02T13:00:00Z").stdout
    assert make(run, at="2026-11-02T13:00:00Z").returncode == 0
    assert (payload(tmp_path)["outcome"], payload(tmp_path)["code"]) == ("refused", "AEO-XCH-17")
    assert "entries" not in payload(tmp_path)


def test_an_answer_is_taken_into_the_own_records_once(run):
    received(run)
    make(run)
    before = own(run)
    done = taken(run)
    assert (done.returncode, done.stderr) == (0, "")
    records = own(run)
    written = [one["identifiers"] for one in records["HK-2021-0033"] if "identifiers" in one]
    assert [ISSUED] in written
    assert records["HK-2021-0034"] == before["HK-2021-0034"]
    assert records["HK-2021-0033"] != before["HK-2021-0033"]
    assert kept(run, OWN) == [("taken", "HK/JP/HK-JP-2026", 1, "applied")]
    again = taken(run, at="2026-11-01T13:00:00Z")
    assert (again.returncode, own(run)) == (0, records)


def test_without_a_profile_an_answer_goes_by_the_one_that_was_adopted(run, tmp_path):
    received(run)
    given = (*RELY, f"--at={NOON}")
    made = ("answer", "make", "hk", "--key=JP.pem", *given)
    done = run(*made, *JAPAN, "-o", "without.jwt")
    assert (done.returncode, "head 1 of HK applied" in done.stderr) == (0, True), done.stderr
    assert "answered before" in make(run).stderr
    assert (tmp_path / "without.jwt").read_bytes() == (tmp_path / "A.jwt").read_bytes()
    without = ("answer", "apply", *OWN, "--answer=A.jwt", "--stream=hk", *given)
    nothing = run(*without)
    assert (nothing.returncode, "no profile was adopted in this register" in nothing.stderr) == (
        2,
        True,
    )
    run("register", "adopt", *OWN, f"--profile={PROFILE}")
    assert run(*without).returncode == 0
    # A head in a folder is beside no register that could say what was agreed.
    asked = run(*made, "-o", "other.jwt")
    assert (asked.returncode, "under which partner profile" in asked.stderr) == (2, True)
    (tmp_path / "other.toml").write_bytes(changed(("HK-JP-2026", "HK-JP-2027")))
    run("register", "adopt", *JAPAN, "--profile=other.toml")
    several = run(*made, *JAPAN, "-o", "other.jwt")
    assert (several.returncode, "say which by --profile" in several.stderr) == (2, True)


def test_an_answer_rests_on_a_text_that_the_register_adopted(run, tmp_path):
    received(run)
    text = changed(("Goods are examined less often", "Goods are seldom examined"))
    (tmp_path / "other.toml").write_bytes(text)
    (tmp_path / "next.toml").write_bytes(text.replace(b"version = 1", b"version = 2"))
    for name, said in (("other", "with another text"), ("next", "version 2 was not adopted")):
        done = make(run, profile=f"{name}.toml")
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert kept(run, JAPAN) == []
    make(run)
    before = own(run)
    assert run("register", "adopt", *OWN, f"--profile={PROFILE}").returncode == 0
    for name, said in (("other", "with another text"), ("next", "version 2 was not adopted")):
        done = taken(run, profile=f"{name}.toml")
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert (own(run), kept(run, OWN)) == (before, [])
    assert taken(run).returncode == 0


def test_nothing_of_an_answer_that_is_refused_is_kept(run, tmp_path):
    received(run)
    make(run)
    before = own(run)
    remade(tmp_path, by="HK")
    assert taken(run).returncode == 1
    assert (own(run), kept(run, OWN)) == (before, [])
    assert "no answer is kept yet" in run("answer", "show", *OWN).stdout


def test_a_second_answer_to_a_head_is_held_till_one_is_chosen(run, tmp_path):
    received(run)
    make(run)
    taken(run)
    remade(tmp_path, issuedAt="2026-11-01T13:00:00Z")
    held = taken(run, "--format=json", at="2026-11-01T14:00:00Z")
    assert (held.returncode, "AEO-XCH-43" in held.stdout) == (4, True)
    digest = json.loads(held.stdout)["digest"]
    chosen = taken(run, f"--choose={digest}", at="2026-11-01T14:00:00Z")
    assert chosen.returncode == 0, chosen.stdout
    (one,) = json.loads(run("answer", "show", *OWN, "--format=json").stdout)
    assert one["shown"]["digest"] == digest


def test_what_goes_with_a_register_and_what_does_not(run, tmp_path):
    (tmp_path / "more.ndjson").write_bytes(content(*firms(33)).held)
    received(run)
    make(run)
    for more in (("more.ndjson",), ("--state=seen.json",), ("-o", "new.ndjson")):
        assert taken(run, *more).returncode == 2
    files = ("--answer=A.jwt", "--stream=hk", *ON, f"--at={NOON}")
    assert run("answer", "apply", "more.ndjson", *files, "-o", "new.ndjson").returncode == 2
    assert run("answer", "show").returncode == 2
    assert run("answer", "show", "A.jwt", *OWN).returncode == 2
