from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from aeo_exchange.cli import COMMANDS
from aeo_exchange.resources import published

LIF_06 = "Reinstated takes effect only while the authorisation is suspended."


def _schema(name: str) -> dict:
    return json.loads(published(f"schemas/1.0/{name}.schema.json").read_bytes())


def test_convert_to_xml_and_back_keeps_the_digest(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    assert aeo("convert", "one.json", "--to=xml", "-o", "one.xml").returncode == 0
    assert aeo("convert", "one.xml", "--to=ndjson", "-o", "one.ndjson").returncode == 0
    assert aeo("convert", "one.ndjson", "--to=json", "-o", "back.json").returncode == 0
    names = ["one.json", "one.xml", "one.ndjson", "back.json"]
    lines = [aeo("digest", name).stdout for name in names]
    assert len(set(lines)) == 1
    digest, blank, record_id = lines[0].rstrip("\n").partition("  ")
    assert (len(digest), blank, record_id) == (64, "  ", json.loads(sample)["recordId"])


def test_convert_keeps_the_good_records_and_says_what_it_left_out(aeo, line, tmp_path):
    (tmp_path / "mixed.ndjson").write_text(f"{line}\n{{}}\n{line}\n", encoding="utf-8")
    done = aeo("convert", "mixed.ndjson", "--to=json", "-o", "out.json")
    assert done.returncode == 1
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))) == 2
    assert "mixed.ndjson:2:1  error AEO-STR-01" in done.stderr
    assert "converted 2 records" in done.stderr


def test_convert_writes_nothing_when_there_is_no_record(aeo, tmp_path):
    (tmp_path / "none.json").write_text("{}")
    (tmp_path / "out.xml").write_text("old")
    done = aeo("convert", "none.json", "--to=xml", "-o", "out.xml", "--force")
    assert done.returncode == 1
    assert (tmp_path / "out.xml").read_text() == "old"


def test_a_digest_goes_to_a_file_that_is_named(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    done = aeo("digest", "one.json", "-o", "digests.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrote digests.txt\n")
    assert (tmp_path / "digests.txt").read_text() == aeo("digest", "one.json").stdout
    assert aeo("digest", "one.json", "-o", "digests.txt").returncode == 2


def test_a_command_that_is_misspelt_is_guessed(aeo):
    for arguments in (["verfy", "x"], ["conformance", "smoek"]):
        done = aeo(*arguments)
        assert done.returncode == 2
        assert "did you mean" in done.stderr
    assert "did you mean" not in aeo("nonsense").stderr


def test_cases_are_named_where_there_are_any(aeo):
    assert "cases:  conformance/cases/SYN/AEO-SYN-01.*" in aeo("explain", "AEO-SYN-01").stdout
    assert "cases:" not in aeo("explain", "AEO-SYN-00").stdout


def test_a_refusal_names_its_rule_and_how_to_look_it_up(aeo, tmp_path):
    (tmp_path / "a.sdjwt").write_text("nothing")
    done = aeo("present", "a.sdjwt")
    assert done.returncode == 1
    assert "`aeo explain AEO-SIG-01` says why" in done.stderr


def test_convert_never_writes_over_an_input(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    assert aeo("convert", "one.json", "--to=xml", "-o", "one.json", "--force").returncode == 2
    assert (tmp_path / "one.json").read_text(encoding="utf-8") == sample


def test_convert_streams_to_standard_output(aeo, sample):
    done = aeo("convert", "-", "--to=ndjson", stdin=sample)
    assert json.loads(done.stdout) == json.loads(sample)


def test_a_converted_file_has_the_rights_of_any_new_file(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    aeo("convert", "one.json", "--to=xml", "-o", "one.xml")
    (tmp_path / "plain").write_text("")
    assert (tmp_path / "one.xml").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_digest_says_which_record_it_could_not_take(aeo, sample, tmp_path):
    (tmp_path / "one.json").write_text(sample, encoding="utf-8")
    (tmp_path / "bad.json").write_text("{}")
    done = aeo("digest", "bad.json", "one.json", "--format=ndjson")
    assert done.returncode == 1
    jsonschema.validate(json.loads(done.stdout), _schema("digest"))
    assert "AEO-STR-01" in done.stderr


def test_explain_gives_rule_reason_and_clause(aeo):
    done = aeo("explain", "aeo-lif-06")
    assert done.returncode == 0
    assert LIF_06 in done.stdout
    assert "REC-6-4" in done.stdout
    unknown = aeo("explain", "AEO-LIF-6")
    assert (unknown.returncode, "AEO-LIF-06" in unknown.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (["explain", "AEO-SYN-02"], "rule"),
        (["rules", "list"], "rules"),
        (["rules", "list", "--area=lif"], "rules"),
        (["codes", "list"], "codes"),
        (["codes", "show", "role"], "codes"),
        (["programmes", "list"], "programmes"),
        (["programmes", "show", "HK-AEO"], "programme"),
        (["programmes", "show", "CN-AEO", "--at=2026-04-01"], "programme"),
        (["programmes", "show", "FR"], "programmes"),
        (["programmes", "compare", "IN-AEO", "HK-AEO"], "programmes-compare"),
    ],
)
def test_json_output_holds_to_its_published_schema(aeo, arguments, schema):
    done = aeo(*arguments, "--format=json")
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), _schema(schema))


