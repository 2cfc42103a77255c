"""Where a run ends: what is told to a terminal, and the code when nobody reads to the end."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import click
import pytest

from aeo_exchange.cli.commands import group
from aeo_exchange.cli.run import run_command
from aeo_exchange.errors import MissingExtra
from aeo_exchange.resources import published
from signing.tokens import header, signed_by_hk
from trust.made_lists import made, tree
from trust.made_world import NOW, attestation, status, trust

RELY = ("--trust", "list.jwt", "--root", "root.pem", "--status-list", "status.jwt", "--at", NOW)
HOSTILE = {
    "ESC": "\x1b[2J\x1b[31m",
    "BEL": "\x1b]0;title\x07",
    "bidi override": "\u202egnp.exe",
    "1 MB": "a" * 1_000_000,
}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(request) -> str:
    return request.param


@pytest.fixture
def said(tmp_path, monkeypatch, capfd):
    """Return what runs aeo on a file of some content, and gives its code and what it said."""
    monkeypatch.chdir(tmp_path)

    def run_here(content: str | bytes, *arguments: str) -> tuple[int, str]:
        given = content.encode() if isinstance(content, str) else content
        (tmp_path / "given").write_bytes(given)
        code = run_command(group, [*arguments, "given"])
        sys.stdout.flush()
        shown = capfd.readouterr()
        return int(code), shown.out + shown.err

    return run_here


def require_harmless(shown: str) -> None:
    assert shown.replace("\n", "").isprintable()
    assert len(shown) < 2000


def test_present_quotes_no_header_as_it_is(said, hostile):
    code, shown = said(signed_by_hk({**header(), hostile[:100_000]: ""}, {}) + "~", "present")
    assert code == 1
    require_harmless(shown)


def test_a_status_list_is_not_quoted_as_it_is(said, hostile):
    head = {**header(), "typ": "statuslist+jwt"}
    for payload in ({hostile: 1}, {"sub": hostile, "iat": 1, "exp": 1, "status_list": {}}):
        code, shown = said(signed_by_hk(head, payload), "status-list", "show")
        assert code == 1
        require_harmless(shown)
    code, shown = said(json.dumps({hostile: 1}), "status-list", "show")
    assert code != 0
    require_harmless(shown)


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_trust_list_is_not_quoted_as_it_is(said, command, hostile):
    for content in (
        json.dumps(tree(**{hostile: 1})),
        json.dumps(tree(listId=hostile)),
        json.dumps(tree({"administration": hostile})),
        signed_by_hk({**header(), "typ": "aeo-trust-list+jwt"}, {hostile: 1}),
    ):
        code, shown = said(content, "trust", command)
        assert code in {1, 4}
        require_harmless(shown)


def test_a_name_in_a_trust_list_does_not_turn_the_line_round(said):
    listed = tree({**tree()["authorities"][0], "name": "Customs \u202egnp.exe"})
    code, shown = said(json.dumps(listed), "trust", "show")
    assert code == 0
    require_harmless(shown)


def test_an_error_of_the_system_is_escaped(said):
    code, shown = said("", "present", "-o", "no\x1b[2Jsuch/folder")
    assert code != 0
    assert "\x1b" not in shown


@pytest.fixture
def relied_on(tmp_path):
    for name, content in {
        "a.sdjwt": attestation() + b"\n",
        "list.jwt": trust(),
        "root.pem": made("root").pem,
        "status.jwt": status(),
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def left(folder, *arguments: str, stderr: bool = False) -> int:
    """Return the exit code of a process whose output nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [sys.executable, "-m", "aeo_exchange", *arguments],
            stdout=writing,
            stderr=writing if stderr else subprocess.PIPE,
            cwd=folder,
            check=False,
        ).returncode
    finally:
        os.close(writing)


@pytest.mark.long
def test_where_nobody_reads_the_answer_it_is_no_yes_and_no_no_but_it_is_remembered(relied_on):
    arguments = ("verify", "a.sdjwt", *RELY, "--state", "state.json")
    assert left(relied_on, *arguments) == 4
    state = relied_on / "state.json"
    assert json.loads(state.read_bytes())["revisions"]


