"""The guides work as they are written: their files, their commands, what those print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from guides import guide

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("programmes.md", "severities.md", "partner-profiles.md", "import.md")
WITHOUT_FILES = ("how-far.md", "what-a-partner-sees.md")

FILE = re.compile(
    r"<!-- file: (?P<name>\S+) -->\n```(?P<kind>toml|csv)\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str, list[str]]]:
    """Each command of a guide with the lines shown below it."""
    shown: list[tuple[str, str, list[str]]] = []
    for name in (*GUIDES, *WITHOUT_FILES):
        for block in CONSOLE.findall(guide(name)):
            for line in block.splitlines():
                if line.startswith("$ "):
                    shown.append((name, line[2:], []))
                else:
                    shown[-1][2].append(line)
    return shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples, as the reader of a guide stands in one."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    return tmp_path


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_shows_a_file_and_a_command(name: str) -> None:
    assert FILE.search(guide(name))
    assert CONSOLE.search(guide(name))


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is absent")
@pytest.mark.parametrize(("name", "command", "shown"), commands())
def test_a_command_of_a_guide_prints_what_is_shown(
    folder: Path, shell_aeo: str, name: str, command: str, shown: list[str]
) -> None:
    for file in FILE.finditer(guide(name)):
        path = folder / file["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file["text"], encoding="utf-8")
    done = subprocess.run(
        ["bash", "-c", shell_aeo + command],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    printed = iter(done.stdout.splitlines())
    for line in shown:
        assert line in printed, f"{line!r} is not printed, or not in this order: {done.stderr}"


@pytest.mark.parametrize("name", GUIDES)
def test_the_files_of_a_guide_are_toml(name: str) -> None:
    for file in FILE.finditer(guide(name)):
        assert file["kind"] != "toml" or tomllib.loads(file["text"])
