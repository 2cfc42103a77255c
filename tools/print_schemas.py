"""Print what follows from the model: schemas, code lists, dictionary, rules, pages, XML samples.

`make schemas` writes; with --check nothing is written and the exit code tells whether a file
differs.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from aeo_exchange.cli.classify import command as classify
from printing.printed_files import printed_files, printed_samples
from printing.programme_docs import printed_pages
from references import commands, library, verifier

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Write, or with --check compare, every printed file."""
    checking = "--check" in arguments
    reference = printed_files()
    if not checking and _stale(reference):
        # The pages are printed from the printed reference data, as a fresh process reads it.
        _write(reference)
        again = [sys.executable, __file__, *arguments]
        return subprocess.run(again, check=False).returncode  # noqa: S603 our own program
    files = {**reference, **printed_pages(), **_chart(), **printed_samples()}
    files |= {**library.printed(), **commands.printed()}
    test_keys = (ROOT / "conformance/keys/keys.json").read_text(encoding="utf-8")
    files |= verifier.printed(files, test_keys)
    if not checking:
        _write(files)
        return 0
    stale = _stale(files)
    for name in stale:
        print(f"differs from the model: {name}; run `make schemas`", file=sys.stderr)
    return 1 if stale else 0


def _stale(files: dict[str, str]) -> list[str]:
    return [name for name, text in files.items() if not _is_current(ROOT / name, text)]


def _write(files: dict[str, str]) -> None:
    """Write the files that differ, and say which."""
    for name in _stale(files):
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(files[name], encoding="utf-8", newline="\n")
        print(f"wrote {name}")


def _chart() -> dict[str, str]:
    """Return the picture that the command of the guide about size classes draws."""
    guide = (ROOT / "docs/guides/size-definitions.md").read_text(encoding="utf-8")
    _, _, rest = guide.partition("```console\n$ aeo classify ")
    asked, _, _ = rest.partition("\n\n")
    arguments = [*shlex.split(asked.replace("\\\n", " ")), "--format=svg"]
    done = CliRunner().invoke(classify, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    return {"docs/guides/one-firm.svg": done.output}


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
