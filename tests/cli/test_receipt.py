from __future__ import annotations

import json

import msgspec
import pytest

from aeo_exchange.exchange.recognition.receipts import KIND
from aeo_exchange.resources import published
from aeo_exchange.signing import base64url
from aeo_exchange.signing.jws import sign_compact
from exchange.streams import create, firms
from keys_at_hand import pem
from schemas import keep_to, printed_schema
from trust.made_lists import authority, listed, made, scope
from trust.made_world import trust

PROFILE = str(published("samples/profiles/HK-JP.toml"))
TIN = "HK00000033"
OTHER = "HK00000034"
NOW = "1793534400"  # 2026-11-01T12:00:00Z
ASKED = (
    *("--tin", TIN, "--profile", PROFILE, "--by", "JP", "--at", "2026-11-01T00:00:00Z"),
    *("--party-role", "exporter", "--flow", "import", "--from", "hk"),
)
RELY = ("--trust", "list.jwt", "--root", "root.pem")


@pytest.fixture
def run(aeo, tmp_path, monkeypatch):
    """Run a command on 1 November 2026, beside a stream of Hong Kong and two keys."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    (tmp_path / "list.jwt").write_bytes(trust(authority("HK"), authority("JP")))
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    for name in ("JP", "HK"):
        key = tmp_path / f"{name}.pem"
        key.write_bytes(pem(name))
        key.chmod(0o600)
    create(tmp_path / "hk", *firms(33, 34))
    return aeo


@pytest.fixture
def kept(run, tmp_path):
    """Keep the decision of Japan about one of two firms; return its token."""
    done = run("recognise", *ASKED, *RELY, "--receipt", "R.jwt", "--key", "JP.pem")
    assert done.returncode == 0, done.stderr
    return (tmp_path / "R.jwt").read_text().strip()


def payload(token: str) -> dict:
    return json.loads(base64url.decode(token.split(".")[1]))


def checked(run, tmp_path, token: str, *more: str) -> tuple[int, str, str]:
    """Check a token; return the exit code, how the last step came out, and its code."""
    (tmp_path / "again.jwt").write_text(token)
    done = run("receipt", "check", "again.jwt", *RELY, "--format", "json", *more)
    answer = json.loads(done.stdout)
    keep_to(answer, printed_schema("receipt-check"))
    last = answer["steps"][-1]
    return done.returncode, f"{last['name']} {last['outcome']}", last.get("code", "")


def remade(token: str, by: str = "JP", **members) -> str:
    tree = {**payload(token), **members}
    told = {name: value for name, value in tree.items() if value is not None}
    return sign_compact(msgspec.json.encode(told, order="sorted"), made(by).key, KIND.typ)


def test_a_decision_is_kept_with_all_that_it_rests_on(kept):
    says = payload(kept)
    keep_to(says, printed_schema("receipt"))
    assert (says["iss"], says["issuedAt"]) == ("JP", "2026-11-01T12:00:00Z")
    answer = says["answer"]
    assert (answer["result"], answer["identifier"], answer["askedBy"]) == ("RECOGNISED", TIN, "JP")
    rests = answer["restsOn"]
    assert [record["key"] for record in rests["records"]] == ["HK/HK-2021-0033"]
    assert {"revision", "digest"} <= set(rests["records"][0])
    assert {"sequence", "digest", "trustLists"} <= set(rests["heads"][0])
    assert {"version", "digest", "rows"} <= set(rests["profile"])


@pytest.mark.usefixtures("kept")
def test_a_receipt_that_was_kept_is_checked_and_shown(run):
    done = run("receipt", "check", "R.jwt", *RELY)
    assert done.returncode == 0, done.stdout
    assert "R.jwt: VALID at 2026-11-01T12:00:00Z" in done.stdout
    assert "signed by JP at 2026-11-01T12:00:00Z: it was decided" in done.stdout
    assert f"{TIN}: RECOGNISED by JP, yes" in done.stdout


def test_a_no_is_kept_as_well_and_the_exit_code_is_that_of_the_answer(run, tmp_path):
    about = tuple("HK00000099" if word == TIN else word for word in ASKED)
    done = run("recognise", *about, *RELY, "--receipt", "N.jwt", "--key", "JP.pem")
    assert done.returncode == 1
    assert payload((tmp_path / "N.jwt").read_text())["answer"]["result"] == "NOT_RECOGNISED"


def test_a_receipt_is_never_replaced(run, kept, tmp_path):
    done = run("recognise", *ASKED, *RELY, "--receipt", "R.jwt", "--key", "JP.pem")
    assert done.returncode == 2
    assert "R.jwt exists, and a receipt is never replaced; name another file" in done.stderr
    assert "--force" not in done.stderr
    assert (tmp_path / "R.jwt").read_text().strip() == kept


@pytest.mark.parametrize("half", [("--receipt", "R.jwt"), ("--key", "JP.pem")])
def test_a_receipt_takes_a_key_and_a_file(run, half):
    assert run("recognise", *ASKED, *RELY, *half).returncode == 2


def test_what_will_be_known_is_kept_by_no_receipt(run, tmp_path):
    more = ("--known-at", "2026-11-01T12:00:01Z", "--receipt", "R.jwt", "--key", "JP.pem")
    done = run("recognise", *ASKED, *RELY, *more)
    assert done.returncode == 2
    assert "will be known" in done.stderr
    assert not (tmp_path / "R.jwt").exists()


def test_nothing_of_another_firm_or_of_the_record_is_in_a_receipt(kept):
    text = json.dumps(payload(kept))
    for hidden in (OTHER, "HK-2021-0034", "legalName", "identifiers", "history"):
        assert hidden not in text


def test_a_receipt_of_another_hand_is_refused(run, kept, tmp_path):
    for by, code in (("HK", "AEO-TRU-12"), ("nobody", "AEO-TRU-07")):
        said = checked(run, tmp_path, remade(kept, by=by))
        assert said == (1, "key refused", code)
    header, body, signature = kept.split(".")
    other = remade(kept, issuedAt="2026-11-01T12:00:01Z").split(".")
    mixed = ".".join((header, other[1], signature))
    assert checked(run, tmp_path, mixed) == (1, "key refused", "AEO-XCH-11")
    assert checked(run, tmp_path, f"{header}.{body}.{signature}") == (0, "time pass", "")


def test_a_key_that_is_for_attestations_alone_signs_no_receipt(run, kept, tmp_path):
    for_others = scope("JP", purposes=["attestation", "status"])
    lists = trust(authority("HK"), authority("JP", scope=[for_others]))
    (tmp_path / "list.jwt").write_bytes(lists)
    assert checked(run, tmp_path, kept) == (1, "key refused", "AEO-XCH-12")


def test_a_receipt_under_a_compromised_key_or_without_trust_proves_nothing(run, kept, tmp_path):
    gone = listed("JP", state="compromised")
    (tmp_path / "list.jwt").write_bytes(trust(authority("HK"), authority("JP", gone)))
    assert checked(run, tmp_path, kept)[1:] == ("key refused", "AEO-TRU-08")
    done = run("receipt", "check", "R.jwt")
    assert done.returncode == 4


@pytest.mark.parametrize(
    "members",
    [
        {"iss": "HK"},
        {"more": 1},
        {"iss": None},
        {"issuedAt": "2026-11-01T11:59:59Z"},
        {"answer": {}},
        {"answer": None},
    ],
)
def test_a_receipt_of_another_form_is_refused(run, kept, tmp_path, members):
    said = checked(run, tmp_path, remade(kept, **members))
    assert said == (1, "form refused", "AEO-XCH-44")


def test_a_receipt_from_the_future_is_refused_and_a_newer_one_held(run, kept, tmp_path):
    soon, late = "2026-11-01T12:01:00Z", "2026-11-01T12:01:01Z"
    assert checked(run, tmp_path, remade(kept, issuedAt=soon)) == (0, "time pass", "")
    said = checked(run, tmp_path, remade(kept, issuedAt=late))
    assert said == (1, "time refused", "AEO-XCH-14")
    said = checked(run, tmp_path, remade(kept, specVersion="1.1"))
    assert said == (4, "form held", "AEO-SYN-11")


def test_a_head_is_no_receipt(run, tmp_path):
    head = (tmp_path / "hk" / "head.jwt").read_text().strip()
    assert checked(run, tmp_path, head) == (1, "form refused", "AEO-XCH-44")
    assert "typ is 'aeo-head+jwt'" in run("receipt", "check", "hk/head.jwt", *RELY).stdout


def test_a_receipt_is_no_longer_than_it_may_be(run, kept, tmp_path):
    answer = payload(kept)["answer"]
    for length, said in (
        (700_000, (0, "time pass", "")),
        (800_000, (1, "form refused", "AEO-XCH-44")),
    ):
        told = remade(kept, answer={**answer, "identifier": "X" * length})
        assert checked(run, tmp_path, told) == said
