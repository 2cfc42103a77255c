"""Print what follows from one rule, write its cases, and ask what a rule touches.

`make rule RULE=AEO-LIF-06` runs it: every step, so that all that is wrong is told at once. Cases
of other rules are written too: a new rule may speak of their records, which are changed then.
`make check` asks all the rest before a change lands.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from definitions.areas import AREAS
from making import Case, case_files

from aeo_exchange.rules import all_rules

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "conformance" / "cases"
NODE = ROOT / "conformance" / "implementations" / "node"
TESTS = (
    "tests/rules",
    "tests/docs/test_spec.py",
    "tests/conformance/test_cases.py",
    "tests/laws/test_rules_are_asked.py",
    "tests/test_words.py",
    # Who else makes records that a new rule may speak of: samples, what is signed, variants.
    "tests/docs/test_samples.py",
    "tests/conformance_runner/test_judge_apart.py",
    "tests/conformance_runner/test_signing.py",
    "tests/conformance_runner/test_variants.py",
    "tests/laws/test_work.py",
)


def main(arguments: list[str]) -> int:
    """Ask of the rule named; exit code 1 when a step fails, 2 for what is no rule."""
    code = "".join(arguments)
    if code not in all_rules():
        print(f"{code or 'nothing'} is no rule of rules/: make rule RULE=AEO-LIF-06")
        return 2
    written = write_cases()
    own = sum(f"/{code}." in name for name in written)
    print(f"cases: {own} files written of {code}, {len(written) - own} of others")
    failed = False
    for title, folder, command in steps(code):
        done = subprocess.run(  # noqa: S603 our own programs
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        print(f"{title}: {'right' if done.returncode == 0 else 'fails'}", flush=True)
        if done.returncode:
            failed = True
            print(done.stdout.decode(errors="replace"))
    if not asks_javascript():
        print("the implementation in JavaScript: not asked, since `make peers` was not run")
    return 1 if failed else 0


def write_cases() -> list[str]:
    """Write the cases of validators that differ from their definitions; return which files."""
    cases = (case for area in AREAS for case in area if isinstance(case, Case))
    files = [row for case in cases for row in case_files(case)]
    stale = [(name, content) for name, content in files if not _is_there(name, content)]
    for name, content in stale:
        (CASES / name).parent.mkdir(parents=True, exist_ok=True)
        (CASES / name).write_bytes(content)
    return [name for name, _ in stale]


def steps(code: str) -> Iterator[tuple[str, Path, list[str]]]:
    """Yield each step: what it is called, the folder it runs in, and its command."""
    python = sys.executable
    yield "schemas and tables", ROOT, [python, "tools/print_schemas.py"]
    yield "the suite", ROOT, [python, "tools/cases/write_suite.py"]
    quiet = ["-q", "-n", "0", "--tb=short", "-rN"]
    yield "tests", ROOT, [python, "-m", "pytest", *quiet, *TESTS]
    if asks_javascript():
        area = code.rpartition("-")[0]
        yield "the implementation in JavaScript", NODE, ["node", "check.mjs", area]
    changed = _changed()
    for title, command in (
        ("form", ["ruff", "format", "--check"]),
        ("lint", ["ruff", "check"]),
        ("types", ["mypy"]),
    ):
        if changed:
            yield title, ROOT, [python, "-m", *command, *changed]


def asks_javascript() -> bool:
    """Say whether the implementation in JavaScript can be asked."""
    return shutil.which("node") is not None and (NODE / "node_modules").exists()


def _changed() -> list[str]:
    """Return the modules that differ from the last commit."""
    listed = ["git", "ls-files", "--modified", "--others", "--exclude-standard", "*.py"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def _is_there(name: str, content: bytes) -> bool:
    return (CASES / name).is_file() and (CASES / name).read_bytes() == content


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