def test_programmes_show_names_source_date_and_confidence(aeo):
    done = aeo("programmes", "show", "HK-AEO")
    assert "Confidence S: a joint report" in done.stdout
    before = aeo("programmes", "show", "CN-AEO", "--at=2026-03-31").stdout
    after = aeo("programmes", "show", "CN-AEO", "--at=2026-04-01").stdout
    assert ("(CE)" in before, "(CE)" in after) == (False, True)
    unknown = aeo("programmes", "show", "HK-AE")
    assert (unknown.returncode, "HK-AEO" in unknown.stderr) == (2, True)


def test_schema_prints_what_is_published(aeo):
    assert "aeo-record.xsd" in aeo("schema", "list").stdout.splitlines()
    published_text = published("schemas/1.0/aeo-record.xsd").read_text(encoding="utf-8")
    assert aeo("schema", "show", "aeo-record.xsd").stdout == published_text
    unknown = aeo("schema", "show", "aeo-record.xs")
    assert (unknown.returncode, "aeo-record.xsd" in unknown.stderr) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(aeo, shell):
    done = aeo("completion", shell)
    assert done.returncode == 0
    assert "_AEO_COMPLETE" in done.stdout


def test_demo_shows_the_main_job(aeo):
    done = aeo("demo")
    assert done.returncode == 0
    assert "NOT_VALID" not in done.stdout
    assert "error AEO-LIF-06" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(aeo, name):
    done = aeo(name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: aeo {name} ")


def test_an_internal_error_exits_with_5_and_hides_the_traceback(tmp_path: Path):
    code = (
        "import aeo_exchange.operations.explain as e\n"
        "def broken(code): raise ZeroDivisionError('x')\n"
        "e.explain = broken\n"
        "from aeo_exchange.cli import main\n"
        "main(['explain', 'AEO-SYN-01'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 5
    assert "internal error: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told(aeo):
    assert aeo("--version").stdout.startswith("aeo, version ")


def test_a_code_like_no_other_gets_a_next_step_and_one_that_is_near_a_guess(aeo):
    for command, far, near in (
        (("explain",), "foo", "AEO-LIF-6"),
        (("programmes", "show"), "foo", "HK-AE"),
    ):
        unlike, like = aeo(*command, far), aeo(*command, near)
        assert (unlike.returncode, like.returncode) == (2, 2)
        assert "list` shows them all" in unlike.stderr
        assert "did you mean" not in unlike.stderr
        assert "did you mean" in like.stderr


@pytest.mark.parametrize("code", ["TR", "tr"])
def test_the_code_of_an_economy_tells_its_programmes(aeo, code):
    done = aeo("programmes", "show", code)
    assert done.returncode == 0
    assert "Türkiye has one programme of its own: TR-YYS." in done.stdout
    assert aeo("programmes", "show", "QZ").returncode == 2
