"""Write conformance/cases/ from the definitions.

With --check nothing is written and the exit code tells whether a file differs, is missing or
belongs to no case. Areas that no definition has are left alone.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import definitions
from definitions.areas import AREAS, files_of

CASES = Path(__file__).resolve().parents[2] / "conformance" / "cases"


def main(arguments: list[str]) -> int:
    """Write, or with --check compare, every file of every case."""
    wanted = _wanted()
    areas = {name.partition("/")[0] for name in wanted}
    written = {
        path.relative_to(CASES).as_posix(): path
        for area in areas
        for path in (CASES / area).rglob("*")
        if path.is_file()
    }
    stale = sorted(
        name
        for name, content in wanted.items()
        if name not in written or written[name].read_bytes() != content
    )
    stray = sorted(written.keys() - wanted.keys())
    if "--check" in arguments:
        for name in stale:
            print(f"differs from its definition: {name}", file=sys.stderr)
        for name in stray:
            print(f"belongs to no case: {name}", file=sys.stderr)
        return 1 if stale or stray else 0
    for name in stale:
        (CASES / name).parent.mkdir(parents=True, exist_ok=True)
        (CASES / name).write_bytes(wanted[name])
    for name in stray:
        written[name].unlink()
    _drop_empty_folders()
    print(f"{len(wanted)} files; wrote {len(stale)}, removed {len(stray)}")
    return 0


def _wanted() -> dict[str, bytes]:
    """Return every file by its path; an id given twice is a mistake."""
    _refuse_unlisted()
    files: dict[str, bytes] = {}
    for case in (case for area in AREAS for case in area):
        for name, content in files_of(case):
            if name in files:
                raise ValueError(f"two cases have the id {case.id}")
            files[name] = content
    return files


def _refuse_unlisted() -> None:
    """Refuse a module whose cases no row of AREAS has: they would be missing without a word."""
    listed = {case.id for area in AREAS for case in area}
    for row in iter_modules(definitions.__path__):
        module = import_module(f"{definitions.__name__}.{row.name}")
        if not {case.id for case in getattr(module, "CASES", ())} <= listed:
            raise ValueError(f"AREAS of tools/cases/definitions/areas.py lacks {row.name}")


def _drop_empty_folders() -> None:
    for folder in sorted(CASES.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
