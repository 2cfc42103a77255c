"""The verifier in JavaScript, and the bounds: jose with the signature alone, and @sd-jwt."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.bench import verification

from aeo_exchange.resources import published

__all__ = ["is_there", "seconds"]

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "tests" / "peers" / "node"


def is_there() -> bool:
    """Say whether Node and the packages of others are installed (make peers)."""
    return shutil.which("node") is not None and (PEERS / "node_modules" / "jose").is_dir()


def seconds(folder: Path, rounds: int) -> dict[str, float]:
    """Return what the attestations of a folder take on one core: ours, signature, sdJwt."""
    evidence, keys = verification.evidence(), published("conformance/keys")
    (folder / "trust.jwt").write_bytes(evidence.trust[0])
    (folder / "status.jwt").write_bytes(evidence.status[0])
    (folder / "root.pem").write_bytes((keys / "root-1.cert.pem").read_bytes())
    script, package = PEERS / "speed.mjs", ROOT / "packages" / "verifier"
    command = ["node", script, package, folder, keys / "hk.public.jwk", str(rounds)]
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        done = subprocess.run(command, check=True, capture_output=True)
    finally:
        os.sched_setaffinity(0, cores)
    told: dict[str, float] = json.loads(done.stdout)
    return told
