"""What is there and may not be read is an input that cannot be read, whatever option names it."""

from __future__ import annotations

from itertools import chain

import click
import pytest

from aeo_exchange.resources import published
from cli.test_each_command import commands
from rights import as_no_root
from rows import for_each_row

RECORD = str(published("samples/records/HK-AEO/TIER1.aeo.json"))
PROFILE = ("--profile", str(published("samples/profiles/HK-JP.toml")))
KEY = ("--key", str(published("conformance/keys/hk.private.pem")))
CARD = str(published("samples/attestations/lamp-works.aeo.sdjwt"))
STREAM = (RECORD, *PROFILE, "--sender=HK", "--audience=JP", *KEY)
OF_A_FOLDER = (
    ("register", "apply", "--db=r.db", "shut"),
    ("publish", "--check", "shut"),
    ("publish", RECORD, *PROFILE, *KEY, "-o", "shut"),
    ("snapshot", "check", "shut"),
    ("snapshot", "create", *STREAM, "-o", "shut"),
    ("delta", "check", "shut"),
    ("delta", "make", "shut", "shut", "-o", "d"),
    ("demo", "exchange", "--messages", "shut"),
    ("validate", RECORD, "--reference", "shut"),
    ("validate", "shut"),
)
OF_A_FILE = (
    ("register", "adopt", "--db=r.db", "--own-codes", "shut"),
    ("publish", "--check", ".", "--headers", "shut"),
    ("import", RECORD, "--layout=tr-list", "--answers", "shut"),
    ("import", RECORD, "--layout", "shut"),
    ("match", RECORD, *PROFILE, "--from", RECORD, "--layout", "shut"),
    ("trust", "show", "shut"),
    ("key", "show", "shut"),
    ("conformance", "verify", ".", "--key", "shut"),
    ("qr", CARD, "--card", "-o", "c.pdf", "--font", "shut"),
)


@pytest.fixture
def refused(aeo, tmp_path):
    """Return what runs aeo as a user who may not read `shut`."""
    assert aeo("register", "init", "--db=r.db").returncode == 0

    def run(*arguments):
        (tmp_path / "shut").chmod(0)
        try:
            with as_no_root():
                return aeo(*arguments)
        finally:
            (tmp_path / "shut").chmod(0o700)

    return run


def require_said(done):
    said = done.stdout + done.stderr
    assert (done.returncode, "Permission denied" in said) == (3, True), said
    assert "Errno" not in said


@for_each_row("arguments", OF_A_FOLDER)
def test_a_folder_without_the_right_to_read_it_is_no_wrong_usage(refused, tmp_path, arguments):
    (tmp_path / "shut").mkdir(exist_ok=True)
    require_said(refused(*arguments))


@for_each_row("arguments", OF_A_FILE)
def test_a_file_without_the_right_to_read_it_is_no_wrong_usage(refused, tmp_path, arguments):
    (tmp_path / "shut").touch()
    require_said(refused(*arguments))


def test_a_file_of_local_reference_data_is_told_so_too(refused, tmp_path):
    (tmp_path / "local" / "programmes").mkdir(parents=True)
    (tmp_path / "shut").touch()
    (tmp_path / "local" / "programmes" / "HK-AEO.toml").symlink_to(tmp_path / "shut")
    require_said(refused("validate", RECORD, "--reference", "local"))


@for_each_row("arguments", (("publish", "--check", "gone"), ("trust", "show", "gone")))
def test_what_is_not_there_is_no_wrong_usage_either(aeo, arguments):
    done = aeo(*arguments)
    assert (done.returncode, done.stderr) == (3, "error: gone: No such file or directory\n")


def test_no_option_asks_for_a_right_before_the_file_is_opened():
    options = chain.from_iterable(command.params for _, command in commands())
    paths = [option.type for option in options if isinstance(option.type, click.Path | click.File)]
    assert len(paths) > len(OF_A_FILE)
    for kind in paths:
        assert isinstance(kind, click.Path)
        assert {kind.exists, kind.readable, kind.writable, kind.executable} == {False}
