"""Our implementation as a program that is run for each question, with the answer as its exit code.

Its arguments are the operation, the instant, the document, its media type, the target or `-`, and
the folder of everything else; it is asked by `argv:`, and prints what it makes or digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

from aeo_exchange.conformance.adapters.own.product import answer
from aeo_exchange.conformance.adapters.protocol import SentDocument, decoded_base64

CODES = {"VALID": 0, "NOT_VALID": 1, "UNDETERMINED": 4}


def main() -> None:
    operation, at, document, media, target, beside = sys.argv[1:]
    folder = Path(beside)
    print(sorted(file.name for file in folder.iterdir()), file=sys.stderr)
    given = {
        name: _part(folder / f"{name}.pem", media)
        for name in ("key", "certificate")
        if (folder / f"{name}.pem").exists()
    }
    options = _options(folder / "options.txt")
    message = {
        "v": 1,
        "cmd": "run",
        "seq": 1,
        "operation": operation,
        "role": "validator",
        "at": at,
        "inputs": {"document": _part(Path(document), media), **given},
        "options": options if target == "-" else {**options, "target": target},
        "deadlineMs": 1,
    }
    said = answer(message)
    output = decoded_base64(said.get("output", ""))
    sys.stdout.buffer.write(output or " ".join(said.get("digests", ())).encode())
    sys.exit(CODES[said["verdict"]])


def _part(path: Path, media: str) -> dict[str, str]:
    return {"media": media, "content": SentDocument.of("", path.read_bytes()).content}


def _options(path: Path) -> dict[str, object]:
    lines = dict(line.split() for line in path.read_text("utf-8").splitlines())
    options: dict[str, object] = {
        name: lines[name] for name in ("expires", "issuer") if name in lines
    }
    if "status-idx" in lines:
        options["status"] = {"idx": int(lines["status-idx"]), "uri": lines["status-uri"]}
    return options


if __name__ == "__main__":
    main()
