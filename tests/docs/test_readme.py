"""What the documents show works, and where they point to exists."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aeo_exchange import ReferenceData

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").rglob("*.md")]
)

PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
# The line at which shown output ends and printed output goes on.
CUT = "…"


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_counts_what_the_reference_data_holds() -> None:
    reference = ReferenceData()
    counts = {
        "programmes": len(reference.codes()),
        "identifier schemes": len(reference.schemes.codes()),
        "definitions of size classes": len(reference.sizes.codes()),
    }
    for thing, count in counts.items():
        told = re.findall(rf"(\d+) {thing}", readme())
        assert set(told) == {str(count)}, f"README.md: there are {count} {thing}, not {told}"


def commands() -> list[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    shown: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(readme()):
        for line in block.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
            else:
                shown[-1][1].append(line)
    return shown


def links() -> list[tuple[Path, str]]:
    """Each relative link of the documents, outside code."""
    leading = []
    for path in DOCUMENTS:
        prose = CODE.sub("", FENCED.sub("", path.read_text(encoding="utf-8")))
        targets = (match["target"] for match in LINK.finditer(prose))
        leading += [(path, target) for target in targets if "://" not in target]
    return leading


def anchors(path: Path) -> set[str]:
    """The anchors that a Markdown site makes of the headings of a document."""
    titles = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def environment() -> dict[str, str]:
    source = str(ROOT / "src")
    return {**os.environ, "PYTHONPATH": source, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}


def test_the_library_example_runs_and_prints_what_the_text_says() -> None:
    (example,) = PYTHON.findall(readme())
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line.split()[1] for line in done.stdout.splitlines()]
    assert "prints " + ", ".join(f"`{status}`" for status in shown) in readme()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is absent")
@pytest.mark.parametrize(("command", "shown"), commands())
def test_a_command_of_the_readme_prints_what_is_shown(
    command: str, shown: list[str], shell_aeo: str
) -> None:
    done = subprocess.run(
        ["bash", "-c", shell_aeo + command],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    if CUT not in shown:
        assert done.stdout.splitlines() == shown
    printed = iter(done.stdout.splitlines())
    for line in shown:
        assert line == CUT or line in printed, f"{line!r} is not printed, or not in this order"


def test_every_link_of_the_documents_leads_somewhere() -> None:
    assert len(links()) > 100
    dead = [
        f"{path.relative_to(ROOT)}: {target}"
        for path, target in links()
        if leads_nowhere(path, target)
    ]
    assert not dead, "\n".join(dead)


def leads_nowhere(path: Path, target: str) -> bool:
    """Say whether a link of a document has no file of the project, or no heading, at its end."""
    file, _, anchor = target.partition("#")
    destination = (path.parent / file).resolve() if file else path
    if not destination.exists() or not destination.is_relative_to(ROOT):
        return True
    return bool(anchor) and anchor not in anchors(destination)


@pytest.mark.parametrize("target", ["no-such-file.md", "../README.md", "#no-such-heading"])
def test_a_link_that_leads_nowhere_is_seen(target: str) -> None:
    assert leads_nowhere(ROOT / "README.md", target)
    assert not leads_nowhere(ROOT / "README.md", "CONTRIBUTING.md#style")
