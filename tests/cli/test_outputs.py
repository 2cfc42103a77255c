"""No output destroys what is not an output, and what is stopped leaves nothing behind."""

from __future__ import annotations

import json
import os
import shlex
import signal
import stat
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import click
import pytest

from aeo_exchange.cli import read_files
from aeo_exchange.cli.commands import group
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.resources import published

KEY = published("conformance/keys/hk.private.pem")
CERTIFICATE = published("conformance/keys/hk.cert.pem")
AT = "--at=2026-05-01"
PLACE = ("--status-uri=https://example.org/status/1", "--status-index=4711")


@pytest.fixture
def folder(aeo, tmp_path, sample):
    """Return a folder with one of each file that a command reads."""
    (tmp_path / "R.json").write_text(sample, "utf-8")
    (tmp_path / "K.pem").write_bytes(KEY.read_bytes())
    (tmp_path / "C.pem").write_bytes(CERTIFICATE.read_bytes())
    (tmp_path / "N.lst").write_text("R.json\n")
    (tmp_path / "P.toml").write_text('name = "p"\n')
    (tmp_path / "ref" / "programmes").mkdir(parents=True)
    (tmp_path / "ref" / "programmes" / "X.toml").write_text("")
    aeo("status-list", "create", "--uri=https://example.org/status/1", "-o", "L.json")
    return tmp_path


@pytest.mark.parametrize(
    ("victim", "command"),
    [
        ("R.json", ["validate", "R.json"]),
        ("N.lst", ["validate", "--files-from", "N.lst"]),
        ("P.toml", ["validate", "R.json", "--profile", "P.toml"]),
        ("ref/programmes/X.toml", ["validate", "R.json", "--reference", "ref"]),
        ("K.pem", ["sign", "R.json", "--issuer=HK", "--full", "--key", "K.pem", AT, *PLACE]),
        (
            "C.pem",
            [
                "sign",
                "R.json",
                "--issuer=HK",
                "--full",
                "--key=K.pem",
                "--cert",
                "C.pem",
                AT,
                *PLACE,
            ],
        ),
        (
            "L.json",
            [
                "sign",
                "R.json",
                "--issuer=HK",
                "--full",
                "--key=K.pem",
                AT,
                "--status-list",
                "L.json",
            ],
        ),
        ("K.pem", ["status-list", "sign", "L.json", "--key", "K.pem", AT]),
        ("L.json", ["status-list", "sign", "L.json", "--key", "K.pem", AT]),
        ("C.pem", ["verify", "R.json", "--root", "C.pem", "--no-state"]),
        ("C.pem", ["verify", "R.json", "--root", "HK=C.pem", "--no-state"]),
        ("R.json", ["verify", "N.lst", "--record", "R.json", "--no-state"]),
        ("L.json", ["verify", "N.lst", "--state", "L.json"]),
        ("N.lst", ["verify", "R.json", "--status-list", "N.lst", "--no-state"]),
        ("N.lst", ["verify", "R.json", "--trust", "N.lst", "--no-state"]),
        ("N.lst", ["verify", "R.json", "--root-handover", "N.lst", "--no-state"]),
        ("C.pem", ["trust", "build", "--authority", "HK=C.pem"]),
        ("R.json", ["digest", "R.json"]),
        ("R.json", ["convert", "R.json", "--to=xml"]),
    ],
)
def test_no_output_is_an_input_by_whatever_option(aeo, folder, victim, command):
    before = (folder / victim).read_bytes()
    done = aeo(*command, "-o", victim, "--force")
    assert done.returncode in {2, 3}, done.stderr
    assert (folder / victim).read_bytes() == before
    assert "is an input" in done.stderr or victim in {"L.json", "ref/programmes/X.toml"}


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_an_input_is_known_by_every_name_that_it_has(aeo, folder, link):
    link(folder / "K.pem", folder / "other.name")
    command = ("sign", "R.json", "--issuer=HK", "--full", "--key", "K.pem", AT, *PLACE)
    done = aeo(*command, "-o", "other.name", "--force")
    assert "is an input" in done.stderr
    assert (folder / "other.name").read_bytes() == KEY.read_bytes()


