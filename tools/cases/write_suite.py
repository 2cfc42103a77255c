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

from aeo_exchange.conformance.suite.cases import Suite, case_set_digest, smoke_cases
from aeo_exchange.conformance.suite.files import Manifest, RequirementList

ROOT = Path(__file__).resolve().parents[2]
# The schemas of the suite are made portable as the others are.
sys.path.append(str(ROOT / "tools"))

from requirements import described, read_requirements  # noqa: E402 it leads there
from suite_schemas import SCHEMAS, printed_schema  # noqa: E402

FOLDER = ROOT / "conformance"
VERSION = "1.0.0"
SPEC = "1.0"
PROTOCOL = 1
# Written here, or by the ones who run the suite.
NOT_LISTED = ("suite.json", "cases/", "keys/", "implementations/")


def main(arguments: list[str]) -> int:
    """Write, or with --check compare, the files about the suite."""
    changed = []
    suite = Suite(FOLDER)
    # suite.json is last: it holds the digests of the others.
    for name in (*(f"schema/{schema}.schema.json" for schema in SCHEMAS), "requirements.json", ""):
        path = FOLDER / (name or "suite.json")
        content = _content(name, suite)
        if path.exists() and path.read_bytes() == content:
            continue
        changed.append(path.name)
        if "--check" not in arguments:
            path.write_bytes(content)
    if "--check" in arguments:
        for changed_path in changed:
            print(f"differs from the suite: {changed_path}; run make cases", file=sys.stderr)
        return 1 if changed else 0
    print(f"wrote {', '.join(changed) or 'nothing'}")
    return 0


def _content(name: str, suite: Suite) -> bytes:
    if name == "requirements.json":
        tree: object = {
            "spec": SPEC,
            "requirements": described(read_requirements(), suite.cases),
        }
        # What is written is held to the struct that its schema is printed from.
        msgspec.convert(tree, RequirementList)
    elif name:
        tree = printed_schema(Path(name).name.partition(".")[0])
    else:
        tree = _suite(suite)
        msgspec.convert(tree, Manifest)
    return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()


def _suite(suite: Suite) -> dict[str, object]:
    schemas = ROOT / "schemas" / SPEC
    return {
        "id": "urn:aeo-exchange:conformance",
        "version": VERSION,
        "spec": SPEC,
        "protocol": PROTOCOL,
        "schemas": [
            _file(path) for path in sorted(schemas.iterdir()) if path.suffix in {".json", ".xsd"}
        ],
        "rules": _file(ROOT / "docs" / "rules.md"),
        "codeLists": [_file(path) for path in sorted((schemas / "codes").iterdir())],
        "caseSet": {
            "cases": len(suite.cases),
            "inputs": sum(len(case.inputs) for case in suite.cases),
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
