"""Rows of the bench about streams: what a sender and a receiver take, beside validation."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import streams, verification
from tests.bench.processor import best_of

from aeo_exchange.formats import Content
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.rules import Context

__all__ = ["stream_rows"]

Row = Callable[..., None]
SIGNATURES = 2000
# Applies a delta in a process of its own and says the peak of its memory in KiB.
APPLIED = """
import re, sys
from tests.bench.streams import apply_alone
apply_alone(*sys.argv[1:])
# Not ru_maxrss, which a child takes over from its parent.
print(re.search("VmHWM:\\\\s+(\\\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def stream_rows(many: int, rounds: int, row: Row) -> None:
    """Measure a stream of so many records in each syntax of bodies, beside validating NDJSON.

    That is the stricter of two: to validate the same records in XML takes longer.
    """
    note = f"{many:,} records, processor time; validated in NDJSON"
    for body, aim in (("ndjson", "<= 3"), ("xml", "none")):
        with tempfile.TemporaryDirectory(prefix="aeo-bench-") as folder:
            stream = streams.Stream.made(Path(folder) / "stream", many, body)
            bound, created = _beside(rounds, stream, stream.create)
            row(f"snapshot in {body}, create and sign / validate", created / bound, "<= 3", note)
            if body == "xml":
                _row_of_xml(stream, created, row)
            bound, checked = _beside(1, stream, stream.check)
            row(f"snapshot in {body}, check / validate", checked / bound, "<= 3")
            if body == "ndjson":
                _proof_rows(stream, row)
            stream.go_on()
            bound, applied = _beside(1, stream, stream.apply)
            row(f"delta of 1 % in {body}, apply in one pass / validate", applied / bound, aim)
            command = [sys.executable, "-c", APPLIED, str(stream.folder), str(many), body]
            done = subprocess.run(command, check=True, capture_output=True)
            peak = int(done.stderr.split()[-1]) / 1024
            row(f"delta of 1 % in {body}, peak memory in MB", peak, "< 400")


def _beside(rounds: int, stream: streams.Stream, work: Callable[[], object]) -> tuple[float, float]:
    """Return the time to validate the records of a stream, and that of a work.

    They are validated before and behind it, since what else the machine does changes meanwhile,
    and processor time with it.
    """
    before, worked, behind = best_of(
        rounds, lambda: _validate(stream), work, lambda: _validate(stream)
    )
    return (before + behind) / 2, worked


def _row_of_xml(stream: streams.Stream, created: float, row: Row) -> None:
    """Compare what was created in XML with validating the same records in XML."""
    content = stream.as_xml()
    (bound,) = best_of(1, lambda: _validate(stream, content))
    row("snapshot in xml, create and sign / validate in XML", created / bound, "none")


def _proof_rows(stream: streams.Stream, row: Row) -> None:
    """Compare what proves all records of a snapshot with a signature to verify for each."""
    folder = stream.folder / "signed"
    folder.mkdir()
    attestations = verification.write_attestations(folder, SIGNATURES, ())
    pairs, rests_on = verification.raw_signatures(attestations), verification.sources()
    alone, checked, proved = best_of(
        3,
        lambda: verification.verify_raw(pairs),
        lambda: verification.verify_all(attestations, SIGNATURES, rests_on),
        stream.prove,
    )
    share = SIGNATURES * proved / stream.count
    note = "digests, root, the signature of the head"
    row("a signature a record / what proves a snapshot", alone / share, ">= 20", note)
    note = "what a receiver of attestations would do instead"
    row("an attestation a record / what proves a snapshot", checked / share, ">= 20", note)


def _validate(stream: streams.Stream, content: Content | None = None) -> None:
    """Validate the records of a stream in NDJSON, or as they stand in some content."""
    context = Context(at=streams.AT, reference=ReferenceData())
    reports = validate([content or stream.register], context)
    assert sum(report.verdict is Verdict.VALID for report in reports) == stream.count
