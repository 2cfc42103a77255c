"""The guide about declarations: its commands run in order, in one folder, as they are written."""

from __future__ import annotations

import shutil

import pytest

from docs.nights import FILE, GUIDE, ROOT, Story, commands, missing

DECLARATIONS = GUIDE.with_name("declarations.md")


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is absent")
def test_the_commands_of_the_guide_print_what_is_shown(tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    for file in FILE.finditer(DECLARATIONS.read_text("utf-8")):
        (tmp_path / file["name"]).write_text(file["text"], "utf-8")
    story = Story(tmp_path)
    listed = commands(DECLARATIONS)
    assert len(listed) > 1
    for command, shown in listed:
        said = story.run(command)
        assert missing(shown, said) == [], (command, said)
