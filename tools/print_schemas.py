"""Print what follows from the model: schemas, code lists, dictionary, rules, pages, XML samples.

`make schemas` writes; with --check nothing is written and the exit code tells whether a file
differs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from aeo_exchange.cli.render.programme_docs import printed_pages
from aeo_exchange.operations.printing import printed_files, printed_samples

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Write, or with --check compare, every printed file."""
    files = {**printed_files(), **printed_pages(), **printed_samples()}
    stale = [name for name, text in files.items() if not _is_current(ROOT / name, text)]
    if "--check" in arguments:
        for name in stale:
            print(f"differs from the model: {name}; run `make schemas`", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(files[name], encoding="utf-8", newline="\n")
        print(f"wrote {name}")
    return 0


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