@pytest.mark.parametrize("named", ["R.json/", "R.json/.", "link/", "link/."])
@pytest.mark.parametrize("target", ["R.json", "hard.json", "link"])
def test_a_file_that_is_named_as_a_folder_is_an_input(aeo, folder, sample, named, target):
    """No such folder is there, and the file is read all the same."""
    (folder / "link").symlink_to("R.json")
    os.link(folder / "R.json", folder / "hard.json")
    done = aeo("digest", named, "-o", target, "--force")
    assert (done.returncode, f"{target} is an input" in done.stderr) == (2, True)
    assert (folder / target).read_text("utf-8") == sample


def test_a_file_that_two_names_come_to_is_read_once(aeo, folder):
    (folder / "link").symlink_to("R.json")
    done = aeo("digest", "R.json", "link", "link/", "R.json/", "./link/.")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("target", ["bare/note.txt", "link"])
def test_a_folder_in_which_nothing_was_found_is_an_input(aeo, folder, target):
    (folder / "bare").mkdir()
    (folder / "bare" / "note.txt").write_text("kept")
    (folder / "link").symlink_to("bare/note.txt")
    done = aeo("digest", "bare", "-o", target, "--force")
    assert (done.returncode, f"{target} is an input" in done.stderr) == (2, True)
    assert list((folder / "bare").iterdir()) == [folder / "bare" / "note.txt"]
    assert (folder / "bare" / "note.txt").read_text() == "kept"


def test_what_comes_to_be_in_place_of_a_missing_input_is_no_output(aeo, folder, monkeypatch):
    """It was looked up when nothing was there, and is looked up again."""
    noted = read_files.note_found

    def and_is_made(several):
        noted(several)
        (folder / "late.json").write_text("{}")
        os.link(folder / "late.json", folder / "other.json")

    monkeypatch.setattr("aeo_exchange.cli.inputs.note_found", and_is_made)
    done = aeo("digest", "late.json", "-o", "other.json", "--force")
    assert (done.returncode, "other.json is an input" in done.stderr) == (2, True)


@pytest.fixture
def looks(monkeypatch):
    """Count how often the system is asked about a path."""
    counted: Counter[str] = Counter()

    def counting(ask):
        def asked(path, *more, **other):
            counted[os.fsdecode(path) if isinstance(path, str | os.PathLike) else "open"] += 1
            return ask(path, *more, **other)

        return asked

    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, counting(getattr(os, name)))
    return counted


def test_of_many_inputs_each_is_looked_up_once(aeo, folder, looks):
    """Each look takes as long as all else that is done before a file is read."""
    for place in range(20):
        (folder / f"{place}.json").write_text("{}")
    names = [f"{place}.json" for place in range(20)]
    looks.clear()
    assert aeo("digest", *names, "-o", "out").returncode == 1
    assert {name: looks[name] for name in names} == dict.fromkeys(names, 1)


def test_an_output_is_compared_with_all_inputs_at_once(aeo, folder, looks):
    """A thousand attestations of a thousand files asked the system a million times."""
    record = json.loads((folder / "R.json").read_text("utf-8"))
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    for place in range(20):
        record["recordId"] = f"HK-2021-{place:04}"
        (folder / "in" / f"{place}.aeo.json").write_text(json.dumps(record), "utf-8")
    looks.clear()
    command = ("sign", "in", "--issuer=HK", "--full", "--key", "K.pem", AT)
    assert aeo(*command, "--status-list", "L.json", "-o", "out/").returncode == 0
    assert len(list((folder / "out").iterdir())) == 20
    inputs = [count for name, count in looks.items() if name.startswith("in/")]
    assert inputs == [1] * 20


def test_a_file_that_takes_the_place_of_an_input_is_no_output(aeo, folder, monkeypatch):
    """What was found by its inode is known by where it stands, too."""
    noted = read_files.note_found

    def and_is_replaced(several):
        noted(several)
        (folder / "new").write_text("{}")
        (folder / "new").replace(folder / "R.json")

    monkeypatch.setattr("aeo_exchange.cli.inputs.note_found", and_is_replaced)
    done = aeo("digest", "R.json", "-o", "R.json", "--force")
    assert (done.returncode, "R.json is an input" in done.stderr) == (2, True)
    assert (folder / "R.json").read_text() == "{}"


