"""The page for officers as an agency builds it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "web" / "verify"
SAMPLES = ROOT / "samples" / "attestations"


def build(folder: Path, *options: str) -> None:
    program = [sys.executable, str(ROOT / "tools" / "build_page.py"), "-o", str(folder)]
    subprocess.run([*program, *options], check=True, capture_output=True)


def configured(folder: Path, change: dict[str, Any]) -> Path:
    """Make the folder of an agency, by the configuration of the trial with something changed."""
    (folder / "lists").mkdir(parents=True)
    config = json.loads((PAGE / "config.json").read_bytes()) | change
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    for name in ("root.cert.pem", "trust-list.jwt", "status-list.jwt", "status-list.later.jwt"):
        (folder / "lists" / name).write_bytes((SAMPLES / name).read_bytes())
    return folder
