from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aeo_exchange.cli.commands import COMMANDS
from aeo_exchange.resources import published
from schemas import keep_to, printed_schema

LIF_06 = "Reinstated takes effect only while the authorisation is suspended."


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


@pytest.mark.parametrize("target", [(), ("-o", "-")])
@pytest.mark.parametrize("to", ["csv", "json", "xml", "ndjson"])
def test_convert_writes_nothing_to_standard_output_when_there_is_no_record(
    aeo, tmp_path, to, target
):
    (tmp_path / "none.txt").write_text("nothing of ours")
    done = aeo("convert", "none.txt", "--to", to, *target)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing was written: there was no record to convert" in done.stderr


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
    keep_to(json.loads(done.stdout), printed_schema("digest"))
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
        (["programmes", "stale", "HK-AEO", "--at=2026-11-01"], "programmes-stale"),
        (["schema", "list"], "schemas"),
    ],
)
def test_json_output_holds_to_its_published_schema(aeo, arguments, schema):
    done = aeo(*arguments, "--format=json")
    assert done.returncode == 0, done.stderr
    keep_to(json.loads(done.stdout), printed_schema(schema))


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


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_a_script(aeo, shell):
    done = aeo("completion", shell)
    assert done.returncode == 0
    assert "_AEO_COMPLETE" in done.stdout


def test_the_script_for_powershell_asks_this_program_by_its_name(aeo):
    script = aeo("completion", "powershell").stdout
    assert script.startswith("Register-ArgumentCompleter -Native -CommandName aeo ")
    assert "'powershell_complete'" in script
    assert script.count("{") == script.count("}")


def completed(aeo, line, number):
    """Return what PowerShell is told, as its script reads it: kind, word and help by turns."""
    done = aeo(_AEO_COMPLETE="powershell_complete", COMP_WORDS=line, COMP_CWORD=str(number))
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert len(said) % 3 == 0
    return list(zip(said[::3], said[1::3], said[2::3], strict=True))


def test_powershell_is_told_commands_options_and_choices(aeo):
    assert [word for _, word, _ in completed(aeo, "aeo va", 1)] == ["validate"]
    commands = completed(aeo, "aeo", 1)
    assert [word for _, word, _ in commands] == list(COMMANDS)
    assert all(said != "_" for _, _, said in commands)
    options = [word for _, word, _ in completed(aeo, "aeo validate --", 2)]
    assert {"--together", "--jobs", "--help"} <= set(options)
    assert [word[:2] for word in completed(aeo, "aeo convert --to nd", 3)] == [("plain", "ndjson")]
    assert completed(aeo, "aeo validate re", 2) == [("file", "re", "_")]


def test_a_shell_that_click_does_not_know_is_said_so(monkeypatch, capsys):
    from aeo_exchange.cli.commands import group
    from aeo_exchange.cli.exits import Exit
    from aeo_exchange.cli.run import run_command

    monkeypatch.setattr("aeo_exchange.cli.completion.get_completion_class", lambda _: None)
    assert run_command(group, ["completion", "powershell"]) is Exit.USAGE
    assert "click>=8.5" in capsys.readouterr().err


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
        "import aeo_exchange.operations.reference.explain as e\n"
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


def test_what_reads_nothing_loads_nothing_that_reads():
    loads = (
        "import sys; from aeo_exchange.cli.commands import run; run(['--help']); "
        "print(sorted({'msgspec', 'lxml', 'aeo_exchange.report'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


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


@pytest.mark.parametrize(
    "command",
    [["validate"], ["digest"], ["status"], ["convert", "--to=xml"], ["verify"]],
    ids=" ".join,
)
def test_an_empty_folder_is_said_to_have_nothing_to_read(aeo, tmp_path, command):
    (tmp_path / "empty").mkdir()
    done = aeo("--color=always", *command, "empty")
    assert done.returncode == 3
    said = done.stdout + done.stderr
    assert "cannot be read: has no file with a suffix of ." in said
    assert "No such file" not in said
    assert "\\u001b" not in said


@pytest.mark.parametrize("group", ["rules", "codes", "key", "trust", "identifier"])
def test_a_group_without_a_command_shows_its_help_page_in_lines(aeo, group):
    done = aeo(group)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Usage: aeo {group} ")
    assert len(done.stderr.splitlines()) > 5
    assert "\\u000a" not in done.stderr


def test_a_name_like_no_other_is_not_answered_with_every_name(aeo):
    for group, name in (("schema", "qqqq"), ("codes", "qqqq"), ("programmes", "qqqq")):
        done = aeo(group, "show", name)
        assert done.returncode == 2
        assert f"`aeo {group} list` shows them all" in done.stderr
    done = aeo("explain", "foo")
    assert (done.returncode, "`aeo rules list` shows them all" in done.stderr) == (2, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    "command", [["digest"], ["convert", "--to=xml"], ["validate"]], ids=" ".join
)
def test_a_full_disk_is_told(tmp_path, sample, command):
    (tmp_path / "r.json").write_text(sample)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "aeo_exchange", *command, "r.json"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert "standard output: No space left on device" in done.stderr