def commands(command: click.Command, name: str = "aeo"):
    """Yield every command with its name."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            inner = command.get_command(context, word)
            assert inner is not None
            yield from commands(inner, f"{name} {word}")
    else:
        yield name, command


def test_every_path_that_a_command_takes_is_remembered_as_an_input_or_is_an_output():
    # Streams and sites take folders, into which files of new names are written.
    outputs = {"target", "certificate", "folder", "result", "site", "messages"}
    bare = [
        f"{name} {parameter.name}"
        for name, command in commands(group)
        for parameter in command.params
        if isinstance(parameter.type, click.Path)
        and not isinstance(parameter.type, InputPath)
        and parameter.name not in outputs
    ]
    assert bare == []


def test_a_pipe_is_written_to_and_stays_a_pipe(aeo, folder):
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    done = aeo("digest", "R.json", "-o", "pipe", "--force")
    reader.join(10)
    assert done.returncode == 0
    assert b"HK-" in read[0]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a device")
def test_a_device_is_written_to_and_stays_a_device(aeo, folder):
    os.mknod(folder / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    assert aeo("validate", "R.json", "-o", "null", "--force").returncode == 0
    assert stat.S_ISCHR((folder / "null").stat().st_mode)


def test_the_open_files_of_the_process_have_names_that_are_written_to(
    aeo_process, folder, forked_aeo
):
    assert "HK-" in aeo_process("digest", "R.json", "-o", "/dev/stdout").stdout
    whole = folder / "out.txt"
    with whole.open("wb") as stream:
        command = (*forked_aeo, "digest", "R.json", "-o", "/dev/stdout")
        subprocess.run(command, cwd=folder, stdout=stream, check=True)
        stream.write(b"after\n")
    assert whole.read_bytes().endswith(b"after\n")


@pytest.mark.parametrize(("target", "said"), [("ref", "is a folder"), ("/dev/full", "No space")])
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_written_is_named(aeo, target, said):
    done = aeo("digest", "R.json", "-o", target, "--force")
    assert done.returncode in {2, 3}
    assert f"{target}" in done.stderr
    assert said in done.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("option", ["-o", "--loss-report"])
def test_an_output_without_a_name_is_told(aeo, option):
    done = aeo("convert", "R.json", "--to=csv", option, "")
    assert done.returncode == 2
    assert "an output is given no name" in done.stderr


def test_a_link_stays_and_what_it_points_to_is_replaced(aeo, folder):
    (folder / "old.txt").write_text("old")
    (folder / "link").symlink_to("old.txt")
    assert aeo("digest", "R.json", "-o", "link", "--force").returncode == 0
    assert (folder / "link").is_symlink()
    assert "HK-" in (folder / "old.txt").read_text()


def test_a_key_and_its_certificate_are_not_one_file_by_two_names(aeo, folder):
    done = aeo("key", "generate", "-o", "new.pem", "--cert", "./ref/../new.pem", "--subject=CN=x")
    assert done.returncode == 2
    assert not (folder / "new.pem").exists()


CLOSED = [
    (">&-", 3, "standard output"),
    (">/dev/full", 3, "standard output"),
    ("2>&-", 0, ""),
    ("<&-", 0, ""),
    ("<&- >&- 2>&-", 3, ""),
]


# What prints by itself meets every kind of closing; what click prints, those of its own stream.
@pytest.mark.parametrize(
    ("command", "closed", "code", "said"),
    [
        *(("digest R.json", *row) for row in CLOSED),
        *(
            (words, *row)
            for words in ("codes list", "--version", "verify --help")
            for row in CLOSED[:2]
        ),
    ],
)
def test_a_standard_stream_may_be_closed(folder, command, closed, code, said):
    line = f"{sys.executable} -m aeo_exchange {command} {closed}"
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_standard_input_that_is_closed_cannot_be_read(folder):
    line = f"{sys.executable} -m aeo_exchange digest - <&-"
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "<stdin>  error AEO-SYN-00  cannot be read" in done.stderr


@pytest.mark.parametrize("words", ["key show -", "present -", "qr -", "validate --files-from -"])
def test_standard_input_is_named_where_it_cannot_be_read(folder, words):
    line = f"{sys.executable} -m aeo_exchange {words} <&-"
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.startswith("error: standard input: ")) == (3, True)


def stopped(folder: Path, sample: str, number: int, target: str) -> subprocess.Popen[bytes]:
    """Stop `aeo sign` by a signal when it has drawn places, and has more records to sign."""
    line = json.dumps(json.loads(sample), ensure_ascii=False).encode() + b"\n"
    (folder / "in.ndjson").write_bytes(line * 40_000)
    command = [
        sys.executable,
        "-m",
        "aeo_exchange",
        "sign",
        "in.ndjson",
        "--issuer=HK",
        "--full",
        AT,
    ]
    command += ["--key=K.pem", "--status-list=L.json", "-o", target]
    before = (folder / "L.json").read_bytes()
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    while (folder / "L.json").read_bytes() == before or not list(folder.glob(".out*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    process.wait()
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_signing_leaves_no_place_valid_for_what_does_not_exist(
    aeo, folder, sample, number
):
    process = stopped(folder, sample, number, "out.sdjwt")
    if number != signal.SIGKILL:
        assert process.returncode == 130
        assert not list(folder.glob(".*"))
    assert not (folder / "out.sdjwt").exists()
    shown = json.loads(aeo("status-list", "show", "L.json", "--format=json").stdout)
    assert shown["counts"]["valid"] == shown["allocated"] == 0
    assert shown["reserved"] > 0


ASKED_WHERE_IT_IS_DROPPED = """
import io, os, sys, time
from aeo_exchange.cli import streams
import signal
signal.signal(int(sys.argv[1]), signal.SIG_DFL)  # who runs the tests may ignore it, as nohup does
streams.stop_by_exception()
waiting = [int(sys.argv[1])]
def asked():
    if waiting:
        os.kill(os.getpid(), waiting.pop())
        for _ in range(10): pass
