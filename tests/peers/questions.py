"""The cases of verifiers and receivers as questions of the adapter protocol."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SUITE = Path(__file__).resolve().parents[2] / "conformance"
SD_JWT = "application/vnd.aeo-exchange.status+sd-jwt"
LISTS = ("trust", "roots", "status", "profiles")
MESSAGES = "application/vnd.aeo-exchange.conformance.messages-ndjson+json;version=1.0"


def of_verifiers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each case about an SD-JWT, and its question."""
    return _questions("verify", SD_JWT)


def of_receivers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each case about messages with bodies in NDJSON, and its question."""
    return _questions("receive", MESSAGES)


def _questions(operation: str, media: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(SUITE.glob("cases/*/*/case.json")):
        case = json.loads(path.read_bytes())
        if case["operation"] != operation:
            continue
        for given in case["inputs"]:
            if given["media"] == media:
                yield case["id"], _question(path.parent, case, given)


def _question(folder: Path, case: dict[str, Any], document: dict[str, str]) -> dict[str, Any]:
    given = dict(case["given"])
    lists = {name: [_part(folder, part) for part in given.pop(name, [])] for name in LISTS}
    record = {"record": _part(folder, given.pop("record"))} if "record" in given else {}
    return {
        "v": 1,
        "cmd": "run",
        "seq": 1,
        "operation": case["operation"],
        "role": case["roles"][0],
        "at": case["at"],
        "inputs": {"document": _part(folder, document), **lists, **record},
        "options": given,
        "deadlineMs": 600_000,
    }


def _part(folder: Path, part: dict[str, Any]) -> dict[str, Any]:
    path = SUITE / part["path"] if part["path"].startswith("keys/") else folder / part["path"]
    content = base64.b64encode(path.read_bytes()).decode()
    pins = {name: value for name, value in part.items() if name == "pinnedFor"}
    return {"media": part["media"], "content": content, **pins}