@pytest.mark.parametrize("arguments", [("--help",), ("codes", "list"), ("trust", "--help")])
def test_every_output_may_be_left_unread(tmp_path, arguments):
    assert left(tmp_path, *arguments) == 4


@pytest.mark.long
def test_an_error_that_nobody_reads_keeps_its_code(tmp_path):
    assert left(tmp_path, "present", "absent.sdjwt", stderr=True) == 3
    assert left(tmp_path, "present", stderr=True) == 2


# What is there and does not load, as a library without the memory to map it.
UNMAPPED = ImportError("libx.so: failed to map segment from shared object")


def raises(raised: BaseException, cause: BaseException | None = None):
    """Return what raises."""

    def begin() -> None:
        raise raised from cause

    return begin


PARQUET = MissingExtra("writing Parquet", "parquet")


@pytest.mark.parametrize(
    ("begin", "code", "told"),
    [
        (raises(MemoryError()), 3, "there is no more memory for this process. Raise its limit"),
        (raises(OSError(errno.EMFILE, "Too many open files")), 3, "Too many open files. Raise"),
        (raises(OSError(errno.EMFILE, "Too many", "aeo-x/y")), 3, "Too many. Raise the limit"),
        (
            raises(OSError(errno.ENOMEM, "Cannot allocate")),
            3,
            "Cannot allocate. Raise the limit of",
        ),
        (raises(OSError(errno.ENOSPC, "No space")), 3, "standard output: No space"),
        (raises(PARQUET, ModuleNotFoundError("pyarrow")), 2, "Install it: pip install"),
        (
            raises(PARQUET, UNMAPPED),
            2,
            "It is installed and could not be loaded: libx.so: failed to map",
        ),
    ],
)
def test_what_the_system_refuses_to_a_process_is_told_as_that(capfd, begin, code, told):
    assert run_command(click.Command("begin", callback=begin), []) == code
    shown = capfd.readouterr().err
    assert told in shown
    assert ("standard output" in shown) is (told == "standard output: No space")


MATCH = ("match", "p.parquet", "--profile", "p.toml", "--from", "none.ndjson", "--by=JP")
TABLE = """
import pyarrow, sys
from pyarrow import parquet

parquet.write_table(pyarrow.table({"id": ["D1"], "aeoNumber": ["HK1"]}), "p.parquet")
"""


@pytest.fixture
def parties(tmp_path):
    """A table in Parquet, and what is asked about it; pyarrow stays out of this process."""
    pytest.importorskip("pyarrow")
    subprocess.run([sys.executable, "-c", TABLE], cwd=tmp_path, check=True)
    (tmp_path / "p.toml").write_bytes(published("samples/profiles/HK-JP.toml").read_bytes())
    record = published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes()
    (tmp_path / "none.ndjson").write_bytes(json.dumps(json.loads(record)).encode())
    return tmp_path


def test_no_command_loads_numpy_whose_end_would_read_as_no(parties):
    command = [sys.executable, "-X", "importtime", "-m", "aeo_exchange", *MATCH]
    done = subprocess.run(command, cwd=parties, capture_output=True, text=True, check=False)
    assert "pyarrow.parquet" in done.stderr
    assert "numpy" not in done.stderr


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory that counts")
def test_a_process_short_of_memory_never_says_no(parties):
    command = ["sh", "-c", 'ulimit -v $0; exec "$@"', "KB", sys.executable, "-m", "aeo_exchange"]
    asked = [*command, *MATCH]
    said = subprocess.run(asked[4:], cwd=parties, capture_output=True, check=False)
    assert said.returncode == 4, said.stderr  # in no stream, so nobody can tell
    for most in range(160_000, 340_000, 20_000):
        asked[3] = str(most)
        done = subprocess.run(asked, cwd=parties, capture_output=True, check=False)
        assert done.returncode != 1, (most, done.stderr)
