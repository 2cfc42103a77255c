"""The official schema of SARIF 2.1.0, as its own tools ship it, judges our logs."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest

from aeo_exchange.resources import published

SCHEMA = "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"


@pytest.mark.parametrize("arguments", [["-q"], []])
def test_a_sarif_log_holds_to_the_official_schema(npm_package, arguments, tmp_path):
    folder = npm_package("@microsoft/sarif-multitool-linux")
    (tmp_path / "bad.ndjson").write_text('{"a":1.5}\n{\n{"revision":0}\n')
    (tmp_path / "many.json").write_text(json.dumps({f"m{i}": 1 for i in range(1001)}))
    record = "samples/records/HK-AEO/TIER1.aeo"
    twice = [str(published(f"{record}.{syntax}")) for syntax in ("xml", "json")]
    here = [str(tmp_path / name) for name in ("bad.ndjson", "many.json", "missing.json")]
    names = ["--together", *here, *twice]
    done = subprocess.run(
        [sys.executable, "-m", "aeo_exchange", "validate", *names, "--format=sarif", *arguments],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    jsonschema.validate(json.loads(done.stdout), json.loads((folder / SCHEMA).read_bytes()))
