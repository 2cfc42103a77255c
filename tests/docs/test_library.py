"""The programs of the guide to the library run as they are written, and print what is shown."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from running import run_within

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guides" / "library.md").read_text(encoding="utf-8")
PROGRAM = re.compile(
    r"^## (?P<title>[^\n]+)\n(?:(?!^## ).)*?^```python\n(?P<text>.*?)^```\n\n"
    r"```text\n(?P<printed>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
BEFORE = re.search(r"<!-- before: aeo (?P<command>.+) -->", GUIDE)
MOST_LINES = 20


def programs() -> list[tuple[str, str, str]]:
    return [
        (program["title"], program["text"], program["printed"])
        for program in PROGRAM.finditer(GUIDE)
    ]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the reader stands in one, with the ledger that the guide tells to make."""
    folder = tmp_path_factory.mktemp("begun")
    for name in ("samples", "conformance"):
        (folder / name).symlink_to(ROOT / name)
    assert run_within(folder, *BEFORE["command"].split()).returncode == 0
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """Such a folder for one program."""
    return shutil.copytree(begun, tmp_path / "folder", symlinks=True)


def test_there_are_five_programs() -> None:
    assert len(programs()) == GUIDE.count("```python") == 5


@pytest.mark.parametrize(
    ("title", "text", "printed"), programs(), ids=[title for title, _, _ in programs()]
)
def test_a_program_prints_what_is_shown(folder: Path, title: str, text: str, printed: str) -> None:
    assert len(text.splitlines()) < MOST_LINES, title
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        line.rstrip() for line in printed.splitlines()
    ]
