"""Trust lists as an administration and a relying party make and look at them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aeo_exchange.cli.commands import group
from aeo_exchange.cli.run import run_command
from aeo_exchange.resources import published
from schemas import keep_to
from trust.made_lists import listed

KEYS = published("conformance/keys")
HK, JP, ROOT, ROOT_2 = ("hk", "jp", "root-1", "root-2")
AT = "--at=2026-05-01"


def cert(name: str) -> str:
    return str(KEYS / f"{name}.cert.pem")


def key(name: str) -> str:
    return str(KEYS / f"{name}.private.pem")


def kid(name: str) -> str:
    keys = json.loads((KEYS / "keys.json").read_bytes())["keys"]
    return next(entry["kid"] for entry in keys if entry["name"] == name)


@pytest.fixture
def trust(tmp_path, monkeypatch, capfdbinary):
    """Return what runs `aeo trust` in a temporary folder, in this process for speed."""
    monkeypatch.chdir(tmp_path)

    def run_here(*arguments: str) -> subprocess.CompletedProcess:
        code = run_command(group, ["trust", *arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return subprocess.CompletedProcess(arguments, int(code), out.decode(), err.decode())

    return run_here


@pytest.fixture
def draft(trust, tmp_path) -> Path:
    done = trust(
        "build", f"--authority=HK={cert(HK)}", f"--authority=JP={cert(JP)}", AT, "-o", "L.json"
    )
    assert done.returncode == 0, done.stderr
    return tmp_path / "L.json"


@pytest.fixture
def token(trust, draft, tmp_path) -> Path:
    done = trust("sign", str(draft), "--key", key(ROOT), "-o", "L.jwt")
    assert done.returncode == 0, done.stderr
    return tmp_path / "L.jwt"


def read(path: Path) -> dict:
    return json.loads(path.read_bytes())


def schema(name: str) -> dict:
    return read(published(f"schemas/1.0/{name}.schema.json"))


def test_a_built_list_keeps_to_its_schema_and_lets_each_speak_for_its_own(draft):
    built = read(draft)
    keep_to(built, schema("aeo-trust-list"))
    assert built["sequence"] == 1
    assert built["issuedAt"] == "2026-05-01T00:00:00Z"
    assert built["nextUpdate"] == "2026-05-31T00:00:00Z"
    hong_kong = built["authorities"][0]
    assert hong_kong["name"] == "Hong Kong Customs and Excise Department"
    assert hong_kong["keys"][0]["kid"] == kid(HK)
    assert hong_kong["keys"][0]["state"] == "active"
    assert "from" not in hong_kong["keys"][0]
    assert hong_kong["scope"] == [
        {
            "administration": "HK",
            "programme": "HK-AEO",
            "tinPrefixes": ["HK"],
            "purposes": ["attestation", "exchange", "status"],
        }
    ]


@pytest.mark.parametrize(
    ("administration", "programme", "prefixes"),
    [
        ("DE", "EU-AEO", ["DE"]),
        ("EU", "EU-AEO", ["EU"]),
        ("GB", "GB-AEO", ["GB"]),
        ("XI", "EU-AEO", ["XI"]),
    ],
)
def test_nobody_speaks_for_another_unless_told(trust, administration, programme, prefixes):
    done = trust("build", f"--authority={administration}={cert(HK)}", AT)
    (scope,) = json.loads(done.stdout)["authorities"][0]["scope"]
    assert scope["administration"] == administration
    assert (scope["programme"], scope["tinPrefixes"]) == (programme, prefixes)


def test_a_list_is_built_as_asked(trust):
    done = trust(
        "build",
        f"--authority=HK={cert(HK)}",
        f"--authority=HK={cert('hk-384')}",
        "--scope=HK=HK-AEO:HK1,HK0:status,attestation",
        "--status-list=HK=https://example.org/2",
        "--status-list=HK=https://example.org/1",
        "--key-from=HK=2026-01-01",
        "--list-id=wco",
        "--sequence=2147483648",
        "--next-update=2026-06-01",
        AT,
    )
    built = json.loads(done.stdout)
    keep_to(built, schema("aeo-trust-list"))
    assert (built["listId"], built["sequence"]) == ("wco", 2**31)
    assert built["nextUpdate"] == "2026-06-01T00:00:00Z"
    (authority,) = built["authorities"]
    assert [entry["algorithm"] for entry in authority["keys"]] == ["ES256", "ES384"]
    assert {entry["from"] for entry in authority["keys"]} == {"2026-01-01T00:00:00Z"}
    assert authority["statusLists"] == ["https://example.org/1", "https://example.org/2"]
    assert authority["scope"][0]["tinPrefixes"] == ["HK0", "HK1"]
    assert authority["scope"][0]["purposes"] == ["attestation", "status"]


def test_two_lists_have_two_names_unless_told(trust):
    built = [trust("build", f"--authority=HK={cert(HK)}").stdout for _ in range(2)]
    assert len({json.loads(content)["listId"] for content in built}) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--authority=ZZ={hk}"], "--scope ZZ=ZZ-AEO:ZZ:attestation"),
        (["--authority={hk}"], "say for whom"),
        (["--authority=hk={hk}"], "administration"),
        (["--authority=HK={rsa}"], "P-256"),
        (["--authority=HK={keys}"], "no certificate in PEM or DER"),
        (["--authority=HK={hk}", "--scope=HK=HK-AEO:HK"], "PROGRAMME:PREFIX"),
        (["--authority=HK={hk}", "--scope=HK=HK-AEO:HK:everything"], "PROGRAMME:PREFIX"),
        (["--authority=HK={hk}", "--scope=JP=JP-AEO:JP:status"], "--authority JP"),
        (["--authority=HK={hk}", "--status-list=HK=here"], "URI"),
        (["--authority=HK={hk}", "--list-id=a b"], "name"),
        (["--authority=HK={hk}", "--sequence=2147483649"], "sequence"),
        ([], "authority"),
    ],
)
def test_a_wish_that_cannot_be_is_a_usage_error(trust, arguments, said):
    names = {"hk": cert(HK), "rsa": cert("rsa"), "keys": str(KEYS / "keys.json")}
    done = trust("build", *(argument.format(**names) for argument in arguments))
    assert done.returncode == 2
    assert said in done.stderr


def test_a_certificate_that_is_not_there_cannot_be_read(trust):
    assert trust("build", "--authority=HK=none.pem").returncode == 3


def test_a_signed_list_is_taken_by_its_root_alone(trust, token):
    done = trust("check", str(token), "--root", cert(ROOT), AT)
    assert done.returncode == 0
    assert done.stdout.startswith("VALID  trust list ")
    other = trust("check", str(token), "--root", cert(ROOT_2), AT)
    assert other.returncode == 1
    assert "AEO-TRU-03" in other.stdout


def test_without_a_root_nobody_can_say_whose_a_signed_list_is(trust, token):
    done = trust("check", str(token), AT)
    assert done.returncode == 4
    assert "AEO-TRU-03" in done.stdout


def test_a_draft_is_in_order_but_no_list(trust, draft):
    done = trust("check", str(draft), AT)
    assert done.returncode == 4
    assert "aeo trust sign" in done.stdout
    assert trust("check", str(draft), "--root", cert(ROOT), AT).returncode == 1


def test_an_overdue_list_is_undetermined(trust, token):
    done = trust("check", str(token), "--root", cert(ROOT), "--at=2026-06-01")
    assert done.returncode == 4
    assert "AEO-TRU-04" in done.stdout


def test_a_root_pinned_for_others_leaves_doubt(trust, token):
    assert trust("check", str(token), "--root", f"HK,JP={cert(ROOT)}", AT).returncode == 0
    done = trust("check", str(token), "--root", f"HK={cert(ROOT)}", AT)
    assert done.returncode == 4
    assert "not pinned for JP" in done.stdout


def test_a_check_says_it_for_machines_too(trust, token, tmp_path):
    done = trust("check", str(token), "--root", cert(ROOT), AT, "--format=json")
    answer = json.loads(done.stdout)
    keep_to(answer, schema("trust-check"))
    assert answer["verdict"] == "VALID"
    assert [remark["code"] for remark in answer["remarks"]] == ["AEO-TRU-13"]
    (tmp_path / "rubbish").write_text("a.b.c")
    done = trust("check", "rubbish", "--format=json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["remarks"][0]["code"] == "AEO-TRU-02"


def test_a_list_that_contradicts_itself_is_found_out(trust, draft):
    value = read(draft)
    value["authorities"].append({**value["authorities"][0], "administration": "SG"})
    value["authorities"][1]["keys"][0] |= {"state": "retired"}
    draft.write_text(json.dumps(value))
    assert trust("sign", str(draft), "--key", key(ROOT), "-o", "L.jwt").returncode == 0
    done = trust("check", "L.jwt", "--root", cert(ROOT), AT)
    assert done.returncode == 1
    for code in ("AEO-TRU-09", "AEO-TRU-10", "AEO-TRU-11"):
        assert code in done.stdout


def checked(trust, draft: Path, value: dict) -> dict:
    """Sign a changed draft and return what a check answers."""
    draft.write_text(json.dumps(value))
    assert trust("sign", str(draft), "--key", key(ROOT), "-o", "L.jwt").returncode == 0
    return json.loads(trust("check", "L.jwt", "--root", cert(ROOT), AT, "--format=json").stdout)


def remarks(answer: dict) -> list[tuple[str, str]]:
    return [(remark["code"], remark["verdict"]) for remark in answer["remarks"]]


def test_one_test_key_beside_others_is_remarked_and_none_is_not(trust, draft):
    value = read(draft)
    value["authorities"][0]["keys"].append(listed("HK"))
    value["authorities"][1]["keys"] = [listed("JP")]
    answer = checked(trust, draft, value)
    assert remarks(answer) == [("AEO-TRU-13", "VALID")]
    assert "test keys, of HK, count" in answer["remarks"][0]["message"]


def test_a_key_retired_with_its_end_is_not_remarked(trust, draft):
    value = read(draft)
    value["authorities"][0]["keys"][0] |= {"state": "retired", "until": "2026-05-31T00:00:00Z"}
    assert remarks(checked(trust, draft, value)) == [("AEO-TRU-13", "VALID")]


def test_a_scope_in_the_name_of_another_makes_the_list_not_valid(trust, draft):
    value = read(draft)
    scopes = value["authorities"][0]["scope"]
    scopes.append({**scopes[0], "administration": "SG"})
    answer = checked(trust, draft, value)
    assert answer["verdict"] == "NOT_VALID"
    assert remarks(answer) == [("AEO-TRU-11", "NOT_VALID"), ("AEO-TRU-13", "VALID")]


def test_a_list_is_compared_with_what_was_used_before(trust, draft, token, tmp_path):
    state = {
        "specVersion": "1.0",
        "trustLists": [{"listId": read(draft)["listId"], "sequence": 2, "digest": "0" * 64}],
    }
    (tmp_path / "seen.json").write_text(json.dumps(state))
    done = trust("check", str(token), "--root", cert(ROOT), "--state=seen.json", AT)
    assert done.returncode == 1
    assert "AEO-TRU-05" in done.stdout
    (tmp_path / "seen.json").write_text("{")
    broken = trust("check", str(token), "--root", cert(ROOT), "--state=seen.json", AT)
    assert broken.returncode == 3
    assert "state-error" in broken.stderr


def test_show_says_what_a_list_says(trust, token):
    done = trust("show", str(token))
    assert "HK  Hong Kong Customs and Excise Department" in done.stdout
    assert f"key {kid(HK)}  ES256  active" in done.stdout
    assert "HK-AEO, TIN HK: attestation, exchange, status" in done.stdout
    assert "not checked" in done.stderr


def test_what_show_prints_as_json_is_the_draft_again(trust, token, draft):
    assert json.loads(trust("show", str(token), "--format=json").stdout) == read(draft)


def test_a_rotation_lets_old_and_new_key_sign_for_a_while(trust, draft, tmp_path):
    done = trust("rotate", str(draft), "--authority=HK", "--cert", cert("sg"), AT, "-o", "L2.json")
    assert done.returncode == 0, done.stderr
    changed, before = read(tmp_path / "L2.json"), read(draft)
    assert changed["sequence"] == before["sequence"] + 1
    assert changed["listId"] == before["listId"]
    old, new = changed["authorities"][0]["keys"]
    assert (old["state"], old["until"]) == ("retired", "2026-05-31T00:00:00Z")
    assert (new["state"], new["from"]) == ("active", "2026-05-01T00:00:00Z")
    assert new["kid"] == kid("sg")
    assert changed["authorities"][1] == before["authorities"][1]


def test_a_key_retired_earlier_stays_so(trust, draft, tmp_path):
    options = ("--authority=HK", "--force", "-o")
    trust("rotate", str(draft), "--cert", cert("sg"), AT, *options, "L2.json")
    trust("rotate", "L2.json", "--cert", cert("gb"), "--at=2026-08-01", *options, "L3.json")
    states = [
        (entry["state"], entry.get("until"))
        for entry in read(tmp_path / "L3.json")["authorities"][0]["keys"]
    ]
    assert states == [
        ("retired", "2026-05-31T00:00:00Z"),
        ("retired", "2026-08-31T00:00:00Z"),
        ("active", None),
    ]


def test_a_compromised_key_says_so_in_the_next_issue(trust, draft, tmp_path):
    done = trust("compromise", str(draft), "--kid", kid(HK), "--at=2026-05-02", "-o", "L2.json")
    assert done.returncode == 0, done.stderr
    changed = read(tmp_path / "L2.json")
    assert (changed["sequence"], changed["issuedAt"]) == (2, "2026-05-02T00:00:00Z")
    assert changed["nextUpdate"] == "2026-06-01T00:00:00Z"
    assert changed["authorities"][0]["keys"][0]["state"] == "compromised"
    assert changed["authorities"][1]["keys"][0]["state"] == "active"


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rotate", "L.json", "--authority=SG", "--cert", cert("sg")], "it has HK, JP"),
        (["rotate", "L.json", "--authority=HK", "--cert", cert("jp")], "of JP"),
        (["compromise", "L.json", "--kid", kid("sg")], "aeo trust show"),
        (
            ["rotate", "L.json", "--authority=HK", "--cert", cert("sg"), "--at=2026-04-30"],
            "issued at 2026-05-01",
        ),
        (["build", f"--authority=HK={cert(HK)}", AT, "--next-update=2026-05-01"], "is not after"),
    ],
)
def test_a_change_that_fits_nothing_makes_nothing(trust, tmp_path, arguments, said):
    done = trust(*arguments, "-o", "L2.json")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "L2.json").exists()


@pytest.mark.parametrize("verb", ["sign", "rotate", "compromise"])
def test_a_list_that_is_signed_already_is_not_changed(trust, token, verb):
    more = {
        "sign": ["--key", key(ROOT)],
        "rotate": ["--authority=HK", "--cert", cert("sg")],
        "compromise": ["--kid", kid(HK)],
    }
    done = trust(verb, str(token), *more[verb])
    assert done.returncode == 2
    assert "signed already; give the draft" in done.stderr


def test_a_list_is_never_written_over_the_one_it_was_made_from(trust, draft):
    before = draft.read_bytes()
    for arguments in (
        ["compromise", str(draft), "--kid", kid(HK)],
        ["sign", str(draft), "--key", key(ROOT)],
    ):
        assert trust(*arguments, "-o", str(draft), "--force").returncode == 2
        assert draft.read_bytes() == before


def test_a_file_that_is_no_list_is_not_signed(trust, tmp_path):
    (tmp_path / "L.json").write_text("{}")
    done = trust("sign", "L.json", "--key", key(ROOT), "-o", "L.jwt")
    assert done.returncode == 1
    assert not (tmp_path / "L.jwt").exists()


def test_a_new_root_is_introduced_by_the_old_one(trust, draft):
    done = trust(
        "hand-over",
        *("--old", key(ROOT), "--old-cert", cert(ROOT)),
        *("--new", key(ROOT_2), "--new-cert", cert(ROOT_2)),
        *(AT, "-o", "handover.jwt"),
    )
    assert done.returncode == 0, done.stderr
    trust("sign", str(draft), "--key", key(ROOT_2), "-o", "L2.jwt")
    asked = ("check", "L2.jwt", "--root", cert(ROOT), AT)
    assert trust(*asked).returncode == 1
    assert trust(*asked, "--root-handover=handover.jwt").returncode == 0
    wrong = ("check", "L2.jwt", "--root", cert("sg"), AT)
    refused = trust(*wrong, "--root-handover=handover.jwt")
    assert refused.returncode == 1
    assert "AEO-TRU-14" in refused.stderr + refused.stdout


def test_a_handover_by_the_wrong_key_is_not_made(trust, tmp_path):
    new = ("--new", key(ROOT_2), "--new-cert", cert(ROOT_2), "-o", "handover.jwt")
    done = trust("hand-over", "--old", key(ROOT), "--old-cert", cert(HK), *new)
    assert done.returncode == 2
    assert not (tmp_path / "handover.jwt").exists()


def test_nothing_is_said_of_private_keys(trust, draft):
    done = trust("sign", str(draft), "--key", key(ROOT))
    secret = Path(key(ROOT)).read_text().splitlines()[1]
    assert secret not in done.stdout + done.stderr


def test_the_source_date_epoch_dates_a_list(trust, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    done = trust("build", f"--authority=HK={cert(HK)}")
    assert json.loads(done.stdout)["issuedAt"] == "2027-01-15T08:00:00Z"