class Reported:
    def __del__(self):
        asked()
class Silent(io.RawIOBase):
    def close(self):
        asked()
try:
    %s()
    for _ in range(1000): time.sleep(0.01)
except (KeyboardInterrupt, streams.Stopped):
    time.sleep(0.1)  # what is half done is undone, and nobody asks again meanwhile
    print("stopped")
finally:
    streams.stop_watching()
for _ in range(10): time.sleep(0.01)
"""


@pytest.mark.parametrize("dropped", ["Reported", "Silent"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_asked_for_where_python_drops_exceptions_is_asked_again(number, dropped):
    program = ASKED_WHERE_IT_IS_DROPPED % dropped
    done = subprocess.run(
        [sys.executable, "-c", program, str(int(number))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "stopped\n", "")


ASKED_TWICE = """
import os, sys, time
from aeo_exchange.cli import streams
import signal
signal.signal(int(sys.argv[1]), signal.SIG_DFL)  # who runs the tests may ignore it, as nohup does
streams.stop_by_exception()
try:
    os.kill(os.getpid(), int(sys.argv[1]))
    time.sleep(10)
except (KeyboardInterrupt, streams.Stopped):
    os.kill(os.getpid(), int(sys.argv[1]))
    time.sleep(10)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_asks_twice_is_not_kept_waiting(number):
    command = [sys.executable, "-c", ASKED_TWICE, str(int(number))]
    assert subprocess.run(command, check=False).returncode == -number


@pytest.mark.usefixtures("folder")
def test_what_was_signed_is_handed_out(aeo):
    command = (
        "sign",
        "R.json",
        "--issuer=HK",
        "--full",
        "--key=K.pem",
        AT,
        "--status-list",
        "L.json",
    )
    for number, target in enumerate((None, "A.sdjwt", "out/"), 1):
        assert aeo(*command, *(["-o", target] if target else [])).returncode == 0
        shown = json.loads(aeo("status-list", "show", "L.json", "--format=json").stdout)
        assert (shown["counts"]["valid"], shown["reserved"]) == (number, 0)


