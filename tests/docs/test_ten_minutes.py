"""The ten minutes of a sender and of a receiver are one story, run in order in one folder."""

from __future__ import annotations

import re
import shutil

import pytest

from docs.nights import GUIDE, ROOT, Story, commands, missing

SENDER, RECEIVER = (GUIDE.with_name(name) for name in ("sender.md", "receiver.md"))


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is absent")
def test_the_commands_of_both_guides_print_what_is_shown(tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    story = Story(tmp_path)
    for command, shown in (*commands(SENDER), *commands(RECEIVER)):
        said = story.run(command)
        assert missing(shown, said) == [], (command, said)
        told = [line for line in said if line.startswith(("error", "Error", "Usage"))]
        assert told == [line for line in shown if line.startswith("error")], said


def test_each_command_for_a_receiver_is_run_but_those_for_a_server():
    text = RECEIVER.read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    assert all("postgresql://" in line for block in blocks for line in block.splitlines())
