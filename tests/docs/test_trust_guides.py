"""The guides on keys and verifying are stories: their commands are run in order, in one folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from guides import guide

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("keys.md", "verify.md")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARK = "=== command "
CUT = "…"


def commands(name: str) -> list[tuple[str, list[str]]]:
    """Each command of a guide with the lines shown below it."""
    shown: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(guide(name)):
        for line in block.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
            else:
                shown[-1][1].append(line)
    return shown


def told(name: str, folder: Path, aeo: str) -> list[list[str]]:
    """Return what each command of a guide prints."""
    for part in ("records", "attestations"):  # into the latter the guides write
        shutil.copytree(ROOT / "samples" / part, folder / "samples" / part)
    script = aeo + "".join(f"echo '{MARK}'\n{command}\n" for command, _ in commands(name))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return [said.splitlines() for said in done.stdout.split(f"{MARK}\n")[1:]]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is absent")
@pytest.mark.parametrize("name", GUIDES)
def test_the_commands_of_a_guide_print_what_is_shown(tmp_path, name, shell_aeo):
    for (command, shown), said in zip(commands(name), told(name, tmp_path, shell_aeo), strict=True):
        printed = iter(said)
        for line in shown:
            assert line == CUT or line in printed, (
                f"{command}\ndoes not print {line!r}, or not here: {said}"
            )
        assert not any(line.startswith(("error", "Error", "Usage")) for line in said), said


def test_every_command_about_trust_is_in_the_guide():
    from aeo_exchange.cli.status_list import command as status_list
    from aeo_exchange.cli.trust import command as trust

    text = guide("keys.md")
    for group in (trust, status_list):
        for name in group.commands:
            assert f"aeo {group.name} {name}" in text