@pytest.mark.parametrize(
    "line",
    [
        "convert --to=ndjson R.json >> R.json",
        "convert --to=ndjson - < R.json >> R.json",
        "convert --to=ndjson - -o R.json --force < R.json",
        "convert --to=ndjson - -o link.json --force < R.json",
        "validate R.json 1<> R.json",
        # By a name of an open file.
        "convert --to=xml R.json -o /dev/stdout 1<> R.json",
        "convert --to=xml R.json -o /dev/fd/7 7<> R.json",
        "validate R.json -o /proc/self/fd/7 --force 7>> R.json",
        # Of commands that have no option for their output.
        "key show R.json >> R.json",
        "key show - < R.json >> R.json",
        "profile check R.json 1<> R.json",
        "programmes stats R.json >> R.json",
        "trust show R.json >> R.json",
        "trust check R.json >> R.json",
        "status-list show R.json 1<> R.json",
        "recognise --tin HK00000033 --party-role exporter --flow import --profile R.json >> R.json",
    ],
)
def test_no_output_is_what_a_shell_leads_into_the_input(folder, line, forked_aeo):
    (folder / "link.json").symlink_to("R.json")
    before = (folder / "R.json").read_bytes()
    # What is forked has three streams alone.
    words = (sys.executable, "-m", "aeo_exchange") if "/fd/7" in line else forked_aeo
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(words)} {line}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (folder / "R.json").read_bytes() == before
    assert done.returncode == 2
    assert "is an input; choose another output" in done.stderr


def test_a_device_may_be_standard_input_and_the_output(folder, forked_aeo):
    line = f"{shlex.join(forked_aeo)} convert --to=xml - -o /dev/null < /dev/null"
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "is an input" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["convert", "R.json", "--to", "csv", "-o", "X", "--loss-report", "X"],
        ["convert", "R.json", "--to", "csv", "-o", "X", "--loss-report", "./X"],
        ["convert", "R.json", "--to", "csv", "-o", "X", "--loss-report", "link"],
        ["convert", "R.json", "--to", "csv", "--loss-report", "-"],
        ["import", "S.csv", "--layout", "tr-list", "-o", "X", "--report", "X"],
        ["import", "S.csv", "--layout", "tr-list", "-o", "X", "--candidates", "X"],
        ["import", "S.csv", "--layout", "tr-list", "-o", "Y", "--report", "X", "--candidates", "X"],
    ],
)
def test_no_output_is_another_output_of_the_command(aeo, folder, command):
    (folder / "X").write_text("as before")
    (folder / "link").symlink_to("X")
    (folder / "S.csv").write_text("a;b\n1;2\n")
    done = aeo(*command, "--force")
    assert done.returncode == 2
    assert "another output" in done.stderr
    assert (folder / "X").read_text() == "as before"
    assert not (folder / "Y").exists()


def test_two_outputs_may_be_one_device(aeo, folder):
    command = ("convert", "R.json", "--to", "csv", "-o", os.devnull, "--loss-report", os.devnull)
    assert aeo(*command).returncode == 0
    assert folder.is_dir()


@pytest.mark.parametrize("report", ["ref", "absent/L", "", "R.json", "C.pem"])
def test_a_list_of_losses_that_cannot_be_written_is_refused_before_the_records_are(
    aeo, folder, report
):
    done = aeo("convert", "R.json", "--to", "csv", "-o", "X", "--loss-report", report)
    assert done.returncode == 2
    assert not (folder / "X").exists()


@pytest.mark.parametrize(
    "command",
    [("convert", "R.json", "--to", "xlsx"), ("template", "--programme", "IN-AEO")],
)
def test_a_workbook_on_a_full_disk_is_told_in_one_line(aeo_forked, folder, command):
    done = aeo_forked(*command, "-o", "/dev/full")
    assert (done.returncode, done.stderr) == (3, "error: /dev/full: No space left on device\n")
    assert folder.is_dir()
