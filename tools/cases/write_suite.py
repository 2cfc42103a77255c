"""Write conformance/suite.json and requirements.json, and the schemas printed from our types.

With --check nothing is written and the exit code tells whether a file differs. Run it after
write_cases.py: what it writes is about the cases as they are.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import msgspec
from requirements import described, read_requirements

from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import Compared
from aeo_exchange.conformance.statement.recheck import Rechecked
from aeo_exchange.conformance.statement.statement import Statement
from aeo_exchange.conformance.suite.cases import Case, Suite, case_set_digest, smoke_cases
from aeo_exchange.conformance.suite.coverage import Coverage

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "conformance"
VERSION = "1.0.0"
SPEC = "1.0"
PROTOCOL = 1
# Written here, or by the ones who run the suite.
NOT_LISTED = ("suite.json", "cases/", "keys/", "implementations/")
PRINTED: dict[str, tuple[str, object]] = {
    "coverage": ("What `aeo conformance coverage --format json` prints", Coverage),
    "diff": ("What `aeo conformance diff --format json` prints", Compared),
    "list": ("What `aeo conformance list --format json` prints", list[Case]),
    "recheck": ("What `aeo conformance verify --format json` prints", Rechecked),
    "report": ("Report of a run of the conformance suite", RunReport),
    "statement": ("Statement of conformance", Statement),
}


def main(arguments: list[str]) -> int:
    """Write, or with --check compare, the files about the suite."""
    changed = []
    # suite.json is last: it holds the digests of the others.
    for name in (*(f"schema/{each}.schema.json" for each in PRINTED), "requirements.json", ""):
        path = FOLDER / (name or "suite.json")
        content = _content(name)
        if path.exists() and path.read_bytes() == content:
            continue
        changed.append(path.name)
        if "--check" not in arguments:
            path.write_bytes(content)
    if "--check" in arguments:
        for each in changed:
            print(f"differs from the suite: {each}; run make cases", file=sys.stderr)
        return 1 if changed else 0
    print(f"wrote {', '.join(changed) or 'nothing'}")
    return 0


def _content(name: str) -> bytes:
    suite = Suite(FOLDER)
    if name == "requirements.json":
        found: object = {
            "spec": SPEC,
            "requirements": described(read_requirements(), suite.cases),
        }
    elif name:
        found = _printed(Path(name).name.partition(".")[0])
    else:
        found = _suite(suite)
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode()


def _printed(name: str) -> dict[str, object]:
    title, shape = PRINTED[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:aeo-exchange:conformance:1.0:{name}",
        "title": title,
        **msgspec.json.schema(shape),
    }


def _suite(suite: Suite) -> dict[str, object]:
    schemas = ROOT / "schemas" / SPEC
    return {
        "id": "urn:aeo-exchange:conformance",
        "version": VERSION,
        "spec": SPEC,
        "protocol": PROTOCOL,
        "schemas": [
            _file(each) for each in sorted(schemas.iterdir()) if each.suffix in {".json", ".xsd"}
        ],
        "rules": _file(ROOT / "docs" / "rules.md"),
        "codeLists": [_file(each) for each in sorted((schemas / "codes").iterdir())],
        "caseSet": {
            "cases": len(suite.cases),
            "inputs": sum(len(each.inputs) for each in suite.cases),
            "sha256": case_set_digest(FOLDER),
        },
        "smoke": list(smoke_cases(suite)),
        "files": [
            _file(path)
            for path in sorted(FOLDER.rglob("*"))
            if path.is_file() and not path.relative_to(FOLDER).as_posix().startswith(NOT_LISTED)
        ],
    }


def _file(path: Path) -> dict[str, str]:
    return {
        "path": path.relative_to(ROOT).as_posix(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
