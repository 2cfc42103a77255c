"""What others wrote cannot steer the terminal, nor begin a line of its own."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import aeo_exchange.cli
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.cli.run import run_command
from aeo_exchange.safe_text import excerpt
from rows import for_each_row

# An escape, a line break, C1, a separator of lines, a turn of direction, half a character.
HOSTILE = "x\x1b[8m\nkid  forged\x9b\u2028\u202e"
MARKS = [*HOSTILE[1:2], "\x9b", "\u2028", "\u202e", "\nkid  forged", "\nchecked 9 record"]
# A type for foreign text would have to be taken off at each place that cuts, joins or colours it,
# and these are most; so this list is what leaves no other way.
# Modules that print their own words, or lines that were made visible before; all others use
# note, tell, print_rows and print_answer.
PRINTERS = {
    "answer.py", "completion.py", "demo.py", "explain.py", "identifier.py",
    "outputs.py", "profile.py", "register.py", "run.py", "schema.py", "stale.py",
    "status_list.py", "terminal.py", "use.py",
    "conformance/coverage.py", "conformance/finish.py", "conformance/lines.py",
    "render/listing.py",
}  # fmt: skip


def unsteered(done) -> None:
    said = done.stdout + done.stderr
    assert not [mark for mark in MARKS if mark in said]


def test_no_other_module_prints_by_itself():
    folder = Path(aeo_exchange.cli.__file__).parent
    printers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"echo", "secho", "print"}
    }
    assert printers == PRINTERS


@for_each_row("mark", ["\x1b", "\n", "\x85", "\u2028", "\u202e", "\udcff", "\x9b"])
def test_an_excerpt_shows_what_would_steer(mark):
    assert excerpt(f"a{mark}b") == f"a\\u{ord(mark):04x}b"


def test_the_subject_of_a_certificate_cannot_write_a_key_id(aeo, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTILE + "y" * 30)])
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(5)
        .not_valid_before(moment).not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .public_key(key.public_key()).sign(key, hashes.SHA256())
    )  # fmt: skip
    (tmp_path / "c.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    done = aeo("key", "show", "c.pem")
    assert done.returncode == 0
    unsteered(done)
    assert "\\u001b[8m" in done.stdout
    assert len(done.stdout.splitlines()) == 6


@pytest.mark.parametrize(
    "command",
    [
        ["validate"],
        ["validate", "--format=github"],
        ["validate", "--format=junit"],
        ["validate", "--format=json"],
        ["validate", "--format=ndjson"],
        ["validate", "--format=sarif"],
        ["convert", "--to=xml"],
        ["digest"],
        ["digest", "--format=ndjson"],
        ["status", "--at=2026-11-01", "--format=json"],
        ["verify", "--no-state", "--format=json"],
        ["sign", "--issuer=HK", "--key=K.pem", "--status-list=none"],
        ["verify", "--no-state"],
        ["qr", "-o", "q.png"],
        ["present", "-o", "p.sdjwt"],
    ],
)
def test_names_of_members_and_files_do_not_steer(aeo, tmp_path, sample, command):
    from aeo_exchange.resources import published

    (tmp_path / "K.pem").write_bytes(published("conformance/keys/hk.private.pem").read_bytes())
    record = {**json.loads(sample), "x\nchecked 9 record" + HOSTILE: 1}
    file = tmp_path / f"f{HOSTILE}.json".replace("/", "_")
    file.write_text(json.dumps(record))
    done = aeo(*command, file.name)
    assert done.returncode in {1, 3, 4}, done.stderr
    unsteered(done)


@for_each_row("mark", ["\x7f", "\x9b", "\u2028", "\u202e", "\U000e0041", "\U0001f6a2"])
def test_what_json_does_not_escape_is_escaped_where_it_cannot_be_printed(mark):
    text = visible_json({"a": f"x{mark}y"})
    assert json.loads(text) == {"a": f"x{mark}y"}
    assert (mark in text) is mark.isprintable()


def test_names_that_are_refused_do_not_steer(aeo):
    for arguments in (["validate", HOSTILE], ["explain", HOSTILE], ["programmes", "show", HOSTILE]):
        done = aeo(*arguments)
        assert done.returncode in {2, 3}
        unsteered(done)


@pytest.mark.parametrize("form", ["text", "json", "ndjson", "sarif", "junit", "github", "csv"])
def test_a_name_that_is_no_utf_8_costs_no_other_file_its_answer(aeo, tmp_path, sample, form):
    import os

    name = os.fsdecode(b"a\xff.aeo.json")
    (tmp_path / name).write_text(sample.replace("HK", "h", 1), "utf-8")
    (tmp_path / "b.aeo.json").write_text(sample.replace("HK", "h", 1), "utf-8")
    done = aeo("validate", ".", f"--format={form}")
    assert done.returncode == 1, done.stderr
    assert "udcff" in done.stdout
    assert "b.aeo.json" in done.stdout


@pytest.mark.parametrize(
    "name", [b"\xff", b"n" * 5000, "a\u0085b".encode(), b"x\0y", b"loop", b"loop/x", b"["]
)
def test_a_name_in_a_list_that_is_no_file_costs_no_other_its_answer(aeo, tmp_path, sample, name):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "r.json").write_text(sample, "utf-8")
    end = b"\0" if b"\0" in name else b"\n"
    (tmp_path / "n.lst").write_bytes(name + end + b"r.json" + end)
    done = aeo("validate", "--files-from", "n.lst", "--format=ndjson")
    assert done.returncode == 3, done.stderr
    verdicts = [json.loads(line)["verdict"] for line in done.stdout.split("\n") if line]
    assert verdicts[-1] == "VALID"
    assert set(verdicts[:-1]) == {"UNDETERMINED"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "r.json", "--state", "loop"],
        ["verify", "r.json", "--trust", "loop"],
        ["validate", "r.json", "-o", "loop", "--force"],
        ["status-list", "allocate", "loop"],
        ["status-list", "show", "loop"],
        ["trust", "show", "loop"],
        ["key", "show", "loop"],
        ["present", "loop"],
        ["qr", "loop"],
        ["validate", "loop"],
        ["validate", "r.json", "--reference", "loop"],
        ["validate", "r.json", "--profile", "loop"],
    ],
)
def test_a_circle_of_links_cannot_be_read(aeo, tmp_path, sample, arguments):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "r.json").write_text(sample, "utf-8")
    done = aeo(*arguments)
    assert done.returncode == 3, done.stderr
    assert "internal" not in done.stderr


def test_convert_and_digest_tell_some_findings_and_the_totals(aeo, tmp_path, line):
    (tmp_path / "bad.ndjson").write_text((line.replace("recordId", "recordID") + "\n") * 30)
    for command in (["digest"], ["convert", "--to=xml"]):
        done = aeo(*command, "bad.ndjson", "--max-errors=2")
        assert done.stderr.count("aeo explain") == 2
        assert "2 of" in done.stderr
        assert "by rule: AEO-STR-" in done.stderr


def test_a_byte_that_is_no_utf_8_is_escaped_in_json_wherever_it_stands():
    told = visible_json({"a": ["caf\udce9", {"b": ("x\udcff", 1)}], "c": None})
    assert json.loads(told) == {"a": ["caf\\udce9", {"b": ["x\\udcff", 1]}], "c": None}


@for_each_row(
    "asked",
    [
        ("register", "history", "HK/caf\udce9", "--db", "r.db"),
        ("register", "adopt", "--db", "r.db", "--head", "caf\udce9"),
    ],
)
def test_an_argument_that_is_no_text_is_told_as_wrong_usage(aeo, asked):
    aeo("register", "init", "--db", "r.db")
    done = aeo(*asked)
    assert (done.returncode, "internal" in done.stderr) == (2, False)
    assert "caf\\udce9 is no text: it has bytes that are no UTF-8" in done.stderr


def test_a_fault_of_a_codec_that_no_argument_explains_is_internal(capsys):
    @click.command
    @click.argument("word")
    def broken(word):
        raise UnicodeError(word)

    assert [run_command(broken, [word]) for word in ("a", "caf\udce9")] == [
        *(Exit.INTERNAL, Exit.USAGE)
    ]
    assert "internal error: UnicodeError: a" in capsys.readouterr().err


@for_each_row("host", ["a" * 64, "a..b", "caf\udce9", "x,a..b"])
def test_a_host_that_no_network_could_be_asked_for_is_wrong_usage(aeo, host):
    done = aeo("register", "init", "--db", f"postgresql://{host}/x")
    assert (done.returncode, "is no name of a host" in done.stderr) == (2, True)
