"""What runs the guide of every night: its commands in order, in one folder, within this process."""

from __future__ import annotations

import csv
import os
import re
import shlex
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from running import run_within

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "every-night.md"
FILE = re.compile(
    r"<!-- file: (?P<name>\S+) -->\n```(?P<kind>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL
)
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
WITHIN = re.compile(r"\$\(((?:[^()']|'[^']*')*)\)")
LOOP = re.compile(r"for day in ([\d ]+); do (clock \S+); (sh \S+); done")
COLUMNS = (
    *("br_number", "legal_name", "address_line", "city", "certificate", "tier", "business"),
    *("granted_on", "valid_from", "valid_until", "status", "status_from", "consent"),
    "consent_from",
)


def files() -> dict[str, str]:
    return {file["name"]: file["text"] for file in FILE.finditer(GUIDE.read_text("utf-8"))}


def commands(guide: Path = GUIDE) -> list[tuple[str, list[str]]]:
    """Each command of a guide with the lines shown below it."""
    listed: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(guide.read_text("utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                listed.append((line[2:], []))
            else:
                listed[-1][1].append(line)
    return listed


class Story:
    """A folder in which the commands are run; psql asks a table of SQLite instead of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables: dict[str, str] = {}
        for name, text in files().items():
            (folder / name).write_text(text, "utf-8")

    def run(self, command: str) -> list[str]:
        """Return the lines that a command prints, those to standard error where it says 2>&1."""
        out, err = self.printed(command.removesuffix("2>&1").strip())
        return (out + err if command.endswith("2>&1") else out).splitlines()

    def printed(self, command: str) -> tuple[str, str]:
        """Return what a command prints, to standard output and to standard error."""
        if command.startswith("clock() {"):
            return "", ""
        if loop := LOOP.fullmatch(command):
            for day in loop[1].split():
                self.printed(loop[2].replace("${day}", day))
                self.night("aeo publish --db")  # nothing changes, so the other lines do nothing
            return "", ""
        command = WITHIN.sub(lambda inner: self.printed(inner[1])[0].strip(), command)
        first, pipe, rest = command.partition(" | ")
        if pipe:
            return self.bash(rest, self.printed(first)[0])
        return self.alone(self.expanded(command))

    def expanded(self, command: str) -> str:
        for name, value in self.variables.items():
            command = re.sub(rf"\$(?:{name}\b|\{{{name}\}})", lambda _, value=value: value, command)
        return command

    def alone(self, command: str) -> tuple[str, str]:
        """Run one command, without a pipe."""
        word, _, rest = command.partition(" ")
        if word == "clock":
            at = datetime.strptime(rest, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
            self.variables["SOURCE_DATE_EPOCH"] = str(int(at.timestamp()))
        elif word == "export":
            name, _, value = rest.partition("=")
            self.variables[name] = value
        elif word == "psql":
            self.psql(shlex.split(rest))
        elif word == "aeo":
            return self.aeo(rest)[1:]
        elif command == "sh night.sh":
            return self.night()
        else:
            return self.bash(command, "")
        return "", ""

    def aeo(self, rest: str) -> tuple[int, str, str]:
        rest, _, to = rest.partition(" > ")
        environment = {**self.variables, "HOME": str(self.folder)}
        done = run_within(self.folder, *shlex.split(rest), **environment)
        if to:
            (self.folder / to).write_text(done.stdout, "utf-8")
        return done.returncode, "" if to else done.stdout, done.stderr

    def night(self, beginning: str = "") -> tuple[str, str]:
        """Run the lines of night.sh that begin so till one fails, as `set -e` does."""
        printed = ["", ""]
        for line in (self.folder / "night.sh").read_text("utf-8").splitlines():
            if not line.startswith(beginning):
                continue
            if not line.startswith("aeo "):
                if line.startswith("psql "):
                    self.printed(line)
                continue
            command, _, or_else = self.expanded(line[4:]).partition(" || ")
            code, out, err = self.aeo(command)
            printed = [printed[0] + out, printed[1] + err]
            if code and not (or_else and code == 1):
                break
        return printed[0], printed[1]

    def psql(self, given: list[str]) -> None:
        script = files()[given[given.index("-f") + 1]]
        with closing(sqlite3.connect(self.folder / "customs")) as table:
            if not script.startswith("COPY"):
                table.executescript(script)
                return
            table.row_factory = sqlite3.Row
            rows = list(table.execute("SELECT * FROM operators ORDER BY certificate"))
        with (self.folder / "operators.csv").open("w", encoding="utf-8", newline="") as stream:
            written = csv.writer(stream, lineterminator="\n")
            written.writerow(COLUMNS)
            for row in rows:
                since = row["consent_from"].replace(" ", "T").replace("Z", ":00Z")
                written.writerow([*(row[name] for name in COLUMNS[:-1]), since])

    def bash(self, command: str, given: str) -> tuple[str, str]:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**os.environ, **self.variables},
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout, done.stderr


def missing(shown: list[str], said: list[str]) -> list[str]:
    """Return the lines shown that were not printed, or not in this order; … stands for the rest."""
    printed = iter(said)
    return [
        line
        for line in shown
        if not any(
            one.startswith(line[:-1]) if line.endswith("…") else one == line for one in printed
        )
    ]
