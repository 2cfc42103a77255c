"""A program for `argv:` whose exit code is the number of errors, as some validators have it.

256 errors are a success then, and four are UNDETERMINED.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.protocol import VERSION, Request, RequestInputs, SentDocument
from aeo_exchange.conformance.mutants.making import findings_of

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Return the number of errors of a document: OPERATION AT DOCUMENT MEDIA TARGET FOLDER."""
    operation, at, document, media, *_ = arguments
    request = Request(
        v=VERSION,
        seq=1,
        operation=operation,
        role="validator",
        at=at,
        inputs=RequestInputs(document=SentDocument.of(media, Path(document).read_bytes())),
        deadline_ms=1,
    )
    said = own.answer(msgspec.to_builtins(request))
    return sum(finding.get("severity", "error") == "error" for finding in findings_of(said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
