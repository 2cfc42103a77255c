"""A folder that cannot be looked into is told where a pattern leads through it."""

from __future__ import annotations

import errno
import os

import pytest

from aeo_exchange.resources import published
from rows import for_each_row

pytestmark = pytest.mark.usefixtures("closed")
SAMPLE = published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes()


@pytest.fixture
def closed(tmp_path, monkeypatch):
    """Make two folders with a record each, of which `all/2026` can only be named."""
    for folder in ("all/2025", "all/2026", "all/.hidden"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.json").write_bytes(SAMPLE)
    scandir, stat, lstat = os.scandir, os.stat, os.lstat

    def closed_to(asked):
        def ask(path=".", **more):
            if "/2026/" in f"{path}/" and not (asked is not scandir and str(path)[-4:] == "2026"):
                raise PermissionError(errno.EACCES, "Permission denied", path)
            return asked(path, **more)

        return ask

    for name, asked in (("scandir", scandir), ("stat", stat), ("lstat", lstat)):
        monkeypatch.setattr(os, name, closed_to(asked))
    return tmp_path


@for_each_row(
    "pattern",
    ["all/*/*.json", "all/*/a.json", "all/**/*.json", "all/**/a.json", "all/2026/*.json", "a*/20*"],
)
def test_what_a_closed_folder_holds_is_not_missed(aeo, pattern):
    done = aeo("validate", pattern)
    assert done.returncode == 3
    assert "all/2026  error AEO-SYN-00  cannot be read: Permission denied" in done.stdout


@for_each_row("pattern", ["all/2025/*.json", "all/*5/a.json", "all/2025/**"])
def test_a_pattern_that_leads_past_it_finds_nothing_wrong(aeo, pattern):
    done = aeo("validate", pattern)
    assert (done.returncode, "checked 1 record of 1 source" in done.stdout) == (0, True)


def test_what_matched_nothing_in_open_folders_is_said_so(aeo):
    done = aeo("validate", "all/2025/*.xml")
    assert (done.returncode, "nothing matched" in done.stdout) == (3, True)


@for_each_row("name", ["all/2025/*.json", "all/2025/[b].json", "all/2025/?.xml"])
def test_a_link_to_nothing_is_read_by_its_name_and_not_as_a_pattern(aeo, tmp_path, name):
    """Its pattern found the link, which was looked for as a pattern again, without end."""
    (tmp_path / name).symlink_to("nowhere")
    done = aeo("validate", name)
    assert done.returncode == 3
    assert f"{name}  error AEO-SYN-00  cannot be read: No such file or directory" in done.stdout
