"""The guide of every night with psql and a server, and its night as a script of the shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from docs.nights import ROOT, Story, commands, missing
from peers.test_register_on_postgresql import required, server  # noqa: F401 a fixture
from postgresql_server import RunningServer


class StoryOnPostgresql(Story):
    """The story with the programs that the guide names."""

    def psql(self, given: list[str]) -> None:
        subprocess.run([required("psql"), *given], cwd=self.folder, check=True)

    def by_the_shell(self, command: str) -> str:
        """Run a command with programs alone, as its reader does."""
        programs = self.folder / "bin"
        programs.mkdir()
        run = f'#!/bin/sh\nexec "{sys.executable}" -m aeo_exchange "$@"\n'
        (programs / "aeo").write_text(run)
        (programs / "aeo").chmod(0o755)
        (programs / "psql").symlink_to(required("psql"))
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={
                **os.environ,
                **self.variables,
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT / "src"),
            },
            check=True,
            stderr=subprocess.PIPE,
            text=True,
        )
        return done.stderr


@pytest.fixture
def customs(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A database that psql asks without being told."""
    url = make_url(server.database("customs"))
    for name, value in (("HOST", url.host), ("PORT", url.port), ("USER", url.username)):
        monkeypatch.setenv(f"PG{name}", str(value))
    monkeypatch.setenv("PGDATABASE", "customs")


@pytest.mark.usefixtures("customs")
def test_the_commands_of_the_guide_print_what_is_shown(tmp_path: Path) -> None:
    story = StoryOnPostgresql(tmp_path)
    for command, shown in commands():
        said = story.run(command)
        assert missing(shown, said) == [], (command, said)
    # Once more by the shell: where nothing changed nothing does.
    check = "aeo publish --check site"
    script = (tmp_path / "night.sh").read_text()
    (tmp_path / "night.sh").write_text(script.replace(check, f": {check}"))
    assert "nothing changed since head 13" in story.by_the_shell("sh night.sh")
