"""The guide of every night is a story: its commands are run in order, and its job is one."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess

import pytest

from aeo_exchange.operations.exchange.snapshot_advice import ADVICE
from docs.nights import Story, commands, files, missing

needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="bash is absent")


@needs_bash
def test_the_commands_print_what_is_shown(tmp_path):
    story = Story(tmp_path)
    for command, shown in commands():
        said = story.run(command)
        assert missing(shown, said) == [], (command, said)
        told = [line for line in said if line.startswith(("error", "Error", "Usage"))]
        assert all(line in shown for line in told), (command, said)


@needs_bash
def test_the_night_is_a_script_of_the_shell(tmp_path):
    (tmp_path / "night.sh").write_text(files()["night.sh"])
    subprocess.run(["sh", "-n", "night.sh"], cwd=tmp_path, check=True)
    assert "set -eu" in files()["night.sh"]


def test_the_line_of_cron_and_the_units_run_the_night():
    *settings, line = files()["aeo-night.cron"].splitlines()
    assert all(re.fullmatch(r"[A-Z]+=\S+", setting) for setting in settings)
    assert re.match(r"\d+ \d+ \* \* \* aeo .*\bsh night\.sh\b", line)
    for name, section in (("service", "Service"), ("timer", "Timer")):
        unit = configparser.ConfigParser(interpolation=None, delimiters=("=",))
        unit.optionxform = str
        unit.read_string(files()[f"aeo-night.{name}"])
        assert section in unit
    assert "ExecStart=/bin/sh night.sh\n" in files()["aeo-night.service"]


def test_every_code_by_which_a_message_is_refused_has_its_line_in_the_table():
    from docs.nights import GUIDE

    table = GUIDE.read_text("utf-8").partition("## What to do at each refusal")[2]
    # Of the head itself the sender need not be told: it made it by this program.
    codes = {code for code in ADVICE if "AEO-XCH-15" <= code <= "AEO-XCH-29"}
    assert {code for code in codes if code not in table} == set()
    for number in range(60, 66):
        assert f"AEO-XCH-{number}" in table
