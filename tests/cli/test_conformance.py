"""`aeo conformance`, as a vendor runs it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest

from aeo_exchange import __version__
from aeo_exchange.resources import published

OURS = "python:aeo_exchange.conformance.adapters.own:answer"
TRIMS = "python:aeo_exchange.conformance.mutants:trims"
# Seconds that no answer takes, on however busy a machine.
PATIENT = ("--deadline", "600")
RUN = ("conformance", "run", "--seed", "1", "--at", "2026-11-22", *PATIENT)
CASE = ("--case", "AEO-STR-06.n03")


def test_smoke_of_our_adapter_is_positive(aeo) -> None:
    adapter = f"exec:{sys.executable} -m aeo_exchange conformance adapter"
    ran = aeo("conformance", "smoke", "--adapter", adapter, "--env", "PYTHONPATH", *PATIENT)
    assert ran.returncode == 0, ran.stderr
    assert "not conformant" not in ran.stdout


@pytest.mark.parametrize(
    ("adapter", "code"), [(OURS, 0), (TRIMS, 1), ("exec:no-such-program", 4), ("mine", 2)]
)
def test_the_exit_code_says_what_came_out(adapter: str, code: int, aeo) -> None:
    assert aeo(*RUN, "--adapter", adapter, "--role", "validator", *CASE).returncode == code


def test_a_run_writes_a_report_that_can_be_rendered_and_compared(aeo, tmp_path: Path) -> None:
    for name, adapter in (("old", OURS), ("new", TRIMS)):
        aeo(*RUN, "--adapter", adapter, *CASE, "-o", f"{name}.json")
    assert json.loads((tmp_path / "new.json").read_bytes())["seed"] == 1
    for form in ("html", "junit", "markdown", "badge", "text"):
        ran = aeo("conformance", "render", "new.json", "--format", form)
        assert ran.returncode == 0
        assert ran.stdout
    worse = aeo("conformance", "diff", "old.json", "new.json")
    assert worse.returncode == 1
    assert "pass -> fail" in worse.stdout
    assert aeo("conformance", "diff", "new.json", "new.json").returncode == 0


def test_a_known_failure_keeps_the_run_green_and_is_shown(aeo, tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text(
        '[[xfail]]\ncase = "AEO-STR-06.n03"\nreason = "trims"\n'
        'issue = "https://example.org/1"\nuntil = 2027-01-01\n'
    )
    ran = aeo(*RUN, "--adapter", TRIMS, *CASE, "--role", "validator", "--xfail", "known.toml")
    assert ran.returncode == 0
    assert "xfail" in ran.stdout
    assert "not conformant" in ran.stdout


def test_the_adapter_answers_each_line_with_one_and_bye_with_none(aeo) -> None:
    lines = ['{"v":1,"cmd":"hello"}', '{"v":1,"cmd":"reset"}', "garbage", '{"v":1,"cmd":"bye"}']
    ran = aeo("conformance", "adapter", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(answers) == 3
    assert answers[0]["implementation"]["name"] == "aeo-exchange"
    assert answers[1] == {"ok": True}
    assert "error" in answers[2]


def test_cases_are_listed_and_chosen(aeo) -> None:
    ran = aeo("conformance", "list", "--area", "lif", "--format", "json")
    assert all("-LIF-" in row["id"] for row in json.loads(ran.stdout))
    assert aeo("conformance", "list", "--area", "NONE").returncode == 3
    core, full = (
        json.loads(aeo("conformance", "list", "--level", level, "--format", "json").stdout)
        for level in ("core", "full")
    )
    assert {requirement["level"] for requirement in core} == {"MUST"}
    assert len(core) < len(full)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--case", "NOPE*"), "no case matches 'NOPE*' "),
        (("--case", "aeo-lif*"), "no case matches 'aeo-lif*'; ids are in capitals"),
        (("--role", "verifier", "--case", "AEO-LIF-01.n01"), "no case named is one for verifier"),
    ],
)
def test_a_wish_that_no_case_fulfils_starts_nothing(
    arguments: tuple[str, ...], told: str, aeo, tmp_path: Path
) -> None:
    ran = aeo(*RUN, "--adapter", f"exec:touch {tmp_path / 'started'}", *arguments)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert told in ran.stderr
    assert not (tmp_path / "started").exists()


def test_a_list_of_what_no_case_matches_says_so(aeo) -> None:
    ran = aeo("conformance", "list", "--case", "aeo-lif*")
    assert ran.returncode == 3
    assert "ids are in capitals" in ran.stderr


@pytest.mark.parametrize("place", ["no-such-folder/r.json", "there.json"])
def test_a_mistake_in_the_output_is_found_before_the_run(place: str, aeo, tmp_path: Path) -> None:
    (tmp_path / "there.json").write_text("mine")
    ran = aeo(*RUN, "--adapter", f"exec:touch {tmp_path / 'started'}", "-o", place)
    assert ran.returncode == 2
    assert not (tmp_path / "started").exists()
    assert (tmp_path / "there.json").read_text() == "mine"


def test_a_report_on_standard_output_stands_there_alone(aeo) -> None:
    ran = aeo(*RUN, "--adapter", OURS, *CASE, "-o", "-")
    assert json.loads(ran.stdout)["seed"] == 1
    assert "validator, level core" in ran.stderr


@pytest.mark.parametrize(
    ("adapter", "told"),
    [
        ("exec:no-such-program", "no-such-program: no such command"),
        ("argv:no-such-program", "no-such-program: no such command"),
        ("exec:false", "the adapter ended with exit code 1"),
    ],
)
def test_an_adapter_that_does_not_start_is_told_in_one_line(adapter, told, aeo) -> None:
    ran = aeo(*RUN, "--adapter", adapter, *CASE)
    assert ran.returncode == 4
    assert (ran.stdout, ran.stderr) == ("", f"error: the adapter did not start: {told}\n")


def test_one_case_makes_no_product_conformant(aeo) -> None:
    ran = aeo(*RUN, "--adapter", OURS, "--role", "validator", "--depth", "D1", *CASE)
    assert ran.returncode == 0
    assert (
        "validator, level core, depth D1: 1 case asked, all passed (no claim can rest on it)\n"
    ) in ran.stdout
    assert "conformant" not in ran.stdout


def test_a_program_that_says_nothing_of_itself_has_no_version(aeo) -> None:
    ran = aeo(*RUN, "--adapter", "argv:true", *CASE)
    assert ran.stdout.startswith("true (version not told), ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "absent"),
        ("diff", "absent", "absent"),
        ("statement", "absent", "--product", "absent", "--key", "absent", "-o", "p.zip"),
        ("run", "--adapter", OURS, "--xfail", "absent"),
    ],
)
def test_a_file_that_is_missing_cannot_be_read(arguments: tuple[str, ...], aeo) -> None:
    ran = aeo("conformance", *arguments)
    assert ran.returncode == 3
    assert "absent: No such file" in ran.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no TOML", "`aeo schema show conformance/xfail.schema.json`"),
        (
            '[[xfail]]\ncase = "AEO-NO-1"\nreason = "r"\nissue = "i"\nuntil = 2027-01-01\n',
            "names AEO-NO-1, which is not a case",
        ),
    ],
)
def test_a_list_of_known_failures_that_is_none_is_refused(
    text: str, told: str, aeo, tmp_path: Path
) -> None:
    (tmp_path / "known.toml").write_text(text)
    ran = aeo(*RUN, "--adapter", OURS, *CASE, "--xfail", "known.toml")
    assert ran.returncode == 2
    assert told in ran.stderr


def test_the_schema_that_an_error_names_can_be_shown(aeo) -> None:
    for name in ("xfail", "product", "report"):
        ran = aeo("schema", "show", f"conformance/{name}.schema.json")
        assert json.loads(ran.stdout)["$id"].endswith(name)


def test_runs_that_were_not_alike_are_told_first(aeo) -> None:
    aeo(*RUN, "--adapter", OURS, *CASE, "-o", "old.json")
    aeo("conformance", "run", "--seed", "2", "--adapter", "argv:true", *CASE, "-o", "new.json")
    told = aeo("conformance", "diff", "old.json", "new.json").stdout.splitlines()[0]
    assert told.startswith("the runs were not alike: product aeo-exchange ")
    assert "true (version not told)" in told
    assert "seed 1 and 2" in told
    same = aeo("conformance", "diff", "old.json", "old.json").stdout
    assert same == "no case came out otherwise\n"


def test_what_is_printed_as_json_keeps_to_its_schema(aeo) -> None:
    aeo(*RUN, "--adapter", OURS, *CASE, "-o", "old.json")
    aeo(*RUN, "--adapter", TRIMS, *CASE, "-o", "new.json")
    for name, arguments in {
        "list": ("--area", "SIG"),
        "coverage": (),
        "diff": ("old.json", "new.json"),
    }.items():
        told = json.loads(aeo("conformance", name, *arguments, "--format", "json").stdout)
        schema = json.loads(published(f"conformance/schema/{name}.schema.json").read_bytes())
        jsonschema.Draft202012Validator(schema).validate(told)


def test_coverage_has_no_gap(aeo) -> None:
    ran = aeo("conformance", "coverage")
    assert ran.returncode == 0, [line for line in ran.stdout.splitlines() if "gap:" in line]
    assert "REC-6-4" in ran.stdout


def test_a_run_that_is_not_whole_gives_no_statement(aeo, tmp_path: Path) -> None:
    (tmp_path / "product.toml").write_text(
        'vendor="E"\nproduct="P"\nversion="1"\ncontact="c"\nadapter="a"\n'
    )
    aeo(*RUN, "--adapter", OURS, *CASE, "-o", "r.json")
    key = str(published("conformance/keys/vendor.private.pem"))
    arguments = ("r.json", "--product", "product.toml", "--key", key, "-o", "p.zip")
    ran = aeo("conformance", "statement", *arguments)
    assert ran.returncode == 1
    assert "filtered" in ran.stderr
    assert not (tmp_path / "p.zip").exists()


@pytest.fixture
def part_run(aeo, tmp_path: Path) -> Path:
    """Return the folder of a report of a run that was filtered, with its product file."""
    (tmp_path / "product.toml").write_text(
        f'vendor="E"\nproduct="aeo-exchange"\nversion="{__version__}"\ncontact="c"\nadapter="a"\n'
    )
    aeo(*RUN, "--adapter", OURS, *CASE, "-o", "r.json")
    return tmp_path


STATEMENT = ("conformance", "statement", "r.json", "--product", "product.toml")


def test_of_a_run_that_is_not_whole_the_progress_can_be_told(aeo, part_run: Path) -> None:
    ran = aeo(*STATEMENT, "--progress", "-o", "progress.json")
    assert ran.returncode == 0, ran.stderr
    assert "not signed and claims nothing" in ran.stderr
    told = json.loads((part_run / "progress.json").read_bytes())
    assert told["kind"] == "progress"
    left = next(role for role in told["roles"] if role["role"] == "validator")["notCovered"]
    assert {"area": "LIF", "states": ["not_asked"]} in left
    ran = aeo("conformance", "verify", "progress.json")
    assert ran.returncode == 2
    assert "progress statement" in ran.stderr


def test_a_progress_statement_that_says_conformant_is_refused(aeo, part_run: Path) -> None:
    product = part_run / "product.toml"
    product.write_text(product.read_text().replace('"E"', '"E, conformant"'))
    ran = aeo(*STATEMENT, "--progress", "-o", "progress.json")
    assert ran.returncode == 1
    assert "no progress statement can be made" in ran.stderr
    assert not (part_run / "progress.json").exists()


@pytest.mark.usefixtures("part_run")
def test_either_a_key_signs_or_progress_is_told(aeo) -> None:
    key = str(published("conformance/keys/vendor.private.pem"))
    for words, reason in (
        ((), "Missing option '--key'"),
        (("--progress", "--key", key), "--progress takes no --key"),
        (("--progress", "--passphrase-env", "X"), "a passphrase belongs to --key"),
    ):
        ran = aeo(*STATEMENT, *words, "-o", "p")
        assert ran.returncode == 2
        assert reason in ran.stderr


def test_a_report_that_is_none_is_a_mistake_of_the_user(aeo, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert aeo("conformance", "render", "x.json").returncode == 2


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")
HOSTILE = "E\x1b]0;x\x07\x9b31m\u202e\r\nverdict: VALID"


@pytest.fixture
def hostile(aeo, tmp_path: Path) -> Path:
    """Return a package whose every word is meant for the terminal of its reader."""
    # Of a role with few cases, since all of a role are made again to judge its report.
    few = ("--role", "status-service", "--case", "STL-01.p03")
    aeo(*RUN, "--adapter", OURS, *few, "-o", "fine.json")
    report = json.loads((tmp_path / "fine.json").read_bytes())
    report["product"]["implementation"]["name"] = HOSTILE
    report["cases"][0]["id"] = report["reasons"][0] = HOSTILE
    product = dict.fromkeys(("vendor", "product", "version", "contact", "adapter"), HOSTILE)
    statement = {
        **{name: report[name] for name in ("format", "suite", "roles", "level", "depth", "seed")},
        **dict.fromkeys((*product, "standard", "notice", "permission"), HOSTILE),
        "adapter": report["adapter"],
        "issued": "2026-11-22",
        "expires": "2027-11-22",
        "files": {HOSTILE: ""},
        "publicKey": {"kty": "EC", "crv": "P-256", "x": "", "y": ""},
    }
    package = tmp_path / "package"
    package.mkdir()
    for name, tree in (("report", report), ("product", product), ("statement", statement)):
        (package / f"{name}.json").write_text(json.dumps(tree))
    for name in ("REPRODUCE.md", "statement.jws"):
        (package / name).write_text(HOSTILE)
    return package


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("verify", "package"), 1),
        (("diff", "fine.json", "package/report.json"), 0),
        (("render", "package/report.json", "--format", "text"), 0),
        (("render", "package/report.json", "--format", "markdown"), 0),
    ],
)
@pytest.mark.usefixtures("hostile")
def test_nothing_that_a_vendor_wrote_steers_the_terminal(
    words: tuple[str, ...], code: int, aeo
) -> None:
    ran = aeo("conformance", *words)
    assert ran.returncode == code, ran.stderr
    assert "E" in ran.stdout
    assert not CONTROL.search(ran.stdout + ran.stderr)


def test_a_fault_of_a_report_is_told_without_steering_the_terminal(aeo, hostile: Path) -> None:
    report = json.loads((hostile / "report.json").read_bytes())
    (hostile / "report.json").write_text(json.dumps({**report, "level": HOSTILE}))
    ran = aeo("conformance", "render", "package/report.json")
    assert ran.returncode == 2
    assert "level" in ran.stderr
    assert not CONTROL.search(ran.stderr)


@pytest.mark.parametrize("name", ["render deep.json", "diff deep.json deep.json", "verify deep"])
def test_nesting_without_end_is_no_internal_error(name: str, aeo, tmp_path: Path, hostile) -> None:
    (tmp_path / "deep.json").write_bytes(b'{"x":' + b"[" * 200_000)
    hostile.rename(tmp_path / "deep")
    shutil.copy(tmp_path / "deep.json", tmp_path / "deep" / "product.json")
    assert aeo("conformance", *name.split()).returncode in {1, 2}
